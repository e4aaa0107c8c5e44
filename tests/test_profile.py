"""Documents in figures: diversity and readability by hand and by others, and what is not known."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from conftest import Cli

from aiplans_cli import count, profile
from aiplans_cli.analyses.profile import _sentence
from aiplans_cli.language import LANGUAGES
from aiplans_cli.language.english_syllables import syllables
from aiplans_cli.output.report import Cell
from aiplans_cli.statistics.diversity import flesch_kincaid_grade, flesch_reading_ease, mtld

US, CN = "us-2025-digest", "cn-2025-digest"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # forwards and backwards one stretch ends at two thirds and three fifths; nothing is left
        ("of the people by the people for the people", 9.0),
        # a a | b b | c: 2 stretches of ratio 0.5, and c alone is none; backwards c b b | a a, and
        # "c b b" is 2/3
        ("a a b b c", 2.5),
        # a b c d a: 4/5 is five sevenths of the way from 1 to 0.72
        ("a b c d a", 7.0),
        ("a", None),
        ("a b c", None),
        ("", None),
    ],
)
def test_diversity_by_hand(words: str, expected: float | None) -> None:
    assert mtld(words.split()) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("document", "expected"), [(US, 127.75660736700237), (CN, 204.5153281544856)]
)
def test_diversity_is_that_of_another_library(document: str, expected: float) -> None:
    # lexicalrichness 0.5.1: LexicalRichness(words, preprocessor=None, tokenizer=None).mtld(0.72)
    assert profile(document).rows()[0]["mtld"] == pytest.approx(expected, rel=1e-12)


def test_diversity_hardly_depends_on_length() -> None:
    drawn = Random(7)
    words = [f"w{int(drawn.paretovariate(0.5)) % 4000}" for _ in range(6000)]
    ratios = [len(set(part)) / len(part) for part in (words[:1500], words)]
    rich = [mtld(part) or 0 for part in (words[:1500], words)]
    assert ratios[0] > 1.5 * ratios[1]
    assert rich[0] == pytest.approx(rich[1], rel=0.1)


SYLLABLES = {
    1: "the ai strength moved scales states make rules eyes world's through ruled",
    2: "people table needed business million power reading being statement homeland doesn't union "
    "senior",
    3: "governance nuclear area idea creating employer business-like reopen",
    4: "artificial intelligence pennsylvania evaluate coordinate",
    5: "international security-based cooperation congratulations association",
}
"""Syllables of words as dictionaries part them, among them what each rule is there for."""


@pytest.mark.parametrize(
    ("word", "expected"), [(w, n) for n, words in SYLLABLES.items() for w in words.split()]
)
def test_syllables(word: str, expected: int) -> None:
    assert syllables(word) == expected


def test_readability_by_hand() -> None:
    assert flesch_reading_ease(10, 2, 12) == pytest.approx(206.835 - 5.075 - 101.52)
    assert flesch_kincaid_grade(10, 2, 12) == pytest.approx(1.95 + 14.16 - 15.59)
    assert flesch_reading_ease(0, 0, 0) is flesch_kincaid_grade(5, 0, 5) is None


@pytest.mark.parametrize(
    ("ease", "called"),
    [
        (20, "very hard"),  # Flesch (1948) has scientific magazines below 30 ...
        (40, "hard"),
        (55, "fairly hard"),
        (65, "plain"),  # ... digests between 60 and 70 ...
        (75, "fairly easy"),
        (85, "easy"),  # ... and comics above 80
    ],
)
def test_reading_ease_is_told_in_the_words_of_flesch(ease: float, called: str) -> None:
    row: dict[str, Cell] = {"document": "d", "tokens": 9, "types": 9, "mtld": None}
    told = _sentence({**row, "tokens_per_sentence": None, "reading_ease": float(ease)})
    assert told == f"d: 9 words, 9 of them different, {called} to read (Flesch {ease})."


def test_every_figure_of_a_small_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("The cat sat on the mat. In 2025 the cat saw www.a.gov!\n", encoding="utf-8")
    [row] = profile(path).rows()
    assert (row["sentences"], row["tokens"], row["types"], row["hapaxes"]) == (2, 12, 9, 7)
    assert row["type_token_ratio"] == 0.75
    assert row["tokens_per_sentence"] == 6.0
    assert row["characters"] == 43
    assert row["characters_per_token"] == 43 / 12
    assert row["characters_per_sentence"] == 21.5
    # neither the year nor the address has syllables: ten words of one syllable each
    assert row["reading_ease"] == pytest.approx(206.835 - 1.015 * 5 - 84.6)
    assert row["stop_word_share"] == pytest.approx(5 / 12)  # the on the in the
    assert row["counted_share"] == 1.0


def test_counts_alone_leave_empty_what_they_cannot_tell(cli: Cli, tmp_path: Path) -> None:
    [whole] = profile(US).rows()
    [counted] = profile(count(US)).rows()
    assert counted == {**whole, "mtld": None}
    report = profile("us-2025")
    assert report.rows()[0]["mtld"] is None
    assert any("it needs `aiplans texts fetch us-2025`" in note for note in report.notes)
    shown = cli("profile", "us-2025", "-f", "table,notes")
    assert "mtld is empty" in shown and "MTLD 0" not in shown


def test_chinese_has_words_and_characters_and_no_reading_measure() -> None:
    [row] = profile(CN).rows()
    assert row["characters_per_token"] == row["characters"] / row["tokens"]
    assert row["reading_ease"] is row["school_grade"] is None
    assert LANGUAGES["zh"].syllables is None


def test_stems_have_no_syllables() -> None:
    report = profile(US, stem=True)
    [row], [whole] = report.rows(), profile(US).rows()
    assert row["types"] < whole["types"] and row["tokens"] == whole["tokens"]
    assert row["reading_ease"] is None
    assert any("a stem has no syllables" in note for note in report.notes)


def test_what_is_counted_of_a_file_and_what_all_adds() -> None:
    [some], [every] = profile("us-2025").rows(), profile("us-2025", all=True).rows()
    assert 0.8 < some["counted_share"] < every["counted_share"] < 1
    assert every["tokens"] > some["tokens"]


def test_stop_words_are_those_in_use(tmp_path: Path) -> None:
    path = tmp_path / "stops.txt"
    path.write_text("data\n", encoding="utf-8")
    own = profile(US, stop_words=str(path)).rows()[0]["stop_word_share"]
    assert 0 < own < 0.02
    assert profile(US, stop_words=False).rows()[0]["stop_word_share"] > 0.3  # they have rows


def test_of_many_documents_three_are_told_in_sentences(cli: Cli) -> None:
    shown = cli("profile", "us-2025", CN, US, "us-eo-14110-2023", "us-eo-14179-2025", "-f", "table")
    assert "3 more documents stand in the table." in shown
    assert "very hard to read (Flesch 16)" in shown


def test_it_loads_no_more_than_counts_need() -> None:
    from test_architecture import loaded_by

    idle = {"numpy", "scipy", "sklearn", "nltk", "jieba", "pyarrow"}
    assert not loaded_by("profile", "us-2025", CN) & idle


def test_a_report_on_one_document_has_its_profile(cli: Cli) -> None:
    made = cli.json("report", US)
    [row] = made["tables"]["profile"]["rows"]
    assert row == profile(US).rows()[0]
    pytest.importorskip("vl_convert", reason="aiplans[report] is not installed")
    page = cli("report", US, "-q", "-f", "html")
    assert "<h3>Profile</h3>" in page and "<dt>mtld</dt><dd>127.8</dd>" in page
    assert "<h3>Profile</h3>" not in cli("report", US, CN, "-q", "-f", "html")
