"""``aiplans claims``: sentences about documents, and whether they are so."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aiplans_cli.analyses.claims.report import ClaimSettings
from aiplans_cli.cli.options import CHECK_FAILED, OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import chosen_format, emit
from aiplans_cli.sources.settings import ListSettings, SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

KEEP = ("verdict", "claim", "why", "match", "left", "right")
"""Columns that a narrow screen loses last."""


@app.command(cls=Command)
@takes_options
def claims(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A file of claims, - for standard input, or mok-2025, ours."
        ),
    ],
    *,
    settings: ClaimSettings,
    reading: ListSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Check the claims of a file against documents, with the figures and lines behind.

    Each claim holds, holds in the digest (ours, which is not the text), fails, or cannot be
    told, with the reason; exit code 3 if one fails. What a file calls an opinion, or beyond the
    texts, is told and never fails. A source is read where it is at hand, else its counts are used
    as far as they can tell.
    """
    from aiplans_cli.analyses.claims.report import claims as ask

    settings = replace(settings, brief=chosen_format(run, output) == "table")
    whole = SourceSettings(concepts=reading.concepts)
    report = ask(file, settings=settings, session=run.session(whole))
    emit(run, report, output, KEEP)
    if any(row["verdict"] == "fails" for row in report.rows()):
        raise typer.Exit(CHECK_FAILED)
