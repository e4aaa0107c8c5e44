"""A check's tree to a verdict, with the figures it rests on.

Truth has three values (Kleene 1938): what cannot be told makes a comparison that cannot be told,
but "false and anything" is false and "true or anything" is true.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field

from aiplans_cli.analyses.claims.functions import FUNCTIONS
from aiplans_cli.analyses.claims.quoting import quotation_lines
from aiplans_cli.analyses.claims.scope import (
    CannotTellError,
    NeedsTextError,
    Scope,
    lines_of,
    lines_together,
)
from aiplans_cli.analyses.claims.tree import (
    Call,
    Comparison,
    Constant,
    Expression,
    Operation,
    Value,
)
from aiplans_cli.evidence.concordance import ConcordanceLine
from aiplans_cli.sources.source import Source


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be told."""

    reason: str
    """Why."""
    lacks: str = ""
    """Id of the source whose text would tell it, where only its counts are at hand."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One call of a check and what it came to."""

    call: str
    """The call as written."""
    value: Value | None
    """Its value; ``None`` where it cannot be told."""
    reason: str = ""
    """Why it cannot be told."""
    lacks: str = ""
    """Id of the source whose text would tell it."""


@dataclass(slots=True)
class Evidence:
    """What an evaluation gathers on its way."""

    figures: list[Figure] = field(default_factory=list)
    """Every call, in the order of the check, each once."""
    lines: list[ConcordanceLine] = field(default_factory=list)
    """Lines behind the counts, each once."""
    digests: dict[str, None] = field(default_factory=dict)
    """Ids of the digests that figures were computed from, in order."""


_COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": lambda a, b: float(a) < float(b),
    "<=": lambda a, b: float(a) <= float(b),
    ">": lambda a, b: float(a) > float(b),
    ">=": lambda a, b: float(a) >= float(b),
}
_COMPUTE: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def evaluate(tree: Expression, scope: Scope, evidence: Evidence, lines: int) -> Value | Unknown:
    """What a tree comes to. At most ``lines`` lines are gathered for each call."""
    if isinstance(tree, Constant):
        return tree.value
    if isinstance(tree, Call):
        return _call(tree, scope, evidence, lines)
    if isinstance(tree, Operation):
        return _operation(tree, scope, evidence, lines)
    if isinstance(tree, Comparison):
        values = [evaluate(value, scope, evidence, lines) for value in tree.values]
        links = [
            _compared(sign, left, right)
            for sign, left, right in zip(tree.signs, values, values[1:], strict=False)
        ]
        return _joined("and", links)
    return _joined(tree.word, [evaluate(part, scope, evidence, lines) for part in tree.parts])


def _compared(sign: str, left: Value | Unknown, right: Value | Unknown) -> Value | Unknown:
    if unknown := _unknown(left, right):
        return unknown
    assert not isinstance(left, Unknown) and not isinstance(right, Unknown)
    return _COMPARE[sign](left, right)


def _unknown(*values: Value | Unknown) -> Unknown | None:
    """What cannot be told of several values: first what no text would tell either."""
    unknown = [value for value in values if isinstance(value, Unknown)]
    return next((u for u in unknown if not u.lacks), unknown[0] if unknown else None)


def _joined(word: str, parts: list[Value | Unknown]) -> Value | Unknown:
    decisive = word == "or"
    if any(part is decisive for part in parts):
        return decisive
    unknown = _unknown(*parts)
    return not decisive if unknown is None else unknown


def _operation(tree: Operation, scope: Scope, evidence: Evidence, lines: int) -> Value | Unknown:
    left: Value | Unknown = 0
    if tree.left is not None:
        left = evaluate(tree.left, scope, evidence, lines)
    right = evaluate(tree.right, scope, evidence, lines)
    if unknown := _unknown(left, right):
        return unknown
    assert not isinstance(left, Unknown) and not isinstance(right, Unknown)
    if tree.sign == "not":
        return not right
    if tree.sign == "/" and right == 0:
        return Unknown("it divides by zero")
    return _COMPUTE[tree.sign](float(left), float(right))


def _call(tree: Call, scope: Scope, evidence: Evidence, lines: int) -> Value | Unknown:
    function = FUNCTIONS[tree.name]
    given: dict[str, Value] = {}
    for parameter in function.signature.parameters:
        value: Value | Unknown | None = parameter.default
        if parameter.name in tree.arguments:
            value = evaluate(tree.arguments[parameter.name], scope, evidence, lines)
        if isinstance(value, Unknown):
            return value
        assert value is not None  # the parser asks for what has no default
        if parameter.rule and not parameter.rule.allows(value):
            return Unknown(f"{tree.text}: {parameter.rule.fact}")
        given[parameter.name] = value
    try:
        source = scope.load(str(given["source"]))
        result: Value | Unknown = function.compute(given, source, scope)
        _add_lines(given, source, scope, evidence, lines)
        if source.counts.kind == "digest":
            evidence.digests[source.id] = None
    except CannotTellError as error:
        result = Unknown(str(error), error.source if isinstance(error, NeedsTextError) else "")
    if isinstance(result, Unknown):
        figure = Figure(tree.text, None, result.reason, result.lacks)
    else:
        figure = Figure(tree.text, result)
    if figure not in evidence.figures:
        evidence.figures.append(figure)
    return result


def _add_lines(
    given: dict[str, Value], source: Source, scope: Scope, evidence: Evidence, lines: int
) -> None:
    if lines == 0 or not {"what", "text"} & given.keys():
        return
    where = str(given["section"])
    if "text" in given:
        found = quotation_lines(str(given["text"]), source, scope, where, bool(given["near"]))
    elif "other" in given:
        words = str(given["what"]), str(given["other"])
        found = lines_together(*words, source, scope, where, bool(given["exact"]))
    else:
        found = lines_of(str(given["what"]), source, scope, where, bool(given["exact"]))
    evidence.lines.extend(line for line in found[:lines] if line not in evidence.lines)
