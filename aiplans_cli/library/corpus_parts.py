"""What is finished of a corpus, kept in a folder until all of it is."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts by key, each with a line that tells of it; written whole or not at all."""

    output: str
    """The file that is being made; its parts are in a folder beside it."""

    @property
    def folder(self) -> Path:
        """Where the parts are."""
        return Path(f"{self.output}.parts")

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key

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
        from aiplans_cli.output import write_atomically

        path = self._path(key)
        self._make(path.parent)
        body = line.encode() + b"\n" + data
        write_atomically(str(path), sha256(body).hexdigest().encode() + b"\n" + body)

    def finish(self, write: Callable[[BinaryIO], None]) -> None:
        """Write the output whole or not at all, and clear the parts away.

        Raises ``SourceError`` where it cannot be written.
        """
        self._make(self.folder)
        whole = self.folder / "whole"
        try:
            with whole.open("wb") as stream:
                write(stream)
            whole.replace(self.output)
        except OSError as error:
            raise SourceError(
                self.output, f"cannot be written ({error.strerror})", "name another file"
            ) from error
        with suppress(OSError):
            shutil.rmtree(self.folder)

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SourceError(
                self.output, f"its folder cannot be made ({error.strerror})", "name another file"
            ) from error


def mapped(path: str) -> bytes:
    """The bytes of a file that need not be in memory: they stay where they are until asked for."""
    import mmap
    from typing import cast

    with Path(path).open("rb") as stream:
        return cast("bytes", mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
