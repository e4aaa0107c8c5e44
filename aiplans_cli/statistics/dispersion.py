"""How evenly a term is spread over the sections of one document."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def dp(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """Gries (2008)."""
    total, size = sum(counts), sum(sizes)
    if not (total and size):
        return None
    return sum(abs(c / total - s / size) for c, s in zip(counts, sizes, strict=True)) / 2


def dp_norm(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """Lijffijt & Gries (2012)."""
    value = dp(counts, sizes)
    if value is None:
        return None
    room = 1 - min(s for s in sizes if s) / sum(sizes)
    return min(1.0, value / room) if room else None


DISPERSION: dict[str, Callable[[Sequence[int], Sequence[int]], float | None]] = {
    "dp": dp,
    "dp_norm": dp_norm,
}
