"""Line numbers in the margin, as bills and drafts have them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from aiplans_cli.reading.pdf.lines import Line


def without_line_numbers(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a page without the numbers in its margin, and those numbers.

    Bills and drafts number each line, or each fifth; the numbers stand outside the text, one under
    the other, and grow evenly.
    """
    rows = [(i, line) for i, line in enumerate(lines) if not line.slant]
    alone = [(i, x.right, int(x.text)) for i, x in rows if re.fullmatch(r"\d{1,3}", x.text)]
    joined = [
        (i, x.margin[1], int(x.text[: x.margin[0]]))
        for i, x in rows
        if x.margin and x.text[: x.margin[0]].isdecimal()
    ]
    found: set[int] = set()
    for column in (alone, joined, sorted([*alone, *joined])):
        found |= _even(column, lines)
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


def _even(column: Sequence[tuple[int, float, int]], lines: Sequence[Line]) -> set[int]:
    """Those numbers of a column, as (index, right edge, value), that count the lines of a page."""
    if len(column) < 5:
        return set()
    edges = Counter(round(edge / 3) for _, edge, _ in column)
    usual = edges.most_common(1)[0][0]
    aligned = [item for item in column if abs(round(item[1] / 3) - usual) <= 1]
    aligned.sort(key=lambda item: -lines[item[0]].foot)
    steps = Counter(b[2] - a[2] for a, b in pairwise(aligned))
    step, count = steps.most_common(1)[0] if steps else (0, 0)
    if step not in (1, 5) or count < 4 or count < 0.8 * (len(aligned) - 1):
        return set()
    at = {index for index, _, _ in aligned}
    high, low = lines[aligned[0][0]].foot, lines[aligned[-1][0]].foot
    others = [x for i, x in enumerate(lines) if i not in at and low <= x.foot <= high]
    edge = max(right for _, right, _ in aligned)
    inside = [x for x in others if x.left < edge - 1 < x.right]
    starts = [lines[i].margin[2] for i in at if lines[i].margin]  # type: ignore[index]
    if inside or (step == 1 and len(others) > len(at) and starts):
        return set()
    return at
