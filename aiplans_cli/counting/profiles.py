"""Counts as the profiles that statistics compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from aiplans_cli.counting.tally import sizes, totals
from aiplans_cli.statistics import Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.model import Counts

Unit = Literal["term", "concept"]


def profile(counts: Counts, unit: Unit, keep: Callable[[str], bool] | None = None) -> Profile:
    """One side of a contrast: terms out of all words, or concepts out of all mentions of concepts.

    ``keep`` leaves out items, such as stop words, but no item's words leave the size.
    """
    items = counts.terms if unit == "term" else counts.concepts
    if unit == "term":
        section_sizes = [section.tokens for section in counts.sections]
    else:
        section_sizes = [0] * len(counts.sections)
        for stands in items.values():
            for o in stands:
                section_sizes[o.section] += o.count
    kept = {item: stands for item, stands in items.items() if keep is None or keep(item)}
    return Profile(
        size=sum(section_sizes),
        counts=totals(kept),
        section_counts={
            item: [(o.section, o.count) for o in stands] for item, stands in kept.items()
        },
        section_sizes=section_sizes,
        tokens=sizes(counts.sections)[0],
    )
