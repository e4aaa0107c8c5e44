"""What a person needs of frequencies first: the documents, and where most of it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.analyses.frequency.by_value import ROWS
from aiplans_cli.analyses.frequency.sentences import (
    Asked,
    Stands,
    frequency_sentences,
    values_sentences,
)
from aiplans_cli.analyses.sentences import NAMED, digests_sentence
from aiplans_cli.analyses.tables import coverage, input_of
from aiplans_cli.analyses.wording import query_note
from aiplans_cli.language import LANGUAGES
from aiplans_cli.output.cells import AFTER, BAR, LANGUAGE_NAMES, LINE, PERCENT
from aiplans_cli.output.report import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiplans_cli.analyses.frequency.found import Found
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.evidence.wanted import Query

USUAL = 20
"""Rows on a terminal unless asked otherwise, of both tables together."""

FEWEST_SECTIONS = 5
"""Sections that are shown at least, where there are so many."""


def asked_of(
    queries: Sequence[Query],
    found: Sequence[Found],
    concept_list: ConceptList,
    kept: Callable[[str], bool],
    by: str,
) -> list[Asked]:
    """The words with how often each stands, by document or by value of a field.

    ``kept`` tells what a large counts file was read for: where it holds nothing else, the
    mentions of all concepts are not known.
    """
    of_id = {concept.id: concept for concept in concept_list.concepts}
    asked = []
    documents = len(found) // len(queries)
    for place, one in enumerate(queries):
        own = found[place * documents : (place + 1) * documents]
        languages = [key for key in LANGUAGES if any(f.source.language == key for f in own)]
        forms = tuple(of_id[one.concept].forms(key) for key in languages) if one.concept else ()
        matched: Counter[str] = Counter()
        for each in own:
            matched.update(each.forms)
        stands = tuple(_stands(each, kept, by) for each in own)
        note = query_note(one, matched) if one.kind else ""
        asked.append(Asked(one.word, one.concept, stands, forms, note))
    return asked


def _stands(one: Found, kept: Callable[[str], bool], by: str) -> Stands:
    counts = one.source.counts
    mentions = None
    # of a counts file no others may have been read, whether or not its text is found again
    if one.concept and (one.source.reader is not None or not all(map(kept, counts.concepts))):
        mentions = sum(o.count for stands in counts.concepts.values() for o in stands)
    return Stands(
        counts.id if by in ROWS else counts.settings["value"],
        counts.language,
        None if one.stands is None else sum(o.count for o in one.stands),
        sum(section.tokens for section in counts.sections),
        mentions,
    )


def summary_of(asked: Sequence[Asked], found: Sequence[Found], by: str) -> tuple[str, ...]:
    """What was counted, in sentences."""
    if by not in ROWS:
        return values_sentences(asked, by)
    digests = digests_sentence([input_of(one.source.counts) for one in found])
    return frequency_sentences(asked, digests)


def screen_of(
    asked: Sequence[Asked], found: Sequence[Found], tables: Sequence[Table], by: str, top: int
) -> tuple[Table, ...]:
    """The tables for people, of the documents and of the sections, in the order that ``by`` says.

    ``tables`` are the full ones; a table by value keeps its rows and its line.
    """
    if by not in ROWS:
        return (_values(tables[0], by),)
    full, sections = (
        next(table for table in tables if table.name == name) for name in ("frequency", "sections")
    )
    most = top if by == "document" else USUAL
    few = min(len(asked), len(asked[0].stands)) <= NAMED
    if len(asked) > 1 and few and len(full.columns) == _PLAIN:
        documents = _crossed(asked, most)
    else:
        documents = _documents(asked, found, full, most)
    room = max(USUAL - len(documents.rows), FEWEST_SECTIONS)
    if len(asked[0].stands) > NAMED or len(asked) > 1:
        room = FEWEST_SECTIONS  # where each is to be compared, places come second
    places = _sections(sections, len(asked) > 1, top if by == "section" else room)
    both = (documents, places) if by == "document" else (places, documents)
    return tuple(table for table in both if table.rows)


def _crossed(asked: Sequence[Asked], top: int) -> Table:
    """Words against documents, the fewer of them side by side."""
    documents = [stands.document for stands in asked[0].stands]
    words = [one.word for one in asked]
    lines = [one.stands for one in asked]
    label, rows_of, heads = "word", words, documents
    if len(documents) > NAMED or len(words) <= NAMED < 2 * len(documents) > 2 * len(words):
        label, rows_of, heads = "document", documents, words
        lines = list(zip(*lines, strict=True))
    shares = asked[0].across and all(s.share is not None for line in lines for s in line)
    title, unit = ("share of concepts", PERCENT) if shares else ("per 1,000 words", "")
    columns = [Column(label, title=label)]
    for number, head in enumerate(heads, 1):
        columns.append(Column(f"count_{number}", "integer", title=head))
        columns.append(Column(f"rate_{number}", "number", unit, title=title))
    rows: list[tuple[Cell, ...]] = []
    for name, line in zip(rows_of, lines, strict=True):
        cells = [(s.count, s.share if shares else s.rate) for s in line]
        rows.append((name, *(cell for pair in cells for cell in pair)))
    about = f"The first {top} of {len(rows):,}" if top and len(rows) > top else ""
    return Table("frequency", tuple(columns), tuple(rows[: top or None]), about)


_PLAIN = 10
"""Columns of the full table before those of dispersion."""


def _documents(asked: Sequence[Asked], found: Sequence[Found], full: Table, top: int) -> Table:
    """A row for each word in each document, the most mentions first where not all are shown."""
    places = [(one, stands) for one in asked for stands in one.stands]
    several, concepts = len(asked) > 1, any(one.concept for one in asked)
    across = any(one.across for one in asked)
    shares = concepts and any(stands.share is not None for _, stands in places)
    few = len(asked[0].stands) <= NAMED
    bars = across and shares
    rates = BAR if len(places) > 1 and not bars else ""
    columns = {
        "word": (several, Column("word", title="word")),
        "document": (True, Column("document", title="document")),
        "language": (across, Column("language", title="language")),
        "count": (True, Column("count", "integer", title="mentions" if concepts else "times")),
        "rate": (True, Column("rate", "number", rates, title="per 1,000 words")),
        "share": (
            shares,
            Column("share", "number", BAR if bars else "", title="% of concept mentions"),
        ),
        "sections": (few, Column("sections", title="sections")),
        "sentences": (few, Column("sentences", title="sentences")),
        "coverage": (concepts, Column("coverage", "number", PERCENT, title="list covers")),
    }
    rows: list[tuple[Cell, ...]] = []
    for (one, stands), each, line in zip(places, found, full.rows, strict=True):
        sentences, of_sentences, sections, of_sections = line[_PLAIN - 4 : _PLAIN]
        cells = (
            *(one.word, stands.document, _language(stands.language)),
            *(stands.count, stands.rate, None if stands.share is None else 100 * stands.share),
            *(_of(sections, of_sections), _of(sentences, of_sentences)),
            coverage(each.source.counts),
        )
        kept = [cell for cell, (there, _) in zip(cells, columns.values(), strict=True) if there]
        rows.append((*kept, *line[_PLAIN:]))
    heads = (*(column for there, column in columns.values() if there), *full.columns[_PLAIN:])
    about = ""
    if top and len(rows) > top:
        about = f"The {top} with most of {len(rows):,}"
        at = heads.index(columns["count"][1])
        rows = sorted(rows, key=lambda row: -_number(row[at]))[:top]
    return Table("frequency", heads, tuple(rows), about, "count")


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _language(key: str) -> str:
    return LANGUAGE_NAMES.get(key, key)


def _of(part: Cell, whole: Cell) -> str | None:
    return None if part is None else f"{part:,} of {whole:,}"


def _sections(full: Table, several: bool, top: int) -> Table:
    """The sections with most mentions, in the order in which they stand."""
    records = full.records()
    order = sorted(range(len(records)), key=lambda at: -_number(records[at]["count"]))
    shown = [records[at] for at in sorted(order[: top or None])]
    many = len({record["document"] for record in records}) > 1
    if not any(record["section"] for record in records):
        shown = []  # a text without headings has no places to name
    parted = len({record["part"] for record in shown}) > 1
    columns = (
        *([Column("word", title="word")] if several else []),
        *([Column("document", title="document")] if many else []),
        *([Column("pages", title="page")] if any(r["pages"] for r in shown) else []),
        Column("count", "integer", title="mentions"),
        Column("section", unit=AFTER, title="section"),
        *([Column("part", unit=AFTER, title="part")] if parted else []),
    )
    rows: list[tuple[Cell, ...]] = []
    for record in shown:
        named = {**record, "section": record["section"] or "(before the first heading)"}
        named["part"] = "" if record["part"] == record["section"] else record["part"]
        rows.append(tuple(named[column.name] for column in columns))
    title = "Where it stands"
    if len(shown) < len(records):
        title = f"Where most of it stands ({len(shown):,} of {len(records):,} sections)"
    return Table("sections", columns, tuple(rows), title)


def _values(full: Table, field: str) -> Table:
    """The table by value in plain columns."""
    titles = {"word": "word", "language": "language", field: field, "count": "mentions"}
    rows: list[tuple[Cell, ...]] = []
    for record in full.records():
        named = (record["word"], _language(str(record["language"])), record[field])
        rows.append((*named, *(record[name] for name in ("count", "rate", "sections", "tokens"))))
    columns = (
        *(Column(name, title=titles[name]) for name in ("word", "language", field)),
        Column("count", "integer", title=titles["count"]),
        Column("rate", "number", LINE, title="per 1,000 words"),
        Column("sections", "integer", title="sections"),
        Column("tokens", "integer", title="words"),
    )
    return replace(full, columns=columns, rows=tuple(rows), title="")
