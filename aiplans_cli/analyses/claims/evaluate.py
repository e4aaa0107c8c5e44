"""A check's tree to a verdict, with the figures it rests on.

Truth has three values (Kleene 1938): what cannot be told makes a comparison that cannot be told,
but "false and anything" is false and "true or anything" is true.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import field
from itertools import pairwise

from aiplans_cli.analyses.claims.functions import FUNCTIONS, Function
from aiplans_cli.analyses.claims.quoting import quotation_lines
from aiplans_cli.analyses.claims.scope import (
    CannotTellError,
    NeedsTextError,
    Scope,
    lines_of,
    lines_together,
)
from aiplans_cli.analyses.claims.syntax import Check, Value, plain_value
from aiplans_cli.evidence.concordance import ConcordanceLine
from aiplans_cli.records import dataclass
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


_COMPARE: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_COMPUTE: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True, slots=True)
class _Walk:
    """One evaluation: the check, the sources, what is gathered."""

    check: Check
    scope: Scope
    evidence: Evidence
    lines: int

    def value(self, node: ast.expr) -> Value | Unknown:
        """What a part of the check comes to."""
        plain = plain_value(node)
        if plain is not None:
            return plain
        match node:
            case ast.Call():
                return self.call(node)
            case ast.BoolOp(op=op, values=values):
                return _joined(isinstance(op, ast.Or), [self.value(part) for part in values])
            case ast.Compare(left=left, ops=ops, comparators=others):
                told = pairwise([self.value(part) for part in (left, *others)])
                links = [_compared(op, *pair) for op, pair in zip(ops, told, strict=True)]
                return _joined(False, links)
            case ast.UnaryOp(op=op, operand=operand):
                value = self.value(operand)
                if isinstance(value, Unknown):
                    return value
                return not value if isinstance(op, ast.Not) else -float(value)
            case ast.BinOp(left=left, op=op, right=right):
                return _computed(op, self.value(left), self.value(right))
        raise AssertionError(f"{type(node).__name__} is in no check that was parsed")

    def call(self, node: ast.Call) -> Value | Unknown:
        assert isinstance(node.func, ast.Name)
        function = FUNCTIONS[node.func.id]
        text = str(ast.get_source_segment(self.check.text, node))
        arguments = dict(function.signature.arguments(node))
        given: dict[str, Value] = {}
        for parameter in function.signature.parameters:
            value: Value | Unknown | None = parameter.default
            if parameter.name in arguments:
                value = self.value(arguments[parameter.name])
            if isinstance(value, Unknown):
                return value
            assert value is not None  # the parser asks for what has no default
            if parameter.rule and not parameter.rule.allows(value):
                return Unknown(f"{text}: {parameter.rule.fact}")
            given[parameter.name] = value
        return self.figure(text, function, given)

    def figure(self, text: str, function: Function, given: dict[str, Value]) -> Value | Unknown:
        """What a function comes to; it is noted once, with its lines."""
        try:
            source = self.scope.load(str(given["source"]))
            result: Value | Unknown = function.compute(given, source, self.scope)
            _add_lines(given, source, self.scope, self.evidence, self.lines)
            if source.counts.kind == "digest":
                self.evidence.digests[source.id] = None
        except CannotTellError as error:
            result = Unknown(str(error), error.source if isinstance(error, NeedsTextError) else "")
        if isinstance(result, Unknown):
            figure = Figure(text, None, result.reason, result.lacks)
        else:
            figure = Figure(text, result)
        if figure not in self.evidence.figures:
            self.evidence.figures.append(figure)
        return result


def evaluate(check: Check, scope: Scope, evidence: Evidence, lines: int) -> Value | Unknown:
    """What a check comes to. At most ``lines`` lines are gathered for each call."""
    return _Walk(check, scope, evidence, lines).value(check.body)


def _compared(op: ast.cmpop, left: Value | Unknown, right: Value | Unknown) -> Value | Unknown:
    if unknown := _unknown(left, right):
        return unknown
    assert not isinstance(left, Unknown) and not isinstance(right, Unknown)
    if isinstance(op, ast.Eq | ast.NotEq):
        return (left == right) is isinstance(op, ast.Eq)
    return _COMPARE[type(op)](float(left), float(right))


def _computed(op: ast.operator, left: Value | Unknown, right: Value | Unknown) -> Value | Unknown:
    if unknown := _unknown(left, right):
        return unknown
    assert not isinstance(left, Unknown) and not isinstance(right, Unknown)
    if isinstance(op, ast.Div) and right == 0:
        return Unknown("it divides by zero")
    return _COMPUTE[type(op)](float(left), float(right))


def _unknown(*values: Value | Unknown) -> Unknown | None:
    """What cannot be told of several values: first what no text would tell either."""
    unknown = [value for value in values if isinstance(value, Unknown)]
    return next((u for u in unknown if not u.lacks), unknown[0] if unknown else None)


def _joined(decisive: bool, parts: list[Value | Unknown]) -> Value | Unknown:
    """Truths joined by "or" where true is decisive, by "and" where false is."""
    if any(part is decisive for part in parts):
        return decisive
    unknown = _unknown(*parts)
    return not decisive if unknown is None else unknown


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
