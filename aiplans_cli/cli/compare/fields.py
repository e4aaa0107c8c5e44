"""A column of a contrast with the way to its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiplans_cli.model import Cell, Column

if TYPE_CHECKING:
    from aiplans_cli.cli.compare.analysis import Contrasted
    from aiplans_cli.statistics import Row

    Value = Callable[[Contrasted, Row], Cell]


@dataclass(frozen=True, slots=True)
class Field:
    """A column with the way to its cells."""

    column: Column
    """The column."""
    value: Value
    """From a contrast and its row to the cell."""
