"""What tests find between a text and its translation: nothing, or what was put there on purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from aiplans_cli.analyses.comparison.analysis import fit_of, spreads_of
from aiplans_cli.analyses.comparison.basis import basis_of
from aiplans_cli.analyses.comparison.contrast_sides import side_of
from aiplans_cli.analyses.comparison.settings import CompareSettings
from aiplans_cli.counting.occurrences import totals
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.inference import FAMILY_ACROSS
from aiplans_cli.statistics.keyness import contrast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from random import Random

    from aiplans_cli.concepts.spreads import Calibration, Fit
    from aiplans_cli.model import Counts, Occurrences
    from aiplans_cli.statistics.keyness import ContrastSet
    from aiplans_cli.statistics.rows import Row

TRIED = 12
"""Mentions on a side that a concept must have to be removed from the other, or to be planted."""

FIRST = 10
"""Rows among which a planted concept should stand."""

ALPHA = 0.05

_PLANTED = "Planted"  # ids of lists have no capital, so it is no other's
_CHOICES = CompareSettings(measures=("g2", "log_ratio"), dispersion="none")
_FAST = CompareSettings(measures=("g2",), dispersion="none")


@dataclass(frozen=True, slots=True)
class Trial:
    """A difference that was put between a text and its translation."""

    kind: Literal["removed", "planted"]
    """A concept wholly removed from one side, or one planted there that stands on neither."""
    concept: str
    """The concept that was removed, or in whose places the planted one stands."""
    mentions: int
    """Its mentions on the side that has it."""
    found: bool
    """Whether its interval leaves out equality."""
    flagged: bool
    """Whether its q is below 0.05."""
    rank: int
    """Its place among the rows, 1 first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What tests find between a text and its translation."""

    fit: Fit
    """Whether the list fits the two."""
    result: tuple[Row, ...]
    """Every concept of either side that has a row, the surest first."""
    tested: bool
    """Whether the texts have enough sections or paragraphs for tests."""
    trials: tuple[Trial, ...]
    """Differences put there, found or not."""

    @property
    def rows(self) -> list[Row]:
        """Those with ten mentions on both sides together."""
        return [row for row in self.result if _mentioned(row) >= FAMILY_ACROSS]

    @property
    def excluded(self) -> int:
        """How many of these have an interval that leaves out equality."""
        return sum(map(is_excluded, self.rows))

    @property
    def flagged(self) -> int:
        """How many have a q below 0.05."""
        return sum(map(is_flagged, self.rows))


class Figures(NamedTuple):
    """False flags and finds over pairs; shares are 0 to 1, ``None`` of nothing."""

    rows: int
    """Concepts with ten mentions on both sides together."""
    intervals: float | None
    """Share of these that have an interval."""
    excluded: float | None
    """Share whose interval leaves out equality, which is false."""
    flagged: float | None
    """Share whose q is below 0.05, which is false."""
    removed: int
    """Trials in which a concept was wholly removed from one side."""
    recovered: float | None
    """Share of these whose interval leaves out equality."""
    recovered_flagged: float | None
    """Share of these whose q is below 0.05."""
    first_ten: float | None
    """Share of the planted concepts that stand among the first ``FIRST`` rows."""


CLASSES = ((10, 14), (15, 24), (25, 49), (50, None))
"""Mentions on both sides together; of trials, on the side that has them."""


def figures(outcomes: Iterable[Outcome], low: int = 0, high: int | None = None) -> Figures:
    """What tests find over pairs, of concepts with ``low`` to ``high`` mentions."""

    def inside(mentions: int) -> bool:
        return low <= mentions and (high is None or mentions <= high)

    tested = [one for one in outcomes if one.tested]
    rows = [row for one in tested for row in one.rows if inside(_mentioned(row))]
    trials = [trial for one in tested for trial in one.trials if inside(trial.mentions)]
    removed = [trial for trial in trials if trial.kind == "removed"]
    return Figures(
        len(rows),
        _share([row.intervals.get("log_ratio") is not None for row in rows]),
        _share(list(map(is_excluded, rows))),
        _share(list(map(is_flagged, rows))),
        len(removed),
        _share([trial.found for trial in removed]),
        _share([trial.flagged for trial in removed]),
        _share([trial.rank <= FIRST for trial in trials if trial.kind == "planted"]),
    )


def _share(of: Sequence[bool]) -> float | None:
    return sum(of) / len(of) if of else None


def _mentioned(row: Row) -> int:
    return row.count_a + row.count_b


def is_excluded(row: Row) -> bool:
    """Whether the interval of a row leaves out equality."""
    return row.p is not None and row.p < ALPHA


def is_flagged(row: Row) -> bool:
    """Whether its q is below 0.05."""
    return row.q is not None and row.q < ALPHA


def outcome(
    a: Counts,
    b: Counts,
    calibration: Calibration | None,
    left_out: frozenset[str],
    *,
    most: int = 0,
    rng: Random | None = None,
) -> Outcome:
    """The tests of ``compare`` on a text and its translation, and on what is put between them.

    ``left_out`` are the concepts without rows. At most ``most`` concepts of either side are
    removed from the other, and as many planted, drawn by ``rng``; all of them without one.
    """
    fit = _fit(a, b, calibration)
    found = _contrast(a, b, calibration, left_out, _CHOICES)
    tested = any(row.p is not None for row in found.rows)
    trials: list[Trial] = []
    if tested and most:
        for sides in ((a, b), (b, a)):
            trials += _trials(*sides, calibration, left_out, most, rng)
    return Outcome(fit, found.rows, tested, tuple(trials))


def _fit(a: Counts, b: Counts, calibration: Calibration | None) -> Fit:
    from aiplans_cli.concepts.spreads import shipped_calibration

    return (calibration or shipped_calibration()).fit(a, b)


def _contrast(
    a: Counts,
    b: Counts,
    calibration: Calibration | None,
    left_out: frozenset[str],
    choices: CompareSettings,
) -> ContrastSet:
    sides = side_of(a, "concept"), side_of(b, "concept")
    fit = fit_of(*sides, "concept", calibration)
    spreads = spreads_of("concept", calibration, fit)
    terms = {*sides[0].profile.counts, *sides[1].profile.counts} - left_out
    return contrast(
        sides[0].profile,
        sides[1].profile,
        unit="concept",
        measures=choices.measures,
        sort="at_least",
        dispersion="",
        terms=terms,
        inference=basis_of(*sides, "concept", choices, spreads).inference,
    )


def _trials(
    having: Counts,
    lacking: Counts,
    calibration: Calibration | None,
    left_out: frozenset[str],
    most: int,
    rng: Random | None,
) -> Iterator[Trial]:
    """Concepts of one text removed from the other, and planted in the one."""
    frequent = sorted(
        concept
        for concept, mentions in totals(having.concepts).items()
        if concept not in left_out and mentions >= TRIED
    )
    if rng is not None and len(frequent) > most:
        frequent = sorted(rng.sample(frequent, most))
    for concept in frequent:
        less = _with(lacking, {c: o for c, o in lacking.concepts.items() if c != concept})
        yield _trial("removed", concept, concept, having, less, calibration, left_out)
        more = _with(having, {**having.concepts, _PLANTED: having.concepts[concept]})
        yield _trial("planted", concept, _PLANTED, more, lacking, calibration, left_out)


def _trial(
    kind: Literal["removed", "planted"],
    concept: str,
    term: str,
    having: Counts,
    lacking: Counts,
    calibration: Calibration | None,
    left_out: frozenset[str],
) -> Trial:
    found = _contrast(having, lacking, calibration, left_out, _FAST)
    rank, row = next((rank, row) for rank, row in enumerate(found.rows, 1) if row.term == term)
    return Trial(kind, concept, row.count_a, is_excluded(row), is_flagged(row), rank)


def _with(counts: Counts, concepts: Mapping[str, tuple[Occurrences, ...]]) -> Counts:
    return replace(counts, concepts=concepts)
