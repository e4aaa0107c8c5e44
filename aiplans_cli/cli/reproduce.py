"""``aiplans reproduce``: a recorded run once more, compared byte for byte."""

from __future__ import annotations

from typing import Annotated

import typer

from aiplans_cli.sources.source import OF_COUNTS
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.record import read_settings, repeating
from aiplans_cli.cli.streams import emit
from aiplans_cli.cli.targets import will_read
from aiplans_cli.errors import DataError, SourceError
from aiplans_cli.output.report import Report

app = typer.Typer(add_completion=False, rich_markup_mode=None)

CHECK_FAILED = 3
"""Exit code of a check that ran and found something wrong."""


@app.command()
@takes_options
def reproduce(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What --manifest wrote.")],
    *,
    output: OutputOptions,
) -> None:
    """Run a recorded command again, and compare its output byte for byte.

    The command writes nothing this time, not even to its --output FILE. Exit code 3 says that the
    output differs; the table then names what changed: the version, an input, a list or library, a
    parameter, and the result. A document that came through standard input must be piped in again.

    Not repeated are commands that do more than answer: counts to Parquet, and 'texts fetch' and
    'texts add'.
    """
    report = reproduce_report(file)
    emit(report, output)
    if report.tables[0].rows:
        raise typer.Exit(CHECK_FAILED)


def reproduce_report(file: str) -> Report:
    """What differs between a recorded run and the same run now: table ``changes``, often empty.

    Raises ``AiplansError`` for a file that is no manifest and where the command cannot be run.
    """
    from aiplans_cli.cli.app import run
    from aiplans_cli.evidence import changes, changes_table, parse_manifest

    recorded = parse_manifest(read_settings(file), file)
    for name in recorded.inputs:
        will_read(name.removesuffix(OF_COUNTS))
    with repeating(recorded) as repetition:
        try:
            code = run(list(recorded.command))
        except SourceError as error:
            gone = error.subject
            if gone not in recorded.inputs:
                raise
            fact = f"its input {gone} cannot be read again ({error.fact})"
            remedy = f"bring {gone} back, or record the command anew with --manifest"
            raise DataError(file, fact, remedy) from error
    if repetition.manifest is None:
        raise DataError(
            file,
            f"its command, aiplans {' '.join(recorded.command)}, wrote nothing (exit code {code})",
            "see what is wrong with that command",
        )
    found = changes(recorded, repetition.manifest)
    same = "differs from what was recorded" if found else "is the same, byte for byte"
    return Report(
        "reproduce",
        (changes_table(found),),
        parameters={"command": " ".join(recorded.command)},
        notes=(f"The output of aiplans {' '.join(recorded.command)} {same}.",),
    )
