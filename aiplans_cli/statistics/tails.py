"""Tails of the normal and the binomial distribution, in plain floating point."""

from __future__ import annotations

from math import erfc, exp, lgamma, log, log1p, pi, sqrt

WIDEST = 10_000.0
"""Standard deviation of a count beyond which the normal curve stands in for a sum."""

_SMALL = 1e-9
"""A step of Newton's method after which the next would be beyond the last digit."""

_ROUNDS = 50
"""More steps than have ever been needed here (10), so that no noise can keep them going."""


def factorial_remainder(n: int) -> float:
    """ln n! - n ln n + n, by Stirling's series from 16 up.

    >>> round(factorial_remainder(1), 6), round(factorial_remainder(20), 6)
    (1.0, 2.420971)
    """
    if n < 16:
        return lgamma(n + 1) - (n * log(n) - n if n else 0.0)
    series = 1 / (12 * n) - 1 / (360 * n**3) + 1 / (1260 * n**5) - 1 / (1680 * n**7)
    return 0.5 * log(2 * pi * n) + series


def log_normal_tail(z: float) -> float:
    """ln P(Z >= z), also where the probability itself is too small for a float.

    >>> round(log_normal_tail(1.959964), 4), round(log_normal_tail(40.0), 2)
    (-3.6889, -804.61)
    """
    if z < 30:
        return log(erfc(z / sqrt(2)) / 2)
    return -z * z / 2 - log(z * sqrt(2 * pi)) + log1p(-1 / (z * z))


def _softplus(value: float) -> float:
    """ln(1 + e^value), without overflow."""
    return max(value, 0.0) + log1p(exp(-abs(value)))


def _log_probability(a: int, b: int, log_odds: float) -> float:
    """ln of the binomial probability of ``a`` out of a + b at ``log_odds``.

    The leading terms of the factorials are taken together with those of the odds (Loader 2000):
    they are large and nearly cancel, so that a difference of log-gammas would lose their digits.
    """
    rest = factorial_remainder(a + b) - factorial_remainder(a) - factorial_remainder(b)
    near_a = a * (log1p(b / a) - _softplus(-log_odds))
    near_b = b * (log1p(a / b) - _softplus(log_odds)) if b else 0.0
    return rest + near_a + near_b


def _tail_ratio(a: int, b: int, log_odds: float) -> float:
    """P(X >= a) over P(X = a), from 1 up."""
    odds, total, term = exp(log_odds), 1.0, 1.0
    while b and term > total * 1e-17:
        a += 1
        term *= odds * b / a
        total += term
        b -= 1
    return total


def _normal_quantile(alpha: float) -> float:
    """z with P(Z >= z) = alpha, which is below one half."""
    z = sqrt(-2 * log(alpha))
    for _ in range(_ROUNDS):
        # ln of the tail is concave: the density over the tail is the slope, negated
        slope = exp(-z * z / 2 - log_normal_tail(z)) / sqrt(2 * pi)
        step = (log_normal_tail(z) - log(alpha)) / slope
        z += step
        if abs(step) < _SMALL:
            break
    return z


def _wide_log_odds(a: int, b: int, alpha: float) -> float:
    """``lower_log_odds`` of counts above 10^8, by the expansion of Cornish & Fisher (1938).

    The share whose tail is ``alpha`` is the quantile of a beta variate, whose log odds have the
    cumulants psi(a) -+ psi(b + 1) and their derivatives. What the fifth would add is less than
    the rounding of the sum that this spares.
    """
    z, c = -_normal_quantile(alpha), b + 1
    mean = log(a / c) - 1 / (2 * a) + 1 / (2 * c)
    variance = 1 / a + 1 / (2 * a * a) + 1 / c + 1 / (2 * c * c)
    skewness = (1 / (c * c) - 1 / (a * a)) / (variance * sqrt(variance))
    excess = (2 / (a * a * a) + 2 / (c * c * c)) / (variance * variance)
    bent = skewness * (z * z - 1) / 6
    bent += excess * z * (z * z - 3) / 24 - skewness * skewness * z * (2 * z * z - 5) / 36
    return mean + sqrt(variance) * (z + bent)


def lower_log_odds(a: int, b: int, alpha: float) -> float:
    """Log odds at which ``a`` or more out of a + b trials have the probability ``alpha``.

    The lower end of the interval of Clopper & Pearson (1934) for a share, as ln(share / (1 -
    share)): both the share and its rest keep their digits, however near to 0 one of them is. ln
    of the tail is concave in the log odds, so Newton's method goes up to the root from below
    after its first step. ``a`` is at least 1, ``alpha`` above 0 and below one half.

    >>> from math import exp
    >>> odds = exp(lower_log_odds(8, 2, 0.025))
    >>> round(odds / (1 + odds), 4)
    0.4439
    """
    if a * b > WIDEST**2 * (a + b):
        return _wide_log_odds(a, b, alpha)
    target = log(alpha)
    # Near the root from below: the normal approximation, with a bound in place of its quantile.
    at = log(a / (b + 1)) - sqrt(-2 * target * (1 / a + 1 / (b + 1)))
    for _ in range(_ROUNDS):
        ratio = _tail_ratio(a, b, at)
        # d ln P(X >= a) / d log odds = a (1 - share) P(X = a) / P(X >= a)
        slope = a * exp(-_softplus(at)) / ratio
        step = (target - _log_probability(a, b, at) - log(ratio)) / slope
        at += step
        if abs(step) < _SMALL:
            break
    return at
