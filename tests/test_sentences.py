"""What stands first: sentences that say no more than their rows, and tables for people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplans_cli import compare, distance, similar
from aiplans_cli.analyses.comparison.analysis import Contrasted, analyse
from aiplans_cli.analyses.comparison.contrast_sides import side_of
from aiplans_cli.analyses.comparison.screen import UNSURE, chosen, drawn, screen_tables
from aiplans_cli.analyses.comparison.sentences import (
    Telling,
    contrast_sentences,
    direction,
    is_sure,
    ranked_rows,
)
from aiplans_cli.analyses.comparison.settings import CompareSettings
from aiplans_cli.analyses.wording import listed
from aiplans_cli.model import CountedSection, Counts, Occurrences
from aiplans_cli.output.cells import Style, percent, times
from aiplans_cli.output.delimited import csv_text
from aiplans_cli.output.formats import FORMATS
from aiplans_cli.output.report import Column, Report, Table
from aiplans_cli.output.terminal import table
from aiplans_cli.output.width import display_width

WORDS = ("governance", "energy", "safety", "model", "grid")
UNITS = 12


def document(id_: str, grid: list[list[int]], kind: str = "text") -> Counts:
    """Counts of twelve sections of fifty words, from the occurrences of each word in each."""
    sections = tuple(
        CountedSection(f"h{n}", 1, "body", "", (), 50, 40, 0, 5, 300, document=id_)
        for n in range(UNITS)
    )
    terms = {
        word: tuple(Occurrences(n, count, min(count, 5)) for n, count in enumerate(counts) if count)
        for word, counts in zip(WORDS, grid, strict=True)
    }
    items = {word: stands for word, stands in terms.items() if stands}
    items["rest"] = (Occurrences(0, 1, 1),)
    return Counts(id_, id_, "en", id_, kind, sections, items, {})


GRIDS = st.lists(
    st.lists(st.sampled_from([0, 0, 0, 1, 2, 6]), min_size=UNITS, max_size=UNITS),
    min_size=len(WORDS),
    max_size=len(WORDS),
)


def contrasted(a: list[list[int]], b: list[list[int]], kind: str = "text") -> Contrasted:
    sides = side_of(document("plan-a", a), "term"), side_of(document("plan-b", b, kind), "term")
    return analyse(*sides, "term", CompareSettings())


TIMES = re.compile(
    r"(plan-[ab]) uses “(\w+)” more: ([\d,]+) of ([\d,]+) words against ([\d,]+) of ([\d,]+); "
    r"at least ([\d.,]+) times as often\."
)
COUNTS = re.compile(
    r"“(\w+)”, ([\d,]+) of ([\d,]+) words against ([\d,]+) of ([\d,]+): too little text"
)


@given(GRIDS, GRIDS)
@settings(max_examples=60, deadline=None)
def test_no_sentence_says_more_than_its_row(a: list[list[int]], b: list[list[int]]) -> None:
    one = contrasted(a, b)
    text = " ".join(contrast_sentences([one], Telling("term", "words")))
    rows = {row.term: row for row in one.result.rows}
    for name, word, *numbers, least in TIMES.findall(text):
        row = rows[word]
        more_in_a = direction(row) > 0
        assert is_sure(row) and name == ("plan-a" if more_in_a else "plan-b")
        counts = [row.count_a, one.a.profile.size, row.count_b, one.b.profile.size]
        ours = counts if more_in_a else counts[2:] + counts[:2]
        assert [int(n.replace(",", "")) for n in numbers] == ours
        assert float(least.replace(",", "")) <= (row.at_least or 0)
    for word, *numbers in COUNTS.findall(text):
        row = rows[word]
        assert not is_sure(row) and row.p is not None
        assert int(numbers[0]) in (row.count_a, row.count_b)
    assert text.count(" times ") == len(TIMES.findall(text))  # nowhere else
    sure = sum(map(is_sure, rows.values()))
    if one.result.tests:
        told = re.search(
            r"For ([\d,]+) of ([\d,]+) terms no difference is shown or ruled out", text
        )
        all_told = re.search(r"All ([\d,]+) terms tested are told apart", text)
        assert (told is not None) or (all_told is not None)
        if told:
            assert int(told[1]) == one.result.tests - sure and int(told[2]) == one.result.tests
    also = {
        word
        for found in re.findall(r"Also (.*?)\.", text)
        for word in re.findall(r"“(\w+)”", found)
    }
    assert all(is_sure(rows[word]) for word in also)


def test_what_was_made_to_differ_is_told() -> None:
    even, none, some = [3] * UNITS, [0] * UNITS, [1] * UNITS
    one = contrasted([even, none, some, some, some], [none, even, some, some, some], "digest")
    first, *rest = contrast_sentences([one], Telling("term", "words"))
    assert first == "plan-b is a digest in our own words, plan-a not: they differ in kind."
    text = " ".join(rest)
    assert "plan-a uses “governance” more: 36 of 600 words against 0 of 600; at least" in text
    assert "plan-b uses “energy” more: 36 of 600 words against 0 of 600; at least" in text
    assert (
        "For 3 of 5 terms no difference is shown or ruled out" in text and "1 are too rare" in text
    )


def test_the_question_is_always_told_of_the_two_plans() -> None:
    summary = compare("us-2025", "cn-2025-digest").summary
    assert "digest" in summary[0]
    assert sum("governance" in line for line in summary) == 1
    assert "cn-2025-digest speaks of governance more: 11 of " in summary[2]
    assert "The concept list fits (" in summary[1]
    unsure = compare("us-2025-digest", "cn-2025-digest", confidence=0.999).summary
    assert any("governance" in line and "times" not in line for line in unsure)


def test_several_contrasts_have_a_sentence_each() -> None:
    texts = ("us-2025", "us-eo-14110-2023", "us-eo-14179-2025")
    summary = compare(*texts).summary
    assert [line.split(" against ")[0] for line in summary] == list(texts)


def test_rows_of_both_sides_stand_on_the_first_screen() -> None:
    report = compare("us-2025", "us-eo-14110-2023", top=20)
    first = report.screen[0]
    sides = [row["more_in"] for row in first.records()]
    assert len(sides) == 20 and len({*sides[:10]} - {UNSURE}) == len({*sides[10:]} - {UNSURE}) == 1
    for row in first.records():
        assert (row["at_least"] is None) is (row["more_in"] == UNSURE)
        assert row["times"] is None or row["at_least"] is not None


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("pair", [("us-2025", "cn-2025-digest"), ("us-2025", "us-eo-14110-2023")])
def test_the_first_screen_is_one_screen(pair: tuple[str, str], width: int) -> None:
    keep = ("at_least", "term", "concept", "count_a", "count_b", "more_in")
    report = compare(*pair, top=20)
    lines = table(report, Style(width=width, keep=keep)).splitlines()
    assert max(map(display_width, lines)) <= width
    # a name of four words folds: forty lines, one for it, and one for the sentence that names it
    assert len(lines) <= (42 if width >= 80 else 55 if width >= 60 else 75)
    assert "…" not in "".join(lines)
    bare = table(report, Style(width=width, keep=keep, ascii=True))
    assert bare.replace("“", "").isascii()


def test_an_interval_is_drawn_where_it_lies() -> None:
    assert drawn((0.5, 3.0)).index("├") < drawn((0.5, 3.0)).index("│")  # A stands to the left
    assert drawn((-3.0, 3.0))[6] == "┼"
    assert "◄" in drawn((1.0, 50.0)) and "►" in drawn((-50.0, 1.0))
    assert {len(drawn((low / 3, high / 3))) for low in range(-30, 0) for high in range(0, 30)} == {
        13
    }


def test_numbers_for_people_promise_nothing() -> None:
    assert [times(x) for x in (1.0, 1.999, 2.999, 9.99, 10.9, 99.9, 123.0)] == [
        *("> ×1", "×1.99", "×2.9", "×9.9", "×10", "×99", "×120")
    ]
    assert [percent(x) for x in (1.0, 0.0995, 0.00994, 0.0)] == ["100 %", "10 %", "0.99 %", "0 %"]
    assert listed([]) == "" and listed(["a", "b"]) == "a and b"


def test_rows_that_were_asked_for_stand_in_their_order() -> None:
    one = contrasted([[6] * UNITS, *[[1] * UNITS] * 4], [[1] * UNITS] * 5)
    ordered = ranked_rows(one)
    assert chosen(ordered, 3) == ordered[:3] and chosen(ordered, 0) == ordered
    [first] = screen_tables([one], [ordered], "term", 20, None)
    assert first.records()[0]["term"] == "governance"


# The other commands, and files


def test_sections_and_distances_have_sentences() -> None:
    found = similar("us-2025-digest", "cn-2025-digest").summary
    assert "sections of us-2025-digest" in found[0] and found[1].startswith("Nearest are “")
    two = distance("us-2025", "us-eo-14110-2023").summary
    assert "are 0.65 apart (95 % interval" in two[0]
    many = distance("us-2025", "us-eo-14110-2023", "us-eo-14179-2025").summary
    assert many[0].startswith("Of 3 documents us-2025 and us-eo-14110-2023 are nearest")


CELLS = Report(
    "x",
    (
        Table(
            "t",
            (Column("term"), Column("score", "number")),
            (("=1+1", -0.5), ("@sum", 1.0), ("治理", 2.0), ("plan", None)),  # 治理: governance
        ),
    ),
)


def test_a_file_for_a_spreadsheet_runs_nothing_and_keeps_chinese(tmp_path: Path) -> None:
    bare = csv_text(CELLS, Style())
    assert bare == "term,score\n=1+1,-0.5\n@sum,1.0\n治理,2.0\nplan,\n"
    path = tmp_path / "x.csv"
    path.write_bytes(FORMATS["csv"].render(CELLS, Style(spreadsheet=True)))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == "term,score\n'=1+1,-0.5\n'@sum,1.0\n治理,2.0\nplan,\n"
    assert FORMATS["tsv"].render(CELLS, Style(spreadsheet=True)).startswith(b"term\tscore\n=1+1")


def test_digits_are_of_what_people_read() -> None:
    report = CELLS.rounded(4)
    assert "-0.5000" in table(report, Style()) and "-0.5" in csv_text(report, Style())
    assert FORMATS["json"].render(report, Style()) == FORMATS["json"].render(CELLS, Style())


def test_lines_stand_under_their_row_in_a_page() -> None:
    report = compare("us-2025-digest", "cn-2025-digest", evidence=1, top=3)
    page = FORMATS["html"].render(report, Style()).decode()
    assert page.count('<tr class="evidence">') == len(
        {row["concept"] for row in report.rows("evidence")}
    )
    row = page.index(str(report.rows()[0]["concept"]))
    assert row < page.index('<tr class="evidence">')


def test_json_carries_the_sentences() -> None:
    import json

    report = compare("us-2025-digest", "cn-2025-digest")
    found = json.loads(FORMATS["json"].render(report, Style()))
    assert found["summary"] == list(report.summary) and found["summary"]
