"""``aiplans topics``: what sections or documents share, and how far that stays."""

from __future__ import annotations

import typer

from aiplans_cli.analyses.topics import TopicSettings
from aiplans_cli.cli.options import OutputOptions, Sources, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def topics(
    sources: Sources = None,
    *,
    settings: TopicSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Find topics in documents, each with how far it stays when looked for again.

    Topics are factors (NMF) of the TF-IDF weights of words within a language, of concepts across
    languages, in sections or in whole documents. Beside each stands what share of its ten leading
    words it keeps from other random starts and in random halves of the sections, and below, what
    speaks for it.
    """
    from aiplans_cli.analyses.topics import topics as ask

    report = ask(*(sources or ()), settings=settings, session=run.session(reading))
    keep = ("topic", "leading_words", "share", "kept_halves", "kept_seeds")
    emit(run, report, output, keep, asked=("speaking",))
