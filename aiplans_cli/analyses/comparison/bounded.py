"""How many rows several contrasts have where nobody said how many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.analyses.settings import RowSettings
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import Counts

MOST_ROWS = 1_000_000
"""Rows of several contrasts that are made where nobody said how many: a thousand documents have
twelve million, which nobody reads and which take an hour and gigabytes."""

_USUAL = 20
"""Rows of each that are made instead, as many as a terminal shows."""


def bounded(
    rows: RowSettings,
    documents: Sequence[Counts],
    unit: Unit,
    choices: CompareSettings,
    referred: bool,
) -> tuple[RowSettings, list[str]]:
    """How many rows of each contrast to make, and what to tell of it."""
    number = len(documents)
    contrasts = number * (number - 1) // 2 if choices.pairwise else number
    if rows.top is not None or number <= 2 or referred:
        return rows, []
    items = set[str]()
    for counts in documents:
        items.update(counts.terms if unit == "term" else counts.concepts)
    if contrasts * len(items) <= MOST_ROWS:
        return rows, []
    line = (
        f"{contrasts:,} contrasts of {len(items):,} {unit}s would be {contrasts * len(items):,} "
        f"rows: the first {_USUAL} of each are shown; --top says how many, --top 0 all."
    )
    return replace(rows, top=_USUAL), [line]
