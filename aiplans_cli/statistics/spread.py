"""How far log ratios scatter where they should be 0, and intervals widened by it.

Between a text and its translation each concept's log ratio should be 0. It is not, for two
reasons: few mentions make it noisy, and a list may find a concept more readily in one language
than in the other. The first fades as mentions grow and is in every interval already; the second
stays, so it shows in the concepts that have many mentions, and an interval must be widened by it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

from aiplans_cli.statistics.effect import log_ratio
from aiplans_cli.statistics.table import PairCounts, Settings

Interval = tuple[float, float]

_STEPS = 40
_FLOOR = 1e-6  # variance of a log ratio of which nothing is left, so that its logarithm exists
_MOST = 4.0  # doublings beyond which no list is worth using
_FALL = 3.84  # of twice the log likelihood at the ends of a 95 % interval
_TO_SD = 1.4826  # the median absolute deviation of a normal distribution times this is its SD


FREQUENT = 20
"""Mentions on both sides together from which on a log ratio tells more of bias than of noise."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far log ratios stand from 0 where they should be 0."""

    spread: float | None
    """Of the frequent items, noise included: 1.4826 times the median distance of their log ratios
    from 0, in doublings; ``None`` where there is none. This is what widens an interval."""
    frequent: int
    """How many items have ``FREQUENT`` mentions."""
    bias: float
    """Standard deviation of the lasting bias alone, in doublings, estimated over all items."""
    bias_high: float
    """Upper end of its 95 % interval."""
    noise: float
    """Share of the Poisson variance of the counts that is met beside it, 0 to 1."""
    items: int
    """How many log ratios the last three rest on."""


def variance(pair: PairCounts) -> float:
    """Poisson variance of a pair's log ratio, in doublings squared, a zero counting as 0.5.

    >>> round(variance(PairCounts(10, 10**9, 10, 10**9)), 3)
    0.416
    """
    a, b = pair.count_a or 0.5, pair.count_b or 0.5
    parts = max(0.0, 1 / a - 1 / pair.size_a) + max(0.0, 1 / b - 1 / pair.size_b)
    return parts / log(2) ** 2


def log_ratio_spread(pairs: Sequence[PairCounts]) -> Spread:
    """Measure the scatter of log ratios round 0, and part it into bias and noise.

    ``spread`` is the robust one of the frequent items, with nothing taken away for noise, so it
    errs on the wide side. The parting is by maximum likelihood: each log ratio is normal with mean
    0 and variance ``bias^2 + noise * variance``, a random-effects model (DerSimonian & Laird 1986)
    in which the share of the Poisson variance is estimated too, since the counts of a translation
    follow those of its original. ``bias_high`` is where the profile likelihood has fallen by 1.92.

    >>> even = [PairCounts(n, 10**6, n, 10**6) for n in (5, 10, 20, 40)]
    >>> found = log_ratio_spread(even)
    >>> found.spread, found.frequent, found.bias, found.items
    (0.0, 3, 0.0, 4)
    """
    ratios = [_log_ratio(pair) for pair in pairs]
    noises = [variance(pair) for pair in pairs]

    def cost(bias: float, noise: float) -> float:
        total = 0.0
        for ratio, measured in zip(ratios, noises, strict=True):
            around = bias * bias + noise * measured + _FLOOR
            total += log(around) + ratio * ratio / around
        return total

    def lowest(bias: float) -> float:
        """The cost of a bias at the share of noise that suits it best."""
        return cost(bias, _lowest(lambda noise: cost(bias, noise), 0.0, 1.0))

    from statistics import median  # and all that it imports

    common = [abs(r) for r, p in zip(ratios, pairs, strict=True) if _mentions(p) >= FREQUENT]
    spread = _TO_SD * median(common) if common else None
    if not pairs:
        return Spread(spread, len(common), 0.0, 0.0, 0.0, 0)
    bias = _lowest(lowest, 0.0, _MOST)
    bar = lowest(bias) + _FALL
    high = bias + _lowest(lambda more: abs(lowest(bias + more) - bar), 0.0, _MOST)
    noise = _lowest(lambda share: cost(bias, share), 0.0, 1.0)
    return Spread(spread, len(common), bias, high, noise, len(pairs))


def _mentions(pair: PairCounts) -> int:
    return pair.count_a + pair.count_b


def _log_ratio(pair: PairCounts) -> float:
    return log_ratio(pair, Settings()) or 0.0


def _lowest(cost: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley is lowest, by golden section; an end where that is lower."""
    golden = (sqrt(5) - 1) / 2
    first, last = low, high
    inner, outer = last - golden * (last - first), first + golden * (last - first)
    left, right = cost(inner), cost(outer)
    for _ in range(_STEPS):
        if left <= right:
            last, outer, right = outer, inner, left
            inner = last - golden * (last - first)
            left = cost(inner)
        else:
            first, inner, left = inner, outer, right
            outer = first + golden * (last - first)
            right = cost(outer)
    return min((low, high, (first + last) / 2), key=cost)
