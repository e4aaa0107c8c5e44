"""Resampling of sections for a contrast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.sources.journal import Meter, unmetered
from aiplans_cli.statistics.intervals import BOOTSTRAPPED, bootstrap
from aiplans_cli.statistics.resampling import Permutation, permutation
from aiplans_cli.statistics.row_tests import corrected

if TYPE_CHECKING:
    from aiplans_cli.analyses.comparison.basis import Basis
    from aiplans_cli.analyses.comparison.contrast_sides import Side
    from aiplans_cli.analyses.comparison.settings import CompareSettings


_USUAL_LEVEL = 0.05
"""Where q is usually cut: a row that could not come below it, however much it differs, is told."""


@dataclass(frozen=True, slots=True)
class Resampled:
    """What resampling adds to a contrast; empty where it was not asked for."""

    permutation: Permutation | None = None
    """The permutation test."""
    q: Mapping[str, float | None] = field(default_factory=dict)
    """Term → its p of the permutation test, corrected."""
    effect: str = ""
    """The measure whose interval was bootstrapped."""
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Term → that interval, for the terms of which sections can tell."""
    drawn: str = ""
    """What was drawn again, in the plural."""


def bootstrapped(measures: Sequence[str]) -> str:
    """The first measure that has a bootstrap. Raises ``AnalysisError`` where none has."""
    effect = next((name for name in measures if name in BOOTSTRAPPED), None)
    if effect is None:
        raise AnalysisError(
            ", ".join(measures),
            "no measure chosen has a bootstrap interval",
            f"add --measure with one of {', '.join(BOOTSTRAPPED)}",
        )
    return effect


def resample(
    a: Side,
    b: Side,
    terms: Sequence[str],
    choices: CompareSettings,
    basis: Basis,
    meter: Meter = unmetered,
) -> Resampled:
    """Resample what both sides of a contrast consist of, if that was chosen.

    ``meter`` shows how far it has come. Raises ``AnalysisError`` where a side has too few
    sections, or no sections at all.
    """
    if choices.resample == "none":
        return Resampled()
    for side in (a, b):
        if side.profile.section_sizes is None:
            raise AnalysisError(
                side.id, "a frequency list has no sections to resample", "leave --resample out"
            )
    *sides, units = basis.resampled(a, b, choices.unit)
    drawn, seed = choices.resamples, choices.seed
    try:
        with meter("resamples") as progress:
            if choices.resample == "bootstrap":
                effect = bootstrapped(choices.measures)
                intervals = bootstrap(
                    *sides,
                    effect=effect,
                    resamples=drawn,
                    seed=seed,
                    settings=choices.statistics,
                    progress=progress,
                )
                return Resampled(effect=effect, intervals=intervals, drawn=units)
            found = permutation(
                *sides, resamples=drawn, further=terms, seed=seed, progress=progress
            )
    except AnalysisError as error:
        raise _named(error, a, b, choices) from error
    q = corrected([found.p.get(term) for term in terms], choices.correct)
    return Resampled(found, dict(zip(terms, q, strict=True)), drawn=units)


def floor_notes(found: Resampled, which: str = "") -> tuple[list[str], list[str]]:
    """What to know of rows that no permutation reached: notes, and those to tell aloud.

    ``which`` names the contrast where there are several.
    """
    done = found.permutation
    if done is None:
        return [], []
    notes = []
    if done.most > done.resamples:
        notes.append(
            f"{which}Rows that no permutation reached were permuted on until one did, up to "
            f"{done.most:,} times: p_permutation is (1 + b) / (1 + n), b of the row's own n "
            "permutations being as extreme (after Besag & Clifford 1991)."
        )
    rows = [found.q[term] for term in done.at_floor if term in found.q]
    if not rows:
        return notes, []
    least = max(q or 0.0 for q in rows)
    line = (
        f"{which}{len(rows):,} of {len(found.q):,} rows differ more than in any of {done.most:,} "
        f"permutations: their p_permutation is at most {1 / (1 + done.most):.2g}"
    )
    if least <= _USUAL_LEVEL:
        return [*notes, f"{line}."], []
    line += f", and q_permutation cannot fall below {least:.2g}; more --resamples can tell more."
    return [*notes, line], [line]


def _named(error: AnalysisError, a: Side, b: Side, choices: CompareSettings) -> AnalysisError:
    """The refusal with the document's name and the words to type."""
    ids = {"side A": a.id, "side B": b.id}
    if error.subject not in ids:
        return error
    remedy = "compare without --resample"
    if choices.unit != "paragraph":
        remedy = f"add --unit paragraph, or {remedy}"
    return AnalysisError(ids[error.subject], error.fact, remedy)
