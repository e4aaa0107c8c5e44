"""XLSX: a workbook with a sheet for each table, what was found before them, what made it after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from aiplans_cli import __version__
from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.cells import (
    BEFORE,
    EMPTY,
    LANGUAGE_NAMES,
    PERCENT,
    Style,
    is_probability,
    plain,
    raw,
    shown,
    unit_of,
)
from aiplans_cli.output.jsontext import SCHEMA
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.output.width import ELLIPSIS, display_width

MOST_ROWS = 1_048_575
"""Rows of a sheet, less its header."""

MOST_COLUMNS = 16_384
MOST_IN_CELL = 32_767
"""UTF-16 units of the text of a cell, of which a character outside the basic plane takes two."""

WIDEST = 60
"""Columns of the screen that a column takes at most; longer text is folded."""

SUMMARY: Final = "Summary"
NOTES: Final = "Notes"

_NARROWEST = 8
_PROSE = 100
_ARROW = 3
"""What the arrow of the filter takes of a heading's width."""

_LONGEST_NAME = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = "history"
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPED_AS_FORMULA = ("=", "+", "-", "@")
_LARGEST_WHOLE = 2**53
"""Up to which a number of a spreadsheet, which is a float, tells each integer from the next."""

_LARGEST_IN_FULL = 1e15
_AS_TYPED = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE = datetime(2000, 1, 1)
"""The date in every workbook, so that equal reports are equal bytes."""


def xlsx(report: Report, _style: Style) -> bytes:
    """The whole report as a workbook. Raises ``AnalysisError`` for a table that no sheet holds."""
    from xlsxwriter import Workbook

    _check_sizes(report.tables)
    stream = BytesIO()
    workbook = Workbook(stream, _AS_TYPED)
    workbook.use_zip64()  # for parts beyond 2 GB; others are the same bytes without
    command = report.command.replace(" ", "-")
    # the category keeps an answer from being read as a table of texts
    workbook.set_properties({"created": _MADE, "category": f"aiplans/{command}/{SCHEMA}"})
    pen = _Pen(workbook)
    names = sheet_names([table.name for table in report.tables])
    _write_summary(pen, pen.sheet(SUMMARY), report, names)
    for name, table in zip(names, report.tables, strict=True):
        _write_table(pen, pen.sheet(name), table)
    _write_notes(pen, pen.sheet(NOTES), report)
    workbook.close()
    return stream.getvalue()


def _check_sizes(tables: Iterable[Table]) -> None:
    for table in tables:
        for found, most, what in (
            (len(table.rows), MOST_ROWS, "rows"),
            (len(table.columns), MOST_COLUMNS, "columns"),
        ):
            if found > most:
                fact = f"its table {table.name} has {found:,} {what}, and a sheet holds {most:,}"
                remedy = "write it as TSV (-o FILE.tsv), which holds any number, or ask for fewer"
                raise AnalysisError("xlsx", fact, remedy)


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names that a spreadsheet allows, each once, and none that of a sheet of our own.

    >>> sheet_names(["concepts", "Concepts", "a/b", "", "notes"])
    ['concepts', 'Concepts 2', 'a_b', 'table', 'notes 2']
    """
    taken = {SUMMARY.lower(), NOTES.lower(), _RESERVED}
    found = []
    for name in names:
        bare = _NOT_IN_NAME.sub("_", _NOT_IN_XML.sub("_", name)).strip("' ") or "table"
        chosen = _utf16(bare, _LONGEST_NAME).rstrip("' ")
        number = 1
        while chosen.lower() in taken:
            number += 1
            end = f" {number}"
            chosen = _utf16(bare, _LONGEST_NAME - len(end)) + end
        taken.add(chosen.lower())
        found.append(chosen)
    return found


def _utf16(text: str, most: int) -> str:
    """The beginning of a text that takes no more UTF-16 units, in whole characters."""
    if len(text) <= most // 2:
        return text
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


class _InFull(float):
    """A float that is written with all its digits, where the library would write 16."""

    def __format__(self, _spec: str) -> str:
        return float.__repr__(self)


class _Pen:
    """Writes cells, with a format of each kind once; counts the texts that it had to cut."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self.cut = 0

    def sheet(self, name: str) -> Any:
        """A new sheet behind the others."""
        return self.workbook.add_worksheet(name)

    def text(self, sheet: Any, row: int, column: int, text: str, **look: object) -> None:
        """Write a text as it is, never as a formula, a link or a number."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        legal = _NOT_IN_XML.sub("\ufffd", lines)
        whole = _utf16(legal, MOST_IN_CELL)
        if whole != legal:
            self.cut += 1
            whole = _utf16(legal, MOST_IN_CELL - len(ELLIPSIS)) + ELLIPSIS
        if whole.startswith(_TYPED_AS_FORMULA):
            look["quote_prefix"] = True  # or it would be run once somebody edits the cell
        sheet.write_string(row, column, whole, self._format(look))

    def cell(self, sheet: Any, row: int, at: int, cell: Cell, column: Column) -> None:
        """Write a cell of a table by its type; the empty one, and empty text, stay blank."""
        value = plain(cell, column)
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value, self._format({}))
        elif isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
            self.text(sheet, row, at, str(value), align="right")
        elif isinstance(value, int | float):
            number = _InFull(value) if isinstance(value, float) else value
            look: dict[str, object] = {"num_format": number_format(value, column)}
            sheet.write_number(row, at, number, self._format(look))
        elif value:
            side = {"align": "right"} if column.unit == BEFORE else {}
            self.text(sheet, row, at, value, text_wrap=True, **side)

    def _format(self, look: dict[str, object]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({"valign": "top", **look})
        return self.formats[key]


def number_format(value: float, column: Column) -> str:
    """How a spreadsheet shows a number, rounded as people see it elsewhere; it holds all of it.

    >>> number_format(10182, Column("tokens", "integer")), number_format(2025, Column("year"))
    ('#,##0', '0')
    >>> number_format(1.5, Column("rate", "number", digits=1)), number_format(0.5, Column("x"))
    ('#,##0.0', 'General')
    """
    if isinstance(value, int):
        return "0" if column.kind == "text" else "#,##0"
    if column.kind == "text":
        return "General"
    if column.unit == PERCENT:
        return "0.00%"
    zeros = "." + "0" * column.digits if column.digits else ""
    if is_probability(column):
        return f'[<0.001]"<0.001";0.{"0" * max(column.digits, 3)}'
    return f"0{zeros}E+00" if abs(value) >= _LARGEST_IN_FULL else f"#,##0{zeros}"


def _write_table(pen: _Pen, sheet: Any, table: Table) -> None:
    """A header that stays in view, with units and filters, and the rows in columns that fit."""
    if not table.columns:
        return
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(table.columns):
        unit = unit_of(column)
        heading = f"{column.name} ({unit})" if unit else column.name
        align = "left" if column.kind == "text" else "right"
        pen.text(sheet, 0, at, heading, bold=True, text_wrap=True, align=align)
        cells = [row[at] for row in table.rows]
        sheet.set_column(at, at, _width(column, heading, cells))
        for row, cell in enumerate(cells, 1):
            pen.cell(sheet, row, at, cell, column)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _width(column: Column, heading: str, cells: Iterable[Cell]) -> int:
    """Columns of the screen that the longest line of a column takes, and a little air."""
    widest = max([*map(display_width, heading.split(" ")), _NARROWEST - _ARROW]) + _ARROW
    for cell in cells:
        if widest >= WIDEST:
            return WIDEST
        for line in shown(cell, column).splitlines():
            widest = max(widest, display_width(line[:WIDEST]) + 2)
    return min(widest, WIDEST)


def _write_summary(pen: _Pen, sheet: Any, report: Report, names: Sequence[str]) -> None:
    """What was found, in sentences, what stands on which sheet, and what was asked."""
    sheet.set_column(0, 0, _PROSE)
    settings = ", ".join(
        f"{name} = {raw(value, Column(name)) or EMPTY}" for name, value in report.parameters.items()
    )
    sheets = [
        f"{name} ({len(table.rows):,} rows): {table.title or table.name}"
        for name, table in zip(names, report.tables, strict=True)
    ]
    pen.text(sheet, 0, 0, f"aiplans {report.command}", bold=True)
    row = 1
    for block in filter(None, (report.summary, sheets, [settings] if settings else [])):
        for line in block:
            pen.text(sheet, row, 0, line, text_wrap=True)
            row += 1
        row += 1


def _write_notes(pen: _Pen, sheet: Any, report: Report) -> None:
    """What to know before quoting a number, and what made it, each under a heading."""
    notes = list(report.notes)
    if pen.cut:
        notes.append(
            f"Texts that were cut, since a cell of a spreadsheet holds {MOST_IN_CELL:,} "
            f"characters: {pen.cut:,}. They end with {ELLIPSIS}; JSON and TSV hold them whole."
        )
    inputs = [
        (
            item.id,
            item.sha256,
            LANGUAGE_NAMES.get(item.language, item.language),
            item.tokens or None,
            item.kind,
        )
        for item in report.inputs
    ]
    blocks: list[tuple[tuple[str, ...], Sequence[Sequence[Cell]]]] = [
        (("Notes",), [("", note) for note in notes]),
        (("Inputs", "sha256", "language", "words", "kind"), inputs),
        (("Parameters",), list(report.parameters.items())),
        (("Version",), [("aiplans", __version__)]),
    ]
    for at, width in enumerate((30, _PROSE, 12, 12, 12)):
        sheet.set_column(at, at, width)
    row = 0
    for heading, lines in blocks:
        if not lines:
            continue
        for at, text in enumerate(heading):
            pen.text(sheet, row, at, text, bold=True, align="right" if text == "words" else "left")
        column = Column(heading[0], "integer" if len(heading) > 1 else "text")
        for line in lines:
            row += 1
            for at, cell in enumerate(line):
                pen.cell(sheet, row, at, cell, column)
        row += 2
