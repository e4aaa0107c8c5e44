"""``aiplans distance``: how far apart documents are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.compare.sides import unit_of
from aiplans_cli.cli.options import OutputOptions, SourceOptions, Sources, choice, takes_options
from aiplans_cli.cli.sources import default_sources, loader
from aiplans_cli.cli.streams import chosen_format, emit
from aiplans_cli.cli.tables import coverage, documents_table, input_of, is_stemmed, row_stops
from aiplans_cli.model import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.counting import Unit
    from aiplans_cli.model import Counts
    from aiplans_cli.statistics import Distances
    from aiplans_cli.statistics.distance import Matrix

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SQUARE = ("table", "md", "html")
"""Formats for people, who read a matrix more easily than a list of pairs."""


@app.command()
@takes_options
def distance(
    sources: Sources = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="Compare terms or concepts; auto is concepts across two languages.",
            **choice(["auto", "term", "concept"]),
        ),
    ] = "auto",
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Show how far apart documents are: Jensen-Shannon distance and cosine.

    For people a matrix of each; TSV, CSV and JSON have a row for each pair.
    """
    names = sources or default_sources(options)
    own = loader(options)
    documents = [item.counts for item in own.counts(names)]
    if len(documents) < 2:
        raise typer.BadParameter(
            f"distance needs two documents or more, and got {len(documents)}", param_hint="SOURCE"
        )
    stops = frozenset[str]() if options.stop_words == "off" else own.stops
    square = chosen_format(output) in _SQUARE
    emit(distance_report(documents, unit_of(documents, by), stops, square=square), output)


def distance_report(
    documents: Sequence[Counts], unit: Unit, stops: frozenset[str] | None, *, square: bool = False
) -> Report:
    """The distances of every pair; ``square`` lays them out as matrices."""
    from aiplans_cli.counting import profile
    from aiplans_cli.statistics import distances

    left_out = frozenset[str]()
    if unit == "term":
        left_out = row_stops(documents[0].language, stops, is_stemmed(documents[0]))
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
    tables = _matrices(ids, found) if square else (_pairs(ids, found),)
    return Report(
        command="distance",
        tables=(*tables, documents_table(documents, unit == "concept")),
        inputs=tuple(input_of(counts) for counts in documents),
        parameters={"by": unit},
        notes=tuple(notes),
    )


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
