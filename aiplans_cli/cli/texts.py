"""``aiplans texts``: the library of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.options import OutputOptions, SourceOptions, choice, takes_options
from aiplans_cli.cli.record import once_only
from aiplans_cli.cli.sources import loader
from aiplans_cli.cli.streams import chosen_format, emit, note
from aiplans_cli.cli.tables import input_of
from aiplans_cli.cli.targets import will_read
from aiplans_cli.errors import AiplansError, SourceError
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.storage import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.cli.sources import Loaded
    from aiplans_cli.sources.library import Entry, Fetched

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="The library of documents: list, show, fetch, add.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

AT_HAND = {
    "text": "the text is on this machine",
    "counts": "only its counts are",
    "no": "neither; fetch or add it",
}
"""What the library can have of a text."""


@app.command("list")
@takes_options
def list_(*, output: OutputOptions) -> None:
    """List the texts of the library, and what is at hand of each."""
    from aiplans_cli.sources.library import load_library

    columns = [Column(name) for name in ("id", "language", "kind", "at_hand", "date", "issuer")]
    rows: list[tuple[Cell, ...]] = [
        (e.id, e.language, e.kind, at_hand(e), e.date, e.issuer, e.own_title)
        for e in load_library(data_dir()).values()
    ]
    table = Table("texts", (*columns, Column("title")), tuple(rows), title="The library")
    notes = tuple(f"at_hand {word}: {meaning}." for word, meaning in AT_HAND.items())
    emit(Report("texts list", (table,), notes=notes), output)


def at_hand(entry: Entry) -> str:
    """A word of ``AT_HAND`` for what this machine has of a text."""
    from aiplans_cli.sources.library import resolve

    try:
        return resolve(entry.id, data_dir())[0].form
    except SourceError:
        return "no"


@app.command()
@takes_options
def show(
    source: Annotated[str, typer.Argument(metavar="ID", help="A library id, or any document.")],
    outline: Annotated[
        bool, typer.Option("--outline", help="Its sections, with pages and token counts.")
    ] = False,
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Show what the library knows of a text, or how a document is divided."""
    from aiplans_cli.sources.library import load_library

    entry = load_library(data_dir()).get(source)
    if outline or entry is None:
        loaded = loader(options).counts([source])
        emit(outline_report(loaded, indent=chosen_format(output) == "table"), output)
        return
    emit(entry_report(entry), output)


def entry_report(entry: Entry) -> Report:
    """What the library knows of one text, a field a row."""
    fields: dict[str, Cell] = {
        "id": entry.id,
        "title": entry.title,
        "title_zh": entry.title_zh,
        "issuer": entry.issuer,
        "date": entry.date,
        "language": entry.language,
        "kind": entry.kind,
        "at_hand": at_hand(entry),
        "address": entry.url,
        "further_addresses": " ".join(entry.alternatives),
        "size": entry.size or None,
        "sha256": entry.sha256,
    }
    rows = tuple((name, value) for name, value in fields.items() if value not in ("", None))
    table = Table("text", (Column("field"), Column("value")), rows)
    return Report("texts show", (table,))


def outline_report(loaded: Sequence[Loaded], indent: bool = False) -> Report:
    """The sections of documents in order; ``indent`` sets headings in by their level."""
    columns = (
        Column("document"),
        Column("level", "integer"),
        Column("section"),
        Column("kind"),
        Column("pages"),
        Column("tokens", "integer"),
        Column("sentences", "integer"),
        Column("characters", "integer"),
    )
    rows: list[tuple[Cell, ...]] = []
    for item in loaded:
        for section in item.counts.sections:
            margin = "  " * (section.level - 1) if indent else ""
            heading = section.heading or "(before the first heading)"
            sizes = (section.tokens, section.sentences, section.characters)
            start = (item.counts.id, section.level, margin + heading)
            rows.append((*start, section.kind, section.pages, *sizes))
    table = Table("outline", columns, tuple(rows), title="Sections")
    return Report("texts show", (table,), tuple(input_of(item.counts) for item in loaded))


@app.command()
@takes_options
def fetch(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Official texts to download.")],
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds that one address may take.")
    ] = 60.0,
    *,
    output: OutputOptions,
) -> None:
    """Download official texts from their official addresses; nothing else uses the network.

    Each is checked (https, size, format, sha256 where it is known) before it is kept. If one
    fails, the others are still fetched.
    """
    from aiplans_cli.sources.library import fetch as fetch_text

    once_only("texts fetch")
    fetched: list[Fetched] = []
    failed: list[AiplansError] = []
    for id_ in ids:
        try:
            fetched.append(fetch_text(id_, data_dir=data_dir(), timeout=timeout))
        except AiplansError as error:
            failed.append(error)
    if fetched:
        columns = (Column("id"), Column("size", "integer", "bytes"), Column("address"))
        rows = tuple((one.entry.id, one.size, one.address) for one in fetched)
        emit(Report("texts fetch", (Table("fetched", columns, rows),)), output)
    for failure in failed:
        typer.echo(f"aiplans: {failure}", err=True)
    if failed:
        raise typer.Exit(1)


@app.command()
@takes_options
def add(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document to copy.")],
    id_: Annotated[
        str, typer.Option("--id", help="Short name; made from the file's name if left out.")
    ] = "",
    title: Annotated[str, typer.Option("--title", help="Its title.")] = "",
    language: Annotated[
        str,
        typer.Option(
            "--lang", "-l", help="Its language; detected if left out.", **choice(["", "en", "zh"])
        ),
    ] = "",
    issuer: Annotated[str, typer.Option("--issuer", help="Who published it.")] = "",
    date: Annotated[str, typer.Option("--date", metavar="YYYY[-MM[-DD]]", help="When.")] = "",
    *,
    output: OutputOptions,
) -> None:
    """Copy a document into your library, under a short name that every command accepts.

    It is read first, so that a damaged file is refused and its language known. With the id of an
    official text, the file becomes that text, as if it had been fetched. Added again under its id
    it takes the new title, issuer, date or language.
    """
    from aiplans_cli.sources.library import add as add_text

    once_only("texts add")
    will_read(file)
    entry = add_text(
        file,
        id=id_,
        title=title,
        language=language,
        issuer=issuer,
        date=date,
        data_dir=data_dir(),
        tell=lambda line: note(f"{file}: {line}"),
    )
    emit(entry_report(entry), output)
