"""What translations say in the same place, and what a list is mended by."""

from __future__ import annotations

from math import log, log2
from pathlib import Path

import pytest
from conftest import Cli

from aiplans_cli.concepts.aligned_forms import aligned_forms
from aiplans_cli.concepts.alignment import aligned, between_pairs, concept_biases
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.naming import naming
from aiplans_cli.errors import AnalysisError
from aiplans_cli.language import Settings
from aiplans_cli.model import Document, Section
from aiplans_cli.statistics.table import PairCounts

LIST = load_concepts(
    "id\ttheme\ten\tzh\tblocks\tnote\n"
    "law\tlaw\tlaw(|s); act(|s)\t法律\t\t\n"  # law
    "safety\tsafety\tsafety\t安全\t\t\n"  # safety
)


def text(language: str, *parts: tuple[str, str]) -> Document:
    sections = tuple(
        Section(heading, 1, "body", "", body, part=number)
        for number, (heading, body) in enumerate(parts, start=1)
    )
    return Document(language, "", language, sections, "")


def test_sections_and_their_paragraphs_answer_each_other_in_turn() -> None:
    a = text("en", ("One", "First.\nSecond."), ("Two", "Third.\nFourth."))
    b = text("zh", ("一", "第一。\n第二。"), ("二", "第三。第四。"))  # first, second, third, fourth
    assert aligned(a, b) == [
        ("First.", "第一。"),
        ("Second.", "第二。"),
        ("Third.\nFourth.", "第三。第四。"),
    ]


def test_articles_answer_by_number_where_a_side_has_more_sections() -> None:
    a = text("en", ("Article 1", "One."), ("Article 2", "Two."))
    b = text("zh", ("前言", "话。"), ("第一条", "一。"), ("第二条", "二。"))  # preface, article
    assert aligned(a, b) == [("One.", "一。"), ("Two.", "二。"), ("", "话。")]
    c = text("zh", ("第一条", "一。"))
    assert aligned(a, c) == [("One.", "一。"), ("Two.", "")]


def test_a_bias_is_counted_by_place() -> None:
    a = text("en", ("One", "Laws and acts."), ("Two", "Safety."))
    b = text("zh", ("一", "法律。"), ("二", "法律。"))  # law, law
    law, safety = concept_biases([(a, b)], LIST)
    assert (law.concept, law.count_a, law.count_b, law.misplaced) == ("law", 2, 2, 2)
    assert (law.alone_a, law.alone_b) == ((), (("法律", 1),))
    assert law.log_ratio == pytest.approx(log2((2 / 3) / (2 / 2)))
    assert (safety.misplaced, safety.alone_a, safety.pairs) == (1, (("safety", 1),), 1)
    [place] = law.examples
    assert (place.text[place.start : place.end], place.side, place.other) == (
        "法律",
        "b",
        "Safety.",
    )


def test_the_spread_between_pairs_is_that_of_a_meta_analysis() -> None:
    """By hand: two pairs of equal weight w have tau² = (d²w/2 - 1)/w, d the distance."""
    big = 10**9
    pairs = [PairCounts(64, big, 16, big), PairCounts(16, big, 64, big)]
    weight = 1 / ((1 / 64 + 1 / 16) * (1 / log2(2.718281828459045) ** -2))
    distance = 4.0
    expected = ((distance**2 * weight / 2 - 1) / weight) ** 0.5
    assert between_pairs(pairs) == pytest.approx(expected, rel=1e-6)
    assert between_pairs(pairs[:1]) is None


def test_a_missing_form_is_proposed() -> None:
    law = ("The law applies.", "法令通行。")  # the statute is in force
    other = ("Weather is fine.", "天气晴朗。")  # the weather is fine
    said = [law] * 5 + [(law[0], other[1])] + [other] * 6
    a = text("en", *((f"Article {n}", one) for n, (one, _) in enumerate(said, start=1)))
    b = text("zh", *((f"第{n}条", one) for n, (_, one) in enumerate(said, start=1)))
    best = aligned_forms([(a, b)], LIST, Settings())[0]
    assert (best.concept, best.language, best.together, best.alone) == ("law", "zh", 5, 6)
    assert best.term in ("法令", "通行", "法令通行") and best.example == law
    by_hand = 2 * (5 * log(5 / 2.5) + log(1 / 3.5) + 6 * log(6 / 3.5))
    assert best.g2 == pytest.approx(by_hand)
    assert aligned_forms([(a, b)], LIST, Settings(), least=6) == []


@pytest.mark.parametrize(("words", "proposed"), [(300, True), (500, False)])
def test_an_article_is_a_place_and_a_chapter_is_none(words: int, proposed: bool) -> None:
    # A long article of a law is one place; a chapter says little of what answers what.
    said = [("安全。", f"{'weather ' * words} protection.")] * 5 + [("天气。", "Weather.")] * 6
    a = text("zh", *((f"第{n}条", one) for n, (one, _) in enumerate(said, start=1)))
    b = text("en", *((f"Article {n}", one) for n, (_, one) in enumerate(said, start=1)))
    found = aligned_forms([(a, b)], LIST, Settings())  # safety, and weather
    assert [form.concept for form in found] == ["safety"] * proposed


@pytest.mark.parametrize(("elsewhere", "proposed"), [(9, True), (17, False)])
def test_a_word_that_is_everywhere_is_no_missing_form(elsewhere: int, proposed: bool) -> None:
    # In laws "provisions" stands where the concept is lonely, and in most other articles too.
    said = [("安全。", "Provisions.")] * 5 + [("天气。", "Provisions.")] * elsewhere
    said += [("天气。", "Weather.")] * 60  # safety, and weather
    a = text("zh", *((f"第{n}条", one) for n, (one, _) in enumerate(said, start=1)))
    b = text("en", *((f"Article {n}", one) for n, (_, one) in enumerate(said, start=1)))
    found = aligned_forms([(a, b)], LIST, Settings())
    assert [form.term for form in found] == ["provisions"] * proposed


@pytest.mark.parametrize(("mentions", "judged"), [(8, False), (12, True)])
def test_a_name_is_judged_by_more_than_a_few_mentions(mentions: int, judged: bool) -> None:
    # A plan that says "acts" eight times may quote the names of eight acts.
    document = text("en", ("One", "Acts. " * mentions))
    assert [one.others for one in naming(LIST, [document])] == [(("acts", mentions),)] * judged


def test_the_commands_show_both(cli: Cli, tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    rows = "".join(f"{n}\tThe statute applies here.\t成文法在此适用。\n" for n in range(5))
    table.write_text("id\ten\tzh\n" + rows, encoding="utf-8")  # the statute applies here
    sides = (f"{table}::en", f"{table}::zh")
    shown = cli.rows("calibrate", "--by", "concept", *sides, "--evidence", "2")
    assert {"concept", "misplaced", "alone_a", "alone_b", "lines"} <= set(shown[0])
    assert all(row["lines"].count(" ≠ ") <= 2 for row in shown)
    assert int(shown[0]["misplaced"]) >= int(shown[-1]["misplaced"])
    cli.rows("lexicon", "suggest", "--aligned", *sides)
    cli("lexicon", "suggest", "--aligned", sides[0], code=2)
    assert "do not make pairs" in cli.err


@pytest.mark.usefixtures("counts_alone")
def test_counts_alone_have_no_places(cli: Cli, tmp_path: Path) -> None:
    path = str(tmp_path / "c.tsv")
    cli("count", "us-2025-digest", "-q", "-o", path)
    for command in (["calibrate", "--by", "concept"], ["lexicon", "suggest", "--aligned"]):
        with pytest.raises(AnalysisError, match="name the text itself"):
            cli(*command, path, path)
