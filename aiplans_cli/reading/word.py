"""Word documents: paragraphs and tables in order, heading styles, footnotes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.numbering import number_headings
from aiplans_cli.reading.shape import Block, Draft, tidy

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_QUOTING = ("Quote", "Intense Quote")
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)


def read_docx(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read a Word document; ``encoding`` does not matter, as the format fixes its own.

    Raises:
        SourceError: the file is encrypted or damaged, or no Word document.
    """
    import docx

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError(
            name,
            "is encrypted or in the old Word format",
            "save it as DOCX without a password and give that",
        )
    try:
        document = docx.Document(io.BytesIO(data))
        footnotes = _footnotes(document)
        blocks = [block for block in _blocks(document, footnotes) if block.text]
        title = tidy(document.core_properties.title or "")
    except Exception as error:  # a damaged package fails in any of a dozen ways
        raise SourceError(
            name, "is damaged or no Word document", "save it again as DOCX"
        ) from error
    return Draft(tuple(number_headings(blocks)), title)


def _blocks(document: Any, footnotes: dict[str, str]) -> Iterator[Block]:
    from docx.table import Table

    title_seen = False
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield from _rows(item)
            continue
        text = tidy(item.text.replace("\n", " "))
        style = item.style.name or "" if item.style is not None else ""
        heading = _HEADING.match(style)
        if style == "Title" and text:
            title_seen = True
            yield Block("heading", text, 1)
        elif heading:
            yield Block("heading", text, int(heading[1]) + title_seen)
        elif style.casefold().startswith("toc "):
            yield Block("contents", text.replace("\t", " "))
        else:
            lines, quoted = item.text.split("\n"), style in _QUOTING
            yield from (Block("body", tidy(line), quoted=quoted) for line in lines)
        for reference in item._p.iter(f"{_W}footnoteReference"):
            yield Block("note", footnotes.get(reference.get(f"{_W}id"), ""))


def _rows(table: Any) -> Iterator[Block]:
    for row in table.rows:
        cells: list[Any] = []
        for cell in row.cells:  # a merged cell is given once for each column it spans
            if not any(cell._tc is other._tc for other in cells):
                cells.append(cell)
        texts = [tidy(re.sub(r"\s+", " ", cell.text)) for cell in cells]
        yield Block("body", " | ".join(text for text in texts if text))


def _footnotes(document: Any) -> dict[str, str]:
    """Text of each footnote by its id; Word keeps them in a part of their own."""
    from xml.etree import ElementTree

    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/footnotes.xml":
            root = ElementTree.fromstring(part.blob)
            return {
                str(note.get(f"{_W}id")): tidy(
                    "".join(text.text or "" for text in note.iter(f"{_W}t"))
                )
                for note in root.iter(f"{_W}footnote")
            }
    return {}
