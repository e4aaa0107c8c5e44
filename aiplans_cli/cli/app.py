"""The top-level command: its subcommands are imported only when they are asked for."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from aiplans_cli.cli.run_record import Invocation, Repetition
from aiplans_cli.errors import SourceError, say
from aiplans_cli.resources import described

GROUPS: dict[str, dict[str, str]] = {
    "Compare": {
        "compare": "Rank what stands out in one document against another, across languages too.",
        "distance": "Show how far apart documents are: Jensen-Shannon distance and cosine.",
        "explain": "Lay open one row of a comparison: where it comes from, how far it can be "
        "trusted.",
    },
    "Words, concepts and themes": {
        "profile": "Describe documents in figures: length, vocabulary, readability, what is "
        "counted of each.",
        "freq": "Show how often a word or concept stands in each document, and where.",
        "keywords": "Rank the key words of documents.",
        "collocates": "Rank the words that stand near a word or concept, in each language.",
        "themes": "Weigh the themes of documents, across languages.",
        "topics": "Find topics in documents, each with how far it stays when looked for again.",
        "matrix": "Write how often each term, concept or theme stands in each document.",
        "similar": "List for every section of A the nearest sections of B, across languages.",
    },
    "Reports and pictures": {
        "report": "Write a report that can be published: one page in one file, with charts and "
        "lines.",
        "plot": "Draw an answer as a chart for print: SVG, PNG or PDF.",
    },
    "Lines behind the numbers": {
        "kwic": "Show every line in which a word or concept stands, in its context.",
        "quotes": "Check every quotation of an article against its sources.",
        "claims": "Check the claims of a file against documents, with the figures and lines "
        "behind.",
    },
    "Checks": {
        "score": "Compute every measure from two counts and two sizes.",
        "verify": "Recompute published numbers, and compare with exact fractions on random tables.",
        "calibrate": "Compare texts with their translations, which should differ in nothing.",
    },
    "Lists, texts and files": {
        "lexicon": "The concept list: show, check, coverage, tally, suggest, import.",
        "tokens": "Print the words of documents, one a line.",
        "count": "Write a counts file, which every command accepts as a source.",
        "texts": "The library of documents: list, show, fetch, add.",
        "reproduce": "Run a recorded command again, and compare its output byte for byte.",
    },
}
"""Title of a group of commands → command → what it does, in the order of ``--help``."""

COMMANDS = {name: what for group in GROUPS.values() for name, what in group.items()}
"""Command → what it does. Each is a module of this package."""

HELP = "help"
"""The word before a command or another word that is to be explained."""


_MORE = {
    "COMMAND -h": "What a command answers, examples, and the options most used.",
    "COMMAND --help": "All its options; the same as 'aiplans help COMMAND'.",
    "help WORD": "What a measure, a column or another word of an answer means.",
}
"""How to learn more → what it tells."""


class _LazyGroup(TyperGroup):
    """Loads a command's module when the command is run, not when the program starts."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*COMMANDS, HELP]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        self.commands = dict.fromkeys((*COMMANDS, HELP), self)  # typer suggests one of these names
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in (*COMMANDS, HELP):
            return None
        module = import_module(f"aiplans_cli.cli.{cmd_name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for title, commands in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))
        with formatter.section("Help"):
            formatter.write_dl(list(_MORE.items()))


app = typer.Typer(
    cls=_LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        from aiplans_cli import __version__

        typer.echo(f"aiplans {__version__}")
        raise typer.Exit


@app.callback()
@described
def aiplans(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Show it."),
    ] = False,
) -> None:
    """Compare policy documents across English and Chinese, with evidence.

    Documents are files, patterns, '-' for standard input, or ids of the library. On a terminal
    the answer is a table; in a pipe it is TSV, with all rows and raw numbers.
    """


def run(arguments: list[str], repetition: Repetition | None = None) -> int:
    """Run the command line; the exit code of the command that ran.

    With ``repetition`` it is run once more for a record, and writes nothing.
    """
    command = typer.main.get_command(app)
    try:
        code = command.main(
            args=_with_stop_words(arguments),
            prog_name="aiplans",
            standalone_mode=False,
            obj=Invocation(tuple(arguments), repetition),
        )
    except SourceError as error:
        raise _about_stop_words(error, arguments) from None
    except Exception as error:
        shown = _usage_error(error)
        if shown is None:
            raise
        return shown
    return code if isinstance(code, int) else 0


def _with_stop_words(arguments: list[str]) -> list[str]:
    """Give ``--stop-words`` the value it may be typed without.

    The word after it is its FILE only if it is a file; ``--stop-words=FILE`` is never in doubt.
    """
    given: list[str] = []
    for index, argument in enumerate(arguments):
        if argument == "--no-stop-words":
            given.append("--stop-words=off")
        elif argument == "--stop-words" and not Path(*arguments[index + 1 : index + 2]).is_file():
            given.append("--stop-words=on")
        else:
            given.append(argument)
    return given


def _about_stop_words(error: SourceError, arguments: list[str]) -> SourceError:
    """The error, told of ``--stop-words`` where the word after it is no file and no source."""
    after = [word for option, word in pairwise(arguments) if option == "--stop-words"]
    if error.subject not in after or not error.fact.startswith("no such file"):
        return error
    remedy = "name a file of stop words, or leave the option out for our own list"
    return SourceError(f"--stop-words {error.subject}", "no such file", remedy)


def _usage_error(error: Exception) -> int | None:
    """Print what is wrong with the words typed; its exit code. ``None`` for other errors."""
    if isinstance(error, typer.Exit):
        return int(error.exit_code)
    show = getattr(error, "format_message", None)
    if show is None:
        return None
    if type(error).__name__ == "NoArgsIsHelpError":  # its message is the help, in many lines
        say(show())
        return 2
    context = getattr(error, "ctx", None)
    hint = f"; see '{context.command_path} --help'" if context is not None else ""
    message = " ".join(str(show()).split()).rstrip(".").replace(". Did you", "; did you")
    fact, listed, options = message.partition(" (Possible options: ")
    if listed and options.endswith(")"):
        message = f"{fact}; did you mean {options[:-1]}?"
    say(f"aiplans: {message}{hint}")
    return int(getattr(error, "exit_code", 2))
