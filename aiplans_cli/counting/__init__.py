"""Words to counts, which add up: the counts of many documents are the sum of theirs."""

from aiplans_cli.counting.files import parse_counts, render_counts
from aiplans_cli.counting.tally import (
    Unit,
    add,
    count,
    counted_sections,
    occurrences,
    profile,
    restem,
    section_index,
    select,
    sizes,
    totals,
)

__all__ = [
    "Unit",
    "add",
    "count",
    "counted_sections",
    "occurrences",
    "parse_counts",
    "profile",
    "render_counts",
    "restem",
    "section_index",
    "select",
    "sizes",
    "totals",
]
