"""The output room: every format, the screen layout and display widths."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import text_formats
from hypothesis import given, settings
from hypothesis import strategies as st

import aiplans_cli.output.jsontext
import aiplans_cli.output.page
from aiplans_cli.output.cells import Style, shown
from aiplans_cli.output.charts import bar
from aiplans_cli.output.controls import seen
from aiplans_cli.output.formats import FORMATS, format_for
from aiplans_cli.output.report import Cell, Column, Input, Report, Table
from aiplans_cli.output.width import display_width, fit, fold, screen_line
from aiplans_cli.storage.files import encode

GOLDEN = Path(__file__).parent / "golden" / "output"
REFRESH = os.environ.get("AIPLANS_GOLDEN") == "1"

CONTRAST = Table(
    "concepts",
    (
        Column("rank", "integer"),
        Column("concept"),
        Column("theme"),
        Column("count_a", "integer"),
        Column("count_b", "integer"),
        Column("rate_a", "number", "per 1,000 tokens"),
        Column("rate_b", "number", "per 1,000 tokens"),
        Column("log_ratio", "number", "log2"),
        Column("log_ratio_low", "number", "log2"),
        Column("log_ratio_high", "number", "log2"),
        Column("g2", "number"),
        Column("q", "number"),
    ),
    (
        (1, "export controls", "trade", 1034, 0, 3.339, 0.0, 4.2, 2.9, None, 1245.123, 3e-08),
        # 全球治理: global governance
        (
            2,
            "governance 全球治理",
            "multilateral",
            5,
            41,
            0.49,
            14.1,
            -4.1,
            -5.5,
            -2.7,
            88.5,
            0.0123,
        ),
        (3, "a[b]c :smile: <b>|x", "", 1, 1, 0.1, 0.1, -0.001, -1.0, 1.0, 0.0, 1.0),
    ),
    "What stands out, concept by concept",
)
THEMES = Table(
    "themes",
    (Column("theme"), Column("weight", "number", "bar", 3), Column("shared")),
    # 电力: electric power
    (
        ("energy 电力", 0.412, True),
        ("trade", 0.2, False),
        ("tiny", 0.0001, None),
        ("none", 0.0, None),
    ),
    "Themes",
)
LINES = Table(
    "lines",
    (
        Column("left", unit="before"),
        Column("match"),
        Column("right", unit="after"),
        Column("page"),
    ),
    (
        (
            "counter Chinese influence in international ",
            "governance",
            " bodies such as these",
            "20",
        ),
        # improve the system of global AI governance and promote cooperation
        ("完善人工智能全球", "治理", "体系，促进国际合作", ""),
    ),
    "Lines",
)
REPORT = Report(
    "compare",
    (CONTRAST, THEMES, LINES),
    (Input("us-2025", "en", "ab" * 32, 10182), Input("cn-2025", "zh", "cd" * 32, 3120)),
    {"by": "concept", "min_count": 3, "stop_words": True, "seed": None},
    ("computed from digests", "# no heading: sections were resampled, never tokens"),
)
KEEP = ("log_ratio", "q", "count_a", "count_b")


PIPE = Style()


def render(form: str, report: Report = REPORT, style: Style = PIPE) -> str:
    return FORMATS[form].render(report, style).decode()


def one(*rows: tuple[Cell, ...], columns: tuple[Column, ...], title: str = "") -> Report:
    return Report("freq", (Table("t", columns, rows, title),))


@pytest.fixture(autouse=True)
def _fixed_version(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (aiplans_cli.output.jsontext, aiplans_cli.output.page):
        monkeypatch.setattr(module, "__version__", "1.2.3")


def check_golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if REFRESH:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert path.read_bytes().decode() == text


# --- goldens


@pytest.mark.parametrize("form", text_formats())
def test_golden(form: str) -> None:
    check_golden(f"report.{FORMATS[form].suffixes[0].lstrip('.')}", render(form))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_golden_of_a_narrow_screen(width: int) -> None:
    check_golden(f"width-{width}.txt", render("table", style=Style(width, keep=KEEP)))


def test_golden_in_colour() -> None:
    check_golden("colour.txt", render("table", style=Style(100, color=True, keep=KEEP)))


# --- every format


@pytest.mark.parametrize("form", text_formats())
def test_a_report_without_tables_or_rows_is_no_error(form: str) -> None:
    render(form, Report("freq", ()))
    render(form, Report("freq", (Table("t", (), ()),)))
    text = render(form, one(columns=(Column("term"), Column("n", "integer"))))
    if form != "jsonl":
        assert "term" in text


@pytest.mark.parametrize("form", text_formats())
def test_output_ends_with_a_line_feed_and_has_no_carriage_return(form: str) -> None:
    text = render(form)
    assert text.endswith("\n")
    assert "\r" not in text


@pytest.mark.parametrize("form", [key for key in text_formats() if key != "table"])
def test_only_the_screen_heeds_style(form: str) -> None:
    assert render(form, style=Style(20, color=True, keep=("q",))) == render(form)


def test_suffixes_are_unique_and_found_in_any_case() -> None:
    suffixes = [suffix for item in FORMATS.values() for suffix in item.suffixes]
    assert len(suffixes) == len(set(suffixes))
    for key, item in FORMATS.items():
        for suffix in item.suffixes:
            assert format_for("folder.d/plan" + suffix.upper()) == key
    assert format_for("plan") is None
    assert format_for("plan.pdf") is None
    assert format_for("-") is None


# --- machine formats hold what went in

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(),
    st.text(max_size=12),
    st.text("\t\n\r\\\"',|\u2028治é\u0301 \x1b\ud800", max_size=8),
)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.tuples(*[CELLS] * width), max_size=4).map(
        lambda rows: one(*rows, columns=tuple(Column(f"c_{i}") for i in range(width)))
    )
)


def expected(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def as_text(cell: Cell) -> str:
    cell = expected(cell)
    if cell is None:
        return ""
    text = str(cell).lower() if isinstance(cell, bool) else str(cell)
    return encode(text).decode()  # UTF-8 has no lone surrogates: they are spelled out


def unescape(cell: str) -> str:
    marks = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r", "\\u": "\\u"}
    return re.sub(r"\\.", lambda match: marks[match.group()], cell)


@given(TABLES)
def test_json_round_trips(report: Report) -> None:
    rows = [
        {column.name: expected(cell) for column, cell in zip(table.columns, row, strict=True)}
        for table in report.tables
        for row in table.rows
    ]
    assert json.loads(render("json", report))["rows"] == rows
    assert json.loads(encode(render("json", report)))["rows"] == rows
    assert [json.loads(line) for line in render("jsonl", report).split("\n")[:-1]] == rows


@given(TABLES)
def test_tsv_round_trips(report: Report) -> None:
    header, *lines = render("tsv", report).split("\n")[:-1]
    assert header.split("\t") == [column.name for column in report.tables[0].columns]
    found = [[unescape(cell) for cell in line.split("\t")] for line in lines]
    assert found == [[seen(as_text(cell)) for cell in row] for row in report.tables[0].rows]


@given(TABLES)
def test_csv_round_trips(report: Report) -> None:
    _, *found = csv.reader(io.StringIO(render("csv", report), newline=""), strict=True)
    assert found == [[seen(as_text(cell)) for cell in row] for row in report.tables[0].rows]


def test_numbers_are_written_in_full() -> None:
    columns = (Column("n", "integer"), Column("x", "number", digits=1), Column("p", "number"))
    report = one((10182.0, 1 / 3, 1.5e-300), columns=columns)
    assert render("tsv", report) == "n\tx\tp\n10182\t0.3333333333333333\t1.5e-300\n"
    assert render("csv", report) == "n,x,p\n10182,0.3333333333333333,1.5e-300\n"
    assert render("jsonl", report) == '{"n": 10182, "x": 0.3333333333333333, "p": 1.5e-300}\n'


def test_json_names_its_layout_and_what_made_it() -> None:
    payload = json.loads(render("json"))
    assert payload["schema"] == "aiplans/compare/1"
    assert payload["version"] == "1.2.3"
    assert payload["inputs"][0] == {
        "id": "us-2025",
        "language": "en",
        "sha256": "ab" * 32,
        "tokens": 10182,
        "kind": "text",
        "ledger": {},
    }
    assert payload["parameters"] == dict(REPORT.parameters)
    assert payload["notes"] == list(REPORT.notes)
    assert payload["rows"] == CONTRAST.records()
    assert payload["columns"][5] == {"name": "rate_a", "kind": "number", "unit": "per 1,000 tokens"}
    assert list(payload["tables"]) == ["themes", "lines"]
    assert payload["tables"]["themes"]["rows"] == THEMES.records()


def test_json_names_a_command_of_two_words() -> None:
    assert json.loads(render("json", Report("texts list", ())))["schema"] == "aiplans/texts-list/1"


def test_not_a_number_is_null_even_among_parameters() -> None:
    report = Report("x", (), parameters={"alpha": math.nan})
    assert json.loads(render("json", report))["parameters"] == {"alpha": None}


# --- Markdown


def test_markdown_rows_have_as_many_cells_as_the_header() -> None:
    bars = [
        len(re.findall(r"(?<!\\)\|", line))
        for line in render("md", Report("compare", (CONTRAST,))).splitlines()
        if line.startswith("|")
    ]
    assert bars == [13] * 5


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("count_a", "count_a"),
        ("_emphasis_", "\\_emphasis\\_"),
        ("a\nb", "a b"),
        ("<b>&amp;", "\\<b\\>\\&amp;"),
        ("1. item", "1\\. item"),
        ("# heading", "\\# heading"),
        ("2025 plan", "2025 plan"),
        ("[link](x)", "\\[link\\](x)"),
    ],
)
def test_markdown_escapes(text: str, escaped: str) -> None:
    assert render("md", Report("x", (), notes=(text,))) == f"- {escaped}\n"


# --- HTML


class Outline(HTMLParser):
    """Checks that elements nest, and gathers texts and attributes."""

    VOID = frozenset({"meta", "wbr", "link", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


def test_page_is_well_formed_and_fetches_nothing() -> None:
    page = render("html")
    parsed = outline(page)
    assert not {"script", "link", "img", "iframe"} & set(parsed.tags)
    assert not {"src", "href"} & {name for name, _ in parsed.attributes}
    assert "url(" not in page
    assert "a[b]c :smile: <b>|x" in parsed.texts
    assert parsed.tags.count("h1") == 1
    assert ("lang", "zh") in parsed.attributes
    assert ("scope", "row") in parsed.attributes


@given(st.text(max_size=30))
def test_page_shows_any_text_as_text(text: str) -> None:
    report = Report(
        text, (Table("t", (Column(text),), ((text,),), text),), (), {text: text}, (text,)
    )
    plain = outline(render("html", Report("x", ())))
    parsed = outline(render("html", report))
    extra = {
        "wbr",
        "div",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "section",
        "h2",
        "ul",
        "li",
    }
    assert set(parsed.tags) <= set(plain.tags) | extra | {"dl", "dt", "dd"}
    assert screen_line(text) in parsed.texts or not screen_line(text)


# --- the screen

WIDE = st.text("治理国际合作 abc-_é\u0301", max_size=40)


def widths(text: str) -> list[int]:
    return [display_width(line) for line in text.splitlines()]


@pytest.mark.parametrize("width", range(20, 201, 5))
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    assert max(widths(render("table", style=Style(width, keep=KEEP)))) <= width


@given(st.lists(st.tuples(WIDE, st.integers(), WIDE, st.floats()), max_size=4), st.integers(20, 90))
@settings(max_examples=60, deadline=None)
def test_any_table_fits_any_screen(rows: list[tuple[Cell, ...]], width: int) -> None:
    columns = (
        Column("term"),
        Column("count_of_all", "integer"),
        Column("context", unit="after"),
        Column("weight", "number", "bar"),
    )
    assert max(widths(render("table", one(*rows, columns=columns), Style(width)))) <= width


@given(TABLES, st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_arbitrary_text_never_crashes_the_screen(report: Report, width: int) -> None:
    text = render("table", report, Style(width))
    assert not set(text) & {"\x1b", "\t", "\r", "\u2028"}


def test_chinese_and_english_rows_line_up() -> None:
    columns = (Column("concept"), Column("count", "integer"))
    # 人工智能治理: AI governance; 合作: cooperation
    report = one(("人工智能治理", 12), ("governance", 3), ("合作", 1234), columns=columns)
    *_, first, second, third = render("table", report).splitlines()
    assert display_width(first) == display_width(second) == display_width(third)


def test_concordance_lines_up_on_the_match() -> None:
    text = render("table", Report("kwic", (LINES,)), Style(50))
    english = next(line for line in text.splitlines() if "governance" in line)
    chinese = next(line for line in text.splitlines() if "治理" in line)
    at = english.index("governance")
    assert display_width(chinese[: chinese.index("治理")]) == display_width(english[:at])
    assert "…" in english


def test_inputs_have_letters_only_where_columns_speak_of_a_and_b() -> None:
    columns = (Column("term"), Column("count", "integer"))
    report = Report("freq", (Table("t", columns, (("ai", 2),)),), REPORT.inputs)
    text = render("table", report, Style(0, color=True))
    assert text.startswith(
        "us-2025 · English · 10,182 tokens\ncn-2025 · Chinese · 3,120 tokens\n\n"
    )
    assert render("table").startswith("A us-2025 · English")


def test_columns_without_room_are_named() -> None:
    text = " ".join(render("table", style=Style(60, keep=KEEP)).split())
    assert "no room for theme, rate_a, rate_b, log_ratio_low, log_ratio_high, g2;" in text
    assert "--format tsv" in text


def test_no_word_is_broken_while_other_columns_can_go() -> None:
    columns = (Column("theme"), *(Column(f"n{i}", "integer") for i in range(9)))
    rows = [("multilateralism", *range(9)), ("media-information", *range(9))]
    for width in range(17, 60):
        lines = [
            line.split()
            for line in render("table", one(*rows, columns=columns), Style(width)).splitlines()
        ]
        first = [line[0] for line in lines if line]
        assert "multilateralism" in first, width
        assert "media-information" in first or {"media-", "information"} <= set(first), width


def test_no_limit_drops_cuts_and_folds_nothing() -> None:
    long = "治理 governance " * 200
    text = render("table", one((long, 1), columns=(Column("a"), Column("b", "integer"))))
    assert long.strip() in text
    assert "no room" not in text


def test_markup_in_data_is_data() -> None:
    data = "[bold red]x[/] :smile: \\[y] 'z' 3.14"
    report = one((data, 1), columns=(Column("[i]name[/i]"), Column("n", "integer")), title="[b]t")
    text = render("table", report, Style(0, color=True))
    assert data in text
    assert "[i]name[/i]" in text
    assert "[b]t" in text


def test_a_document_cannot_steer_the_terminal() -> None:
    text = render("table", one(("\x1b[2J\x07\u202egnp",), columns=(Column("term"),)))
    assert "�[2J�gnp" in text


def test_colours_tell_the_sides_apart_and_go_without_leave() -> None:
    columns = (Column("term"), Column("score", "number"))
    report = one(("a", 1.5), ("b", -1.5), ("c", 0.0), columns=columns)
    text = render("table", report, Style(0, color=True))
    assert "\x1b[38;5;32m1.50" in text
    assert "\x1b[38;5;166m-1.50" in text
    assert 'class="n a">' in render("html", report)
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == render("table", report)
    mixed = (Column("measure"), Column("value", "number", sided=False))
    report = one(("odds_ratio", 0.5), ("bic", -9.08), columns=mixed)
    assert "\x1b[38;5;" not in render("table", report, Style(0, color=True))
    assert 'class="n a">' not in render("html", report)


def test_bars_are_drawn_for_people_only() -> None:
    assert "█" * 24 in render("table")
    assert 'class="bar"' in render("html")
    for form in ("tsv", "csv", "json", "jsonl", "md"):
        assert "█" not in render(form)


def test_a_table_of_numbers_keeps_its_first_column() -> None:
    report = one((123456789, 2), columns=(Column("n", "integer"), Column("m", "integer")))
    assert "123,456" in render("table", report, Style(8))


# --- cells as people read them


@pytest.mark.parametrize(
    ("cell", "column", "text"),
    [
        (None, Column("x", "number"), "–"),
        (math.inf, Column("x", "number"), "–"),
        (1234567, Column("x", "integer"), "1,234,567"),
        (3.0, Column("x", "integer"), "3"),
        (2.5, Column("x", "integer"), "2.50"),
        (-0.0001, Column("x", "number"), "0.00"),
        (-0.006, Column("x", "number"), "-0.01"),
        (1e20, Column("x", "number"), "1.00e+20"),
        (0.0009, Column("q", "number"), "<0.001"),
        (0.0009, Column("q_bonferroni", "number"), "<0.001"),
        (0.0009, Column("quality", "number"), "0.00"),
        (0.001, Column("p", "number"), "0.001"),
        (1.0, Column("p", "number"), "1.000"),
        (False, Column("x"), "no"),
        (2025, Column("year"), "2025"),
    ],
)
def test_shown(cell: Cell, column: Column, text: str) -> None:
    assert shown(cell, column) == text


# --- width and bars


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("AI", 2),
        ("治理", 4),  # governance
        ("ＡＩ", 4),  # full-width letters
        ("e\u0301", 1),
        ("《AI》", 6),
        ("“AI”", 4),
        ("\u200b", 0),
        ("각", 2),
        ("\u1100\u1161", 2),  # the same kind of syllable in parts
        ("ｱ", 1),  # half-width kana
    ],
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


@given(st.text(max_size=30), st.integers(0, 20), st.sampled_from(["left", "right"]))
def test_fit_is_exact(text: str, width: int, align: str) -> None:
    fitted = fit(text, width, "left" if align == "left" else "right")
    assert display_width(fitted) == width


def test_a_cut_keeps_marks_with_their_letters() -> None:
    assert fit("cafe\u0301s", 3, "right") == "…e\u0301s"
    assert fit("e\u0301tat", 2) == "e\u0301…"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("as it is  ", 0, ["as it is  "]),
        ("free and open source", 10, ["free and", "open", "source"]),
        ("multilateralism", 6, ["multil", "ateral", "ism"]),
        ("governance-regulation", 14, ["governance-", "regulation"]),
        ("top_denominator_tokens/all", 16, ["top_denominator_", "tokens/all"]),
        ("write --no-stop-words", 9, ["write", "--no-", "stop-", "words"]),
        ("a multilateralism b", 8, ["a", "multilat", "eralism", "b"]),
        # build a system of global governance. The full stop stays with its line
        ("构建全球治理体系。", 8, ["构建全球", "治理体", "系。"]),
        ("计划（AI）见下", 6, ["计划", "（AI）", "见下"]),  # the plan (AI), see below
        ("AI治理", 4, ["AI治", "理"]),
        ("治", 1, ["治"]),
    ],
)
def test_fold(text: str, width: int, lines: list[str]) -> None:
    assert fold(text, width) == lines


@given(st.text("ab- ,治理。（\u0301", max_size=60), st.integers(2, 20))
def test_fold_loses_nothing_but_blanks(text: str, width: int) -> None:
    lines = fold(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    if len(lines) > 1:
        assert all(display_width(line) <= width for line in lines)
        assert all(line == line.strip() for line in lines)


@given(st.floats(), st.floats(), st.integers(-1, 40))
def test_bar_stays_in_its_width(value: float, maximum: float, width: int) -> None:
    assert len(bar(value, maximum, width)) <= max(width, 0)


def test_bar_lengths() -> None:
    assert bar(1, 1, 4) == bar(-1, 1, 4) == bar(9, 1, 4) == "████"
    assert bar(0.5, 1, 5) == "██▌"
    assert bar(1, 0, 5) == bar(math.nan, 1, 5) == ""


@pytest.mark.parametrize("format", [name for name, one in FORMATS.items() if not one.binary])
def test_no_control_character_from_outside_reaches_text_output(format: str) -> None:
    odd = "plan\x1b[31m\x07\x9b1m\x00\x7f of AI"
    table = Table("t", (Column("document", "text"),), ((odd,),), title=odd)
    report = Report("freq", (table,), notes=(odd,), summary=(odd,), parameters={"source": odd})
    made = FORMATS[format].render(report, Style(notes=True)).decode()
    assert "plan" in made
    assert not [
        char for char in made if (char < " " and char not in "\t\n\r") or "\x7f" <= char <= "\x9f"
    ]
