"""Where what a run reads, and what it has to say beside its answer, goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from aiplans_cli.errors import SourceError
from aiplans_cli.records import dataclass
from aiplans_cli.storage.bounded import MOST_MEGABYTES, read_all

STDIN = "-"
"""The name of standard input among the inputs."""


Step = Callable[[int, int], None]
"""Tells how much is done of how much."""

Meter = Callable[[str], AbstractContextManager[Step]]
"""Shows how far work has come that is counted in what is named, as long as the block lasts."""


def _untold(*_: object) -> None:
    """Nobody listens."""


def unmetered(_: str) -> AbstractContextManager[Step]:
    """A meter that shows nothing."""
    return nullcontext(_untold)


def read_stream(wanted: str, megabytes: float = MOST_MEGABYTES) -> bytes:
    """All bytes of standard input.

    Raises ``SourceError``, naming what is wanted, without any, and where it has more megabytes.
    """
    remedy = f"pipe {wanted} into the command"
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise SourceError(STDIN, "standard input is closed", remedy)
    data = read_all(stream, STDIN, megabytes)
    if not data:
        raise SourceError(STDIN, "standard input is empty", remedy)
    return data


@dataclass(frozen=True, slots=True)
class Journal:
    """Where notes, inputs and refusals go; by default nowhere, as a library wants it."""

    note: Callable[[str], None] = _untold
    """Tells the user a line beside the answer."""
    read: Callable[[str, str], None] = _untold
    """Takes the name of each source that was read, and the sha256 of its bytes."""
    listed: Callable[[str, str], None] = _untold
    """The same of a list that shapes the numbers, such as the concept list."""
    will_read: Callable[[str | os.PathLike[str] | int], None] = _untold
    """Raises an error for a file, or open stream, that the run would write over."""
    stdin: Callable[[str, float], bytes] = read_stream
    """Gives the bytes of standard input, told what is wanted there and its most megabytes."""
    piped: Callable[[], bytes] = bytes
    """Gives what was piped in without being asked for; nothing where nothing was."""
    meter: Meter = unmetered
    """Shows how far long work has come."""
    keeps_digests: bool = False
    """Whether the digest of every input is asked for, however long it takes."""
