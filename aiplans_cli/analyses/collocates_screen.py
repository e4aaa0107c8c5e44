"""What a person needs of collocates first: what surely stands near, and on what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.sentences import (
    SENTENCES,
    and_more,
    counted,
    digests_sentence,
    quoted,
)
from aiplans_cli.output.cells import TIMES
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.output.report import Input

USUAL = 20
"""Rows on a terminal unless asked otherwise, of all documents together."""

SURE = 0.05
"""The q below which a word surely stands near the node, if there is more of it than by chance."""

UNSURE = "?"
"""What marks a row that should not be quoted as more than chance."""

DIGITS = {"raw_freq": 5, "phi_sq": 4, "dice": 4, "jaccard": 4, "fisher": 4}
"""Decimal places of measures that stay below 1."""

MANY = 8
"""Documents of a table on a terminal unless asked otherwise."""

_TABLES = 2
"""Documents that have a table each."""


@dataclass(frozen=True, slots=True)
class Near:
    """A word near the node."""

    word: str
    """The word."""
    count: int
    """Occurrences near the node."""
    every: int
    """Occurrences in the document, the node's own words left out."""
    expected: float
    """Occurrences near it that chance would give."""
    scores: tuple[float | None, ...]
    """The measures that are shown; the first ranks the rows."""
    q: float | None
    """Of its rate near the node against its rate elsewhere; ``None`` where it is not tested."""

    @property
    def sure(self) -> bool:
        """Whether it may be quoted as standing near it more than by chance."""
        return self.q is not None and self.q < SURE and self.count > self.expected


@dataclass(frozen=True, slots=True)
class Kept:
    """The company of a node in one document."""

    document: str
    """Id of the document."""
    nodes: int
    """Occurrences of the node."""
    words: tuple[Near, ...]
    """The words near it, as they rank."""

    @property
    def tested(self) -> bool:
        """Whether any word near it was tested."""
        return any(word.q is not None for word in self.words)

    @property
    def surest_first(self) -> list[Near]:
        """The words that are sure, then the others."""
        return sorted(self.words, key=lambda word: not word.sure)


def collocate_sentences(
    kept: Sequence[Kept], node: str, span: str, inputs: Sequence[Input]
) -> tuple[str, ...]:
    """For each document what surely stands near ``node``, else that nothing does, with counts."""
    digests = digests_sentence(inputs)
    room = SENTENCES - bool(digests)
    there = [one for one in kept if one.nodes]
    absent = [one.document for one in kept if not one.nodes]
    room -= bool(absent)
    many = len(there) > room
    told = [_sentence(one, node, span) for one in (there[: room - 1] if many else there)]
    if many:
        rest = there[room - 1 :]
        sure = sum(any(word.sure for word in one.words) for one in rest)
        told.append(f"Of {counted(len(rest), 'more document')} {_have(sure)} words surely near it.")
    if absent:
        told.append(f"{node} stands nowhere in {and_more(absent)}.")
    return tuple(filter(None, (digests, *told)))


def _have(number: int) -> str:
    return counted(number, "has", "have") if number else "none has"


def _sentence(one: Kept, node: str, span: str) -> str:
    where = f"{node} in {one.document} ({counted(one.nodes, 'place')})"
    sure = [word for word in one.words if word.sure]
    if sure:
        named = [f"{quoted(sure[0].word)} ({_counts(sure[0])} {span})"]
        named += [f"{quoted(word.word)} ({_counts(word)})" for word in sure[1:]]
        verb = "stands" if len(sure) == 1 else "stand"
        return f"Surely near {where} {verb} {and_more(named)}: more than by chance."
    if not one.words:
        return f"No word stands often enough near {where} to have a row."
    first = one.words[0]
    counts = f"{quoted(first.word)}, {_counts(first)} {span}"
    if not one.tested:
        return f"Nothing is tested near {where}; first is {counts}: these are counts."
    why = "too rare to be tested" if first.q is None else "too few to be sure"
    return f"Nothing surely stands near {where}; first is {counts}: {why}."


def _counts(word: Near) -> str:
    return f"{word.count:,} of {word.every:,}"


def collocate_tables(
    kept: Sequence[Kept], node: str, measures: Sequence[str], top: int
) -> tuple[Table, ...]:
    """The surest words first, of two documents a table each, of more in one."""
    there = [one for one in kept if one.words]
    if not there:
        return (Table("collocates", (), ()),)  # the sentences say that there is nothing
    if len(there) > _TABLES:
        return _together(there, node, measures, top)
    most = top // max(1, len(there)) if top == USUAL else top
    return tuple(
        Table(
            f"near_{number}",
            _columns(measures),
            tuple(map(_row, one.surest_first[: most or None])),
            f"Near {node} in {one.document}, which stands there {counted(one.nodes, 'time')}",
            "near",
        )
        for number, one in enumerate(there, 1)
    )


def _together(
    there: Sequence[Kept], node: str, measures: Sequence[str], top: int
) -> tuple[Table, ...]:
    """Several documents in one table, where they have numbers, and the key to these."""
    shown = there[:MANY] if top == USUAL else there
    most = max(1, USUAL // len(shown)) if top == USUAL else top
    rows = [
        (number, *_row(word))
        for number, one in enumerate(shown, 1)
        for word in one.surest_first[: most or None]
    ]
    title = f"Near {node}"
    if len(shown) < len(there):
        title += f", in the first {len(shown)} of {len(there):,} documents"
    columns = (Column("number", "integer", title=" "), *_columns(measures))
    key = tuple((number, one.document, one.nodes) for number, one in enumerate(shown, 1))
    heads = (
        Column("number", "integer", title=" "),
        Column("document", title="document"),
        Column("nodes", "integer", title="places"),
    )
    return (
        Table("collocates", columns, tuple(rows), title, "near"),
        Table("documents", heads, key),
    )


def _row(word: Near) -> tuple[Cell, ...]:
    ratio = word.count / word.expected if word.expected and word.count >= word.expected else None
    mark = "" if word.sure else UNSURE
    return (word.word, word.count, word.every, word.expected, mark, ratio, *word.scores)


def _columns(measures: Sequence[str]) -> tuple[Column, ...]:
    return (
        Column("collocate", title="word"),
        Column("near", "integer", title="near"),
        Column("every", "integer", title="of all"),
        Column("expected", "number", digits=1, title="by chance"),
        Column("unsure", title=UNSURE),
        Column("times", "number", TIMES, title="times chance"),
        *(
            Column(name, "number", digits=DIGITS.get(name, 1), title=name.replace("_", " "))
            for name in measures
        ),
    )
