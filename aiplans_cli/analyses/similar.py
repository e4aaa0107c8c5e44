"""Which section of one document answers which of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import (
    documents_table,
    general_left_out,
    general_note,
    input_of,
)
from aiplans_cli.analyses.themes import section_names
from aiplans_cli.analyses.wording import listed
from aiplans_cli.errors import UsageError
from aiplans_cli.lean_imports import scikit_learn
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.similarity import Answer
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Named, Session

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class SimilarSettings:
    """Which sections are listed."""

    nearest: Annotated[int, Option("Sections of B for each of A, 0 for all.", minimum=0)] = 3
    min_mentions: Annotated[
        int, Option("Mentions of concepts that a section needs.", minimum=1)
    ] = 5


@question
def similar(*named: Named, settings: SimilarSettings, session: Session) -> Report:
    """For every section of A the nearest sections of B, across languages: table ``similar``.

    Raises ``AiplansError`` where there are not two documents.

    >>> similar("us-2025-digest", "cn-2025-digest", nearest=1, min_mentions=3).rows()[0]["rank"]
    1
    """
    from aiplans_cli.concepts.similarity import nearest_sections

    sources = session.sources(named or session.default_sources(piped=False))
    if len(sources) != 2:
        raise UsageError(f"similar needs two documents, and got {len(sources)}", "A B")
    a, b = (source.counts for source in sources)
    left_out = general_left_out(session)
    scikit_learn()
    least = settings.min_mentions
    found = nearest_sections(a, b, nearest=settings.nearest, least=least, left_out=left_out)
    answers = _answers_table(a, b, found)
    report = Report(
        "similar",
        (answers, documents_table([a, b], with_concepts=True)),
        (input_of(a), input_of(b)),
        {"nearest": settings.nearest, "min_mentions": least},
        _notes(a, b, found, least, left_out),
        summary=similar_sentences(a.id, b.id, len(a.sections), answers, (a.title, b.title)),
        screen=(_screen(a.id, b.id, answers),),
    )
    return cautioned(report, [a, b])


def _answers_table(a: Counts, b: Counts, found: Sequence[Answer]) -> Table:
    """A pair of sections a row; ``shared`` are the concepts of both, most telling first."""
    columns = (
        *(Column("section_a"), Column("pages_a"), Column("rank", "integer")),
        *(Column("section_b"), Column("pages_b")),
        Column("similarity", "number", "bar"),
        *(Column("mentions_a", "integer"), Column("mentions_b", "integer")),
        Column("shared"),
    )
    names_a, names_b = section_names(a), section_names(b)
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        left, right = a.sections[one.section_a], b.sections[one.section_b]
        shared = ", ".join(f"{c} {share:.0%}" for c, share in one.shared[:_SHOWN])
        start = (names_a[one.section_a] or a.title, left.pages, one.rank)
        middle = (names_b[one.section_b] or b.title, right.pages, one.similarity)
        rows.append((*start, *middle, one.mentions_a, one.mentions_b, shared))
    title = f"Sections of {a.id} (A) and the nearest of {b.id} (B)"
    return Table("similar", columns, tuple(rows), title, "similarity")


def similar_sentences(
    a: str, b: str, sections: int, answers: Table, titles: tuple[str, str]
) -> tuple[str, ...]:
    """How many sections have a near one, and which two are nearest, the ``titles`` apart."""
    rows = answers.records()
    if not rows:
        return (f"No section of {a} has a concept in common with one of {b} that could be told.",)
    compared = len({row["section_a"] for row in rows if row["rank"] == 1})
    inside = [row for row in rows if (row["section_a"], row["section_b"]) != titles] or rows
    first = max(inside, key=lambda row: (float(row["similarity"] or 0), str(row["section_a"])))
    shared = [part.rpartition(" ")[0] for part in str(first["shared"]).split(", ")[:3]]
    return (
        f"{compared} of {sections} sections of {a} share a concept with one of {b}; that two "
        "sections speak of the same does not mean that they agree.",
        f"Nearest are “{first['section_a']}” and “{first['section_b']}”: similarity "
        f"{float(first['similarity'] or 0):.2f} of 0 to 1, mostly by {listed(shared)}.",
    )


def _screen(a: str, b: str, answers: Table) -> Table:
    """The nearest section of each, in plain columns."""
    kept = ("section_a", "section_b", "similarity", "shared")
    titles = {"section_a": a, "section_b": b, "shared": "shared concepts"}
    rows = tuple(tuple(row[name] for name in kept) for row in answers.records() if row["rank"] == 1)
    columns = tuple(
        replace(column, title=titles.get(column.name, column.name))
        for column in answers.columns
        if column.name in kept
    )
    return Table("similar", columns, rows, "", "similarity")


def _notes(
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
