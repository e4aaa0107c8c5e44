"""One term's counts on two sides, and what every formula on such a table shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import erfc, exp, inf, pi, sqrt

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass

Sections = tuple[tuple[int, int], ...]
"""(count, size) of each section of one side."""


@dataclass(frozen=True, slots=True)
class PairCounts:
    """How often one term stands in A and in B, and how large the two are.

    >>> PairCounts(52, 50_000, 57, 75_000).side
    1
    """

    count_a: int
    """Occurrences in A."""
    size_a: int
    """Words (or mentions) of A in all."""
    count_b: int
    """Occurrences in B."""
    size_b: int
    """Words (or mentions) of B in all."""
    sections_a: Sections | None = None
    """(count, size) of each section of A; ``None`` where sections are not known."""
    sections_b: Sections | None = None
    """The same for B."""
    prior: float | None = None
    """Pseudo-count of the term in the Dirichlet prior; ``None`` where there is no vocabulary."""
    prior_total: float | None = None
    """Sum of the pseudo-counts over the vocabulary."""
    term: str = ""
    """The term, to name it in an error."""

    def __post_init__(self) -> None:
        if 0 <= self.count_a <= self.size_a and 0 <= self.count_b <= self.size_b:
            return
        sides = (("A", self.count_a, self.size_a), ("B", self.count_b, self.size_b))
        for name, count, size in sides:
            if not 0 <= count <= size:
                subject = f"{self.term}, side {name}" if self.term else f"side {name}"
                raise AnalysisError(
                    subject,
                    f"a count of {count} cannot stand in a size of {size}",
                    "give a count from 0 up to the size, in the order COUNT SIZE",
                )

    @property
    def side(self) -> int:
        """1 where the rate is higher in A, -1 where it is higher in B, 0 where they agree.

        Compared in whole numbers, so that no rounding can turn a side round.
        """
        left, right = self.count_a * self.size_b, self.count_b * self.size_a
        return (left > right) - (left < right)

    @property
    def empty(self) -> bool:
        """Whether a side has no words, so that no rate is defined."""
        return not (self.size_a and self.size_b)

    def swapped(self) -> PairCounts:
        """The same table with A and B exchanged."""
        return PairCounts(
            self.count_b,
            self.size_b,
            self.count_a,
            self.size_a,
            self.sections_b,
            self.sections_a,
            self.prior,
            self.prior_total,
            self.term,
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose about the formulas.

    Raises ``AnalysisError`` where a value is out of its range.
    """

    confidence: float = 0.95
    """Confidence of every interval, above 0 and at most 0.999999."""
    family: int = 0
    """Number of terms over which the conservative log ratio shares its error (Bonferroni); 0 for
    all the terms of a contrast, or the one pair of a score."""
    per_million: float = 1.0
    """The k that simple maths adds to each rate per million, at least 0."""

    def __post_init__(self) -> None:
        for name, value, fits, remedy in (
            (
                "confidence",
                self.confidence,
                0 < self.confidence <= 0.999999,
                "choose one above 0 and at most 0.999999, such as 0.95",
            ),
            ("family", self.family, self.family >= 0, "give a number of terms"),
            (
                "per million",
                self.per_million,
                0 <= self.per_million < inf,
                "give a rate of 0 or more",
            ),
        ):
            if not fits:
                raise AnalysisError(name, f"{value} is out of range", remedy)

    def over(self, terms: int) -> Settings:
        """The same, with a family of so many terms where none is chosen.

        >>> Settings().over(40).family, Settings(family=3).over(40).family
        (40, 3)
        """
        return replace(self, family=self.family or terms)


_STEP = 1e-15
"""Beyond the last digit of a quantile."""

Formula = Callable[[PairCounts, Settings], float | None]
Interval = Callable[[PairCounts, Settings], tuple[float, float] | None]


def by_side(strength: Formula) -> Formula:
    """Sign a formula by the side that has more, exactly antisymmetric under exchange.

    ``strength`` is only ever called with the higher rate in A, so both orders of a pair run the
    same arithmetic; a strength below zero is raised to zero, since no score may contradict its
    side. Equal rates give 0.
    """

    def signed(pair: PairCounts, settings: Settings) -> float | None:
        if pair.empty:
            return None
        side = pair.side
        if side == 0:
            return 0.0
        value = strength(pair if side > 0 else pair.swapped(), settings)
        if value is None:
            return None
        return side * max(value, 0.0) + 0.0

    return signed


def chi2_p(statistic: float) -> float:
    """Probability of a chi-squared value with one degree of freedom at least this large.

    >>> round(chi2_p(3.841459), 6)
    0.05
    """
    return erfc(sqrt(max(statistic, 0.0) / 2))


@cache
def z_quantile(confidence: float) -> float:
    """Two-sided normal quantile: 1.96 for 0.95.

    By Newton's method on erfc(z / sqrt(2)) = 1 - confidence, which falls ever more slowly, so that
    the steps from 0 never go too far. ``statistics.NormalDist`` gives the same, with several
    modules to import.

    >>> round(z_quantile(0.95), 6)
    1.959964
    """
    z, step = 0.0, inf
    while step > _STEP:
        step = (erfc(z / sqrt(2)) - (1 - confidence)) * sqrt(pi / 2) * exp(z * z / 2)
        z += step
    return z
