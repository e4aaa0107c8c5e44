"""Lines of two documents side by side, those together that speak of the same things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.evidence.concordance import ConcordanceLine
from aiplans_cli.output.report import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.concept import ConceptList

Described = list[tuple[ConcordanceLine, set[str]]]
"""One line for each sentence, with the other concepts of that sentence."""


def nearest_lines(
    a: Sequence[ConcordanceLine],
    b: Sequence[ConcordanceLine],
    concept: str,
    concepts: ConceptList,
    limit: int,
) -> Table:
    """Up to ``limit`` sentences of both sides, paired by the other concepts they share.

    Nearness is the cosine of the two sets of concepts, shared / sqrt(size * size), 0 to 1; each
    sentence stands in one pair, the nearest pairs first. What is left unpaired follows alone.
    """
    columns = (
        *(Column(f"{name}_{side}") for side in "ab" for name in ("section", "page", "sentence")),
        Column("shared"),
        Column("nearness", "number"),
    )
    left, right = (_described(lines, concept, concepts) for lines in (a, b))
    rows = tuple(_paired(left, right, limit))
    return Table("lines", columns, rows, "Nearest lines on both sides")


def _described(lines: Sequence[ConcordanceLine], concept: str, concepts: ConceptList) -> Described:
    from aiplans_cli.concepts.matching import match

    sentences: dict[str, tuple[ConcordanceLine, set[str]]] = {}
    for line in lines:
        if line.sentence not in sentences:
            near = {m.concept for m in match(line.sentence, line.language, concepts)}
            sentences[line.sentence] = (line, near - {concept})
    return list(sentences.values())


def _paired(
    left: Described,
    right: Described,
    limit: int,
) -> list[tuple[Cell, ...]]:
    scored = sorted(
        (
            (-len(a & b) / (len(a) * len(b)) ** 0.5 if a & b else 0.0, i, j)
            for i, (_, a) in enumerate(left)
            for j, (_, b) in enumerate(right)
        ),
    )
    rows: list[tuple[Cell, ...]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for nearness, i, j in scored:
        if i in used_left or j in used_right or len(rows) == limit:
            continue
        used_left.add(i)
        used_right.add(j)
        shared = ", ".join(sorted(left[i][1] & right[j][1]))
        rows.append((*_cells(left[i][0]), *_cells(right[j][0]), shared, -nearness))
    rest: list[tuple[Cell, ...]] = []
    for i, (line, _) in enumerate(left):
        if i not in used_left:
            rest.append((*_cells(line), *_EMPTY, "", None))
    for j, (line, _) in enumerate(right):
        if j not in used_right:
            rest.append((*_EMPTY, *_cells(line), "", None))
    return [*rows, *rest[: limit - len(rows)]]


_EMPTY: tuple[Cell, ...] = (None, None, None)


def _cells(line: ConcordanceLine) -> tuple[Cell, ...]:
    return (line.section, line.page, line.sentence)
