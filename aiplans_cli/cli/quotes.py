"""``aiplans quotes``: whether an article quotes its sources rightly."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aiplans_cli.cli.options import OutputOptions, ReadOptions, SourceOptions, takes_options
from aiplans_cli.cli.record import STDIN
from aiplans_cli.cli.reproduce import CHECK_FAILED
from aiplans_cli.cli.sources import loader
from aiplans_cli.cli.streams import chosen_format, emit
from aiplans_cli.cli.tables import read_input, same_throughout, without
from aiplans_cli.errors import SourceError
from aiplans_cli.output.report import Report, Table
from aiplans_cli.storage import data_dir

app = typer.Typer(add_completion=False, rich_markup_mode=None)

KEEP = ("quotation", "status", "page", "difference", "source", "section")
"""Columns that a narrow screen loses last."""

MARKS_TOLD = 5
"""Marks without a quotation that are named one by one on standard error."""


@app.command()
@takes_options
def quotes(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The text that quotes.")],
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="The documents it quotes.")
    ],
    min_words: Annotated[
        int,
        typer.Option(
            "--min-words",
            min=1,
            help="Shorter quotations are listed apart: titles and scare quotes prove nothing.",
        ),
    ] = 4,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 if any quotation is absent.")
    ] = False,
    *,
    options: ReadOptions,
    output: OutputOptions,
) -> None:
    """Check every quotation of an article against its sources.

    exact: it stands there. near: case, spacing, hyphenation, punctuation, a bracketed insertion
    or a changed word or two set it apart, and the difference is shown. split: its parts round an
    ellipsis stand there in order. absent: none of these. Footnotes and contents pages are
    searched too, and quotations across line and page breaks are found. A mark that is never
    closed is told, since nothing can be looked for.
    """
    report = quotes_report(article, sources, options, min_words=min_words)
    shown = report
    if chosen_format(output) == "table":
        found, *further = report.tables
        # the difference says what was found; the only source stands above the table
        few = {"found", "score", "line"} | (same_throughout(found) & {"source", "page"})
        further = [table for table in further if table.rows]
        shown = replace(report, tables=(without(found, few), *further))
    emit(
        shown,
        output,
        KEEP,
        asked=("short",),
        told=_marks_told(report.inputs[0].id, report.tables[2]),
        quiet=options.quiet,
    )
    if strict and any(row["status"] == "absent" for row in report.tables[0].records()):
        raise typer.Exit(CHECK_FAILED)


def _marks_told(article: str, marks: Table) -> list[str]:
    """What to say of marks that give no quotation where their table has no place."""
    told = [
        f"{article}{f', line {line}' if line else ''}: {mark} {fact}, beside {str(beside)!r}"
        for mark, line, fact, beside in marks.rows[:MARKS_TOLD]
    ]
    more = len(marks.rows) - len(told)
    return [*told, f"{article}: {more} more marks like these"] if more else told


def quotes_report(
    article: str, sources: list[str], options: ReadOptions, *, min_words: int = 4
) -> Report:
    """A report on an article's quotations: tables ``quotations``, ``short`` and ``marks``."""
    from aiplans_cli.evidence import quotations_report
    from aiplans_cli.sources.library import resolve

    own = loader(SourceOptions(options.lang, options.from_, options.encoding, quiet=options.quiet))
    if article != STDIN and len(resolve(article, data_dir())) > 1:
        raise SourceError(article, "an article is one document", "name one of them")
    first, *documents = own.documents([article, *sources])
    report = quotations_report(first, documents, min_words=min_words)
    return replace(report, inputs=tuple(map(read_input, (first, *documents))))
