"""Which blocks of a web page are its text, and which lead elsewhere or stand around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from aiplans_cli.model import Kind
from aiplans_cli.reading.block_writer import Written
from aiplans_cli.reading.web.around import is_contents, leads_away, may_be_a_topic, says_around
from aiplans_cli.reading.web.blocks import (
    extent,
    in_run,
    is_prose,
    letters,
    matches,
    not_menus,
    solid,
)
from aiplans_cli.reading.web.tree import page_title

_INNER = frozenset(
    "li ul ol dl dd dt tr td th tbody thead tfoot table caption span font b strong center".split()
)
"""Elements that belong to whatever they stand in."""

_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote pre".split())

_LINKED = 0.6
"""Share of a block that is links where the block leads elsewhere."""

_CLEAN = 0.05
"""Share of a page that is menus, up to which the rest is its text and nobody need be asked: the
requirements for Chinese layout (clreq) have 2 % in 2,282 blocks."""

_TRUSTED = 0.6
"""Share of the paragraphs that a text found by somebody else has, if it is to be believed."""

_EVERYTHING = 0.75
"""Share of all words of the page beyond which that text is no choice (zh-stcn has 0.9)."""

_NEARLY_ALL = 0.85
"""Share of the text that the element around it has: the rest may be teasers that look like it."""

_LONGEST = 900
"""Letters of a paragraph beyond which it weighs no more than as many in two."""

_LONG = 180
"""Letters of a paragraph that is believed to be text wherever it stands."""

_LINE = 40
"""Letters of a line that is text where it stands between two paragraphs, such as an item."""

_TITLE = 7
"""Letters or characters that the title of a text has at least."""

_PART = 120
"""Letters of paragraphs from which a part with a heading is text; twice as many without one."""

_GAP = 4
"""Blocks, such as a date and a source, that may stand between a heading and its text."""


class Page:
    """The blocks of a page, with how much of each sort its elements hold."""

    def __init__(self, root: Any, written: Sequence[Written]) -> None:
        self._written = written
        self._elements = list(root.iter("*"))
        self._index = {element: i for i, element in enumerate(self._elements)}
        self._parents = [self._index.get(e.getparent(), -1) for e in self._elements]
        self._last = list(range(len(self._elements)))
        for i in range(len(self._elements) - 1, 0, -1):
            self._last[self._parents[i]] = max(self._last[self._parents[i]], self._last[i])
        self._places = [self._index.get(one.origin, 0) for one in written]
        self._sizes = [extent(one.block.text) for one in written]
        self._groups = [self._group(place) for place in self._places]
        links = [one.linked > _LINKED * solid(one.block.text) for one in written]
        page = {i for i, e in enumerate(self._elements) if e.tag in ("html", "body")}
        kept = not_menus(written, links, self._groups, page)
        links = [link and not one for link, one in zip(links, kept, strict=True)]
        anchors = [
            one.block.kind == "body" and one.anchored > _LINKED * solid(one.block.text)
            for one in written
        ]
        self._is_entry = [anchor and in_run(anchors, n) for n, anchor in enumerate(anchors)]
        self._is_menu = [
            (link and in_run(links, n)) or self._has_kind(n, "navigation")
            for n, link in enumerate(links)
        ]
        self._is_linked = links
        self._is_prose = [
            is_prose(one, size) and not link
            for one, size, link in zip(written, self._sizes, links, strict=True)
        ]
        self._prose = self._summed(self._chosen(self._is_prose))
        self._unlinked = self._summed(
            [0 if link else n for n, link in zip(self._sizes, links, strict=True)]
        )
        self._whole = self._summed(self._sizes)
        self._headed = self._summed([self._has_kind(n, "heading") for n in range(len(written))])
        self._main = self._inherited(lambda i: self._elements[i].tag in ("main", "article"))
        self._leading_away, away = self._led_away(kept)
        self._around = self._inherited(self._stands_around)
        self._contents = self._inherited(lambda i: is_contents(self._elements[i]))
        self._is_own = [
            not self._around[place] and not menu and n not in away
            for n, (place, menu) in enumerate(zip(self._places, self._is_menu, strict=True))
        ]

    def prose(self) -> int:
        """How much the page has of running text, without what stands around it."""
        return sum(
            self._chosen([a and b for a, b in zip(self._is_own, self._is_prose, strict=True)])
        )

    def kinds(self, ask: Callable[[], Sequence[str]]) -> list[Kind]:
        """The kind of each block; ``ask`` gives the lines that somebody else takes for the text."""
        texts = self._texts(ask)
        if not any(text and self._has_kind(n, "body") for n, text in enumerate(texts)):
            texts = self._is_own  # a few words without a sentence
        elif (n := self._title(texts)) is not None:
            texts = [*texts[:n], True, *texts[n + 1 :]]
        result: list[Kind] = []
        for n, one in enumerate(self._written):
            kind = one.block.kind
            if kind in ("body", "heading"):
                if self._contents[self._places[n]] or self._is_entry[n]:
                    kind = "contents"
                elif not texts[n]:
                    kind = "navigation"
            result.append(kind)
        return result

    def _title(self, texts: Sequence[bool]) -> int | None:
        """The line before the text that is the title of the page, where no heading is."""
        title = letters(page_title(self._elements[0]))
        for n in range(texts.index(True) - 1, -1, -1):
            line = letters(self._written[n].block.text)
            if len(line) > _TITLE and title.startswith(line) and not self._is_linked[n]:
                return n if self._is_own[n] and self._has_kind(n, "body") else None
        return None

    def _texts(self, ask: Callable[[], Sequence[str]]) -> list[bool]:
        own = self._is_own
        total = sum(self._sizes)
        if sum(self._chosen(own)) >= (1 - _CLEAN) * total:
            return list(own)
        prose = [own[n] and self._is_prose[n] for n in range(len(own))]
        near = self._beside(prose)
        if sum(self._chosen(near)) >= (1 - 2 * _CLEAN) * total:
            return self._with_headings(near, [True] * len(near))
        hits = matches(self._written, ask())
        matched = [own[n] and hit for n, hit in enumerate(hits)]
        both = sum(self._chosen([a and b for a, b in zip(prose, matched, strict=True)]))
        everything = sum(self._chosen(hits)) > _EVERYTHING * total
        trusted = both >= _TRUSTED * sum(self._chosen(prose)) and not everything
        inside = self._inside(matched if trusted else prose, found=trusted)
        if not trusted:
            return self._with_headings(
                self._beside([prose[n] and inside[n] for n in range(len(own))]), inside
            )
        sure = [hit and (inside[n] or self._sizes[n] >= _LONG) for n, hit in enumerate(matched)]
        texts = self._beside(sure)
        first = next((n for n, text in enumerate(texts) if text), 0)
        last = max((n for n, text in enumerate(texts) if text), default=0)
        between = [
            text or (first < n < last and inside[n] and self._is_line(n))
            for n, text in enumerate(texts)
        ]
        return self._with_headings(between, inside)

    def _is_line(self, n: int) -> bool:
        """Whether a block is long enough to be text, and no link or caption of a film."""
        caption = self._elements[self._places[n]].tag == "figcaption"
        apart = caption or self._is_linked[n] or self._has_kind(n, "heading")
        return self._is_own[n] and self._sizes[n] >= _LINE and not apart

    def _beside(self, texts: Sequence[bool]) -> list[bool]:
        """The same with what stands in one element with a text, such as a short paragraph."""
        groups = {self._groups[n] for n, text in enumerate(texts) if text}
        return [
            text or (self._is_own[n] and self._groups[n] in groups) for n, text in enumerate(texts)
        ]

    def _with_headings(self, texts: list[bool], inside: Sequence[bool]) -> list[bool]:
        """The same with the headings that lead to a text, and without those that do not."""
        following, distance = False, 0
        result = list(texts)
        before_all = texts.index(True) if True in texts else 0
        for n in range(len(texts) - 1, -1, -1):
            if self._has_kind(n, "heading"):
                leads = texts[n] or (inside[n] and not self._is_linked[n])
                result[n] = self._is_own[n] and following and (leads or n < before_all)
                distance = 0 if result[n] else distance + 1
            elif self._has_kind(n, "body"):
                distance = 0 if texts[n] else distance + 1
                following |= texts[n]
            following &= distance <= _GAP
        return result

    def _inside(self, seeds: Sequence[bool], *, found: bool) -> list[bool]:
        """Which blocks are in the innermost element with nearly all of the seeds.

        Of what somebody else found, long paragraphs weigh more than their length: teasers are
        many, and short.
        """
        sums = [0] * len(self._elements)
        for group, size, seed in zip(self._groups, self._sizes, seeds, strict=True):
            if seed:
                sums[group] += size * min(size, _LONGEST) if found else size
        self._add_up(sums)
        best = max(i for i, total in enumerate(sums) if total >= _NEARLY_ALL * sums[0])
        within = self._inherited(lambda i: i == best)
        return [within[place] for place in self._places]

    def _has_kind(self, n: int, kind: Kind) -> bool:
        return self._written[n].block.kind == kind

    def _chosen(self, chosen: Sequence[bool]) -> list[int]:
        return [size if one else 0 for size, one in zip(self._sizes, chosen, strict=True)]

    def _summed(self, amounts: Sequence[int]) -> list[int]:
        """By element, the sum over the blocks in it."""
        sums = [0] * len(self._elements)
        for place, amount in zip(self._places, amounts, strict=True):
            sums[place] += amount
        self._add_up(sums)
        return sums

    def _add_up(self, sums: list[int]) -> None:
        """Add what each element has to the one around it."""
        for i in range(len(sums) - 1, 0, -1):  # children come after their parents
            sums[self._parents[i]] += sums[i]

    def _inherited(self, holds: Callable[[int], bool]) -> list[bool]:
        found: list[bool] = []
        for i, parent in enumerate(self._parents):
            found.append((parent >= 0 and found[parent]) or holds(i))
        return found

    def _stands_around(self, i: int) -> bool:
        """Whether an element says that it stands around the text, and does not hold most of it."""
        if 2 * self._prose[i] > self._prose[0]:
            return False
        element = self._elements[i]
        return i in self._leading_away or (says_around(element) and not self._is_part(i))

    def _is_part(self, i: int) -> bool:
        """Whether an element is part of the text by what it holds, whatever its class says."""
        element, prose = self._elements[i], self._prose[i]
        if not self._main[i] or not prose or 2 * self._unlinked[i] < self._whole[i]:
            return False
        enough = _PART if self._headed[i] or element.tag == "p" else 2 * _PART
        return prose >= enough and may_be_a_topic(element)

    def _led_away(self, kept: Sequence[bool]) -> tuple[set[int], set[int]]:
        """Elements and blocks that a line such as "Related articles" stands over.

        It is the whole element around the line where no paragraph is before it; else what follows
        it there, up to the next paragraph or the next heading of its level.
        """
        elements, blocks, before = set[int](), set[int](), -1
        for n, one in enumerate(self._written):
            if self._is_prose[n]:
                before = n
            if n in blocks or not leads_away(one.block.text):
                continue
            group = self._groups[n]
            if before < 0 or not self._is_in(group, before):
                elements.add(group)
                continue
            end = n + 1
            while end < len(self._written) and self._is_in(group, end):
                other = self._written[end].block
                above = other.kind == "heading" and other.level <= (one.block.level or 9)
                if above or (self._is_prose[end] and not kept[end]):
                    break
                end += 1
            blocks.update(range(n, end))
        return elements, blocks

    def _is_in(self, group: int, n: int) -> bool:
        """Whether a block is in an element: elements are numbered as they begin."""
        return group <= self._places[n] <= self._last[group]

    def _group(self, place: int) -> int:
        """The element that a block shares with the paragraphs around it."""
        while self._parents[place] > 0 and self._elements[place].tag in _INNER:
            place = self._parents[place]
        if self._elements[place].tag in _PARAGRAPHS:
            place = max(self._parents[place], 0)
        return place
