"""Which section of one document answers which of another, across languages."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiplans_cli.concepts.themes import section_concepts
from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.alignment import assignment, cosines, csls
from aiplans_cli.statistics.factors import weigh
from aiplans_cli.statistics.rounding import significant

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from aiplans_cli.model import Counts
    from aiplans_cli.statistics.factors import Floats

FRONT_WORDS = 60
"""Words up to which what stands before the first section proper is a title with its dates: those
of the digest of the American plan, which say what a digest is, are 42."""

FRONT_LINES = (120, 12)
"""Words up to which it is where its sentences have no more than so many words, as lines have: 109
and 11 on the title page of the American plan, 87 and 8 in the Chinese order on deep synthesis,
which tells the meeting that adopted it and who signed it."""

_DIGITS = 9
"""Decimals by which scores are ranked: beyond, versions of numpy differ."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A section of B that is near a section of A."""

    section_a: int
    """Index of the section of A."""
    section_b: int
    """Index of the section of B."""
    rank: int
    """1 for the nearest by ``csls``."""
    similarity: float
    """Cosine of their weights of concepts, 0 to 1."""
    csls: float
    """That, corrected for sections that are near to everything, -2 to 2."""
    mutual: bool
    """Whether each is the nearest of the other."""
    mentions_a: int
    """Mentions of concepts in the section of A."""
    mentions_b: int
    """Mentions in the section of B."""
    shared: tuple[tuple[str, float], ...]
    """The concepts of both with their share of the similarity, the largest first."""
    semantic: float | None = None
    """Cosine of their embeddings, -1 to 1; ``None`` where none were asked for."""

    @property
    def counterpart(self) -> bool:
        """Whether they are each other's nearest, and nearer than what else is near them."""
        return self.mutual and self.csls > 0


class Comparison:
    """The sections of two documents against each other; what is costly is done once."""

    def __init__(
        self, a: Counts, b: Counts, *, least: int = 1, embedded: Floats | None = None
    ) -> None:
        """Weigh the concepts of both.

        A weight is (1 + ln mentions) * idf, with the idf of the sections of each document by
        themselves, since what is common in one need not be in the other. Sections with fewer than
        ``least`` mentions are left out on both sides. ``embedded`` are cosines of embeddings,
        all sections of A by all of B. Raises ``AnalysisError`` where a side has no section left.
        """
        self._sides = [section_concepts(counts) for counts in (a, b)]
        self.kept = [
            [i for i, vector in enumerate(side) if sum(vector.values()) >= max(least, 1)]
            for side in self._sides
        ]
        for counts, sections in zip((a, b), self.kept, strict=True):
            if not sections:
                fact, remedy = "no section has a mention of a concept", "name another document"
                if least > 1:
                    fact, remedy = f"no section has {least} mentions", "lower --min-mentions"
                raise AnalysisError(counts.id, fact, remedy)
        items = sorted({concept for side in self._sides for vector in side for concept in vector})
        self._weighed = [
            weigh([side[i] for i in kept], items, sublinear=True)
            for side, kept in zip(self._sides, self.kept, strict=True)
        ]
        self.similarity = cosines(*self._weighed)
        self._embedded = None if embedded is None else embedded[self.kept[0]][:, self.kept[1]]
        self._part_front_matter(a, b)

    def _part_front_matter(self, a: Counts, b: Counts) -> None:
        """A title with its dates answers only to another: "adopted at a meeting" is no theme."""
        import numpy as np

        fronts = (front_matter(counts) for counts in (a, b))
        is_a, is_b = (
            np.array([index in front for index in kept])
            for front, kept in zip(fronts, self.kept, strict=True)
        )
        apart = is_a[:, None] != is_b[None, :]
        for matrix in (self.similarity, self._embedded):
            if matrix is not None:
                matrix[apart] = 0.0

    @cached_property
    def scores(self) -> Floats:
        """CSLS of each section of A with each of B; with embeddings, of the mean of the cosines.

        The mean did a little better than that of two corrected scores, and than embeddings alone.
        """
        both = self.similarity
        if self._embedded is not None:
            both = (both + self._embedded) / 2
        return csls(both).round(_DIGITS)

    @cached_property
    def _ordered(self) -> Floats:
        """The scores to rank by: of equal ones the section at the like place comes first.

        Sections that say the same in the same words, as "(deleted)" does in law after law, have
        equal scores, and only their place tells them apart. Pairs without anything in common come
        last.
        """
        import numpy as np

        rows, columns = (np.arange(len(kept)) / len(kept) for kept in self.kept)
        apart = abs(rows[:, None] - columns[None, :])  # below 1
        return np.where(self.possible, self.scores - apart * 10.0 ** -(_DIGITS + 1), -np.inf)

    @cached_property
    def possible(self) -> NDArray[np.bool_]:
        """Which pairs have anything in common."""
        if self._embedded is None:
            return self.similarity > 0
        return (self.similarity > 0) | (self._embedded > 0)

    def nearest(self, number: int = 3) -> list[Answer]:
        """For each section of A, in order, the ``number`` nearest of B; 0 for all."""
        found = []
        for row in range(len(self.kept[0])):
            ranked = self._ranked(row, number or None)
            found += [self._answer(row, column, rank) for rank, column in enumerate(ranked, 1)]
        return found

    def assigned(self) -> list[Answer]:
        """Sections of A, in order, each with one of B that no other has, where there is one.

        The pairs are those whose scores have the largest sum; two sections without anything in
        common are no pair.
        """
        ordered = self._ordered.clip(-3.0)  # below all scores, and finite
        pairs = [pair for pair in assignment(ordered) if self.possible[pair]]
        return [self._answer(row, at, self._ranked(row).index(at) + 1) for row, at in pairs]

    def _ranked(self, row: int, number: int | None = None) -> list[int]:
        import numpy as np

        order = np.argsort(-self._ordered[row], kind="stable")
        ranked: list[int] = order[self.possible[row][order]][:number].tolist()
        return ranked

    @cached_property
    def _nearest_of_b(self) -> list[int]:
        nearest: list[int] = self._ordered.argmax(axis=0).tolist()
        return nearest

    def _answer(self, row: int, column: int, rank: int) -> Answer:
        a, b = (
            side[kept[at]]
            for side, kept, at in zip(self._sides, self.kept, (row, column), strict=True)
        )
        embedded = self._embedded
        return Answer(
            self.kept[0][row],
            self.kept[1][column],
            rank,
            significant(float(self.similarity[row, column])),
            float(self.scores[row, column]),
            rank == 1 and self._nearest_of_b[column] == row,
            sum(a.values()),
            sum(b.values()),
            _shares(self._weighed[0].row(row), self._weighed[1].row(column)),
            None if embedded is None else float(embedded[row, column]),
        )


def _shares(a: Mapping[str, float], b: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The items of both with their share of the product of the weights, the largest first."""
    parts = {item: a[item] * b[item] for item in a if item in b}
    whole = sum(parts.values())
    ranked = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
    return tuple((item, part / whole) for item, part in ranked)


def front_matter(counts: Counts) -> frozenset[int]:
    """Indexes of the sections that are a title with its dates; at most the first.

    That is what stands before the first heading, or under the one heading that is over all
    others, if it is as short as ``FRONT_WORDS`` and ``FRONT_LINES`` say.

    >>> from aiplans_cli.model import CountedSection, Counts
    >>> def section(heading: str, parents: tuple[str, ...], tokens: int) -> CountedSection:
    ...     return CountedSection(heading, 1, "body", "", parents, tokens, tokens, 0, 1, 90)
    >>> sections = (section("Law", (), 12), section("Article 1", ("Law",), 80))
    >>> front_matter(Counts("d", "", "en", "", "text", sections, {}, {}))
    frozenset({0})
    """
    first, *others = counts.sections
    over_all = all(section.parents[:1] == (first.heading,) for section in others)
    words, in_a_line = FRONT_LINES
    short = first.tokens <= FRONT_WORDS or (
        first.tokens <= words and first.tokens <= in_a_line * first.sentences
    )
    return frozenset({0} if others and short and (over_all or not first.heading) else ())
