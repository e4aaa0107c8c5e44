"""``aiplans freq``: how often a word or a concept stands in each document, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.freq_by import ROWS, by_value, dearest, field_name, wanted
from aiplans_cli.cli.freq_words import check_word, must_be_told
from aiplans_cli.cli.options import (
    OutputOptions,
    SourceOptions,
    takes_options,
    word_or_concept,
)
from aiplans_cli.cli.sources import Loaded, Loader, default_sources, loader
from aiplans_cli.cli.streams import emit
from aiplans_cli.cli.tables import documents_table, input_of, parts
from aiplans_cli.language import find_exact, fold, sentences, stem_terms
from aiplans_cli.model import Cell, Column, Occurrences, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts import Concept
    from aiplans_cli.model import Document, Section

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@takes_options
def freq(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORD...", help="Words or concepts.", callback=word_or_concept),
    ],
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
            metavar="[document|section|FIELD]",
            help="What a row of TSV and CSV is; a FIELD is one of 'aiplans count --by FIELD'.",
            callback=field_name(
                "leave --by out, or count by a field that is called otherwise", ROWS
            ),
        ),
    ] = "document",
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Show how often a word or concept stands in each document, and where.

    A word that belongs to a concept of the list counts the whole concept, in each language:
    'governance' also counts 治理. With --exact it counts the word alone, with --stem too every
    English word of its stem; in Chinese every occurrence of the characters. There are no
    wildcards: name every form, or use --exact --stem.
    """
    own = loader(options)
    for word in words:
        check_word(word, own, sources_named=source is not None)
    names = source or default_sources(options)
    loaded = own.counts(names, wanted(own, words, exact))
    report = freq_report(own, loaded, words, exact=exact, by=by)
    told = must_be_told(own, words, exact, report.tables[0])
    report = replace(report, notes=(*report.notes, *told))
    keep = _DEAREST if by in ROWS else dearest(by)
    emit(report, output, keep, told=told, quiet=options.quiet)


_DEAREST = ("count", "section", "document", "rate", "sentences", "pages")


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
    sentences_known: bool = True
    """Whether their numbers of sentences are exact; counts alone cannot always tell."""


def freq_report(
    own: Loader, loaded: Sequence[Loaded], words: Sequence[str], *, exact: bool, by: str
) -> Report:
    """Frequencies of words or concepts, in all and by section."""
    from aiplans_cli.concepts import find

    found: list[Found] = []
    notes: list[str] = []
    for word in words:
        concept = None if exact else find(word, own.concept_list)
        notes.append(_counted_as(own, word, concept, exact))
        for item in loaded:
            if concept is not None:
                stands = item.counts.concepts.get(concept.id, ())
                found.append(Found(word, concept.id, item, stands))
            else:
                found.append(_exact(own, item, word))
    if any(one.stands is None for one in found):
        notes.append("An empty count: a phrase can be counted in a text only, not in its counts.")
    if not all(one.sentences_known for one in found):
        notes.append("Empty sentences: counts alone cannot tell them where several words match.")
    if by not in ROWS:
        tables: tuple[Table, ...] = (by_value(found, by),)
    else:
        both = (_totals(found), _by_section(found))
        documents = documents_table([item.counts for item in loaded], with_concepts=True)
        tables = (*(both if by == "document" else both[::-1]), documents)
    return Report(
        command="freq",
        tables=tables,
        inputs=tuple(input_of(item.counts) for item in loaded),
        parameters={"words": ",".join(words), "exact": exact},
        notes=tuple(notes),
    )


def _counted_as(own: Loader, word: str, concept: Concept | None, exact: bool) -> str:
    if concept is None:
        why = "as asked" if exact else "since no concept of the list has this form"
        stem = ", with all English words of its stem" if own.options.stem else ""
        return f"{word!r} is counted alone{stem}, {why}."
    forms = ", ".join([*concept.english[:6], *concept.chinese[:6]])
    return f"{word!r} is counted as the concept {concept.id} ({forms}, ...)."


def _exact(own: Loader, item: Loaded, word: str) -> Found:
    """Where the word itself stands, by the text where it is at hand, else by the counts."""
    counts = item.counts
    if item.text is not None:
        return Found(word, "", item, _in_text(own, item.text(), word))
    folded = fold(word, counts.language).strip()
    if counts.language == "zh":
        return _in_chinese_terms(item, word, folded)
    if own.options.stem:
        folded = stem_terms(frozenset({folded}))[folded]
    return Found(word, "", item, None if " " in folded else counts.terms.get(folded, ()))


def _in_chinese_terms(item: Loaded, word: str, folded: str) -> Found:
    """Where a Chinese string stands, inside longer words too, as far as counts of words tell.

    One that begins in a word and ends in the next is beyond them, and so are the sentences where
    several words of a section contain it.
    """
    per_section: dict[int, list[Occurrences]] = {}
    for term, stands in item.counts.terms.items():
        if times := term.count(folded):
            for o in stands:
                scaled = Occurrences(o.section, times * o.count, o.sentences)
                per_section.setdefault(o.section, []).append(scaled)
    summed = tuple(
        Occurrences(index, sum(o.count for o in own), max(o.sentences for o in own))
        for index, own in sorted(per_section.items())
    )
    exact = all(len(own) == 1 for own in per_section.values())
    return Found(word, "", item, summed, sentences_known=exact)


def _in_text(own: Loader, document: Document, word: str) -> tuple[Occurrences, ...]:
    from aiplans_cli.counting import counted_sections, occurrences

    hits: dict[int, list[int]] = {}
    sentence = 0
    for index, section in counted_sections(document, own.options.all_kinds):
        spans = sentences(section.text, document.language)
        for start in _places(own, document, section, word):
            number = sum(first <= start for first, _ in spans)
            hits.setdefault(index, []).append(sentence + number)
        sentence += len(spans) + 1
    return occurrences(hits)


def _places(own: Loader, document: Document, section: Section, word: str) -> list[int]:
    """Where a word begins in a section; by its stem where the tables count English so."""
    if not own.options.stem or document.language != "en":
        return [start for start, _ in find_exact(section.text, word, document.language)]
    from aiplans_cli.evidence.concordance import kwic, query

    alone = replace(document, sections=(section,))
    wanted = query(word, None, exact=True)
    lines = kwic([alone], wanted, context=0, all_kinds=True, settings=own.settings)
    return [line.start for line in lines]


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
        hits = sum(o.sentences for o in one.stands) if one.sentences_known else None
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
        Column("pages"),
        *_MEASURED,
        Column("of_sentences", "integer"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        part_of = parts(one.loaded.counts)
        for o in one.stands or ():
            section = one.loaded.counts.sections[o.section]
            rows.append(
                (
                    one.word,
                    one.loaded.counts.id,
                    part_of[o.section],
                    section.heading,
                    section.pages,
                    o.count,
                    1000 * o.count / section.tokens if section.tokens else None,
                    o.sentences if one.sentences_known else None,
                    section.sentences,
                )
            )
    title = "By section, where it stands at all"
    return Table("sections", columns, tuple(rows), title=title)
