"""``aiplans texts``: the library of documents."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.analyses.texts import OutlineSettings
from aiplans_cli.cli.completion import texts as known
from aiplans_cli.cli.options import AddOptions, OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import chosen_format, emit
from aiplans_cli.errors import AiplansError, say
from aiplans_cli.sources.settings import SourceSettings

if TYPE_CHECKING:
    from aiplans_cli.sources.library.fetching import Fetched

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="The library of documents: list, show, fetch, add.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("list", cls=Command)
@takes_options
def list_(*, output: OutputOptions, run: Run) -> None:
    """List the texts of the library, and what is at hand of each."""
    from aiplans_cli.analyses.texts import texts

    emit(run, texts(session=run.session(SourceSettings())), output)


@app.command(cls=Command)
@takes_options
def show(
    source: Annotated[
        str, typer.Argument(metavar="ID", help="An id, or any document.", autocompletion=known)
    ],
    *,
    settings: OutlineSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Show what the library knows of a text, or how a document is divided."""
    from aiplans_cli.analyses.texts import outline

    settings = replace(settings, indent=chosen_format(run, output) == "table")
    emit(run, outline(source, settings=settings, session=run.session(reading)), output)


@app.command(cls=Command)
@takes_options
def fetch(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Official texts.", autocompletion=known)
    ],
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds that one address may take.")
    ] = 60.0,
    *,
    output: OutputOptions,
    run: Run,
) -> None:
    """Download official texts from their official addresses; nothing else uses the network.

    The addresses of a text are tried in turn, and what comes is kept only if it is the recorded
    file (sha256) or, where none is recorded, the whole text: its title, and as many points and
    characters as the library says. If one text fails, the others are still fetched.
    """
    from aiplans_cli.analyses.texts import fetched_report
    from aiplans_cli.sources.library.fetching import fetch as fetch_text

    run.once_only("texts fetch")
    fetched: list[Fetched] = []
    failed: list[AiplansError] = []
    for id_ in ids:
        try:
            fetched.append(fetch_text(id_, timeout=timeout))
        except AiplansError as error:
            failed.append(error)
    if fetched:
        emit(run, fetched_report(fetched), output)
    for failure in failed:
        say(f"aiplans: {failure}")
    if failed:
        raise typer.Exit(1)


@app.command(cls=Command)
@takes_options
def add(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document to copy.")],
    *,
    about: AddOptions,
    output: OutputOptions,
    run: Run,
) -> None:
    """Copy a document into your library, under a short name that every command accepts.

    It is read first, so that a damaged file is refused and its language known. With the id of an
    official text, the file becomes that text, as if it had been fetched; a note tells what it
    lacks of the whole. Added again under its id it takes the new title, issuer, date or language.
    """
    from aiplans_cli.analyses.texts import entry_report
    from aiplans_cli.sources.library.adding import add as add_text

    run.once_only("texts add")
    run.guard.will_read(file)
    told = asdict(about)
    id_ = told.pop("id_")
    entry = add_text(file, id=id_, **told, tell=lambda line: run.note(f"{file}: {line}"))
    emit(run, entry_report(entry, run.session(SourceSettings())), output)
