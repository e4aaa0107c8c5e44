"""TSV and CSV: one header line and the rows of a report's first table, numbers in full."""

from __future__ import annotations

import csv

from aiplans_cli.output.cells import Style, raw
from aiplans_cli.output.report import Report

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _grid(report: Report) -> list[list[str]]:
    if not report.tables:
        return []
    table = report.tables[0]
    header = [column.name for column in table.columns]
    rows = [
        [raw(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    return [header, *rows]


def tsv(report: Report, _style: Style) -> str:
    r"""The first table, one row a line, cells apart by a tab.

    Inside a cell a tab is written ``\t``, a line feed ``\n``, a carriage return ``\r`` and a
    backslash ``\\``, so that a line is always a row and every text can be had back.
    """
    return "".join("\t".join(_escaped(row)) + "\n" for row in _grid(report))


def _escaped(cells: list[str]) -> list[str]:
    text = "".join(cells)  # few rows need any of it: to look once is quicker than cell by cell
    needed = "\\" in text or not text.isprintable()
    return [cell.translate(_ESCAPES) for cell in cells] if needed else cells


class _Lines(list[str]):
    """A place for the csv module to write to, a line at a time."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n") + "\n")


_RUN = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

_MARK = "\ufeff"
"""A byte-order mark, without which Excel takes UTF-8 for something else."""


def csv_text(report: Report, style: Style) -> str:
    """The first table after RFC 4180, with line feeds between rows.

    For a spreadsheet it begins with a byte-order mark, and a text that would be run stands behind
    an apostrophe.
    """
    lines = _Lines()
    grid = _grid(report)
    if style.spreadsheet and grid:
        texts = [column.kind == "text" for column in report.tables[0].columns]
        grid = [
            [_guarded(cell, is_text) for cell, is_text in zip(row, texts, strict=True)]
            for row in grid
        ]
    # csv quotes a carriage return inside a cell only if the line ending has one
    csv.writer(lines, lineterminator="\r\n").writerows(grid)
    return (_MARK if style.spreadsheet else "") + "".join(lines)


def _guarded(cell: str, is_text: bool) -> str:
    """The text of a cell, which a spreadsheet shows and does not run.

    >>> _guarded("=1+1", True), _guarded("-0.5", False), _guarded("plan", True)
    ("'=1+1", '-0.5', 'plan')
    """
    return f"'{cell}" if is_text and cell.startswith(_RUN) else cell
