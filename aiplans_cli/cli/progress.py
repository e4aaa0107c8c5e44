"""How far long work has come, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

_PATIENCE_SECONDS = 0.5
_BETWEEN_SECONDS = 0.2


@contextmanager
def progress(what: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A line on standard error that is written over, once the work takes long, and then wiped.

    Nothing where that is no terminal, or where ``quiet``.
    """
    shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
    start = monotonic()
    following, written = start + _PATIENCE_SECONDS, False

    def step(done: int, of: int) -> None:
        nonlocal following, written
        now = monotonic()
        if shown and done and now >= following:
            following, written = now + _BETWEEN_SECONDS, True
            left = (now - start) / done * (of - done)
            sys.stderr.write(f"\r{done:,} of {of:,} {what}, {left:,.0f} s left\x1b[K")
            sys.stderr.flush()

    try:
        yield step
    finally:
        if written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
