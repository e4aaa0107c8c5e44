"""Measures that see a term as part of the whole vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from math import log, log1p, log2, sqrt

from aiplans_cli.statistics.table import PairCounts, Settings, by_side


def _log_odds(count: int, size: int, prior: float, prior_total: float) -> float:
    return log((count + prior) / (size - count + prior_total - prior))


def dirichlet_z(pair: PairCounts, settings: Settings) -> float | None:
    """Log-odds ratio under a Dirichlet prior over its standard error (Monroe et al. 2008, eq. 22).

    ``None`` where a side has no words, and for a term to which the prior gives nothing. The sign
    is that of the two estimates, not of the rates: a prior of many words holds back the smaller
    side more, so the side with the higher rate can have the lower estimate. Not monotone: a first
    occurrence on the rarer side lifts its estimate but shrinks the error more, so z can move away
    from 0.

    >>> pair = PairCounts(101, 1747, 412, 8480, prior=1, prior_total=2101)
    >>> round(dirichlet_z(pair, Settings()), 3)
    -3.617
    """
    prior, total = pair.prior, pair.prior_total
    if pair.empty or not prior or total is None or not total > prior:
        return None
    difference = _log_odds(pair.count_a, pair.size_a, prior, total) - _log_odds(
        pair.count_b, pair.size_b, prior, total
    )
    return difference / sqrt(1 / (pair.count_a + prior) + 1 / (pair.count_b + prior))


def informative_prior(counts: Mapping[str, int], weight: float = 500.0) -> dict[str, float]:
    """Pseudo-counts that follow a reference's rates, ``weight`` words of it in all.

    Monroe et al. (2008), section 3.5.1: the prior says what a word's rate is in general, so that
    words common everywhere are held back.

    >>> informative_prior({"the": 3, "ai": 1}, 8)
    {'the': 6.0, 'ai': 2.0}
    """
    total = sum(counts.values())
    return {term: weight * count / total for term, count in counts.items() if count}


def _gain(rate: float, other: float) -> float:
    """rate * log2(rate / mean of the two); 0 for 0."""
    if not rate:
        return 0.0
    apart = (rate - other) / (rate + other)
    return rate * (log1p(apart) / log(2) if abs(apart) < 0.5 else log2(1 + apart))


def divergence_part(rate_a: float, rate_b: float) -> float:
    """The part of the Jensen-Shannon divergence, in bits, of a term with these rates.

    >>> divergence_part(0.5, 0.0), divergence_part(0.5, 0.5)
    (0.25, 0.0)
    """
    return max(0.0, (_gain(rate_a, rate_b) + _gain(rate_b, rate_a)) / 2)


def _jsd(pair: PairCounts, settings: Settings) -> float:
    return divergence_part(pair.count_a / pair.size_a, pair.count_b / pair.size_b)


jsd = by_side(_jsd)
"""The term's part of the Jensen-Shannon divergence (Lin 1991), in bits, signed by side.

Each part is at least 0 before it is signed, and over a vocabulary whose counts fill both sizes
the parts add up to the divergence, 0 to 1.
"""
