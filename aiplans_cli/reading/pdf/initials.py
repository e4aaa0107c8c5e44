"""Drop caps: the large first letter of a paragraph, back at the head of its word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from aiplans_cli.reading.pdf.columns import MANY
from aiplans_cli.reading.pdf.flow import vocabulary
from aiplans_cli.reading.pdf.lines import Line

_TALL = 1.6
"""How many times the size of its text an initial is at the least; one over two lines has 2."""

_WORDS = ("A", "I")
"""Letters that are words by themselves."""


def with_initials(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of all pages with each drop cap at the head of the line that it begins.

    It stands on the foot of a lower line or by itself, beside the lines that it begins.
    """
    words: Counter[str] | None = None
    result = []
    for page in pages:
        lines = list(page)
        for line in page if len(page) < MANY else ():
            if line.slant or not (line.initial or len(line.text) == 1):
                continue
            first = _first_beside(line, lines)
            if first is None:
                continue
            if words is None:
                words = vocabulary(x for lines in pages for x in lines)
            _move(line, first, lines, words)
        result.append(lines)
    return result


def _first_beside(line: Line, lines: Sequence[Line]) -> int | None:
    """The highest of the lines that stand to the right of an initial, above its foot."""
    high, right, _ = line.initial or (line.size, line.right, 0.0)
    beside = [
        index
        for index, other in enumerate(lines)
        if other is not line
        and not other.slant
        and high >= _TALL * other.size
        and right - 2 <= other.left <= right + 1.5 * other.size
        and line.foot + 0.3 * other.size < other.foot < line.foot + 1.1 * high
    ]
    return max(beside, key=lambda index: lines[index].foot, default=None)


def _move(line: Line, first: int, lines: list[Line], words: Counter[str]) -> None:
    """Move an initial from its line, which is dropped where nothing is left of it."""
    letter, rest = line.text[0], line.text[1:].lstrip()
    target = lines[first]
    word = target.text.split(" ", 1)[0].casefold()
    apart = letter in _WORDS and words[word] > words[letter.casefold() + word]
    shift = 1 + apart
    marks = tuple((offset + shift, mark) for offset, mark in target.marks)
    text = letter + " " * apart + target.text
    lines[first] = replace(target, text=text, left=line.left, marks=marks)
    at = next(index for index, other in enumerate(lines) if other is line)
    if rest and line.initial:
        lines[at] = replace(line, text=rest, left=line.initial[2], initial=None)
    else:
        del lines[at]
