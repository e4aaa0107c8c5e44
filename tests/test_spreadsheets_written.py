"""Workbooks: what is written is read back, whatever a document holds, and runs nothing."""

from __future__ import annotations

import io
import math
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import load_workbook
from xlsxwriter import Workbook

from aiplans_cli import __version__
from aiplans_cli.errors import AnalysisError, SourceError
from aiplans_cli.output import spreadsheet
from aiplans_cli.output.cells import PERCENT, Style
from aiplans_cli.output.formats import FORMATS
from aiplans_cli.output.report import Cell, Column, Input, Report, Table
from aiplans_cli.output.spreadsheet import MOST_IN_CELL, WIDEST, number_format, sheet_names

US, CN = "us-2025-digest", "cn-2025-digest"
PAIR = [f"tests/cases/pairs/rivers-forests.{side}.md" for side in ("en", "zh")]
ROOT = Path(__file__).resolve().parents[1]
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

EVERY_KIND = Table(
    "kinds",
    (
        Column("term"),
        Column("count", "integer"),
        Column("rate", "number", "per 1,000 tokens", digits=1),
        Column("p", "number"),
        Column("share", "number", PERCENT),
        Column("same"),
        Column("date"),
        Column("year"),
    ),
    (
        # 治理: governance
        ("治理", 10182, 0.1 + 0.2, 3e-08, 0.029, True, "2025-07-26", 2025),
        ("data & <b>", 2.0, -1 / 3, 0.0312, 0.0, False, "2025", 1.5),
        ("", None, math.nan, None, math.inf, None, "", None),
        ("big", 2**60, 1e15, 1.0, 1.0, True, "x", -(10**400)),
    ),
    "Every kind",
)


NOT_IN_XML = re.compile("[^\t\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def made(report: Report) -> bytes:
    return FORMATS["xlsx"].render(report, Style())


def one(*rows: tuple[Cell, ...], columns: tuple[Column, ...] = (Column("t"),)) -> Report:
    return Report("freq", (Table("found", columns, rows),))


def values(data: bytes, name: str) -> list[list[Any]]:
    return load_workbook(io.BytesIO(data)).get_sheet_by_name(name).to_python()


def names(data: bytes) -> list[str]:
    return list(load_workbook(io.BytesIO(data)).sheet_names)


@dataclass
class Sheet:
    """What no reader of values tells: types and looks of the cells of a sheet."""

    tree: Any
    styles: Any

    @classmethod
    def of(cls, data: bytes, number: int = 2) -> Sheet:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            sheet = book.read(f"xl/worksheets/sheet{number}.xml")
            return cls(etree.fromstring(sheet), etree.fromstring(book.read("xl/styles.xml")))

    def cell(self, place: str) -> Any:
        return self.tree.find(f".//{SPACE}c[@r='{place}']")

    def kind(self, place: str) -> str | None:
        """s for text, b for a boolean, n for a number, ``None`` where there is no cell."""
        cell = self.cell(place)
        return None if cell is None else cell.get("t", "n")

    def look(self, place: str) -> Any:
        return self.styles.find(f"{SPACE}cellXfs")[int(self.cell(place).get("s", 0))]

    def number_format(self, place: str) -> str:
        number = self.look(place).get("numFmtId")
        own = self.styles.find(f".//{SPACE}numFmt[@numFmtId='{number}']")
        known = {"0": "General", "1": "0", "3": "#,##0", "4": "#,##0.00", "10": "0.00%"}
        return known[number] if own is None else str(own.get("formatCode"))

    def bold(self, place: str) -> bool:
        font = self.styles.find(f"{SPACE}fonts")[int(self.look(place).get("fontId"))]
        return font.find(f"{SPACE}b") is not None

    def widths(self) -> list[float]:
        return [
            float(column.get("width"))
            for column in self.tree.iter(f"{SPACE}col")
            for _ in range(int(column.get("min")), int(column.get("max")) + 1)
        ]


# Cells


def test_every_kind_of_column_comes_back() -> None:
    data = made(Report("freq", (EVERY_KIND,)))
    header, *rows = values(data, "kinds")
    assert header[:3] == ["term", "count", "rate (per 1,000 tokens)"]
    assert rows == [
        ["治理", 10182.0, 0.1 + 0.2, 3e-08, 0.029, True, "2025-07-26", 2025.0],  # governance
        ["data & <b>", 2.0, -1 / 3, 0.0312, 0.0, False, "2025", 1.5],
        [""] * 8,
        ["big", str(2**60), 1e15, 1.0, 1.0, True, "x", str(-(10**400))],
    ]
    sheet = Sheet.of(data)
    assert [sheet.kind(f"{letter}2") for letter in "ABCDEFGH"] == list("snnnnbsn")
    assert [sheet.kind(f"{letter}4") for letter in "ABCDEFGH"] == [None] * 8


def test_numbers_show_the_digits_of_their_column_and_keep_all() -> None:
    sheet = Sheet.of(made(Report("freq", (EVERY_KIND,))))
    assert [sheet.number_format(f"{letter}2") for letter in "BCDEH"] == [
        *("#,##0", "#,##0.0", '[<0.001]"<0.001";0.000', "0.00%", "0"),
    ]
    assert sheet.cell("C2").findtext(f"{SPACE}v") == "0.30000000000000004"
    assert number_format(1e15, Column("g2", "number")) == "0.00E+00"
    assert number_format(0.5, Column("x", "number", digits=0)) == "#,##0"
    report = Report("freq", (EVERY_KIND,)).rounded(4)
    assert Sheet.of(made(report)).number_format("C2") == "#,##0.0000"
    assert values(made(report), "kinds")[1][2] == 0.1 + 0.2


@settings(max_examples=40)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=8))
def test_every_number_is_kept_in_full(numbers: list[float]) -> None:
    report = one(*((n,) for n in numbers), columns=(Column("n", "number"),))
    assert [row[0] for row in values(made(report), "found")[1:]] == numbers


@settings(max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5))
def test_every_text_is_kept(texts: list[str]) -> None:
    data = made(one(*((text,) for text in texts)))
    for text in texts:
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        assert NOT_IN_XML.sub("\ufffd", lines) in strings(data)


def strings(data: bytes) -> list[str]:
    """The texts of a workbook, as XML has them."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        tree = etree.fromstring(book.read("xl/sharedStrings.xml"))
    return [item.findtext(f"{SPACE}t") or "" for item in tree.iter(f"{SPACE}si")]


RUN = ["=1+1", "+cmd|' /C calc'!A0", "@x", "-2", "=HYPERLINK(1)", "\t=1+1"]
LINKS = ["https://www.mfa.gov.cn/x", "mailto:a@b.cn", "internal:Sheet1!A1", "a@b.cn", "12", "1e5"]


@pytest.mark.parametrize("text", [*RUN, *LINKS])
def test_what_a_document_holds_is_text_and_nothing_else(text: str) -> None:
    report = Report(
        "freq",
        (Table("found", (Column(text),), ((text,),), text),),
        (Input(text, text, text, 1),),
        {text: text},
        (text,),
        summary=(text,),
    )
    data = made(report)
    assert values(data, "found") == [[text], [text]]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert not [name for name in parts if "rels" in name and b"hyperlink" in parts[name]]
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            assert not re.search(rb"<f>|<hyperlink", part)
    sheet = Sheet.of(data)
    assert sheet.kind("A1") == sheet.kind("A2") == "s"
    quoted = sheet.look("A2").get("quotePrefix") == "1"  # editing the cell does not run it
    assert quoted == text.startswith(("=", "+", "-", "@"))


def test_what_xml_cannot_hold_is_shown_as_missing() -> None:
    data = made(one(("a\x00b\x1b[31m\ud800\ufffe",), ("a\tb\r\nc\rd",), ("_x0041_",)))
    assert "a\ufffdb\ufffd[31m\ufffd\ufffd" in strings(data)
    assert "a\tb\nc\nd" in strings(data)
    assert "_x005F_x0041_" in strings(data)  # the escape for a text that looks like an escape


@pytest.mark.parametrize("character", ["a", "治", "\U00020000"])  # the second: to govern
def test_text_that_is_too_long_is_cut_and_told(character: str) -> None:
    units = 2 if ord(character) > 0xFFFF else 1
    fits = character * (MOST_IN_CELL // units)
    data = made(one((fits,), (fits + character,)))
    whole, cut = (row[0] for row in values(data, "found")[1:])
    assert whole == fits
    assert cut.endswith("…") and cut[:-1] == character * len(cut[:-1])
    assert len(cut.encode("utf-16-le")) // 2 in (MOST_IN_CELL, MOST_IN_CELL - 1)
    told = [row[1] for row in values(data, "Notes")]
    assert any("Texts that were cut" in note and ": 1. They end with …" in note for note in told)
    assert "cut" not in str(values(made(one((fits,))), "Notes"))


# Sheets


def test_a_sheet_has_a_header_that_stays_with_units_and_filters() -> None:
    sheet = Sheet.of(made(Report("freq", (EVERY_KIND,))))
    assert sheet.bold("A1") and sheet.bold("H1") and not sheet.bold("A2")
    pane = sheet.tree.find(f".//{SPACE}pane")
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    assert sheet.tree.find(f"{SPACE}autoFilter").get("ref") == "A1:H5"


def test_columns_are_as_wide_as_what_they_hold() -> None:
    columns = tuple(Column(name) for name in "abcd")
    long = "governance " * 20
    rows = (("治理" * 10, "ab" * 10, long, "x"), ("", "", "", ""))  # governance, ten times
    chinese, english, capped, narrow = Sheet.of(made(one(*rows, columns=columns))).widths()
    assert chinese == pytest.approx(2 * (english - 2) + 2, abs=1)
    assert chinese >= 40 > english >= 20
    assert WIDEST <= capped < WIDEST + 1
    assert narrow < 10
    unit = Sheet.of(made(one(columns=(Column("log_ratio_low", "number", "doublings"),)))).widths()
    assert 16 <= unit[0] < 18  # the unit may stand on a line of its own


def test_names_of_sheets_are_legal_and_unique() -> None:
    odd = ["a[b]:*?/\\c", "x" * 40, "X" * 40, "'quoted'", "Notes", "summary", "History", "", "\x01"]
    found = sheet_names([*odd, "治" * 40, "\U00020000" * 20])  # the first: to govern
    assert len({name.lower() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]|^'|'$", name)
    assert found[:4] == ["a_b______c", "x" * 31, "X" * 29 + " 2", "quoted"]
    assert found[4:7] == ["Notes 2", "summary 2", "History 2"]
    tables = tuple(Table(name, (Column("t"),), (("v",),)) for name in odd)
    data = made(Report("x", tables))
    assert names(data) == ["Summary", *sheet_names(odd), "Notes"]


def test_a_report_of_nothing_is_a_workbook() -> None:
    assert names(made(Report("freq", ()))) == ["Summary", "Notes"]
    assert names(made(Report("freq", (Table("t", (), ()),)))) == ["Summary", "t", "Notes"]
    data = made(one(columns=(Column("term"), Column("n", "integer"))))
    assert values(data, "found") == [["term", "n"]]
    assert Sheet.of(data).tree.find(f"{SPACE}autoFilter").get("ref") == "A1:B1"


def test_a_table_that_no_sheet_holds_is_refused(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    made(one(*[("x",)] * 3))
    with pytest.raises(
        AnalysisError, match="found has 4 rows, and a sheet holds 3; write it as TSV"
    ):
        made(one(*[("x",)] * 4))
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(AnalysisError, match="table texts has"):
        cli("texts", "list", "-o", str(path))
    assert path.read_bytes() == b"before" and [*tmp_path.iterdir()] == [path]
    monkeypatch.setattr(spreadsheet, "MOST_COLUMNS", 1)
    with pytest.raises(AnalysisError, match="found has 2 columns"):
        made(one(columns=(Column("a"), Column("b"))))


def test_the_first_sheet_tells_what_was_found_and_the_last_what_made_it() -> None:
    report = Report(
        "freq",
        (EVERY_KIND,),
        (Input("us-2025", "en", "ab" * 32, 10182), Input("x", "zh", "cd" * 32, 0, "digest")),
        {"exact": False, "seed": 7, "pos": None, "words": "治理"},  # governance
        ("computed from digests",),
        summary=("One thing was found.", "And another."),
    )
    data = made(report)
    assert [row[0] for row in values(data, "Summary") if row[0]] == [
        "aiplans freq",
        "One thing was found.",
        "And another.",
        "kinds (4 rows): Every kind",
        "exact = false, seed = 7, pos = –, words = 治理",  # governance
    ]
    rows = [[cell for cell in row if cell != ""] for row in values(data, "Notes")]
    assert [row for row in rows if row] == [
        ["Notes"],
        ["computed from digests"],
        ["Inputs", "sha256", "language", "words", "kind"],
        ["us-2025", "ab" * 32, "English", 10182.0, "text"],
        ["x", "cd" * 32, "Chinese", "digest"],  # a reader counts nothing,
        ["Parameters"],
        ["exact", False],
        ["seed", 7.0],
        ["pos"],
        ["words", "治理"],  # governance
        ["Version"],
        ["aiplans", __version__],
    ]


# Commands


LINES: dict[str, tuple[list[str], list[str]]] = {
    "compare": (["compare", US, CN, "--evidence", "1"], ["contrast", "evidence", "themes"]),
    "kwic": (["kwic", "governance", US, CN], ["lines", "totals"]),
    "freq": (["freq", "governance", "AI", "-s", US, "-s", CN], ["frequency", "sections"]),
    "keywords": (["keywords", CN], ["keywords"]),
    "distance": (["distance", *PAIR, US, "--by", "concept"], ["distances"]),
    "calibrate": (["calibrate", *PAIR, "--trials", "2"], ["pairs"]),
    "tokens": (["tokens", CN], ["tokens"]),
    "themes": (["themes", US, CN], ["themes"]),
    "texts": (["texts", "list"], ["texts"]),
}


@pytest.mark.parametrize("line", LINES)
def test_commands_write_workbooks(
    cli: Cli, tmp_path: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    arguments, sheets = LINES[line]
    path, again, record = (tmp_path / name for name in ("a.xlsx", "b.xlsx", "m.json"))
    assert cli(*arguments, "-o", str(path), "--manifest", str(record), "-q") == ""
    data = path.read_bytes()
    assert names(data)[: len(sheets) + 1] == ["Summary", *sheets]
    told = cli.json(*arguments, "-q")
    assert names(data)[-1] == "Notes" and len(names(data)) == 3 + len(told["tables"])
    assert len(values(data, sheets[0])) == 1 + len(told["rows"])
    for found, row in zip(values(data, sheets[0])[1:], told["rows"], strict=True):
        assert found == ["" if value is None else value for value in row.values()]
    said = [row[0] for row in values(data, "Summary")]
    assert said[0] == f"aiplans {told['command']}"
    assert all(sentence in said for sentence in told["summary"])
    cli(*arguments, "-f", "xlsx", "-o", str(again), "-q")
    assert again.read_bytes() == data
    cli("reproduce", str(record))


def test_a_workbook_is_not_written_over_what_is_read(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "texts.xlsx"
    text = "Governance of artificial intelligence matters to all of us in this long sentence here."
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("id", "text"), ("a", text), ("b", f"{text} Again."))):
            sheet.write_row(number, 0, row)
    before = path.read_bytes()
    cli("freq", "governance", str(path), "-o", str(path), code=2)
    assert "is read too, and would be written over" in cli.err
    assert path.read_bytes() == before
    assert [row["count"] for row in cli.rows("freq", "governance", str(path), "-q")] == ["1", "1"]


@pytest.mark.parametrize("line", [["freq", "data"], ["quotes"], ["compare", US], ["count"]])
def test_an_answer_is_not_taken_for_texts(cli: Cli, tmp_path: Path, line: list[str]) -> None:
    path = tmp_path / "x.xlsx"
    cli("kwic", "data", US, "-o", str(path), "-q")
    with pytest.raises(SourceError, match="is an answer of aiplans, not a table of texts; name"):
        cli(*line, str(path), *([US] if line == ["quotes"] else []))


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_no_terminal_is_given_a_workbook(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for screen in (_Terminal(io.BytesIO(), "utf-8"), io.StringIO()):
        for more in ([], ["-o", "-"]):
            with monkeypatch.context() as patched:
                patched.setattr(sys, "stdout", screen)
                cli("texts", "list", "-f", "xlsx", *more, code=2)
            assert "xlsx is no text, so no terminal shows it: add -o FILE.xlsx" in cli.err


def test_a_pipe_is_given_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aiplans_cli", "texts", "list", "-f", "xlsx"]
    piped = subprocess.run(command, capture_output=True, check=True)
    named = subprocess.run([*command, "-o", "-"], capture_output=True, check=True)
    assert piped.stderr == b"" and names(piped.stdout) == ["Summary", "texts", "Notes"]
    assert named.stdout == piped.stdout  # also of two processes


@pytest.mark.parametrize(("form", "loaded"), [("html", False), ("tsv", False), ("xlsx", True)])
def test_the_library_is_loaded_only_to_write_one(form: str, loaded: bool) -> None:
    code = (
        "import sys\n"
        f"sys.argv = ['aiplans', 'kwic', 'governance', '{US}', '-q', '-o', '{os.devnull}', "
        f"'-f', '{form}']\n"
        "from aiplans_cli.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n    assert not ended.code\n"
        "print('xlsxwriter' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(loaded)


# Markdown, which is pasted


@pytest.mark.parametrize("line", ["compare", "kwic", "freq", "keywords", "distance", "themes"])
def test_markdown_begins_with_the_sentences(
    cli: Cli, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    from aiplans_cli.output.markdown import escape

    arguments, _ = LINES[line]
    told = cli.json(*arguments, "-q")["summary"]
    assert told
    assert cli(*arguments, "-f", "md", "-q").startswith(escape(" ".join(told)))
