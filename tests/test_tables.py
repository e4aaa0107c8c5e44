"""Tables of texts: one document a row, by every road, and what is said of tables that are none."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, read_corpus
from conftest import count_corpus as count

import aiplans_cli
from aiplans_cli.analyses.counting import rows as rows_module
from aiplans_cli.errors import AiplansError, SourceError, UnfitTableError, WordlessError
from aiplans_cli.model import Counts
from aiplans_cli.reading.tables import TABLES, table_format
from aiplans_cli.reading.tables.columns import columns_of, has_words, value_of
from aiplans_cli.reading.tables.tags import without_tags
from aiplans_cli.sources.documents import documents_in
from aiplans_cli.sources.settings import SourceSettings

EN = "AI governance matters. We share open data for all people."
ZH = "人工智能治理很重要。各国应当加强治理合作。"  # AI governance matters. We should cooperate.
ROWS: list[dict[str, str]] = [
    {"id": "a", "country": "US", "year": "2024", "text": EN},
    {"id": "b", "country": "China", "year": "2025", "text": ZH},
    {"id": "c", "country": "US", "year": "2025", "text": "AI safety,\n“quoted”; and more."},
]


def _csv(delimiter: str = ",") -> str:
    import csv

    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return stream.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), stream, row_group_size=2)
    return stream.getvalue()


def _cell(value: str) -> str:
    from xml.sax.saxutils import escape

    if value.isdigit():
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _excel(*sheets: list[list[str]]) -> bytes:
    """The least that a spreadsheet is: sheets with their cells in place, by default the rows."""
    import zipfile

    sheets = sheets or ([list(ROWS[0]), *(list(row.values()) for row in ROWS)],)
    numbers = range(1, len(sheets) + 1)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    named = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{named}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{related}'
        "</Relationships>",
    }
    for number, lines in zip(numbers, sheets, strict=True):
        rows = "".join(f"<row>{''.join(map(_cell, line))}</row>" for line in lines)
        data = f"<sheetData>{rows}</sheetData>"
        parts[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{main}">{data}</worksheet>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return stream.getvalue()


FILES: dict[str, bytes] = {
    "t.csv": _csv().encode(),
    "bom.csv": b"\xef\xbb\xbf" + _csv().encode(),
    "semicolons.csv": _csv(";").encode(),
    "tabs.csv": _csv("\t").encode(),
    "declared.csv": b"sep=;\n" + _csv(";").encode(),
    "gb.csv": _csv().encode("gb18030"),
    "wide.tsv": _csv("\t").encode("utf-16"),
    "backslash.csv": _csv().replace('""', '\\"').encode(),
    "t.tsv": _csv("\t").encode(),
    "t.jsonl": "".join(json.dumps(row) + "\n" for row in ROWS).encode(),
    "plain.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode(),
    "t.json": json.dumps(ROWS, indent=1).encode(),
    "within.json": json.dumps({"version": 2, "data": ROWS}).encode(),
    "by_key.json": json.dumps(
        {str(row["id"]): {k: v for k, v in row.items() if k != "id"} for row in ROWS}
    ).encode(),
    "columns.json": json.dumps(
        {name: {str(n): row[name] for n, row in enumerate(ROWS)} for name in ROWS[0]}
    ).encode(),
    "lists.json": json.dumps({name: [row[name] for row in ROWS] for name in ROWS[0]}).encode(),
    "split.json": json.dumps(
        {"columns": list(ROWS[0]), "index": [0, 1, 2], "data": [list(row.values()) for row in ROWS]}
    ).encode(),
    "lines.json": "".join(json.dumps(row) + "\n" for row in ROWS).encode(),
    "t.parquet": _parquet(),
    "t.xlsx": _excel(),
}


def _documents(name: str, data: bytes, part: str = "") -> list[tuple[str, str]]:
    found, _ = documents_in(data, name, SourceSettings(), part=part)
    return [(one.id, one.language) for one in found]


@pytest.mark.parametrize("name", FILES)
def test_every_format_holds_the_same_documents(name: str) -> None:
    stem = name.partition(".")[0]
    found = _documents(name, FILES[name])
    assert found == [(f"{stem}::a", "en"), (f"{stem}::b", "zh"), (f"{stem}::c", "en")]
    documents, _ = documents_in(FILES[name], name, SourceSettings())
    texts = [" ".join(s.text for s in one.sections) for one in documents]
    assert [" ".join(text.split()) for text in texts] == [
        " ".join(str(row["text"]).split()) for row in ROWS
    ]
    assert _documents(name, FILES[name], "b") == [(f"{stem}::b", "zh")]


def test_every_format_is_tried() -> None:
    assert {table_format(data, name) for name, data in FILES.items()} == set(TABLES)
    assert table_format(FILES["t.xlsx"], "-") == "excel"
    assert table_format(FILES["t.parquet"], "x.json") == "parquet"
    assert table_format(b"AI, text.\nMore, text.\n", "-") == ""  # prose with commas
    assert table_format(b"[1] The first note.", "-") == ""


@pytest.mark.parametrize("name", FILES)
def test_every_road_counts_the_same(
    name: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    whole = read_corpus_of(path, tmp_path)
    rows = cli.rows("freq", "governance", str(path))
    assert [row["document"].partition("::")[2] for row in rows] == ["a", "b", "c"]
    assert [int(row["count"]) for row in rows] == [1, 2, 0]
    assert [sum(o.count for o in c.concepts.get("governance", ())) for c in whole] == [1, 2, 0]
    monkeypatch.setattr(rows_module, "RANGE", 1)  # each row a piece of its own
    assert read_corpus_of(path, tmp_path) == whole
    assert [c.id for c in whole] == [row["document"] for row in rows]


def read_corpus_of(path: Path, tmp_path: Path, *options: str) -> list[Counts]:
    output = tmp_path / "out.parquet"
    assert count(path, "-o", output, *options) == 0
    return sorted(read_corpus(output), key=lambda counts: counts.id)


def test_any_number_of_processes_gives_the_same_bytes(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "RANGE", 200)
    path = tmp_path / "many.jsonl"
    lines = [{**ROWS[n % 3], "id": str(n), "year": 2000 + n % 5} for n in range(60)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    for options in ([], ["--by", "year"], ["--by", "year", "--totals"]):
        outputs = [tmp_path / f"{jobs}.parquet" for jobs in "12"]
        for jobs, output in zip("12", outputs, strict=True):
            cli("count", str(path), "-o", str(output), "-j", jobs, *options)
        assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_other_columns_are_what_front_matter_is(cli: Cli, tmp_path: Path) -> None:
    path, output = tmp_path / "t.csv", tmp_path / "by.parquet"
    path.write_bytes(FILES["t.csv"])
    cli("count", str(path), "-o", str(output), "--by", "year")
    rows = cli.rows("freq", "ai", str(output), "--by", "year")
    assert [(r["language"], r["year"], r["sections"]) for r in rows if r["language"] == "en"] == [
        ("en", "2024", "1"),
        ("en", "2025", "1"),
    ]
    ids = {counts.id for counts in read_corpus(output)}
    assert ids == {"2024 en", "2025 en", "2025 zh"}
    [of_us] = [c for c in read_corpus_of(path, tmp_path, "--by", "country") if c.id == "US en"]
    assert [section.heading for section in of_us.sections] == ["t::a", "t::c"]
    [totals] = [
        c for c in read_corpus_of(path, tmp_path, "--by", "country", "--totals") if c.id == "US en"
    ]
    assert sum(s.tokens for s in totals.sections) == sum(s.tokens for s in of_us.sections)
    with pytest.raises(AiplansError, match=r"has no column 'contry'.*did you mean country\?"):
        count(path, "-o", output, "--by", "contry")


def test_what_was_guessed_is_said_and_what_was_named_is_not(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(FILES["t.csv"])
    cli("freq", "ai", str(path))
    assert "texts are its column 'text', ids 'id'; --text-column" in cli.err
    cli("freq", "ai", str(path), "--text-column", "TEXT", "--id-column", "id")
    assert "column" not in cli.err
    rows = cli.rows("freq", "china", str(path), "--text-column", "country", "--id-column", "id")
    assert [row["count"] for row in rows] == ["0", "1", "0"]
    for options, told in (
        (["--text-column", "txet"], "has no column 'txet', but id, country, year, text; did you"),
        (["--id-column", "country"], "the id 'US' of row 3 stands in a row before; choose another"),
    ):
        with pytest.raises(SourceError, match=told):
            cli("freq", "ai", str(path), *options)


LAW = "The committee reviews the plan of the agency each year and reports to the parliament."
GUESSES: list[tuple[list[dict[str, str]], str]] = [
    ([{"country": "US", "statement": LAW}], "statement"),
    ([{"编号": "1", "标题": "计划", "正文": "治理。"}], "正文"),  # number, title, text: governance
    ([{"meta.id": "1", "meta.body": "Short."}], "meta.body"),
    ([{"title": LAW, "text": "Short."}], "text"),
    ([{"content": "news", "body": LAW}], "body"),
]


@pytest.mark.parametrize(("sample", "text"), GUESSES)
def test_the_text_is_plain(sample: list[dict[str, str]], text: str) -> None:
    assert columns_of(sample, "x").text == text


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "1", "en": LAW, "zh": ZH * 2}, "several columns that may be the text: .*en"),
        ({"id": "1", "text": LAW, "body": LAW}, "several columns that may be the text: text, body"),
        ({"id": "1", "country": "US", "year": "2024"}, "text, but id, country, year; choose one"),
        # the English titles of 1,980 laws of Taiwan have 9.9 words: no sentences, whatever named
        ({"id": "1", "law": "Act Governing the Relations of the People of both Areas"}, "plainly"),
    ],
)
def test_no_text_is_plain(row: dict[str, str], told: str) -> None:
    with pytest.raises(UnfitTableError, match=told):
        columns_of([row], "x")


BROKEN: list[tuple[str, bytes, str]] = [
    ("x.csv", b'id,text\n1,"open\n2,AI.\n', "line 2: a quotation mark is not closed; put cells"),
    ("x.csv", b"id,text\n1,AI, law.\n2,AI.\n", "line 2: has 3 cells, the header 2; put cells"),
    ("x.csv", b"", "is a table without rows; give one"),
    ("x.csv", b"id,text\n", "is a table without rows; give one"),
    ("x.csv", b"id,text\n1,\n2,NaN\n", "its column 'text' has no words in any row; choose"),
    ("x.csv", b"id,text\n1,A\0I\n", "is binary, not text"),
    ("x.csv", f"id,text\n1,{ZH}".encode() + b"\xff\n2,x\n", "holds bytes that are no UTF-8"),
    ("x.jsonl", b'{"text": "AI."}\n{"text": oops}\n', "line 2: is no JSON .*; mend the line"),
    ("x.json", b'{"text": "AI."', "is no JSON"),
    ("x.json", b"[" * 100_000, "is no JSON"),
    ("x.xlsx", b"PK\x03\x04 no spreadsheet", "cannot be read as a spreadsheet"),
]


@pytest.mark.parametrize(("name", "data", "told"), BROKEN)
def test_what_is_wrong_is_told_in_one_line(
    name: str, data: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for command in (["freq", "ai"], ["tokens"], ["count"]):
        with pytest.raises(AiplansError, match=told):
            aiplans_run(*command, str(path))
    output = tmp_path / "x.out.parquet"
    with pytest.raises(AiplansError, match=told):
        count(path, "-o", output)
    assert not output.exists()


def test_damaged_parquet_is_taken_for_counts(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1 nothing")
    with pytest.raises(AiplansError, match="is damaged"):
        aiplans_run("freq", "ai", str(path))


def aiplans_run(*arguments: str) -> None:
    from aiplans_cli.cli.app import run

    run(list(arguments))


def test_odd_cells_are_read() -> None:
    huge = f'id,text\n1,"{"AI law. " * 50_000}"\n2,AI.\n'.encode()
    assert len(_documents("x.csv", huge)) == 2
    escaped = b'{"text": "\\u6cbb\\u7406\\u0000 \\ud800 \\u5f88\\u91cd\\u8981"}\n'
    assert _documents("x.jsonl", escaped) == [("x::1", "zh")]
    mac = b"id,text\r1,AI law.\r2,AI.\r"
    assert _documents("x.csv", mac) == [("x::1", "en"), ("x::2", "en")]
    headless = f"1,{LAW}\n2,{LAW}\n".encode()
    assert _documents("x.csv", headless) == [("x::1", "en"), ("x::2", "en")]
    one = json.dumps({"title": "A plan", "text": LAW, "tags": ["a", "b"]}).encode()
    assert _documents("x.json", one) == [("x::1", "en")]
    lists = json.dumps([{"id": 7.0, "articles": [{"no": 1, "text": LAW}, {"no": 2}]}]).encode()
    assert _documents("x.json", lists) == [("x::7", "en")]
    numbers = b"id,text\n1.5,AI.\n2.5,Law.\n"
    assert _documents("x.csv", numbers) == [("x::1.5", "en"), ("x::2.5", "en")]


def test_encodings_are_told_or_found() -> None:
    gb = FILES["gb.csv"]
    found, told = documents_in(gb, "x.csv", SourceSettings(encoding="gb18030"))
    assert len(found) == 3 and not any("GB18030" in line for line in told)
    for encoding, fact in (("nonsense", "no known encoding"), ("ascii", "holds bytes that are no")):
        with pytest.raises(SourceError, match=fact):
            documents_in(gb, "x.csv", SourceSettings(encoding=encoding))
    hz = b"id,text\n1,~{VNAm~}\n2,~{VNAm~}\n"
    assert _documents("x.csv", hz) == [("x::1", "zh"), ("x::2", "zh")]
    ascii_first = (
        b"id,text\n" + b"1,AI law and more of it.\n" * 50_000 + "2,治理\n".encode("gb18030")
    )
    found, told = documents_in(ascii_first, "x.csv", SourceSettings(), part="50001")
    assert found[0].language == "zh" and any("GB18030" in line for line in told)


def test_a_spreadsheet_that_unfolds_beyond_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiplans_cli.reading.tables.columnar._LARGEST", 1000)
    with pytest.raises(UnfitTableError, match=r"is a spreadsheet of 0\.0 GB when unpacked; save"):
        documents_in(FILES["t.xlsx"], "t.xlsx", SourceSettings())


def test_the_first_sheet_with_texts_is_read() -> None:
    readme, prose = [["This workbook holds the texts of the plans."]], [[LAW], [LAW]]
    docs = [["id", "text"], ["a", "AI governance"]]
    for sheets in ((readme, docs), ([["n"], ["1"]], docs), (prose, docs)):
        found, told = documents_in(_excel(*sheets), "x.xlsx", SourceSettings())
        assert [one.id for one in found] == ["x::a"]
        assert "its sheet 'Sheet2' is read, not 'Sheet1'" in " ".join(told)
    assert _documents("x.xlsx", _excel(prose)) == _documents("x.csv", f"{LAW}\n{LAW}\n".encode())


def test_tags_of_html_in_cells_are_no_words() -> None:
    data = b"id,text\n1,<p>AI <b>law</b>s</p><script>x</script>\n2,R&amp;D law<br>b\n"
    found, told = documents_in(data, "x.csv", SourceSettings())
    texts = [" ".join(section.text for section in one.sections).split() for one in found]
    assert texts == [["AI", "laws"], ["R&D", "law", "b"]]
    assert "tags of HTML in its column 'text' are left out" in told
    few = b"id,text\n1,the <AI> law\n2,AI <p> or p < 5\n3,x < 5\n"
    found, _ = documents_in(few, "x.csv", SourceSettings())
    assert "<p>" in found[1].sections[0].text


def test_odd_tables_are_read() -> None:
    assert _documents("x.jsonl", b'\n{"text": "AI."}\n\n"Law."\n') == [
        ("x::1", "en"),
        ("x::2", "en"),
    ]
    assert _documents("x.json", b'"AI is a law of its own."') == [("x::1", "en")]
    with pytest.raises(SourceError, match="nested too deep"):
        documents_in(b"[" * 200_000 + b"]" * 200_000, "x.json", SourceSettings())
    twice = "text,text,\n" + f"{LAW},x,1\n"
    assert _documents("x.csv", twice.encode()) == [("x::1", "en")]
    single = f"text\n{LAW}\n{LAW}\n".encode()
    assert _documents("x.csv", single) == [("x::1", "en"), ("x::2", "en")]


def test_ids_that_repeat_are_numbers(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"id,text\n7,AI.\n7,Law.\n")
    assert [row["document"] for row in cli.rows("freq", "ai", str(path))] == ["x::1", "x::2"]
    assert "ids the numbers of the rows (those of 'id' repeat or are missing)" in cli.err
    late = "id,text\n" + "".join(
        f"{n % 600},AI.\n" for n in range(700)
    )  # beyond what is guessed by
    path.write_text(late, encoding="utf-8")
    documents = _documents("x.csv", path.read_bytes())
    assert documents[0] == ("x::1", "en") and documents[-1] == ("x::700", "en")
    assert [c.id for c in read_corpus_of(path, tmp_path)][:2] == ["x::1", "x::10"]


def test_rows_without_words_are_left_out_and_told(cli: Cli, tmp_path: Path) -> None:
    path, output = tmp_path / "x.csv", tmp_path / "x.parquet"
    path.write_text("id,text\n1,AI.\n2,\n3,NaN\n4,Привет\n5,Law.\n", encoding="utf-8")
    for arguments in (["freq", "ai", str(path)], ["count", str(path), "-o", str(output)]):
        cli(*arguments)
        assert "2 of 5 rows have no words and are left out (2, 3)" in cli.err
    assert [c.id for c in read_corpus(output)] == ["x::1", "x::5"]
    assert "1 row without English or Chinese words left out" in cli.err


def test_a_column_is_one_document(cli: Cli, tmp_path: Path) -> None:
    path, output = tmp_path / "pairs.csv", tmp_path / "x.parquet"
    path.write_text(
        f"id,title,en,zh\n1,One,{EN},{ZH}\n2,,{LAW},{ZH}\n3,,,\n4,,{EN},{ZH}\n", encoding="utf-8"
    )
    with pytest.raises(UnfitTableError, match="but id, title, en, zh; choose one with --text-col"):
        cli("freq", "governance", str(path))
    names = [f"{path}::en", f"{path}::zh"]
    rows = cli.rows("freq", "governance", *names)
    assert [(r["document"], r["language"], r["count"]) for r in rows] == [
        ("pairs::en", "en", "2"),
        ("pairs::zh", "zh", "6"),
    ]
    sections = cli.rows("texts", "show", names[0], "--outline")
    assert [row["section"] for row in sections] == ["One", "2", "4"]
    assert cli.rows("calibrate", *names, "--trials", "2")[0]["b"] == "pairs::zh"
    cli("count", *names, "-o", str(output))
    assert [c.id for c in read_corpus(output)] == ["pairs::en", "pairs::zh"]
    with pytest.raises(SourceError, match="has no column 'fr', but id, title, en, zh"):
        cli("freq", "governance", f"{path}::fr")
    [row] = cli.rows("freq", "governance", f"{path}::1", "--text-column", "en")
    assert row["document"] == "pairs::1"
    assert cli.rows("freq", "governance", f"{path}::zh", "--text-column", "en")[0]["count"] == "6"


def test_a_part_that_is_not_there(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(FILES["t.csv"])
    with pytest.raises(SourceError, match="it has no part 'd'; choose from a, b, c"):
        cli("freq", "ai", f"{path}::d")
    with pytest.raises(SourceError, match="names no part of a file; write FILE::part"):
        cli("freq", "ai", f"{path}::")
    with pytest.raises(SourceError, match=r"nowhere\.csv: no such file"):
        cli("freq", "ai", "nowhere.csv::a")
    assert aiplans_cli.read(f"{path}::b").language == "zh"
    with pytest.raises(SourceError, match="stands for t::a and t::b and 1 more; read them one"):
        aiplans_cli.read(str(path))


def test_documents_of_counts_files_are_parts_too(cli: Cli, tmp_path: Path) -> None:
    table, counts = tmp_path / "t.csv", tmp_path / "t.tsv"
    table.write_bytes(FILES["t.csv"])
    for output in (counts, tmp_path / "c.parquet"):
        cli("count", str(table), "-o", str(output))
        [row] = cli.rows("freq", "governance", f"{output}::t::b")
        assert (row["document"], row["count"]) == ("t::b", "2")
        with pytest.raises(SourceError, match="it has no part 't::x'; did you mean"):
            cli("freq", "governance", f"{output}::t::x")


def test_files_of_one_name_and_their_rows_are_told_apart(cli: Cli, tmp_path: Path) -> None:
    for folder in "pq":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "t.csv").write_bytes(FILES["t.csv"])
    rows = cli.rows("freq", "ai", str(tmp_path / "p" / "t.csv"), str(tmp_path / "q" / "t.csv"))
    assert [row["document"] for row in rows][::3] == ["p/t::a", "q/t::a"]


def test_a_folder_holds_tables_of_texts_but_no_counts(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "plan.txt").write_text(EN, encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "t.jsonl").write_bytes(FILES["t.jsonl"])
    (folder / "numbers.csv").write_text("year,gdp\n2024,7\n", encoding="utf-8")
    (folder / "list.tsv").write_text("term\tcount\nlaw\t7\nai\t2\n", encoding="utf-8")
    cli("count", str(folder / "plan.txt"), "-o", str(folder / "counts.tsv"))
    cli("count", str(folder / "plan.txt"), "-o", str(folder / "counts.parquet"))
    ids = [row["document"] for row in cli.rows("freq", "ai", str(folder))]
    assert sorted(ids) == ["plan", "t::a", "t::b", "t::c"]
    assert "empty.txt: is empty; left out" in cli.err
    assert "numbers.csv: has no column that is plainly the text, but year, gdp; left out" in cli.err
    output = tmp_path / "x.parquet"
    cli("count", str(folder), "-o", str(output))
    assert [c.id for c in read_corpus(output)] == sorted(ids)
    assert "3 files in other formats; 1 not counted" in cli.err


@pytest.mark.parametrize("command", [["freq", "ai"], ["tokens"], ["kwic", "ai"], ["count"]])
def test_wordless_files_among_many_are_left_out(
    command: list[str], cli: Cli, tmp_path: Path
) -> None:
    names = [tmp_path / name for name in ("a.txt", "b.txt", "empty.txt")]
    for path in names:
        path.write_text("" if path.stem == "empty" else EN, encoding="utf-8")
    cli(*command, *map(str, names))
    assert "empty.txt: is empty; left out" in cli.err
    cli(*command, f"{tmp_path}/*.txt")
    assert "empty.txt: is empty; left out" in cli.err
    with pytest.raises(WordlessError, match=r"empty\.txt: is empty"):
        cli(*command, str(names[0]), str(names[2]))
    with pytest.raises(WordlessError, match=r"empty\.txt: is empty"):
        cli(*command, f"{tmp_path}/e*.txt")


def test_rows_with_one_text_are_counted_once_on_request(cli: Cli, tmp_path: Path) -> None:
    path, output = tmp_path / "x.csv", tmp_path / "x.parquet"
    path.write_text("id,text\n1,AI.\n2,AI.\n3,Law.\n", encoding="utf-8")
    cli("count", str(path), "-o", str(output), "--dedupe")
    assert "1 rows left out, since another has the same text" in cli.err
    assert [c.id for c in read_corpus(output)] == ["x::1", "x::3"]


def test_a_language_chooses_rows(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(FILES["t.csv"])
    rows = cli.rows("freq", "ai", str(path), "--lang", "zh")
    assert [row["document"] for row in rows] == ["t::b"]
    assert "left out" in cli.err and "t.csv::a" in cli.err


def test_lists_and_counts_are_recognised_first(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_text("term\tcount\nlaw\t7\nai\t2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="is a word list, not a document"):
        cli("freq", "ai", str(path))
    with pytest.raises(AiplansError, match="is a word list, not a document"):
        count(path, "-o", tmp_path / "x.parquet")


def test_tables_on_standard_input(monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    for name, options in (("t.csv", []), ("t.jsonl", []), ("t.tsv", ["--from", "tsv"])):
        stream = io.TextIOWrapper(io.BytesIO(FILES[name]))
        monkeypatch.setattr("sys.stdin", stream)
        rows = cli.rows("freq", "governance", "-", *options)
        assert [row["document"] for row in rows] == ["stdin::a", "stdin::b", "stdin::c"]
    assert _documents("-", FILES["within.json"]) == [
        ("stdin::a", "en"),
        ("stdin::b", "zh"),
        ("stdin::c", "en"),
    ]


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_large_table_is_listed_row_by_row(
    suffix: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"t.{suffix}"
    english = [row for row in ROWS if row["country"] == "US"]
    if suffix == "csv":
        path.write_text(f"id,text\na,{EN}\nb,\nc,{EN}\n", encoding="utf-8")
    else:
        path.write_text("".join(json.dumps(r) + "\n" for r in english), encoding="utf-8")
    whole = cli("count", str(path), "--wordlist")
    monkeypatch.setattr("aiplans_cli.sources.large.LARGE", 10)
    assert cli("count", str(path), "--wordlist") == whole
    cli("count", str(path))
    assert "all its counts are held in memory; -o FILE.parquet holds a part" in cli.err


XML = {
    "t.xml": b"<TEI><text><p>AI <hi>safety</hi> plan</p></text></TEI>",
    "t.txt": b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<w:doc>AI safety</w:doc>",
    "plain": b"<rss><item>AI safety</item></rss>\n",
}


@pytest.mark.parametrize("name", XML)
def test_xml_is_refused_by_name(name: str, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(XML[name])
    with pytest.raises(SourceError, match=r"is XML \(<(TEI|w:doc|rss)>\), which is no format of"):
        cli("freq", "ai", str(path))
    assert cli.rows("freq", "ai", str(path), "--from", "text")[0]["count"] == "1"


def test_signs_that_are_no_tags_are_text(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("<AI> is a sign in this text.", encoding="utf-8")
    assert cli.rows("freq", "ai", str(path))[0]["count"] == "1"


def test_notes_on_very_many_tables_are_few(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.json").write_text(json.dumps({"text": EN}), encoding="utf-8")
    assert len(cli.rows("freq", "ai", str(folder))) == 30
    assert cli.err.count("each row is a document") == 20
    assert "more than 20 such notes; the others are left out" in cli.err
    cli("count", str(folder), "-o", str(tmp_path / "x.parquet"))
    assert cli.err.count("each row is a document") == 10
    assert "and 20 more notes on texts" in cli.err


@pytest.mark.parametrize("options", [[], ["--by", "year"], ["--by", "year", "--totals"]])
def test_a_cluster_makes_the_same_file(
    options: list[str], cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(address: str, work: Any, add: Any, tasks: Any, done: Any) -> Any:
        return add([work(task) for task in tasks])

    monkeypatch.setattr("aiplans_cli.counting.cluster.sum_on_cluster", here)
    monkeypatch.setattr(rows_module, "RANGE", 300)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "t.jsonl").write_bytes(FILES["t.jsonl"])
    (tmp_path / "corpus" / "u.json").write_bytes(FILES["t.json"])
    (tmp_path / "corpus" / "bi.txt").write_text("\n\n".join([EN, ZH] * 3), encoding="utf-8")
    options = [*options, "--pattern", "(?P<year>[a-z]+)"] if options else []
    outputs = [tmp_path / "one.parquet", tmp_path / "many.parquet"]
    for output, where in zip(outputs, ([], ["--cluster", "tcp://x:1"]), strict=True):
        cli("count", str(tmp_path / "corpus"), "-o", str(output), *options, *where)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert len(read_corpus(outputs[0])) == (6 if options else 8)


@pytest.mark.parametrize(
    ("words", "other", "found"), [(13, 4, True), (11, 3, False), (15, 6, False)]
)
def test_a_column_of_sentences_holds_the_texts(words: int, other: int, found: bool) -> None:
    # titles of laws have 9.9 words; two languages side by side are alike
    rows = [{"x": "word " * words, "y": "term " * other} for _ in range(3)]
    if found:
        assert columns_of(rows, "m.csv").text == "x"
    else:
        with pytest.raises(UnfitTableError):
            columns_of(rows, "m.csv")


@pytest.mark.parametrize(("characters", "found"), [(22, True), (18, False)])
def test_a_sentence_of_chinese_is_as_long_as_one_of_english(characters: int, found: bool) -> None:
    # The title of a law is no sentence, be it of 18 characters; a short provision is one.
    rows = [{"x": "治" * characters, "y": "US"}] * 3  # "governance", without a telling name
    if found:
        assert columns_of(rows, "m.csv").text == "x"
    else:
        with pytest.raises(UnfitTableError):
            columns_of(rows, "m.csv")


def test_a_column_whose_first_rows_are_empty_holds_the_texts() -> None:
    # An archive by date, of which only the later half has been digitized.
    rows = [f"{number}," for number in range(300)] + [
        f"{number},{LAW}" for number in range(300, 310)
    ]
    assert len(_documents("x.csv", "\n".join(["id,said", *rows]).encode())) == 10


@pytest.mark.parametrize(
    "names",
    [
        "text texts fulltext body bodytext textbody content contents textcontent",
        "contenttext article articletext articlebody document documenttext speech",
        "speechtext transcript paragraph sentence message rawtext cleantext maintext",
        "passage 正文 内容 全文 文本 原文 文章 正文内容 文本内容 內容 本文",
    ],
)
def test_a_column_called_so_holds_the_texts(names: str) -> None:
    for name in names.split():
        rows = [{name: "AI safety.", "other": "AI for all of us."}]
        assert columns_of(rows, "m.csv").text == name


def test_a_column_called_so_holds_titles_or_ids() -> None:
    titles = "title headline heading subject name 标题 题名 题目 名称 文件名称 標題"
    for name in titles.split():
        rows = [{name: "word " * 4, "other": "word " * 13}]
        assert columns_of(rows, "m.csv").title == name
    ids = (
        "id docid documentid articleid textid rowid uid uuid identifier key no nr num "
        "number slug file filename doc docno index 编号 序号 文号 索引号 文件名 編號 序號"
    )
    for name in ids.split():
        rows = [{name: str(n), "text": "AI safety."} for n in range(2)]
        assert columns_of(rows, "m.csv").id == name


def test_what_programs_write_for_nothing_is_no_text() -> None:
    for cell in ("", "nan", "na", "n/a", "#n/a", "null", "none", "<na>", "nil", "~", "-", "—"):
        assert not has_words(cell) and value_of(cell) == "", cell


@pytest.mark.parametrize("coded", [True, False])
def test_a_parquet_file_of_one_text_a_thousand_times_is_refused(
    coded: bool, cli: Cli, tmp_path: Path
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = "Governance of data. " * (1 << 16)
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int32()), pa.array([text]))
    table = pa.table({"id": [str(number) for number in range(1000)], "text": texts})
    path = tmp_path / "bomb.parquet"
    pq.write_table(table, path, store_schema=coded)
    assert path.stat().st_size < 500_000
    with pytest.raises(AiplansError, match=r"bomb\.parquet: holds 1\.\d GB of text in [\d,]+ b"):
        cli("freq", "governance", "-s", str(path))


def test_texts_that_repeat_in_a_small_file_are_read(cli: Cli, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "same.parquet"
    pq.write_table(pa.table({"text": ["Governance of data."] * 300}), path)
    assert len(cli.rows("freq", "governance", "-s", str(path))) == 300


@pytest.mark.parametrize("opened", ["<!--", "<!doctype", "<script", "<!-- <p", "<br"])
def test_tags_that_are_never_closed_are_text(opened: str) -> None:
    cell = f"{opened} law " * 3
    assert without_tags(cell).count("law") == 3
    assert without_tags(f"<!-- no -->AI{opened} law") == f"AI{opened} law"


def test_cells_may_hold_any_tag_that_html_has() -> None:
    # Feeds of ministries' news hold what editors pasted, from <acronym> of HTML 3 to <figure>.
    from lxml.html import defs

    inline = defs.phrase_tags | defs.font_style_tags | defs.special_inline_tags - {"br", "script"}
    inline |= {*"del ins body button head html input label link mark meta title".split()}
    inline |= {*"time wbr ruby rt rp video audio source picture".split()}
    blocks = defs.block_tags - {"del", "ins", "col", "colgroup", "optgroup", "isindex", "noscript"}
    blocks |= {*"article aside br details figcaption figure footer header hgroup main".split()}
    for tag in inline:
        assert without_tags(f"AI <{tag} x='1'>law</{tag}>s") == "AI laws", tag
    for tag in blocks | {"nav", "section", "summary"}:
        assert without_tags(f"AI<{tag}>law</{tag.upper()}>plan") == "AI\nlaw\nplan", tag


@pytest.mark.parametrize(
    ("first", "named"),
    [
        ("How should the state regulate AI systems?", True),
        (LAW.removesuffix(" parliament."), False),
    ],
)
def test_a_question_is_the_name_of_a_column_and_a_sentence_is_none(first: str, named: bool) -> None:
    # Exports of consultations name a column by the question that was asked.
    data = f"{first};who\n{LAW};EPA\n{LAW};EPA\n".encode()
    assert len(_documents("x.csv", data)) == (2 if named else 3)


def test_signs_within_texts_do_not_part_cells() -> None:
    # Semicolons part cells in Europe, where most texts may happen to have as many commas ...
    rows = ["Text, as it was read, in full, or cut;number"]
    rows += [f"{LAW} {'So, by law, it does, too.' * (n < 5)};{n}" for n in range(9)]
    documents, _ = documents_in("\n".join(rows).encode(), "x.csv", SourceSettings())
    assert len(documents) == 9 and "does, too." in documents[0].sections[0].text
    # ... and tabs do though rows lack their last cell and every text has a comma.
    lines = ["id\ttitle\ttext, as read", "70\tAct, of 2024"]
    lines += [f"{number}\tAct\tSo, {LAW}" for number in range(9)]
    documents, _ = documents_in("\n".join(lines).encode(), "x.tsv", SourceSettings())
    assert [one.id for one in documents][:1] == ["x::0"]


def test_a_long_text_beside_a_list_is_the_document() -> None:
    # A portal's record of a law lists its annexes, with a line on what they are.
    annexes = [{"text": "The annex on data."}, {"text": "The annex on law."}]
    for line, number in ((f"{LAW} {LAW[:70]}", 2), (f"{LAW} {LAW} {LAW}", 1)):
        whole = json.dumps({"text": line, "annexes": annexes}).encode()
        assert len(_documents("x.json", whole)) == number


def test_a_text_lies_deep_in_the_answer_of_a_search_engine() -> None:
    row: Any = {"text": LAW}
    for level in range(14):
        row = {f"level{level}": row}
    assert _documents("x.json", json.dumps([row, row]).encode()) == [("x::1", "en"), ("x::2", "en")]


def test_prose_without_a_header_comes_before_numbers() -> None:
    found, _ = documents_in(_excel([["n"], ["1"]], [[LAW], [LAW]]), "x.xlsx", SourceSettings())
    assert len(found) == 2


@pytest.mark.parametrize(("times", "is_read"), [(75, True), (130, False)])
def test_how_often_a_parquet_file_may_repeat_its_texts(
    times: int, is_read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The same notice of each of 75 offices is a corpus; beyond a hundred a file is made to harm.
    import random

    import pyarrow as pa
    import pyarrow.parquet as pq

    from aiplans_cli.reading.tables.columnar import parquet_rows

    monkeypatch.setattr("aiplans_cli.reading.tables.columnar._LARGEST", 1)
    stream = io.BytesIO()
    text = random.Random(1).randbytes(100_000).hex()
    pq.write_table(pa.table({"text": [text] * times}), stream, compression="none")
    if is_read:
        assert len(list(parquet_rows(stream, "x", 0))) == times
    else:
        with pytest.raises(SourceError, match="holds"):
            list(parquet_rows(stream, "x", 0))
