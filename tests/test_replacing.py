"""Bytes that are no text: refused with their place, or replaced, told and in the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiplans_cli import freq, outline
from aiplans_cli.analyses.counting.corpus import count_corpus
from aiplans_cli.analyses.counting.documents import counted_documents
from aiplans_cli.analyses.counting.settings import CorpusSettings
from aiplans_cli.counting.parquet import parse_parquet
from aiplans_cli.errors import SourceError, UsageError
from aiplans_cli.reading import blocks as blocks_module
from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.replacing import replacing
from aiplans_cli.sources import large as large_module
from aiplans_cli.sources.journal import Journal
from aiplans_cli.sources.session import Session
from aiplans_cli.sources.settings import SourceSettings

BAD = b"Governance of AI \xff matters to the state.\nLaw \xfe\xff and order.\n"


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "bad.txt"
    path.write_bytes(BAD)
    return str(path)


def test_a_bad_byte_is_named_and_can_be_replaced(bad: str) -> None:
    with pytest.raises(SourceError, match=r"first 0xff, byte 18\); .*--errors replace"):
        freq("governance", bad, encoding="utf-8")
    [row] = freq("governance", bad, encoding="utf-8", errors="replace").rows()
    assert row["count"] == 1
    assert freq("governance", bad, errors="replace").rows() == [row]
    assert freq("governance", bad, encoding="utf-8,replace").rows() == [row]
    with pytest.raises(UsageError):
        freq("governance", bad, errors="ignore")


def test_what_was_replaced_is_in_the_ledger(bad: str) -> None:
    found = outline(bad, ledger=True, errors="replace").rows()
    of_name = {row["name"]: (row["fate"], row["characters"]) for row in found}
    assert of_name["undecodable"] == ("unread", 3)
    whole = of_name["the whole file"][1]
    assert sum(size for name, (_, size) in of_name.items() if name != "the whole file") == whole


def test_what_was_replaced_is_told() -> None:
    text, notes = decode(BAD, "bad.txt", replacing("utf-8"))
    assert text.count("\ufffd") == 3
    assert notes == ("3 places that are no UTF-8 were read as U+FFFD",)
    assert decode(b"AI.", "x", replacing(None)) == ("AI.", ())
    assert decode("治理".encode("gb18030") + b"\xff.", "x", replacing("gb18030"))[0][:2] == "治理"
    with pytest.raises(SourceError, match="no known encoding"):
        decode(BAD, "x", replacing("nonsense"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_large_text_goes_on_too(
    bad: str, tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (blocks_module, large_module):
        monkeypatch.setattr(module, "LARGE", 10)
    monkeypatch.setattr("aiplans_cli.analyses.counting.pieces.LARGE", 10)
    told: list[str] = []
    journal = Journal(note=told.append)
    with pytest.raises(SourceError, match="byte 18"):
        counted_documents([bad], Session(SourceSettings(all_kinds=True), journal), jobs)
    replaced = SourceSettings(all_kinds=True, errors="replace")
    [counts] = counted_documents([bad], Session(replaced, journal), jobs)
    assert counts.ledger["undecodable"] == 3
    assert any("3 places that are no UTF-8 were read as U+FFFD" in line for line in told)
    told.clear()
    output = tmp_path / "x.parquet"
    count_corpus([bad], str(output), Session(replaced, journal), CorpusSettings(), jobs)
    [same] = parse_parquet(output.read_bytes(), "x.parquet")
    assert same.terms == counts.terms
    assert any("3 places that are no UTF-8" in line for line in told)


def test_rows_of_a_table_are_replaced_too(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"id,text\n1,Governance of the state is \xff law\n2,No governance here now\n")
    with pytest.raises(SourceError):
        freq("governance", str(path), encoding="utf-8")
    rows = freq("governance", str(path), errors="replace").rows()
    assert [row["count"] for row in rows] == [1, 1]
