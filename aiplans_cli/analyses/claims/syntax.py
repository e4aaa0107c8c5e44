"""The language of checks: Python's own grammar, of which little is allowed, each type known first.

A check is one expression of numbers, texts in quotation marks, ``true``, ``false``, functions with
their arguments, ``+ - * /``, comparisons (``1 <= points("cn-2025") <= 13``), ``and``, ``or`` and
``not``. Nothing of it is ever run as Python: the tree is read, and walked by ``evaluate``.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Literal

from aiplans_cli.records import dataclass

Type = Literal["number", "text", "truth"]
Value = int | float | str | bool
"""What an expression comes to."""

_DEEPEST = 200
"""Levels of a tree, which is walked by recursion: a sum of 200 numbers has as many."""

_NUMBER = re.compile(r"\d{1,15}|(?=[\d.]{1,15}$)\d+\.\d+")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|' r"'(?:[^'\\]|\\.)*'")
"""One text, so that a forgotten comma between two of them does not join them."""

_TRUTHS = {"true": True, "false": False}
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_EQUALITY = (ast.Eq, ast.NotEq)


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

    def arguments(self, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
        """The names and the values of a call's arguments."""
        yield from zip((one.name for one in self.parameters), call.args, strict=False)
        yield from ((str(one.arg), one.value) for one in call.keywords)


@dataclass(frozen=True, slots=True)
class Check:
    """A check whose names and types are known to be right."""

    text: str
    """What its places count in."""
    body: ast.expr
    """Its tree."""


class ExpressionError(Exception):
    """A check that cannot be read: what is wrong, and at which character, from 0."""

    def __init__(self, at: int, fact: str, remedy: str) -> None:
        self.at = at
        self.fact = fact
        self.remedy = remedy
        super().__init__(fact)


def parse(check: str, functions: Mapping[str, Signature]) -> Check:
    """Read a check, which must come to true or false.

    Raises ``ExpressionError`` pointing at the first character that is wrong.

    >>> type(parse("1 < 2 + 3 and not false", {}).body).__name__
    'BoolOp'
    """
    text = re.sub(r"[\r\n]", " ", check)
    indent = len(text) - len(text.lstrip())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # an escape that means nothing, a number run into a word
            body = ast.parse(text.lstrip(), mode="eval").body
    except SyntaxError as error:
        if not error.offset and error.msg == "invalid syntax":  # so Python says of the end
            raise ExpressionError(len(check), "it ends too early", "complete it") from None
        at = min(indent + max(error.offset or 1, 1) - 1, len(check))
        raise ExpressionError(at, str(error.msg).partition(" (")[0], "correct it") from None
    except (MemoryError, RecursionError, ValueError):
        raise ExpressionError(0, "it cannot be read", "write it with fewer brackets") from None
    types = _Types(text, indent, functions)
    types.expect(body, "truth", "compare it")
    return Check(text[indent:], body)


class _Types:
    """What each part of a check comes to; whatever is not allowed raises ``ExpressionError``."""

    def __init__(self, text: str, indent: int, functions: Mapping[str, Signature]) -> None:
        self.bytes = text[indent:].encode("utf-8", "surrogatepass")
        self.indent = indent
        self.functions = functions
        self.depth = 0

    def error(self, node: ast.expr | ast.keyword, fact: str, remedy: str) -> ExpressionError:
        before = self.bytes[: node.col_offset].decode("utf-8", "surrogatepass")
        return ExpressionError(self.indent + len(before), fact, remedy)

    def written(self, node: ast.expr) -> str:
        return self.bytes[node.col_offset : node.end_col_offset].decode("utf-8", "surrogatepass")

    def expect(self, node: ast.expr, wanted: Type, remedy: str = "write one here") -> None:
        found = self.type(node)
        if found != wanted:
            raise self.error(node, f"a {wanted} expected, not a {found}", remedy)

    def type(self, node: ast.expr) -> Type:
        """What a part comes to."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(node, "nested too deeply", "split the claim in two")
        found = self._type(node)
        self.depth -= 1
        return found

    def _type(self, node: ast.expr) -> Type:
        match node:
            case ast.Constant():
                return self.constant(node)
            case ast.Name(id="true" | "false"):
                return "truth"
            case ast.Call(func=ast.Name(id=name)):
                return self.call(node, name)
            case ast.BoolOp(values=values):
                for value in values:
                    self.expect(value, "truth")
                return "truth"
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self.expect(operand, "truth")
                return "truth"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                self.expect(operand, "number")
                return "number"
            case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _ARITHMETIC):
                self.expect(left, "number")
                self.expect(right, "number")
                return "number"
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self.comparison(left, ops, others)
        remedy = "write a number, a text, a function, or these joined by + - * / == < and or not"
        raise self.error(node, f"{self.written(node)[:20]!r} is nothing that a check has", remedy)

    def constant(self, node: ast.Constant) -> Type:
        written = self.written(node)
        if isinstance(node.value, bool):
            return "truth"
        if isinstance(node.value, str) and _TEXT.fullmatch(written):
            return "text"
        if isinstance(node.value, int | float) and _NUMBER.fullmatch(written):
            return "number"
        if isinstance(node.value, str):
            raise self.error(node, "this is not one text", "part texts by commas, in plain marks")
        raise self.error(node, "this is no number", "write numbers as 12 or 0.5, of 15 digits")

    def comparison(self, left: ast.expr, ops: list[ast.cmpop], others: list[ast.expr]) -> Type:
        wanted = self.type(left)
        for op, other in zip(ops, others, strict=True):
            if not isinstance(op, _ORDER + _EQUALITY):
                raise self.error(other, "no such comparison", "use == != < <= > >=")
            if isinstance(op, _ORDER) and wanted != "number":
                raise self.error(left, f"a {wanted} has no order", "use == or !=")
            self.expect(other, wanted)
        return "truth"

    def call(self, node: ast.Call, name: str) -> Type:
        signature = self.functions.get(name)
        if signature is None:
            near = get_close_matches(name, self.functions, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"use {', '.join(self.functions)}"
            raise self.error(node, f"there is no function {name!r}", remedy)
        known = {parameter.name: parameter for parameter in signature.parameters}
        if len(node.args) > len(known):
            fact = f"{name} takes no further argument here"
            raise self.error(node.args[len(known)], fact, "remove it")
        given = set(list(known)[: len(node.args)])
        for keyword in node.keywords:
            if keyword.arg not in known or keyword.arg in given:
                wrong = f"{keyword.arg!r} again" if keyword.arg in given else ""
                fact = wrong or f"{name} takes no {keyword.arg or '**'!r}"
                raise self.error(keyword, fact, f"it takes {', '.join(known)}")
            given.add(keyword.arg)
        for argument, value in signature.arguments(node):
            self.expect(value, known[argument].type)
            rule, plain = known[argument].rule, plain_value(value)
            if rule and plain is not None and not rule.allows(plain):
                raise self.error(value, rule.fact, rule.remedy)
        for parameter in signature.parameters:
            if parameter.default is None and parameter.name not in given:
                raise self.error(node, f"{name} needs its {parameter.name}", "give it")
        return signature.gives


def plain_value(node: ast.expr) -> Value | None:
    """The value of a number, a text, true or false as written; ``None`` of anything else."""
    match node:
        case ast.Constant(value=str() | int() | float() as value):
            return value
        case ast.Name(id=word):
            return _TRUTHS[word]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
    return None
