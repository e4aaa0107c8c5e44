"""Contrast of two profiles: one row for each term, A against B."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.inference import (
    Inference,
)
from aiplans_cli.statistics.measures import MEASURES, Measure
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.row_tests import RowTests, tests_of
from aiplans_cli.statistics.rows import Row, by_counts, first_terms, ranked
from aiplans_cli.statistics.table import PairCounts, Settings
from aiplans_cli.statistics.whole import WholeTerms

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
    places, measure = side.places(), DISPERSION[name]
    absent = places.spread("", measure)  # the same for every term that does not occur
    return lambda term: places.spread(term, measure) if side.counts.get(term) else absent


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


def _prior_total(prior: Prior, a: Profile, b: Profile, whole: WholeTerms | None) -> float:
    if isinstance(prior, int | float):
        return prior * (whole.vocabulary if whole else len({*a.counts, *b.counts}))
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


def _check_dispersion(name: str) -> None:
    if name and name not in DISPERSION:
        remedy = f"choose from {', '.join(DISPERSION)}"
        raise AnalysisError(name, "no such dispersion measure", remedy)


def _maker(
    a: Profile,
    b: Profile,
    chosen: Sequence[Measure],
    settings: Settings,
    prior: Prior,
    total: float,
) -> Callable[[str, str], Row]:
    """Makes the row of a term, with a measure of dispersion or "" for none."""
    sections = any(measure.needs == "sections" for measure in chosen)
    spreads = cache(lambda name: (_spreading(a, name), _spreading(b, name)))

    def made(term: str, dispersion: str) -> Row:
        pair = _pair(term, a, b, prior, total, sections)
        return _row(pair, a, b, chosen, settings, spreads(dispersion))

    return made


def _first(
    alike: Mapping[tuple[int, int], Sequence[str]],
    tests: RowTests,
    row_of: Callable[[str, str], Row],
    most: int,
    ranking: str,
) -> list[str]:
    """The first ``most`` terms of either side by ``ranking``, and those told apart, in order."""
    first = first_terms(alike, lambda term: row_of(term, ""), most, ranking)
    return sorted({*first, *filter(tests.passes, tests.q)})


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
    whole: WholeTerms | None = None,
) -> ContrastSet:
    """Score every term of two profiles, A against B.

    ``terms`` limits the rows to these; else every term that stands anywhere has one, and where B is
    the rest of a ``whole`` without A, the terms of that. p and the intervals of ratios are those of
    ``inference``, for terms with ``FAMILY`` occurrences, q and ``at_least`` with one of
    ``inference.families``; "words" takes words as independent draws. ``sort`` names a column, the
    first measure by default; ``dispersion`` may be "". With ``most``, none of ``measures`` needing
    sections, no more rows are made than the first so many of either side by ``ranking``, "at_least"
    or a measure, and those told apart. Raises ``AnalysisError`` for what is unknown or impossible.

    >>> a, b = Profile(100, {"ai": 9, "plan": 5}), Profile(200, {"ai": 4, "plan": 10})
    >>> [(row.term, round(row.scores["log_ratio"], 2)) for row in contrast(a, b).rows]
    [('ai', 2.17), ('plan', 0.0)]
    """
    _check_dispersion(dispersion)
    names = whole.terms if whole else sorted({*a.counts, *b.counts} if terms is None else {*terms})
    total = _prior_total(prior, a, b, whole)
    settings = (settings or Settings()).over(len(names))
    infer = Inference(a.size, b.size) if inference == "words" else inference
    untested = whole if most and infer is None else None  # then no counts but those of A are needed
    counts = {} if untested else {t: (a.counts.get(t, 0), b.counts.get(t, 0)) for t in names}
    tests = tests_of(counts, infer, correct, settings)
    row_of = _maker(a, b, _chosen(measures), settings, prior, total)
    kept = names
    if most:
        alike = untested.alike(a.counts, most, ranking) if untested else by_counts(counts)
        kept = _first(alike, tests, row_of, most, ranking)
    rows = (tests.completed(row_of(term, dispersion)) for term in kept)
    return ContrastSet(
        rows=tuple(ranked(rows, sort or measures[0], absolute=absolute)),
        measures=tuple(measures),
        tests=len(tests.q),
        found=tests.passed,
        correction=correct,
        dispersion=dispersion,
        unit=unit,
        settings=settings,
        prior=prior if isinstance(prior, int | float) else None,
        prior_total=total,
        number=len(names),
    )
