"""``aiplans kwic``: every line in which a word or a concept stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aiplans_cli.analyses.concordance import KwicSettings
from aiplans_cli.cli.completion import concepts, texts
from aiplans_cli.cli.options import OutputOptions, checked, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.settings import word_or_concept
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

KEEP = ("match", "left", "right", "number", "document", "page", "section")
"""Columns that a narrow screen loses last."""


@app.command(cls=Command)
@takes_options
def kwic(
    word: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help="A word, concept or query.",
            callback=checked(word_or_concept),
            autocompletion=concepts,
        ),
    ],
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Documents; the plans of 2025 if left out.",
            autocompletion=texts,
        ),
    ] = None,
    *,
    settings: KwicSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Show every line in which a word or concept stands, in its context.

    There are as many lines as 'aiplans freq' and 'aiplans compare' count. Chinese in traditional
    script is quoted as it stands. Lines need the text itself, so counts alone are not enough.
    A QUERY is words, or 'govern*', 'AI *', 'a|b', '/regex/', '[theme=safety-risk]',
    '[concept=governance] []{0,3} "global"': see docs/queries.md. --exact takes it as typed.
    """
    from aiplans_cli.analyses.concordance import kwic as ask

    if settings.sample is None or settings.limit is not None:  # what was drawn is shown
        settings = replace(settings, limit=rows_wanted(settings.limit, run, output))
    report = ask(word, *(sources or ()), settings=settings, session=run.session(reading))
    emit(run, report, output, KEEP)
