"""The headings that a file's bookmarks or its contents page name, found among its lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from aiplans_cli.model import Kind
from aiplans_cli.reading.pdf.layout import ends_entry, without_leaders
from aiplans_cli.reading.pdf.lines import Line
from aiplans_cli.reading.pdf.titles import Measure, Title, decimal_depth, style_of
from aiplans_cli.records import dataclass

_MOST_LINES = 6
"""Lines that one heading may take up."""

_LONG = 20
_NEARLY = 90.0
"""Letters from which a title may differ, and how much of it must agree, in per cent."""

_PER_PAGE = 6
"""Bookmarks a page beyond which they mirror the tags of each paragraph; a tagged report has 55."""

_LABELS = re.compile(
    r"(?:(?:\d{1,3}|[A-Z])(?:[.．]\d{1,3}){0,4}|[IVXLC]{1,6}|[一二三四五六七八九十]{1,3})[.．、:）)]*\s+"
    r"|(?:\d{1,3}(?:[.．]\d{1,3}){0,4}|[一二三四五六七八九十]{1,3})[.．、]"
    r"|第[一二三四五六七八九十百\d]+[编篇章节部分]+\s*"
    r"|(?:chapter|part|section|appendix|annex) (?:\d+|[ivxlc]+|[a-z])[.:—–-]*\s+",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?<![\s.…·_])[\s.…·_]*+\b(\d{1,4}|[ivxl]{1,7})$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading that is named somewhere else than where it stands."""

    level: int
    """Depth, 1 outermost."""
    title: str
    """Its words."""
    page: int
    """Physical page it points to, from 0."""


def bookmarks(document: Any) -> list[Entry]:
    """The file's bookmarks, none where they mirror its tags rather than its headings."""
    entries = []
    for mark in document.get_toc():
        target = mark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            entries.append(Entry(mark.level + 1, mark.get_title(), page))
    blank = sum(not entry.title.strip() for entry in entries)
    if len(entries) > _PER_PAGE * len(document) + 30 or 5 * blank > len(entries):
        return []
    return entries


def contents_entries(
    pages: Sequence[Sequence[Line]], kinds: Sequence[Sequence[Kind]], labels: Sequence[str]
) -> list[Entry]:
    """The entries of the contents pages whose page numbers lead to a page."""
    physical = {label: number for number, label in reversed(list(enumerate(labels)))}
    found: list[tuple[float, str, int]] = []
    for lines, of_page in zip(pages, kinds, strict=True):
        entry, left = "", 0.0
        for line, kind in zip(lines, of_page, strict=True):
            if kind != "contents":
                continue
            left = left if entry else line.left
            entry = f"{entry} {line.text}".strip()
            if ends_entry(entry):
                number = _PAGE.search(entry)
                if number and number[1] in physical:
                    title = without_leaders(entry[: number.start()])
                    found.append((left, title, physical[number[1]]))
                entry = ""
    return _with_levels(found)


def _with_levels(found: Sequence[tuple[float, str, int]]) -> list[Entry]:
    """Entries with the level that their decimal labels say, or else how far they are set in."""
    edges: list[float] = []
    for left in sorted(left for left, *_ in found):
        if not edges or left > edges[-1] + 4:
            edges.append(left)
    entries = []
    for left, title, page in found:
        indent = sum(edge <= left for edge in edges)
        entries.append(Entry(decimal_depth(title) or indent, title, page))
    return entries


def title_key(text: str) -> str:
    """What two printings of one title share: its letters and digits.

    >>> title_key("1.  Aims & Scope") == title_key("1 Aims, scope")
    True
    """
    return "".join(char for char in text.casefold() if char.isalnum())


def _bare(text: str) -> str:
    return title_key(_LABELS.sub("", text, count=1))


class _Index:
    """Runs of lines of a page by what they spell, with and without their labels."""

    def __init__(self, lines: Sequence[Line], kinds: Sequence[Kind]) -> None:
        self._runs: dict[str, tuple[float, int, int]] = {}
        self.labelled: dict[str, tuple[float, int, int]] = {}
        self._keys = keys = [
            "" if kind == "page number" else title_key(line.text)
            for line, kind in zip(lines, kinds, strict=True)
        ]
        for first, line in enumerate(lines):
            text = ""
            bare = _bare(line.text)
            for last in range(first, min(first + _MOST_LINES, len(lines))):
                if kinds[last] == "page number":
                    continue
                if kinds[last] not in ("body", "running head"):
                    break
                text += keys[last]
                run = (line.size, first, last - first + 1)
                self._keep(self._runs, text, run)
                if bare and bare != keys[first]:
                    self._keep(self.labelled, bare + text[len(keys[first]) :], run)

    @staticmethod
    def _keep(
        runs: dict[str, tuple[float, int, int]], key: str, run: tuple[float, int, int]
    ) -> None:
        """The largest type wins, then the first."""
        if key not in runs or run[0] > runs[key][0]:
            runs[key] = run

    def find(self, title: str) -> tuple[int, int] | None:
        """First line and number of lines that spell a title."""
        key = title_key(title)
        run = self._runs.get(key) or self.labelled.get(key) or self._runs.get(_bare(title))
        return run[1:] if run else self._nearly(key)

    def spelled(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """What its runs of lines spell, each with its first line and number of lines."""
        for runs in (self._runs, self.labelled):
            yield from ((key, run[1:]) for key, run in runs.items())

    def _nearly(self, key: str) -> tuple[int, int] | None:
        """The run that differs from a long title by a letter or two: a note's number, a typo."""
        from rapidfuzz.fuzz import ratio

        if len(key) < _LONG:
            return None
        for first, begins in enumerate(self._keys):
            if begins[:8] != key[:8]:
                continue
            text = ""
            for last in range(first, min(first + 2 * _MOST_LINES, len(self._keys))):
                text += self._keys[last]
                if len(text) >= 0.9 * len(key):
                    break
            if ratio(text, key) >= _NEARLY:
                return first, last - first + 1
        return None


def located(
    entries: Iterable[Entry],
    pages: Sequence[Sequence[Line]],
    kinds: Sequence[Sequence[Kind]],
    measure: Measure,
) -> Iterator[Title]:
    """The entries among the lines of the pages they point to, or of the pages beside them."""
    index = cache(lambda page: _Index(pages[page], kinds[page]))
    taken: set[tuple[int, int]] = set()
    last = 0
    everywhere: dict[str, list[tuple[int, tuple[int, int]]]] | None = None
    for entry in entries:
        if sum(char.isalpha() for char in title_key(entry.title)) < 2:
            continue
        near = [p for p in (entry.page, entry.page + 1, entry.page - 1) if 0 <= p < len(pages)]
        places = [(p, place) for p in near if (place := index(p).find(entry.title))]
        if not places:  # some writers let several bookmarks point to one page
            if everywhere is None:
                everywhere = defaultdict(list)
                for page in range(len(pages)):
                    for key, place in index(page).spelled():
                        everywhere[key].append((page, place))
            named = everywhere.get(title_key(entry.title), [])
            places = [(p, place) for p, place in named if p >= last and p not in near]
        for page, place in places:
            style = style_of(pages[page][place[0]], measure)
            if (page, place[0]) not in taken and (page in near or style is not None):
                taken.add((page, place[0]))
                last = page
                yield Title(page, *place, entry.level, style or ("", 1.0, False))
                break
