"""``aiplans plot``: an answer as a chart, for print."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aiplans_cli.analyses.pictures import OF_WORDS, PlotSettings
from aiplans_cli.cli.completion import texts
from aiplans_cli.cli.options import PictureOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import draw
from aiplans_cli.errors import UsageError
from aiplans_cli.output.pictures.registry import CHARTS
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_CHARTS = "; ".join(f"{name}: {chart.description}" for name, chart in CHARTS.items()) + "."


@app.command(cls=Command)
@takes_options
def plot(
    chart: Annotated[str, typer.Argument(metavar="CHART", help=_CHARTS)],
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Documents; of strips and trend a word first. The two plans of 2025 if left out.",
            autocompletion=texts,
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            "-s",
            metavar="SOURCE",
            help="A document, several times if wanted; of strips and trend every argument is a "
            "word then.",
            autocompletion=texts,
        ),
    ] = None,
    *,
    settings: PlotSettings,
    reading: SourceSettings,
    output: PictureOptions,
    run: Run,
) -> None:
    """Draw an answer as a chart for print: SVG, PNG or PDF.

    Each chart draws the answer of another command. It is 170 mm wide; in a pipe it is SVG.
    """
    if output.output is None and run.screen.terminal:
        raise UsageError(
            "a picture is no text for a terminal: name a file, such as chart.svg", "-o"
        )
    from aiplans_cli.analyses.pictures import plot as ask

    arguments = sources or []
    if chart in OF_WORDS and not settings.words:
        cut = len(arguments) if source else 1
        settings = replace(settings, words=tuple(dict.fromkeys(arguments[:cut])))
        arguments = arguments[cut:]
    named = (*arguments, *(source or ()))
    draw(run, ask(chart, *named, settings=settings, session=run.session(reading)), output.output)
