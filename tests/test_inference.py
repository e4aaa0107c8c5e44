"""What a contrast claims: tests, intervals and their units."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from math import exp, inf, lgamma, log, log2, sqrt
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplans_cli import compare, count
from aiplans_cli.analyses.comparison.basis import divided
from aiplans_cli.counting.files import parse_counts, render_counts
from aiplans_cli.counting.parquet import parse_parquet, table_of, write_parquet
from aiplans_cli.counting.places import read_places
from aiplans_cli.counting.tally import add, select
from aiplans_cli.counting.units import (
    FEWEST,
    PLACEMENTS,
    by_section,
    is_ample,
    units_of,
    with_words,
)
from aiplans_cli.errors import DataError
from aiplans_cli.model import CountedSection, Counts, Document, Section
from aiplans_cli.sources.session import Session
from aiplans_cli.statistics.correction import CORRECTIONS, level_after
from aiplans_cli.statistics.inference import (
    FAMILY,
    RATIOS,
    Inference,
    RatioEstimate,
    Units,
    ratio_interval,
)
from aiplans_cli.statistics.keyness import contrast
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.student import effective_df, t_p, t_quantile

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


# Student's t


@pytest.mark.parametrize("df", [1, 2, 3, 9, 30, 200, 5000])
@pytest.mark.parametrize("t", [1e-3, 0.1, 1.0, 2.2, 5.0, 30.0, 200.0])
def test_p_of_t_is_that_of_scipy(t: float, df: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    assert t_p(t, df) == pytest.approx(2 * stats.t.sf(t, df), rel=1e-9)


@pytest.mark.parametrize("df", [1, 2, 9, 30, 5000, inf])
@pytest.mark.parametrize("confidence", [0.01, 0.5, 0.95, 0.999, 1 - 1e-9])
def test_quantiles_and_p_are_inverse(confidence: float, df: float) -> None:
    assert t_p(t_quantile(confidence, df), df) == pytest.approx(1 - confidence, rel=1e-6)


def test_degrees_of_freedom_add_up() -> None:
    assert effective_df(((1.0, 4), (3.0, 9)), 13) == int(16 / (1 / 4 + 9 / 9))
    assert effective_df(((1.0, 4), (1e6, inf)), 13) == 13  # no more than there are
    assert effective_df(((0.0, 4),), 7) == 7


# The model


SIZES = st.integers(200, 100_000)
ESTIMATES = st.builds(
    RatioEstimate,
    *(st.integers(0, 200), SIZES, st.integers(0, 200), SIZES),
    *(st.floats(1, 20), st.floats(1, 20), st.floats(1, 200), st.floats(0, 1.5)),
)


@given(ESTIMATES, st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_an_interval_holds_equality_exactly_where_p_is_large(
    one: RatioEstimate, confidence: float
) -> None:
    low, high = one.interval(confidence)
    assert low <= high
    assert (low > 0 or high < 0) is (one.p < 1 - confidence)
    if one.p < 1 - confidence:
        nearer = 2 ** min(abs(low), abs(high))
        assert one.at_least(1 - confidence) == pytest.approx(nearer)


@given(ESTIMATES)
def test_sides_can_change_places(one: RatioEstimate) -> None:
    other = RatioEstimate(
        *(one.count_b, one.size_b, one.count_a, one.size_a),
        *(one.dispersion_b, one.dispersion_a, one.df, one.spread),
    )
    low, high = one.interval(0.95)
    assert other.p == one.p
    assert other.interval(0.95) == (-high + 0.0, -low + 0.0)


@given(ESTIMATES)
def test_ends_are_the_ratios_at_which_p_is_the_level(one: RatioEstimate) -> None:
    for end in one.interval(0.95):
        if not (one.count_a and one.count_b) or not 1e-9 < abs(end) < 30:
            continue
        rho = 2**end
        pi = rho * one.size_a / (rho * one.size_a + one.size_b)
        m = one.count_a + one.count_b
        mixed = (1 - pi) * one.dispersion_a + pi * one.dispersion_b
        wide = mixed + m * pi * (1 - pi) * (one.spread * log(2)) ** 2
        score = abs(one.count_a - m * pi) / sqrt(m * pi * (1 - pi) * wide)
        deviance = 2 * sum(
            n * log(n / (m * share)) for n, share in ((one.count_a, pi), (one.count_b, 1 - pi))
        )
        p = max(t_p(score, one.df), t_p(sqrt(max(0.0, deviance) / wide), one.df) / 2)
        assert p == pytest.approx(0.05, rel=1e-5)


@given(ESTIMATES, st.floats(1, 3))
def test_more_dispersion_and_more_spread_claim_less(one: RatioEstimate, more: float) -> None:
    wider = replace(one, dispersion_a=one.dispersion_a * more, spread=one.spread + more - 1)
    assert wider.p >= one.p * (1 - 1e-9)
    inner, outer = one.interval(0.95), wider.interval(0.95)
    assert outer[0] <= inner[0] + 1e-6 and outer[1] >= inner[1] - 1e-6


def test_independent_words_are_a_binomial_proportion() -> None:
    """Wilson's interval as in Agresti & Coull (1998): 0 of 10, of 20 and so on, via odds."""
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for successes, trials in ((7, 20), (30, 50), (48, 100)):
        low, high = RatioEstimate(successes, 1000, trials - successes, 1000).interval(0.95)
        expected = proportion.proportion_confint(successes, trials, method="wilson")
        assert [2**end / (1 + 2**end) for end in (low, high)] == pytest.approx(expected)
    low, _ = RatioEstimate(1, 1000, 9, 1000).interval(0.95)
    wide, narrow = (
        proportion.proportion_confint(1, 10, method=name)[0] for name in ("beta", "wilson")
    )
    assert wide < 2**low / (1 + 2**low) < narrow  # Wilson's is too near where a count is skewed


def test_dispersion_is_the_quasi_binomial_one_of_statsmodels() -> None:
    """Pearson's chi-squared over its degrees of freedom, which a Poisson fit of each side gives."""
    api = pytest.importorskip("statsmodels.api")
    import numpy as np

    rng = Random(0)
    counts = [rng.choice([0, 0, 1, 3, 6]) for _ in range(12)]
    fit = api.GLM(counts, np.ones(12), family=api.families.Poisson()).fit(scale="X2")
    units = Units([100] * 12, {"ai": list(enumerate(counts))})
    own = units.deviations("ai", sum(counts)) / sum(counts) * 12 / 11
    assert own == pytest.approx(fit.scale)


def test_a_zero_has_an_interval_with_two_ends() -> None:
    one = RatioEstimate(12, 1000, 0, 2000)
    low, high = one.interval(0.95)
    assert 0 < low < log2(12 / 1000 / (0.5 / 2000)) < high < inf
    assert RatioEstimate(0, 1000, 0, 1000).p == 1


def test_equal_counts_everywhere_are_no_certainty() -> None:
    even = Units([100] * 12, {"ai": [(unit, 1) for unit in range(12)]})
    twice = Units([100] * 12, {"ai": [(unit, 2) for unit in range(12)]})
    one = Inference(1200, 1200, even, twice)("ai", 12, 24)
    assert (one.dispersion_a, one.dispersion_b) == (1, 1)  # never less than independent words
    low, high = one.interval(0.95)
    assert low < high


def test_what_keeps_together_claims_less() -> None:
    spread_out = Units([100] * 20, {"ai": [(unit, 1) for unit in range(20)]})
    lumped = Units([100] * 20, {"ai": [(3, 20)]})
    rare = Units([100] * 20, {"ai": [(0, 1)]})
    even, uneven = (Inference(2000, 2000, u, rare)("ai", 20, 1) for u in (spread_out, lumped))
    assert even.p < 0.001 and uneven.p > 0.1
    words = Inference(2000, 2000)("ai", 20, 1)
    assert words.p < even.p


def test_a_list_is_as_uneven_as_the_text_beside_it() -> None:
    lumped = Units([100] * 20, {"ai": [(3, 20)]})
    one = Inference(2000, 10**6, lumped, None)("ai", 20, 5_000)
    assert one.dispersion_b == one.dispersion_a > 5


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=30),
    st.sampled_from(sorted(CORRECTIONS)),
)
def test_at_least_is_above_1_exactly_where_q_is_small(
    counts: list[tuple[int, int]], correct: str
) -> None:
    a = Profile(500, {str(n): pair[0] for n, pair in enumerate(counts)})
    b = Profile(900, {str(n): pair[1] for n, pair in enumerate(counts)})
    result = contrast(a, b, measures=list(RATIOS), correct=correct)
    for row in result.rows:
        if row.count_a + row.count_b < FAMILY:
            assert (row.p, row.q, row.at_least, row.intervals) == (None, None, None, {})
            continue
        assert row.p is not None and row.q is not None and row.at_least is not None
        assert (row.at_least > 1) is (row.q < 0.05)
        low, high = row.intervals["log_ratio"] or (0.0, 0.0)
        assert (low > 0 or high < 0) is (row.p < 0.05)
        for name in RATIOS:
            ends, value = row.intervals[name], row.scores[name]
            assert (ends is None) or (value is not None and ends[0] <= value <= ends[1])
    assert result.found == sum((row.at_least or 1) > 1 for row in result.rows)
    found = [row for row in result.rows if row.p is not None]
    level = level_after(correct, 0.05, result.found, result.tests)
    assert all((row.p or 0) < level for row in found if (row.at_least or 1) > 1)


def test_other_ratios_have_the_same_interval_on_their_own_scale() -> None:
    one = RatioEstimate(30, 1000, 10, 1000)
    low, high = one.interval(0.95)
    assert ratio_interval("risk_ratio", one, (low, high), 3.0) == (2**low, 2**high)
    odds = ratio_interval("odds_ratio", one, (low, high), 3.06)
    assert odds is not None and odds[0] > 2**low and odds[1] > 2**high  # farther from 1
    assert ratio_interval("odds_ratio", RatioEstimate(10, 10, 5, 90), (0.0, 9.0), 1.0) is None
    assert ratio_interval("percent_diff", one, (low, high), None) is None


def test_a_poisson_count_is_tested_at_its_level() -> None:
    """Halves that differ by nothing: about 5 % of rows, by an enumeration of all counts."""
    size, rejected = 20, 0.0
    infer = Inference(1000, 1000)
    for a in range(80):
        for b in range(80):
            chance = exp((a + b) * log(size) - 2 * size - lgamma(a + 1) - lgamma(b + 1))
            rejected += chance * (infer("ai", a, b).p < 0.05)
    assert 0.03 < rejected < 0.06


# Blocks and units


def document(sections: list[str], language: str = "en") -> Document:
    parts = tuple(
        Section(f"h{n}", 1, "body", "", text, part=n) for n, text in enumerate(sections, 1)
    )
    return Document("d", "d", language, parts)


def paragraphs(number: int, words: int, seed: int = 0) -> str:
    rng = Random(seed)
    names = "governance safety plan agency model data risk grid trade union".split()
    return "\n".join(" ".join(rng.choices(names, k=words)) + "." for _ in range(number))


def body_of(text: Document) -> Counts:
    return select(Session().rules.count(text), lambda section: section.kind == "body")


def check_blocks(counts: Counts) -> None:
    """Blocks add up to their section, in sizes and in every item."""
    for index, section in enumerate(counts.sections):
        blocks = section.blocks
        if not blocks:
            continue
        for name in ("tokens", "content_tokens", "sentences"):
            assert sum(getattr(block, name) for block in blocks) == getattr(section, name)
        for items in (counts.terms, counts.concepts):
            for stands in items.values():
                for o in stands:
                    if o.section == index:
                        assert sum(block.count for block in o.blocks) == o.count
                        assert sum(block.sentences for block in o.blocks) >= o.sentences


def test_one_long_section_is_told_by_block() -> None:
    counts = body_of(document([paragraphs(60, 20)]))
    check_blocks(counts)
    [section] = counts.sections
    assert 20 <= len(section.blocks) <= 24 and {b.tokens for b in section.blocks} <= {40, 60}


def test_a_section_that_holds_much_is_told_by_block_and_the_others_are_not() -> None:
    counts = body_of(document([paragraphs(2, 40, n) for n in range(30)] + [paragraphs(80, 40)]))
    check_blocks(counts)
    assert [len(section.blocks) > 0 for section in counts.sections] == [False] * 30 + [True]
    placed = by_section(counts)
    units = units_of(counts.terms, counts, placed, "tokens")
    assert max(units.sizes) <= 0.08 * units.total
    assert units.total == sum(section.tokens for section in counts.sections)


def test_a_long_paragraph_is_cut_at_its_sentences() -> None:
    text = " ".join(["The agency shall support safety research and report on the data."] * 80)
    [section] = body_of(document([text])).sections
    assert len(section.blocks) > 10
    assert all(block.tokens % 11 == 0 for block in section.blocks)


def test_short_texts_and_even_ones_have_no_blocks() -> None:
    for sections in ([paragraphs(1, 60)], [paragraphs(3, 20, n) for n in range(25)]):
        assert not any(section.blocks for section in body_of(document(sections)).sections)


def test_blocks_of_chinese() -> None:
    text = "\n".join(["各国应当加强人工智能治理合作，促进数据安全与发展。"] * 60)
    counts = body_of(document([text], "zh"))  # "... strengthen cooperation on AI governance ..."
    check_blocks(counts)
    assert len(counts.sections[0].blocks) > 5


def test_blocks_survive_files_sums_and_stems() -> None:
    counts = Session().rules.count(document([paragraphs(60, 20), paragraphs(3, 10, 1)]))
    assert parse_counts(render_counts([counts]), "x") == [counts]
    stream = io.BytesIO()
    write_parquet([table_of([counts])], stream)
    assert parse_parquet(stream.getvalue(), "x") == [replace(counts, ledger={})]
    both = add([counts, counts])
    check_blocks(both)
    from aiplans_cli.concepts.listing import load_concepts
    from aiplans_cli.concepts.themes import rolled_up
    from aiplans_cli.counting.tally import restem

    check_blocks(restem(counts, {term: term[:3] for term in counts.terms}))
    check_blocks(rolled_up(counts, load_concepts().themes))


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("\t1:", "\t99:", 1),  # a block that is not there
        lambda text: text.replace('"blocks": [[', '"blocks": [[9', 1),  # sizes that do not add up
        lambda text: text.replace('"blocks": [[', '"blocks": [[-', 1),
        lambda text: re.sub(r'("blocks": \[\[\d+, )', r"\g<1>9", text, count=1),  # content words
        lambda text: re.sub(r', "blocks": \[\[.*?\]\]', "", text, count=1),  # rows tell of some
    ],
)
def test_blocks_that_do_not_fit_are_refused(damage: Callable[[str], str]) -> None:
    text = render_counts([Session().rules.count(document([paragraphs(60, 20)]))])
    with pytest.raises(DataError, match="line"):
        parse_counts(damage(text), "x.tsv")


def _told(value: str | None) -> Callable[[dict[str, object]], dict[str, object]]:
    return lambda row: {**row, "about": value}


def _content(row: dict[str, object]) -> dict[str, object]:
    about = json.loads(str(row["about"]))
    about["blocks"][0][1] += 1
    return {**row, "about": json.dumps(about)}


@pytest.mark.parametrize(
    ("unit", "section", "damage"),
    [
        ("term", 1, _told(None)),  # not told by block, though the section is cut
        ("term", 1, _told("1:999:1")),
        ("term", 2, _told("1:1:1")),  # told by block, though it is not
        ("section", 1, _content),  # sizes that do not add up
    ],
)
def test_blocks_in_parquet_that_do_not_fit_are_refused(
    unit: str, section: int, damage: Callable[[dict[str, object]], dict[str, object]]
) -> None:
    text = document([paragraphs(60, 20), paragraphs(1, 2)])
    table = table_of([Session().rules.count(text)])
    rows = table.to_pylist()
    at = next(n for n, r in enumerate(rows) if (r["unit"], r["section"]) == (unit, section))
    rows[at] = damage(rows[at])
    stream = io.BytesIO()
    write_parquet([type(table).from_pylist(rows, schema=table.schema)], stream)
    for read in (
        lambda data: parse_parquet(data, "x.parquet"),
        lambda data: read_places(data, "x.parquet", "term"),
    ):
        with pytest.raises(DataError, match=r"^x\.parquet: .*make it again"):
            read(stream.getvalue())


def test_units_are_documents_where_there_are_many() -> None:
    many = add([replace_document(document([paragraphs(3, 30, n)]), f"d{n}") for n in range(FEWEST)])
    few = body_of(document([paragraphs(40, 30)]))
    whole = body_of(document([paragraphs(3, 30, n) for n in range(12)]))
    levels = [side.level for side in divided([many, whole], "auto")]
    assert levels == ["documents", "sections"]
    assert [side.level for side in divided([many, few], "auto")] == ["documents", "paragraphs"]
    assert [side.level for side in divided([whole, few], "auto")] == ["paragraphs", "paragraphs"]
    assert [side.level for side in divided([whole, few], "sections")] == ["sections", "sections"]


def replace_document(text: Document, id_: str) -> Counts:
    return body_of(replace(text, id=id_))


@pytest.mark.parametrize("level", sorted(PLACEMENTS))
def test_units_hold_every_word_once(level: str) -> None:
    counts = body_of(document([paragraphs(40, 30), *(paragraphs(1, 9, n) for n in range(9))]))
    placed = PLACEMENTS[level](counts)  # type: ignore[index]
    for items, size in ((counts.terms, "tokens"), (counts.concepts, "mentions")):
        units = units_of(items, counts, placed, size)  # type: ignore[arg-type]
        for item, stands in items.items():
            assert sum(n for _, n in units.counts[item]) == sum(o.count for o in stands)
    assert with_words(counts, placed) >= 1


@pytest.mark.parametrize(
    ("number", "largest", "ample"),
    [
        (30, 0.25, True),
        (30, 0.27, False),  # it may hold more than a quarter of the units
        (29, 0.25, False),
    ],
)
def test_ample_counts_have_enough_units_without_any_document(
    number: int, largest: float, ample: bool
) -> None:
    sections = tuple(
        CountedSection(f"Part {n}", 1, "body", "", (), 60, 30, 0, 4, 300, document=f"d{n}")
        for n in range(number)
    )
    counts = Counts("all", "all", "en", "", "text", sections, {}, {})
    assert is_ample(counts, int(largest * 60 * number), "tokens") is ample


# The command


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def sections(topic: str, number: int, words: int = 40) -> str:
    return "\n\n".join(
        f"# Part {n}\n\n{topic} {paragraphs(1, words, n + len(topic))}" for n in range(number)
    )


def test_too_few_units_claim_nothing_and_say_why(tmp_path: Path) -> None:
    short = write(tmp_path / "short.md", sections("energy energy energy", 3))
    long = write(tmp_path / "long.md", sections("health", 20))
    report = compare(short, long)
    assert report.rows() and all(
        row[column] is None
        for row in report.rows()
        for column in ("p", "q", "at_least", "log_ratio_low", "log_ratio_high")
    )
    assert report.parameters["inference"] == "none"
    assert any("short has 3 sections and 3 blocks of paragraphs" in line for line in report.told)
    assert any("tests need 10" in note for note in report.notes)
    ranks = [abs(float(row["g2"] or 0)) for row in report.rows()]
    assert ranks == sorted(ranks, reverse=True)


def test_units_without_a_concept_are_none_of_shares(tmp_path: Path) -> None:
    """All mentions stand in one section of a side: of shares there is one unit, of words twelve."""
    paths = [
        write(
            tmp_path / f"{topic}.md",
            "\n\n".join(
                f"# Zorp {n}\n\n"
                + (f"The {topic} blips. " * 8 if n == 3 else "Grax wibbled snarf.")
                for n in range(12)
            ),
        )
        for topic in ("governance", "health")
    ]
    shares = compare(*paths, by="concept")
    assert shares.parameters["inference"] == "none"
    assert all(row["p"] is None for row in shares.rows())
    assert any("governance has 1 section and 1 block" in line for line in shares.told)
    words = compare(*paths, by="concept", denominator="tokens")
    assert words.parameters["inference"] == "sections"
    assert all(row["p"] is not None for row in words.rows())


@pytest.mark.parametrize(
    ("chosen", "label"),
    [
        ("auto", "sections"),
        ("sections", "sections"),
        ("paragraphs", "paragraphs"),
        ("words", "words"),
    ],
)
def test_what_tests_rest_on_is_said(tmp_path: Path, chosen: str, label: str) -> None:
    a = write(tmp_path / "a.md", sections("energy", 20))
    b = write(tmp_path / "b.md", sections("health", 20))
    report = compare(a, b, inference=chosen)
    assert report.parameters["inference"] == label
    assert any("independent draw" in line for line in report.told) is (chosen == "words")
    row = report.rows()[0]
    assert row["term"] in ("energy", "health") and float(row["at_least"] or 0) > 1
    tested = [r for r in report.rows() if r["p"] is not None]
    assert report.parameters["tests"] == len(tested)
    read = [note for note in report.notes if "where they are not told apart" in note]
    assert len(read) == 1 and f"fewer than {FAMILY} occurrences" in read[0]
    assert {r["count_a"] + r["count_b"] >= FAMILY for r in tested} == {True}


def test_rows_are_ranked_by_what_is_sure_first(tmp_path: Path) -> None:
    a = write(tmp_path / "a.md", sections("energy", 20))
    b = write(tmp_path / "b.md", sections("health", 20))
    rows = compare(a, b).rows()
    keys = [(-float(row["at_least"] or 1), -abs(float(row["g2"] or 0))) for row in rows]
    assert keys == sorted(keys)
    by_g2 = compare(a, b, sort="g2").rows()
    assert [abs(r["g2"]) for r in by_g2] == sorted((abs(r["g2"]) for r in by_g2), reverse=True)
    chosen = compare(a, b, measures=["log_ratio"])
    assert chosen.parameters["sort"] == "log_ratio"


def test_counts_files_claim_what_their_texts_do(tmp_path: Path) -> None:
    """A text of one section: what tests need is in its counts."""
    a = write(tmp_path / "a.txt", paragraphs(60, 25, 1) + "\nenergy energy energy")
    b = write(tmp_path / "b.txt", paragraphs(60, 25, 2))
    files = [write(tmp_path / f"{path.stem}.tsv", render_counts([count(path)])) for path in (a, b)]
    assert compare(*files).rows() == compare(a, b).rows()
    assert compare(a, b).parameters["inference"] == "paragraphs"


def test_themes_rest_on_the_same_units(tmp_path: Path) -> None:
    report = compare("us-2025-digest", "cn-2025-digest")
    rows = next(table for table in report.tables if table.name == "themes").records()
    tested = [row for row in rows if row["p"] is not None]
    assert tested
    for row in tested:
        inside = float(row["log_ratio_low"]) <= 0 <= float(row["log_ratio_high"])
        assert inside is (float(row["p"]) >= 0.05)
        if row["q"] is not None:
            assert (float(row["at_least"]) > 1) is (float(row["q"]) < 0.05)


def test_the_recitals_of_the_ai_act_do_not_hide_the_rest() -> None:
    path = SHARED / "real" / "pdf" / "EU-AI-Act-Regulation-2024-1689.pdf"
    other = SHARED / "texts" / "us" / "us-2025.pdf"
    if not path.is_file():
        pytest.skip("the shared documents are not here")
    report = compare(path, other)
    rows = {row["term"]: row for row in report.rows()}
    row = rows["high-risk"]
    assert row["count_b"] == 0 and float(row["count_a"]) > 300
    assert float(row["q"]) < 0.05
    sure = [r for r in rows.values() if r["at_least"] is not None and float(r["at_least"]) > 1]
    assert len(sure) > 100


def test_a_default_comparison_loads_no_numpy() -> None:
    program = (
        "import sys; from aiplans_cli import compare; compare('us-2025-digest', 'cn-2025-digest');"
        "print(*{'numpy', 'scipy', 'pandas', 'pyarrow'} & {*sys.modules})"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == ""


def test_measures_can_be_imported_from_the_room() -> None:
    from aiplans_cli.statistics import ASSOCIATIONS, DISPERSION, MEASURES, Pair

    assert ASSOCIATIONS and DISPERSION and MEASURES and callable(Pair)


def test_collocates_rest_on_sections(tmp_path: Path) -> None:
    from aiplans_cli import collocates

    near = "The agency shall support safety research. Other words follow here and end."
    apart = "The agency has staff. Data and models are many, and safety counts."
    text = "\n\n".join(f"# Part {n}\n\n{near} {apart} {apart}" for n in range(14))
    path = write(tmp_path / "a.md", text)
    row = next(
        r for r in collocates("safety", path, exact=True).rows() if r["collocate"] == "research"
    )
    assert float(row["q"] or 1) < 0.05
    lumped = "\n\n".join(
        f"# Part {n}\n\n{near * 14 if n == 3 else ''} {apart} {apart}" for n in range(14)
    )
    path = write(tmp_path / "b.md", lumped)
    row = next(
        r for r in collocates("safety", path, exact=True).rows() if r["collocate"] == "research"
    )
    assert row["count"] == 14 and float(row["p"] or 0) > 0.05  # it stands in one section alone
    short = write(tmp_path / "c.md", f"# A\n\n{near} {near} {near} {near} {near} {near}")
    rows = collocates("safety", short, exact=True).rows()
    assert rows and {r["p"] for r in rows} == {None}
