"""Reading the texts of a comparison at once, where each is read in a process of its own."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING

from aiplans_cli.sources.source import Opened, is_counts_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from aiplans_cli.sources.settings import SourceSettings

_AHEAD = 2
"""Texts that are begun, as many as a comparison has. What was read waits until it is its turn."""


def reading_ahead(
    items: Sequence[object], settings: SourceSettings, is_kept: Callable[[Opened], bool]
) -> AbstractContextManager[None]:
    """Within it the first of several texts are being read, but those of which counts are kept."""
    if len(items) < 2 or (os.cpu_count() or 1) < 2:
        return nullcontext()
    wanted = [
        (item.place.called, item.data)
        for item in items[:_AHEAD]
        if isinstance(item, Opened) and item.place
        if not is_counts_file(item.data) and not is_kept(item)
    ]
    if not wanted:
        return nullcontext()
    from aiplans_cli.reading.contained import begun_reading

    return begun_reading(
        wanted, format=settings.format, encoding=settings.codec, seconds=settings.timeout
    )
