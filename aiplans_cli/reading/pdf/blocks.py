"""From the lines of pages to headings, paragraphs, notes and what stands beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from aiplans_cli.model import Kind
from aiplans_cli.reading.ledger import characters
from aiplans_cli.reading.pdf import flow, layout
from aiplans_cli.reading.pdf.lines import Line
from aiplans_cli.reading.pdf.titles import Measure, Title
from aiplans_cli.reading.shape import Aside, Block
from aiplans_cli.records import dataclass

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN_NUMBER = re.compile(r"(\d{1,3})(?:[. ] *|(?=[^\W\d_]))")
_BESIDE: tuple[Kind, ...] = ("running head", "page number", "watermark", "rotated")
"""Kinds of line that are a block each."""


@dataclass(slots=True)
class Pages:
    """The pages of a PDF as lines, each with its kind."""

    lines: list[list[Line]]
    kinds: list[list[Kind]]
    labels: list[str]
    words: Counter[str]
    measure: Measure
    asides: list[Aside] = field(default_factory=list)
    """What of them is in no block."""

    def dropped(self, name: str, page: str, before: str, after: str, sign: str = "-") -> None:
        """Note characters that a text has lost since it was printed: such signs, or so many."""
        if count := characters(before) - characters(after):
            self.asides.append(Aside(name, sign if len(sign) == count else sign[0] * count, page))


def blocks_of(pages: Pages, found: Sequence[Title]) -> Iterator[Block]:
    begins = {(title.page, title.first): title for title in found}
    step = pages.measure.step
    open_lines: list[Line] = []
    for number, lines in enumerate(pages.lines):
        kinds = pages.kinds[number]
        yield from _aside(pages, number)
        margins = flow.Margins(lines)
        noted = {
            mark
            for line, kind in zip(lines, kinds, strict=True)
            if kind == "note"
            for _, mark in line.marks
        }
        index = 0
        while index < len(lines):
            title = begins.get((number, index))
            if title or kinds[index] == "body":
                line = _restored(pages, lines[index], noted)
                if open_lines and (title or not flow.continues(open_lines, line, step, margins)):
                    yield _paragraph(pages, open_lines)
                    open_lines = []
                if title:
                    further = range(index + 1, index + title.count)
                    run = [_restored(pages, lines[i], noted) for i in further if kinds[i] == "body"]
                    block = _paragraph(pages, [line, *run], "heading")
                    yield replace(block, level=title.level)
                    index += title.count
                    continue
                open_lines.append(line)
            index += 1
        yield from _noted(pages, number)
    if open_lines:
        yield _paragraph(pages, open_lines)


def without_gaps(blocks: Sequence[Block]) -> list[Block]:
    """The same headings with levels that leave none out."""
    levels = sorted({block.level for block in blocks if block.kind == "heading"})
    return [
        replace(block, level=levels.index(block.level) + 1) if block.kind == "heading" else block
        for block in blocks
    ]


def _paragraph(pages: Pages, lines: Sequence[Line], kind: Kind = "body") -> Block:
    block = flow.paragraph(lines, pages.labels, pages.words, kind)
    printed = "\n".join(line.text for line in lines)
    pages.dropped("line-end hyphen", block.page, printed.replace("\n", ""), block.text)
    return block


def _restored(pages: Pages, line: Line, noted: set[str]) -> Line:
    """Put back superscript numbers that are exponents, not references to a note of the page."""
    text = line.text
    for offset, mark in reversed(line.marks):
        if mark.isdigit() and mark not in noted and text[offset - 1 : offset].isdigit():
            text = text[:offset] + mark.translate(_SUPERSCRIPT) + text[offset:]
    pages.dropped(
        "reference mark", pages.labels[line.page], line.text + line.raised, text, line.raised or "*"
    )
    return line if text == line.text else replace(line, text=text)


def _aside(pages: Pages, number: int) -> Iterator[Block]:
    """Running heads, slanted text and contents entries of a page, each a block."""
    label = pages.labels[number]
    entry: list[str] = []
    for line, kind in zip(pages.lines[number], pages.kinds[number], strict=True):
        if kind in _BESIDE:
            yield Block(kind, line.text, page=label)
        elif kind == "contents":
            entry.append(line.text)
            if layout.ends_entry(" ".join(entry)):
                yield _entry(pages, entry, label)
                entry = []
        else:
            continue
        if line.raised:
            pages.dropped("reference mark", label, line.raised, "", line.raised)
    if entry:
        yield _entry(pages, entry, label)


def _entry(pages: Pages, lines: Sequence[str], label: str) -> Block:
    printed = " ".join(lines)
    text = layout.without_leaders(printed)
    pages.dropped("contents", label, printed, text, ".")
    return Block("contents", text, page=label)


def _noted(pages: Pages, number: int) -> Iterator[Block]:
    """The footnotes of a page, each a block that begins with its number."""
    notes: list[list[Line]] = []
    last = 0
    for line, kind in zip(pages.lines[number], pages.kinds[number], strict=True):
        if kind != "note":
            continue
        numbers = [mark for offset, mark in line.marks if offset == 0]
        text, plain = line.text, _PLAIN_NUMBER.match(line.text)
        if plain and not numbers and (not notes or int(plain[1]) == last + 1):
            text = f"{plain[1]} {text[plain.end() :]}"
            numbers = [""]
        last = int(plain[1]) if plain and numbers == [""] else last
        shown = replace(line, text=" ".join(filter(None, [*numbers, text])))
        pages.dropped(
            "reference mark",
            pages.labels[number],
            line.text + line.raised,
            shown.text,
            line.raised or "*",
        )
        if numbers or not notes:
            notes.append([shown])
        else:
            notes[-1].append(shown)
    for note in notes:
        yield _paragraph(pages, note, "note")
