"""What is left of a whole when one part is taken away: by subtraction, not by adding up the rest.

Of a thousand documents each is compared with all the others. Added up anew each time, those cost
the square of their number; taken away from one sum they cost what the document itself holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from aiplans_cli.records import dataclass
from aiplans_cli.statistics.inference import Units
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.whole import PlacesOfRest, WholePlaces

if TYPE_CHECKING:
    from collections.abc import Callable

Item = TypeVar("Item")
Place = TypeVar("Place")


@dataclass(frozen=True, slots=True)
class Without(Sequence[Item]):
    """A sequence without those from ``first`` on and before ``end``; nothing is copied.

    >>> list(Without("abcde", 1, 3))
    ['a', 'd', 'e']
    """

    whole: Sequence[Item]
    """All."""
    first: int
    """The first that is left out."""
    end: int
    """The first after those."""

    def __len__(self) -> int:
        return len(self.whole) - (self.end - self.first)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        if isinstance(index, slice):
            return list(self)[index]
        at = range(len(self))[index]
        return self.whole[at if at < self.first else at + self.end - self.first]

    def __iter__(self) -> Iterator[Item]:
        return chain(islice(self.whole, self.first), islice(self.whole, self.end, None))


class Remainder(Mapping[str, int]):
    """Counts less those of a part: item → how often, of those that are left.

    >>> dict(Remainder({"ai": 3, "law": 1}, {"ai": 1, "law": 1}))
    {'ai': 2}
    """

    __slots__ = ("part", "whole")

    def __init__(self, whole: Mapping[str, int], part: Mapping[str, int]) -> None:
        self.whole, self.part = whole, part

    def __getitem__(self, item: str) -> int:
        left = self.whole[item] - self.part.get(item, 0)
        if not left:
            raise KeyError(item)
        return left

    def get(self, item: str, default: int = 0) -> int:  # type: ignore[override]
        """How often, ``default`` for an item that is not left."""
        return (self.whole.get(item, 0) - self.part.get(item, 0)) or default

    def __iter__(self) -> Iterator[str]:
        part = self.part
        return (item for item, count in self.whole.items() if count != part.get(item, 0))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class PlacesLeft(Mapping[str, Sequence[Place]], Generic[Place]):
    """Item → its places, without those in sections from ``first`` on and before ``end``.

    ``section`` tells the section of a place, ``moved`` gives the place so many sections before.
    """

    def __init__(
        self,
        whole: Mapping[str, Sequence[Place]],
        first: int,
        end: int,
        section: Callable[[Place], int],
        moved: Callable[[Place, int], Place],
    ) -> None:
        self._whole, self._first, self._end = whole, first, end
        self._section, self._moved = section, moved

    def _around(self, item: str) -> tuple[Sequence[Place], int, int]:
        places = self._whole[item]
        before = bisect_left(places, self._first, key=self._section)
        return places, before, bisect_left(places, self._end, before, key=self._section)

    def __getitem__(self, item: str) -> Sequence[Place]:
        places, before, after = self._around(item)
        if after - before == len(places):
            raise KeyError(item)
        by = self._end - self._first
        return (*places[:before], *(self._moved(place, by) for place in places[after:]))

    def __iter__(self) -> Iterator[str]:
        for item in self._whole:
            places, before, after = self._around(item)
            if after - before < len(places):
                yield item

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:  # to count all of them only to see that there are some is dear
        return next(iter(self), None) is not None


def profile_without(
    whole: Profile, part: Profile, first: int, places: WholePlaces | None = None
) -> Profile:
    """A profile less one that is part of it, whose sections begin at ``first``.

    ``places`` are those of the whole, which many parts share.

    >>> whole = Profile(5, {"ai": 3}, {"ai": [(0, 1), (1, 2)]}, [2, 3], 5)
    >>> left = profile_without(whole, Profile(2, {"ai": 1}, {"ai": [(0, 1)]}, [2], 2), 0)
    >>> left.size, dict(left.counts), left.section_counts["ai"], list(left.section_sizes)
    (3, {'ai': 2}, ((0, 2),), [3])
    """
    assert whole.section_counts is not None
    assert whole.section_sizes is not None
    assert part.section_sizes is not None
    end = first + len(part.section_sizes)
    tokens = None if whole.tokens is None else whole.tokens - (part.tokens or 0)
    return Profile(
        whole.size - part.size,
        Remainder(whole.counts, part.counts),
        PlacesLeft(whole.section_counts, first, end, itemgetter(0), _before),
        Without(whole.section_sizes, first, end),
        tokens,
        PlacesOfRest(places, part.counts, first, end) if places else None,
    )


def _before(place: tuple[int, int], by: int) -> tuple[int, int]:
    return (place[0] - by, place[1])


class UnitsLeft(Units):
    """Units without one of them: what the deviations of a term are made of is taken away.

    >>> whole = WholeUnits(Units([8, 8, 4], {"ai": [(0, 4), (2, 1)]}))
    >>> UnitsLeft(whole, 2).deviations("ai", 4)
    8.0
    """

    def __init__(self, whole: WholeUnits, unit: int) -> None:
        every, size = whole.units, whole.units.sizes[unit]
        object.__setattr__(self, "sizes", Without(every.sizes, unit, unit + 1))
        places = PlacesLeft(every.counts, unit, unit + 1, itemgetter(0), _before)
        object.__setattr__(self, "counts", places)
        object.__setattr__(self, "number", every.number - (size > 0))
        object.__setattr__(self, "total", every.total - size)
        object.__setattr__(self, "squares", every.squares - size * size)
        object.__setattr__(self, "_whole", whole)
        object.__setattr__(self, "_size", size)

    def deviations(self, term: str, count: int) -> float:
        """As those of all units together, which are known, less the one that is away."""
        whole: WholeUnits = self._whole  # type: ignore[attr-defined]
        size: int = self._size  # type: ignore[attr-defined]
        every, squares, products = whole.sums(term)
        own = every - count
        rate = count / self.total
        squares, products = squares - own * own, products - own * size
        return max(0.0, squares - 2 * rate * products + rate * rate * self.squares)


class WholeUnits:
    """Units of which one after the other is taken away."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self._sums: dict[str, tuple[int, int, int]] = {}

    def sums(self, term: str) -> tuple[int, int, int]:
        """Occurrences of a term, their squares, and their products with the sizes of units."""
        found = self._sums.get(term)
        if found is None:
            places = self.units.counts.get(term, ())
            sizes = self.units.sizes
            found = self._sums[term] = (
                sum(n for _, n in places),
                sum(n * n for _, n in places),
                sum(n * sizes[unit] for unit, n in places),
            )
        return found
