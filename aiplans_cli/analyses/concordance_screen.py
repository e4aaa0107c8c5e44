"""What a person needs of a concordance first: how many lines there are, where, and the lines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aiplans_cli.analyses.sentences import NAMED, and_more, counted, quoted
from aiplans_cli.analyses.wording import listed, query_note
from aiplans_cli.language import fold
from aiplans_cli.output.cells import AFTER, BEFORE, MATCH
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.evidence.concordance import ConcordanceLine
    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.model import Document

FORMS = 5
"""Forms of a concept that a sentence names, with how often each was found."""

_KEY = 8
"""Documents of the key unless there are fewer, so that all stays on a screen."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one document."""

    document: str
    """Id of the document."""
    lines: int
    """How many there are."""
    sections: int
    """Sections in which they stand."""


def lines_in(
    documents: Sequence[Document], found: Sequence[Sequence[ConcordanceLine]]
) -> list[Lines]:
    """How many lines each document has, and in how many sections, as they are counted."""
    from aiplans_cli.counting.tally import section_index

    where = []
    for document, some in zip(documents, found, strict=True):
        index = section_index(document)
        where.append(Lines(document.id, len(some), len({index[line.index] for line in some})))
    return where


def lines_sentences(
    where: Sequence[Lines],
    wanted: Query,
    forms: Mapping[str, int],
    shown: int,
    drawn: str = "",
) -> tuple[str, ...]:
    """How many lines there are in which documents, of which forms, and how many are shown."""
    name = wanted.concept or quoted(wanted.word)
    told = [_where(where, name)]
    if wanted.kind:
        told.append(query_note(wanted, forms))
    elif wanted.concept and forms:
        ranked = sorted(forms, key=lambda form: (-forms[form], form))
        named = [f"{form} {forms[form]:,}" for form in ranked]
        told.append(f"The lines hold any form of the concept {name}: {and_more(named, FORMS)}.")
    every = sum(one.lines for one in where)
    if shown < every:
        more = drawn or "; -n 0 shows all"
        told.append(f"{shown:,} of the {counted(every, 'line')} are shown{more}.")
    return tuple(filter(None, told))


def _where(where: Sequence[Lines], name: str) -> str:
    there = [one for one in where if one.lines]
    absent = [one.document for one in where if not one.lines]
    none = f"nowhere in {and_more(absent)}" if absent else ""
    if not there:
        return f"{name} stands {none}." if none else ""
    every = counted(sum(one.lines for one in there), "time")
    if len(where) == 1:
        return f"{name} stands {every} in {_sections(there[0])}."
    if len(there) > NAMED:
        there.sort(key=lambda one: -one.lines)
    named = [f"{one.lines:,} in {_sections(one)}" for one in there[:NAMED]]
    if rest := there[NAMED:]:
        others = counted(len(rest), "other")
        named.append(f"{sum(one.lines for one in rest):,} in {others}")
    some = f" in {len(there):,} of {len(where):,} documents" if len(where) > NAMED else ""
    return f"{name} stands {every}{some}: {listed(named)}{'; ' if none else ''}{none}."


def _sections(one: Lines) -> str:
    return f"{one.document} ({counted(one.sections, 'section')})"


def lines_tables(where: Sequence[Lines], shown: Sequence[ConcordanceLine]) -> tuple[Table, ...]:
    """The lines, each with the number of its document where there are several, and the key."""
    if not shown:
        return (Table("lines", (), ()),)  # the sentences say that there is none
    many = len(where) > 1
    number = {one.document: at for at, one in enumerate(where, 1)}
    pages = any(line.page for line in shown)
    sections = len({line.section for line in shown}) > 1
    rows: list[tuple[Cell, ...]] = [
        (
            *([number.get(line.document)] if many else []),
            *(line.left, line.match, line.right),
            *([line.page] if pages else []),
            *([line.section] if sections else []),
        )
        for line in shown
    ]
    columns = (
        *([Column("number", "integer", title=" ")] if many else []),
        Column("left", unit=BEFORE, title="before"),
        Column("match", unit=MATCH, title="match"),
        Column("right", unit=AFTER, title="after"),
        *([Column("page", title="page")] if pages else []),
        *([Column("section", unit=AFTER, title="section")] if sections else []),
    )
    lines = Table("lines", columns, tuple(rows))
    return (lines, _key(where, shown)) if many else (lines,)


def _key(where: Sequence[Lines], shown: Sequence[ConcordanceLine]) -> Table:
    """The documents by number: those whose lines are shown, and others while there is room."""
    here = Counter(line.document for line in shown)
    rows: list[tuple[Cell, ...]] = [
        (number, one.document, one.lines, here[one.document], one.sections)
        for number, one in enumerate(where, 1)
        if here[one.document] or len(where) <= _KEY
    ]
    columns = (
        Column("number", "integer", title=" "),
        Column("document", title="document"),
        Column("lines", "integer", title="lines"),
        Column("shown", "integer", title="shown"),
        Column("sections", "integer", title="sections"),
    )
    return Table("totals", columns, tuple(rows))


def forms_of(lines: Sequence[ConcordanceLine]) -> Counter[str]:
    """What was matched, and how often."""
    return Counter(fold(line.match, line.language) for line in lines)
