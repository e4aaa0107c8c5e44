"""``aiplans tokens``: the words of documents, as a filter or as a table."""

from __future__ import annotations

from typing import Annotated

import typer

from aiplans_cli.analyses.tokens import TokenSettings
from aiplans_cli.cli.completion import texts
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit, write_text
from aiplans_cli.output.formats import format_for
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def tokens(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Documents; standard input unless it is a terminal.",
            autocompletion=texts,
        ),
    ] = None,
    *,
    settings: TokenSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Print the words of documents, one a line.

    Nothing else stands on the line, so that sort, uniq and grep can go on from there; with
    --format tsv, jsonl or another, each word comes with its document, section, page and offset.
    Stop words are kept unless --stop-words FILE names some to leave out.
    """
    from aiplans_cli.analyses.tokens import tokens as ask
    from aiplans_cli.analyses.tokens import word_lines

    names = sources or []
    session = run.session(reading)
    # .txt stands for the bare lines here; other endings for their formats
    lines_wanted = output.output is None or format_for(output.output) in (None, "table")
    if output.format == "auto" and lines_wanted:
        lines = word_lines(names, session, settings)
        write_text(run, "".join(f"{word}\n" for word in lines), output.output)
        return
    emit(run, ask(*names, settings=settings, session=session), output)
