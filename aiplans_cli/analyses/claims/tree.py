"""The parts of a check: what the parser builds and the evaluation walks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Type = Literal["number", "text", "truth"]
Value = int | float | str | bool
"""What an expression comes to."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value must be beyond its type."""

    allows: Callable[[Value], bool]
    """Whether a value is allowed."""
    fact: str
    """What is wrong with any other."""
    remedy: str
    """What to write."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument that a function takes."""

    name: str
    """By which it may be given."""
    type: Type
    """What it must be."""
    default: Value | None = None
    """Its value where it is not given; ``None`` if it must be."""
    rule: Rule | None = None
    """What it must be beyond its type."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes and gives."""

    parameters: tuple[Parameter, ...]
    """In the order in which they may stand without a name."""
    gives: Type
    """The type of its result."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, true or false."""

    value: Value
    """The value."""
    type: Type
    """Its type."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    """The function."""
    arguments: Mapping[str, Expression]
    """Those that are given, by the parameter's name."""
    text: str
    """The call as it is written in the check."""
    type: Type
    """What the function gives."""


@dataclass(frozen=True, slots=True)
class Operation:
    """``+ - * /`` between two numbers; ``not`` and the sign have only a right side."""

    sign: str
    """The operator."""
    left: Expression | None
    """The left side."""
    right: Expression
    """The right side."""
    type: Type
    """"number", or "truth" for ``not``."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Values compared each with the next."""

    values: tuple[Expression, ...]
    """The values, two or more."""
    signs: tuple[str, ...]
    """The signs between them."""
    type: Type = "truth"
    """Always "truth"."""


@dataclass(frozen=True, slots=True)
class Junction:
    """Truths joined by ``and`` or by ``or``."""

    word: Literal["and", "or"]
    """Which."""
    parts: tuple[Expression, ...]
    """The truths, two or more."""
    type: Type = "truth"
    """Always "truth"."""


Expression = Constant | Call | Operation | Comparison | Junction
