"""What a person needs of a contrast first: the strongest rows of either side, in plain columns."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.sentences import direction, is_sure
from aiplans_cli.output.cells import PERCENT, TIMES
from aiplans_cli.output.report import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.analyses.comparison.columns import Field
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.statistics.rows import Row

USUAL = 20
"""Rows on a terminal unless asked otherwise; half of them for each side."""

MORE_IN = {1: "◄", -1: "  ►", 0: " ="}
"""Towards which of the two columns beside it there is more."""

UNSURE = " ?"
"""What marks a row that should not be quoted as a difference."""

THEMES = 2
"""Themes that have a row on the first screen."""

_WIDTH = 13
_REACH = 6.0  # doublings at either end of a drawn interval: 64 times


def screen_tables(
    done: Sequence[Contrasted],
    rows: Sequence[Sequence[Row]],
    unit: Unit,
    top: int,
    themes: Table | None,
    measured: Sequence[Field] = (),
) -> tuple[Table, ...]:
    """The tables for people of one contrast, or of several in one table.

    ``rows`` are the rows of each contrast in the order that was asked for; ``measured`` are
    columns that were asked for by name.
    """
    several = len(done) > 1
    lines: list[tuple[Cell, ...]] = []
    for one, ordered in zip(done, rows, strict=True):
        for row in chosen(ordered, top, USUAL // 2 - (one.fit is not None)):
            asked = [field.value(one, row) for field in measured]
            lines.append((*_row(one, row, unit, several), *asked))
    first = done[0]
    names = ("A", "B") if several else (first.a.id, first.b.id)
    share = PERCENT if unit == "concept" else "per 1,000"
    columns = (
        *([Column("document")] if several else []),
        Column(unit, title=unit),
        Column("count_a", "integer", title=names[0]),
        Column("share_a", "number", share, title="share" if unit == "concept" else "rate"),
        Column("more_in", title="more in"),
        Column("count_b", "integer", title=names[1]),
        Column("share_b", "number", share, title="share" if unit == "concept" else "rate"),
        Column("at_least", "number", TIMES, title="at least"),
        Column("times", "number", TIMES, title="as counted"),
        Column("interval", title="interval"),
        *(replace(field.column, title=_heading(field.column.name)) for field in measured),
    )
    title = f"{UNSURE.strip()} too little text to be sure: no difference to quote"
    table = Table("contrast", columns, tuple(lines), title, "more_in")
    return (table, *([_short(themes, first)] if themes is not None and not several else []))


def _heading(name: str) -> str:
    return name.replace("_", " ")


def chosen(ordered: Sequence[Row], top: int, each: int = USUAL // 2) -> list[Row]:
    """The first rows in order, all where ``top`` is 0.

    Where it is ``USUAL``, the first ``each`` of either side, the side of the very first before.
    """
    if top != USUAL:
        return list(ordered[:top] if top else ordered)
    sides = {1: [row for row in ordered if direction(row) >= 0][:each]}
    sides[-1] = [row for row in ordered if direction(row) < 0][:each]
    first = direction(ordered[0]) if ordered else 1
    return [*sides[first or 1], *sides[-(first or 1)]]


def _row(one: Contrasted, row: Row, unit: Unit, several: bool) -> tuple[Cell, ...]:
    sure, side = is_sure(row), direction(row)
    rates = (row.share_a, row.share_b) if unit == "concept" else (row.rate_a, row.rate_b)
    other = row.count_b if side > 0 else row.count_a
    ratio = None
    if sure and other and row.share_a and row.share_b:
        ratio = max(row.share_a / row.share_b, row.share_b / row.share_a)
    return (
        *([one.a.id] if several else []),
        row.term,
        *(row.count_a, rates[0], MORE_IN[side] if sure else UNSURE, row.count_b, rates[1]),
        row.at_least if sure else None,
        ratio,
        drawn(row.intervals.get("log_ratio")),
    )


def drawn(ends: tuple[float, float] | None) -> str:
    """An interval of a log ratio as a line about the middle, where both rates are equal.

    More in A is to the left, where the counts of A stand.

    >>> drawn((1.0, 3.0)), drawn((-9.0, 1.0)), drawn(None)
    ('   ├─┤│      ', '     ├┼─────►', '')
    """
    if ends is None or not all(map(isfinite, ends)):
        return ""
    ends = (-ends[1], -ends[0])
    middle = _WIDTH // 2
    places = [middle + round(max(-_REACH, min(_REACH, end)) / _REACH * middle) for end in ends]
    if ends[0] > 0:  # what leaves equality out must not be drawn upon it
        places = [max(place, middle + 1) for place in places]
    elif ends[1] < 0:
        places = [min(place, middle - 1) for place in places]
    cells = [" "] * _WIDTH
    cells[middle] = "│"
    for place in range(places[0], places[1] + 1):
        cells[place] = "┼" if place == middle else "─"
    if ends[0] < -_REACH:
        cells[0] = "◄"
    elif places[0] != middle:
        cells[places[0]] = "├"
    if ends[1] > _REACH:
        cells[-1] = "►"
    elif places[1] not in (middle, places[0]):
        cells[places[1]] = "┤"
    return "".join(cells)


def _short(themes: Table, one: Contrasted) -> Table:
    """The first themes in the same manner."""
    rows: list[tuple[Cell, ...]] = []
    for record in themes.records()[:THEMES]:
        least = record["at_least"]
        sure = isinstance(least, float) and least > 1
        ratio = record["log_ratio"]
        more = MORE_IN[1 if isinstance(ratio, float) and ratio > 0 else -1] if sure else UNSURE
        a, b = ((record[f"count_{side}"], record[f"share_{side}"]) for side in "ab")
        rows.append((record["theme"], *a, more, *b, least if sure else None))
    columns = (
        Column("theme", title="theme"),
        Column("count_a", "integer", title=one.a.id),
        Column("share_a", "number", PERCENT, title="share"),
        Column("more_in", title="more in"),
        Column("count_b", "integer", title=one.b.id),
        Column("share_b", "number", PERCENT, title="share"),
        Column("at_least", "number", TIMES, title="at least"),
    )
    return Table("themes", columns, tuple(rows), "", "more_in")
