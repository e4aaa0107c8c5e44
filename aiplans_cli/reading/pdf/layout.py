"""What each printed line is: running head, contents, footnote or text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from aiplans_cli.model import Kind
from aiplans_cli.reading.pdf.furniture import mark_furniture, mark_slanted
from aiplans_cli.reading.pdf.lines import Line

_DOTS = r"(?<![.…·_])(?<![.…·_]\s)(?:[.…·_]\s?+){3,}+\s*+"
_LEADER = re.compile(rf"{_DOTS}(?P<page>\d{{1,4}}|[ivxl]+)$")
_ENTRY = re.compile(rf"(?:{_DOTS}|^|\s)(?P<page>\d{{1,3}}|[ivxl]{{1,6}})$")
"""An entry of a page that has the title of a contents page: leaders, or a number at the end."""

_APART = 5
"""Lines from one entry to the next beyond which contents have ended; long titles take four."""

_CONTENTS = re.compile(r"(?:table of )?contents|目\s*录|目\s*次|目錄", re.IGNORECASE)


_NOTE_MARK = re.compile(r"(\d{1,3}|[*†‡§])(?:[. ]|(?=[^\W\d_]))")
"""A note's number that is not raised; some writers leave no space after it."""


_FINISHED = re.compile(r"[.。)”/]$|(?:https?://|www\.)(?:(?!https?://|www\.)\S)*+$")


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
    open_size = 0.0
    for page, of_page in zip(pages, kinds, strict=True):
        open_size = _mark_notes(page, of_page, size, open_size)
    return kinds


def _mark_contents(page: Sequence[Line], kinds: list[Kind], follows: bool) -> bool:
    """Mark the entries of a contents page with its title; whether there are any.

    Entries have leaders and a number; on a page with that title, or most of the page after one
    (``follows``), a number at the end will do. They stand near one another and their numbers grow,
    which blanks to fill in, and lines that end in a number by chance, do not.
    """
    title = next((i for i, x in enumerate(page) if _CONTENTS.fullmatch(x.text)), None)
    weak = title is not None
    if follows and not weak:
        weak = 2 * sum(bool(_ENTRY.search(line.text)) for line in page) > len(page)
    entry = _ENTRY if weak else _LEADER
    found = fell = False
    last, number, cluster = -1 if title is None else title, 0, list[int]()
    for index, line in (*enumerate(page), (len(page) + _APART, None)):
        match = entry.search(line.text) if line else None
        if line and (match is None or (title is not None and index <= title)):
            continue
        value = int(match["page"]) if match and (match["page"] or "").isdecimal() else number
        if line and index - last <= _APART and value < number and not fell:
            fell = True  # one line may end in a number of its own: "Figures 2 and 3"
            continue
        fell = fell and value < number
        if line is None or index - last > _APART or value < number:
            if len(cluster) >= 3:
                first = title if title is not None and cluster[0] - title <= _APART else cluster[0]
                _mark(kinds, first, cluster[-1])
                found = True
            if found:
                entry = _LEADER  # lists of tables may follow, with leaders; else the text does
                if line and not entry.search(line.text):
                    cluster = []
                    continue
            cluster = []
        cluster.append(index)
        last, number = index, value
    return found


def _mark(kinds: list[Kind], first: int, last: int) -> None:
    for index in range(first, last + 1):
        if kinds[index] == "body":
            kinds[index] = "contents"


def ends_entry(text: str) -> bool:
    """Whether a line ends an entry of a contents page, or is the page's title."""
    return bool(_ENTRY.search(text) or _CONTENTS.fullmatch(text))


def without_leaders(text: str) -> str:
    """An entry of a contents page without the dots between title and page number.

    >>> without_leaders("Introduction ........ 1")
    'Introduction 1'
    """
    return re.sub(rf"\s?{_DOTS}", " ", text).strip()


def _mark_notes(page: Sequence[Line], kinds: list[Kind], size: float, open_size: float) -> float:
    """Mark the footnotes; return the size of the last where it is unfinished at the page's foot.

    ``open_size`` is that of the page before: what is set alike and near goes on with its note.
    """
    order = sorted(
        (i for i, kind in enumerate(kinds) if kind == "body"), key=lambda i: -page[i].foot
    )
    tail: list[int] = []
    for index in reversed(order):
        if page[index].size > 0.95 * size:
            break
        tail.insert(0, index)
    cited = {mark for line in page for offset, mark in line.marks if offset}
    if not any(_begins_note(page[index], cited) for index in tail):
        tail = _as_large(page, order, cited) or tail
    starts = [place for place, index in enumerate(tail) if _begins_note(page[index], cited)]
    if not starts and not (open_size and len(tail) < len(order)):
        return 0.0
    first = starts[0] if starts else len(tail)
    while open_size and first and _goes_on(page, tail, first, open_size):
        first -= 1
    for index in tail[first:]:
        kinds[index] = "note"
    if first == len(tail):
        return 0.0
    end = page[tail[-1]]
    return 0.0 if _FINISHED.search(end.text) else end.size


def _as_large(page: Sequence[Line], order: Sequence[int], cited: Collection[str]) -> list[int]:
    """The notes of a page that are set as large as its text: they begin with a raised number.

    It is cited above, a gap parts it from the text, and all that follows in its column to the foot
    of the page is theirs; a page with a second column has none.
    """
    for place, index in enumerate(order):
        line = page[index]
        begins = [mark for offset, mark in line.marks if not offset]
        if not begins or not begins[0].isdigit() or begins[0] not in cited or not place:
            continue
        apart = page[order[place - 1]].foot - line.foot > 1.5 * line.size
        beside = any(page[i].left > line.left + 12 * line.size for i in order)
        return list(order[place:]) if apart and not beside else []
    return []


def _goes_on(page: Sequence[Line], tail: Sequence[int], place: int, size: float) -> bool:
    """Whether the line before ``place`` is one of the note that the page before left open."""
    line = page[tail[place - 1]]
    near = place == len(tail) or line.foot - page[tail[place]].foot < 1.8 * size
    return near and abs(line.size - size) <= 0.2


def _begins_note(line: Line, cited: Collection[str]) -> bool:
    """Whether a line begins with the mark of a note, raised or as it is cited above."""
    begins = _NOTE_MARK.match(line.text)
    return any(offset == 0 for offset, _ in line.marks) or bool(begins and begins[1] in cited)
