"""``aiplans lexicon import``: other programs' dictionaries as concept lists."""

from __future__ import annotations

from typing import Annotated

import typer

from aiplans_cli.analyses.importing import ImportSettings
from aiplans_cli.cli.lexicon.commands import app
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import check_tabbed, emit, write_text
from aiplans_cli.output.report import Report
from aiplans_cli.sources.settings import ListSettings, SourceSettings


@app.command("import", cls=Command)
@takes_options
def import_(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="quanteda YAML, LIWC .dic, WordStat .cat, Lexicoder .lc3, TSV, or CC-CEDICT.",
        ),
    ],
    *,
    settings: ImportSettings,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="File; standard output if left out."),
    ] = None,
    reading: ListSettings,
    run: Run,
) -> None:
    """Turn another program's dictionary into a concept list, for --concepts.

    A CC-CEDICT file gives no list but hints, as TSV: its Chinese words for the English forms of
    the concepts, for a person to choose from.
    """
    from aiplans_cli.analyses.importing import imported

    check_tabbed(output)
    found = imported(file, settings, run.session(SourceSettings(concepts=reading.concepts)))
    if isinstance(found, Report):
        emit(run, found, OutputOptions("tsv", output))
        return
    number, text = found
    write_text(run, text, output)
    if output is not None:
        run.note(f"{output}: {number} concepts; 'aiplans lexicon check' says what they lack")
