"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.errors import AiplansError, DataError
from aiplans_cli.storage.stores import check_address, is_address, write_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEMPORARY = ".aiplans-"
"""With what the name of a file begins that is not yet complete."""

_DESCRIPTORS = {"-": 1, "/dev/stdout": 1, "/dev/stderr": 2}
_FACTS: dict[int, tuple[str, str]] = {
    errno.ENOENT: ("the folder does not exist", "make it first or name another"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "name another path"),
    errno.EISDIR: ("is a folder", "name a file in it"),
    errno.EACCES: ("no permission to write", "name another file or change its permissions"),
    errno.EPERM: ("no permission to write", "name another file or change its permissions"),
    errno.EROFS: ("the disk is read-only", "name a file elsewhere"),
    errno.ENOSPC: ("the disk is full", "make room or name a file elsewhere"),
    errno.EDQUOT: ("the disk quota is used up", "make room or name a file elsewhere"),
    errno.EFBIG: ("files may not grow so large here", "raise the limit or name a file elsewhere"),
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
    other things that are not regular files are written to directly; "-" is standard output.

    Raises :class:`AiplansError` where the file cannot be written (no temporary file is left), and
    ``BrokenPipeError`` where a pipe's reader has gone.
    """
    stream_atomically(path, lambda stream: stream.write(data))


def stream_atomically(path: str, write: Callable[[BinaryIO], object]) -> None:
    """The same for what ``write`` writes to a stream."""
    if is_address(path):
        write_address(path, write)
        return
    with _explained(path):
        _write(path, write)


def keep(path: Path, data: bytes) -> None:
    """Write a file of the user's folder of texts, making its folder.

    Raises ``DataError`` where that cannot be done.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(str(path), data)
    except OSError as error:
        fact = f"its folder cannot be made ({error.strerror})"
    except AiplansError as error:
        fact = error.fact
    else:
        return
    raise DataError(str(path), fact, "set AIPLANS_DATA to a folder you may write to")


def check_writable(path: str) -> None:
    """Raise :class:`AiplansError` where it is plain already that ``path`` cannot be written."""
    if is_address(path):
        check_address(path)
        return
    with _explained(path):
        if _descriptor(path) is None and _status(path) is None:
            folder = Path(os.path.realpath(path)).parent
            folder.stat()
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def _explained(path: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        default = (f"cannot be written ({error})", "name another file")
        fact, remedy = _FACTS.get(error.errno or 0, default)
        raise AiplansError(path, fact, remedy) from error


def _status(path: str) -> os.stat_result | None:
    """What is at a path; ``None`` for nothing. Raises ``OSError`` for what cannot be replaced."""
    try:
        status = Path(path).stat()
    except FileNotFoundError:
        status = None
    except ValueError as error:  # a null byte in the name
        raise OSError(str(error)) from error
    if path.endswith(os.sep) or (status and stat.S_ISDIR(status.st_mode)):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # replacing a file needs no permission to write to it, so ask before
    if status and stat.S_ISREG(status.st_mode) and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return status


def _write(path: str, write: Callable[[BinaryIO], object]) -> None:
    if (descriptor := _descriptor(path)) is not None:
        with open(descriptor, "wb", closefd=False) as stream:
            write(stream)
        return
    status = _status(path)
    if status and not stat.S_ISREG(status.st_mode):
        with Path(path).open("wb") as stream:
            write(stream)
        return
    mode = stat.S_IMODE(status.st_mode) if status else None
    replace(Path(os.path.realpath(path)), write, mode)


def _descriptor(path: str) -> int | None:
    """The number of an open stream that ``path`` names; opening it anew could empty its file."""
    if match := re.fullmatch(r"/dev/fd/([0-9]{1,9})", path):
        return int(match.group(1))
    return _DESCRIPTORS.get(path)


def replace(target: Path, write: Callable[[BinaryIO], object], mode: int | None = None) -> None:
    """Put a new file, complete and on the disk, in the place of whatever has the name ``target``.

    A link there is replaced, not followed. With a ``mode`` no one else reads it before it has that.
    """
    temporary = target.with_name(f"{TEMPORARY}{os.urandom(8).hex()}.tmp")

    def private(path: str, flags: int) -> int:
        return os.open(path, flags, 0o600)

    opener = None if mode is None else private
    try:
        with open(temporary, "xb", opener=opener) as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
