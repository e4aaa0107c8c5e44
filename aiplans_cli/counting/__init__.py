"""Words to counts, which add up: the counts of many documents are the sum of theirs."""

from aiplans_cli.counting.files import parse_counts, render_counts
from aiplans_cli.counting.tally import add, count, restem, section_index, select, sizes, totals

__all__ = [
    "add",
    "count",
    "parse_counts",
    "render_counts",
    "restem",
    "section_index",
    "select",
    "sizes",
    "totals",
]
