"""Chinese in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.counting.bulk.tally import Tally, tally_block
from aiplans_cli.reading.blocks import tidy_lines

if TYPE_CHECKING:
    from aiplans_cli.counting.bulk.tally import Spotter
    from aiplans_cli.language import Settings


class Chinese:
    """Counts blocks of Chinese text."""

    def __init__(self, settings: Settings, stops: frozenset[str] | None, spotter: Spotter) -> None:
        self._settings, self._stops, self._spotter = settings, stops, spotter

    def count(self, text: str) -> Tally:
        """The tally of a block of text, which need not be tidy."""
        return tally_block(tidy_lines(text), "zh", self._settings, self._stops, self._spotter)
