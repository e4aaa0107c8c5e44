"""Translations come out equal, and what is left of a difference widens intervals and tests."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from dataclasses import replace
from math import inf, log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplans_cli.analyses.between_languages import figures, outcome
from aiplans_cli.cli.app import run
from aiplans_cli.concepts.calibration import Agreement, agreement, spread_rows
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.spreads import (
    ALL,
    COLUMNS,
    DOMAIN,
    FITS,
    IN_PART,
    LAWS,
    OWN,
    UNFIT,
    VERDICTS,
    WIDER,
    Calibration,
    false_flags,
    nearness,
    parsed,
    shipped_calibration,
)
from aiplans_cli.concepts.themes import general_concepts
from aiplans_cli.errors import AiplansError, AnalysisError, DataError
from aiplans_cli.model import CountedSection, Counts, Occurrences
from aiplans_cli.resources import resource_text
from aiplans_cli.sources.session import Session
from aiplans_cli.statistics.correlation import pearson, ranks, spearman
from aiplans_cli.statistics.inference import SPREAD_DF, Inference, Units
from aiplans_cli.statistics.keyness import contrast
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.spread import PRIOR, TAIL, Standing, learn

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT.parent / "shared" / "texts" / "pairs"

Run = Callable[..., str]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Run:
    def called(*arguments: str, code: int = 0) -> str:
        if code == 1:
            with pytest.raises(AiplansError) as refused:
                run(list(arguments))
            return str(refused.value)
        assert run(list(arguments)) == code
        out, err = capfd.readouterr()
        return err if code else out

    return called


def pair_files(*names: str) -> list[str]:
    paths = [PAIRS / name for name in names]
    if not all(path.is_file() for path in paths):
        pytest.skip("the shared pairs of translations are not here")
    return list(map(str, paths))


def counts_of(*paths: str) -> tuple[Counts, Counts]:
    a, b = (source.counts for source in Session().sources(paths))
    return a, b


# Texts and their translations


SHARED = [
    ("udhr.en.txt", "udhr.zh-hans.txt"),
    ("udhr.en.txt", "udhr.zh-hant.txt"),  # traditional script
    ("deep-synthesis.en.txt", "deep-synthesis.zh.txt"),
    ("cn-algo.en.txt", "cn-algo.zh.txt"),
    ("own-gaigi.en.txt", "own-gaigi.zh.txt"),
]


@pytest.mark.parametrize(("first", "second"), SHARED)
def test_translations_agree(first: str, second: str) -> None:
    a, b = counts_of(*pair_files(first, second))
    agreed = agreement(a, b)
    assert agreed.cosine is not None and agreed.cosine >= 0.90
    assert agreed.spearman is not None and agreed.spearman > 0.4
    found = figures([outcome(a, b, shipped_calibration(), general())])
    assert found.rows >= 10 and found.intervals == 1.0
    assert (found.excluded or 0) <= 0.06 and found.flagged == 0


def general() -> frozenset[str]:
    return general_concepts(load_concepts())


OWN_PAIRS = sorted(path.name[:-6] for path in (ROOT / "tests/cases/pairs").glob("*.en.md"))


def own_pair(name: str) -> list[str]:
    return [str(ROOT / "tests/cases/pairs" / f"{name}.{side}.md") for side in ("en", "zh")]


@pytest.mark.parametrize("name", OWN_PAIRS)
def test_our_own_translations_agree(name: str) -> None:
    """Four fields of policy that neither the list nor the shared pairs were made from."""
    a, b = counts_of(*own_pair(name))
    cosine = agreement(a, b).cosine
    assert cosine is not None and cosine >= 0.90
    assert outcome(a, b, shipped_calibration(), general()).flagged == 0


def test_there_are_four_of_them() -> None:
    assert len(OWN_PAIRS) == 4


def test_different_documents_do_not() -> None:
    """The targets can be missed: an unrelated text has another profile."""
    a, b = counts_of(*pair_files("udhr.en.txt", "deep-synthesis.zh.txt"))
    cosine = agreement(a, b).cosine
    assert cosine is not None and cosine < 0.6
    found = figures([outcome(a, b, shipped_calibration(), general())])
    assert (found.excluded or 0) > 0.3 and (found.flagged or 0) > 0.1


# What ships


def test_the_shipped_spreads_were_made_with_the_shipped_list() -> None:
    own = shipped_calibration()
    stale = "run 'python -m benchmarks.spreads --write'"
    assert own.concept_list == load_concepts().sha256[:16], stale
    assert set(own.spreads) == {DOMAIN, LAWS}
    assert own.spreads[DOMAIN]["concept", ALL].pairs == 5
    assert own.spreads[LAWS]["concept", ALL].pairs > 1500


def test_every_item_of_the_shipped_table_is_of_the_list() -> None:
    concepts = load_concepts()
    known = {("concept", concept.id) for concept in concepts.concepts}
    known |= {("theme", concept.theme) for concept in concepts.concepts}
    for items in shipped_calibration().spreads.values():
        assert {*items} <= known | {("concept", ALL), ("theme", ALL)}
    assert sum(shipped_calibration().mix.values()) == pytest.approx(1, abs=0.01)


def test_the_measured_rates_meet_what_the_program_promises() -> None:
    """At most 6 % of intervals, and of q 2 % in the domain and 5 % outside."""
    rates = false_flags()
    assert tuple(rates) == VERDICTS
    for verdict, most in zip(VERDICTS, (0.02, 0.05, 0.05), strict=True):
        assert rates[verdict].excluded <= 0.06 and rates[verdict].flagged <= most
        assert rates[verdict].pairs > 20 and rates[verdict].rows > 500


# Spreads: the arithmetic


@pytest.mark.parametrize("scale", [0.1, 0.5, 1.0])
def test_a_scale_is_that_of_scipy(scale: float) -> None:
    """Where counts are so large that they have no noise, it is the fit of Student's t."""
    from scipy import stats

    rng = random.Random(7)
    size, shares = 10**12, []
    for _ in range(3000):
        t = rng.gauss(0, 1) / (rng.gammavariate(TAIL / 2, 2 / TAIL)) ** 0.5
        shares.append(0.5 + max(-0.4, min(0.4, scale * log(2) * t / 4)))
    standings = [
        Standing("law", round(10**9 * share), size, round(10**9 * (1 - share)), size)
        for share in shares
    ]
    found = learn(standings).items["law"].scale
    ratios = [(share - 0.5) * 4 for share in shares]
    _, _, fitted = stats.t.fit(ratios, fdf=TAIL, floc=0)
    assert found == pytest.approx(fitted / log(2), rel=0.02)


COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=30)


@given(COUNTS)
def test_sides_can_change_places(counts: list[tuple[int, int]]) -> None:
    there = [Standing("x", a, 1000, b, 1500) for a, b in counts]
    back = [Standing("x", b, 1500, a, 1000) for a, b in counts]
    one, other = learn(there), learn(back)
    assert one.common.scale == pytest.approx(other.common.scale)
    assert set(one.items) == set(other.items)
    for item, own in one.items.items():
        assert own.scale == pytest.approx(other.items[item].scale)


def test_an_item_of_few_pairs_has_nearly_the_common_spread() -> None:
    rng = random.Random(1)
    many = [
        Standing(f"c{rng.randrange(40)}", rng.randrange(5, 30), 1000, rng.randrange(5, 30), 1000)
        for _ in range(2000)
    ]
    found = learn([*many, Standing("rare", 6, 1000, 6, 1000)])
    assert found.items["rare"].scale == pytest.approx(found.common.scale, rel=0.1)
    assert found.items["rare"].pairs == 1


def test_forms_that_part_ways_make_the_spread_of_their_concept_wide() -> None:
    even = [Standing("law", n, 1000, n + n % 3, 1000) for n in range(5, 60)]
    apart = [Standing("risk", n, 1000, 3 * n, 1000) for n in range(5, 60)]
    found = learn([*even, *apart]).items
    assert found["law"].scale < 0.15 and 1.0 < found["risk"].scale < 2.0
    assert found["law"].pairs == 55


def test_nothing_to_learn_from() -> None:
    assert learn([]).items == {}
    assert learn([Standing("law", 1, 100, 1, 100), Standing("x", 9, 100, 0, 0)]).items == {}


# What tests allow for


EVEN = Units([100] * 10, {"ai": [(i, 4) for i in range(10)]})


def test_a_spread_widens_and_its_degrees_of_freedom_are_few() -> None:
    spreads = {"ai": 0.0, "law": 3.0}.get
    for known in (None, EVEN):
        infer = Inference(1000, 1000, known, known, lambda term: spreads(term) or 0.0)
        alone = Inference(1000, 1000, known, known)
        assert infer("ai", 40, 20) == alone("ai", 40, 20)
        units = Units([100] * 10, {"law": [(i, 4) for i in range(10)]})
        wide = Inference(1000, 1000, units, units, lambda _: 3.0)("law", 40, 20)
        assert wide.p > alone("ai", 40, 20).p
        assert SPREAD_DF <= wide.df < 4
    assert Inference(1000, 1000)("ai", 4, 4).df == inf


def test_a_q_takes_more_mentions_across_languages() -> None:
    assert Inference(9, 9).families == (5,)
    assert Inference(9, 9, spreads=lambda _: 0.1).families == (10, 5)


def test_rows_of_few_mentions_have_a_q_where_more_pass_with_them() -> None:
    """Six of nine rows on one side alone: with the frequent row only, nothing is found."""
    even = [(i, 10) for i in range(20)]
    rare = {f"c{n}": [(i, 1) for i in range(9)] for n in range(6)}
    left = Profile(2000, {"ai": 200, **dict.fromkeys(rare, 9)}, {"ai": even, **rare}, [100] * 20)
    right = Profile(2000, {"ai": 200}, {"ai": even}, [100] * 20)
    units = [Units(side.section_sizes or (), side.section_counts or {}) for side in (left, right)]
    infer = Inference(2000, 2000, units[0], units[1], lambda _: 0.01)
    found = {row.term: row for row in contrast(left, right, inference=infer).rows}
    assert all(found[term].q is not None for term in rare)
    assert all((found[term].at_least or 0) > 1 for term in rare)
    one = replace(left, counts={"ai": 200, "c0": 9})
    found = {row.term: row for row in contrast(one, right, inference=infer).rows}
    assert found["ai"].q == 1.0


KINDS = (DOMAIN, LAWS)


def table(*rows: tuple[object, ...]) -> str:
    return "".join("\t".join(map(str, row)) + "\n" for row in (COLUMNS, *rows))


def both(name: str, *rows: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [
        (name, "concept", ALL, 0.2, 9, "", "abc"),
        (name, "theme", ALL, 0.1, 9, "", "abc"),
        *rows,
    ]


def two_kinds() -> Calibration:
    """ai is faithful in all five texts of the domain, risk known from four, law from none."""
    domain = both(
        DOMAIN,
        (DOMAIN, "concept", "ai", 0.1, 5, 0.5, ""),
        (DOMAIN, "concept", "risk", 0.3, 4, 0.5, ""),
    )
    laws = both(LAWS, *((LAWS, "concept", c, 1.0, 99, "", "") for c in ("ai", "risk", "law")))
    return parsed("t", table(*domain, *laws))


def test_where_few_pairs_speak_for_a_concept_the_larger_spread_counts() -> None:
    known = two_kinds()
    assert known.spread("concept", "ai", FITS) == 0.1
    assert known.spread("concept", "risk", FITS) == max(0.3, WIDER[FITS])
    assert known.spread("concept", "law", FITS) == max(0.2, WIDER[FITS])
    assert known.spread("concept", "law", IN_PART) == WIDER[IN_PART]
    assert known.spread("concept", "ai", UNFIT) == WIDER[UNFIT]
    assert known.spread("concept", "unheard-of", UNFIT) == 0.2 * WIDER[UNFIT]
    assert known.spread("theme", "actors", FITS) == 0.1


def test_a_users_own_spreads_are_never_narrowed() -> None:
    known = parsed("t", table(*both(OWN, (OWN, "concept", "ai", 0.4, 1, 1, ""))))
    assert [known.spread("concept", "ai", verdict) for verdict in VERDICTS] == [
        0.4,
        0.4 * WIDER[IN_PART],
        0.4 * WIDER[UNFIT],
    ]


def counted(
    mentions: dict[str, list[int]], sections: int, name: str = "d", covered: int = 19
) -> Counts:
    size = CountedSection("h", 1, "body", "", (), 50, 20, covered, 5, 300, name)
    concepts = {
        concept: tuple(Occurrences(i, n, min(n, 5)) for i, n in enumerate(own) if n)
        for concept, own in mentions.items()
    }
    return Counts(name, name, "en", "", "text", (size,) * sections, {}, concepts)


def test_the_verdict_rests_on_coverage_and_on_what_texts_speak_of() -> None:
    known = two_kinds()
    near = counted({"ai": [1] * 12, "risk": [1] * 12}, 12)
    far = counted({"garden": [5] * 12, "ai": [1] * 12}, 12)
    assert nearness(near, known.mix) == pytest.approx(1) and nearness(far, known.mix) < 0.4
    assert known.fit(near, near).verdict == FITS
    assert known.fit(near, far).verdict == known.fit(far, near).verdict == IN_PART
    # A plan on one industry, and one of the laws of which one in eight came as near as 0.40.
    plan, law = (counted({"ai": [ai] * 12, "steel": [10] * 12}, 12) for ai in (12, 7))
    assert known.fit(plan, plan).verdict == FITS and known.fit(law, law).verdict == IN_PART
    # Of a policy nine tenths of the words are covered, of many laws fewer, of a FAQ still fewer.
    for covered, verdict in ((18, FITS), (17, IN_PART), (16, UNFIT)):
        assert known.fit(near, replace_covered(near, covered)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "alike", "apart"), [(FITS, 1.25, 1.4), (IN_PART, 1.6, 2.2), (UNFIT, 2.5, 4.0)]
)
def test_the_less_a_list_fits_the_farther_apart_rates_have_to_be(
    verdict: str, alike: float, apart: float
) -> None:
    """Of a concept that laws of Taiwan and their translations name within 0.15 doublings."""
    rows = [(name, "concept", ALL, 0.15 if name == LAWS else 0.05, 9, 1, "") for name in KINDS]
    known = parsed("t", table(*rows, *((name, "theme", ALL, 0.1, 9, "", "") for name in KINDS)))
    spreads = known.spreads_for("concept", verdict)

    def p(ratio: float) -> float:
        left, right = (
            Units([10_000] * 50, {"law": [(i, n) for i in range(50)]})
            for n in (round(100 * ratio), 100)
        )
        many = 50 * round(100 * ratio)
        return Inference(500_000, 500_000, left, right, spreads)("law", many, 5_000).p

    assert p(apart) < 0.05 < p(alike)


def replace_covered(counts: Counts, covered: int) -> Counts:
    return replace(
        counts, sections=tuple(replace(section, covered=covered) for section in counts.sections)
    )


def test_software_terms_and_a_faq_do_not_fit() -> None:
    for first, second in (
        ("moz-firefox-privacy.en.md", "moz-firefox-privacy.zh.md"),
        ("moz-privacy-other.en.md", "moz-privacy-other.zh.md"),
        ("off-debian-faq.en.txt", "off-debian-faq.zh.txt"),
    ):
        a, b = counts_of(*pair_files(first, second))
        assert shipped_calibration().fit(a, b).verdict == UNFIT


BROKEN = [
    ("a\tb\n1\t2\n", "is no table of spreads"),
    ("", "is no table of spreads"),
    ("{", "is no table of spreads"),
    ('{"rows": [], "tables": {}}', "is no table of spreads"),
    ('{"rows": [{"a": 1}], "tables": {"spreads": {"rows": [7]}}}', "is no table of spreads"),
    (table(), "is not a whole table of spreads"),
    (table(*both(OWN)), "is not a whole table of spreads"),  # without a mix
    (table(*both("poems", ("poems", "concept", "ai", 1, 1, 1, ""))), "is not a whole table"),
    (table((OWN, "concept", "ai", "wide", 1, 1, "")), "line 2 is no spread"),
    (table((OWN, "concept", "ai", "0.1")), "line 2 has not 7 cells"),
    (table((OWN, "concept", "ai", 0.1, 1, 1, "", "more")), "line 2 has not 7 cells"),
    (table(*both(OWN, (OWN, "theme", ALL, 0.1, 9, "", ""))), "line 4 repeats all"),
    ("a" * 200_000, "is no table of spreads"),
    ('{"rows":' * 100_000, "is no table of spreads"),
    (table((OWN, "concept", "ai", -1, 1, 1, "")), "line 2 has a number out of range"),
    (table((OWN, "concept", "ai", "nan", 1, 1, "")), "line 2 has a number out of range"),
    (table((OWN, "concept", "ai", 0.1, 1, 7, "")), "line 2 has a number out of range"),
    (table((OWN, "concept", "ai", 25, 1, 0.5, "")), "line 2 has a number out of range"),
    # a word once in 40,000 on one side and every other word on the other: 15 doublings
    (table((OWN, "concept", "ai", 15, 1, 0.5, "")), "is not a whole table of spreads"),
]


@pytest.mark.parametrize(("text", "fact"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_table_says_so(text: str, fact: str, tmp_path: Path, call: Run) -> None:
    with pytest.raises(DataError, match=fact):
        parsed("own.tsv", text)
    path = tmp_path / "own.tsv"
    path.write_text(text, encoding="utf-8")
    told = call("compare", "us-2025-digest", "cn-2025-digest", "--calibration", str(path), code=1)
    assert "\n" not in told and str(path) in told and "aiplans calibrate" in told


def test_a_table_that_is_not_there_says_so(tmp_path: Path, call: Run) -> None:
    wanted = str(tmp_path / "none.tsv")
    for command in (["compare"], ["explain"], ["calibrate"]):
        ends = ["governance"] if command == ["explain"] else []
        names = [*command, "us-2025-digest", "cn-2025-digest", *ends]
        told = call(*names, "--calibration", wanted, code=1)
        assert f"--calibration {wanted}" in told and "\n" not in told


# The figures of calibrate


MANY = {"law": [3] * 12, "risk": [1, 2] * 6, "export": [0, 1] * 6, "ai": [2] * 12}


def test_a_text_agrees_with_itself() -> None:
    one = counted(MANY, 12)
    found: Agreement = agreement(one, one)
    assert found.cosine == found.pearson == found.spearman == 1
    assert found.exchange_a == found.exchange_b
    assert found.exchange_a.tokens == 12 * 50 / (36 + 18 + 6 + 24)


def test_a_text_without_concepts_is_refused() -> None:
    with pytest.raises(AnalysisError, match=r"bare: no concept of the list stands in it"):
        agreement(counted(MANY, 12), counted({}, 12, "bare"))


def chinese(counts: Counts) -> Counts:
    return replace(counts, language="zh")


def test_false_flags_and_finds_are_counted() -> None:
    a = counted(MANY, 12)
    b = chinese(counted({**MANY, "law": [0] * 12, "risk": [6, 7] * 6}, 12))
    known = parsed("t", table(*both(OWN, (OWN, "concept", "law", 0.05, 9, 1, ""))))
    found = outcome(a, b, known, frozenset(), most=5, rng=random.Random(0))
    whole = figures([found])
    assert whole.rows == 4 and whole.intervals == 1
    assert {row.term for row in found.rows if row.p is not None and row.p < 0.05} >= {"law"}
    # ai and law of A, risk of either, and ai of B: twelve mentions and more
    assert whole.removed == sum(t.kind == "removed" for t in found.trials) >= 5
    assert whole.recovered is not None and whole.recovered_flagged is not None
    assert whole.recovered >= whole.recovered_flagged > 0 and whole.first_ten == 1
    assert figures([found], 10, 14).rows == sum(
        10 <= row.count_a + row.count_b <= 14 for row in found.rows
    )
    assert figures([]) == (0, None, None, None, 0, None, None, None)


def test_only_what_is_frequent_is_tried_and_no_more_than_was_asked_for() -> None:
    a, b = counted(MANY, 12), chinese(counted(MANY, 12))
    known = shipped_calibration()
    most = outcome(a, b, known, frozenset({"law"}), most=1, rng=random.Random(3)).trials
    assert len(most) == 4 and {trial.kind for trial in most} == {"removed", "planted"}
    assert {trial.concept for trial in most} <= {"risk", "ai"}
    assert min(trial.mentions for trial in most) >= 12
    again = outcome(a, b, known, frozenset({"law"}), most=1, rng=random.Random(3)).trials
    assert most == again


def test_what_stands_ten_times_is_too_seldom_to_be_tried() -> None:
    # Across languages a row of ten mentions is the first that has a q at all.
    some = {**MANY, "ten": [1] * 10 + [0, 0], "fourteen": [2, 2] + [1] * 10}
    a, b = counted(some, 12), chinese(counted(some, 12))
    tried = outcome(a, b, shipped_calibration(), frozenset(), most=9, rng=None).trials
    assert {trial.concept for trial in tried} == {"law", "risk", "ai", "fourteen"}


def test_false_flags_are_below_the_usual_level_and_finds_on_the_first_screen() -> None:
    a, b = counted(MANY, 12), chinese(counted(MANY, 12))
    known = outcome(a, b, shipped_calibration(), frozenset(), most=1, rng=random.Random(1))
    row, planted = known.rows[0], next(t for t in known.trials if t.kind == "planted")
    rows = tuple(replace(row, p=p, q=p) for p in (0.04, 0.06))
    trials = tuple(replace(planted, rank=rank) for rank in (1, 8, 13, 20))
    found = figures([replace(known, result=rows, trials=trials)])
    assert (found.excluded, found.flagged, found.first_ten) == (0.5, 0.5, 0.5)


def test_short_texts_are_not_tested() -> None:
    few, other = counted({"law": [30, 30]}, 2), chinese(counted({"law": [30, 30]}, 2))
    found = outcome(few, other, shipped_calibration(), frozenset(), most=3, rng=random.Random(0))
    assert not found.tested and not found.trials and figures([found]).rows == 0


def test_the_rows_of_a_table_of_spreads_are_read_again() -> None:
    a, b = counted(MANY, 12), chinese(counted(MANY, 12))
    header = "id\ttheme\ten\tzh\tblocks\tnote\n"
    listed = load_concepts(header + "".join(f"{c}\tt\t{c}\t法\t\t\n" for c in MANY))
    rows = spread_rows(OWN, [(a, b)], listed, [a, b])
    known = parsed("t", table(*(tuple("" if x is None else x for x in row) for row in rows)))
    assert known.concept_list == listed.sha256[:16] and OWN in known.spreads
    assert known.spreads[OWN]["concept", "law"].pairs == 1
    assert known.mix["law"] == pytest.approx(36 / 84, abs=1e-6)
    assert PRIOR > 0 and ("theme", "t") in known.spreads[OWN]


# The command


def test_calibrate_wants_pairs(call: Run) -> None:
    assert "do not make pairs" in call("calibrate", "us-2025-digest", code=2)
    folder = str(ROOT / "texts" / "*.md")
    assert "must name one document" in call("calibrate", folder, "us-2025-digest", code=2)


def test_calibrate_shows_lines_of_both_sides(call: Run) -> None:
    files = pair_files("udhr.en.txt", "udhr.zh-hans.txt")
    arguments = ["--by", "deviation", "--top", "5", "--trials", "0", "--format", "tsv"]
    rows = list(csv.DictReader(call("calibrate", *files, *arguments).splitlines(), delimiter="\t"))
    assert len(rows) == 5
    for cells in rows:
        for side in "ab":
            line = cells[f"line_{side}"]
            assert (line == "") == (cells[f"count_{side}"] == "0")
            assert line == "" or line.index("[") < line.index("]")
    apart = [abs(float(row["log_ratio"])) for row in rows]
    assert apart == sorted(apart, reverse=True)


@pytest.mark.usefixtures("counts_alone")
def test_calibrate_works_on_counts_alone(call: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "c.tsv")
    call("count", "us-2025-digest", "-q", "-o", path)
    told = call("calibrate", path, path, "--by", "deviation", "--trials", "0", "-q")
    _, *rows = told.splitlines()
    assert rows and all(row.split("\t")[-2:] == ["", ""] for row in rows)


def test_calibrate_reports_what_the_program_is_judged_by(call: Run) -> None:
    files = pair_files("cn-algo.en.txt", "cn-algo.zh.txt", "udhr.en.txt", "udhr.zh-hans.txt")
    found = json.loads(call("calibrate", *files, "-f", "json"))
    first, second, whole = found["rows"]
    assert whole["a"] == "all" and whole["rows"] == first["rows"] + second["rows"]
    assert first["fit"] == FITS and whole["removed"] == first["removed"] + second["removed"]
    counts = found["tables"]["counts"]["rows"]
    assert [row["mentions"] for row in counts] == ["10-14", "15-24", "25-49", "50-"]
    assert sum(row["rows"] for row in counts) == whole["rows"]
    assert "all of these are false" in found["summary"][0]
    assert set(found["tables"]) == {"counts", "spreads", "deviations", "exchange"}


def test_own_spreads_go_from_calibrate_to_compare(call: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "own.tsv")
    pairs = [one for name in OWN_PAIRS for one in own_pair(name)]
    call("calibrate", *pairs, "--by", "spread", "--trials", "0", "-q", "-o", path)
    own = parsed(path, Path(path).read_text(encoding="utf-8"))
    assert own.spreads[OWN]["concept", ALL].pairs == 4
    plans = ("us-2025-digest", "cn-2025-digest")
    found = json.loads(call("compare", *plans, "--calibration", path, "-f", "json"))
    assert found["parameters"]["calibration"] == path
    assert any("4 texts with their translations" in note for note in found["notes"])
    page = json.loads(call("explain", *plans, "governance", "--calibration", path, "-f", "json"))
    fit = own.fit(*counts_of(*plans)).verdict
    assert page["parameters"]["spread"] == own.spread("concept", "governance", fit)
    for name in ("own.json", "own.csv"):
        other = str(tmp_path / name)
        call("calibrate", *pairs, "--by", "spread", "--trials", "0", "-q", "-o", other)
        assert parsed("t", Path(other).read_text(encoding="utf-8")).spreads == own.spreads
    assert any("learnt from 4 pairs: too few to trust" in note for note in found["notes"])
    assert found["summary"][1].endswith(
        ")."
    )  # what is known of the shipped spreads is not of these
    shipped = json.loads(call("explain", *plans, "governance", "-f", "json"))["parameters"]
    assert shipped["spread"] != page["parameters"]["spread"]


def test_a_table_of_another_kind_is_refused(call: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "pairs.tsv")
    call("calibrate", *own_pair(OWN_PAIRS[0]), "--trials", "0", "-q", "-o", path)
    told = call("compare", "us-2025-digest", "cn-2025-digest", "--calibration", path, code=1)
    assert "is no table of spreads; make it with 'aiplans calibrate A B --by spread" in told


# What compare says of it


def test_the_verdict_stands_before_the_table(call: Run) -> None:
    found = json.loads(call("compare", "us-2025-digest", "cn-2025-digest", "-f", "json"))
    assert found["parameters"]["fit"] == FITS
    sentence = found["summary"][1]
    rate = f"{false_flags()[FITS].flagged:.1%}"
    assert sentence.startswith("The concept list fits (") and rate in sentence
    for option in (["--calibration", "none"], ["--confidence", "0.5"], ["--correct", "none"]):
        found = json.loads(
            call("compare", "us-2025-digest", "cn-2025-digest", *option, "-f", "json")
        )
        assert found["summary"][1].endswith("of the words covered).")


def test_several_contrasts_are_told_how_many_the_list_fits(call: Run) -> None:
    names = ("us-2025-digest", "cn-2025-digest", "us-eo-14179-2025")
    found = json.loads(call("compare", *names, "-f", "json"))
    verdicts = found["parameters"]["fit"].split(",")
    told = next(line for line in found["summary"] if "concept list" in line)
    assert told.startswith(
        f"Of {len(verdicts)} contrasts the concept list fits {verdicts.count(FITS)}"
    )


def test_what_decides_is_named_where_it_is_not_coverage(call: Run) -> None:
    files = pair_files("tw-environment.en.txt", "tw-environment.zh.txt")
    found = json.loads(call("compare", *files, "-f", "json"))
    assert found["parameters"]["fit"] == IN_PART
    assert "but of other matters than it was made for" in found["summary"][0]


def test_a_text_that_does_not_fit_is_told_so(call: Run, tmp_path: Path) -> None:
    """A recipe and its translation: the list has few of its words."""
    english = "Knead the dough, then bake the loaf until the crust is crisp.\n\n"
    chinese_ = "揉好面团，再把面包烤到外皮酥脆。\n\n"  # the same in Chinese
    names = []
    for name, text, known in (
        ("bread.en.txt", english, "Data safety."),
        ("bread.zh.txt", chinese_, "数据安全。"),
    ):
        path = tmp_path / name
        path.write_text(f"{text}{known}\n\n" * 30, "utf-8")
        names.append(str(path))
    found = json.loads(call("compare", *names, "-f", "json"))
    assert found["parameters"]["fit"] == UNFIT
    assert found["summary"][0].startswith("The concept list does not fit (")


def test_within_a_language_nothing_is_said_of_fit(call: Run) -> None:
    arguments = ("compare", "us-2025-digest", "us-eo-14179-2025", "--by", "concept", "-f", "json")
    found = json.loads(call(*arguments))
    assert "fit" not in found["parameters"] and "calibration" not in found["parameters"]
    assert not any("concept list" in line for line in found["summary"])


def test_the_page_has_the_figures_that_ship() -> None:
    page = " ".join((ROOT / "docs" / "concepts.md").read_text(encoding="utf-8").split())
    for verdict, one in false_flags().items():
        row = (
            f"| {verdict} | {one.pairs:,} | {one.rows:,} | {one.excluded:.1%} | {one.flagged:.1%} |"
        )
        assert row in page, row
    assert resource_text("spreads.tsv").startswith("\t".join(COLUMNS))


# Correlation


NUMBERS = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=40)


@given(NUMBERS)
def test_correlations_are_those_of_scipy(pairs: list[tuple[int, int]]) -> None:
    from scipy import stats

    a, b = [float(x) for x, _ in pairs], [float(y) for _, y in pairs]
    assert ranks(a) == stats.rankdata(a).tolist()
    if len(set(a)) == 1 or len(set(b)) == 1:
        assert pearson(a, b) is spearman(a, b) is None
        return
    assert pearson(a, b) == pytest.approx(stats.pearsonr(a, b).statistic, abs=1e-9)
    assert spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-9)


def test_one_number_does_not_correlate() -> None:
    assert pearson([1.0], [2.0]) is None
