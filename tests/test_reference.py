"""What stands in for B, or as a prior: sources of every kind, and lists, added to one side."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from aiplans_cli import compare, count, read
from aiplans_cli.counting.files import parse_counts, render_counts
from aiplans_cli.counting.parquet import parse_parquet, schema, table_of, write_parquet
from aiplans_cli.counting.pool import Pool
from aiplans_cli.counting.tally import add, select
from aiplans_cli.errors import AiplansError, DataError
from aiplans_cli.model import CountedSection, Counts, Kind, Occurrences

if TYPE_CHECKING:
    from conftest import Cli

    from aiplans_cli.counting.tally import Unit

WORDS = "energy health water data safety plan agency model standard risk".split()
NUMBERS = ("term", "count_a", "count_b", "rate_b", "g2", "q", "dp_norm_b")


def _text(rng: Random, sections: int) -> str:
    return "\n\n".join(
        f"# Part {number}\n\nThe {' '.join(rng.choices(WORDS, k=30))} is to be done."
        for number in range(sections)
    )


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document, a folder of texts, and the counts of that folder."""
    monkeypatch.chdir(tmp_path)
    rng = Random(11)
    (tmp_path / "texts" / "deep").mkdir(parents=True)
    for number in range(4):
        folder = tmp_path / "texts" / ("deep" if number > 2 else "")
        (folder / f"d{number}.md").write_text(_text(rng, 3), encoding="utf-8")
    (tmp_path / "plan.md").write_text(_text(rng, 4) + " Novelty.", encoding="utf-8")
    from aiplans_cli.cli.app import run

    for name in ("laws.parquet", "laws.tsv"):
        assert run(["count", "texts", "-o", name, "-q"]) == 0
    return tmp_path


def _numbers(rows: list[dict[str, str]]) -> list[list[object]]:
    return [_rounded({name: row[name] for name in NUMBERS}) for row in rows]


def _rounded(row: Mapping[str, object]) -> list[object]:
    """The order of documents may show in the last digit of a sum."""
    cells: list[object] = []
    for cell in row.values():
        try:
            cells.append(f"{float(str(cell)):.9g}")
        except ValueError:
            cells.append(cell)
    return cells


@pytest.mark.parametrize(
    "named",
    [
        ["laws.parquet"],
        ["laws.tsv"],
        ["texts"],
        ["texts/**/*.md"],
        ["texts/d0.md", "texts/d1.md", "texts/d2.md", "texts/deep"],
        ["texts/d*.md", "texts/deep/d3.md"],
        ["laws.tsv", "texts/d1.md"],
        ["laws.parquet::d0", "texts/d1.md", "laws.tsv::d2", "laws.parquet"],
    ],
    ids=" ".join,
)
def test_a_corpus_is_one_side_however_it_is_named(cli: Cli, corpus: Path, named: list[str]) -> None:
    several = [word for name in named for word in ("--reference", name)]
    rows = cli.rows("compare", "plan.md", *several)
    texts = sorted(str(path) for path in (corpus / "texts").rglob("*.md"))
    rest = cli.rows("compare", "plan.md", *texts)
    assert _numbers(rows) == _numbers([row for row in rest if row["document"] == "plan"])
    assert len(rows) > len(WORDS)
    assert "document" not in rows[0]


def test_the_side_is_called_after_the_reference(cli: Cli, corpus: Path) -> None:
    for named, name in (
        (["laws.parquet"], "laws"),
        (["texts"], "texts"),
        (["texts/*.md"], "texts/*.md"),
        (["texts/d0.md", "texts/d1.md"], "d0+d1"),
        ([f"texts/d{n}.md" for n in range(3)] + ["texts/deep"], "d0 and 3 more"),
        (["us-2025-digest"], "us-2025-digest"),
        (["laws.tsv::d2"], "laws::d2"),
    ):
        several = [word for one in named for word in ("--reference", one)]
        found = cli.json("compare", "plan.md", *several)
        assert found["inputs"][1]["id"] == name
    assert "us-2025-digest is a digest" in " ".join(
        cli.json("compare", "plan.md", "--reference", "us-2025-digest")["notes"]
    )
    assert "B is 4 documents together (laws)" in " ".join(
        cli.json("compare", "plan.md", "--reference", "laws.tsv")["notes"]
    )


def test_a_library_call_takes_one_or_several(corpus: Path) -> None:
    several = [Path("texts/deep"), "texts/d*.md"]
    found = [
        list(map(_rounded, compare("plan.md", reference=named).rows()))
        for named in ("laws.parquet", ["texts"], Path("laws.tsv"), several)
    ]
    assert all(rows == found[0] for rows in found)


def test_concepts_of_a_corpus(cli: Cli, corpus: Path) -> None:
    options = ["compare", "plan.md", "--by", "concept", "--denominator", "tokens", "-f", "json"]
    found = [json.loads(cli(*options, "--reference", name)) for name in ("laws.parquet", "texts")]
    assert found[0]["rows"] == found[1]["rows"]
    assert any(row["count_b"] for row in found[0]["rows"])
    assert any("The concept list covers" in note for note in found[0]["notes"])


@pytest.mark.parametrize("options", [[], ["--stem"], ["--all"], ["--by", "concept"]])
def test_options_reach_the_reference(cli: Cli, corpus: Path, options: list[str]) -> None:
    note = "# A\n\nText of data[^1] and models.\n\n[^1]: Zebra footnote of standards.\n"
    (corpus / "texts" / "noted.md").write_text(note, encoding="utf-8")
    cli("count", "texts", "-o", "noted.parquet", "-q")
    by_file = [
        list(map(_rounded, cli.rows("compare", "plan.md", "--reference", name, *options)))
        for name in ("noted.parquet", "texts")
    ]
    assert by_file[0] == by_file[1]
    if options == ["--all"]:
        assert "zebra" in {row[1] for row in by_file[0]}


def test_counts_beside_their_texts_are_not_counted_twice(cli: Cli, corpus: Path) -> None:
    apart = cli.rows("compare", "plan.md", "--reference", "texts")
    shutil.copy("laws.parquet", "texts/laws.parquet")
    both = cli.rows("compare", "plan.md", "--reference", "texts")
    assert _numbers(both) == _numbers(apart)
    assert "texts: d0 stood in an earlier file of the reference, as text or as counts" in cli.err
    assert "and is left out (and 3 more such documents)" in cli.err


@pytest.mark.parametrize("by", ["term", "concept"])
def test_a_document_is_no_part_of_its_own_reference(cli: Cli, corpus: Path, by: str) -> None:
    others = [f"texts/{name}.md" for name in ("d0", "d2", "deep/d3")]
    several = [word for name in others for word in ("--reference", name)]
    wanted = cli.rows("compare", "texts/d1.md", *several, "--by", by)
    assert "left out" not in cli.err
    for name in ("laws.parquet", "laws.tsv", "texts"):
        found = cli.rows("compare", "texts/d1.md", "--reference", name, "--by", by)
        assert list(map(_rounded, found)) == list(map(_rounded, wanted))
        assert "d1 is compared with it, and is left out" in cli.err
    with pytest.raises(AiplansError, match="d1: it holds nothing but what is compared with it"):
        cli("compare", "texts/d1.md", "--reference", "laws.tsv::d1")


def test_documents_of_another_language(cli: Cli, corpus: Path) -> None:
    english = cli.rows("compare", "plan.md", "--reference", "texts")
    chinese = "# 一\n\n加强人工智能治理。数据安全。"  # Strengthen AI governance. Data safety.
    (corpus / "texts" / "zh.md").write_text(chinese, encoding="utf-8")
    cli("count", "texts", "-o", "mixed.parquet", "-q")
    for name in ("texts", "mixed.parquet"):
        assert cli.rows("compare", "plan.md", "--reference", name) == english
        assert "documents of another language are left out (1)" in cli.err
        with_both = cli.rows("compare", "plan.md", "--reference", name, "--by", "concept")
        counts = {row["concept"]: row["count_b"] for row in with_both}
        assert counts["governance"] == "1"
    with pytest.raises(AiplansError, match=r"zh\.md: its words are of another language; compare"):
        cli("compare", "plan.md", "--reference", "texts/zh.md")
    cli("count", "texts/zh.md", "-o", "zh.parquet", "-q")
    with pytest.raises(AiplansError, match=r"zh\.parquet: its words are of another language"):
        cli("compare", "plan.md", "--reference", "zh.parquet")
    with pytest.raises(AiplansError, match="it was counted as zh; leave --lang out"):
        cli("compare", "plan.md", "--reference", "zh.parquet", "--lang", "en")


def test_counts_that_were_made_otherwise(cli: Cli, corpus: Path) -> None:
    listed = "id\ttheme\ten\tzh\tblocks\tnote\npower\tx\tenergy\t能源\t\t\n"  # energy
    (corpus / "mine.tsv").write_text(listed, encoding="utf-8")
    options = ["compare", "plan.md", "--reference", "laws.parquet"]
    cli(*options, "--tokenizer", "treebank")
    assert "laws.parquet: its counts were made with another tokenizer" in cli.err
    cli(*options, "--concepts", "mine.tsv")
    assert "another concept list, so its concepts are left out" in cli.err
    with pytest.raises(AiplansError, match="laws: no concept of it can be compared"):
        cli(*options, "--concepts", "mine.tsv", "--by", "concept")


def test_lists_are_added_up(cli: Cli, corpus: Path) -> None:
    Path("a.tsv").write_text("term\tcount\nEnergy\t5\nwar\t3\n", encoding="utf-8")
    Path("b.tsv").write_text("energy\t2\npeace\t1\n", encoding="utf-8")
    for named in (["a.tsv", "--reference", "b.tsv"], ["?.tsv"]):
        rows = {r["term"]: r for r in cli.rows("compare", "plan.md", "--reference", *named)}
        assert [rows[t]["count_b"] for t in ("energy", "war", "peace")] == ["7", "3", "1"]
        assert rows["energy"]["rate_b"] == str(1000 * 7 / 11)
    Path("lists").mkdir()
    for name in ("a.tsv", "b.tsv"):
        shutil.copy(name, "lists")
    in_folder = cli.rows("compare", "plan.md", "--reference", "lists")
    assert {row["term"]: row["count_b"] for row in in_folder}["energy"] == "7"
    with pytest.raises(
        AiplansError, match=r"a\.tsv: is a frequency list, and laws.parquet is none"
    ):
        cli("compare", "plan.md", "--reference", "a.tsv", "--reference", "laws.parquet")
    shutil.copy("a.tsv", "texts")  # a folder of texts may hold lists of their words
    assert cli.rows("compare", "plan.md", "--reference", "texts") == cli.rows(
        "compare", "plan.md", "--reference", "laws.parquet"
    )


def test_a_prior_is_read_as_a_reference_is(cli: Cli, corpus: Path) -> None:
    options = ["compare", "plan.md", "texts/d0.md", "-m", "dirichlet_z", "--prior"]
    found = [cli.rows(*options, name) for name in ("laws.parquet", "laws.tsv", "texts", "texts/**")]
    assert all(rows == found[0] for rows in found)
    assert any(row["dirichlet_z"] for row in found[0])


def test_a_table_of_texts_is_a_reference_too(cli: Cli, corpus: Path) -> None:
    rows = [f"{n}\t{' '.join(WORDS)} are what this is about, and more\n" for n in range(1, 4)]
    Path("talks.tsv").write_text("id\ttext\n" + "".join(rows), encoding="utf-8")
    found = {r["term"]: r for r in cli.rows("compare", "plan.md", "--reference", "talks.tsv")}
    assert found["energy"]["count_b"] == "3"


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "none.parquet": (lambda path: None, "no such file"),
    "empty": (lambda path: path.mkdir(), "is a folder without a text or counts file in it"),
    "*.odd": (lambda path: None, "no file matches this pattern"),
    "junk.parquet": (lambda path: path.write_text("words"), "is no Parquet file"),
    "answer.json": (
        lambda path: path.write_text(json.dumps({"schema": "aiplans/freq/1", "rows": []})),
        "is an answer of aiplans as JSON, which holds no counts by section; name what",
    ),
    "counts.json": (
        lambda path: path.write_text('{"energy": 5, "war": 3}'),
        "and is no counts file; give lines of TERM<TAB>COUNT, counts of 'aiplans count'",
    ),
    "list.bin": (lambda path: path.write_bytes(b"\xff\xfe\xfa\t3\n"), "has no English or Chinese"),
    "list.tsv": (lambda path: path.write_bytes(b"caf\xe9\t3\n"), "is not UTF-8; give lines of"),
    "-": (lambda path: None, "a reference cannot be read from standard input"),
    "-::en": (lambda path: None, "a reference cannot be read from standard input"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(cli: Cli, corpus: Path, name: str) -> None:
    make, fact = REFUSED[name]
    make(corpus / name)
    for options in (["--reference"], ["texts/d0.md", "-m", "dirichlet_z", "--prior"]):
        with pytest.raises(AiplansError) as caught:
            cli("compare", "plan.md", *options, name)
        assert fact in str(caught.value)


def test_damaged_parquet_is_refused(cli: Cli, corpus: Path) -> None:
    whole = Path("laws.parquet").read_bytes()
    for data in (whole[:-9], whole[:40] + bytes(300) + whole[340:]):
        Path("bad.parquet").write_bytes(data)
        with pytest.raises(AiplansError, match=r"bad\.parquet: is damaged"):
            cli("compare", "plan.md", "--reference", "bad.parquet")


# The pool


def _counts(rng: Random, number: int) -> Counts:
    kinds: list[Kind] = [rng.choice(["body", "body", "note"]) for _ in range(rng.randint(0, 4))]
    sections = tuple(
        CountedSection(f"H{n}", 1, kind, "", ("P",), 40, 20, 3, 5, 90, document=f"d{number}")
        for n, kind in enumerate(kinds)
    )
    items: list[dict[str, tuple[Occurrences, ...]]] = [{}, {}]
    for into in items:
        for word in rng.sample(WORDS, 5):
            places = sorted(rng.sample(range(len(kinds)), rng.randint(0, len(kinds))))
            if places:
                into[word] = tuple(Occurrences(at, rng.randint(2, 5), 2) for at in places)
    for at in range(len(kinds)):  # what is left of a section's 40 tokens
        left = 40 - sum(o.count for stands in items[0].values() for o in stands if o.section == at)
        rest = items[0].get("others", ())
        items[0]["others"] = (*rest, Occurrences(at, left, 2))
    digest = f"{number:064x}"
    settings = {"concepts": "ours"}
    terms, concepts = items
    return Counts(f"d{number}", "T", "en", digest, "text", sections, terms, concepts, settings)


def _parquet(tables: list[Any]) -> bytes:
    stream = io.BytesIO()
    write_parquet(tables, stream)
    return stream.getvalue()


def _is_body(section: CountedSection) -> bool:
    return section.kind == "body"


@pytest.mark.parametrize("unit", ["term", "concept"])
@pytest.mark.parametrize("batch", [7, 1 << 16])
def test_a_pool_holds_what_adding_gives(
    unit: Unit, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aiplans_cli.counting.parquet._BATCH_ROWS", batch)
    rng = Random(batch)
    documents = [_counts(rng, number) for number in range(60)]
    data = _parquet([table_of(documents[:30]), table_of(documents[30:])])
    assert parse_parquet(data, "c") == documents
    body = [select(counts, _is_body) for counts in documents]
    wanted = add([counts for counts in body if counts.sections])
    from_file, from_counts = Pool(unit), Pool(unit)
    from_file.take_parquet(data, "c", lambda counts: counts, _is_body)
    from_counts.take(body)
    for pool in (from_file, from_counts):
        found = pool.counts("c")
        assert found.sections == wanted.sections
        items = (found.terms, found.concepts) if unit == "term" else (found.concepts, found.terms)
        assert dict(items[0]) == (wanted.terms if unit == "term" else wanted.concepts)
        assert not items[1]
        assert list(items[0]) == sorted(items[0])
        with pytest.raises(KeyError):
            items[0]["none of them"]


def test_concepts_that_do_not_fit_are_left_out_document_by_document() -> None:
    from dataclasses import replace

    rng = Random(3)
    documents = [_counts(rng, number) for number in range(20)]
    bare = {f"d{number}" for number in range(0, 20, 2)}

    def adapted(counts: Counts) -> Counts:
        return replace(counts, concepts={}) if counts.id in bare else counts

    pool = Pool("concept")
    pool.take_parquet(_parquet([table_of(documents)]), "c", adapted, lambda section: True)
    wanted = add([adapted(counts) for counts in documents if counts.sections])
    assert dict(pool.counts("c").concepts) == wanted.concepts
    assert pool.counts("c").sections == wanted.sections


BROKEN: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "a count of 0": lambda rows: rows[-1].update(count=0),
    "more sentences than occurrences": lambda rows: rows[-1].update(sentences=99),
    "no sentence": lambda rows: rows[-1].update(sentences=0),
    "a size below 0": lambda rows: rows[3].update(count=-1),
    "no such size": lambda rows: rows[3].update(item="pages"),
    "a size that is missing": lambda rows: rows.pop(3),
    "no such unit": lambda rows: rows[-1].update(unit="letter"),
    "another section": lambda rows: rows[-1].update(section=9),
    "no section": lambda rows: rows.pop(1),
    "another document": lambda rows: rows[-1].update(document="other"),
    "no document first": lambda rows: rows.pop(0),
    "a place that is told twice": lambda rows: rows.append(dict(rows[-1])),
    "a document that is named twice": lambda rows: rows.extend([dict(row) for row in rows]),
    "a document without about": lambda rows: rows[0].update(about="{}"),
    "about that is no JSON": lambda rows: rows[0].update(about="plan"),
    "about that is missing": lambda rows: rows[0].update(about=None),
    "a section without about": lambda rows: rows[1].update(about="{}"),
    "an item that is missing": lambda rows: rows[-1].update(item=None),
    "nothing": lambda rows: rows.clear(),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_rows_are_refused_by_either_reader(case: str) -> None:
    section = CountedSection("", 0, "body", "", (), 2, 2, 0, 3, 30, document="d")
    stands = {"ai": (Occurrences(0, 2, 1),)}
    whole = Counts("d", "D", "en", "1f", "text", (section,), stands, stands)
    rows = table_of([whole]).to_pylist()
    Pool("term").take_parquet(_parquet([table_of([whole])]), "c", lambda c: c, _is_body)
    BROKEN[case](rows)
    data = _parquet([pa.Table.from_pylist(rows, schema=schema())] if rows else [])
    if case != "an item that is missing":  # a word of which nothing is known; it is still counted
        with pytest.raises(DataError):
            parse_parquet(data, "c")
    with pytest.raises(DataError, match=r"^c: "):
        Pool("term").take_parquet(data, "c", lambda counts: counts, _is_body)


def test_a_pool_of_nothing_is_refused() -> None:
    with pytest.raises(AiplansError, match="laws: it holds no document; name another"):
        Pool("term").counts("laws")


def test_counts_without_a_digest_are_like_nothing_else() -> None:
    counts = count(read("us-2025-digest"))
    text = render_counts([replace(counts, sha256="")])
    [bare] = parse_counts(text, "bare")
    pool = Pool("term")
    pool.take([bare])
    pool.take([bare])
    assert pool.repeated == []
    assert len(pool.counts("both").sections) == 2 * len(counts.sections)
