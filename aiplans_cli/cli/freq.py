"""``aiplans freq``: how often a word or a concept stands in each document, and where."""

from __future__ import annotations

from typing import Annotated

import typer

from aiplans_cli.analyses.frequency.by_value import ROWS
from aiplans_cli.analyses.frequency.report import FreqSettings
from aiplans_cli.cli.options import OutputOptions, checked, takes_options
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit
from aiplans_cli.settings import word_or_concept
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_KEEP_COLUMNS = ("count", "section", "document", "rate", "sentences", "pages")


@app.command()
@takes_options
def freq(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORD...", help="Words or concepts.", callback=checked(word_or_concept)
        ),
    ],
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source", "-s", metavar="SOURCE", help="A document; may be given several times."
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
    English word of its stem; in Chinese every occurrence of the characters. * and ? in a word
    stand for any letters and for one: 'govern*' counts every word that begins so.
    """
    from aiplans_cli.analyses.frequency.report import freq as ask

    report = ask(words, *(source or ()), settings=settings, session=run.session(reading))
    # of a table by value a narrow screen loses last what labels a row
    keep = (settings.by, "count", "language", "rate", "sentences")
    emit(run, report, output, _KEEP_COLUMNS if settings.by in ROWS else keep)
