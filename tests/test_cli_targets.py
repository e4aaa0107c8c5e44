"""What a command writes is never what it reads: refused before anything is touched."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aiplans_cli.cli.app import COMMANDS, run
from aiplans_cli.cli.overwrite_guard import guard_of
from aiplans_cli.errors import AiplansError

Call = Callable[..., tuple[int, str]]

ENGLISH = "# One\n\nThe agency shall govern data safety.\n\n# Two\n\nTraining of staff on data."
CHINESE = (
    "# 一\n\n加强人工智能治理。\n\n# 二\n\n数据安全。"  # Strengthen AI governance. Data safety.
)

READS: dict[str, list[list[str]]] = {
    "compare": [
        ["V", "b.md"],
        ["b.md", "V"],
        ["b.md", "--reference", "V"],
        ["b.md", "c.md", "-m", "dirichlet_z", "--prior", "V"],
        ["b.md", "c.md", "--stop-words", "V"],
        ["b.md", "c.md", "--concepts", "V"],
        ["z.md", "y.md", "--user-dict", "V"],
        ["v*.md", "b.md"],
    ],
    "profile": [["V", "b.md"]],
    "freq": [["data", "-s", "V"]],
    "keywords": [["V"]],
    "distance": [["V", "b.md"]],
    "matrix": [["V", "b.md"]],
    "collocates": [["data", "V"]],
    "score": [["-"]],
    "verify": [["--calibration", "V"]],
    "tokens": [["V"], ["-"]],
    "count": [["V"], ["b.md", "V"], ["V", "--wordlist"]],
    "kwic": [["data", "V"]],
    "quotes": [["V", "b.md"], ["b.md", "V"]],
    "claims": [["V"]],
    "explain": [["V", "b.md", "data"]],
    "themes": [["V", "b.md"]],
    "topics": [["V", "z.md"]],
    "similar": [["V", "b.md"]],
    "report": [["V", "b.md"], ["V"]],
    "plot": [["contrast", "V", "b.md"], ["strips", "data", "V"]],
    "lexicon": [
        ["check", "--concepts", "V"],
        ["coverage", "V"],
        ["tally", "V"],
        ["import", "V", "--from", "tsv"],
    ],
    "calibrate": [["V", "z.md"]],
    "reproduce": [["V"]],
    "texts": [["show", "V"], ["add", "V"]],
}
"""Command → arguments under which it reads the file V, or standard input where that is V."""


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Call:
    """Run the program in a folder of documents: its exit code and what it complains of."""
    monkeypatch.chdir(tmp_path)
    for name in ("victim.md", "b.md", "c.md"):
        Path(name).write_text(f"{ENGLISH} {name}.", encoding="utf-8")
    for name in ("z.md", "y.md"):
        Path(name).write_text(CHINESE, encoding="utf-8")

    def made(*arguments: str, stdin: str = os.devnull) -> tuple[int, str]:
        with Path(stdin).open(encoding="utf-8") as stream:
            monkeypatch.setattr(sys, "stdin", stream)
            code = run([*arguments])
        sys.stdout.flush()
        return code, capfd.readouterr().err

    return made


def _files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def _cases() -> list[tuple[str, list[str]]]:
    return [(command, words) for command, several in READS.items() for words in several]


def test_every_command_is_tried() -> None:
    assert set(READS) == set(COMMANDS)


@pytest.mark.parametrize("option", ["-o", "--manifest"])
@pytest.mark.parametrize(("command", "words"), _cases(), ids=lambda x: " ".join(x)[:40])
def test_no_command_writes_over_what_it_reads(
    call: Call, command: str, words: list[str], option: str
) -> None:
    before = _files()
    given = ["victim.md" if word == "V" else word for word in words]
    tabs = command == "count" or "import" in words  # these write tabs alone, and plot pictures
    if option == "-o" and (tabs or command == "plot"):
        ending = ".txt" if tabs else ".svg"
        Path("victim.md").rename(f"victim{ending}")
        before = _files()
        given = [word.replace("victim.md", f"victim{ending}") for word in given]
    target = next(str(path) for path in Path().glob("victim.*"))
    code, complaint = call(command, *given, option, target, stdin=target)
    assert (code, _files()) == (2, before), complaint
    assert "victim" in complaint
    assert "would be written over: name another file" in complaint
    assert ("--output" if option == "-o" else option) in complaint
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize("command", READS)
def test_the_answer_and_its_record_are_two_files(call: Call, command: str) -> None:
    given = ["victim.md" if word == "V" else word for word in READS[command][0]]
    before = _files()
    for answer, record in (("m.json", "m.json"), ("m.json", "./m.json"), ("b.md", "b.md")):
        code, complaint = call(command, *given, "-o", answer, "--manifest", record)
        assert (code, _files()) == (2, before), complaint
        assert "is the file of --output too: name another" in complaint


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_links_lead_to_the_same_file(call: Call, link: Callable[[str, str], None]) -> None:
    link("victim.md", "link.md")
    before = _files()
    for source, target in (("victim.md", "link.md"), ("link.md", "victim.md")):
        assert call("freq", "data", "-s", source, "-o", target)[0] == 2
    assert call("freq", "data", "-s", "b.md", "-o", "link.md", "--manifest", "victim.md")[0] == 2
    assert _files() == before


def test_what_may_be_written(call: Call) -> None:
    assert call("freq", "data", "-s", "victim.md", "-o", "out.tsv", "--manifest", "m.json")[0] == 0
    first = _files()
    assert call("freq", "data", "-s", "victim.md", "-o", "out.tsv", "--manifest", "m.json")[0] == 0
    assert _files() == first
    assert call("reproduce", "m.json")[0] == 0
    assert call("tokens", "b.md", "-o", os.devnull, "--manifest", os.devnull)[0] == 0
    assert call("tokens", "-o", "out.txt", stdin="b.md")[0] == 0


@pytest.mark.parametrize(
    "words", [["freq", "data", "-s", "b.md"], ["compare", "b.md", "c.md"], ["count", "b.md"]]
)
def test_a_dash_is_standard_output(
    call: Call, words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 0
    plain = capfd.readouterr().out
    assert run([*words, "-o", "-"]) == 0
    assert capfd.readouterr().out == plain
    assert run([*words, "-o", "out.tsv", "--manifest", "-", "-q"]) == 0
    Path("m.json").write_text(capfd.readouterr().out, encoding="utf-8")
    assert not Path("-").exists()
    assert call("reproduce", "m.json")[0] == 0
    code, complaint = call(*words, "--manifest", "-")
    assert code == 2 and "- is standard output, where the answer goes" in complaint


@pytest.mark.parametrize("option", ["-o", "--manifest"])
def test_an_empty_name_is_no_file(call: Call, option: str) -> None:
    code, complaint = call("freq", "data", "-s", "b.md", option, "")
    assert code == 2 and "it is empty: name a file, or - for standard output" in complaint


def test_a_manifest_that_cannot_be_written_is_told_before_the_work(call: Call) -> None:
    before = _files()
    with pytest.raises(AiplansError, match=r"none/m\.json: the folder does not exist"):
        call("compare", "b.md", "c.md", "-o", "out.tsv", "--manifest", "none/m.json")
    assert _files() == before


@pytest.mark.parametrize("source", ["victim.md", "counts.tsv"])
def test_a_repeated_command_may_not_be_written_over_either(call: Call, source: str) -> None:
    call("count", "victim.md", "-o", "counts.tsv")
    call("freq", "data", "-s", source, "--manifest", "m.json")
    before = _files()
    code, complaint = call("reproduce", "m.json", "-o", source)
    assert (code, _files()) == (2, before)
    assert f"--output: {source} is read too" in complaint and complaint.count("\n") == 1


def test_a_folder_that_is_counted(call: Call) -> None:
    Path("text.parquet").write_text(ENGLISH, encoding="utf-8")
    before = _files()
    for words in (
        [".", "-o", "new.parquet", "--manifest", "victim.md"],
        ["text.parquet", "-o", "text.parquet"],
    ):
        code, complaint = call("count", *words)
        assert (code, _files()) == (2, before), complaint
    assert not Path("new.parquet.parts").exists()
    assert call("count", ".", "-o", "new.parquet", "--manifest", "m.json")[0] == 0


def test_a_large_text(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiplans_cli.sources.large.LARGE", 10)
    Path("large.txt").write_text(ENGLISH, encoding="utf-8")
    before = _files()
    for more in ([], ["--wordlist"]):
        assert call("count", "large.txt", "-o", "large.txt", *more)[0] == 2
    assert _files() == before


def test_a_stream_that_is_no_file(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out.txt").write_text("old", encoding="utf-8")
    guard_of({"--output": "out.txt"}).will_read("no-such-file")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Words of data.")))
    assert run(["tokens", "-o", "out.txt"]) == 0
    assert "data" in Path("out.txt").read_text(encoding="utf-8")
