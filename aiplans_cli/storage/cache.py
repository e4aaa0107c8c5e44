"""A store of texts that are costly to make again, keyed by what they were made from.

What is believed is what this user's own runs wrote: the folders belong to the user and nobody
else may write to them, an entry is a plain file whose digest over key and text is made with a
secret that is kept beside the entries, and no link is followed. All else is as good as nothing
stored, and is left alone.
"""

from __future__ import annotations

import json
import os
import re
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from aiplans_cli.records import dataclass
from aiplans_cli.storage.files import TEMPORARY, replace

_SHARDS = 16
_KEY = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = re.compile(re.escape(TEMPORARY) + r"[0-9a-f]{16}\.tmp")
_LONGEST_WRITE_S = 3600
_OURS = b"aiplans cache "
_MARKER = _OURS + b"2\n"
_HEAD_BYTES = len(_MARKER) + 2 * sha256().digest_size + 1
_SECRET_NAME = ".aiplans-secret"
_SECRET_BYTES = 64
_OTHERS_WRITE = 0o022
_OTHERS_READ_OR_WRITE = 0o077

# A pipe or a terminal under the name of an entry must neither be waited for nor taken over.
_CAUTIOUS = ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
_READ = os.O_RDONLY + sum(getattr(os, flag, 0) for flag in _CAUTIOUS)


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
    """Texts by key in a directory that any number of runs of one user may share.

    A failing disk, a full one, a damaged entry, a folder of someone else's: each is the same as
    nothing stored.

    >>> Cache(Path("/nonexistent")).get("0" * 64) is None
    True
    """

    directory: Path | None
    """Where the entries stand, in one folder for each first digit of the key; ``None``: nowhere."""
    limit_bytes: int = 200_000_000
    """Upper bound of the whole; each of the 16 folders is held to its share of it."""

    def get(self, key: str) -> str | None:
        """The text stored under ``key``, ``None`` where there is none that can be believed."""
        top, shard = self._folders(key)
        if not top:
            return None
        path = f"{shard}/{key}"
        try:
            secret = _secret(top)
            if secret is None or not _is_private(os.lstat(shard)):
                return None
            entry = _read(path, self.limit_bytes // _SHARDS)
            body = memoryview(entry)[_HEAD_BYTES:]
            if not entry.startswith(_head(secret, key, body)):
                return None
            # what is used stays longest
            os.utime(path, follow_symlinks=os.utime not in os.supports_follow_symlinks)
        except OSError:
            return None
        return str(body, "utf-8", "surrogatepass")

    def put(self, key: str, text: str) -> None:
        """Store ``text``, dropping the longest unused of its folder where that is full."""
        top, shard = self._folders(key)
        body = text.encode("utf-8", "surrogatepass")
        share = self.limit_bytes // _SHARDS
        if not top or _HEAD_BYTES + len(body) > share:
            return
        with suppress(OSError):
            Path(top).mkdir(mode=0o700, parents=True, exist_ok=True)
            secret = _secret(top) or _new_secret(top)
            if secret is None:
                return
            Path(shard).mkdir(mode=0o700, exist_ok=True)
            if _is_private(os.lstat(shard)):
                entry = _head(secret, key, body) + body
                replace(Path(shard, key), lambda stream: stream.write(entry), 0o600)
                _trim(shard, share)

    def _folders(self, key: str) -> tuple[str, str]:
        """The directory and the folder in it for a key; "" for none."""
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a cache key: {key!r}")
        top = "" if self.directory is None else os.fspath(self.directory)
        return top, f"{top}/{key[0]}"


def _belongs(status: os.stat_result, forbidden: int) -> bool:
    """Whether something is the user's, and others have none of the ``forbidden`` permissions.

    Systems without owners and permissions keep a user's folders from others by other means.
    """
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & forbidden


def _is_private(status: os.stat_result) -> bool:
    """Whether this is a folder in which only the user can make or replace a file."""
    return stat.S_ISDIR(status.st_mode) and _belongs(status, _OTHERS_WRITE)


def _is_plain(status: os.stat_result, forbidden: int = _OTHERS_WRITE) -> bool:
    """Whether this is a file of one name that is the user's and that no one else can change."""
    plain = stat.S_ISREG(status.st_mode) and status.st_nlink <= 1
    return plain and _belongs(status, forbidden)


def _read(path: str, limit: int, forbidden: int = _OTHERS_WRITE) -> bytes:
    """What a plain file holds; nothing for anything else, and for one of more than ``limit``."""
    if not hasattr(os, "O_NOFOLLOW") and Path(path).is_symlink():
        return b""
    descriptor = os.open(path, _READ)
    try:
        status = os.fstat(descriptor)
        if status.st_size > limit or not _is_plain(status, forbidden):
            return b""
        return os.read(descriptor, status.st_size)  # a digest tells if less is read
    finally:
        os.close(descriptor)


def _head(secret: bytes, key: str, body: bytes | memoryview) -> bytes:
    """With what the entry of a text begins."""
    inner = sha256(secret + key.encode())
    inner.update(body)
    # twice, as hmac does, which takes longer to import than to compute
    return _MARKER + sha256(secret + inner.digest()).hexdigest().encode() + b"\n"


def _secret(top: str) -> bytes | None:
    """With what the digests below a folder are made; ``None`` if it has none or is not private."""
    try:
        if not _is_private(os.stat(top)):  # noqa: PTH116 - each get asks, and a Path costs as much
            return None
        found = _read(f"{top}/{_SECRET_NAME}", _SECRET_BYTES, _OTHERS_READ_OR_WRITE)
    except OSError:
        return None
    return found if len(found) == _SECRET_BYTES else None


def _new_secret(top: str) -> bytes | None:
    """Make the secret of a private folder; it is read again since other runs may make one too."""
    if not _is_private(Path(top).stat()):
        return None
    secret = os.urandom(_SECRET_BYTES)
    replace(Path(top, _SECRET_NAME), lambda stream: stream.write(secret), 0o600)
    return _secret(top)


def _trim(folder: str, share: int) -> None:
    """Delete the longest unused entries beyond ``share`` bytes, and what killed runs left."""
    now = time.time()
    sizes: list[tuple[int, int, str]] = []
    with os.scandir(folder) as found:
        for file in found:
            with suppress(OSError):  # another run may have deleted it
                status = file.stat(follow_symlinks=False)
                if not _is_plain(status):
                    continue
                if _KEY.fullmatch(file.name):
                    sizes.append((status.st_mtime_ns, status.st_size, file.path))
                elif _UNFINISHED.fullmatch(file.name) and now - status.st_mtime > _LONGEST_WRITE_S:
                    Path(file.path).unlink()
    if sum(size for _, size, _ in sizes) <= share:
        return
    sizes = sorted(item for item in sizes if _begins_as_ours(item[2]))
    total = sum(size for _, size, _ in sizes)
    for _, size, path in sizes:
        if total <= share:
            break
        with suppress(OSError):
            Path(path).unlink()
        total -= size


def _begins_as_ours(path: str) -> bool:
    with suppress(OSError):
        descriptor = os.open(path, _READ)
        try:
            return os.read(descriptor, len(_OURS)) == _OURS
        finally:
            os.close(descriptor)
    return False
