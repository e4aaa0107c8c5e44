"""How far apart documents are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.comparison.contrast_sides import unit_of
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import By
from aiplans_cli.analyses.tables import coverage, documents_table, input_of, is_stemmed, row_stops
from aiplans_cli.errors import UsageError
from aiplans_cli.output.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.statistics.distance import Distances, Matrix


@dataclass(frozen=True, slots=True)
class DistanceSettings:
    """What is compared, and how it is laid out."""

    by: By = "auto"
    square: bool = False
    """Lay the distances out as matrices, which people read more easily than a list of pairs."""


@question
def distance(*named: Named, settings: DistanceSettings, session: Session) -> Report:
    """The distances of every pair of documents: table ``distances``.

    With ``square`` there is a matrix of each: ``jensen_shannon_distance`` and ``cosine``. Raises
    ``AiplansError`` where there are fewer than two documents.

    >>> distance("us-2025-digest", "cn-2025-digest").rows()[0]["a"]
    'us-2025-digest'
    """
    from aiplans_cli.counting.tally import profile
    from aiplans_cli.statistics.distance import distances

    sources = session.sources(named or session.default_sources(piped=False))
    documents = [source.counts for source in sources]
    if len(documents) < 2:
        raise UsageError(
            f"distance needs two documents or more, and got {len(documents)}", "SOURCE"
        )
    unit = unit_of(documents, settings.by)
    left_out = frozenset[str]()
    if unit == "term":
        left_out = row_stops(documents[0].language, session.row_stops, is_stemmed(documents[0]))
    sides = [profile(counts, unit, lambda term: term not in left_out) for counts in documents]
    found = distances([side.counts for side in sides])
    ids = [counts.id for counts in documents]
    notes = [
        "jensen_shannon_distance: square root of the Jensen-Shannon divergence in bits, 0 for "
        "equal rates to 1 for nothing in common. cosine: of the counts, 1 for equal rates to 0."
    ]
    if left_out:
        notes.append(
            "Stop words are left out; with --no-stop-words the divergence is that of 'compare'."
        )
    if unit == "concept":
        shares = ", ".join(f"{x.id} {coverage(x) or 0.0:.0%}" for x in documents)
        notes.append(f"By concept; the list covers of the content words: {shares}.")
    tables = _matrices(ids, found) if settings.square else (_pairs(ids, found),)
    report = Report(
        command="distance",
        tables=(*tables, documents_table(documents, unit == "concept")),
        inputs=tuple(input_of(counts) for counts in documents),
        parameters={"by": unit},
        notes=tuple(notes),
    )
    return cautioned(report, documents, concepts=unit == "concept")


def _pairs(ids: Sequence[str], found: Distances) -> Table:
    names = ("jsd", "jensen_shannon_distance", "cosine")
    columns = (Column("a"), Column("b"), *(Column(name, "number", "", 4) for name in names))
    rows: list[tuple[Cell, ...]] = []
    for i, a in enumerate(ids):
        for j, b in enumerate(ids[:i]):
            apart = found.jensen_shannon[i][j]
            squared = None if apart is None else apart * apart
            rows.append((b, a, squared, apart, found.cosine[i][j]))
    return Table("distances", columns, tuple(rows), title="Distances")


def _matrices(ids: Sequence[str], found: Distances) -> tuple[Table, ...]:
    return (
        _matrix("jensen_shannon_distance", "Jensen-Shannon distance", ids, found.jensen_shannon),
        _matrix("cosine", "Cosine similarity", ids, found.cosine),
    )


def _matrix(name: str, title: str, ids: Sequence[str], matrix: Matrix) -> Table:
    columns = (Column("document"), *(Column(id_, "number", "", 3) for id_ in ids))
    rows = tuple((id_, *cells) for id_, cells in zip(ids, matrix, strict=True))
    return Table(name, columns, rows, title=title)
