"""``aiplans matrix``: documents against terms, concepts or themes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

import typer

from aiplans_cli.analyses.matrix import MatrixSettings
from aiplans_cli.cli.options import OutputOptions, Sources, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit, write_bytes
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def matrix(
    sources: Sources = None,
    *,
    settings: MatrixSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Write how often each term, concept or theme stands in each document.

    For R, Python and spreadsheets: a row for each number that is not 0, or with --layout wide a row
    for each document. -o FILE.parquet and FILE.mtx (Matrix Market) hold the same.
    """
    from aiplans_cli.analyses.matrix import BINARY
    from aiplans_cli.analyses.matrix import matrix as ask

    ending = PurePath(output.output or "").suffix.lower()
    if ending == ".mtx":  # which is of places, however a table is laid out
        settings = replace(settings, layout="long")
    report = ask(*(sources or ()), settings=settings, session=run.session(reading))
    if ending not in BINARY or output.format != "auto":
        emit(run, report, output)
        return
    run.report = report
    write_bytes(run, BINARY[ending](report), output.output)
