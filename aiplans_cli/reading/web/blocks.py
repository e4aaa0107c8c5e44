"""What a single block of a web page looks like: its size, a paragraph, one of a run of links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aiplans_cli.reading.block_writer import Written
from aiplans_cli.reading.shape import HAN

_STOPS = re.compile(r"[.!?。！？；;:：][”’\"')）]*$")
_FULL_STOP = re.compile(r"[.。；;][”’\"')）]*$")
_COLON = re.compile(r"[:：]$")
_ANNEX = re.compile(
    r"(?:附\s*(?:件|录|錄|表|图|圖)|annex(?:es)?|appendi(?:x|ces)|attachments?|enclosures?)"
    r"\s*+(?:[\d一二三四五六七八九十A-Z]{1,3}\s*+)?[:：]",
    re.IGNORECASE,
)
"""How the list of what is annexed begins, which often is to be downloaded."""

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


def not_menus(
    written: Sequence[Written], links: Sequence[bool], groups: Sequence[int], pages: set[int]
) -> list[bool]:
    """Which linked blocks are text for all that, in a group with paragraphs.

    They are full sentences; what follows the line that announces annexes or the like; or items as
    long as a sentence between two paragraphs, unless the group is the page itself, one of
    ``pages``, where menus stand between paragraphs too.
    """
    prose = [
        not link and is_prose(one, extent(one.block.text))
        for one, link in zip(written, links, strict=True)
    ]
    first, last = dict[int, int](), dict[int, int]()
    for n, group in enumerate(groups):
        if prose[n]:
            first.setdefault(group, n)
            last[group] = n
    result, announced = list[bool](), -1
    for n, (one, group) in enumerate(zip(written, groups, strict=True)):
        text = one.block.text
        long = _is_as_long_as_a_sentence(text)
        if group not in first:
            announced = -1
        elif _ANNEX.match(text) or (not links[n] and long and _COLON.search(text)):
            announced = group
        elif not links[n] or group != announced:
            announced = -1
        between = group not in pages and first.get(group, n) < n < last.get(group, n)
        sentence = group in first and bool(_FULL_STOP.search(text))
        result.append(links[n] and (announced == group or (long and (between or sentence))))
    return result


def _is_as_long_as_a_sentence(text: str) -> bool:
    return len(HAN.findall(text)) >= 15 or len(text.split()) >= 8


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
