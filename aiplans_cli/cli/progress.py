"""How far long work has come, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

_PATIENCE_SECONDS = 0.5
_BETWEEN_SECONDS = 0.2


def duration(seconds: float) -> str:
    """A time as people write it.

    >>> duration(42.4), duration(1_453), duration(20_000)
    ('42 s', '24 min', '5 h 33 min')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


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
            told = f"{done:,} of {of:,} {what} ({done / of:.0%}), {duration(left)} left"
            sys.stderr.write(f"\r{told}\x1b[K")
            sys.stderr.flush()

    try:
        yield step
    finally:
        if written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
