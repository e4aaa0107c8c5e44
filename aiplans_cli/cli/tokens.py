"""``aiplans tokens``: the words of documents, as a filter or as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.options import OutputOptions, SourceOptions, takes_options
from aiplans_cli.cli.sources import default_sources, loader
from aiplans_cli.cli.streams import emit, stdin_is_piped, write_text
from aiplans_cli.cli.tables import read_input
from aiplans_cli.language import is_content_word, tokenize
from aiplans_cli.model import COUNTED_KINDS
from aiplans_cli.output.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiplans_cli.model import Section, SectionTokens, Tokens

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@takes_options
def tokens(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...", help="Documents; standard input unless it is a terminal."
        ),
    ] = None,
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Print the words of documents, one a line.

    Nothing else stands on the line, so that sort, uniq and grep can go on from there; with
    --format tsv, jsonl or another, each word comes with its document, section, page and offset.
    Stop words are kept unless --stop-words FILE names some to leave out.
    """
    names = sources or (["-"] if stdin_is_piped() else default_sources(options))
    own = loader(options)
    split = [tokenize(document, own.settings) for document in own.documents(names)]
    kinds = (*COUNTED_KINDS, "contents", "note") if options.all_kinds else COUNTED_KINDS
    if output.format == "auto":
        lines = (
            word
            for item in split
            for section, found in _counted(item, kinds)
            for word in found.words
            if own.stops is None or is_content_word(word, item.document.language, own.stops)
        )
        write_text("".join(f"{word}\n" for word in lines), output.output)
        return
    emit(tokens_report(split, kinds, own.stops), output)


def _counted(item: Tokens, kinds: Sequence[str]) -> Iterator[tuple[Section, SectionTokens]]:
    pairs = zip(item.document.sections, item.sections, strict=True)
    return ((section, found) for section, found in pairs if section.kind in kinds)


def tokens_report(
    split: Sequence[Tokens], kinds: Sequence[str], stops: frozenset[str] | None
) -> Report:
    """A row for each word: where it stands, and its form in the text.

    ``offset`` counts characters from the beginning of the section's text of that kind.
    """
    columns = (
        Column("token"),
        Column("document"),
        Column("section"),
        Column("kind"),
        Column("page"),
        Column("offset", "integer"),
        Column("text"),
    )
    rows: list[tuple[Cell, ...]] = []
    inputs = []
    for item in split:
        document = item.document
        before = len(rows)
        for section, found in _counted(item, kinds):
            for word, start, end in zip(found.words, found.starts, found.ends, strict=True):
                if stops is not None and not is_content_word(word, document.language, stops):
                    continue
                place = (section.heading, section.kind, section.page_at(start), start)
                rows.append((word, document.id, *place, section.text[start:end]))
        count = len(rows) - before
        inputs.append(read_input(document, count))
    table = Table("tokens", columns, tuple(rows), title="Words in order")
    return Report("tokens", (table,), tuple(inputs))
