"""Concordance lines in the order and the form in which people read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from aiplans_cli.evidence.concordance import ConcordanceLine
from aiplans_cli.language import fold
from aiplans_cli.output.cells import AFTER, BEFORE, MATCH
from aiplans_cli.output.report import Column, Table

_KEY = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|\w+")

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


SORTS: dict[str, Callable[[ConcordanceLine], list[str]]] = {
    "position": lambda line: [],
    "left": lambda line: _KEY.findall(fold(line.left, line.language))[::-1],
    "right": lambda line: _KEY.findall(fold(line.right, line.language)),
}
"""Orders of a concordance: as they stand, or by the words next to the match on either side."""


def sort_lines(lines: Sequence[ConcordanceLine], order: str) -> list[ConcordanceLine]:
    """The lines by a key of ``SORTS``; equal ones stay in the order in which they stand.

    >>> from aiplans_cli.evidence.concordance import kwic, query
    >>> from aiplans_cli.model import Document, Section
    >>> document = Document("d", "d", "en", (Section("", 0, "body", "", "big AI; bad AI; a AI"),))
    >>> [line.left for line in sort_lines(kwic([document], query("ai", None), context=1), "left")]
    ['a', 'bad', 'big']
    """
    return sorted(lines, key=SORTS[order])


def line_cells(line: ConcordanceLine) -> tuple[str, ...]:
    """A line as a row of ``LINE_COLUMNS``."""
    place = (line.page, line.section, line.part, line.document)
    return (line.left, line.match, line.right, *place)


def lines_table(lines: Sequence[ConcordanceLine]) -> Table:
    """The lines as a table, one row each."""
    return Table("lines", LINE_COLUMNS, tuple(map(line_cells, lines)), "Lines")
