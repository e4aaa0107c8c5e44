"""The columns that say how often a concept stands, out of each denominator, and its ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.cli.compare.fields import Field
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.model import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.cli.compare.analysis import Contrasted
    from aiplans_cli.cli.compare.fields import Value
    from aiplans_cli.cli.compare.sides import Side
    from aiplans_cli.statistics import Row

    Number = Callable[[Side, str], float | None]


def counted_fields() -> list[Field]:
    """Mentions of a concept on each side, per 1,000 words and as a share of all mentions."""
    return [
        *_sides("count", "integer", "", 2, _mentions),
        *_sides("rate", "number", "per 1,000", 2, _rate),
        *_denominated("share"),
    ]


def across_fields() -> list[Field]:
    """A concept out of the other denominators, and its rank under each."""
    found = _sides("sentences", "integer", "", 2, _sentences)
    for name in DENOMINATORS:
        if name != "share":
            found += _denominated(name)
    return found + [
        Field(Column(f"rank_{name}", "integer"), _ranked(name)) for name in DENOMINATORS
    ]


def _denominated(name: str) -> list[Field]:
    own = DENOMINATORS[name]
    return _sides(own.column, "number", own.unit, 2 if own.unit else 4, _out_of(name))


def _sides(stem: str, kind: str, unit: str, digits: int, number: Number) -> list[Field]:
    def on(side: str) -> Value:
        return lambda one, row: number(one.a if side == "a" else one.b, row.term)

    if kind == "integer":
        return [Field(Column(f"{stem}_{side}", "integer"), on(side)) for side in "ab"]
    return [Field(Column(f"{stem}_{side}", "number", unit, digits), on(side)) for side in "ab"]


def _stands(side: Side, concept: str) -> tuple[int, int]:
    """Mentions of a concept, and the sentences that hold it."""
    if side.counts is None:  # pragma: no cover - a frequency list has no concepts
        return (0, 0)
    stands = side.counts.concepts.get(concept, ())
    return (sum(o.count for o in stands), sum(o.sentences for o in stands))


def _mentions(side: Side, concept: str) -> int:
    return _stands(side, concept)[0]


def _sentences(side: Side, concept: str) -> int:
    return _stands(side, concept)[1]


def _rate(side: Side, concept: str) -> float | None:
    words = side.profile.tokens
    return 1000 * _mentions(side, concept) / words if words else None


def _out_of(name: str) -> Number:
    own = DENOMINATORS[name]

    def rate(side: Side, concept: str) -> float | None:
        size = side.sizes.get(name)
        count = _sentences(side, concept) if name == "sentences" else _mentions(side, concept)
        return own.per * count / size if size else None

    return rate


def _ranked(name: str) -> Value:
    def value(one: Contrasted, row: Row) -> int | None:
        return None if one.robust is None else one.robust.ranks[name].get(row.term)

    return value
