"""The texts behind a counts file, found again by what it has recorded of them."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Cli

from aiplans_cli import compare, explain, freq, kwic
from aiplans_cli.analyses.counting.corpus import count_corpus
from aiplans_cli.analyses.counting.documents import counted_documents
from aiplans_cli.analyses.counting.settings import CorpusSettings
from aiplans_cli.analyses.tokens import word_lines
from aiplans_cli.counting.files import parse_counts, render_counts
from aiplans_cli.errors import AiplansError, DataError, SourceError, UsageError
from aiplans_cli.sources.behind import Behind
from aiplans_cli.sources.journal import Journal
from aiplans_cli.sources.session import Session
from aiplans_cli.sources.settings import SourceSettings

CHINESE = "人工智能治理需要规则。"
"""AI governance needs rules."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder ``texts`` with two texts and a table, and ``made`` for counts files."""
    texts = tmp_path / "texts"
    (texts / "us").mkdir(parents=True)
    (tmp_path / "made").mkdir()
    front = "---\ncountry: US\n---\n"
    (texts / "us" / "plan.md").write_text(f"{front}# Plan\n\nGovernance needs chips.\n", "utf-8")
    (texts / "rules.txt").write_text(f"{CHINESE}\n", "utf-8")
    rows = "id,text,country\n1,Governance of markets is law,US\n2,No governance of chips,CN\n"
    (texts / "rows.csv").write_text(rows, "utf-8")
    return tmp_path


def as_parquet(folder: Path) -> str:
    output = str(folder / "made" / "x.parquet")
    session = Session(SourceSettings(all_kinds=True))
    count_corpus([str(folder / "texts")], output, session, CorpusSettings(), 1)
    return output


def as_tsv(folder: Path) -> str:
    output = folder / "made" / "x.tsv"
    session = Session(SourceSettings(all_kinds=True))
    found = counted_documents([str(folder / "texts")], session, 1, str(output))
    output.write_text(render_counts(found), "utf-8", newline="\n")
    return str(output)


FORMS = pytest.mark.parametrize("make", [as_parquet, as_tsv])


def lines(*sources: str, **settings: object) -> set[tuple[object, ...]]:
    found = kwic("governance", *sources, **settings).rows()
    return {(row["left"], row["match"], row["right"]) for row in found}


@FORMS
def test_the_lines_of_a_counts_file_are_those_of_its_texts(folder: Path, make: object) -> None:
    made = make(folder)  # type: ignore[operator]
    assert lines(made) == lines(str(folder / "texts"))
    assert len(lines(made)) == 4
    assert len(lines(f"{made}::rows::2")) == 1


@FORMS
def test_both_can_be_moved_together(folder: Path, make: object) -> None:
    made = Path(make(folder))  # type: ignore[operator]
    before = lines(str(made))
    there = folder / "elsewhere"
    there.mkdir()
    (folder / "texts").rename(there / "texts")
    (folder / "made").rename(there / "made")
    assert lines(str(there / "made" / made.name)) == before


@FORMS
def test_a_text_that_has_changed_is_not_taken(folder: Path, make: object) -> None:
    made = make(folder)  # type: ignore[operator]
    plan = folder / "texts" / "us" / "plan.md"
    plan.write_text(plan.read_text("utf-8") + "More.\n", "utf-8")
    with pytest.raises(SourceError) as caught:
        lines(made, where=["country=US"])
    assert "its lines need ../texts/us/plan.md as it was counted" in str(caught.value)
    assert len(lines(made, where=["country=CN"])) == 1
    rows = folder / "texts" / "rows.csv"
    rows.write_text(rows.read_text("utf-8").replace("No governance", "All governance"), "utf-8")
    with pytest.raises(SourceError, match="only its counts are at hand"):
        lines(made, where=["country=CN"])


def test_other_commands_find_them_too(folder: Path) -> None:
    made = as_parquet(folder)
    settings = {"where": ["country=US"], "group_by": "document"}
    contrast = compare(made, evidence=1, min_count=1, **settings)
    assert contrast.rows("evidence")
    assert not any("only its counts" in line for line in contrast.notes)
    found = explain(f"{made}::rows::1", f"{made}::rows::2", "governance")
    assert not any("only its counts" in line for line in found.notes)
    words = list(word_lines([made], Session(SourceSettings(where=("country=CN",)))))
    assert words == ["no", "governance", "of", "chips"]


def test_what_is_read_is_recorded(folder: Path) -> None:
    made, read = as_parquet(folder), list[str]()
    session = Session(journal=Journal(read=lambda name, digest: read.append(name)))
    for source in session.sources([made]):
        session.text_of(source)
    names = {Path(name).name for name in read}
    assert names == {"x.parquet (counts)", "plan.md", "rules.txt", "rows.csv"}


def test_no_text_is_read_where_none_is_asked_for(folder: Path) -> None:
    made, read = as_parquet(folder), list[str]()
    session = Session(journal=Journal(read=lambda name, digest: read.append(name)))
    session.sources([made])
    assert len(read) == 1


@pytest.mark.parametrize("way", ["absolute", "address", "number", "pipe", "folder", "link"])
def test_a_counts_file_of_a_stranger_leads_nowhere(folder: Path, way: str) -> None:
    plan = folder / "texts" / "us" / "plan.md"
    [counts] = counted_documents([str(plan)], Session(SourceSettings(all_kinds=True)), 1)
    odd = folder / "texts" / "odd"
    if way == "pipe":
        os.mkfifo(odd)  # which nobody writes to: it would be waited for
    if way == "folder":
        odd.mkdir()
    if way == "link":
        odd.symlink_to(os.devnull)
    files = {"absolute": str(plan), "address": f"file://{plan}"}
    text = render_counts([replace(counts, file=files.get(way, "../texts/odd"))])
    if way == "number":
        text = "\n".join(
            line.replace('"../texts/odd"', "7")
            for line in text.splitlines()
            if not line.startswith("# digest")
        )
    made = folder / "made" / "x.tsv"
    made.write_text(text, "utf-8")
    with pytest.raises(DataError if way == "number" else SourceError):
        lines(str(made))


def test_counts_of_counts_lead_to_the_texts(folder: Path) -> None:
    made = as_tsv(folder)
    (folder / "deep" / "er").mkdir(parents=True)
    output = folder / "deep" / "er" / "y.tsv"
    found = counted_documents([made], Session(SourceSettings(all_kinds=True)), 1, str(output))
    output.write_text(render_counts(found), "utf-8")
    assert lines(str(output)) == lines(made)


def test_a_text_of_the_library_is_found_by_its_id(tmp_path: Path) -> None:
    output = tmp_path / "x.tsv"
    session = Session(SourceSettings(all_kinds=True))
    found = counted_documents(["us-2025-digest"], session, 1, str(output))
    output.write_text(render_counts(found), "utf-8")
    assert lines(str(output)) == lines("us-2025-digest")


def test_files_of_before_are_read(folder: Path) -> None:
    text = Path(as_tsv(folder)).read_text("utf-8")
    older = []
    for line in text.splitlines():
        label, _, body = line.partition("\t")
        if label == "# document":
            record = json.loads(body)
            assert record.pop("file").startswith("../texts/")
            record["settings"].pop("fields", None)
            older.append(f"{label}\t{json.dumps(record)}")
        elif label != "# digest":
            older.append(line)
    found = parse_counts("\n".join(older), "older.tsv")
    assert [one.file for one in found] == [""] * 4


def test_tsv_keeps_what_is_known_of_documents(folder: Path) -> None:
    made = as_tsv(folder)
    rows = freq("governance", made, group_by="country").rows()
    assert {row["document"]: row["count"] for row in rows} == {"CN": 1, "US": 2}
    with pytest.raises(AiplansError, match="country is CN, US"):
        freq("governance", made, where=["country=EU"])


def test_a_table_is_read_once_for_all_its_rows_also_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One whose text has to be named was read for each row: 84 seconds for 2,000 rows."""
    (tmp_path / "rows.csv").write_text(
        "key,a,b\n" + "".join(f"r{n},Markets and chips,Governance of law\n" for n in range(9)),
        "utf-8",
    )
    named = SourceSettings(text_column="b", id_column="key", all_kinds=True)
    made = tmp_path / "x.tsv"
    table = str(tmp_path / "rows.csv")
    made.write_text(render_counts(counted_documents([table], Session(named), 1, str(made))))
    read: list[Path] = []
    noted = Behind._noted

    def counted(self: Behind, path: Path) -> bytes:
        read.append(path)
        return noted(self, path)

    monkeypatch.setattr(Behind, "_noted", counted)
    assert len(freq("governance", str(made), text_column="b", id_column="key").rows()) == 9
    assert len(read) == 1
    assert len(freq("governance", str(made)).rows()) == 9
    assert len(read) == 2


def test_counts_that_stand_for_a_text_are_not_taken_for_a_table(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that ship with us-2025 were, for each figure of a claim: two thirds of its time."""
    monkeypatch.setattr(Behind, "_rows", None)
    cli("claims", "mok-2025", code=3)


def test_what_is_counted_is_not_chosen(folder: Path) -> None:
    session = Session(SourceSettings(where=("country=US",)))
    with pytest.raises(UsageError, match="counted whole"):
        counted_documents([str(folder / "texts")], session, 1)


def test_texts_are_chosen_where_no_counts_are_needed(folder: Path) -> None:
    texts = str(folder / "texts")
    chosen = Session(SourceSettings(where=("country=US",))).documents([texts])
    assert {one.id for one in chosen} == {"plan", "rows::1"}
    [whole] = Session(SourceSettings(pool=True, where=("country=US",))).documents([texts])
    text = " ".join(section.text for section in whole.sections)
    assert "chips" in text
    assert "markets" in text
    first, *others = Session(SourceSettings(where=("country=CN",))).documents(
        [str(folder / "texts" / "us" / "plan.md"), texts], whole=1
    )
    assert (first.id, [one.id for one in others]) == ("plan", ["rows::2"])
