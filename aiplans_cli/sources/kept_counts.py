"""Counts as the cache keeps them, with what was told when they were made, and as they ship."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from aiplans_cli.errors import AiplansError

if TYPE_CHECKING:
    from aiplans_cli.model import Counts


def rendered(told: Sequence[str], found: Sequence[Counts]) -> str:
    """Notes and counts as a text."""
    from aiplans_cli.counting.files import render_counts

    return f"{json.dumps(told)}\n{render_counts(found)}"


def parsed(text: str | None) -> tuple[list[str], list[Counts]]:
    """Notes and counts that the cache has kept; none where that is nothing, or damaged."""
    from aiplans_cli.counting.files import parse_counts

    if text is None:
        return [], []
    try:
        told, _, counts = text.partition("\n")
        return json.loads(told), parse_counts(counts, "cache")
    except (AiplansError, ValueError, RecursionError):
        return [], []


@lru_cache(maxsize=8)
def shipped(text: str, name: str) -> Counts:
    """The counts that came with a text, for whoever asks many questions in one process."""
    from aiplans_cli.counting.files import parse_counts

    return parse_counts(text, name)[0]
