"""From printed lines back to paragraphs: what belongs together, and hyphens at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from aiplans_cli.model import Kind
from aiplans_cli.reading.joining import glue, unbroken
from aiplans_cli.reading.numbering import numbered
from aiplans_cli.reading.pdf.lines import Line
from aiplans_cli.reading.shape import Block

_BULLET = re.compile(r"[•●▪■◦○‣·➢✓–—-] ?(?=\S)|[o□] (?=[A-Z])")
_ITEM = re.compile(
    r"\(?(?:[A-Za-z]|[ivxIVX]{1,5}|\d{1,3})[.)] \S|\[\d{1,3}\] ?\S"
    r"|[（(]?[一二三四五六七八九十]{1,3}[）)、]"
)
_LABEL = re.compile(
    r"[•●▪■◦○‣·➢✓–—*-]|[(（]?(?:[A-Za-z]|[ivxIVX]{1,5}|\d{1,3}(?:\.\d{1,3})*)[.)）]+"
    r"|[（(]?[一二三四五六七八九十]{1,3}[）)、]|\[\d{1,3}\]"
)
_ENDED = re.compile(r"[.!?:;。！？：；][”\"’)）]*$")
_COLUMN_LINES = 4
"""Lines that end at one place and so show the right edge of a column."""


def vocabulary(lines: Iterable[Line]) -> Counter[str]:
    """How often each word stands unbroken in the document, hyphenated words whole."""
    return unbroken(line.text for line in lines)


def leading(lines: Sequence[Line], size: float) -> float:
    """The usual distance in points from one line of running text to the next."""
    steps = [
        round(above.foot - below.foot, 1)
        for above, below in pairwise(lines)
        if above.page == below.page
        and above.size == below.size == size
        and 0 < above.foot - below.foot < 3 * size
    ]
    return Counter(steps).most_common(1)[0][0] if steps else size


class Margins:
    """The right edges of the columns of a page."""

    def __init__(self, lines: Sequence[Line]) -> None:
        level = [line for line in lines if not line.slant]
        self._last = max((line.right for line in level), default=0.0)
        ends = Counter(round(line.right / 3) for line in level)
        self._edges = sorted(3.0 * edge for edge, count in ends.items() if count >= _COLUMN_LINES)

    def right_of(self, line: Line) -> float:
        """The right edge in points of the column in which a line stands."""
        return next((edge for edge in self._edges if edge >= line.right - 3), self._last)


def continues(lines: Sequence[Line], after: Line, step: float, margins: Margins) -> bool:
    """Whether a line goes on with the paragraph made of the lines before it.

    ``step`` is the usual leading in points.
    """
    before = lines[-1]
    margin = margins.right_of(before)
    if abs(before.foot - after.foot) < 2 and _LABEL.fullmatch(before.text):
        return after.left > before.right  # the number of an item beside its text
    if _BULLET.match(after.text):
        return False
    beside = after.right < before.left - 2 * before.size or after.left >= before.right
    if before.page == after.page and after.foot < before.foot and beside:
        return False  # the first cell of the next row, not the short end of an indented paragraph
    if before.text.endswith("-"):
        return True
    ended = bool(_ENDED.search(before.text))
    if ended and numbered(after.text):
        return False
    # in ragged type, such as that of the plan of 2025, lines inside a paragraph fall short, too
    short = before.right < margin - 0.25 * (margin - before.left)
    alike = abs(before.size - after.size) <= 0.15 * before.size
    if before.right < margin - 0.4 * (margin - before.left) and not after.text[:1].islower():
        return False
    if before.bold != after.bold and (ended or short):
        return False  # weight alone may change inside a sentence
    if before.page != after.page or (after.foot > before.foot and after.left > before.left):
        return (alike and not ended) or after.text[:1].islower()  # next page or column
    drop = before.foot - after.foot
    if drop < 0.3 * step:
        return False  # the next cell of a table's row
    if drop > 1.25 * max(step, 1.1 * min(before.size, after.size)):
        return False
    if not alike:
        return not ended and after.text[:1].islower()
    if _ITEM.match(after.text) and (ended or after.left != before.left):
        return not ended and after.left > lines[0].left + 2
    if after.left > before.left + 6 and len(lines) > 1:
        return not ended
    return not (ended and short)


def paragraph(
    lines: Sequence[Line], labels: Sequence[str], words: Counter[str], kind: Kind = "body"
) -> Block:
    """Join the lines of a paragraph, noting where it crosses on to another page."""
    text = ""
    breaks: list[tuple[int, str]] = []
    page = lines[0].page
    for line in lines:
        if text and line.text:
            between = glue(text, line.text, words)
            text = text[:-1] if between == "-" else text + between
        if line.page != page:
            breaks.append((len(text), labels[line.page]))
            page = line.page
        text += line.text
    return Block(kind, text, page=labels[lines[0].page], breaks=tuple(breaks))
