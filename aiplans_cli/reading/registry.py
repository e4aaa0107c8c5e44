"""Which reader reads what: by suffix, then by the first bytes, or as asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aiplans_cli.errors import SourceError, WordlessError
from aiplans_cli.model import Document
from aiplans_cli.records import dataclass
from aiplans_cli.storage.bounded import read_bounded

if TYPE_CHECKING:
    from aiplans_cli.reading.shape import Draft


@dataclass(frozen=True, slots=True)
class Reader:
    """How files of one format are recognised and read."""

    name: str
    """What people call the format."""
    suffixes: tuple[str, ...]
    """Suffixes of its files, lower-case, with the dot."""
    matches: Callable[[bytes], bool]
    """Whether the first bytes of a file are of this format."""
    read: Callable[[bytes, str, str | None], Draft]
    """From bytes, a name for messages, and an encoding or None, to a draft."""


def _read_text(data: bytes, name: str, encoding: str | None) -> Draft:
    from aiplans_cli.reading.text import read_text

    return read_text(data, name, encoding)


def _read_markdown(data: bytes, name: str, encoding: str | None) -> Draft:
    from aiplans_cli.reading.markdown import read_markdown

    return read_markdown(data, name, encoding)


def _read_html(data: bytes, name: str, encoding: str | None) -> Draft:
    from aiplans_cli.reading.web import read_html

    return read_html(data, name, encoding)


def _read_pdf(data: bytes, name: str, encoding: str | None) -> Draft:
    from aiplans_cli.reading.pdf import read_pdf

    return read_pdf(data, name, encoding)


def _read_docx(data: bytes, name: str, encoding: str | None) -> Draft:
    from aiplans_cli.reading.word import read_docx

    return read_docx(data, name, encoding)


_HTML = re.compile(
    rb"(?>\s+|<\?xml[^>]{0,200}>|<!--.{0,900}?-->)*+"
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|style|script)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
"""The beginning of a page, which may come after a prolog and comments; nothing is tried twice."""

_FRAGMENT = re.compile(
    rb"\s*<(article|div|h[1-6]|main|nav|ol|p|section|table|ul)(?:\s[^>]*)?>.*?</\1>",
    re.IGNORECASE | re.DOTALL,
)
_MARKED = re.compile(rb"^(?:#{1,6} |[-*+] |>|```|\|)|\]\(", re.MULTILINE)
"""Marks of Markdown, which may begin with an element of HTML as a page does."""


def _is_html(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")
    start = head[3:] if head.startswith(b"\xef\xbb\xbf") else head.lstrip(b"\xff\xfe")
    if _HTML.match(start):
        return True
    return bool(_FRAGMENT.match(start)) and not _MARKED.search(start)


def _is_markdown(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"---\n", b"---\r\n", b"# ", b"## "))


READERS: dict[str, Reader] = {
    "pdf": Reader("PDF", (".pdf",), lambda head: b"%PDF-" in head[:1024], _read_pdf),
    "docx": Reader(
        "Word",
        (".docx", ".docm"),
        lambda head: head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")),
        _read_docx,
    ),
    "html": Reader("HTML", (".html", ".htm", ".xhtml", ".shtml"), _is_html, _read_html),
    "markdown": Reader("Markdown", (".md", ".markdown", ".mkd"), _is_markdown, _read_markdown),
    "text": Reader("plain text", (".txt", ".text"), lambda head: True, _read_text),
}
"""Formats in the order in which their first bytes are tried; plain text takes what is left."""


_FOREIGN = {
    "a rich text file (RTF)": re.compile(rb"\{\\rtf"),
    "a web archive (MHT)": re.compile(
        rb"(?:(?>[\w-]+:[^\n]*|[ \t]+[^\n]*)\n){0,20}?content-type:\s*multipart/related",
        re.IGNORECASE,
    ),
}
"""Formats that are text for a computer, but not for a reader, by how they begin."""


def _foreign(head: bytes) -> str:
    """What people call the format of a file that only looks like text, "" for others.

    >>> _foreign(b"{\\\\rtf1\\\\ansi The plan.}")
    'a rich text file (RTF)'
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((name for name, begins in _FOREIGN.items() if begins.match(start)), "")


def sniff(data: bytes, name: str) -> str:
    """Key in ``READERS`` of the format, by the name's suffix, then by the first bytes.

    A file whose suffix says text but whose bytes are a PDF or a Word file is read as what it is.

    >>> sniff(b"%PDF-1.7", "-"), sniff(b"Chapter 1", "plan.md"), sniff(b"Chapter 1", "plan")
    ('pdf', 'markdown', 'text')
    """
    binary = next((key for key in ("pdf", "docx") if READERS[key].matches(data[:1024])), None)
    suffix = Path(name).suffix.lower()
    for key, reader in READERS.items():
        if suffix in reader.suffixes:
            return binary or key
    return next(key for key, reader in READERS.items() if reader.matches(data[:1024]))


def read_bytes(
    data: bytes, *, name: str, format: str | None = None, encoding: str | None = None
) -> Document:
    """Read a document from bytes; its language is left open.

    ``name`` stands in messages, and its stem is the document's id. ``format`` is a key of
    ``READERS``; None means ``sniff``. ``encoding`` is any Python codec; None means detection.

    Raises:
        SourceError: the bytes are empty, damaged, encrypted, binary, or without text.

    >>> document = read_bytes(b"Article 1\\nAI is for all.", name="law.txt")
    >>> [(s.kind, s.heading, s.text) for s in document.sections]
    [('heading', 'Article 1', 'Article 1'), ('body', 'Article 1', 'AI is for all.')]
    """
    from aiplans_cli.reading.bibliography import set_apart_bibliographies
    from aiplans_cli.reading.ledger import ledger_notes, ledger_of
    from aiplans_cli.reading.mojibake import garbled
    from aiplans_cli.reading.numbering import numbered
    from aiplans_cli.reading.shape import assemble

    if not data.strip():
        raise WordlessError(name, "is empty", "give a file with text in it")
    if format is None and (foreign := _foreign(data[:1024])):
        raise SourceError(name, f"is {foreign}, which is not read", "save it as DOCX, HTML or text")
    key = format or sniff(data, name)
    if format is None:
        check_format(data, name)
    if key not in READERS:
        raise SourceError(name, f"format {key} is not known", f"choose from {', '.join(READERS)}")
    draft = READERS[key].read(data, name, encoding)
    sections = assemble(set_apart_bibliographies(draft.blocks))
    if not any(any(map(str.isalnum, section.text)) for section in sections):
        raise WordlessError(name, "has no words in it", "give a file with text in it")
    ledger = ledger_of(sections, draft)
    stem = "stdin" if name == "-" else Path(name).stem
    first = next((s.text for s in sections if s.kind == "heading"), "")
    if numbered(first):
        first = ""
    return Document(
        id=stem,
        title=draft.title or first or stem,
        language="",
        sections=sections,
        sha256=hashlib.sha256(data).hexdigest(),
        format=key,
        pages=draft.pages,
        notes=(*draft.notes, *garbled(sections), *ledger_notes(ledger, key)),
        front=tuple(dict.fromkeys(filter(None, (draft.title, *draft.front)))),
        ledger=ledger,
    )


def check_format(data: bytes, name: str) -> None:
    """Raise ``SourceError`` for XML that would be read as plain text, tags and all."""
    from aiplans_cli.reading.markup import check_no_xml

    if sniff(data, name) == "text":
        check_no_xml(data, name)


def read_path(path: str, *, format: str | None = None, encoding: str | None = None) -> Document:
    """Read a document from a file; see ``read_bytes``.

    Raises:
        SourceError: no such file, a directory, a device, no permission, or what ``read_bytes``
            raises.
    """
    try:
        data = read_bounded(Path(path))
    except FileNotFoundError as error:
        raise SourceError(path, "no such file", "check the name") from error
    except IsADirectoryError as error:
        raise SourceError(path, "is a directory", "name the files in it") from error
    except (OSError, ValueError) as error:
        fact = getattr(error, "strerror", None) or "is no file name"
        raise SourceError(path, f"cannot be read ({fact})", "check the file") from error
    return read_bytes(data, name=path, format=format, encoding=encoding)
