"""From the units that texts consist of to what is known of the ratio of two rates.

The model, its dispersion and its sources are in ``statistics.ratio_estimate``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf

from aiplans_cli.statistics.ratio_estimate import RATIOS, RatioEstimate, ratio_interval
from aiplans_cli.statistics.student import effective_df, wider_df

__all__ = [
    "FAMILY",
    "FAMILY_ACROSS",
    "RATIOS",
    "SPREAD_DF",
    "Inference",
    "RatioEstimate",
    "Units",
    "ratio_interval",
    "within_units",
]

MODERATION = 5
"""Degrees of freedom that speak for the dispersion of both sides together, at least; a third of a
side's own where these are more.

Chosen on random halves of White House pages and Chinese laws (docs/statistics.md): with none, 8 %
of rows were different at p < .05 between 10 and 40 blocks; with five for any number of units
6 % between 100 and 100; with as many as a side's own, planted differences were found less often
than by permutation."""

FAMILY = 5
"""Mentions on both sides together that a row must have to be tested: rarer ones cannot differ."""

FAMILY_ACROSS = 10
"""The same for a q across languages, unless more rows pass with ``FAMILY``. Rows with five to nine
can hardly pass alone, and to hold them against the others cost a third of what could be found in
trials (docs/statistics.md)."""


SPREAD_DF = 2
"""Degrees of freedom of the scatter between languages: most concepts of a translation stand near
equality and a few far from it, as Student's t with two has it (docs/statistics.md)."""


@dataclass(frozen=True)
class Units:
    """What one side of a contrast consists of."""

    sizes: Sequence[int]
    """Size of each unit, in the unit of the rates."""
    counts: Mapping[str, Sequence[tuple[int, int]]]
    """Term → (index of the unit, occurrences there), units without it left out."""
    number: int = field(init=False)
    """How many have any size."""
    total: int = field(init=False)
    squares: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", sum(size > 0 for size in self.sizes))
        object.__setattr__(self, "total", sum(self.sizes))
        object.__setattr__(self, "squares", sum(size * size for size in self.sizes))

    def deviations(self, term: str, count: int) -> float:
        """Sum of the squared deviations of the counts of a term from what sizes expect.

        >>> Units([8, 8], {"ai": [(0, 4)]}).deviations("ai", 4)
        8.0
        """
        rate = count / self.total
        squares = products = 0
        for unit, occurrences in self.counts.get(term, ()):
            squares += occurrences * occurrences
            products += occurrences * self.sizes[unit]
        return max(0.0, squares - 2 * rate * products + rate * rate * self.squares)

    @cached_property
    def usual_dispersion(self) -> float:
        """The mean dispersion of the terms with ``FAMILY`` occurrences, at least 1.

        >>> round(Units([100] * 11, {"ai": [(3, 10)]}).usual_dispersion, 6)
        10.0
        """
        counts = {term: sum(n for _, n in stands) for term, stands in self.counts.items()}
        found = [
            self.deviations(term, count) / count * self.number / (self.number - 1)
            for term, count in counts.items()
            if count >= FAMILY
        ]
        return max(1.0, sum(found) / len(found)) if found else 1.0


@dataclass(frozen=True, slots=True)
class Inference:
    """From the counts of a term to what is known of the ratio of its rates.

    Without units on either side every word is taken as an independent draw. Where one side has
    none, its dispersion is taken to be that of the other, and no less than terms have there on the
    whole: one that hardly stands there shows little of its own.
    """

    size_a: int
    """Size of A, in the unit of the rates."""
    size_b: int
    """The same for B."""
    units_a: Units | None = None
    """What A consists of; ``None`` where that is not known."""
    units_b: Units | None = None
    """The same for B."""
    spreads: Callable[[str], float] | None = None
    """From a term to the scale, in doublings, of what its log ratio has beside sampling, which
    is Student's t with ``SPREAD_DF``. ``None`` within a language."""

    @property
    def families(self) -> tuple[int, ...]:
        """Occurrences on both sides together that a row must have for a q, the usual first."""
        return (FAMILY,) if self.spreads is None else (FAMILY_ACROSS, FAMILY)

    def can_test(self, count_a: int, count_b: int) -> bool:
        """Whether there are enough occurrences, and any where units are known.

        Of a term that stands in a frequency list alone, nothing tells how it keeps together.

        >>> Inference(1000, 1000).can_test(0, 5), Inference(1000, 1000).can_test(2, 2)
        (True, False)
        """
        a, b = self.units_a is not None, self.units_b is not None
        seen = (count_a > 0 or not a) and (count_b > 0 or not b) if a != b else True
        return seen and count_a + count_b >= FAMILY

    def __call__(self, term: str, count_a: int, count_b: int) -> RatioEstimate:
        """What is known of one term.

        >>> even = Units([100] * 10, {"ai": [(i, 2) for i in range(10)]})
        >>> lumped = Units([100] * 10, {"ai": [(3, 5)]})
        >>> found = Inference(1000, 1000, even, lumped)("ai", 20, 5)
        >>> round(found.dispersion_a, 2), round(found.dispersion_b, 2), found.df
        (1.0, 3.57, 18)
        """
        a, b = self.units_a, self.units_b
        counts, size = (count_a, count_b), self.size_a + self.size_b
        known = [(u, n) for u, n in zip((a, b), counts, strict=True) if u is not None]
        about = (count_a, self.size_a, count_b, self.size_b)
        spread = self.spreads(term) if self.spreads else 0.0
        if not known:
            one = RatioEstimate(*about, spread=spread)
            return replace(one, df=wider_df(1.0, inf, one.beside, SPREAD_DF)) if spread else one
        deviations = [units.deviations(term, count) for units, count in known]
        number = sum(units.number for units, _ in known)
        seen = max(1, sum(count for _, count in known))
        pooled = max(1.0, sum(deviations) / seen * number / (number - len(known)))
        if len(known) == 1:
            pooled = max(pooled, known[0][0].usual_dispersion)
        found = [
            _moderated(deviation, count, units.number, pooled, alone=len(known) == 1)
            for deviation, (units, count) in zip(deviations, known, strict=True)
        ]
        behind = [units.number - 1 + _moderation(units.number) for units, _ in known]
        phi_a, df_a = (found[0], behind[0]) if a is not None else (found[-1], behind[-1])
        phi_b, df_b = (found[-1], behind[-1]) if b is not None else (found[0], behind[0])
        share = self.size_a / size
        parts = (((1 - share) * phi_a, df_a), (share * phi_b, df_b))
        df = effective_df(parts, number - len(known))
        one = RatioEstimate(*about, phi_a, phi_b, df, spread)
        if not spread:
            return one
        within = sum(variance for variance, _ in parts)
        return replace(one, df=wider_df(within, df, one.beside, SPREAD_DF))


def within_units(term: str, near: Units, rest: Units, counts: tuple[int, int]) -> RatioEstimate:
    """What is known of the ratio of a term's rates in two parts of the same units.

    Such as the words near a node and all others: a term that a section is about is frequent in
    both, so the deviations of a unit's two parts are taken together. ``counts`` are those of the
    term in both parts.

    >>> near = Units([10] * 12, {"ai": [(i, 2) for i in range(12)]})
    >>> rest = Units([90] * 12, {"ai": [(i, 6) for i in range(12)]})
    >>> one = within_units("ai", near, rest, (24, 72))
    >>> round(one.p, 6), one.df
    (0.00073, 11)
    """
    share = near.total / (near.total + rest.total)
    weights = ((1 - share, near, counts[0]), (-share, rest, counts[1]))
    deviations = [0.0] * len(near.sizes)
    for weight, part, count in weights:
        rate = count / part.total
        for unit, size in enumerate(part.sizes):
            deviations[unit] -= weight * rate * size
        for unit, occurrences in part.counts.get(term, ()):
            deviations[unit] += weight * occurrences
    number = sum(a + b > 0 for a, b in zip(near.sizes, rest.sizes, strict=True))
    squared = sum(one * one for one in deviations) * number / (number - 1)
    found = max(1.0, squared / (sum(counts) * share * (1 - share)))
    return RatioEstimate(counts[0], near.total, counts[1], rest.total, found, found, number - 1)


def _moderated(deviation: float, count: int, number: int, pooled: float, *, alone: bool) -> float:
    """The dispersion of a side, moderated towards that of both; at least 1.

    Of a side that stands ``alone`` nothing else is known, so that few occurrences must not speak
    for an even spread.
    """
    if alone and count < FAMILY:
        return pooled
    own = deviation / count * number / (number - 1) if count else 1.0
    more = _moderation(number)
    return max(1.0, ((number - 1) * own + more * pooled) / (number - 1 + more))


def _moderation(number: int) -> float:
    """Degrees of freedom that speak for both sides together, beside those of so many units."""
    return max(MODERATION, (number - 1) / 3)
