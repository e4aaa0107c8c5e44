"""``aiplans claims``: sentences about documents, and whether they are so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.at_hand import lookup
from aiplans_cli.cli.options import OutputOptions, SourceOptions, takes_options
from aiplans_cli.cli.record import STDIN, note_input, read_settings
from aiplans_cli.cli.reproduce import CHECK_FAILED
from aiplans_cli.cli.sources import loader
from aiplans_cli.cli.streams import chosen_format, emit, read_stdin
from aiplans_cli.cli.tables import input_of
from aiplans_cli.errors import SourceError

if TYPE_CHECKING:
    from aiplans_cli.model import Counts

app = typer.Typer(add_completion=False, rich_markup_mode=None)

KEEP = ("verdict", "claim", "why", "match", "left", "right")
"""Columns that a narrow screen loses last."""


@app.command()
@takes_options
def claims(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A file of claims, - for standard input, or mok-2025, ours."
        ),
    ],
    lines: Annotated[
        int, typer.Option("--lines", min=0, help="Lines to show for each figure.")
    ] = 5,
    concepts: Annotated[
        str | None,
        typer.Option("--concepts", metavar="FILE", help="Concept list to use, or to extend ours."),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No notes on standard error.")
    ] = False,
    *,
    output: OutputOptions,
) -> None:
    """Check the claims of a file against documents, with the figures and lines behind.

    Each claim holds, fails, or cannot be told, with the reason; exit code 3 if one fails. A
    source is read where it is at hand, else its counts are used as far as they can tell.
    """
    from aiplans_cli.evidence import check_claims, claims_report, parse_claims

    own = loader(SourceOptions(concepts=concepts, quiet=quiet))
    parsed = parse_claims(_read(file), file)
    used: list[Counts] = []
    results = check_claims(parsed, lookup(own, used), own.concept_list, lines=lines)
    report = claims_report(parsed, results, brief=chosen_format(output) == "table")
    inputs = tuple(dict.fromkeys(input_of(counts) for counts in used))
    emit(replace(report, inputs=inputs), output, KEEP)
    if any(result.verdict == "fails" for result in results):
        raise typer.Exit(CHECK_FAILED)


def _read(file: str) -> str:
    """A file of claims; a name without a file may be one of those we ship."""
    from aiplans_cli.sources.library.entries import shipped_folder

    if file == STDIN:
        data = read_stdin("a file of claims")
        note_input(STDIN, data)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise SourceError(STDIN, "is not UTF-8 text", "save it as UTF-8") from None
    shipped = {path.stem: path for path in sorted((shipped_folder() / "claims").glob("*.toml"))}
    if file in shipped and not Path(file).exists():
        return read_settings(str(shipped[file]), file)
    try:
        return read_settings(file)
    except SourceError as error:
        remedy = f"name a file of claims, or {' or '.join(shipped)}"
        raise SourceError(file or '""', error.fact, remedy) from None
