"""How a report is to look on a screen. Machine formats pay no attention to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """What the place that shows a report can do."""

    width: int = 0
    """Columns of the screen; 0 for no limit, so that nothing is folded or left out."""
    color: bool = False
    """Whether colours may be used."""
    keep: tuple[str, ...] = ()
    """Names of the columns to keep longest on a narrow screen, the dearest first."""
