"""A file of claims to verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from aiplans_cli.analyses.claims.claims_file import Claim, ClaimsFile
from aiplans_cli.analyses.claims.evaluate import Evidence, Figure, Unknown, evaluate
from aiplans_cli.analyses.claims.scope import Lookup, Scope, remembered
from aiplans_cli.analyses.wording import listed
from aiplans_cli.evidence.concordance import ConcordanceLine
from aiplans_cli.evidence.lines import LINE_COLUMNS, line_cells
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.analyses.claims.syntax import Check
    from aiplans_cli.concepts.concept import ConceptList

Verdict = Literal[
    "holds",
    "holds in the digest",
    "fails",
    "cannot tell",
    "cannot tell from counts",
    "opinion",
    "beyond the texts",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""What can become of a claim."""

_ALWAYS_TOLD = VERDICTS[:4]
"""Verdicts that the tally names though no claim has them."""

_SENTENCE: dict[Verdict, tuple[str, str]] = {
    "holds": ("holds", "hold"),
    "holds in the digest": ("holds in the digest", "hold in the digest"),
    "fails": ("fails", "fail"),
    "cannot tell": ("cannot be told", "cannot be told"),
    "cannot tell from counts": ("needs the text itself", "need the text itself"),
}
"""How a sentence says what became of one checked claim, and of several."""

_UNSETTLED: dict[Verdict, tuple[str, str]] = {
    "opinion": ("is an opinion", "are opinions"),
    "beyond the texts": ("is beyond the texts", "are beyond the texts"),
}
"""The same of claims that no text settles."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one claim."""

    claim: Claim
    """The claim."""
    verdict: Verdict
    """Whether it holds; what rests on a digest holds in the digest, not in the text itself. What
    no text can settle is an opinion or beyond the texts."""
    why: str
    """The figures in words, or why it cannot be told."""
    caveat: str
    """The same without the figures: what could not be told, and what stood in for a source."""
    figures: tuple[Figure, ...]
    """Every figure used."""
    lines: tuple[ConcordanceLine, ...]
    """Lines behind the counts."""


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
        if claim.tree is None:
            results.append(_unsettled(claim))
            continue
        scope = Scope(known, concepts, file.alternatives, claim.source, bring=bring)
        results.append(_result(claim, claim.tree, scope, lines))
    return results


def _unsettled(claim: Claim) -> Result:
    """What no text settles: never a failure, for nothing was checked."""
    why = claim.opinion or claim.beyond
    verdict: Verdict = "opinion" if claim.opinion else "beyond the texts"
    return Result(claim, verdict, why, why, (), ())


def _result(claim: Claim, tree: Check, scope: Scope, limit: int) -> Result:
    evidence = Evidence()
    value = evaluate(tree, scope, evidence, limit)
    told = [f"{f.call} is {_shown(f.value)}" for f in evidence.figures if f.value is not None]
    reasons: dict[str, str] = {}  # once for each text: bringing it settles all that it lacks
    for figure in evidence.figures:
        if figure.value is None:
            reasons.setdefault(figure.lacks or figure.reason, figure.reason)
    untold = list(reasons.values())
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
        verdict = "cannot tell from counts" if value.lacks else "cannot tell"
        untold = untold or [value.reason]
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
    said = any(r.claim.said for r in results)
    rows = tuple(
        (
            *(r.claim.number, r.verdict, r.claim.text, r.caveat if brief else r.why, r.claim.note),
            *((r.claim.said,) if said else ()),
        )
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
    made = (f"made in {file.address}",) if file.address else ()
    number = Column("claim", "integer")
    told = (number, *map(Column, ("verdict", "text", "why", "note", *(("said",) if said else ()))))
    count = _numbers(results)
    tally = ", ".join(f"{count[v]} {v}" for v in VERDICTS if count[v] or v in _ALWAYS_TOLD)
    return Report(
        "claims",
        (
            Table("claims", told, rows, file.title),
            Table("figures", (number, *map(Column, ("figure", "value", "reason"))), tuple(figures)),
            Table("lines", (number, *LINE_COLUMNS), tuple(lines)),
        ),
        parameters={"file": file.name} | ({"address": file.address} if file.address else {}),
        notes=(f"{len(results)} claims: {tally}", *made),
        summary=claims_sentences(results),
    )


def _numbers(results: Sequence[Result]) -> dict[Verdict, int]:
    return {verdict: sum(r.verdict == verdict for r in results) for verdict in VERDICTS}


def claims_sentences(results: Sequence[Result]) -> tuple[str, ...]:
    """How many claims hold, how many no text can settle, and the first that do not hold."""
    number = _numbers(results)
    told = [f"{number[v]} {_SENTENCE[v][number[v] > 1]}" for v in _SENTENCE if number[v]]
    checked = sum(number[verdict] for verdict in _SENTENCE)
    claims = "claim that was checked" if checked == 1 else "claims that were checked"
    more = [f"{number[v]} {words[number[v] > 1]}" for v, words in _UNSETTLED.items() if number[v]]
    of = f"{checked} {claims}" if more else f"{checked} claims"
    sentences = [f"Of {of} {listed(told)}." if told else "No claim was checked."]
    if more:
        sentences.append(
            f"No text settles {sum(number[v] for v in _UNSETTLED)} more: {listed(more)}."
        )
    sentences += [
        f"Claim {r.claim.number} {_SENTENCE[r.verdict][0]}: “{r.claim.text}”"
        for r in results
        if r.verdict in ("fails", "cannot tell")
    ][:3]
    return tuple(sentences)
