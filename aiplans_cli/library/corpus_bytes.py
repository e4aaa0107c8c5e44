"""The bytes of a corpus's texts, whole or some lines of them, here or in a store far away."""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from aiplans_cli.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiplans_cli.library.corpus import Text

_STEP = 1 << 16


def is_address(source: str) -> bool:
    """Whether a source names a store, as ``s3://bucket/name`` does, and no path.

    >>> is_address("s3://bucket/**/*.txt"), is_address("texts/plan.txt")
    (True, False)
    """
    return "://" in source


def stores() -> Any:
    """The library that knows stores. Raises ``SourceError`` where it is not installed."""
    try:
        import fsspec
    except ImportError as error:
        raise SourceError(
            "fsspec", "addresses of stores need it", "run pip install 'aiplans[cluster]'"
        ) from error
    return fsspec


def texts_at(address: str) -> list[tuple[str, str, int, str]]:
    """The files of a pattern in a store: address, place below the fixed part, bytes, stamp.

    Raises ``SourceError`` for a store that cannot be reached, and one whose package is missing.
    """
    fsspec = stores()
    try:
        system, pattern = fsspec.core.url_to_fs(address)
        found = system.glob(pattern, detail=True) if set(pattern) & set("*?[") else {}
        if not found and system.isfile(pattern):
            found = {pattern: system.info(pattern)}
        files = {name: info for name, info in found.items() if info["type"] == "file"}
        stamps = {name: str(system.ukey(name)) for name in files}
    except ImportError as error:
        fact = f"a package for such stores is missing ({error})"
        raise SourceError(address, fact, "install it beside aiplans[cluster]") from error
    except Exception as error:  # every store has errors of its own
        fact = f"cannot be listed ({_reason(error)})"
        raise SourceError(address, fact, "check the address and your access to it") from error
    fixed = _fixed(pattern)
    return [
        (system.unstrip_protocol(name), name[len(fixed) :], int(info["size"]), stamps[name])
        for name, info in files.items()
    ]


def _fixed(pattern: str) -> str:
    """The folders of a pattern before its first sign.

    >>> _fixed("bucket/laws/**/*.txt"), _fixed("bucket/plan.txt")
    ('bucket/laws/', 'bucket/')
    """
    first = min((pattern.find(sign) for sign in "*?[" if sign in pattern), default=len(pattern))
    return pattern[: pattern.rfind("/", 0, first) + 1]


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


@contextmanager
def opened(text: Text) -> Iterator[BinaryIO]:
    """The open bytes of a text. Raises ``SourceError`` where they cannot be read."""
    try:
        if is_address(text.path):
            with stores().open(text.path, "rb") as stream:
                yield stream
        else:
            with Path(text.path).open("rb") as stream:
                yield stream
    except OSError as error:
        reason = error.strerror or _reason(error)
        raise SourceError(
            text.path, f"cannot be read ({reason})", "check its permissions"
        ) from None


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
