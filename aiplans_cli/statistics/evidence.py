"""Measures of evidence: how surely the two rates differ. All are signed by side."""

from __future__ import annotations

from math import log, log1p

from aiplans_cli.statistics.table import PairCounts, Settings, by_side, chi2_p


def _gain(observed: int, total: int, size: int, both: int) -> float:
    """observed * ln(observed / expected) with expected = total * size / both; 0 for 0.

    Near the expected value the quotient is taken as 1 + a difference of whole numbers, since
    the logarithm of a rounded quotient loses every digit where counts reach 10**12.
    """
    if not observed:
        return 0.0
    excess = observed * both - total * size
    relative = excess / (total * size)
    if abs(relative) < 0.5:
        return observed * log1p(relative)
    return observed * log(observed * both / (total * size))


def _g2(pair: PairCounts, settings: Settings) -> float:
    words = pair.count_a + pair.count_b
    others_a, others_b = pair.size_a - pair.count_a, pair.size_b - pair.count_b
    both = pair.size_a + pair.size_b
    return 2 * (
        _gain(pair.count_a, words, pair.size_a, both)
        + _gain(pair.count_b, words, pair.size_b, both)
        + _gain(others_a, both - words, pair.size_a, both)
        + _gain(others_b, both - words, pair.size_b, both)
    )


g2 = by_side(_g2)


def p_of(statistic: float | None) -> float | None:
    """The p value of a statistic that follows chi-squared with one degree of freedom."""
    return None if statistic is None else chi2_p(abs(statistic))
