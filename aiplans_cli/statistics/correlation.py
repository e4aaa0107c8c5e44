"""Correlation of two series of numbers, by value and by rank."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt


def pearson(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Pearson's (1896) correlation, -1 to 1; ``None`` where a series does not vary.

    >>> round(pearson([1, 2, 3, 4], [1, 3, 2, 4]), 3)
    0.8
    """
    if len(a) < 2:
        return None
    mean_a, mean_b = fsum(a) / len(a), fsum(b) / len(b)
    apart_a, apart_b = [x - mean_a for x in a], [y - mean_b for y in b]
    scale = sqrt(fsum(x * x for x in apart_a) * fsum(y * y for y in apart_b))
    if not scale:
        return None
    value = fsum(x * y for x, y in zip(apart_a, apart_b, strict=True)) / scale
    return max(-1.0, min(1.0, value))


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1 upwards; equal values share the mean of theirs.

    >>> ranks([10, 30, 20, 20])
    [1.0, 4.0, 2.5, 2.5]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for index in order[start:end]:
            found[index] = (start + 1 + end) / 2
        start = end
    return found


def spearman(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Spearman's (1904) correlation of the ranks, -1 to 1; ``None`` where a series does not vary.

    >>> spearman([1, 2, 3], [10, 100, 1000])
    1.0
    """
    return pearson(ranks(a), ranks(b))
