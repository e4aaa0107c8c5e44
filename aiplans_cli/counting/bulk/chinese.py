"""Chinese by the segmenter's words: each is looked at once, and the rest is arithmetic."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

from aiplans_cli.counting.bulk.numbers import Numbers
from aiplans_cli.counting.bulk.runs import Runs
from aiplans_cli.counting.bulk.tally import Tally
from aiplans_cli.language import ENGINES, is_content_word, sentences
from aiplans_cli.language.chinese import plain
from aiplans_cli.language.folding import lower
from aiplans_cli.reading.blocks import tidy_lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiplans_cli.counting.bulk.tally import Spotter
    from aiplans_cli.language import Settings

    _Ints = NDArray[np.int64]

_MOST_WORDS = 400_000
"""Distinct words remembered; then the memory is cleared."""


class Words:
    """The words of Chinese text as numbers; each distinct piece is looked at once."""

    def __init__(self, settings: Settings, stops: frozenset[str] | None) -> None:
        self._stops = stops
        self._cut = ENGINES[settings.engine](settings)
        self._terms = settings.dict_terms
        self._prefixes = frozenset(
            term[:end] for term in settings.dict_terms for end in range(1, len(term))
        )
        self.forget()

    def forget(self) -> None:
        """Begin anew, without what was remembered."""
        self._numbers: Numbers[str] = Numbers(self._learn)
        self._lengths, self._counted, self._opens = array("i"), array("b"), array("b")
        self._word_ids = array("i")
        self._words: dict[str, int] = {}
        self._content = array("b")
        self._pairs: Numbers[tuple[int, int]] = Numbers(self._begins_term)
        self.names: list[str] = []
        """The words in lower case, by their number."""

    def __len__(self) -> int:
        return max(len(self._numbers), len(self._pairs))

    def _learn(self, piece: str) -> int:
        word = lower(piece)
        counted = any(character.isalnum() for character in piece)
        self._lengths.append(len(piece))
        self._counted.append(counted)
        self._opens.append(counted and word in self._prefixes)
        self._word_ids.append(self._word_id(word) if counted else -1)
        return len(self._lengths) - 1

    def _word_id(self, word: str) -> int:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = len(self.names)
            self.names.append(word)
            self._content.append(is_content_word(word, "zh", self._stops))
        return known

    def split(self, text: str) -> tuple[_Ints, _Ints, _Ints]:
        """The number of each word of a tidy text, and where each begins and ends."""
        import numpy as np

        pieces = self._cut(plain(text))
        ids = np.fromiter(map(self._numbers.__getitem__, pieces), np.int32, len(pieces))
        lengths = np.array(self._lengths, dtype=np.int64)[ids]
        ends = np.cumsum(lengths)
        counted = np.flatnonzero(np.array(self._counted, dtype=bool)[ids])
        starts, ends = (ends - lengths)[counted], ends[counted]
        words = np.array(self._word_ids, dtype=np.int64)[ids[counted]]
        if self._terms:
            opens = np.array(self._opens, dtype=bool)[ids[counted]]
            words, starts, ends = self._joined(words, starts, ends, opens)
        return words, starts, ends

    def content(self, words: _Ints) -> NDArray[np.bool_]:
        """Which words, by number, tell of the subject."""
        import numpy as np

        found: NDArray[np.bool_] = np.array(self._content, dtype=bool)[words]
        return found

    def _joined(
        self, words: _Ints, starts: _Ints, ends: _Ints, opens: NDArray[np.bool_]
    ) -> tuple[_Ints, _Ints, _Ints]:
        """The words with those joined that make up a term: the longest from the left."""
        import numpy as np

        firsts = np.flatnonzero(opens[:-1] & (starts[1:] == ends[:-1]))
        pairs = zip(words[firsts].tolist(), words[firsts + 1].tolist(), strict=True)
        some = zip(firsts.tolist(), map(self._pairs.__getitem__, pairs), strict=True)
        gone = np.zeros(len(words), dtype=bool)
        done = -1
        for first in [index for index, opening in some if opening]:
            if first <= done:
                continue
            last, term = self._longest(first, words, starts, ends)
            if last > first:
                words[first], ends[first] = self._word_id(term), ends[last]
                gone[first + 1 : last + 1] = True
                done = last
        return words[~gone], starts[~gone], ends[~gone]

    def _longest(self, first: int, words: _Ints, starts: _Ints, ends: _Ints) -> tuple[int, str]:
        """The last word of the longest term that begins with a word, and the term."""
        last, found = first, ""
        term = self.names[words[first]]
        for ahead in range(first + 1, len(words)):
            if term not in self._prefixes or starts[ahead] != ends[ahead - 1]:
                break
            term += self.names[words[ahead]]
            if term in self._terms:
                last, found = ahead, term
        return last, found

    def _begins_term(self, pair: tuple[int, int]) -> int:
        term = self.names[pair[0]] + self.names[pair[1]]
        return int(term in self._prefixes or term in self._terms)


class ChineseWords:
    """The sum of the words of blocks of Chinese text."""

    def __init__(self, settings: Settings) -> None:
        self._words = Words(settings, None)
        self._times: _Ints | None = None
        """By the number of the word, how often it stands."""

    def add(self, block: str) -> None:
        """Add a block, which need not be tidy."""
        import numpy as np

        words, _, _ = self._words.split(tidy_lines(block))
        times = np.bincount(words, minlength=len(self._words.names))
        if self._times is not None:
            times[: len(self._times)] += self._times
        self._times = times

    def is_large(self) -> bool:
        """Whether many distinct words have been met."""
        return len(self._words) > _MOST_WORDS

    def take(self) -> Counter[str]:
        """What has been added since it was last taken."""
        if self._times is None:
            return Counter()
        counted = zip(self._words.names, self._times.tolist(), strict=True)
        taken = Counter({word: count for word, count in counted if count})
        self._times = None
        if self.is_large():
            self._words.forget()
        return taken


class Chinese:
    """Counts blocks of Chinese text."""

    def __init__(self, settings: Settings, stops: frozenset[str] | None, spotter: Spotter) -> None:
        self._spotter = spotter
        self._words = Words(settings, stops)
        self._runs = Runs(spotter.in_folded, spotter)

    def count(self, text: str) -> Tally:
        """The tally of a block of text, which need not be tidy."""
        import numpy as np

        from aiplans_cli.counting.bulk.arrays import add_found, inside, item_counts

        text = tidy_lines(text)
        words, starts, ends = self._words.split(text)
        begins = np.array([start for start, _ in sentences(text, "zh")], dtype=np.int64)
        places = inside(begins, starts)
        tally = Tally(
            tokens=len(words),
            sentences=len(begins),
            characters=len("".join(text.split())),
            words=item_counts(words, places, self._words.names),
        )
        found = self._runs.search(self._spotter.fold(text))
        if len(found.starts):
            touched = (
                np.searchsorted(ends, found.starts, "right"),
                np.searchsorted(starts, found.ends, "left"),
            )
            at, content = inside(begins, found.starts), self._words.content(words)
            add_found(tally, found, self._runs, touched, at, content)
        if max(len(self._words), len(self._runs.numbers)) > _MOST_WORDS:
            self._words.forget()
            self._runs = Runs(self._spotter.in_folded, self._spotter)
        return tally
