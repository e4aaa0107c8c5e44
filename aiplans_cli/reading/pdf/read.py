"""From the bytes of a PDF to the blocks of a document, with all that is not in them."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aiplans_cli.errors import SourceError
from aiplans_cli.model import Kind
from aiplans_cli.reading import numbering
from aiplans_cli.reading.ledger import characters, visible
from aiplans_cli.reading.pdf import flow, layout, outline, poppler
from aiplans_cli.reading.pdf.furniture import printed_numbers
from aiplans_cli.reading.pdf.glyphs import drawn_text, page_glyphs
from aiplans_cli.reading.pdf.headings import headings
from aiplans_cli.reading.pdf.initials import with_initials
from aiplans_cli.reading.pdf.lines import Line, page_lines
from aiplans_cli.reading.pdf.margins import without_line_numbers
from aiplans_cli.reading.pdf.order import reading_order
from aiplans_cli.reading.pdf.titles import Measure, Title
from aiplans_cli.reading.shape import HAN, Aside, Block, Draft

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN_NUMBER = re.compile(r"(\d{1,3})(?:[. ] *|(?=[^\W\d_]))")
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|rtf|tmp)$|^(?:microsoft word|untitled)", re.I)
_BESIDE: tuple[Kind, ...] = ("running head", "page number", "watermark", "rotated")
"""Kinds of line that are a block each."""


@dataclass(slots=True)
class _File:
    """What was read of a file, page by page."""

    title: str
    """Its title as its metadata say."""
    labels: list[str]
    """Labels of its pages in its metadata."""
    bookmarks: list[outline.Entry]
    """Its bookmarks."""
    lines: list[list[Line]] = field(default_factory=list)
    """Its lines in reading order, without the numbers in the margin."""
    numbers: list[list[Line]] = field(default_factory=list)
    """Those numbers."""
    drawn: list[str] = field(default_factory=list)
    """All text of each page, taken in one piece."""
    unread: list[int] = field(default_factory=list)
    """Characters of each page that have no Unicode."""


@dataclass(slots=True)
class _Pages:
    """The pages of a PDF as lines, each with its kind."""

    lines: list[list[Line]]
    kinds: list[list[Kind]]
    labels: list[str]
    words: Counter[str]
    measure: Measure
    asides: list[Aside] = field(default_factory=list)
    """What of them is in no block."""

    def dropped(self, name: str, page: str, before: str, after: str, sign: str = "-") -> None:
        """Note characters that a text has lost since it was printed."""
        if count := characters(before) - characters(after):
            self.asides.append(Aside(name, sign * count, page))


def read_pdf(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read a PDF; ``encoding`` does not matter, as a PDF names its own.

    Raises:
        SourceError: the file is encrypted or damaged, or has no text.
    """
    file = _read(data, name)
    if not any(line.text for page in file.lines for line in page):
        fact = "has no text, only images"
        raise SourceError(
            name, fact, "run text recognition (OCR) on it first: 'ocrmypdf FILE NEW.pdf'"
        )
    notes = _second_reading(data, file)
    pages = _classified(file)
    entries = file.bookmarks
    if len(entries) < 3:
        entries = outline.contents_entries(pages.lines, pages.kinds, pages.labels)
    named = list(outline.located(entries, pages.lines, pages.kinds, pages.measure))
    found, complete = headings(named, pages.lines, pages.kinds, pages.measure)
    for one in found:
        of_page = pages.kinds[one.page]
        for index in range(one.first, one.first + one.count):
            of_page[index] = "body" if of_page[index] == "running head" else of_page[index]
    blocks = _without_gaps(
        numbering.number_headings(_blocks(pages, found), strong=complete, run_in=False)
    )
    title = "" if _FILE_NAME.search(file.title) or not _says(file.title) else file.title
    return Draft(
        tuple(blocks),
        title or _display_title(pages),
        len(pages.lines),
        (*notes, *_notes(pages, file)),
        asides=(*pages.asides, *_beside(file, pages.labels)),
        visible=sum(map(visible, file.drawn)) + sum(file.unread),
    )


def _read(data: bytes, name: str) -> _File:
    document = _opened(data, name)
    try:
        labels = [document.get_page_label(number) for number in range(len(document))]
        title = str(document.get_metadata_value("Title")).strip()
        file = _File(title, labels, outline.bookmarks(document))
        for number in range(len(document)):
            _read_page(document, number, file)
    finally:
        document.close()
    return file


def _opened(data: bytes, name: str) -> Any:
    import pypdfium2
    import pypdfium2.raw as pdfium

    logging.getLogger("pypdfium2").setLevel(logging.CRITICAL + 1)
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            remedy = "save a copy without a password: 'qpdf --decrypt --password=WORD FILE NEW.pdf'"
            raise SourceError(name, "is encrypted", remedy) from error
        raise SourceError(name, "is damaged or no PDF", "download or export it again") from error


def _read_page(document: Any, number: int, file: _File) -> None:
    import pypdfium2

    lines: list[Line] = []
    numbers: list[Line] = []
    drawn, unread = "", 0
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        pass  # a page that cannot be drawn has no text either; it is named in the notes
    else:
        textpage = page.get_textpage()
        try:
            glyphs = page_glyphs(textpage.raw)
            lines, numbers = without_line_numbers(page_lines(glyphs, textpage.raw, number))
            drawn, unread = drawn_text(textpage), glyphs.unread
        finally:
            textpage.close()
            page.close()
    file.lines.append(reading_order(lines))
    file.numbers.append(numbers)
    file.drawn.append(drawn)
    file.unread.append(unread)


def _second_reading(data: bytes, file: _File) -> tuple[str, ...]:
    """Read a file anew by poppler where PDFium garbles it; what to tell of that."""
    stray = poppler.stray_letters("\n".join(file.drawn))
    if not stray:
        return ()
    pages = poppler.poppler_pages(data)
    if pages is None or len(pages) != len(file.lines):
        return (
            f"{stray:,} of its letters are of scripts that no Chinese text has: they are garbled; "
            "install poppler (pdftotext), by which such files are read, or use another copy",
        )
    left = poppler.stray_letters("\n".join(line.text for page in pages for line in page))
    if 2 * left > stray:
        return (f"{stray:,} of its letters are garbled, also for poppler; use another copy",)
    file.lines = [reading_order(page) for page in pages]
    file.numbers = [[] for _ in pages]
    file.drawn = ["\n".join(line.text for line in page) for page in pages]
    file.unread = [0] * len(pages)
    return (f"{stray:,} of its letters came garbled from PDFium, so it was read by poppler",)


def _classified(file: _File) -> _Pages:
    file.lines = with_initials(file.lines)
    every = [line for page in file.lines for line in page if not line.slant]
    size = layout.body_size(every)
    running = [line for line in every if line.size == size]
    heavy = sum(len(line.text) for line in running if line.bold)
    measure = Measure(
        size or 1.0,
        max((line.right - line.left for line in every), default=0.0),
        flow.leading(every, size),
        2 * heavy > sum(len(line.text) for line in running),
    )
    outlined = {(entry.page, " ".join(entry.title.casefold().split())) for entry in file.bookmarks}
    kinds = layout.classify(file.lines, measure.size, measure.step, outlined)
    labels = [
        printed or named or str(number + 1)
        for number, (printed, named) in enumerate(
            zip(printed_numbers(file.lines, kinds), file.labels, strict=True)
        )
    ]
    body = [
        line
        for lines, of_page in zip(file.lines, kinds, strict=True)
        for line, kind in zip(lines, of_page, strict=True)
        if kind == "body"
    ]
    return _Pages(file.lines, kinds, labels, flow.vocabulary(body), measure)


def _blocks(pages: _Pages, found: Sequence[Title]) -> Iterator[Block]:
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


def _without_gaps(blocks: Sequence[Block]) -> list[Block]:
    """The same headings with levels that leave none out."""
    levels = sorted({block.level for block in blocks if block.kind == "heading"})
    return [
        replace(block, level=levels.index(block.level) + 1) if block.kind == "heading" else block
        for block in blocks
    ]


def _paragraph(pages: _Pages, lines: Sequence[Line], kind: Kind = "body") -> Block:
    block = flow.paragraph(lines, pages.labels, pages.words, kind)
    printed = "\n".join(line.text for line in lines)
    pages.dropped("line-end hyphen", block.page, printed.replace("\n", ""), block.text)
    return block


def _restored(pages: _Pages, line: Line, noted: set[str]) -> Line:
    """Put back superscript numbers that are exponents, not references to a note of the page."""
    text = line.text
    for offset, mark in reversed(line.marks):
        if mark.isdigit() and mark not in noted and text[offset - 1 : offset].isdigit():
            text = text[:offset] + mark.translate(_SUPERSCRIPT) + text[offset:]
    pages.dropped("reference mark", pages.labels[line.page], line.text + line.raised, text, "*")
    return line if text == line.text else replace(line, text=text)


def _aside(pages: _Pages, number: int) -> Iterator[Block]:
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
            pages.dropped("reference mark", label, line.raised, "", "*")
    if entry:
        yield _entry(pages, entry, label)


def _entry(pages: _Pages, lines: Sequence[str], label: str) -> Block:
    printed = " ".join(lines)
    text = layout.without_leaders(printed)
    pages.dropped("contents", label, printed, text, ".")
    return Block("contents", text, page=label)


def _noted(pages: _Pages, number: int) -> Iterator[Block]:
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
            "reference mark", pages.labels[number], line.text + line.raised, shown.text, "*"
        )
        if numbers or not notes:
            notes.append([shown])
        else:
            notes[-1].append(shown)
    for note in notes:
        yield _paragraph(pages, note, "note")


def _says(title: str) -> bool:
    """Whether the title of the metadata can be one; some are the initials of a form."""
    return len(title.split()) > 1 or len(HAN.findall(title)) > 3


def _display_title(pages: _Pages) -> str:
    """The largest type of the first page that has text, where it is larger than the body's."""
    level = ([line for line in page if not line.slant] for page in pages.lines)
    first = next((page for page in level if page), [])
    largest = max((line.size for line in first), default=0.0)
    if largest < 1.3 * pages.measure.size:
        return ""
    return " ".join(line.text for line in first if line.size == largest)


def _beside(file: _File, labels: Sequence[str]) -> Iterator[Aside]:
    """Line numbers of the margins, and what could not be read."""
    for number, label in enumerate(labels):
        for line in file.numbers[number]:
            yield Aside("margin line number", line.text, label)
        if file.unread[number]:
            yield Aside(
                "characters without Unicode",
                "\N{REPLACEMENT CHARACTER}" * file.unread[number],
                label,
                unread=True,
            )
        if not file.lines[number]:
            yield Aside("page without text", "", label, unread=True)


def _notes(pages: _Pages, file: _File) -> Iterator[str]:
    """What the user should know beyond what the sections themselves tell."""
    empty = [pages.labels[number] for number, lines in enumerate(pages.lines) if not lines]
    if empty:
        yield f"no text on {_spoken(empty)}; images are not read"
    unread = sum(file.unread)
    if unread > max(10, 0.002 * sum(map(len, file.drawn))):
        yield f"{unread:,} characters have no Unicode in the file and were not read"


def _spoken(labels: Sequence[str]) -> str:
    return f"page{'s' if len(labels) > 1 else ''} {', '.join(labels)}"
