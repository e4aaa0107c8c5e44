"""What a single block of a web page looks like: its size, a paragraph, one of a run of links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aiplans_cli.reading.block_writer import Written
from aiplans_cli.reading.shape import HAN

_STOPS = re.compile(r"[.!?。！？；;:：][”’\"')）]*$")
_PLAIN = re.compile(r"[\W_]+")

_RUN = 3
"""Blocks of links in a row that are a menu; one alone may be an annex to download."""


def in_run(links: Sequence[bool], n: int) -> bool:
    """Whether a block is one of several in a row that are links."""
    first = n
    while first > 0 and links[first - 1] and n - first < _RUN:
        first -= 1
    last = n
    while last + 1 < len(links) and links[last + 1] and last - first < _RUN:
        last += 1
    return last - first + 1 >= _RUN


def solid(text: str) -> int:
    return len(text) - text.count(" ")


def extent(text: str) -> int:
    """How much there is to read: a Chinese character counts as three letters."""
    return len(text) + 2 * len(HAN.findall(text))


def is_prose(one: Written, size: int) -> bool:
    """Whether a block looks like a paragraph of running text."""
    return one.block.kind == "body" and (
        size >= 120 or (size >= 40 and bool(_STOPS.search(one.block.text)))
    )


def matches(written: Sequence[Written], lines: Sequence[str]) -> list[bool]:
    """Which blocks are in the lines that somebody else found."""
    found = set(map(letters, lines))
    whole = "\n".join(found)
    result = []
    for one in written:
        text = letters(one.block.text)
        hit = text in found
        if not hit and len(text) >= 12:
            ends = len(text) > 40 and text[:30] in whole and text[-30:] in whole
            hit = ends or text in whole
        result.append(bool(text) and hit)
    return result


def letters(text: str) -> str:
    """A text without what programs treat differently: spaces, marks, capitals."""
    return _PLAIN.sub("", text).casefold()
