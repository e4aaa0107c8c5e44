"""What is finished of a corpus, kept in a folder until all of it is."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from hashlib import sha256
from math import inf
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.errors import AiplansError, SourceError
from aiplans_cli.records import dataclass
from aiplans_cli.storage.stores import is_address, read_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOCK = "lock"
_BEGINNING = re.compile("[0-9a-f]{2}")
_PART = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts by key, each with a line that tells of it; written whole or not at all."""

    output: str
    """The file that is being made; its parts are in a folder beside it."""

    @property
    def folder(self) -> Path:
        """Where the parts are: of a file in a store, in the current folder."""
        named = PurePosixPath(self.output).name if is_address(self.output) else self.output
        return Path(f"{named}.parts")

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def kept(self) -> Iterator[str]:
        """The keys of the parts that are there, damaged or not, in order."""
        for below in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(path.name for path in below.iterdir() if _PART.fullmatch(path.name))

    def line(self, key: str) -> str | None:
        """The line of a part; ``None`` where there is no part, or it is damaged."""
        try:
            with self._path(key).open("rb") as stream:
                digest = stream.readline().strip()
                body = stream.read()
        except OSError:
            return None
        if digest != sha256(body).hexdigest().encode():
            return None
        return body.partition(b"\n")[0].decode()

    def data(self, key: str) -> bytes:
        """The bytes of a part that is there."""
        return self._path(key).read_bytes().split(b"\n", 2)[2]

    def put(self, key: str, line: str, data: bytes) -> None:
        """Keep a part. Raises ``AiplansError`` where it cannot be written."""
        from aiplans_cli.storage.files import write_atomically

        path = self._path(key)
        self._make(path.parent)
        body = line.encode() + b"\n" + data
        write_atomically(str(path), sha256(body).hexdigest().encode() + b"\n" + body)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs from making the same output.

        Raises ``AiplansError`` where one is at it, or the output could not be written.
        """
        from aiplans_cli.storage.files import check_writable

        check_writable(self.output)
        self._make(self.folder)
        lock = self._locked()
        try:
            yield
        finally:
            with suppress(OSError):
                (self.folder / _LOCK).unlink()
            os.close(lock)
            with suppress(OSError):  # parts that wait for another run stay, and what is not ours
                self.folder.rmdir()

    def _locked(self) -> int:
        """A descriptor that holds the lock; it is let go when the last process of a run ends."""
        path = self.folder / _LOCK
        while True:
            try:
                lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
            except OSError as error:
                raise self._unwritable(error) from error
            if not _lock(lock):
                os.close(lock)
                fact = "another run is making it"
                raise AiplansError(self.output, fact, "wait for it, or name another file")
            with suppress(OSError):
                if os.path.samestat(os.fstat(lock), path.stat()):
                    return lock
            os.close(lock)  # another run finished meanwhile, and took its lock away
            self._make(self.folder)

    def finish(self, write: Callable[[BinaryIO], None]) -> None:
        """Write the output whole or not at all, and clear the parts away.

        Raises ``AiplansError`` where it cannot be written.
        """
        from aiplans_cli.storage.files import TEMPORARY, stream_atomically

        stream_atomically(self.output, write)
        with suppress(OSError):
            for below in self.folder.iterdir():
                if _BEGINNING.fullmatch(below.name) and below.is_dir():
                    for part in below.iterdir():
                        if _PART.fullmatch(part.name) or part.name.startswith(TEMPORARY):
                            part.unlink()  # some are incomplete, of a process that was killed
                    with suppress(OSError):
                        below.rmdir()

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> SourceError:
        fact = f"the folder of its parts cannot be made ({error.strerror})"
        return SourceError(str(self.folder), fact, "name another file")


def _lock(descriptor: int) -> bool:
    """Whether a file could be locked, which the system undoes when its holders end."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - not on every system
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # of another run, or of a file system without locks
        return not isinstance(error, BlockingIOError)
    return True


def mapped(path: str) -> bytes:
    """The bytes of a file that need not be in memory: they stay where they are until asked for.

    Those of a file in a store are read.
    """
    import mmap
    from typing import cast

    if is_address(path):
        return read_address(path, inf)
    with Path(path).open("rb") as stream:
        return cast("bytes", mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
