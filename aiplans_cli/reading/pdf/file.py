"""What PDFium, or poppler where it must, finds in a file, page by page."""

from __future__ import annotations

import logging
import re
from dataclasses import field
from typing import Any

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.pdf import outline, poppler
from aiplans_cli.reading.pdf.glyphs import drawn_text, page_glyphs
from aiplans_cli.reading.pdf.lines import Line, page_lines
from aiplans_cli.reading.pdf.margins import without_line_numbers
from aiplans_cli.reading.pdf.order import reading_order
from aiplans_cli.records import dataclass

_BRANCHES = 64
"""Branches of a tree of page labels that are looked at."""

_LONGEST = 10_000
"""Bytes of a branch that are looked at."""


_FEW_PAGES, _BYTES_OF_PAGE = 1000, 30
"""Bytes that each page of a long file has, even an empty one; a file may name one page 100,000
times, each time in 6 bytes, and would be read for minutes."""


@dataclass(slots=True)
class File:
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
    fields: int = 0
    """Form fields, whose values are not read."""
    unread: list[int] = field(default_factory=list)
    """Characters of each page that have no Unicode."""


def read_file(data: bytes, name: str) -> File:
    """Read all pages. Raises ``SourceError`` for a file that is encrypted or no PDF."""
    document = _opened(data, name)
    try:
        numbers = range(len(document))
        if len(numbers) > _FEW_PAGES and len(data) < _BYTES_OF_PAGE * len(numbers):
            fact = f"says that it has {len(numbers):,} pages, more than its size can hold"
            raise SourceError(name, fact, "download or export it again")
        labels = list(map(document.get_page_label, numbers)) if _labels_end(data) else []
        title = str(document.get_metadata_value("Title")).strip()
        file = File(title, labels or [""] * len(numbers), outline.bookmarks(document))
        for number in range(len(document)):
            _read_page(document, number, file)
    finally:
        document.close()
    return file


def _labels_end(data: bytes) -> bool:
    """Whether the tree of page labels has no branch that leads back, which PDFium follows for ever.

    Only trees that stand in the file as they are can be seen; PDFium makes no other check possible.
    """
    root = re.search(rb"/PageLabels\s+(\d+)\s+\d+\s+R", data)
    seen: set[bytes] = set()
    todo = [root[1]] if root else []
    while todo and len(seen) < _BRANCHES:
        number = todo.pop()
        if number in seen:
            return False
        seen.add(number)
        begins = re.search(rb"(?<!\d)" + number + rb"\s+\d+\s+obj", data)
        body = data[begins.end() :][:_LONGEST].partition(b"endobj")[0] if begins else b""
        listed = re.search(rb"/Kids\s*+\[", body)
        kids = body[listed.end() :].partition(b"]")[0] if listed else b""
        todo += re.findall(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R", kids)
    return True


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


def _read_page(document: Any, number: int, file: File) -> None:
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
            file.fields += _fields(page.raw)
        finally:
            textpage.close()
            page.close()
    file.lines.append(reading_order(lines))
    file.numbers.append(numbers)
    file.drawn.append(drawn)
    file.unread.append(unread)


def _fields(raw_page: Any) -> int:
    """How many form fields stand on a page."""
    import pypdfium2.raw as pdfium

    found = 0
    for index in range(pdfium.FPDFPage_GetAnnotCount(raw_page)):
        annotation = pdfium.FPDFPage_GetAnnot(raw_page, index)
        found += pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def second_reading(data: bytes, file: File) -> tuple[str, ...]:
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
