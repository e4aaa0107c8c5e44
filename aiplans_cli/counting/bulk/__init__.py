"""Counting plain text of any size: in blocks, on all cores, in memory that does not grow with it.

The counts are those of a document with one section of text for each block, all under no heading:
the same words, sentences and concepts, found by a shorter way.
"""

from aiplans_cli.counting.bulk.frequencies import Frequencies, count_words
from aiplans_cli.counting.bulk.processes import cores
from aiplans_cli.counting.bulk.tally import BulkMatcher, Tally, counts_of, tally_block
from aiplans_cli.counting.bulk.workers import count_blocks

__all__ = [
    "BulkMatcher",
    "Frequencies",
    "Tally",
    "cores",
    "count_blocks",
    "count_words",
    "counts_of",
    "tally_block",
]
