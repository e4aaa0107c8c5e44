"""A store of small texts that are costly to make again, keyed by what they were made from."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiplans_cli.errors import DataError
from aiplans_cli.storage.files import keep

_SHARDS = 16
_KEY = re.compile(r"[0-9a-f]{64}")


def cache_key(content_sha256: str, version: str, settings: Mapping[str, str]) -> str:
    """Key of what ``version`` of the program makes of some content with some settings.

    >>> cache_key("ab", "0.1", {"x": "1", "y": "2"}) == cache_key("ab", "0.1", {"y": "2", "x": "1"})
    True
    >>> len(cache_key("ab", "0.1", {}))
    64
    """
    parts = [content_sha256, version, sorted(settings.items())]
    return sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """Texts by key in a directory that any number of runs may share.

    A failing disk, a full one, a damaged entry: each is the same as nothing stored.

    >>> Cache(Path("/nonexistent")).get("0" * 64) is None
    True
    """

    directory: Path | None
    """Where the entries stand, in one folder for each first digit of the key; ``None``: nowhere."""
    limit_bytes: int = 200_000_000
    """Upper bound of the whole; each of the 16 folders is held to its share of it."""

    def get(self, key: str) -> str | None:
        """The text stored under ``key``, ``None`` where there is none or it is damaged."""
        path = self._path(key)
        if path is None:
            return None
        try:
            digest, _, body = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if digest != _digest(body):
            return None
        with suppress(OSError):
            os.utime(path)  # what is used stays longest
        return body.decode("utf-8", "surrogatepass")

    def put(self, key: str, text: str) -> None:
        """Store ``text``, dropping the longest unused of its folder where that is full."""
        path = self._path(key)
        if path is None:
            return
        body = text.encode("utf-8", "surrogatepass")
        entry = _digest(body) + b"\n" + body
        share = self.limit_bytes // _SHARDS
        if len(entry) > share:
            return
        with suppress(OSError, DataError):
            keep(path, entry)
            _trim(path.parent, share)

    def _path(self, key: str) -> Path | None:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a cache key: {key!r}")
        return self.directory and self.directory / key[0] / key


def _digest(body: bytes) -> bytes:
    return sha256(body).hexdigest().encode()


def _trim(folder: Path, share: int) -> None:
    """Delete the oldest files, temporary ones of killed runs included, beyond ``share`` bytes."""
    sizes: list[tuple[int, int, Path]] = []
    for path in folder.iterdir():
        with suppress(OSError):  # another run may have deleted it
            status = path.stat()
            sizes.append((status.st_mtime_ns, status.st_size, path))
    total = sum(size for _, size, _ in sizes)
    for _, size, path in sorted(sizes):
        if total > share:
            with suppress(OSError):
                path.unlink()
            total -= size
