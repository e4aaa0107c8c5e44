"""Front matter: the YAML in which a text says what it is, before it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from aiplans_cli.reading.shape import tidy

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
"""YAML that a decoded text begins with."""

_KEY = re.compile(r"^(?=[\"']?[\w -]+[\"']?:(?:\s|\Z))", re.MULTILINE)
_NULLS = ("~", "null")
"""What YAML writes for no value."""


@lru_cache(maxsize=1)  # who selects by its fields asks before or after who reads the text
def front_matter_record(matter: str) -> dict[str, Any] | None:
    """What YAML says, all values as text; ``None`` where it is not valid, or no record."""
    import yaml

    try:
        record = yaml.load(matter, yaml.BaseLoader)  # makes strings, nothing else
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def single_values(record: dict[str, Any]) -> dict[str, str]:
    """The keys that have one value.

    >>> single_values({"date": "2023-10-30", "tags": ["a", "b"], "issuer": "~"})
    {'date': '2023-10-30'}
    """
    return {
        key: " ".join(value.split())
        for key, value in record.items()
        if isinstance(key, str) and isinstance(value, str) and value.lower() not in _NULLS
    }


def title_and_values(matter: str) -> tuple[str, tuple[str, ...]]:
    r"""The title, "" where none is named, and each value, lists taken apart.

    What is no valid YAML is read key by key: titles with a colon that nobody put in quotes.

    >>> title_and_values("title: Plan\ntags: [a, b]\n")
    ('Plan', ('Plan', 'a', 'b'))
    >>> title_and_values("title: Plan: the second\nissuer: 'EPA'\n")
    ('Plan: the second', ('Plan: the second', 'EPA'))
    """
    record = front_matter_record(matter)
    if record is None:
        record = {}
        for one in _KEY.split(matter):
            key, _, value = one.partition(":")
            raw = {key.strip(" \"'"): value.strip().strip("\"'")}
            record |= front_matter_record(one) or raw
    title = record.get("title")
    return (_line(title) if isinstance(title, str) else ""), tuple(
        filter(None, map(_line, _leaves(record)))
    )


def _line(text: str) -> str:
    return tidy(re.sub(r"\s+", " ", text))


def _leaves(record: dict[str, Any]) -> Iterator[str]:
    """Each text of a record, in order; what an alias repeats only once."""
    seen: set[int] = set()
    waiting: list[Any] = [record]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif id(one) not in seen:
            seen.add(id(one))
            waiting.extend(reversed(list(one.values() if isinstance(one, dict) else one)))
