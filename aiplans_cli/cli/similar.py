"""``aiplans similar``: which section of one document answers which of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.options import OutputOptions, SourceOptions, takes_options
from aiplans_cli.cli.sources import default_sources, loader
from aiplans_cli.cli.streams import emit
from aiplans_cli.cli.tables import documents_table, input_of
from aiplans_cli.cli.themes import general_left_out, general_note, section_names
from aiplans_cli.lean_imports import scikit_learn
from aiplans_cli.model import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.similarity import Answer
    from aiplans_cli.model import Counts

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SHOWN = 6


@app.command()
@takes_options
def similar(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[A B]", help="Two documents; the plans of 2025 if left out."),
    ] = None,
    nearest: Annotated[
        int, typer.Option("--nearest", min=0, help="Sections of B for each of A, 0 for all.")
    ] = 3,
    min_mentions: Annotated[
        int,
        typer.Option("--min-mentions", min=1, help="Mentions of concepts that a section needs."),
    ] = 5,
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """List for every section of A the nearest sections of B, across languages.

    Sections are compared by the concepts in them, each weighed by how few sections have it, so
    that it can be seen which Chinese point answers which American heading.
    """
    from aiplans_cli.concepts.similarity import nearest_sections

    own = loader(options)
    documents = [item.counts for item in own.counts(sources or default_sources(options))]
    if len(documents) != 2:
        raise typer.BadParameter(
            f"similar needs two documents, and got {len(documents)}", param_hint="A B"
        )
    a, b = documents
    left_out = general_left_out(own.concept_list, options)
    scikit_learn()
    found = nearest_sections(a, b, nearest=nearest, least=min_mentions, left_out=left_out)
    report = Report(
        "similar",
        (answers_table(a, b, found), documents_table(documents, with_concepts=True)),
        tuple(map(input_of, documents)),
        {"nearest": nearest, "min_mentions": min_mentions},
        similar_notes(a, b, found, min_mentions, left_out),
    )
    emit(report, output, keep=("section_b", "similarity", "shared"))


def answers_table(a: Counts, b: Counts, found: Sequence[Answer]) -> Table:
    """A pair of sections a row; ``shared`` are the concepts of both, most telling first."""
    columns = (
        *(Column("section_a"), Column("page_a"), Column("rank", "integer")),
        *(Column("section_b"), Column("page_b")),
        Column("similarity", "number", "bar"),
        *(Column("mentions_a", "integer"), Column("mentions_b", "integer")),
        Column("shared"),
    )
    names_a, names_b = section_names(a), section_names(b)
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        left, right = a.sections[one.section_a], b.sections[one.section_b]
        shared = ", ".join(f"{c} {share:.0%}" for c, share in one.shared[:_SHOWN])
        start = (names_a[one.section_a] or a.title, left.page, one.rank)
        middle = (names_b[one.section_b] or b.title, right.page, one.similarity)
        rows.append((*start, *middle, one.mentions_a, one.mentions_b, shared))
    title = f"Sections of {a.id} (A) and the nearest of {b.id} (B)"
    return Table("similar", columns, tuple(rows), title=title)


def similar_notes(
    a: Counts, b: Counts, found: Sequence[Answer], least: int, left_out: frozenset[str]
) -> tuple[str, ...]:
    """How to read the rows, and which sections have none."""
    notes = [
        "similarity: cosine of the sections' TF-IDF weights of concepts (scikit-learn, over the "
        "sections of both), 0 to 1; shared: concepts of both with their part of it."
    ]
    silent = len(a.sections) - len({one.section_a for one in found})
    if silent:
        notes.append(
            f"{silent} of {len(a.sections)} sections of A have no row: fewer than {least} mentions "
            "of concepts, or none in common with a section of B."
        )
    notes += general_note([a, b], left_out, "are not compared")
    return tuple(notes)
