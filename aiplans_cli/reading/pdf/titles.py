"""Which printed lines are headings: by the file's outline, else by type and numbering."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aiplans_cli.model import Kind
from aiplans_cli.reading.numbering import numbered
from aiplans_cli.reading.pdf.lines import Line

_LABEL = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})*\.?) |(?P<letter>[a-z]\.) |(?P<upper>[A-Z]\.) "
)
_ENDED = re.compile(r"[.,;:。；，：]$")


@dataclass(frozen=True, slots=True)
class Title:
    """A heading that takes up one or more lines of a page."""

    page: int
    """Physical page, from 0."""
    first: int
    """Index of its first line on the page."""
    count: int
    """How many lines it takes up."""
    level: int
    """Depth, 1 outermost."""


def outline(document: Any) -> list[tuple[int, str, int]]:
    """The entries of the file's outline: (level from 1, title, physical page from 0)."""
    entries = []
    for mark in document.get_toc():
        target = mark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            entries.append((mark.level + 1, mark.get_title(), page))
    return entries


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def by_outline(
    entries: Iterable[tuple[int, str, int]],
    pages: Sequence[Sequence[Line]],
    kinds: Sequence[Sequence[Kind]],
) -> list[Title]:
    """Find the outline's entries among the lines of the pages they point to."""
    found: dict[tuple[int, int], Title] = {}
    for level, title, target in entries:
        key = _key(title)
        if sum(char.isalpha() for char in key) < 2:
            continue
        for page in (target, target + 1, target - 1):
            if not 0 <= page < len(pages):
                continue
            place = _match(key, pages[page], kinds[page])
            if place and (page, place[0]) not in found:
                found[page, place[0]] = Title(page, *place, level)
                break
    return _nested([found[place] for place in sorted(found)])


def _match(key: str, lines: Sequence[Line], kinds: Sequence[Kind]) -> tuple[int, int] | None:
    """First line and number of lines of the largest type that spell out the key."""
    best: tuple[float, int, int] | None = None
    for first in range(len(lines)):
        spelled = ""
        for last in range(first, min(first + 5, len(lines))):
            if kinds[last] != "body":
                break
            spelled += _key(lines[last].text)
            if spelled == key and (best is None or lines[first].size > best[0]):
                best = (lines[first].size, first, last - first + 1)
            if not key.startswith(spelled):
                break
    return best[1:] if best else None


def _nested(titles: list[Title]) -> list[Title]:
    """Close gaps in the levels, so that the outermost is 1."""
    ranks = {level: i for i, level in enumerate(sorted({t.level for t in titles}), start=1)}
    return [Title(t.page, t.first, t.count, ranks[t.level]) for t in titles]


def by_type(
    pages: Sequence[Sequence[Line]], kinds: Sequence[Sequence[Kind]], size: float
) -> list[Title]:
    """Take as headings the short lines set larger, heavier or in capitals, or that are numbered."""
    full = max((line.right - line.left for lines in pages for line in lines), default=0.0)
    runs = []
    for number, (lines, of_page) in enumerate(zip(pages, kinds, strict=True)):
        found = list(_prominent(number, lines, of_page, size, full))
        if sum(count for _, _, count, _ in found) * 2 <= sum(kind == "body" for kind in of_page):
            runs += found  # otherwise the page is a cover, all of it display type
    styles = dict.fromkeys(style for *_, style in runs)
    order = sorted(styles, key=lambda style: -style[0])  # stable: equal sizes as they first appear
    levels = {style: min(i, 6) for i, style in enumerate(order, start=1)}
    return [Title(page, first, count, levels[style]) for page, first, count, style in runs]


_Style = tuple[float, str]
"""Size as a multiple of the body's, in eighths, and the sort of numbering or face."""


def _prominent(
    number: int, lines: Sequence[Line], kinds: Sequence[Kind], size: float, full: float
) -> Iterable[tuple[int, int, int, _Style]]:
    index = 0
    while index < len(lines):
        style = _style(lines[index], size, full) if kinds[index] == "body" else None
        if style is None:
            index += 1
            continue
        count = 1
        while (
            index + count < len(lines)
            and kinds[index + count] == "body"
            and _goes_on(lines[index + count - 1], lines[index + count], style, size, full)
        ):
            count += 1
        run = lines[index : index + count]
        text = " ".join(line.text for line in run)
        after = lines[index + count] if index + count < len(lines) else None
        if len(text) <= 200 and not _ENDED.search(text) and not _beside(run[-1], after):
            yield number, index, count, style
        index += count


def _goes_on(line: Line, after: Line, style: _Style, size: float, full: float) -> bool:
    other = _style(after, size, full)
    near = 0 < line.foot - after.foot < 1.7 * line.size
    unlabelled = not _LABEL.match(after.text)
    return (
        other is not None
        and other[0] == style[0]
        and near
        and unlabelled
        and (line.bold == after.bold)
    )


def _beside(line: Line, after: Line | None) -> bool:
    """Whether the next line stands in the same row, as in a table's head."""
    return after is not None and abs(line.foot - after.foot) < 2 and after.left > line.right


def _style(line: Line, size: float, full: float) -> _Style | None:
    letters = [char for char in line.text if char.isalpha()]
    if len(letters) < 2:
        return None
    relative = round(line.size / size * 8) / 8
    item = numbered(line.text)
    heavy = relative >= 1.12 or line.bold
    alone = line.right - line.left < 0.75 * full and (item is None or item.rank != "article")
    if item and not item.rest and (heavy or alone):
        return max(relative, 1.0), item.rank  # else it may be the first line of a paragraph
    label = _LABEL.match(line.text)
    capitals = len(letters) > 3 and line.text.isupper()
    face = str(label.lastgroup) if label else "capitals" if capitals else "heavy"
    if relative >= 1.12:
        return relative, face
    return (1.0, face) if relative >= 1 and (capitals or line.bold) else None
