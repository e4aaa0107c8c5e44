"""Reading what may have no end: pipes, devices, standard input, and files of any size."""

from __future__ import annotations

import os
import stat
import time
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

MOST_MEGABYTES = 2_500.0
"""The default of ``--max-size``: 2 GB of text are read, and what has no end is not."""

_PATIENCE = 10.0
"""Seconds to wait for somebody to write to a pipe that has a name."""

_STEP = 1 << 24
"""Bytes that are read at once: what has an end soon is not given memory for what has none."""


def read_bounded(path: Path, megabytes: float = MOST_MEGABYTES, *, waits: bool = True) -> bytes:
    """The bytes of a file, at most so many megabytes; without ``waits`` no pipe is waited for.

    Raises ``OSError`` where it cannot be read, and ``SourceError`` where it has more, is a device,
    or is a pipe that nobody writes to.
    """
    name, mode = str(path), path.stat().st_mode
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        if os.path.realpath(path) == os.path.realpath(os.devnull):
            return b""
        if not os.isatty(0) or not os.path.samestat(path.stat(), os.fstat(0)):
            raise SourceError(name, "is a device, not a file", "name a file")
    if stat.S_ISREG(mode) and path.stat().st_size > megabytes * 1e6:
        raise too_large(name, megabytes)
    if stat.S_ISFIFO(mode):
        if not waits:
            raise SourceError(name, "is a pipe, not a file", "name it by itself")
        if stat.S_ISFIFO(path.lstat().st_mode) and hasattr(os, "O_NONBLOCK"):
            return _from_pipe(path, megabytes)
    with path.open("rb") as stream:
        return read_all(stream, name, megabytes)


def open_bounded(path: Path, megabytes: float) -> BufferedReader:
    """A file opened to be read piece by piece.

    Raises ``OSError`` where it cannot be, and ``SourceError`` where it has more megabytes.
    """
    if path.stat().st_size > megabytes * 1e6:
        raise too_large(str(path), megabytes)
    return path.open("rb")


def read_all(stream: BinaryIO, name: str, megabytes: float = MOST_MEGABYTES) -> bytes:
    """What is left of a stream. Raises ``SourceError`` where it has more than so many megabytes.

    >>> from io import BytesIO
    >>> read_all(BytesIO(b"AI"), "-")
    b'AI'
    """
    data = stream.read(_STEP)
    if len(data) < _STEP:
        return data
    whole, most = bytearray(data), int(megabytes * 1e6)
    while data and len(whole) <= most:
        data = stream.read(_STEP)
        whole += data
    if len(whole) > most:
        raise too_large(name, megabytes)
    return bytes(whole)


def too_large(name: str, megabytes: float) -> SourceError:
    """The error for a source that has more than so many megabytes."""
    return SourceError(
        name, f"has more than {megabytes:,.6g} MB", "give a part of it, or allow more by --max-size"
    )


def _from_pipe(path: Path, megabytes: float) -> bytes:
    end = time.monotonic() + _PATIENCE
    with open(path, "rb", buffering=0, opener=_at_once) as raw:
        first = b""
        while not first:
            try:
                first = os.read(raw.fileno(), _STEP)  # nothing while there is no writer
            except BlockingIOError:  # there is one, who has not written yet
                break
            if not first and time.monotonic() > end:
                fact = f"is a pipe that nobody writes to, after {_PATIENCE:.0f} seconds"
                raise SourceError(str(path), fact, "start what writes to it first")
            time.sleep(0 if first else 0.02)
        os.set_blocking(raw.fileno(), True)
        return first + read_all(BufferedReader(raw), str(path), megabytes)


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)
