"""``aiplans compare``: what stands out in A against B, by term or, across languages, by concept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.options import OutputOptions, RowOptions, SourceOptions, choice, takes_options
from aiplans_cli.cli.sources import default_sources, loader
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.cli.tables import coverage, documents_table, input_of
from aiplans_cli.errors import AnalysisError
from aiplans_cli.language import LANGUAGES, stop_words
from aiplans_cli.model import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts import ConceptList
    from aiplans_cli.counting import Unit
    from aiplans_cli.model import Counts
    from aiplans_cli.statistics import ContrastSet, Profile, Row

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_DEAREST = ("log_ratio", "count_a", "count_b", "q", "rate_a", "rate_b", "share_a", "share_b", "g2")

SORT = ("g2", "log_ratio", "p", "q", "count_a", "count_b", "rate_a", "rate_b", "term")
"""Columns by which rows can be ranked."""


@app.command()
@takes_options
def compare(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[A B]", help="Two sources; the two plans of 2025 if left out."),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="Compare terms or concepts; auto is concepts across two languages.",
            **choice(["auto", "term", "concept"]),
        ),
    ] = "auto",
    sort: Annotated[
        str,
        typer.Option("--sort", help="Rank by this column, strongest first.", **choice(SORT)),
    ] = "g2",
    *,
    options: SourceOptions,
    rows: RowOptions,
    output: OutputOptions,
) -> None:
    """Rank what stands out in one document against another, across languages too.

    A positive score means more in A, a negative one more in B. Two documents in one language are
    compared term by term; an English and a Chinese one concept by concept, each concept's share
    of all concept mentions in A against its share in B.
    """
    names = sources or default_sources(options)
    own = loader(options)
    loaded = own.counts(names)
    if len(loaded) != 2:
        raise typer.BadParameter(
            f"compare needs two documents, and got {len(loaded)}", param_hint="SOURCE"
        )
    a, b = loaded
    report = compare_report(
        a.counts,
        b.counts,
        own.concept_list,
        by=by,
        sort=sort,
        top=rows_wanted(rows.top, output),
        min_count=1 if rows.min_count is None else rows.min_count,
        stops=frozenset() if options.stop_words == "off" else own.stops,
    )
    emit(report, output, keep=_DEAREST)


def unit_of(a: Counts, b: Counts, by: str) -> Unit:
    """Whether to compare terms or concepts. Raises ``AnalysisError`` for terms of two languages."""
    if a.language == b.language:
        return "concept" if by == "concept" else "term"
    if by == "term":
        raise AnalysisError(
            f"{a.id} and {b.id}",
            f"{LANGUAGES[a.language].name} and {LANGUAGES[b.language].name} share no terms to "
            "contrast: almost every word would stand on one side only",
            "compare them --by concept",
        )
    return "concept"


def compare_report(
    a: Counts,
    b: Counts,
    concept_list: ConceptList,
    *,
    by: str = "auto",
    sort: str = "g2",
    top: int = 0,
    min_count: int = 1,
    stops: frozenset[str] | None = None,
) -> Report:
    """The contrast of two counted documents.

    ``stops`` are the terms left out of the rows, by default the language's stop words; they stay
    in the sizes. ``min_count`` is for both sides together. Raises ``AnalysisError`` where a side
    has nothing to compare, or where terms of two languages are asked for.
    """
    from aiplans_cli.counting import profile
    from aiplans_cli.statistics import contrast

    unit = unit_of(a, b, by)
    left_out = frozenset[str]()
    if unit == "term":
        left_out = stop_words(a.language) if stops is None else stops
    sides = [profile(x, unit, lambda item: item not in left_out) for x in (a, b)]
    for side, x in zip(sides, (a, b), strict=True):
        if not side.counts:
            raise AnalysisError(x.id, f"no {unit} of it can be compared", "check the text")
    known = {*sides[0].counts, *sides[1].counts}
    if unit == "concept" and min_count == 0:
        known |= {concept.id for concept in concept_list.concepts}
    terms = [t for t in known if sum(side.counts.get(t, 0) for side in sides) >= min_count]
    if sort == "term":
        result = contrast(*sides, unit=unit, sort="term", terms=terms)
    else:
        result = contrast(*sides, unit=unit, sort=sort, absolute=True, terms=terms)
    parameters: dict[str, Cell] = {
        "by": unit,
        "sort": sort,
        "top": top,
        "min_count": min_count,
        "measures": ",".join(result.measures),
        "confidence": result.settings.confidence,
        "correction": result.correction,
        "tests": result.tests,
    }
    return Report(
        command="compare",
        tables=(
            _contrast_table(result, concept_list, unit, top, (a, b)),
            documents_table((a, b), unit == "concept"),
        ),
        inputs=(input_of(a), input_of(b)),
        parameters=parameters,
        notes=_notes(a, b, sides, result, unit),
    )


def _contrast_table(
    result: ContrastSet,
    concept_list: ConceptList,
    unit: Unit,
    top: int,
    pair: tuple[Counts, Counts],
) -> Table:
    themes = {concept.id: concept.theme for concept in concept_list.concepts}
    first = [Column("rank", "integer"), Column(unit)]
    shares: list[Column] = []
    if unit == "concept":
        first.append(Column("theme"))
        shares = [Column(f"share_{side}", "number", "", 4) for side in "ab"]
    columns = (
        *first,
        Column("count_a", "integer"),
        Column("count_b", "integer"),
        Column("rate_a", "number", "per 1,000"),
        Column("rate_b", "number", "per 1,000"),
        *shares,
        Column("log_ratio", "number", "doublings"),
        Column("log_ratio_low", "number", "doublings"),
        Column("log_ratio_high", "number", "doublings"),
        Column("g2", "number", "", 1),
        Column("p", "number"),
        Column("q", "number"),
    )
    rows = result.rows[:top] if top else result.rows

    def cells(rank: int, row: Row) -> tuple[Cell, ...]:
        low, high = row.intervals["log_ratio"] or (None, None)
        theme = [themes.get(row.term, "")] if unit == "concept" else []
        own_shares = [row.share_a, row.share_b] if unit == "concept" else []
        start: list[Cell] = [rank, row.term, *theme, row.count_a, row.count_b]
        rates: list[Cell] = [row.rate_a, row.rate_b, *own_shares]
        effect: list[Cell] = [row.scores["log_ratio"], low, high, row.scores["g2"], row.p, row.q]
        return (*start, *rates, *effect)

    a, b = (x.id for x in pair)
    return Table(
        name="contrast",
        columns=columns,
        rows=tuple(cells(rank, row) for rank, row in enumerate(rows, 1)),
        title=f"{a} (A) against {b} (B), by {unit}",
    )


_WIDE_GAP = 0.1


def _notes(
    a: Counts, b: Counts, sides: Sequence[Profile], result: ContrastSet, unit: Unit
) -> tuple[str, ...]:
    notes = [
        f"A is {a.title} ({a.id}), B is {b.title} ({b.id}); positive scores mean more in A.",
        f"log_ratio: binary logarithm of the ratio of {_what(unit)}, 0.5 for a zero count, with "
        f"its {result.settings.confidence:.0%} interval. g2: log-likelihood over four terms "
        f"(Dunning 1993), signed. q: p after Benjamini-Hochberg over {result.tests} tests.",
    ]
    if unit == "concept":
        own = [coverage(x) or 0.0 for x in (a, b)]
        notes.append(
            f"The concept list covers {own[0]:.0%} of the content words of A and {own[1]:.0%} of "
            f"B's; shares are of {sides[0].size:,} and {sides[1].size:,} concept mentions."
        )
        if abs(own[0] - own[1]) > _WIDE_GAP:
            notes.append(
                "The two coverages differ by more than 10 points: part of the contrast may be "
                "the concept list's doing."
            )
    for x in (a, b):
        if x.kind == "digest":
            notes.append(
                f"{x.id} is a digest in this project's own words, not the official text: its "
                "numbers describe the digest."
            )
    return tuple(notes)


def _what(unit: Unit) -> str:
    return "shares of concept mentions" if unit == "concept" else "rates"
