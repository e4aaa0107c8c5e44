"""Where what a run reads, and what it has to say beside its answer, goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aiplans_cli.errors import SourceError

STDIN = "-"
"""The name of standard input among the inputs."""


class Meter(Protocol):
    """Shows how far long work has come."""

    def __call__(self, done: int, of: int) -> None:
        """Tell how much is done of how much."""

    def clear(self) -> None:
        """Take away what was shown."""


class NoMeter:
    """A meter that shows nothing."""

    def __call__(self, done: int, of: int) -> None:
        """Show nothing."""

    def clear(self) -> None:
        """Have nothing to take away."""


def _untold(*_: object) -> None:
    """Nobody listens."""


def _unmetered(_: str) -> Meter:
    return NoMeter()


def _unseen_output(_: str) -> bool:
    return True


def read_stream(wanted: str) -> bytes:
    """All bytes of standard input. Raises ``SourceError``, naming what is wanted, without any."""
    remedy = f"pipe {wanted} into the command"
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise SourceError(STDIN, "standard input is closed", remedy)
    data: bytes = stream.read()
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
    stdin: Callable[[str], bytes] = read_stream
    """Gives the bytes of standard input, told what is wanted there."""
    meter: Callable[[str], Meter] = _unmetered
    """Makes a meter for work that is counted in what is named."""
    keeps_digests: bool = False
    """Whether the digest of every input is asked for, however long it takes."""
