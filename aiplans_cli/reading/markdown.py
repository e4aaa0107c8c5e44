"""Markdown: front matter set aside, marks and inline HTML taken off, headings kept."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.joining import SOFT_HYPHEN, joined, unbroken
from aiplans_cli.reading.numbering import number_headings
from aiplans_cli.reading.shape import FRONT_MATTER, Block, Draft, tidy, width
from aiplans_cli.reading.web import with_quotation_marks

if TYPE_CHECKING:
    from markdown_it.token import Token

_FIELD = re.compile(r"^(?:[\"']?([\w -]+)[\"']?:|-[ \t])[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_BLOCK_STYLE = re.compile(r"[|>][-+\d]*\s*\n")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_QUOTED = re.compile(r"\s*<blockquote\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_INDENT = re.compile(r"^[ \t\xa0\u3000]{2,}(?=\S)", re.MULTILINE)


def read_markdown(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read Markdown as CommonMark with tables.

    Indented lines are paragraphs, not code: orders and laws are indented for looks.

    Raises:
        SourceError: see ``decode``.
    """
    from markdown_it import MarkdownIt

    whole, notes = decode(data, name, encoding)
    text, title, front = _front_matter(whole)
    before = whole.count("\n") - text.count("\n")
    # the lines of a comment stay, as empty ones, so that those after it keep their numbers
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = _INDENT.sub(_kept_indent, with_quotation_marks(text))
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    blocks = number_headings(_blocks(parser.parse(text), before + 1))
    if not title:
        first = next((block for block in blocks if block.kind == "heading"), None)
        title = first.text if first and first.level == 1 else ""
    return Draft(tuple(blocks), title, notes=notes, front=front)


def _kept_indent(match: re.Match[str]) -> str:
    """Indents of list items nest them; those of prose mean nothing."""
    rest = match.string[match.end() : match.end() + 4]
    return match[0] if re.match(r"[-*+>|`~]|\d+[.)]", rest) else ""


def _front_matter(text: str) -> tuple[str, str, tuple[str, ...]]:
    """The text without its front matter, the title named there, and all that is said there."""
    match = FRONT_MATTER.match(text)
    if not match:
        return text, "", ()
    fields = [(name, _scalar(value)) for name, value in _FIELD.findall(match[1])]
    title = next((value for name, value in fields if name == "title"), "")
    return text[match.end() :], title, tuple(value for _, value in fields)


def _scalar(value: str) -> str:
    r"""A YAML string on one or more lines, plain or quoted.

    >>> _scalar('"Use of\\\n  \\ Artificial\\_Intelligence"')
    'Use of Artificial Intelligence'
    """
    value = _BLOCK_STYLE.sub("", value.strip(), count=1)
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


def _blocks(tokens: Sequence[Token], first: int) -> Iterator[Block]:
    """The blocks of a text that begins on line ``first`` of its file."""
    level = quotes = 0
    words = unbroken(text for token in tokens if token.children for text, _ in _inline(token))
    row: list[str] | None = None
    for token in tokens:
        line = first + token.map[0] if token.map else 0
        if token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "tr_open":
            row, row_line = [], line
        elif token.type == "tr_close" and row is not None:
            cells = tidy(" | ".join(cell for cell in row if cell))
            yield Block("body", cells, lines=((0, row_line),))
            row = None
        elif token.type == "inline":
            lines = _inline(token)
            flat = tidy(" ".join(text for text, _ in lines))
            if row is not None:
                row.append(flat)
            elif level:
                yield Block("heading", flat, level, lines=((0, line),))
            else:
                yield from _paragraphs(lines, line, words, quoted=quotes > 0)
        elif token.type in ("fence", "code_block"):
            for number, text in enumerate(token.content.split("\n"), line + 1):
                yield Block("body", tidy(text), lines=((0, number),))
        elif token.type == "html_block":
            plain = _TAG.sub("", token.content).split("\n")
            quoted = bool(_QUOTED.match(token.content))
            yield from _paragraphs([(text, False) for text in plain], line, words, quoted=quoted)


def _inline(token: Token) -> list[tuple[str, bool]]:
    """The lines of a paragraph as they are shown, each with whether a paragraph ends there."""
    lines: list[tuple[str, bool]] = []
    line = ""
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            # Wrapped prose often has blanks at its line ends; a short or endless line is meant.
            lines.append((line, child.type == "hardbreak" and not 50 <= width(line) <= 120))
            line = ""
        elif child.type in ("text", "code_inline", "image"):
            line += child.content
    return [*lines, (line, True)]


def _paragraphs(
    lines: Sequence[tuple[str, bool]], first: int, words: Counter[str], *, quoted: bool = False
) -> Iterator[Block]:
    """Paragraphs of lines made one, as Markdown has it, with where each line begins."""
    whole, begins = "", list[tuple[int, int]]()
    for number, (line, ends) in enumerate(lines, first):
        text = tidy(line)
        if text:
            whole = joined(whole, text, words)
            begins.append((len(whole), number))
            whole += text
            whole += SOFT_HYPHEN * line.rstrip().endswith(SOFT_HYPHEN)
        if whole and (ends or not text or number + 1 == first + len(lines)):
            yield Block("body", tidy(whole), lines=tuple(begins), quoted=quoted)
            whole, begins = "", []
