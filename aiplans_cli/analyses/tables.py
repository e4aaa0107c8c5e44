"""Tables that several commands show."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.language import stem_terms, stop_words
from aiplans_cli.output.report import Cell, Column, Input, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aiplans_cli.model import CountedSection, Counts, Document
    from aiplans_cli.sources.session import Session


def coverage(counts: Counts) -> float | None:
    """Share of the content words that stand inside a concept's match; ``None`` without any."""
    content = content_of(counts)
    return covered_of(counts) / content if content else None


def content_of(counts: Counts) -> int:
    """Its content words."""
    return sum(section.content_tokens for section in counts.sections)


def covered_of(counts: Counts) -> int:
    """Those of them that stand inside a concept's match."""
    return sum(section.covered for section in counts.sections)


def mean_columns(grouped: bool) -> list[Column]:
    """The column of mean rates, where documents were put together."""
    return [Column("mean_rate", "number", "per 1,000")] if grouped else []


def row_stops(language: str, stops: frozenset[str] | None, stemmed: bool) -> frozenset[str]:
    """The terms that have no rows: ``stops``, or the language's own list where that is ``None``.

    Where words are grouped by stem, so are these.
    """
    left_out = stop_words(language) if stops is None else stops
    if stemmed:
        left_out |= frozenset(stem_terms(left_out, language).values())
    return left_out


def is_stemmed(counts: Counts) -> bool:
    """Whether the terms of the counts are stems."""
    return counts.settings.get("stem") == "True"


def input_of(counts: Counts, tokens: int | None = None) -> Input:
    """What a report says of a document it was made from; its ``tokens`` may be known already."""
    if tokens is None:
        tokens = sum(section.tokens for section in counts.sections)
    return Input(counts.id, counts.language, counts.sha256, tokens, counts.kind, counts.ledger)


def read_input(document: Document, tokens: int = 0) -> Input:
    """What a report says of a document that was read and not counted, or only in part."""
    about = (document.language, document.sha256, tokens, document.kind)
    return Input(document.id, *about, document.ledger.sizes())


def counted_names(all_kinds: bool) -> frozenset[str]:
    """What a ledger calls the characters that are counted, with ``all_kinds`` those of ``--all``.

    >>> sorted(counted_names(False)), "footnote" in counted_names(True)
    (['body', 'heading'], True)
    """
    from aiplans_cli.model import ALL_COUNTED_KINDS, COUNTED_KINDS
    from aiplans_cli.reading.ledger import name_of

    return frozenset(map(name_of, ALL_COUNTED_KINDS if all_kinds else COUNTED_KINDS))


def parts(counts: Counts) -> list[str]:
    """For each section, the heading of the part of the document on whose branch it stands.

    That is the outermost heading, such as a pillar; where one heading stands over everything it
    is the document's title, and the next one below is taken.
    """
    branches = [(*section.parents, section.heading) for section in counts.sections]
    under_headings = [branch for branch in branches if branch[0]]
    titled = len({branch[0] for branch in under_headings}) == 1 < len(set(under_headings))
    depth = 1 if titled else 0
    return [branch[depth] if len(branch) > depth else "" for branch in branches]


def section_names(counts: Counts) -> list[str]:
    """Each section's heading, with those above it where the heading alone is not unique."""
    times = Counter(section.heading for section in counts.sections)
    return [
        section.heading
        if times[section.heading] == 1
        else " / ".join((*section.parents[-1:], section.heading))
        for section in counts.sections
    ]


def without(table: Table, names: Collection[str]) -> Table:
    """A table without the columns of these names, for a screen that has no room for them.

    >>> table = Table("t", (Column("term"), Column("note")), (("ai", "x"),))
    >>> without(table, ["note"]).records()
    [{'term': 'ai'}]
    """
    kept = [at for at, column in enumerate(table.columns) if column.name not in names]
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows)


def same_throughout(table: Table) -> set[str]:
    """Names of the columns that say the same in every row."""
    records = table.records()
    names = [column.name for column in table.columns]
    return {name for name in names if len({record[name] for record in records}) <= 1}


def general_left_out(session: Session) -> frozenset[str]:
    """The concepts of general policy language, unless ``--no-stop-words`` keeps them."""
    from aiplans_cli.concepts.themes import general_concepts

    off = session.settings.stop_words == "off"
    return frozenset() if off else general_concepts(session.concept_list)


def general_note(documents: Sequence[Counts], left_out: frozenset[str], what: str) -> list[str]:
    """How much of the documents the concepts left out are, in one sentence; none without any."""
    found = {c: stands for d in documents for c, stands in d.concepts.items() if c in left_out}
    mentions = sum(o.count for d in documents for c in found for o in d.concepts.get(c, ()))
    if not mentions:
        return []
    return [
        f"{mentions:,} mentions of {len(found)} concepts of general policy language, such as "
        f"'promote' or 'new', {what}; --no-stop-words shows them."
    ]


def documents_table(documents: Sequence[Counts], with_concepts: bool) -> Table:
    """The documents themselves: sizes and, for concepts, how much of the text the list covers.

    ``left_out`` are the words of contents pages and footnotes, which ``--all`` would count too.
    """
    columns = [
        *(Column("document"), Column("language"), Column("sections", "integer")),
        *(Column("tokens", "integer"), Column("left_out", "integer")),
        *(Column("sentences", "integer"), Column("characters", "integer")),
    ]
    if with_concepts:
        columns += [
            Column("content_tokens", "integer"),
            Column("concept_mentions", "integer"),
            Column("coverage", "number", "share of content words"),
        ]
    rows = [tuple(_document_row(counts, with_concepts)) for counts in documents]
    return Table("documents", tuple(columns), tuple(rows), title="The documents")


def _document_row(counts: Counts, with_concepts: bool) -> list[Cell]:
    sections: Sequence[CountedSection] = counts.sections
    row: list[Cell] = [
        counts.id,
        counts.language,
        len(sections),
        sum(s.tokens for s in sections),
        int(counts.settings.get("left_out", 0)),
        sum(s.sentences for s in sections),
        sum(s.characters for s in sections),
    ]
    if with_concepts:
        mentions = sum(o.count for stands in counts.concepts.values() for o in stands)
        row += [sum(s.content_tokens for s in sections), mentions, coverage(counts)]
    return row
