"""What a person needs of key words first: what each document is about, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.sentences import (
    SENTENCES,
    and_more,
    counted,
    digests_sentence,
    quoted,
)
from aiplans_cli.output.cells import AFTER, BAR
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.output.report import Input

USUAL = 20
"""Rows on a terminal unless asked otherwise."""

WORDS = 5
"""Key words that a sentence names."""

SIDE_BY_SIDE = 2
"""Documents whose key words stand side by side; of more each has one line."""

_WEIGHTS = {"tfidf": "TF-IDF", "textrank": "TextRank", "tfidf-reference": "TF-IDF by a reference"}


@dataclass(frozen=True, slots=True)
class Keyword:
    """One key word, in the order of weight."""

    term: str
    """The word, or the words."""
    tag: str
    """What kind of word, where that was asked for."""
    count: int
    """Occurrences."""
    sections: int
    """Sections in which it stands."""
    weight: float
    """Its weight."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """The key words of one document."""

    document: str
    """Id of the document."""
    sections: int
    """Its sections."""
    words: tuple[Keyword, ...]
    """Its key words, the heaviest first."""


def keyword_sentences(
    keyed: Sequence[Keyed], measure: str, inputs: Sequence[Input]
) -> tuple[str, ...]:
    """What each document is about, by which weight and over how many sections."""
    digests = digests_sentence(inputs)
    compared = (
        "Each document is weighed by itself: weights of two documents do not compare."
        if len(keyed) > 1
        else ""
    )
    room = SENTENCES - bool(digests) - bool(compared)
    if len(keyed) > room:
        shown, rest = keyed[: room - 1], len(keyed) - room + 1
        more = f"{counted(rest, 'more document')} {'stand' if rest > 1 else 'stands'} in the table."
    else:
        shown, more = keyed, ""
    told = [_sentence(one, measure) for one in shown]
    return tuple(filter(None, (digests, *told, more, compared)))


def _sentence(one: Keyed, measure: str) -> str:
    by = _WEIGHTS.get(measure, measure)
    if measure == "tfidf":
        by += f" over {counted(one.sections, 'section')}"
    if not one.words:
        return f"{one.document} has no key word by {by}."
    first, *others = one.words[:WORDS]
    leading = f"{counted(first.count, 'time')} in {counted(first.sections, 'section')}"
    named = [f"{quoted(first.term)} ({leading})"]
    named += [f"{quoted(word.term)} ({word.count:,})" for word in others]
    return f"Key words of {one.document} by {by}: {and_more(named, WORDS)}."


def keyword_tables(keyed: Sequence[Keyed], top: int) -> tuple[Table, ...]:
    """One document with its weights, two side by side, of more a line each."""
    if not keyed:
        return ()
    if len(keyed) == 1:
        return (_alone(keyed[0], top),)
    if len(keyed) <= SIDE_BY_SIDE:
        return (_side_by_side(keyed, top),)
    rows = [
        (one.document, ", ".join(f"{word.term} {word.count:,}" for word in one.words[:USUAL]))
        for one in keyed[:USUAL]
    ]
    title = "How often the heaviest words stand"
    if len(keyed) > len(rows):
        title += f" (the first {len(rows)} of {len(keyed):,} documents)"
    columns = (Column("document", title="document"), Column("words", unit=AFTER, title="key words"))
    return (Table("keywords", columns, tuple(rows), title),)


def _alone(one: Keyed, top: int) -> Table:
    tagged = any(word.tag for word in one.words)
    rows: list[tuple[Cell, ...]] = [
        (
            rank,
            word.term,
            *([word.tag] if tagged else []),
            *(word.count, word.sections, word.weight),
        )
        for rank, word in enumerate(one.words[: top or None], 1)
    ]
    columns = (
        Column("rank", "integer", title=" "),
        Column("term", title="key word"),
        *([Column("pos", title="tag")] if tagged else []),
        Column("count", "integer", title="times"),
        Column("sections", "integer", title="sections"),
        Column("weight", "number", BAR, 3, title="weight"),
    )
    return Table("keywords", columns, tuple(rows), ranked_by="weight")


def _side_by_side(keyed: Sequence[Keyed], top: int) -> Table:
    """The key words of each document by rank; an empty cell where one has fewer."""
    longest = max(len(one.words) for one in keyed)
    rows: list[tuple[Cell, ...]] = []
    for rank in range(min(top or longest, longest)):
        row: list[Cell] = [rank + 1]
        for one in keyed:
            word = one.words[rank] if rank < len(one.words) else None
            row += [word.term, word.count, word.sections] if word else ["", None, None]
        rows.append(tuple(row))
    columns = [Column("rank", "integer", title=" ")]
    for letter, one in zip("ab", keyed, strict=True):
        columns += [
            Column(f"term_{letter}", title=one.document),
            Column(f"count_{letter}", "integer", title="times"),
            Column(f"sections_{letter}", "integer", title="sections"),
        ]
    return Table("keywords", tuple(columns), tuple(rows), ranked_by="term_a")
