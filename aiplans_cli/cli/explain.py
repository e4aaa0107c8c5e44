"""``aiplans explain``: one row of a comparison, laid open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.at_hand import with_reason
from aiplans_cli.cli.compare.notes import INDEPENDENT
from aiplans_cli.cli.options import Calibration, OutputOptions, SourceOptions, takes_options
from aiplans_cli.cli.sources import loader
from aiplans_cli.cli.streams import chosen_format, emit
from aiplans_cli.cli.tables import same_throughout, without
from aiplans_cli.errors import SourceError

if TYPE_CHECKING:
    from aiplans_cli.model import Table

app = typer.Typer(add_completion=False, rich_markup_mode=None)

KEEP = ("sentence_a", "sentence_b", "value", "count", "measure", "rank")
"""Columns that a narrow screen loses last."""


@app.command()
@takes_options
def explain(
    a: Annotated[str, typer.Argument(metavar="A", help="The first document.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The second.")],
    concept: Annotated[str, typer.Argument(metavar="CONCEPT", help="A concept or a form of it.")],
    lines: Annotated[
        int, typer.Option("--lines", min=0, help="Pairs of sentences to show side by side.")
    ] = 5,
    calibration: Calibration = True,
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Lay open one row of a comparison: where it comes from, how far it can be trusted.

    Its size on each side, every measure with its rank, ranks under each denominator and how far
    they move, how evenly it is spread, where it stands, the forms that were matched, and the
    sentences of both sides that speak of the same things. Intervals and ranks are those of
    compare.
    """
    from aiplans_cli.evidence import explain as explain_row

    own = loader(options)
    loaded = own.counts([a, b])
    if len(loaded) != 2:
        raise SourceError(f"{a} and {b}", f"they are {len(loaded)} documents", "name two")
    first, second = (with_reason(item) for item in loaded)
    made = explain_row(
        *(first, second, concept, own.concept_list),
        lines=lines,
        all_kinds=options.all_kinds,
        # an empty list of stop words keeps every row of a comparison, and so it does here
        stop_words=options.stop_words != "off" and (own.stops is None or bool(own.stops)),
        calibration=calibration,
    )
    report = replace(made, notes=(*made.notes, INDEPENDENT))
    if chosen_format(output) == "table":
        report = replace(report, tables=tuple(map(_for_screen, report.tables)))
    further = [table.name for table in report.tables[1:]]
    emit(report, output, KEEP, asked=further, quiet=options.quiet)


def _for_screen(table: Table) -> Table:
    """A table with what fits on one page: measures are described elsewhere, pages say where."""
    unneeded = {"description", "source", "nearness"}
    for side in "ab":
        paged = same_throughout(table).isdisjoint({f"page_{side}"})
        unneeded.add(f"section_{side}" if paged else f"page_{side}")
    return without(table, unneeded)
