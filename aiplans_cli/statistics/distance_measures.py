"""Distances between whole documents, each by its name, and how sure sections make of them.

A document is its counts by section. Its rates are out of what was kept of it, so that they add up
to 1 whatever was left out. What a rare word does to a distance depends on how long the documents
are: between two samples of one population the Jensen-Shannon divergence is far above 0, and falls
as they grow. So the intervals here are of the distance at the length that the documents have, save
that of ``cosine_corrected``, which is of the populations (docs/statistics.md measures both).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fsum, inf, log, log2, sqrt
from typing import Literal

from aiplans_cli.records import dataclass
from aiplans_cli.statistics.distance import Matrix, cosine, divergence
from aiplans_cli.statistics.profiles import Vector
from aiplans_cli.statistics.section_influence import (
    Influence,
    Slopes,
    by_slopes,
    by_terms,
    left_out_each,
)

SMOOTHING = 0.5
"""Added to each count before a divergence that a zero would make infinite: expected likelihood
estimation (Manning & Schuetze 1999, 6.2.2), the mean under Jeffreys' prior."""

Pairwise = Callable[[Vector, Vector, float], float | None]
"""From two documents and the smoothing to a distance; ``None`` where it is not defined."""


def _rates(counts: Mapping[str, float]) -> dict[str, float]:
    size = sum(counts.values())
    return {term: count / size for term, count in counts.items() if count}


def _filled(a: Vector, b: Vector) -> bool:
    return any(a.counts.values()) and any(b.counts.values())


def _divergence(a: Vector, b: Vector, _: float) -> float | None:
    return divergence(a.counts, b.counts) if _filled(a, b) else None


def _root_divergence(a: Vector, b: Vector, _: float) -> float | None:
    return sqrt(divergence(a.counts, b.counts)) if _filled(a, b) else None


def _divergence_part(p: float, q: float) -> float:
    """A term's part of the divergence, from its two rates."""
    return sum(rate * log2(2 * rate / (p + q)) for rate in (p, q) if rate) / 2


def _divergence_slope(p: float, q: float) -> float:
    return log2(2 * p / (p + q)) / 2


def hellinger(a: Mapping[str, float], b: Mapping[str, float]) -> float | None:
    """Hellinger distance of the rates, 0 for equal ones to 1 for no common term.

    sqrt(1 - sum of sqrt(p q)), here as the root of half the sum of (sqrt p - sqrt q)^2, which
    keeps more digits between documents that are near. ``None`` where a side has no words.

    >>> hellinger({"ai": 1, "plan": 1}, {"plan": 1, "law": 1})
    0.7071067811865476
    """
    p, q = (_rates(side) if any(side.values()) else {} for side in (a, b))
    if not (p and q):
        return None
    apart = ((sqrt(p.get(t, 0.0)) - sqrt(q.get(t, 0.0))) ** 2 for t in {*p, *q})
    return min(1.0, sqrt(fsum(apart) / 2))


def _hellinger(a: Vector, b: Vector, _: float) -> float | None:
    return hellinger(a.counts, b.counts)


def _hellinger_part(p: float, q: float) -> float:
    """A term's part of the square of the distance."""
    return (sqrt(p) - sqrt(q)) ** 2 / 2


def _hellinger_slope(p: float, q: float) -> float:
    return (1 - sqrt(q / p)) / 2


def kullback_leibler(
    a: Mapping[str, float], b: Mapping[str, float], smoothing: float = SMOOTHING
) -> float | None:
    """Kullback-Leibler divergence of A from B in bits, 0 for equal rates upward, smoothed.

    sum of p log2(p / q) over the terms of either side, where ``smoothing`` is added to each count,
    0 included: a term of A that B lacks would make it infinite. Not symmetric: it is the bits a
    word that coding A by the rates of B wastes. ``None`` where a side has no words.

    >>> kullback_leibler({"ai": 3, "plan": 1}, {"plan": 4}, 1)
    0.8926906350375459
    """
    if not (any(a.values()) and any(b.values())):
        return None
    p, q = _smoothed(a, b, smoothing)
    return max(0.0, fsum(rate * log2(rate / q[t]) for t, rate in p.items()))


def _smoothed(
    a: Mapping[str, float], b: Mapping[str, float], smoothing: float
) -> tuple[dict[str, float], dict[str, float]]:
    terms = sorted(t for t in {*a, *b} if a.get(t, 0) or b.get(t, 0))
    more = smoothing * len(terms)
    sizes = sum(a.values()) + more, sum(b.values()) + more
    return (
        {t: (a.get(t, 0) + smoothing) / sizes[0] for t in terms},
        {t: (b.get(t, 0) + smoothing) / sizes[1] for t in terms},
    )


def _kullback_leibler(a: Vector, b: Vector, smoothing: float) -> float | None:
    return kullback_leibler(a.counts, b.counts, smoothing)


def _kullback_leibler_slopes(a: Vector, b: Vector, smoothing: float) -> Slopes:
    p, q = _smoothed(a.counts, b.counts, smoothing)
    sizes = [sum(side.counts.values()) for side in (a, b)]
    kept = [size / (size + smoothing * len(p)) for size in sizes]
    return (
        {t: kept[0] * log2(rate / q[t]) for t, rate in p.items()},
        {t: -kept[1] * rate / q[t] / log(2) for t, rate in p.items()},
    )


def _cosine(a: Vector, b: Vector, _: float) -> float | None:
    return cosine(a.counts, b.counts)


def _cosine_slopes(a: Vector, b: Vector, _: float) -> Slopes:
    p, q = _rates(a.counts), _rates(b.counts)
    lengths = [sqrt(fsum(rate * rate for rate in side.values())) for side in (p, q)]
    alike = fsum(rate * q.get(t, 0.0) for t, rate in p.items()) / (lengths[0] * lengths[1])

    def side(
        own: Mapping[str, float], other: Mapping[str, float], length: float, beside: float
    ) -> dict[str, float]:
        return {
            t: other.get(t, 0.0) / (length * beside) - alike * rate / length**2
            for t, rate in own.items()
        }

    return side(p, q, *lengths), side(q, p, *reversed(lengths))


def _cosine_corrected(a: Vector, b: Vector, _: float) -> float | None:
    found = left_out_each(a, b)
    return None if found is None else found.value


def _corrected_influence(a: Vector, b: Vector, _: float) -> Influence | None:
    found = left_out_each(a, b)
    return None if found is None else found.influence


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance, or likeness, of two documents."""

    title: str
    """What stands above a matrix of it."""
    description: str
    """Its formula in words, with its range."""
    source: str
    """Where it was published."""
    value: Pairwise | None = None
    """From two documents to it; ``None`` for one that is of the whole set of documents."""
    influence: Callable[[Vector, Vector, float], Influence | None] | None = None
    """How much each section of either side moves it; ``None`` where it has no interval."""
    most: float = 1.0
    """Its largest value."""
    directed: bool = False
    """Whether A from B differs from B from A."""
    of: Literal["documents of this length", "populations"] = "documents of this length"
    """What its interval is of."""
    likeness: bool = False
    """Whether it is largest for documents that are alike."""


DISTANCES: dict[str, Distance] = {
    "jensen_shannon_divergence": Distance(
        "Jensen-Shannon divergence",
        "divergence of both documents from their mean, in bits, 0 equal rates to 1",
        "Lin 1991",
        _divergence,
        by_terms(_divergence_part, _divergence_slope),
    ),
    "jensen_shannon_distance": Distance(
        "Jensen-Shannon distance",
        "square root of the Jensen-Shannon divergence in bits, 0 equal rates to 1",
        "Endres & Schindelin 2003",
        _root_divergence,
        by_terms(_divergence_part, _divergence_slope, sqrt),
    ),
    "hellinger": Distance(
        "Hellinger distance",
        "sqrt(1 - sum of sqrt(p q)) of the rates, 0 equal rates to 1 nothing in common",
        "Hellinger 1909",
        _hellinger,
        by_terms(_hellinger_part, _hellinger_slope, sqrt),
    ),
    "kullback_leibler": Distance(
        "Kullback-Leibler divergence of the row from the column",
        "sum of p log2(p / q), smoothed, in bits, 0 equal rates upward; two directions",
        "Kullback & Leibler 1951; Manning & Schuetze 1999",
        _kullback_leibler,
        by_slopes(_kullback_leibler_slopes),
        inf,
        directed=True,
    ),
    "cosine": Distance(
        "Cosine similarity",
        "cosine similarity of the counts, 1 equal rates to 0 nothing in common",
        "Salton & McGill 1983",
        _cosine,
        by_slopes(_cosine_slopes),
        likeness=True,
    ),
    "cosine_corrected": Distance(
        "Cosine similarity, corrected for length",
        "cosine with lengths from products of different sections, 1 equal rates to 0",
        "Hoeffding 1948",
        _cosine_corrected,
        _corrected_influence,
        of="populations",
        likeness=True,
    ),
    "burrows_delta": Distance(
        "Burrows's Delta",
        "mean difference of the z-scores of the most frequent words, 0 upward; of a set",
        "Burrows 2002",
        most=inf,
    ),
}
"""Name of a distance → how it is computed."""


def matrix_of(name: str, documents: Sequence[Vector], smoothing: float = SMOOTHING) -> Matrix:
    """A pairwise distance of every document from every other.

    >>> from aiplans_cli.statistics.profiles import Profile
    >>> matrix_of("hellinger", [Profile(1, {"ai": 1}), Profile(2, {"ai": 2})])
    ((0.0, 0.0), (0.0, 0.0))
    """
    chosen = DISTANCES[name]
    found: dict[tuple[int, int], float | None] = {}
    for i, a in enumerate(documents):
        for j, b in enumerate(documents):
            if j > i or chosen.directed or i == j:
                value = None if chosen.value is None else chosen.value(a, b, smoothing)
                found[i, j] = None if value is None else min(chosen.most, value)
            else:
                found[i, j] = found[j, i]
    places = range(len(documents))
    return tuple(tuple(found[i, j] for j in places) for i in places)
