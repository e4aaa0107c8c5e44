"""``aiplans count``: documents to a counts file."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aiplans_cli.cli.options import SourceOptions, takes_options
from aiplans_cli.cli.sources import loader
from aiplans_cli.cli.streams import note, write_text
from aiplans_cli.errors import SourceError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@takes_options
def count(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Documents to count.")],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Counts file; standard output if out."),
    ] = None,
    *,
    options: SourceOptions,
) -> None:
    """Write a counts file, which every command accepts as a source.

    The file is tab-separated text, sorted and fit for diff: terms and concepts by section, with
    contents pages and footnotes kept apart, so that --all can still be chosen later.
    """
    from aiplans_cli.counting import render_counts

    own = loader(replace(options, all_kinds=True))
    documents = [item.counts for item in own.counts(sources)]
    seen: set[str] = set()
    for counts in documents:
        if counts.id in seen:
            raise SourceError(counts.id, "two sources have this name", "rename one of the files")
        seen.add(counts.id)
    write_text(render_counts(documents), output)
    if output is not None:
        total = sum(section.tokens for counts in documents for section in counts.sections)
        note(f"{output}: {len(documents)} documents, {total:,} tokens", options.quiet)
