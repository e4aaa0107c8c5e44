"""A text that a page has twice, as for a screen and for a telephone."""

from __future__ import annotations

from collections.abc import Sequence

from aiplans_cli.reading.shape import Block

_LEAST = 3
"""Different blocks in a row that make a copy; a line or two may well be said twice."""

_SHORTEST = 200
"""Characters that a copy has."""

_SHARE = 0.1
"""Share of the text that a copy is: an RFC (en-read-ietf-1) has one example twice."""


_LOOKS = 20
"""Comparisons for each block, after which no more copies are looked for: a page of one line said
ten thousand times would take the square of that; no real one here takes two."""


def copies_in(blocks: Sequence[Block]) -> list[bool]:
    """Which blocks are a copy of what the page has said before, paragraph by paragraph.

    >>> page = [Block("body", f"{n} " + "A paragraph of the law. " * 5) for n in range(3)]
    >>> copies_in(page + page)
    [False, False, False, True, True, True]
    """
    text = [n for n, block in enumerate(blocks) if block.kind in ("body", "heading")]
    lines = [blocks[n].text for n in text]
    least = max(_SHORTEST, _SHARE * sum(map(len, lines)))
    first: dict[str, int] = {}
    copies = [False] * len(blocks)
    at, left = 0, _LOOKS * len(lines)
    while at < len(lines) and left > 0:
        before = first.get(lines[at])
        length = 0
        if before is not None:
            while (
                at + length < len(lines)
                and before + length < at
                and lines[at + length] == lines[before + length]
            ):
                length += 1
        left -= length
        copied = lines[at : at + length]
        if len(set(copied)) >= _LEAST and sum(map(len, copied)) >= least:
            for n in text[at : at + length]:
                copies[n] = True
            at += length
        else:
            first.setdefault(lines[at], at)
            at += 1
    return copies
