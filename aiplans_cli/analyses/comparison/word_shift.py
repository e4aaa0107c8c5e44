"""The word shift: which terms keep two sides apart, from which side, cumulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.statistics.distance import divergence, word_shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.counting.tally import Unit


def shift_table(done: Sequence[Contrasted], unit: Unit, top: int, title: str) -> Table:
    """The terms of each contrast by their part of its divergence, largest first.

    ``share`` is out of the whole divergence, whose vocabulary includes the terms that have no
    row, such as stop words; ``cumulated`` sums it over the rows.
    """
    several = len(done) > 1
    columns = [
        Column("rank", "integer"),
        *([Column("document")] if several else []),
        Column(unit),
        *([Column("against")] if several else []),
        Column("count_a", "integer"),
        Column("count_b", "integer"),
        Column("side"),
        Column("contribution", "number", "bits", 5),
        Column("share", "number", "bar", 4),
        Column("cumulated", "number", "", 4),
    ]
    rows: list[tuple[Cell, ...]] = []
    for one in done:
        kept = set(one.terms)
        whole = word_shift(one.a.profile.counts, one.b.profile.counts)
        shifts = [shift for shift in whole if shift.term in kept]
        running = 0.0
        for rank, shift in enumerate(shifts[:top] if top else shifts, 1):
            running = min(1.0, running + shift.share)
            start: list[Cell] = [rank, *([one.a.id] if several else []), shift.term]
            counts = [side.profile.counts.get(shift.term, 0) for side in (one.a, one.b)]
            against = [one.b.id] if several else []
            end = (shift.side, shift.contribution, shift.share, running)
            rows.append((*start, *against, *counts, *end))
    return Table("word_shift", tuple(columns), tuple(rows), title, "contribution")


def shift_notes(done: Sequence[Contrasted], unit: Unit) -> list[str]:
    """What the rows are parts of, and how much of it they make up."""
    notes = [
        "contribution: the term's part of the Jensen-Shannon divergence (Gallagher et al. 2021), "
        "positive for more in A; side: where its rate is higher; share: of the whole divergence; "
        "cumulated: over the rows so far."
    ]
    for one in done:
        a, b = one.a.profile.counts, one.b.profile.counts
        kept = set(one.terms)
        listed = sum(shift.share for shift in word_shift(a, b) if shift.term in kept)
        notes.append(
            f"{one.a.id} against {one.b.id}: the divergence is {divergence(a, b):.4f} bits; the "
            f"{unit}s that can have a row make up {listed:.1%} of it, stop words and {unit}s below "
            "--min-count the rest."
        )
    return notes
