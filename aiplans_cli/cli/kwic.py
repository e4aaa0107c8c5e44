"""``aiplans kwic``: every line in which a word or a concept stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, cast

import typer

from aiplans_cli.cli.at_hand import texts
from aiplans_cli.cli.options import (
    OutputOptions,
    SourceOptions,
    choice,
    takes_options,
    word_or_concept,
)
from aiplans_cli.cli.sources import default_sources, loader
from aiplans_cli.cli.streams import chosen_format, emit, rows_wanted
from aiplans_cli.cli.tables import input_of, same_throughout, without
from aiplans_cli.cli.wildcards import wildcard_notes

if TYPE_CHECKING:
    from aiplans_cli.evidence.concordance import Context

app = typer.Typer(add_completion=False, rich_markup_mode=None)

SORTS = ("position", "left", "right")
"""Words for ``--sort``; a test holds them to the evidence room, which is slower to load."""

UNITS = ("words", "characters")
"""Words for ``--unit``, likewise."""

SENTENCE = "sentence"
"""Word for ``--context`` that shows the whole sentence."""

TEXT = ("match", "left", "right")
"""Columns of the lines themselves; the others say where they stand."""

KEEP = (*TEXT, "document", "page", "section")
"""Columns that a narrow screen loses last."""


@dataclass(frozen=True, slots=True)
class LineOptions:
    """Which lines are shown, how much of them, and in what order."""

    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            help="By where it stands, or by what stands on its left or right.",
            **choice(SORTS),
        ),
    ] = "position"
    context: Annotated[
        str,
        typer.Option(
            "--context", "-C", metavar="N|sentence", help="How much to show on each side."
        ),
    ] = "8"
    unit: Annotated[
        str,
        typer.Option(
            "--unit",
            help="What --context counts; a Chinese word is taken as two characters.",
            **choice(UNITS),
        ),
    ] = "words"
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            min=0,
            help="Lines to show, 0 for all.",
            show_default="20 on a terminal",
        ),
    ] = None
    exact: Annotated[
        bool,
        typer.Option(
            "--exact",
            help="The word alone, not its concept; in Chinese every place of the characters.",
        ),
    ] = False
    tokens: Annotated[
        bool,
        typer.Option("--tokens", help="The word alone, and only where splitting makes it a word."),
    ] = False

    def measure(self) -> tuple[int, Context]:
        """How much context, and in what. Raises ``BadParameter`` where it is no number."""
        if self.context == SENTENCE:
            return 0, "sentence"
        number = self.context
        if not (number.isascii() and number.isdigit()) or len(number) > 6:
            raise typer.BadParameter(
                f"{number!r} is no number of {self.unit}: write 8 or sentence",
                param_hint="--context",
            )
        return int(number), cast("Context", self.unit)


@app.command()
@takes_options
def kwic(
    word: Annotated[
        str,
        typer.Argument(metavar="WORD|CONCEPT", help="What to look for.", callback=word_or_concept),
    ],
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Documents; the plans of 2025 if left out."),
    ] = None,
    *,
    lines: LineOptions,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Show every line in which a word or concept stands, in its context.

    There are as many lines as 'aiplans freq' and 'aiplans compare' count. Chinese in traditional
    script is quoted as it stands. Lines need the text itself, so counts alone are not enough.
    There are no wildcards: use a concept, or --exact --stem.
    """
    from aiplans_cli.evidence import kwic_report

    context, unit = lines.measure()
    own = loader(options)
    loaded = own.counts(sources or default_sources(options))
    report = kwic_report(
        texts(loaded),
        word,
        own.concept_list,
        exact=lines.exact,
        tokens=lines.tokens,
        context=context,
        unit=unit,
        sort=lines.sort,
        limit=rows_wanted(lines.limit, output),
        all_kinds=options.all_kinds,
        settings=own.settings,
    )
    told = wildcard_notes([] if report.tables[0].rows else [word])
    if chosen_format(output) == "table":
        found, *further = report.tables
        # a column of place that says the same in every row takes room from the lines
        found = without(found, same_throughout(found).difference(TEXT))
        report = replace(report, tables=(found, *further))
    inputs = tuple(input_of(item.counts) for item in loaded)
    report = replace(report, inputs=inputs, notes=(*report.notes, *told))
    emit(report, output, KEEP, told=told, quiet=options.quiet)
