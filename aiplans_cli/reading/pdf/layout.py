"""What each printed line is: running head, contents, footnote or text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from aiplans_cli.model import Kind
from aiplans_cli.reading.pdf.lines import Line

_EDGE_LINES = 3
"""How many lines from the top and from the foot of a page can be running heads."""

_NUMBER = re.compile(
    r"[-–—|\s]*(?:page|p\.|第)?\s*(\d{1,4}|[ivxl]{1,7})\s*(?:页|(?:of|/)\s*\d+)?[-–—|\s]*",
    re.IGNORECASE,
)
_BLANK = re.compile(r"(?:this )?page (?:is )?(?:intentionally )?left blank\W*|此页.{0,4}空白", re.I)
_LEADER = re.compile(r"(?:[.…·_]\s?){3,}\s*(?:\d{1,4}|[ivxl]+)?$")
_ENTRY = re.compile(f"{_LEADER.pattern}|(?:^|\\s)(?:\\d{{1,3}}|[ivxl]{{1,6}})$")
"""An entry of a page that has the title of a contents page: leaders, or a number at the end."""

_CONTENTS = re.compile(r"(?:table of )?contents|目\s*录|目\s*次|目錄", re.IGNORECASE)


def body_size(lines: Iterable[Line]) -> float:
    """The height of type in which most of the document's characters are set."""
    lines = list(lines)
    lengths = sorted(line.right - line.left for line in lines)
    full = 0.8 * lengths[len(lengths) * 9 // 10] if lengths else 0.0
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.right - line.left >= full:  # running text fills its lines, tables do not
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def classify(pages: Sequence[Sequence[Line]]) -> list[list[Kind]]:
    """The kind of every line, page by page: all but headings, which need more than a look."""
    size = body_size(line for page in pages for line in page)
    kinds: list[list[Kind]] = [["body"] * len(page) for page in pages]
    for page, of_page in zip(pages, kinds, strict=True):
        _mark_contents(page, of_page)
    _mark_furniture(pages, kinds)
    open_note = False
    for page, of_page in zip(pages, kinds, strict=True):
        open_note = _mark_notes(page, of_page, size, open_note)
    return kinds


def _mark_furniture(pages: Sequence[Sequence[Line]], kinds: list[list[Kind]]) -> None:
    """Mark page numbers, and lines that return at the same edge of several pages."""
    edges: list[list[tuple[int, str]]] = []
    seen: dict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        order = sorted(range(len(page)), key=lambda i: -page[i].foot)
        found = [(i, f"top {_shape(page[i])}") for i in order[:_EDGE_LINES]]
        found += [(i, f"foot {_shape(page[i])}") for i in order[-_EDGE_LINES:]]
        edges.append(found)
        for _, shape in found:
            seen[shape].add(number)
    enough = 2 if len(pages) < 5 else min(max(3, len(pages) // 10), 8)
    for page, of_page, found in zip(pages, kinds, edges, strict=True):
        for index, shape in found:
            if len(seen[shape]) >= enough:
                of_page[index] = "page number" if shape[-1] == "#" else "running head"
        for index, line in enumerate(page):
            if _BLANK.fullmatch(line.text):
                of_page[index] = "running head"


def _shape(line: Line) -> str:
    """What a running head keeps from page to page: its words and height, not its numbers."""
    if _NUMBER.fullmatch(line.text):
        return "#"
    text = line.text.casefold()
    if sum(map(str.isalpha, text)) > 5:  # "MG-4.1" and "MG-4.2" are labels, not one running head
        text = re.sub("[0-9]+", "#", text)
    return f"{text} {round(line.foot / 4)}"


def printed_number(page: Sequence[Line], kinds: Sequence[Kind]) -> str:
    """The page number printed on the page, "" where there is none."""
    for line, kind in zip(page, kinds, strict=True):
        match = _NUMBER.fullmatch(line.text)
        if kind == "page number" and match:
            return match[1]
    return ""


def _mark_contents(page: Sequence[Line], kinds: list[Kind]) -> None:
    """Mark the lines from the title "Contents" to the last entry with dot leaders."""
    titled = any(_CONTENTS.fullmatch(line.text) for line in page)
    entry = _ENTRY if titled else _LEADER
    entries = [i for i, line in enumerate(page) if entry.search(line.text)]
    if len(entries) < 3:
        return
    first, last = entries[0], entries[-1]
    for index in range(first - 1, -1, -1):
        if _CONTENTS.fullmatch(page[index].text):
            first = index
            break
    for index in range(first, last + 1):
        kinds[index] = "contents"


def ends_entry(text: str) -> bool:
    """Whether a line ends an entry of a contents page, or is the page's title."""
    return bool(_ENTRY.search(text) or _CONTENTS.fullmatch(text))


def without_leaders(text: str) -> str:
    """An entry of a contents page without the dots between title and page number.

    >>> without_leaders("Introduction ........ 1")
    'Introduction 1'
    """
    return re.sub(r"\s*(?:[.…·_]\s?){3,}\s*", " ", text).strip()


def _mark_notes(page: Sequence[Line], kinds: list[Kind], size: float, open_note: bool) -> bool:
    """Mark the footnotes; return whether the last of them is unfinished at the foot of the page."""
    order = sorted(
        (i for i, kind in enumerate(kinds) if kind == "body"), key=lambda i: -page[i].foot
    )
    tail: list[int] = []
    for index in reversed(order):
        if page[index].size > 0.95 * size:
            break
        tail.insert(0, index)
    starts = [place for place, index in enumerate(tail) if _begins_note(page[index])]
    if not starts:
        return False
    first = 0 if open_note else starts[0]
    for index in tail[first:]:
        kinds[index] = "note"
    return not page[tail[-1]].text.endswith((".", "。", ")", "”", "/"))


def _begins_note(line: Line) -> bool:
    return any(offset == 0 for offset, _ in line.marks)
