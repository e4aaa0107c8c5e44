"""Which words a report follows through its documents, and how often they stand in each year."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from aiplans_cli.analyses.publication.about import entry_of
from aiplans_cli.concepts.themes import general_concepts
from aiplans_cli.output.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source

_EACH = 3
"""Rows of either side whose places are drawn: six strips of two documents fill a screen."""

_MOST = 5
"""Concepts that are followed where nothing is contrasted."""


def standing_out(contrast: Table) -> list[str]:
    """The first rows of either side of each contrast, the strongest of every side first."""
    names = [column.name for column in contrast.columns]
    name = "concept" if "concept" in names else "term"
    sides: dict[tuple[Cell, bool], list[str]] = {}
    for row in contrast.records():
        ratio = row["log_ratio"]
        if isinstance(ratio, float) and ratio:
            some = sides.setdefault((row.get("document"), ratio > 0), [])
            some += [str(row[name])] * (len(some) < _EACH)
    return list(
        dict.fromkeys(word for some in zip_longest(*sides.values()) for word in some if word)
    )


def most_frequent(sources: Sequence[Source], session: Session) -> list[str]:
    """The concepts mentioned most in all documents together, without those of general policy."""
    left_out = general_concepts(session.concept_list)
    found: Counter[str] = Counter()
    for source in sources:
        for concept, stands in source.counts.concepts.items():
            if concept not in left_out:
                found[concept] += sum(stand.count for stand in stands)
    return [concept for concept, _ in sorted(found.items(), key=lambda one: (-one[1], one[0]))][
        :_MOST
    ]


def by_year(words: Sequence[str], sources: Sequence[Source], session: Session) -> Report | None:
    """How often concepts stand in the documents of each year; ``None`` for fewer than two years.

    Years are those of the library; a document without one is left out.
    """
    known = session.concept_list.themes
    concepts = [word for word in words if word in known]
    tokens: Counter[tuple[str, str]] = Counter()
    counts: Counter[tuple[str, str, str]] = Counter()
    for source in sources:
        entry = entry_of(source, session)
        if entry is None or not entry.date:
            continue
        where = (source.language, entry.date[:4])
        tokens[where] += sum(section.tokens for section in source.counts.sections)
        for word in concepts:
            counts[(word, *where)] += sum(o.count for o in source.counts.concepts.get(word, ()))
    if not concepts or len({year for _, year in tokens}) < 2:
        return None
    rows: list[tuple[Cell, ...]] = [
        (word, word, language, year, counts[word, language, year], 1000 * count / size)
        for word in concepts
        for (language, year), size in sorted(tokens.items())
        for count in (counts[word, language, year],)
        if size
    ]
    columns = (
        *map(Column, ("word", "concept", "language", "year")),
        *(Column("count", "integer"), Column("rate", "number", "per 1,000 tokens")),
    )
    title = "How often concepts stand, by year of the documents"
    return Report("freq", (Table("years", columns, tuple(rows), title),))
