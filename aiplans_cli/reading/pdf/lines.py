"""The printed lines of a page, with the geometry that tells headings from notes.

PDFium drops the space in some justified lines ("duringhis"), so spaces are added here wherever the
gap between one glyph's advance and the next is wide enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import Any

from aiplans_cli.reading.pdf.columns import WIDE_GAP, Run, columns_apart
from aiplans_cli.reading.pdf.faces import is_bold, type_size
from aiplans_cli.reading.pdf.glyphs import (
    LINE_END_HYPHENS,
    Glyph,
    PageGlyphs,
    Slanted,
    slanted_text,
)
from aiplans_cli.reading.pdf.marks import labels_of, raised_glyphs, reference
from aiplans_cli.reading.shape import tidy
from aiplans_cli.records import dataclass

_GAP = 0.09
"""A gap wider than this share of the type's height is a space."""

_BOX = 1.16
"""Height of the box of most faces as a multiple of their size; some files give tight boxes."""

_CELL_GAP = 2.0
"""A gap wider than this many heights begins another column or cell."""

_LONGEST_LABEL, _LABEL_GAP = 6, 6.0
"""A bullet or number of fewer glyphs stays with its text in spite of a gap of that many heights."""

_HYPHEN_SIGNS = "‐‑¬−"
"""Signs that stand for a hyphen where they end a line after a letter."""

_HYPHENS = f"-{_HYPHEN_SIGNS}{LINE_END_HYPHENS}"

_NUMBERED = re.compile(r"\(?\d{1,3}[.)]")
"""The number of an item, which may stand near its text: "10.Couple" in the plan of 2025."""

_SPACED_OUT = re.compile(r"[^\W\d_](?: [^\W\d_]){4,}")
_CLOSE = ",.;:)"
"""Marks that no space precedes."""

_HEIGHT = itemgetter(4)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; lengths in points from the page's lower left corner."""

    page: int
    """Physical page, from 0."""
    text: str
    """Its words, without superscript numbers."""
    left: float
    """Left edge."""
    right: float
    """Right edge."""
    foot: float
    """Lower edge of its main type."""
    size: float
    """Size of its main type."""
    bold: bool
    """Whether it is set in a heavy face."""
    marks: tuple[tuple[int, str], ...] = ()
    """Superscript numbers and letters: (offset in the text, number)."""
    raised: str = ""
    """The characters of its marks and what stands between them."""
    slant: float = 0.0
    """Angle to the page's own lines in radians, anticlockwise; 0 for level text."""
    margin: tuple[int, float, float] | None = None
    """Of a line that begins with a number and a gap: its digits, its right edge, and the left edge
    of what follows."""
    initial: tuple[float, float, float] | None = None
    """Of a line that begins with a much larger letter: its height, its right edge, and the left
    edge of what follows."""


def page_lines(glyphs: PageGlyphs, raw_page: Any, page: int) -> list[Line]:
    """The lines of one page in the order in which the file draws them; slanted ones come last."""
    lines = [_line(run, raw_page, page) for run in columns_apart(list(_runs(glyphs.upright)))]
    lines += [_slanted(run, raw_page, page) for run in glyphs.slanted]
    return [line for line in lines if line.text or line.marks]


def _runs(glyphs: Iterable[Glyph]) -> Iterator[Run]:
    """Part glyphs into lines by where they stand."""
    run: list[Glyph] = []
    wide: list[int] = []
    foot = top = right = 0.0
    before: Glyph | None = None
    for glyph in glyphs:
        _, left, end, low, height, _ = glyph
        if before is None or not (
            low == before[3] and -0.25 * height < left - right < 0.4 * height
        ):
            if before is not None and not (
                # each letter of a ligature has the place of the whole
                before[1:5] == glyph[1:5]
                or _same(foot, top, right, glyph, len(run))
                or _same(before[3], before[3] + before[4], right, glyph, len(run))  # askew
            ):
                yield run, wide
                run, wide = [], []
            if left - right > WIDE_GAP * height and len(run) >= _LONGEST_LABEL:
                wide.append(len(run))
        if not run or height > top - foot:
            foot, top = low, low + height
        right = end
        run.append(glyph)
        before = glyph
    if run:
        yield run, wide


def _same(foot: float, top: float, right: float, glyph: Glyph, count: int) -> bool:
    """Whether a glyph stands on the line of ``count`` glyphs that ends at ``right``."""
    _, left, _, low, height, _ = glyph
    gap = left - right
    tall = top - foot
    if low != foot or height != tall:
        overlap = min(top, low + height) - max(foot, low)
        if overlap < 0.5 * min(height, tall):
            return False
        tall = max(height, tall)
    label = count < _LONGEST_LABEL and gap < _LABEL_GAP * tall
    return -0.7 * tall < gap and (gap < _CELL_GAP * tall or label)


def _line(run: list[Glyph], raw_page: Any, page: int) -> Line:
    heights = Counter(map(_HEIGHT, run))
    if len(heights) > 1:
        heights = sum((Counter({round(h, 1): n}) for h, n in heights.items()), Counter())
    tall = round(heights.most_common(1)[0][0], 1)
    foot = next(glyph[3] for glyph in run if round(glyph[4], 1) == tall)
    main = next(glyph[5] for glyph in run if round(glyph[4], 1) == tall)
    size = type_size(raw_page, main, tall)
    pieces, marks, raised = _words(run, tall, foot, _GAP * max(tall, _BOX * size))
    if _SPACED_OUT.fullmatch("".join(pieces)):
        pieces = _closed_up(run)
    if len(pieces) > 1 and pieces[-1] in _HYPHEN_SIGNS and pieces[-2][-1].isalpha():
        pieces[-1] = "-"
    text, offsets = _tidied(pieces, [offset for offset, _ in marks])
    return Line(
        page,
        text,
        round(run[0][1], 1),
        round(run[-1][2], 1),
        round(foot, 1),
        size,
        is_bold(raw_page, run),
        tuple((offset, number) for offset, (_, number) in zip(offsets, marks, strict=True)),
        raised,
        margin=_margin(run, tall),
        initial=(run[0][4], run[0][2], run[1][1])
        if run[0][4] > 1.5 * tall and len(run) > 1 and run[1][4] < 1.1 * tall
        else None,
    )


def _words(
    run: list[Glyph], tall: float, foot: float, least: float
) -> tuple[list[str], list[tuple[int, str]], str]:
    """The pieces of a line, spaces between them; its marks at their pieces; what they were.

    ``least`` is the narrowest gap in points that is a space.
    """
    pieces: list[str] = []
    marks: list[tuple[int, str]] = []
    dropped = ""
    right, index = run[0][1], 0
    small, high = 0.88 * tall, foot + 0.12 * tall  # browsers set superscripts at 0.83
    wide = 0.0
    while index < len(run):
        shown, left, end, low, height, _ = run[index]
        spaced = shown[0] == " "  # most glyphs are plain, and need no more than this
        near = spaced or left - right <= least * (0.3 if index < 5 else 1)
        if near and height >= small and shown[-1] not in _HYPHENS and not (spaced and index == 1):
            pieces.append(shown if pieces else shown[-1])
            right = end
            index += 1
            continue
        count = raised_glyphs(run, index, small, high) if height < small and low > high else 0
        if count and (found := reference(run[index : index + count], pieces, run, index + count)):
            dropped += "".join(shown[-1] for shown, *_ in run[index : index + count])
            marks += ((len(pieces), label) for label in labels_of(found))
            right = run[index + count - 1][2]
            index += count
            continue
        for _ in range(max(count, 1)):  # a raised "th" stays, both letters
            shown, left, end, *_ = run[index]
            char = shown[-1]
            spaced = shown[0] == " "
            if _NUMBERED.fullmatch("".join(pieces[:5])) and char.isalpha():
                spaced = spaced or left - right > 0.3 * least
            if not spaced and left - right > least and char not in _CLOSE:
                wide = wide or least + _letter_spacing(run)
                spaced = left - right > wide
            if spaced and index == 1 and run[0][4] > 1.5 * tall and char.islower():
                spaced = pieces[0] in ("A", "I")  # else a drop cap with the rest of its word
            if spaced and index == len(run) - 1 and char in _HYPHENS and pieces:
                # justified lines set their hyphen off; a dash has a whole space before it
                spaced = left - right > 3 * least or not pieces[-1][-1].isalpha()
            char = "-" if char in LINE_END_HYPHENS else char
            pieces.append(f" {char}" if pieces and spaced else char)
            right = end
            index += 1
    return pieces, marks, dropped


def _letter_spacing(run: list[Glyph]) -> float:
    """The usual gap in points between letters of a word; more than 0 in spaced capitals."""
    gaps = [b[1] - a[2] for a, b in pairwise(run) if b[0][0] != " "]
    return max(0.0, median(gaps)) if gaps else 0.0


def _margin(run: list[Glyph], tall: float) -> tuple[int, float, float] | None:
    """The number with which a line begins, where a gap wider than a space follows."""
    digits = 0
    while digits < min(len(run), 4) and run[digits][0][-1] in "0123456789":
        if digits and run[digits][1] - run[digits - 1][2] >= 0.45 * tall:
            break  # a line that begins with a number of its own
        digits += 1
    if not 0 < digits < len(run) or run[digits][1] - run[digits - 1][2] < 0.45 * tall:
        return None
    return digits, round(run[digits - 1][2], 1), round(run[digits][1], 1)


def _slanted(run: Slanted, raw_page: Any, page: int) -> Line:
    """A run at an angle as a line whose place is that of its first character."""
    _, left, right, foot, height, index = run.glyphs[0]
    size = type_size(raw_page, index, min(right - left, height))
    ends = max(glyph[2] for glyph in run.glyphs)
    edges = (round(left, 1), round(ends, 1), round(foot, 1))
    return Line(page, tidy(slanted_text(run)), *edges, size, False, slant=run.angle)


def _tidied(pieces: list[str], offsets: list[int]) -> tuple[str, list[int]]:
    """Tidy a line's text, carrying the places of its marks along."""
    text = "".join(pieces)
    return tidy(text, tight=True), [
        len(tidy("".join(pieces[:offset]), tight=True)) for offset in offsets
    ]


def _closed_up(run: list[Glyph]) -> list[str]:
    """The words of a line whose letters are all set apart: wider gaps part them."""
    gaps = [after[1] - before[2] for before, after in pairwise(run)]
    usual = median(gaps)
    pieces = [run[0][0][-1]]
    for glyph, gap in zip(run[1:], gaps, strict=True):
        pieces.append((" " if gap > 1.5 * usual else "") + glyph[0][-1])
    return pieces
