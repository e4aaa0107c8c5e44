"""Measures of effect: how large the difference is, whatever the amount of text."""

from __future__ import annotations

from math import log2, sqrt

from aiplans_cli.statistics.table import PairCounts, Settings, by_side, z_quantile

LN2 = 0.6931471805599453


def filled(count: int) -> float:
    """The count, or 0.5 for a zero (Hardie 2014), so that a ratio can be taken."""
    return count or 0.5


def _ratio(pair: PairCounts) -> float:
    """The ratio of the two rates, with 0.5 for a zero."""
    return filled(pair.count_a) * pair.size_b / (filled(pair.count_b) * pair.size_a)


log_ratio = by_side(lambda pair, settings: log2(_ratio(pair)))


def log_ratio_interval(pair: PairCounts, settings: Settings) -> tuple[float, float] | None:
    """Wald interval of the log ratio, in doublings (Katz et al. 1978).

    The variance of ln(risk ratio) is 1/a - 1/A + 1/b - 1/B. A zero counts as 0.5 here too; where
    that would turn the side round the score is 0, and the interval is widened to hold it.
    ``None`` where a side has no words.

    >>> low, high = log_ratio_interval(PairCounts(52, 50_000, 57, 75_000), Settings())
    >>> round(low, 3), round(high, 3)
    (-0.089, 0.995)
    """
    if pair.empty:
        return None
    if pair.side < 0:
        mirrored = log_ratio_interval(pair.swapped(), settings)
        return None if mirrored is None else (-mirrored[1] + 0.0, -mirrored[0] + 0.0)
    score = log_ratio(pair, settings) or 0.0
    a, b = filled(pair.count_a), filled(pair.count_b)
    variance = max(0.0, 1 / a - 1 / pair.size_a) + max(0.0, 1 / b - 1 / pair.size_b)
    reach = z_quantile(settings.confidence) * sqrt(variance) / LN2
    centre = log2(_ratio(pair)) if pair.side else 0.0
    return (min(score, centre - reach), max(score, centre + reach))
