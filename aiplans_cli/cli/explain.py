"""``aiplans explain``: one row of a comparison, laid open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.analyses.comparison.explanation import ExplainSettings
from aiplans_cli.analyses.tables import same_throughout, without
from aiplans_cli.cli.completion import concepts, texts
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import chosen_format, emit
from aiplans_cli.sources.settings import SourceSettings

if TYPE_CHECKING:
    from aiplans_cli.output.report import Table

app = typer.Typer(add_completion=False, rich_markup_mode=None)

KEEP = ("sentence_a", "sentence_b", "value", "count", "measure", "rank")
"""Columns that a narrow screen loses last."""


@app.command(cls=Command)
@takes_options
def explain(
    a: Annotated[
        str, typer.Argument(metavar="A", help="The first document.", autocompletion=texts)
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="The second.", autocompletion=texts)],
    concept: Annotated[
        str,
        typer.Argument(
            metavar="CONCEPT", help="A concept or a form of it.", autocompletion=concepts
        ),
    ],
    *,
    settings: ExplainSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Lay open one row of a comparison: where it comes from, how far it can be trusted.

    Its size on each side, every measure with its rank, ranks under each denominator and how far
    they move, how evenly it is spread, where it stands, the forms that were matched, and the
    sentences of both sides that speak of the same things. Intervals and ranks are those of
    compare.
    """
    from aiplans_cli.analyses.comparison.explanation import explain as ask

    report = ask(a, b, concept, settings=settings, session=run.session(reading))
    if chosen_format(run, output) == "table":
        report = replace(report, tables=tuple(map(_for_screen, report.tables)))
    further = [table.name for table in report.tables[1:]]
    emit(run, report, output, KEEP, asked=further)


def _for_screen(table: Table) -> Table:
    """A table with what fits on one page: measures are described elsewhere, pages say where."""
    unneeded = {"description", "source", "nearness"}
    for side in "ab":
        paged = same_throughout(table).isdisjoint({f"page_{side}"})
        unneeded.add(f"section_{side}" if paged else f"page_{side}")
    return without(table, unneeded)
