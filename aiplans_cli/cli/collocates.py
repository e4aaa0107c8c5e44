"""``aiplans collocates``: the company a word or concept keeps."""

from __future__ import annotations

from typing import Annotated

import typer

from aiplans_cli.analyses.collocates import CollocateSettings
from aiplans_cli.analyses.settings import RowSettings
from aiplans_cli.cli.completion import concepts
from aiplans_cli.cli.options import OutputOptions, Sources, checked, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit, shown_rows
from aiplans_cli.settings import word_or_concept
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def collocates(
    word: Annotated[
        str,
        typer.Argument(
            metavar="WORD",
            help="A word, phrase or concept.",
            callback=checked(word_or_concept),
            autocompletion=concepts,
        ),
    ],
    sources: Sources = None,
    *,
    settings: CollocateSettings,
    reading: SourceSettings,
    rows: RowSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Rank the words that stand near a word or concept, in each language.

    A word that belongs to a concept of the list stands for the whole concept: 'governance' also
    finds 治理. It may be a query, such as 'govern*', 'a|b' or '[theme=safety-risk]': see
    docs/queries.md. The window stays within the sentence. Words seen fewer than 3 times near it
    have no row unless --min-count says so.
    """
    from aiplans_cli.analyses.collocates import collocates as ask

    rows = shown_rows(rows, run, output)
    session = run.session(reading)
    report = ask(word, *(sources or ()), settings=settings, rows=rows, session=session)
    keep = (
        "collocate",
        "document",
        "number",
        "near",
        "every",
        "unsure",
        "count",
        *settings.measures,
    )
    emit(run, report, output, keep)
