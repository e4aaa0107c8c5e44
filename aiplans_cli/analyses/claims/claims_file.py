"""A file of claims as it is written: read, and refused where it cannot be what it says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from aiplans_cli.analyses.claims.functions import SIGNATURES
from aiplans_cli.analyses.claims.syntax import Check, ExpressionError, parse
from aiplans_cli.errors import DataError
from aiplans_cli.records import dataclass

GROUNDS = ("check", "opinion", "beyond")
"""What a claim may be settled by: an expression, or the reason why none can settle it."""

_TYPES: dict[str, type] = dict.fromkeys(("text", *GROUNDS, "source", "said", "note"), str)
_OF_FILE = ("title", "address", "alternatives", "claim")
_SHOWN = 60
"""Characters of a broken check that are quoted on either side of the fault."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and what would make it true, or why no text can."""

    number: int
    """Its place in the file, from 1."""
    text: str
    """The sentence, in the user's words."""
    check: str
    """The expression as written, "" where nothing can be computed."""
    tree: Check | None
    """The expression, parsed."""
    source: str = ""
    """The source of calls that name none."""
    note: str = ""
    """What the user adds to it."""
    said: str = ""
    """What it restates, in a few words of the one who said it."""
    opinion: str = ""
    """Why it is a judgement, which no count settles."""
    beyond: str = ""
    """Which fact it needs that stands in no text."""


@dataclass(frozen=True, slots=True)
class ClaimsFile:
    """What a claims file says."""

    name: str
    """The file, as errors name it."""
    title: str
    """Whose claims they are, "" if it does not say."""
    claims: tuple[Claim, ...]
    """The claims in order, one or more."""
    alternatives: Mapping[str, str] = field(default_factory=dict)
    """Source → the source that stands in where the first is not at hand."""
    address: str = ""
    """Where they were made."""


def parse_claims(text: str, name: str) -> ClaimsFile:
    """Read a claims file; ``name`` is what errors call it.

    It is TOML: optional ``title``, ``address`` and ``[alternatives]``, then one ``[[claim]]``
    after another with ``text``, one of ``check``, ``opinion`` and ``beyond``, and optionally
    ``source``, ``said`` and ``note``. Raises ``DataError`` naming the claim and, in a check, the
    character.

    >>> parsed = parse_claims('[[claim]]\\ntext = "It is short."\\ncheck = "1 < 2"', "f.toml")
    >>> parsed.claims[0].text
    'It is short.'
    """
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise DataError(name, "nests brackets too deeply", "take some out") from None
    except ValueError as error:  # a number of thousands of digits is none of tomllib's own errors
        raise DataError(name, f"is not valid TOML ({error})", "correct that line") from None
    unknown = [key for key in data if key not in _OF_FILE]
    if unknown:
        remedy = "use title, address, alternatives and [[claim]]"
        raise DataError(name, f"has an unknown key {unknown[0]!r}", remedy)
    entries = data.get("claim", [])
    if not isinstance(entries, list) or not entries:
        raise DataError(name, "has no claims", "write one or more [[claim]] tables")
    alternatives = data.get("alternatives", {})
    if not isinstance(alternatives, dict) or not all(
        isinstance(other, str) for other in alternatives.values()
    ):
        raise DataError(name, "alternatives must name sources", 'write cn-2025 = "cn-2025-digest"')
    for key in ("title", "address"):
        if not isinstance(data.get(key, ""), str):
            raise DataError(name, f"its {key} is not a text", "put it between quotation marks")
    address = data.get("address", "")
    if address and not address.startswith(("https://", "http://")):
        raise DataError(name, f"has the address {address!r}", "write it in full, with https://")
    claims = tuple(_claim(entry, number, name) for number, entry in enumerate(entries, 1))
    return ClaimsFile(name, data.get("title", ""), claims, alternatives, address)


def _claim(entry: Any, number: int, name: str) -> Claim:
    where = f"{name}, claim {number}"
    if not isinstance(entry, dict):
        raise DataError(where, "is not a table", "write it as [[claim]]")
    for key, value in entry.items():
        if key not in _TYPES:
            raise DataError(where, f"unknown key {key!r}", f"use {', '.join(_TYPES)}")
        if not isinstance(value, _TYPES[key]):
            raise DataError(where, f"its {key} is not a text", "put it between quotation marks")
    given = [key for key in GROUNDS if key in entry]
    for key in ("text", *given):
        if not entry.get(key, "").strip():
            raise DataError(where, f"it has no {key}", "add it")
    if len(given) > 1:
        raise DataError(where, f"it has both {' and '.join(given)}", "keep one of them")
    if not given:
        raise DataError(where, "it has no check, opinion or beyond", "add one of them")
    tree = _tree(entry["check"], where) if "check" in entry else None
    told = {key: entry.get(key, "") for key in _TYPES}
    return Claim(number=number, tree=tree, **told)


def _tree(check: str, where: str) -> Check:
    try:
        return parse(check, SIGNATURES)
    except ExpressionError as error:
        before, after = check[: error.at], check[error.at :]
        if len(before) > _SHOWN:
            before = f"...{before[-_SHOWN:]}"
        if len(after) > _SHOWN:
            after = f"{after[:_SHOWN]}..."
        shown = " ".join(f"{before}▶{after}".split())
        fact = f"character {error.at + 1} of its check: {error.fact}"
        raise DataError(where, fact, f"{error.remedy}, at ▶ in {shown}") from None
