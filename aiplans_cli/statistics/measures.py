"""The registry of measures: one entry for each, under the word the user types."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from aiplans_cli.records import dataclass
from aiplans_cli.statistics import effect, evidence, fisher, sectional, vocabulary
from aiplans_cli.statistics.table import Formula, Interval, PairCounts, Settings


@dataclass(frozen=True, slots=True)
class Measure:
    """One way of scoring a term.

    ``value`` is the number the literature prints under this name. Where that number carries no
    sign (a p, a ratio around 1), ``signed`` is its antisymmetric twin: positive for more in A,
    0 where both are equal, and exactly negated when A and B change places. Rows are ranked by it.
    """

    name: str
    """The word the user types, and the name of the column."""
    kind: Literal["evidence", "effect"]
    """Whether it says how sure the difference is, or how large."""
    description: str
    """One line for people."""
    source: str
    """Where it was published."""
    value: Formula
    """The value; ``None`` where it is not defined."""
    signed: Formula
    """The value on a scale where positive means more in A."""
    unit: str = ""
    """Unit of the value, "" for a plain number."""
    equal: float | None = 0.0
    """The value of equal rates, above which there is more in A; ``None`` where the value tells
    no side."""
    needs: Literal["table", "vocabulary", "sections"] = "table"
    """What it is computed from beside the two counts and the two sizes."""
    interval: Interval | None = None
    """Its confidence interval, on the scale of ``value``."""
    p: Formula | None = None
    """Its two-sided p value."""
    monotone: bool = True
    """Whether more of a term in A never lowers ``signed``; the formula's note says why not."""


def _chi2_p(formula: Formula) -> Formula:
    def p(pair: PairCounts, settings: Settings) -> float | None:
        return evidence.p_of(formula(pair, settings))

    return p


def _normal_p(formula: Formula) -> Formula:
    def p(pair: PairCounts, settings: Settings) -> float | None:
        z = formula(pair, settings)
        return None if z is None else evidence.p_of(z * z)

    return p


def _test(
    name: str, description: str, source: str, formula: Formula, *, monotone: bool = True
) -> Measure:
    """A statistic that carries its own sign and follows chi-squared with one degree."""
    return Measure(
        name,
        "evidence",
        description,
        source,
        formula,
        formula,
        p=_chi2_p(formula),
        monotone=monotone,
    )


_EVIDENCE = (
    _test("g2", "log-likelihood over all four cells, signed", "Dunning 1993", evidence.g2),
    _test(
        "g2_2term",
        "log-likelihood over the term's two cells, signed",
        "Rayson & Garside 2000",
        evidence.g2_2term,
    ),
    _test(
        "g2_williams",
        "four-term G2 divided by Williams' factor, signed",
        "Williams 1976",
        evidence.g2_williams,
        monotone=False,
    ),
    _test("chi2", "Pearson's chi-squared, signed", "Pearson 1900", evidence.chi2),
    _test("chi2_yates", "chi-squared with Yates' shift, signed", "Yates 1934", evidence.chi2_yates),
    Measure(
        "fisher_p",
        "evidence",
        "two-sided p of Fisher's exact test, without a side",
        "Fisher 1935; Pedersen 1996",
        fisher.fisher_p,
        fisher.fisher_signed,
        equal=None,
        p=fisher.fisher_p,
    ),
)

_EFFECT = (
    Measure(
        "log_ratio",
        "effect",
        "binary logarithm of the ratio of rates, 0.5 for a zero, held at 0 if that turns it round",
        "Hardie 2014",
        effect.log_ratio,
        effect.log_ratio,
        "doublings",
        interval=effect.log_ratio_interval,
    ),
    Measure(
        "log_ratio_conservative",
        "effect",
        "the end nearer 0 of the log ratio's Clopper-Pearson interval, over a family of terms",
        "Evert 2022",
        effect.log_ratio_conservative,
        effect.log_ratio_conservative,
        "doublings",
    ),
    Measure(
        "percent_diff",
        "effect",
        "difference of the rates in per cent of B's rate",
        "Gabrielatos & Marchi 2011",
        effect.percent_diff,
        effect.log_ratio,
        "%",
        interval=effect.percent_diff_interval,
    ),
    Measure(
        "odds_ratio",
        "effect",
        "odds in A over odds in B; 1 = equal, above 1 more in A",
        "Pojanapunya & Todd 2018",
        effect.odds_ratio,
        effect.odds_signed,
        equal=1.0,
        interval=effect.odds_ratio_interval,
    ),
    Measure(
        "risk_ratio",
        "effect",
        "rate in A over rate in B; 1 = equal, above 1 more in A",
        "Katz et al. 1978",
        effect.risk_ratio,
        effect.log_ratio,
        equal=1.0,
        interval=effect.risk_ratio_interval,
    ),
    Measure(
        "difference_coefficient",
        "effect",
        "difference of the rates over their sum, -1 to 1",
        "Hofland & Johansson 1982",
        effect.difference_coefficient,
        effect.difference_coefficient,
    ),
    Measure(
        "simple_maths",
        "effect",
        "ratio of the rates per million, k added to each; 1 = equal, above 1 more in A",
        "Kilgarriff 2009",
        effect.simple_maths,
        effect.simple_maths_signed,
        equal=1.0,
    ),
)

_MORE = (
    Measure(
        "bic",
        "evidence",
        "two-term G2 minus ln of all words, without a side; below 0 speaks for equal rates",
        "Wilson 2013",
        evidence.bic,
        evidence.g2_2term,
        equal=None,
    ),
    Measure(
        "ell",
        "effect",
        "share of the largest possible two-term G2, signed, -1 to 1",
        "Johnston et al. 2006",
        effect.ell,
        effect.ell,
    ),
    Measure(
        "dirichlet_z",
        "evidence",
        "log-odds ratio under a Dirichlet prior over its error, signed by the two estimates",
        "Monroe et al. 2008",
        vocabulary.dirichlet_z,
        vocabulary.dirichlet_z,
        needs="vocabulary",
        p=_normal_p(vocabulary.dirichlet_z),
        monotone=False,
    ),
    Measure(
        "jsd",
        "effect",
        "the term's part of the Jensen-Shannon divergence, signed",
        "Lin 1991; Gallagher et al. 2021",
        vocabulary.jsd,
        vocabulary.jsd,
        "bits",
    ),
    Measure(
        "text_dispersion",
        "evidence",
        "four-term G2 of the number of sections that contain the term, signed",
        "Egbert & Biber 2019",
        sectional.text_dispersion,
        sectional.text_dispersion,
        needs="sections",
        p=_chi2_p(sectional.text_dispersion),
    ),
    Measure(
        "mann_whitney",
        "effect",
        "Mann-Whitney U over the sections' rates as rank-biserial correlation, -1 to 1",
        "Mann & Whitney 1947; Kilgarriff 2001",
        sectional.mann_whitney,
        sectional.mann_whitney,
        needs="sections",
        p=sectional.mann_whitney_p,
    ),
)

MEASURES: dict[str, Measure] = {measure.name: measure for measure in (*_EVIDENCE, *_EFFECT, *_MORE)}
"""Name of a measure → the measure, in the order of columns."""


def score(
    count_a: int,
    size_a: int,
    count_b: int,
    size_b: int,
    *,
    family: int = 1,
    settings: Settings | None = None,
) -> dict[str, float | None]:
    """Every measure that needs only the table, flat, in the order of ``MEASURES``.

    The keys are the measures' names, with ``_low`` and ``_high`` for an interval and ``_p`` for
    a p value. ``None`` stands where a measure is undefined. ``family`` is the number of terms
    over which the conservative log ratio shares its error. Raises ``AnalysisError`` where a
    count does not fit its size.

    >>> scores = score(52, 50_000, 57, 75_000)
    >>> round(scores["g2_2term"], 2), round(scores["log_ratio"], 3), round(scores["g2_p"], 2)
    (2.65, 0.453, 0.1)
    """
    pair = PairCounts(count_a, size_a, count_b, size_b)
    settings = replace(settings or Settings(), family=family)
    scores: dict[str, float | None] = {}
    for measure in MEASURES.values():
        if measure.needs != "table":
            continue
        scores[measure.name] = measure.value(pair, settings)
        if measure.interval is not None:
            ends = measure.interval(pair, settings)
            scores[f"{measure.name}_low"] = None if ends is None else ends[0]
            scores[f"{measure.name}_high"] = None if ends is None else ends[1]
        if measure.p is not None and measure.p is not measure.value:
            scores[f"{measure.name}_p"] = measure.p(pair, settings)
    return scores
