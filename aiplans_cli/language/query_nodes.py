"""What a query is made of: a tree of words, names, gaps and regular expressions."""

from __future__ import annotations

from aiplans_cli.records import dataclass

LONGEST_GAP = 100
"""Words that a gap may hold: hardly a sentence has more, and time grows with it."""

ATTRIBUTES = ("concept", "theme", "stem", "word")
"""What may be asked of a place in brackets."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words without wildcards, one after the other."""

    text: str
    at: int = 0
    """Where it begins in the query."""
    alone: bool = False
    """Whether quotation marks say that no concept is meant."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One word with wildcards."""

    text: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A place in brackets: one of the ``values`` must be its concept, theme, stem or word."""

    name: str
    values: tuple[str, ...]
    at: int = 0
    """Where its value begins in the query."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Any words, from ``least`` to ``most``."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression of RE2 over the text."""

    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other in a sentence."""

    parts: tuple[Node | Gap, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """One of several concepts of a list; what names them is read with the list at hand."""

    concepts: frozenset[str]
    """Their ids."""


Node = Words | Pattern | Attribute | Regex | Sequence | Either | Named


def sequence_of(parts: list[Node | Gap]) -> Node:
    """The parts as one node, gaps side by side as one."""
    joined: list[Node | Gap] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, Gap) and isinstance(last, Gap):
            joined[-1] = Gap(last.least + part.least, last.most + part.most)
        else:
            joined.append(part)
    only = joined[0]
    return only if len(joined) == 1 and not isinstance(only, Gap) else Sequence(tuple(joined))


def turned(parts: list[Node | Gap], turn: int) -> Node:
    """The parts, or those from ``turn`` on first, with the gaps there between them all the same.

    Where nothing but gaps stands on one side of it, all parts may stand in the other order.
    """
    first, last = turn, turn
    while first > 0 and isinstance(parts[first - 1], Gap):
        first -= 1
    while last < len(parts) and isinstance(parts[last], Gap):
        last += 1
    if first == 0 or last == len(parts):
        return Either((sequence_of(parts), sequence_of(parts[::-1])))
    other = [*parts[last:], *parts[first:last], *parts[:first]]
    return Either((sequence_of(parts), sequence_of(other)))
