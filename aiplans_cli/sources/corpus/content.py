"""The bytes of a corpus's texts, whole or some lines of them, here or in a store far away."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import BytesIO
from marshal import dumps, loads
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, overload

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.blocks import LARGE
from aiplans_cli.records import dataclass
from aiplans_cli.storage.stores import explained, is_address, reason_of, stores

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = 1 << 16

_LETTER = re.compile(rb"[0-9A-Za-z\x80-\xff]")
"""What words are made of, in UTF-8."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file of a corpus; nothing has been read yet."""

    path: str
    """Where it is: a path, or an address such as ``s3://bucket/name``."""
    name: str
    """Its path below the folder that was named, with ``/`` and without suffix where that tells
    it from all others."""
    place: str
    """Its path below the folder that was named, with ``/``."""
    size: int
    """Bytes."""
    stamp: str
    """What changes when the file does."""
    part: str = ""
    """The part that is wanted of it; "" for all."""
    among: bool = False
    """Whether it was found below a folder, and not named itself."""


class Texts(Sequence[Text]):
    """Texts one after another, packed: as records a hundred thousand held 50 MB, so 10.

    >>> texts = Texts([Text("x/a/b.txt", "a/b", "a/b.txt", 9, "1")])
    >>> len(texts), texts[0] == Text("x/a/b.txt", "a/b", "a/b.txt", 9, "1")
    (1, True)
    """

    __slots__ = ("_data", "_ends")

    def __init__(self, texts: Iterable[Text] = ()) -> None:
        self._data, self._ends = bytearray(), array("Q", [0])
        for text in texts:
            self.append(text)

    def append(self, text: Text) -> None:
        """Take one more text."""
        path, name, place = text.path, text.name, text.place
        # a path ends with its place, which begins with the name
        short = len(place) if path.endswith(place) else place
        begun = len(name) if place.startswith(name) else name
        rest = (text.size, text.stamp, text.part, text.among)
        self._data += dumps((path, begun, short, *rest))
        self._ends.append(len(self._data))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> Text: ...

    @overload
    def __getitem__(self, at: slice) -> list[Text]: ...

    def __getitem__(self, at: int | slice) -> Text | list[Text]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        path, name, place, *rest = loads(self._data[self._ends[at] : self._ends[at + 1]])
        place = path[len(path) - place :] if isinstance(place, int) else place
        return Text(path, place[:name] if isinstance(name, int) else name, place, *rest)


def texts_at(
    address: str, suffixes: frozenset[str] = frozenset()
) -> list[tuple[str, str, int, str]]:
    """The files of a pattern or a folder in a store: address, place, bytes, stamp.

    The place is the path below the part without signs. Of a folder, those below it with one of
    the ``suffixes``. The address of a file on this
    machine is its path. Raises ``SourceError`` for a store that cannot be reached, one whose
    package is missing, and where there is no file.
    """
    fsspec = stores()
    with explained(address, "listed"):
        system, pattern = fsspec.core.url_to_fs(address)
        fixed, files = _listed(system, pattern, suffixes)
        stamps = {name: str(system.ukey(name)) for name in files}
    if not files:
        remedy = "check the address and your access to it, or name files, as in /**/*.txt"
        raise SourceError(address, "has no text in it", remedy)
    here = "file" in system.protocol
    return [
        (
            name if here else system.unstrip_protocol(name),
            name[len(fixed) :] or name,
            int(info["size"] or 0),  # a web server need not tell
            stamps[name],
        )
        for name, info in files.items()
    ]


def _listed(
    system: Any, pattern: str, suffixes: frozenset[str]
) -> tuple[str, dict[str, dict[str, Any]]]:
    """The part of a pattern without signs, and the files there with what the store tells."""
    folder = False
    if not set(pattern) & set("*?["):
        with suppress(FileNotFoundError):  # what else is wrong, "isfile" would take for no file
            info = {} if pattern.endswith("/") else system.info(pattern)
            if info.get("type") == "file":
                return fixed_part(pattern), {pattern: info}
        folder = True
        pattern = pattern.rstrip("/") + "/**"
    fixed = fixed_part(pattern)
    found = system.glob(pattern, detail=True)
    files = {name: info for name, info in found.items() if info["type"] == "file"}
    if folder:
        files = {name: files[name] for name in files if _is_text(name[len(fixed) :], suffixes)}
    for name in [name for name, info in files.items() if info["size"] is None]:
        files[name] = system.info(name)
    return fixed, files


def _is_text(place: str, suffixes: frozenset[str]) -> bool:
    """Whether a file of a folder is no hidden one and of a format we read."""
    path = PurePosixPath(place)
    return path.suffix.lower() in suffixes and all(part[0] != "." for part in path.parts)


def fixed_part(pattern: str) -> str:
    """The folders of a pattern before its first sign.

    >>> fixed_part("bucket/laws/**/*.txt"), fixed_part("bucket/plan.txt")
    ('bucket/laws/', 'bucket/')
    """
    first = min((pattern.find(sign) for sign in "*?[" if sign in pattern), default=len(pattern))
    return pattern[: pattern.rfind("/", 0, first) + 1]


@contextmanager
def opened(text: Text) -> Iterator[BinaryIO]:
    """The open bytes of a text. Raises ``SourceError`` where they cannot be read."""
    if is_address(text.path):
        with explained(text.path, "read"), stores().open(text.path, "rb") as stream:
            yield stream
        return
    try:
        with Path(text.path).open("rb") as stream:
            yield stream
    except OSError as error:
        fact = f"cannot be read ({error.strerror or reason_of(error)})"
        raise SourceError(text.path, fact, "check its permissions") from None


def read_text(text: Text) -> bytes:
    """All bytes of a text. Raises ``SourceError`` where it cannot be read."""
    with opened(text) as stream:
        return stream.read()


class Lines:
    """The lines of a stream that begin from byte ``start`` on and before byte ``end``.

    Ranges that meet share no line and miss none.

    >>> import io
    >>> [Lines(io.BytesIO(b"one\\ntwo\\n"), *ends).read(99) for ends in ((0, 2), (2, 4), (4, 8))]
    [b'one\\n', b'', b'two\\n']
    """

    def __init__(self, stream: BinaryIO, start: int, end: int) -> None:
        self._stream, self._end = stream, end
        self._digest = sha256()
        self._at = max(start - 1, 0)
        stream.seek(self._at)
        while start:  # the line that began before
            part = stream.readline(_STEP)
            self._at += len(part)
            if not part or part.endswith(b"\n"):
                break
        self._over = self._at >= end

    def read(self, size: int = -1) -> bytes:
        """The next bytes, ``size`` at most; empty at the end."""
        data = b"" if self._over else self._stream.read(size)
        last = data.find(b"\n", max(self._end - 1 - self._at, 0))
        if not data or last >= 0:
            self._over = True
            data = data[: last + 1]
        self._at += len(data)
        self._digest.update(data)
        return data

    def hexdigest(self) -> str:
        """The sha256 of what was read."""
        return self._digest.hexdigest()


BLOCK = 1 << 23
"""Bytes of a large text that are counted as one piece: one of 60 MB was one, on a single core."""


def digests_of(data: bytes) -> Iterator[str]:
    """The digests with which a text may have been counted.

    It is that of its bytes or, of a large one that was counted in blocks of lines, the sum of
    theirs, without those that have no words.

    >>> list(digests_of(b"AI")) == [sha256(b"AI").hexdigest()]
    True
    """
    from aiplans_cli.counting.corpus import digest_of

    yield sha256(data).hexdigest()
    if len(data) < LARGE:
        return
    every, full = [], []
    for start in range(0, len(data), BLOCK):
        lines = Lines(BytesIO(data), start, min(start + BLOCK, len(data)))
        read = lines.read()
        every.append(lines.hexdigest())
        full += every[-1:] if _LETTER.search(read) else []
    yield digest_of(every)
    yield digest_of(full)


def beginning_of(text: Text) -> bytes:
    """The first 64 KB of a text, by which its format and encoding are told."""
    with opened(text) as stream:
        return stream.read(1 << 16)
