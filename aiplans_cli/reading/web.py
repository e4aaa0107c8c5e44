"""HTML: the main content of a page, without menus, scripts and footers."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.numbering import number_headings
from aiplans_cli.reading.shape import Block, Draft, tidy

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
_HEADING = re.compile(r"<h[1-6][\s>]", re.IGNORECASE)
_INLINE = ("code", "del")
_BODY = re.compile(r"<body[^>]*>(.*?)</body>", re.IGNORECASE | re.DOTALL)


def read_html(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read the main content of a web page; headings are its heading elements.

    Raises:
        SourceError: the page has no text, or bytes that cannot be decoded.
    """
    for channel in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(channel).setLevel(logging.CRITICAL + 1)
    text, notes = _decoded(data, name, encoding)
    if not _BODY.search(text):
        text = f"<html><body>{text}</body></html>"  # a fragment
    found = _extracted(text)
    blocks = list(_blocks(found.body)) if found is not None and found.body is not None else []
    if all(block.kind != "heading" for block in blocks) and _HEADING.search(text):
        # Only inside a content element are headings kept, so make the whole page one.
        whole = _extracted(_BODY.sub(r"<body><article>\1</article></body>", text))
        inside = list(_blocks(whole.body)) if whole is not None and whole.body is not None else []
        blocks = inside or blocks
    if not any(block.text for block in blocks):
        from trafilatura import baseline

        blocks = [Block("body", tidy(line)) for line in baseline(text)[1].split("\n")]
    blocks = [block for block in blocks if block.text]
    if not blocks:
        raise SourceError(name, "is a web page without text", "save the page's text and give that")
    title = tidy(found.title or "") if found is not None else ""
    return Draft(tuple(number_headings(blocks)), title, notes=notes)


def _extracted(text: str) -> Any:
    """The main content as trafilatura finds it, None where there is none."""
    from copy import deepcopy

    import trafilatura
    from trafilatura.settings import DEFAULT_CONFIG

    config = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"  # a short page is a page
    return trafilatura.bare_extraction(
        text,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=True,
        config=config,
    )


def _decoded(data: bytes, name: str, encoding: str | None) -> tuple[str, tuple[str, ...]]:
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    if encoding is None and declared:
        claim = declared[1].decode("ascii").casefold()
        # Pages that claim GB2312 use the characters of its successor.
        claim = "gb18030" if claim in ("gb2312", "gbk", "gb_2312-80") else claim
        try:
            return decode(data, name, claim)
        except SourceError:
            pass  # a wrong claim is common; the bytes themselves say more
    return decode(data, name, encoding)


def _blocks(body: Any) -> Iterator[Block]:
    """Headings, paragraphs, list items and table rows in the order of the page."""
    for element in body:
        tag = element.tag
        if tag == "head":
            level = re.sub(r"\D", "", element.get("rend") or "") or "2"
            yield Block("heading", _flat(element), int(level))
        elif tag in ("list", "table", "div", "quote") and len(element):
            if element.text and element.text.strip():
                yield Block("body", tidy(_closed(element.text)))
            yield from _blocks(element)
        elif tag == "row":
            cells = [_flat(cell) for cell in element]
            yield Block("body", " | ".join(cell for cell in cells if cell))
        else:
            yield from (Block("body", line) for line in _lines(element))
        if element.tail and element.tail.strip():
            yield Block("body", tidy(_closed(element.tail)))


def _flat(element: Any) -> str:
    return tidy(_closed("".join(element.itertext())))


def _lines(element: Any) -> Iterator[str]:
    """The lines of a paragraph, parted at its line breaks and at the blocks inside it."""
    pieces = [_closed(element.text)]
    for child in element:
        if child.tag in _INLINE:
            pieces.append(_closed("".join(child.itertext())))
        else:
            pieces.append("\n".join(["", *map(_closed, child.itertext()), ""]))
        pieces.append(_closed(child.tail))
    return (tidy(line) for line in "".join(pieces).split("\n"))


def _closed(text: str | None) -> str:
    """Text with line ends as spaces, which is all they mean in HTML."""
    return re.sub(r"\s+", " ", text or "")
