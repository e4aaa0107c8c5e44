"""Distances of one document from all others at once: for more documents than pairs can be made of.

Words that only one of two documents has tell a distance no more than how many they are, so that
only those that both have are gone through: a sparse product, in which a sum of terms stands where
a plain one multiplies. Numbers have 12 digits, as all that leaves arrays here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from aiplans_cli.statistics.rounding import significant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.integer[Any]]

MANY = 30
"""Documents beyond which distances are computed by rows. Of fewer, pairs are as fast, and have
all their digits; a benchmark holds the two against each other."""

ROUND_OFF = 4e-15
"""Below it a divergence is a sum's last digits: of equal rates from unequal lengths."""


class _Shared:
    """The words that a document shares with each other, and what is summed over them."""

    def __init__(self, documents: Sequence[Mapping[str, float]]) -> None:
        import numpy as np

        known: dict[str, int] = {}
        rows, terms, counts = [], [], []
        for row, document in enumerate(documents):
            for term, count in document.items():
                if count:
                    rows.append(row)
                    terms.append(known.setdefault(term, len(known)))
                    counts.append(count)
        self.number = len(documents)
        by_row = np.array(rows, dtype=np.int32), np.array(terms, dtype=np.int32)
        values = np.array(counts, dtype=np.float64)
        self.sizes = np.bincount(by_row[0], values, self.number)
        self.squares = np.bincount(by_row[0], values * values, self.number)
        self._own_terms, self._own_counts = by_row[1], values
        self._own = np.searchsorted(by_row[0], np.arange(self.number + 1))
        order = by_row[1].argsort(kind="stable")
        self._places, self._place_counts = by_row[0][order], values[order]
        self._starts = np.searchsorted(by_row[1][order], np.arange(len(known) + 1))

    def of(self, row: int) -> tuple[Integers, Floats, Floats]:
        """For each word of a document and each document that has it: which, and both counts."""
        import numpy as np

        own = slice(self._own[row], self._own[row + 1])
        terms = self._own_terms[own]
        starts, ends = self._starts[terms], self._starts[terms + 1]
        lengths = ends - starts
        if not len(terms):
            nothing = np.zeros(0)
            return nothing.astype(np.int32), nothing, nothing
        firsts = np.repeat(starts - np.concatenate(([0], lengths.cumsum()[:-1])), lengths)
        at = firsts + np.arange(lengths.sum())
        return self._places[at], np.repeat(self._own_counts[own], lengths), self._place_counts[at]


class Row:
    """What a document shares with each: which words, and how often either has them."""

    def __init__(self, shared: _Shared, number: int) -> None:
        self._places, self._own, self._other = shared.of(number)
        self._shared, self._number = shared, number
        self._divergences: Floats | None = None

    def _summed(self, parts: Floats) -> Floats:
        import numpy as np

        return cast("Floats", np.bincount(self._places, parts, self._shared.number))

    def _not_shared(self) -> Floats:
        """The part of either document's words that the other lacks, added up: 0 to 2."""
        sizes = self._shared.sizes
        size = sizes[self._number]
        own, other = self._summed(self._own), self._summed(self._other)
        left: Floats = (size - own) / size + (sizes - other) / sizes
        return left

    def _rates(self) -> tuple[Floats, Floats]:
        sizes = self._shared.sizes
        return self._own / sizes[self._number], self._other / sizes[self._places]

    def divergences(self) -> Floats:
        """Jensen-Shannon divergence from each document, in bits."""
        import numpy as np

        if self._divergences is None:
            p, q = self._rates()
            middle = (p + q) / 2
            parts = p * np.log2(p / middle) + q * np.log2(q / middle)
            found = (self._not_shared() + self._summed(parts)) / 2
            found[found < ROUND_OFF] = 0.0
            self._divergences = np.minimum(found, 1.0)
        return self._divergences

    def root_divergences(self) -> Floats:
        """Jensen-Shannon distance from each document."""
        import numpy as np

        found: Floats = np.sqrt(self.divergences())
        return found

    def hellingers(self) -> Floats:
        """Hellinger distance from each document."""
        import numpy as np

        p, q = self._rates()
        parts = self._summed((np.sqrt(p) - np.sqrt(q)) ** 2)
        found: Floats = np.minimum(np.sqrt((self._not_shared() + parts) / 2), 1.0)
        return found

    def cosines(self) -> Floats:
        """Cosine similarity with each document."""
        import numpy as np

        squares = self._shared.squares
        products = self._summed(self._own * self._other)
        found: Floats = np.minimum(products / np.sqrt(squares[self._number] * squares), 1.0)
        return found


BY_ROW: dict[str, Callable[[Row], Floats]] = {
    "jensen_shannon_divergence": Row.divergences,
    "jensen_shannon_distance": Row.root_divergences,
    "hellinger": Row.hellingers,
    "cosine": Row.cosines,
}
"""The distances of ``DISTANCES`` that can be computed so."""


def distance_rows(
    documents: Sequence[Mapping[str, float]], names: Sequence[str]
) -> Iterator[dict[str, list[float | None]]]:
    """For each document its distance from each, by measures of ``BY_ROW``.

    ``None`` beside a document without words.

    >>> [round(value or 0.0, 3) for value in next(distance_rows([{"ai": 1}, {"ai": 1, "law": 1}],
    ...     ["hellinger"]))["hellinger"]]
    [0.0, 0.541]
    """
    import numpy as np

    shared = _Shared(documents)
    empty = np.flatnonzero(shared.sizes == 0).tolist()
    for number in range(shared.number):
        found: dict[str, list[float | None]] = {}
        with np.errstate(divide="ignore", invalid="ignore"):
            row = Row(shared, number)
            for name in names:
                values: list[float | None] = list(map(significant, BY_ROW[name](row).tolist()))
                for place in range(shared.number) if number in empty else empty:
                    values[place] = None
                found[name] = values
        yield found


Near = tuple[int, dict[str, float]]
"""A document that is near to another, and how near by each measure."""


def nearest(
    documents: Sequence[Mapping[str, float]],
    names: Sequence[str],
    number: int,
    *,
    likeness: bool = False,
    step: Callable[[int, int], None] = lambda done, of: None,
) -> list[list[Near]]:
    """For each document the ``number`` nearest others by the first of ``names``, ties in order.

    ``likeness`` tells whether that is largest for documents that are alike; ``step`` takes how
    much is done of how much. A document without words has none, and is near to none.

    >>> found = nearest([{"ai": 1}, {"law": 1}, {"ai": 3, "law": 1}], ["cosine"], 1, likeness=True)
    >>> [[other for other, _ in near] for near in found]
    [[2], [2], [0]]
    """
    import numpy as np

    shared = _Shared(documents)
    found: list[list[Near]] = []
    for at in range(shared.number):
        near: list[Near] = []
        if shared.sizes[at]:
            with np.errstate(divide="ignore", invalid="ignore"):
                row = Row(shared, at)
                values = {name: BY_ROW[name](row) for name in names}
            far = -values[names[0]] if likeness else values[names[0]]
            far = np.where(shared.sizes > 0, far, np.inf)
            far[at] = np.inf
            near = [
                (one, {name: significant(float(of[one])) for name, of in values.items()})
                for one in _first(far, number)
            ]
        found.append(near)
        step(at + 1, shared.number)
    return found


def _first(far: Floats, number: int) -> list[int]:
    """The places of the smallest numbers that are finite, ties in order."""
    import numpy as np

    few = min(number, int(np.isfinite(far).sum()))
    if not few:
        return []
    edge = np.partition(far, few - 1)[few - 1]
    # 12 digits, so that what is equal but for rounding keeps its order
    within = np.flatnonzero(far <= edge + abs(edge) * 1e-12)
    return [one for _, one in sorted((significant(float(far[i])), int(i)) for i in within)[:few]]
