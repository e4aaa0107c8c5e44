"""Counts as the cache keeps them, with what was told when they were made, and as they ship."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from aiplans_cli import __version__
from aiplans_cli.errors import AiplansError
from aiplans_cli.sources.journal import STDIN

if TYPE_CHECKING:
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.settings import SourceSettings
    from aiplans_cli.sources.source import Opened


def key_of(
    item: Opened, digest: str, settings: SourceSettings, signature: Mapping[str, str]
) -> str:
    """Under what the cache keeps the counts of the documents of an item, its bytes by digest."""
    from aiplans_cli.storage.cache import cache_key

    place = item.place
    about = {"name": item.name, "lang": settings.lang, "from": settings.from_}
    about |= {"encoding": settings.codec or "", "id": place.id if place else STDIN}
    about |= {"title": place.entry.own_title if place and place.entry else ""}
    about |= {"part": item.part, "text_column": json.dumps(settings.text_column)}
    about |= {"id_column": json.dumps(settings.id_column)}
    return cache_key(digest, __version__, {**signature, **about})


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
