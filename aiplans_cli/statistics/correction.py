"""Corrections of p values for the number of tests made."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def none(p_values: Sequence[float]) -> list[float]:
    """The p values as they are.

    >>> none([0.01, 0.5])
    [0.01, 0.5]
    """
    return list(p_values)


def bonferroni(p_values: Sequence[float]) -> list[float]:
    """Each p times the number of tests, at most 1: bounds the chance of any false alarm.

    >>> bonferroni([0.01, 0.5])
    [0.02, 1.0]
    """
    return [min(1.0, p * len(p_values)) for p in p_values]


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm (1979): step-down Bonferroni, never less powerful and with the same promise.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [1.0] * len(p_values)
    running = 0.0
    for rank, index in enumerate(order):
        running = max(running, p_values[index] * (len(order) - rank))
        adjusted[index] = min(1.0, running)
    return adjusted


def fdr_bh(p_values: Sequence[float]) -> list[float]:
    """Benjamini & Hochberg (1995): the q value, the false discovery rate at which it passes.

    >>> fdr_bh([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    total = len(p_values)
    order = sorted(range(total), key=p_values.__getitem__, reverse=True)
    adjusted = [1.0] * total
    running = 1.0
    for step, index in enumerate(order):
        running = min(running, p_values[index] * total / (total - step))
        adjusted[index] = max(p_values[index], running)  # p * n / n may come out a hair below p
    return adjusted


CORRECTIONS: dict[str, Callable[[Sequence[float]], list[float]]] = {
    "none": none,
    "bonferroni": bonferroni,
    "holm": holm,
    "fdr_bh": fdr_bh,
}
"""Name of a correction → function from p values to corrected ones, in the same order."""


def level_after(correction: str, alpha: float, passed: int, tests: int) -> float:
    """The p below which those ``tests`` lie of which ``passed`` are below ``alpha`` when corrected.

    An interval at 1 minus this level excludes equality exactly where the corrected p is below
    ``alpha``. For ``fdr_bh`` it is that of Benjamini & Yekutieli (2005), alpha R / m, under which
    at most alpha of the intervals that are shown for what passed miss their value.

    >>> round(level_after("fdr_bh", 0.05, 3, 100), 6)
    0.0015
    >>> level_after("holm", 0.05, 3, 100) == 0.05 / 97
    True
    """
    if correction == "none" or not tests:
        return alpha
    if correction == "bonferroni":
        return alpha / tests
    if correction == "holm":
        return alpha / max(1, tests - passed)
    return alpha * max(1, passed) / tests
