"""``aiplans similar``: which section of one document answers which of another."""

from __future__ import annotations

from typing import Annotated

import typer

from aiplans_cli.analyses.similar import SimilarSettings
from aiplans_cli.cli.completion import texts
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def similar(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[A B]",
            help="Two documents; the plans of 2025 if left out.",
            autocompletion=texts,
        ),
    ] = None,
    *,
    settings: SimilarSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """List for every section of A the nearest sections of B, across languages.

    Sections are compared by all concepts in them, each weighed by how few sections of its
    document have it, so that it can be seen which Chinese point answers which American heading.
    Rows rank by csls: similarity, less what a section has with everything near it. Stop words
    change nothing here.
    """
    from aiplans_cli.analyses.similar import similar as ask

    report = ask(*(sources or ()), settings=settings, session=run.session(reading))
    emit(run, report, output, ("section_b", "csls", "similarity", "text_b", "shared"))
