"""From the elements of Word, HTML and Markdown to blocks: what is one paragraph, row or mark.

The readers of these formats walk their own trees and say here what begins and ends. What happens
to the words is decided once: no two paragraphs, cells or lines are glued, marks that refer to
notes come off their words, and each character is in a block or set aside under a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from itertools import islice
from operator import attrgetter
from typing import Any
from unicodedata import is_normalized

from aiplans_cli.characters import UNTIDY
from aiplans_cli.model import Kind
from aiplans_cli.reading.joining import HYPHENS, SOFT_HYPHEN, joined
from aiplans_cli.reading.marks import RAISED, REFERENCE_MARK, TRADE_MARKS, is_reference
from aiplans_cli.reading.shape import HAN, Aside, Block, tidy
from aiplans_cli.records import dataclass

_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
_LINE_END = re.compile(rf"(?<={_WIDE})[^\S\n\u3000]*+\n\s*+({_WIDE})?")
"""A line end between Chinese characters, which no reader sees as a space."""


@dataclass(frozen=True, slots=True)
class Written:
    """A block with where it came from."""

    block: Block
    """The block."""
    origin: Any = None
    """Whatever its reader wants to know it by, such as an element of a page."""
    linked: int = 0
    """Characters of its text that lead to other pages."""
    anchored: int = 0
    """Characters of its text that lead to places of the same page."""


@dataclass(slots=True)
class _Row:
    """A row of a table that is not yet at its end."""

    origin: Any
    cells: list[list[Written]] = field(default_factory=list)


@dataclass(slots=True)
class BlockWriter:
    """Gathers blocks from what a walk through a document meets, in its order.

    >>> writer = BlockWriter()
    >>> writer.text("The rules on governance")
    >>> writer.text("1", raised=True)
    >>> writer.text(" apply.")
    >>> writer.end()
    >>> writer.written[0].block.text, writer.asides[0].text
    ('The rules on governance apply.', '1')
    """

    kind: Kind = "body"
    """Of the text that comes next; a change holds from the next ``end``."""
    level: int = 0
    """Depth of the heading that comes next, 0 for no heading."""
    quoted: bool = False
    """Whether what comes next is set apart as a quotation."""
    origin: Any = None
    """What the next block came from."""
    written: list[Written] = field(default_factory=list)
    """All blocks that ended outside rows."""
    asides: list[Aside] = field(default_factory=list)
    """What stands in no block."""
    added: int = 0
    """Characters of the blocks that the file does not have."""
    words: Counter[str] = field(default_factory=Counter)
    """Words that stand unbroken in the text, by which hyphens at line ends are judged."""
    _pieces: list[str] = field(default_factory=list)
    _lines: list[tuple[int, int]] = field(default_factory=list)
    _after: list[Written] = field(default_factory=list)
    _rows: list[_Row] = field(default_factory=list)
    _raised: str = ""
    _raised_link: bool = False
    _linked: int = 0
    _anchored: int = 0
    _marked: bool = False

    def text(
        self, text: str, *, raised: bool = False, linked: bool = False, anchored: bool = False
    ) -> None:
        """Go on with the paragraph; white space is what HTML takes it for."""
        if not text:
            return
        if raised:
            self._raised += text
            self._raised_link |= linked or anchored
            return
        if self._raised:
            self._settle()
        if self._marked:
            # a mark may be all that stands between two words
            last = self._pieces[-1][-1:] if self._pieces else ""
            if text[0].isalpha() and not last.isspace() and not HAN.match(text[0] + last):
                self._pieces.append(" ")
            self._marked = False
        if not self._pieces and text.isspace():
            return
        if linked:
            self._linked += len(text) - text.count(" ")
        elif anchored:
            self._anchored += len(text) - text.count(" ")
        self._pieces.append(text)

    def line(self, number: int) -> None:
        """A line of the file begins here, which for the paragraph is a space."""
        self._settle()
        self._pieces.append("\n")
        self._lines.append((len(self._pieces), number))

    def break_line(self) -> None:
        """A line break that is meant: it ends a paragraph, but not a heading."""
        if self.level:
            self.text("\n")
        else:
            self.end()

    def aside(self, name: str, text: str) -> None:
        """Set characters aside for the ledger."""
        shown = tidy(text)
        if shown:
            self.asides.append(Aside(name, shown))

    def beside(self, kind: Kind, text: str) -> None:
        """A block of another kind, which follows the paragraph in which it stands."""
        shown = tidy(_closed(text))
        if shown:
            self._after.append(Written(Block(kind, shown), self.origin))

    def follow(self, other: BlockWriter) -> None:
        """What stands apart from the paragraph, such as a box, follows it."""
        other.end()
        self._after += other.written
        self.asides += other.asides
        self.added += other.added

    def add(self, characters: int) -> None:
        """Say that the text has characters which the file does not have."""
        self.added += characters

    def end(self) -> None:
        """End the paragraph, which may be empty."""
        if not (self._pieces or self._raised or self._after):
            return
        self._settle()
        self._marked = False
        if self._pieces:
            text, lines = _joined(self._pieces, self._lines, self.words)
            if lines and (lost := _hyphens("".join(self._pieces)) - _hyphens(text)) > 0:
                self.asides.append(Aside("line-end hyphen", "-" * lost))
            if text:
                kind: Kind = "heading" if self.level and self.kind == "body" else self.kind
                level = self.level if kind == "heading" else 0
                block = Block(kind, text, level, lines=lines, quoted=self.quoted)
                self._put(Written(block, self.origin, self._linked, self._anchored))
            self._pieces = []
        self._lines = []
        self._linked = self._anchored = 0
        if self._after:
            after, self._after = self._after, []
            for one in after:
                self._put(one)

    def paragraph(self, text: str) -> None:
        """A paragraph of its own that is already tidy."""
        self.end()
        self._put(Written(Block(self.kind, text, quoted=self.quoted), self.origin))

    def begin_row(self) -> None:
        """A row of a table begins."""
        self.end()
        self._rows.append(_Row(self.origin))

    def begin_cell(self) -> None:
        """A cell begins, and the one before it ends."""
        self.end()
        if self._rows:
            self._rows[-1].cells.append([])

    def end_row(self) -> None:
        """The row ends: one block where each cell is one paragraph, else as its paragraphs."""
        self.end()
        if not self._rows:
            return
        row = self._rows.pop()
        body = [[one for one in cell if one.block.kind == "body"] for cell in row.cells]
        full = [cell[0] for cell in body if len(cell) == 1]
        heading = any(one.block.kind == "heading" for cell in row.cells for one in cell)
        if len(full) > 1 and not heading and all(len(cell) < 2 for cell in body):
            self.added += len(full) - 1
            text = " | ".join(one.block.text for one in full)
            first = full[0].block
            block = Block("body", text, lines=first.lines, quoted=first.quoted)
            linked, anchored = (sum(map(attrgetter(n), full)) for n in ("linked", "anchored"))
            self._put(Written(block, row.origin, linked, anchored))
            full_ids = {id(one) for one in full}
        else:
            full_ids = set()
        for cell in row.cells:
            for one in cell:
                if id(one) not in full_ids:
                    self._put(one)

    def _put(self, one: Written) -> None:
        target = self.written
        for row in self._rows:
            if row.cells:
                target = row.cells[-1]
        target.append(one)

    def _settle(self) -> None:
        """Decide what the raised characters before this place are."""
        whole, self._raised = self._raised, ""
        raised = whole.strip()
        link, self._raised_link = self._raised_link, False
        if not raised:
            return
        before = "".join(self._pieces[-3:])[-12:]
        if not before.strip() and len(self._pieces) < 4:
            self._pieces.append(f"{raised} ")  # the number of a note, before its text
        elif is_reference(raised, before, link=link):
            self.asides.append(Aside(REFERENCE_MARK, raised))
            self._marked = True
        elif raised in TRADE_MARKS:
            self._pieces.append(f" {raised}")
        elif any(map(str.isalpha, raised)):
            self._pieces.append(whole)
        else:
            self._pieces.append(raised.translate(RAISED))


def _hyphens(text: str) -> int:
    return sum(map(text.count, HYPHENS))


def measured(texts: Iterable[str]) -> int:
    """How many visible characters texts have together; ``characters`` is slow for many short ones.

    >>> measured(["The ﬁrst", " line\\n"])
    12
    """
    total, rest = 0, iter(texts)
    while some := "\n".join(islice(rest, 500)):
        if UNTIDY.search(some) or not is_normalized("NFC", some):
            some = tidy(_closed(some))
        total += sum(map(len, some.split()))
    return total


def _met(end: re.Match[str]) -> str:
    return end[1] or end[0]


def _closed(text: str) -> str:
    """Text with line ends as spaces, which is all they mean, or as nothing."""
    return " ".join(_LINE_END.sub(_met, text).split("\n")) if "\n" in text else text


def _joined(
    pieces: list[str], lines: list[tuple[int, int]], words: Counter[str]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a paragraph, with where the lines of its file begin in it."""
    if not lines:
        return tidy(_closed("".join(pieces))), ()
    starts = [0, *(start for start, _ in lines)]
    parts, begins, length = [""], list[tuple[int, int]](), 0
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(pieces)
        line = "".join(pieces[start:end])
        text = tidy(_closed(line))
        if not text:
            continue
        # what is before the last line does not matter, and may be very long
        length -= len(parts[-1])
        parts[-1] = joined(parts[-1], text, words)
        length += len(parts[-1])
        if index:
            begins.append((length, lines[index - 1][1]))
        parts.append(text + SOFT_HYPHEN * line.rstrip().endswith(SOFT_HYPHEN))
        length += len(parts[-1])
    return tidy("".join(parts)), tuple(begins)
