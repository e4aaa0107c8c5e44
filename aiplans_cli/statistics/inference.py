"""How sure a difference of two rates is, from how the rates vary over parts of the texts.

The words of one passage are no independent draws, so nothing is taken from words but from units:
sections, blocks of paragraphs, or documents. One model gives the p of a row, its interval at any
confidence and the end of it nearer to equality, so that they cannot contradict each other.

Of m occurrences in all, count_a on side A, the share of A is expected to be
pi = rho A / (rho A + B), A and B the sizes and rho the ratio of the two rates. It is tested and
inverted as a proportion is (Wilson 1927), with a variance that is larger than the binomial one by
the dispersion of the counts over units (McCullagh & Nelder 1989, section 4.5):

    t^2 = (count_a - m pi)^2 / (m pi (1 - pi) ((1 - pi) phi_a + pi phi_b + m pi (1 - pi) sigma^2))

phi of a side is the sum of the squared deviations of its units' counts from what their sizes
expect, over their expectation: 1 for words that fall independently, more for those that keep
together. It is moderated towards the phi of both sides together (as in Smyth 2004), for which a
third as many degrees of freedom speak as for its own, five at least, and never below 1. sigma is
the spread that rates have beside their sampling, 0 within a language. Degrees of freedom follow
Satterthwaite (1946).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, log, log2, sqrt

from aiplans_cli.statistics.student import effective_df, t_p, t_quantile

MODERATION = 5
"""Degrees of freedom that speak for the dispersion of both sides together, at least; a third of a
side's own where these are more.

Chosen on random halves of White House pages and Chinese laws (docs/statistics.md): with none, 8 %
of rows were different at p < .05 between 10 and 40 blocks; with five for any number of units
6 % between 100 and 100; with as many as a side's own, planted differences were found less often than by
permutation."""

FAMILY = 5
"""Mentions on both sides together that a row must have to be tested: rarer ones cannot differ."""

_LN2 = log(2)
_NEAR = 1e-13
_ROUNDS = 100


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


@dataclass(frozen=True)
class RatioEstimate:
    """What is known of the ratio of two rates."""

    count_a: float
    size_a: int
    count_b: float
    size_b: int
    dispersion_a: float = 1.0
    """How many times the Poisson variance the counts of A have, at least 1."""
    dispersion_b: float = 1.0
    """The same for B."""
    df: float = inf
    """Degrees of freedom behind the two."""
    spread: float = 0.0
    """Standard deviation that log ratios have beside sampling, in doublings."""

    @cached_property
    def p(self) -> float:
        """Two-sided p of equal rates.

        >>> round(RatioEstimate(20, 1000, 10, 1000).p, 4)  # a sign test of 20 against 10
        0.0679
        """
        both, size = self.count_a + self.count_b, self.size_a + self.size_b
        if not both:
            return 1.0
        # in whole numbers, so that A and B can change places without a trace
        apart = abs(self.count_a * self.size_b - self.count_b * self.size_a) / size
        binomial = both * self.size_a * self.size_b / size / size
        mixed = (self.size_b * self.dispersion_a + self.size_a * self.dispersion_b) / size
        return t_p(apart / sqrt(binomial * (mixed + binomial * self._variance)), self.df)

    @property
    def _variance(self) -> float:
        return (self.spread * _LN2) ** 2

    def interval(self, confidence: float) -> tuple[float, float]:
        """The binary logarithms of the ratios that are not rejected, lowest and highest.

        It holds 0 exactly where p is at least 1 - ``confidence``. Where a side has no occurrence,
        the end away from 0 takes it as half a one (Hardie 2014): without, it has no end.

        >>> low, high = RatioEstimate(20, 1000, 10, 1000).interval(0.95)
        >>> round(low, 2), round(high, 2)
        (-0.07, 2.07)
        """
        t, p = t_quantile(confidence, self.df), self.p
        low, high = self._low(t), -self._swapped()._low(t) + 0.0
        side = self.count_a * self.size_b - self.count_b * self.size_a
        if p < 1 - confidence:  # what rounding might turn round
            return (max(low, _NEAR), high) if side > 0 else (low, min(high, -_NEAR))
        return (min(low, 0.0), max(high, 0.0))

    def at_least(self, alpha: float) -> float:
        """The ratio of the higher rate to the lower that is not rejected at ``alpha``, above 1.

        Only for a pair of rates whose p is below ``alpha``.

        >>> round(RatioEstimate(40, 1000, 10, 1000).at_least(0.05), 2)
        2.03
        """
        higher = (
            self if self.count_a * self.size_b > self.count_b * self.size_a else self._swapped()
        )
        return float(2 ** max(_NEAR, higher._low(t_quantile(1 - alpha, self.df))))

    def odds(self, ratio: float) -> float:
        """The odds ratio at a ratio of rates; infinite where A would have nothing else."""
        rate_b = (self.count_a + self.count_b) / (ratio * self.size_a + self.size_b)
        rest_a, rest_b = max(0.0, 1 - ratio * rate_b), max(0.0, 1 - rate_b)
        return ratio * rest_b / rest_a if rest_a else inf

    def _swapped(self) -> RatioEstimate:
        return RatioEstimate(
            *(self.count_b, self.size_b, self.count_a, self.size_a),
            *(self.dispersion_b, self.dispersion_a, self.df, self.spread),
        )

    def _low(self, t: float) -> float:
        """The lower end, where the statistic is -t."""
        a, b = self.count_a or 0.5, self.count_b
        both = a + b
        share = a / both
        other, wide, between = self.dispersion_b, self.dispersion_a, both * self._variance
        scale = t * t / both

        def root(pi: float) -> float:
            """The lower root of (share - x)^2 = c x (1 - x), with c as it is at ``pi``."""
            c = scale * ((1 - pi) * wide + pi * other + between * pi * (1 - pi))
            # without a difference of near numbers
            return share * share / (share + c / 2 + sqrt(c * share * (1 - share) + c * c / 4))

        pi = share
        for _ in range(_ROUNDS):  # Steffensen's method: Aitken's step after every two rounds
            once = root(pi)
            found = root(once)
            if abs(found - once) <= _NEAR * found:
                break
            bend = found - 2 * once + pi
            guess = pi - (once - pi) ** 2 / bend if bend else found
            pi = guess if 0 < guess < share else (found + once) / 2
        return log2(found * self.size_b / ((1 - found) * self.size_a))


@dataclass(frozen=True, slots=True)
class Inference:
    """From the counts of a term to what is known of the ratio of its rates.

    Without units on either side every word is taken as an independent draw. Where one side has
    none, its dispersion is taken to be that of the other.
    """

    size_a: int
    """Size of A, in the unit of the rates."""
    size_b: int
    """The same for B."""
    units_a: Units | None = None
    """What A consists of; ``None`` where that is not known."""
    units_b: Units | None = None
    """The same for B."""
    spread: float = 0.0
    """Standard deviation that log ratios have beside sampling, in doublings."""

    def __call__(self, term: str, count_a: int, count_b: int) -> RatioEstimate:
        """What is known of one term.

        >>> even = Units([100] * 10, {"ai": [(i, 2) for i in range(10)]})
        >>> lumped = Units([100] * 10, {"ai": [(3, 5)]})
        >>> found = Inference(1000, 1000, even, lumped)("ai", 20, 5)
        >>> round(found.dispersion_a, 2), round(found.dispersion_b, 2), found.df
        (1.0, 3.57, 18)
        """
        a, b = self.units_a, self.units_b
        counts = (count_a, count_b)
        known = [(u, n) for u, n in zip((a, b), counts, strict=True) if u is not None]
        about = (count_a, self.size_a, count_b, self.size_b)
        if not known:
            return RatioEstimate(*about, spread=self.spread)
        deviations = [units.deviations(term, count) for units, count in known]
        number = sum(units.number for units, _ in known)
        seen = max(1, sum(count for _, count in known))
        pooled = max(1.0, sum(deviations) / seen * number / (number - len(known)))
        found = [
            _moderated(deviation, count, units.number, pooled)
            for deviation, (units, count) in zip(deviations, known, strict=True)
        ]
        behind = [units.number - 1 + _moderation(units.number) for units, _ in known]
        phi_a, df_a = (found[0], behind[0]) if a is not None else (found[-1], behind[-1])
        phi_b, df_b = (found[-1], behind[-1]) if b is not None else (found[0], behind[0])
        share = self.size_a / (self.size_a + self.size_b)
        parts = (((1 - share) * phi_a, df_a), (share * phi_b, df_b))
        df = effective_df(parts, number - len(known))  # of the sampling alone: a spread adds none
        return RatioEstimate(*about, phi_a, phi_b, df, self.spread)


def within_units(term: str, near: Units, rest: Units, counts: tuple[int, int]) -> RatioEstimate:
    """What is known of the ratio of a term's rates in two parts of the same units.

    Such as the words near a node and all others: a term that a section is about is frequent in
    both, so the deviations of a unit's two parts are taken together. ``counts`` are those of the
    term in both parts.

    >>> near = Units([10] * 12, {"ai": [(i, 2) for i in range(12)]})
    >>> rest = Units([90] * 12, {"ai": [(i, 6) for i in range(12)]})
    >>> one = within_units("ai", near, rest, (24, 72))
    >>> round(one.p, 6), one.df
    (0.000472, 11)
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


def _moderated(deviation: float, count: int, number: int, pooled: float) -> float:
    """The dispersion of a side, moderated towards that of both; at least 1."""
    own = deviation / count * number / (number - 1) if count else 1.0
    more = _moderation(number)
    return max(1.0, ((number - 1) * own + more * pooled) / (number - 1 + more))


def _moderation(number: int) -> float:
    """Degrees of freedom that speak for both sides together, beside those of so many units."""
    return max(MODERATION, (number - 1) / 3)


RATIOS = ("log_ratio", "percent_diff", "odds_ratio", "risk_ratio")
"""Measures whose interval is that of the ratio of rates, on their own scale."""


def ratio_interval(
    name: str, estimate: RatioEstimate, ends: tuple[float, float], value: float | None
) -> tuple[float, float] | None:
    """The interval of the log ratio on the scale of another ratio; ``None`` where that has none.

    It holds ``value``. Odds are those of the two rates that add up to all occurrences.

    >>> one = RatioEstimate(20, 1000, 10, 1000)
    >>> ratio_interval("risk_ratio", one, (-1.0, 3.0), 2.0)
    (0.5, 8.0)
    >>> ratio_interval("percent_diff", one, (-1.0, 3.0), 100.0)
    (-50.0, 700.0)
    """
    if value is None:
        return None
    low, high = ends
    if name == "risk_ratio":
        low, high = 2**low, 2**high
    elif name == "percent_diff":
        low, high = 100 * (2**low - 1), 100 * (2**high - 1)
    elif name == "odds_ratio":
        low, high = estimate.odds(2**low), estimate.odds(2**high)
    return None if high == inf else (min(low, value), max(high, value))
