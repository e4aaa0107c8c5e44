"""The bilingual list: former names, names that hold what they say, and what readers judged."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import aiplans_cli as aiplans
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.lookup import find
from aiplans_cli.concepts.matching import match
from aiplans_cli.concepts.naming import naming
from aiplans_cli.sources.session import Session
from benchmarks.precision import VERDICTS, verdict

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT.parent / "shared" / "texts"
JUDGED = sorted((ROOT / "benchmarks" / "judged").glob("*.tsv"))
PAGE = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")


def texts(*patterns: str) -> list[str]:
    found = sorted(str(path) for pattern in patterns for path in TEXTS.glob(pattern))
    if not found:
        pytest.skip("the shared texts are not here")
    return found


def test_every_former_id_still_finds_a_concept() -> None:
    former = (ROOT / "tests" / "cases" / "former_ids.txt").read_text(encoding="utf-8").split()
    assert len(former) == 626
    known = load_concepts()
    named = {name for c in known.concepts for name in (c.id, *c.aliases)}
    assert set(former) <= named
    assert all(find(id_, known) is not None for id_ in former)


def test_no_name_promises_more_than_its_mentions_say() -> None:
    names = texts("us/*", "zh/*", "en/*.txt", "pairs/deep-synthesis.*", "pairs/own-*")
    documents = Session().documents(names)
    broken = [
        (one.concept.id, one.language, one.said, one.mentions)
        for one in naming(load_concepts(), documents)
        if 2 * one.said < one.mentions
    ]
    assert broken == []


@pytest.mark.parametrize("pair", ["cn-algo", "tw-fintech"])
def test_translations_that_were_held_back_come_out_near(pair: str) -> None:
    english, chinese = texts(f"pairs/{pair}.en.txt", f"pairs/{pair}.zh.txt")
    assert aiplans.calibrate(english, chinese, trials=0).rows()[0]["cosine"] >= 0.95


def test_the_american_plan_says_governance_five_times() -> None:
    [plan] = texts("us/us-2025.pdf")
    assert aiplans.freq("governance", plan).rows()[0]["count"] == 5


@pytest.mark.parametrize("path", JUDGED, ids=lambda path: path.stem)
def test_the_page_says_what_the_readers_judged(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, dialect="excel-tab"))
    readers = [[row[column] for row in rows] for column in rows[0] if "judged" in column]
    together = list(map(verdict, zip(*readers, strict=True)))
    assert (len(together), len(readers)) == (300, 6) and set().union(*readers) == set(VERDICTS)
    sound, right = 300 - together.count("wrong"), together.count("right")
    each = ", ".join(f"{reader.count('right') / 3:.1f}" for reader in readers)
    pattern = rf"\| {path.stem} \| {sound / 3:.1f} %[^|]*\| {right / 3:.1f} %[^|]*\| {each} % \|"
    assert re.search(pattern, PAGE)


def test_both_languages_were_judged() -> None:
    assert [path.stem for path in JUDGED] == ["en", "zh"]


def test_no_person_ends_where_artificial_intelligence_begins() -> None:
    """美国人工智能 is American AI, not 美国人 (Americans) and the rest of a word."""
    known = load_concepts()
    swallowed = [
        form
        for concept in known.concepts
        for form in concept.forms("zh")
        if form.endswith("人")  # person
        and "人工智能" not in {hit.form for hit in match(f"{form}工智能", "zh", known)}
    ]
    assert swallowed == []
