"""How often words or concepts stand in each document, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.frequency.by_value import ROWS, by_value, field_name, needed
from aiplans_cli.analyses.frequency.found import Found, found_in
from aiplans_cli.analyses.frequency.screen import asked_of, screen_of, summary_of
from aiplans_cli.analyses.frequency.spread import (
    ALL,
    Spreads,
    chosen,
    spread_columns,
    spread_notes,
    without_order,
)
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import Top
from aiplans_cli.analyses.tables import documents_table, input_of, mean_columns, parts
from aiplans_cli.analyses.wording import check_word, query_note
from aiplans_cli.counting.units import DocumentRates, is_group
from aiplans_cli.errors import UsageError
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option
from aiplans_cli.statistics.dispersion import DISPERSION, POSITIONAL

if TYPE_CHECKING:
    from aiplans_cli.concepts.concept import Concept
    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source


@dataclass(frozen=True, slots=True)
class FreqSettings:
    """What is counted, and what a row is."""

    exact: Annotated[bool, Option("Count the word alone, not its whole concept.")] = False
    by: Annotated[
        str,
        Option(
            "What a row of TSV and CSV is; a FIELD is one of 'aiplans count --by FIELD'.",
            metavar="[document|section|FIELD]",
            check=field_name("leave --by out, or count by a field that is called otherwise", ROWS),
        ),
    ] = "document"
    dispersion: Annotated[
        tuple[str, ...],
        Option(
            "Show how evenly each word is spread over a document, by a measure, several, or "
            f"{ALL}: {', '.join((*DISPERSION, *POSITIONAL))}.",
            choices=(*DISPERSION, *POSITIONAL, ALL),
            metavar="NAME",
        ),
    ] = ()
    top: Top = None


def _sources(
    named: Sequence[Named], queries: Sequence[Query], by: str, session: Session
) -> list[Source]:
    """What is named; by a field, documents that know it and were not counted by one put together.

    Raises ``AiplansError`` as ``Session.sources``, and where no document knows the field.
    """
    from aiplans_cli.sources.selection import Selection

    if by not in ROWS:
        session.counter = replace(session.counter, keeps_fields=True)
    sources = session.sources(named or session.default_sources(), needed(queries))
    if by in ROWS or any("by" in one.counts.settings for one in sources):
        return sources
    return Selection(session.settings).by_value(sources, by, session.tell, "--by")


@question
def freq(
    words: str | Sequence[str], *named: Named, settings: FreqSettings, session: Session
) -> Report:
    """How often words or concepts stand in each document: tables ``frequency`` and ``sections``.

    A word that belongs to a concept of the list counts the whole concept, in each language; one
    with signs, such as ``govern*``, is a query. By a FIELD the table is ``values``. Raises
    ``AiplansError`` for what cannot be read or is only the name of a source, and for sources that
    cannot be read.

    >>> report = freq("governance", "us-2025-digest", "cn-2025-digest")
    >>> [(row["document"], row["count"]) for row in report.rows()]
    [('us-2025-digest', 2), ('cn-2025-digest', 11)]
    """
    from aiplans_cli.evidence.query import query

    if settings.dispersion and settings.by != "document":
        raise UsageError("--dispersion is of a word in a whole document: leave --by out")
    words = [words] if isinstance(words, str) else list(words)
    for word in words:
        check_word(word, session, bool(named))
    queries = [query(word, session.concept_list, exact=settings.exact) for word in words]
    sources = _sources(named, queries, settings.by, session)
    found = [found_in(session, source, one) for one in queries for source in sources]
    if settings.by not in ROWS:
        tables: tuple[Table, ...] = (by_value(found, settings.by),)
    else:
        both = (_totals(session, queries, found, chosen(settings.dispersion)), _by_section(found))
        documents = documents_table([source.counts for source in sources], with_concepts=True)
        tables = (*(both if settings.by == "document" else both[::-1]), documents)
    told = [
        *_told(session, queries, found),
        *without_order(chosen(settings.dispersion), found),
    ]
    notes = _notes(session, queries, found, settings.exact)
    notes += spread_notes(chosen(settings.dispersion))
    first = tables[0]
    if settings.top and settings.top < len(first.rows):
        notes.append(f"{settings.top} of {len(first.rows):,} rows are shown.")
        first = replace(first, rows=first.rows[: settings.top])
    asked = asked_of(queries, found, session.concept_list, needed(queries), settings.by)
    return Report(
        command="freq",
        tables=(first, *tables[1:]),
        inputs=tuple(input_of(source.counts) for source in sources),
        parameters=_parameters(words, settings),
        notes=(*notes, *told),
        told=tuple(told),
        summary=summary_of(asked, found, settings.by),
        screen=screen_of(asked, found, tables, settings.by, settings.top or 0),
    )


def _parameters(words: Sequence[str], settings: FreqSettings) -> dict[str, Cell]:
    spread = {"dispersion": ",".join(chosen(settings.dispersion))} if settings.dispersion else {}
    return {"words": ",".join(words), "exact": settings.exact, **spread}


def _notes(
    session: Session, queries: Sequence[Query], found: Sequence[Found], exact: bool
) -> list[str]:
    """How each word was counted, and what could not be."""
    of_id = {concept.id: concept for concept in session.concept_list.concepts}
    notes = [
        _counted_as(session, one.word, of_id.get(one.concept), exact)
        for one in queries
        if not one.kind
    ]
    if not all(one.sentences_known for one in found):
        notes.append("Empty sentences: counts alone cannot tell them where several words match.")
    return notes


def _counted_as(session: Session, word: str, concept: Concept | None, exact: bool) -> str:
    from aiplans_cli.language import LANGUAGES

    if concept is None:
        why = "as asked" if exact else "since no concept of the list has this form"
        stem = ", with all English words of its stem" if session.settings.stem else ""
        return f"{word!r} is counted alone{stem}, {why}."
    forms = ", ".join([form for code in LANGUAGES for form in concept.forms(code)[:6]])
    return f"{word!r} is counted as the concept {concept.id} ({forms}, ...)."


def _told(session: Session, queries: Sequence[Query], found: Sequence[Found]) -> list[str]:
    """Notes on what a table of words and counts does not show, whatever its format."""
    from aiplans_cli.concepts.shared_forms import shared_notes

    told: list[str] = []
    for one in queries:
        if one.concept:
            told += shared_notes(one.word, one.concept, session.concept_list)
        counted = [f for f in found if f.word == one.word and f.stands is not None]
        if one.kind and counted:
            forms: Counter[str] = Counter()
            for f in counted:
                forms.update(f.forms)
            told.append(query_note(one, forms))
    if any(one.stands is None for one in found):
        told.append(
            "An empty count: a phrase, or a sign beside a word, can be counted in a text only, not "
            "in its counts, and so can sequences and regular expressions."
        )
    return told


_MEASURED = (
    Column("count", "integer"),
    Column("rate", "number", "bar"),
    Column("sentences", "integer"),
)


def _totals(
    session: Session, queries: Sequence[Query], found: Sequence[Found], measures: Sequence[str]
) -> Table:
    spreads, wanted = Spreads(session, measures), {one.word: one for one in queries}
    grouped = any(is_group(one.source.counts) for one in found)
    columns = (
        *map(Column, ("word", "concept", "document", "language")),
        *_MEASURED,
        *(Column(name, "integer") for name in ("of_sentences", "sections", "of_sections")),
        *mean_columns(grouped),
        *spread_columns(measures),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        counts = one.source.counts
        tokens = sum(section.tokens for section in counts.sections)
        of_sentences = sum(section.sentences for section in counts.sections)
        start = (one.word, one.concept, counts.id, counts.language)
        spread = spreads.cells(one, wanted[one.word]) if measures else []
        if grouped:
            mean = None if one.stands is None else DocumentRates(counts).mean(one.stands)
            spread = [mean, *spread]
        if one.stands is None:
            sections: tuple[Cell, ...] = (None, len(counts.sections))
            rows.append((*start, None, None, None, of_sentences, *sections, *spread))
            continue
        total = sum(o.count for o in one.stands)
        hits = sum(o.sentences for o in one.stands) if one.sentences_known else None
        rate = 1000 * total / tokens if tokens else None
        sections = (len(one.stands), len(counts.sections))
        rows.append((*start, total, rate, hits, of_sentences, *sections, *spread))
    title = "How often, and per 1,000 tokens"
    return Table("frequency", columns, tuple(rows), title=title)


def _by_section(found: Sequence[Found]) -> Table:
    columns = (
        *map(Column, ("word", "document", "part", "section", "pages")),
        *_MEASURED,
        Column("of_sentences", "integer"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        part_of = parts(one.source.counts)
        for o in one.stands or ():
            section = one.source.counts.sections[o.section]
            rows.append(
                (
                    one.word,
                    one.source.counts.id,
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
