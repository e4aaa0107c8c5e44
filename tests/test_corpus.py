"""Corpora: folders counted into Parquet, resumed, grouped, and read again."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from conftest import count_corpus as count
from conftest import read_corpus as read
from hypothesis import given
from hypothesis import strategies as st

from aiplans_cli.analyses.counting import pieces as pieces_module
from aiplans_cli.analyses.counting.pieces import Piece
from aiplans_cli.analyses.counting.work import tasks_of
from aiplans_cli.analyses.frequency.by_value import ROWS, TAKEN
from aiplans_cli.cli.app import run
from aiplans_cli.counting.corpus import Grouping, finished, head_rows, merge, of_text, placed
from aiplans_cli.counting.files import parse_counts
from aiplans_cli.counting.parquet import parse_parquet, read_table, table_of, write_parquet
from aiplans_cli.errors import DataError
from aiplans_cli.model import Counts
from aiplans_cli.output.charts import line_chart
from aiplans_cli.sources.corpus.content import Lines
from aiplans_cli.sources.corpus.parts import Parts
from aiplans_cli.sources.corpus.texts import corpus_of

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = "Governance of artificial intelligence matters. We govern data centers.\n"
CHINESE = "人工智能全球治理行动计划。各国应当加强治理合作。\n"  # global AI governance action plan
TEXTS = {
    "epa/2023-plan.txt": ENGLISH * 2,
    "epa/2024-plan.md": "---\ndate: '2024-05-01'\nissuer: EPA\n---\n\n# Plan\n\n" + ENGLISH,
    "nist/2024-note.txt": ENGLISH + "Safety testing is governance too.\n",
    "moe/2024-law.txt": CHINESE,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small corpus."""
    root = tmp_path / "texts"
    for name, text in TEXTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def as_bytes(tables: Iterable[Any]) -> bytes:
    stream = io.BytesIO()
    write_parquet(tables, stream)
    return stream.getvalue()


def test_a_folder_holds_what_its_files_hold(folder: Path, tmp_path: Path) -> None:
    files = sorted(folder.rglob("*.*"))
    assert count(*files, "-o", tmp_path / "x.tsv") == 0
    assert count(folder, "-r", "-o", tmp_path / "x.parquet") == 0
    tsv = {own.sha256: own for own in parse_counts((tmp_path / "x.tsv").read_text("utf-8"), "x")}
    own = read(tmp_path / "x.parquet")
    assert [each.id for each in own] == ["epa/2023-plan", "epa/2024-plan", "moe/2024-law",
                                         "nist/2024-note"]  # fmt: skip
    for each in own:
        other = tsv[each.sha256]
        assert (each.terms, each.concepts) == (other.terms, other.concepts)
        assert [s.tokens for s in each.sections] == [s.tokens for s in other.sections]
    assert not (tmp_path / "x.parquet.parts").exists()


def test_any_number_of_processes_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    made = []
    for jobs in ("1", "2"):
        path = tmp_path / f"{jobs}.parquet"
        assert run(["count", str(folder), "-r", "-o", str(path), "-j", jobs, "--by", "folder"]) == 0
        made.append(path.read_bytes())
    assert made[0] == made[1]


def _counting(monkeypatch: pytest.MonkeyPatch, fail_after: int = 99) -> list[str]:
    """Names of the texts that are read; Ctrl-C comes after some."""
    seen: list[str] = []
    document = pieces_module.PieceCounter._document

    def spy(self: Any, piece: Any) -> Any:
        if len(seen) == fail_after:
            raise KeyboardInterrupt
        seen.append(piece.text.name)
        return document(self, piece)

    monkeypatch.setattr(pieces_module.PieceCounter, "_document", spy)
    return seen


def test_it_goes_on_where_it_was_interrupted(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "x.parquet"
    first = _counting(monkeypatch, 2)
    assert count(folder, "-r", "-o", output) == 130
    assert not output.exists()
    monkeypatch.undo()
    changed = folder / (first[0] + ".txt")
    changed.write_text(ENGLISH * 3, encoding="utf-8")
    part = next(path for path in Parts(str(output)).folder.rglob("*") if path.is_file())
    again = _counting(monkeypatch)
    assert count(folder, "-r", "-o", output) == 0
    assert set(again) == ({name.rpartition(".")[0] for name in TEXTS} - {first[1]})
    assert not part.exists()
    assert count(folder, "-r", "-o", tmp_path / "whole.parquet") == 0
    assert output.read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_a_damaged_part_is_counted_again(folder: Path, tmp_path: Path) -> None:
    parts = Parts(str(tmp_path / "x.parquet"))
    parts.put("ab12", "line", b"data\nmore")
    assert (parts.line("ab12"), parts.data("ab12")) == ("line", b"data\nmore")
    path = parts.folder / "ab" / "ab12"
    path.write_bytes(path.read_bytes()[:-2])
    assert parts.line("ab12") is None
    assert parts.line("ffff") is None


_HEARS = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("aiplans_cli", run_name="__main__", alter_sys=True)
"""
"""A suite that runs in the background ignores Ctrl-C, and so would what it starts."""


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path) -> None:
    root = tmp_path / "texts"
    root.mkdir()
    for number in range(400):
        (root / f"{number}.txt").write_text(ENGLISH * 300 + str(number), encoding="utf-8")
    output = tmp_path / "x.parquet"
    command = [sys.executable, "-c", _HEARS, "count", str(root), "-o", str(output)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    parts = Parts(str(output)).folder
    for _ in range(3000):
        if parts.exists() and len(list(parts.rglob("*"))) > 4:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    complaint = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert "the same command goes on" in complaint
    assert "Traceback" not in complaint
    kept = [path for path in parts.rglob("*") if path.is_file()]
    assert kept
    assert not output.exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--by", "folder"], {"epa en": 2, "moe zh": 1, "nist en": 1}),
        (["--by", "folder", "--totals"], {"epa en": 1, "moe zh": 1, "nist en": 1}),
        (["--by", "year", "--pattern", r"(?P<year>\d{4})-"],
         {"2023 en": 1, "2024 en": 2, "2024 zh": 1}),
        (["--by", "year"], {"2024": 1}),
        (["--by", "issuer"], {"EPA": 1}),
    ],
)  # fmt: skip
def test_values_become_documents(
    folder: Path, tmp_path: Path, arguments: list[str], expected: dict[str, int]
) -> None:
    output = tmp_path / "x.parquet"
    assert count(folder, "-r", "-o", output, *arguments) == 0
    assert {own.id: len(own.sections) for own in read(output)} == expected


def test_totals_are_the_sums_of_texts(folder: Path, tmp_path: Path) -> None:
    a, b = tmp_path / "a.parquet", tmp_path / "b.parquet"
    count(folder, "-r", "-o", a, "--by", "folder")
    count(folder, "-r", "-o", b, "--by", "folder", "--totals")
    for own, total in zip(read(a), read(b), strict=True):
        assert total.sha256 == own.sha256
        assert total.sections[0].tokens == sum(section.tokens for section in own.sections)
        for item, stands in own.terms.items():
            assert total.terms[item][0].count == sum(o.count for o in stands)
            assert total.terms[item][0].sentences == sum(o.sentences for o in stands)


def test_the_same_bytes_are_counted_once_on_request(folder: Path, tmp_path: Path) -> None:
    (folder / "zz-copy.txt").write_text(TEXTS["epa/2023-plan.txt"], encoding="utf-8")
    for arguments, documents in (([], 5), (["--dedupe"], 4)):
        assert count(folder, "-r", "-o", tmp_path / "x.parquet", *arguments) == 0
        assert len(read(tmp_path / "x.parquet")) == documents


def test_unreadable_texts_are_told_and_left_out(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.txt").write_bytes(b"\0\1\2")
    (folder / "empty.md").write_bytes(b"")
    (folder / "table.csv").write_bytes(b"1,2")
    (folder / "image.png").write_bytes(b"1,2")
    output = tmp_path / "x.parquet"
    assert count(folder, "-r", "-o", output) == 0
    told = capsys.readouterr().err
    assert "bad.txt: is binary" in told
    assert "empty.md: is empty" in told
    assert "table.csv: has no column that is plainly the text, but column1, column2; left" in told
    assert "1 files in other formats; 2 not counted" in told
    output.unlink()
    with pytest.raises(DataError, match="2 texts could not be counted"):
        count(folder, "-r", "-o", output, "--strict")
    assert not output.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["EMPTY", "-o", "x.parquet"], 1, "has no text in it"),
        (["TEXTS", "-r", "-o", "x.parquet", "--by", "colour"], 1, "it has no colour, nor could 3"),
        (["TEXTS", "--strict"], 2, "--strict needs -o FILE.parquet"),
        (["TEXTS", "-r", "-o", "x.parquet", "--totals"], 2, "--totals needs --by"),
        (["TEXTS", "-r", "-o", "x.parquet", "--pattern", "("], 2, "no regular expression"),
        (["TEXTS", "-r", "-o", "x.parquet", "--by", "year", "--pattern", "x"], 2, "(?P<year>...)"),
        (["-", "-o", "x.parquet"], 1, "standard input is no corpus"),
        (["TEXTS", "-r", "-o", "FILE/x.parquet"], 1, "a part of the path is a file"),
        (["TEXTS", "-r", "-o", "none/x.parquet"], 1, "the folder does not exist"),
        (["missing", "-o", "x.parquet"], 1, "no such file"),
        (["TEXTS", "-r", "-o", "x.parquet", "--dedupe", "--cluster", "x"], 2, "one machine"),
        (["TEXTS", "-r", "-o", "x.parquet", "--by", ""], 2, "'--by': it is empty: write the name"),
        (["TEXTS", "-r", "-o", "x.parquet", "--by", "rate"], 2, "'rate' cannot be a FIELD, since"),
        (["TEXTS", "-r", "-o", "x.parquet", "--cluster", " "], 2, "'--cluster': it is empty"),
        (["nowhere://bucket/*.txt", "-o", "x.parquet"], 1, "cannot be listed"),
        (["memory://nothing/*.txt", "-o", "x.parquet"], 1, "has no text in it"),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_one_line(
    folder: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "empty").mkdir()
    places = {"EMPTY": str(tmp_path / "empty"), "TEXTS": str(folder)}
    command = [sys.executable, "-m", "aiplans_cli", "count"]
    (tmp_path / "FILE").write_bytes(b"")
    command += [places.get(argument, argument) for argument in arguments]
    made = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert made.returncode == code, made.stderr
    assert message in made.stderr.splitlines()[-1]
    assert "Traceback" not in made.stderr


def test_every_command_takes_the_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "x.parquet"
    count(folder, "-r", "-o", output, "--by", "year", "--pattern", r"(?P<year>\d{4})-")
    capsys.readouterr()
    assert run(["freq", "governance", "-s", str(output), "--by", "year"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    at = [rows[0].index(name) for name in ("language", "year", "count", "of_sections")]
    assert [[row[i] for i in at] for row in rows[1:]] == [
        ["en", "2023", "4", "1"], ["en", "2024", "5", "2"], ["zh", "2024", "2", "1"],
    ]  # fmt: skip
    assert run(["freq", "intelligence", "--exact", "-s", str(output), "--by", "section"]) == 0
    assert "nist/2024-note" in capsys.readouterr().out
    assert run(["keywords", str(output), "--measure", "frequency"]) in (0, 2)
    assert run(["distance", str(output)]) == 0


def test_no_field_is_called_as_a_column_is(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = str(tmp_path / "x.parquet")
    count(folder, "-r", "-o", output, "--by", "folder")
    capsys.readouterr()
    run(["freq", "governance", "-s", output, "--by", "folder"])
    columns = capsys.readouterr().out.partition("\n")[0].split("\t")
    assert {*columns} - {*TAKEN} == {"folder"}
    for name in TAKEN:
        assert f"`{name}`" in PAGE
        pattern = f"(?P<{name}>[a-z]+)/"
        assert count(folder, "-r", "-o", output, "--by", name, "--pattern", pattern) == 2
        told = capsys.readouterr().err
        assert f"{name!r} cannot be a FIELD" in told
        assert "call the group of --pattern otherwise" in told
        shown = run(["freq", "governance", "-s", output, "--by", name])
        assert shown == (0 if name in ROWS else 2)
        assert ("leave --by out" in capsys.readouterr().err) == bool(shown)


def test_a_file_counted_by_such_a_field_before_shows_its_values(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "x.parquet"
    own = _counts(folder, tmp_path)[0]
    value = replace(placed(own, own.id, "English", Grouping("language")), id="English")
    output.write_bytes(as_bytes([table_of([value])]))
    capsys.readouterr()
    assert run(["freq", "governance", "-s", str(output)]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    at = [rows[0].index(name) for name in ("document", "language")]
    assert [[row[i] for i in at] for row in rows[1:]] == [["English", "en"]]


@pytest.mark.parametrize(("by", "message"), [("month", "no document has a month")])
def test_values_that_nothing_tells_are_told(
    folder: Path, tmp_path: Path, by: str, message: str
) -> None:
    output = tmp_path / "x.parquet"
    count(folder, "-r", "-o", output)
    with pytest.raises(Exception, match=message):
        assert run(["freq", "governance", "-s", str(output), "--by", by]) == 0


@pytest.mark.parametrize(("by", "value"), [("year", "2024"), ("issuer", "EPA")])
def test_documents_counted_one_by_one_are_shown_by_what_is_known_of_them(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], by: str, value: str
) -> None:
    output = tmp_path / "x.parquet"
    count(folder, "-r", "-o", output)
    capsys.readouterr()
    assert run(["freq", "governance", "-s", str(output), "--by", by]) == 0
    shown = capsys.readouterr()
    rows = [line.split("\t") for line in shown.out.splitlines()]
    assert [row[rows[0].index(by)] for row in rows[1:]] == [value]
    assert f"it has no {by}, and is left out (and 2 more)" in shown.err


def test_a_line_is_drawn_for_people_only(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "x.parquet"
    count(folder, "-r", "-o", output, "--by", "year", "--pattern", r"(?P<year>\d{4})-")
    capsys.readouterr()
    run(["freq", "governance", "-s", str(output), "--by", "year", "-f", "table"])
    shown = capsys.readouterr().out
    assert "rate: governance · English" in shown
    assert any("\u2801" <= character <= "\u28ff" for character in shown)
    assert "rate: governance · Chinese" not in shown  # one year alone has no line


@pytest.mark.parametrize(("columns", "gone"), [("60", "of_sentences"), ("40", "per 1,000")])
def test_a_narrow_screen_keeps_what_tells_the_rows_apart(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    columns: str,
    gone: str,
) -> None:
    output = tmp_path / "x.parquet"
    count(folder, "-r", "-o", output, "--by", "year", "--pattern", r"(?P<year>\d{4})-")
    capsys.readouterr()
    monkeypatch.setenv("COLUMNS", columns)
    run(["freq", "governance", "-s", str(output), "--by", "year", "-f", "table"])
    table = capsys.readouterr().out
    assert gone not in table
    assert re.search(r"^word .*language +year +mentions", table, re.MULTILINE)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "2", "10", "11"], ["1", "2", "10", "11"]),
        (["-221", "9", "05", "5"], ["-221", "05", "5", "9"]),
        (["1", "2", "10", "10月"], ["1", "10", "10月", "2"]),  # 月: month
        (["9", "8" * 5000], ["8" * 5000, "9"]),
    ],
)
def test_whole_numbers_are_in_the_order_of_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], values: list[str], expected: list[str]
) -> None:
    root, output = tmp_path / "texts", tmp_path / "x.parquet"
    root.mkdir()
    for at, value in enumerate(values):
        head = f"---\nmonth: '{value}'\n---\n\n"
        (root / f"{at}.md").write_text(head + ENGLISH, encoding="utf-8")
    count(root, "-o", output, "--by", "month")
    capsys.readouterr()
    assert run(["freq", "governance", "-s", str(output), "--by", "month"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    at = rows[0].index("month")
    assert [row[at] for row in rows[1:]] == expected


@pytest.mark.parametrize(
    ("labels", "peak"),
    [
        (["2000", "2001", "2010"], 0.1),
        (["1", "10", "11"], 0.9),
        (["spring", "summer", "winter"], 0.5),
        (["1", "10", "2"], 0.5),  # sorted as strings, since another series has words
        (["5", "5", "5"], 0.5),
    ],
)
def test_lines_are_to_scale_where_values_are_numbers(labels: list[str], peak: float) -> None:
    top, *_ = line_chart(labels, [0, 1, 0], 0, height=60)
    dots = top.removeprefix("1.00 ")
    drawn = [at for at, dot in enumerate(dots) if dot != "\u2800"]
    assert sum(drawn) / len(drawn) / (len(dots) - 1) == pytest.approx(peak, abs=0.03)


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=True)), max_size=30), st.integers(0, 99))
def test_lines_stay_on_the_screen(values: list[float | None], width: int) -> None:
    for line in line_chart([str(at) for at in range(len(values))], values, width):
        assert len(line) <= (width or 80)


def _counts(folder: Path, tmp_path: Path) -> list[Counts]:
    count(folder, "-r", "-o", tmp_path / "x.parquet")
    return read(tmp_path / "x.parquet")


@pytest.mark.parametrize("grouping", [Grouping(), Grouping("year"), Grouping("year", True)])
def test_pieces_add_up_by_any_tree(folder: Path, tmp_path: Path, grouping: Grouping) -> None:
    counts = _counts(folder, tmp_path)
    pieces = [
        of_text(table_of([placed(own, own.id, str(at % 2), grouping)]), at, grouping)
        for at, own in enumerate(counts)
    ]

    def written(table: Any) -> bytes:
        known = head_rows(table)
        return as_bytes([finished(table, known, grouping, {}, several=True)])

    whole = written(merge(pieces))
    assert written(merge([merge(pieces[2:][::-1]), merge(pieces[:2])])) == whole
    assert written(merge([merge([piece]) for piece in pieces[::-1]])) == whole


_ROOM = """
import pyarrow as pa
from aiplans_cli.counting.corpus import Grouping, merge, of_text
from aiplans_cli.counting.parquet import table_of
from aiplans_cli.model import CountedSection, Counts, Occurrences

section = CountedSection("", 0, "body", "", (), 9, 9, 0, 9, 9, document="d")
tables = []
for start in range(0, 80_000, 10_000):
    terms = {f"word{at:06}": (Occurrences(0, 1, 1),) for at in range(start, start + 40_000)}
    counts = Counts("d", "d", "en", "0", "text", (section,), terms, {})
    tables.append(of_text(table_of([counts]), 0, Grouping("folder", totals=True)))
pool = pa.default_memory_pool()
before = pool.bytes_allocated()
table = merge(tables)
print((pool.max_memory() - before) / table.nbytes)
"""


def test_adding_up_takes_little_more_room_than_the_sum() -> None:
    made = subprocess.run(  # a process of its own has a peak of its own
        [sys.executable, "-c", _ROOM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert float(made.stdout) < 5  # docs/corpora.md plans with it


def test_documents_come_back_as_they_were(folder: Path, tmp_path: Path) -> None:
    counts = _counts(folder, tmp_path)
    data = as_bytes([table_of(counts)])
    assert parse_parquet(data, "x") == counts
    assert as_bytes([table_of([own]) for own in counts]) == data
    [first, *_] = parse_parquet(data, "x", lambda item: item == "governance")
    assert list(first.concepts) == ["governance"]
    assert first.sections == counts[0].sections


def _set(table: Any, row: int, column: str, value: object) -> Any:
    import pyarrow as pa

    rows = table.to_pylist()
    rows[row][column] = value
    return pa.Table.from_pylist(rows, schema=table.schema)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (0, "about", "{}"), (0, "about", "[]"), (0, "about", "x"), (0, "about", None),
        (0, "unit", "section"), (1, "section", 2), (1, "about", "{}"), (2, "count", -1),
        (2, "item", "weight"), (2, "item", "tokens"), (-1, "section", 9), (-1, "unit", "word"),
        (-1, "count", 0), (-1, "sentences", 0), (-1, "sentences", None), (-1, "document", "other"),
    ],
)  # fmt: skip
def test_rows_that_make_no_sense_are_refused(
    folder: Path, tmp_path: Path, row: int, column: str, value: object
) -> None:
    table = table_of(_counts(folder, tmp_path)[:1])
    with pytest.raises(DataError, match=r"x\.parquet: "):
        parse_parquet(as_bytes([_set(table, row, column, value)]), "x.parquet")


def test_files_that_are_no_counts_are_refused(folder: Path, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    counts = _counts(folder, tmp_path)
    data = as_bytes([table_of(counts)])
    for broken in (data[:-9], data[: len(data) // 2], b"PAR1", b"PAR1" + b"x" * 50 + b"PAR1"):
        with pytest.raises(DataError, match="damaged"):
            parse_parquet(broken, "x")
    with pytest.raises(DataError, match="second time"):
        parse_parquet(as_bytes([table_of([*counts[:1], *counts[:1]])]), "x")
    with pytest.raises(DataError, match="names no document"):
        parse_parquet(as_bytes([]), "x")
    table = read_table(data)
    for other, message in (
        (pa.table({"a": [1]}), "no counts file"),
        (table.replace_schema_metadata({"aiplans": "9"}), "version 9"),
    ):
        stream = io.BytesIO()
        pq.write_table(other, stream)
        with pytest.raises(DataError, match=message):
            parse_parquet(stream.getvalue(), "x")


PAGE = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```(sql|py)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("at", range(4), ids=["duckdb", "polars", "pandas", "spark"])
def test_the_queries_of_the_page_find_what_is_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    kind, query = QUERIES[at]
    library: Any = pytest.importorskip(["duckdb", "polars", "pandas", "pyspark"][at])
    expected = {
        own.id: (sum(o.count for o in own.concepts["governance"]), own.sections)
        for own in _counts(folder, tmp_path)
    }
    (tmp_path / "x.parquet").rename(tmp_path / "corpus.parquet")
    monkeypatch.chdir(tmp_path)
    if kind == "sql":
        found = dict(library.sql(query).fetchall())
        tokens = {id_: sum(s.tokens for s in own) for id_, (_, own) in expected.items()}
        rates = {id_: 1000 * times / tokens[id_] for id_, (times, _) in expected.items()}
        assert found == pytest.approx(rates)
        return
    names: dict[str, Any] = {}
    exec(query, names)
    result = names["result"]
    found = [dict, lambda rows: dict(rows.rows()), lambda rows: rows.to_dict(), dict][at](result)
    assert found == {id_: times for id_, (times, _) in expected.items()}


def test_large_texts_are_counted_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "texts"
    root.mkdir()
    (root / "large.txt").write_text(ENGLISH * 3000 + "The end\n", encoding="utf-8")
    made = []
    for block in (1 << 26, 50_000, 777):
        monkeypatch.setattr(pieces_module, "LARGE", 10_000)
        monkeypatch.setattr(pieces_module, "BLOCK", block)
        record = tmp_path / "m.json"
        assert count(root, "-o", tmp_path / "x.parquet", "--manifest", record) == 0
        [own] = read(tmp_path / "x.parquet")
        made.append((own.terms, own.concepts, own.sections))
        inputs = json.loads(record.read_text("utf-8"))["inputs"]
        assert inputs == {str(root / "large.txt"): own.sha256}
    assert made[0] == made[1] == made[2]
    assert made[0][0]["governance"][0].count == 3000


@given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=5))
def test_ranges_of_lines_miss_none_and_share_none(data: bytes, cuts: Sequence[int]) -> None:
    data = data.replace(b"\0", b"\n")
    ends = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    found = []
    for start, end in pairwise(ends):
        lines = Lines(io.BytesIO(data), start, end)
        found.append(b"".join(iter(lambda own=lines: own.read(3), b"")))  # type: ignore[misc]
    assert b"".join(found) == data
    told = [part for part in found if part]
    assert all(part.endswith(b"\n") for part in told[:-1])


def test_the_command_module_is_light() -> None:
    assert import_module("aiplans_cli.analyses.counting").__doc__


def test_small_texts_share_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1100):
        path = tmp_path / "texts" / f"{number % 7}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{ENGLISH}Number {number}.\n", encoding="utf-8")
    big = tmp_path / "texts" / "big.txt"
    big.write_text(ENGLISH * 20_000, encoding="utf-8")
    texts = corpus_of([str(tmp_path / "texts")]).texts
    found = list(tasks_of([Piece(*one) for one in enumerate(texts)], 1 << 20, 512))
    assert [len(share) for share in found] == [512, 512, 76, 1]
    assert [piece.number for share in found for piece in share] == list(range(1101))
    kept: list[int] = []
    finish = Parts.finish

    def finished_(self: Parts, write: Callable[[BinaryIO], None]) -> None:
        kept.append(len(list(self.kept())))
        finish(self, write)

    monkeypatch.setattr(Parts, "finish", finished_)
    assert count(tmp_path / "texts", "-j", "2", "-o", tmp_path / "x.parquet") == 0
    assert kept == [4]


def test_texts_that_could_not_be_counted_are_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = folder / "epa" / "2025-odd.txt"
    bad.write_bytes(b"\x00\x01\x02" * 50)
    with pytest.raises(DataError, match="1 text could not be counted"):
        count(folder, "-o", tmp_path / "x.parquet", "--strict")
    bad.write_text(ENGLISH, encoding="utf-8")
    again = _counting(monkeypatch)
    assert count(folder, "-o", tmp_path / "x.parquet", "--strict") == 0
    assert again == ["epa/2025-odd"]


def test_parts_of_another_form_are_none(folder: Path, tmp_path: Path) -> None:
    parts = Parts(str(tmp_path / "x.parquet"))
    parts.put("ab" * 32, '{"problem": "", "documents": []}', b"")
    parts.put("cd" * 32, "", b"")
    assert count(folder, "-o", tmp_path / "x.parquet") == 0
    assert len(read(tmp_path / "x.parquet")) == 4
