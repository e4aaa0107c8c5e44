"""Reading: every format becomes the same sections, and nothing is lost or counted twice."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reading import outline, text_of
from pdf_reading import shared as shared_file
from pdf_writer import Text, pdf

from aiplans_cli.errors import SourceError
from aiplans_cli.model import Document
from aiplans_cli.reading import READERS, read_bytes, read_path, sniff
from aiplans_cli.reading.bibliography import set_apart_bibliographies
from aiplans_cli.reading.blocks import tidy_lines
from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.joining import glue
from aiplans_cli.reading.mojibake import _LONG, _page_of
from aiplans_cli.reading.numbering import Numbered, number_headings, numbered
from aiplans_cli.reading.shape import Block, assemble, tidy
from aiplans_cli.reading.text import _wrap_width, _wrapped, read_text

HERE = Path(__file__).resolve()
CASES = HERE.parent / "cases"


def cases(name: str) -> list[dict[str, str]]:
    loaded: list[dict[str, str]] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return loaded


def shared(path: str) -> Document:
    return shared_file(f"texts/{path}")


def failure(data: bytes, name: str, **options: str) -> str:
    with pytest.raises(SourceError) as caught:
        read_bytes(data, name=name, **options)
    assert str(caught.value).startswith(f"{name}: ")
    return str(caught.value)


def page_of(number: str, *body: Text, head: str = "A Plan For All") -> list[Text]:
    return [(250, 750, 11, head), *body, (300, 40, 11, number)]


LONG = "Governance of artificial intelligence needs every agency to act and to report on"
PLAN = pdf(
    [
        page_of(
            "i",
            (72, 600, 24, "Contents"),
            *(
                (72, 560 - 15 * i, 11, f"{name} .................... {i + 1}")
                for i, name in enumerate(("First Aim", "Second Aim", "Third Aim"))
            ),
        ),
        page_of(
            "1",
            (72, 700, 20, "First Aim"),
            (72, 670, 11, LONG),
            (72, 656, 11, "the progress made in self-"),
            (72, 642, 11, "driving cars."),
            (141, 646, 6, "1"),
            (72, 615, 11, "A second paragraph stops at the foot of a page in the middle of"),
            (72, 80, 6, "1"),
            (76, 76, 8, "A note about cars, at the foot."),
        ),
        page_of(
            "2",
            (72, 700, 11, "one sentence."),
            (72, 660, 20, "Second"),
            (72, 636, 20, "Aim"),
            (72, 610, 11, "Its text."),
            (72, 560, 20, "Third Aim"),
            (72, 530, 11, "Ten to the power 10"),
            (176, 534, 6, "26"),
            (185, 530, 11, "is many."),
        ),
        page_of("3", (72, 400, 11, "This page intentionally left blank.")),
    ],
    entries=[("Cover", 0), ("First Aim", 1), ("Second Aim", 2), ("Third Aim", 2)],
    title="A Plan",
)


# --- PDF ----------------------------------------------------------------------------------------


def test_a_pdf_becomes_headings_paragraphs_notes_contents_and_furniture() -> None:
    plan = read_bytes(PLAN, name="folder/plan.pdf")
    assert (plan.id, plan.title, plan.format, plan.pages) == ("plan", "A Plan", "pdf", 4)
    assert plan.sha256 == hashlib.sha256(PLAN).hexdigest()
    assert outline(plan) == [(1, "First Aim"), (1, "Second Aim"), (1, "Third Aim")]
    assert text_of(plan, "contents").split("\n")[1] == "First Aim 1"
    assert text_of(plan, "note") == "1 A note about cars, at the foot."
    furniture = Counter(text_of(plan, "running head", "page number").split("\n"))
    assert furniture["A Plan For All"] == 4
    assert furniture["This page intentionally left blank."] == 1
    assert plan.notes == ()


def test_a_pdf_paragraph_crosses_the_page_and_knows_it() -> None:
    plan = read_bytes(PLAN, name="plan.pdf")
    body = next(s for s in plan.sections if s.kind == "body" and s.heading == "First Aim")
    assert body.text.split("\n") == [
        f"{LONG} the progress made in self-driving cars.",
        "A second paragraph stops at the foot of a page in the middle of one sentence.",
    ]
    assert body.page == "1"
    assert body.page_at(body.text.index("middle of")) == "1"
    assert body.page_at(body.text.index("one sentence")) == "2"
    note = next(s for s in plan.sections if s.kind == "note")
    assert (note.part, note.page) == (body.part, "1")


def test_a_superscript_is_dropped_as_a_reference_and_kept_as_an_exponent() -> None:
    plan = read_bytes(PLAN, name="plan.pdf")
    assert "power 10²⁶ is many." in text_of(plan, "body")
    assert "cars.1" not in text_of(plan, "body")


def test_without_an_outline_type_and_numbers_make_headings() -> None:
    pages = [
        page_of(
            str(n),
            (72, 700, 20, f"{n}. Part {'ABC'[n - 1]}"),
            (72, 670, 11, f"{LONG} {n * 'x'}"),
            (72, 656, 11, "the progress they have made."),
            (72, 640, -11, "a. Smaller heading"),
            (72, 610, 11, LONG),
            (72, 596, 11, "what they have done."),
            (72, 580, 11, "ALL IN CAPITALS"),
            (72, 550, 11, f"{LONG} {n * 'y'}."),
            (72, 520, 11, f"Article 1: {LONG} {n * 'z'}"),
            (72, 506, 11, "of the law."),
        )
        for n in (1, 2, 3)
    ]
    plan = read_bytes(pdf([[(72, 400, 40, "The Great Plan")], *pages]), name="plan.pdf")
    assert plan.title == "The Great Plan"
    assert outline(plan)[:4] == [
        (1, "1. Part A"),
        (2, "a. Smaller heading"),
        (3, "ALL IN CAPITALS"),
        (4, "Article 1"),
    ]
    assert plan.sections[0].text == "The Great Plan"  # a cover is no heading
    third = next(s for s in plan.sections if s.heading == "a. Smaller heading")
    assert third.parents == ("1. Part A",)


def test_pages_are_labelled_as_printed_then_as_the_file_says_then_by_number() -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 7 >>] >>"
    bodies: list[list[Text]] = [[(72, 700, 11, f"Text of sheet {word}.")] for word in "abc"]
    plan = read_bytes(pdf(bodies, labels=labels), name="plan.pdf")
    assert [plan.sections[0].page, *(label for _, label in plan.sections[0].breaks)] == [
        "i",
        "ii",
        "7",
    ]
    assert [label for _, label in read_bytes(pdf(bodies), name="plan.pdf").sections[0].breaks] == [
        "2",
        "3",
    ]


def test_a_chinese_pdf_has_chapters_articles_and_whole_sentences() -> None:
    # "to strengthen the management of Internet services and to protect the lawful rights of …"
    line = "为了加强互联网信息服务管理维护国家安全和社会公共利益保护公民的合法"
    pages: list[list[Text]] = [
        [
            (200, 700, 22, "管理规定"),  # "Rules for Management"
            (250, 660, 16, f"第{number}章 总  则"),  # "Chapter … General"
            (96, 630, 12, f"第{number}条 {line[:-3]}"),  # "Article …"
            (72, 612, 12, f"{line}权 益{number}"),
            (72, 594, 12, f"{number}，制定本规定。"),  # "these rules are made."
            (300, 40, 10, f"— {page} —"),
        ]
        for page, number in enumerate("一二三", start=1)
    ]
    rules = read_bytes(pdf(pages[:1] + [page[1:] for page in pages[1:]]), name="rules.pdf")
    assert rules.title == "管理规定"
    chapters = [(2, "第一章 总则"), (3, "第一条"), (2, "第二章 总则"), (3, "第二条")]
    assert outline(rules)[:5] == [(1, "管理规定"), *chapters]
    article = next(s for s in rules.sections if s.heading == "第二条" and s.kind == "body")
    assert article.text == f"{line[:-3]}{line}权益二二，制定本规定。"
    assert article.page == "2"


def test_pages_without_text_are_named() -> None:
    body: list[Text] = [(72, 700, 11, "Text that stands on the first page only.")]
    plan = read_bytes(pdf([body, []], title="Microsoft Word - draft.doc"), name="plan.pdf")
    assert plan.notes == ("no text on page 2; images are not read",)
    assert (plan.title, plan.pages) == ("plan", 2)
    broken = pdf([body]).replace(b"/Count 1 /Kids [10 0 R]", b"/Count 2 /Kids [10 0 R 99 0 R]")
    assert read_bytes(broken, name="plan.pdf").notes == plan.notes


def test_a_circular_outline_is_no_news_to_the_user(caplog: pytest.LogCaptureFixture) -> None:
    circular = PLAN.replace(b"/Next 19 0 R", b"/Next 18 0 R")
    assert circular != PLAN
    assert "Governance" in text_of(read_bytes(circular, name="plan.pdf"), "body")
    assert not caplog.records


def test_a_contents_page_needs_no_dots_where_it_has_its_title() -> None:
    entries = [
        (left, 640 - 15 * i, 11, text)
        for i, name in enumerate(("First Aim", "Second Aim", "Third Aim"))
        for left, text in ((72, name), (500, str(i + 1)))
    ]
    text: Text = (72, 560, 11, "The text begins on the same page, below the last entry.")
    plan = read_bytes(pdf([[(72, 680, 16, "Table of Contents"), *entries, text]]), name="x.pdf")
    contents = "Table of Contents\nFirst Aim 1\nSecond Aim 2\nThird Aim 3"
    assert [(s.kind, s.text) for s in plan.sections] == [("body", text[3]), ("contents", contents)]


def test_bullets_items_cells_and_columns_are_paragraphs_of_their_own() -> None:
    page: list[Text] = [
        (
            72,
            700,
            11,
            "The plan has these aims, each of which is to be met within one year by all:",
        ),
        (80, 686, 11, "• one aim that takes more than one line to say because it is long and it"),
        (90, 672, 11, "is dear to all"),
        (80, 658, 11, "• another aim"),
        (
            80,
            630,
            11,
            "(a) the first item is here to stay and to be read by all who come to see it.",
        ),
        (80, 616, 11, "(b) the second item."),
        (72, 560, 11, "Left cell"),
        (300, 560, 11, "Right cell"),
        (72, 500, 11, "A column of text ends here in the middle of"),
        (450, 700, 11, "a sentence of the other column."),
    ]
    plan = read_bytes(pdf([page]), name="plan.pdf")
    assert plan.sections[0].text.split("\n")[1:] == [
        "• one aim that takes more than one line to say because it is long and it is dear to all",
        "• another aim",
        "(a) the first item is here to stay and to be read by all who come to see it.",
        "(b) the second item.",
        "Left cell",
        "Right cell",
        "A column of text ends here in the middle of a sentence of the other column.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "words", "joined"),
    [
        ("self-", "driving cars", {}, "self-driving cars"),
        ("like-", "minded nations", {"like": 3}, "like-minded nations"),
        ("(M-25-", "21)", {}, "(M-25-21)"),
        ("gover-", "nance", {"governance": 2}, "governance"),
        ("low-", "cost", {"low-cost": 1, "lowcost": 2}, "lowcost"),
        ("indus-", "try", {}, "industry"),
        ("anti-", "American", {}, "anti-American"),
        ("the race -", "and more", {}, "the race - and more"),
        ("energy-", "and carbon-intensive", {}, "energy- and carbon-intensive"),
        ("America—", "from sea", {}, "America—from sea"),
        ("https://a.b/c/", "d.pdf", {}, "https://a.b/c/d.pdf"),
        ("full", "stop", {}, "full stop"),
        ("long-", "term", {}, "long-term"),  # the case ``hy.txt``
        ("well-", "being", {}, "well-being"),
        ("inter-", "national", {}, "international"),
        ("up-", "to-date", {}, "up-to-date"),
        ("up-to-", "date", {}, "up-to-date"),
        ("state-", "of-the-art", {}, "state-of-the-art"),
        ("state-of-the-", "art", {}, "state-of-the-art"),
        ("whole-", "of-government", {}, "whole-of-government"),
        ("gov-", "ernment-wide", {"government": 2}, "government-wide"),
        ("privacy-", "preserving", {}, "privacy-preserving"),
        ("human-", "centred", {}, "human-centred"),
        ("carbon-", "neutral", {}, "carbon-neutral"),
        ("follow-", "up", {}, "follow-up"),
        ("decision-", "makers", {}, "decision-makers"),
        ("long-", "standing", {}, "long-standing"),
        ("risk-", "mitigating", {}, "risk-mitigating"),
        ("e-", "mail", {}, "e-mail"),
        ("in-", "formation", {"in": 9}, "information"),
        ("work-", "ing", {"work": 3}, "working"),
        ("imple-", "menting", {}, "implementing"),
        ("regu-", "lating", {}, "regulating"),
        ("re-", "lease", {"re-": 1}, "release"),
        ("re-", "elected", {"re-": 1, "elected": 1}, "re-elected"),
        ("market-", "driven", {"market": 3}, "market-driven"),
        ("人工", "智能", {}, "人工智能"),  # "artificial" + "intelligence"
        ("治理，", "合作", {}, "治理，合作"),  # "governance," + "co-operation"
    ],
)
def test_line_ends_are_joined(before: str, after: str, words: dict[str, int], joined: str) -> None:
    between = glue(before, after, Counter(words))
    assert (before[:-1] if between == "-" else before + between) + after == joined


# --- the American plan --------------------------------------------------------------------------

PILLARS = [
    "Pillar I: Accelerate AI Innovation",
    "Pillar II: Build American AI Infrastructure",
    "Pillar III: Lead in International AI Diplomacy and Security",
]


@pytest.fixture(scope="module")
def us_2025() -> Document:
    return shared("us/us-2025.pdf")


def test_the_plan_has_three_pillars_and_the_headings_under_them(us_2025: Document) -> None:
    headings = [s for s in us_2025.sections if s.kind == "heading"]
    assert [s.text for s in headings if s.level == 1] == ["Introduction", *PILLARS]
    under = Counter(s.parents[0] for s in headings if s.level == 2)
    assert [under[pillar] for pillar in PILLARS] == [15, 8, 7]
    pages = {s.text: s.page for s in headings}
    assert [pages[pillar] for pillar in PILLARS] == ["3", "14", "20"]
    assert pages["Invest in Biosecurity"] == "23"
    assert us_2025.title == "America’s AI Action Plan"
    assert us_2025.pages == 28


def test_governance_stands_where_it_was_counted_by_hand(us_2025: Document) -> None:
    places = []
    for section in us_2025.sections:
        text, start = section.text.casefold(), 0
        while (start := text.find("governance", start)) >= 0:
            pillar = (*section.parents, section.heading)[0]
            places.append((section.kind, pillar, section.page_at(start)))
            start += 1
    counted = sorted(place for place in places if place[0] in ("body", "heading"))
    assert counted == [
        ("body", PILLARS[0], "11"),
        ("body", PILLARS[0], "5"),
        ("body", PILLARS[2], "20"),
        ("body", PILLARS[2], "20"),
        ("heading", PILLARS[2], "20"),
    ]
    assert Counter(kind for kind, *_ in places) == {
        "body": 4,
        "heading": 1,
        "contents": 1,
        "note": 2,
    }


def test_what_is_not_text_is_set_apart(us_2025: Document) -> None:
    furniture = text_of(us_2025, "running head", "page number").split("\n")
    assert furniture.count("AMERICA’S AI ACTION PLAN") == 27
    assert {"i", "ii", *map(str, range(1, 26))} <= set(furniture)
    body = text_of(us_2025, "body")
    assert "left blank" not in body
    assert "...." not in text_of(us_2025, "contents")
    assert len(text_of(us_2025, "contents").split("\n")) == 35  # the title and 34 entries
    assert us_2025.notes == ()


def test_words_of_the_plan_are_neither_glued_nor_split(us_2025: Document) -> None:
    body = text_of(us_2025, "body")
    for right in ("self-driving", "like-minded", "large-scale", "multi-tiered", "Open-source"):
        assert right in body
    assert "M-25-21" in text_of(us_2025, "note")
    for wrong in (
        "duringhis",
        "Federalfunding",
        "Plan.1",
        "regime. 3",
        "selfdriving",
        "ﬁ",
        "\u00ad",
    ):
        assert wrong not in body
    crossing = "that they do not advance theories of liability that unduly burden AI innovation."
    assert crossing in body


@pytest.mark.parametrize(
    ("path", "headings", "first_page", "sentence"),
    [
        (
            "en/AI-Opportunities-Action-Plan-Jan-2025.pdf",
            ["Foreword by the Secretary of State for Science, Innovation and Technology",
             "The opportunity", "1. Lay the foundations to enable AI",
             "2. Change lives by embracing AI", "3. Secure our future with homegrown AI",
             "Conclusion"],
            "4",
            "genuinely world-leading – foundations on which to build:",
        ),
        (
            "en/NIST-AI-600-1-GenAI-Profile-Jul-2024.pdf",
            ["1. Introduction", "2. Overview of Risks Unique to or Exacerbated by GAI",
             "3. Suggested Actions to Manage GAI Risks", "Appendix A. Primary GAI Considerations",
             "Appendix B. References"],
            "1",
            "specific empirically well-substantiated",
        ),
        (
            "en/OMB-M-25-21-AI-Governance-Apr-2025.pdf",
            ["MEMORANDUM FOR THE HEADS OF EXECUTIVE DEPARTMENTS AND AGENCIES", "OVERVIEW",
             "SCOPE", "GUIDANCE ON FEDERAL USE OF AI"],
            "1",
            "Agencies are directed to accelerate the Federal use of AI by focusing on",
        ),
    ],
)  # fmt: skip
def test_other_plans_have_their_headings(
    path: str, headings: list[str], first_page: str, sentence: str
) -> None:
    document = shared(path)
    found = [s for s in document.sections if s.kind == "heading"]
    assert [s.text for s in found if s.level == 1] == headings
    assert found[0].page == first_page
    body = text_of(document, "body")
    assert sentence in body or "NIST" in path
    assert "ﬁ" not in body
    assert text_of(document, "note").count("\n") > 10


# --- text, numbers, Markdown --------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("reading_numbered.json"), ids=lambda case: case["text"][:20])
def test_numbered_headings(case: dict[str, str]) -> None:
    expected = Numbered(case["rank"], case["heading"], case["rest"]) if case["rank"] else None
    assert numbered(case["text"]) == expected, case["why"]


def test_levels_follow_the_ranks_that_are_present() -> None:
    # "Chapter 1 General", "Article 1 ...", an item of a list, "Chapter 2 Duties"
    first = "第一章 总则\n第一条 应当遵守以下规定：\n（一）依法进行的活动。"
    lines = f"{first}\n第二章 职责\n第二条 各部门负责。"
    document = read_bytes(lines.encode(), name="law.txt")
    assert outline(document) == [
        (1, "第一章 总则"),
        (2, "第一条"),
        (1, "第二章 职责"),
        (2, "第二条"),
    ]
    assert document.sections[2].text == "应当遵守以下规定：\n（一）依法进行的活动。"
    assert document.sections[1].parents == ("第一章 总则",)
    assert [s.part for s in document.sections] == [1, 2, 2, 3, 4, 4]


def test_a_numbered_paragraph_keeps_its_page_breaks() -> None:
    text = "Article 1: It begins here and goes on over there, which is another page of this law."
    block = Block("body", text, page="1", breaks=((3, "1b"), (text.index("another"), "2")))
    heading, body = number_headings([block])
    assert (heading.page, heading.breaks) == ("1", ())
    assert body.page == "1b"
    assert body.breaks == ((body.text.index("another"), "2"),)


def test_hard_wrapped_text_is_unwrapped_and_other_text_is_not() -> None:
    wrapped = (
        "By the authority vested in me as President by the Constitution and\n"
        "the laws of the United States of America, and to be true to self-\n"
        "government, it is hereby ordered as follows for all the agencies of\n"
        "the land.\n\n- one item that is here\n- another item\n\nArticle 1\nShort."
    )
    document = read_bytes(wrapped.encode(), name="order.txt")
    assert document.sections[0].text.split("\n") == [
        "By the authority vested in me as President by the Constitution and the laws of the United "
        "States of America, and to be true to self-government, it is hereby ordered as follows for "
        "all the agencies of the land.",
        "- one item that is here",
        "- another item",
    ]
    close = wrapped.replace(
        "land.\n\n-", "land and of the sea and of all that is in them now.\nArticle 9\n-"
    )
    assert (1, "Article 9") in outline(read_bytes(close.encode(), name="order.txt"))
    # "to strengthen the governance of artificial intelligence … and to protect rights"
    full = "为了加强人工智能的治理工作促进人工智能健康有序的发展并且依"
    wrapped_zh = f"{full}\n法保护公民和其他组织的合法权益。\n" * 3
    assert "并且依法保护" in read_bytes(wrapped_zh.encode(), name="a.txt").sections[0].text


def test_a_title_line_is_the_outermost_heading() -> None:
    document = read_bytes("能力建设计划\n一、目标\n为了发展。".encode(), name="plan.txt")
    assert document.title == "能力建设计划"  # "Capacity-building plan"
    assert outline(document) == [(1, "能力建设计划"), (2, "一、目标")]
    assert read_bytes(b"a\nb\nc\nd e f", name="x.txt").title == "x"
    assert read_bytes(b"Article 1\nText.", name="x.txt").title == "x"


@given(
    st.lists(
        st.text(
            alphabet=st.sampled_from("aB1 .-ﬁ（一）、第条章。\u00ad\u3000治理\t:Sec"), max_size=90
        ),
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None)
def test_text_is_neither_lost_nor_doubled(lines: list[str]) -> None:
    source = "\n".join(lines)
    letters = [char for char in tidy(source) if char.isalnum()]
    if not letters:
        assert "empty" in (message := failure(source.encode(), "x.txt")) or "words" in message
        return
    document = read_bytes(source.encode(), name="x.txt")
    assert [c for s in document.sections for c in s.text if c.isalnum()] == letters


MARKDOWN = """\ufeff---
date: '2025-01-23'
title: "Removing \\
  \\ Barriers\\_Now"
---

     By the authority vested in me,
it is ordered:

     <span>Section</span> <span>1</span>. <span>Purpose</span>. The [aim](http://x.y) is *clear*
and **good**.<!-- not this -->

## Part A

- item `one`
- item two  \nbroken

| a | b |
|---|---|
| c |   |

```
code stays
```

<div>Block <b>words</b></div>
"""


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    document = read_bytes(MARKDOWN.encode(), name="order.md")
    assert document.title == "Removing Barriers Now"
    assert [(s.kind, s.text) for s in document.sections] == [
        ("body", "By the authority vested in me, it is ordered:"),
        ("heading", "Section 1. Purpose"),
        ("body", "The aim is clear and good."),
        ("heading", "Part A"),
        ("body", "item one\nitem two\nbroken\na | b\nc\ncode stays\nBlock words"),
    ]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: Plain words", "Plain words"),
        ("title: 'It''s quoted'", "It's quoted"),
        ('title: "bad \\q escape"', "bad \\q escape"),
        ("title: folded\n  over lines", "folded over lines"),
        ("title: 'bad: yaml': again", "bad: yaml': again"),
        ("title: Plan: the second", "Plan: the second"),
        ("title: >\n  folded\n  below", "folded below"),
        ("title: [a, b]", "First"),
        ("- title", "First"),
        ("x: &x [*x, *x]\ntitle: Round", "Round"),
        ("date: 2025", "First"),
    ],
)
def test_the_title_of_the_front_matter(front: str, title: str) -> None:
    data = f"---\n{front}\n---\n# First\nText.\n".encode()
    assert read_bytes(data, name="x.md").title == title


def test_a_long_wrapped_line_with_blanks_at_its_end_goes_on() -> None:
    line = "The first line of this order is as long as a wrapped line may be  \nand goes on."
    text = read_bytes(line.encode(), name="x.md").sections[0].text
    assert text == "The first line of this order is as long as a wrapped line may be and goes on."


def test_the_executive_orders_have_their_sections() -> None:
    order = shared(
        "us/2025-12-11-eliminating-state-law-obstruction-of-national-artificial-intelligence-policy.md"
    )
    assert order.title == "Ensuring a National Policy Framework for Artificial Intelligence"
    assert outline(order)[:2] == [(1, "Section 1. Purpose"), (1, "Sec. 2. Policy")]
    assert "<" not in text_of(order, "body", "heading")
    long_order = shared(
        "us/2023-10-30-executive-order-on-the-safe-secure-and-trustworthy-development-and-use-of-artificial-intelligence.md"
    )
    headings = outline(long_order)
    assert sum(level == 1 for level, _ in headings) == 13
    assert (2, "4.5. Reducing the Risks Posed by Synthetic Content") in headings


def test_the_chinese_documents_have_their_sections() -> None:
    plan = shared("zh/cn-2024-ai-capacity-building-plan.txt")
    assert [text for level, text in outline(plan) if level == 2] == ["一、愿景目标", "二、中国行动"]
    law = shared("zh/cn-2021-data-security-law.md")
    assert sum(level == 2 for level, _ in outline(law)) == 7  # chapters
    assert sum(level == 3 for level, _ in outline(law)) == 55  # articles
    assert (2, "第一章 总则") in outline(law)


# --- HTML and DOCX ------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><head><title>The plan - Site</title></head><body>
<nav><a href="x">Home</a></nav><h1>The plan</h1><p>Governance of AI &amp; its risks.</p>
<h2>Aims</h2><p>One aim is <b>safety</b> for all.<br>A second line.</p>
<ul><li>first item</li><li>second item</li></ul>
<table><tr><td>a</td><td>b</td></tr></table><footer>Copyright</footer></body></html>"""


def test_html_gives_its_main_content_under_its_headings() -> None:
    document = read_bytes(PAGE.encode(), name="page.html")
    assert outline(document) == [(1, "The plan"), (2, "Aims")]
    assert text_of(document, "body").split("\n") == [
        "Governance of AI & its risks.",
        "One aim is safety for all.",
        "A second line.",
        "first item",
        "second item",
        "a | b",
    ]
    assert document.title == "The plan"


def test_html_blocks_inside_blocks_lose_no_words() -> None:
    page = (
        f"<html><body><article><h1>Title</h1><p>{'A first paragraph of some length. ' * 9}</p>"
        "<blockquote>Quoted <p>inside</p> and <b>on</b></blockquote>"
        "<ul><li>outer <ul><li>one</li><li>two</li></ul> end</li></ul>"
        "<p>Run <code>it</code>.</p></article></body></html>"
    )
    lines = text_of(read_bytes(page.encode(), name="x.html"), "body").split("\n")[1:]
    assert " ".join(lines) == "Quoted inside and on outer one two end Run it."


@pytest.mark.parametrize("claim", ["gb2312", "utf-8", "no-such"])
def test_html_is_decoded_as_it_says_or_as_it_is(claim: str) -> None:
    # "Governance", "One, Opportunities", "Governments and firms take part in global governance."
    page = (
        f'<html><head><meta charset="{claim}"><title>治理</title></head><body><div>'
        "<p>一、把握机遇</p><p>各国政府与企业共同参与人工智能全球治理。</p></div></body></html>"
    )
    document = read_bytes(page.encode("gb18030"), name="page.htm")
    assert outline(document) == [(1, "一、把握机遇")]
    assert text_of(document, "body") == "各国政府与企业共同参与人工智能全球治理。"


def test_html_fragments_are_read_and_empty_pages_refused() -> None:
    fragment = read_bytes(b"<p>Just a fragment about governance.</p>", name="x.html")
    assert text_of(fragment, "body") == "Just a fragment about governance."
    bare = read_bytes(b"<html><body>Words in no paragraph</body></html>", name="x.html")
    assert text_of(bare, "body") == "Words in no paragraph"
    assert "without text" in failure(b"<html><body><script>x</script></body></html>", "x.html")


def word(build: Any) -> bytes:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_docx_keeps_order_headings_and_tables() -> None:
    def build(document: Any) -> None:
        document.core_properties.title = "Core title"
        document.add_heading("The plan", 0)
        document.add_heading("Aims", 1)
        document.add_paragraph("One aim.\nA second line.")
        table = document.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "across"
        table.cell(1, 0).text, table.cell(1, 1).text = "a", "b"
        document.add_heading("More", 2)
        document.add_paragraph("Article 1: " + "It goes on and on. " * 6)
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Aims\t1", style="toc 1")

    document = read_bytes(word(build), name="plan.docx")
    assert document.title == "Core title"
    assert outline(document) == [(1, "The plan"), (2, "Aims"), (3, "More"), (4, "Article 1")]
    assert text_of(document, "body").split("\n")[:4] == [
        "One aim.",
        "A second line.",
        "across",
        "a | b",
    ]
    assert text_of(document, "contents") == "Aims 1"


WORD = "wordprocessingml"
FOOTNOTE_PARTS = {
    "word/document.xml": (
        "Body.</w:t></w:r>",
        'Body.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>',
    ),
    "word/_rels/document.xml.rels": (
        "</Relationships>",
        '<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/footnotes"/></Relationships>',
    ),
    "[Content_Types].xml": (
        "</Types>",
        '<Override PartName="/word/footnotes.xml" ContentType="application/'
        f'vnd.openxmlformats-officedocument.{WORD}.footnotes+xml"/></Types>',
    ),
}
"""What a Word file needs to have footnotes: in each of its parts, what is replaced by what."""


def with_footnote(data: bytes, note: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            before, after = FOOTNOTE_PARTS.get(name, ("", ""))
            part = old.read(name)
            new.writestr(name, part.replace(before.encode(), after.encode()) if before else part)
        space = f'xmlns:w="http://schemas.openxmlformats.org/{WORD}/2006/main"'
        run = f"<w:p><w:r><w:t>{note}</w:t></w:r></w:p>"
        new.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {space}><w:footnote w:id="2">{run}</w:footnote></w:footnotes>',
        )
    return out.getvalue()


def test_docx_footnotes_are_notes_of_the_part_that_refers_to_them() -> None:
    data = with_footnote(word(lambda document: document.add_paragraph("Body.")), "The note.")
    document = read_bytes(data, name="plan.docx")
    assert [(s.kind, s.text) for s in document.sections] == [
        ("body", "Body."),
        ("note", "The note."),
    ]


# --- encodings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("reading_encodings.json"), ids=lambda case: case["why"])
def test_legacy_encodings_are_recognised_with_a_note(case: dict[str, str]) -> None:
    text, notes = decode(case["text"].encode(case["encoding"]), "x.txt")
    assert text == case["text"]
    assert notes == (f"read as {case['said']}, the likeliest encoding; --encoding says otherwise",)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-8"])
def test_unicode_needs_no_note(codec: str) -> None:
    assert decode("治理 AI\r\nline\rend".encode(codec), "x") == ("治理 AI\nline\nend", ())


@pytest.mark.parametrize("cut", [1, 2, 3])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "gb18030"])
def test_a_cut_last_character_may_have_four_bytes(codec: str, cut: int) -> None:
    # A table of the elements: seaborgium stands beyond the first plane.
    text, notes = decode("治理研究，𨭎".encode(codec)[:-cut], "x")  # "governance", and it
    assert text == "治理研究，" and len(notes) > 0


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "gb18030", "big5"])
def test_a_cut_last_character_is_dropped_with_a_note(codec: str) -> None:
    data = "為了加強人工智慧的治理與國際合作".encode(codec)[:-1]  # "… international co-operation"
    text, notes = decode(data, "x")
    assert text == "為了加強人工智慧的治理與國際合"
    assert "cut off in the middle of its last character" in notes[-1]


def test_hz_is_recognised_cut_or_whole() -> None:
    whole = "AI 治理 plan".encode("hz")
    assert decode(whole, "x") == ("AI 治理 plan", ("read as HZ",))
    cut = "x 治理 y 治理".encode("hz")[:-3]  # "governance" twice, the last character halved
    text, notes = decode(cut, "x")
    assert (text, len(notes)) == ("x 治理 y 治", 2)


def test_an_encoding_asked_for_is_used() -> None:
    assert decode("治理".encode("big5"), "x", "big5") == ("治理", ())
    assert decode("治理".encode("utf-16"), "x", "utf-16") == ("治理", ())
    assert decode("治理".encode("hz"), "x", "hz") == ("治理", ())
    with pytest.raises(SourceError, match="no known encoding"):
        decode(b"abc", "x", "klingon")
    for codec in ("utf-8", "hex", "punycode"):
        with pytest.raises(SourceError, match="holds bytes that are no"):
            decode("治理与合作".encode("gb18030") + b"\xff\xff ends", "x", codec)
    with pytest.raises(SourceError, match="HZ"):
        decode(b"~{\xff\xff\xff\xff\xff", "x", "hz")


def test_shared_legacy_files_read_like_their_unicode_twin() -> None:
    twin = set(text_of(shared("pairs/udhr.zh-hans.txt"), "body", "heading"))
    for name in ("udhr.zh.gb2312.txt", "udhr.zh.hz.txt"):
        document = shared(f"pairs/{name}")
        assert outline(document)[:3] == [(1, "世界人权宣言"), (2, "序言"), (2, "第一条")]
        characters = Counter("".join(text_of(document, "body", "heading").split()))
        assert sum(n for c, n in characters.items() if c in twin) > 0.98 * characters.total()
        assert len(document.notes) == 1


# --- sniffing and bad input ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.4", "plan.txt", "pdf"),
        (b"%PDF-1.4", "-", "pdf"),
        (b"PK\x03\x04", "plan", "docx"),
        (b"words", "plan.HTM", "html"),
        (b" <!DOCTYPE HTML>", "-", "html"),
        (b"---\ntitle: x\n", "-", "markdown"),
        (b"\xef\xbb\xbf# Title", "-", "markdown"),
        (b"words", "plan.text", "text"),
        (b"words", "plan.unknown", "text"),
    ],
)
def test_sniffing(data: bytes, name: str, expected: str) -> None:
    assert sniff(data, name) == expected
    assert set(READERS) == {"text", "markdown", "html", "pdf", "docx"}


def test_a_format_asked_for_is_used() -> None:
    assert read_bytes(b"# Title\n\ntext", name="x.txt", format="markdown").title == "Title"
    assert read_bytes(b"# Title\n\ntext", name="-", format="text").id == "stdin"
    assert "choose from" in failure(b"x", "x.txt", format="rtf")


@pytest.mark.parametrize("encoding", ["utf-16le", "utf-16be"])
@pytest.mark.parametrize(
    "text",
    [
        "# Plan\n\nWe govern AI.",
        "# 计划\n\n我们治理数据，发展人工智能。",  # Plan. We govern data and develop AI.
        "# 稀土\n\n钕、铽、镝、钬、铒、铥、镱、镥",  # a list of rare earths, in rare characters
    ],
)
def test_utf16_without_a_mark_is_told_how_to_be_read(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    with pytest.raises(SourceError, match=f"is binary.*try --encoding {encoding}"):
        read_bytes(data, name="plan.md")
    assert read_bytes(data, name="plan.md", encoding=encoding).title in text


def test_records_of_ascii_are_not_taken_for_utf16() -> None:
    # What databases keep: two letters are one character of Chinese, and few of those are frequent.
    message = failure(b"The plan\0The law\0Act on data\0" * 7, "records.txt")
    assert "is binary" in message and "UTF-16" not in message


ENCRYPTED = pdf(
    [[(72, 700, 11, "secret")]],
    trailer=f"/ID [<{'00' * 16}> <{'00' * 16}>] "
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >>",
)


@pytest.mark.parametrize(
    ("data", "name", "fact"),
    [
        (b"", "x.txt", "is empty"),
        (b" \n\t", "x.txt", "is empty"),
        (b"...\n---\n", "x.txt", "has no words"),
        (b"\x00\x01\x02\x03", "x.txt", "is binary"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "x.txt", "is binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "x.png", "is binary"),
        (b"\x01\x02 text", "x.txt", "is binary"),
        (b"abc \xff\xfe\xfd\xff def", "x.txt", "no encoding that could be recognised"),
        ("治理与合作，治理与合作".encode() + b"\xff text", "x.txt", "no UTF-8"),
        ("治理与合作".encode() + b"\xff text", "x.txt", "no UTF-8"),  # one fault in six
        (b"%PDF-1.4 nothing of the kind", "x.pdf", "is damaged"),
        (ENCRYPTED, "x.pdf", "is encrypted; save a copy without a password"),
        (pdf([[]]), "x.pdf", "has no text, only images"),
        (b"PK\x03\x04 nothing of the kind", "x.docx", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.docx", "is encrypted or in the old Word format"),
    ],
)
def test_bad_input_is_one_line_that_says_what_to_do(data: bytes, name: str, fact: str) -> None:
    message = failure(data, name)
    assert fact in message
    assert "\n" not in message


@given(st.binary(max_size=60), st.sampled_from(sorted(READERS)), st.booleans())
@settings(max_examples=120, deadline=None)
def test_no_bytes_crash_a_reader(noise: bytes, format: str, inside: bool) -> None:
    whole = {"pdf": PLAN, "docx": word(lambda document: document.add_paragraph("Body."))}
    data = whole.get(format, PAGE.encode())
    place = len(noise) * 37 % len(data)
    data = data[:place] + noise + data[place + len(noise) :] if inside else noise
    try:
        document = read_bytes(data, name="noise", format=format)
    except SourceError as error:
        assert "\n" not in str(error)
    else:
        assert document.format == format


def test_a_zip_that_is_no_word_document_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "words")
    assert "no Word document" in failure(out.getvalue(), "x.docx")


def test_bad_paths(tmp_path: Path) -> None:
    for path, fact in (
        (str(tmp_path / "none.txt"), "no such file"),
        (str(tmp_path), "is a directory"),
        (str(tmp_path / "none.txt" / "below"), "no such file"),
        ("bad\0name", "is no file name"),
    ):
        with pytest.raises(SourceError) as caught:
            read_path(path)
        assert fact in caught.value.fact
    file = tmp_path / "plan.txt"
    file.write_bytes(b"Words.")
    (tmp_path / "plan.txt.d").mkdir()
    with pytest.raises(SourceError, match="cannot be read"):
        read_path(str(file / "below"))
    assert read_path(str(file)).id == "plan"


# --- shape --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("e\u0301", "é"),
        ("o\ufb03ce of\u00a0the  \ufb02eet", "office of the fleet"),
        ("co\u00adop\u200b", "coop"),
        ("附  则", "附则"),  # "supplementary provisions", spread for looks
        ("主任 庄荣文", "主任 庄荣文"),  # "director" and a name
        ("联 合 国 大 会 通 过", "联合国大会通过"),  # "the General Assembly adopted"
        ("\u2f08\u2f2f智能", "人工智能"),  # "artificial intelligence" in look-alike radicals
    ],
)
def test_tidy(raw: str, shown: str) -> None:
    assert tidy(raw) == shown


def test_layout_spaces_between_chinese_characters_are_closed() -> None:
    assert tidy("人工 智能 AI 治理 。", tight=True) == "人工智能 AI 治理。"  # "AI governance."


def test_assembling_gathers_by_heading_and_remembers_pages() -> None:
    sections = assemble(
        [
            Block("running head", "head", page="1"),
            Block("body", "before", page="1"),
            Block("contents", "Contents", page="1"),
            Block("contents", "A 2", page="1"),
            Block("heading", "A", 1, page="2"),
            Block("heading", "A.1.1", 3, page="2"),
            Block("body", "one", page="2"),
            Block("note", "note", page="2"),
            Block("body", "two", page="3", breaks=((2, "4"),)),
            Block("heading", "A.2", 2, page="4"),
            Block("heading", "B", 1, page="4"),
            Block("body", "", page="4"),
        ]
    )
    shown = [(s.part, s.kind, s.text, s.parents) for s in sections]
    assert shown == [
        (0, "body", "before", ()),
        (0, "running head", "head", ()),
        (1, "contents", "Contents\nA 2", ()),
        (2, "heading", "A", ()),
        (3, "heading", "A.1.1", ("A",)),
        (3, "body", "one\ntwo", ("A",)),
        (3, "note", "note", ("A",)),
        (4, "heading", "A.2", ("A",)),
        (5, "heading", "B", ()),
    ]
    assert sections[5].breaks == ((4, "3"), (6, "4"))


WRAPPED = """The committee considered in detail whether the proposed system of govern-
ance would be strong enough to protect the people who rely upon it, and a
long-
term review of the decision-making process was requested by the inter\u00ad
national partners, who also asked for an early-warning index as agreed upon."""


@pytest.mark.parametrize("name", ["plan.txt", "plan.md"])
def test_hyphens_at_line_ends_are_closed_by_one_rule(name: str) -> None:
    [section] = read_bytes(WRAPPED.encode(), name=name).sections
    for whole in ("governance would", "a long-term review", "the international partners"):
        assert whole in section.text
    for offset, number in section.lines:
        first = WRAPPED.split("\n")[number - 1].split()[0].rstrip("-")
        assert section.text[offset:].startswith(first)


@pytest.mark.parametrize("hyphen", "\u2010\u2011\u00ac\u2212")
@pytest.mark.parametrize("name", ["plan.txt", "plan.md"])
def test_other_hyphens_at_line_ends_are_hyphens(name: str, hyphen: str) -> None:
    text = WRAPPED.replace("\u00ad\n", "-\n").replace("-\n", f"{hyphen}\n")
    [section] = read_bytes(text.encode(), name=name).sections
    kept = hyphen if hyphen in "\u2010\u2011" else "-"
    for whole in ("governance would", f"a long{kept}term review", "the international partners"):
        assert whole in section.text


GOOD = "治理很重要。治理与安全。"  # "governance matters; governance and security"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("mac_cyrillic", "Mac Cyrillic"),
        ("cp1251", "Windows-1251"),
        ("latin_1", "Latin-1"),
        ("cp437", "DOS 437"),
    ],
)
def test_text_that_was_decoded_wrongly_is_told_with_its_place(page: str, told: str) -> None:
    bad = "中华人民共和国残疾人保障法第一条".encode().decode(page, "ignore")  # a law's title
    document = read_bytes(f"{GOOD}\n{bad}\n{GOOD}\n".encode(), name="law.txt")
    [note] = document.notes
    assert note.startswith("line 2: ") or " and " in note.partition(":")[0]
    assert told in note or page == "latin_1"


@pytest.mark.parametrize(
    "text",
    [
        GOOD * 9,
        "Президент України підписав закон про діяльність Кабінету Міністрів",
        "Café, São Paulo, Übergröße, «déjà vu» – “quoted” … §§ 3–5, ½ ©",
        "Ελληνική Δημοκρατία και διακυβέρνηση",
        "日本国憲法はガバナンスを定める",  # Japanese
        "────────────── • • • ①②③④⑤⑥⑦⑧⑨⑩⑪⑫",
    ],
)
def test_text_in_any_script_is_not_taken_for_garbled(text: str) -> None:
    assert not read_bytes(f"A plan. {text}".encode(), name="plan.txt").notes


def test_garbled_punctuation_and_lost_characters_are_told() -> None:
    told = read_bytes("The nationâ€™s plan. 锟斤拷锟斤拷".encode(), name="plan.txt").notes
    assert "9 characters" in told[0]
    assert "UTF-8 as Windows-1252" in told[0]


def test_a_large_text_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiplans_cli.reading.text.LARGE", 100)
    text = "Chapter 1\nA wrapped-\nline\n\nArticle 2\n" * 9
    [section] = read_bytes(text.encode(), name="plan.txt").sections
    assert section.text == tidy_lines(text)
    assert section.line_at(section.text.index("Article 2")) == 5


# --- both sides of each size that was tuned -----------------------------------------------------


def _listed(*texts: str) -> bool:
    """Whether paragraphs under "References" are a list of works."""
    blocks = [Block("heading", "References", 1), *(Block("body", text) for text in texts)]
    return {block.kind for block in set_apart_bibliographies(blocks)} == {"heading", "bibliography"}


ENTRY = "A. Author et al. A title. Journal, 2020."  # two signs: a year and "et al"


@pytest.mark.parametrize(("entries", "found"), [(7, True), (5, False)])
def test_most_paragraphs_of_a_bibliography_cite(entries: int, found: bool) -> None:
    assert _listed(*[ENTRY] * entries, *["It refers to none of them."] * (10 - entries)) == found


def test_a_bibliography_has_six_signs() -> None:
    assert _listed(ENTRY, ENTRY, ENTRY)
    assert not _listed(ENTRY, ENTRY, "B. Author. A title. 2020.")


@pytest.mark.parametrize(("columns", "wrap"), [(49, 0), (51, 51), (119, 119), (121, 0)])
def test_a_text_is_wrapped_at_a_column_that_people_wrap_at(columns: int, wrap: int) -> None:
    assert _wrap_width(["x" * columns] * 4) == wrap


@pytest.mark.parametrize(("columns", "wrap"), [(82, 100), (78, 0)])
def test_half_of_the_lines_of_a_wrapped_text_are_nearly_full(columns: int, wrap: int) -> None:
    assert _wrap_width(["x" * 100, *["x" * columns] * 20]) == wrap


@pytest.mark.parametrize(("columns", "goes_on"), [(89, True), (87, False)])
def test_a_line_without_room_for_the_next_word_goes_on(columns: int, goes_on: bool) -> None:
    assert _wrapped("x" * columns, "word", 100) == goes_on


@pytest.mark.parametrize(("columns", "titled"), [(79, True), (81, False)])
def test_a_title_is_no_wider_than_a_line(columns: int, titled: bool) -> None:
    text = f"{'x' * columns}\n\nIt is a text."
    assert bool(read_text(text.encode(), "x.txt").title) == titled


@pytest.mark.parametrize(("lost", "page"), [(5, "Mac Cyrillic"), (12, "")])
def test_a_run_is_garbled_where_most_of_it_decodes(lost: int, page: str) -> None:
    # 15 bytes of 治理体系和 (the system of governance and …), and Cyrillic letters
    run = "治理体系和".encode().decode("mac_cyrillic") + "д" * lost
    assert len(run) >= _LONG
    assert _page_of(run) == page


def test_a_run_of_which_some_is_lost_is_long() -> None:
    whole = "治理".encode().decode("mac_cyrillic")  # "governance", six letters
    for run, page in ((whole + whole, "Mac Cyrillic"), (whole + whole[:5], "")):
        assert _page_of(run) == page


# --- each word of the lists that tell compounds (of policy papers) from broken words --------------

_PREFIXED = (
    "all anti co counter cross full half high low macro mega meta micro mid mini "
    "multi near non post quasi self semi ultra well"
)
_OPENING_COMPOUNDS = (
    "long short large small early fast first second third open new old hard soft deep "
    "real best better ill wide single double dual one two three four five decision "
    "policy risk evidence twenty thirty forty fifty sixty seventy eighty ninety "
    "follow privacy human carbon cyber rights cost life world left right next good "
    "government state user end face day energy data medium middle lower higher built "
    "add opt step public private whole"
)
_ENDING_COMPOUNDS = (
    "term based driven making being scale related specific oriented led owned funded "
    "free border source intensive effective efficient sensitive friendly minded "
    "performance quality known ranging reaching powered enabled generated assisted "
    "centric centered centred facing looking party sector risk speed end edge art "
    "preserving neutral up ups makers maker standing physical mitigating saving "
    "sharing seeking taking keeping building leading paying breaking changing "
    "enhancing tuning thinking growing emitting aligned informed focused backed run "
    "wide sized income class level purpose generation language mouth readable made "
    "trained governmental compliant ready proof resistant style called round through "
    "down ons off date ante rights era ever dense abiding loving consuming affirming "
    "induced prone house person campus respecting sustaining adjusted affiliated "
    "supported established developed range"
)
_PARTS_OF_BOTH = (
    "pre pro ex extra intra over as at by do for in is no of off on or out so the to up per not"
)
_MOSTLY_CLOSED = (
    "de re un sub super tele trans inter under dis mis en em im con com with an be al "
    "any some every there where here"
)


def test_a_hyphen_at_a_line_end_stays_in_compounds() -> None:
    for head in f"{_PREFIXED} {_OPENING_COMPOUNDS}".split():
        assert glue(f"{head}-", "gub", Counter()) == "", head
    for tail in _ENDING_COMPOUNDS.split():
        assert glue("gub-", tail, Counter()) == "", tail
    for link in "to of the and or in by for at on a an end".split():
        assert glue(f"up-{link}-", "gub", Counter()) == "", link
        assert glue("gub-", f"{link}-vis", Counter()) == "", link


def test_a_hyphen_at_a_line_end_goes_in_words_that_are_broken() -> None:
    for head in _PARTS_OF_BOTH.split():
        assert glue(f"{head}-", "gub", Counter()) == "-", head
        assert glue(f"{head}-", "gub", Counter(gub=1)) == "", head
    for head in _MOSTLY_CLOSED.split():
        assert glue(f"{head}-", "gub", Counter({"gub": 1, head: 1})) == "-", head
    for tail in "ware wares site sites where thing body".split():
        assert glue("soft-", tail, Counter()) == "-", tail
