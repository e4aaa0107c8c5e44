"""How evenly a term is spread over the sections of one document.

Every function takes the term's counts and the sections' sizes, parallel, and leaves out sections
without words. ``None`` stands where a measure is undefined: a term that does not occur, or, for
the measures that need something to spread over, fewer than two sections. Where sections differ
in size, rates stand in for counts, so that an even spread means the same rate everywhere.

Most terms stand in few sections. Those in which a term does not stand may be told all together,
as ``Rest``, so that a document of a thousand sections costs no more than the places of its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2, sqrt
from typing import NamedTuple, Protocol


class Rest(NamedTuple):
    """Sections with words in which a term does not stand."""

    sections: int = 0
    """How many."""
    size: int = 0
    """Their words together."""
    smallest: int = 0
    """Words of the smallest."""


_NONE = Rest()


class Spread(Protocol):
    """A measure of dispersion."""

    def __call__(
        self, counts: Sequence[int], sizes: Sequence[int], rest: Rest = _NONE, /
    ) -> float | None:
        """Its value for a term's counts and the sizes of sections, and of the rest of them."""


def _shares(
    counts: Sequence[int], sizes: Sequence[int], rest: Rest
) -> list[tuple[float, float]] | None:
    """(share of the occurrences, share of the words) of each section with words, the rest as one.

    ``None`` where the term does not occur.
    """
    total, size = sum(counts), sum(sizes) + rest.size
    if not (total and size):
        return None
    shares = [(c / total, s / size) for c, s in zip(counts, sizes, strict=True) if s]
    return [*shares, (0.0, rest.size / size)] if rest.size else shares


def _rates(
    counts: Sequence[int], sizes: Sequence[int], rest: Rest
) -> tuple[list[float], int] | None:
    """The rates above 0, and the number of sections.

    ``None`` where the term does not occur or there is one section.
    """
    sections = sum(size > 0 for size in sizes) + rest.sections
    rates = [c / s for c, s in zip(counts, sizes, strict=True) if s and c]
    return (rates, sections) if sections > 1 and rates else None


def section_range(counts: Sequence[int], sizes: Sequence[int], rest: Rest = _NONE) -> float | None:
    """How many sections contain the term; ``None`` where there are none with words.

    >>> section_range([1, 0, 4], [10, 10, 10])
    2
    """
    return sum(count > 0 for count in counts) if rest.sections or any(sizes) else None


def dp(counts: Sequence[int], sizes: Sequence[int], rest: Rest = _NONE) -> float | None:
    """Gries (2008): half the sum of |share of occurrences - share of words|, 0 even to 1.

    >>> round(dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 2)
    0.18
    """
    shares = _shares(counts, sizes, rest)
    return None if shares is None else sum(abs(c - s) for c, s in shares) / 2


def dp_norm(counts: Sequence[int], sizes: Sequence[int], rest: Rest = _NONE) -> float | None:
    """Lijffijt & Gries (2012): DP over its largest possible value, 0 even to 1 in one section.

    >>> round(dp_norm([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 4)
    0.2195
    """
    value = dp(counts, sizes, rest)
    known = [*(size for size in sizes if size), *([rest.smallest] if rest.sections else [])]
    if value is None or len(known) + max(0, rest.sections - 1) < 2:
        return None
    return min(1.0, value / (1 - min(known) / (sum(sizes) + rest.size)))


def juilland_d(counts: Sequence[int], sizes: Sequence[int], rest: Rest = _NONE) -> float | None:
    """Juilland & Chang-Rodriguez (1964): 1 - V / sqrt(n - 1), 1 even to 0 in one section.

    V is the population standard deviation of the rates over their mean.

    >>> round(juilland_d([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 3)
    0.785
    """
    found = _rates(counts, sizes, rest)
    if found is None:
        return None
    rates, n = found
    mean = sum(rates) / n
    squares = sum((rate - mean) ** 2 for rate in rates) + (n - len(rates)) * mean**2
    return max(0.0, 1 - sqrt(squares / n) / mean / sqrt(n - 1))


def carroll_d2(counts: Sequence[int], sizes: Sequence[int], rest: Rest = _NONE) -> float | None:
    """Carroll (1970): entropy of the rates over its largest value, 1 even to 0 in one section.

    >>> round(carroll_d2([2, 1, 1, 1, 0], [10] * 5), 4)
    0.8277
    """
    found = _rates(counts, sizes, rest)
    if found is None:
        return None
    rates, n = found
    total = sum(rates)
    entropy = -sum(rate / total * log2(rate / total) for rate in rates)
    return min(1.0, max(0.0, entropy / log2(n)))


def rosengren_s(counts: Sequence[int], sizes: Sequence[int], rest: Rest = _NONE) -> float | None:
    """Rosengren (1971): (sum of sqrt(share of words * count))^2 / all, 1 even, near 0 uneven.

    >>> round(rosengren_s([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 3)
    0.95
    """
    shares = _shares(counts, sizes, rest)
    return None if shares is None else min(1.0, sum(sqrt(c * s) for c, s in shares) ** 2)


def da(counts: Sequence[int], sizes: Sequence[int], rest: Rest = _NONE) -> float | None:
    """Burch, Egbert & Biber (2017): 1 - mean |difference of two rates| / (2 mean), 1 even to 0.

    The mean runs over all pairs of sections; from sorted rates it takes one pass.

    >>> round(da([1, 2, 3, 4, 5], [10] * 5), 4)
    0.6667
    """
    found = _rates(counts, sizes, rest)
    if found is None:
        return None
    rates, n = found  # those of 0 come first in their order, and add nothing
    places = enumerate(sorted(rates), n - len(rates))
    apart = sum((2 * place - n + 1) * rate for place, rate in places)
    return min(1.0, max(0.0, 1 - apart / (n * (n - 1) / 2) / (2 * sum(rates) / n)))


def kl(counts: Sequence[int], sizes: Sequence[int], rest: Rest = _NONE) -> float | None:
    """Kullback-Leibler divergence of occurrences from words (Gries 2008), bits, 0 even upward.

    >>> round(kl([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 3)
    0.137
    """
    shares = _shares(counts, sizes, rest)
    return None if shares is None else max(0.0, sum(c * log2(c / s) for c, s in shares if c))


DISPERSION: dict[str, Spread] = {
    "range": section_range,
    "dp": dp,
    "dp_norm": dp_norm,
    "juilland_d": juilland_d,
    "carroll_d2": carroll_d2,
    "rosengren_s": rosengren_s,
    "da": da,
    "kl": kl,
}
"""Name of a measure of dispersion → function of counts and sizes by section."""
