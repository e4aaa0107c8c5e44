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

_BEFORE, _UNDER = 0.3, 0.7
"""Shares of the words that may stand before the first entry of a complete outline, and under any
one: a profile that is mostly one table has 0.6 under that, a law whose annexes alone are bookmarked
has 0.92 before the first."""


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
    taken = {(t.page, i) for t in named for i in range(t.first, t.first + t.count)}
    further = [t for t in shown if (t.page, t.first) not in taken]
    before, *under = _spans(named, pages, kinds)
    display = sum(title.style[1] >= 1.12 for title in further)
    covered = before <= _BEFORE and max(under, default=0.0) <= _UNDER
    complete = len(named) >= 3 and covered and display <= 2 * len(named) + 5
    if complete:
        styles = Counter(title.style[1:] for title in named)
        usual = {s for s, n in styles.items() if n > 1 and s[0] >= 1.12}
        first = min(named_places(named))
        further = [
            t
            for t in further
            if t.style[0] in STRONG or (t.style[1:] in usual and (t.page, t.first) > first)
        ]
    levels = _levels([*named, *further])
    found = [*_nested(named), *(replace(t, level=levels[_class(t.style)]) for t in further)]
    found.sort(key=lambda title: (title.page, title.first))
    if named:
        found = _under_named(found, set(named_places(named)))
    return found, complete


def named_places(titles: Iterable[Title]) -> list[tuple[int, int]]:
    """Where titles begin: (page, line)."""
    return [(title.page, title.first) for title in titles]


def _spans(
    titles: Sequence[Title], pages: Sequence[Sequence[Line]], kinds: Sequence[Sequence[Kind]]
) -> list[float]:
    """The share of the text before the first heading, and that under each."""
    begins = set(named_places(titles))
    spans = [0]
    for number, (lines, of_page) in enumerate(zip(pages, kinds, strict=True)):
        for index, (line, kind) in enumerate(zip(lines, of_page, strict=True)):
            if (number, index) in begins:
                spans.append(0)
            if kind == "body":
                spans[-1] += len(line.text)
    return [span / max(sum(spans), 1) for span in spans]


def _class(style: Style) -> tuple[str, float, bool]:
    """What headings of one level have in common: their numbering, or else how they are set."""
    face, size, bold = style
    numbered = face in RANKS or face.startswith("decimal")
    if numbered:
        return face, 0.0, False
    return face, size, bold and face != "capitals"


def _levels(titles: Sequence[Title]) -> dict[tuple[str, float, bool], int]:
    """The level of each class of headings: larger type first, labels by their own order."""
    members: dict[tuple[str, float, bool], list[Style]] = defaultdict(list)
    for title in sorted(titles, key=lambda title: (title.page, title.first)):
        members[_class(title.style)].append(title.style)
    usual = {c: Counter((s, b) for _, s, b in m).most_common(1)[0][0] for c, m in members.items()}
    order = sorted(members, key=lambda c: -usual[c][0])  # of one size as they first appear
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
        if numbered:
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
