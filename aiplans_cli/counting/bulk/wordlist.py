"""Words alone, without sentences and concepts: what a frequency list needs, by a shorter way."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from aiplans_cli.counting.bulk.frequencies import Frequencies
from aiplans_cli.counting.bulk.pieces import alone, split
from aiplans_cli.counting.bulk.workers import MOST_HELD, added_up
from aiplans_cli.language import LANGUAGES
from aiplans_cli.reading.blocks import tidy_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from aiplans_cli.language import Settings

_MOST_PIECES = 400_000
"""Pieces remembered; then they are forgotten and learnt anew."""

_NO_WORD = ("", sys.maxsize, 0)


def count_words(
    blocks: Iterable[str], language: str, settings: Settings, jobs: int = 1
) -> Frequencies:
    """How often each word stands in some blocks of text, by as many processes as wanted.

    The words are those of ``count_blocks``. ``jobs`` below 1 is the number of cores at hand.
    """
    total = Frequencies()
    for found in added_up(blocks, _Words, (language, settings), jobs):
        total.add(found)
    return total


class _Words:
    """The sum of the words of blocks."""

    def __init__(self, language: str, settings: Settings) -> None:
        self._count: Callable[[str], Mapping[str, int]] = (
            _EnglishWords(settings) if language == "en" else _chinese_words(settings)
        )
        self._total: Counter[str] = Counter()

    def add(self, block: str) -> None:
        self._total.update(self._count(block))

    def is_large(self) -> bool:
        return len(self._total) > MOST_HELD

    def take(self) -> Counter[str]:
        taken, self._total = self._total, Counter()
        return taken


class _EnglishWords:
    """Counts the words of blocks of English text, each distinct piece looked at once."""

    def __init__(self, settings: Settings) -> None:
        self._split = LANGUAGES["en"].splitter(settings)
        self._by_piece = settings.tokenizer == "pattern"
        self._known: dict[bytes, tuple[str, ...] | None] = {}
        """Piece → its words; ``None`` where they depend on what stands round it."""

    def __call__(self, text: str) -> Mapping[str, int]:
        import numpy as np

        if not self._by_piece:
            return self._carefully(text)
        data = text.encode("utf-8", "surrogatepass").replace(b"\x0b", b"").lower()
        pieces, numbers = split(data)
        known = self._known
        self._learn([piece for piece in pieces if piece not in known])
        counts: dict[str, int] = {}
        times = np.bincount(numbers, minlength=len(pieces)).tolist()
        for piece, count in zip(pieces, times, strict=True):
            words = known[piece]
            if words is None:
                return self._carefully(text)
            for word in words:
                counts[word] = counts.get(word, 0) + count
        if len(known) > _MOST_PIECES:
            known.clear()
        return counts

    def _learn(self, pieces: list[bytes]) -> None:
        """Remember the words of pieces that have not been met before, all found at once."""
        known = self._known
        shown: list[str] = []
        for piece in pieces:
            text = alone(piece)
            known[piece] = None if text is None else ()
            shown.append(text or "")
        found = iter(self._split("\n".join(shown)))
        word, start, _ = next(found, _NO_WORD)
        end = 0
        for piece, text in zip(pieces, shown, strict=True):
            end += len(text) + 1
            while start < end:
                known[piece] = (*(known[piece] or ()), word)
                word, start, _ = next(found, _NO_WORD)

    def _carefully(self, text: str) -> Mapping[str, int]:
        return Counter(word for word, _, _ in self._split(tidy_lines(text)))


def _chinese_words(settings: Settings) -> Callable[[str], Mapping[str, int]]:
    from aiplans_cli.counting.bulk.chinese import Words

    words = Words(settings, None)
    return lambda text: words.frequencies(tidy_lines(text))
