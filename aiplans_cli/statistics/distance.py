"""How far apart whole documents are, and which terms keep them apart."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, sqrt
from typing import Literal

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.vocabulary import divergence_part

Matrix = tuple[tuple[float | None, ...], ...]
"""Rows and columns in the order of the documents; ``None`` where a distance is not defined."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One term of a word shift."""

    term: str
    """The term."""
    contribution: float
    """Its part of the divergence in bits, positive for more in A."""
    side: Literal["A", "B"]
    """The side on which it has the higher rate."""
    share: float
    """Its part of the divergence, 0 to 1."""
    cumulated: float
    """The share of the divergence that it and the terms before it make up, 0 to 1."""


def contributions(a: Mapping[str, float], b: Mapping[str, float]) -> dict[str, float]:
    """Each term's signed part of the Jensen-Shannon divergence, terms in order.

    The sizes are the sums of the counts, so that the absolute parts add up to the divergence.
    Raises ``AnalysisError`` where a side has no words.

    >>> contributions({"ai": 1, "plan": 1}, {"plan": 1, "law": 1})
    {'ai': 0.25, 'law': -0.25, 'plan': 0.0}
    """
    size_a, size_b = sum(a.values()), sum(b.values())
    if not (size_a and size_b):
        side = "A" if not size_a else "B"
        raise AnalysisError(f"side {side}", "it has no words", "give two documents with words")
    found = {}
    for term in sorted({*a, *b}):
        rates = a.get(term, 0) / size_a, b.get(term, 0) / size_b
        part = divergence_part(*rates)
        found[term] = part if rates[0] >= rates[1] else 0.0 - part
    return found


def divergence(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Jensen-Shannon divergence (Lin 1991) in bits, 0 to 1.

    >>> divergence({"ai": 1, "plan": 1}, {"plan": 1, "law": 1})
    0.5
    """
    return min(1.0, fsum(abs(part) for part in contributions(a, b).values()))


def word_shift(a: Mapping[str, float], b: Mapping[str, float]) -> list[Shift]:
    """The terms that make up the divergence, largest part first (Gallagher et al. 2021).

    Terms with the same rate on both sides contribute nothing and are left out; ties go by term.

    >>> [(s.term, s.side, s.cumulated) for s in word_shift({"ai": 1, "x": 1}, {"x": 1, "law": 1})]
    [('ai', 'A', 0.5), ('law', 'B', 1.0)]
    """
    parts = [(term, part) for term, part in contributions(a, b).items() if part]
    parts.sort(key=lambda item: (-abs(item[1]), item[0]))
    whole = fsum(abs(part) for _, part in parts)
    shifts: list[Shift] = []
    running = 0.0
    for place, (term, part) in enumerate(parts, start=1):
        running += abs(part)
        cumulated = 1.0 if place == len(parts) else min(1.0, running / whole)
        shifts.append(Shift(term, part, "A" if part > 0 else "B", abs(part) / whole, cumulated))
    return shifts


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float | None:
    """Cosine similarity of two counts, 0 to 1; ``None`` where a side has no words.

    >>> cosine({"ai": 3, "plan": 4}, {"ai": 3, "plan": 4})
    1.0
    """
    squares = sum(n * n for n in a.values()) * sum(n * n for n in b.values())
    if not squares:
        return None
    return min(1.0, sum(n * b.get(term, 0) for term, n in a.items()) / sqrt(squares))
