"""``aiplans report``: what documents say, as a page to publish."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from aiplans_cli.analyses.publication.report import PublicationSettings
from aiplans_cli.cli.options import OutputOptions, Sources, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import chosen_format, emit
from aiplans_cli.errors import UsageError
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

USUAL = "report.html"
"""The file that is written where nothing else is asked for and nobody else reads."""


@app.command(cls=Command)
@takes_options
def report(
    sources: Sources = None,
    *,
    settings: PublicationSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Write a report that can be published: one page in one file, with charts and lines.

    Of two documents it shows what stands out in one against the other, the sentences behind each
    row, their themes, where words stand, and which section answers which; of one its key words; of
    several each against the rest and the distances between them. On a terminal the page is
    report.html unless -o names another file; in a pipe it goes to standard output.
    """
    from aiplans_cli.analyses.publication.report import report as ask

    if output.format == "auto" and output.output is None:
        output = replace(output, format="html", output=_unwritten(run))
    if chosen_format(run, output) == "html":
        from aiplans_cli.output.pictures.drawing import altair

        altair()  # before minutes of counting
    made = ask(*(sources or ()), settings=settings, session=run.session(reading))
    emit(run, made, output)
    if output.output not in (None, "-"):
        run.note(f"the report is in {output.output}")


def _unwritten(run: Run) -> str | None:
    """The usual file on a terminal, standard output elsewhere. Raises where the file is there."""
    if not run.screen.terminal:
        return None
    if Path(USUAL).exists():
        raise UsageError(f"{USUAL} is there already: name a file, such as -o {USUAL}", "-o")
    return USUAL
