"""PDF: columns, tables, contents pages and bibliographies, in the order in which they are read."""

from __future__ import annotations

from pdf_reading import Page, outline, read, said, shown, text_of, typed
from pdf_writer import Placed, Text, prose, set_down

# --- columns and tables -------------------------------------------------------------------------


def _rows(*columns: list[str], lefts: tuple[float, ...], type_: float = 9) -> list[Text | Placed]:
    """Columns drawn row by row."""
    return [
        typed(left, 700 - 13 * i, column[i], type_)
        for i in range(len(columns[0]))
        for column, left in zip(columns, lefts, strict=True)
    ]


def test_columns_that_are_drawn_row_by_row_are_read_one_after_the_other() -> None:  # _FULL
    left, right = prose(1, 12, 44), prose(2, 12, 44)
    title: Text = (72, 740, 18, "A title across the page")
    below = set_down(prose(3, 3, 84), top=500, size=9)
    document = read([[title, *_rows(left, right, lefts=(72, 320)), *below]])
    assert outline(document) == [(1, "A title across the page")]
    assert text_of(document, "body").split("\n") == [
        said(x) for x in (left, right, prose(3, 3, 84))
    ]


def test_columns_whose_lines_nearly_touch_are_columns() -> None:  # WIDE_GAP
    left = [f"{line[:43]:x<43}" for line in prose(1, 12, 60)]
    right = prose(2, 12, 44)
    document = read([_rows(left, right, lefts=(72, 72 + 43 * 4.5 + 13))])
    assert text_of(document, "body").split("\n") == [said([*left, *right])]


def test_words_that_stand_under_one_another_are_no_columns() -> None:  # WIDE_GAP
    lines = [f"{chr(97 + i) * 20} {chr(98 + i) * 20}" for i in range(12)]
    document = read(
        [set_down([], top=0) + [typed(72, 700 - 14 * i, x) for i, x in enumerate(lines)]]
    )
    assert text_of(document, "body") == said(lines)


def test_three_columns_that_are_drawn_row_by_row_are_read_one_after_the_other() -> None:
    columns = [prose(i, 12, 30) for i in (1, 2, 3)]
    document = read([_rows(*columns, lefts=(60, 230, 400))])
    assert text_of(document, "body").split("\n") == [said(column) for column in columns]


TABLE = [
    ("Office of trade and of skill", "12 million a year"),
    ("School service for all the regions and owners", "7 million this year and for the next"),
    ("Energy review", "9 million a year"),
    ("Audit of the market", "4 million a year"),
    ("Rules for the market", "3 million"),
    ("Report on all tests", "8 million"),
    ("Chips for the network", "11 million a year"),
    ("Privacy and safety", "2 million"),
]


def test_a_table_is_read_row_by_row() -> None:  # _FULL
    cells = _rows([a for a, _ in TABLE], [b for _, b in TABLE], lefts=(72, 330))
    document = read([[*cells, *set_down(prose(2, 4), top=500)]])
    expected = said([*(cell for row in TABLE for cell in row), *prose(2, 4)])
    assert text_of(document, "body").split() == expected.split()


def test_a_label_stays_with_its_text_over_a_gap_and_a_cell_does_not() -> None:  # _LABEL_GAP
    def gap(width: float) -> list[str]:
        page = [typed(72, 700, "R12:"), typed(94 + width, 700, "to keep a record of all models.")]
        return text_of(read([page]), "body").split("\n")

    whole = "R12: to keep a record of all models."
    assert gap(45) == [whole]
    assert gap(200) == whole.split(" ", 1)


# --- order and contents -------------------------------------------------------------------------


def test_titles_that_are_drawn_last_come_before_their_text() -> None:
    page = [
        *set_down(prose(1, 8), top=700),
        *set_down(prose(2, 8), top=500),
        (72, 530, 16, "Second part"),
        (72, 730, 16, "First part"),
    ]
    assert shown(read([page])) == [
        ("heading", "First part"),
        ("body", said(prose(1, 8))),
        ("heading", "Second part"),
        ("body", said(prose(2, 8))),
    ]


def _with_contents(entries: Page, size_: float = 16, two: str = "2") -> list[Page]:
    return [
        entries,
        [
            (72, 740, size_, "First aim"),
            *set_down(prose(1, 10), top=715),
            (72, 540, size_, "Second aim of all"),
            *set_down(prose(2, 10), top=515),
            (300, 40, 10, two),
        ],
        [(72, 740, size_, "Third aim"), *set_down(prose(3, 10), top=715), (300, 40, 10, "3")],
    ]


AIMS = [(1, "First aim"), (1, "Second aim of all"), (1, "Third aim")]


def test_a_contents_page_names_the_headings_and_is_none() -> None:
    dots = [
        f"{name} .................... {page}" for (_, name), page in zip(AIMS, "223", strict=True)
    ]
    page = [(72, 740, 18, "Contents"), *set_down(dots)]
    for type_ in (16, 11):
        document = read(_with_contents(page, type_))
        assert outline(document) == AIMS
        contents = "Contents\nFirst aim 2\nSecond aim of all 2\nThird aim 3"
        assert text_of(document, "contents") == contents
        assert document.ledger.missing == 0


def test_entries_whose_numbers_stand_apart_are_no_page_numbers() -> None:
    page: list[Text | Placed] = [(72, 740, 18, "Table of Contents")]
    for i, ((_, name), number) in enumerate(zip(AIMS, "223", strict=True)):
        page += [(72, 700 - 16 * i, 11, name), (480, 700 - 16 * i, 11, number)]
    document = read(_with_contents(page, 11))
    assert outline(document) == AIMS
    assert text_of(document, "page number") == "2\n3"


def test_a_bibliography_is_set_apart_to_the_next_heading() -> None:
    entries = [
        f"[{i}] A. Author and B. Writer. On the {title[:-1]}. J. Tests {i}, {2000 + i}."
        for i, (title,) in enumerate((prose(i, 1, 30) for i in range(8)), start=1)
    ]

    def page(title: str, lines: list[str]) -> Page:
        return [
            (72, 740, 16, "Methods"),
            *set_down(prose(1, 8), top=715),
            (72, 580, 16, title),
            *set_down(lines, top=555, step=18),
            (72, 380, 16, "Appendix"),
            *set_down(prose(3, 6), top=355),
        ]

    document = read([page("References", entries)])
    assert shown(document) == [
        ("heading", "Methods"),
        ("body", said(prose(1, 8))),
        ("heading", "References"),
        ("bibliography", "\n".join(entries)),
        ("heading", "Appendix"),
        ("body", said(prose(3, 6))),
    ]
    plain = read([page("References", prose(2, 8))])
    assert "bibliography" not in plain.ledger.sizes()
