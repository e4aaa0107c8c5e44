"""Concordance lines in the order and the form in which people read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aiplans_cli.evidence.concordance import ConcordanceLine, Context, Query, kwic, query
from aiplans_cli.language import Settings, fold
from aiplans_cli.model import Document
from aiplans_cli.output.report import Column, Report, Table
from aiplans_cli.output.cells import AFTER, BEFORE, MATCH

if TYPE_CHECKING:
    from aiplans_cli.concepts import ConceptList

_KEY = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|\w+")

LINE_COLUMNS = (
    Column("left", unit=BEFORE),
    Column("match", unit=MATCH),
    Column("right", unit=AFTER),
    Column("page"),
    Column("section", unit=AFTER),
    Column("part", unit=AFTER),
    Column("document"),
)
"""Columns of a table of lines; a screen lines them up round the match."""


SORTS: dict[str, Callable[[ConcordanceLine], list[str]]] = {
    "position": lambda line: [],
    "left": lambda line: _KEY.findall(fold(line.left, line.language))[::-1],
    "right": lambda line: _KEY.findall(fold(line.right, line.language)),
}
"""Orders of a concordance: as they stand, or by the words next to the match on either side."""


def sort_lines(lines: Sequence[ConcordanceLine], order: str) -> list[ConcordanceLine]:
    """The lines by a key of ``SORTS``; equal ones stay in the order in which they stand.

    >>> from aiplans_cli.model import Section
    >>> document = Document("d", "d", "en", (Section("", 0, "body", "", "big AI; bad AI; a AI"),))
    >>> [line.left for line in sort_lines(kwic([document], query("ai", None), context=1), "left")]
    ['a', 'bad', 'big']
    """
    return sorted(lines, key=SORTS[order])


def line_cells(line: ConcordanceLine) -> tuple[str, ...]:
    """A line as a row of ``LINE_COLUMNS``."""
    place = (line.page, line.section, line.part, line.document)
    return (line.left, line.match, line.right, *place)


def lines_table(lines: Sequence[ConcordanceLine]) -> Table:
    """The lines as a table, one row each."""
    return Table("lines", LINE_COLUMNS, tuple(map(line_cells, lines)), "Lines")


def _taken_for(wanted: Query, concepts: ConceptList | None) -> list[str]:
    if concepts is None or not wanted.concept:
        return [f"{wanted.word!r} is taken for the word alone."]
    from aiplans_cli.concepts import shared_notes

    taken = f"{wanted.word!r} is taken for the concept {wanted.concept}."
    return [taken, *shared_notes(wanted.word, wanted.concept, concepts)]


def kwic_report(
    documents: Sequence[Document],
    word: str,
    concepts: ConceptList | None,
    *,
    exact: bool = False,
    tokens: bool = False,
    context: int = 8,
    unit: Context = "words",
    sort: str = "position",
    limit: int = 0,
    all_kinds: bool = False,
    settings: Settings | None = None,
) -> Report:
    """A concordance: the table ``lines``, and ``totals`` with the number found in each document.

    ``limit`` cuts the lines, after sorting, and never the totals; 0 keeps all. What the word was
    taken for stands in the notes. ``sort`` is a key of ``SORTS``. The report names no inputs, whose
    sizes only a count would tell.
    """
    wanted = query(word, concepts, exact=exact, tokens=tokens)
    found = [
        kwic(
            [document],
            wanted,
            concepts,
            context=context,
            unit=unit,
            all_kinds=all_kinds,
            settings=settings,
        )
        for document in documents
    ]
    lines = [line for own in found for line in own]
    shown = sort_lines(lines, sort)[: limit or None]
    totals = tuple((d.id, len(own)) for d, own in zip(documents, found, strict=True))
    notes = _taken_for(wanted, concepts)
    if len(shown) < len(lines):
        notes.append(f"{len(shown)} of {len(lines)} lines are shown.")
    return Report(
        "kwic",
        (
            lines_table(shown),
            Table("totals", (Column("document"), Column("lines", "integer")), totals, "Found"),
        ),
        parameters={
            "word": word,
            "concept": wanted.concept,
            "exact": exact,
            "tokens": tokens,
            "context": context,
            "unit": unit,
            "sort": sort,
            "limit": limit,
            "all": all_kinds,
        },
        notes=tuple(notes),
    )
