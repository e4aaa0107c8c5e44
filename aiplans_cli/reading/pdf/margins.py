"""Line numbers in the margin, as bills and drafts have them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from aiplans_cli.reading.pdf.lines import Line


class _Number(NamedTuple):
    """A number that may be that of a line."""

    line: int
    left: float
    right: float
    value: int


def without_line_numbers(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a page without the numbers in its margin, and those numbers.

    Bills and drafts number each line, or each fifth; the numbers stand outside the text, one under
    the other, and grow evenly.
    """
    rows = [(i, line) for i, line in enumerate(lines) if not line.slant]
    alone = [
        _Number(i, x.left, x.right, int(x.text))
        for i, x in rows
        if re.fullmatch(r"\d{1,3}", x.text)
    ]
    joined = [
        _Number(i, x.left, x.margin[1], int(x.text[: x.margin[0]]))
        for i, x in rows
        if x.margin and x.text[: x.margin[0]].isdecimal()
    ]
    found: set[int] = set()
    for column in (alone, joined, [*alone, *joined]):
        for edge in (attrgetter("right"), attrgetter("left")):
            found |= _even(column, edge, lines)
    numbers, kept = [], []
    for index, line in enumerate(lines):
        if index not in found:
            kept.append(line)
            continue
        if line.margin is None:
            numbers.append(line)
            continue
        digits, right, left = line.margin
        numbers.append(replace(line, text=line.text[:digits], right=right, marks=(), margin=None))
        rest = line.text[digits:]
        cut = len(line.text) - len(rest.lstrip())
        marks = tuple((max(offset - cut, 0), mark) for offset, mark in line.marks)
        kept.append(replace(line, text=rest.lstrip(), left=left, marks=marks, margin=None))
    return kept, numbers


def _even(
    column: Sequence[_Number], edge: Callable[[_Number], float], lines: Sequence[Line]
) -> set[int]:
    """Those numbers of a column, aligned at an edge, that count the lines of a page."""
    if len(column) < 3:
        return set()
    usual = Counter(round(edge(item) / 3) for item in column).most_common(1)[0][0]
    aligned = [item for item in column if abs(round(edge(item) / 3) - usual) <= 1]
    aligned.sort(key=lambda item: -lines[item.line].foot)
    steps = Counter(b.value - a.value for a, b in pairwise(aligned))
    step, count = steps.most_common(1)[0] if steps else (0, 0)
    least = {1: 4, 5: 2}.get(step, len(column))
    if count < least or count < 0.8 * (len(aligned) - 1):
        return set()
    at = {item.line for item in aligned}
    high, low = lines[aligned[0].line].foot, lines[aligned[-1].line].foot
    others = [x for i, x in enumerate(lines) if i not in at and not x.slant]
    within = [x for x in others if low <= x.foot <= high]
    inner = max(item.right for item in aligned)
    crossing = [x for x in others if x.left < inner - 1 < x.right]
    inside = sum(x in within for x in crossing)
    if len(crossing) - inside > 1 or 8 * inside > len(at):
        return set()  # text stands where the numbers do, so that they are those of a list
    joined = any(lines[i].margin for i in at)
    return set() if step == 1 and joined and len(within) > len(at) else at
