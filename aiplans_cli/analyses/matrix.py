"""Documents against terms, concepts or themes: numbers for other programs to go on with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import input_of, is_stemmed, row_stops
from aiplans_cli.counting.occurrences import totals
from aiplans_cli.counting.units import DocumentRates
from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import FIRST, Option

if TYPE_CHECKING:
    from aiplans_cli.model import Counts, Occurrences
    from aiplans_cli.sources.session import Named, Session

MOST_CELLS = 20_000_000
"""Cells of a wide table: more take gigabytes, and no spreadsheet opens them."""

_LONG = ("document", "language", "item", "count", "rate", "mean_rate")


@dataclass(frozen=True, slots=True)
class MatrixSettings:
    """What the columns of a matrix are, and how it is laid out."""

    by: Annotated[
        str,
        Option("What documents are counted by.", choices=("term", "concept", "theme"), group=FIRST),
    ] = "term"
    layout: Annotated[
        str,
        Option(
            "long: a row for each document and item that stands in it; wide: a row for each "
            "document, a column for each item.",
            choices=("long", "wide"),
            group=FIRST,
        ),
    ] = "long"
    values: Annotated[
        str,
        Option(
            "What wide and Matrix Market hold: occurrences, those per 1,000 words, or the mean of "
            "the documents' own rates, of groups of them.",
            choices=("count", "rate", "mean_rate"),
            group=FIRST,
        ),
    ] = "count"
    min_count: Annotated[
        int, Option("Occurrences an item needs over all documents.", minimum=1, group=FIRST)
    ] = 1
    min_documents: Annotated[
        int, Option("Documents an item must stand in.", minimum=1, group=FIRST)
    ] = 1


@question
def matrix(*named: Named, settings: MatrixSettings, session: Session) -> Report:
    """How often each term, concept or theme stands in each document: table ``matrix``.

    Raises ``AiplansError`` for sources that cannot be read, where nothing is left to show, and for
    a wide table of more than 20 million cells.

    >>> rows = matrix("us-2025-digest", "cn-2025-digest", by="concept").rows()
    >>> [row["count"] for row in rows if row["item"] == "governance"]
    [2, 11]
    """
    sources = session.sources(named or session.default_sources())
    documents = [source.counts for source in sources]
    stands = [_stands(counts, settings.by, session) for counts in documents]
    counted = list(map(totals, stands))
    rates = [_rates(c, o) for c, o in zip(documents, stands, strict=True)]
    items = _items(counted, settings)
    if not items:
        fact = f"no {settings.by} is so frequent"
        raise AnalysisError("matrix", fact, "lower --min-count and --min-documents")
    if settings.layout == "wide":
        table = _wide(documents, counted, rates, items, settings)
    else:
        table = _long(documents, counted, rates, items)
    kept = frozenset(items)  # made once: for each of 100,000 documents it took minutes
    return Report(
        command="matrix",
        tables=(table,),
        inputs=tuple(input_of(counts) for counts in documents),
        parameters={
            "by": settings.by,
            "layout": settings.layout,
            "values": settings.values,
            "min_count": settings.min_count,
            "min_documents": settings.min_documents,
        },
        summary=(
            f"{len(documents):,} documents against {len(items):,} {settings.by}s: "
            f"{sum(len(kept.intersection(own)) for own in counted):,} numbers that are not 0.",
        ),
    )


_Stands = Mapping[str, "tuple[Occurrences, ...]"]


def _stands(counts: Counts, by: str, session: Session) -> _Stands:
    """Where each item stands in a document."""
    if by == "term":
        stops = row_stops(counts.language, session.row_stops, is_stemmed(counts))
        return {term: places for term, places in counts.terms.items() if term not in stops}
    if by == "theme":
        from aiplans_cli.concepts.themes import rolled_up

        counts = rolled_up(counts, session.concept_list.themes)
    return counts.concepts


_Rates = Mapping[str, tuple[float, float | None]]
"""Item → how often per 1,000 words of all, and the mean of how often in each document."""


def _rates(counts: Counts, stands: _Stands) -> _Rates:
    """The rates of items in a document, or in a group whose sections know their documents."""
    rates, whole = DocumentRates(counts), sum(section.tokens for section in counts.sections)
    return {
        item: (1000 * sum(o.count for o in places) / whole, rates.mean(places))
        for item, places in stands.items()
    }


def _items(counted: Sequence[Mapping[str, int]], settings: MatrixSettings) -> list[str]:
    """The items that are frequent enough, in order."""
    sums: dict[str, int] = {}
    within: dict[str, int] = {}
    for own in counted:
        for item, count in own.items():
            sums[item] = sums.get(item, 0) + count
            within[item] = within.get(item, 0) + 1
    return sorted(
        item
        for item, count in sums.items()
        if count >= settings.min_count and within[item] >= settings.min_documents
    )


def _long(
    documents: Sequence[Counts],
    counted: Sequence[Mapping[str, int]],
    rates: Sequence[_Rates],
    items: Sequence[str],
) -> Table:
    kept = {item: place for place, item in enumerate(items)}
    rows: list[tuple[Cell, ...]] = []
    for counts, own, rate in zip(documents, counted, rates, strict=True):
        for item in sorted(filter(kept.__contains__, own), key=kept.__getitem__):
            rows.append((counts.id, counts.language, item, own[item], *rate[item]))
    columns = (
        *(Column(name) for name in _LONG[:3]),
        Column("count", "integer"),
        Column("rate", "number", "per 1,000"),
        Column("mean_rate", "number", "per 1,000"),
    )
    return Table("matrix", columns, tuple(rows), "How often, and per 1,000 words")


def _wide(
    documents: Sequence[Counts],
    counted: Sequence[Mapping[str, int]],
    rates: Sequence[_Rates],
    items: Sequence[str],
    settings: MatrixSettings,
) -> Table:
    cells = len(documents) * len(items)
    if cells > MOST_CELLS:
        fact = f"{len(documents):,} documents and {len(items):,} items make {cells:,} cells"
        remedy = "leave --layout wide out, write -o FILE.mtx, or raise --min-documents"
        raise AnalysisError("--layout wide", fact, remedy)
    whole = settings.values == "count"
    rows: list[tuple[Cell, ...]] = []
    which = 0 if settings.values == "rate" else 1
    for counts, own, rate in zip(documents, counted, rates, strict=True):
        found: list[Cell] = [own.get(item, 0) for item in items]
        if not whole:
            found = [rate[item][which] if item in rate else 0.0 for item in items]
        rows.append((counts.id, counts.language, *found))
    named = [Column(item, "integer" if whole else "number") for item in items]
    columns = (Column("document"), Column("language"), *named)
    return Table("matrix", columns, tuple(rows), "How often" if whole else "Per 1,000 words")


def parquet_bytes(report: Report) -> bytes:
    """The table of a matrix as Parquet, which R, pandas, polars and DuckDB read.

    >>> parquet_bytes(matrix("us-2025-digest"))[:4]
    b'PAR1'
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = report.tables[0]
    kinds = {"integer": pa.int64(), "number": pa.float64()}
    arrays = [
        pa.array([row[at] for row in table.rows], kinds.get(column.kind, pa.string()))
        for at, column in enumerate(table.columns)
    ]
    stream = BytesIO()
    names = [column.name for column in table.columns]
    pq.write_table(pa.table(arrays, names=names), stream, compression="zstd")
    return stream.getvalue()


def matrix_market(report: Report) -> bytes:
    """A matrix in Matrix Market's coordinate form, names of rows and columns as its remarks.

    scipy's ``mmread`` and R's ``readMM`` read it; the remarks are ``%row``, ``%column`` with a
    number from 1 and a name.

    >>> lines = matrix_market(matrix("us-2025-digest", by="theme", min_count=30)).splitlines()
    >>> lines[0], lines[1]
    (b'%%MatrixMarket matrix coordinate integer general', b'%row\\t1\\tus-2025-digest')
    """
    at = _LONG.index(str(report.parameters["values"]))
    rows = report.tables[0].rows
    documents = {source.id: place for place, source in enumerate(report.inputs, 1)}
    items = {item: place for place, item in enumerate(sorted({str(row[2]) for row in rows}), 1)}
    kind = "integer" if at == _LONG.index("count") else "real"
    lines = [f"%%MatrixMarket matrix coordinate {kind} general"]
    lines += [f"%row\t{place}\t{name}" for name, place in documents.items()]
    lines += [f"%column\t{place}\t{item}" for item, place in items.items()]
    lines.append(f"{len(documents)} {len(items)} {len(rows)}")
    lines += [f"{documents[str(row[0])]} {items[str(row[2])]} {row[at]}" for row in rows]
    return ("\n".join(lines) + "\n").encode()


BINARY: dict[str, Callable[[Report], bytes]] = {
    ".parquet": parquet_bytes,
    ".mtx": matrix_market,
}
"""Ending of a file → how a matrix is written there."""
