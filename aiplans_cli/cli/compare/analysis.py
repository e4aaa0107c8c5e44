"""The numbers of each contrast, by the user's choices."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiplans_cli.cli.compare.resampled import Resampled, Resampling, resample
from aiplans_cli.cli.units import UNITS
from aiplans_cli.errors import AnalysisError
from aiplans_cli.statistics import MEASURES, Settings, contrast, informative_prior

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplans_cli.cli.compare.sides import Side
    from aiplans_cli.concepts.robustness import Robustness
    from aiplans_cli.counting import Unit
    from aiplans_cli.statistics import ContrastSet

POOLED = "pooled"
"""The word for a prior that follows the rates of both sides together."""

PRIOR_WORDS = 500.0
"""Words that an informative prior weighs, as in Monroe, Colaresi & Quinn (2008)."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How documents are contrasted, and which rows are shown."""

    measures: tuple[str, ...] = ("g2", "log_ratio")
    """Keys of ``MEASURES``."""
    sort: str = ""
    """Column to rank by; "" for the first measure."""
    correct: str = "fdr_bh"
    """Key of ``CORRECTIONS``."""
    dispersion: str = "dp_norm"
    """Key of ``DISPERSION``, "" for none."""
    settings: Settings = field(default_factory=Settings)
    """Confidence and the constant of simple maths."""
    prior: str = "0.05"
    """Of ``dirichlet_z``: a pseudo-count for every term, ``POOLED``, or the name of a file."""
    prior_counts: Mapping[str, int] | None = None
    """What that file holds."""
    resampling: Resampling = field(default_factory=Resampling)
    """Tests and intervals over sections."""
    section: str = UNITS[0]
    """What counts as one section: a word of ``UNITS``."""
    pairwise: bool = False
    """Every pair of several documents, not each against the rest."""
    denominator: str = "share"
    """Key of ``DENOMINATORS``: what mentions of concepts are counted out of."""
    calibration: bool = True
    """Widen intervals across languages by the spread between translations."""
    robustness: bool = False
    """Show the range of each concept's ranks in place of the contrast."""
    explain: bool = False
    """Show the word shift in place of the contrast."""
    top: int = 0
    """Rows of each contrast that are shown; 0 for all."""
    min_count: int = 1
    """Occurrences that a row needs on both sides together."""

    @property
    def ranking(self) -> str:
        """The column by which rows are ranked."""
        return self.sort or self.measures[0]


@dataclass(frozen=True, slots=True)
class Contrasted:
    """One contrast, computed."""

    a: Side
    """The first side: positive scores mean more here."""
    b: Side
    """The second side."""
    terms: tuple[str, ...]
    """The terms or concepts that have a row."""
    result: ContrastSet
    """Its rows, by term."""
    resampled: Resampled
    """What resampling adds."""
    across: bool = False
    """Whether the two sides are of different languages."""
    spread: float = 0.0
    """Doublings by which intervals are widened; 0 for not at all."""
    robust: Robustness | None = None
    """What becomes of the ranks under other choices; ``None`` within one language."""


def analyse(
    a: Side, b: Side, unit: Unit, choices: Choices, left_out: frozenset[str], listed: frozenset[str]
) -> Contrasted:
    """Contrast two sides.

    ``left_out`` have no row, such as stop words, but stay in the sizes. ``listed`` have a row
    even where they stand on neither side. Raises ``AnalysisError`` where a side has nothing to
    compare, and where a choice does not fit the sides.
    """
    for side in (a, b):
        if not any(count and term not in left_out for term, count in side.profile.counts.items()):
            raise AnalysisError(side.id, f"no {unit} of it can be compared", "check the text")
    counts_a, counts_b = a.profile.counts, b.profile.counts
    known = ({*counts_a, *counts_b} | listed) - left_out
    terms = sorted(t for t in known if counts_a.get(t, 0) + counts_b.get(t, 0) >= choices.min_count)
    result = contrast(
        a.profile,
        b.profile,
        unit=unit,
        measures=choices.measures,
        correct=choices.correct,
        sort="term",
        dispersion=choices.dispersion,
        prior=prior_of(a, b, choices),
        settings=choices.settings,
        terms=terms,
    )
    return Contrasted(a, b, tuple(terms), result, resample(a, b, terms, choices))


def prior_of(a: Side, b: Side, choices: Choices) -> float | dict[str, float]:
    """The prior of ``dirichlet_z`` for two sides."""
    if choices.prior_counts is not None:
        return informative_prior(choices.prior_counts, PRIOR_WORDS)
    if choices.prior == POOLED:
        both = Counter(a.profile.counts)
        both.update(b.profile.counts)
        return informative_prior(both, PRIOR_WORDS)
    return float(choices.prior)


def tokenwise(result: ContrastSet) -> bool:
    """Whether the p of the rows takes every word as an independent draw."""
    return MEASURES[result.test].needs != "sections"
