"""How evenly a term is spread over the sections of one document.

Every function takes the term's counts and the sections' sizes, parallel, and leaves out sections
without words. ``None`` stands where a measure is undefined: a term that does not occur, or, for
the measures that need something to spread over, fewer than two sections. Where sections differ
in size, rates stand in for counts, so that an even spread means the same rate everywhere.

Most terms stand in few sections. Those in which a term does not stand may be told all together,
as ``Rest``, so that a document of a thousand sections costs no more than the places of its words.

The measures of ``POSITIONAL`` need no sections: they take the places of the term in running order
and go by the distances between one occurrence and the next, round from the last to the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
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
    """How many sections contain the term; empty where there are none with words.

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


def distances_between(places: Sequence[int], size: int) -> list[int]:
    """Words from each occurrence to the next, and round from the last to the first; they add up.

    ``places`` are the positions of the occurrences among ``size`` words, from 0, in any order.

    >>> distances_between([1, 10, 12], 20)
    [9, 2, 9]
    """
    ordered = sorted(places)
    found = [after - place for place, after in pairwise(ordered)]
    return [*found, ordered[0] + size - ordered[-1]] if ordered else []


def arf(places: Sequence[int], size: int) -> float | None:
    """Average reduced frequency (Savicky & Hlavacova 2002): all occurrences even, 1 in one place.

    sum of min(d, v) / v over the distances d, where v, words by occurrence, is what d would be in
    an even spread. ``None`` where the term does not occur.

    >>> arf([0, 5, 10, 15], 20), arf([0, 1, 2, 3], 20)
    (4.0, 1.6)
    """
    if not (places and size):
        return None
    even = size / len(places)
    return sum(min(float(d), even) for d in distances_between(places, size)) / even


def dwg(places: Sequence[int], size: int) -> float | None:
    """Word growth dispersion (Zimmermann 2020): mean |d - v| over its largest, 0 even to 1.

    d are the distances and v, words by occurrence, what each would be in an even spread. The
    largest mean is that of occurrences side by side, 2 (N - f + 1 - N / f) / f. ``None`` where no
    spread can be other than even: a single occurrence, or a term that is every word.

    >>> dwg([0, 5, 10, 15], 20), dwg([0, 1, 2, 3], 20)
    (0.0, 1.0)
    """
    count = len(places)
    if count < 2 or count >= size:
        return None
    even = size / count
    mean = sum(abs(d - even) for d in distances_between(places, size)) / count
    return min(1.0, mean / (2 * (size - count + 1 - even) / count))


POSITIONAL: dict[str, Callable[[Sequence[int], int], float | None]] = {"arf": arf, "dwg": dwg}
"""Name of a measure of dispersion → function of places among words, and how many words."""
