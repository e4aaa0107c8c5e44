"""``aiplans verify``: published numbers recomputed, and tests tried where nothing differs."""

from __future__ import annotations

import typer

from aiplans_cli.analyses.verification import VerifySettings
from aiplans_cli.cli.options import CHECK_FAILED, OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def verify(
    *, settings: VerifySettings, reading: SourceSettings, output: OutputOptions, run: Run
) -> None:
    """Recompute published numbers, and compare with exact fractions on random tables.

    Every number that ships with the program, printed in papers, manuals and other tools or
    derived from what they print, is computed anew here; then measures that are ratios are compared
    with exact fractions. The exit code is 3 if one differs.
    """
    from aiplans_cli.analyses.verification import verify as ask

    report = ask(settings=settings, session=run.session(reading))
    emit(run, report, output)
    if report.parameters.get("failed"):
        raise typer.Exit(CHECK_FAILED)
