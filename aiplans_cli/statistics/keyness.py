"""Contrast of two profiles: one row for each term, A against B."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from aiplans_cli.errors import AnalysisError
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.measures import MEASURES, Measure
from aiplans_cli.statistics.profiles import Places, Profile
from aiplans_cli.statistics.table import PairCounts, Settings

Prior = float | Mapping[str, float]
"""Pseudo-counts of the Dirichlet prior: one for every term, or one for each."""


@dataclass(frozen=True, slots=True)
class Row:
    """One term, A against B."""

    term: str
    """The term or the id of the concept."""
    count_a: int
    """Occurrences in A."""
    count_b: int
    """Occurrences in B."""
    rate_a: float | None
    """Occurrences in A per 1,000 words."""
    rate_b: float | None
    """Occurrences in B per 1,000 words."""
    share_a: float | None
    """Share of A's size, 0 to 1."""
    share_b: float | None
    """Share of B's size, 0 to 1."""
    scores: Mapping[str, float | None]
    """Measure → its published value; ``None`` where it is not defined."""
    signed: Mapping[str, float | None]
    """Measure → the scale on which positive means more in A, by which rows are ranked."""
    intervals: Mapping[str, tuple[float, float] | None]
    """Measure → low and high end of its interval, for measures that have one."""
    p: float | None
    """Two-sided p of the test the set names, before correction."""
    q: float | None
    """The p after correction."""
    dispersion_a: float | None = None
    """How unevenly the term is spread over A's sections, by the set's dispersion measure."""
    dispersion_b: float | None = None
    """The same for B."""


@dataclass(frozen=True, slots=True)
class ContrastSet:
    """All rows of one contrast, and what made them."""

    rows: tuple[Row, ...]
    """The rows, ranked."""
    measures: tuple[str, ...]
    """The measures computed, in order."""
    test: str
    """The measure whose p stands in the rows."""
    tests: int
    """How many p values were corrected together."""
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
    test: Measure,
    settings: Settings,
    spreads: tuple[_Spreading, _Spreading],
) -> Row:
    term = pair.term
    scores = {measure.name: measure.value(pair, settings) for measure in chosen}
    return Row(
        term,
        pair.count_a,
        pair.count_b,
        a.rate(term),
        b.rate(term),
        a.share(term),
        b.share(term),
        scores,
        {
            m.name: scores[m.name] if m.signed is m.value else m.signed(pair, settings)
            for m in chosen
        },
        {m.name: m.interval(pair, settings) for m in chosen if m.interval is not None},
        None if test.p is None else test.p(pair, settings),
        None,
        spreads[0](term),
        spreads[1](term),
    )


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


COLUMNS = ("p", "q", "count_a", "count_b", "rate_a", "rate_b", "share_a", "share_b")
"""Columns by which rows can be ranked beside the measures and the term."""


def ranked(rows: Iterable[Row], sort: str, *, absolute: bool = False) -> list[Row]:
    """Rows in the order of a column, ties by term, empty cells last.

    A measure ranks from most in A to most in B by its signed scale, or from the strongest down
    on either side with ``absolute``; p and q rise; counts, rates and shares fall. Raises
    ``AnalysisError`` for a column that the rows do not have.
    """
    rows = list(rows)
    if sort == "term":
        return sorted(rows, key=lambda row: row.term)
    if sort not in COLUMNS and any(sort not in row.signed for row in rows):
        have = ("term", *rows[0].signed, *COLUMNS)
        raise AnalysisError(sort, "no such column to sort by", f"choose from {', '.join(have)}")

    def key(row: Row) -> tuple[float, str]:
        value = getattr(row, sort) if sort in COLUMNS else row.signed[sort]
        if value is None:
            return (inf, row.term)
        if sort in ("p", "q"):
            return (value, row.term)
        return (-abs(value) if absolute else -value, row.term)

    return sorted(rows, key=key)


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
) -> ContrastSet:
    """Score every term of two profiles, A against B.

    ``terms`` limits the rows, and with them the number of tests corrected together, to these;
    without it every term that stands anywhere has a row. The p is that of the first measure
    that has one, else of ``g2``. ``sort`` names a column, the first measure by default.
    ``prior`` is the pseudo-count of the Dirichlet prior: one number for every term of the
    vocabulary, or a number for each term. ``dispersion`` may be "" for none. Raises
    ``AnalysisError`` for an unknown measure, correction, dispersion or column, and for a count
    above its size.

    >>> a, b = Profile(100, {"ai": 9, "plan": 5}), Profile(200, {"ai": 4, "plan": 10})
    >>> [(row.term, round(row.scores["log_ratio"], 2)) for row in contrast(a, b).rows]
    [('ai', 2.17), ('plan', 0.0)]
    """
    chosen = _chosen(measures)
    if dispersion and dispersion not in DISPERSION:
        raise AnalysisError(
            dispersion, "no such dispersion measure", f"choose from {', '.join(DISPERSION)}"
        )
    test = next((m for m in chosen if m.p is not None), MEASURES["g2"])
    names = sorted({*a.counts, *b.counts}) if terms is None else sorted(set(terms))
    uniform = prior if isinstance(prior, int | float) else None
    total = _prior_total(prior, a, b)
    settings = settings or Settings()
    settings = replace(settings, family=settings.family or len(names))
    sections = any(measure.needs == "sections" for measure in chosen)
    spreads = (_spreading(a, dispersion), _spreading(b, dispersion))
    rows = [
        _row(_pair(term, a, b, prior, total, sections), a, b, chosen, test, settings, spreads)
        for term in names
    ]
    adjusted = corrected([row.p for row in rows], correct)
    rows = [replace(row, q=q) for row, q in zip(rows, adjusted, strict=True)]
    return ContrastSet(
        tuple(ranked(rows, sort or measures[0], absolute=absolute)),
        tuple(measures),
        test.name,
        sum(q is not None for q in adjusted),
        correct,
        dispersion,
        unit,
        settings,
        uniform,
        total,
    )
