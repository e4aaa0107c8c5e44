"""Whether an article quotes its sources rightly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.quotations.extract import document_lone_marks
from aiplans_cli.analyses.quotations.search import MIN_WORDS, STATUSES, check_quotations
from aiplans_cli.analyses.tables import read_input
from aiplans_cli.analyses.wording import listed
from aiplans_cli.errors import SourceError
from aiplans_cli.output.cells import CHANGES
from aiplans_cli.output.report import Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from aiplans_cli.model import Document
    from aiplans_cli.sources.session import Named, Session

MARKS_TOLD = 5
"""Marks without a quotation that are named one by one where their table has no place."""

QUOTATION_COLUMNS = (
    *map(Column, ("quotation", "status", "source", "section", "page", "found")),
    Column("difference", unit=CHANGES),
    Column("score", "number", "%", 1),
    Column("line", "integer"),
)
"""Columns of the table of quotations."""


@dataclass(frozen=True, slots=True)
class QuoteSettings:
    """Which quotations are looked for."""

    min_words: Annotated[
        int,
        Option(
            "Shorter quotations are listed apart: scare quotes prove nothing.",
            minimum=1,
        ),
    ] = MIN_WORDS


@question
def quotes(article: Named, *named: Named, settings: QuoteSettings, session: Session) -> Report:
    """Every quotation of an article, and how it stands in its sources: table ``quotations``.

    Table ``short`` has those that are too short to prove anything, ``marks`` the quotation marks
    that give no quotation. Raises ``AiplansError`` for what cannot be read.

    >>> from aiplans_cli import read
    >>> plan = read("us-2025-digest")
    >>> quotes(plan, plan).table("marks").rows
    ()
    """
    if isinstance(article, str) and article != "-" and len(session.resolve(article)) > 1:
        raise SourceError(article, "an article is one document", "name one of them")
    # an article that quotes both plans is one, whatever its languages
    first, *documents = session.documents([article, *named], whole=1)
    report = quotations_report(first, documents, min_words=settings.min_words)
    return replace(report, inputs=tuple(map(read_input, (first, *documents))))


def _fact(opens: bool) -> str:
    return "is never closed" if opens else "closes nothing"


def quotations_report(
    article: Document, sources: Sequence[Document], *, min_words: int = MIN_WORDS
) -> Report:
    """A report on every quotation of an article: table ``quotations``, and ``short`` apart.

    Table ``marks`` has the quotation marks that give no quotation. Lines are empty where the
    article's format has none.
    """
    findings, short = check_quotations(article, sources, min_words=min_words)
    rows = tuple(
        (
            " ".join(f.quotation.text.split()),
            f.status,
            f.source,
            f.section,
            f.page,
            f.found,
            f.difference,
            f.score,
            f.quotation.line or None,
        )
        for f in findings
    )
    tally = ", ".join(f"{sum(f.status == s for f in findings)} {s}" for s in STATUSES)
    short_columns = (Column("quotation"), Column("words", "integer"), Column("line", "integer"))
    short_rows = tuple((" ".join(q.text.split()), q.words, q.line or None) for q in short)
    mark_columns = (Column("mark"), Column("line", "integer"), Column("fact"), Column("beside"))
    marks = document_lone_marks(article)
    mark_rows = tuple((m.mark, m.line or None, _fact(m.opens), m.beside) for m in marks)
    notes = (
        f"{article.id}: {len(findings)} quotations of {min_words} words or more: {tally}",
        *([f"{len(short)} shorter ones were not looked for"] if short else []),
    )
    told = [
        f"{article.id}{f', line {m.line}' if m.line else ''}: {m.mark} {_fact(m.opens)}, beside "
        f"{m.beside!r}"
        for m in marks[:MARKS_TOLD]
    ]
    if more := len(marks) - len(told):
        told.append(f"{article.id}: {more} more marks like these")
    return Report(
        "quotes",
        (
            Table("quotations", QUOTATION_COLUMNS, rows, "Quotations and where they stand"),
            Table("short", short_columns, short_rows, "Too short to be looked for"),
            Table("marks", mark_columns, mark_rows, "Marks that give no quotation"),
        ),
        parameters={"min_words": min_words},
        notes=notes,
        told=tuple(told),
        summary=_sentences(article.id, [f.status for f in findings], len(short), min_words),
    )


def _sentences(article: str, statuses: Sequence[str], short: int, least: int) -> tuple[str, ...]:
    """How many quotations stand as they are quoted, and what was not looked for."""
    tally = [f"{number} {status}" for status in STATUSES if (number := statuses.count(status))]
    found = listed(tally) if tally else "none"
    quoted = "quotation" if len(statuses) == 1 else "quotations"
    sentences = [f"{article} has {len(statuses)} {quoted} of {least} words or more: {found}."]
    if short:
        sentences.append(f"{short} shorter ones were not looked for.")
    return tuple(sentences)
