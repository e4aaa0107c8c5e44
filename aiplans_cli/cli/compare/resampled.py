"""Resampling of sections for a contrast, with progress for whoever waits."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.statistics import BOOTSTRAPPED, Permutation, bootstrap, permutation
from aiplans_cli.statistics.keyness import corrected

if TYPE_CHECKING:
    from aiplans_cli.cli.compare.analysis import Choices
    from aiplans_cli.cli.compare.sides import Side

_PATIENCE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Resampling:
    """Whether and how sections are resampled."""

    kind: str = "none"
    """"none", "permutation" or "bootstrap"."""
    resamples: int = 10_000
    """How many are drawn."""
    seed: int = 0
    """Seed of the random numbers."""
    quiet: bool = True
    """Whether to show no progress."""


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


def resample(a: Side, b: Side, terms: Sequence[str], choices: Choices) -> Resampled:
    """Resample the sections of both sides, if that was chosen.

    Raises ``AnalysisError`` where a side has too few sections, or no sections at all.
    """
    wanted = choices.resampling
    if wanted.kind == "none":
        return Resampled()
    for side in (a, b):
        if side.profile.section_sizes is None:
            raise AnalysisError(
                side.id, "a frequency list has no sections to resample", "leave --resample out"
            )
    show = _Progress() if not wanted.quiet and sys.stderr.isatty() else None
    try:
        if wanted.kind == "bootstrap":
            effect = bootstrapped(choices.measures)
            intervals = bootstrap(
                a.profile,
                b.profile,
                effect=effect,
                resamples=wanted.resamples,
                seed=wanted.seed,
                settings=choices.settings,
                progress=show,
            )
            return Resampled(effect=effect, intervals=intervals)
        found = permutation(
            a.profile, b.profile, resamples=wanted.resamples, seed=wanted.seed, progress=show
        )
    except AnalysisError as error:
        raise _named(error, a, b, choices) from error
    finally:
        if show is not None:
            show.clear()
    q = corrected([found.p.get(term) for term in terms], choices.correct)
    return Resampled(found, dict(zip(terms, q, strict=True)))


def _named(error: AnalysisError, a: Side, b: Side, choices: Choices) -> AnalysisError:
    """The refusal with the document's name and the words to type."""
    ids = {"side A": a.id, "side B": b.id}
    if error.subject not in ids:
        return error
    remedy = "compare without --resample"
    if choices.section != "paragraph":
        remedy = f"add --unit paragraph, or {remedy}"
    return AnalysisError(ids[error.subject], error.fact, remedy)


class _Progress:
    """A line on standard error that says how far the work is, once it takes long."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._shown = False

    def __call__(self, done: int, of: int) -> None:
        if monotonic() - self._began > _PATIENCE_SECONDS:
            self._shown = True
            sys.stderr.write(f"\raiplans: resampling {done / of:4.0%}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Wipe the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
