"""How distances are laid out: a row for each pair, a row for each distance, or matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.distance import Matrix
from aiplans_cli.statistics.distance_measures import DISTANCES
from aiplans_cli.statistics.distance_rows import Near
from aiplans_cli.statistics.profiles import Vector
from aiplans_cli.statistics.section_influence import Ends

MANY = 4
"""Documents beyond which the columns of a matrix have numbers, which the rows explain."""


@dataclass(frozen=True, slots=True)
class Found:
    """The distances of a set of documents."""

    ids: Sequence[str]
    """The documents."""
    matrices: Mapping[str, Matrix]
    """Distance → all pairs."""
    ends: Mapping[tuple[str, int], Ends]
    """Distance and number of the first document → interval, of two documents."""
    bounded: Sequence[str]
    """The distances that have columns for an interval."""
    near: Sequence[Sequence[Near]] = ()
    """For each document the nearest, where those alone were asked for."""


def _columns(name: str, suffix: str, bounded: bool) -> list[Column]:
    ends = ("_low", "_high") if bounded else ()
    return [Column(f"{name}{suffix}{end}", "number", "", 4) for end in ("", *ends)]


def by_pair(found: Found) -> Table:
    """A row for each pair; of a distance with a direction A from B, then B from A."""
    columns, rows = [Column("a"), Column("b")], []
    for name in found.matrices:
        suffixes = ("_ab", "_ba") if DISTANCES[name].directed else ("",)
        for suffix in suffixes:
            columns += _columns(name, suffix, name in found.bounded)
    for j, b in enumerate(found.ids):
        for i, a in enumerate(found.ids[:j]):
            row: list[Cell] = [a, b]
            for name, matrix in found.matrices.items():
                ways = ((i, j), (j, i)) if DISTANCES[name].directed else ((i, j),)
                for first, second in ways:
                    row.append(matrix[first][second])
                    if name in found.bounded:
                        ends = found.ends.get((name, first))
                        row += [ends.low, ends.high] if ends else [None, None]
            rows.append(tuple(row))
    return Table("distances", tuple(columns), tuple(rows), title="Distances")


MOST_DOCUMENTS = 2_000
"""Documents of which all pairs are shown; 2,000 are two million rows, and half a gigabyte."""


def check_pairs(documents: Sequence[object]) -> None:
    """Raise ``AnalysisError`` for more documents than all pairs of can be shown."""
    number = len(documents)
    if number > MOST_DOCUMENTS:
        raise AnalysisError(
            f"{number:,} documents",
            f"they make {number * (number - 1) // 2:,} pairs, and {MOST_DOCUMENTS:,} are the most",
            "add --nearest 10 for the nearest of each, or --group-by FIELD, or --sample N",
        )


def by_rows(sides: Sequence[Vector], names: Sequence[str]) -> dict[str, Matrix]:
    """All pairs of many documents, of the distances that are computed a row at once."""
    from aiplans_cli.statistics.distance_rows import BY_ROW, distance_rows

    known = [name for name in names if name in BY_ROW]
    rows = list(distance_rows([side.counts for side in sides], known))
    return {name: tuple(tuple(row[name]) for row in rows) for name in known}


def by_nearest(found: Found) -> Table:
    """A row for each document and each of those that are nearest to it, the nearest first."""
    columns = [Column("rank", "integer"), Column("a"), Column("b")]
    columns += [column for name in found.matrices for column in _columns(name, "", False)]
    rows: list[tuple[Cell, ...]] = [
        (rank, found.ids[place], found.ids[other], *values.values())
        for place, near in enumerate(found.near)
        for rank, (other, values) in enumerate(near, 1)
    ]
    first = next(iter(found.matrices))
    title = f"The nearest by {DISTANCES[first].title}"
    return Table("distances", tuple(columns), tuple(rows), title, first)


def by_distance(found: Found) -> Table:
    """Two documents: a row for each distance, and how it is read."""
    columns = (
        *(Column("measure"), Column("a"), Column("b")),
        *(Column(name, "number", "", 4) for name in ("value", "low", "high")),
        Column("reads"),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, matrix in found.matrices.items():
        for first in (0, 1) if DISTANCES[name].directed else (0,):
            ends = found.ends.get((name, first))
            names = found.ids[first], found.ids[1 - first]
            limits = (ends.low, ends.high) if ends else (None, None)
            reads = (
                "1 alike, 0 nothing in common"
                if DISTANCES[name].likeness
                else "0 equal, more is farther apart"
            )
            rows.append((name, *names, matrix[first][1 - first], *limits, reads))
    return Table("distances", columns, tuple(rows), title="Distances")


def distance_sentences(found: Found, unit: str) -> tuple[str, ...]:
    """How far two documents are apart, or which of several are nearest and farthest."""
    if found.near:
        return _nearest_sentences(found, unit)
    usual = [name for name in found.matrices if not DISTANCES[name].directed]
    name = (
        "jensen_shannon_distance" if "jensen_shannon_distance" in usual else next(iter(usual), "")
    )
    if not name:
        return ()
    matrix, measure = found.matrices[name], DISTANCES[name]
    pairs = [
        (value, found.ids[i], found.ids[j])
        for j in range(len(found.ids))
        for i in range(j)
        if (value := matrix[i][j]) is not None
    ]
    if not pairs:
        return ()
    what = f"{measure.title} by {unit}: {measure.description}."
    if len(found.ids) == 2:
        value, a, b = pairs[0]
        ends = found.ends.get((name, 0))
        sure = f" (95 % interval {ends.low:.2f} to {ends.high:.2f})" if ends else ""
        return (f"{a} and {b} are {value:.2f} apart{sure}.", what)
    pairs.sort(reverse=measure.likeness)
    (near, *nearest), (far, *farthest) = pairs[0], pairs[-1]
    return (
        f"Of {len(found.ids)} documents {nearest[0]} and {nearest[1]} are nearest ({near:.2f}), "
        f"{farthest[0]} and {farthest[1]} farthest ({far:.2f}).",
        what,
    )


def _nearest_sentences(found: Found, unit: str) -> tuple[str, ...]:
    """Which two of all documents are nearest."""
    name = next(iter(found.matrices))
    measure, sign = DISTANCES[name], -1 if DISTANCES[name].likeness else 1
    pairs = [
        (sign * values[name], place, other)
        for place, near in enumerate(found.near)
        for other, values in near[:1]
    ]
    what = f"{measure.title} by {unit}: {measure.description}."
    if not pairs:
        return (what,)
    value, a, b = min(pairs)
    return (
        f"Of {len(found.ids):,} documents {found.ids[a]} and {found.ids[b]} are nearest "
        f"({sign * value:.2f}).",
        what,
    )


def matrices(found: Found, left_out: str = "") -> tuple[Table, ...]:
    """A matrix of each distance, save of one that is ``left_out``."""
    return tuple(
        _matrix(name, DISTANCES[name].title, found.ids, matrix)
        for name, matrix in found.matrices.items()
        if name != left_out
    )


def _matrix(name: str, title: str, ids: Sequence[str], matrix: Matrix) -> Table:
    short = len(ids) > MANY
    places = [str(place) for place in range(1, len(ids) + 1)]
    columns = (
        Column("document"),
        *(
            Column(id_, "number", "", 2 if short else 3, title=place if short else "")
            for id_, place in zip(ids, places, strict=True)
        ),
    )
    names = [f"{place} {id_}" for id_, place in zip(ids, places, strict=True)] if short else ids
    rows = tuple((id_, *cells) for id_, cells in zip(names, matrix, strict=True))
    return Table(name, columns, rows, title=title)
