"""The texts behind a counts file, found again by what it has recorded of them."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Cli

from aiplans_cli import collocates, compare, explain, freq, kwic
from aiplans_cli.analyses.counting import pieces
from aiplans_cli.analyses.counting.corpus import count_corpus
from aiplans_cli.analyses.counting.documents import counted_documents
from aiplans_cli.analyses.counting.settings import CorpusSettings
from aiplans_cli.analyses.tokens import word_lines
from aiplans_cli.counting.files import parse_counts, render_counts
from aiplans_cli.errors import AiplansError, DataError, SourceError, UsageError
from aiplans_cli.reading import text
from aiplans_cli.sources import large
from aiplans_cli.sources.behind import Behind
from aiplans_cli.sources.corpus import content
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


def pooled(folder: Path, *, totals: bool = False) -> str:
    """Counts of the texts that have a country, by it."""
    output = str(folder / "made" / "by.parquet")
    session = Session(SourceSettings(all_kinds=True))
    named = [str(folder / "texts" / name) for name in ("us", "rows.csv")]
    count_corpus(named, output, session, CorpusSettings(by="country", totals=totals), 1)
    return output


def test_documents_of_a_value_lead_to_their_texts(folder: Path) -> None:
    made = pooled(folder)
    assert lines(made) == lines(*(str(folder / "texts" / name) for name in ("us", "rows.csv")))
    found = kwic("governance", made).rows()
    assert {(row["document"], row["part"] or row["section"]) for row in found} == {
        ("CN", "rows::2"),
        ("US", "rows::1"),
        ("US", "plan"),
    }
    assert len(lines(made, where=["country=US"])) == 2
    assert lines(made, pool=True) == lines(made)
    near = collocates("governance", made, where=["country=US"], min_count=1).rows()
    assert {"chips", "markets"} <= {row["collocate"] for row in near}


def test_each_text_of_a_value_must_be_as_it_was(folder: Path) -> None:
    made = pooled(folder)
    plan = folder / "texts" / "us" / "plan.md"
    whole = plan.read_text("utf-8")
    for damage in (lambda: plan.write_text(whole + "More.\n", "utf-8"), plan.unlink):
        damage()
        with pytest.raises(SourceError) as caught:
            lines(made)
        told = "US: only its counts are at hand; its lines need ../texts/us/plan.md as it was"
        assert told in str(caught.value)
        assert len(lines(made, where=["country=CN"])) == 1
    plan.write_text(whole, "utf-8")
    assert len(lines(made)) == 3


def test_totals_and_files_of_before_tell_no_texts(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pytest.raises(SourceError, match="its texts by themselves, which these counts do not"):
        lines(pooled(folder, totals=True))
    made = pooled(folder)
    rows = pq.read_table(made)
    abouts = [json.loads(told) if told else None for told in rows["about"].to_pylist()]
    old = [told and json.dumps({k: v for k, v in told.items() if k != "text"}) for told in abouts]
    pq.write_table(rows.set_column(6, rows.schema.field(6), pa.array(old)), made)
    assert [row["count"] for row in freq("governance", made).rows()] == [1, 2]
    with pytest.raises(SourceError, match="its texts by themselves, which these counts do not"):
        lines(made)


def test_a_counts_file_holds_no_address_of_texts_in_memory(folder: Path) -> None:
    [_, us] = Session(SourceSettings(all_kinds=True)).sources([pooled(folder)])
    assert {section.text for section in us.counts.sections} == {""}


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are large from 2,000 bytes, and counted in blocks of 700."""
    for module in (pieces, content, text, large):
        monkeypatch.setattr(module, "LARGE", 2_000)
    for module in (pieces, content):
        monkeypatch.setattr(module, "BLOCK", 700)


def large_text(folder: Path) -> Path:
    """A text with a block in it that has no word, which its digest does not hold."""
    path = folder / "texts" / "us" / "large.txt"
    some = "".join(f"Governance of plan {number} needs care.\n" for number in range(60))
    path.write_text(f"{some}{'.' * 98}\n" + "...\n" * 300 + some, "utf-8")
    return path


@pytest.mark.usefixtures("small_blocks")
@FORMS
def test_large_texts_are_found_by_the_digest_of_their_blocks(folder: Path, make: object) -> None:
    path = large_text(folder)
    made = make(folder)  # type: ignore[operator]
    where = ["document=us/large"] if make is as_parquet else ["document=large"]
    assert len(kwic("governance", made, where=where, limit=0).rows()) == 120
    assert collocates("governance", made, where=where).rows()[0]["count"] == 120
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("plan 7 ", "plan 8 "), "utf-8")
    with pytest.raises(SourceError, match=r"its lines need ../texts/us/large.txt as it was"):
        kwic("governance", made, where=where)


@pytest.mark.usefixtures("small_blocks")
def test_large_texts_of_a_value_are_found_by_the_sum_of_all_digests(folder: Path) -> None:
    path = large_text(folder)
    output = str(folder / "made" / "by.parquet")
    session = Session(SourceSettings(all_kinds=True))
    count_corpus([str(folder / "texts")], output, session, CorpusSettings(by="folder"), 1)
    assert len(kwic("governance", output, where=["folder=us"], limit=0).rows()) == 121
    path.write_text(path.read_text("utf-8").replace("plan 7 ", "plan 8 "), "utf-8")
    with pytest.raises(SourceError, match=r"its lines need ../texts/us/large.txt as it was"):
        kwic("governance", output, where=["folder=us"])
    path.unlink()
    with pytest.raises(SourceError, match=r"its lines need ../texts/us/large.txt as it was"):
        kwic("governance", output, where=["folder=us"])


def test_counts_of_the_library_are_known_by_its_entry() -> None:
    [row] = freq("ai", "us-2025", "us-eo-14110-2023", where=["year=2023"]).rows()
    assert row["document"] == "us-eo-14110-2023"


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


def test_a_share_of_mentions_is_not_told_from_a_part_of_them(folder: Path) -> None:
    """Of a Parquet file one concept is read; where its texts were found it stood for all: 100 %."""

    def columns(source: str) -> set[str]:
        return {one.name for table in freq("governance", source).screen for one in table.columns}

    assert "share" in columns(str(folder / "texts"))
    assert "share" not in columns(as_parquet(folder))


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
    for settings, found in ((named, 9), (SourceSettings(), 0)):
        read.clear()
        sources = Session(settings).sources([str(made)])
        assert sum(one.text is not None for one in sources) == found
        assert len(sources) == 9
        assert len(read) == 1
    freq("governance", str(made))
    assert len(read) == 1  # which needs no text


def test_counts_that_stand_for_a_text_are_not_taken_for_a_table(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that ship with us-2025 were, for each figure of a claim: three fifths of its time."""
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
