"""Student's t distribution in plain Python, for commands that do not load scipy."""

from __future__ import annotations

from functools import cache
from math import exp, inf, lgamma, log, log1p, pi, sqrt

from aiplans_cli.statistics.table import chi2_p, z_quantile

_ROUNDS = 10_000
_TINY = 1e-300
_ENOUGH = 1e-14


def t_p(t: float, df: float) -> float:
    """Two-sided p of a t value with ``df`` degrees of freedom, infinite for the normal.

    The regularised incomplete beta function I(df / (df + t^2); df / 2, 1/2) (Student 1908; Press
    et al. 2007, section 6.14.3).

    >>> round(t_p(2.2621571627, 9), 6), round(t_p(1.959964, float("inf")), 6)
    (0.05, 0.05)
    """
    if df == inf:
        return chi2_p(t * t)
    squared = t * t
    if squared == inf:
        return 0.0
    return _incomplete_beta(df / 2, 0.5, df / (df + squared), squared / (df + squared))


@cache
def t_quantile(confidence: float, df: float) -> float:
    """Two-sided quantile: 2.262 for 0.95 and 9 degrees of freedom.

    By Newton's method on p from below, where it falls ever more slowly, so that no step goes too
    far.

    >>> round(t_quantile(0.95, 9), 6), round(t_quantile(0.95, float("inf")), 6)
    (2.262157, 1.959964)
    """
    t = z_quantile(confidence)
    if df == inf:
        return t
    scale = 2 * exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)
    step = inf
    while step > _ENOUGH * t:
        density = scale * exp(-(df + 1) / 2 * log1p(t * t / df))
        step = (t_p(t, df) - (1 - confidence)) / density
        t += step
    return t


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """I(x; a, b), where ``rest`` is 1 - x without its loss of digits."""
    if x <= 0 or rest <= 0:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _incomplete_beta(b, a, rest, x)
    logs = a * (log(x) if x < 0.5 else log1p(-rest)) + b * (log1p(-x) if x < 0.5 else log(rest))
    return exp(logs + lgamma(a + b) - lgamma(a) - lgamma(b)) * _continued(a, b, x) / a


def _continued(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    both, upper = a + b, 1.0
    value = lower = 1 / (1 - both * x / (a + 1) or _TINY)
    for step in range(1, _ROUNDS):
        even = a + 2 * step
        term = step * (b - step) * x / ((even - 1) * even)
        lower = 1 / (1 + term * lower or _TINY)
        upper = 1 + term / upper or _TINY
        value *= upper * lower
        term = -(a + step) * (both + step) * x / (even * (even + 1))
        lower = 1 / (1 + term * lower or _TINY)
        upper = 1 + term / upper or _TINY
        value *= (last := upper * lower)
        if abs(last - 1) < _ENOUGH:
            break
    return value


def effective_df(parts: tuple[tuple[float, float], ...], most: float) -> float:
    """Degrees of freedom of a sum of variances, whole, from 1 to ``most`` (Satterthwaite 1946).

    ``parts`` are the variances with the degrees of freedom of each.

    >>> effective_df(((1.0, 9), (1.0, 9)), 18)
    18
    """
    whole = sum(variance for variance, _ in parts)
    below = sum(variance * variance / df for variance, df in parts)
    if most == inf or not below:
        return most
    return max(1, int(min(whole * whole / below + _ROUNDING, most)))


def wider_df(variance: float, df: float, added: float, added_df: float) -> float:
    """Degrees of freedom of a variance to which another was added: 1 at least, ``df`` at most.

    >>> round(wider_df(1.0, 50, 1.0, 2), 2), wider_df(1.0, 50, 0.0, 2)
    (7.69, 50)
    """
    below = variance * variance / df + added * added / added_df
    if not below:
        return df
    # rounded, so that two sides can change places without a trace
    return min(df, max(1.0, round((variance + added) ** 2 / below, 9)))


_ROUNDING = 1e-9  # so that a whole number that comes out a hair below itself stays one
