"""What contrasts of many parts with the rest of one whole share: found once, not for each part.

Of ten thousand documents each lacks almost all words of the others. Looked at one by one those
would cost the square of the documents; but terms that stand equally often in the whole, and not at
all in a part, have the same scores, and most of their numbers are those of the whole.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from aiplans_cli.statistics.dispersion import Rest
from aiplans_cli.statistics.profiles import Places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.statistics.dispersion import Spread
    from aiplans_cli.statistics.profiles import Profile

RISING = ("at_least", "g2")
"""Rankings under which, of two terms that A lacks, the one more frequent in B comes first."""


class WholeTerms:
    """The terms of a whole that have a row, by how often they stand in it.

    >>> terms = WholeTerms({"ai": 3, "law": 2, "tax": 2}, ["ai", "law", "tax"])
    >>> terms.alike({"ai": 1}, 1, "g2")
    {(1, 2): ['ai'], (0, 2): ['law']}
    """

    def __init__(self, counts: Mapping[str, int], terms: Sequence[str]) -> None:
        self.terms = terms
        """The terms, in order."""
        self.vocabulary = len(counts)
        """How many terms the whole has, with those that have no row."""
        self._counts = {term: counts.get(term, 0) for term in terms}
        self._alike: dict[int, list[str]] = {}
        for term, count in self._counts.items():
            self._alike.setdefault(count, []).append(term)
        self._falling = sorted(self._alike, reverse=True)

    def alike(
        self, part: Mapping[str, int], most: int, ranking: str
    ) -> dict[tuple[int, int], list[str]]:
        """Counts in a part and in the rest → the first ``most`` terms that have them, in order.

        Of terms that the part lacks no more than ``ranking`` can put among the first ``most``.
        """
        found: dict[tuple[int, int], list[str]] = {}
        for term in sorted(self._counts.keys() & part.keys()):
            pair = (part[term], self._counts[term] - part[term])
            found.setdefault(pair, []).append(term)
        lacking = 0
        for count in self._falling:
            if count and lacking >= most and ranking in RISING:
                continue
            lacked = (term for term in self._alike[count] if not part.get(term))
            if terms := list(islice(lacked, most)):
                found.setdefault((0, count), []).extend(terms)
                lacking += len(terms)
        return found


class WholePlaces(Places):
    """Places of a whole of which one part after the other is taken away."""

    def __init__(self, side: Profile) -> None:
        super().__init__(side)
        self._stands: dict[str, tuple[dict[int, int], list[int], int]] = {}
        self.known: dict[object, float | None] = {}
        """What measures gave of terms that the part taken away lacked."""

    def stands(self, term: str) -> tuple[dict[int, int], list[int], int]:
        """Section → occurrences of a term, the sizes of those sections, and their sum."""
        if (found := self._stands.get(term)) is None:
            counts = self.counts_of(term)
            sizes = [self.sizes[index] for index in counts]
            found = self._stands[term] = (counts, sizes, sum(sizes))
        return found


class PlacesOfRest(Places):
    """Places of a whole without its sections from ``first`` on and before ``end``."""

    def __init__(self, whole: WholePlaces, part: Mapping[str, int], first: int, end: int) -> None:
        own = whole.sizes[first:end]
        self._whole, self._part, self._first, self._end = whole, part, first, end
        self._number = len(whole.ordered) - sum(size > 0 for size in own)
        self._size = whole.total - sum(own)

    def spread(self, term: str, measure: Spread) -> float | None:
        """As that of the whole, most of which is the same for all parts that lack the term."""
        if not self._size:
            return None
        counts, sizes, size = self._whole.stands(term)
        lacked = not self._part.get(term)
        if not lacked:
            counts = {at: n for at, n in counts.items() if not self._first <= at < self._end}
            sizes = [self._whole.sizes[at] for at in counts]
            size = sum(sizes)
        left = self._number - sum(one > 0 for one in sizes)
        rest = Rest(left, self._size - size, self._smallest(counts)) if left else Rest()
        if not lacked:
            return measure(list(counts.values()), sizes, rest)
        key = (term, measure, rest)
        if key not in self._whole.known:
            self._whole.known[key] = measure(list(counts.values()), sizes, rest)
        return self._whole.known[key]

    def _smallest(self, counts: Mapping[int, int]) -> int:
        return next(
            size
            for size, at in self._whole.ordered
            if at not in counts and not self._first <= at < self._end
        )
