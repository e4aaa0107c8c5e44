"""One side of a contrast: its counts, and the sections in which its terms stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from math import fsum
from typing import TYPE_CHECKING, Protocol

from aiplans_cli.records import dataclass
from aiplans_cli.statistics.dispersion import Rest

if TYPE_CHECKING:
    from aiplans_cli.statistics.dispersion import Spread
    from aiplans_cli.statistics.table import Sections


class Vector(Protocol):
    """What a distance is taken of: how much terms weigh, in all and by section."""

    @property
    def counts(self) -> Mapping[str, float]:
        """Term → occurrences, or what they weigh."""

    @property
    def section_counts(self) -> Mapping[str, Sequence[tuple[int, float]]] | None:
        """Term → (index of the section, what it has there); ``None`` where that is not known."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one side of a contrast holds."""

    size: int
    """What the counts are counts out of: all words, or all mentions of concepts."""
    counts: Mapping[str, int]
    """Term → occurrences."""
    section_counts: Mapping[str, Sequence[tuple[int, int]]] | None = None
    """Term → (index of the section, occurrences there), sections without it left out."""
    section_sizes: Sequence[int] | None = None
    """Size of each section, in the unit of ``size``."""
    tokens: int | None = None
    """Words over which the rate is taken, where ``size`` is not a number of words."""
    known_places: Places | None = field(default=None, compare=False, repr=False)
    """How its terms are spread, where that is known without its sections being gone through."""

    def rate(self, term: str) -> float | None:
        """Occurrences per 1,000 words; ``None`` where there are no words.

        >>> Profile(2_000, {"ai": 3}).rate("ai")
        1.5
        """
        words = self.size if self.tokens is None else self.tokens
        return 1000 * self.counts.get(term, 0) / words if words else None

    def share(self, term: str) -> float | None:
        """Occurrences as a share of ``size``, 0 to 1; ``None`` where ``size`` is 0."""
        return self.counts.get(term, 0) / self.size if self.size else None

    def by_section(self, term: str) -> Sections | None:
        """(count, size) of every section; ``None`` where sections are not known."""
        if self.section_counts is None or self.section_sizes is None:
            return None
        counts = [0] * len(self.section_sizes)
        for index, count in self.section_counts.get(term, ()):
            counts[index] += count
        return tuple(zip(counts, self.section_sizes, strict=True))

    def places(self) -> Places:
        """How its terms are spread."""
        return self.known_places or Places(self)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A group of documents that all weigh the same, each one section."""

    counts: Mapping[str, float]
    """Term → the mean of its rates in the documents, times the words of all."""
    section_counts: Mapping[str, Sequence[tuple[int, float]]]
    """Term → (index of the document, its part of that)."""


def weighed_alike(side: Profile, documents: Sequence[int]) -> Weighed:
    """The mean of the rates that documents have which were added up, in counts of all of them.

    ``documents`` has the index of the document of each section. Rates are out of what was kept of
    a document; one of which nothing was has none, and is not in the mean.

    >>> two = Profile(10, {"ai": 4, "law": 6}, {"ai": [(0, 2), (1, 2)], "law": [(1, 6)]})
    >>> weighed_alike(two, [0, 1]).counts  # 10 times the mean of 2/2 and 2/8, of 0/2 and 6/8
    {'ai': 6.25, 'law': 3.75}
    """
    held: dict[str, dict[int, int]] = {}
    sizes: dict[int, int] = {}
    for term, stands in (side.section_counts or {}).items():
        own = held.setdefault(term, {})
        for section, count in stands:
            if not count:
                continue
            document = documents[section]
            own[document] = own.get(document, 0) + count
            sizes[document] = sizes.get(document, 0) + count
    whole, number = sum(sizes.values()), len(sizes)
    weights = {document: whole / (number * size) for document, size in sizes.items()}
    parts = {
        term: [(document, count * weights[document]) for document, count in own.items()]
        for term, own in held.items()
    }
    counts = {term: fsum(part for _, part in own) for term, own in parts.items()}
    return Weighed(counts, parts)


class Places:
    """Measures how terms are spread over the sections of a side, at the cost of their places."""

    def __init__(self, side: Profile) -> None:
        self._counts = side.section_counts or {}
        self.sizes = side.section_sizes or ()
        self.ordered = sorted((size, index) for index, size in enumerate(self.sizes) if size)
        self.total = sum(self.sizes)

    def counts_of(self, term: str) -> dict[int, int]:
        """Section → occurrences of a term there."""
        counts: dict[int, int] = {}
        for index, count in self._counts.get(term, ()):
            counts[index] = counts.get(index, 0) + count
        return counts

    def spread(self, term: str, measure: Spread) -> float | None:
        """A measure of ``DISPERSION`` for a term; ``None`` where sections are not known."""
        if not self.sizes:
            return None
        counts = self.counts_of(term)
        sizes = [self.sizes[index] for index in counts]
        left = len(self.ordered) - sum(size > 0 for size in sizes)
        rest = Rest()
        if left:
            smallest = next(size for size, index in self.ordered if index not in counts)
            rest = Rest(left, self.total - sum(sizes), smallest)
        return measure(list(counts.values()), sizes, rest)
