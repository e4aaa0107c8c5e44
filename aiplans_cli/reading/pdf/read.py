"""From the bytes of a PDF to the blocks of a document."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiplans_cli.errors import SourceError
from aiplans_cli.model import Kind
from aiplans_cli.reading import numbering
from aiplans_cli.reading.pdf import flow, layout, titles
from aiplans_cli.reading.pdf.lines import Line, page_lines
from aiplans_cli.reading.shape import Block, Draft

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|rtf|tmp)$|^(?:microsoft word|untitled)", re.I)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of a PDF as lines, each with its kind."""

    lines: list[list[Line]]
    kinds: list[list[Kind]]
    labels: list[str]


def read_pdf(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read a PDF; ``encoding`` does not matter, as a PDF names its own.

    Raises:
        SourceError: the file is encrypted or damaged, or has no text.
    """
    document = _opened(data, name)
    try:
        lines = [_lines(document, number) for number in range(len(document))]
        printed_labels = [document.get_page_label(number) for number in range(len(lines))]
        entries = titles.outline(document)
        title = str(document.get_metadata_value("Title")).strip()
    finally:
        document.close()
    if not any(line.text for page in lines for line in page):
        raise SourceError(
            name, "has no text, only images", "run text recognition (OCR) on it first"
        )
    kinds = layout.classify(lines)
    pages = _Pages(lines, kinds, _labels(lines, kinds, printed_labels))
    size = layout.body_size(line for page in lines for line in page)
    headings = titles.by_outline(entries, lines, kinds)
    outlined = len(headings) >= 3
    if not outlined:
        headings = titles.by_type(lines, kinds, size)
    blocks = list(_blocks(pages, headings, size))
    if not outlined:
        blocks = numbering.number_headings(blocks)
    if _FILE_NAME.search(title):
        title = ""
    return Draft(tuple(blocks), title or _display_title(lines, size), len(lines), _notes(pages))


def _opened(data: bytes, name: str) -> Any:
    import pypdfium2
    import pypdfium2.raw as pdfium

    logging.getLogger("pypdfium2").setLevel(logging.CRITICAL + 1)
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise SourceError(
                name, "is encrypted", "save a copy without a password and give that"
            ) from error
        raise SourceError(name, "is damaged or no PDF", "download or export it again") from error


def _lines(document: Any, number: int) -> list[Line]:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return []  # a page that cannot be drawn has no text either; it is named in the notes
    textpage = page.get_textpage()
    try:
        return page_lines(textpage, number)
    finally:
        textpage.close()
        page.close()


def _labels(
    lines: Sequence[Sequence[Line]], kinds: Sequence[Sequence[Kind]], named: Sequence[str]
) -> list[str]:
    """The number printed on each page, else its label in the file, else its physical number."""
    return [
        layout.printed_number(page, of_page) or named[number] or str(number + 1)
        for number, (page, of_page) in enumerate(zip(lines, kinds, strict=True))
    ]


def _blocks(pages: _Pages, headings: Sequence[titles.Title], size: float) -> Iterator[Block]:
    body = [
        line
        for lines, kinds in zip(pages.lines, pages.kinds, strict=True)
        for line, kind in zip(lines, kinds, strict=True)
        if kind == "body"
    ]
    words = flow.vocabulary(body)
    step = flow.leading(body, size)
    begins = {(title.page, title.first): title for title in headings}
    open_lines: list[Line] = []
    for number, lines in enumerate(pages.lines):
        kinds = pages.kinds[number]
        label = pages.labels[number]
        yield from _aside(lines, kinds, label)
        margin = max((line.right for line in lines), default=0.0)
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
                line = _restored(lines[index], noted)
                if open_lines and (title or not flow.continues(open_lines, line, step, margin)):
                    yield flow.paragraph(open_lines, pages.labels, words)
                    open_lines = []
                if title:
                    run = lines[index : index + title.count]
                    block = flow.paragraph(run, pages.labels, words, "heading")
                    yield replace(block, level=title.level)
                    index += title.count
                    continue
                open_lines.append(line)
            index += 1
        yield from _noted(lines, kinds, pages.labels, words)
    if open_lines:
        yield flow.paragraph(open_lines, pages.labels, words)


def _restored(line: Line, noted: set[str]) -> Line:
    """Put back superscript numbers that are exponents, not references to a note of the page."""
    text = line.text
    for offset, mark in reversed(line.marks):
        if mark not in noted and text[offset - 1 : offset].isdigit():
            text = text[:offset] + mark.translate(_SUPERSCRIPT) + text[offset:]
    return line if text == line.text else replace(line, text=text)


def _aside(lines: Sequence[Line], kinds: Sequence[Kind], label: str) -> Iterator[Block]:
    """Running heads and contents entries of a page, each a block."""
    entry = ""
    for line, kind in zip(lines, kinds, strict=True):
        if kind in ("running head", "page number"):
            yield Block(kind, line.text, page=label)
        elif kind == "contents":
            entry = f"{entry} {line.text}".strip()
            if layout.ends_entry(entry):
                yield Block("contents", layout.without_leaders(entry), page=label)
                entry = ""


def _noted(
    lines: Sequence[Line], kinds: Sequence[Kind], labels: Sequence[str], words: Counter[str]
) -> Iterator[Block]:
    """The footnotes of a page, each a block that begins with its number."""
    notes: list[list[Line]] = []
    for line, kind in zip(lines, kinds, strict=True):
        if kind != "note":
            continue
        numbers = [mark for offset, mark in line.marks if offset == 0]
        shown = replace(line, text=" ".join([*numbers, line.text]))
        if numbers or not notes:
            notes.append([shown])
        else:
            notes[-1].append(shown)
    for note in notes:
        yield flow.paragraph(note, labels, words, "note")


def _display_title(lines: Sequence[Sequence[Line]], size: float) -> str:
    """The largest type of the first page that has text, where it is larger than the body's."""
    first = next(page for page in lines if page)
    largest = max(line.size for line in first)
    if largest < 1.3 * size:
        return ""
    return " ".join(line.text for line in first if line.size == largest)


def _notes(pages: _Pages) -> tuple[str, ...]:
    """What the user should know beyond what the sections themselves tell."""
    empty = [pages.labels[number] for number, lines in enumerate(pages.lines) if not lines]
    return (f"no text on {_spoken(empty)}; images are not read",) if empty else ()


def _spoken(labels: Sequence[str]) -> str:
    return f"page{'s' if len(labels) > 1 else ''} {', '.join(labels)}"
