"""``aiplans reproduce``: a recorded run once more, compared byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli import __version__
from aiplans_cli.cli.options import CHECK_FAILED, OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Repetition, Run
from aiplans_cli.cli.streams import emit
from aiplans_cli.errors import DataError, SourceError
from aiplans_cli.output.report import Report
from aiplans_cli.sources.source import OF_COUNTS

if TYPE_CHECKING:
    from aiplans_cli.evidence.provenance import Manifest

app = typer.Typer(add_completion=False, rich_markup_mode=None)

REPEATABLE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            *("compare", "freq", "keywords", "distance", "collocates", "score", "verify"),
            *("tokens", "count", "kwic", "quotes", "claims", "explain", "themes", "similar"),
            *("calibrate", "plot", "profile", "report", "matrix", "topics"),
        ),
        (),
    ),
    "lexicon": ("show", "check", "coverage", "tally", "suggest", "import"),
    "texts": ("list", "show"),
}
"""The commands that answer and do nothing else, with their subcommands."""


@app.command(cls=Command)
@takes_options
def reproduce(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What --manifest wrote.")],
    *,
    output: OutputOptions,
    run: Run,
) -> None:
    """Run a recorded command again, and compare its output byte for byte.

    The command writes nothing this time, not even to its --output FILE. Exit code 3 says that the
    output differs; the table then names what changed: the version, an input, a list or library, a
    parameter, and the result. A document that came through standard input must be piped in again.

    Not repeated are commands that do more than answer: counts to Parquet, and 'texts fetch' and
    'texts add'.
    """
    run.once_only("reproduce")
    report = reproduce_report(file, run)
    emit(run, report, output)
    if report.tables[0].rows:
        raise typer.Exit(CHECK_FAILED)


def reproduce_report(file: str, run: Run) -> Report:
    """What differs between a recorded run and the same run now: table ``changes``, often empty.

    Raises ``AiplansError`` for a file that is no manifest and where the command cannot be run.
    """
    from aiplans_cli.cli.app import run as run_program
    from aiplans_cli.evidence.provenance import changes, changes_table, parse_manifest
    from aiplans_cli.sources.rules import read_settings

    recorded = parse_manifest(read_settings(file, run.journal()), file)
    _check_repeatable(file, recorded)
    for name in recorded.inputs:
        run.guard.will_read(name.removesuffix(OF_COUNTS))
    repetition = Repetition(recorded, run.guard)
    try:
        code = run_program(list(recorded.command), repetition)
    except SourceError as error:
        gone = error.subject
        if gone not in recorded.inputs:
            raise
        fact = f"its input {gone} cannot be read again ({error.fact})"
        remedy = f"bring {gone} back, or record the command anew with --manifest"
        raise DataError(file, fact, remedy) from error
    command = f"aiplans {' '.join(recorded.command)}"
    if repetition.manifest is None:
        raise DataError(
            file,
            f"its command, {command}, wrote nothing (exit code {code})",
            "see what is wrong with that command",
        )
    found = changes(recorded, repetition.manifest)
    return Report(
        "reproduce",
        (changes_table(found),),
        parameters={"command": " ".join(recorded.command)},
        notes=(_verdict(command, recorded, [change.what for change in found]),),
    )


def _check_repeatable(file: str, recorded: Manifest) -> None:
    """Raise ``DataError`` for a command that is no analysis: a record may be of anyone's making."""
    first, second = (*recorded.command, "", "")[:2]
    further = REPEATABLE.get(first)
    if further is None or (further and second not in further):
        fact = f"its command, aiplans {' '.join(recorded.command)}, is not one that is repeated"
        raise DataError(file, fact, "run it yourself, if you know what it does")


def _verdict(command: str, recorded: Manifest, changed: list[str]) -> str:
    """Whether the output is the same, and if not, why."""
    if not changed:
        return f"The output of {command} is the same, byte for byte."
    told = f"The output of {command} differs from what was recorded"
    causes = list(dict.fromkeys(what for what in changed if what not in ("result", "version")))
    if "version" in changed:
        causes.insert(0, f"version {recorded.version}, now {__version__} (see CHANGELOG.md)")
    if not causes:
        return f"{told}; nothing recorded tells why."
    return f"{told} by aiplans {recorded.version}; it differs because of: {', '.join(causes)}."
