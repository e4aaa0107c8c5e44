"""Plain text of any size, a block at a time, so that memory does not grow with the file.

A corpus is not laid out as a document is: each line is a paragraph, nothing is unwrapped, and no
heading is looked for. Where a block ends depends on the text alone, never on who asks.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from aiplans_cli.characters import UNTIDY
from aiplans_cli.errors import SourceError
from aiplans_cli.reading.encoding import BINARY, binary  # knows encodings that replace, too
from aiplans_cli.reading.replacing import REPLACED
from aiplans_cli.reading.shape import HAN, tidy
from aiplans_cli.reading.undecodable import undecodable, unknown_encoding
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray


class Readable(Protocol):
    """Anything bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, none at the end."""


LARGE = 16_000_000
"""Bytes from which plain text is a corpus and no longer a document, whoever reads it."""

BLOCK = 1 << 21
"""Bytes read at once; a block goes back to the end of its last line."""

_LONGEST = 1 << 23
"""Bytes after which a line without end is cut, at a space or a full stop where it has one."""

_MANY = 5
"""Words in a line, beyond which its characters may be spread out."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"))
_STOPS = (b"\r", b" ", "。".encode())
_ALLOWED = bytes(
    0xFF if byte < ord(" ") and not BINARY.match(chr(byte)) else byte for byte in range(256)
)
"""Control characters that stand in texts are moved away from those that do not."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a text, decoded where they are wanted, which may be in another process."""

    name: str
    """Name of the source."""
    data: bytes
    """The lines in UTF-8, which is not checked before ``text`` is asked for; b"" in a file."""
    place: tuple[int, int] | None = None
    """The first byte in the source and the one after the last, where that is in UTF-8."""
    path: str = ""
    """The file in which the lines are, where they are not here."""

    def in_file(self, path: str) -> Block:
        """The same lines, to be read from the file that they come from when they are wanted."""
        return self if self.place is None else replace(self, data=b"", path=path)

    def text(self) -> str:
        """The lines; line ends are "\\n". Raises ``SourceError`` for bytes that are no text.

        >>> Block("plan.txt", b"One.\\r\\nTwo.").text()
        'One.\\nTwo.'
        """
        data = self.data
        if self.path and self.place:
            start, end = self.place
            with Path(self.path).open("rb") as stream:
                stream.seek(start)
                data = stream.read(end - start)
            if len(data) < end - start:
                raise SourceError(self.name, "was cut short while it was read", "count it again")
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise undecodable(
                "utf-8", self.name, error, self.place[0] if self.place else 0
            ) from error
        if _is_binary(data):
            raise binary(self.name, data)
        if "\r" in text or "\f" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
        return text


def text_blocks(stream: Readable, name: str, encoding: str | None = None) -> Iterator[Block]:
    """The text of a stream, in blocks of about two million bytes that end with a line.

    The encoding is the one asked for, that of the byte-order mark, or UTF-8.

    Raises ``SourceError`` for an unknown encoding, and for bytes that it does not know.

    >>> import io
    >>> [block.text() for block in text_blocks(io.BytesIO(b"One.\\r\\nTwo."), "plan.txt")]
    ['One.\\nTwo.']
    """
    first = stream.read(BLOCK)
    start = 0
    if encoding is None:
        mark, encoding = next(
            (pair for pair in _MARKS if first.startswith(pair[0])), (b"", "utf-8")
        )
        start = len(mark)
        first = first[start:]
    try:
        known = codecs.lookup(encoding).name
        "".encode(known)  # some codecs are not of text
    except LookupError as error:
        raise unknown_encoding(encoding, name) from error
    chunks = chain([first], iter(lambda: stream.read(BLOCK), b""))
    if known != "utf-8":
        for data in _in_lines(_recoded(chunks, name, known)):
            yield Block(name, data)
        return
    for data in _in_lines(filter(None, chunks)):
        yield Block(name, data, (start, start + len(data)))
        start += len(data)


@dataclass(slots=True)
class Watched:
    """Blocks, with a count of the places in them that are no text and were replaced."""

    blocks: Iterable[Block]
    """The blocks."""
    replaced: int = 0
    """How many places there were in those that have gone by."""

    def __iter__(self) -> Iterator[Block]:
        for block in self.blocks:
            self.replaced += block.data.count(REPLACED.encode())
            yield block


def stretches(text: str) -> Iterator[str]:
    """A text in stretches of about as many characters as a block has bytes, each of whole lines.

    >>> list(stretches("One.\\nTwo."))
    ['One.\\nTwo.']
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start + BLOCK) + 1 or len(text)
        yield text[start:end]
        start = end


def _in_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """UTF-8 in stretches that end with a line, unless the line is very long."""
    rest = b""
    chunk = next(chunks, b"")
    while chunk:
        rest += chunk
        chunk = next(chunks, b"")
        cut = rest.rfind(b"\n") + 1 if chunk else len(rest)
        if not cut and len(rest) > _LONGEST:
            last = _last_character(rest)  # its other bytes may be on their way, or its "\n"
            cut = max(_after(stop, rest, last) for stop in _STOPS) or last
        if cut:
            yield rest[:cut]
            rest = rest[cut:]


def _recoded(chunks: Iterable[bytes], name: str, encoding: str) -> Iterator[bytes]:
    """Bytes in UTF-8; none is empty."""
    decode = codecs.getincrementaldecoder(encoding)().decode
    try:
        for chunk in chunks:
            if text := decode(chunk):
                yield text.encode("utf-8", "surrogatepass")
        decode(b"", True)
    except UnicodeDecodeError as error:
        raise undecodable(encoding, name) from error


def _is_binary(data: bytes) -> bool:
    """Whether there are control characters that no text has; several times as fast as a search."""
    import numpy as np

    return bool(data) and int(np.frombuffer(data.translate(_ALLOWED), np.uint8).min()) < ord(" ")


def _after(stop: bytes, data: bytes, end: int) -> int:
    """Where the last such stop before ``end`` ends, 0 where there is none."""
    place = data.rfind(stop, 0, end)
    return place + len(stop) if place >= 0 else 0


def _last_character(data: bytes) -> int:
    """Where the last character of UTF-8 begins, whole or not; the end where there is none."""
    for place in range(len(data) - 1, max(len(data) - 5, 0), -1):
        if data[place] & 0xC0 != 0x80:
            return place
    return len(data)


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


def tidy_words(text: str) -> str:
    """A text whose Chinese words are those of ``tidy_lines``; its white space may be otherwise.

    Few lines need to be looked at for that.

    >>> tidy_words("  One  line. \\n治 理 体 系")  # "system of governance"
    '  One  line. \\n治理体系'
    """
    if not unicodedata.is_normalized("NFC", text):
        return tidy_lines(text)
    starts = {text.rfind("\n", 0, odd.start()) + 1 for odd in UNTIDY.finditer(text)}
    found: list[str] = []
    done = 0
    for start in sorted(starts.union(_set_apart(text))):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        found += (text[done:start], tidy(text[start:end]))
        done = end
    return "".join([*found, text[done:]])


def _set_apart(text: str) -> list[int]:
    """Where those lines begin in which characters may be set apart by spaces."""
    import numpy as np

    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    blank = _blanks()[codes]
    begins = ~blank[1:-1] & blank[:-2]
    breaks = np.flatnonzero(codes[1:-1] == ord("\n"))
    words = np.bincount(np.searchsorted(breaks, np.flatnonzero(begins)))
    single = np.searchsorted(breaks, np.flatnonzero(begins & blank[2:]))
    lines = np.union1d(np.flatnonzero(words > _MANY), single)
    starts: list[int] = np.concatenate([[0], breaks + 1])[lines].tolist()
    return starts


@cache
def _blanks() -> NDArray[np.bool_]:
    """By code point, whether a character is white space; none is beyond U+3000."""
    import numpy as np

    found = np.zeros(0x110000, dtype=bool)
    found[[code for code in range(0x3001) if chr(code).isspace()]] = True
    return found


def is_tidy(text: str) -> bool:
    """Whether ``tidy`` would leave all characters of a text as they are, white space aside.

    >>> is_tidy("co-operate"), is_tidy("co\\u00adoperate")
    (True, False)
    """
    return not UNTIDY.search(text) and unicodedata.is_normalized("NFC", text)


def _spaced(line: str) -> str:
    """A line without characters to drop: only characters set apart by spaces need ``tidy``."""
    words = line.split()
    if len(words) < 2:
        return words[0] if words else ""
    apart = len(words) > _MANY or 1 in map(len, words)
    return tidy(line) if apart and HAN.search(line) else " ".join(words)
