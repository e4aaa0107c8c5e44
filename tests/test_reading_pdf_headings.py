"""PDF: what is a heading, what is none, and how deep each stands."""

from __future__ import annotations

import pytest
from pdf_reading import Page, outline, read, said, size, text_of
from pdf_writer import Entry, Text, prose, set_down, zh_prose

from aiplans_cli.reading.pdf import outline as outlines

NAMES = ("Growth of trade", "Safety of models", "Skill of workers", "Power and chips", "Audit")


def _parts(titles: list[str], *, type_: float = 16, lines: int = 12) -> list[Page]:
    """A page for each title, with its text."""
    return [
        [(72, 740, type_, title), *set_down(prose(n, lines), top=710)]
        for n, title in enumerate(titles)
    ]


# --- titles at the top of pages -----------------------------------------------------------------


@pytest.mark.parametrize("type_", [16, 11])
@pytest.mark.parametrize("label", ["Article {}", "Chapter {}", "ANNEX {}", "第{}条", "第{}章"])
def test_numbered_titles_at_the_top_of_pages_are_headings_and_the_head_goes(
    label: str, type_: float
) -> None:  # article, chapter
    titles = [label.format(n) for n in range(1, 8)]
    pages: list[Page] = [
        [
            (72, 770, 9, "A Plan For All People"),
            (250, 735, type_, title),
            *set_down(prose(n, 20), top=710),
            (300, 40, 10, str(n + 1)),
        ]
        for n, title in enumerate(titles)
    ]
    document = read(pages)
    assert outline(document) == [(1, title) for title in titles]
    bodies = [s.text for s in document.sections if s.kind == "body"]
    assert bodies == [said(prose(n, 20)) for n in range(7)]
    assert text_of(document, "running head").split("\n") == ["A Plan For All People"] * 7
    assert document.ledger.missing == 0


def test_a_title_at_the_top_that_the_outline_names_is_a_heading() -> None:
    titles = [f"Measure {n}" for n in range(1, 8)]
    document = read(_parts(titles, type_=11), entries=[(t, n) for n, t in enumerate(titles)])
    assert outline(document) == [(1, title) for title in titles]


@pytest.mark.parametrize("label", ["Priority {}", "Recommendation {}"])
def test_numbered_titles_in_large_type_are_headings_whatever_they_are_called(label: str) -> None:
    titles = [label.format(n) for n in range(1, 7)]
    assert outline(read(_parts(titles, lines=20))) == [(1, title) for title in titles]


# --- false headings -----------------------------------------------------------------------------


def test_chinese_lines_with_only_capital_latin_letters_are_text() -> None:
    # "drive AI, 5G and GDP …", "strengthen GPU and AI …"
    lines = [*zh_prose(1, 3), "推动AI和5G与GDP增长。", *zh_prose(2, 3), "加强GPU与AI的建设。"]
    document = read([set_down(lines, size=12, step=20), set_down(zh_prose(3, 9), size=12, step=20)])
    assert outline(document) == []
    assert document.ledger.sizes() == {"body": size(*lines, *zh_prose(3, 9))}


BOLD = {
    "a line": ["including all of what it holds and of what it may come to hold, and"],
    "capital": ["Commission and Parliament of the regions, who are to keep what they"],
    "two lines": [
        "the following point shall be added to that list of points of this rule",
        "and shall be read by all who come to see what has been added to it, and",
    ],
}


@pytest.mark.parametrize("bold", BOLD.values(), ids=BOLD.keys())
def test_bold_inside_a_paragraph_is_no_heading(bold: list[str]) -> None:
    before, after = prose(3, 4), prose(4, 4)
    before[-1] = before[-1].rstrip(".")
    after[0] = after[0].lower()
    lines = [*((11, x) for x in before), *((-11, x) for x in bold), *((11, x) for x in after)]
    page: Page = [(72, 700 - 14 * i, type_, line) for i, (type_, line) in enumerate(lines)]
    document = read([page, set_down(prose(5, 12))])
    assert outline(document) == []
    assert text_of(document, "body").startswith(said(line for _, line in lines))


def test_a_bold_head_of_a_table_is_no_heading() -> None:
    heads: Page = [(72, 600, -11, "Agency"), (250, 600, -11, "Budget"), (400, 600, -11, "Owner")]
    rows = [(left, 600 - 14 * i, 11, f"cell {i}") for i in (1, 2, 3) for left in (72, 250, 400)]
    document = read([[*set_down(prose(1)), *heads, *rows], set_down(prose(2, 12))])
    assert outline(document) == []


# --- bookmarks ----------------------------------------------------------------------------------


def _marked(per_page: int) -> list[Entry]:
    """So many bookmarks on each of twenty pages, the first its title, the others its lines."""
    return [
        Entry(title, page, 1 + bool(i))
        for page in range(20)
        for i, title in enumerate([f"Measure {page}", *prose(page, 50, 60)][:per_page])
    ]


def test_bookmarks_that_mirror_tags_are_ignored() -> None:  # _PER_PAGE
    pages = [
        [(72, 760, 11, f"Measure {n}"), *set_down(prose(n, 50, 60), top=740, step=13)]
        for n in range(20)
    ]
    few, many, thousand = (read(pages, entries=_marked(n)) for n in (4, 16, 50))
    assert [text for level, text in outline(few) if level == 1] == [
        f"Measure {n}" for n in range(20)
    ]
    assert len(outline(few)) == 80
    assert outline(many) == outline(thousand) == []


@pytest.mark.parametrize("type_", [16, 11])
@pytest.mark.parametrize(
    "titles",
    [
        ["1 Growth", "2 Safety", "3 Outlook"],
        ["1. Growth", "2. Safety", "3. Outlook"],
        ["1 引言", "2 目标", "3 展望"],  # introduction, aims, outlook
        ["一、引言", "二、目标", "三、展望"],
        ["Chapter 1: Growth", "Chapter 2: Safety", "Chapter 3: Outlook"],
        ["IV. Growth", "V. Safety", "VI. Outlook"],
    ],
)
def test_bookmarks_without_their_numbers_find_their_titles(titles: list[str], type_: float) -> None:
    bare = [title.replace("、", " ").split(" ", 1)[1].split(": ")[-1] for title in titles]
    document = read(_parts(titles, type_=type_), entries=[(t, n) for n, t in enumerate(bare)])
    assert outline(document) == [(1, title) for title in titles]


def test_bookmarks_of_the_annexes_alone_add_and_replace_nothing() -> None:
    titles = [f"Chapter {n + 1} {name}" for n, name in enumerate(NAMES)]
    annexes = ["Annex 1", "Annex 2", "Annex 3"]
    pages = [*_parts(titles, lines=30), *_parts(annexes, lines=3)]
    entries = [(title, n + 5) for n, title in enumerate(annexes)]
    assert outline(read(pages, entries=entries)) == [(1, title) for title in [*titles, *annexes]]
    assert outline(read(pages)) == [(1, title) for title in [*titles, *annexes]]


def _covered(before: int, shares: tuple[int, ...]) -> list[str]:
    """Headings of a file with lines before its bookmarked chapters; each part has a bold line."""
    decoy: list[Text] = [(72, 740, -11, "A bold line"), (72, 700, 13, "A larger line")]
    pages: list[Page] = [[*decoy, *set_down(prose(90, before, 60), top=660, step=12)]]
    for n, lines in enumerate(shares):
        title: Text = (72, 740, 16, f"On {NAMES[n]}")
        pages.append([title, *set_down(prose(n, lines, 60), top=710, step=12)])
    entries = [(f"On {NAMES[n]}", n + 1) for n in range(len(shares))]
    return [text for _, text in outline(read(pages, entries=entries))]


CHAPTERS = [f"On {name}" for name in NAMES[:4]]


def test_an_outline_that_covers_the_text_is_complete() -> None:  # _BEFORE, _UNDER
    assert _covered(20, (25, 25, 25, 25)) == CHAPTERS
    assert _covered(50, (20, 20, 20, 20)) == ["A bold line", "A larger line", *CHAPTERS]
    assert _covered(8, (50, 10, 10, 10)) == CHAPTERS
    assert _covered(3, (50, 4, 4, 4)) == ["A bold line", "A larger line", *CHAPTERS]


def test_the_work_grows_with_the_bookmarks_and_not_with_their_square(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Counted in calls, of which a slow machine makes no more."""
    calls = 0
    key = outlines.title_key

    def counted(text: str) -> str:
        nonlocal calls
        calls += 1
        return key(text)

    monkeypatch.setattr(outlines, "title_key", counted)

    def cost(pages: int) -> int:
        nonlocal calls
        calls = 0
        titles = [f"{n + 1} On {'abcdefgh'[n % 8]} and {'stuvwxyz'[n // 8]}" for n in range(pages)]
        marks = [(title.split(" ", 1)[1], n) for n, title in enumerate(titles)]
        lost = [(f"{'nowhere' * 5} {n}", n) for n in range(pages)]
        found = outline(read(_parts(titles), entries=[*marks, *lost]))
        assert [text for _, text in found] == titles
        return calls

    assert cost(60) < 2.5 * cost(30)


# --- titles over lines --------------------------------------------------------------------------


@pytest.mark.parametrize("step", [26, 45, 55])
def test_the_lines_of_a_widely_leaded_title_are_one(step: float) -> None:
    words = ["A framework for the", "governance of models", "in public service"]
    page = [*set_down(words, top=740, size=24, step=step), *set_down(prose(1, 12), top=580)]
    assert outline(read([page, set_down(prose(2, 20))])) == [(1, " ".join(words))]


def test_titles_of_two_sizes_and_titles_far_apart_are_several() -> None:
    page = [
        (72, 740, 24, "Second part"),
        (72, 700, 16, "Its section"),
        *set_down(prose(1), top=670),
    ]
    far = [(72, 740, 16, "One aim"), (72, 660, 16, "Another aim"), *set_down(prose(3, 9), top=630)]
    document = read([page, far, set_down(prose(2, 20))])
    assert outline(document) == [
        (1, "Second part"),
        (2, "Its section"),
        (2, "One aim"),
        (2, "Another aim"),
    ]


# --- levels -------------------------------------------------------------------------------------

NUMBERS = ["1 Aims", "1.1 Growth of trade", "1.2 Safety", "1.2.1 Test of models", "2 Means"]
NUMBERS += ["2.1 Governance", "2.2 Inventory and risk classification", "2.3 Data Quality"]
LEVELS = [1, 2, 2, 3, 1, 2, 2, 2]


def _sections(types: list[float]) -> list[Page]:
    pages: list[list[Text]] = [[], []]
    for i, (type_, title) in enumerate(zip(types, NUMBERS, strict=True)):
        top = 740 - 150 * (i % 4)
        page = pages[i // 4]
        page.append((72, top, type_, title))
        page += [(72, top - 22 - 14 * n, 11, line) for n, line in enumerate(prose(i, 6))]
    return pages  # type: ignore[return-value]


@pytest.mark.parametrize(
    "types",
    [
        [16.0, 14, 14, 12, 16, 14, 14, 14],
        [-11.0, -11, -11, -11, -11, -11, -11, -11],
        [14.0, 14, -11, 14, -11, 14, 12, -12],
    ],
)
def test_the_number_of_components_is_the_level(types: list[float]) -> None:
    assert outline(read(_sections(types))) == list(zip(LEVELS, NUMBERS, strict=True))


def test_numbered_lines_of_the_body_type_are_headings_in_turn() -> None:
    types = [-11.0, 11, 11, 11, -11, 11, 11, 11]
    assert outline(read(_sections(types))) == list(zip(LEVELS, NUMBERS, strict=True))


def test_chinese_articles_beyond_a_hundred_and_a_thousand_are_headings() -> None:
    labels = ["第九十九条", "第一百条", "第一百零一条", "第一百一十条", "第一千二百六十条"]
    labels += ["第 一千二百六十一 条"]  # articles 99, 100, 101, 110, 1260, 1261
    pages: list[list[Text]] = [[(200, 760, 16, "第二章  权利")], []]  # "Chapter 2 Rights"
    for i, label in enumerate(labels):
        first, *rest = zh_prose(i, 3)
        top = 720 - 120 * (i % 3)
        pages[i // 3].append((96, top, 12, f"{label}  {first[:28]}"))
        pages[i // 3] += [(72, top - 20 - 20 * n, 12, line) for n, line in enumerate(rest)]
    document = read(pages)
    expected = [(2, label.replace(" ", "")) for label in labels]
    assert outline(document) == [(1, "第二章 权利"), *expected]
    for i, text in enumerate(s.text for s in document.sections if s.kind == "body"):
        first, *rest = zh_prose(i, 3)
        assert text == first[:28] + "".join(rest)
    assert document.ledger.missing == 0
