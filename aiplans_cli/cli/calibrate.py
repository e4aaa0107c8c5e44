"""``aiplans calibrate``: translations must come out equal; how far the concept list is from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aiplans_cli.analyses.calibration import CalibrationSettings
from aiplans_cli.cli.completion import texts
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def calibrate(
    pairs: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [A B]...",
            help="Pairs of translations, one document after the other.",
            autocompletion=texts,
        ),
    ],
    *,
    settings: CalibrationSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Compare texts with their translations, which should differ in nothing.

    The arguments are pairs, A B A B: a text, its translation, the next text, its translation. For
    each pair it shows how well the two concept profiles agree, whether the concept list fits, how
    many concepts the tests of 'compare' call different although none is, and how many they find
    that were removed from one side or planted there. --by spread -o FILE writes how far each
    concept can be trusted, for 'compare --calibration FILE'; --by concept shows where to mend the
    list.
    """
    from aiplans_cli.analyses.calibration import calibrate as ask

    settings = replace(settings, top=rows_wanted(settings.top, run, output))
    report = ask(*pairs, settings=settings, session=run.session(reading))
    narrow = (
        "fit",
        "rows",
        "excluded",
        "flagged",
        "recovered",
        "concept",
        "log_ratio",
        "q",
        "spread",
    )
    emit(run, report, output, narrow)
