"""A file of claims to verdicts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from aiplans_cli.analyses.claims.evaluate import Evidence, Figure, Unknown, evaluate
from aiplans_cli.analyses.claims.functions import SIGNATURES
from aiplans_cli.analyses.claims.scope import Lookup, Scope, remembered
from aiplans_cli.analyses.claims.syntax import ExpressionError, parse
from aiplans_cli.analyses.claims.tree import Expression
from aiplans_cli.analyses.wording import listed
from aiplans_cli.errors import DataError
from aiplans_cli.evidence.concordance import ConcordanceLine
from aiplans_cli.evidence.lines import LINE_COLUMNS, line_cells
from aiplans_cli.output.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from aiplans_cli.concepts.listing import ConceptList

Verdict = Literal["holds", "holds in the digest", "fails", "cannot tell"]
VERDICTS: tuple[Verdict, ...] = ("holds", "holds in the digest", "fails", "cannot tell")
"""What can become of a claim."""

_PLURAL = {"holds": "hold", "holds in the digest": "hold in the digest", "fails": "fail"}

_TYPES: dict[str, type] = {"text": str, "check": str, "source": str, "note": str}
_NEEDED = ("text", "check")
_SHOWN = 60
"""Characters of a broken check that are quoted on either side of the fault."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and what would make it true."""

    number: int
    """Its place in the file, from 1."""
    text: str
    """The sentence, in the user's words."""
    check: str
    """The expression as written."""
    tree: Expression
    """The expression, parsed."""
    source: str = ""
    """The source of calls that name none."""
    note: str = ""
    """What the user adds to it."""


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


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one claim."""

    claim: Claim
    """The claim."""
    verdict: Verdict
    """Whether it holds; what rests on a digest holds in the digest, not in the text itself."""
    why: str
    """The figures in words, or why it cannot be told."""
    caveat: str
    """The same without the figures: what could not be told, and what stood in for a source."""
    figures: tuple[Figure, ...]
    """Every figure used."""
    lines: tuple[ConcordanceLine, ...]
    """Lines behind the counts."""


def parse_claims(text: str, name: str) -> ClaimsFile:
    """Read a claims file; ``name`` is what errors call it.

    It is TOML: optional ``title`` and ``[alternatives]``, then one ``[[claim]]`` after another
    with ``text``, ``check``, and optionally ``source`` and ``note``. Raises ``DataError`` naming
    the claim and, in a check, the character.

    >>> parsed = parse_claims('[[claim]]\\ntext = "It is short."\\ncheck = "1 < 2"', "f.toml")
    >>> parsed.claims[0].text
    'It is short.'
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(name, f"is not valid TOML ({error})", "correct that line") from None
    unknown = [key for key in data if key not in ("title", "alternatives", "claim")]
    if unknown:
        raise DataError(
            name, f"has an unknown key {unknown[0]!r}", "use title, alternatives and [[claim]]"
        )
    entries = data.get("claim", [])
    if not isinstance(entries, list) or not entries:
        raise DataError(name, "has no claims", "write one or more [[claim]] tables")
    alternatives = data.get("alternatives", {})
    if not isinstance(alternatives, dict) or not all(
        isinstance(other, str) for other in alternatives.values()
    ):
        raise DataError(name, "alternatives must name sources", 'write cn-2025 = "cn-2025-digest"')
    title = data.get("title", "")
    if not isinstance(title, str):
        raise DataError(name, "its title is not a text", "put it between quotation marks")
    claims = tuple(_claim(entry, number, name) for number, entry in enumerate(entries, 1))
    return ClaimsFile(name, title, claims, alternatives)


def _claim(entry: Any, number: int, name: str) -> Claim:
    where = f"{name}, claim {number}"
    if not isinstance(entry, dict):
        raise DataError(where, "is not a table", "write it as [[claim]]")
    for key, value in entry.items():
        if key not in _TYPES:
            raise DataError(where, f"unknown key {key!r}", f"use {', '.join(_TYPES)}")
        if not isinstance(value, _TYPES[key]):
            raise DataError(where, f"its {key} is not a text", "put it between quotation marks")
    for key in _NEEDED:
        if not entry.get(key, "").strip():
            raise DataError(where, f"it has no {key}", "add it")
    check = entry["check"]
    try:
        tree = parse(check, SIGNATURES)
    except ExpressionError as error:
        before, after = check[: error.at], check[error.at :]
        if len(before) > _SHOWN:
            before = f"...{before[-_SHOWN:]}"
        if len(after) > _SHOWN:
            after = f"{after[:_SHOWN]}..."
        shown = " ".join(f"{before}▶{after}".split())
        fact = f"character {error.at + 1} of its check: {error.fact}"
        raise DataError(where, fact, f"{error.remedy}, at ▶ in {shown}") from None
    return Claim(number, entry["text"], check, tree, entry.get("source", ""), entry.get("note", ""))


def check_claims(
    file: ClaimsFile,
    lookup: Lookup,
    concepts: ConceptList | None,
    *,
    lines: int = 5,
    bring: Callable[[str], str] = lambda _: "",
) -> list[Result]:
    """The verdict on every claim of a file.

    ``lookup`` gives the sources; ``lines`` is how many lines to keep for a call; ``bring`` tells
    the command that brings a text.
    """
    known = remembered(lookup)
    results = []
    for claim in file.claims:
        scope = Scope(known, concepts, file.alternatives, claim.source, bring=bring)
        evidence = Evidence()
        value = evaluate(claim.tree, scope, evidence, lines)
        results.append(_result(claim, value, scope, evidence))
    return results


def _result(claim: Claim, value: Any, scope: Scope, evidence: Evidence) -> Result:
    told = [f"{f.call} is {_shown(f.value)}" for f in evidence.figures if f.value is not None]
    untold = list(dict.fromkeys(f.reason for f in evidence.figures if f.value is None))
    stand_ins = [
        f"computed from {other}, which is not {name} itself"
        for name, other in scope.substituted.items()
    ]
    stand_ins += [
        f"computed from {name}, a digest in this project's own words"
        for name in evidence.digests
        if name not in scope.substituted.values()
    ]
    holds: Verdict = "holds in the digest" if evidence.digests else "holds"
    verdict: Verdict = holds if value is True else "fails"
    parts = [*told, *untold, *stand_ins]
    if isinstance(value, Unknown):
        verdict, untold = "cannot tell", untold or [value.reason]
        parts = [*untold, *told, *stand_ins]
    caveat = "; ".join([*untold, *stand_ins])
    figures, lines = tuple(evidence.figures), tuple(evidence.lines)
    return Result(claim, verdict, "; ".join(parts), caveat, figures, lines)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def claims_report(file: ClaimsFile, results: Sequence[Result], *, brief: bool = False) -> Report:
    """The results as tables ``claims``, ``figures`` and ``lines``.

    With ``brief`` the reasons do not repeat the figures, which have a table of their own.
    """
    rows = tuple(
        (r.claim.number, r.verdict, r.claim.text, r.caveat if brief else r.why, r.claim.note)
        for r in results
    )
    figures: list[tuple[Cell, ...]] = [
        (r.claim.number, f.call, _shown(f.value) if f.value is not None else None, f.reason)
        for r in results
        for f in r.figures
    ]
    lines: list[tuple[Cell, ...]] = [
        (r.claim.number, *line_cells(line)) for r in results for line in r.lines
    ]
    number = Column("claim", "integer")
    told = (number, *map(Column, ("verdict", "text", "why", "note")))
    tally = ", ".join(f"{sum(r.verdict == v for r in results)} {v}" for v in VERDICTS)
    return Report(
        "claims",
        (
            Table("claims", told, rows, file.title),
            Table("figures", (number, *map(Column, ("figure", "value", "reason"))), tuple(figures)),
            Table("lines", (number, *LINE_COLUMNS), tuple(lines)),
        ),
        parameters={"file": file.name},
        notes=(f"{len(results)} claims: {tally}",),
        summary=claims_sentences(results),
    )


def claims_sentences(results: Sequence[Result]) -> tuple[str, ...]:
    """How many claims hold, and the first that do not."""
    number = {verdict: sum(r.verdict == verdict for r in results) for verdict in VERDICTS}
    told = [
        f"{count} {verdict if count == 1 else _PLURAL.get(verdict, verdict)}"
        for verdict, count in number.items()
        if count
    ]
    sentences = [f"Of {len(results)} claims {listed(told)}." if told else "No claim was made."]
    sentences += [
        f"Claim {r.claim.number} {r.verdict}: “{r.claim.text}”"
        for r in results
        if r.verdict in ("fails", "cannot tell")
    ][:3]
    return tuple(sentences)
