"""The arithmetic: properties that every measure keeps, and numbers worked by hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import comb, exp, expm1, fsum, inf, isclose, isfinite, log, log2, nextafter, sqrt
from random import Random
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiplans_cli.errors import AnalysisError
from aiplans_cli.statistics.association import ASSOCIATIONS, Pair
from aiplans_cli.statistics.calibration import halves, random_halves
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.distance import contributions, divergence, word_shift
from aiplans_cli.statistics.factors import factorize, weigh
from aiplans_cli.statistics.fisher import fisher_p
from aiplans_cli.statistics.inference import FAMILY
from aiplans_cli.statistics.intervals import BOOTSTRAPPED, bootstrap
from aiplans_cli.statistics.keyness import contrast
from aiplans_cli.statistics.measures import MEASURES, Measure, score
from aiplans_cli.statistics.profiles import Places, Profile
from aiplans_cli.statistics.resampling import assignments, divergences, permutation, section_counts
from aiplans_cli.statistics.rounding import significant
from aiplans_cli.statistics.rows import ranked
from aiplans_cli.statistics.table import PairCounts, Settings, z_quantile
from aiplans_cli.statistics.tails import lower_log_odds
from aiplans_cli.statistics.vocabulary import informative_prior
from aiplans_cli.statistics.weights import textrank, tfidf

pytestmark = pytest.mark.filterwarnings("error")

DEFAULT = Settings()
HUGE = 10**12
Floats = NDArray[np.float64]


def over(measures: Iterable[Measure]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("measure", list(measures), ids=lambda measure: measure.name)


every_measure = over(MEASURES.values())


def table(count_a: int, size_a: int, count_b: int, size_b: int) -> PairCounts:
    """A pair with a prior, and with its words dealt out over sections."""
    return PairCounts(
        count_a,
        size_a,
        count_b,
        size_b,
        dealt(count_a, size_a),
        dealt(count_b, size_b),
        0.05,
        5.0,
    )


def dealt(count: int, size: int, parts: int = 4) -> tuple[tuple[int, int], ...]:
    """Sections of about equal size; every section has as many as it holds, the first first."""
    sizes = [size // parts + (place < size % parts) for place in range(parts)]
    sections = []
    for room in sizes:
        sections.append((min(count, room), room))
        count -= min(count, room)
    return tuple(sections)


@st.composite
def sides(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(st.one_of(st.integers(0, 60), st.integers(0, 10**6), st.integers(0, HUGE)))
    count = draw(st.one_of(st.integers(0, size), st.integers(0, min(size, 20)), st.just(size)))
    return count, size


@every_measure
@settings(max_examples=60, deadline=None)
@given(a=sides(), b=sides())
def test_finite_signed_and_antisymmetric(
    measure: Measure, a: tuple[int, int], b: tuple[int, int]
) -> None:
    pair = table(*a, *b)
    back = pair.swapped()
    signed, swapped = measure.signed(pair, DEFAULT), measure.signed(back, DEFAULT)
    if signed is None or swapped is None:
        assert signed is swapped
    else:
        assert isfinite(signed)
        assert signed == -swapped
        if measure.needs == "table":
            assert signed * pair.side >= 0
    value = measure.value(pair, DEFAULT)
    assert value is None or isfinite(value)
    if measure.p is not None:
        p = measure.p(pair, DEFAULT)
        assert p is None or 0 <= p <= 1
        assert p == measure.p(back, DEFAULT)


@over(measure for measure in MEASURES.values() if measure.equal is not None)
@settings(max_examples=60, deadline=None)
@given(a=sides(), b=sides())
def test_values_above_that_of_equal_rates_mean_more_in_a(
    measure: Measure, a: tuple[int, int], b: tuple[int, int]
) -> None:
    pair = table(*a, *b)
    value, signed = measure.value(pair, DEFAULT), measure.signed(pair, DEFAULT)
    if value is None or signed is None or measure.equal is None:
        return
    above = value - measure.equal
    assert above * signed >= 0 or abs(above) < 1e-9


def test_only_a_p_and_bic_carry_no_side() -> None:
    assert {m.name for m in MEASURES.values() if m.equal is None} == {"fisher_p", "bic"}
    ratios = {m.name for m in MEASURES.values() if m.equal == 1}
    assert ratios == {"odds_ratio", "risk_ratio", "simple_maths"}
    assert {m.equal for m in MEASURES.values()} == {0, 1, None}


@over(measure for measure in MEASURES.values() if measure.interval)
@settings(max_examples=40, deadline=None)
@given(a=sides(), b=sides())
def test_interval_holds_the_value(measure: Measure, a: tuple[int, int], b: tuple[int, int]) -> None:
    assert measure.interval is not None
    pair = table(*a, *b)
    ends, value = measure.interval(pair, DEFAULT), measure.value(pair, DEFAULT)
    if ends is None or value is None:
        return
    slack = 1e-9 * max(1.0, abs(value))
    assert ends[0] - slack <= value <= ends[1] + slack
    wider = measure.interval(pair, Settings(confidence=0.99))
    assert wider is not None
    assert wider[0] <= ends[0] + slack
    assert wider[1] >= ends[1] - slack


@every_measure
@settings(max_examples=30, deadline=None)
@given(side=sides())
def test_equal_documents_score_zero(measure: Measure, side: tuple[int, int]) -> None:
    assert measure.signed(table(*side, *side), DEFAULT) in (0.0, None)


@over(measure for measure in MEASURES.values() if measure.monotone)
@settings(max_examples=60, deadline=None)
@given(a=sides(), b=sides(), more=st.integers(1, 50))
def test_more_in_a_never_lowers_the_score(
    measure: Measure, a: tuple[int, int], b: tuple[int, int], more: int
) -> None:
    count, size = a
    before = measure.signed(table(*a, *b), DEFAULT)
    after = measure.signed(table(min(size, count + more), size, *b), DEFAULT)
    if before is not None and after is not None:
        assert after >= before - 1e-9 * max(1.0, abs(before))


NOT_MONOTONE = {
    "g2_williams": ((27, 30, 0, 1), (28, 30, 0, 1)),
    "dirichlet_z": ((0, 2, 3, 3), (1, 2, 3, 3)),
}


@pytest.mark.parametrize("name", [m.name for m in MEASURES.values() if not m.monotone])
def test_the_exceptions_are_real(name: str) -> None:
    """A measure is excused from monotony only where a case shows that it breaks it."""
    before, after = (MEASURES[name].signed(table(*case), DEFAULT) for case in NOT_MONOTONE[name])
    assert before is not None
    assert after is not None
    assert after < before


def monroe(y_i: int, n_i: int, y_j: int, n_j: int, alpha: float, alpha_0: float) -> float:
    """Equations 16, 19 and 22 of Monroe et al. (2008), letter by letter."""
    delta = log((y_i + alpha) / (n_i + alpha_0 - y_i - alpha)) - log(
        (y_j + alpha) / (n_j + alpha_0 - y_j - alpha)
    )
    variance = 1 / (y_i + alpha) + 1 / (y_j + alpha)
    return float(delta / variance**0.5)


@pytest.mark.parametrize(
    ("counts", "prior", "total", "z"),
    [
        ((101, 1747, 412, 8480), 1.0, 2101.0, -3.617),  # the first rate is the higher
        ((101, 1747, 412, 8480), 0.05, 105.05, 1.217),
        ((10, 100, 20, 200), 1.0, 50.0, -0.396),  # equal rates
    ],
)
def test_dirichlet_z_is_that_of_the_literature(
    counts: tuple[int, int, int, int], prior: float, total: float, z: float
) -> None:
    pair = PairCounts(*counts, prior=prior, prior_total=total)
    value = MEASURES["dirichlet_z"].value(pair, DEFAULT)
    assert value == pytest.approx(monroe(*counts, prior, total), rel=1e-12)
    assert value == pytest.approx(z, abs=5e-4)


@settings(max_examples=60, deadline=None)
@given(a=sides(), b=sides())
def test_a_pooled_prior_turns_no_side(a: tuple[int, int], b: tuple[int, int]) -> None:
    total = a[1] + b[1]
    if not total:
        return
    pair = PairCounts(*a, *b, prior=500 * (a[0] + b[0]) / total, prior_total=500.0)
    z = MEASURES["dirichlet_z"].value(pair, DEFAULT)
    assert z is None or z * pair.side >= 0 or abs(z) < 1e-6


@every_measure
@pytest.mark.parametrize(
    "counts",
    [
        (0, 0, 0, 0),
        (0, 0, 3, 10),
        (0, 10, 0, 10),
        (0, 10, 0, 20),
        (10, 10, 0, 10),
        (10, 10, 10, 10),
        (0, 1, 1, 1),
        (1, 1, 0, HUGE),
        (0, HUGE, HUGE, HUGE),
        (HUGE // 2, HUGE, HUGE // 2 - 1, HUGE),
        (HUGE, HUGE, 0, HUGE),
    ],
)
def test_edges(measure: Measure, counts: tuple[int, int, int, int]) -> None:
    pair = table(*counts)
    for value in (measure.value(pair, DEFAULT), measure.signed(pair, DEFAULT)):
        assert value is None or isfinite(value)
    if pair.empty and measure.needs != "sections":
        assert measure.value(pair, DEFAULT) is None
    if measure.interval is not None:
        ends = measure.interval(pair, DEFAULT)
        assert ends is None or (isfinite(ends[0]) and isfinite(ends[1]) and ends[0] <= ends[1])


@pytest.mark.parametrize(
    "counts", [(-1, 10, 1, 10), (11, 10, 1, 10), (1, 10, -1, 10), (1, 10, 11, 10)]
)
def test_counts_that_do_not_fit_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(AnalysisError, match="cannot stand in a size"):
        PairCounts(*counts)
    with pytest.raises(AnalysisError, match="ai, side"):
        PairCounts(*counts, term="ai")


@pytest.mark.parametrize(
    "wrong",
    [
        {"confidence": 0.0},
        {"confidence": 1.0},
        {"confidence": float("nan")},
        {"family": -1},
        {"per_million": -1.0},
        {"per_million": float("inf")},
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(AnalysisError, match="out of range"):
        Settings(**wrong)


@every_measure
def test_descriptions_are_one_line(measure: Measure) -> None:
    assert measure.name in MEASURES
    assert measure.source
    assert "\n" not in measure.description


def test_a_zero_never_turns_the_side_round() -> None:
    # 0.5 of 10 words would be a higher rate than 1 of 1,000.
    pair = table(0, 10, 1, 1000)
    assert MEASURES["log_ratio"].value(pair, DEFAULT) == 0.0
    interval = MEASURES["log_ratio"].interval
    assert interval is not None
    ends = interval(pair, DEFAULT)
    assert ends is not None
    assert ends[0] <= 0 <= ends[1]


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        (table(15, 19_813, 0, 659), 0.0),  # B, at A's rate, would have 0.499 of it
        (table(1, 908, 0, 372), 0.0),
        (table(1, 800, 0, 400), 0.0),  # exactly half of one
        (table(1, 799, 0, 400), 0.0018),
        (table(2, 908, 0, 372), 0.7126),
    ],
)
def test_a_zero_tells_nothing_where_half_of_one_is_expected(pair: PairCounts, value: float) -> None:
    assert MEASURES["log_ratio"].value(pair, DEFAULT) == pytest.approx(value, abs=5e-5)
    assert MEASURES["log_ratio"].value(pair.swapped(), DEFAULT) == pytest.approx(-value, abs=5e-5)


def test_infinite_ratios_are_empty_cells() -> None:
    pair = table(3, 10, 0, 10)
    for name in ("percent_diff", "odds_ratio", "risk_ratio"):
        assert MEASURES[name].value(pair, DEFAULT) is None
        signed = MEASURES[name].signed(pair, DEFAULT)
        assert signed is not None
        assert signed > 0
    assert MEASURES["percent_diff"].value(pair.swapped(), DEFAULT) == -100


@pytest.mark.parametrize("count", [1, 3, 49])
def test_simple_maths_without_a_constant_ranks_zeros_as_the_log_ratio(count: int) -> None:
    bare, pair = Settings(per_million=0), table(0, 100, count, 100)
    simple, ratio = MEASURES["simple_maths"], MEASURES["log_ratio"]
    assert simple.value(pair, bare) == 0.0
    assert simple.value(pair.swapped(), bare) is None
    assert simple.signed(pair, bare) == ratio.signed(pair, bare)
    assert simple.signed(pair.swapped(), bare) == ratio.signed(pair.swapped(), bare)


def test_g2_in_exact_small_numbers() -> None:
    value = MEASURES["g2"].value(table(3, 4, 1, 4), DEFAULT)
    assert value is not None
    assert isclose(value, 2 * (2 * 3 * log(3 / 2) + 2 * 1 * log(1 / 2)))
    two = MEASURES["g2_2term"].value(table(3, 4, 1, 4), DEFAULT)
    assert two is not None
    assert isclose(two, 2 * (3 * log(3 / 2) + log(1 / 2)))


def test_ell_reaches_one_where_all_stands_on_the_smaller_side() -> None:
    assert MEASURES["ell"].value(table(7, 10, 0, 90), DEFAULT) == pytest.approx(1.0)
    larger = MEASURES["ell"].value(table(0, 10, 7, 90), DEFAULT)
    assert larger == pytest.approx(log(90 / 100) / log(10))


def test_bic_is_g2_minus_the_logarithm_of_all_words() -> None:
    scores = score(52, 50_000, 57, 75_000)
    assert scores["g2_2term"] is not None
    assert scores["bic"] == pytest.approx(scores["g2_2term"] - log(125_000))


@pytest.mark.parametrize(
    ("a", "b", "alpha", "expected"),
    [
        # by mpmath with 50 digits; scipy 1.17 is off from the sixth digit on in the fourth row
        (3, 10**7, 0.025, -16.598275655032124),
        (10**7, 3, 0.025, 13.94706954301780),
        (10**7, 0, 0.025, 14.812772725551105),
        (1000, 10**7, 0.025 / 599, -9.337742164988683),
        (5, 2, 5e-13, -6.271220744861887),
        (10**5, 10**5, 0.025, -0.008775228526333066),
        # the sum of a million terms, which the expansion spares
        (10**9, 3 * 10**8, 0.025 / 599, 1.2037138266988697),
    ],
)
def test_lower_end_of_a_share_at_extreme_counts(
    a: int, b: int, alpha: float, expected: float
) -> None:
    assert lower_log_odds(a, b, alpha) == pytest.approx(expected, rel=1e-12, abs=5e-14)


@given(st.integers(1, HUGE), st.floats(1e-12, 0.5))
def test_lower_end_of_a_share_without_a_rest(a: int, alpha: float) -> None:
    """share^a = alpha where all a trials have it."""
    log_share = log(alpha) / a
    expected = log_share - log(-expm1(log_share))
    assert lower_log_odds(a, 0, alpha) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(st.integers(1, 60), st.integers(0, 60), st.floats(1e-9, 0.5))
def test_lower_end_of_a_share_has_its_tail(a: int, b: int, alpha: float) -> None:
    odds = exp(lower_log_odds(a, b, alpha))
    share, n = odds / (1 + odds), a + b
    tail = fsum(comb(n, k) * share**k * (1 / (1 + odds)) ** (n - k) for k in range(a, n + 1))
    assert tail == pytest.approx(alpha, rel=1e-9)


def test_conservative_log_ratio_shrinks_with_the_family() -> None:
    values = [
        MEASURES["log_ratio_conservative"].value(table(50, 1000, 5, 1000), Settings(family=n))
        for n in (1, 100, 10_000)
    ]
    assert values[0] is not None
    assert values == sorted(values, key=lambda value: value or 0.0, reverse=True)
    assert 0 < (values[-1] or 0.0) < values[0] < log2(10)


def exact_fisher(pair: PairCounts) -> Fraction:
    words = pair.count_a + pair.count_b
    total = comb(pair.size_a + pair.size_b, words)
    low, high = max(0, words - pair.size_b), min(words, pair.size_a)
    ways = [comb(pair.size_a, k) * comb(pair.size_b, words - k) for k in range(low, high + 1)]
    mine = ways[pair.count_a - low]
    return Fraction(sum(way for way in ways if way <= mine), total)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_fisher_against_whole_numbers(data: st.DataObject) -> None:
    size_a, size_b = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 40))
    pair = PairCounts(
        data.draw(st.integers(0, size_a)), size_a, data.draw(st.integers(0, size_b)), size_b
    )
    assert fisher_p(pair, DEFAULT) == pytest.approx(float(exact_fisher(pair)), rel=1e-9)


def test_fisher_takes_the_normal_curve_for_huge_counts() -> None:
    p = fisher_p(PairCounts(HUGE // 2, HUGE, HUGE // 2 - 10**6, HUGE), DEFAULT)
    chi2_p = MEASURES["chi2_yates"].p
    assert chi2_p is not None
    expected = chi2_p(PairCounts(HUGE // 2, HUGE, HUGE // 2 - 10**6, HUGE), DEFAULT)
    assert p == pytest.approx(expected, rel=1e-6)
    far = MEASURES["fisher_p"].signed(PairCounts(HUGE, HUGE, 0, HUGE), DEFAULT)
    assert far is not None
    assert far > 10**11
    assert fisher_p(PairCounts(0, 0, 1, 2), DEFAULT) is None
    assert fisher_p(PairCounts(3, 3, 27, 27), DEFAULT) == 1.0


def test_jsd_parts_add_up_to_the_divergence() -> None:
    rng = Random(3)
    a = {f"w{place}": rng.randint(0, 40) for place in range(300)}
    b = {f"w{place}": rng.randint(0, 40) for place in range(100, 400)}
    size_a, size_b = sum(a.values()), sum(b.values())
    whole = 0.0
    for term in {*a, *b}:
        p, q = a.get(term, 0) / size_a, b.get(term, 0) / size_b
        mean = (p + q) / 2
        whole += sum(x * log2(x / mean) / 2 for x in (p, q) if x)
    assert divergence(a, b) == pytest.approx(whole, abs=1e-12)
    assert fsum(map(abs, contributions(a, b).values())) == divergence(a, b)


def test_word_shift_cumulates_to_the_whole() -> None:
    shifts = word_shift({"ai": 5, "law": 1, "x": 4}, {"ai": 1, "law": 5, "x": 4})
    assert [(shift.term, shift.side) for shift in shifts] == [("ai", "A"), ("law", "B")]
    assert shifts[0].contribution == -shifts[1].contribution > 0
    assert shifts[-1].cumulated == 1.0
    assert word_shift({"x": 1}, {"x": 2}) == []
    with pytest.raises(AnalysisError, match="side B"):
        word_shift({"x": 1}, {})
    with pytest.raises(AnalysisError, match="side A"):
        word_shift({}, {"x": 1})


# Dispersion


@pytest.mark.parametrize("name", DISPERSION)
@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=8),
    st.dictionaries(st.integers(0, 7), st.integers(1, 9), max_size=5),
)
def test_dispersion_by_places_is_that_of_all_sections(
    name: str, sizes: list[int], stands: dict[int, int]
) -> None:
    sizes = [9 if size and index in stands else size for index, size in enumerate(sizes)]
    stands = {
        index: count for index, count in stands.items() if index < len(sizes) and sizes[index]
    }
    side = Profile(
        sum(sizes),
        {"ai": sum(stands.values())},
        section_counts={"ai": sorted(stands.items())},
        section_sizes=sizes,
    )
    whole = DISPERSION[name]([stands.get(index, 0) for index in range(len(sizes))], sizes)
    assert Places(side).spread("ai", DISPERSION[name]) == (
        whole if whole is None else pytest.approx(whole, abs=1e-12)
    )


@pytest.mark.parametrize("name", DISPERSION)
def test_dispersion_extremes(name: str) -> None:
    function = DISPERSION[name]
    even, lone = function([5, 5, 5, 5], [10, 10, 10, 10]), function([8, 0, 0, 0], [10] * 4)
    best = {"range": 4, "dp": 0, "dp_norm": 0, "kl": 0}.get(name, 1)
    worst = {"range": 1, "dp": 0.75, "dp_norm": 1, "kl": 2, "rosengren_s": 0.25}.get(name, 0)
    assert even == pytest.approx(best)
    assert lone == pytest.approx(worst, abs=1e-9)
    assert function([], []) is None
    assert function([0, 0], [0, 0]) is None
    assert function([0, 0], [5, 5]) == (0 if name == "range" else None)
    # A section without words changes nothing.
    assert function([5, 3, 0], [10, 10, 0]) == pytest.approx(function([5, 3], [10, 10]))


@pytest.mark.parametrize("name", ["dp_norm", "juilland_d", "carroll_d2", "da"])
def test_one_section_has_nothing_to_spread_over(name: str) -> None:
    assert DISPERSION[name]([3], [10]) is None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=12))
def test_dispersion_stays_in_range(sections: list[tuple[int, int]]) -> None:
    counts, sizes = [c for c, _ in sections], [c + rest for c, rest in sections]
    for name, function in DISPERSION.items():
        value = function(counts, sizes)
        assert value is None or (isfinite(value) and value >= 0)
        if name not in ("range", "kl") and value is not None:
            assert value <= 1


# Corrections


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), max_size=30))
def test_corrections_keep_order_and_bounds(p_values: list[float]) -> None:
    found = {name: correct(p_values) for name, correct in CORRECTIONS.items()}
    for name, adjusted in found.items():
        assert len(adjusted) == len(p_values)
        order = sorted(range(len(p_values)), key=p_values.__getitem__)
        in_order = [adjusted[place] for place in order]
        assert in_order == sorted(in_order), name
        assert all(p <= q <= 1 for p, q in zip(p_values, adjusted, strict=True))
    for bonferroni, holm, bh in zip(
        found["bonferroni"], found["holm"], found["fdr_bh"], strict=True
    ):
        assert bonferroni >= holm - 1e-15
        assert holm >= bh - 1e-12


# Contrast

A = Profile(100, {"ai": 9, "plan": 5, "rare": 1}, tokens=200)
B = Profile(200, {"ai": 4, "plan": 10, "law": 6})


def test_contrast_rows() -> None:
    found = contrast(A, B)
    assert found.tests == sum(row.count_a + row.count_b >= FAMILY for row in found.rows) == 3
    assert [row.term for row in found.rows] == ["ai", "rare", "plan", "law"]
    first = found.rows[0]
    assert (first.rate_a, first.share_a, first.rate_b) == (45.0, 0.09, 20.0)
    assert first.q == pytest.approx(min(1.0, 3 * (first.p or 0)), rel=0.6)
    assert first.intervals["log_ratio"] is not None
    assert first.dispersion_a is None
    assert (found.correction, found.settings.family) == ("fdr_bh", 4)
    assert found.prior == 0.05
    assert found.prior_total == pytest.approx(0.2)


def test_contrast_swaps() -> None:
    forth, back = contrast(A, B, measures=list(MEASURES)), contrast(B, A, measures=list(MEASURES))
    turned = {row.term: row for row in back.rows}
    for row in forth.rows:
        for name, value in row.signed.items():
            other = turned[row.term].signed[name]
            assert value == (None if other is None else -other)
    for name in MEASURES:
        order = [row.term for row in ranked(forth.rows, name)]
        assert order.index("ai") < order.index("law") or name in ("text_dispersion", "mann_whitney")


def test_contrast_orders() -> None:
    by = {
        "term": ["ai", "law", "plan", "rare"],
        "p": ["ai", "law", "plan", "rare"],  # what is too rare to be tested comes last
        "count_b": ["plan", "law", "ai", "rare"],
        "log_ratio": ["ai", "rare", "plan", "law"],
    }
    for column, terms in by.items():
        assert [row.term for row in contrast(A, B, sort=column).rows] == terms
    strongest = contrast(A, B, sort="log_ratio", absolute=True)
    assert [row.term for row in strongest.rows] == ["law", "ai", "rare", "plan"]
    # Nothing is known of sections: the cells are empty, and ties go by term.
    empty = contrast(A, B, measures=["mann_whitney", "g2"])
    assert [row.term for row in empty.rows] == by["term"]
    assert contrast(A, B, inference=None).rows[0].p is None
    assert contrast(A, B, inference=None).tests == 0


def test_contrast_options() -> None:
    assert [row.term for row in contrast(A, B, terms=["law", "nowhere"]).rows] == ["nowhere", "law"]
    assert contrast(A, B, settings=Settings(family=7)).settings.family == 7
    assert contrast(Profile(0, {}), Profile(0, {})).rows == ()
    prior = informative_prior({"ai": 1, "plan": 1}, 10)
    found = contrast(A, B, measures=["dirichlet_z"], prior=prior)
    assert (found.prior, found.prior_total) == (None, 10)
    assert {row.term for row in found.rows if row.scores["dirichlet_z"] is None} == {"law", "rare"}


@pytest.mark.parametrize(
    ("options", "subject"),
    [
        ({"measures": ("g3",)}, "g3"),
        ({"correct": "sidak"}, "sidak"),
        ({"dispersion": "gini"}, "gini"),
        ({"sort": "size"}, "size"),
    ],
)
def test_unknown_words_are_refused(options: dict[str, Any], subject: str) -> None:
    with pytest.raises(AnalysisError, match=f"^{subject}: no such .*choose from"):
        contrast(A, B, **options)


def test_a_count_above_its_size_names_the_term() -> None:
    with pytest.raises(AnalysisError, match=r"^ai, side A"):
        contrast(Profile(1, {"ai": 2}), B)


def test_sections_reach_the_rows() -> None:
    a = Profile(40, {"ai": 4}, {"ai": [(0, 1), (1, 1), (2, 2)]}, [10, 10, 20])
    b = Profile(40, {"ai": 4}, {"ai": [(1, 4)]}, [20, 20])
    row = contrast(a, b, measures=["g2", "text_dispersion", "mann_whitney"]).rows[0]
    assert row.dispersion_a == 0.0
    assert row.dispersion_b == 1.0
    assert row.scores["text_dispersion"] is not None
    # The even rate 0.1 stands above one section of B (0) and below the other (0.2).
    assert row.scores["mann_whitney"] == 0.0
    assert contrast(a, b, dispersion="").rows[0].dispersion_a is None


def test_score_is_flat_and_complete() -> None:
    scores = score(3, 1000, 0, 1000, family=10)
    names = [m.name for m in MEASURES.values() if m.needs == "table"]
    assert [name for name in scores if name in MEASURES] == names
    assert scores["log_ratio_low"] is not None
    assert scores["odds_ratio_high"] is None
    assert "fisher_p_p" not in scores
    assert all(value is None for value in score(0, 0, 0, 0).values())
    assert all(value is None or isfinite(value) for value in score(1, HUGE, HUGE, HUGE).values())


# Resampling


def random_profile(rng: Random, sections: int, terms: int = 30, empty: int = 0) -> Profile:
    sizes: list[int] = []
    places: dict[str, list[tuple[int, int]]] = {f"t{place:02}": [] for place in range(terms)}
    for index in range(sections + empty):
        words = rng.choices(
            range(terms), [1 / (k + 1) for k in range(terms)], k=rng.randint(20, 60)
        )
        words = words if index < sections else []
        sizes.append(len(words))
        for term in set(words):
            places[f"t{term:02}"].append((index, words.count(term)))
    counts = {term: sum(n for _, n in found) for term, found in places.items()}
    return Profile(sum(sizes), counts, places, sizes)


def plain_jsd(rates_a: Sequence[float], rates_b: Sequence[float]) -> float:
    return sum(
        x * log2(x / ((p + q) / 2)) / 2
        for p, q in zip(rates_a, rates_b, strict=True)
        for x in (p, q)
        if x
    )


def test_permutation_equals_the_plain_loop() -> None:
    rng = Random(5)
    a, b = random_profile(rng, 12, empty=1), random_profile(rng, 10)
    found = permutation(a, b, resamples=200, seed=9)
    matrix = section_counts(a, b)
    counts, sizes = matrix.counts.toarray().tolist(), matrix.sizes.tolist()
    size_a, size_b = sum(sizes[:12]), sum(sizes[12:])
    rows = assignments(matrix.sizes, size_a, 200, np.random.default_rng(9)).tolist()

    def summed(row: list[float], side: float) -> tuple[list[float], float]:
        mine = [place for place, given in enumerate(row) if given == side]
        sums = [sum(counts[p][t] for p in mine) for t in range(len(matrix.terms))]
        return sums, sum(sizes[place] for place in mine)

    def difference(row: list[float]) -> list[float]:
        both = zip(summed(row, 1.0)[0], summed(row, 0.0)[0], strict=True)
        return [abs(p / size_a - q / size_b) for p, q in both]

    def apart(row: list[float]) -> float:
        rates = [[n / size for n in sums] for sums, size in (summed(row, 1.0), summed(row, 0.0))]
        return plain_jsd(rates[0], rates[1])

    first = [1.0] * 12 + [0.0] * 10
    bar, whole, extreme, larger = difference(first), apart(first), [1] * len(matrix.terms), 1
    for row in rows:
        assert abs(summed(row, 1.0)[1] - size_a) <= max(sizes) / 2
        larger += apart(row) >= whole - 1e-12
        for place, value in enumerate(difference(row)):
            extreme[place] += value >= bar[place] - 1e-12
    assert [found.p[term] for term in matrix.terms] == [n / 201 for n in extreme]
    assert found.divergence == pytest.approx(whole, abs=1e-12)
    assert found.divergence_p == larger / 201


def test_short_sections_do_not_make_words_look_rare() -> None:
    """A word that stands once has the p of its chance to stand in B, however B is cut up."""
    sizes_a, sizes_b = [100] * 20, [1] * 90 + [110]
    a = Profile(2000, {"the": 2000}, {"the": [(i, 100) for i in range(20)]}, sizes_a)
    places = {"the": [(i, n) for i, n in enumerate([*sizes_b[:-1], 109])], "once": [(90, 1)]}
    b = Profile(200, {"the": 199, "once": 1}, places, sizes_b)
    assert 0.05 < permutation(a, b, resamples=2000).p["once"] < 0.2


def test_permutation_does_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(6)
    a, b = random_profile(rng, 10), random_profile(rng, 11)
    whole = permutation(a, b, resamples=100, seed=2)
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr("aiplans_cli.statistics.resampling.BLOCK_CELLS", 30 * 33)
    pieces = permutation(a, b, resamples=100, seed=2, progress=lambda *step: seen.append(step))
    assert pieces == whole
    assert seen == [(33, 100), (66, 100), (99, 100), (100, 100)]
    assert permutation(a, b, resamples=100, seed=3) != whole
    assert permutation(b, a, resamples=100, seed=2).divergence == pytest.approx(whole.divergence)


def marked(a: Profile) -> Profile:
    """The same with a term that stands in each section of it, three times."""
    sizes = [size + 3 for size in a.section_sizes or ()]
    places = {**(a.section_counts or {}), "only": [(index, 3) for index in range(len(sizes))]}
    return Profile(sum(sizes), {**a.counts, "only": 3 * len(sizes)}, places, sizes)


def test_terms_that_no_permutation_reached_are_permuted_on() -> None:
    rng = Random(13)
    a, b = marked(random_profile(rng, 12)), random_profile(rng, 10)
    first = permutation(a, b, resamples=15, seed=4)
    further = ["t01", *(term for term, p in first.p.items() if p == 1 / 16 and term != "t03")]
    found = permutation(a, b, resamples=15, further=further, seed=4)
    matrix = section_counts(a, b)
    size_a = matrix.sizes[:12].sum()
    rows = assignments(matrix.sizes, size_a, 300, np.random.default_rng(4))
    counts = rows @ matrix.counts
    whole = matrix.counts.sum(axis=0)
    size_b = matrix.sizes.sum() - size_a
    apart = np.abs(counts / size_a - (whole - counts) / size_b)
    bar = np.abs(matrix.counts[:12].sum(axis=0) / size_a - matrix.counts[12:].sum(axis=0) / size_b)
    stopped = set()
    for place, term in enumerate(matrix.terms):
        for drawn in (15, 30, 60, 120, 240, 300):
            reached = int((apart[:drawn, place] >= bar[place] - 1e-12).sum())
            if reached or term not in further:
                break
        assert found.p[term] == (1 + reached) / (1 + drawn), term
        stopped.add(drawn)
        assert (term in found.at_floor) is (reached == 0)
    assert {15, 300} < stopped
    assert found.most == max(stopped)
    assert (found.divergence, found.divergence_p) == (first.divergence, first.divergence_p)
    assert first.most == 15


def test_permuting_on_does_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(13)
    a, b = marked(random_profile(rng, 11)), random_profile(rng, 11)
    further = list(a.counts)
    whole = permutation(a, b, resamples=20, further=further)
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr("aiplans_cli.statistics.resampling.BLOCK_CELLS", 31 * 7)
    tell = lambda *step: seen.append(step)  # noqa: E731
    pieces = permutation(a, b, resamples=20, further=further, progress=tell)
    assert pieces == whole
    assert whole.most == 400
    assert whole.at_floor == {"only"}
    assert seen[:3] == [(7, 20), (14, 20), (20, 20)]
    assert {total for _, total in seen[3:]} == {400}
    monkeypatch.setattr("aiplans_cli.statistics.resampling.FURTHER_CELLS", 22 * 50)
    assert permutation(a, b, resamples=20, further=further).most == 50
    monkeypatch.setattr("aiplans_cli.statistics.resampling.FURTHER_CELLS", 22)
    assert permutation(a, b, resamples=20, further=further).most == 20


def test_p_of_terms_that_are_permuted_on_is_valid_at_every_level() -> None:
    """Of sections that are dealt out at random, no more than a share x of p is x or less."""
    rng = Random(14)
    every = random_profile(rng, 24, terms=60)
    found: list[float] = []
    for seed in range(60):
        sides = halves(every.section_counts or {}, every.section_sizes or (), Random(seed))
        found += permutation(*sides, resamples=9, further=list(every.counts), seed=seed).p.values()
    assert min(found) == 1 / 181
    for level in (0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 1 / 181):
        share = sum(p <= level for p in found) / len(found)
        assert share <= level + 3 * sqrt(level / len(found)), level


def test_permutation_finds_a_difference_and_no_other() -> None:
    rng = Random(7)
    a, b = random_profile(rng, 20), random_profile(rng, 20)
    found = permutation(marked(a), b, resamples=999)
    assert found.p["only"] == 0.001
    assert found.divergence_p == 0.001
    assert sum(p < 0.05 for p in found.p.values()) <= 5


def test_too_few_sections_are_refused() -> None:
    rng = Random(8)
    enough, few = random_profile(rng, 10), random_profile(rng, 9, empty=5)
    for a, b, side in ((few, enough, "A"), (enough, few, "B"), (enough, Profile(5, {}), "B")):
        for resample in (permutation, bootstrap):
            with pytest.raises(AnalysisError, match=f"side {side}: .*paragraphs"):
                resample(a, b, resamples=10)


@pytest.mark.parametrize("effect", BOOTSTRAPPED)
def test_bootstrap_formulas_are_the_scalar_ones(effect: str) -> None:
    rng = Random(9)
    for per_million in (1.0, 0.0):
        chosen = Settings(per_million=per_million)
        for _ in range(50):
            size_a, size_b = rng.randint(20, 900), rng.randint(20, 900)
            a, b = rng.randint(1, size_a - 1), rng.randint(1, size_b - 1)
            arrays: list[Floats] = [np.array([[float(n)]]) for n in (a, size_a, b, size_b)]
            ours = BOOTSTRAPPED[effect](arrays[0], arrays[1], arrays[2], arrays[3], chosen)
            scalar = MEASURES[effect].value(PairCounts(a, size_a, b, size_b), chosen)
            assert ours[0, 0] == pytest.approx(scalar, rel=1e-9)
        zero: list[Floats] = [np.array([[n]]) for n in (0.0, 50.0, 0.0, 70.0)]
        assert np.isfinite(BOOTSTRAPPED[effect](zero[0], zero[1], zero[2], zero[3], chosen)).all()


def test_bootstrap_equals_the_plain_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(10)
    a, b = random_profile(rng, 10), random_profile(rng, 12)
    matrix, draws = section_counts(a, b), np.random.default_rng(4)
    draws_a = draws.multinomial(10, [0.1] * 10, 300)
    draws_b = draws.multinomial(12, [1 / 12] * 12, 300)
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr("aiplans_cli.statistics.intervals.BLOCK_CELLS", 300 * 20)
    found = bootstrap(a, b, resamples=300, seed=4, progress=lambda *step: seen.append(step))
    assert seen == [(20, 30), (30, 30)]
    assert {"t00", "t29"} & found.keys()
    counts = matrix.counts.toarray()
    for place, term in enumerate(matrix.terms):
        if term not in found:
            continue
        values = []
        for one, other in zip(draws_a, draws_b, strict=True):
            count_a = float(one @ counts[:10, place]) or 0.5
            count_b = float(other @ counts[10:, place]) or 0.5
            size_a, size_b = one @ matrix.sizes[:10], other @ matrix.sizes[10:]
            values.append(log2(count_a / size_a / (count_b / size_b)))
        low, high = np.quantile(values, [0.025, 0.975])
        value = MEASURES["log_ratio"].value(
            PairCounts(a.counts[term], a.size, b.counts[term], b.size), DEFAULT
        )
        assert value is not None
        assert found[term] == pytest.approx((min(low, value), max(high, value)))


@pytest.mark.parametrize("effect", BOOTSTRAPPED)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), draws=st.integers(1, 60), wide=st.sampled_from([0.5, 0.95]))
def test_a_bootstrap_interval_holds_the_value(
    effect: str, seed: int, draws: int, wide: float
) -> None:
    rng = Random(seed)
    a, b = random_profile(rng, 10, terms=60), random_profile(rng, 10, terms=60)
    chosen = Settings(confidence=wide)
    found = bootstrap(a, b, effect=effect, resamples=draws, seed=seed, settings=chosen)
    assert found
    for term, (low, high) in found.items():
        pair = PairCounts(a.counts[term], a.size, b.counts[term], b.size)
        value = MEASURES[effect].value(pair, chosen)
        assert value is not None
        assert low <= value <= high, term


@pytest.mark.parametrize("effect", BOOTSTRAPPED)
def test_a_side_that_cannot_vary_has_no_bootstrap(effect: str) -> None:
    """Every resample says the same of a term that stands nowhere, or is all there is."""
    rng = Random(15)
    a, b = random_profile(rng, 12), random_profile(rng, 12)
    everywhere = {"only": [(index, 20) for index in range(12)]}
    alone = Profile(240, {"only": 240}, everywhere, [20] * 12)
    some = {term for term in a.counts if a.counts[term] and b.counts[term]}
    assert set(bootstrap(a, b, effect=effect, resamples=50)) == some
    assert bootstrap(a, alone, effect=effect, resamples=50) == {}
    assert bootstrap(alone, alone, effect=effect, resamples=50) == {}


def test_bootstrap_options() -> None:
    rng = Random(11)
    a, b = random_profile(rng, 10), random_profile(rng, 10)
    narrow = bootstrap(a, b, resamples=200, settings=Settings(confidence=0.5))["t00"]
    wide = bootstrap(a, b, resamples=200)["t00"]
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    with pytest.raises(AnalysisError, match=r"^g2: it has no bootstrap interval"):
        bootstrap(a, b, effect="g2")
    bare = Profile(100, {}, {}, [10] * 10)
    assert bootstrap(bare, bare, resamples=5) == {}
    assert permutation(bare, bare, resamples=5).p == {}


def test_divergences_of_rows() -> None:
    one, other = np.array([[0.5, 0.5, 0.0]]), np.array([[0.0, 0.5, 0.5]])
    assert divergences(one, other)[0] == pytest.approx(0.5)
    assert divergences(one, one)[0] == 0.0


# Calibration


def test_halves_deal_every_section_once() -> None:
    profile = random_profile(Random(12), 21, empty=2)
    assert profile.section_counts is not None
    assert profile.section_sizes is not None
    a, b = halves(profile.section_counts, profile.section_sizes, Random(1))
    assert a.size + b.size == profile.size
    assert {term: a.counts[term] + b.counts[term] for term in profile.counts} == profile.counts
    assert (len(a.section_sizes or ()), len(b.section_sizes or ())) == (11, 10)


def test_calibration_of_bursty_words() -> None:
    """Words that come in bursts fool a test of tokens, not one of sections."""
    rng = Random(13)
    sizes = [200] * 30
    bursts = {
        f"w{term}": [(index, rng.randint(4, 9)) for index in rng.sample(range(30), 5)]
        for term in range(20)
    }
    tests = ("g2", "mann_whitney", "permutation", "sections")
    found = random_halves(bursts, sizes, repeats=10, resamples=199, tests=tests)
    by_test = {row.test: row for row in found}
    assert by_test["g2"].share_5 > 0.2
    assert by_test["permutation"].share_5 < 0.1
    assert by_test["sections"].share_5 < 0.1
    assert by_test["mann_whitney"].share_5 < 0.1
    assert by_test["g2"].share_fdr_5 > by_test["permutation"].share_fdr_5
    assert (by_test["g2"].terms, by_test["g2"].repeats) == (20, 10)
    assert found == random_halves(bursts, sizes, repeats=10, resamples=199, tests=tests)


def test_calibration_bad_input() -> None:
    with pytest.raises(AnalysisError, match="log_ratio: it is no test"):
        random_halves({"ai": [(0, 9)]}, [10] * 20, repeats=1, tests=["log_ratio"])
    with pytest.raises(AnalysisError, match=r"^tf: it is no test"):
        random_halves({"ai": [(0, 9)]}, [10] * 20, repeats=1, tests=["tf"])
    with pytest.raises(AnalysisError, match="sections"):
        random_halves({"ai": [(0, 9)]}, [10] * 12, repeats=1, tests=["permutation"])
    nothing = random_halves({"ai": [(0, 1)]}, [10] * 20, repeats=0, tests=["g2"])
    assert nothing[0].share_5 == 0.0


# Collocation


@pytest.mark.parametrize("name", ASSOCIATIONS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_associations_are_finite(name: str, data: st.DataObject) -> None:
    cells = [data.draw(st.one_of(st.integers(0, 9), st.integers(0, HUGE))) for _ in range(4)]
    joint, node, collocate, rest = cells
    value = ASSOCIATIONS[name](
        Pair(joint, joint + node, joint + collocate, joint + node + collocate + rest)
    )
    assert value is None or isfinite(value)


@pytest.mark.parametrize("counts", [(3, 2, 5, 10), (3, 5, 2, 10), (0, 6, 6, 10), (-1, 2, 2, 9)])
def test_a_pair_that_fits_no_table_is_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(AnalysisError, match="do not fit one table"):
        Pair(*counts)


def test_words_that_never_meet() -> None:
    never = Pair(0, 5, 5, 100)
    for name in ("pmi", "log_dice", "student_t", "poisson_stirling", "mi3"):
        assert ASSOCIATIONS[name](never) is None
    assert ASSOCIATIONS["dice"](never) == 0.0
    assert ASSOCIATIONS["fisher"](never) == pytest.approx(1.0)
    assert ASSOCIATIONS["simple_ll"](never) == 2 * never.expected
    assert ASSOCIATIONS["z_score"](never) == -sqrt(never.expected)
    assert ASSOCIATIONS["min_sensitivity"](never) == 0.0
    assert ASSOCIATIONS["log_ratio"](never) == 0.0  # 0.5 of 5 would be more than 5 of 95
    wide = Pair(0, 50, 50, 100)
    assert ASSOCIATIONS["log_ratio"](wide) == pytest.approx(log2(0.5 / 50))
    assert all(function(Pair(0, 0, 0, 0)) is None for function in ASSOCIATIONS.values())


# Weights


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_a_sum_reaches_no_weight(seed: int) -> None:
    """As versions of scikit-learn and numpy differ, so do orders of the sections: in last bits."""
    rng = Random(seed)
    sections = [{f"t{rng.randint(0, 40)}": rng.randint(1, 9) for _ in range(30)} for _ in range(25)]
    weights = tfidf(sections)
    assert weights == tfidf(sections[::-1])
    assert all(weight == significant(weight) for weight in weights.values())


def test_what_leaves_the_arrays_has_twelve_digits() -> None:
    rng = Random(3)
    sections = [{f"t{rng.randint(0, 9)}": rng.randint(1, 9) for _ in range(6)} for _ in range(12)]
    weighed = weigh(sections)
    found = factorize(weighed, 3)
    numbers = [
        *(weight for index in range(12) for weight in weighed.row(index).values()),
        *(loading for loadings in found.loadings for loading in loadings),
        *(share for parts in found.parts for _, share in parts),
    ]
    assert len(numbers) > 60
    assert [number for number in numbers if number != significant(number)] == []


@given(st.floats(1e-300, 1e300))
def test_a_last_bit_is_not_significant(value: float) -> None:
    """Two neighbours are one number, but for the few that a rounding parts by one unit."""
    near = significant(nextafter(value, inf))
    assert significant(value) == pytest.approx(near, rel=1.1e-11)
    assert significant(significant(value)) == significant(value)
    assert significant(value) == pytest.approx(value, rel=5.1e-12)


def test_tfidf_by_hand() -> None:
    found = tfidf([{"ai": 2, "the": 1}, {}, {"law": 1, "the": 1}])
    rare = log(3 / 2) + 1
    first, second = sqrt((2 * rare) ** 2 + 1), sqrt(rare**2 + 1)
    assert found["ai"] == pytest.approx(2 * rare / first / 2)
    assert found["law"] == pytest.approx(rare / second / 2)
    assert found["the"] == pytest.approx((1 / first + 1 / second) / 2)
    assert tfidf([{}, {"x": 0}]) == {}


def test_tfidf_keeps_single_chinese_characters() -> None:
    # 法 "law" and 权 "right": a default pattern would drop words of one character.
    assert set(tfidf([{"法": 1}, {"权": 1}])) == {"法", "权"}


def test_textrank_solves_its_equation() -> None:
    rng = Random(14)
    sections = [[f"w{rng.randint(0, 12)}" for _ in range(40)] for _ in range(3)]
    scores = textrank(sections, window=3)
    assert sum(scores.values()) == pytest.approx(len(scores), abs=1e-6)
    assert textrank(sections, window=3) == scores
    assert textrank([]) == textrank([["alone"], ["a", "a"]]) == {}


def test_textrank_of_a_star_by_hand() -> None:
    # The middle h and three leaves x: h = 0.15 + 0.85 * 3x and x = 0.15 + 0.85 h / 3.
    scores = textrank([["h", "x"], ["h", "y"], ["h", "z"]])
    x = (0.15 + 0.85 / 3 * 0.15) / (1 - 0.85**2)
    assert scores["x"] == pytest.approx(x, abs=1e-6)
    assert scores["h"] == pytest.approx(0.15 + 0.85 * 3 * x, abs=1e-6)


def test_textrank_counts_refused_words_as_distance() -> None:
    def keep(word: str) -> bool:
        return word != "of"

    assert textrank([["ai", "of", "of", "law"]], window=3, keep=keep) == {}
    assert set(textrank([["ai", "of", "law"]], window=3, keep=keep)) == {"ai", "law"}


def test_import_is_light() -> None:
    code = (
        "import sys, aiplans_cli.statistics;"
        "print(sorted({'numpy', 'scipy', 'sklearn', 'nltk', 'jieba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("confidence", [0.01, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999999])
def test_normal_quantile_against_the_standard_library(confidence: float) -> None:
    expected = NormalDist().inv_cdf(0.5 + confidence / 2)
    assert isclose(z_quantile(confidence), expected, rel_tol=1e-11)
