"""How far long work has come, on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from time import monotonic

_PATIENCE_SECONDS = 0.5
_BETWEEN_SECONDS = 0.2
_BAR = 24
"""Columns of the bar: beside it the numbers of a hundred thousand texts have room in 80."""


def duration(seconds: float) -> str:
    """A time as people write it.

    >>> duration(42.4), duration(1_453), duration(20_000)
    ('42 s', '24 min', '5 h 33 min')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


def rate(number: float, seconds: float) -> str:
    """How fast that is, in numbers that people can think of.

    >>> rate(12_400, 40), rate(42, 20), rate(2, 60)
    ('310/s', '2.1/s', '2/min')
    """
    each = number / max(seconds, 1e-9)
    if each < 1:
        return f"{60 * each:.2g}/min"
    return f"{each:.1f}/s" if each < 10 else f"{each:,.0f}/s"


def told(done: int, of: int, what: str, seconds: float) -> str:
    """How much is done, its share, how fast, and how much time is left.

    ``of`` is 0 where nobody knows yet how much there is.

    >>> told(3_000, 12_000, "texts", 100), told(3_000, 0, "files found", 1)
    ('3,000 of 12,000 texts, 25%, 30/s, 5 min left', '3,000 files found, 3,000/s')
    """
    if not of:
        return f"{done:,} {what}, {rate(done, seconds)}"
    left = seconds / done * (of - done)
    share, fast = f"{done / of:.0%}", rate(done, seconds)
    return f"{done:,} of {of:,} {what}, {share}, {fast}, {duration(left)} left"


def _drawn(done: int, of: int, what: str, seconds: float) -> str:
    """A line that no terminal folds, with a bar where there is room for it."""
    from aiplans_cli.output.terminal import progress_bar

    text, width = told(done, of, what, seconds), get_terminal_size().columns
    if len(text) + _BAR + 2 > width:
        return text[: width - 1]
    plain = "utf" not in (getattr(sys.stderr, "encoding", "") or "utf-8").lower()
    color = "NO_COLOR" not in os.environ
    share = done / of if of else None
    return f"{progress_bar(share, _BAR, color=color, ascii_only=plain)} {text}"


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
            sys.stderr.write(f"\r{_drawn(done, of, what, now - start)}\x1b[K")
            sys.stderr.flush()

    try:
        yield step
    finally:
        if written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
