"""Measures of effect: how large the difference is, whatever the amount of text."""

from __future__ import annotations

from math import exp, log, log2, sqrt

from aiplans_cli.statistics.evidence import likelihood_ratio_2term
from aiplans_cli.statistics.table import PairCounts, Settings, by_side, z_quantile
from aiplans_cli.statistics.tails import lower_log_odds

LN2 = log(2)


def filled(count: int) -> float:
    """The count, or 0.5 for a zero (Hardie 2014), so that a ratio can be taken."""
    return count or 0.5


def _ratio(pair: PairCounts) -> float:
    """The ratio of the two rates, with 0.5 for a zero."""
    return filled(pair.count_a) * pair.size_b / (filled(pair.count_b) * pair.size_a)


log_ratio = by_side(lambda pair, settings: log2(_ratio(pair)))
"""Binary logarithm of the ratio of rates (Hardie 2014), with 0.5 for a zero count.

Where the 0.5 would give the side with no occurrence the higher rate, the score is 0.
"""


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


def _conservative(pair: PairCounts, settings: Settings) -> float:
    alpha = (1 - settings.confidence) / 2 / max(1, settings.family)
    log_odds = lower_log_odds(pair.count_a, pair.count_b, alpha)
    return log2(pair.size_b / pair.size_a) + log_odds / LN2


log_ratio_conservative = by_side(_conservative)
"""Evert (2022): the end nearer to 0 of the log ratio's interval, or 0 where that holds 0.

The Clopper-Pearson interval (1934) of the share of A in a + b gives that of the ratio of rates
(conditional Poisson test); its error is shared out over ``settings.family`` terms (Bonferroni).
No zero needs filling.
"""


def risk_ratio(pair: PairCounts, settings: Settings) -> float | None:
    """Rate in A over rate in B, above 1 for more in A; ``None`` where B has no occurrence.

    >>> risk_ratio(PairCounts(4, 100, 2, 100), Settings())
    2.0
    """
    if pair.empty or not pair.count_b:
        return None
    return pair.count_a * pair.size_b / (pair.count_b * pair.size_a)


def risk_ratio_interval(pair: PairCounts, settings: Settings) -> tuple[float, float] | None:
    """Wald interval of the risk ratio (Katz et al. 1978); ``None`` where a count is 0."""
    if pair.empty or not (pair.count_a and pair.count_b):
        return None
    low, high = log_ratio_interval(pair, settings) or (0.0, 0.0)
    return (2**low, 2**high)


def percent_diff(pair: PairCounts, settings: Settings) -> float | None:
    """%DIFF (Gabrielatos & Marchi 2011): 100 (rate in A - rate in B) / rate in B, from -100 up.

    ``None`` where B has no occurrence; the authors' tiny number in place of 0 is not imitated.

    >>> percent_diff(PairCounts(3, 100, 2, 100), Settings())
    50.0
    """
    if pair.empty or not pair.count_b:
        return None
    cross = pair.count_a * pair.size_b - pair.count_b * pair.size_a
    return 100 * cross / (pair.count_b * pair.size_a)


def percent_diff_interval(pair: PairCounts, settings: Settings) -> tuple[float, float] | None:
    """The risk ratio's interval in per cent of difference; ``None`` where a count is 0."""
    ends = risk_ratio_interval(pair, settings)
    return None if ends is None else (100 * (ends[0] - 1), 100 * (ends[1] - 1))


def odds_ratio(pair: PairCounts, settings: Settings) -> float | None:
    """Odds of the term in A over its odds in B (Pojanapunya & Todd 2018), above 1 for A.

    ``None`` where it is infinite or undefined: no occurrence in B, or nothing else in A.

    >>> round(odds_ratio(PairCounts(16217, 2796938, 735, 2087946), Settings()), 1)
    16.6
    """
    below = pair.count_b * (pair.size_a - pair.count_a)
    if pair.empty or not below:
        return None
    return pair.count_a * (pair.size_b - pair.count_b) / below


def odds_ratio_interval(pair: PairCounts, settings: Settings) -> tuple[float, float] | None:
    """Woolf's (1955) interval; ``None`` where one of the four cells is 0."""
    cells = (
        pair.count_a,
        pair.count_b,
        pair.size_a - pair.count_a,
        pair.size_b - pair.count_b,
    )
    value = odds_ratio(pair, settings)
    if value is None or not all(cells):
        return None
    reach = z_quantile(settings.confidence) * sqrt(sum(1 / cell for cell in cells))
    return (value * exp(-reach), value * exp(reach))


def _log_odds(pair: PairCounts, settings: Settings) -> float:
    others_a, others_b = pair.size_a - pair.count_a, pair.size_b - pair.count_b
    return log2(filled(pair.count_a) * filled(others_b)) - log2(
        filled(pair.count_b) * filled(others_a)
    )


odds_signed = by_side(_log_odds)
"""Binary logarithm of the odds ratio, with 0.5 for an empty cell."""


def difference_coefficient(pair: PairCounts, settings: Settings) -> float | None:
    """Hofland & Johansson (1982): (rate A - rate B) / (rate A + rate B), -1 to 1; 0 for 0/0.

    >>> round(difference_coefficient(PairCounts(18, 10**6, 35, 10**6), Settings()), 2)
    -0.32
    """
    if pair.empty:
        return None
    left, right = pair.count_a * pair.size_b, pair.count_b * pair.size_a
    return (left - right) / (left + right) if left + right else 0.0


def simple_maths(pair: PairCounts, settings: Settings) -> float | None:
    """Kilgarriff (2009): (rate A + k) / (rate B + k), rates per million, above 1 for A.

    >>> round(simple_maths(PairCounts(35, 112289776, 263, 1559716979), Settings()), 4)
    1.1224
    """
    if pair.empty:
        return None
    k, million = settings.per_million, 1_000_000
    below = million * pair.count_b / pair.size_b + k
    return (million * pair.count_a / pair.size_a + k) / below if below else None


def _log_simple_maths(pair: PairCounts, settings: Settings) -> float | None:
    value = simple_maths(pair, settings)
    return log2(_ratio(pair)) if value is None else log2(value)


simple_maths_signed = by_side(_log_simple_maths)
"""Binary logarithm of simple maths' ratio; where k = 0 leaves a zero, with 0.5 for it."""


def _ell(pair: PairCounts, settings: Settings) -> float:
    words, both = pair.count_a + pair.count_b, pair.size_a + pair.size_b
    smaller = min(pair.size_a, pair.size_b)
    return min(1.0, likelihood_ratio_2term(pair) / (2 * words * log(both / smaller)))


ell = by_side(_ell)
"""Effect size of the two-term G2 (Johnston, Berry & Mielke 2006), signed, -1 to 1.

The share of the largest possible departure: G2 / 2 over -n ln(q), n the term's occurrences and q
the expected share of the smaller side. The Lancaster calculator prints G2 / (N ln E) with N all
words and E the smaller expected count under this name; that has no upper end and breaks where E
is at most 1, so it is not imitated.
"""
