"""Numbers of other libraries, without the digits in which their versions differ."""

from __future__ import annotations

DIGITS = 12
"""Digits that are kept: scipy 1.11 and 1.17, and scikit-learn 1.5 and 1.9, agree to 14."""


def significant(value: float) -> float:
    """The value to 12 significant digits, where it comes from scipy, numpy or scikit-learn.

    Those sum in an order that their version and the processor decide, so that the last bit is not
    the same everywhere; the same inputs shall print the same bytes. It is called where such a
    number leaves the arrays, before anything is ranked or added up by it. What is computed here,
    number by number, needs none.

    >>> significant(0.10221393001760791) == significant(0.1022139300176079)
    True
    >>> significant(2 / 3), significant(-1e-20), significant(0.0)
    (0.666666666667, -1e-20, 0.0)
    """
    return float(f"{value:.{DIGITS - 1}e}")
