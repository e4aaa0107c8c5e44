"""Contrast of two profiles: one row for each term, A against B."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from aiplans_cli.errors import AnalysisError
from aiplans_cli.statistics.correction import CORRECTIONS, level_after
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.inference import (
    RATIOS,
    Inference,
    RatioEstimate,
    ratio_interval,
)
from aiplans_cli.statistics.measures import MEASURES, Measure
from aiplans_cli.statistics.profiles import Places, Profile
from aiplans_cli.statistics.rows import Row, first_terms, ranked
from aiplans_cli.statistics.table import PairCounts, Settings

Prior = float | Mapping[str, float]
"""Pseudo-counts of the Dirichlet prior: one for every term, or one for each."""


@dataclass(frozen=True, slots=True)
class ContrastSet:
    """All rows of one contrast, and what made them."""

    rows: tuple[Row, ...]
    """The rows, ranked."""
    measures: tuple[str, ...]
    """The measures computed, in order."""
    tests: int
    """How many p values were corrected together."""
    found: int
    """How many of them are below the level after correction."""
    correction: str
    """Key of ``CORRECTIONS``."""
    dispersion: str
    """Key of ``DISPERSION``, "" for none."""
    unit: str
    """What a row is: "term" or "concept"."""
    settings: Settings
    """Confidence, family and constants used."""
    prior: float | None
    """Pseudo-count of each term in the Dirichlet prior; ``None`` where it differs by term."""
    prior_total: float
    """Sum of the pseudo-counts over the vocabulary."""
    number: int = 0
    """How many terms have a row, with those of which none was made."""


def _chosen(measures: Sequence[str]) -> list[Measure]:
    for name in measures:
        if name not in MEASURES:
            raise AnalysisError(name, "no such measure", f"choose from {', '.join(MEASURES)}")
    return [MEASURES[name] for name in measures]


_Spreading = Callable[[str], float | None]


def _spreading(side: Profile, name: str) -> _Spreading:
    """From a term to its dispersion, by a measure of ``DISPERSION`` or "" for none."""
    if not name:
        return lambda term: None
    places, measure = Places(side), DISPERSION[name]
    return lambda term: places.spread(term, measure)


def _row(
    pair: PairCounts,
    a: Profile,
    b: Profile,
    chosen: Sequence[Measure],
    settings: Settings,
    spreads: tuple[_Spreading, _Spreading],
) -> Row:
    term = pair.term
    scores = {measure.name: measure.value(pair, settings) for measure in chosen}
    signed = {
        m.name: scores[m.name] if m.signed is m.value else m.signed(pair, settings) for m in chosen
    }
    g2 = scores["g2"] if "g2" in scores else MEASURES["g2"].value(pair, settings)
    return Row(
        term,
        pair.count_a,
        pair.count_b,
        a.rate(term),
        b.rate(term),
        a.share(term),
        b.share(term),
        scores,
        signed,
        {},
        g2 or 0.0,
        dispersion_a=spreads[0](term),
        dispersion_b=spreads[1](term),
    )


@dataclass(frozen=True, slots=True)
class _Tests:
    """What is known of the terms that are tested."""

    tested: Mapping[str, RatioEstimate]
    """Term → what is known of the ratio of its rates."""
    q: Mapping[str, float | None]
    """Term → its p after correction, of those that are held against each other."""
    passed: int
    """How many of them are below the level."""
    level: float
    """The level of an interval that fits the correction."""
    settings: Settings
    """The confidence."""

    def passes(self, term: str) -> bool:
        """Whether a term is told apart."""
        after = self.q.get(term)
        return after is not None and after < 1 - self.settings.confidence

    def completed(self, row: Row) -> Row:
        """A row with its test, if it has one."""
        one = self.tested.get(row.term)
        if one is None:
            return row
        scores, after = row.scores, self.q.get(row.term)
        ratios = [name for name in scores if name in RATIOS]
        ends = one.interval(self.settings.confidence) if ratios else (0.0, 0.0)
        least = None if after is None else 1.0
        return replace(
            row,
            intervals={n: ratio_interval(n, one, ends, scores[n]) for n in ratios},
            at_least=one.at_least(self.level) if self.passes(row.term) else least,
            p=one.p,
            q=after,
        )


def _tests(
    counts: Mapping[str, tuple[int, int]],
    inference: Inference | None,
    correct: str,
    settings: Settings,
) -> _Tests:
    """The tests of terms, each with its counts on both sides."""
    if inference is None or not (inference.size_a and inference.size_b):
        return _Tests({}, {}, 0, 0.0, settings)
    tested = {
        term: inference(term, *pair) for term, pair in counts.items() if inference.can_test(*pair)
    }
    alpha = 1 - settings.confidence
    counted = {term: sum(counts[term]) for term in tested}
    q, passed = _family(tested, counted, inference.families, correct, alpha)
    return _Tests(tested, q, passed, level_after(correct, alpha, passed, len(q)), settings)


def _family(
    tested: Mapping[str, RatioEstimate],
    counted: Mapping[str, int],
    least: Sequence[int],
    correct: str,
    alpha: float,
) -> tuple[dict[str, float | None], int]:
    """The corrected p of the terms that are held against each other, and how many pass.

    Those with the first number of occurrences in ``least``, or with another if more pass then.
    Occurrences on both sides together say nothing of how they are parted where rates are equal, so
    that a choice by them keeps the promise of the correction (Bourgon, Gentleman & Huber 2010).
    """
    best: tuple[dict[str, float | None], int] = ({}, -1)
    for number in least:
        family = [term for term in tested if counted[term] >= number]
        q = dict(zip(family, corrected([tested[t].p for t in family], correct), strict=True))
        passed = sum(value is not None and value < alpha for value in q.values())
        if passed > best[1]:
            best = (q, passed)
    return best


def corrected(p_values: Sequence[float | None], correction: str) -> list[float | None]:
    """Correct the p values that are there; those that are missing stay missing.

    Raises ``AnalysisError`` for a correction that is not in ``CORRECTIONS``.

    >>> corrected([0.01, None, 0.04], "holm")
    [0.02, None, 0.04]
    """
    if correction not in CORRECTIONS:
        raise AnalysisError(
            correction, "no such correction", f"choose from {', '.join(CORRECTIONS)}"
        )
    present = [p for p in p_values if p is not None]
    adjusted = iter(CORRECTIONS[correction](present))
    return [None if p is None else next(adjusted) for p in p_values]


def _prior_total(prior: Prior, a: Profile, b: Profile) -> float:
    if isinstance(prior, int | float):
        return prior * len({*a.counts, *b.counts})
    return sum(prior.values())


def _pair(
    term: str, a: Profile, b: Profile, prior: Prior, total: float, sections: bool
) -> PairCounts:
    return PairCounts(
        a.counts.get(term, 0),
        a.size,
        b.counts.get(term, 0),
        b.size,
        a.by_section(term) if sections else None,
        b.by_section(term) if sections else None,
        prior if isinstance(prior, int | float) else prior.get(term, 0.0),
        total,
        term,
    )


def contrast(
    a: Profile,
    b: Profile,
    *,
    unit: str = "term",
    measures: Sequence[str] = ("g2", "log_ratio"),
    correct: str = "fdr_bh",
    sort: str = "",
    absolute: bool = False,
    dispersion: str = "dp_norm",
    prior: Prior = 0.05,
    settings: Settings | None = None,
    terms: Iterable[str] | None = None,
    inference: Inference | Literal["words"] | None = "words",
    most: int = 0,
    ranking: str = "at_least",
) -> ContrastSet:
    """Score every term of two profiles, A against B.

    ``terms`` limits the rows to these; without it every term that stands anywhere has one. p and
    the intervals of ratios are those of ``inference``, for terms with ``FAMILY`` occurrences, q and
    ``at_least`` with one of ``inference.families``; "words" takes words as independent draws.
    ``sort`` names a column, the first measure by default. ``prior`` is the pseudo-count of the
    Dirichlet prior: one for every term of the vocabulary, or one for each.
    ``dispersion`` may be "" for none. With ``most`` no more rows are made than the first so many
    of either side by ``ranking``, which is "at_least" or a measure, and those that are told apart;
    no measure must need sections then, and ``prior`` be one number. Raises ``AnalysisError`` for an
    unknown measure, correction, dispersion or column, and for a count above its size.

    >>> a, b = Profile(100, {"ai": 9, "plan": 5}), Profile(200, {"ai": 4, "plan": 10})
    >>> [(row.term, round(row.scores["log_ratio"], 2)) for row in contrast(a, b).rows]
    [('ai', 2.17), ('plan', 0.0)]
    """
    chosen = _chosen(measures)
    if dispersion and dispersion not in DISPERSION:
        raise AnalysisError(
            dispersion, "no such dispersion measure", f"choose from {', '.join(DISPERSION)}"
        )
    names = sorted({*a.counts, *b.counts}) if terms is None else sorted(set(terms))
    uniform = prior if isinstance(prior, int | float) else None
    total = _prior_total(prior, a, b)
    settings = settings or Settings()
    settings = replace(settings, family=settings.family or len(names))
    sections = any(measure.needs == "sections" for measure in chosen)
    counts = {term: (a.counts.get(term, 0), b.counts.get(term, 0)) for term in names}
    infer = Inference(a.size, b.size) if inference == "words" else inference
    tests = _tests(counts, infer, correct, settings)
    spreads = (_spreading(a, dispersion), _spreading(b, dispersion))

    def made(term: str) -> Row:
        pair = _pair(term, a, b, prior, total, sections)
        return _row(pair, a, b, chosen, settings, spreads)

    kept = names
    if most:
        nothing = (_spreading(a, ""), _spreading(b, ""))
        kept = first_terms(
            counts,
            lambda term: _row(
                _pair(term, a, b, prior, total, False), a, b, chosen, settings, nothing
            ),
            most,
            ranking,
        )
        kept = sorted({*kept, *filter(tests.passes, tests.q)})
    rows = [tests.completed(made(term)) for term in kept]
    return ContrastSet(
        tuple(ranked(rows, sort or measures[0], absolute=absolute)),
        tuple(measures),
        len(tests.q),
        tests.passed,
        correct,
        dispersion,
        unit,
        settings,
        uniform,
        total,
        len(names),
    )
