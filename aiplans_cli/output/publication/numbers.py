"""What a chart of a page shows, as a table for who cannot see it and who wants the numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.output.cells import PERCENT
from aiplans_cli.output.page import table_markup
from aiplans_cli.output.pictures.themes import heaviest, shares_of
from aiplans_cli.output.report import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.output.report import Report


def numbers(key: str, heading: str, answer: Report, top: int) -> str:
    """The numbers of a figure, to be opened; "" where the page has them in another place.

    ``top`` themes are shown, as in the chart.
    """
    table = _SHOWN[key](answer, top) if key in _SHOWN else None
    if table is None or not table.rows:
        return ""
    shown = table_markup(replace(table, title=f"{heading}: the numbers"))
    return f"<details><summary>The numbers</summary>{shown}</details>"


def _by_theme(answer: Report, top: int) -> Table:
    """A row for each theme, a column for each document."""
    shares = shares_of(answer, "document")
    names = list(dict.fromkeys(name for by in shares.values() for name in by))
    columns = (Column("theme"), *(Column(name, "number", PERCENT) for name in names))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (theme, *(shares[theme].get(name, 0.0) for name in names))
        for theme in heaviest(shares, top)
    )
    return Table("numbers", columns, rows)


def _by_place(answer: Report, top: int) -> Table:
    """A row for each part or document, a column for each theme."""
    table = answer.table()
    known = [column.name for column in table.columns]
    labels = [name for name in ("document", "part") if name in known]
    places = dict.fromkeys(tuple(str(row[name]) for name in labels) for row in table.records())
    shares = shares_of(answer, *labels)
    themes = heaviest(shares, top)
    columns = (*map(Column, labels), *(Column(theme, "number", PERCENT) for theme in themes))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (*place, *(shares[theme].get("\t".join(place), 0.0) for theme in themes))
        for place in places
    )
    return Table("numbers", columns, rows)


def _by_word(answer: Report, _: int) -> Table:
    """A row for each strip: how often the word stands there, and in how many sections."""
    found: dict[tuple[Cell, Cell], list[int]] = {}
    for row in answer.table().records():
        sums = found.setdefault((row["word"], row["document"]), [0, 0, 0, 0])
        count, tokens = (int(row[name] or 0) for name in ("count", "tokens"))
        for at, number in enumerate((count, tokens, count > 0, 1)):
            sums[at] += number
    sizes = (Column(name, "integer") for name in ("count", "tokens", "sections", "of_sections"))
    rows = tuple((*where, *sums) for where, sums in found.items())
    return Table("numbers", (Column("word"), Column("document"), *sizes), rows)


def _by_row(*names: str) -> Callable[[Report, int], Table]:
    """The rows of the answer, in some of its columns."""

    def shown(answer: Report, _: int) -> Table:
        table = answer.table()
        at = [i for i, column in enumerate(table.columns) if column.name in names]
        rows = tuple(tuple(row[i] for i in at) for row in table.rows)
        return Table("numbers", tuple(table.columns[i] for i in at), rows)

    return shown


_SHOWN: dict[str, Callable[[Report, int], Table]] = {
    "themes": _by_theme,
    "parts": _by_place,
    "documents": _by_place,
    "strips": _by_word,
    "distances": _by_row("a", "b", "jensen_shannon_distance", "cosine"),
    "trend": _by_row("word", "language", "year", "count", "rate"),
}
"""Key of a figure → its numbers; those of other figures stand in the rows of the page."""
