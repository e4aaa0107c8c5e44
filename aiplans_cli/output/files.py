"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

from aiplans_cli.errors import AiplansError

_DESCRIPTORS = {"/dev/stdout": 1, "/dev/stderr": 2}
_FACTS: dict[int, tuple[str, str]] = {
    errno.ENOENT: ("the folder does not exist", "make it first or name another"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "name another path"),
    errno.EISDIR: ("is a folder", "name a file in it"),
    errno.EACCES: ("no permission to write", "name another file or change its permissions"),
    errno.EPERM: ("no permission to write", "name another file or change its permissions"),
    errno.EROFS: ("the disk is read-only", "name a file elsewhere"),
    errno.ENOSPC: ("the disk is full", "make room or name a file elsewhere"),
    errno.EDQUOT: ("the disk quota is used up", "make room or name a file elsewhere"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
    errno.ELOOP: ("its links lead in a circle", "name another file"),
}


def encode(text: str) -> bytes:
    r"""UTF-8 for files and pipes.

    Lone surrogates, which UTF-8 cannot write, become ``\udc80`` and the like: in JSON that is the
    very escape for them, and in TSV no other text looks so, as its backslashes are doubled.

    >>> encode("治理\udc80").decode()  # 治理: governance
    '治理\\udc80'
    """
    return text.encode("utf-8", "backslashreplace")


def write_atomically(path: str, data: bytes) -> None:
    """Write ``data`` to ``path`` so that no reader ever finds half of it.

    A new file beside the target takes its place when it is complete and on the disk; it keeps the
    target's permissions, and a symbolic link keeps pointing to its target. Devices, pipes and
    other things that are not regular files are written to directly.

    Raises :class:`AiplansError` where the file cannot be written (no temporary file is left), and
    ``BrokenPipeError`` where a pipe's reader has gone.
    """
    try:
        _write(path, data)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        default = (f"cannot be written ({error})", "name another file")
        fact, remedy = _FACTS.get(number or 0, default)
        raise AiplansError(path or '""', fact, remedy) from error


def _write(path: str, data: bytes) -> None:
    if (descriptor := _descriptor(path)) is not None:
        with open(descriptor, "wb", closefd=False) as stream:
            stream.write(data)
        return
    try:
        status = Path(path).stat()
    except FileNotFoundError:
        status = None
    if path.endswith(os.sep) or (status and stat.S_ISDIR(status.st_mode)):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if status and not stat.S_ISREG(status.st_mode):
        Path(path).write_bytes(data)
        return
    # replacing a file needs no permission to write to it, so ask before
    if status and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    _replace(Path(os.path.realpath(path)), data, stat.S_IMODE(status.st_mode) if status else None)


def _descriptor(path: str) -> int | None:
    """The number of an open stream that ``path`` names; opening it anew could empty its file."""
    if match := re.fullmatch(r"/dev/fd/([0-9]{1,9})", path):
        return int(match.group(1))
    return _DESCRIPTORS.get(path)


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    temporary = target.with_name(f".aiplans-{os.urandom(8).hex()}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
