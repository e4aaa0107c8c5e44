"""The sections in which a term stands, and what must be known of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.statistics.dispersion import Rest

if TYPE_CHECKING:
    from aiplans_cli.statistics.dispersion import Spread
    from aiplans_cli.statistics.keyness import Profile


class Places:
    """Measures how terms are spread over the sections of a side, at the cost of their places."""

    def __init__(self, side: Profile) -> None:
        self._counts = side.section_counts or {}
        self._sizes = side.section_sizes or ()
        self._ordered = sorted((size, index) for index, size in enumerate(self._sizes) if size)
        self._total = sum(self._sizes)

    def spread(self, term: str, measure: Spread) -> float | None:
        """A measure of ``DISPERSION`` for a term; ``None`` where sections are not known."""
        if not self._sizes:
            return None
        counts: dict[int, int] = {}
        for index, count in self._counts.get(term, ()):
            counts[index] = counts.get(index, 0) + count
        sizes = [self._sizes[index] for index in counts]
        left = len(self._ordered) - sum(size > 0 for size in sizes)
        rest = Rest()
        if left:
            smallest = next(size for size, index in self._ordered if index not in counts)
            rest = Rest(left, self._total - sum(sizes), smallest)
        return measure(list(counts.values()), sizes, rest)
