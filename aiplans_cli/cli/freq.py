"""``aiplans freq``: how often a word or a concept stands in each document, and where."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aiplans_cli.analyses.frequency.by_value import ROWS
from aiplans_cli.analyses.frequency.report import FreqSettings
from aiplans_cli.cli.completion import concepts, texts, words_then_texts
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.errors import UsageError
from aiplans_cli.settings import word_or_concept
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_KEEP_COLUMNS = (
    *("section", "count", "document", *(f"count_{number}" for number in range(1, 10))),
    *("share", "rate", "sentences", "pages"),
)


@app.command(cls=Command)
@takes_options
def freq(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD [SOURCE]...",
            help="A word or concept, and documents to count it in; the plans of 2025 if left out.",
            autocompletion=words_then_texts,
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            "-s",
            metavar="SOURCE",
            help="A document, several times if wanted; every argument is a word then.",
            autocompletion=texts,
        ),
    ] = None,
    word: Annotated[
        list[str] | None,
        typer.Option(
            "--word",
            "-w",
            metavar="WORD",
            help="A word, several times if wanted; every argument is a document then.",
            autocompletion=concepts,
        ),
    ] = None,
    *,
    settings: FreqSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Show how often a word or concept stands in each document, and where.

    A word that belongs to a concept of the list counts the whole concept, in each language:
    'governance' also counts 治理. With --exact it counts the word alone, with --stem too every
    English word of its stem; in Chinese every occurrence of the characters. A query such as
    'govern*', 'AI *', 'a|b' or '[theme=safety-risk]' counts what it matches: see docs/queries.md.
    """
    from aiplans_cli.analyses.frequency.report import freq as ask
    from aiplans_cli.analyses.frequency.spread import chosen

    asked, sources = _parted(words or [], source or [], word or [])
    settings = replace(settings, top=rows_wanted(settings.top, run, output))
    report = ask(asked, *sources, settings=settings, session=run.session(reading))
    # of a table by value a narrow screen loses last what labels a row
    keep: tuple[str, ...] = (settings.by, "count", "language", "rate", "sentences")
    if settings.by in ROWS:
        keep = (*_KEEP_COLUMNS[:4], *chosen(settings.dispersion), *_KEEP_COLUMNS[4:])
    emit(run, report, output, keep)


def _parted(
    arguments: list[str], sources: list[str], words: list[str]
) -> tuple[list[str], list[str]]:
    """The words and the documents among what was typed. Raises ``UsageError`` for no word."""
    if words:
        asked, sources = words, [*arguments, *sources]
    elif sources:
        asked = arguments
    else:
        asked, sources = arguments[:1], arguments[1:]
    if not asked:
        raise UsageError("name a word or a concept to count", "WORD")
    try:
        word_or_concept(asked)
    except UsageError as error:
        raise UsageError(error.fact, "WORD") from None
    return asked, sources
