"""Concordance lines: as many as the tables count, in place, with their context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplans_cli.analyses.concordance import KwicSettings, kwic_report
from aiplans_cli.analyses.concordance_order import sort_lines
from aiplans_cli.concepts.concept import ConceptList
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.tallying import add_concepts
from aiplans_cli.counting.tally import count, select
from aiplans_cli.evidence.concordance import CONTEXTS, ConcordanceLine, kwic, row_lines
from aiplans_cli.evidence.lines import lines_table
from aiplans_cli.evidence.query import query
from aiplans_cli.evidence.wanted import Query
from aiplans_cli.language import detect, tokenize
from aiplans_cli.language.query_nodes import Attribute
from aiplans_cli.model import Document, Section
from aiplans_cli.output.cells import Style
from aiplans_cli.output.formats import FORMATS
from aiplans_cli.output.width import display_width
from aiplans_cli.reading import read_path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "texts"

LIST = load_concepts(
    "id\ttheme\ten\tzh\tblocks\tnote\n"
    "tree\tplants\ttree(|s); oak grove\t树木; 树\t树立\t\n"  # "trees", "tree"; 树立: "establish"
    "wood\tplants\twood; timber\t木材\t\t\n",  # "timber"
    "small.tsv",
)

GARDEN = Document(
    "garden",
    "A garden",
    "en",
    (
        Section("", 0, "contents", "i", "Trees ... 1"),
        Section("Plan", 1, "heading", "1", "Plan of Trees", part=1),
        Section("Shade", 2, "heading", "1", "Shade", ("Plan",), part=2),
        Section(
            "Shade",
            2,
            "body",
            "1",
            "A tall tree gives “cool shade”. "
            "The old oak\ngrove stands. Trees of timber, give shade!",
            ("Plan",),
            part=2,
            breaks=((40, "2"),),
        ),
        Section("Shade", 2, "note", "2", "Trees and trees.", ("Plan",), part=2),
        Section("", 0, "running head", "2", "Trees, page 2"),
    ),
)
# "protect trees; establish confidence" in traditional script, and "timber comes from trees"
CHINESE = Document(
    "zh",
    "zh",
    "zh",
    (Section("", 0, "body", "", "保護樹木，樹立信心。木材來自樹木。"),),
)


def lines(
    word: str,
    document: Document = GARDEN,
    *,
    exact: bool = False,
    tokens: bool = False,
    all_kinds: bool = False,
) -> list[ConcordanceLine]:
    wanted = query(word, LIST, exact=exact, tokens=tokens)
    return kwic([document], wanted, LIST, all_kinds=all_kinds)


def test_what_a_typed_word_means() -> None:
    assert query("Trees", LIST) == Query("Trees", "tree")
    assert query("tree", LIST, exact=True) == Query("tree")
    assert query("tree", LIST, tokens=True) == Query("tree", node=Attribute("word", ("tree",)))
    assert query("shade", LIST) == query("shade", None) == Query("shade")


COUNTS = [
    ("tree", "", 4),
    ("oak grove", "", 4),
    ("tree", "exact", 1),
    ("trees", "exact", 2),
    ("trees", "tokens", 2),
    ("tree", "all", 7),
    ("trees", "exact all", 5),
    ("give shade", "", 1),
    ("give shade", "tokens", 1),
    ("timber give", "tokens", 1),
    ("grove stands", "", 1),
    ("stands trees", "tokens", 0),
    ("garden", "", 0),
]


@pytest.mark.parametrize(("word", "options", "number"), COUNTS)
def test_number_of_lines(word: str, options: str, number: int) -> None:
    found = lines(
        word,
        exact="exact" in options,
        tokens="tokens" in options,
        all_kinds="all" in options,
    )
    assert len(found) == number


def test_chinese_is_matched_in_either_script_and_quoted_as_it_stands() -> None:
    found = lines("树木", CHINESE)  # "trees"
    assert [(line.left, line.match) for line in found] == [
        ("保護", "樹木"),
        ("保護樹木，樹立信心。木材來自", "樹木"),
    ]
    assert found[1].sentence == "木材來自樹木。"
    assert len(lines("树", CHINESE, exact=True)) == 3  # "tree", inside longer words too
    assert len(lines("树木", CHINESE, tokens=True)) == 2


def test_a_line_says_where_it_stands() -> None:
    first, second, third, fourth = lines("tree")
    assert (first.section, first.page, first.match) == ("Plan", "1", "Trees")
    assert (second.part, second.section, second.page) == ("Plan", "Shade", "1")
    assert (second.left, second.right[:10]) == ("A tall", "gives “coo")
    assert (third.page, third.match) == ("2", "oak grove")
    # A line break ends a paragraph and so a sentence; the match is shown whole all the same.
    assert third.sentence == "The old oak grove"
    assert (fourth.index, GARDEN.sections[3].text[fourth.start : fourth.end]) == (3, "Trees")


def test_context_in_words_characters_and_sentences() -> None:
    def around(unit: str, context: int, document: Document = GARDEN) -> tuple[str, str]:
        wanted = query("shade" if document is GARDEN else "信心", None)  # "confidence"
        own = next(u for u in CONTEXTS if u == unit)
        line = kwic([document], wanted, context=context, unit=own)[-1]
        return line.left, line.right

    assert around("words", 2) == ("timber, give", "!")
    assert around("words", 0) == ("", "")
    assert around("characters", 4) == ("give", "!")
    assert around("sentence", 1) == ("Trees of timber, give", "!")
    assert around("words", 1, CHINESE) == ("樹立", "。木")
    assert around("characters", 1, CHINESE) == ("立", "。")
    assert around("characters", 0, CHINESE) == ("", "")


def test_sorting_by_what_stands_next_to_the_match() -> None:
    found = lines("tree", all_kinds=True)

    def ordered(order: str) -> list[ConcordanceLine]:
        return sort_lines([GARDEN], [found], order)

    assert ordered("position") == found
    left = ordered("left")
    assert [line.left.split()[-1] for line in left[-4:]] == ["of", "old", "stands.", "tall"]
    right = ordered("right")
    assert [line.right.split()[:1] for line in right][-1] == ["stands."]
    nearest = [line.left.split()[-1:] for line in ordered("1L")]
    assert nearest == sorted(nearest, key=lambda words: [word.strip(".") for word in words])
    assert [line.match.lower() for line in ordered("0")] == sorted(
        line.match.lower() for line in found
    )


def test_the_table_has_a_row_for_each_line() -> None:
    table = lines_table(lines("tree"))
    assert [row["page"] for row in table.records()] == ["1", "1", "2", "2"]
    assert list(table.records()[0])[:3] == ["left", "match", "right"]


def test_a_report_tells_all_lines_even_where_it_shows_few() -> None:
    report = kwic_report([GARDEN, CHINESE], "tree", LIST, KwicSettings(limit=2, sort="right"))
    lines, totals = (table.records() for table in report.tables)
    assert len(lines) == 2
    assert totals == [{"document": "garden", "lines": 4}, {"document": "zh", "lines": 2}]
    assert report.notes == ("'tree' is taken for the concept tree.", "2 of 6 lines are shown.")
    twice = kwic_report([GARDEN, GARDEN], "tree", LIST, KwicSettings()).tables[1].records()
    assert [row["lines"] for row in twice] == [4, 4]  # two files may have one name
    alone = kwic_report([GARDEN], "tree", LIST, KwicSettings(exact=True))
    assert alone.notes == ("'tree' is taken for the word alone.",)


def test_lines_stand_round_the_match_on_a_screen() -> None:
    report = kwic_report([CHINESE, GARDEN], "tree", LIST, KwicSettings())
    drawn = FORMATS["table"].render(report, Style(width=100)).decode().splitlines()
    first = next(number for number, line in enumerate(drawn) if "保護" in line)
    matches = ["樹木", "樹木", "Trees", "tree", "oak grove", "Trees"]  # 樹木: "trees"
    rows = drawn[first : first + len(matches)]
    places = {
        display_width(row[: row.index(f"  {match}")])
        for row, match in zip(rows, matches, strict=True)
    }
    assert len(places) == 1


def test_lines_behind_many_rows_at_once() -> None:
    found = row_lines(GARDEN, ["tree", "wood", "none"], LIST)
    assert {item: len(own) for item, own in found.items()} == {"tree": 4, "wood": 1, "none": 0}
    assert found["tree"] == lines("tree")
    assert len(row_lines(GARDEN, ["tree"], LIST, limit=3)["tree"]) == 3
    assert len(row_lines(GARDEN, ["tree"], LIST, all_kinds=True)["tree"]) == 7
    assert [line.page for line in row_lines(GARDEN, ["trees"], None)["trees"]] == ["1", "2"]


@given(st.text(alphabet="tre e.s\nshadeTR树木立", max_size=60), st.sampled_from(["en", "zh"]))
@settings(max_examples=150, deadline=None)
def test_lines_lie_in_the_text(text: str, language: str) -> None:
    document = Document("d", "d", language, (Section("", 0, "body", "", text),))
    for word in ("tree", "shade", "树"):  # "tree"
        for line in kwic([document], query(word, LIST), LIST, context=1):
            assert text[line.start : line.end].split() == line.match.split()
            assert "\n" not in line.left + line.right + line.sentence


def documents() -> Iterator[Path]:
    yield from sorted((ROOT / "texts").glob("*digest*.md"))
    yield from sorted((SHARED / "us").glob("*"))
    yield from sorted((SHARED / "zh").glob("cn-20*"))
    yield from sorted((SHARED / "pairs").glob("*.zh-han*.txt"))


@cache
def shipped() -> ConceptList:
    return load_concepts()


@pytest.mark.parametrize("path", list(documents()), ids=lambda path: str(path.stem)[:40])
def test_every_concept_of_every_document_has_a_line_for_each_count(path: Path) -> None:
    document = read_path(str(path))
    found = detect("\n".join(section.text for section in document.sections))
    document = replace(document, language=found.language)
    tokens = tokenize(document)
    counts = add_concepts(count(tokens), tokens, shipped())
    body = select(counts, lambda section: section.kind == "body")
    for own, all_kinds in ((body, False), (counts, True)):
        lines = row_lines(document, own.concepts, shipped(), all_kinds=all_kinds)
        assert {concept: len(each) for concept, each in lines.items()} == {
            concept: sum(o.count for o in stands) for concept, stands in own.concepts.items()
        }
    for concept in list(body.concepts)[:3]:
        wanted = Query(concept, concept)
        assert (
            kwic([document], wanted, shipped())
            == row_lines(document, [concept], shipped())[concept]
        )
    terms = dict(list(body.terms.items())[::40])
    by_term = row_lines(document, terms, None)
    assert {term: len(each) for term, each in by_term.items()} == {
        term: sum(o.count for o in stands) for term, stands in terms.items()
    }


def test_governance_in_the_american_plan() -> None:
    path = SHARED / "us" / "us-2025.pdf"
    if not path.exists():
        pytest.skip("the shared folder with the official texts is not beside the checkout")
    plan = replace(read_path(str(path)), language="en")
    found = kwic([plan], query("governance", shipped(), exact=True))
    pillars = [line.part.partition(":")[0] for line in found]
    assert pillars == ["Pillar I", "Pillar I", "Pillar III", "Pillar III", "Pillar III"]
    assert [line.page for line in found] == ["5", "11", "20", "20", "20"]
