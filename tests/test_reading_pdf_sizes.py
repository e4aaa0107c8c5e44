"""PDF: cases on both sides of each size that the reader was tuned to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pdf_reading import Page, outline, read, said, text_of, typed
from pdf_writer import Placed, Text, pdf, prose, set_down, zh_prose

from aiplans_cli.model import Kind
from aiplans_cli.reading.pdf.blocks import Pages
from aiplans_cli.reading.pdf.columns import _gutters
from aiplans_cli.reading.pdf.file import _labels_end
from aiplans_cli.reading.pdf.flow import Margins, continues, leading
from aiplans_cli.reading.pdf.furniture import (
    _edges,
    _masked,
    _near,
    _page_numbers,
    mark_furniture,
    mark_slanted,
)
from aiplans_cli.reading.pdf.glyphs import Glyph, Slanted, _apart
from aiplans_cli.reading.pdf.headings import headings
from aiplans_cli.reading.pdf.initials import _first_beside
from aiplans_cli.reading.pdf.layout import _mark_contents, _mark_notes, body_size
from aiplans_cli.reading.pdf.lines import Line, _closed_up, _margin, _same, _words
from aiplans_cli.reading.pdf.margins import without_line_numbers
from aiplans_cli.reading.pdf.order import _above, _gutter, _lifted, _prose, _unwoven
from aiplans_cli.reading.pdf.outline import _with_levels, bookmarks
from aiplans_cli.reading.pdf.poppler import stray_letters
from aiplans_cli.reading.pdf.read import _display_title, _says
from aiplans_cli.reading.pdf.titles import (
    Measure,
    Title,
    _goes_on,
    _opens,
    _titled_below,
    is_title,
    style_of,
)


def body(*lines: Text | Placed) -> list[str]:
    """The paragraphs of one page."""
    return text_of(read([lines]), "body").split("\n")


def test_a_short_line_that_slopes_is_level_up_to_five_degrees() -> None:  # glyphs._LEVEL
    angles = (0, 5, 7)
    lines = [Placed(72, 500 - 90 * i, 11, "A short line", angle) for i, angle in enumerate(angles)]
    document = read([[*set_down(prose(1)), *lines]])
    assert text_of(document, "body").count("A short line") == 2
    assert text_of(document, "rotated") == "A short line"


@pytest.mark.parametrize(("gap", "words"), [(1.2, "duringhis"), (1.5, "during his")])
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


def line(
    text: str, *, left: float = 72, right: float = 501, foot: float = 700, size: float = 11
) -> Line:
    """A line of a column that ends at 501 points: 429 wide."""
    return Line(0, text, left, right, foot, size, False)


COLUMN = Margins([line("x")] * 4)


def goes_on(*lines: Line, after: Line, step: float = 13) -> bool:
    return continues(lines, after, step, COLUMN)


@pytest.mark.parametrize(("right", "joined"), [(400, True), (385, False)])
def test_a_sentence_that_leaves_a_quarter_of_its_line_ends_a_paragraph(
    right: float, joined: bool
) -> None:  # in ragged type, as of the plan of 2025, lines inside a paragraph fall short, too
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


# --- what returns on pages (furniture) ----------------------------------------------------------


def rows(count: int, *, top: float = 700, size: float = 11) -> list[Line]:
    """Lines of text 13 points apart."""
    return [line(f"text {n} of", foot=top - 13 * n, size=size) for n in range(count)]


def heads(*tops: Line | None) -> list[Kind]:
    """The kinds of the first lines of pages of text in 11 points, 40 points above it."""
    pages = [[top or line(f"Only {n}", foot=740), *rows(9)] for n, top in enumerate(tops)]
    kinds: list[list[Kind]] = [["body"] * len(page) for page in pages]
    mark_furniture(pages, kinds, 11, 13, ())
    return [of_page[0] for of_page in kinds]


def test_two_lines_alike_are_running_heads_on_fewer_than_five_pages() -> None:
    head = line("A Plan for all", foot=740)
    assert heads(head, head, None, None).count("running head") == 2
    assert heads(head, head, None, None, None).count("running head") == 0


@pytest.mark.parametrize(
    ("count", "size_", "marked"), [(4, 10.5, True), (3, 10.5, False), (4, 10.6, False)]
)
def test_small_lines_that_change_are_running_heads_of_four_pages(
    count: int, size_: float, marked: bool
) -> None:  # chapters' names, set smaller than the text
    names = ("On growth", "On safety", "On skills", "On models")[:count]
    found = heads(*(line(name, foot=740, size=size_) for name in names))
    assert found == ["running head" if marked else "body"] * count


@pytest.mark.parametrize(("size_", "marked"), [(10.5, True), (10.6, False)])
def test_a_sentence_that_returns_is_text_in_the_type_of_the_text(
    size_: float, marked: bool
) -> None:
    found = heads(*[line("This is so.", foot=740, size=size_)] * 4)
    assert found == ["running head" if marked else "body"] * 4


@pytest.mark.parametrize(("size_", "marked"), [(12.2, True), (12.5, False)])
def test_large_type_that_returns_is_a_title(size_: float, marked: bool) -> None:
    found = heads(*[line("Case of a school", foot=740, size=size_)] * 4)
    assert found == ["running head" if marked else "body"] * 4


def test_six_letters_and_a_number_are_a_head_and_five_are_a_label() -> None:
    assert _masked("Budget 12") == "budget #" and _masked("Plans 12") == ""


@pytest.mark.parametrize(("second", "cells"), [(735, 2), (734, 1)])
def test_cells_half_a_size_apart_are_one_row(second: float, cells: int) -> None:
    page = [line("a", foot=740), line("b", foot=second), *rows(6, top=second - 13)]
    assert sum(e.side == "top" for e in _edges(0, page, ["body"] * 8, 13)) == cells


@pytest.mark.parametrize(("above", "found"), [(4, 4), (5, 1)])
def test_a_running_head_has_four_rows_at_most(above: int, found: int) -> None:
    page = [*rows(above, top=800), *rows(9)]
    edges = _edges(0, page, ["body"] * len(page), 13)
    assert sum(edge.side == "top" for edge in edges) == found


@pytest.mark.parametrize(("gap", "apart"), [(19, True), (17.5, False)])
def test_a_gap_of_a_leading_and_a_half_parts_a_head_from_the_text(gap: float, apart: bool) -> None:
    page = [line("a", foot=700 + gap), *rows(8)]
    assert next(e for e in _edges(0, page, ["body"] * 9, 13) if e.side == "top").apart == apart


def test_a_head_may_move_by_four_points() -> None:  # heads set by hand, page for page
    assert _near([700, 703.5], 700) == 2 and _near([700, 704.5], 700) == 1


@pytest.mark.parametrize(("pages", "found"), [(9, 2), (10, 0)])
def test_of_ten_pages_three_numbers_grow_alike(pages: int, found: int) -> None:
    edges = [
        edge
        for n, text in enumerate(("37", "38"))
        for edge in _edges(n, [line(text, foot=740), *rows(8)], ["body"] * 9, 13)
        if edge.side == "top"
    ]
    assert len(_page_numbers(edges, pages)) == found


@pytest.mark.parametrize(
    ("size_", "angle", "kind"),
    [
        (17, 0.6, "watermark"),
        (16, 0.6, "rotated"),  # a stamp
        (17, 1.57 * 0.88, "watermark"),
        (17, 1.57 * 0.92, "rotated"),  # along the margin, though the page was scanned askew
    ],
)
def test_large_slanted_words_are_a_watermark(size_: float, angle: float, kind: str) -> None:
    kinds: list[list[Kind]] = [["body"]]
    mark_slanted([[replace(line("DRAFT", size=size_), slant=angle)]], kinds, 11)
    assert kinds == [[kind]]


# --- contents and notes (layout) ----------------------------------------------------------------


@pytest.mark.parametrize(("right", "found"), [(72 + 300, 11), (72 + 330, 8)])
def test_the_body_is_of_lines_that_fill_the_column(right: float, found: float) -> None:
    # a report of tables in small type has more words in cells than in sentences
    cells = [line("x" * 50, right=right, size=8) for _ in range(20)]
    assert body_size([line("x" * 50, right=72 + 400)] * 5 + cells) == found


def contents(*gaps: int) -> int:
    """How many lines are of the contents where entries stand so many lines apart."""
    texts = ["Part one .......... 1"]
    for n, gap in enumerate(gaps, start=2):
        texts += ["a long title"] * (gap - 1) + [f"Part of it .......... {n}"]
    kinds: list[Kind] = ["body"] * len(texts)
    _mark_contents([line(text) for text in texts], kinds, False)
    return kinds.count("contents")


def test_contents_are_three_entries_five_lines_apart_at_most() -> None:
    assert (contents(1), contents(1, 1)) == (0, 3)  # a form has two blanks with dots
    assert (contents(5, 5), contents(6, 6)) == (11, 0)


def notes(*lines: Line, open_size: float = 0.0) -> list[Kind]:
    kinds: list[Kind] = ["body"] * len(lines)
    _mark_notes(lines, kinds, 11, open_size)
    return kinds


CITING = replace(line("We say so and go on"), marks=((6, "1"),), raised="1")


@pytest.mark.parametrize(("size_", "kind"), [(10.4, "note"), (10.5, "body")])
def test_a_note_is_smaller_than_the_text(size_: float, kind: str) -> None:
    found = notes(CITING, line("1 See the plan.", foot=600, size=size_))
    assert found == ["body", kind]


@pytest.mark.parametrize(
    ("gap", "beside", "kind"),
    [(17, 0, "note"), (16, 0, "body"), (17, 125, "note"), (17, 140, "body")],
)
def test_a_note_as_large_as_the_text_stands_apart_in_one_column(
    gap: float, beside: float, kind: str
) -> None:
    note = replace(line("See the plan.", foot=700 - gap), marks=((0, "1"),), raised="1")
    found = notes(replace(CITING, left=72), note, line("more", left=72 + beside, foot=650))
    assert found[1] == kind


@pytest.mark.parametrize(
    ("drop", "size_", "kind"),
    [(15, 9, "note"), (17, 9, "body"), (15, 9.15, "note"), (15, 9.25, "body")],
)
def test_a_note_goes_on_over_the_page_in_its_type(drop: float, size_: float, kind: str) -> None:
    note = line("1 See the plan.", foot=600, size=9)
    found = notes(CITING, line("of the year.", foot=600 + drop, size=size_), note, open_size=9)
    assert found == ["body", kind, "note"]


# --- titles by their type -----------------------------------------------------------------------

MEASURE = Measure(11, 400, 13, False)


def test_a_title_is_an_eighth_larger_than_the_text_or_alone_on_its_line() -> None:
    wide = line("Aims of the plan", right=472)
    assert style_of(replace(wide, size=12.4), MEASURE) == ("", 1.125, False)
    assert style_of(replace(wide, size=11.6), MEASURE) is None
    label = line("Chapter 3", right=72 + 310)
    assert style_of(label, MEASURE) is None
    assert style_of(replace(label, right=72 + 290), MEASURE) == ("chapter", 1.0, False)
    assert style_of(replace(label, size=12.4), MEASURE) == ("chapter", 1.125, False)


def test_four_capitals_are_a_title_and_three_an_acronym() -> None:
    assert style_of(line("AIMS"), MEASURE) == ("capitals", 1.0, False)
    assert style_of(line("EPA"), MEASURE) is None


def test_large_type_is_a_title_even_in_small_letters() -> None:
    for size_, found in ((1.125, True), (1.0, False)):
        assert is_title([line("aims")], None, None, ("", size_, True), MEASURE) == found


@pytest.mark.parametrize(
    ("drop", "right", "opens"),
    [(17, 472, False), (18, 472, True), (13, 72 + 310, False), (13, 72 + 290, True)],
)
def test_heavy_type_begins_a_paragraph_after_space_or_a_short_line(
    drop: float, right: float, opens: bool
) -> None:
    after = replace(line("Aims", foot=700 - drop), bold=True)
    assert _opens(line("all of", right=right), after, MEASURE) == opens


@pytest.mark.parametrize(
    ("label", "left", "right", "drop", "shift", "titled"),
    [
        ("Chapter 3", 95, 405, 20, 0, True),
        ("Chapter 3", 85, 415, 20, 0, False),  # as wide as text
        ("Chapter 3", 45, 355, 20, 0, True),
        ("Chapter 3", 35, 345, 20, 0, False),  # at the margin
        ("Chapter 3", 95, 405, 38, 0, True),
        ("Chapter 3", 95, 405, 39, 0, False),
        ("Chapter 3", 95, 405, 20, 3, True),
        ("Chapter 3", 95, 405, 20, 5, False),  # not centred as its label is
        ("x" * 24, 95, 405, 20, 0, True),
        ("x" * 25, 95, 405, 20, 0, False),
    ],
)
def test_the_title_of_an_article_is_centred_below_its_number(
    label: str, left: float, right: float, drop: float, shift: float, titled: bool
) -> None:
    middle = (left + right) / 2 + shift
    above = line(label, left=middle - 50, right=middle + 50)
    below = line("Scope of it", left=left, right=right, foot=700 - drop)
    assert _titled_below(above, below, ("chapter", 1.0, False), MEASURE) == titled


@pytest.mark.parametrize(
    ("size_", "drop", "one"),
    [(13.75, 34, True), (13.75, 37, False), (12.4, 22, True), (12.4, 25, False)],
)
def test_the_lines_of_a_large_title_may_lie_far_apart(size_: float, drop: float, one: bool) -> None:
    above, below = line("Aims of", size=size_), line("America", size=size_, foot=700 - drop)
    style = style_of(above, MEASURE)
    assert style is not None and _goes_on(above, below, style, MEASURE) == one


# --- the order of lines, and glyphs into lines --------------------------------------------------


def test_a_line_stands_over_another_half_its_size_above_and_over_a_fifth_of_it() -> None:
    under = line("x", left=100, right=200)
    assert _above(replace(under, foot=706), under) and not _above(replace(under, foot=705), under)
    over = replace(under, foot=750)
    assert _above(replace(over, left=175, right=275), under)
    assert not _above(replace(over, left=185, right=285), under)


def test_a_line_that_is_drawn_late_goes_to_its_place() -> None:
    late = line("late", foot=696)
    first, last = line("first", foot=720), line("last", foot=690)
    assert _lifted([first, last, late]) == [first, late, last]


@pytest.mark.parametrize(
    ("full", "width", "letters", "prose_"),
    [(6, 80, 13, True), (4, 80, 13, False), (6, 70, 13, False), (6, 80, 11, False)],
)
def test_a_column_is_prose_where_half_of_its_lines_are_full(
    full: int, width: float, letters: int, prose_: bool
) -> None:
    ends = [100.0, *[width] * (full - 1), *[40.0] * (10 - full)]
    column = [line("x" * letters, left=0, right=end) for end in ends]
    assert _prose(column) == prose_


def glyph(left: float, low: float = 0, char: str = "x", width: float = 5) -> Glyph:
    return char, left, left + width, low, 10, 0


@pytest.mark.parametrize(
    ("left", "low", "count", "same"),
    [
        (101, 4, 9, True),
        (101, 6, 9, False),  # the next line, where lines are tight
        (119, 0, 9, True),
        (121, 0, 9, False),  # another cell
        (159, 0, 5, True),  # the text of an item
        (161, 0, 5, False),
        (159, 0, 6, False),
        (94, 0, 9, True),
        (92, 0, 9, False),  # back to the left
    ],
)
def test_glyphs_are_on_a_line_that_overlap_it_and_are_near(
    left: float, low: float, count: int, same: bool
) -> None:
    assert _same(0, 10, 100, glyph(left, low), count) == same


@pytest.mark.parametrize(("gap", "words"), [(7, "abcd"), (8, "ab cd")])
def test_words_of_spaced_letters_are_half_as_far_apart_again(gap: float, words: str) -> None:
    lefts = (0, 10, 15 + gap, 25 + gap)
    run = [glyph(left, char=char) for left, char in zip(lefts, "abcd", strict=True)]
    assert "".join(_closed_up(run)) == words


@pytest.mark.parametrize(
    ("text", "gaps", "digits"),
    [
        ("1x", (5,), 1),
        ("1x", (4,), 0),
        ("1234x", (0, 0, 0, 5), 4),
        ("12345x", (0, 0, 0, 0, 5), 0),  # a number of the text
        ("12x", (5, 5), 1),  # a line that begins with a number of its own
        ("12x", (4, 5), 2),
    ],
)
def test_the_number_of_a_line_stands_apart(text: str, gaps: Sequence[float], digits: int) -> None:
    left, run = 0.0, list[Glyph]()
    for char, gap in zip(text, (*gaps, 0.0), strict=True):
        run.append(glyph(left, char=char))
        left += 5 + gap
    found = _margin(run, 10)
    assert (found[0] if found else 0) == digits


@pytest.mark.parametrize(
    ("along", "aside", "apart"), [(29, 0, False), (31, 0, True), (10, 6, False), (10, 8, True)]
)
def test_slanted_glyphs_are_one_run_that_stand_near_in_a_line(
    along: float, aside: float, apart: bool
) -> None:
    run = Slanted(0.0)
    run.glyphs.append(glyph(0))
    assert _apart(run, glyph(along, aside)) == apart


def test_titles_with_numbers_do_not_make_text_of_the_head_above_them() -> None:
    pages = [[line(f"Office {n}", foot=740), *rows(9)] for n in range(4)]
    for n, page in enumerate(pages):
        page[5] = replace(page[5], text=f"Office {n}", size=14)
    kinds: list[list[Kind]] = [["body"] * len(page) for page in pages]
    mark_furniture(pages, kinds, 11, 13, ())
    assert [of_page.count("running head") for of_page in kinds] == [1] * 4


@pytest.mark.parametrize(("letters", "found"), [(190, True), (210, False)])
def test_display_type_of_more_than_two_hundred_letters_is_a_summary(
    letters: int, found: bool
) -> None:
    assert is_title([line("x" * letters)], None, None, ("", 1.5, False), MEASURE) == found


@pytest.mark.parametrize(
    ("rows_", "across", "found"), [(5, 4, True), (5, 5, False), (4, 0, False), (5, 0, True)]
)
def test_most_lines_of_a_page_in_columns_stand_beside_the_gutter(
    rows_: int, across: int, found: bool
) -> None:
    left, right = line("x", left=0, right=100), line("x", left=200, right=300)
    whole = line("x", left=0, right=300)
    assert (_gutter([left, right] * rows_ + [whole] * across) is not None) == found


@pytest.mark.parametrize(
    ("runs", "woven"), [((3, 3, 3, 3, 3, 2, 2, 2, 2), True), ((3, 3, 3, 3, 3, 3, 2, 2, 2), False)]
)
def test_columns_are_woven_where_the_side_changes_every_third_line(
    runs: Sequence[int], woven: bool
) -> None:
    sides = [side for n, count in enumerate(runs) for side in [n % 2] * count]
    band = [line("x" * 20, left=200 * side, right=200 * side + 100) for side in sides]
    found = [int(one.left / 200) for one in _unwoven(band, 150)]
    assert (found == sorted(sides)) == woven


@pytest.mark.parametrize(("turned", "upright"), [(7, 3), (5, 5)])
def test_a_page_is_turned_for_most_of_its_letters(turned: int, upright: int) -> None:
    # a wide table set along the page, under a head that is not
    page: list[Text | Placed] = [
        Placed(100 + 14 * n, 100, 11, f"Along the page {n}", 90) for n in range(turned)
    ]
    page += [typed(300, 700 - 14 * n, f"Across the page {n}"[:16]) for n in range(upright)]
    document = read([page])
    assert ("Along" in text_of(document, "body")) == (turned > upright)
    assert ("Across" in text_of(document, "rotated")) == (turned > upright)


@pytest.mark.parametrize(
    ("height", "low", "marked"), [(8.7, 1.3, True), (8.9, 1.3, False), (8.7, 1.1, False)]
)
def test_a_mark_is_smaller_than_its_line_and_stands_higher(
    height: float, low: float, marked: bool
) -> None:
    # browsers set them at 0.83 of the line
    run = [glyph(5 * n, char=char) for n, char in enumerate("plan")]
    run.append(("1", 20, 25, low, height, 0))
    pieces, marks, _ = _words(run, 10, 0, 1)
    assert ("".join(pieces), len(marks)) == (("plan", 1) if marked else ("plan1", 0))


def spelled(text: str, gap: float) -> str:
    """A line of letters with a gap before the last."""
    run = [glyph(5 * n, char=char) for n, char in enumerate(text)]
    left = 5 * (len(text) - 1) + gap
    run[-1] = (text[-1], left, left + 5, 0, 10, 0)
    return "".join(_words(run, 10, 0, 1)[0])


def test_the_number_of_an_item_stands_nearer_to_its_text_than_a_word() -> None:
    # "10.Couple" in the plan of 2025
    assert spelled("100.C", 0.35) == "100. C" and spelled("100.C", 0.25) == "100.C"
    assert spelled("plans", 0.9) == "plans" and spelled("plans", 1.1) == "plan s"


def test_a_hyphen_at_the_end_of_a_line_may_be_set_off() -> None:
    assert spelled("plan-", 2.9) == "plan-" and spelled("plan-", 3.1) == "plan -"


def test_a_drop_cap_is_half_as_high_again_as_its_word() -> None:
    word = [glyph(10 + 5 * n, char=char) for n, char in enumerate("hey")]
    for tall, found in ((16, "They"), (14, "T hey")):
        assert "".join(_words([("T", 0, 5, 0, tall, 0), *word], 10, 0, 1)[0]) == found


def gutters(*places: float, rows_: int = 5) -> int:
    """How many gutters go through lines that have a gap of four points at each of the places."""
    run = [glyph(0)]
    wide = []
    for place in places:
        wide.append(len(run) + 1)
        run += [glyph(place - 7), glyph(place + 2)]
    return len(_gutters([(run, wide)] * rows_))


def test_five_gaps_are_a_gutter_and_the_next_is_twenty_points_on() -> None:
    assert (gutters(100), gutters(100, rows_=4)) == (1, 0)
    assert (gutters(100, 119), gutters(100, 121)) == (1, 2)


@pytest.mark.parametrize(
    ("left", "foot", "size_", "beside"),
    [
        (104 + 16, 660, 11, True),
        (104 + 17, 660, 11, False),  # the next column
        (104, 654, 11, True),
        (104, 653, 11, False),  # below the letter
        (104, 695, 11, True),
        (104, 697, 11, False),  # above it
        (104, 680, 25, True),
        (104, 680, 26.5, False),  # hardly smaller than the letter
    ],
)
def test_the_lines_beside_a_drop_cap(left: float, foot: float, size_: float, beside: bool) -> None:
    cap = replace(line("T", left=72, right=104, foot=650), initial=(42, 104, 110))
    found = _first_beside(cap, [cap, line("he plan", left=left, foot=foot, size=size_)])
    assert (found is not None) == beside


# --- whether bookmarks name all headings --------------------------------------------------------


def complete(*named: int, large: int = 0, heavy: int = 0) -> bool:
    """Whether titles at such lines of a hundred are an outline, with so many others in the text."""
    lines = [line("we say so and", foot=2000 - 13 * n) for n in range(100)]
    for n in range(large + heavy):
        look = replace(lines[4 * n + 2], text="Aims", size=14 if n < large else 11)
        lines[4 * n + 2] = replace(look, bold=n >= large)
        for beside in (1, 3):
            lines[4 * n + beside] = replace(lines[4 * n + beside], text="We say so.")
    titles = [Title(0, first, 1, 1) for first in named]
    return headings(titles, [lines], [["body"] * 100], MEASURE)[1]


def test_an_outline_is_complete_that_leaves_little_before_and_under_its_entries() -> None:
    # a profile that is mostly one table; a law whose annexes alone have bookmarks
    assert complete(25, 50, 75) and not complete(35, 55, 75)
    assert complete(0, 65, 80) and not complete(0, 75, 85)
    assert not complete(0, 50)
    assert complete(1, 36, 71, large=11) and not complete(1, 36, 71, large=12)
    assert complete(1, 36, 71, heavy=14)


@pytest.mark.parametrize(("size_", "found"), [(13.75, 4), (11, 3)])
def test_what_is_set_as_the_bookmarks_are_is_a_heading_too(size_: float, found: int) -> None:
    lines = [line("we say so and", foot=2000 - 13 * n) for n in range(60)]
    for first in (0, 20, 40, 50):
        lines[first] = replace(lines[first], text="Aims", size=size_)
    lines[50] = replace(lines[50], text="2.1 Aims" if size_ == 11 else "Aims", right=100)
    for n, text in ((49, "We say so."), (51, "We say so."), (53, "2.2 is one")):
        lines[n] = replace(lines[n], text=text)
    titles = [Title(0, first, 1, 1, ("", size_ / 11, False)) for first in (0, 20, 40)]
    assert len(headings(titles, [lines], [["body"] * 60], MEASURE)[0]) == found


def test_letters_of_other_scripts_are_garbled_from_five_and_two_in_a_thousand() -> None:
    assert (stray_letters("治" * 100 + "ᮠ" * 5), stray_letters("治" * 100 + "ᮠ" * 4)) == (5, 0)
    assert (stray_letters("治" * 3000 + "ᮠ" * 7), stray_letters("治" * 3000 + "ᮠ" * 5)) == (7, 0)
    text = "治" * 100 + "ᮠ" * 10  # a fifth of the letters are Chinese, or fewer
    assert (stray_letters(text + "x" * 380), stray_letters(text + "x" * 400)) == (10, 0)


class Marks:
    """A file with so many pages and bookmarks, some of them blank."""

    def __init__(self, pages: int, marks: int, blank: int) -> None:
        self._pages, self._titles = pages, [""] * blank + ["Aims"] * (marks - blank)

    def __len__(self) -> int:
        return self._pages

    def get_toc(self) -> list[Marks]:
        """Itself, as often as it has bookmarks."""
        return [self] * len(self._titles)

    level = 0

    def get_title(self) -> str:
        """The title of the next bookmark."""
        return self._titles.pop()

    def get_dest(self) -> Marks:
        """Where it leads."""
        return self

    def get_index(self) -> int:
        """The first page."""
        return 0


@pytest.mark.parametrize(
    ("marks", "blank", "kept"), [(36, 0, 36), (37, 0, 0), (10, 2, 10), (10, 3, 0), (9, 2, 0)]
)
def test_bookmarks_that_mirror_the_tags_of_a_file_are_none(
    marks: int, blank: int, kept: int
) -> None:
    assert len(bookmarks(Marks(1, marks, blank))) == kept


@pytest.mark.parametrize(("left", "levels"), [(75.5, [1, 1]), (76.5, [1, 2])])
def test_an_entry_that_is_set_in_is_a_level_below(left: float, levels: list[int]) -> None:
    found = _with_levels([(72, "Aims", 1), (left, "Means", 2)])
    assert [entry.level for entry in found] == levels


def test_a_title_of_four_characters_says_something() -> None:
    assert _says("治理计划") and not _says("治理案")  # plan, and bill, of governance


def numbered_lines(*steps: int, across: int = 0) -> int:
    """How many numbers of a margin are found, with such steps, and lines that go across them."""
    page = [line("we say so and", foot=700 - 7 * n) for n in range(2 * len(steps))]
    for n in range(across):
        page[n + 2] = replace(page[n + 2], left=30)
    value, numbers = 5, list[Line]()
    for n, step in enumerate((*steps, 0)):
        numbers.append(line(str(value), left=40, right=50, foot=700 - 14 * n))
        value += step
    return len(without_line_numbers([*numbers, *page])[1])


def test_numbers_of_lines_grow_evenly_in_a_margin_of_their_own() -> None:
    assert (numbered_lines(5, 5), numbered_lines(5)) == (3, 0)  # each fifth line of a bill
    assert (numbered_lines(*[5] * 8, 10, 10), numbered_lines(*[5] * 7, 10, 10, 10)) == (11, 0)
    assert (numbered_lines(*[5] * 7, across=1), numbered_lines(*[5] * 6, across=1)) == (8, 0)


@pytest.mark.parametrize(
    ("size_", "gap", "title"),
    [
        (14.2, 20, ""),
        (14.4, 20, "Aims of all"),
        (14.4, 43, "Aims of all"),
        (14.4, 44, "Aims"),
    ],
)
def test_the_title_of_a_file_is_its_largest_type(size_: float, gap: float, title: str) -> None:
    lines = [line("Aims", size=size_), line("of all", size=size_, foot=700 - gap), *rows(5)]
    pages = Pages([lines], [["body"] * 7], ["1"], Counter(), MEASURE)
    assert _display_title(pages) == title
