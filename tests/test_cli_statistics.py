"""The statistics on the command line: compare's further options, score, verify, and the rest."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import log, log2, sqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from other_packages import package_checks

from aiplans_cli import read
from aiplans_cli.__main__ import main
from aiplans_cli.analyses import company as windows
from aiplans_cli.analyses.company import Span, company
from aiplans_cli.analyses.comparison.reference import parse_list
from aiplans_cli.analyses.comparison.report import compare
from aiplans_cli.analyses.settings import UNITS
from aiplans_cli.analyses.verification import checks_report
from aiplans_cli.cli.progress import progress
from aiplans_cli.counting.tally import count
from aiplans_cli.errors import DataError
from aiplans_cli.language import tokenize
from aiplans_cli.model import Document, Section, SectionTokens
from aiplans_cli.sources.corpus.texts import corpus_of
from aiplans_cli.sources.paragraphs import by_paragraph
from aiplans_cli.statistics.association import ASSOCIATIONS, Pair
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.crosscheck import exact_checks
from aiplans_cli.statistics.dispersion import DISPERSION, POSITIONAL
from aiplans_cli.statistics.distance_measures import DISTANCES
from aiplans_cli.statistics.inference import FAMILY, RATIOS
from aiplans_cli.statistics.intervals import BOOTSTRAPPED
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.published import ORIGINS, Check, published_numbers, verify

DIGESTS = ("us-2025-digest", "cn-2025-digest")
SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "texts"


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of the program left behind."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, str]]:
        """The rows of TSV output."""
        head, *lines = self.out.splitlines()
        names = head.split("\t")
        return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]

    def json(self) -> Any:
        """JSON output; no word that JSON does not have may be in it."""
        return json.loads(self.out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))


Run = Callable[..., Ran]


@pytest.fixture
def aiplans(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the program in this process."""

    def run(*arguments: object, stdin: bytes | None = None) -> Ran:
        monkeypatch.setattr(sys, "argv", ["aiplans", *map(str, arguments)])
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert "Warning" not in err
        return Ran(int(ended.value.code or 0), out, err)

    return run


def _plan(path: Path, topic: str, sections: int = 12) -> Path:
    """A document of many sections, each with words of its own and words of all."""
    rng = Random(topic)
    places = "alpha beta gamma delta coast north south".split()
    parts = [
        f"# Part {n}\n\nThe {topic} agency shall support safety research{' soon' * (n % 3)}. "
        f"Every office reports on {topic if n % 2 else 'standards'} and training.\n\n"
        f"Models serve the public in {topic} area {' '.join(rng.choices(places, k=9))}.\n"
        for n in range(sections)
    ]
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Three documents that differ in their topic."""
    energy, health = (
        _plan(tmp_path / "energy.md", "energy"),
        _plan(tmp_path / "health.md", "health"),
    )
    return energy, health, _plan(tmp_path / "water.md", "water", 10)


# Compare


def test_columns_of_the_default(aiplans: Run, plans: tuple[Path, ...]) -> None:
    rows = aiplans("compare", plans[0], plans[1]).rows()
    shared = "log_ratio log_ratio_low log_ratio_high at_least g2 p q dp_norm_a dp_norm_b".split()
    sides = "count_a count_b rate_a rate_b".split()
    assert list(rows[0]) == ["rank", "term", *sides, *shared]
    rows = aiplans("compare", *DIGESTS).rows()
    shares = ["share_a", "share_b"]
    others = [
        f"{name}_{s}" for name in ("sentences", "content_rate", "sentence_rate") for s in "ab"
    ]
    ranks = ["rank_share", "rank_tokens", "rank_sentences"]
    first = ["rank", "concept", "theme", *sides, *shares, *shared]
    assert list(rows[0]) == [*first, *others, *ranks]


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_its_columns(aiplans: Run, plans: tuple[Path, ...], name: str) -> None:
    ran = aiplans("compare", plans[0], plans[1], "--measure", name, "-f", "json")
    report = ran.json()
    columns = [column["name"] for column in report["columns"]]
    ends = [f"{name}_low", f"{name}_high"] if name in RATIOS else []
    place = columns.index(name)
    assert columns[place : place + 1 + len(ends)] == [name, *ends]
    assert columns[-4:] == ["p", "q", "dp_norm_a", "dp_norm_b"]
    assert "at_least" in columns and report["parameters"]["inference"] == "sections"
    assert report["parameters"]["measures"] == name
    assert any(note.startswith(f"{name}: ") for note in report["notes"])
    tests = sum(row["q"] is not None for row in report["rows"])
    assert report["parameters"]["tests"] == tests
    assert any(f"over {tests} tests" in note for note in report["notes"])


def test_several_measures_stand_side_by_side(aiplans: Run, plans: tuple[Path, ...]) -> None:
    chosen = ["-m", "chi2", "-m", "odds_ratio", "-m", "fisher_p"]
    ran = aiplans("compare", plans[0], plans[1], *chosen, "-f", "json").json()
    names = [column["name"] for column in ran["columns"]]
    effect = ["odds_ratio", "odds_ratio_low", "odds_ratio_high"]
    assert names[6:14] == [*effect, "at_least", "chi2", "fisher_p", "p", "q"]
    assert ran["parameters"]["sort"] == "chi2"


SIGNED = [name for name, measure in MEASURES.items() if measure.value is measure.signed]


@pytest.mark.parametrize("name", SIGNED)
def test_swapping_the_sides_turns_every_sign(
    aiplans: Run, plans: tuple[Path, ...], name: str
) -> None:
    options = ["--measure", name, "-f", "json"]
    ours = {r["term"]: r for r in aiplans("compare", plans[0], plans[1], *options).json()["rows"]}
    theirs = {r["term"]: r for r in aiplans("compare", plans[1], plans[0], *options).json()["rows"]}
    assert ours.keys() == theirs.keys()
    for term, row in ours.items():
        other = theirs[term]
        assert (row["count_a"], row["count_b"]) == (other["count_b"], other["count_a"])
        assert row[name] == (None if other[name] is None else -other[name])
        assert (row["p"], row["dp_norm_a"]) == (other["p"], other["dp_norm_b"])
    assert any(row[name] for row in ours.values())


@pytest.mark.parametrize("name", MEASURES)
def test_a_note_ends_with_what_the_rates_are_of(
    aiplans: Run, plans: tuple[Path, ...], name: str
) -> None:
    notes = aiplans("compare", *plans[:2], "-m", name, "-f", "json").json()["notes"]
    (own,) = [note for note in notes if note.startswith(f"{name}: ")]
    assert own.endswith("; of rates.") is (MEASURES[name].needs != "sections")


def test_the_ends_of_an_interval_leave_a_narrow_screen_together(
    aiplans: Run, plans: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = set()
    for columns in range(30, 140, 3):
        monkeypatch.setenv("COLUMNS", str(columns))
        shown = aiplans("compare", *plans[:2], "-f", "table,wide", "--top", "2").out
        dropped = shown.partition("no room for")[2]
        ends = [f"log_ratio_{end}" in dropped for end in ("low", "high")]
        assert ends[0] == ends[1], columns
        seen.add(ends[0])
    assert seen == {True, False}


@pytest.mark.parametrize("name", CORRECTIONS)
def test_corrections(aiplans: Run, plans: tuple[Path, ...], name: str) -> None:
    ran = aiplans("compare", plans[0], plans[1], "--correct", name, "-f", "json").json()
    tested = [row for row in ran["rows"] if row["count_a"] + row["count_b"] >= FAMILY]
    assert [row for row in ran["rows"] if row["p"] is not None] == tested
    p = [row["p"] for row in tested]
    assert [row["q"] for row in tested] == pytest.approx(CORRECTIONS[name](p))
    assert all((row["q"] < 0.05) == (row["at_least"] > 1) for row in tested)
    assert ran["parameters"]["correction"] == name


@pytest.mark.parametrize("name", [*DISPERSION, "none"])
def test_dispersion(aiplans: Run, plans: tuple[Path, ...], name: str) -> None:
    rows = aiplans("compare", plans[0], plans[1], "--dispersion", name).rows()
    if name == "none":
        assert list(rows[0])[-1] == "q"
        return
    assert list(rows[0])[-2:] == [f"{name}_a", f"{name}_b"]
    energy = next(row for row in rows if row["term"] == "energy")
    assert energy[f"{name}_b"] in ("", "0")
    assert float(energy[f"{name}_a"]) >= 0


@pytest.mark.parametrize(
    ("column", "down"),
    [
        ("count_a", True),
        ("rate_b", True),
        ("p", False),
        ("q_permutation", False),
        ("p_permutation", False),
        ("dp_norm_a", True),
        ("log_ratio_low", True),
    ],
)
def test_sort_by_any_column(aiplans: Run, plans: tuple[Path, ...], column: str, down: bool) -> None:
    options = ["--sort", column, "--resample", "permutation", "--resamples", "50"]
    rows = aiplans("compare", plans[0], plans[1], *options).rows()
    cells = [row[column] for row in rows]
    full = [float(cell) for cell in cells if cell]
    assert full == sorted(full, reverse=down)
    assert cells[len(full) :] == [""] * (len(cells) - len(full))
    assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))


def test_sort_by_text_and_by_strength(aiplans: Run, plans: tuple[Path, ...]) -> None:
    terms = [row["term"] for row in aiplans("compare", *plans[:2], "--sort", "term").rows()]
    assert terms == sorted(terms)
    rows = aiplans("compare", *plans[:2], "--sort", "log_ratio").rows()
    strengths = [abs(float(row["log_ratio"])) for row in rows]
    assert strengths == sorted(strengths, reverse=True)
    rows = aiplans("compare", *DIGESTS, "--sort", "theme").rows()
    assert [row["theme"] for row in rows] == sorted(row["theme"] for row in rows)
    assert [r["concept"] for r in aiplans("compare", *DIGESTS, "--sort", "term").rows()] == sorted(
        row["concept"] for row in rows
    )


def test_constants_of_the_formulas(aiplans: Run, plans: tuple[Path, ...]) -> None:
    wide = aiplans("compare", *plans[:2], "--confidence", "0.99").rows()[0]
    usual = aiplans("compare", *plans[:2]).rows()[0]
    assert float(wide["log_ratio_low"]) < float(usual["log_ratio_low"])
    options = ["-m", "simple_maths", "-f", "json"]
    few = aiplans("compare", *plans[:2], *options).json()
    many = aiplans("compare", *plans[:2], *options, "--k", "1000").json()
    assert (few["parameters"]["k"], many["parameters"]["k"]) == (1, 1000)
    assert few["rows"][0]["simple_maths"] != many["rows"][0]["simple_maths"]
    assert any("k = 1000" in note for note in many["notes"])


def test_without_a_constant_the_strongest_stand_first_on_either_side(
    aiplans: Run, plans: tuple[Path, ...]
) -> None:
    for options in (["-m", "simple_maths", "--k", "0"], ["-m", "odds_ratio"]):
        rows = aiplans("compare", *plans[:2], *options).rows()
        on_one_side = [row["count_a"] == "0" or row["count_b"] == "0" for row in rows]
        assert any(on_one_side) and not all(on_one_side)
        assert "0" in (rows[0]["count_a"], rows[0]["count_b"])
        assert "0" not in (rows[-1]["count_a"], rows[-1]["count_b"])


def test_priors(aiplans: Run, plans: tuple[Path, ...], tmp_path: Path) -> None:
    listed = tmp_path / "list.tsv"
    listed.write_text("energy\t30\nHealth\t10\n", encoding="utf-8")
    options = ["compare", *plans[:2], "-m", "dirichlet_z", "-f", "json", "--prior"]
    uniform, pooled, file = (aiplans(*options, prior).json() for prior in ("0.5", "pooled", listed))
    assert uniform["parameters"]["prior"] == "0.5"
    assert uniform["parameters"]["prior_total"] > 10
    assert pooled["parameters"]["prior_total"] == pytest.approx(500)
    assert file["parameters"]["prior_total"] == pytest.approx(500)
    assert any("0.5 for every term" in note for note in uniform["notes"])
    assert any("both sides together" in note for note in pooled["notes"])
    scored = {row["term"] for row in file["rows"] if row["dirichlet_z"]}
    assert scored == {"energy", "health"}
    assert all(row["dirichlet_z"] is not None for row in pooled["rows"])


def test_signs_that_a_prior_turns_are_counted(aiplans: Run, tmp_path: Path) -> None:
    small, large = tmp_path / "small.txt", tmp_path / "large.txt"
    small.write_text("energy energy health", encoding="utf-8")
    large.write_text("energy health energy policy. " * 20, encoding="utf-8")
    options = ["compare", small, large, "-m", "dirichlet_z", "-f", "json", "--prior"]
    turned = aiplans(*options, "10").json()
    z = {row["term"]: row["dirichlet_z"] for row in turned["rows"]}
    assert z["energy"] < 0  # 12 of 33 against 50 of 110, where 2 of 3 stood against 40 of 80
    assert any("In 2 of 3 rows dirichlet_z has the other sign" in n for n in turned["notes"])
    pooled = aiplans(*options, "pooled").json()
    assert not any("other sign" in note for note in pooled["notes"])


# Resampling


@pytest.mark.parametrize("kind", ["permutation", "bootstrap"])
def test_the_seed_decides(aiplans: Run, plans: tuple[Path, ...], kind: str) -> None:
    options = ["compare", *plans[:2], "--resample", kind, "--resamples", "200"]
    first = aiplans(*options)
    assert first == aiplans(*options)
    assert first == aiplans(*options, "--seed", "0")
    assert first.out != aiplans(*options, "--seed", "1").out


def test_permutation_adds_columns_and_the_whole(aiplans: Run, plans: tuple[Path, ...]) -> None:
    options = ["--resample", "permutation", "--resamples", "400", "-f", "json"]
    ran = aiplans("compare", *plans[:2], *options).json()
    rows = {row["term"]: row for row in ran["rows"]}
    assert rows["energy"]["p_permutation"] == pytest.approx(1 / 8001)
    assert rows["safety"]["p_permutation"] > 0.5
    assert rows["energy"]["q_permutation"] >= rows["energy"]["p_permutation"]
    assert 0 < ran["parameters"]["divergence"] < 1
    assert ran["parameters"]["divergence_p"] == pytest.approx(1 / 401)
    assert (ran["parameters"]["resamples"], ran["parameters"]["seed"]) == (400, 0)
    assert any("400 permutations of the sections, seed 0" in note for note in ran["notes"])
    assert ran["parameters"]["most_resamples"] == 8000
    assert any("permuted on until one did, up to 8,000 times" in note for note in ran["notes"])
    assert any("differ more than in any of 8,000 permutations" in note for note in ran["notes"])


def test_a_floor_that_hides_a_difference_is_told(aiplans: Run, plans: tuple[Path, ...]) -> None:
    options = ["--resample", "permutation", "--resamples", "2"]
    ran = aiplans("compare", *plans[:2], *options)
    assert "differ more than in any of 40 permutations: their p_permutation is at most" in ran.err
    assert "and q_permutation cannot fall below 0." in ran.err
    several = aiplans("compare", *plans, *options, "-f", "json").json()
    assert any(n.startswith("energy against rest: Rows that no") for n in several["notes"])
    enough = aiplans("compare", *plans[:2], *options[:3], "400")
    assert "cannot fall below" not in enough.err


def test_the_divergence_is_one_number_everywhere(aiplans: Run, plans: tuple[Path, ...]) -> None:
    options = ["--no-stop-words", "-m", "jsd", "-f", "json"]
    resampled = ["--resample", "permutation", "--resamples", "10"]
    ran = aiplans("compare", *plans[:2], *options, *resampled).json()
    parts = sum(abs(row["jsd"]) for row in ran["rows"])
    pairs = aiplans("distance", *plans[:2], "--no-stop-words", "-f", "json").json()["rows"]
    shift = aiplans("compare", *plans[:2], *options, "--explain").json()["rows"]
    assert parts == pytest.approx(ran["parameters"]["divergence"])
    assert parts == pytest.approx(pairs[0]["jensen_shannon_divergence"])
    assert parts == pytest.approx(sum(abs(row["contribution"]) for row in shift))
    assert shift[-1]["cumulated"] == pytest.approx(1)


@pytest.mark.parametrize("name", BOOTSTRAPPED)
def test_bootstrap_has_an_interval_of_its_own(
    aiplans: Run, plans: tuple[Path, ...], name: str
) -> None:
    options = ["-m", name, "--resample", "bootstrap", "--resamples", "300", "-f", "json"]
    ran = aiplans("compare", *plans[:2], *options).json()
    row = next(row for row in ran["rows"] if row["term"] == "soon")
    assert row[f"{name}_low_bootstrap"] < row[name] < row[f"{name}_high_bootstrap"]
    assert any("by bootstrap over sections (300 resamples, seed 0)" in n for n in ran["notes"])


@pytest.mark.parametrize("name", BOOTSTRAPPED)
def test_a_bootstrap_says_nothing_of_a_side_without_the_term(
    aiplans: Run, plans: tuple[Path, ...], name: str
) -> None:
    options = ["compare", *plans[:2], "-m", name, "-f", "json"]
    plain = {row["term"]: row for row in aiplans(*options).json()["rows"]}
    ran = aiplans(*options, "--resample", "bootstrap", "--resamples", "200").json()
    ends = (f"{name}_low_bootstrap", f"{name}_high_bootstrap")
    one_sided = 0
    for row in ran["rows"]:
        low, high = (row[end] for end in ends)
        if row["count_a"] and row["count_b"]:
            assert low <= row[name] <= high
            continue
        one_sided += 1
        assert (low, high) == (None, None)
        assert all(row[column] == value for column, value in plain[row["term"]].items())
    assert one_sided
    told = [note for note in ran["notes"] if note.startswith(f"{one_sided} of {len(plain)} rows")]
    assert len(told) == 1


def test_a_bootstrap_of_rows_that_all_stand_on_both_sides(
    aiplans: Run, plans: tuple[Path, ...]
) -> None:
    options = ["--resample", "bootstrap", "--resamples", "20", "-f", "json"]
    several = aiplans("compare", *plans, *options).json()
    assert len([note for note in several["notes"] if "rows do not stand" in note]) == 3
    none = aiplans("compare", plans[0], plans[0], *options).json()
    assert none["rows"]
    assert not [note for note in none["notes"] if "rows do not stand" in note]


def test_too_few_sections_offer_paragraphs(aiplans: Run, tmp_path: Path) -> None:
    paths = [_plan(tmp_path / f"{topic}.md", topic, 6) for topic in ("energy", "health")]
    ran = aiplans("compare", *paths, "--resample", "permutation")
    assert ran.code == 1
    assert ran.err.startswith("aiplans: energy: 6 sections with words are too few")
    assert "--unit paragraph" in ran.err
    options = ["--resample", "permutation", "--resamples", "99", "--unit", "paragraph"]
    ran = aiplans("compare", *paths, *options, "-f", "json")
    report = ran.json()
    assert [row["sections"] for row in report["tables"]["documents"]["rows"]] == [12, 12]
    assert report["parameters"]["section"] == "paragraph"
    whole = aiplans("compare", *paths, "-f", "json").json()
    counts = {row["term"]: row["count_a"] for row in whole["rows"]}
    assert {row["term"]: row["count_a"] for row in report["rows"]} == counts


def test_still_too_few_paragraphs(aiplans: Run, tmp_path: Path) -> None:
    paths = [_plan(tmp_path / f"{topic}.md", topic, 2) for topic in ("energy", "health")]
    ran = aiplans("compare", *paths, "--resample", "bootstrap", "--unit", "paragraph")
    assert ran.code == 1
    assert "--unit" not in ran.err
    assert "compare without --resample" in ran.err


@pytest.mark.usefixtures("counts_alone")
def test_paragraphs_of_counts_are_not_known(
    aiplans: Run, plans: tuple[Path, ...], tmp_path: Path
) -> None:
    counts = tmp_path / "energy.counts.tsv"
    assert aiplans("count", plans[0], "-o", counts).code == 0
    ran = aiplans("compare", counts, plans[1], "--unit", "paragraph")
    assert ran.code == 1
    assert "its paragraphs are not known" in ran.err


def test_paragraphs_hold_the_same_words() -> None:
    section = Section("", 0, "body", "1", "One two.\n\nThree four.", part=0, breaks=((10, "2"),))
    heading = Section("H", 1, "heading", "2", "H", part=1)
    furniture = Section("", 0, "running head", "2", "page 2", part=1)
    note = replace(section, kind="note", text="A note.", part=1, breaks=())
    body = replace(section, heading="H", text="Five.\nSix.", part=1, breaks=())
    document = Document("d", "d", "en", (section, heading, furniture, body, note))
    split = by_paragraph(document)
    parts = [(s.text, s.part, s.page) for s in split.sections]
    assert parts == [
        ("One two.", 1, "1"),
        ("Three four.", 2, "2"),
        ("H", 3, "2"),
        ("Five.", 3, "1"),
        ("Six.", 4, "1"),
        ("A note.", 5, "1"),
    ]
    one, other = (count(tokenize(item)) for item in (document, split))
    assert {t: sum(o.count for o in s) for t, s in one.terms.items()} == {
        t: sum(o.count for o in s) for t, s in other.terms.items()
    }


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("quiet", [False, True])
def test_progress_only_for_those_who_wait(
    aiplans: Run, plans: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch, quiet: bool
) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("aiplans_cli.cli.progress._PATIENCE_SECONDS", -1.0)
    options = ["--resample", "permutation", "--resamples", "20", "--inference", "words"]
    options += ["-q"] if quiet else []
    ran = aiplans("compare", *plans[:2], *options)
    assert ran.rows()
    assert ("20 of 20 resamples, 100%, " in terminal.getvalue()) is not quiet
    assert quiet or "\r\x1b[Kaiplans: note:" in terminal.getvalue()


@pytest.mark.parametrize(("columns", "bar"), [(200, True), (50, False), (12, False)])
def test_a_line_of_progress_fits_its_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, bar: bool
) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("aiplans_cli.cli.progress._PATIENCE_SECONDS", -1.0)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    with progress("texts", quiet=False) as step:
        step(25_000, 100_000)
    line = terminal.getvalue().removeprefix("\r").partition("\x1b[K")[0]
    assert len(line) < columns
    assert ("━" in line) is bar
    assert "25,000 of 100,000 texts, 25%, "[: columns - 1] in line
    assert line.endswith(" s left") is bar


def test_progress_is_shown_where_nobody_knows_how_much_there_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("aiplans_cli.cli.progress._PATIENCE_SECONDS", -1.0)
    monkeypatch.setenv("NO_COLOR", "1")
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Governance.", encoding="utf-8")
    corpus_of([str(tmp_path)], meter=partial(progress, quiet=False))
    shown = terminal.getvalue().split("\r")
    assert re.search(r"━{3}.* 1 files found, [\d,]+/s", shown[1])
    assert shown[-1] == "\x1b[K"
    corpus_of([str(tmp_path)], meter=partial(progress, quiet=True))
    assert terminal.getvalue() == "\r".join(shown)


# References and several documents


def test_a_frequency_list_takes_the_place_of_b(
    aiplans: Run, plans: tuple[Path, ...], tmp_path: Path
) -> None:
    listed = tmp_path / "general.tsv"
    listed.write_text("word\tfreq\nThe\t60\nthe\t40\nSafety\t5\nwar\t3\n", encoding="utf-8")
    ran = aiplans("compare", plans[0], "--reference", listed, "-f", "json").json()
    rows = {row["term"]: row for row in ran["rows"]}
    assert rows["war"]["count_b"] == 3
    assert rows["safety"]["rate_b"] == pytest.approx(1000 * 5 / 108)
    assert all(row["dp_norm_b"] is None for row in ran["rows"])
    assert [source["id"] for source in ran["inputs"]] == ["energy", "general"]
    assert ran["inputs"][1]["tokens"] == 108
    assert any("108 words in all" in note for note in ran["notes"])
    ran = aiplans("compare", plans[0], plans[1], "--reference", listed, "-f", "json").json()
    assert {(row["document"], row["against"]) for row in ran["rows"]} == {
        ("energy", "general"),
        ("health", "general"),
    }
    stemmed = aiplans("compare", plans[0], "--reference", listed, "--stem").rows()
    assert "safety" in {row["term"] for row in stemmed}


def test_a_counts_file_takes_the_place_of_b(
    aiplans: Run, plans: tuple[Path, ...], tmp_path: Path
) -> None:
    counts = tmp_path / "both.counts.tsv"
    aiplans("count", plans[1], plans[2], "-o", counts)
    rows = aiplans("compare", plans[0], "--reference", counts).rows()
    rest = aiplans("compare", *plans).rows()
    numbers = ("count_a", "count_b", "g2", "q")
    first = [[row[name] for name in numbers] for row in rest if row["document"] == "energy"]
    assert [[row[name] for name in numbers] for row in rows] == first
    by = aiplans("compare", "us-2025-digest", "--reference", counts, "--by", "concept")
    assert "share_b" in by.rows()[0]


BROKEN_LISTS = {
    "no number": ("the\t5\nof\tmany\n", "line 2 is no term and count"),
    "a cell too many": ("the\t5\t1\n", "line 1 is no term and count"),
    "below zero": ("the\t5\nof\t-1\n", "line 2 is no term and count"),
    "no term": ("the\t5\n\t1\n", "line 2 is no term and count"),
    "nothing": ("word\tcount\n", "it lists no words"),
    "prose": ("This is a document.\n", "line 1 is no term and count"),
    "a part first": ("of\t5.5\nthe\t5\n", "line 1 is no term and count"),
    "below zero first": ("the\t-5\nof\t5\n", "line 1 is no term and count"),
    "thousands first": ("the\t1,000\nof\t5\n", "line 1 is no term and count"),
    "no number first": ("the\tnan\nof\t5\n", "line 1 is no term and count"),
    "nothing first": ("the\t\nof\t5\n", "line 1 is no term and count"),
    "thousands of digits": (f"the\t5\nof\t{'9' * 5000}\n", "line 2 is no term and count"),
}


@pytest.mark.parametrize("case", BROKEN_LISTS)
def test_broken_lists(aiplans: Run, plans: tuple[Path, ...], tmp_path: Path, case: str) -> None:
    text, fact = BROKEN_LISTS[case]
    listed = tmp_path / "list.tsv"
    listed.write_text(text, encoding="utf-8")
    ran = aiplans("compare", plans[0], "--reference", listed)
    assert ran.code == 1
    assert fact in ran.err
    assert "list.tsv" in ran.err
    assert len(ran.err.splitlines()) == 1
    with pytest.raises(DataError):
        parse_list(text, "list.tsv", "en")


@pytest.mark.parametrize("header", ["word\tfreq\n", "word\tfreq_2025\n", "词\t频数\n", ""])
def test_a_header_is_a_name(header: str) -> None:
    # 词, 频数: word, frequency
    assert parse_list(f"{header}the\t2\n", "list.tsv", "en") == {"the": 2}


ZH_LIST = "治理\t50\n的\t100\n"  # governance, of


def test_a_list_in_another_language(aiplans: Run, plans: tuple[Path, ...], tmp_path: Path) -> None:
    chinese, english = tmp_path / "zh.tsv", tmp_path / "en.tsv"
    chinese.write_text(ZH_LIST, encoding="utf-8")
    english.write_text("the\t60\nsafety\t5\n", encoding="utf-8")
    prior = ["-m", "dirichlet_z", "--prior"]
    for source, listed, wanted, options in (
        (plans[0], chinese, "English", []),
        ("cn-2025-digest", english, "Chinese", ["--by", "term"]),
    ):
        ran = aiplans("compare", source, "--reference", listed, *options)
        assert (ran.code, ran.out) == (1, "")
        assert f"name a list of {wanted} words" in ran.err
        assert len(ran.err.splitlines()) == 1
        ran = aiplans("compare", source, source, *prior, listed, *options)
        assert (ran.code, f"name a list of {wanted} words" in ran.err) == (1, True)
    assert aiplans("compare", "cn-2025-digest", "--reference", chinese).code == 0


@pytest.mark.parametrize("listed", ["5\t3\n2025\t9\n", f"{ZH_LIST}ai\t7\n"])
def test_a_list_whose_language_is_in_doubt(
    aiplans: Run, plans: tuple[Path, ...], tmp_path: Path, listed: str
) -> None:
    path = tmp_path / "list.tsv"
    path.write_text(listed, encoding="utf-8")
    ran = aiplans("compare", plans[0], "--reference", path)
    assert ran.code == 0
    assert "list.tsv: its words may not be English, but are taken as such" in ran.err
    assert "may not be" not in aiplans("compare", plans[0], "--reference", path, "-q").err


def test_references_that_do_not_fit(aiplans: Run, plans: tuple[Path, ...], tmp_path: Path) -> None:
    listed = tmp_path / "list.tsv"
    listed.write_text("war\t5\n", encoding="utf-8")
    counts = tmp_path / "zh.counts.tsv"
    aiplans("count", "cn-2025-digest", "-o", counts)
    cases: list[tuple[list[object], str]] = [
        (["--reference", tmp_path / "none.tsv"], "none.tsv"),
        (["--reference", "-"], "standard input"),
        (["--reference", listed, "--by", "concept"], "holds words, not concepts"),
        (["--reference", listed, "--resample", "permutation"], "no sections to resample"),
        (["--reference", counts], "another language"),
    ]
    for options, fact in cases:
        ran = aiplans("compare", str(plans[0]), *options)
        assert (ran.code, fact in ran.err) == (1, True), ran.err


def test_each_with_the_rest_and_every_pair(aiplans: Run, plans: tuple[Path, ...]) -> None:
    rest = aiplans("compare", *plans, "--top", "2").rows()
    assert [(row["rank"], row["document"], row["against"]) for row in rest] == [
        (str(rank), id_, "rest") for id_ in ("energy", "health", "water") for rank in (1, 2)
    ]
    assert [row["term"] for row in rest[::2]] == ["energy", "health", "water"]
    pairs = aiplans("compare", *plans, "--pairwise", "--top", "1", "-f", "json").json()
    assert [(row["document"], row["against"]) for row in pairs["rows"]] == [
        ("energy", "health"),
        ("energy", "water"),
        ("health", "water"),
    ]
    assert [source["id"] for source in pairs["inputs"]] == ["energy", "health", "water"]
    assert len(pairs["parameters"]["tests"].split(",")) == 3
    table = aiplans("compare", *plans, "--top", "1", "-f", "table").out
    assert table.startswith("energy against the rest: energy uses")
    assert all(f"\n{id_} " in table for id_ in ("energy", "health", "water"))
    concepts = aiplans("compare", *DIGESTS, plans[0], "--top", "1").rows()
    assert [row["document"] for row in concepts] == [*DIGESTS, "energy"]


def test_explain_cumulates(aiplans: Run, plans: tuple[Path, ...]) -> None:
    ran = aiplans("compare", *plans[:2], "-m", "jsd", "--explain", "-f", "json").json()
    rows = ran["rows"]
    assert ran["table"] == "word_shift"
    assert {row["term"] for row in rows[:2]} == {"energy", "health"}
    assert {row["side"] for row in rows[:2]} == {"A", "B"}
    assert all((row["contribution"] > 0) is (row["side"] == "A") for row in rows)
    sums = [sum(row["share"] for row in rows[: n + 1]) for n in range(len(rows))]
    assert [row["cumulated"] for row in rows] == pytest.approx(sums)
    assert any("the divergence is" in note for note in ran["notes"])
    assert not [note for note in ran["notes"] if note.startswith(("p:", "p and q", "dp_norm"))]
    resampled = ["--resample", "permutation", "--resamples", "20"]
    ran = aiplans("compare", *plans[:2], "-m", "jsd", "--explain", "-f", "json", *resampled).json()
    assert any("20 permutations" in note for note in ran["notes"])
    several = aiplans("compare", *plans, "-m", "jsd", "--explain", "--top", "1").rows()
    assert [row["document"] for row in several] == ["energy", "health", "water"]


USAGE = [
    (["--measure", "g3"], "'g3' is not one of g2"),
    (["--correct", "sidak"], "'sidak' is not one of"),
    (["--dispersion", "gini"], "'gini' is not one of"),
    (["--sort", "colour"], "'colour' is not one of"),
    (["--resample", "jackknife"], "'jackknife' is not one of"),
    (["--resamples", "0"], "0 is not in the range 1<=x"),
    (["--confidence", "1"], "1.0 is not in the range 0.01<=x<=0.999999"),
    (["--k", "-1"], "-1.0 is not in the range x>=0"),
    (["--k", "inf"], "'--k': inf is not a finite number"),
    (["--k", "nan"], "'--k': nan is not a finite number"),
    (["--confidence", "nan"], "'--confidence': nan is not a finite number"),
    (["--unit", "page"], "'page' is not one of"),
    (["--prior", "0"], "no count above 0"),
    (["--prior", "nan"], "no count above 0"),
    (["--prior", "-1"], "no count above 0"),
    (["--k", "5"], "add --measure simple_maths"),
    (["--k", "5", "-m", "g2"], "add --measure simple_maths"),
    (["--prior", "pooled", "-m", "g2"], "add --measure dirichlet_z"),
    (["--prior", "none.tsv"], "add --measure dirichlet_z"),
    (["--resamples", "99"], "add --resample permutation or bootstrap"),
    (["--explain"], "--measure jsd"),
    (["--explain", "-m", "jsd", "--sort", "p"], "leave --sort out"),
    (["--explain", "-m", "g2", "-m", "jsd"], "leave --measure g2 out"),
    (["--explain", "-m", "jsd", "-m", "log_ratio"], "leave --measure log_ratio out"),
    (["--reference", "list.tsv", "--pairwise"], "leave --pairwise out"),
]


@pytest.mark.parametrize(("options", "fact"), USAGE, ids=lambda x: " ".join(x)[:30])
def test_usage(aiplans: Run, plans: tuple[Path, ...], options: list[str], fact: str) -> None:
    ran = aiplans("compare", *plans[:2], *options)
    assert (ran.code, ran.out) == (2, "")
    assert fact in ran.err
    assert len(ran.err.splitlines()) == 1


def test_choices_that_do_not_fit_the_table(aiplans: Run, plans: tuple[Path, ...]) -> None:
    for options, fact in (
        (["--sort", "chi2"], "add --measure chi2"),
        (["--sort", "share_a"], "choose from"),
        (["-m", "g2", "--resample", "bootstrap"], "add --measure with one of log_ratio"),
        (["-m", "dirichlet_z", "--prior", "none.tsv"], "none.tsv"),
    ):
        ran = aiplans("compare", *plans[:2], *options)
        assert (ran.code, fact in ran.err) == (1, True), ran.err
    assert aiplans("compare", plans[0]).code == 2
    assert aiplans("compare", "--reference", "list.tsv").code == 2


def test_what_has_no_row(aiplans: Run, plans: tuple[Path, ...], tmp_path: Path) -> None:
    empty = tmp_path / "stop.txt"
    empty.write_text("of the and it is", encoding="utf-8")
    ran = aiplans("compare", plans[0], empty, "--lang", "en")
    assert (ran.code, "stop: no term of it can be compared" in ran.err) == (1, True)
    stood = aiplans("compare", *DIGESTS).rows()
    every = aiplans("compare", *DIGESTS, "--min-count", "0").rows()
    assert len(every) > len(stood)
    assert min(int(row["count_a"]) + int(row["count_b"]) for row in every) == 0
    often = aiplans("compare", *DIGESTS, "--min-count", "5").rows()
    assert min(int(row["count_a"]) + int(row["count_b"]) for row in often) == 5
    assert "the" in {
        row["term"] for row in aiplans("compare", *plans[:2], "--no-stop-words").rows()
    }


def test_paragraphs_of_notes_too(aiplans: Run, plans: tuple[Path, ...]) -> None:
    path = SHARED / "us" / "us-2025.pdf"
    if not path.is_file():
        pytest.skip("the shared documents are not here")
    for kinds in ([], ["--all"]):
        options = ["compare", path, plans[0], "-f", "json", *kinds]
        ours, theirs = (aiplans(*options, "--unit", unit).json() for unit in UNITS)
        assert ours["inputs"] == theirs["inputs"]
        documents = (report["tables"]["documents"]["rows"][0] for report in (ours, theirs))
        sections, paragraphs = (row["sections"] for row in documents)
        assert sections < paragraphs


def test_the_function_behind_the_command(plans: tuple[Path, ...]) -> None:
    a, b = (count(tokenize(read(str(path)))) for path in plans[:2])
    report = compare(a, b)
    assert report.tables[0].rows
    assert report.parameters["measures"] == "g2,log_ratio"


# Score


SCORED = [number for number in published_numbers() if number.kind == "keyness"]
OPTION = {"family": "--family", "confidence": "--confidence", "per_million": "--k"}


@pytest.mark.parametrize("number", SCORED, ids=lambda number: number.id)
def test_score_against_published_numbers(aiplans: Run, number: Any) -> None:
    options = [w for name, value in number.parameters.items() for w in (OPTION[name], value)]
    scores = aiplans("score", *number.inputs.split(), *options, "-f", "json").json()
    assert scores[number.measure] == pytest.approx(number.expected, abs=number.tolerance)


def test_one_flat_object(aiplans: Run) -> None:
    scores = aiplans("score", 52, 50_000, 57, 75_000, "--format", "json").json()
    of_table = [name for name, measure in MEASURES.items() if measure.needs == "table"]
    assert [name for name in scores if name in MEASURES] == of_table
    assert all(value is None or isinstance(value, float) for value in scores.values())
    assert scores["log_ratio_low"] < scores["log_ratio"] < scores["log_ratio_high"]
    assert scores["g2_2term"] == pytest.approx(2.65, abs=0.005)
    for form in ("json", "tsv", "csv", "jsonl"):
        ran = aiplans("score", 52, 50_000, 57, 75_000, "--format", form)
        assert ran.err.startswith("aiplans: note: p and intervals take every word as an independ")
        assert len(ran.err.splitlines()) == 1
        assert aiplans("score", 52, 50_000, 57, 75_000, "--format", form, "-q").err == ""
    ran = aiplans("score", 52, 50_000, 57, 75_000, "--format", "tsv")
    assert list(ran.rows()[0]) == list(scores)
    assert float(ran.rows()[0]["g2"]) == scores["g2"]
    jsonl = aiplans("score", 52, 50_000, 57, 75_000, "--format", "jsonl")
    assert json.loads(jsonl.out) == scores


def test_a_measure_a_row_for_people(aiplans: Run) -> None:
    shown = aiplans("score", 52, 50_000, 57, 75_000, "-f", "table").out
    for name, measure in MEASURES.items():
        assert (f"\n{name} " in shown) is (measure.needs == "table")
        assert (measure.description in shown) is (measure.needs == "table")
    assert "52 in 50,000 (A) against 57 in 75,000 (B)" in shown


def _sides(ran: Ran) -> dict[str, str]:
    rows = (line.strip("| ").split(" | ") for line in ran.out.splitlines() if " | " in line)
    return {row[0].strip("`"): row[2].strip() for row in rows}


@pytest.mark.parametrize(
    ("counts", "side"),
    [
        ("52 50000 57 75000", "A"),
        ("10 100 20 100", "B"),
        ("10 100 20 200", "="),
        ("0 10 0 10", "="),
        ("0 100 3 100", "B"),
    ],
)
def test_each_measure_says_its_side(aiplans: Run, counts: str, side: str) -> None:
    ran = aiplans("score", *counts.split(), "-f", "md")
    found = _sides(ran)
    for name in ("g2", "fisher_p", "odds_ratio", "risk_ratio", "simple_maths", "bic", "ell"):
        assert found[name] == side, name
    assert "Positive scores mean more in A" in ran.out
    assert "odds_ratio, risk_ratio and simple_maths do where they are above 1" in ran.out
    assert "fisher_p and bic have no side of their own" in ran.out


def test_no_side_without_words(aiplans: Run) -> None:
    found = _sides(aiplans("score", 0, 0, 3, 10, "-f", "md"))
    assert {found[name] for name in SIGNED if name in found} == {"–"}  # an empty cell


@pytest.mark.parametrize(
    ("measures", "told"),
    [
        ("g2 log_ratio", "positive scores mean more in A."),
        ("g2 risk_ratio", "positive scores mean more in A; risk_ratio does where it is above 1."),
        (
            "fisher_p bic",
            "fisher_p and bic have no side of their own, the rates say which has more.",
        ),
        (
            "g2 bic odds_ratio simple_maths",
            "positive scores mean more in A; odds_ratio and simple_maths do where they are above "
            "1; bic has no side of its own, the rates say which has more.",
        ),
    ],
)
def test_notes_say_how_a_side_is_read(
    aiplans: Run, plans: tuple[Path, ...], measures: str, told: str
) -> None:
    chosen = [word for name in measures.split() for word in ("-m", name)]
    for sources in (plans[:2], plans):
        note = aiplans("compare", *sources, *chosen, "-f", "json").json()["notes"][0]
        assert note.endswith(f"; {told}"), note


def test_score_swapped(aiplans: Run) -> None:
    ours = aiplans("score", 5, 100, 9, 70, "-f", "json").json()
    theirs = aiplans("score", 9, 70, 5, 100, "-f", "json").json()
    for name in set(SIGNED) & set(ours):
        assert ours[name] == -theirs[name]


@pytest.mark.parametrize(
    "numbers", ["0 0 0 0", "0 10 0 10", "10 10 10 10", "0 5 5 5", f"{10**12} {10**13} 1 {10**13}"]
)
def test_edges_are_finite_or_empty(aiplans: Run, numbers: str) -> None:
    for family in (1, 10**6):
        ran = aiplans("score", *numbers.split(), "--family", family, "-f", "json")
        assert ran.code == 0
        assert ran.json()


ROWS = b"term\tO1\tN1\tO2\tN2\nai\t52\t50000\t57\t75000\n\nlaw\t0\t50000\t3\t75000\n"


def test_rows_on_standard_input(aiplans: Run) -> None:
    rows = aiplans("score", "-", stdin=ROWS).rows()
    single = aiplans("score", 52, 50_000, 57, 75_000, "-f", "tsv").rows()[0]
    assert list(rows[0]) == ["term", "count_a", "size_a", "count_b", "size_b", *single]
    assert {name: rows[0][name] for name in single} == single
    assert [row["term"] for row in rows] == ["ai", "law"]
    piped = aiplans("score", "-", "-f", "json", stdin=ROWS)
    assert "an independent draw" in piped.err
    records = piped.json()
    assert [record["term"] for record in records] == ["ai", "law"]
    bare = b"\xef\xbb\xbf1\t10\t2\t10\n"
    assert aiplans("score", "-", stdin=bare).rows()[0]["count_b"] == "2"
    named = aiplans("score", "-", stdin=b"ai\t1\t10\t2\t10\n").rows()
    assert named[0]["label"] == "ai"
    table = aiplans("score", "-", "-f", "table", stdin=ROWS).out
    assert "law" in table


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (b"1\t2\t3\n", "line 1 is no row of counts"),
        (b"O1\tN1\tO2\n1\t10\t2\t10\n", "line 1 is no row of counts"),
        (b"1\t10\t2\t10\n1\t10\tx\t10\n", "line 2 is no row of counts"),
        (b"1\t10\t2\t10\n\n11\t10\t2\t10\n", "line 3: side A"),
        (b"1\t10\t2\t10\nai\t1\t10\t2\t10\n", "line 2 is no row of counts"),
        (b"1\t10\t2\t-10\n", "line 1 is no row of counts"),
        (b"1.5\t10\t2\t10\n", "line 1 is no row of counts"),
        (b"1.5\t10.5\t2.5\t10.5\nai\t1\t10\t2\t10\n", "line 1 is no row of counts"),
        (b"-1\t-10\t-2\t-10\n1\t10\t2\t10\n", "line 1 is no row of counts"),
        (b"term\tO1\tN1\tO2\t10\nai\t1\t10\t2\t10\n", "line 1 is no row of counts"),
        (b"term\ta\tb\tc\td\n", "no row of counts"),
        (b"g2\ta\tb\tc\td\nai\t1\t10\t2\t10\n", "cannot be called 'g2'"),
        (
            b"term\tcount_a\tsize_a\tcount_b\tsize_b\tnote\nai\t1\t10\t2\t10\tx\n",
            "line 1: 'note' stands after the four numbers; move that column before them",
        ),
        (b"w\tO1\tN1\tO2\tN2\tx\nai\t1\t10\t2\t10\t7\n", "line 1: 'x' stands after the four"),
        (b"ai\t1\t10\t2\t10\tx\n", "line 1: 'x' stands after the four numbers"),
        (b"w\ta\tA\tb\tB\nai\t1\t10\t2\t10\tx\n", "line 2: 'x' stands after the four numbers"),
        (b"count_a\ta\tA\tb\tB\nai\t1\t10\t2\t10\n", "cannot be called 'count_a'"),
        (b"", "empty"),
        (b"\xff\xfe\x00\n", "not UTF-8"),
    ],
)
def test_bad_rows(aiplans: Run, text: bytes, fact: str) -> None:
    ran = aiplans("score", "-", stdin=text)
    assert (ran.code, ran.out) == (1, "")
    assert fact in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["1", "2", "3"], 2),
        (["1", "x", "3", "4"], 2),
        (["1", "2.5", "3", "4"], 2),
        (["1", "2", "3", "4", "5"], 2),
        (["1", "9" * 30, "3", "4"], 2),
        (["1", "2", "3", "4", "--family", "0"], 2),
        (["1", "2", "3", "4", "--k", "inf"], 2),
        (["1", "2", "3", "4", "--k", "nan"], 2),
        ([], 2),
        (["5", "3", "1", "10"], 1),
    ],
)
def test_score_usage(aiplans: Run, words: list[str], code: int) -> None:
    ran = aiplans("score", *words)
    assert (ran.code, ran.out) == (code, "")
    assert len(ran.err.splitlines()) == 1


# Verify


def test_verify_prints_every_number(aiplans: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = aiplans("verify", "-f", "json")
    report = ran.json()
    assert (ran.code, report["parameters"]["failed"]) == (0, 0)
    kinds = [row["kind"] for row in report["rows"]]
    origins = [number.origin for number in published_numbers()]
    assert kinds == [*origins, *(["exact"] * kinds.count("exact"))]
    assert origins.count("derived") > 10
    assert kinds.count("exact") == 9
    told = f"{origins.count('published')} published ones"
    assert told in report["notes"][0]
    assert f"{origins.count('derived')} derived from published ones" in report["notes"][0]
    assert f"{origins.count('recalled')} recalled" in report["notes"][0]
    assert {row["result"] for row in report["rows"]} == {"pass"}


def test_verify_fails_with_3(aiplans: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [replace(verify()[0], passed=False, ours=None, difference=None), *verify()[1:3]]
    monkeypatch.setattr("aiplans_cli.statistics.published.verify", lambda: wrong)
    monkeypatch.setattr("aiplans_cli.statistics.crosscheck.exact_checks", lambda seed: [])
    ran = aiplans("verify")
    assert ran.code == 3
    assert [row["result"] for row in ran.rows()] == ["fail", "pass", "pass"]
    assert checks_report(wrong, []).parameters["failed"] == 1


def test_calibration(aiplans: Run, tmp_path: Path) -> None:
    path = _plan(tmp_path / "long.md", "energy", 24)
    options = ["verify", "--calibration", path, "--halvings", 4, "--resamples", 99]
    ran = aiplans(*options)
    assert ran == aiplans(*options)
    assert ran.out != aiplans(*options, "--seed", "5").out
    assert {row["test"] for row in ran.rows()} >= {"g2", "mann_whitney", "permutation"}
    assert all(0 <= float(row["share_5"]) <= 1 for row in ran.rows())
    paragraphs = aiplans(*options, "--unit", "paragraph", "--no-stop-words")
    assert int(paragraphs.rows()[0]["terms"]) > int(ran.rows()[0]["terms"])
    short = _plan(tmp_path / "short.md", "energy", 8)
    refused = aiplans("verify", "--calibration", short, "--halvings", "1")
    assert refused.code == 1
    assert "too few" in refused.err
    assert aiplans("verify", "--calibration", tmp_path / "*.md").code == 2
    for option in (["--halvings", "5"], ["--resamples", "5"], ["--unit", "paragraph"]):
        alone = aiplans("verify", *option)
        assert (alone.code, alone.out) == (2, "")
        assert "are for --calibration SOURCE" in alone.err


# Distances


def test_distances(aiplans: Run, plans: tuple[Path, ...]) -> None:
    rows = aiplans("distance", *plans).rows()
    names = ["jensen_shannon_divergence", "jensen_shannon_distance", "cosine"]
    assert list(rows[0]) == ["a", "b", *names]
    pairs = [(row["a"], row["b"]) for row in rows]
    assert pairs == [("energy", "health"), ("energy", "water"), ("health", "water")]
    for row in rows:
        apart = float(row["jensen_shannon_distance"])
        assert apart**2 == pytest.approx(float(row["jensen_shannon_divergence"]))
        assert 0 < float(row["cosine"]) < 1
    same = aiplans("distance", plans[0], plans[0]).rows()[0]
    assert float(same["jensen_shannon_divergence"]) == 0
    assert float(same["cosine"]) == pytest.approx(1)
    shown = aiplans("distance", *plans, "-f", "table").out
    assert "Jensen-Shannon distance" in shown
    assert "Cosine similarity" in shown


def test_distances_across_languages(aiplans: Run, plans: tuple[Path, ...]) -> None:
    report = aiplans("distance", *DIGESTS, "-f", "json").json()
    assert report["parameters"]["by"] == "concept"
    assert 0 < report["rows"][0]["jensen_shannon_distance"] < 1
    refused = aiplans("distance", *DIGESTS, "--by", "term")
    assert (refused.code, "--by concept" in refused.err) == (1, True)
    assert aiplans("distance", plans[0]).code == 2


def test_bare_numbers_are_terms_but_no_key_words(aiplans: Run, tmp_path: Path) -> None:
    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    a.write_text("In 2030 the plan ends. In 2030 the plan is law.", encoding="utf-8")
    b.write_text("The plan is law. The law is a plan.", encoding="utf-8")
    compared = aiplans("compare", a, b, "--no-stop-words").rows()
    assert "2030" in {row["term"] for row in compared}
    for measure in ("tfidf", "textrank"):
        ranked = aiplans("keywords", a, "--no-stop-words", "--measure", measure).rows()
        assert "2030" not in {row["term"] for row in ranked}
        assert "the" in {row["term"] for row in ranked}
    near = aiplans("collocates", "plan", a, "--exact", "--no-stop-words").rows()
    assert "2030" not in {row["collocate"] for row in near}


# Collocates


def test_collocates_count_what_stands_near(aiplans: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(
        "Strong tea is served. Strong tea and weak coffee.\nPowerful engines. Coffee is strong. "
        "The tea was strong, very strong.",
        encoding="utf-8",
    )
    tea = ["collocates", "tea", path, "--exact", "--min-count", "1"]
    rows = aiplans(*tea, "--window", "2").rows()
    found = {row["collocate"]: row for row in rows}
    assert set(found) == {"strong", "served", "weak"} or set(found) == {"strong", "weak"}
    strong = found["strong"]
    assert (strong["count"], strong["node_count"], strong["collocate_count"]) == ("3", "3", "5")
    wide = aiplans(*tea, "--window", "9").rows()
    assert next(row for row in wide if row["collocate"] == "strong")["count"] == "4"
    assert "engines" not in {row["collocate"] for row in wide}
    every = aiplans(*tea, "--no-stop-words").rows()
    assert "is" in {row["collocate"] for row in every}
    often = aiplans("collocates", "tea", path, "--exact", "--min-count", "2").rows()
    assert [row["collocate"] for row in often] == ["strong"]
    assert aiplans("collocates", "milk", path, "--exact").rows() == []


@pytest.mark.parametrize("name", ASSOCIATIONS)
def test_every_association_ranks(aiplans: Run, name: str) -> None:
    rows = aiplans("collocates", "standards", *DIGESTS, "-m", name, "--min-count", "1").rows()
    assert {row["document"] for row in rows} == set(DIGESTS)
    for document in DIGESTS:
        own = [row for row in rows if row["document"] == document]
        values = [float(row[name]) for row in own if row[name]]
        assert values == sorted(values, reverse=name != "fisher")
        assert [row["rank"] for row in own] == [str(n + 1) for n in range(len(own))]


@st.composite
def sections_with_nodes(draw: st.DrawFn) -> tuple[SectionTokens, list[tuple[int, int]]]:
    """A section of words of one letter, a space between two, and the words that are a node."""
    words = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=30))
    ends_here = draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    sentences = [sum(ends_here[:at]) for at in range(len(words))]
    starts = [2 * at for at in range(len(words))]
    nodes = draw(
        st.lists(
            st.tuples(st.integers(0, len(words) - 1), st.integers(1, 3)),
            max_size=6,
            unique_by=lambda node: node[0],
        )
    )
    reach = [(first, min(len(words), first + length)) for first, length in nodes]
    tokens = SectionTokens(
        0,
        tuple(words),
        tuple(starts),
        tuple(start + 1 for start in starts),
        tuple(sentences),
        sentences[-1] + 1,
    )
    return tokens, reach


@given(sections_with_nodes(), st.integers(0, 6), st.integers(0, 6))
def test_a_window_counts_each_place_in_it_once(
    section: tuple[SectionTokens, list[tuple[int, int]]], left: int, right: int
) -> None:
    tokens, nodes = section
    inside = {at for first, stop in nodes for at in range(first, stop)}
    places = [
        at
        for at in range(len(tokens.words))
        if at not in inside
        and any(
            (first - left <= at < first or stop <= at < stop + right)
            and tokens.sentences[at] in (tokens.sentences[first], tokens.sentences[stop - 1])
            for first, stop in nodes
        )
    ]
    spans = [(2 * a, 2 * b - 1) for a, b in nodes]
    found = company([(tokens, spans, [0] * len(tokens.words))], Span(left, right))
    assert (
        windows.tested(found, list(found.all)) == {}
    )  # one section tells nothing of how words vary
    assert found.nodes == len(nodes)
    assert found.places == len(places) == sum(found.near.values())
    assert found.near == Counter(tokens.words[at] for at in places)
    total = len(tokens.words) - len(inside)
    assert sum(found.all.values()) == total
    for word, joint in found.near.items():
        pair = Pair(joint, found.places, found.all[word], total, found.nodes)
        assert pair.expected == pytest.approx(len(places) * found.all[word] / total)


def test_a_window_may_have_one_side(aiplans: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("Strong tea cools fast. Weak tea warms. Hot strong tea cools.", "utf-8")
    tea = ["collocates", "tea", path, "--exact", "--min-count", "1", "--no-stop-words"]

    def counts(*window: str) -> dict[str, str]:
        return {row["collocate"]: row["count"] for row in aiplans(*tea, *window).rows()}

    assert counts("--left", "1", "--right", "0") == {"strong": "2", "weak": "1"}
    assert counts("--left", "2", "--right", "0") == {"strong": "2", "weak": "1", "hot": "1"}
    assert counts("--right", "1", "--left", "0") == {"cools": "2", "warms": "1"}
    assert counts("--window", "1") == counts("--left", "1", "--right", "1")
    # what is not given is --window
    assert counts("--window", "1", "--left", "0") == {"cools": "2", "warms": "1"}
    rows = aiplans(*tea, "--left", "1", "--right", "0", "-m", "log_ratio").rows()
    # 3 places near tea, 5 elsewhere, and 2 of 2 "strong" are near: 0.5 for the zero
    assert {row["places"] for row in rows} == {"3"}
    assert {row["total"] for row in rows} == {"8"}
    assert float(rows[0]["log_ratio"]) == pytest.approx(log2(2 / 3 / (0.5 / 5)))
    report = aiplans(*tea, "--left", "2", "--right", "0", "-f", "json").json()
    told = report["parameters"]
    assert (told["window"], told["left"], told["right"]) == (None, 2, 0)
    assert "up to 2 words before it in its sentence" in report["notes"][0]
    assert aiplans(*tea, "--left", "0", "--right", "0").code == 2


def recomputed(row: dict[str, str]) -> dict[str, float]:
    """Every association from the printed counts, by the formulas of docs/statistics.md."""
    from scipy.stats import chi2_contingency, hypergeom

    names = ("count", "node_count", "collocate_count", "places", "total")
    o, f, c, p, n = (int(row[name]) for name in names)
    cells = [[o, p - o], [c - o, n - p - c + o]]
    e = p * c / n
    pearson = float(chi2_contingency(cells, correction=False).statistic)
    g2 = float(chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic)
    return {
        "expected": e,
        "log_dice": 14 + log2(2 * o / (f + c)),
        "likelihood_ratio": g2,
        "pmi": log2(o / e),
        "student_t": (o - e) / sqrt(o),
        "chi_sq": pearson,
        "phi_sq": pearson / n,
        "dice": 2 * o / (f + c),
        "jaccard": o / (f + c - o),
        "mi_like": o**3 / (p * c),
        "poisson_stirling": o * (log(o / e) - 1),
        "raw_freq": o / n,
        "fisher": float(hypergeom.sf(o - 1, n, c, p)),
        "delta_p_collocate": o / p - (c - o) / (n - p),
        "delta_p_node": o / c - (p - o) / (n - c),
        "mi3": log2(o**3 / e),
        "z_score": (o - e) / sqrt(e),
        "simple_ll": 2 * (o * log(o / e) - (o - e)),
        "min_sensitivity": min(o / p, o / c),
        "log_ratio": log2(o / p / (((c - o) or 0.5) / (n - p))),
    }


@pytest.mark.parametrize("exact", [["--exact"], []])
def test_collocates_can_be_recomputed_from_their_columns(aiplans: Run, exact: list[str]) -> None:
    measures = [word for name in ASSOCIATIONS for word in ("-m", name)]
    rows = aiplans("collocates", "data", *DIGESTS, *exact, *measures, "--min-count", "1").rows()
    assert len(rows) > 20
    for row in rows:
        again = recomputed(row)
        assert set(again) == {"expected", *ASSOCIATIONS}
        assert {name: float(row[name]) for name in again} == pytest.approx(again, rel=1e-9)


def test_dice_is_of_the_frequency_of_the_node(aiplans: Run) -> None:
    options = ["-m", "dice", "-m", "log_dice", "-m", "jaccard"]
    row = aiplans("collocates", "data", DIGESTS[0], "--exact", *options).rows()[0]
    assert (row["count"], row["node_count"], row["collocate_count"]) == ("7", "14", "8")
    assert float(row["dice"]) == pytest.approx(14 / 22)
    assert float(row["log_dice"]) == pytest.approx(13.348, abs=5e-4)
    assert float(row["jaccard"]) == pytest.approx(7 / 15)


def test_collocates_in_chinese(aiplans: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    # "Global governance needs cooperation. Global governance matters. The economy grows."
    path.write_text("全球治理需要合作。全球治理很重要。经济增长。", encoding="utf-8")
    options = ["--lang", "zh", "--exact", "--min-count", "1"]
    rows = aiplans("collocates", "治理", path, *options).rows()  # governance
    found = {row["collocate"]: row["count"] for row in rows}
    assert found["全球"] == "2"  # global
    assert "经济" not in found  # economy, in another sentence


@pytest.mark.usefixtures("counts_alone")
def test_collocates_refused(aiplans: Run, plans: tuple[Path, ...], tmp_path: Path) -> None:
    counts = tmp_path / "energy.counts.tsv"
    aiplans("count", plans[0], "-o", counts)
    ran = aiplans("collocates", "energy", counts)
    assert (ran.code, "only its counts are at hand" in ran.err) == (1, True)
    assert aiplans("collocates", "energy", plans[0], "-m", "charm").code == 2
    assert aiplans("collocates", "energy", plans[0], "--window", "0").code == 2
    assert aiplans("collocates").code == 2


@pytest.mark.parametrize("form", ["table", "tsv", "csv", "json", "jsonl", "md", "html"])
@pytest.mark.parametrize(
    "command",
    [
        ["score", "1", "10", "2", "20"],
        ["distance", *DIGESTS],
        ["collocates", "governance", *DIGESTS, "--top", "2"],
        ["compare", *DIGESTS, "-m", "jsd", "--explain", "--top", "2"],
    ],
    ids=lambda command: command[0],
)
def test_every_format(aiplans: Run, command: list[str], form: str) -> None:
    ran = aiplans(*command, "--format", form)
    assert ran.code == 0
    assert ran.out.endswith("\n")
    assert "nan" not in ran.out.lower().split()
    assert ran == aiplans(*command, "--format", form)


# The real plan


def test_the_american_plan_resampled(aiplans: Run) -> None:
    path = SHARED / "us" / "us-2025.pdf"
    other = SHARED / "en" / "OMB-M-25-21-AI-Governance-Apr-2025.pdf"
    if not path.is_file():
        pytest.skip("the shared documents are not here")
    options = ["--resample", "permutation", "--resamples", "500", "-f", "json", "-q"]
    ran = aiplans("compare", path, other, *options, "--min-count", "5").json()
    words = aiplans(
        "compare", path, other, "--inference", "words", "--min-count", "5", "-f", "json"
    )
    drawn, tested, single = (
        sum(row[p] < 0.05 for row in rows)
        for rows, p in (
            (ran["rows"], "p_permutation"),
            (ran["rows"], "p"),
            (words.json()["rows"], "p"),
        )
    )
    assert drawn < 1.3 * tested < single
    assert ran["parameters"]["divergence_p"] == pytest.approx(1 / 501)


# The page about it


PAGE = Path(__file__).resolve().parents[1] / "docs" / "statistics.md"


def _first(function: Callable[..., object]) -> str:
    """The first paragraph of a docstring, as Markdown."""
    text = " ".join((function.__doc__ or "").split("\n\n")[0].split())
    return text.replace("``", "`").replace("|", "\\|")


def _table(head: str, rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {head} |", "|" + "---|" * (head.count("|") + 1), *lines])


def _tables() -> dict[str, str]:
    interval = {True: "interval", False: ""}
    measures = [
        (
            f"`{m.name}`",
            m.kind,
            m.description + (f", in {m.unit}" if m.unit else ""),
            ", ".join(filter(None, [interval[m.interval is not None], "p" if m.p else ""])),
            m.needs if m.needs != "table" else "",
            m.source,
        )
        for m in MEASURES.values()
    ]
    head = "measure | says | formula in words | with | needs | source"
    tables = {"measures": _table(head, measures)}
    for name, registry in (
        ("dispersion", DISPERSION),
        ("positional", POSITIONAL),
        ("corrections", CORRECTIONS),
        ("associations", ASSOCIATIONS),
    ):
        rows = [(f"`{key}`", _first(function)) for key, function in registry.items()]
        tables[name] = _table("name | formula in words, and source", rows)
    distances = [(f"`{key}`", one.description, one.source) for key, one in DISTANCES.items()]
    tables["distances"] = _table("name | formula in words | source", distances)
    return tables


def _checks() -> str:
    """How each number of the registries is checked."""
    numbers, others = verify(), [*exact_checks(), *package_checks()]
    # one row where a measure of two documents is also one of a collocate
    names = dict.fromkeys((*MEASURES, *DISPERSION, *CORRECTIONS, *ASSOCIATIONS))
    rows = []
    for name in names:

        def told_of(check: Check, name: str = name) -> bool:
            """Whether it is of the measure, of an end of its interval, or of its p."""
            suffixed = re.fullmatch(f"{name}_(p|low|high)", check.measure)
            return check.measure == name or bool(suffixed and check.measure not in names)

        counts = [
            sum(check.origin == origin for check in numbers if told_of(check)) for origin in ORIGINS
        ]
        code = [re.split(r"\W", check.source)[0] for check in others if told_of(check)]
        if name != "none":
            row = (f"`{name}`", *(str(n or "") for n in counts), ", ".join(dict.fromkeys(code)))
            rows.append(row)
    return _table("name | published | derived | recalled | other code", rows)


def test_the_page_says_how_each_number_is_checked() -> None:
    _hold("checks", _checks())


def test_the_page_names_what_is_not_monotone() -> None:
    text = PAGE.read_text(encoding="utf-8")
    paragraph = text.partition("More of a term in A never lowers its score")[2].partition("\n\n")[0]
    named = {name for name, measure in MEASURES.items() if f"`{name}`" in paragraph}
    assert named == {name for name, measure in MEASURES.items() if not measure.monotone}


def _hold(name: str, table: str) -> None:
    """Hold a table of the page to that of the program, or write it there."""
    text = PAGE.read_text(encoding="utf-8")
    mark = f"<!-- {name}: written by 'make golden' from the registry -->\n\n"
    before, after = text.split(mark)
    shown = after[: after.index("\n\n")]
    if os.environ.get("AIPLANS_GOLDEN"):
        PAGE.write_text(before + mark + table + after[len(shown) :], encoding="utf-8")
        return
    assert shown == table


@pytest.mark.parametrize("name", _tables())
def test_the_tables_of_the_page_are_those_of_the_program(name: str) -> None:
    _hold(name, _tables()[name])
