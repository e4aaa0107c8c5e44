"""``aiplans lexicon tally``: the categories of a dictionary counted, or two lists crossed."""

from __future__ import annotations

from aiplans_cli.analyses.categories import CategorySettings
from aiplans_cli.cli.lexicon.commands import Documents, app
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit
from aiplans_cli.sources.settings import SourceSettings


@app.command(cls=Command)
@takes_options
def tally(
    sources: Documents,
    *,
    settings: CategorySettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Count the concepts of a list in documents, with their weights, or cross two lists.

    Every concept that stands in a document has a row: mentions, mentions times the weights of the
    forms where the list has weights, and sentences. With --across FILE each concept of the list
    stands against each of the other one: the sentences that hold both, and what chance would bring.
    """
    from aiplans_cli.analyses.categories import categories as ask

    emit(run, ask(*sources, settings=settings, session=run.session(reading)), output)
