"""Translations come out equal, and what is left of a difference widens the intervals."""

from __future__ import annotations

import os
import random
import re
from math import log, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplans_cli.cli.app import run
from aiplans_cli.concepts.calibration import Agreement, agreement, shipped_calibration
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.errors import AnalysisError
from aiplans_cli.model import CountedSection, Counts, Occurrences
from aiplans_cli.sources.session import Session
from aiplans_cli.statistics.correlation import pearson, ranks, spearman
from aiplans_cli.statistics.spread import FREQUENT, log_ratio_spread
from aiplans_cli.statistics.table import PairCounts

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT.parent / "shared" / "texts" / "pairs"
SHIPPED = ROOT / "aiplans_cli" / "data" / "calibration.tsv"
NAMES = ("udhr.en", "udhr.zh-hans", "deep-synthesis.en", "deep-synthesis.zh")


def pair_files(*names: str) -> list[str]:
    paths = [PAIRS / f"{name}.txt" for name in names]
    if not all(path.is_file() for path in paths):
        pytest.skip("the shared pairs of translations are not here")
    return list(map(str, paths))


def agree(first: str, second: str) -> Agreement:
    a, b = (source.counts for source in Session().sources(pair_files(first, second)))
    return agreement(a, b, resamples=2_000)


# The shared translations


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("udhr.en", "udhr.zh-hans"),
        ("udhr.en", "udhr.zh-hant"),  # traditional script
        ("deep-synthesis.en", "deep-synthesis.zh"),
    ],
)
def test_translations_agree(first: str, second: str) -> None:
    found = agree(first, second)
    assert found.test == "permutation"
    assert found.cosine is not None and found.cosine >= 0.90
    assert found.tested >= 50 and found.flagged <= 0.05 * found.tested
    assert found.spearman is not None and found.spearman > 0.5


OWN_PAIRS = sorted(path.name[:-6] for path in (ROOT / "tests/cases/pairs").glob("*.en.md"))


@pytest.mark.parametrize("name", OWN_PAIRS)
def test_our_own_translations_agree(name: str) -> None:
    """Four fields of policy that neither the list nor the shared pairs were made from."""
    paths = [str(ROOT / "tests/cases/pairs" / f"{name}.{side}.md") for side in ("en", "zh")]
    a, b = (source.counts for source in Session().sources(paths))
    found = agreement(a, b, resamples=2_000)
    assert found.cosine is not None and found.cosine >= 0.90
    assert found.tested >= 10 and found.flagged <= 0.05 * found.tested


def test_there_are_four_of_them() -> None:
    assert len(OWN_PAIRS) == 4


def test_different_documents_do_not() -> None:
    """The targets can be missed: an unrelated text has another profile."""
    found = agree("udhr.en", "deep-synthesis.zh")
    assert found.cosine is not None and found.cosine < 0.6
    assert found.flagged > 0.05 * found.tested


def test_the_shipped_calibration_is_what_the_command_prints(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert run(["calibrate", *pair_files(*NAMES), "--format", "tsv"]) == 0
    fresh = capfd.readouterr().out
    if os.environ.get("AIPLANS_GOLDEN"):
        SHIPPED.write_text(fresh, encoding="utf-8", newline="\n")
        shipped_calibration.cache_clear()
    shipped = SHIPPED.read_text(encoding="utf-8")
    assert _rounded(shipped) == _rounded(fresh), "the calibration is stale: run 'make golden'"


def _rounded(table: str) -> list[list[str]]:
    """The cells, numbers to six digits, since the last ones may differ between machines."""
    rows = [line.split("\t") for line in table.splitlines()]
    return [[f"{float(c):.6f}" if "." in c and c[0].isdigit() else c for c in row] for row in rows]


def test_the_shipped_calibration_was_made_with_the_shipped_list() -> None:
    own = shipped_calibration()
    assert own.concept_list == load_concepts().sha256[:16], "run 'make golden'"
    assert own.pairs == 2 and own.concepts >= 10 and 0 < own.spread < 1


def test_the_figures_of_the_page_are_those_of_the_file() -> None:
    page = " ".join((ROOT / "docs" / "concepts.md").read_text(encoding="utf-8").split())
    header, *_, whole = SHIPPED.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split("\t"), whole.split("\t"), strict=True))
    spread, bias, high, noise = (float(cells[n]) for n in ("spread", "bias", "bias_high", "noise"))
    assert f"Over both pairs it is {spread:.2f} doublings" in page
    assert f"the bias at {bias:.2f}, at most {high:.2f} (95 %)" in page
    assert f"finds {noise:.0%}".replace("%", " %") in page
    assert f"of {cells['tested']} tested concepts" in page
    for mentions in (100, 5):
        own = 1.959964 * sqrt(2 / mentions) / log(2)
        wide = sqrt(own * own + (1.959964 * spread) ** 2)
        assert re.search(rf"±{own:.2f} to ±{wide:.2f}\b", page)


# One text against itself, and texts that cannot be calibrated


def counted(mentions: dict[str, list[int]], sections: int, name: str = "d") -> Counts:
    size = CountedSection("h", 1, "body", "", (), 50, 20, 10, 5, 300, name)
    concepts = {
        concept: tuple(Occurrences(i, n, min(n, 5)) for i, n in enumerate(own) if n)
        for concept, own in mentions.items()
    }
    return Counts(name, name, "en", "", "text", (size,) * sections, {}, concepts)


MANY = {"law": [3] * 12, "risk": [1, 2] * 6, "export": [0, 1] * 6}


def test_a_text_agrees_with_itself() -> None:
    one = counted(MANY, 12)
    found = agreement(one, one, resamples=200)
    assert found.cosine == found.pearson == found.spearman == 1
    assert found.flagged == 0 and found.tested == 3
    assert found.spread.spread == found.spread.bias == 0
    assert found.exchange_a == found.exchange_b
    assert found.exchange_a.tokens == 12 * 50 / (36 + 18 + 6)
    assert all(own.log_ratio == 0 for own in found.deviations)


def test_few_sections_are_tested_by_mentions() -> None:
    few = counted({"law": [30, 30], "risk": [2, 2]}, 2)
    other = counted({"law": [2, 2], "risk": [30, 30]}, 2)
    found = agreement(few, other)
    assert found.test == "g2" and found.flagged == 2
    assert [own.q for own in found.deviations] == [own.g2_q for own in found.deviations]


def test_rare_concepts_are_not_tested() -> None:
    found = agreement(counted({"law": [4, 4], "risk": [1]}, 2), counted({"law": [8]}, 2))
    by_name = {own.concept: own for own in found.deviations}
    assert by_name["risk"].q is None and not by_name["risk"].flagged
    assert found.tested == 1


def test_a_text_without_concepts_is_refused() -> None:
    with pytest.raises(AnalysisError, match=r"bare: no concept of the list stands in it"):
        agreement(counted(MANY, 12), counted({}, 12, "bare"))


# The command


def test_calibrate_wants_pairs(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["calibrate", "us-2025-digest"]) == 2
    assert "do not make pairs" in capfd.readouterr().err
    folder = str(ROOT / "texts" / "*.md")
    assert run(["calibrate", folder, "us-2025-digest"]) == 2
    assert "must name one document" in capfd.readouterr().err


def test_calibrate_shows_lines_of_both_sides(capfd: pytest.CaptureFixture[str]) -> None:
    files = pair_files("udhr.en", "udhr.zh-hans")
    arguments = ["--by", "deviation", "--top", "5", "--resamples", "200", "--format", "tsv"]
    assert run(["calibrate", *files, *arguments]) == 0
    header, *rows = capfd.readouterr().out.splitlines()
    assert len(rows) == 5
    for row in rows:
        cells = dict(zip(header.split("\t"), row.split("\t"), strict=True))
        for side in "ab":
            line = cells[f"line_{side}"]
            assert (line == "") == (cells[f"count_{side}"] == "0")
            assert line == "" or line.index("[") < line.index("]")
    ratios = [abs(float(row.split("\t")[7])) for row in rows]
    assert ratios == sorted(ratios, reverse=True)


def test_calibrate_works_on_counts_alone(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = str(tmp_path / "c.tsv")
    assert run(["count", "us-2025-digest", "-q", "-o", path]) == 0
    assert run(["calibrate", path, path, "--by", "deviation", "--resamples", "99", "-q"]) == 0
    _, *rows = capfd.readouterr().out.splitlines()
    assert rows and all(row.split("\t")[-2:] == ["", ""] for row in rows)


# Spread: the arithmetic


@pytest.mark.parametrize("bias", [0.0, 0.5, 1.0])
def test_a_known_bias_is_found_again(bias: float) -> None:
    rng = random.Random(7)
    pairs = []
    for _ in range(600):
        mean = rng.choice([10, 40, 160, 640])
        shift = 2 ** (rng.gauss(0, bias) / 2)
        a, b = (round(rng.gauss(m, sqrt(m))) for m in (mean * shift, mean / shift))
        pairs.append(PairCounts(max(0, a), 10**6, max(0, b), 10**6))
    found = log_ratio_spread(pairs)
    assert found.items == 600 and abs(found.bias - bias) < 0.1
    assert found.bias_high >= found.bias
    if bias:
        assert found.noise > 0.5 and found.spread is not None and found.spread > 0.8 * bias


def test_nothing_to_measure() -> None:
    assert log_ratio_spread([]).items == 0
    rare = log_ratio_spread([PairCounts(1, 100, 3, 100)])
    assert rare.spread is None and rare.frequent == 0
    assert log_ratio_spread([PairCounts(FREQUENT, 100, 0, 100)]).frequent == 1


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
