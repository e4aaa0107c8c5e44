"""Who is listening on standard output: how wide a screen, whether in colours."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.evidence.provenance import Manifest


@dataclass(frozen=True, slots=True)
class Screen:
    """Who is listening on standard output."""

    terminal: bool
    """Whether it is a terminal."""
    width: int
    """Columns of that terminal; 0 where it is none."""
    columns: int
    """Columns that COLUMNS asks for elsewhere; 0 for no limit."""
    color: bool
    """Whether colours may be used, in a table for people."""
    ascii: bool = False
    """Whether it shows no more than ASCII."""


def screen_of(again: Manifest | None) -> Screen:
    """The screen of this run, or that of the run which it repeats."""
    if again is not None:
        told = [again.parameters.get(f"screen.{name}") for name in Screen.__slots__]
        width, columns = (value if type(value) is int else 0 for value in told[1:3])
        return Screen(told[0] is True, width, columns, told[3] is True, told[4] is True)
    terminal = sys.stdout is not None and sys.stdout.isatty()  # None: closed by the shell
    asked = os.environ.get("COLUMNS", "")
    return Screen(
        terminal,
        shutil.get_terminal_size().columns if terminal else 0,
        int(asked) if asked.isdigit() else 0,
        _coloured(terminal),
        terminal and "utf" not in (sys.stdout.encoding or "").lower(),
    )


def _coloured(terminal: bool) -> bool:
    """Whether to use colours: NO_COLOR forbids them, FORCE_COLOR asks for them in a pipe, too.

    Either counts if it is not empty (no-color.org, force-color.org); a dumb terminal has none.
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return terminal or bool(os.environ.get("FORCE_COLOR"))
