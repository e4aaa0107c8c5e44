"""From the bytes of a web page to the blocks of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiplans_cli.errors import WordlessError
from aiplans_cli.reading.block_writer import Written, measured
from aiplans_cli.reading.elements import ElementReader
from aiplans_cli.reading.encoding import decode_page
from aiplans_cli.reading.numbering import number_headings
from aiplans_cli.reading.shape import Block, Draft, tidy
from aiplans_cli.reading.streamed import read_streamed
from aiplans_cli.reading.web.blocks import extent, letters
from aiplans_cli.reading.web.content import Page
from aiplans_cli.reading.web.repeats import copies_in
from aiplans_cli.reading.web.tree import bare, page_title, parsed, texts, walk, without_cdata

_SHOWN = 200
"""Characters a page shows, below which its hidden text is what it is for, if that is longer; a page
may hide as much without anybody asking what that is."""

_MANY = 20_000
"""Blocks from which on no second opinion is asked for, which takes many times as long."""

_SITE = re.compile(r"\s?[_|｜]\s?|\s[-–—]\s")
"""What parts a title from the name of its site."""

_SHORT_TITLE = 5
_DEEP = "nested too deeply to tell its text from its menus; all of it was read"
_SCRIPTED = "shows its text by a script; what it hides until then was read"
_HIDING = "hides more text than it shows; what it hides is set aside as hidden"


def read_html(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read a web page; its main text is the body, its heading elements the headings.

    Raises:
        SourceError: the page has no text, or bytes that cannot be decoded.
    """
    text, notes = decode_page(data, name, encoding)
    text = without_cdata(text)
    root, too_deep = parsed(text)
    title, blocks, visible = "", list[Block](), 0
    if too_deep:
        reader, visible = read_streamed(text)
        blocks = [one.block for one in reader.writer.written]
        notes = (*notes, _DEEP)
    elif root is not None:
        reader = ElementReader()
        walk(root, reader)
        if shown := _with_what_it_hides(root, reader.writer.written):
            reader = shown
            notes = (*notes, _SCRIPTED)
        visible, title = measured(texts(root)), tidy(page_title(root))
        blocks = _sorted(root, reader.writer.written, text)
        if not shown and _hides_more(blocks):
            notes = (*notes, _HIDING)
    if all(block.kind == "hidden" for block in blocks):
        raise WordlessError(
            name, "is a web page without text", "save the page's text and give that"
        )
    writer = reader.writer
    return Draft(
        tuple(number_headings(blocks, writer.asides)),
        _display_title(title, blocks),
        notes=notes,
        asides=tuple(writer.asides),
        visible=visible,
        added=writer.added,
    )


def _with_what_it_hides(root: Any, written: Sequence[Written]) -> ElementReader | None:
    """The page read with what it hides, where that is what it is for; else None.

    It is where hardly anything is shown, or where there is more running text in what is hidden than
    in what is shown: menus and dialogs that a page hides are no running text, or stand around it.
    """
    blocks = [one.block for one in written]
    if (most := _hidden_amount(blocks)) <= _SHOWN or len(written) >= _MANY:
        return None
    shown, hidden = _length(blocks, "body", "heading", "navigation"), _length(blocks, "hidden")
    prose = Page(root, written).prose()
    bare = not prose and shown < _SHOWN and hidden > 2 * max(shown, _SHOWN)
    if most <= prose:
        return None
    reader = ElementReader(show_hidden=True)
    walk(root, reader)
    return reader if bare or Page(root, reader.writer.written).prose() > 2 * prose else None


def _hidden_amount(blocks: Sequence[Block]) -> int:
    """How much running text the hidden blocks can hold."""
    return sum(extent(block.text) for block in blocks if block.kind == "hidden")


def _hides_more(blocks: Sequence[Block]) -> bool:
    """Whether a page hides more text than it shows of it."""
    hidden = _length(blocks, "hidden")
    return hidden > max(_SHOWN, _length(blocks, "body", "heading"))


def _length(blocks: Sequence[Block], *kinds: str) -> int:
    return sum(len(block.text) for block in blocks if block.kind in kinds)


def _sorted(root: Any, written: Sequence[Written], text: str) -> list[Block]:
    """The blocks of a page, those that are not its text by the name of what they are."""
    kinds = Page(root, written).kinds(lambda: _found(text) if len(written) < _MANY else [])
    if not any(kind in ("body", "heading") for kind in kinds):
        return [one.block for one in written]  # a page of links is a page
    blocks = [
        one.block if one.block.kind == kind else replace(one.block, kind=kind, level=0)
        for one, kind in zip(written, kinds, strict=True)
    ]
    return [
        replace(block, kind="repeated block", level=0) if copy else block
        for block, copy in zip(blocks, copies_in(blocks), strict=True)
    ]


def _found(text: str) -> list[str]:
    """The lines that trafilatura takes for the text of the page."""
    import logging

    import trafilatura
    from lxml import etree, html

    for channel in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(channel).setLevel(logging.CRITICAL + 1)
    try:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = html.document_fromstring(bare(text).encode("utf-8", "surrogatepass"), parser)
        found = trafilatura.bare_extraction(
            root, include_comments=False, with_metadata=False, fast=True
        )
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return []  # a page that it stumbles over is read without its advice
    return str(getattr(found, "text", None) or "").split("\n")


def _display_title(title: str, blocks: Sequence[Block]) -> str:
    """The title of the page, without the name of the site where a heading says so."""
    whole = letters(title)
    for block in blocks:
        heading = letters(block.text) if block.kind == "heading" else ""
        if len(heading) > 3 and heading in whole:
            return block.text
    parts = _SITE.split(" ".join(title.split()))
    return parts[0] if len(parts[0]) > _SHORT_TITLE else title
