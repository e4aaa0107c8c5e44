"""PDF: documents as people have them, and the small ones that once failed."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from pdf_reading import SHARED, outline, shared, text_of

from aiplans_cli.model import Document


def case(name: str) -> Document:
    return shared(f"cases/pdf/{name}.pdf")


def words(document: Document, word: str) -> int:
    """How often a word stands in what is counted."""
    return len(re.findall(rf"\b{word}\b", text_of(document, "body", "heading"), re.IGNORECASE))


# --- small files --------------------------------------------------------------------------------

CASES = (
    "article-per-page bm_no bm_yes boldamend caps-zh lig-NimbusRoman lig-NotoSans lig-P052 "
    "nonbmp-zh numbering p_cols p_hf p_linenum r_hy2010 rotated title-drawn-last "
    "wide-leading-heading zh-art100"
).split()


@pytest.mark.parametrize("name", CASES)
def test_the_characters_of_a_case_add_up_and_nothing_is_told(name: str) -> None:
    document = case(name)
    assert document.ledger.missing == 0
    assert document.notes == ()


def test_articles_at_the_top_of_pages_are_headings() -> None:
    assert outline(case("article-per-page")) == [(1, f"Article {n}") for n in range(1, 11)]


def test_bookmarks_of_some_annexes_change_nothing() -> None:
    with_, without = case("bm_yes"), case("bm_no")
    assert [(s.kind, s.level, s.text) for s in with_.sections] == [
        (s.kind, s.level, s.text) for s in without.sections
    ]
    expected = [*(f"Article {n}" for n in range(1, 19)), "ANNEX I", "ANNEX II", "ANNEX III"]
    assert outline(with_) == [(1, title) for title in expected]


@pytest.mark.parametrize("face", ["NimbusRoman", "NotoSans", "P052"])
def test_ligatures_of_three_faces_are_letters(face: str) -> None:
    assert text_of(case(f"lig-{face}"), "heading", "body") == (
        "Office\nA draft office plan: sufficient and effective staff, different traffic, efficient "
        "affordable offline shifts."
    )


def test_bold_amendments_and_chinese_capitals_are_no_headings() -> None:
    assert outline(case("boldamend")) == [(1, "Article 5 Prohibited practices")]
    # "One, General Requirements", "Two, Main Tasks"
    assert outline(case("caps-zh")) == [(1, "一、总体要求"), (1, "二、重点任务")]
    assert {"𝑛", "𠮷"} <= set(text_of(case("nonbmp-zh"), "body", "heading"))


def test_sections_with_two_numbers_are_of_the_second_level() -> None:
    assert outline(case("numbering")) == [
        (1, "1 Introduction"),
        (1, "2 Findings from supervision"),
        (2, "2.1 Governance"),
        (2, "2.2 Inventory and risk classification"),
        (2, "2.3 Data quality"),
        (2, "2.4 Tests and ongoing monitoring"),
        (2, "2.5 Documentation"),
        (1, "3 Outlook"),
    ]


def test_line_numbers_of_the_case_come_out() -> None:
    numbered = case("p_linenum")
    assert text_of(numbered, "body").count("year for all who") == 4
    assert numbered.ledger.sizes()["margin line number"] == len("123456789101112")


def test_columns_heads_and_hyphens_of_the_cases() -> None:
    columns = text_of(case("p_cols"), "body")
    assert columns.startswith("Alpha one begins the left column and it goes on to the second row")
    assert words(case("r_hy2010"), "governance") == 2
    heads = case("p_hf").ledger.sizes()
    assert (heads["running head"], heads["page number"]) == (88, 32)


def test_titles_and_stamps_of_the_cases() -> None:
    drawn_last = case("title-drawn-last")
    assert outline(drawn_last) == [
        (1, "ACCOUNTABILITY"),
        (1, "DATA"),
        (1, "INCIDENTS AND REPORTING"),
    ]
    assert drawn_last.sections[0].kind == "heading"
    assert len(outline(case("wide-leading-heading"))) == 1
    stamps = set(text_of(case("rotated"), "rotated").split("\n"))
    assert stamps == {"drumstick on PRODUCTION14 with PRESDOCS E1"}


def test_chinese_articles_beyond_a_hundred_are_there() -> None:
    found = [text for _, text in outline(case("zh-art100"))]
    assert {"第一百零一条", "第一百一十条", "第一百二十三条", "第一千零一条"} <= set(found)


# --- documents with known headings --------------------------------------------------------------

GOLD = "constitution-gongwen gwr2023-gongwen pipl-header sz-ai-header zj-digital-twocol".split()


@pytest.mark.parametrize("name", GOLD)
def test_the_known_headings_of_chinese_documents_are_found_with_their_levels(name: str) -> None:
    document = shared(f"real/gold/zh-{name}.pdf")
    gold = json.loads((SHARED / f"real/gold/zh-{name}.json").read_text(encoding="utf-8"))
    key = "".join
    expected = [(level, key(text.split())) for level, text in gold["gold"]]
    found = [(level, key(text.split())) for level, text in outline(document)]
    assert [text for _, text in found] == [text for _, text in expected]
    ranks = sorted({level for level, _ in expected})
    assert [level for level, _ in found] == [ranks.index(level) + 1 for level, _ in expected]
    characters = Counter("".join(gold["text"].split()))
    read = Counter("".join(text_of(document, "body", "heading").split()))
    lost = sum(n for char, n in (characters - read).items() if "\u4e00" <= char <= "\u9fff")
    assert lost == 0


def test_the_ai_act_has_its_chapters_articles_and_annexes() -> None:
    act = shared("real/pdf/EU-AI-Act-Regulation-2024-1689.pdf")
    for label, count in (("Article", 113), ("CHAPTER", 13), ("ANNEX", 13)):
        found = [(level, t) for level, t in outline(act) if re.match(rf"{label} [\dIVX]+\b", t)]
        assert len({text for _, text in found}) == len(found) == count, label
        assert len({level for level, _ in found}) == 1, label
    assert act.ledger.missing == 0
    articles = [s for s in act.sections if s.kind == "body" and s.heading.startswith("Article")]
    assert len(articles) == 113


# --- other documents ----------------------------------------------------------------------------


def test_words_with_ligatures_are_whole_in_the_code_of_practice() -> None:
    code = shared("real/pdf/Transparency-Code-AI-Generated-Content-Draft1-Dec-2025.pdf")
    assert [words(code, w) for w in ("draft", "effective", "sufficient")] == [16, 7, 4]


def test_the_stamp_of_the_register_is_no_word_of_the_order() -> None:
    order = shared("real/pdf/EO-14110-AI-Safe-Secure-Trustworthy-Oct-2023.pdf")
    assert words(order, "r") <= 2
    stamps = text_of(order, "rotated").split("\n")
    ((stamp, count),) = Counter(stamps).most_common(1)
    assert (len(stamp.split()), count) == (5, 36)


def test_a_report_with_a_bookmark_a_paragraph_has_the_headings_of_its_contents() -> None:
    report = shared("real/pdf/International-Scientific-Report-Safety-Advanced-AI-May-2024.pdf")
    found = outline(report)
    assert 60 <= len(found) <= 80
    assert (2, "2.1 How does General-Purpose AI gain its capabilities?") in found
    assert (3, "5.3.4 Building safeguards into AI systems") in found
    assert (1, "Glossary") in found


def test_chinese_papers_are_read_whole() -> None:
    fisco = shared("real/pdf/zh-fisco-whitepaper.pdf")
    assert len(outline(fisco)) == 30
    assert sum(text.startswith("参考文献") for _, text in outline(fisco)) == 1  # "references"
    survey = shared("real/pdf/zh-llm-survey.pdf")
    assert not re.search("[\ud800-\udfff]", "".join(s.text for s in survey.sections))
    assert (fisco.ledger.missing, survey.ledger.missing) == (0, 0)
