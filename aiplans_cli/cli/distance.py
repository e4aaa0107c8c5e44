"""``aiplans distance``: how far apart documents are."""

from __future__ import annotations

from dataclasses import replace

import typer

from aiplans_cli.analyses.distance_settings import DistanceSettings
from aiplans_cli.cli.options import OutputOptions, Sources, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import chosen_format, emit
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SQUARE = ("table", "md", "html")
"""Formats for people, who read a matrix more easily than a list of pairs."""


@app.command(cls=Command)
@takes_options
def distance(
    sources: Sources = None,
    *,
    settings: DistanceSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Show how far apart documents are: Jensen-Shannon distance and cosine.

    For people a matrix of each, and of two documents a row; TSV, CSV, JSON and XLSX have a row for
    each pair. Two documents of ten sections each or more have an interval. Others by --measure:
    Hellinger, Kullback-Leibler in both directions, and of three documents or more Burrows's Delta.
    """
    from aiplans_cli.analyses.distance import distance as ask

    settings = replace(settings, square=chosen_format(run, output) in _SQUARE)
    report = ask(*(sources or ()), settings=settings, session=run.session(reading))
    emit(run, report, output)
