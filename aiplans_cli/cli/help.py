"""``aiplans help``: a command, or a word of an answer, explained."""

from __future__ import annotations

import shutil
import textwrap
from typing import Annotated, Any

import typer

from aiplans_cli.cli.completion import answers
from aiplans_cli.resources import described

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ALSO_COLUMNS = ("count", "score", "tokens")
"""Commands after which columns are called, too: ``aiplans help column count``."""

_WIDEST = 100
"""Columns beyond which lines are hard to read."""


@app.command()
@described
def help_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COMMAND|WORD]",
            help="A command, or a measure, a column or another word of an answer.",
            autocompletion=answers,
        ),
    ] = None,
) -> None:
    """Explain a command, or what a word of an answer means; without either, list both."""
    from aiplans_cli.analyses.glossary import glossary
    from aiplans_cli.cli.app import COMMANDS

    parent: Any = ctx.parent
    if not words:
        typer.echo(f"{parent.get_help()}\n\n{_topics()}")
    elif words[0] == "column" and words[1:]:
        typer.echo("\n\n".join(map(_explained, words[1:])))
    elif words[0] in COMMANDS:
        command = parent.command.get_command(parent, words[0])
        with command.make_context(words[0], [*words[1:], "--help"], parent=parent) as asked:
            command.invoke(asked)
    elif "_".join(words) in glossary():  # the head of a column as a table prints it
        typer.echo(_explained("_".join(words)))
    else:
        typer.echo("\n\n".join(map(_explained, words)))


def _explained(word: str) -> str:
    """The entry of a word. Raises ``BadParameter`` for a word that has none."""
    from aiplans_cli.analyses.glossary import entries_of
    from aiplans_cli.cli.app import COMMANDS
    from aiplans_cli.errors import UsageError

    try:
        entries = entries_of(word, COMMANDS)
    except UsageError as error:
        raise typer.BadParameter(error.fact, param_hint="help") from None
    return "\n\n".join(_wrapped(f"{e.name}  ({e.kind})", e.lines()) for e in entries)


def _topics() -> str:
    """All words that have an entry, by kind."""
    from aiplans_cli.analyses.glossary import topics

    told = [_wrapped(f"{title}:", [" ".join(words)]) for title, words in topics().items()]
    return "\n".join(("Words that 'aiplans help WORD' explains", "", *told))


def _wrapped(title: str, lines: list[str]) -> str:
    wide = min(_WIDEST, shutil.get_terminal_size().columns)
    fold = textwrap.TextWrapper(
        wide,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join((title, *map(fold.fill, lines)))
