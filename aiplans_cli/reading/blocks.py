"""Plain text of any size, a block at a time, so that memory does not grow with the file.

A corpus is not laid out as a document is: each line is a paragraph, nothing is unwrapped, and no
heading is looked for. Where a block ends depends on the text alone, never on who asks.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING, Protocol

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.shape import HAN, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator


class Readable(Protocol):
    """Anything bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, none at the end."""


BLOCK = 1 << 21
"""Bytes read at once; a block goes on to the end of its last line."""

_LONGEST = 1 << 23
"""Bytes after which a line without end is cut, at a space or a full stop where it has one."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"))
_STOPS = ("\r", " ", "。")
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNTIDY = re.compile(
    "[\x00-\x08\x0b-\x1f\x85\xad\u200b-\u200d\u2028\u2029\u2060\u2e80-\u2fdf\ufeff\ufffe\ufb00-\ufb06"
    "\uf0b7\uf0a7\uf02d]"
)
"""Characters that ``tidy`` drops or replaces; a test compares."""


def text_blocks(stream: Readable, name: str, encoding: str | None = None) -> Iterator[str]:
    """The text of a stream, in blocks of about two million characters that end with a line.

    The encoding is the one asked for, that of the byte-order mark, or UTF-8. Line ends are "\\n".

    Raises ``SourceError`` for bytes that are no such text, and for an unknown encoding.

    >>> import io
    >>> list(text_blocks(io.BytesIO(b"One.\\r\\nTwo."), "plan.txt"))
    ['One.\\nTwo.']
    """
    first = stream.read(BLOCK)
    for mark, marked in _MARKS:
        if first.startswith(mark) and encoding is None:
            first, encoding = first[len(mark) :], marked
    try:
        decode = codecs.getincrementaldecoder(encoding or "utf-8")().decode
    except LookupError as error:
        fact = f"cannot be read as {encoding}, which is no known encoding"
        raise SourceError(name, fact, "see --encoding in --help") from error
    rest = ""
    while first:
        try:
            rest += decode(first)
        except UnicodeDecodeError as error:
            fact = f"holds bytes that are no {(encoding or 'utf-8').upper()}"
            remedy = "name its encoding with --encoding, or save it as UTF-8"
            raise SourceError(name, fact, remedy) from error
        first = stream.read(BLOCK)
        cut = rest.rfind("\n") + 1 if first else len(rest)
        if not cut and len(rest) > _LONGEST:
            last = len(rest) - rest.endswith("\r")  # its "\n" may be on its way
            cut = max(rest.rfind(stop, 0, last) + 1 for stop in _STOPS) or last
        if cut:
            yield _plain(rest[:cut], name)
            rest = rest[cut:]
    if rest:  # pragma: no cover - a last read is never empty-handed
        yield _plain(rest, name)


def _plain(text: str, name: str) -> str:
    if _BINARY.search(text):
        fact = "is binary, not text"
        raise SourceError(name, fact, "give a text, Markdown, HTML, PDF or DOCX file")
    if "\r" in text or "\f" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return text


def tidy_lines(text: str) -> str:
    """The lines of a text as ``tidy`` shows each, without the empty ones.

    >>> tidy_lines("One  line. \\n\\n  Another.")
    'One line.\\nAnother.'
    """
    lines = text.split("\n")
    if is_tidy(text):
        lines = list(map(_spaced, lines))
    else:
        lines = [_spaced(line) if is_tidy(line) else tidy(line) for line in lines]
    return "\n".join(filter(None, lines))


def is_tidy(text: str) -> bool:
    """Whether ``tidy`` would leave all characters of a text as they are, white space aside.

    >>> is_tidy("co-operate"), is_tidy("co\\u00adoperate")
    (True, False)
    """
    return not _UNTIDY.search(text) and unicodedata.is_normalized("NFC", text)


def _spaced(line: str) -> str:
    """A line without characters to drop: only characters set apart by spaces need ``tidy``."""
    words = line.split()
    if len(words) < 2:
        return words[0] if words else ""
    apart = len(words) > 5 or 1 in map(len, words)
    return tidy(line) if apart and HAN.search(line) else " ".join(words)
