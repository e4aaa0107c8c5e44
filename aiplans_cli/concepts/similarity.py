"""Which section of one document answers which of another, across languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiplans_cli.concepts.themes import section_concepts
from aiplans_cli.errors import AnalysisError
from aiplans_cli.statistics.factors import similarities, weigh
from aiplans_cli.statistics.rounding import significant

if TYPE_CHECKING:
    from aiplans_cli.model import Counts


@dataclass(frozen=True, slots=True)
class Answer:
    """A section of B that is near a section of A."""

    section_a: int
    """Index of the section of A."""
    section_b: int
    """Index of the section of B."""
    rank: int
    """1 for the nearest."""
    similarity: float
    """Cosine of their TF-IDF weights of concepts, 0 to 1."""
    mentions_a: int
    """Mentions of concepts in the section of A."""
    mentions_b: int
    """Mentions in the section of B."""
    shared: tuple[tuple[str, float], ...]
    """The concepts of both with their share of the similarity, the largest first."""


def nearest_sections(
    a: Counts,
    b: Counts,
    *,
    nearest: int = 3,
    least: int = 5,
    left_out: frozenset[str] = frozenset(),
) -> list[Answer]:
    """For each section of A, in order, the nearest sections of B by their concepts.

    Weights are TF-IDF over the sections of both documents. Sections with fewer than ``least``
    mentions of concepts are left out on both sides, since a few concepts are like anything;
    sections without a concept in common do not answer each other. ``nearest`` 0 is all. Raises
    ``AnalysisError`` where a side has no section that is long enough.
    """
    sides = [section_concepts(counts, left_out) for counts in (a, b)]
    kept = [
        [i for i, vector in enumerate(vectors) if vector and sum(vector.values()) >= least]
        for vectors in sides
    ]
    for counts, sections in zip((a, b), kept, strict=True):
        if not sections:
            raise AnalysisError(
                counts.id, f"no section has {least} mentions of concepts", "lower --min-mentions"
            )
    vectors = [sides[side][index] for side in (0, 1) for index in kept[side]]
    weighed = weigh(vectors)
    cut = len(kept[0])
    found = []
    for place_a, row in enumerate(similarities(weighed, cut).tolist()):
        order = sorted(range(len(row)), key=lambda place: (-round(row[place], 9), place))
        ranked = [place for place in order if row[place] > 0][: nearest or None]
        weights = weighed.row(place_a)
        for rank, place_b in enumerate(ranked, 1):
            other = weighed.row(cut + place_b)
            parts = {c: weights[c] * other[c] for c in weights if c in other}
            whole = sum(parts.values())
            shared = sorted(parts.items(), key=lambda item: (-item[1], item[0]))
            found.append(
                Answer(
                    kept[0][place_a],
                    kept[1][place_b],
                    rank,
                    significant(row[place_b]),
                    sum(vectors[place_a].values()),
                    sum(vectors[cut + place_b].values()),
                    tuple((concept, part / whole) for concept, part in shared),
                )
            )
    return found
