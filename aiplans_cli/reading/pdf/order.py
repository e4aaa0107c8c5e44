"""The lines of a page in the order in which people read them, whatever order they are drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from aiplans_cli.reading.pdf.columns import MANY
from aiplans_cli.reading.pdf.lines import Line

_ROWS = 5
"""Rows of lines side by side that make columns; fewer may be a table's head or an address."""

_FULL = 0.75
"""Share of a column's width that lines of running text fill, all but the last of a paragraph."""


def reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page as they are read: what stands above comes before what stands below it.

    The order of the file is kept wherever that rule leaves a choice: it knows columns, cells and
    boxes better than any rule. Slanted lines come last.
    """
    if len(lines) > MANY:
        return list(lines)
    level = [line for line in lines if not line.slant]
    first = _drawn_first(level)
    slanted = [line for line in lines if line.slant]
    return [*_by_columns(_lifted(level[first:])), *_lifted(level[:first]), *slanted]


def _lifted(lines: Sequence[Line]) -> list[Line]:
    """Lines with those that are drawn after what stands below them in their places."""
    ordered: list[Line] = []
    for line in lines:
        place = len(ordered)
        if ordered and line.foot > ordered[-1].foot + 0.5 * line.size:
            below = (i for i, earlier in enumerate(ordered) if _above(line, earlier))
            place = next(below, place)
        ordered.insert(place, line)
    return ordered


def _drawn_first(lines: Sequence[Line]) -> int:
    """How many lines of the foot of the page the file draws before all that stand above them."""
    lowest = list(accumulate((line.foot for line in reversed(lines)), min))[::-1]
    highest = list(accumulate((line.foot for line in lines), max))
    below = (n for n in range(1, 1 + len(lines) // 3) if highest[n - 1] < lowest[n] - 1)
    return max(below, default=0)


def _above(line: Line, other: Line) -> bool:
    """Whether a line stands over another, over a good part of the narrower one's width."""
    if line.foot - other.foot < 0.5 * min(line.size, other.size):
        return False
    common = min(line.right, other.right) - max(line.left, other.left)
    return common > 0.2 * min(line.right - line.left, other.right - other.left)


def _by_columns(lines: list[Line]) -> list[Line]:
    """Columns of running text that the file draws row by row, each column whole."""
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    band: list[Line] = []
    for line in lines:
        if line.left < gutter < line.right:
            ordered += _unwoven(band, gutter)
            ordered.append(line)
            band = []
        else:
            band.append(line)
    return ordered + _unwoven(band, gutter)


def _gutter(lines: list[Line]) -> float | None:
    """Where the two halves of most lines of a page part, points from its left edge."""
    best, found = _ROWS - 1, None
    for x in sorted({line.left - 1 for line in lines}):
        left = sum(line.right < x for line in lines)
        right = sum(line.left > x for line in lines)
        if min(left, right) > best and 3 * (len(lines) - left - right) < len(lines):
            best, found = min(left, right), x
    return found


def _unwoven(band: list[Line], gutter: float) -> list[Line]:
    """A band of lines on both sides of a gutter: the left ones first where the sides alternate."""
    left = [line for line in band if line.right <= gutter]
    right = [line for line in band if line.right > gutter]
    sides = [line.right > gutter for line in band]
    turns = sum(a != b for a, b in pairwise(sides))
    woven = turns >= 2 * _ROWS - 2 and 3 * turns > len(band)
    inner = _by_columns(right) if woven and _prose(left) else right
    if not woven or not _prose(left) or (inner == right and not _prose(right)):
        return band
    return left + inner


def _prose(column: Sequence[Line]) -> bool:
    """Whether a column is running text, not cells: most of its lines are full, and have words."""
    width = max(line.right for line in column) - min(line.left for line in column)
    full = sum(line.right - line.left >= _FULL * width for line in column)
    characters = sum(len(line.text) for line in column) / len(column)
    return full >= 0.5 * len(column) and characters >= 12
