"""Markdown: front matter set aside, marks and inline HTML taken off, headings kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.numbering import number_headings
from aiplans_cli.reading.shape import HAN, Block, Draft, tidy, width

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_INDENT = re.compile(r"^[ \t\xa0\u3000]{2,}(?=\S)", re.MULTILINE)


def read_markdown(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read Markdown as CommonMark with tables.

    Indented lines are paragraphs, not code: orders and laws are indented for looks.

    Raises:
        SourceError: see ``decode``.
    """
    from markdown_it import MarkdownIt

    text, notes = decode(data, name, encoding)
    text, title = _front_matter(text)
    text = _INDENT.sub(_kept_indent, _COMMENT.sub("", text))
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    blocks = number_headings(_blocks(parser.parse(text)))
    if not title:
        first = next((block for block in blocks if block.kind == "heading"), None)
        title = first.text if first and first.level == 1 else ""
    return Draft(tuple(blocks), title, notes=notes)


def _kept_indent(match: re.Match[str]) -> str:
    """Indents of list items nest them; those of prose mean nothing."""
    rest = match.string[match.end() : match.end() + 4]
    return match[0] if re.match(r"[-*+>|`~]|\d+[.)]", rest) else ""


def _front_matter(text: str) -> tuple[str, str]:
    """The text without its front matter, and the title named there."""
    match = _FRONT.match(text)
    if not match:
        return text, ""
    title = _TITLE.search(match[1])
    return text[match.end() :], _scalar(title[1]) if title else ""


def _scalar(value: str) -> str:
    r"""A YAML string on one or more lines, plain or quoted.

    >>> _scalar('"Use of\\\n  \\ Artificial\\_Intelligence"')
    'Use of Artificial Intelligence'
    """
    value = value.strip()
    if value[:1] == '"' and value[-1:] == '"':
        value = re.sub(r"\\\n\s*", "", value).replace("\\ ", " ").replace("\\_", " ")
        value = re.sub(r"\s*\n\s*", " ", value)
        try:
            value = str(json.loads(value))
        except ValueError:
            value = value[1:-1]
    elif value[:1] == "'" and value[-1:] == "'":
        value = value[1:-1].replace("''", "'")
    return tidy(re.sub(r"\s+", " ", value))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    level = 0
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Block("body", tidy(" | ".join(cell for cell in row if cell)))
            row = None
        elif token.type == "inline":
            text = _inline(token)
            if row is not None:
                row.append(tidy(text.replace("\n", " ")))
            elif level:
                yield Block("heading", tidy(text.replace("\n", " ")), level)
            else:
                yield from (Block("body", line) for line in _joined(text))
        elif token.type in ("fence", "code_block"):
            yield from (Block("body", tidy(line)) for line in token.content.split("\n"))
        elif token.type == "html_block":
            yield from (Block("body", line) for line in _joined(_TAG.sub("", token.content)))


def _inline(token: Token) -> str:
    pieces = []
    for child in token.children or ():
        if child.type == "softbreak":
            pieces.append("\n")
        elif child.type == "hardbreak":
            # Wrapped prose often has blanks at its line ends; a short or endless line is meant.
            line = "".join(pieces).rpartition("\n")[2]
            pieces.append("\n" if 50 <= width(line) <= 120 else "\n\n")
        elif child.type in ("text", "code_inline", "image"):
            pieces.append(child.content)
    return "".join(pieces)


def _joined(text: str) -> Iterator[str]:
    """A paragraph's lines made one, as Markdown has it; hard breaks part it."""
    for paragraph in text.split("\n\n"):
        joined = ""
        for line in filter(None, map(tidy, paragraph.split("\n"))):
            close = joined and HAN.search(joined[-1:] + line[:1])
            joined += ("" if close or not joined else " ") + line
        if joined:
            yield tidy(joined)
