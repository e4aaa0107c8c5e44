"""Texts that are made to slow down a regular expression, from its own parts."""

from __future__ import annotations

import ast
import functools
import importlib
import itertools
import pkgutil
import random
import re
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiplans_cli

Pattern = re.Pattern[Any]

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from re import _compiler, _parser  # type: ignore[attr-defined]

POOL = " \t\n\u3000aAzs0x.,;:-_'\"’”)(/<>[]{}&@#~*=|!一第条é…\ud800\x00"
"""One of each kind of character that patterns of the package tell apart."""

_MANY = 16
"""Repetitions from which a repeat is taken for one without a bound."""

_ANCHORED = frozenset(("match", "fullmatch"))
_CALLS = _ANCHORED | {"search", "sub", "subn", "finditer", "findall", "split"}


def patterns() -> Iterator[tuple[str, Pattern, bool]]:
    """All patterns of the package with where they stand, and whether they are searched for.

    Those that modules hold, and those that are written where they are used.
    """
    searched, anchored = _used()
    for info in pkgutil.walk_packages(aiplans_cli.__path__, "aiplans_cli."):
        if info.name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(info.name)
        except ImportError:
            continue  # an extra that is not installed
        for name, value in vars(module).items():
            for at, pattern in enumerate(_held(value)):
                only = name in anchored and name not in searched
                yield f"{info.name}.{name}" + f"[{at}]" * (at > 0), pattern, not only
        yield from _written(info.name, Path(module.__file__ or "").read_text("utf-8"))


def _held(value: object) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, functools._lru_cache_wrapper):  # compiled when it is needed
        if value.__annotations__.get("return") == "re.Pattern[str]":
            choices = [(False, True)] * value.__wrapped__.__code__.co_argcount
            yield from (value(*some) for some in itertools.product(*choices))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _held(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _held(one)


def _used() -> tuple[set[str], set[str]]:
    """Names whose ``search`` and the like are used, and names of which ``match`` is."""
    searched, anchored = set[str](), set[str]()
    for path in Path(aiplans_cli.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in _CALLS:
                names = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
                names |= {n.attr for n in ast.walk(node.value) if isinstance(n, ast.Attribute)}
                (anchored if node.attr in _ANCHORED else searched).update(names)
            if isinstance(node, ast.Call) and getattr(node.func, "value", None) is not None:
                inside = (n for one in node.args for n in ast.walk(one))
                passed = {n.id for n in inside if isinstance(n, ast.Name)}
                if getattr(node.func, "attr", "") in _CALLS - _ANCHORED:
                    searched |= passed  # re.sub(_NAME, ...)
    return searched, anchored


def _written(module: str, source: str) -> Iterator[tuple[str, Pattern, bool]]:
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in _CALLS or getattr(node.func.value, "id", "") != "re":
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
            flags = re.I if "IGNORECASE" in ast.unparse(node) or "re.I" in ast.unparse(node) else 0
            where = f"{module}:{node.lineno}"
            yield where, re.compile(first.value, flags), node.func.attr not in _ANCHORED


Attack = tuple[str, str, str]
"""What a text begins with, what it repeats, and what it ends with."""


def attacks(pattern: Pattern) -> Iterator[Attack]:
    """Texts that a pattern may be slow on."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    flags = tree.state.flags
    pumped = list(dict.fromkeys(_pumps(tree, "", flags)))[:60]
    bodies = [body for _, body in pumped]
    heads = [head for head, _ in pumped if head]
    pieces = {head + body for head, body in pumped} | set(bodies) | set(heads)
    pieces |= {_sample(tree, flags, pick)[:-1] for pick in range(3)}
    some = list(dict.fromkeys(bodies))[:7]
    pieces |= {one + other for one, other in itertools.permutations(some, 2)}
    pieces |= set(POOL)
    ends = ("", "\n!")
    for piece in sorted(filter(None, pieces)):
        for head in ("", *sorted(set(heads))[:3]):
            for end in ends:
                yield head, piece, end


def _text(attack: Attack, n: int) -> str:
    """An attack of ``n`` characters."""
    head, piece, end = attack
    return head + (piece * (n // len(piece) + 1))[:n] + end


def _pumps(tree: Any, before: str, flags: int) -> Iterator[tuple[str, str]]:
    """For each repeat: what may stand before it, and what it may repeat."""
    for at, (code, value) in enumerate(tree):
        head = before + "".join(_one(item, flags, 0) for item in tree.data[:at])
        name = str(code)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            if value[1] > _MANY:
                for pick in range(6):
                    if body := _sample(value[2], flags, pick):
                        yield head, body
            yield from _pumps(value[2], head, flags)
        elif name == "SUBPATTERN":
            yield from _pumps(value[-1], head, flags)
        elif name == "ATOMIC_GROUP":
            yield from _pumps(value, head, flags)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _pumps(branch, head, flags)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _pumps(value[1], head, flags)


def _sample(tree: Any, flags: int, pick: int) -> str:
    return "".join(_one(item, flags, pick) for item in tree)


def _one(item: Any, flags: int, pick: int) -> str:
    """A text that one item of a pattern matches; ``pick`` tells which of several."""
    code, value = item
    name = str(code)
    if name == "LITERAL":
        return chr(value)
    if name in ("IN", "NOT_LITERAL", "ANY", "CATEGORY"):
        return _member(item, flags, pick)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _sample(value[2], flags, pick) * max(int(value[0]), pick % 2)
    if name == "SUBPATTERN":
        return _sample(value[-1], flags, pick)
    if name == "ATOMIC_GROUP":
        return _sample(value, flags, pick)
    if name == "BRANCH":
        branches = value[1]
        return _sample(branches[pick % len(branches)], flags, pick)
    return ""


_KNOWN: dict[str, list[str]] = {}


def _member(item: Any, flags: int, pick: int) -> str:
    key = f"{item}{flags}"
    if key not in _KNOWN:
        single = _parser.SubPattern(_state(flags), [item])
        test = _compiler.compile(single, flags)
        binary = not flags & re.UNICODE
        fits = []
        for char in POOL:
            try:
                found = test.match(char.encode("latin-1") if binary else char)
            except (TypeError, UnicodeEncodeError):
                continue
            if found:
                fits.append(char)
        parts: list[Any] = item[1] if str(item[0]) == "IN" else []
        listed = [chr(v) for c, v in parts if str(c) == "LITERAL"]
        negated = bool(parts) and str(parts[0][0]) == "NEGATE"
        _KNOWN[key] = fits + [c for c in listed if c not in fits and not negated][:3] or ["?"]
    members: list[str] = _KNOWN[key]
    return members[pick % len(members)]


def _state(flags: int) -> Any:
    state = _parser.State()
    state.flags = flags
    return state


def run(pattern: Pattern, text: str, searched: bool) -> float:
    """CPU seconds of a pattern on a text, as the package uses it."""
    subject: Any = text
    if isinstance(pattern.pattern, bytes):
        subject = text.encode("latin-1", "replace")
    start = time.process_time()
    if searched:
        for _ in pattern.finditer(subject):
            pass
    else:
        pattern.match(subject)
        pattern.fullmatch(subject)
    return time.process_time() - start


def slow(pattern: Pattern, searched: bool, most: float = 1.0) -> tuple[float, str]:
    """How many times as long four times the worst text takes, and that text; 0 for none so slow.

    What grows with the text takes 4 times as long, what grows with its square 16 times.
    """
    start = time.process_time()
    tries = list(attacks(pattern))
    random.Random(1).shuffle(tries)
    for attack in tries:
        if time.process_time() - start > most:
            break
        # a busy machine may stall a few runs of a millisecond; a slow pattern stands every look
        grown = [_growth(pattern, attack, searched, 1)]
        while grown[-1] and len(grown) < 4:
            grown.append(_growth(pattern, attack, searched, 5))
        if grown[-1]:
            return grown[-1], _text(attack, 40)
    return 0.0, ""


_SHORT = 1000
"""Characters of a text, and a quarter of those of the text that is compared with it."""

_GROWN = 8
"""Times as long that four times the text may take."""

_LEAST = 0.001
"""CPU seconds of the longer text below which none is told from another."""


def _growth(pattern: Pattern, attack: Attack, searched: bool, runs: int) -> float:
    """Times as long that the longer text takes, 0 where that is little; the quickest of runs."""
    texts = [_text(attack, n) for n in (_SHORT, 4 * _SHORT)]
    short, long = (min(run(pattern, one, searched) for _ in range(runs)) for one in texts)
    return long / short if long > max(_LEAST, _GROWN * short) else 0.0
