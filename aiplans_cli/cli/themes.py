"""``aiplans themes``: what documents are about, by the themes of the concept list."""

from __future__ import annotations

from dataclasses import replace

import typer

from aiplans_cli.analyses.themes import ThemeSettings
from aiplans_cli.cli.options import OutputOptions, Sources, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def themes(
    sources: Sources = None,
    *,
    settings: ThemeSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Weigh the themes of documents, across languages.

    A theme's weight is the TF-IDF weight of its concepts, summed in each section and averaged over
    the sections. 'aiplans topics' finds topics in the documents themselves.
    """
    from aiplans_cli.analyses.themes import themes as ask

    settings = replace(settings, top=rows_wanted(settings.top, run, output))
    report = ask(*(sources or ()), settings=settings, session=run.session(reading))
    emit(run, report, output, ("theme", "share", "document", "part", "section"))
