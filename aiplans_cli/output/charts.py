"""What is drawn on a screen: bars in the cells of a table, charts under it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiplans_cli.output.cells import LINE, whole_numbers
from aiplans_cli.output.width import display_width, fit

if TYPE_CHECKING:
    from aiplans_cli.output.report import Cell, Table

_LEFT, _RIGHT = (0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08)
_WIDEST = 72
_EIGHTHS = " ▏▎▍▌▋▊▉"
"""Parts of a column, from none."""


def bar(value: float, maximum: float, width: int) -> str:
    """A bar for ``value`` on a scale from 0 to ``maximum``, at most ``width`` columns long.

    The sign is ignored, and a value that is not zero never vanishes: it takes an eighth of a column
    at least. Values that are not finite and scales without room have no bar.

    >>> bar(3, 4, 10), bar(0.001, 4, 10), bar(0, 4, 10)
    ('███████▌', '▏', '')
    """
    if not (math.isfinite(value) and math.isfinite(maximum)) or maximum <= 0 or width <= 0:
        return ""
    share = min(abs(value) / maximum, 1.0)
    eighths = round(share * width * 8)
    if value and not eighths:
        eighths = 1
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def line_chart(
    labels: Sequence[str], values: Sequence[float | None], width: int, height: int = 6
) -> list[str]:
    """Values from left to right as a line of Braille dots over 0, two to a column, four to a row.

    ``width`` is that of the screen, 0 for 80 columns. Labels that are whole numbers, such as
    years, are as far apart as the numbers; others are evenly spaced. A value that is missing, or
    not finite, leaves a gap. Below stand the first and the last label. Fewer than two values have
    no line.

    >>> print("\\n".join(line_chart(["2023", "2024", "2025"], [0, 2, 1], 14, 2)))
    2.00 ⠀⠀⣀⠔⠉⠒⠢⠤⣀
       0 ⡠⠊⠀⠀⠀⠀⠀⠀⠀
         2023 2025
    """
    known = [value for value in values if value is not None and math.isfinite(value)]
    top = max(known, default=0)
    if len(known) < 2 or top <= 0:
        return []
    marks = [f"{top:,.2f}", "0"]
    margin = max(map(len, marks))
    columns = min((width or 80) - margin - 1, _WIDEST)
    if columns < 4:
        return []
    points = list(zip(_shares(labels), values, strict=True))
    dots = [[0] * columns for _ in range(height)]
    for x, y in _dots(points, columns * 2, height * 4, top):
        row, level = divmod(y, 4)
        dots[height - 1 - row][x // 2] |= (_RIGHT if x % 2 else _LEFT)[level]
    lines = []
    for at, row_dots in enumerate(dots):
        mark = marks[0] if at == 0 else marks[1] if at == height - 1 else ""
        lines.append(f"{mark:>{margin}} " + "".join(chr(0x2800 + dot) for dot in row_dots))
    first, last = labels[0], labels[-1]
    room = columns - display_width(first) - display_width(last)
    below = first + " " * room + last if room > 0 else fit(f"{first} … {last}", columns)
    return [*lines, " " * (margin + 1) + below]


def _shares(labels: Sequence[str]) -> list[float]:
    """How far each of two or more labels is on the way from the first to the last."""
    numbers: Sequence[int] | None = whole_numbers(labels)
    if numbers is None or numbers[0] == numbers[-1] or list(numbers) != sorted(numbers):
        numbers = range(len(labels))  # no scale fits labels that turn back
    first, last = numbers[0], numbers[-1]
    return [(number - first) / (last - first) for number in numbers]


def _dots(
    points: Sequence[tuple[float, float | None]], across: int, up: int, top: float
) -> list[tuple[int, int]]:
    """The dots of the line: for each x between two neighbours the y between theirs."""
    found: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
    for share, value in points:
        if value is None or not math.isfinite(value):
            before = None
            continue
        here = (round(share * (across - 1)), round(max(value, 0) / top * (up - 1)))
        found.append(here)
        if before is not None:
            length = max(here[0] - before[0], abs(here[1] - before[1]), 1)
            for part in range(1, length):
                way = part / length
                x = before[0] + way * (here[0] - before[0])
                y = before[1] + way * (here[1] - before[1])
                found.append((round(x), round(y)))
        before = here
    return found


def charts_of(table: Table, width: int) -> list[str]:
    """The charts of a table: one for each column that has one, and each series of its rows.

    The last column of text labels the points; rows that agree in the others are a series.
    """
    texts = [at for at, column in enumerate(table.columns) if column.kind == "text"]
    lines: list[str] = []
    for at, column in enumerate(table.columns):
        if column.unit != LINE or not texts:
            continue
        series: dict[tuple[Cell, ...], list[tuple[Cell, ...]]] = {}
        for row in table.rows:
            series.setdefault(tuple(row[text] for text in texts[:-1]), []).append(row)
        for key, rows in series.items():
            values = [_number(row[at]) for row in rows]
            drawn = line_chart([str(row[texts[-1]]) for row in rows], values, width)
            if drawn:
                title = " · ".join(str(part) for part in dict.fromkeys(key) if part)
                lines += ["", f"{column.name}: {title}" if title else column.name, *drawn]
    return lines


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None
