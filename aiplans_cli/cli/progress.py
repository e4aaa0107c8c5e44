"""How far long work has come, on a terminal."""

from __future__ import annotations

import sys
from time import monotonic

_PATIENCE_SECONDS = 0.5
_BETWEEN_SECONDS = 0.2


class Progress:
    """A line on standard error that is written over, once the work takes long.

    Nothing where that is no terminal, or where ``quiet``.
    """

    def __init__(self, what: str, quiet: bool) -> None:
        self._what, self._written = what, False
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._start = monotonic()
        self._next = self._start + _PATIENCE_SECONDS

    def __call__(self, done: int, of: int) -> None:
        """Tell how much is done of how much."""
        now = monotonic()
        if not self._shown or now < self._next or not done:
            return
        self._next, self._written = now + _BETWEEN_SECONDS, True
        left = (now - self._start) / done * (of - done)
        sys.stderr.write(f"\r{done:,} of {of:,} {self._what}, {left:,.0f} s left\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        """Wipe the line."""
        if self._written:
            self._written = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
