"""The numbers of each contrast, by the user's choices."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.basis import Basis, basis_of
from aiplans_cli.analyses.comparison.resampled import Resampled, resample
from aiplans_cli.analyses.comparison.settings import POOLED
from aiplans_cli.concepts.spreads import shipped_calibration
from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.sources.journal import Meter, unmetered
from aiplans_cli.statistics.keyness import contrast
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.vocabulary import informative_prior

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.analyses.comparison.contrast_sides import Side
    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.concepts.robustness import Robustness
    from aiplans_cli.concepts.spreads import Calibration, Fit
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.statistics.keyness import ContrastSet

PRIOR_WORDS = 500.0
"""Words that an informative prior weighs, as in Monroe, Colaresi & Quinn (2008)."""


@dataclass(frozen=True, slots=True)
class Contrasted:
    """One contrast, computed."""

    a: Side
    """The first side: positive scores mean more here."""
    b: Side
    """The second side."""
    terms: tuple[str, ...]
    """The terms or concepts that have a row; () where only the first rows were made."""
    result: ContrastSet
    """Its rows, by term."""
    resampled: Resampled
    """What resampling adds."""
    basis: Basis
    """What its tests and intervals rest on."""
    fit: Fit | None = None
    """Whether the concept list fits the sides; ``None`` within one language."""
    calibration: Calibration | None = None
    """What tests allow for between languages; ``None`` for nothing."""
    robust: Robustness | None = None
    """What becomes of the ranks under other choices; ``None`` within one language."""

    @property
    def across(self) -> bool:
        """Whether concepts of two languages are compared."""
        return self.fit is not None

    def spreads(self, unit: str) -> Callable[[str], float] | None:
        """What the log ratios of concepts or themes are taken to have beside their sampling."""
        return spreads_of(unit, self.calibration, self.fit)


def analyse(
    a: Side,
    b: Side,
    unit: Unit,
    choices: CompareSettings,
    left_out: frozenset[str] = frozenset(),
    listed: frozenset[str] = frozenset(),
    *,
    least: int = 1,
    most: int = 0,
    calibration: Calibration | None = None,
    meter: Meter = unmetered,
) -> Contrasted:
    """Contrast two sides.

    ``left_out`` have no row, such as stop words, but stay in the sizes. ``listed`` have a row
    even where they stand on neither side; others need ``least`` occurrences on both together.
    Only the first ``most`` rows of either side by the ranking are made where that can be told
    without the others; 0 for all. ``calibration`` is what tests between languages allow for.
    ``meter`` shows how far resampling has come. Raises ``AnalysisError`` where a side has nothing
    to compare, and where a choice does not fit the sides.
    """
    for side in (a, b):
        if not any(count and term not in left_out for term, count in side.profile.counts.items()):
            raise AnalysisError(side.id, f"no {unit} of it can be compared", "check the text")
    counts_a, counts_b = a.profile.counts, b.profile.counts
    whole = b.whole(left_out, listed, least) if b.whole else None
    if whole is not None:
        terms = whole.terms
    else:
        known = ({*counts_a, *counts_b} | listed) - left_out
        terms = sorted(t for t in known if counts_a.get(t, 0) + counts_b.get(t, 0) >= least)
    fit = fit_of(a, b, unit, calibration)
    basis = basis_of(a, b, unit, choices, spreads_of(unit, calibration, fit))
    result = contrast(
        a.profile,
        b.profile,
        unit=unit,
        measures=choices.measures,
        correct=choices.correct,
        sort="term",
        dispersion=choices.spread_measure,
        prior=prior_of(a, b, choices),
        settings=choices.statistics,
        terms=terms,
        inference=basis.inference,
        most=most if fit is None and _can_be_bounded(choices) else 0,
        ranking=choices.ranking,
        whole=whole,
    )
    resampled = resample(a, b, terms, choices, basis, meter)
    kept = tuple(terms) if len(result.rows) == result.number else ()
    return Contrasted(a, b, kept, result, resampled, basis, fit, calibration)


def _can_be_bounded(choices: CompareSettings) -> bool:
    """Whether the first rows of a contrast can be told without making all."""
    whole = choices.explain or choices.resample != "none" or "dirichlet_z" in choices.measures
    sections = any(MEASURES[name].needs == "sections" for name in choices.measures)
    return not (whole or sections) and choices.ranking in ("at_least", *choices.measures)


def fit_of(a: Side, b: Side, unit: Unit, calibration: Calibration | None) -> Fit | None:
    """Whether the concept list fits two sides; ``None`` where they are of one language.

    Without a calibration, the one that comes with the list judges it.
    """
    if unit != "concept" or a.source.language == b.source.language:
        return None
    if a.counts is None or b.counts is None:  # pragma: no cover - lists have no concepts
        return None
    return (calibration or shipped_calibration()).fit(a.counts, b.counts)


def spreads_of(
    unit: str, calibration: Calibration | None, fit: Fit | None
) -> Callable[[str], float] | None:
    """What log ratios have beside their sampling, by item; ``None`` within one language."""
    if calibration is None or fit is None:
        return None
    return calibration.spreads_for(unit, fit.verdict)


def prior_of(a: Side, b: Side, choices: CompareSettings) -> float | dict[str, float]:
    """The prior of ``dirichlet_z`` for two sides."""
    if choices.prior_counts is not None:
        return informative_prior(choices.prior_counts, PRIOR_WORDS)
    if choices.prior == POOLED:
        both = Counter(a.profile.counts)
        both.update(b.profile.counts)
        return informative_prior(both, PRIOR_WORDS)
    return float(choices.prior)
