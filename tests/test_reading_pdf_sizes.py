"""PDF: cases on both sides of each size that the reader was tuned to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pdf_reading import Page, outline, read, said, text_of, typed
from pdf_writer import Placed, Text, pdf, prose, set_down, zh_prose

from aiplans_cli.reading.pdf.file import _labels_end
from aiplans_cli.reading.pdf.flow import Margins, continues, leading
from aiplans_cli.reading.pdf.lines import Line
from aiplans_cli.reading.pdf.poppler import stray_letters


def body(*lines: Text | Placed) -> list[str]:
    """The paragraphs of one page."""
    return text_of(read([lines]), "body").split("\n")


def test_a_short_line_that_slopes_is_level_up_to_five_degrees() -> None:  # glyphs._LEVEL
    angles = (0, 4, 15)
    lines = [Placed(72, 500 - 90 * i, 11, "A short line", angle) for i, angle in enumerate(angles)]
    document = read([[*set_down(prose(1)), *lines]])
    assert text_of(document, "body").count("A short line") == 2
    assert text_of(document, "rotated") == "A short line"


@pytest.mark.parametrize(("gap", "words"), [(0.3, "duringhis"), (2.2, "during his")])
def test_a_gap_is_a_space_where_it_is_wide_enough(gap: float, words: str) -> None:
    parts = (typed(72, 700, "during"), typed(72 + 33 + gap, 700, "his"))
    assert body(*parts, *set_down(prose(1), top=680))[0].startswith(words)


def test_forms_that_begin_every_page_are_text() -> None:  # furniture._EDGE_ROWS
    labels = [f"{name} of the office is given here" for name in ("Name", "Place", "Owner", "Date")]
    labels += ["Budget in full for all of the years", "Region and school of the office"]
    pages = [[*set_down(labels, top=740), *set_down(prose(n, 9), top=600)] for n in range(4)]
    document = read(pages)
    assert text_of(document, "running head") == ""
    assert text_of(document, "body").count(labels[3]) == 4


def test_two_rows_of_running_heads_go() -> None:  # furniture._EDGE_ROWS
    heads = ["A Plan for the Year", "by the office of all"]
    pages = [[*set_down(heads, top=760), *set_down(prose(n, 9), top=700)] for n in range(4)]
    assert set(text_of(read(pages), "running head").split("\n")) == set(heads)


def test_five_sizes_of_type_are_five_levels() -> None:  # headings._DEEPEST
    titles = ("Aims", "Means", "Ends", "Costs", "Gains")
    pages: list[Page] = []
    for n, (type_, name) in enumerate(zip((28, 24, 20, 17, 14), titles, strict=True)):
        title: Text = (72, 740, type_, name)
        pages.append([title, *set_down(prose(n, 12), top=700)])
    assert [level for level, _ in outline(read(pages))] == [1, 2, 3, 4, 5]


def _found(title: str, printed: Sequence[str]) -> bool:
    """Whether a bookmark finds its title, which is printed in the type of the body."""
    names = ("On growth and trade", "On safety and models", "On skill and workers")
    pages: list[Page] = [
        [*set_down([name], top=740), *set_down(prose(n, 12), top=720)]
        for n, name in enumerate(names)
    ]
    last = [*set_down(printed, top=740), *set_down(prose(9, 12), top=680)]
    entries = [*((name, n) for n, name in enumerate(names)), (title, 3)]
    return len(outline(read([*pages, last], entries=entries))) == 4


LONG = "measures of the office for growth and for the safety of all models in use by owners"


def test_a_bookmark_finds_a_title_over_lines_and_with_a_letter_changed() -> None:  # outline
    lines = [LONG[:33].strip(), LONG[33:60].strip(), LONG[60:].strip()]
    assert _found(LONG, lines)  # _MOST_LINES
    changed = LONG[:40].replace("growth", "grewth")
    assert _found(LONG[:40], [changed])  # _NEARLY, _LONG
    assert not _found(LONG[:40], [f"{LONG[:22]} by all the schools of one"])  # _NEARLY
    assert not _found("measures of tin", ["measures of ten"])  # _LONG


def test_three_rows_with_a_gap_are_no_columns() -> None:
    rows = [(f"Agency {n} of trade", f"{n}2 million a year") for n in (1, 2, 3)]
    lines = [
        text
        for i, (left, right) in enumerate(rows)
        for text in (typed(72, 600 - 30 * i, left), typed(72 + 5.5 * 17 + 14, 600 - 30 * i, right))
    ]
    assert body(*set_down(prose(1)), *lines)[1:] == [" ".join(row) for row in rows]


def test_two_addresses_side_by_side_are_read_by_row() -> None:
    rows = [
        ("Office of trade and skill", "School of models and chips"),
        ("Region of the long market", "Region of the short market"),
        ("Hall of the public service", "Hall of the private service"),
    ]
    lines = [
        typed(left, 700 - 14 * i, text)
        for i, row in enumerate(rows)
        for left, text in zip((72, 330), row, strict=True)
    ]
    found = " ".join(body(*lines, *set_down(prose(1), top=600)))
    assert found.startswith(said(text for row in rows for text in row))


@pytest.mark.parametrize(("size_", "joined"), [(14, False), (30, True)])
def test_a_letter_a_little_larger_than_its_text_is_no_drop_cap(
    size_: float, joined: bool
) -> None:  # initials._TALL
    lines = ["each agency shall keep a record and", *prose(3, 3, 60)]
    text = [typed(92, 700 - 14 * i, line) for i, line in enumerate(lines)]
    letter = typed(90 - 0.5 * size_, 690 if size_ < 20 else 686, "T", size_)
    assert ("Teach agency" in " ".join(body(*text, letter))) == joined


def test_a_summary_in_large_type_is_no_heading() -> None:  # titles._LONGEST
    summary = prose(8, 6, 44)
    short = prose(7, 2, 44)
    short[-1] = short[-1].rstrip(".")
    summary[-1] = summary[-1].rstrip(".")
    page = [*set_down(short, top=740, size=15, step=18), *set_down(prose(1, 8), top=680)]
    large = [*set_down(summary, top=740, size=15, step=18), *set_down(prose(2, 8), top=600)]
    assert outline(read([page, large])) == [(1, said(short))]


def test_few_foreign_letters_are_no_garbled_text() -> None:  # poppler._FEWEST, _SHARE
    chinese = "".join(zh_prose(1, 40))
    assert stray_letters(f"{chinese[:200]}ᮠᦞᮡ") == 0
    assert stray_letters(f"{chinese[:200]}{'ᮠᦞ' * 6}") == 12
    assert stray_letters(f"{chinese * 5}{'ᮠᦞ' * 3}") == 0
    assert stray_letters(f"{chinese}{'ᮠᦞ' * 20}") == 40


def test_page_labels_that_lead_back_to_themselves_are_left_out() -> None:
    labels = "/PageLabels 90 0 R"
    data = pdf([[(72, 700, 11, "Cars are safe.")]], labels=labels)
    place = data.index(b"trailer")
    loop = data[:place] + b"90 0 obj\n<< /Kids [90 0 R] >>\nendobj\n" + data[place:]
    assert not _labels_end(loop)
    assert _labels_end(data)
    assert _labels_end(b"%PDF-1.4 without labels")


# --- which lines are one paragraph (flow) -------------------------------------------------------


def line(text: str, *, left: float = 72, right: float = 501, foot: float = 700, size: float = 11) -> Line:
    """A line of a column that ends at 501 points: 429 wide."""
    return Line(0, text, left, right, foot, size, False)


COLUMN = Margins([line("x")] * 4)


def goes_on(*lines: Line, after: Line, step: float = 13) -> bool:
    return continues(lines, after, step, COLUMN)


@pytest.mark.parametrize(("right", "joined"), [(400, True), (385, False)])
def test_a_sentence_that_leaves_a_quarter_of_its_line_ends_a_paragraph(
    right: float, joined: bool
) -> None:  # the plan of 2025 is set ragged: lines inside a paragraph fall short by up to a fifth
    assert goes_on(line("It ends.", right=right), after=line("It begins.", foot=687)) == joined


@pytest.mark.parametrize(("right", "joined"), [(335, True), (322, False)])
def test_a_line_that_leaves_two_fifths_ends_one_without_a_stop(right: float, joined: bool) -> None:
    assert goes_on(line("Aims of", right=right), after=line("America", foot=687)) == joined
    assert goes_on(line("Aims of", right=right), after=line("all of us", foot=687))


@pytest.mark.parametrize(("size_", "joined"), [(12.5, True), (12.8, False)])
def test_type_of_another_size_is_another_paragraph(size_: float, joined: bool) -> None:
    assert goes_on(line("Aims of"), after=line("America", foot=687, size=size_)) == joined


@pytest.mark.parametrize(
    ("drop", "step", "size_", "joined"),
    [
        (3.5, 13, 11, False),  # the next cell of a row, a little lower
        (4.5, 13, 11, True),
        (15.5, 13, 11, True),
        (17, 13, 11, False),  # space between paragraphs
        (16, 10, 12, True),  # a leading that is measured where lines are tight
        (17, 10, 12, False),
    ],
)
def test_a_paragraph_is_of_lines_one_leading_apart(
    drop: float, step: float, size_: float, joined: bool
) -> None:
    before, after = line("Aims of", size=size_), line("America", foot=700 - drop, size=size_)
    assert goes_on(before, after=after, step=step) == joined


@pytest.mark.parametrize(("indent", "joined"), [(5.5, True), (6.5, False)])
def test_an_indented_line_after_a_stop_begins_a_paragraph(indent: float, joined: bool) -> None:
    before = (line("We say"), line("this.", foot=687))
    assert goes_on(*before, after=line("It begins.", left=72 + indent, foot=674)) == joined


def test_four_lines_that_end_at_one_place_are_the_edge_of_a_column() -> None:
    wide = line("x", right=500)
    assert Margins([line("x", right=300)] * 4 + [wide]).right_of(line("x", right=290)) == 300
    assert Margins([line("x", right=300)] * 3 + [wide]).right_of(line("x", right=290)) == 500
    edges = Margins([line("x", right=300)] * 4 + [wide])
    assert [edges.right_of(line("x", right=right)) for right in (302.5, 303.5)] == [300, 500]


@pytest.mark.parametrize(("drop", "found"), [(30, 30), (35, 11)])
def test_lines_more_than_three_sizes_apart_show_no_leading(drop: float, found: float) -> None:
    lines = [line("x", foot=700 - drop * n) for n in range(3)]
    assert leading(lines, 11) == found
