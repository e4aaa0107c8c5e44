"""A walk through the elements of a Word file, each by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any

from aiplans_cli.model import Kind
from aiplans_cli.reading.block_writer import BlockWriter
from aiplans_cli.reading.word.package import child, has_text, local, value
from aiplans_cli.reading.word.parts import Parts
from aiplans_cli.reading.word.styles import LISTS, is_raised, outline_level, switched
from aiplans_cli.records import dataclass

_LONGEST_HEADING = 300
"""Characters beyond which a paragraph is text, whatever its outline level says."""

_DELETED: Kind = "deleted by tracked changes"


@dataclass(slots=True)
class _Paragraph:
    """What of the paragraph at hand is not yet written."""

    apart: dict[Kind, list[str]] = field(default_factory=dict)
    """Text that is not shown, by kind."""
    kind: Kind = "body"
    """"contents" for an entry of a contents page, "bibliography" for one of that."""


class Walk:
    """A walk through the elements of a file, in the order in which they are read."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.writer = BlockWriter()
        self._title_seen = False
        self._paragraph = _Paragraph()
        self._apart: Kind | None = None
        self._raised = False
        self._linked = False
        self._lists: list[Kind] = []
        self._fields: list[bool] = []
        self._cited: set[tuple[str, str]] = set()

    def whole(self) -> None:
        """Walk through the text with its notes, then through what nothing leads to."""
        self.children(self.parts.main)
        self.writer.end()
        for (name, key), note in self.parts.notes.items():
            if (name, key) not in self._cited:
                self._cited.add((name, key))
                blocks, text = self._apart_from(note)
                if name == "comment":
                    self.writer.beside("comment", text)
                else:
                    self.writer.aside("note that nothing cites", text)
                self.writer.follow(blocks)
        for key in list(self.parts.drawings):
            self.writer.aside("chart", " ".join(self.parts.drawn(key)[1]))
        for margin in self.parts.margins:
            self.writer.follow(self._apart_from(margin, "running head")[0])
        self.writer.end()

    def children(self, element: Any) -> None:
        """Walk through what is inside an element."""
        for inside in element:
            name = local(inside)
            handle = _HANDLERS.get(name)
            if handle is not None:
                handle(self, inside)
            elif not name.endswith(("Pr", "PrEx", "PrChange")):
                self.children(inside)

    def text(self, element: Any) -> None:
        """Characters of a run."""
        text = element.text or ""
        if self._apart is not None:
            self._paragraph.apart.setdefault(self._apart, []).append(text)
        else:
            self.writer.text(text, raised=self._raised, linked=self._linked)

    def paragraph(self, element: Any) -> None:
        writer = self.writer
        properties = child(element, "pPr")
        styles = self.parts.styles
        style = styles.style(value(child(properties, "pStyle")) or styles.default)
        outer, self._paragraph = self._paragraph, _Paragraph()
        self._paragraph.kind = LISTS.get(style.role) or (self._lists or ["body"])[-1]
        outline = value(child(properties, "outlineLvl"))
        level = outline_level(outline) if outline.isdigit() else style.level
        if style.role == "title" and writer.kind == "body":
            level = 1
            self._title_seen = True
        elif level:
            level += self._title_seen
        apart, raised, quoted = self._apart, self._raised, writer.quoted
        if style.hidden and self._apart is None:
            self._apart = "hidden"
        self._raised |= style.raised
        writer.quoted |= style.role == "quotation"
        writer.level = level
        self.children(element)
        if level and sum(map(len, element.itertext())) > _LONGEST_HEADING:
            writer.level = 0
        self._end_paragraph(joins_next=child(properties, "rPr", "del") is not None)
        writer.level, writer.quoted = 0, quoted
        self._apart, self._raised, self._paragraph = apart, raised, outer

    def _end_paragraph(self, *, joins_next: bool) -> None:
        """Write what was gathered; a paragraph whose end was deleted goes on in the next."""
        writer, paragraph = self.writer, self._paragraph
        for kind, pieces in paragraph.apart.items():
            writer.beside(kind, "".join(pieces))
        if joins_next and not writer.level:
            return
        kind = writer.kind
        listed = paragraph.kind == "contents" or not writer.level
        if kind == "body" and listed:
            writer.kind = paragraph.kind
        writer.end()
        writer.kind = kind

    def run(self, element: Any) -> None:
        properties = child(element, "rPr")
        if properties is None:
            self.children(element)
            return
        style = self.parts.styles.style(value(child(properties, "rStyle")))
        hidden = switched(properties, "vanish")
        raised = is_raised(properties)
        before = self._apart, self._raised
        if (style.hidden if hidden is None else hidden) and self._apart is None:
            self._apart = "hidden"
        self._raised = (self._raised or style.raised) if raised is None else raised
        self.children(element)
        self._apart, self._raised = before

    def deleted(self, element: Any) -> None:
        before, self._apart = self._apart, _DELETED
        self.children(element)
        self._apart = before

    def link(self, element: Any) -> None:
        before, self._linked = self._linked, True
        self.children(element)
        self._linked = before

    def space(self, element: Any) -> None:
        if self._apart is None:
            self.writer.text(" ")

    def line_break(self, element: Any) -> None:
        if self._apart is not None:
            self._paragraph.apart.setdefault(self._apart, []).append(" ")
        elif self._paragraph.kind == "contents":
            self.writer.text(" ")
        else:
            self.writer.break_line()

    def hyphen(self, element: Any) -> None:
        if self._apart is None:
            self.writer.text("-")
            self.writer.add(1)

    def ruby(self, element: Any) -> None:
        for inside in element:
            if local(inside) == "rt":
                self._set_aside(inside, "ruby annotation")
            else:
                self.children(inside)

    def _set_aside(self, element: Any, name: str) -> None:
        inside = element.iter("{*}t", "{*}delText", "{*}p")
        self.writer.aside(name, "".join(" " if local(i) == "p" else i.text or "" for i in inside))

    def control(self, element: Any) -> None:
        """A content control: what was typed in, a contents page, or a request to type."""
        properties = child(element, "sdtPr")
        if switched(properties, "showingPlcHdr"):
            self._set_aside(element, "placeholder")
            return
        gallery = child(properties, "docPartObj", "docPartGallery")
        before = list(self._lists)
        kind = LISTS.get(value(gallery))
        if kind or child(properties, "bibliography") is not None:
            self._lists.append(kind or "bibliography")
        self.children(element)
        self._lists = before

    def field_mark(self, element: Any) -> None:
        """Where a field begins or ends; of all fields only lists matter."""
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "end" and self._fields and self._fields.pop() and self._lists:
            self._lists.pop()

    def instruction(self, element: Any) -> None:
        words = (element.text or "").split()
        kind = LISTS.get(" ".join(words[: 1 + (words[:1] == ["ADDIN"])]))
        if kind and self._fields and not self._fields[-1]:
            self._fields[-1] = True
            self._lists.append(kind)
            self._paragraph.kind = kind

    def row(self, element: Any) -> None:
        before = self._apart
        if child(element, "trPr", "del") is not None:
            self._apart = _DELETED
        self.writer.begin_row()
        self.children(element)
        self.writer.end_row()
        self._apart = before

    def cell(self, element: Any) -> None:
        merged = child(element, "tcPr", "vMerge")
        before = self._apart
        if merged is not None and value(merged) != "restart" and self._apart is None:
            self._apart = "hidden"  # a cell of which the one above takes the place
        self.writer.begin_cell()
        self.children(element)
        self._apart = before

    def box(self, element: Any) -> None:
        """A text box, whose paragraphs follow the one to which it is tied."""
        self.writer.follow(self._apart_from(element, self.writer.kind)[0])

    def alternatives(self, element: Any) -> None:
        """The same thing for newer and for older programs."""
        shown = None
        for inside in element:
            if shown is None and has_text(inside):
                shown = inside
                self.children(inside)
            else:
                self._set_aside(inside, "copy for older programs")

    def note(self, element: Any) -> None:
        name = local(element).removesuffix("Reference")
        key = (name, value(element, "id"))
        if key in self._cited or key not in self.parts.notes:
            return
        self._cited.add(key)
        blocks, text = self._apart_from(self.parts.notes[key])
        kind: Kind = "comment" if name == "comment" else self._apart or "note"
        self.writer.beside(kind, text)
        self.writer.follow(blocks)

    def drawing(self, element: Any) -> None:
        """A chart, whose words are labels, or a diagram, whose words are text."""
        name, texts = self.parts.drawn(value(element, "dm") or value(element, "id"))
        if name == "chart":
            self.writer.aside(name, " ".join(texts))
            return
        for text in texts:
            self.writer.beside(self.writer.kind, text)

    def _apart_from(self, element: Any, kind: Kind = "body") -> tuple[BlockWriter, str]:
        """What an element outside the run of the text has, with the text of its paragraphs."""
        state = self.writer, self._paragraph, self._lists, self._fields, self._raised
        self.writer, self._paragraph = BlockWriter(kind=kind), _Paragraph()
        self._lists, self._fields, self._raised = [], [], False
        self.children(element)
        self.writer.end()
        apart = self.writer
        self.writer, self._paragraph, self._lists, self._fields, self._raised = state
        if local(element) in ("footnote", "endnote", "comment"):
            body = [one for one in apart.written if one.block.kind in ("body", "heading")]
            apart.written = [one for one in apart.written if one not in body]
            return apart, " ".join(one.block.text for one in body)
        return apart, ""


_HANDLERS: dict[str, Callable[[Walk, Any], None]] = {
    "p": Walk.paragraph,
    "r": Walk.run,
    **dict.fromkeys(("t", "delText"), Walk.text),
    **dict.fromkeys(("tab", "ptab"), Walk.space),
    **dict.fromkeys(("br", "cr"), Walk.line_break),
    "noBreakHyphen": Walk.hyphen,
    **dict.fromkeys(("del", "moveFrom"), Walk.deleted),
    "hyperlink": Walk.link,
    **dict.fromkeys(("footnoteReference", "endnoteReference", "commentReference"), Walk.note),
    **dict.fromkeys(("txbxContent", "txBody"), Walk.box),
    "AlternateContent": Walk.alternatives,
    "ruby": Walk.ruby,
    "sdt": Walk.control,
    "fldChar": Walk.field_mark,
    "instrText": Walk.instruction,
    "tr": Walk.row,
    "tc": Walk.cell,
    **dict.fromkeys(("chart", "relIds"), Walk.drawing),
}
"""What is done with an element by its name; any other is walked through."""
