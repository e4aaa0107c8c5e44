"""One cell as a machine reads it and as a person reads it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.output.report import Cell, Column, Input, Report

EMPTY: Final = "–"
"""What people see in an empty cell."""

BAR: Final = "bar"
"""In place of a unit: where people look, a bar is drawn beside each number."""

BEFORE: Final = "before"
"""In place of a unit: text that ends at a match; it is aligned right and cut at its beginning."""

AFTER: Final = "after"
"""In place of a unit: text that follows a match; it is cut at its end instead of folded."""

MATCH: Final = "match"
"""In place of a unit: what was looked for, between the two; it stands out in colour."""

CHANGES: Final = "changes"
"""In place of a unit: what was changed, as ``[-old-]{+new+}``; pages strike out and underline."""

LINE: Final = "line"
"""In place of a unit: under the table people see the numbers as a line too, row by row."""

PERCENT: Final = "percent"
"""In place of a unit: a share, 0 to 1, that people read in per cent."""

TIMES: Final = "times over"
"""In place of a unit: a ratio that people read as so many times, rounded down: at least so many."""

LANGUAGE_NAMES: Final[Mapping[str, str]] = {"en": "English", "zh": "Chinese"}
_PROBABILITY = re.compile(r"[pq](_.*)?")
_WHOLE_NUMBER = re.compile(r"-?\d{1,18}")  # Python reads no integer of thousands of digits
_SMALLEST_PROBABILITY: Final = 0.001
_LARGEST_IN_FULL: Final = 1e15


@dataclass(frozen=True, slots=True)
class Style:
    """What the place that shows a report can do. Machine formats pay no attention to it."""

    width: int = 0
    """Columns of the screen; 0 for no limit, so that nothing is folded or left out."""
    color: bool = False
    """Whether colours may be used."""
    keep: tuple[str, ...] = ()
    """Names of the columns to keep longest on a narrow screen, the first of them longest."""
    wide: bool = False
    """Whether every column is shown, and not what people need first."""
    notes: bool = False
    """Whether all notes are shown, and not the first few."""
    quiet: bool = False
    """Whether notes are left out."""
    spreadsheet: bool = False
    """Whether a spreadsheet may open it: CSV then begins with a mark, and runs nothing."""
    ascii: bool = False
    """Whether lines and bars are drawn in ASCII."""


def plain(cell: Cell, column: Column) -> Cell:
    """The value a machine format writes.

    A number that is not finite becomes the empty cell, because JSON has no word for it; an integer
    column's whole floats become integers.
    """
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return None
        if column.kind == "integer" and cell.is_integer():
            return int(cell)
    return cell


def raw(cell: Cell, column: Column) -> str:
    """The text of a value in TSV and CSV: numbers in full, "" for the empty cell.

    >>> from aiplans_cli.output.report import Column
    >>> raw(0.1, Column("p", "number")), raw(True, Column("same")), raw(None, Column("term"))
    ('0.1', 'true', '')
    """
    value = plain(cell, column) if isinstance(cell, float) else cell
    if isinstance(value, float):
        return float.__repr__(value)
    if value is None:
        return ""
    return str(value) if not isinstance(value, bool) else "true" if value else "false"


def whole_numbers(texts: Sequence[str]) -> list[int] | None:
    """The numbers that texts are, such as years; ``None`` where any is no whole number.

    >>> whole_numbers(["1999", "２００８", "-221"]), whole_numbers(["2024", "2024年"])  # 年: year
    ([1999, 2008, -221], None)
    """
    if not all(map(_WHOLE_NUMBER.fullmatch, texts)):
        return None
    return [int(text) for text in texts]


def is_probability(column: Column) -> bool:
    """Whether the column holds p values: it is named ``p`` or ``q``, or its name begins so."""
    return column.kind == "number" and _PROBABILITY.fullmatch(column.name) is not None


def shown(cell: Cell, column: Column) -> str:
    """The text of a value for people: rounded, with separators, "–" for the empty cell.

    >>> from aiplans_cli.output.report import Column
    >>> shown(10182, Column("tokens", "integer")), shown(-3.14159, Column("log_ratio", "number"))
    ('10,182', '-3.14')
    >>> shown(0.00004, Column("p", "number")), shown(0.0312, Column("q", "number"))
    ('<0.001', '0.031')
    """
    value = plain(cell, column)
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) or column.kind == "text":
        return str(value)
    if column.unit == TIMES:
        return times(float(value))
    if column.unit == PERCENT:
        return percent(float(value))
    if isinstance(value, int):  # also beside numbers of another kind, as a measure in a list
        return f"{value:,}"
    return _rounded(value, column)


def times(ratio: float) -> str:
    """A ratio above 1 in two digits, rounded down.

    >>> times(3.799), times(1.079), times(26.9), times(1234.0)
    ('×3.7', '×1.07', '×26', '×1,200')
    """
    if ratio < 1.01:
        return "> ×1"
    if ratio < 2:
        return f"×{math.floor(ratio * 100 + 1e-9) / 100:.2f}"
    if ratio < 10:
        return f"×{math.floor(ratio * 10 + 1e-9) / 10:.1f}"
    step = 10 ** max(0, math.floor(math.log10(ratio)) - 1)
    return f"×{math.floor(ratio / step + 1e-9) * step:,.0f}"


def percent(share: float) -> str:
    """A share in per cent, in two digits.

    >>> percent(0.029), percent(0.00106), percent(0.4567), percent(0.0), percent(0.00001)
    ('2.9 %', '0.11 %', '46 %', '0 %', '0.00 %')
    """
    part = 100 * share
    if not part:
        return "0 %"
    return (
        f"{part:.0f} %" if part >= 9.95 else f"{part:.1f} %" if part >= 0.995 else f"{part:.2f} %"
    )


def _rounded(value: float, column: Column) -> str:
    digits = column.digits
    if is_probability(column):
        if 0 <= value < _SMALLEST_PROBABILITY:
            return f"<{_SMALLEST_PROBABILITY}"
        digits = max(digits, 3)
    if abs(value) >= _LARGEST_IN_FULL:
        return f"{float(value):.{digits}e}"
    text = f"{value:,.{digits}f}"
    # a minus before nothing but zeros would tell of a sign that rounding took away
    return text.lstrip("-") if not text.strip("-0.,") else text


def unit_of(column: Column) -> str:
    """The unit to print, "" where there is none or the field says how to draw the column."""
    drawn = {BAR, BEFORE, AFTER, MATCH, LINE, CHANGES, PERCENT, TIMES}
    return "" if column.unit in drawn else column.unit


def row_label(columns: Sequence[Column]) -> int | None:
    """Index of the column that names the row: the first text that is no context of a match."""
    for index, column in enumerate(columns):
        if column.kind == "text" and column.unit not in {BEFORE, AFTER}:
            return index
    return None


def is_signed(column: Column, cells: tuple[Cell, ...]) -> bool:
    """Whether the column's numbers point to A (above zero) or to B (below zero)."""
    return (
        column.sided
        and column.kind == "number"
        and any(isinstance(cell, float | int) and cell < 0 for cell in cells)
    )


@dataclass(frozen=True, slots=True)
class InputLine:
    """What is said about an input above the tables."""

    letter: str
    """"A" or "B" in a contrast, else ""."""
    text: str
    """The whole line, the letter included."""


def input_lines(report: Report) -> list[InputLine]:
    """One line about each input, lettered A and B where the columns speak of A and B."""
    contrast = len(report.inputs) == 2 and any(
        column.name.endswith("_a") for table in report.tables[:1] for column in table.columns
    )
    letters = ("A", "B") if contrast else ("",) * len(report.inputs)
    return [
        InputLine(letter, f"{letter} {_input(source)}".strip())
        for letter, source in zip(letters, report.inputs, strict=True)
    ]


def _input(source: Input) -> str:
    language = LANGUAGE_NAMES.get(source.language, source.language)
    counted = f"{source.tokens:,} tokens" if source.tokens else ""  # a reader counts nothing
    parts = (source.id, language, counted)
    return " · ".join(part for part in parts if part)
