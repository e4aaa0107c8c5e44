"""Markdown: front matter and footnotes set aside, elements of HTML read as on a page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from html import escape
from itertools import chain
from typing import TYPE_CHECKING

from aiplans_cli.reading.block_writer import measured
from aiplans_cli.reading.elements import ElementReader
from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.front_matter import FRONT_MATTER, title_and_values
from aiplans_cli.reading.joining import unbroken
from aiplans_cli.reading.numbering import number_headings
from aiplans_cli.reading.shape import Draft, width
from aiplans_cli.reading.streamed import ElementParser, read_streamed
from aiplans_cli.reading.web.tree import parsed, texts

if TYPE_CHECKING:
    from markdown_it.token import Token

_NOTE = re.compile(
    r"^ {0,3}\[\^([^\]\s]{1,40})\][:：][ \t]*((?:.*)(?:\n(?![^\S\n]*$| {0,3}\[\^).+"
    r"|\n[ \t]*\n(?= {2,}\S|\t).+)*)",
    re.MULTILINE,
)
"""A footnote: its label, and its text up to an empty line that nothing indented follows."""

_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_SHOWN_MARK = re.compile(r'<sup data-note="\d+">\[([^\]\s]{1,40})\]</sup>')
_NESTING = 100
"""Quotations and lists inside each other, below which the parser drops what it meets."""

_CODE = ("fence", "code_block", "code_inline")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_INDENT = re.compile(r"^[ \t\xa0\u3000]{2,}(?=\S)", re.MULTILINE)


def read_markdown(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read Markdown as CommonMark with tables.

    Indented lines are paragraphs, not code: orders and laws are indented for looks.

    Raises:
        SourceError: see ``decode``.
    """
    whole, notes = decode(data, name, encoding)
    head = FRONT_MATTER.match(whole)
    title, front = title_and_values(head[1]) if head else ("", ())
    matter = head[0] if head else ""
    text = whole[len(matter) :]
    # the lines of a comment stay, as empty ones, so that those after it keep their numbers
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    text, footnotes = _footnotes(text)
    reading = _Reading()
    for key, footnote in footnotes.items():
        reading.read_note(key, footnote)
    reading.read(_INDENT.sub(_kept_indent, text), matter.count("\n") + 1)
    writer = reading.reader.writer
    writer.aside("front matter", matter.replace("\n", " "))
    blocks = number_headings((one.block for one in writer.written), writer.asides)
    if not title:
        first = next((block for block in blocks if block.kind == "heading"), None)
        title = first.text if first and first.level == 1 else ""
    return Draft(
        tuple(blocks),
        title,
        notes=notes,
        front=front,
        asides=tuple(writer.asides),
        visible=reading.visible + measured([matter]),
        added=writer.added,
    )


def _footnotes(text: str) -> tuple[str, dict[str, str]]:
    """The text with its footnotes cut out and its marks as elements, and the notes by key.

    >>> _footnotes("One.[^a]\\n\\n[^a]: The note.")
    ('One.<sup data-note="1">[a]</sup>\\n\\n', {'1': 'The note.'})
    """
    notes: dict[str, str] = {}
    keys: dict[str, str] = {}

    def cut(match: re.Match[str]) -> str:
        key = keys.setdefault(match[1], str(len(keys) + 1))
        notes[key] = f"{notes[key]}\n\n{match[2]}" if key in notes else match[2]
        return "\n" * match[0].count("\n")

    def marked(match: re.Match[str]) -> str:
        key = keys.get(match[1])
        return f'<sup data-note="{key}">[{escape(match[1])}]</sup>' if key else match[0]

    if "[^" in text:
        text = _MARK.sub(marked, _NOTE.sub(cut, text))
    return text, notes


class _Reading:
    """The walk through the tokens of a text, and what its own rendering shows of it."""

    def __init__(self) -> None:
        from markdown_it import MarkdownIt

        self.reader = ElementReader()
        self.visible = 0
        """Characters of the text as it is rendered."""
        self._html = ElementParser(self.reader)
        self._markdown = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(
            ["table", "strikethrough"]
        )
        self._markdown.disable("code")

    def read_note(self, key: str, text: str) -> None:
        """Read a footnote, which the mark of that key leads to."""
        inner = _Reading()
        inner.read(textwrap.dedent(text), 0)
        writer = inner.reader.writer
        self.reader.notes[key] = " ".join(one.block.text for one in writer.written)
        self.reader.writer.asides += writer.asides
        self.reader.writer.added += writer.added
        self.visible += inner.visible

    def read(self, text: str, first: int) -> None:
        """Read a text that begins on line ``first`` of its file."""
        self.reader.writer.words = unbroken(text.split("\n"))
        tokens = self._markdown.parse(text)
        for token in chain(tokens, *(token.children or () for token in tokens)):
            if token.type in _CODE and "<sup" in token.content:
                # what was taken for the mark of a note is as it was written
                token.content = _SHOWN_MARK.sub(r"[^\1]", token.content)
        self.visible += self._rendered(tokens)
        for token in tokens:
            self._token(token, first)
        self._html.close()
        self.reader.finish()
        for note in self.reader.notes.values():
            self.reader.writer.aside("note that nothing cites", note)

    def _rendered(self, tokens: Sequence[Token]) -> int:
        """Characters that the text has when it is rendered, and those that describe pictures."""
        page = self._markdown.renderer.render(tokens, self._markdown.options, {})
        root, too_deep = parsed(page)
        if too_deep:
            return read_streamed(page)[1]
        if root is None:
            return 0
        pictures = (image.get("alt", "") for image in root.iter("img"))
        return measured(texts(root)) + measured(filter(None, pictures))

    def _token(self, token: Token, first: int) -> None:
        line = first + token.map[0] if token.map else 0
        if token.nesting == 1:
            self.reader.start(token.tag, {})
        elif token.nesting == -1:
            self._html.clear_cdata_mode()
            self.reader.end(token.tag)
        elif token.type == "inline":
            self._inline(token.children or (), line)
        elif token.type in _CODE:
            for number, text in enumerate(token.content.split("\n"), line + 1):
                self.reader.line(number)
                self.reader.data(text)
                self.reader.writer.end()
        elif token.type == "html_block":
            for number, text in enumerate(token.content.split("\n"), line):
                self.reader.line(number)
                self._html.feed(f"{text}\n")

    def _inline(self, tokens: Sequence[Token], line: int) -> None:
        """The lines of a paragraph; a break at the end of a long one is a slip of the hand."""
        self.reader.line(line)
        shown = ""
        for token in tokens:
            if token.type in ("softbreak", "hardbreak"):
                if token.type == "hardbreak" and not 50 <= width(shown) <= 120:
                    self.reader.start("br", {})
                line += 1
                shown = ""
                self.reader.line(line)
            elif token.type in ("text", "code_inline"):
                self.reader.data(token.content)
                shown += token.content
            elif token.type == "image":
                self.reader.writer.aside("picture description", token.content)
            elif token.type == "html_inline":
                self._html.feed(token.content)
            elif token.nesting == 1:
                self.reader.start(token.tag, {})
            elif token.nesting == -1:
                self.reader.end(token.tag)


def _kept_indent(match: re.Match[str]) -> str:
    """Indents of list items nest them; those of prose mean nothing."""
    rest = match.string[match.end() : match.end() + 4]
    return match[0] if re.match(r"[-*+>|`~]|\d+[.)]", rest) else ""
