"""What each printed line is: running head, contents, footnote or text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from aiplans_cli.model import Kind
from aiplans_cli.reading.pdf.furniture import mark_furniture, mark_slanted
from aiplans_cli.reading.pdf.lines import Line

_LEADER = re.compile(r"(?:[.…·_]\s?){3,}\s*(?:\d{1,4}|[ivxl]+)?$")
_ENTRY = re.compile(f"{_LEADER.pattern}|(?:^|\\s)(?:\\d{{1,3}}|[ivxl]{{1,6}})$")
"""An entry of a page that has the title of a contents page: leaders, or a number at the end."""

_CONTENTS = re.compile(r"(?:table of )?contents|目\s*录|目\s*次|目錄", re.IGNORECASE)


_NOTE_MARK = re.compile(r"(\d{1,3}|[*†‡§])(?:[. ]|(?=[^\W\d_]))")
"""A note's number that is not raised; some writers leave no space after it."""


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


def classify(
    pages: Sequence[Sequence[Line]], size: float, step: float, outlined: Collection[tuple[int, str]]
) -> list[list[Kind]]:
    """The kind of every line, page by page: all but headings, which need more than a look.

    ``size`` is that of the body's type, ``step`` its leading, ``outlined`` the titles of the
    bookmarks, as (page, text).
    """
    kinds: list[list[Kind]] = [["body"] * len(page) for page in pages]
    mark_slanted(pages, kinds, size)
    follows = False
    for page, of_page in zip(pages, kinds, strict=True):
        follows = _mark_contents(page, of_page, follows)
    mark_furniture(pages, kinds, size, step, outlined)
    open_note = False
    for page, of_page in zip(pages, kinds, strict=True):
        open_note = _mark_notes(page, of_page, size, open_note)
    return kinds


def _mark_contents(page: Sequence[Line], kinds: list[Kind], follows: bool) -> bool:
    """Mark the lines from the title "Contents" to the last entry; whether there are any.

    Entries have leaders; on a page with that title, or most of the page after one (``follows``),
    a number at the end will do.
    """
    titled = any(_CONTENTS.fullmatch(line.text) for line in page)
    if follows and not titled:
        titled = 2 * sum(bool(_ENTRY.search(line.text)) for line in page) > len(page)
    entry = _ENTRY if titled else _LEADER
    entries = [i for i, line in enumerate(page) if entry.search(line.text)]
    if len(entries) < 3:
        return False
    first, last = entries[0], entries[-1]
    for index in range(first - 1, -1, -1):
        if _CONTENTS.fullmatch(page[index].text):
            first = index
            break
    for index in range(first, last + 1):
        if kinds[index] == "body":
            kinds[index] = "contents"
    return True


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
    cited = {mark for line in page for offset, mark in line.marks if offset}
    starts = [place for place, index in enumerate(tail) if _begins_note(page[index], cited)]
    if not starts:
        return False
    first = 0 if open_note else starts[0]
    for index in tail[first:]:
        kinds[index] = "note"
    return not page[tail[-1]].text.endswith((".", "。", ")", "”", "/"))


def _begins_note(line: Line, cited: Collection[str]) -> bool:
    """Whether a line begins with the mark of a note, raised or as it is cited above."""
    begins = _NOTE_MARK.match(line.text)
    return any(offset == 0 for offset, _ in line.marks) or bool(begins and begins[1] in cited)
