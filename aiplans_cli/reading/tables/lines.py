"""The lines of a text in a stream, with the byte at which each ends."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.encoding import BINARY, binary, decode
from aiplans_cli.reading.undecodable import undecodable, unknown_encoding

if TYPE_CHECKING:
    from collections.abc import Callable

Fields = dict[str, str]
"""Column → value of a row, "" for none; nested columns have dots in their names."""

Rows = Iterator[tuple[Fields, int]]
"""Rows, each with the mark from which reading goes on after it."""

_HEAD = 1 << 20
_MARK = codecs.BOM_UTF8
_BY_LINE = ("utf-8", "gb18030", "big5", "cp1252", "latin-1", "iso8859-1", "ascii", "gbk", "gb2312")
"""Encodings in which the byte of a line feed is one wherever it stands."""


def lines_of(
    stream: BinaryIO, name: str, encoding: str | None, mark: int, note: Callable[[str], None]
) -> Iterator[tuple[str, int]]:
    r"""The lines of a stream from byte ``mark`` on, each with the byte after it.

    The encoding is the one asked for, or what the first bytes beyond ASCII tell, as for any text;
    a guess goes to ``note``. Raises ``SourceError`` where the bytes are in another.

    >>> import io
    >>> list(lines_of(io.BytesIO("id\n治理\n".encode("gb18030")), "x", None, 0, lambda line: None))
    [('id\n', 3), ('治理\n', 8)]
    """
    codec = _codec(stream, name, encoding, note)
    stream.seek(mark)
    if codec not in _BY_LINE or _has_no_line_feed(stream, mark):
        yield from _all_lines(stream, name, codec)
        return
    at = mark
    while line := stream.readline():
        begins, at = at, at + len(line)
        try:
            text = line.removeprefix(_MARK if not begins else b"").decode(codec)
        except UnicodeDecodeError:
            raise undecodable(encoding or codec, name) from None
        if BINARY.search(text):
            raise binary(name)
        yield text, at


def _all_lines(stream: BinaryIO, name: str, codec: str) -> Iterator[tuple[str, int]]:
    """All lines of what cannot be entered in the middle; every mark is 0."""
    stream.seek(0)
    text, _ = decode(stream.read(), name, codec)
    for line in text.removeprefix("\ufeff").splitlines(keepends=True):
        yield line, 0


def _has_no_line_feed(stream: BinaryIO, mark: int) -> bool:
    """Whether lines end with carriage returns, as old spreadsheets write them."""
    stream.seek(mark)
    head = stream.read(_HEAD)
    stream.seek(mark)
    return b"\r" in head and b"\n" not in head


def _codec(stream: BinaryIO, name: str, encoding: str | None, note: Callable[[str], None]) -> str:
    """The encoding of a stream by Python's name for it."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if encoding is not None:
        try:
            return codecs.lookup(encoding).name
        except LookupError:
            raise unknown_encoding(encoding, name) from None
    first = head
    while head and head.isascii() and b"~{" not in head and b"\0" not in head:
        head = stream.read(_HEAD)
    sample = _whole_lines(head or first)
    text, notes = decode(sample, name)
    for line in notes:
        if "cut off" not in line:
            note(line)
    text = text.removeprefix("\ufeff")
    for codec in ("utf-8", "gb18030", "big5", "cp1252"):
        try:
            same = sample.decode(codec).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if same.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n") == text:
            return codec
    return "hz" if b"~{" in sample else "utf-8"


def _whole_lines(head: bytes) -> bytes:
    """The sample up to the end of its last line: a character may be cut."""
    if len(head) < _HEAD:
        return head
    end = head.rfind(b"\n")
    return head[: end + 1] if end > 0 else head


def broken(name: str, line: int, fact: str, remedy: str) -> SourceError:
    """The error for a table that breaks its format in a line."""
    return SourceError(name, f"line {line:,}: {fact}", remedy)
