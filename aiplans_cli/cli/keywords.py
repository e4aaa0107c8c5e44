"""``aiplans keywords``: the key words of documents, by TF-IDF or TextRank."""

from __future__ import annotations

from typing import Annotated

import typer

from aiplans_cli.analyses.keywords import KeywordSettings
from aiplans_cli.analyses.settings import RowSettings
from aiplans_cli.cli.completion import texts
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit, shown_rows
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def keywords(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Documents; the plans of 2025, by --lang, if left out.",
            autocompletion=texts,
        ),
    ] = None,
    *,
    settings: KeywordSettings,
    reading: SourceSettings,
    rows: RowSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Rank the key words of documents.

    A document's sections are weighed against one another: a word's weight is the mean over the
    sections of its TF-IDF, each section's vector having length 1. Words of one character, such
    as 法 (law), are kept unless --min-length says otherwise. Bare numbers and addresses are no
    key words, even with --no-stop-words.
    """
    from aiplans_cli.analyses.keywords import keywords as ask

    rows = shown_rows(rows, run, output)
    report = ask(*(sources or ()), settings=settings, rows=rows, session=run.session(reading))
    emit(run, report, output, ("term", "term_a", "count", "count_a", "weight"))
