"""``aiplans profile``: documents in figures."""

from __future__ import annotations

import typer

from aiplans_cli.cli.options import OutputOptions, Sources, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def profile(
    sources: Sources = None, *, reading: SourceSettings, output: OutputOptions, run: Run
) -> None:
    """Describe documents in figures: length, vocabulary, readability, what is counted of each.

    One row a document: words, different words, their ratio and its form that does not depend on
    length (MTLD), words that stand once, mean length of a sentence, reading ease of English, share
    of stop words, how much the concept list covers, and how much of the file is counted.
    """
    from aiplans_cli.analyses.profile import profile as ask

    report = ask(*(sources or ()), session=run.session(reading))
    emit(run, report, output, ("tokens", "types", "mtld", "tokens_per_sentence", "reading_ease"))
