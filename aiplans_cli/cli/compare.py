"""``aiplans compare``: what stands out in one document against others, by term or by concept."""

from __future__ import annotations

import typer

from aiplans_cli.analyses.comparison.settings import CompareSettings
from aiplans_cli.analyses.settings import RowSettings
from aiplans_cli.cli.options import OutputOptions, Sources, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.sources.settings import SourceSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_KEEP_COLUMNS = (
    *("count_a", "count_b", "more_in", "at_least", "times", "interval"),
    *("log_ratio", "count_a", "count_b", "at_least", "q", "share_a", "share_b"),
    *("log_ratio_low", "log_ratio_high", "rate_a", "rate_b", "g2"),
)


@app.command(cls=Command)
@takes_options
def compare(
    sources: Sources = None,
    *,
    settings: CompareSettings,
    reading: SourceSettings,
    rows: RowSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Rank what stands out in one document against another, across languages too.

    A positive score means more in A, a negative one more in B; ratios are above 1 or below. Two
    documents in one language are compared term by term; an English and a Chinese one concept by
    concept, each concept's share of all concept mentions in A against its share in B. More than
    two documents are compared each with the rest.
    """
    from aiplans_cli.analyses.comparison.report import compare as ask
    from aiplans_cli.cli.streams import emit, shown_rows

    report = ask(
        *(sources or ()),
        settings=settings,
        rows=shown_rows(rows, run, output),
        session=run.session(reading),
    )
    keep = (settings.ranking, "term", "concept", *_KEEP_COLUMNS)
    emit(run, report, output, keep, asked=("evidence",))
