"""All headings of a document with their levels: bookmarks and contents add to what a page shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from aiplans_cli.model import Kind
from aiplans_cli.reading.numbering import RANKS, STRONG
from aiplans_cli.reading.pdf.lines import Line
from aiplans_cli.reading.pdf.titles import Measure, Style, Title, by_type

_DEEPEST = 6
_BESIDE = (("named", 0.0, False), ("annex", 0.0, False))
"""Classes of headings that stand beside the outermost chapters."""

_UNTOLD = 0.3
"""Share of the words that may stand under one entry of a complete outline: a report of five long
chapters has 0.26, a law whose annexes alone are bookmarked has 0.92."""


def headings(
    named: Sequence[Title],
    pages: Sequence[Sequence[Line]],
    kinds: Sequence[Sequence[Kind]],
    measure: Measure,
) -> tuple[list[Title], bool]:
    """The headings in reading order, and whether the outline that gave ``named`` is complete.

    ``named`` are those that bookmarks or the contents page name. Of what else looks like a heading,
    all is taken where they tell only of a part of the text; else what is numbered as a chapter or
    article, or set like those that they name.
    """
    shown = by_type(pages, kinds, measure)
    complete = len(named) >= 3 and _largest_gap(named, pages, kinds) <= _UNTOLD
    taken = {(t.page, i) for t in named for i in range(t.first, t.first + t.count)}
    further = [t for t in shown if (t.page, t.first) not in taken]
    if complete:
        styles = Counter(title.style[1:] for title in named)
        usual = {s for s, n in styles.items() if n > 1 and s != (1.0, False)}
        further = [t for t in further if t.style[0] in STRONG or t.style[1:] in usual]
    levels = _levels([*named, *further])
    found = [*_nested(named), *(replace(t, level=levels[_class(t.style)]) for t in further)]
    found.sort(key=lambda title: (title.page, title.first))
    if named:
        found = _under_named(found, set(named_places(named)))
    return found, complete


def named_places(titles: Iterable[Title]) -> list[tuple[int, int]]:
    """Where titles begin: (page, line)."""
    return [(title.page, title.first) for title in titles]


def _largest_gap(
    titles: Sequence[Title], pages: Sequence[Sequence[Line]], kinds: Sequence[Sequence[Kind]]
) -> float:
    """The largest share of the text that stands under one heading, or before the first."""
    begins = set(named_places(titles))
    spans = [0]
    for number, (lines, of_page) in enumerate(zip(pages, kinds, strict=True)):
        for index, (line, kind) in enumerate(zip(lines, of_page, strict=True)):
            if (number, index) in begins:
                spans.append(0)
            if kind == "body":
                spans[-1] += len(line.text)
    return max(spans) / max(sum(spans), 1)


def _class(style: Style) -> tuple[str, float, bool]:
    """What headings of one level have in common: their numbering, or else how they are set."""
    face, size, bold = style
    numbered = face in RANKS or face.startswith("decimal")
    return (face, 0.0, False) if numbered else (face, size, bold)


def _levels(titles: Sequence[Title]) -> dict[tuple[str, float, bool], int]:
    """The level of each class of headings: larger type first, labels by their own order."""
    members: dict[tuple[str, float, bool], list[Style]] = defaultdict(list)
    for title in sorted(titles, key=lambda title: (title.page, title.first)):
        members[_class(title.style)].append(title.style)
    usual = {c: Counter((s, b) for _, s, b in m).most_common(1)[0][0] for c, m in members.items()}
    order = sorted(members, key=lambda c: (-usual[c][0], not usual[c][1]))
    for labelled in (_rank_order, _decimal_order):
        places = [i for i, c in enumerate(order) if labelled(c[0]) is not None]
        ranked = sorted((order[i] for i in places), key=lambda c: labelled(c[0]) or 0)
        for place, one in zip(places, ranked, strict=True):
            order[place] = one
    outermost = next((c for c in order if c[0] in RANKS and c not in _BESIDE), None)
    beside = [c for c in order if outermost and c in _BESIDE]
    order = [c for c in order if c not in beside]
    levels: dict[tuple[str, float, bool], int] = {}
    of_type: dict[tuple[float, bool], int] = {}
    level = 0
    for one in order:
        numbered = one[1] == 0.0
        same = of_type.get(usual[one])
        if same is not None and not numbered and one[0] == "":
            levels[one] = same  # "Executive Summary", set like "1 Introduction"
            continue
        level = min(level + 1, _DEEPEST)
        levels[one] = level
        of_type.setdefault(usual[one], level)
    return levels | {one: levels[outermost] for one in beside if outermost}


def _rank_order(face: str) -> int | None:
    return list(RANKS).index(face) if face in RANKS else None


def _decimal_order(face: str) -> int | None:
    return int(face.split()[1]) if face.startswith("decimal") else None


def _nested(titles: Sequence[Title]) -> list[Title]:
    """Close gaps in the levels, so that the outermost is 1."""
    ranks = {level: i for i, level in enumerate(sorted({t.level for t in titles}), start=1)}
    return [replace(title, level=ranks[title.level]) for title in titles]


def _under_named(found: Sequence[Title], named: set[tuple[int, int]]) -> list[Title]:
    """Headings that only the page shows, at the level of named ones that are set alike.

    Where none is, they stand below the named one before them.
    """
    alike: dict[tuple[str, float, bool], Counter[int]] = defaultdict(Counter)
    for title in found:
        if (title.page, title.first) in named:
            alike[_class(title.style)][title.level] += 1
    own = [t.level for t in found if (t.page, t.first) not in named]
    lowest = min(own, default=1)
    result: list[Title] = []
    above = 0
    for title in found:
        level = title.level
        if (title.page, title.first) in named:
            above = level
        elif alike[_class(title.style)]:
            level = alike[_class(title.style)].most_common(1)[0][0]
        else:
            level = min(above + 1 + level - lowest, _DEEPEST)
        result.append(replace(title, level=level))
    return result
