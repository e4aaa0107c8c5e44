"""The registry of measures: one entry for each, under the word the user types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aiplans_cli.statistics import effect, evidence
from aiplans_cli.statistics.table import Formula, Interval, PairCounts, Settings


@dataclass(frozen=True, slots=True)
class Measure:
    """One way of scoring a term.

    ``value`` is the number the literature prints under this name. Where that number carries no
    sign (a p, a ratio around 1), ``signed`` is its antisymmetric twin: positive for more in A,
    0 for equal rates, and exactly negated when A and B change places. Rows are ranked by it.
    """

    name: str
    """The word the user types, and the name of the column."""
    kind: Literal["evidence", "effect"]
    """Whether it says how sure the difference is, or how large."""
    description: str
    """One line for people."""
    unit: str
    """Unit of the value, "" for a plain number."""
    source: str
    """Where it was published."""
    value: Formula
    """The value; ``None`` where it is not defined."""
    signed: Formula
    """The value on a scale where positive means more in A."""
    needs: Literal["table", "vocabulary", "sections"] = "table"
    """What it is computed from beside the two counts and the two sizes."""
    interval: Interval | None = None
    """Its confidence interval, on the scale of ``value``."""
    p: Formula | None = None
    """Its two-sided p value."""


def _p_of(formula: Formula) -> Formula:
    def p(pair: PairCounts, settings: Settings) -> float | None:
        return evidence.p_of(formula(pair, settings))

    return p


_ALL = (
    Measure(
        "g2",
        "evidence",
        "log-likelihood over all four cells, signed",
        "",
        "Dunning 1993",
        evidence.g2,
        evidence.g2,
        p=_p_of(evidence.g2),
    ),
    Measure(
        "log_ratio",
        "effect",
        "binary logarithm of the ratio of rates, 0.5 for a zero",
        "doublings",
        "Hardie 2014",
        effect.log_ratio,
        effect.log_ratio,
        interval=effect.log_ratio_interval,
    ),
)

MEASURES: dict[str, Measure] = {measure.name: measure for measure in _ALL}
"""Name of a measure → the measure, in the order of columns."""
