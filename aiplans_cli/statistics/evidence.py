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
    given, expected = observed * both, total * size
    relative = (given - expected) / expected
    if abs(relative) < 0.5:
        return observed * log1p(relative)
    return observed * log(given / expected)


def likelihood_ratio(pair: PairCounts) -> float:
    """Unsigned four-term G2, 2 * sum of O ln(O / E) over the four cells, at least 0."""
    words = pair.count_a + pair.count_b
    both = pair.size_a + pair.size_b
    return max(
        0.0,
        2
        * (
            _gain(pair.count_a, words, pair.size_a, both)
            + _gain(pair.count_b, words, pair.size_b, both)
            + _gain(pair.size_a - pair.count_a, both - words, pair.size_a, both)
            + _gain(pair.size_b - pair.count_b, both - words, pair.size_b, both)
        ),
    )


def likelihood_ratio_2term(pair: PairCounts) -> float:
    """Unsigned two-term G2: the two cells of the term itself, at least 0."""
    words, both = pair.count_a + pair.count_b, pair.size_a + pair.size_b
    terms = _gain(pair.count_a, words, pair.size_a, both) + _gain(
        pair.count_b, words, pair.size_b, both
    )
    return max(0.0, 2 * terms)


def williams(pair: PairCounts) -> float:
    """Williams' (1976) factor q, by which G2 is divided; no margin may be empty.

    q = 1 + (N/A + N/B - 1)(N/m + N/(N-m) - 1) / 6N for a term with m occurrences in all.
    """
    words, both = pair.count_a + pair.count_b, pair.size_a + pair.size_b
    sides = both / pair.size_a + both / pair.size_b - 1
    terms = both / words + both / (both - words) - 1
    return 1 + sides * terms / (6 * both)


def _pearson(pair: PairCounts, shift: float) -> float:
    """N (|ad - bc| - shift N)^2 / (product of the margins); no margin may be empty."""
    words, both = pair.count_a + pair.count_b, pair.size_a + pair.size_b
    margins = words * (both - words) * pair.size_a * pair.size_b
    cross = abs(pair.count_a * pair.size_b - pair.count_b * pair.size_a)
    # cross is |ad - bc| exactly: a(B - b) - b(A - a) = aB - bA.
    doubled = max(0, 2 * cross - int(2 * shift * both))
    return both * doubled * doubled / (4 * margins)


g2 = by_side(lambda pair, settings: likelihood_ratio(pair))
"""Four-term log-likelihood (Dunning 1993)."""

g2_2term = by_side(lambda pair, settings: likelihood_ratio_2term(pair))
"""Two-term log-likelihood (Rayson & Garside 2000, after Read & Cressie 1988)."""

g2_williams = by_side(lambda pair, settings: likelihood_ratio(pair) / williams(pair))
"""Four-term G2 divided by Williams' factor.

Not monotone: where expected counts are far below 1 the factor, a large-sample correction, grows
faster than G2 and outweighs it. quanteda 4's chi2 with this correction multiplies by the factor
where it should divide, and its G2 default is a shift of Yates' kind under a condition although
its manual says Williams; neither is imitated here.
"""

chi2 = by_side(lambda pair, settings: _pearson(pair, 0.0))
"""Pearson's chi-squared, without a shift whatever the expected counts."""

chi2_yates = by_side(lambda pair, settings: _pearson(pair, 0.5))
"""Pearson's chi-squared with Yates' (1934) shift of N/2, never beyond 0."""


def bic(pair: PairCounts, settings: Settings) -> float | None:
    """Wilson (2013): two-term G2 minus ln N, N the two sizes together; ``None`` with no words.

    Above 2 is positive evidence of a difference, above 10 very strong; below 0 the two rates are
    better called equal. It carries no side, so rows are ranked by its signed G2.

    >>> round(bic(PairCounts(52, 50_000, 57, 75_000), Settings()), 2)
    -9.08
    """
    if pair.empty:
        return None
    return likelihood_ratio_2term(pair) - log(pair.size_a + pair.size_b)


def p_of(statistic: float | None) -> float | None:
    """The p value of a statistic that follows chi-squared with one degree of freedom."""
    return None if statistic is None else chi2_p(abs(statistic))
