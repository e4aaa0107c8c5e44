"""HTML: the main content of a page, without menus, scripts and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.numbering import number_headings
from aiplans_cli.reading.shape import Block, Draft, tidy

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
_HEADING = re.compile(r"<h[1-6][\s>]", re.IGNORECASE)
_BLOCKQUOTE = re.compile(r"<blockquote\b", re.IGNORECASE)
_SHORT_QUOTATION = re.compile(r"<(/?)q(?:\s[^>]*)?>", re.IGNORECASE)
_INLINE = ("code", "del")
_BODY = re.compile(r"<body[^>]*>(.*?)</body>", re.IGNORECASE | re.DOTALL)


def read_html(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read the main content of a web page; headings are its heading elements.

    Raises:
        SourceError: the page has no text, or bytes that cannot be decoded.
    """
    import logging

    for channel in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(channel).setLevel(logging.CRITICAL + 1)
    text, notes = _decoded(data, name, encoding)
    text = with_quotation_marks(text)
    if not _BODY.search(text):
        text = f"<html><body>{text}</body></html>"  # a fragment
    found = _extracted(text)
    quoting = bool(_BLOCKQUOTE.search(text))
    blocks = _of_page(found, quoting)
    if all(block.kind != "heading" for block in blocks) and _HEADING.search(text):
        # Only inside a content element are headings kept, so make the whole page one.
        whole = _extracted(_BODY.sub(r"<body><article>\1</article></body>", text))
        blocks = _of_page(whole, quoting) or blocks
    if not any(block.text for block in blocks):
        from trafilatura import baseline

        blocks = [Block("body", tidy(line)) for line in baseline(text)[1].split("\n")]
    blocks = [block for block in blocks if block.text]
    if not blocks:
        raise SourceError(name, "is a web page without text", "save the page's text and give that")
    title = tidy(found.title or "") if found is not None else ""
    return Draft(tuple(number_headings(blocks)), title, notes=notes)


def with_quotation_marks(text: str) -> str:
    """The elements for a short quotation as the marks in which a browser shows them.

    >>> with_quotation_marks("<q>They call it <q>woke</q> there</q>")
    '“They call it ‘woke’ there”'
    """
    depth = 0

    def mark(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[1]:
            depth = max(0, depth - 1)
            return "’" if depth % 2 else "”"
        depth += 1
        return "“" if depth % 2 else "‘"

    return _SHORT_QUOTATION.sub(mark, text)


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


def _of_page(found: Any, quoting: bool) -> list[Block]:
    """The blocks of what was extracted; preformatted text looks quoted too, hence ``quoting``."""
    if found is None or found.body is None:
        return []
    return [replace(b, quoted=b.quoted and quoting) for b in _blocks(found.body)]


def _blocks(body: Any, quoted: bool = False) -> Iterator[Block]:
    """Headings, paragraphs, list items and table rows in the order of the page."""
    for element in body:
        tag = element.tag
        inside = quoted or tag == "quote"
        if tag == "head":
            level = re.sub(r"\D", "", element.get("rend") or "") or "2"
            yield Block("heading", _flat(element), int(level))
        elif tag in ("list", "table", "div", "quote") and len(element):
            if element.text and element.text.strip():
                yield Block("body", tidy(_closed(element.text)), quoted=inside)
            yield from _blocks(element, inside)
        elif tag == "row":
            cells = [_flat(cell) for cell in element]
            yield Block("body", " | ".join(cell for cell in cells if cell))
        else:
            yield from (Block("body", line, quoted=inside) for line in _lines(element))
        if element.tail and element.tail.strip():
            yield Block("body", tidy(_closed(element.tail)), quoted=quoted)


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
