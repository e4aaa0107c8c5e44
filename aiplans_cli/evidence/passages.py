"""A source laid out for searching: its units in reading order, each with the way back.

A *unit* is a word, a single Chinese character, or a sign that carries meaning (%, $, &). Case,
script, punctuation and spacing are not part of a unit, so text that differs only in those has
the same units. Body and headings make one stream, titles and front matter, notes, and contents
pages each their own, so a sentence that runs on under a footnote or over a page is whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from aiplans_cli.characters import INVISIBLE
from aiplans_cli.language import fold, language_of
from aiplans_cli.language.folding import HAN, HAN_RUN
from aiplans_cli.model import Document, Kind, Section
from aiplans_cli.records import dataclass

_UNIT = re.compile(rf"[{HAN}%$€£¥&§]|[^\W_{HAN}]+(?:['{INVISIBLE}]+[^\W_{HAN}]+)*")
_NOTHING = re.compile(f"['{INVISIBLE}]")

TITLE = "title"
"""What stands for the heading of a title, which has none."""

STREAMS: tuple[tuple[Kind, ...], ...] = (
    ("body", "heading"),
    ("note",),
    ("bibliography",),
    ("rotated",),
    ("contents",),
)
"""The kinds of section that make up each stream, the likeliest place of a quotation first."""


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a text; the three tuples are parallel."""

    text: str
    """The text, as it is displayed."""
    units: tuple[str, ...]
    """Folded words and characters."""
    starts: tuple[int, ...]
    """Offset of each unit's first character in the text."""
    ends: tuple[int, ...]
    """Offset after each unit's last character."""

    def span(self, first: int, stop: int) -> str:
        """The text from unit ``first`` up to, not including, unit ``stop``."""
        return self.text[self.starts[first] : self.ends[stop - 1]] if stop > first else ""


def has_han(text: str) -> bool:
    """Whether a text contains Chinese characters."""
    return bool(HAN_RUN.search(text))


def to_units(text: str) -> Units:
    """The units of a text.

    >>> to_units("The U.S. plan’s 5%").units
    ('the', 'u', 's', 'plans', '5', '%')
    """
    folded = fold(text, language_of(text))
    matches = list(_UNIT.finditer(folded))
    units = tuple(_NOTHING.sub("", match.group()) for match in matches)
    return Units(text, units, tuple(m.start() for m in matches), tuple(m.end() for m in matches))


@dataclass(frozen=True, slots=True)
class Stream:
    """Sections of a source that read as one text."""

    body: Units
    """The displayed texts of the sections, joined by line breaks, and their units."""
    sections: tuple[Section, ...]
    """The sections."""
    section_starts: tuple[int, ...]
    """Offset of each section in the joined text."""
    squeezed: str
    """All units run together."""
    offsets: tuple[int, ...]
    """Offset of each unit in ``squeezed``, and at the end its length."""
    spaced: str
    """All units with a space before, between and after."""
    depth: int
    """How likely quotations stand here, from 0 for titles: theirs are whole where others cite."""
    frequency: Mapping[str, int]
    """How often each unit stands in the stream."""

    def place(self, first: int) -> tuple[Section, int]:
        """The section in which a unit stands, and the unit's offset in that section's text."""
        start = self.body.starts[first]
        index = bisect_right(self.section_starts, start) - 1
        return self.sections[index], start - self.section_starts[index]

    def runs(self, units: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where ``units`` stand, however they are spaced: (first unit, stop) of each place."""
        target = "".join(units)
        at = self.squeezed.find(target) if target else -1
        while at >= 0:
            first = bisect_left(self.offsets, at)
            stop = bisect_left(self.offsets, at + len(target))
            if self.offsets[first] == at and self.offsets[stop] == at + len(target):
                yield first, stop
            at = self.squeezed.find(target, at + 1)

    def unit_runs(self, units: Sequence[str]) -> Iterator[int]:
        """The first unit of each place where exactly ``units`` stand, unit by unit."""
        target = f" {' '.join(units)} "
        at = self.spaced.find(target)
        while at >= 0:
            yield bisect_left(range(len(self.body.units)), at, key=lambda i: self.offsets[i] + i)
            at = self.spaced.find(target, at + 1)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A document laid out for searching."""

    document: Document
    """The document."""
    streams: tuple[Stream, ...]
    """Its streams that hold any text, in the order of ``STREAMS``, then its titles."""


def lay_out(document: Document) -> LaidOut:
    """Prepare a document for any number of searches.

    >>> from aiplans_cli.model import Section
    >>> body = Section("", 0, "body", "1", "Win the AI race.")
    >>> source = lay_out(Document("d", "d", "en", (body,)))
    >>> list(source.streams[0].runs(["ai", "race"]))
    [(2, 4)]
    """
    found = [
        (depth, tuple(s for s in document.sections if s.kind in kinds and s.text.strip()))
        for depth, kinds in enumerate(STREAMS, 1)
    ]
    found.append((0, _titles(document)))
    return LaidOut(document, tuple(_stream(*each) for each in found if each[1]))


def _titles(document: Document) -> tuple[Section, ...]:
    """Titles and front matter as sections under "title", but for what stands in the text too.

    A title that only repeats the name of the file is none.
    """
    named = PurePath(document.id).name.startswith(document.title)
    said = "\n".join(section.text for section in document.sections if section.kind in STREAMS[0])
    texts = dict.fromkeys((*([] if named else [document.title]), *document.front))
    return tuple(Section(TITLE, 0, "heading", "", text) for text in texts if text not in said)


def _stream(depth: int, sections: tuple[Section, ...]) -> Stream:
    starts, position = [], 0
    for section in sections:
        starts.append(position)
        position += len(section.text) + 1
    body = to_units("\n".join(section.text for section in sections))
    offsets = [0]
    for unit in body.units:
        offsets.append(offsets[-1] + len(unit))
    return Stream(
        body=body,
        sections=sections,
        section_starts=tuple(starts),
        squeezed="".join(body.units),
        offsets=tuple(offsets),
        spaced=f" {' '.join(body.units)} ",
        depth=depth,
        frequency=Counter(body.units),
    )
