"""``aiplans compare`` as it is typed; what it does is loaded when it is run."""

from __future__ import annotations

import typer

from aiplans_cli.cli.compare.options import AcrossOptions, ContrastOptions, ResampleOptions
from aiplans_cli.cli.options import OutputOptions, RowOptions, SourceOptions, Sources, takes_options

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@takes_options
def compare(
    sources: Sources = None,
    *,
    contrast: ContrastOptions,
    across: AcrossOptions,
    resampling: ResampleOptions,
    options: SourceOptions,
    rows: RowOptions,
    output: OutputOptions,
) -> None:
    """Rank what stands out in one document against another, across languages too.

    A positive score means more in A, a negative one more in B; ratios are above 1 or below. Two
    documents in one language are compared term by term; an English and a Chinese one concept by
    concept, each concept's share of all concept mentions in A against its share in B. More than
    two documents are compared each with the rest.
    """
    from aiplans_cli.cli.compare.run import contrast_sources

    contrast_sources(sources, contrast, across, resampling, options, rows, output)
