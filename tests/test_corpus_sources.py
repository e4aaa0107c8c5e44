"""What the sources of a corpus stand for, and the values that its texts have in a field."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from conftest import count_corpus as count
from conftest import read_corpus as read

from aiplans_cli.analyses.counting import pieces as pieces_module
from aiplans_cli.analyses.counting.pieces import Piece
from aiplans_cli.analyses.counting.work import Left
from aiplans_cli.cli.app import run
from aiplans_cli.errors import AiplansError, SourceError
from aiplans_cli.sources.corpus.content import Text, Texts, opened, texts_at
from aiplans_cli.sources.corpus.parts import Parts
from aiplans_cli.sources.corpus.texts import corpus_of, field_value, front_matter, named_texts

ENGLISH = "Governance of artificial intelligence matters. We govern data centers.\n"
CHINESE = "人工智能全球治理行动计划。各国应当加强治理合作。\n"  # global AI governance action plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small corpus."""
    root = tmp_path / "texts"
    for name in ("epa/2023-plan.txt", "epa/2024-plan.md", "nist/2024-note.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{ENGLISH}{name}\n", encoding="utf-8")
    return root


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr().err
    assert "Traceback" not in told
    return told


def test_names_tell_texts_apart() -> None:
    def names(*paths: str) -> list[str]:
        return [text.name for text in named_texts([(p, p.split("/", 1)[1], 1, "") for p in paths])]

    assert names("x/a.txt", "x/b.md") == ["a", "b"]
    assert names("x/a.txt", "x/a.md") == ["a.md", "a.txt"]
    assert names("x/a.txt", "y/a.txt") == ["x/a.txt", "y/a.txt"]


def test_hidden_files_are_passed_over(folder: Path) -> None:
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.txt").write_text("x", encoding="utf-8")
    assert len(corpus_of([str(folder)]).texts) == 3
    assert len(corpus_of([folder.as_uri()]).texts) == 3


def test_a_folder_is_a_folder_by_its_address_too(folder: Path) -> None:
    by_path = corpus_of([str(folder)]).texts
    for source in (folder.as_uri(), folder.as_uri() + "/", folder.as_uri() + "/**/*.[tm]*"):
        by_address = corpus_of([source]).texts
        assert [(text.path, text.name, text.size) for text in by_address] == [
            (text.path, text.name, text.size) for text in by_path
        ]
    below = corpus_of([f"{folder.as_uri()}/epa"]).texts
    assert [text.name for text in below] == ["2023-plan", "2024-plan"]


def test_a_pattern_tells_the_folders_below_its_fixed_part(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    for pattern in ("texts/**/*.txt", "./texts/*/*.txt", f"{folder}/**/*.txt"):
        texts = corpus_of([pattern]).texts
        assert [text.name for text in texts] == ["epa/2023-plan", "nist/2024-note"]
        assert field_value("folder", texts[0], {}) == "epa"


def test_a_file_named_twice_is_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    sources = ["texts", "./texts", str(folder), folder.as_uri(), "texts/epa/2023-plan.txt"]
    assert len(corpus_of(sources).texts) == 3


def test_what_a_folder_holds_beside_files_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "gone.txt").symlink_to("nowhere")
    (folder / "other.png").symlink_to("nowhere")
    (folder / "more").symlink_to(folder.parent)  # a circle
    os.mkfifo(folder / "pipe.txt")
    output = tmp_path / "x.parquet"
    assert count(folder, "-r", "-o", output) == 0
    told = complaint(capsys)
    assert "gone.txt: cannot be looked into (No such file or directory); check its perm" in told
    assert "more: is a link to a folder, which is not followed; name that folder too" in told
    assert "pipe.txt: is no file; leave it out" in told
    assert "3 documents" in told
    assert "1 files in other formats; 3 not counted" in told
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "gone.txt").symlink_to("nowhere")
    with pytest.raises(SourceError, match=r"gone\.txt: cannot be looked into"):
        count(tmp_path / "empty", "-o", output)


def test_texts_of_the_library(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AIPLANS_DATA", str(tmp_path / "data"))
    assert run(["texts", "add", str(folder / "epa" / "2023-plan.txt"), "--id", "mine"]) == 0
    output = tmp_path / "x.parquet"
    assert count("mine", "us-2025-digest", "-o", output) == 0
    assert [own.id for own in read(output)] == ["mine", "us-2025-digest"]
    with pytest.raises(SourceError, match="us-2025: only its counts are on this machine"):
        count("us-2025", "-o", output)


def test_a_source_is_not_written_over_whatever_its_name(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = folder / "epa" / "2023-plan.txt"
    before = source.read_bytes()
    assert count(source.as_uri(), "-o", tmp_path / "x.parquet", "--manifest", source) == 2
    assert "would be written over" in complaint(capsys)
    assert source.read_bytes() == before


class _Web:
    """A store that tells sizes of single files only, and breaks off, as web servers do."""

    protocol = ("http", "https")
    sizes: dict[str, int | None] = {"http://x/a.txt": 7, "http://x/b.txt": None}  # noqa: RUF012

    def isfile(self, name: str) -> bool:
        return not name.endswith("/")

    def glob(self, pattern: str, detail: bool) -> dict[str, dict[str, Any]]:
        assert (pattern, detail) == ("http://x/**", True)
        return {name: {"type": "file", "size": None} for name in (*self.sizes, "http://x/c.csv")}

    def info(self, name: str) -> dict[str, Any]:
        return {"type": "file", "size": self.sizes.get(name, 1)}

    def ukey(self, name: str) -> str:
        return name.upper()

    def unstrip_protocol(self, name: str) -> str:
        return name


def test_stores_that_tell_little(monkeypatch: pytest.MonkeyPatch) -> None:
    import fsspec

    def broken(*_: Any) -> Any:
        raise KeyError("payload is not completed")

    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda address: (_Web(), address))
    monkeypatch.setattr(fsspec, "open", broken)
    found = texts_at("http://x/", frozenset([".txt"]))
    assert [own[:3] for own in found] == [
        ("http://x/a.txt", "a.txt", 7),
        ("http://x/b.txt", "b.txt", 0),
    ]
    with (
        pytest.raises(SourceError, match=r"a\.txt: cannot be read .*payload is not completed"),
        opened(named_texts(found)[0]),
    ):
        pass


@pytest.mark.parametrize(
    ("field", "head", "expected"),
    [
        ("year", "---\nyear: 1999\n---\n", "1999"),
        ("year", "---\ndate: 12 May\n---\n", ""),
        ("year", "\ufeff---\r\ndate: 2021-05\r\n---\r\n", "2021"),
        ("tags", "---\ntags: [a, b]\n---\n", ""),
        ("a", "---\na: ~\n---\n", ""),
        ("a", "---\na: null\n---\n", ""),
        ("a", "no front matter", ""),
        ("a", "---\nnot closed", ""),
        ("folder2", "", "deep"),
        ("folder3", "", ""),
    ],
)
def test_fields(field: str, head: str, expected: str) -> None:
    [text] = named_texts([("x", "epa/deep/plan.md", 1, "")])
    front = front_matter(head.encode())
    assert front is not None
    assert field_value(field, text, front) == expected


@pytest.mark.parametrize(
    "yaml", [": [broken", "- 1", "title: Plan: the second", 'a: "\\UFFFFFFFF"', "x: " + "[" * 3000]
)
def test_front_matter_that_is_no_yaml(
    yaml: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "odd.md").write_text(f"---\n{yaml}\n---\n\n{ENGLISH}", encoding="utf-8")
    (folder / "even.md").write_text(f"---\na: b\n---\n\n{ENGLISH}", encoding="utf-8")
    assert count(folder, "--by", "a", "-o", tmp_path / "x.parquet") == 0
    told = complaint(capsys)
    assert "odd.md: it has no a that can be read: its front matter is not valid YAML; put" in told
    assert count(folder, "-r", "--by", "folder", "-o", tmp_path / "x.parquet") == 0
    assert "2 not counted" in complaint(capsys)  # for want of a folder


ISSUERS = ["国务院", "教育部", "财政部"]  # the State Council; ministries of education, of finance


@pytest.mark.parametrize(
    ("encoding", "more"),
    [
        ("utf-8", []),
        ("utf-16", []),
        ("gb18030", []),
        ("gb18030", ["--encoding", "gb18030"]),
        ("big5", ["--encoding", "big5"]),
        ("utf-16-le", ["--encoding", "utf-16-le"]),
    ],
)
def test_front_matter_is_in_the_encoding_of_the_text(
    encoding: str, more: list[str], tmp_path: Path
) -> None:
    from opencc import OpenCC

    root = tmp_path / "texts"
    root.mkdir()
    for number, issuer in enumerate(ISSUERS):
        text = f"---\nissuer: {issuer}\n---\n\n{CHINESE * 9}"
        text = OpenCC("s2t").convert(text) if encoding == "big5" else text
        (root / f"{number}.md").write_bytes(text.encode(encoding))
    output = tmp_path / "x.parquet"
    assert count(root, "--by", "issuer", "-o", output, *more) == 0
    titles = [own.title for own in read(output)]
    expected = [OpenCC("s2t").convert(own) if encoding == "big5" else own for own in ISSUERS]
    assert sorted(titles) == sorted(expected)


def test_names_that_are_no_utf8(folder: Path, tmp_path: Path) -> None:
    below = os.fsencode(folder) + b"/\xb9\xfa"
    os.mkdir(below)  # noqa: PTH102
    Path(os.fsdecode(below), "a.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "nist" / "b.md").write_text(
        f'---\nissuer: "\\ud800"\n---\n\n{ENGLISH}', encoding="utf-8"
    )
    for field, expected in (("folder", 3), ("issuer", 1)):
        output = tmp_path / f"{field}.parquet"
        assert count(folder, "-r", "--by", field, "-o", output) == 0
        assert len(read(output)) == expected


def test_a_text_that_breaks_its_reader_is_told_and_left_out(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = pieces_module.PieceCounter._document

    def spy(self: Any, piece: Any) -> Any:
        if piece.text.name == "nist/2024-note":
            raise RecursionError("too deep")
        return document(self, piece)

    monkeypatch.setattr(pieces_module.PieceCounter, "_document", spy)
    assert count(folder, "-r", "-o", tmp_path / "x.parquet") == 0
    told = complaint(capsys)
    assert "2024-note.txt: cannot be counted (RecursionError: too deep); leave it out" in told
    assert "2 documents" in told


def test_what_is_not_ours_beside_the_parts_stays(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "x.parquet"
    parts = Parts(str(output)).folder
    (parts / "ab").mkdir(parents=True)
    (parts / "notes.txt").write_text("precious", encoding="utf-8")
    (parts / "ab" / "mine").write_text("precious", encoding="utf-8")
    (parts / "ab" / ".aiplans-00.tmp").write_bytes(b"half")
    assert count(folder, "-r", "-o", output) == 0
    kept = sorted(path.name for path in parts.rglob("*"))
    assert kept == ["ab", "mine", "notes.txt"]


def test_two_runs_do_not_make_one_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "x.parquet"
    with (
        Parts(str(output)).held(),
        pytest.raises(AiplansError, match=r"x\.parquet: another run is making it; wait"),
    ):
        count(folder, "-r", "-o", output)
    assert list(tmp_path.iterdir()) == [folder]
    assert count(folder, "-r", "-o", output) == 0


def test_the_output_is_written_as_any_other(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    real = tmp_path / "real.bin"
    real.write_bytes(b"old")
    real.chmod(0o600)
    link = tmp_path / "x.parquet"
    link.symlink_to(real)
    assert count(folder, "-r", "-o", link) == 0
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert len(read(real)) == 3
    (tmp_path / "folder.parquet").mkdir()
    monkeypatch.setattr(pieces_module.PieceCounter, "__call__", None)  # nothing may be counted
    with pytest.raises(AiplansError, match=r"folder\.parquet: is a folder"):
        count(folder, "-r", "-o", tmp_path / "folder.parquet")


def test_packed_texts_are_the_texts() -> None:
    odd = "caf\udce9.txt"  # a name that is no UTF-8
    texts = [
        Text("x/a/b.txt", "a/b", "a/b.txt", 9, "1"),
        Text(f"x/{odd}", odd, odd, 0, "", "part", among=True),
        Text("s3://b/治理.md", "s3://b/治理.md", "治理.md", 10**12, "etag"),  # governance
        Text("/kept/sha.html", "us-2025", "us-2025.html", 5, "2"),
    ]
    packed = Texts(texts)
    assert list(packed) == texts
    assert (packed[-1], packed[1:3]) == (texts[-1], texts[1:3])
    with pytest.raises(IndexError):
        packed[4]


def test_a_hundred_thousand_texts_are_held_in_a_few_megabytes() -> None:
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        left = Left()
        for number in range(10_000):
            name = f"2024/department/US-2024-{number:06}"
            path = f"corpora/laws/{name}.txt"
            text = Text(path, name, f"{name}.txt", 1000, "1764312345678901234")
            left.append(Piece(number, text))
        held = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert held < 10_000 * 180  # as records they took 700 bytes each
    large = Piece(10_000, text, 0, 5)
    left.append(large)
    found = list(left)
    assert len(found) == len(left) == 10_001
    assert [piece.number for piece in found] == list(range(10_001))
    assert found[-1] == large
