"""Quotations: found in an article whatever their marks, and looked for in sources."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from aiplans_cli.analyses.quotations.approximate_match import (
    approximate_match,
    best_fit,
    nearest,
)
from aiplans_cli.analyses.quotations.difference import kinds_of_difference, plain, word_difference
from aiplans_cli.analyses.quotations.extract import (
    document_quotations,
    extract_quotations,
    length_in_words,
    lone_marks,
)
from aiplans_cli.analyses.quotations.report import quotations_report
from aiplans_cli.analyses.quotations.search import (
    Finding,
    check_quotations,
    find_quotation,
)
from aiplans_cli.evidence.passages import LaidOut, Stream, lay_out, to_units
from aiplans_cli.model import Document, Section
from aiplans_cli.reading import read_bytes, read_path

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "texts"

EXTRACTED = [
    ('a "plain one" here', ["plain one"]),
    ("a “curly one” here", ["curly one"]),
    ("He said “they call it ‘woke AI’ there”.", ["they call it ‘woke AI’ there", "woke AI"]),
    ("\"outer 'inner part' outer\"", ["outer 'inner part' outer", "inner part"]),
    ("It's the states' and America's own", []),
    ("in the '90s the states' rights, rock 'n' roll, 'tis", []),
    ("‘the states’ rights are many’, he said", ["the states’ rights are many"]),
    ("'isn't it so', she asked", ["isn't it so"]),
    ('a 5" pipe of the "best kind"', ["best kind"]),
    ('"one," he said, "and two."', ["one,", "and two."]),
    ('("in brackets")', ["in brackets"]),
    ('word—"after a dash"—word', ["after a dash"]),
    ('"...and so it ended"', ["...and so it ended"]),
    ("„deutsche Art“ und «à la française»", ["deutsche Art", "à la française"]),
    # 他说"治理"很重要: "he says governance is important"
    ('他说"治理"很重要', ["治理"]),
    # titles and inner marks: Pact for the Future; global governance platform; Shanghai
    ("《未来契约》与“全球‘治理’平台”「上海」", ["未来契约", "全球‘治理’平台", "治理", "上海"]),
    ("『甲「乙」丙』", ["甲「乙」丙", "乙"]),
    ("《关于《乙》的通知》", ["关于《乙》的通知", "乙"]),
    ('a "line\nbreak" in it', ["line\nbreak"]),
    ('"never closed\n\nnext "one" here', ["one"]),
    ("“never closed\n\nnext “one” here", ["one"]),
    ("“first paragraph\n\n“second paragraph” end", ["first paragraph", "second paragraph"]),
    ("“last paragraph never closed", []),
    ("“slip “the real one” here", ["the real one"]),
    ("stray ” closing ’ marks 」", []),
    ("'open single \"crossing' double\"", ["crossing' double"]),
    ("‘first ‘second’ end", ["second"]),
    ("‘holds “a whole one” inside’ x", ["holds “a whole one” inside", "a whole one"]),
    ("‘a “b’ c” d’ e", ["a “b’ c” d", "b’ c"]),
    ('""', []),
    ("“ ”", []),
    ("", []),
    ("``LaTeX has these'' and ``not '' these", ["LaTeX has these", "not"]),
    (
        '"AI will be governed\nby all people" and "more"',
        ["AI will be governed\nby all people", "more"],
    ),
    ('A stray " mark\nand "one" here\nand "two" there', ["one", "two"]),
    ('A 5" pipe\nand "one" here\n6" wide', ["one"]),
    # 他说：数据自由流动 (he says: data flow freely); the mark in the middle shows no direction
    ('他说："数据依法\n自由流动"是对的', ["数据依法\n自由流动"]),
    ('他说"数据\n提出"治理"很重要\n和"安全"', ["治理", "安全"]),
    ("「数据依法\n自由流动」", ["数据依法\n自由流动"]),
    ('"first paragraph\n\n"second\n\n"third" end', ["first paragraph", "second", "third"]),
    ('"first line\n"second line" end', ["first line", "second line"]),
    ("‘first line\nsecond line’ end", ["first line\nsecond line"]),
    ("the 'slip\nof the workers' rights\nand 'one' here", ["one"]),
    ("“" + "far too long\n" * 200 + "” and “one”", ["one"]),
    # full width, half width, upright, heavy and single angled: governance, safety
    ("他说＂治理＂、｢安全｣、﹁治理﹂和﹃安全﹄", ["治理", "安全", "治理", "安全"]),
    ("﹃甲﹁乙﹂丙﹄ 〝丁〟", ["甲﹁乙﹂丙", "乙", "丁"]),
    (
        "❝heavy❞ ‹angled› «outer ‹inner› one» ‟turned”",
        ["heavy", "angled", "outer ‹inner› one", "inner", "turned"],
    ),
    ("❛heavy one❜ and ＇full width＇", ["heavy one", "full width"]),
    ("„po polsku” i „auf Deutsch“ und “English”", ["po polsku", "auf Deutsch", "English"]),
    ("“English „polski” one” end", ["English „polski” one", "polski"]),
    ('it’s ‹"both"› ＂one\nand two＂ 5＂ pipe', ['"both"', "both", "one\nand two"]),
]


@pytest.mark.parametrize(("text", "expected"), EXTRACTED)
def test_extraction(text: str, expected: list[str]) -> None:
    assert [q.text for q in extract_quotations(text)] == expected


ALONE = [
    ("nothing “wrong” here", []),
    ('He says "AI for all and ended.', [('"', 1, True, "AI for all and ended.")]),
    ('fine\n\nAI for all" he ended', [('"', 3, False, "AI for all")]),
    ("“slip “the real one”", [("“", 1, True, "slip “the real one”")]),
    ("a 5\" pipe, 6'' long", []),
    ("“first paragraph\n\n“second paragraph”", []),
    ("open 「here\n\nand 」there", [("「", 1, True, "here"), ("」", 3, False, "and")]),
    ("``never closed", [("``", 1, True, "never closed")]),
    ("```\ncode\n```", []),
    ("｢here\n\nand ＂there", [("｢", 1, True, "here"), ("＂", 3, True, "there")]),
    ("„tutaj\n\nhere›", [("„", 1, True, "tutaj"), ("›", 3, False, "here")]),
]


@pytest.mark.parametrize(("text", "expected"), ALONE)
def test_marks_that_give_no_quotation(
    text: str, expected: list[tuple[str, int, bool, str]]
) -> None:
    assert [(m.mark, m.line, m.opens, m.beside) for m in lone_marks(text)] == expected


ARTICLE_LINES = [
    ("q.txt", 'a\n\nb\n\nHe said "AI is far too important to smother".\n', [5]),
    ("q.txt", "He said “AI will be governed\nby all” and “so it\nwill be”.\n", [1, 2]),
    ("q.txt", "“open\n\nnext “one” here\n", [3]),
    ("q.txt", "Sec. 1. Purpose. It is “long\nand wide”.\n\n“So.”\n", [1, 4]),
    (
        "q.txt",
        "The first line of this order is as long as any of its lines could be, and\n"
        "the second says “in so many words that there is\nno end” to it.\n",
        [2],
    ),
    ("q.md", "---\ntitle: T\n---\n<!-- a\nb -->\n# “Head”\n\nOne\n“two”  \n“three”\n", [6, 9, 10]),
    ("q.md", "- a\n- “b”\n\n| “c” | d |\n|---|---|\n| e | “f” |\n\n```\n“g”\n```\n", [2, 4, 6, 9]),
    ("q.md", "<div>\n“a”\n</div>\n\n> “b”\n> and\n", [2, 5]),
    ("q.html", "<p>One “two” three.</p>", [0]),
]


@pytest.mark.parametrize(("name", "text", "lines"), ARTICLE_LINES)
def test_the_line_is_that_of_the_file(name: str, text: str, lines: list[int]) -> None:
    article = read_bytes(text.encode(), name=name)
    assert [q.line for q in document_quotations(article)] == lines


APART = [
    (
        "q.md",
        "> One block\n> quotation.\n>\n> Second “part” of it.\n>\n> — Somebody\n\nNo.\n",
        ["One block quotation.", "Second “part” of it.", "part"],
    ),
    ("q.md", "> “Marks decide,” he says.\n", ["Marks decide,"]),
    (
        "q.md",
        "<blockquote>In HTML.</blockquote>\n\nHe says <q>so much</q>.\n",
        ["In HTML.", "so much"],
    ),
    (
        "q.html",
        "<p>He said <q>AI is <q>too</q> important</q> today.</p><blockquote><p>One.</p>"
        "<p>Two.</p></blockquote><blockquote>Three.</blockquote><p>Not this.</p>",
        ["AI is ‘too’ important", "too", "One.", "Two.", "Three."],
    ),
    (
        "q.html",
        '<p>He said "AI will be<br>governed by all".</p><p>No.</p>',
        ["AI will be\ngoverned by all"],
    ),
    ("q.html", "<pre>Not quoted at all.</pre><p>Nor is this.</p>", []),
]


@pytest.mark.parametrize(("name", "text", "expected"), APART)
def test_what_is_set_apart_is_quoted(name: str, text: str, expected: list[str]) -> None:
    article = read_bytes(text.encode(), name=name)
    assert [q.text for q in document_quotations(article)] == expected


def test_an_unclosed_mark_swallows_no_paragraph() -> None:
    text = 'He "began and never ended.\n\n' + "A long paragraph.\n\n" * 5 + 'Then "this one" came.'
    assert [q.text for q in extract_quotations(text)] == ["this one"]


@pytest.mark.parametrize("marks", ["“”", "‘’"])
@pytest.mark.parametrize(("lines", "found"), [(15, 1), (35, 0)])
def test_a_mark_waits_for_the_lines_of_a_long_quotation_only(
    marks: str, lines: int, found: int
) -> None:
    # A speech set in lines that quotes a resolution whole, and an apostrophe or a mark that was
    # never closed, which must not make a quotation of the next page.
    more = "\n".join(
        ["The agency reviews the plan again and asks the states for their part."] * lines
    )
    text = f"It says: {marks[0]}We shall act.\n{more}\nSo it is.{marks[1]} And then more."
    assert len(extract_quotations(text)) == found


def test_marks_by_the_thousand_take_no_square_of_time() -> None:
    assert len(extract_quotations("“b” ‘a’ " * 20_000)) == 40_000


def test_line_and_offsets() -> None:
    text = "first\nsecond\n“ third line ” x"
    [quotation] = extract_quotations(text)
    assert (quotation.line, text[quotation.start : quotation.end]) == (3, "third line")
    assert quotation.mark == "“"


@given(st.text(alphabet="ab '\"“”‘’「」《》„\n.s9", max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_spans_of_that_text(text: str) -> None:
    for quotation in extract_quotations(text):
        assert text[quotation.start : quotation.end] == quotation.text
        assert quotation.text == quotation.text.strip() != ""
        assert "\n\n" not in quotation.text


def test_lengths() -> None:
    assert length_in_words("U.S. full-stack AI isn't") == 4
    assert length_in_words("人工智能+AI") == 3  # "artificial intelligence" + AI
    assert length_in_words("co\u00adopera\u00adtion") == 1


PLAN = Document(
    "plan",
    "A plan",
    "en",
    (
        Section("", 0, "contents", "i", "Build the Great Library of All Machines ... 4"),
        Section("Aims", 1, "heading", "1", "Aims", part=1),
        Section(
            "Aims",
            1,
            "body",
            "1",
            "The nation’s full-stack plan shall, above all, serve every worker in the\n"
            "republic. It must never slow the honest inventor, nor reward the idle "
            "speculator who waits for rents … and gifts.",
            part=1,
            breaks=((60, "2"),),
        ),
        Section("Aims", 1, "note", "2", "See Office of Quiet Affairs, “Better Paper”, 2020."),
        Section("Means", 1, "heading", "3", "Means of the Great Undertaking", part=2),
        Section(
            "Means",
            1,
            "body",
            "3",
            "Granaries, canals and lighthouses cost $10 billion a year and "
            "were 2.5% cheaper than feared.",
            part=2,
        ),
    ),
)
CHINESE = Document(
    "cn",
    "计划",  # "plan"
    "zh",
    (
        # "one: deepen international exchange and cooperation on machine learning, build platforms
        # that are open and shared, and let every country benefit from the new technology"
        Section(
            "一",
            1,
            "body",
            "",
            "深化机器学习国际交流与合作，建设开放共享的平台，让世界各国都能受益于新技术。",
            part=1,
        ),
    ),
)


def looked_for(text: str, *documents: Document) -> Finding:
    [quotation] = [q for q in extract_quotations(f"«{text}»") if q.mark == "«"]
    return find_quotation(quotation, [lay_out(d) for d in documents or (PLAN, CHINESE)])


FOUND = [
    ("serve every worker in the republic", "exact", ""),
    ("The nation's full-stack plan shall, above all,", "exact", ""),
    ("…serve every worker…", "exact", ""),
    ("rents … and gifts", "exact", ""),
    ("Means of the Great Undertaking", "exact", ""),
    ("Office of Quiet Affairs, 'Better Paper'", "exact", ""),
    ("Build the Great Library of All Machines", "exact", ""),
    ("and gifts. Means of the Great Undertaking", "exact", ""),
    ("cost $10 billion a year", "exact", ""),
    ("开放共享的平台", "exact", ""),  # "a platform that is open and shared"
    ("Serve every Worker in the republic", "near", "case: "),
    ("fullstack plan shall", "near", "spacing"),
    ("full stack plan shall", "near", "hyphenation: "),
    ("serve every worker. In the republic", "near", "case, punctuation: "),
    ("[s]erve every worker in the republic", "near", "brackets: "),
    ("serve every [honest] worker in the republic", "near", "brackets, words: "),
    ("[The plan] must never slow", "near", "brackets, words: "),
    ("serve every labourer in the republic", "near", "words: "),
    ("must never slow honest inventor, nor reward the speculator", "near", "words: "),
    ("were 25% cheaper than feared", "near", "punctuation: were [-2.5%-]{+25%+} cheaper"),
    ("cost €10 billion a year and were", "near", "words: "),
    ("開放共享的平臺", "near", "script: "),  # traditional script
    ("深化机器学习国际对话与合作，建设开放共享的平台", "near", "words: "),  # 交流 → 对话
    ("serve every worker ... the honest inventor", "split", "left out: 7 words"),
    ("serve every worker [...] nor reward the idle", "split", ""),
    ("serve every worker … the honest man, nor reward the idle speculator", "split", "left out: 7"),
    ("建设开放共享的平台……受益于新技术", "split", "left out: 7 characters"),
    ("the honest inventor ... serve every worker", "absent", ""),
    ("serve every worker ... with golden spoons", "absent", ""),
    ("a wholly different sentence about nothing", "absent", ""),
    ("in the of a and", "absent", ""),
    ("完全不同的一句话没有关系", "absent", ""),  # "an entirely different sentence"
    ("feed every goat in the republic", "absent", "nearest in plan"),
    # Fewer than four words: a determiner may differ, and nothing else.
    ("an honest inventor", "near", "words: [-the-]{+an+} honest inventor"),
    ("reward the speculator", "absent", "nearest in plan, page 2: words: "),
    ("the dishonest inventor", "absent", "nearest in plan, page 2: words: the [-honest-]"),
    ("reward no idle", "absent", "nearest in plan, page 2: words: reward [-the-]{+no+} idle"),
    ("canals and boats", "absent", "nearest in plan, page 3: words: canals and [-lighthouses-]"),
    ("in this republic", "absent", "nearest in plan, page 2: words: in [-the-]{+this+} republic"),
    ("共享的平台", "exact", ""),  # "a shared platform"
    ("共享平台", "near", "words: 共享[-的-]平台"),
    ("共享的舞台", "absent", "nearest in cn: words: 共享的[-平台-]{+舞台+}"),  # "stage"
    # Signs that nobody sees
    ("serve every wor\u00adker in the\u200e republic", "exact", ""),
    ("\u202aserve every\u202c \u2067worker\u2069 in \ufeffthe repub\u200blic", "exact", ""),
    (
        "serve every la\u00adbou\u00adrer in the republic",
        "near",
        "words: serve every [-worker-]{+labourer+}",
    ),
    ("开放\u200f共享\u00ad的平台", "exact", ""),
    ("❝Better Paper❞, 2020.", "exact", ""),
    ("Office of Quiet Affairs, ｢Better Paper｣", "exact", ""),
]


@pytest.mark.parametrize(("text", "status", "difference"), FOUND)
def test_status_and_difference(text: str, status: str, difference: str) -> None:
    finding = looked_for(text)
    assert finding.status == status
    assert finding.difference.startswith(difference)
    assert (finding.difference == "") == (status == "exact") or status == "absent"
    assert (finding.score == 100) >= (status == "exact")
    assert bool(finding.source) == (status != "absent")


def test_place_of_a_quotation() -> None:
    assert (looked_for("shall, above all").section, looked_for("shall, above all").page) == (
        "Aims",
        "1",
    )
    assert looked_for("must never slow").page == "2"
    assert looked_for("Granaries, canals").section == "Means"
    finding = looked_for("serve every worker in the republic")
    assert (finding.source, finding.found) == ("plan", "serve every worker in the republic")


def test_bracketed_words_stand_for_few_words_only() -> None:
    near = looked_for("The nation’s [scheme] shall, above all")
    assert (near.status, near.found) == ("near", "The nation’s … shall, above all")
    assert looked_for("The nation’s [long] lighthouses cost").status == "absent"


@pytest.mark.parametrize(("words", "found"), [(9, True), (15, False)])
def test_a_bracket_stands_for_a_clause_and_not_for_a_sentence(words: int, found: bool) -> None:
    # "[the agencies]" for the names of three agencies in a row; more than that was left out.
    names = " ".join(f"name{number}" for number in range(words))
    text = f"The plan requires that {names} report to the parliament each year."
    plan = read_bytes(text.encode(), name="plan.txt")
    finding = looked_for("The plan requires that [they] report to the parliament each year", plan)
    assert (finding.status in ("split", "near")) is found


def test_the_nearest_passage_of_an_absent_quotation_is_shown_as_such() -> None:
    finding = looked_for(
        "It must always speed the honest inventor, and reward the idle speculator who waits"
    )
    assert (finding.status, finding.source, finding.found) == ("absent", "", "")
    assert finding.difference.startswith("nearest in plan, page 2: words: It must [-never slow-]")


WHOLE_WORDS = [
    # "further the welfare of mankind and let all countries benefit": welfare → happiness
    ("确保新技术促进人类幸福", "确保新技术促进人类福祉", "words: 促进人类[-福祉-]{+幸福+}"),
    # protect → 护卫 (guard), at the beginning
    ("卫护各国人民的权利和安全", "保护各国人民的权利和安全", "words: [-保护-]{+卫护+}各国"),
    # "mankind's welfare and", where the source goes on otherwise: its next word is left alone
    ("保护各国人民的利益和", "保护各国人民的权利和", "words: 人民的[-权利-]{+利益+}和"),
    ("我们应当积极推动数据自由跨境流通和", "我们应当积极推动数据自由跨境流动", "words: 自由跨境"),
    # an unchanged last word is no reason to take more: 人类社会 (human society) is one word
    ("为了实现全体人类社", "为了造福全体人类社", "words: 为了[-造福-]{+实现+}全体"),
]


@pytest.mark.parametrize(("quoted", "found", "difference"), WHOLE_WORDS)
def test_a_passage_ends_with_a_whole_word(quoted: str, found: str, difference: str) -> None:
    # "all countries see to it that new technology furthers the welfare of mankind; for the good of
    # all of human society, protect the rights and the safety of the people of all countries"
    text = "各国确保新技术促进人类福祉。为了造福全体人类社会，保护各国人民的权利和安全。"
    # "we should actively let data flow freely across borders, and explore a way"
    text += "我们应当积极推动数据自由跨境流动，探索道路。"
    document = Document("d", "d", "zh", (Section("", 0, "body", "", text),))
    finding = looked_for(quoted, document)
    assert (finding.status, finding.found) == ("near", found)
    assert finding.difference.startswith(difference)


def test_script_alone_costs_no_likeness() -> None:
    assert looked_for("開放共享的平臺").score == 100
    # "a stage that is open and shared, so that all countries of the world"
    assert looked_for("開放共享的舞臺，讓世界各國").score < 100


def test_body_goes_before_contents_and_exact_before_near() -> None:
    contents = Section("", 0, "contents", "i", "Winning the Great Race ... 4")
    heading = Section("Winning", 1, "heading", "4", "Winning the Great Race", part=1)
    document = Document("d", "d", "en", (contents, heading))
    assert looked_for("Winning the Great Race", document).page == "4"
    upper = Document("u", "u", "en", (Section("", 0, "body", "9", "WINNING THE GREAT RACE"),))
    assert looked_for("Winning the Great Race", upper, document).source == "d"
    assert looked_for("Winning the Great Race", upper).difference.startswith("case: ")


def test_split_takes_the_parts_that_stand_closest() -> None:
    text = "red fox runs. blue hen sits. red fox runs and then blue hen sits. blue hen sits."
    document = Document("d", "d", "en", (Section("", 0, "body", "", text),))
    assert looked_for("red fox runs … blue hen sits", document).status == "near"
    assert looked_for("red fox runs … then blue hen", document).difference == "left out: 1 word"


TITLED = """---
date: '2025-07-23'
title: >-
  Growing Every Orchard
  in the Republic
"subtitle": Fruit for all who want it
authors:
- The Quiet Office of Trees
- name: Second Gardener of State
aliases: ["Orchards at Any Price", other]
abstract: |
    One shall plant trees
    wherever there is room.
broken: "never closed
  : ] [
---
# Order

Be it so ordered. Fruit for all who want it.
"""
IN_TITLES = [
    ("Growing Every Orchard in the Republic", "exact", "title"),
    ("growing every orchard in this republic", "near", "title"),
    ("Growing Every … Republic", "split", "title"),
    ("The Quiet Office of Trees", "exact", "title"),
    ("Second Gardener of State", "exact", "title"),
    ("Orchards at Any Price", "exact", "title"),
    ("plant trees wherever there is room", "exact", "title"),
    ("Fruit for all who want it", "exact", "Order"),
    ("Growing Every Weed in the Empire", "absent", ""),
]


@pytest.mark.parametrize(("text", "status", "section"), IN_TITLES)
def test_titles_and_front_matter_are_searched(text: str, status: str, section: str) -> None:
    document = read_bytes(TITLED.encode(), name="order.md")
    assert document.title == "Growing Every Orchard in the Republic"
    finding = looked_for(text, document)
    assert (finding.status, finding.section) == (status, section)
    if status == "absent":
        assert finding.difference.startswith("nearest in order: words: Growing Every [-Orchard-]")
    assert "Growing" not in " ".join(section.text for section in document.sections)


def test_a_title_is_not_the_name_of_a_file_nor_text_again() -> None:
    text = "It is about trees.\nIt says how to win the race.\n" * 3
    named = read_bytes(text.encode(), name="Win Every Race Twice.txt")
    assert looked_for("Win Every Race Twice", named).status == "absent"
    apart = replace(named, id="folder/Win Every Race Twice.txt")
    assert looked_for("Win Every Race Twice", apart).status == "absent"
    given = replace(named, title="All About Trees")
    assert looked_for("All About Trees", given).section == "title"
    cited = Document("c", "C", "en", (Section("On", 1, "body", "4", "See All About Trees."),))
    assert looked_for("All About Trees", cited, given).source == given.id
    headed = read_bytes(b"# All About Trees\n\nIt is so.\n", name="h.md")
    assert looked_for("All About Trees", headed).section == "All About Trees"
    # "plan on trees and forests" / "a Chinese plan"
    chinese = replace(CHINESE, title="树木和森林计划", front=("A Chinese Plan",))
    assert looked_for("树木和森林计划", chinese).section == "title"
    assert looked_for("A Chinese Plan", chinese).section == "title"


def test_the_titles_of_the_orders_are_found() -> None:
    folder = SHARED / "us"
    orders = [real("us", path.name) for path in sorted(folder.glob("*.md"))]
    if not orders:
        pytest.skip("the shared folder with the official texts is not beside the checkout")
    for order in orders:
        finding = looked_for(order.title, real("us", "us-2025.pdf"), *orders)
        assert (finding.status, finding.section, finding.source) == ("exact", "title", order.id)


def test_three_words_are_looked_for_and_chance_is_not_near() -> None:
    article = "“win the race” “win the contest” “共商共建共享” “of the state” “the race” “人工智能”"
    document = Document("a", "a", "en", (Section("", 0, "body", "", article),))
    findings, short = check_quotations(document, [real("us", "us-2025.pdf")])
    # 共商共建共享: plan, build and share together; 人工智能: AI
    assert [q.text for q in short] == ["the race", "人工智能"]
    assert [(f.status, f.page) for f in findings[:1]] == [("near", "1")]
    assert findings[0].difference == "words: win [-this-]{+the+} race"
    assert [f.status for f in findings[1:]] == ["absent"] * 3
    assert (
        findings[1].difference
        == "nearest in us-2025, page 1: words: win [-this race-]{+the contest+}"
    )


def test_the_nearest_of_several_sources_is_the_likeliest() -> None:
    other = Document("o", "Of Honest Goats", "en", (Section("", 0, "note", "", "No goat waits."),))
    text = "the honest inventor shall be rewarded with many goats"
    for sources in ((other, PLAN, CHINESE), (CHINESE, PLAN, other)):
        assert looked_for(text, *sources).difference.startswith("nearest in plan, page 2: ")
    assert looked_for("penguins dance beautifully here", *sources).difference == ""
    assert nearest(to_units("… —"), lay_out(PLAN).streams[0]) is None
    empty = Document("e", "e", "en", (Section("", 0, "body", "", "— … —"),))
    assert looked_for("penguins dance beautifully here", empty).difference == ""


def test_short_ones_are_listed_apart_and_reported() -> None:
    article = Document(
        "article",
        "An article",
        "en",
        (
            Section("News", 1, "heading", "", "News", part=1),
            Section(
                *("News", 1, "body", "", "One line.\nThe “plan” will “serve every worker”."),
                part=1,
                lines=((0, 2), (10, 3)),
            ),
            Section(
                *("News", 1, "body", "", "It lies: “make every day a holiday for all”."),
                part=1,
                lines=((0, 4),),
            ),
            Section("News", 1, "note", "", "“not the article's own words here”", part=1),
        ),
    )
    assert [(q.section, q.line) for q in document_quotations(article)] == [
        ("News", 3),
        ("News", 3),
        ("News", 4),
    ]
    findings, short = check_quotations(article, [PLAN], min_words=3)
    assert [f.status for f in findings] == ["exact", "absent"]
    assert [q.text for q in short] == ["plan"]
    report = quotations_report(article, [PLAN], min_words=3)
    quotations, apart, marks = (table.records() for table in report.tables)
    assert quotations[0]["quotation"] == "serve every worker"
    assert list(quotations[0])[:6] == ["quotation", "status", "source", "section", "page", "found"]
    assert apart == [{"quotation": "plan", "words": 1, "line": 3}]
    assert marks == []
    assert report.notes[0].endswith("1 exact, 0 near, 0 split, 1 absent")
    assert len(quotations_report(article, [PLAN], min_words=1).notes) == 1


def test_differences() -> None:
    assert plain("《平台》 建设\n开放") == "《平台》建设开放"  # "platform building, open"
    assert kinds_of_difference("a b", "a b") == []
    assert kinds_of_difference("data center", "data-centre") == ["hyphenation", "words"]
    assert word_difference("one two three four five six", "0 two three four five six") == (
        "[-one-]{+0+} two three"
    )
    long = "start a b c d e f g h end"
    assert word_difference(long, long.replace("start", "x").replace("end", "y")) == (
        "[-start-]{+x+} a b … g h [-end-]{+y+}"
    )
    assert word_difference("交流与合作", "对话与合作") == "[-交流-]{+对话+}与合作"


WORDS = [f"w{n}" for n in range(300)]


def random_source(seed: int) -> tuple[LaidOut, list[str]]:
    chosen = random.Random(seed)
    words = [chosen.choice(WORDS) for _ in range(3000)]
    section = Section("", 0, "body", "", " ".join(words))
    return lay_out(Document("r", "r", "en", (section,))), words


@given(st.integers(0, 3), st.integers(0, 2900), st.integers(12, 60), st.integers(1, 2), st.data())
@settings(max_examples=60, deadline=None)
def test_every_passage_with_few_changes_is_found(
    seed: int, start: int, length: int, changes: int, data: st.DataObject
) -> None:
    source, words = random_source(seed)
    quoted = words[start : start + length]
    for _ in range(changes):
        quoted[data.draw(st.integers(0, len(quoted) - 1))] = "elsewhere"
    place = approximate_match(to_units(" ".join(quoted)), source.streams[0], 2)
    assert place is not None
    assert abs(place[0] - start) <= 2


def fewest_changes(quoted: list[str], text: list[str]) -> int:
    runs = [text[a:b] for a in range(len(text) + 1) for b in range(a, len(text) + 1)]
    return min(Levenshtein.distance(quoted, run) for run in runs)


@given(
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=9),
    st.lists(st.sampled_from("abcd"), max_size=14),
)
@settings(max_examples=200, deadline=None)
def test_an_alignment_has_the_fewest_changes(quoted: list[str], text: list[str]) -> None:
    distance, start, stop = best_fit(quoted, text)
    assert distance == fewest_changes(quoted, text)
    assert distance == Levenshtein.distance(quoted, text[start:stop])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("every", [14, 30])
def test_a_long_quotation_is_found_as_by_trying_every_beginning(
    monkeypatch: pytest.MonkeyPatch, seed: int, every: int
) -> None:
    source, words = random_source(seed)
    chosen = random.Random(seed)
    start = chosen.randrange(2500)
    quoted = words[start : start + 150]
    for at in range(every // 2, 150, every):
        quoted[at : at + chosen.randrange(2)] = ["elsewhere"] * chosen.randrange(1, 3)
    wanted = to_units(" ".join(quoted))
    aligned = approximate_match(wanted, source.streams[0], 12)
    monkeypatch.setattr("aiplans_cli.analyses.quotations.approximate_match._MANY_CHANGES", 12)
    tried = approximate_match(wanted, source.streams[0], 12)
    units = source.streams[0].body.units
    distances = [
        Levenshtein.distance(wanted.units, units[slice(*place)]) if place else None
        for place in (aligned, tried)
    ]
    assert distances[0] == distances[1]


def test_a_long_quotation_of_something_else_is_nowhere() -> None:
    source, words = random_source(0)
    other = random.Random(9).sample(words, len(words))[:300]
    assert approximate_match(to_units(" ".join(other)), source.streams[0], 20) is None


@given(st.integers(0, 3), st.lists(st.sampled_from(WORDS), min_size=8, max_size=40))
@settings(max_examples=100, deadline=None)
def test_unrelated_words_are_never_near(seed: int, quoted: list[str]) -> None:
    source, _ = random_source(seed)
    [quotation] = extract_quotations(f"“{' '.join(quoted)}”")
    finding = find_quotation(quotation, [source])
    if finding.status != "absent":
        assert sum(word in finding.found.split() for word in quoted) >= len(quoted) * 0.7


def test_a_very_short_or_empty_source() -> None:
    empty = Document("e", "e", "en", (Section("", 0, "running head", "", "Running head here"),))
    assert looked_for("Running head here now", empty).status == "absent"
    tiny = Document("t", "t", "en", (Section("", 0, "body", "", "one two"),))
    assert looked_for("one two three four five six", tiny).status == "absent"


def real(*names: str) -> Document:
    path = SHARED.joinpath(*names)
    if not path.exists():
        pytest.skip("the shared folder with the official texts is not beside the checkout")
    return read_path(str(path))


def test_quotations_across_every_page_break_of_the_plan_are_found() -> None:
    plan = real("us", "us-2025.pdf")
    source = lay_out(plan)
    crossings = 0
    for section in plan.sections:
        for offset, page in section.breaks:
            before, after = section.text[:offset].split()[-6:], section.text[offset:].split()[:6]
            quoted = " ".join([*before, *after])
            if section.kind != "body" or re.search('[“”"«»]', quoted):
                continue
            crossings += 1
            finding = find_quotation(extract_quotations(f"«{quoted}»")[0], [source])
            assert (finding.status, finding.section) == ("exact", section.heading), quoted
            assert finding.page != page
    assert crossings >= 10


def test_a_quotation_under_which_a_footnote_stands_is_whole() -> None:
    plan = real("us", "us-2025.pdf")
    with_notes = {section.part for section in plan.sections if section.kind == "note"}
    bodies = [s for s in plan.sections if s.kind == "body" and s.part in with_notes and s.breaks]
    source = lay_out(plan)
    assert bodies
    for section in bodies:
        words = section.text[section.breaks[0][0] - 200 :].split()[1:60]
        quotation = replace(extract_quotations("«x»")[0], text=" ".join(words), words=len(words))
        assert find_quotation(quotation, [source]).status == "exact"


CHANGES: list[tuple[str, Callable[[list[str]], list[str]]]] = [
    ("exact", lambda words: words),
    ("near", lambda words: [*words[:5], "utterly", *words[6:]]),
    ("near", lambda words: [*words[:5], *words[6:]]),
    ("near", lambda words: [*words[:5], "[utterly]", *words[5:]]),
    ("split", lambda words: [*words[:8], "…", *words[-8:]]),
    ("absent", lambda words: words[::-1]),
]


@pytest.mark.parametrize(
    "names",
    [
        ("us", "us-2025.pdf"),
        ("en", "OMB-M-25-21-AI-Governance-Apr-2025.pdf"),
        ("en", "bletchley-declaration-2023.txt"),
    ],
    ids=lambda names: str(names[-1])[:20],
)
def test_quotations_taken_from_a_real_text(names: tuple[str, ...]) -> None:
    document = real(*names)
    source = lay_out(document)
    bodies = [s.text for s in document.sections if s.kind == "body" and len(s.text) > 600]
    chosen = random.Random(7)
    tried = 0
    for _ in range(12):
        words = chosen.choice(bodies).split()
        start = chosen.randrange(max(1, len(words) - 30))
        quoted = words[start : start + 24]
        if not all(re.search(r"\w", word) for word in quoted) or len(quoted) < 24:
            continue
        tried += 1
        for status, change in CHANGES:
            text = " ".join(change(quoted))
            quotation = replace(extract_quotations("«x»")[0], text=text, words=24)
            assert find_quotation(quotation, [source]).status == status, text
    assert tried >= 6


def test_chinese_quotations_taken_from_a_real_text() -> None:
    document = real("zh", "cn-2024-ai-capacity-building-plan.txt")
    source = lay_out(document)
    for section in document.sections:
        if section.kind != "body" or len(section.text) < 60:
            continue
        run = section.text.split("\n")[0][:40]
        for text, status in (
            (run, "exact"),
            (run[:10] + "西瓜" + run[12:], "near"),  # "watermelon"
            (run[:12] + "……" + run[-12:], "split"),
            (run[::-1], "absent"),
        ):
            quotation = replace(extract_quotations("«x»")[0], text=text, words=20)
            assert find_quotation(quotation, [source]).status == status, text


def test_an_article_about_another_plan_has_nothing_near() -> None:
    plan, other = real("us", "us-2025.pdf"), real("en", "bletchley-declaration-2023.txt")
    source = lay_out(plan)
    for sentence in re.findall(r"[A-Z][^.;]{60,300}", other.sections[0].text):
        quotation = replace(extract_quotations("«x»")[0], text=sentence, words=20)
        assert find_quotation(quotation, [source]).status == "absent", sentence


def _stream(words: dict[str, int], size: int, passage: str) -> Stream:
    """A text of so many words: a passage once, its words so often in all, and others once."""
    more = [word for word, number in words.items() for _ in range(number - 1)]
    others = [f"other{n}" for n in range(size - len(more) - len(passage.split()))]
    text = " ".join(
        [
            passage,
            *(w for pair in zip(more, others, strict=False) for w in pair),
            *others[len(more) :],
        ]
    )
    return lay_out(Document("d", "d", "en", (Section("", 0, "body", "", text),))).streams[0]


@pytest.mark.parametrize(("often", "found"), [(4, True), (8, False)])
def test_common_words_in_a_row_are_no_quotation(often: int, found: bool) -> None:
    # of 256 words: three of which each stands 4 times are 18 bits, 8 times 15; chance needs 8 + 8
    words = dict.fromkeys(("alpha", "beta", "gamma"), often)
    stream = _stream(words, 256, "alpha beta gamma delta")
    assert len(stream.body.units) == 256
    wanted = to_units("alpha beta gamma omega")
    assert (approximate_match(wanted, stream, 1) is not None) == found


def test_of_three_words_none_but_a_determiner_may_differ() -> None:
    stream = _stream({}, 1024, "alpha beta gamma delta")
    assert approximate_match(to_units("alpha beta omega"), stream, 1) is None
    assert approximate_match(to_units("alpha beta gamma omega"), stream, 1) is not None


@pytest.mark.parametrize("word", "a an the this that these those its their our your his my".split())
def test_a_determiner_of_three_words_may_differ(word: str) -> None:
    other = "her" if word != "her" else "his"
    stream = _stream({}, 64, f"win {other} race")
    assert approximate_match(to_units(f"win {word} race"), stream, 1) is not None


@pytest.mark.parametrize("word", "的之这此该")  # of, of, this, this, the said
def test_a_chinese_determiner_of_three_words_may_differ(word: str) -> None:
    other = "的" if word != "的" else "之"
    text = f"我们推进全球治理{other}体系。"  # "we advance the system of global governance"
    document = Document("d", "d", "zh", (Section("", 0, "body", "", text),))
    stream = lay_out(document).streams[0]
    assert approximate_match(to_units(f"全球治理{word}体系"), stream, 2) is not None
    assert approximate_match(to_units("全球治理大体系"), stream, 2) is None  # a great system
