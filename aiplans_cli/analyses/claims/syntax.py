"""The language of checks: a text to a tree, with every type known before anything is computed.

::

    check      = and { "or" and }            and  = not { "and" not }
    not        = "not" not | comparison      comparison = sum { ("<"|"<="|"=="|"!="|">="|">") sum }
    sum        = product { ("+"|"-") product }
    product    = sign { ("*"|"/") sign }     sign = "-" sign | atom
    atom       = number | "text" | true | false | "(" check ")" | function "(" arguments ")"
    arguments  = [ check { "," check } ] with  name "=" check  after the ones without a name

Comparisons chain: ``1 <= points("cn-2025") <= 13``. Text stands in single or double quotation
marks, in which a backslash makes the next character plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Literal

from aiplans_cli.analyses.claims.tree import (
    Call,
    Comparison,
    Constant,
    Expression,
    Junction,
    Operation,
    Parameter,
    Signature,
    Type,
)

COMPARISONS = ("<=", ">=", "==", "!=", "<", ">")
_DEEPEST = 40
_MOST_SUMS = 200
"""Signs of sums and products: each is a level of the tree, which is computed by recursion."""

_LONGEST_NUMBER = 15

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<number>\d+(?:\.\d+)?(?![\w.]))
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<name>[^\W\d]\w*)
    | (?P<sign><=|>=|==|!=|[<>+\-*/(),=])""",
    re.VERBOSE | re.DOTALL,
)
_NAMED = re.compile(r"\w+\s*=(?!=)")


class ExpressionError(Exception):
    """A check that cannot be read: what is wrong, and at which character, from 0."""

    def __init__(self, at: int, fact: str, remedy: str) -> None:
        self.at = at
        self.fact = fact
        self.remedy = remedy
        super().__init__(fact)


def parse(check: str, functions: Mapping[str, Signature]) -> Expression:
    """The tree of a check, which must come to true or false.

    Raises ``ExpressionError`` pointing at the first character that is wrong.

    >>> tree = parse("1 < 2 + 3 and not false", {})
    >>> type(tree).__name__, tree.type
    ('Junction', 'truth')
    """
    reader = _Reader(check, functions)
    tree = reader.either()
    if reader.kind != "end":
        raise reader.error(f"{reader.word!r} stands where the check should end", "remove it")
    if tree.type != "truth":
        raise ExpressionError(0, f"it comes to a {tree.type}, not to true or false", "compare it")
    return tree


class _Reader:
    """Where the parser stands in a check: the current token, and how to go on."""

    def __init__(self, check: str, functions: Mapping[str, Signature]) -> None:
        self.check = check
        self.functions = functions
        self.at = self.end = self.last_end = 0
        self.depth = self.sums = 0
        self.kind, self.word = "", ""
        self.advance()

    def error(self, fact: str, remedy: str) -> ExpressionError:
        return ExpressionError(self.at, fact, remedy)

    def advance(self) -> None:
        """Go on to the next token."""
        self.last_end = self.at = self.end
        while match := _TOKEN.match(self.check, self.at):
            self.end = match.end()
            if match.lastgroup != "space":
                self.kind, self.word = str(match.lastgroup), match.group()
                return
            self.at = self.end
        if self.at < len(self.check):
            fact = f"unexpected {self.check[self.at]!r}"
            if self.check[self.at] in "\"'":
                raise self.error("the text that begins here has no end", "close the quotation mark")
            if self.check[self.at].isdigit():
                raise self.error("this is no number", "write numbers as 12 or 0.5")
            raise self.error(fact, "remove it")
        self.kind, self.word = "end", ""

    def take(self, *words: str) -> str:
        """The current token if it is one of ``words``, then go on; else ""."""
        if self.kind in ("sign", "name") and self.word in words:
            word = self.word
            self.advance()
            return word
        return ""

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            found = repr(self.word) if self.word else "the end"
            raise self.error(f"{sign!r} expected, not {found}", f"write {sign!r} here")

    def typed(self, wanted: Type, at: int, tree: Expression) -> Expression:
        if tree.type != wanted:
            raise ExpressionError(at, f"a {wanted} expected, not a {tree.type}", "write one here")
        return tree

    def either(self) -> Expression:
        """A whole expression."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error("nested too deeply", "split the claim in two")
        tree = self.joined("or", lambda: self.joined("and", self.negated))
        self.depth -= 1
        return tree

    def joined(self, word: Literal["and", "or"], part: Callable[[], Expression]) -> Expression:
        at, parts = self.at, [part()]
        while self.take(word):
            self.typed("truth", at, parts[-1])
            at = self.at
            parts.append(self.typed("truth", at, part()))
        return Junction(word, tuple(parts)) if len(parts) > 1 else parts[0]

    def negated(self) -> Expression:
        turns = 0
        while self.take("not"):
            turns += 1
        at, tree = self.at, self.compared()
        return (
            Operation("not", None, self.typed("truth", at, tree), "truth")
            if turns % 2
            else (self.typed("truth", at, tree) if turns else tree)
        )

    def compared(self) -> Expression:
        at, values, signs = self.at, [self.summed(("+", "-"))], []
        while sign := self.take(*COMPARISONS):
            signs.append(sign)
            ordered = values[0].type == "number" or sign in ("==", "!=")
            if not ordered:
                raise ExpressionError(at, f"a {values[0].type} has no order", "use == or !=")
            at = self.at
            values.append(self.typed(values[0].type, at, self.summed(("+", "-"))))
        return Comparison(tuple(values), tuple(signs)) if signs else values[0]

    def summed(self, signs: tuple[str, ...]) -> Expression:
        """Numbers joined by signs of one rank: sums of products, then products of signed atoms."""
        part = self.signed if signs == ("*", "/") else lambda: self.summed(("*", "/"))
        at, tree = self.at, part()
        while sign := self.take(*signs):
            self.sums += 1
            if self.sums > _MOST_SUMS:
                raise self.error("too many sums and products", "split the claim in two")
            left = self.typed("number", at, tree)
            at = self.at
            tree = Operation(sign, left, self.typed("number", at, part()), "number")
        return tree

    def signed(self) -> Expression:
        turns = 0
        while self.take("-"):
            turns += 1
        at, tree = self.at, self.atom()
        if turns:
            self.typed("number", at, tree)
        if turns % 2 and isinstance(tree, Constant):
            return Constant(-float(tree.value), "number")
        return Operation("-", None, tree, "number") if turns % 2 else tree

    def atom(self) -> Expression:
        word, kind, at = self.word, self.kind, self.at
        if self.take("("):
            tree = self.either()
            self.expect(")")
            return tree
        if kind == "number":
            self.advance()
            if len(word) > _LONGEST_NUMBER:
                raise ExpressionError(at, "too long a number", "write a shorter one")
            return Constant(float(word) if "." in word else int(word), "number")
        if kind == "text":
            self.advance()
            return Constant(re.sub(r"\\(.)", r"\1", word[1:-1], flags=re.DOTALL), "text")
        if kind == "name" and word not in ("and", "or", "not"):
            self.advance()
            if word in ("true", "false"):
                return Constant(word == "true", "truth")
            return self.call(word, at)
        found = repr(word) if word else "the end"
        raise self.error(f"a value expected, not {found}", "write a number, a text or a function")

    def call(self, name: str, at: int) -> Expression:
        signature = self.functions.get(name)
        if signature is None:
            near = get_close_matches(name, self.functions, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"use {', '.join(self.functions)}"
            raise ExpressionError(at, f"there is no function {name!r}", remedy)
        self.expect("(")
        given: dict[str, Expression] = {}
        while not self.take(")"):
            if given:
                self.expect(",")
            parameter, start = self.parameter(name, signature, given)
            value = self.typed(parameter.type, start, self.either())
            rule = parameter.rule
            if rule and isinstance(value, Constant) and not rule.allows(value.value):
                raise ExpressionError(start, rule.fact, rule.remedy)
            given[parameter.name] = value
        for parameter in signature.parameters:
            if parameter.default is None and parameter.name not in given:
                raise ExpressionError(at, f"{name} needs its {parameter.name}", "give it")
        return Call(name, given, self.check[at : self.last_end], signature.gives)

    def parameter(
        self, name: str, signature: Signature, given: Mapping[str, Expression]
    ) -> tuple[Parameter, int]:
        """Which parameter the next argument is for, and where its value begins."""
        known = {parameter.name: parameter for parameter in signature.parameters}
        at, word = self.at, self.word
        if self.kind == "name" and _NAMED.match(self.check, at):
            self.advance()
            self.expect("=")
            if word not in known or word in given:
                fact = f"{name} takes no {word!r}" if word not in known else f"{word!r} again"
                raise ExpressionError(at, fact, f"it takes {', '.join(known)}")
            return known[word], self.at
        free = list(known)[len(given) :]
        if not free or list(given) != list(known)[: len(given)]:
            fact = f"{name} takes no further argument here"
            raise self.error(fact, "name it" if free else "remove it")
        return known[free[0]], self.at
