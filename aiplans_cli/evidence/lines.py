"""Concordance lines in the order and the form in which people read them."""

from __future__ import annotations

from collections.abc import Sequence

from aiplans_cli.evidence.concordance import ConcordanceLine
from aiplans_cli.output.cells import AFTER, BEFORE, MATCH
from aiplans_cli.output.report import Column, Table

LINE_COLUMNS = (
    Column("left", unit=BEFORE),
    Column("match", unit=MATCH),
    Column("right", unit=AFTER),
    Column("page"),
    Column("section", unit=AFTER),
    Column("part", unit=AFTER),
    Column("document"),
)
"""Columns of a table of lines; a screen lines them up round the match."""


def line_cells(line: ConcordanceLine) -> tuple[str, ...]:
    """A line as a row of ``LINE_COLUMNS``."""
    place = (line.page, line.section, line.part, line.document)
    return (line.left, line.match, line.right, *place)


def lines_table(lines: Sequence[ConcordanceLine]) -> Table:
    """The lines as a table, one row each."""
    return Table("lines", LINE_COLUMNS, tuple(map(line_cells, lines)), "Lines")
