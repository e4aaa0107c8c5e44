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
the spread that log ratios have beside their sampling, 0 within a language. Degrees of freedom
follow Satterthwaite (1946), over the dispersions and the spread.

Far out that statistic promises too much where one side is much the larger, since a proportion
near 0 or 1 is skewed. So p is never below the one-sided p of the signed root of the deviance
(McCullagh & Nelder 1989, section 4.4) over the same dispersion, and a ratio is rejected only where
both reject it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log, log1p, log2, sqrt

from aiplans_cli.statistics.student import t_p, t_quantile

_LN2 = log(2)
_NEAR = 1e-13
_ROUNDS = 100
_TINY = 1e-280


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
    """Scale of what log ratios have beside sampling, in doublings."""

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
        wide = mixed + binomial * self._variance
        p = t_p(apart / sqrt(binomial * wide), self.df)
        sides = ((self.count_a, self.size_a), (self.count_b, self.size_b))
        gain_a, gain_b = (n * log(n * size / (both * of)) if n else 0.0 for n, of in sides)
        deviance = max(0.0, 2 * (gain_a + gain_b))
        return max(p, t_p(sqrt(deviance / wide), self.df) / 2)

    @property
    def beside(self) -> float:
        """What the spread adds to the dispersion where both rates are equal."""
        both, size = self.count_a + self.count_b, self.size_a + self.size_b
        return both * self.size_a * self.size_b / size / size * self._variance

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
        alpha, p = 1 - confidence, self.p
        low, high = self._low(alpha), -self._swapped()._low(alpha) + 0.0
        side = self.count_a * self.size_b - self.count_b * self.size_a
        if p < alpha:  # what rounding might turn round
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
        return float(2 ** max(_NEAR, higher._low(alpha)))

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

    def _low(self, alpha: float) -> float:
        """The lower end: the ratio at which the larger of the two p values is ``alpha``."""
        a, b = self.count_a or 0.5, self.count_b
        pi = self._score_low(a, b, t_quantile(1 - alpha, self.df))
        if alpha < 0.5:
            pi = min(pi, self._deviance_low(a, b, t_quantile(1 - 2 * alpha, self.df)))
        return log2(pi * self.size_b / ((1 - pi) * self.size_a))

    def _wide(self, both: float, pi: float) -> float:
        """How many times the binomial variance the counts have where the share of A is ``pi``."""
        mixed = (1 - pi) * self.dispersion_a + pi * self.dispersion_b
        return mixed + both * pi * (1 - pi) * self._variance

    def _score_low(self, a: float, b: float, t: float) -> float:
        """The share of A below its own at which the score statistic is ``t``."""
        both = a + b
        share, scale = a / both, t * t / both

        def root(pi: float) -> float:
            """The lower root of (share - x)^2 = c x (1 - x), with c as it is at ``pi``."""
            c = scale * self._wide(both, pi)
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
        return found

    def _deviance_low(self, a: float, b: float, t: float) -> float:
        """The share of A below its own at which the root of the deviance is ``t``.

        By Newton's method on the log odds, from below, where the deviance falls ever more slowly.
        """
        both = a + b
        squared, rest = t * t, log(b / both) if b else 0.0
        most = max(self.dispersion_a, self.dispersion_b) + both * self._variance / 4
        pi = a / both * max(_TINY, exp(-(squared * most / 2 - b * rest) / a))
        for _ in range(_ROUNDS):
            deviance = 2 * (a * log(a / (both * pi)) + (b * (rest - log1p(-pi)) if b else 0.0))
            excess = deviance - squared * self._wide(both, pi)
            slope = self.dispersion_b - self.dispersion_a + both * self._variance * (1 - 2 * pi)
            step = excess / (2 * (a - both * pi) + squared * slope * pi * (1 - pi))
            odds = pi / (1 - pi) * exp(max(-50.0, min(step, 50.0)))
            pi = max(_TINY, min(odds / (1 + odds), a / both * (1 - _NEAR)))
            if abs(step) <= _NEAR:
                break
        return pi


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
