"""The lines of a page in the order in which people read them, whatever order they are drawn in."""

from __future__ import annotations

from collections.abc import Sequence

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
    ordered: list[Line] = []
    for line in lines:
        if line.slant:
            continue
        place = len(ordered)
        if ordered and line.foot > ordered[-1].foot + 0.5 * line.size:
            below = (i for i, earlier in enumerate(ordered) if _above(line, earlier))
            place = next(below, place)
        ordered.insert(place, line)
    return _by_columns(ordered) + [line for line in lines if line.slant]


def _above(line: Line, other: Line) -> bool:
    """Whether a line stands over another, over a good part of the narrower one's width."""
    if line.foot - other.foot < 0.5 * min(line.size, other.size):
        return False
    common = min(line.right, other.right) - max(line.left, other.left)
    return common > 0.2 * min(line.right - line.left, other.right - other.left)


def _by_columns(lines: list[Line]) -> list[Line]:
    """Columns that the file draws row by row, each column whole."""
    rows: list[list[Line]] = []
    for line in lines:
        last = rows[-1][-1] if rows else None
        beside = last and abs(last.foot - line.foot) < 0.3 * line.size and line.left > last.right
        if beside:
            rows[-1].append(line)
        else:
            rows.append([line])
    ordered: list[Line] = []
    index = 0
    while index < len(rows):
        end = index
        while end < len(rows) and len(rows[end]) > 1 and _aligned(rows[index], rows[end]):
            end += 1
        band = rows[index:end]
        if len(band) >= _ROWS and all(_prose(column) for column in zip(*band, strict=True)):
            while end < len(rows) and len(rows[end]) == 1 and _under(band, rows[end][0]):
                band.append(rows[end])  # one column is longer than the other
                end += 1
            lefts = [line.left for line in band[0]]
            for left in lefts:
                ordered += (x for row in band for x in row if abs(x.left - left) < x.size)
        else:
            end = max(end, index + 1)
            ordered += (line for row in rows[index:end] for line in row)
        index = end
    return ordered


def _aligned(row: Sequence[Line], other: Sequence[Line]) -> bool:
    return len(row) == len(other) and all(
        abs(a.left - b.left) < a.size and abs(a.size - b.size) < 0.1 * a.size
        for a, b in zip(row, other, strict=True)
    )


def _under(band: Sequence[Sequence[Line]], line: Line) -> bool:
    near = band[-1][0].foot - line.foot < 2 * line.size
    return near and any(abs(line.left - column.left) < line.size for column in band[0])


def _prose(column: Sequence[Line]) -> bool:
    """Whether a column is running text, not cells: most of its lines are full, and have words."""
    width = max(line.right for line in column) - min(line.left for line in column)
    full = sum(line.right - line.left >= _FULL * width for line in column)
    characters = sum(len(line.text) for line in column) / len(column)
    return full >= 0.6 * len(column) and characters >= 12
