"""What is looked for, once it is read: a concept, a text as typed, or what a query means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.language.query_nodes import Node

WILDCARD, QUERY = "wildcard pattern", "query"
"""What a query is called where it is told what it matches."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for."""

    word: str
    """What was typed."""
    concept: str = ""
    """Id of the concept it stands for; "" for no concept alone."""
    node: Node | None = None
    """What it means, its concepts by their ids; ``None`` for the word alone, as typed."""
    kind: str = ""
    """``WILDCARD`` or ``QUERY`` where it may match other texts than that typed, else ""."""
    concepts: tuple[tuple[str, str], ...] = ()
    """Words in it that count a concept, each with its id."""
