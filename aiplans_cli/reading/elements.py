"""What the elements of HTML mean for the text inside them, whether from a page or in Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aiplans_cli.model import Kind
from aiplans_cli.reading.block_writer import BlockWriter
from aiplans_cli.reading.text import left_out, unwrap
from aiplans_cli.records import dataclass

UNSEEN = frozenset({"script", "style", "template", "head", "title", "meta", "link", "base"})
"""Elements whose text is for the browser, not for a reader."""

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main"
    " menu nav ol optgroup p search section summary table tbody tfoot thead ul button select option"
    " textarea".split()
)
_INSTEAD = frozenset("noscript audio video canvas iframe object noframes noembed datalist".split())
"""Elements whose text is shown only where something else cannot be."""

_FORMS = frozenset("button select textarea".split())
_MARKS = ("“", "”"), ("‘", "’")
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_BLOCK_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*(?:block|flex|grid|list-item|table)\b", re.I)
_HIDDEN_CLASSES = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text".split())
_NOTE_CLASSES = frozenset(
    "footnote footnotes endnote endnotes sdfootnote sdendnote msofootnotetext"
    " msoendnotetext".split()
)
_RAISED_CLASSES = frozenset(
    "msofootnotereference msoendnotereference footnote-ref footnote-reference noteref".split()
)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*super", re.I)
_NOTE_LINK = re.compile(r"#_*(?:fn|ftn|edn|footnote|endnote|cite_note|sdfootnote|sdendnote)", re.I)
"""Where links to notes lead, by what Word, LibreOffice and wikis call them."""

_NOTE_ROLES = frozenset("doc-footnote doc-endnote doc-endnotes".split())
_FURTHER_BLOCKS = frozenset({"tr", "td", "th", "pre", "listing", "xmp", "plaintext"})


@dataclass(slots=True)
class _Open:
    """An element that is open, with what held before it."""

    tag: str
    kind: Kind
    level: int
    quoted: bool
    origin: Any
    block: bool
    raised: bool
    apart: str | None
    unseen: bool
    language: bool


class ElementReader:
    """Tells a ``BlockWriter`` what begins and ends, from elements and the text between them.

    >>> reader = ElementReader()
    >>> reader.start("p", {}); reader.data("They call it "); reader.start("q", {})
    >>> reader.data("woke"); reader.end("q"); reader.end("p")
    >>> [one.block.text for one in reader.writer.written]
    ['They call it “woke”']
    """

    def __init__(self, *, show_hidden: bool = False) -> None:
        """``show_hidden`` reads hidden text like any other."""
        self.writer = BlockWriter()
        self.notes: dict[str, str] = {}
        """Notes that marks in the text lead to, by the value of their ``data-note``."""
        self._show_hidden = show_hidden
        self._open: list[_Open] = []
        self._quotations = 0
        self._links: list[str] = []
        self._link_ended = self._language_ended = False
        self._raised = False
        self._apart: str | None = None
        self._apart_pieces: list[str] = []
        self._unseen = False
        self._preformatted: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str], origin: Any = None) -> None:
        """An element begins; one that is always empty has no ``end``."""
        if tag == "br":
            self._break()
            return
        if tag == "wbr":
            return
        writer = self.writer
        block = tag in _BLOCKS or tag in _FURTHER_BLOCKS
        style = attributes.get("style")
        if style and not block:
            block = bool(_BLOCK_STYLE.search(style))
        self._open.append(
            _Open(tag, writer.kind, writer.level, writer.quoted, writer.origin, block,
                  self._raised, self._apart, self._unseen, "lang" in attributes)
        )  # fmt: skip
        if tag in UNSEEN or self._unseen:
            self._unseen = True
            return
        if self._apart is not None:
            if block:
                self._apart_pieces.append(" ")
            return
        if block:
            self._begin_block(tag, attributes, origin)
        self._note_meaning(tag, attributes, style)

    def _begin_block(self, tag: str, attributes: Mapping[str, str], origin: Any) -> None:
        writer = self.writer
        self._end_paragraph()
        if origin is not None:
            writer.origin = origin
        if tag == "tr":
            writer.begin_row()
        elif tag in ("td", "th"):
            writer.begin_cell()
        elif tag[0] == "h" and tag[1:] in ("1", "2", "3", "4", "5", "6"):
            writer.level = int(tag[1])
        elif tag == "blockquote":
            writer.quoted = True
        elif tag in ("pre", "listing", "xmp", "plaintext"):
            self._preformatted = []
        if attributes.get("role") == "heading":
            level = attributes.get("aria-level", "2")
            writer.level = int(level) if level.isdigit() and 0 < int(level) < 10 else 2

    def _note_meaning(self, tag: str, attributes: Mapping[str, str], style: str | None) -> None:
        writer = self.writer
        if not self._show_hidden and (tag in _INSTEAD or _is_hidden(attributes, style)):
            self._begin_apart("hidden")
        elif tag in ("rt", "rp"):
            self._begin_apart("ruby annotation")
        elif tag in ("svg", "annotation", "annotation-xml"):
            self._begin_apart("drawing" if tag == "svg" else "hidden")
        elif tag in _FORMS and writer.kind == "body":
            writer.kind = "navigation"
        elif _has_class(attributes, _NOTE_CLASSES) or attributes.get("role") in _NOTE_ROLES:
            self._end_paragraph()
            writer.kind = "note" if writer.kind == "body" else writer.kind
        elif tag == "sup":
            self._raised = True
            if note := self.notes.pop(attributes.get("data-note") or "", ""):
                writer.beside("note", note)
        elif tag == "q":
            self.writer.text(_MARKS[self._quotations % 2][0])
            self.writer.add(1)
            self._quotations += 1
        elif tag == "a":
            if self._link_ended:
                writer.text(" ")  # links that touch are parted by their looks
            self._links.append(attributes.get("href") or "")
        if tag in ("span", "a") and _is_raised(attributes, style):
            self._raised = True
        if self._language_ended and "lang" in attributes and self._preformatted is None:
            writer.text(" ")  # as are two languages

    def data(self, text: str) -> None:
        """Characters between elements."""
        if self._unseen or not text:
            return
        self._link_ended = self._language_ended = False
        if self._apart is not None:
            self._apart_pieces.append(text)
        elif self._preformatted is not None:
            self._preformatted.append(text)
        else:
            link = self._links[-1] if self._links else ""
            here = link.startswith("#")
            self.writer.text(
                text, raised=self._raised, linked=link != "" and not here, anchored=here
            )

    def line(self, number: int) -> None:
        """A line of the file begins here."""
        if not self._unseen and self._apart is None and self._preformatted is None:
            self.writer.line(number)

    def end(self, tag: str) -> None:
        """An element ends, with those inside it; nothing happens where none of the name is open."""
        if not any(one.tag == tag for one in reversed(self._open)):
            return
        while self._open:
            one = self._open.pop()
            self._close(one)
            if one.tag == tag:
                return

    def finish(self) -> None:
        """The text ends, with all elements that are open."""
        while self._open:
            self._close(self._open.pop())
        self._end_paragraph()

    def _close(self, one: _Open) -> None:
        writer = self.writer
        if self._unseen:
            self._unseen = one.unseen
            return
        if self._apart is not None:
            if one.apart is None:
                self._end_apart()
            elif one.block:
                self._apart_pieces.append(" ")
                return
            else:
                return
        elif one.tag == "q" and self._quotations:
            self._quotations -= 1
            writer.text(_MARKS[self._quotations % 2][1])
            writer.add(1)
        elif one.tag == "a" and self._links:
            self._links.pop()
            self._link_ended = True
        if one.block or writer.kind != one.kind:
            self._end_paragraph()
        if one.tag in ("pre", "listing", "xmp", "plaintext"):
            self._preformatted = None
        if one.tag == "tr":
            writer.end_row()
        self._language_ended = one.language
        self._raised = one.raised
        writer.kind, writer.level = one.kind, one.level
        writer.quoted, writer.origin = one.quoted, one.origin

    def _break(self) -> None:
        if self._unseen:
            return
        if self._apart is not None:
            self._apart_pieces.append(" ")
        elif self._preformatted is not None:
            self._preformatted.append("\n")
        else:
            self.writer.break_line()

    def _begin_apart(self, name: str) -> None:
        self._apart = name
        self._apart_pieces = []

    def _end_apart(self) -> None:
        """Write what is not part of the paragraph in which it stands."""
        text, name = "".join(self._apart_pieces), self._apart
        self._apart = None
        if name == "hidden":
            self.writer.beside("hidden", text)
        elif name:
            self.writer.aside(name, text)

    def _end_paragraph(self) -> None:
        if self._preformatted is not None and self._preformatted:
            lines = "".join(self._preformatted).split("\n")
            self._preformatted = []
            blocks = unwrap(lines)
            self.writer.asides += left_out(lines, blocks)
            for block in blocks:
                self.writer.paragraph(block.text)
        self.writer.end()


def _is_hidden(attributes: Mapping[str, str], style: str | None) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if style and _HIDDEN_STYLE.search(style):
        return True
    return _has_class(attributes, _HIDDEN_CLASSES)


def _is_raised(attributes: Mapping[str, str], style: str | None) -> bool:
    if style and _RAISED_STYLE.search(style):
        return True
    to_note = _NOTE_LINK.match(attributes.get("href") or "")
    return bool(to_note) or _has_class(attributes, _RAISED_CLASSES)


def _has_class(attributes: Mapping[str, str], names: frozenset[str]) -> bool:
    classes = attributes.get("class")
    return classes is not None and not names.isdisjoint(classes.lower().split())
