"""How far long work has come, on a terminal."""

from __future__ import annotations

import sys
import time


class Progress:
    """A line on standard error that is written over; nothing where that is no terminal."""

    def __init__(self, what: str, total: int, quiet: bool) -> None:
        self._what, self._total, self._done = what, total, 0
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._start = self._last = time.monotonic()

    def step(self, done: int = 1) -> None:
        """Tell that more is done; the line is written five times a second at most."""
        self._done += done
        now = time.monotonic()
        if self._shown and now - self._last >= 0.2:
            self._last = now
            left = (now - self._start) / self._done * (self._total - self._done)
            line = f"{self._done:,} of {self._total:,} {self._what}, {left:,.0f} s left"
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
