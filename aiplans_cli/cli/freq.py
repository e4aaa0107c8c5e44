"""``aiplans freq``: how often a word or a concept stands in each document, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.options import OutputOptions, SourceOptions, choice, takes_options
from aiplans_cli.cli.sources import Loaded, Loader, default_sources, loader
from aiplans_cli.cli.streams import emit
from aiplans_cli.cli.tables import documents_table, input_of, outermost
from aiplans_cli.language import find_exact, fold, sentences
from aiplans_cli.model import Cell, Column, Occurrences, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts import Concept
    from aiplans_cli.model import Document

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@takes_options
def freq(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Words or concepts.")],
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source", "-s", metavar="SOURCE", help="A document; may be given several times."
        ),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Count the word alone, not its whole concept.")
    ] = False,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="What a row of TSV and CSV is; a screen shows both.",
            **choice(["document", "section"]),
        ),
    ] = "document",
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Show how often a word or concept stands in each document, and where.

    A word that belongs to a concept of the list counts the whole concept, in each language:
    'governance' also counts 治理. With --exact it counts the word alone; in Chinese every
    occurrence of the characters.
    """
    names = source or default_sources(options)
    own = loader(options)
    report = freq_report(own, own.counts(names), words, exact=exact, by=by)
    emit(report, output)


@dataclass(frozen=True, slots=True)
class Found:
    """Where one word stands in one document."""

    word: str
    """The word as asked."""
    concept: str
    """The concept it was counted as, "" where it was counted as a word."""
    loaded: Loaded
    """The document."""
    stands: tuple[Occurrences, ...] | None
    """Occurrences by section; ``None`` where only the text could tell and it is not at hand."""


def freq_report(
    own: Loader, loaded: Sequence[Loaded], words: Sequence[str], *, exact: bool, by: str
) -> Report:
    """Frequencies of words or concepts, in all and by section."""
    from aiplans_cli.concepts import find

    found: list[Found] = []
    notes: list[str] = []
    for word in words:
        concept = None if exact else find(word, own.concept_list)
        notes.append(_counted_as(word, concept, exact))
        for item in loaded:
            if concept is not None:
                stands: tuple[Occurrences, ...] | None = item.counts.concepts.get(concept.id, ())
            else:
                stands = _exact(own, item, word)
            found.append(Found(word, concept.id if concept else "", item, stands))
    if any(one.stands is None for one in found):
        notes.append("An empty count: a phrase can be counted in a text only, not in its counts.")
    notes += [
        f"{item.counts.id} is a digest in this project's own words, not the official text."
        for item in loaded
        if item.counts.kind == "digest"
    ]
    tables = [_totals(found), _by_section(found)]
    documents = documents_table([item.counts for item in loaded], with_concepts=True)
    return Report(
        command="freq",
        tables=(*(tables if by == "document" else reversed(tables)), documents),
        inputs=tuple(input_of(item.counts) for item in loaded),
        parameters={"words": ",".join(words), "exact": exact},
        notes=tuple(notes),
    )


def _counted_as(word: str, concept: Concept | None, exact: bool) -> str:
    if concept is None:
        why = "alone, as asked" if exact else "alone: no concept of the list has this form"
        return f"{word!r} is counted {why}."
    forms = ", ".join([*concept.english[:6], *concept.chinese[:6]])
    return f"{word!r} is counted as the concept {concept.id} ({forms}, ...)."


def _exact(own: Loader, item: Loaded, word: str) -> tuple[Occurrences, ...] | None:
    """Occurrences of the word itself, in the text where it is at hand, else in the counts."""
    counts = item.counts
    if item.text is not None:
        return _in_text(item.text(), word, own.options.all_kinds)
    folded = fold(word, counts.language)
    if counts.language == "zh":
        # A string inside a longer word counts too; one across two words is beyond the counts.
        per_section: dict[int, list[int]] = {}
        for term, stands in counts.terms.items():
            times = term.count(folded)
            for o in stands if times else ():
                sums = per_section.setdefault(o.section, [0, 0])
                sums[0] += times * o.count
                sums[1] += o.sentences
        return tuple(
            Occurrences(index, count, min(hits, counts.sections[index].sentences))
            for index, (count, hits) in sorted(per_section.items())
        )
    return None if " " in folded.strip() else counts.terms.get(folded, ())


def _in_text(document: Document, word: str, all_kinds: bool) -> tuple[Occurrences, ...]:
    from aiplans_cli.counting import counted_sections, occurrences

    hits: dict[int, list[int]] = {}
    sentence = 0
    for index, section in counted_sections(document, all_kinds):
        spans = sentences(section.text, document.language)
        for start, _ in find_exact(section.text, word, document.language):
            number = sum(first <= start for first, _ in spans)
            hits.setdefault(index, []).append(sentence + number)
        sentence += len(spans) + 1
    return occurrences(hits)


_MEASURED = (
    Column("count", "integer"),
    Column("rate", "number", "bar"),
    Column("sentences", "integer"),
)


def _totals(found: Sequence[Found]) -> Table:
    columns = (
        Column("word"),
        Column("concept"),
        Column("document"),
        Column("language"),
        *_MEASURED,
        Column("of_sentences", "integer"),
        Column("sections", "integer"),
        Column("of_sections", "integer"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        counts = one.loaded.counts
        tokens = sum(section.tokens for section in counts.sections)
        of_sentences = sum(section.sentences for section in counts.sections)
        start = (one.word, one.concept, counts.id, counts.language)
        if one.stands is None:
            rows.append((*start, None, None, None, of_sentences, None, len(counts.sections)))
            continue
        total = sum(o.count for o in one.stands)
        hits = sum(o.sentences for o in one.stands)
        rate = 1000 * total / tokens if tokens else None
        sections = (len(one.stands), len(counts.sections))
        rows.append((*start, total, rate, hits, of_sentences, *sections))
    title = "How often, and per 1,000 tokens"
    return Table("frequency", columns, tuple(rows), title=title)


def _by_section(found: Sequence[Found]) -> Table:
    columns = (
        Column("word"),
        Column("document"),
        Column("part"),
        Column("section"),
        Column("page"),
        *_MEASURED,
        Column("of_sentences", "integer"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        for o in one.stands or ():
            section = one.loaded.counts.sections[o.section]
            rows.append(
                (
                    one.word,
                    one.loaded.counts.id,
                    outermost(section.parents, section.heading),
                    section.heading,
                    section.page,
                    o.count,
                    1000 * o.count / section.tokens if section.tokens else None,
                    o.sentences,
                    section.sentences,
                )
            )
    title = "By section, where it stands at all"
    return Table("sections", columns, tuple(rows), title=title)
