"""PDF: what a page carries beside its text: running heads, page and line numbers, footnotes."""

from __future__ import annotations

import pytest
from pdf_reading import Page, raised, read, said, shown, size, text_of, typed
from pdf_writer import Placed, Text, prose, set_down, zh_prose

# --- running heads and page numbers -------------------------------------------------------------


def _headed(head: str, gap: float, shift: float = 0, count: int = 4) -> list[Page]:
    """Pages that begin with one line, ``gap`` points above the text, each lower by ``shift``."""
    pages: list[Page] = []
    for number in range(count):
        top = 740 - shift * number
        pages.append([(72, top, 11, head), *set_down(prose(number, 6), top=top - gap)])
    return pages


def test_a_line_that_returns_apart_from_the_text_is_a_running_head() -> None:  # _APART
    document = read(_headed("All agencies shall report", 28))
    assert text_of(document, "running head") == "\n".join(["All agencies shall report"] * 4)
    near = read(_headed("All agencies shall report", 17))
    assert text_of(near, "running head") == ""
    assert text_of(near, "body").count("All agencies shall report") == 4


def test_a_running_head_may_move_a_little_and_no_more() -> None:  # _NEAR
    little, much = (read(_headed("All agencies shall report", 28, by)) for by in (2.5, 14))
    assert text_of(little, "running head") == "\n".join(["All agencies shall report"] * 4)
    assert text_of(much, "running head") == ""
    assert text_of(much, "body").count("All agencies shall report") == 4


def test_a_running_head_with_the_page_in_it_goes_and_labels_the_page() -> None:
    pages = [
        [(72, 760, 9, f"A Plan for the Year | {n + 7}"), *set_down(prose(n, 6), top=720)]
        for n in range(4)
    ]
    document = read(pages)
    assert "A Plan for the Year" not in text_of(document, "body")
    assert next(s.page for s in document.sections if s.kind == "running head") == "7"
    assert document.sections[0].page_at(len(document.sections[0].text) - 1) == "10"


@pytest.mark.parametrize(
    "shape",
    [
        "第 {} 页 共 19 页",
        "第{}页/共19页",
        "Page {} of 19",
        "— {} —",
        "{} / 19",
        "p. {}",
    ],
)  # "page … of 19"
def test_page_numbers_of_many_shapes_are_furniture_and_tell_the_page(shape: str) -> None:
    pages = [
        [*set_down(zh_prose(n, 8), size=12, step=20), (250, 40, 10, shape.format(n + 5))]
        for n in range(4)
    ]
    document = read(pages)
    assert {s.kind for s in document.sections} == {"body", "page number"}
    body = document.sections[0]
    assert [body.page, *(label for _, label in body.breaks)] == ["5", "6", "7", "8"]
    assert body.text == "".join(line for n in range(4) for line in zh_prose(n, 8)).replace(
        "。", "。\n"
    ).rstrip("\n")


def test_a_footnote_that_returns_on_each_page_is_no_running_head() -> None:
    note = "See the annual report of the office for all figures."
    pages: list[Page] = []
    for number in range(5):
        lines = prose(number, 6)
        page = [*raised(700, lines[0], "^1"), *set_down(lines[1:], top=686)]
        pages.append([*page, (72, 84, 6, "1"), (76, 80, 8, note), (300, 40, 10, str(number + 1))])
    document = read(pages)
    assert text_of(document, "note") == "\n".join([f"1 {note}"] * 5)
    assert text_of(document, "body").split("\n") == [said(prose(n, 6)) for n in range(5)]
    assert document.ledger.sizes() == {
        "body": size(*(line for n in range(5) for line in prose(n, 6))),
        "footnote": 5 * size("1", note),
        "page number": 5,
        "reference mark": 5,
    }


# --- margin line numbers ------------------------------------------------------------------------


def _numbered(each: int, *, joined: bool, right: bool = True) -> tuple[list[Page], list[str]]:
    """Two pages of 25 lines with numbers beside each or each fifth, and the lines."""
    pages: list[Page] = []
    lines = [prose(5, 25), prose(6, 25)]
    for of_page in lines:
        texts: list[Text | Placed] = []
        numbers: list[Text | Placed] = []
        for i, line in enumerate(of_page):
            left = 50 - 5.5 * len(str(i + 1)) if right else 40.0
            if (i + 1) % each == 0:
                (texts if joined else numbers).append(typed(left, 700 - 24 * i, str(i + 1)))
            texts.append(typed(62, 700 - 24 * i, line))
        pages.append([*numbers, *texts])
    return pages, [said(x) for x in lines]


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize("each", [1, 5])
@pytest.mark.parametrize("right", [True, False])
def test_line_numbers_in_the_margin_come_out_of_the_text(
    each: int, joined: bool, right: bool
) -> None:
    pages, texts = _numbered(each, joined=joined, right=right)
    document = read(pages)
    assert shown(document) == [("body", "\n".join(texts))]
    numbers = [str(n) for n in range(each, 26, each)] * 2
    assert document.ledger.sizes() == {
        "body": size(*texts),
        "margin line number": size(*numbers),
    }
    assert document.ledger.missing == 0


def _items(count: int, lines: int, label: str) -> Page:
    """A numbered list below a paragraph that begins where its numbers do."""
    page = set_down(prose(1, 3), top=740)
    for i in range(count):
        top = 660 - 14 * lines * i
        page.append((72, top, 11, label.format(i + 1)))
        page += set_down(prose(i + 20, lines, 50), left=92, top=top)
    return page


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        (1, "{}."),
        (2, "{}."),
        (1, "{}"),
        (2, "{}"),
        (3, "{}"),
    ],
)
def test_a_numbered_list_has_no_line_numbers(lines: int, label: str) -> None:
    document = read([_items(8, lines, label)])
    assert "margin line number" not in document.ledger.sizes()
    items = [f"{label.format(i + 1)} {said(prose(i + 20, lines, 50))}" for i in range(8)]
    assert text_of(document, "body").split() == said([*prose(1, 3), *items]).split()
