"""``aiplans quotes``: whether an article quotes its sources rightly."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aiplans_cli.analyses.quotations.report import QuoteSettings
from aiplans_cli.analyses.tables import same_throughout, without
from aiplans_cli.cli.completion import texts
from aiplans_cli.cli.options import CHECK_FAILED, OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import chosen_format, emit
from aiplans_cli.output.report import Report
from aiplans_cli.sources.settings import ReadSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

KEEP = ("quotation", "status", "page", "difference", "source", "section")
"""Columns that a narrow screen loses last."""


@app.command(cls=Command)
@takes_options
def quotes(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The text that quotes.")],
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="The documents it quotes.", autocompletion=texts),
    ],
    *,
    settings: QuoteSettings,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 if any quotation is absent.")
    ] = False,
    reading: ReadSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Check every quotation of an article against its sources.

    exact: it stands there. near: case, spacing, hyphenation, punctuation, a bracketed insertion
    or a changed word or two set it apart, and the difference is shown. split: its parts round an
    ellipsis stand there in order. absent: none of these; the nearest passage is shown. Titles,
    footnotes and contents pages are searched too, and quotations across line and page breaks are
    found. A mark that is never closed is told, since nothing can be looked for.
    """
    from aiplans_cli.analyses.quotations.report import quotes as ask

    session = run.session(reading.whole)
    report = ask(article, *sources, settings=settings, session=session)
    shown = _for_screen(report) if chosen_format(run, output) == "table" else report
    emit(run, shown, output, KEEP, asked=("short",))
    if strict and any(row["status"] == "absent" for row in report.rows()):
        raise typer.Exit(CHECK_FAILED)


def _for_screen(report: Report) -> Report:
    """The difference says what was found; the only source stands above the table."""
    found, *further = report.tables
    few = {"found", "score", "line"} | (same_throughout(found) & {"source", "page"})
    further = [table for table in further if table.rows]
    return replace(report, tables=(without(found, few), *further))
