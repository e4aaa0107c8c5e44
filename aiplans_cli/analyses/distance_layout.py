"""How distances are laid out: a row for each pair, a row for each distance, or matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.statistics.distance import Matrix
from aiplans_cli.statistics.distance_measures import DISTANCES
from aiplans_cli.statistics.section_influence import Ends


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


def by_distance(found: Found) -> Table:
    """Two documents: a row for each distance."""
    columns = (
        *(Column("measure"), Column("a"), Column("b")),
        *(Column(name, "number", "", 4) for name in ("value", "low", "high")),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, matrix in found.matrices.items():
        for first in (0, 1) if DISTANCES[name].directed else (0,):
            ends = found.ends.get((name, first))
            names = found.ids[first], found.ids[1 - first]
            limits = (ends.low, ends.high) if ends else (None, None)
            rows.append((name, *names, matrix[first][1 - first], *limits))
    return Table("distances", columns, tuple(rows), title="Distances")


def matrices(found: Found, left_out: str = "") -> tuple[Table, ...]:
    """A matrix of each distance, save of one that is ``left_out``."""
    return tuple(
        _matrix(name, DISTANCES[name].title, found.ids, matrix)
        for name, matrix in found.matrices.items()
        if name != left_out
    )


def _matrix(name: str, title: str, ids: Sequence[str], matrix: Matrix) -> Table:
    columns = (Column("document"), *(Column(id_, "number", "", 3) for id_ in ids))
    rows = tuple((id_, *cells) for id_, cells in zip(ids, matrix, strict=True))
    return Table(name, columns, rows, title=title)
