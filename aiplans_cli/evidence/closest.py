"""The passage of a source that needs fewest changed words to become a quotation.

The search is exhaustive: if k units are changed, at least one of k + 1 parts of the quotation
stands unchanged (Wu & Manber 1992, on matching with k differences by partition), so every place
of every part is tried. What is found must be more than chance would put there: the unchanged
units, by how rare they are in the source, must carry at least 8 bits more than it takes to name
one place in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log2

from aiplans_cli.evidence.passages import Stream, Units, has_han

Place = tuple[int, int]
"""First unit of a passage and the unit after its last."""

_BITS_TO_SPARE = 8.0


def allowed_changes(wanted: Units) -> int:
    """How many units of a quotation may differ for it still to be near its source.

    In words: none below four, one below eight, two below twenty-four, then one in twelve. Two
    Chinese characters count as one word.

    >>> from aiplans_cli.evidence.passages import to_units
    >>> [allowed_changes(to_units("word " * n)) for n in (3, 4, 8, 24, 36)]
    [0, 1, 2, 2, 3]
    """
    han = sum(map(has_han, wanted.units))
    words = len(wanted.units) - han + han // 2
    changes = 0 if words < 4 else 1 if words < 8 else max(2, words // 12)
    return 2 * changes if 2 * han > len(wanted.units) else changes


def closest(wanted: Units, stream: Stream, limit: int) -> Place | None:
    """The place with fewest changed, missing or added units, at least 1 and at most ``limit``."""
    from rapidfuzz.distance import Levenshtein

    units, best, best_distance = wanted.units, None, limit + 1
    seen: set[int] = set()
    # Of equally good passages the one as long as the quotation reads best as a difference.
    shifts = sorted(range(-limit, limit + 1), key=abs)
    for near in _seeds(units, stream, limit):
        for first in (near + shift for shift in shifts):
            if first < 0 or first in seen:
                continue
            seen.add(first)
            for shift in shifts:
                passage = stream.body.units[first : first + len(units) + shift]
                distance = Levenshtein.distance(units, passage, score_cutoff=best_distance - 1)
                if distance < best_distance and _bits(units, passage, stream) > _needed(stream):
                    best, best_distance = (first, first + len(passage)), distance
            if best_distance == 1:  # none can be nearer: an unchanged passage is no change
                return best
    return best


def _seeds(units: tuple[str, ...], stream: Stream, limit: int) -> Iterator[int]:
    """Where a passage would begin, for each place where a part of the quotation stands."""
    if limit < 1 or len(units) <= limit:
        return
    edges = [len(units) * part // (limit + 1) for part in range(limit + 2)]
    for index in range(limit + 1):
        for place in stream.unit_runs(units[edges[index] : edges[index + 1]]):
            yield place - edges[index]


def _needed(stream: Stream) -> float:
    return log2(len(stream.body.units)) + _BITS_TO_SPARE


def _bits(units: tuple[str, ...], passage: tuple[str, ...], stream: Stream) -> float:
    """How surprising the shared units are, from how often each stands in the source."""
    from rapidfuzz.distance import Levenshtein

    total = len(stream.body.units)
    return sum(
        log2(total / stream.frequency[unit])
        for block in Levenshtein.opcodes(units, passage)
        if block.tag == "equal"
        for unit in units[block.src_start : block.src_end]
    )
