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
    return "".join(
        "\t".join(cell.translate(_ESCAPES) for cell in row) + "\n" for row in _grid(report)
    )


class _Lines(list[str]):
    """A place for the csv module to write to, a line at a time."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n") + "\n")


def csv_text(report: Report, _style: Style) -> str:
    """The first table after RFC 4180, with line feeds between rows."""
    lines = _Lines()
    # csv quotes a carriage return inside a cell only if the line ending has one
    csv.writer(lines, lineterminator="\r\n").writerows(_grid(report))
    return "".join(lines)
