"""Topics: what sections or documents have in common, found in them, with how far each stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.comparison.contrast_sides import unit_of
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.sentences import as_percent, counted, digests_sentence
from aiplans_cli.analyses.settings import Seed
from aiplans_cli.analyses.tables import (
    documents_table,
    general_left_out,
    general_note,
    input_of,
    is_stemmed,
    row_stops,
    section_names,
)
from aiplans_cli.language import is_content_word
from aiplans_cli.lean_imports import scikit_learn
from aiplans_cli.output.cells import AFTER, PERCENT
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import FIRST, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import CountedSection, Counts, Occurrences
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.statistics.factors import Factors, Kept

_SPEAKING = 3
"""Sections that speak for a topic; of documents all are told, each with its first topic."""

_STAYS = 0.5
"""Share of leading words from which a topic is told to stay: the half of them."""


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """How many topics, of what, and in what."""

    topics: Annotated[
        int, Option("How many to look for.", ("--topics", "-k"), minimum=1, group=FIRST)
    ] = 8
    by: Annotated[
        str,
        Option(
            "Find what sections share, or what whole documents share.",
            choices=("section", "document"),
            also=("of",),
            group=FIRST,
        ),
    ] = "section"
    of: Annotated[
        str,
        Option(
            "Topics of words or of concepts; auto is concepts across two languages.",
            choices=("auto", "term", "concept"),
        ),
    ] = "auto"
    seed: Seed = 0


@dataclass(frozen=True, slots=True)
class _Rows:
    """What topics are looked for in: sections, or documents."""

    counts: Sequence[Counts]
    """The documents."""
    places: Sequence[tuple[int, int | None]]
    """Of each row its document, and its section where rows are sections."""
    vectors: Sequence[dict[str, int]]
    """Of each row its items with their occurrences."""

    def section(self, row: int) -> CountedSection | None:
        document, section = self.places[row]
        return None if section is None else self.counts[document].sections[section]


@question
def topics(*named: Named, settings: TopicSettings, session: Session) -> Report:
    """Topics that sections or documents share, with how far each stays: table ``topics``.

    Table ``shares`` has the share of each topic in each document, ``speaking`` the sections that
    speak for it, or, by document, each document under its first topic. Raises ``AiplansError``
    for more topics than there are rows or items, and for words of two languages.

    >>> len(topics("us-2025-digest", topics=3).rows())
    3
    """
    from aiplans_cli.statistics.factors import factorize, stability, weigh

    sources = session.sources(named or session.default_sources())
    documents = [source.counts for source in sources]
    unit = unit_of(documents, settings.of)
    rows = _rows_of(documents, unit, settings.by, session)
    scikit_learn()
    weighed = weigh(rows.vectors)
    found = factorize(weighed, settings.topics, settings.seed)
    kept = stability(weighed, found, settings.seed)
    inputs = tuple(input_of(counts) for counts in documents)
    table = _topics_table(found, kept, rows)
    notes = [_method(unit, settings)]
    if unit == "concept":
        notes += general_note(documents, general_left_out(session), "are not weighed")
    report = Report(
        "topics",
        (
            table,
            _shares_table(found, rows),
            _speaking_table(found, rows),
            documents_table(documents, unit == "concept"),
        ),
        inputs,
        {"topics": settings.topics, "by": settings.by, "of": unit, "seed": settings.seed},
        tuple(notes),
        summary=tuple(filter(None, (digests_sentence(inputs), *_sentences(table, rows, unit)))),
        screen=(_screen(table), _speaking_table(found, rows)),
    )
    return cautioned(report, documents, concepts=unit == "concept", compared=False)


def _rows_of(documents: Sequence[Counts], unit: str, by: str, session: Session) -> _Rows:
    """The rows with what stands in two of them or more: nothing else can be shared."""
    left_out = general_left_out(session) if unit == "concept" else frozenset()
    places: list[tuple[int, int | None]] = []
    vectors: list[dict[str, int]] = []
    for number, counts in enumerate(documents):
        size = len(counts.sections) if by == "section" else 1
        own: list[dict[str, int]] = [{} for _ in range(size)]
        places += [(number, at if by == "section" else None) for at in range(size)]
        for item, stands in _items(counts, unit, left_out, session):
            for o in stands:
                row = own[o.section if by == "section" else 0]
                row[item] = row.get(item, 0) + o.count
        vectors += own
    rows_with: dict[str, int] = {}
    for vector in vectors:
        for item in vector:
            rows_with[item] = rows_with.get(item, 0) + 1
    shared = [{i: n for i, n in vector.items() if rows_with[i] > 1} for vector in vectors]
    return _Rows(documents, places, shared)


def _items(
    counts: Counts, unit: str, left_out: frozenset[str], session: Session
) -> list[tuple[str, tuple[Occurrences, ...]]]:
    if unit == "concept":
        return [(item, o) for item, o in counts.concepts.items() if item not in left_out]
    stops = row_stops(counts.language, session.row_stops, is_stemmed(counts))
    return [
        (item, o)
        for item, o in counts.terms.items()
        if is_content_word(item, counts.language, stops)
    ]


def _shares(found: Factors, rows: _Rows) -> tuple[list[float], list[list[float | None]]]:
    """The share of each topic in all rows, and in those of each document; ``None`` without any."""
    by_document = [[0.0] * len(found.loadings) for _ in rows.counts]
    for topic, loadings in enumerate(found.loadings):
        for (document, _), loading in zip(rows.places, loadings, strict=True):
            by_document[document][topic] += loading
    sums = [sum(of_topic) for of_topic in zip(*by_document, strict=True)]
    return [one / (sum(sums) or 1.0) for one in sums], [
        [one / sum(own) if sum(own) else None for one in own] for own in by_document
    ]


def _speaking(found: Factors, rows: _Rows, topic: int) -> list[tuple[int, float]]:
    """The rows that speak for a topic, each with the topic's share of it, the most first.

    Of sections those with most of the topic, of documents all whose first topic it is.
    """
    whole = [sum(of_row) for of_row in zip(*found.loadings, strict=True)]
    own = found.loadings[topic]
    first = [
        max(range(len(found.loadings)), key=lambda k: found.loadings[k][r]) for r in range(len(own))
    ]
    by_document = rows.places[0][1] is None
    some = [r for r in range(len(own)) if own[r] > 0 and (not by_document or first[r] == topic)]
    some.sort(key=lambda r: (-own[r], r))
    return [(r, own[r] / whole[r]) for r in (some if by_document else some[:_SPEAKING])]


def _words(found: Factors, topic: int) -> str:
    from aiplans_cli.statistics.factors import LEADING

    return ", ".join(item for item, _ in found.parts[topic][:LEADING])


def _topics_table(found: Factors, kept: Sequence[Kept], rows: _Rows) -> Table:
    columns = (
        Column("topic", "integer"),
        Column("leading_words"),
        Column("share", "number", PERCENT),
        *(Column(f"kept_{what}", "number", PERCENT) for what in ("seeds", "halves")),
        Column("documents", "integer"),
    )
    lines: list[tuple[Cell, ...]] = []
    for topic, (share, own) in enumerate(zip(_shares(found, rows)[0], kept, strict=True)):
        inside = {rows.places[r][0] for r, amount in enumerate(found.loadings[topic]) if amount > 0}
        cells = (share, own.seeds, own.halves, len(inside))
        lines.append((topic + 1, _words(found, topic), *cells))
    return Table("topics", columns, tuple(lines), "Topics", "share")


def _shares_table(found: Factors, rows: _Rows) -> Table:
    by_document = _shares(found, rows)[1]
    lines = tuple(
        (topic + 1, counts.id, by_document[d][topic])
        for topic in range(len(found.parts))
        for d, counts in enumerate(rows.counts)
    )
    columns = (Column("topic", "integer"), Column("document"), Column("share", "number", PERCENT))
    return Table("shares", columns, lines, "Topics by document")


def _speaking_table(found: Factors, rows: _Rows) -> Table:
    names = [section_names(counts) for counts in rows.counts]
    lines: list[tuple[Cell, ...]] = []
    for topic in range(len(found.parts)):
        for row, share in _speaking(found, rows, topic):
            document, at = rows.places[row]
            counts, section = rows.counts[document], rows.section(row)
            name = counts.title if at is None else names[document][at] or counts.title
            lines.append((topic + 1, counts.id, name, section.pages if section else "", share))
    columns = (
        *(Column("topic", "integer"), Column("document"), Column("section", unit=AFTER)),
        *(Column("pages"), Column("share", "number", PERCENT)),
    )
    return Table("speaking", columns, tuple(lines), "What speaks for each topic")


def _method(unit: str, settings: TopicSettings) -> str:
    return (
        f"{settings.topics} topics by non-negative matrix factorization (Lee & Seung 1999; "
        "scikit-learn, started from the singular vectors) of the TF-IDF weights of "
        f"{unit}s in {settings.by}s, all documents together, without what stands in one "
        f"{settings.by} alone. share: of all topics' weight. kept_seeds, kept_halves: the share "
        "of a topic's ten leading words that it keeps when topics are looked for again, from ten "
        f"random starts and in ten random halves of the {settings.by}s (after Greene, O'Callaghan "
        "& Cunningham 2014)."
    )


def _sentences(table: Table, rows: _Rows, unit: str) -> list[str]:
    """How many topics stay, and which are the largest."""
    records = table.records()
    what = "documents" if rows.places[0][1] is None else "sections"
    told = [
        f"{counted(len(records), 'topic')} of {unit}s in {len(rows.places):,} {what} of "
        f"{counted(len(rows.counts), 'document')}."
    ]
    stays = [r for r in records if isinstance(h := r["kept_halves"], float) and h >= _STAYS]
    if all(record["kept_halves"] is None for record in records):
        told.append(f"Too few {what} to see in halves of them which topics stay.")
    else:
        keep = "keeps half of its" if len(stays) == 1 else "keep half of their"
        rest = "" if len(stays) == len(records) else ": quote no topic that does not"
        told.append(
            f"{len(stays)} of {len(records)} {keep} leading words in random halves of the {what}"
            f"{rest}."
        )
    best = max(stays or records, key=lambda record: record["share"] or 0.0)
    share = as_percent(float(best["share"] or 0.0))
    told.append(f"Largest{' of these' if stays else ''}: {best['leading_words']} ({share}).")
    return told


def _screen(table: Table) -> Table:
    """The same, with heads for people."""
    from dataclasses import replace

    heads = {"topic": " ", "kept_seeds": "kept: seeds", "kept_halves": "halves"}
    heads |= {"leading_words": "leading words", "share": "share", "documents": "documents"}
    columns = tuple(replace(column, title=heads[column.name]) for column in table.columns)
    return replace(table, columns=columns, title="")
