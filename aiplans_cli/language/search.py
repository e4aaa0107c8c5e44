"""Finding a word or phrase exactly as it was typed, but for case, quotes, width and script."""

from __future__ import annotations

import re
from collections.abc import Callable

from aiplans_cli.language.english import Word
from aiplans_cli.language.folding import narrow

Span = tuple[int, int]
Fold = Callable[[str], str]
Split = Callable[[str], list[Word]]
"""Text → its words."""


def find_words(text: str, wanted: str, fold: Fold, split: Split) -> list[Span]:
    """Where whole words stand with nothing but white space between them.

    Where what is wanted begins or ends with a sign, any word may stand beside that.

    >>> from aiplans_cli.language import english
    >>> find_words("AI governance, and governing AI", "ai governance", english.fold, english.words)
    [(0, 13)]
    """
    folded, needle = _folded(text, wanted, fold)
    found = _places(folded, needle)
    if not found:
        return []
    typed, splits = split(needle), split(text)
    starts, ends = {start for _, start, _ in splits}, {end for _, _, end in splits}
    # the full stop of "U.S." is the word's, that of "Inc." a sign of its own
    first = typed[:1] and typed[0][1] == 0
    last = typed[-1:] and typed[-1][2] == len(needle)
    return [(a, b) for a, b in found if (a in starts or not first) and (b in ends or not last)]


def find_characters(text: str, wanted: str, fold: Fold, split: Split) -> list[Span]:
    """Where a string stands, also inside a longer word, but Latin letters must stand alone.

    >>> from aiplans_cli.language import chinese
    >>> find_characters("全球治理體系的治理", "治理", chinese.fold, lambda _: [])  # "governance"
    [(2, 4), (7, 9)]
    """
    folded, needle = _folded(text, wanted, fold)
    return [span for span in _places(folded, needle) if not _inside_latin(folded, *span)]


def _folded(text: str, wanted: str, fold: Fold) -> tuple[str, str]:
    from aiplans_cli.characters import tidied

    folded, needle = fold(text), " ".join(fold(tidied(wanted)).split())
    if not needle.replace(" ", "").isalnum():  # signs are not folded
        folded, needle = narrow(folded), narrow(needle)
    return folded, needle


def _places(folded: str, needle: str) -> list[Span]:
    if not needle:
        return []
    pattern = r"\s+".join(re.escape(piece) for piece in needle.split())
    return [(m.start(), m.end()) for m in re.finditer(pattern, folded)]


def _inside_latin(text: str, start: int, end: int) -> bool:
    """Whether a match that begins or ends in a Latin letter goes on beyond the match."""

    def joined(first: int) -> bool:
        pair = text[max(first, 0) : first + 2]
        return first >= 0 and len(pair) == 2 and pair.isascii() and pair.isalnum()

    return joined(start - 1) or joined(end - 1)
