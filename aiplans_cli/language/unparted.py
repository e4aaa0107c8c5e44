"""What no segmenter of Chinese may part: addresses, and such words as R&D."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiplans_cli.language.addresses import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

_ABBREVIATION = re.compile(
    r"[A-Za-z](?<![A-Za-z0-9].)(?<![A-Za-z]&.)(?:[A-Za-z]?(?:&[A-Za-z]{1,2})+|[Hh]\.[Dd]\.?)(?![A-Za-z0-9&])"
)
"""R&D, AT&T and Ph.D., which jieba parts at their signs."""


def parted(
    text: str, routes: Callable[[str], Iterable[list[str]]], words: frozenset[str] = frozenset()
) -> Iterator[list[str]]:
    """The words of ``routes``, but addresses and such words as R&D, which are one each.

    What stands in one of the user's ``words`` is left to ``routes``.

    >>> list(parted("见gov.cn。", lambda piece: [list(piece)]))  # "see"
    [['见'], ['gov.cn'], ['。']]
    """
    done = 0
    for first, last in _whole(text, [word for word in words if any(_whole(word, ()))]):
        if first > done:
            yield from routes(text[done:first])
        yield [text[first:last]]
        done = last
    if done < len(text):
        yield from routes(text[done:])


def _whole(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Where what no segmenter may part begins and ends, save inside some words."""
    found = list(addresses(text))
    if "&" in text or ".D" in text or ".d" in text:
        found += (match.span() for match in _ABBREVIATION.finditer(text))
    if words:
        pattern = re.compile("|".join(map(re.escape, words)))
        theirs = [match.span() for match in pattern.finditer(text)]
        found = [(a, b) for a, b in found if not any(x <= a and b <= y for x, y in theirs)]
    kept: list[tuple[int, int]] = []
    for first, last in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or first >= kept[-1][1]:
            kept.append((first, last))
    return kept
