"""What a page carries beside its text: running heads, page numbers, watermarks, line numbers."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from aiplans_cli.model import Kind
from aiplans_cli.reading.numbering import numbered
from aiplans_cli.reading.pdf.lines import Line
from aiplans_cli.records import dataclass

_EDGE_ROWS = 4
"""How many rows from the top and from the foot of a page can be running heads."""

_APART = 1.4
"""A gap wider than this many usual ones parts running heads from the text."""

_NEAR = 4.0
"""Points by which a running head may move up or down from page to page."""

_NUMBER = re.compile(
    r"[-–—|·•~〔\[(\s]*+(?:p ?a ?g ?e|p\.|第)?[\s|]*+(\d{1,4}|[ivxl]{1,7})\s*+(?:[页頁]\s*+)?"
    r"(?:[,，/]?\s*+(?:of|/|共)\s*+\d{1,4}\s*+[页頁]?)?[-–—|·•~〕\])\s]*+(?:\|? ?p ?a ?g ?e)?",
    re.IGNORECASE,
)
_BLANK = re.compile(r"(?:this )?page (?:is )?(?:intentionally )?left blank\W*|此页.{0,4}空白", re.I)
_STOP = re.compile(r"[.:;。：；]$")
_DIGITS = re.compile("[0-9]+")
_SIDES = ("top", "foot")


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near the top or foot of a page."""

    page: int
    index: int
    side: str
    line: Line
    apart: bool
    """Whether a wide gap parts it from the text."""
    listed: bool
    """Whether it may be an entry of a contents page."""

    def is_small(self, size: float) -> bool:
        """Whether it is set smaller than running text of that size."""
        return self.line.size < 0.96 * size


def mark_furniture(
    pages: Sequence[Sequence[Line]],
    kinds: Sequence[list[Kind]],
    size: float,
    step: float,
    outlined: Collection[tuple[int, str]],
) -> None:
    """Mark what returns at the same edge of several pages, page numbers and blank-page notices.

    ``size`` is that of the body's type, ``step`` its leading; ``outlined`` are the titles that
    the outline names, as
    (page, text casefolded): where only such a line bears the title, it is no running head.
    """
    edges = [edge for n, page in enumerate(pages) for edge in _edges(n, page, kinds[n], step)]
    at_edge = {(edge.page, edge.index) for edge in edges}
    elsewhere = Counter(
        shape
        for n, page in enumerate(pages)
        for i, line in enumerate(page)
        if (n, i) not in at_edge
        for shape in _shapes(line, size)
    )
    numbers = _page_numbers(edges, len(pages))
    for edge in numbers:
        kinds[edge.page][edge.index] = "page number"
    taken = {(edge.page, edge.index) for edge in numbers}
    _mark_heads(
        [e for e in edges if (e.page, e.index) not in taken], kinds, size, elsewhere, outlined
    )
    for page, of_page in zip(pages, kinds, strict=True):
        for index, line in enumerate(page):
            if _BLANK.fullmatch(line.text):
                of_page[index] = "running head"


def _edges(
    number: int, page: Sequence[Line], kinds: Sequence[Kind], step: float
) -> Iterator[_Edge]:
    """The lines of the first and last rows of a page, outside of its widest gaps."""
    order = sorted(
        (i for i, kind in enumerate(kinds) if kind in ("body", "contents")),
        key=lambda i: -page[i].foot,
    )
    rows: list[list[int]] = []
    for index in order:
        if rows and page[rows[-1][0]].foot - page[index].foot < 0.5 * page[index].size:
            rows[-1].append(index)
        else:
            rows.append([index])
    gaps = [page[a[0]].foot - page[b[0]].foot for a, b in pairwise(rows)]
    for side in _SIDES:
        inward = gaps if side == "top" else gaps[::-1]
        from_edge = rows if side == "top" else rows[::-1]
        cut = 0
        if not gaps:
            cut = len(rows)
        else:
            widest = max(inward[:_EDGE_ROWS])
            size = page[from_edge[0][0]].size
            if widest > _APART * max(step, size):
                cut = inward.index(widest) + 1
        for place, row in enumerate(from_edge[: max(cut, 1)]):
            for index in row:
                yield _Edge(
                    number, index, side, page[index], place < cut, kinds[index] == "contents"
                )


def _place(edge: _Edge) -> tuple[str, int, float]:
    return edge.side, round(edge.line.foot), edge.line.size


def folded(text: str) -> str:
    """A line as it is compared with others: without regard to case and spaces."""
    return " ".join(text.casefold().split())


def _masked(text: str) -> str:
    """A line without its numbers, "" where nothing else is left or a number is what it says.

    "MG-4.1" and "MG-4.2" are labels and "Article 4" is a title, not one running head.
    """
    shown = folded(text)
    if sum(map(str.isalpha, shown)) <= 5 or not _DIGITS.search(shown) or numbered(text):
        return ""
    return _DIGITS.sub("#", shown)


def _mark_heads(
    edges: Sequence[_Edge],
    kinds: Sequence[list[Kind]],
    size: float,
    elsewhere: Counter[str],
    outlined: Collection[tuple[int, str]],
) -> None:
    """Mark the lines at the edges that return there, and hardly anywhere else."""
    enough = 2 if len(kinds) < 5 else min(max(3, len(kinds) // 10), 8)
    feet: dict[tuple[str, str], list[float]] = defaultdict(list)
    for edge in edges:
        for shape in _shapes(edge.line, size):
            feet[edge.side, shape].append(edge.line.foot)
    for stands in feet.values():
        stands.sort()

    def returns(edge: _Edge) -> int:
        shapes = _shapes(edge.line, size)
        return max(_near(feet[edge.side, shape], edge.line.foot) for shape in shapes)

    counts = {id(edge): returns(edge) for edge in edges}
    known = {_place(edge) for edge in edges if counts[id(edge)] >= enough and edge.apart}
    small = Counter(_place(e) for e in edges if e.apart and e.side == "top" and e.is_small(size))
    changing = {place for place, count in small.items() if 2 * count > len(kinds) > 3}
    for edge in edges:
        line, count = edge.line, counts[id(edge)]
        text = folded(line.text)
        place = _place(edge)
        differs = abs(line.size - size) > 0.04 * size
        if line.size >= 1.12 * size or (not differs and _STOP.search(line.text)):
            continue  # a title that returns, or a sentence
        if edge.apart:
            repeated = count >= enough or (count >= 2 and place in known)
            repeated |= edge.is_small(size) and (place in changing or place in known)
        else:  # set close to the text: only what looks otherwise, and stands on half of the pages
            repeated = count >= max(enough, len(kinds) // 2) and differs and not numbered(line.text)
        begins_note = any(offset == 0 for offset, _ in line.marks)
        if not repeated or begins_note:
            continue
        if (
            place not in changing
            and 2 * max(elsewhere[shape] for shape in _shapes(line, size)) >= count
        ):
            continue
        if (edge.page, text) in outlined and not differs:
            continue
        kinds[edge.page][edge.index] = "running head"


def _shapes(line: Line, size: float) -> list[str]:
    """What a line may share with others; large type with other numbers is a title ("Part 2")."""
    masked = _masked(line.text) if line.size < 1.12 * size else ""
    return [folded(line.text), masked] if masked else [folded(line.text)]


def _near(feet: Sequence[float], foot: float) -> int:
    return bisect_right(feet, foot + _NEAR) - bisect_left(feet, foot - _NEAR)


def _page_numbers(edges: Sequence[_Edge], pages: int) -> list[_Edge]:
    """The lines at the edges that are page numbers: they grow as the pages do."""
    found = [(edge, match[1]) for edge in edges if (match := _NUMBER.fullmatch(edge.line.text))]
    steps = Counter(
        step
        for step, _ in {
            ((edge.side, text.isdecimal(), _value(text) - edge.page), edge.page)
            for edge, text in found
        }
    )
    enough = 2 if pages < 10 else 3
    sure = [
        edge
        for edge, text in found
        if steps[edge.side, text.isdecimal(), _value(text) - edge.page] >= enough
        or (edge.apart and not edge.listed and _value(text) == edge.page + 1)
    ]
    feet = {round(edge.line.foot / _NEAR) for edge in sure}
    return [e for e, _ in found if e in sure or round(e.line.foot / _NEAR) in feet]


def _value(text: str) -> int:
    """The number that decimal or roman digits spell.

    >>> _value("12"), _value("xiv")
    (12, 14)
    """
    if text.isdecimal():
        return int(text)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}.get(char, 0) for char in text.casefold()]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def printed_numbers(pages: Sequence[Sequence[Line]], kinds: Sequence[Sequence[Kind]]) -> list[str]:
    """The page number printed on each page, by itself or in a running head; "" where none is."""
    inside: list[set[int]] = []
    for page, of_page in zip(pages, kinds, strict=True):
        heads = [line.text for line, kind in zip(page, of_page, strict=True) if "head" in kind]
        ends = (re.fullmatch(r"(\d+)\b.*|.*\b(\d+)", text) for text in heads)
        inside.append({int(match[1] or match[2]) for match in ends if match})
    steps = Counter(value - n for n, values in enumerate(inside) for value in values)
    step, count = max(steps.items(), key=lambda item: item[1], default=(0, 0))
    trusted = count > 1 and 2 * count >= sum(map(bool, inside))
    labels = []
    for number, (page, of_page) in enumerate(zip(pages, kinds, strict=True)):
        alone = [
            match[1]
            for line, kind in zip(page, of_page, strict=True)
            if kind == "page number" and (match := _NUMBER.fullmatch(line.text))
        ]
        in_head = str(number + step) if trusted and number + step in inside[number] else ""
        labels.append(alone[0] if alone else in_head)
    return labels


def mark_slanted(pages: Sequence[Sequence[Line]], kinds: Sequence[list[Kind]], size: float) -> None:
    """Mark text at an angle, and the large words that lie under the text of many pages."""
    stands = Counter(
        (line.text, round(line.left / 4), round(line.foot / 4))
        for page in pages
        for line in page
        if line.size > 2 * size
    )
    for page, of_page in zip(pages, kinds, strict=True):
        for index, line in enumerate(page):
            large = line.size > 1.5 * size
            if line.slant:
                straight = abs(line.slant / (math.pi / 2) - round(line.slant / (math.pi / 2))) < 0.1
                of_page[index] = "watermark" if large and not straight else "rotated"
            elif len(pages) > 2 and 2 * stands[
                line.text, round(line.left / 4), round(line.foot / 4)
            ] > len(pages):
                of_page[index] = "watermark"
