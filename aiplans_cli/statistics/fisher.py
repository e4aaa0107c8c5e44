"""Fisher's exact test, in plain floating point for counts of any size."""

from __future__ import annotations

from math import erfc, exp, log, sqrt

from aiplans_cli.statistics.evidence import likelihood_ratio
from aiplans_cli.statistics.table import PairCounts, Settings, by_side
from aiplans_cli.statistics.tails import WIDEST, factorial_remainder, log_normal_tail

TIE = 1 + 1e-7
"""Tables this much likelier than the observed one still count as equally likely, as in R."""


def _log_probability(pair: PairCounts) -> float:
    """ln of the hypergeometric probability of the table, given its margins.

    The leading terms of the nine factorials are -G2/2 (Loader 2000 for the binomial), which
    keeps the digits that a difference of nine log-gammas would lose.
    """
    words, both = pair.count_a + pair.count_b, pair.size_a + pair.size_b
    margins = (words, both - words, pair.size_a, pair.size_b)
    cells = (
        pair.count_a,
        pair.count_b,
        pair.size_a - pair.count_a,
        pair.size_b - pair.count_b,
    )
    rest = (
        sum(map(factorial_remainder, margins))
        - sum(map(factorial_remainder, cells))
        - factorial_remainder(both)
    )
    return rest - likelihood_ratio(pair) / 2


def _moved(pair: PairCounts, count_a: int) -> PairCounts:
    """The table with the same margins and another count in A."""
    words = pair.count_a + pair.count_b
    return PairCounts(count_a, pair.size_a, words - count_a, pair.size_b)


def log_tail(pair: PairCounts) -> float:
    """ln P(X >= count in A) given the margins."""
    a, b = pair.count_a, pair.count_b
    c, d = pair.size_a - a, pair.size_b - b
    total, term = 1.0, 1.0
    while b and c and term > total * 1e-17:
        term *= b * c / ((a + 1) * (d + 1))
        total += term
        a, b, c, d = a + 1, b - 1, c - 1, d + 1
    return min(0.0, _log_probability(pair) + log(total))


def _width(pair: PairCounts) -> float:
    """Standard deviation of the count in A, given the margins."""
    words, both = pair.count_a + pair.count_b, pair.size_a + pair.size_b
    spread = words * (both - words) * pair.size_a * pair.size_b
    return sqrt(spread / (both * both * (both - 1)))


def _z(pair: PairCounts, shift: float) -> float:
    """Distance of the count in A from its expectation, moved by ``shift``, in deviations."""
    words, both = pair.count_a + pair.count_b, pair.size_a + pair.size_b
    excess = (pair.count_a * both - words * pair.size_a) / both
    return (excess + shift) / _width(pair)


def _opposite(pair: PairCounts) -> PairCounts | None:
    """The likeliest table beyond the mode that is no likelier than the observed one.

    ``pair`` has the higher rate in A; the tables searched have fewer in A. ``None`` where every
    one of them is likelier.
    """
    limit = _log_probability(pair) + log(TIE)
    words = pair.count_a + pair.count_b
    low = max(0, words - pair.size_b)
    high = min(pair.count_a - 1, (words + 1) * (pair.size_a + 1) // (pair.size_a + pair.size_b + 2))
    if high < low or _log_probability(_moved(pair, low)) > limit:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        if _log_probability(_moved(pair, middle)) <= limit:
            low = middle
        else:
            high = middle - 1
    return _moved(pair, low)


def fisher_p(pair: PairCounts, settings: Settings) -> float | None:
    """Two-sided p of Fisher's exact test, 0 to 1; ``None`` where a side has no words.

    The sum of the probabilities of all tables with the same margins that are no likelier than
    the observed one. Where the count's standard deviation passes 10,000 the normal curve with a
    shift of one half replaces a sum of many thousand terms.

    >>> round(fisher_p(PairCounts(1, 4, 3, 4), Settings()), 3)
    0.486
    """
    if pair.empty:
        return None
    if pair.side == 0:
        return 1.0
    if pair.side < 0:
        return fisher_p(pair.swapped(), settings)
    if _width(pair) > WIDEST:
        return erfc(max(0.0, _z(pair, -0.5)) / sqrt(2))
    near = exp(log_tail(pair))
    other = _opposite(pair)
    if other and other.count_a == pair.count_a - 1:
        return 1.0  # every table is in the sum
    return min(1.0, near + (exp(log_tail(other.swapped())) if other else 0.0))


def _fisher_strength(pair: PairCounts, settings: Settings) -> float:
    if _width(pair) > WIDEST:
        above, below = log_normal_tail(_z(pair, -0.5)), log_normal_tail(-_z(pair, 0.5))
    else:
        above, below = log_tail(pair), log_tail(pair.swapped())
    return (below - above) / log(10)


fisher_signed = by_side(_fisher_strength)
"""log10 P(X <= a) - log10 P(X >= a): the one-sided p values against each other.

The two-sided p has no side and does not fall steadily; each one-sided p does.
"""
