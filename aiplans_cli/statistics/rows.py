"""The rows of a contrast, and their order."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One term, A against B."""

    term: str
    """The term or the id of the concept."""
    count_a: int
    """Occurrences in A."""
    count_b: int
    """Occurrences in B."""
    rate_a: float | None
    """Occurrences in A per 1,000 words."""
    rate_b: float | None
    """Occurrences in B per 1,000 words."""
    share_a: float | None
    """Share of A's size, 0 to 1."""
    share_b: float | None
    """Share of B's size, 0 to 1."""
    scores: Mapping[str, float | None]
    """Measure → its published value; ``None`` where it is not defined."""
    signed: Mapping[str, float | None]
    """Measure → the scale on which positive means more in A, by which rows are ranked."""
    intervals: Mapping[str, tuple[float, float] | None]
    """Measure → low and high end of its interval, for ratios of rows that are tested."""
    g2: float
    """Four-term log-likelihood, signed; what rows that are not told apart are ranked by."""
    at_least: float | None = None
    """How many times the higher rate is the lower one at least, 1 where the two are not told
    apart; ``None`` for a row that is not tested."""
    p: float | None = None
    """Two-sided p of equal rates, before correction; ``None`` for a row that is not tested."""
    q: float | None = None
    """The p after correction."""
    dispersion_a: float | None = None
    """How unevenly the term is spread over A's sections, by the set's dispersion measure."""
    dispersion_b: float | None = None
    """The same for B."""


COLUMNS = ("at_least", "p", "q", "count_a", "count_b", "rate_a", "rate_b", "share_a", "share_b")
"""Columns by which rows can be ranked beside the measures and the term."""


def ranked(rows: Iterable[Row], sort: str, *, absolute: bool = False) -> list[Row]:
    """Rows in the order of a column, ties by term, empty cells last.

    A measure ranks from most in A to most in B by its signed scale, or from the strongest down
    on either side with ``absolute``; ``at_least`` from the strongest down, and rows that are not
    told apart by g2; p and q rise; counts, rates and shares fall. Raises
    ``AnalysisError`` for a column that the rows do not have.
    """
    rows = list(rows)
    if sort == "term":
        return sorted(rows, key=lambda row: row.term)
    if sort not in COLUMNS and any(sort not in row.signed for row in rows):
        have = ("term", *rows[0].signed, *COLUMNS)
        raise AnalysisError(sort, "no such column to sort by", f"choose from {', '.join(have)}")
    if sort == "at_least":
        return sorted(rows, key=lambda row: (-(row.at_least or 1.0), -abs(row.g2), row.term))

    def key(row: Row) -> tuple[float, str]:
        value = getattr(row, sort) if sort in COLUMNS else row.signed[sort]
        if value is None:
            return (inf, row.term)
        if sort in ("p", "q"):
            return (value, row.term)
        return (-abs(value) if absolute else -value, row.term)

    return sorted(rows, key=key)


def by_counts(counts: Mapping[str, tuple[int, int]]) -> dict[tuple[int, int], list[str]]:
    """The terms that have the same counts on both sides, terms in order."""
    alike: dict[tuple[int, int], list[str]] = {}
    for term, pair in counts.items():
        alike.setdefault(pair, []).append(term)
    return alike


def first_terms(
    alike: Mapping[tuple[int, int], Sequence[str]],
    row_of: Callable[[str], Row],
    most: int,
    ranking: str,
) -> list[str]:
    """The first ``most`` terms of either side, of those that no test tells apart.

    Terms that are ``alike``, with the same counts,
    have the same scores, so that one row by ``row_of`` tells where all of them stand: those that
    a short document lacks are thousands, and their counts a few hundred. ``ranking`` is
    "at_least", under which such terms go by g2, or a measure.
    """
    sides: dict[int, list[tuple[float, Sequence[str]]]] = {1: [], 0: [], -1: []}
    for terms in alike.values():
        row = row_of(terms[0])
        value = row.g2 if ranking == "at_least" else row.signed[ranking]
        key = inf if value is None else -abs(value)
        sides[(row.g2 > 0) - (row.g2 < 0)].append((key, terms))
    found: list[str] = []
    for groups in sides.values():
        groups.sort(key=lambda group: group[0])
        taken: list[tuple[float, str]] = []
        for key, terms in groups:
            if len(taken) >= most and key != taken[-1][0]:
                break
            taken += [(key, term) for term in terms[:most]]
        found += [term for _, term in sorted(taken)[:most]]
    return found
