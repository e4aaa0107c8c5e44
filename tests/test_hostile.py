"""Input that is made to harm, or that is broken in ways that no program writes: one line each."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import Cli

from aiplans_cli.analyses.claims.check import check_claims
from aiplans_cli.analyses.claims.claims_file import parse_claims
from aiplans_cli.counting.integrity import has_checksums
from aiplans_cli.counting.parquet import parse_parquet, table_of, write_parquet
from aiplans_cli.counting.places import read_places
from aiplans_cli.counting.tally import Unit
from aiplans_cli.errors import AiplansError, DataError
from aiplans_cli.evidence.provenance import parse_manifest
from aiplans_cli.model import CountedSection, Counts, Occurrences
from aiplans_cli.reading.contained import read_contained
from aiplans_cli.sources.library.entries import load_library, read_entries
from aiplans_cli.sources.library.resolution import resolve

DEEP = "[" * 50_000
LONG_NUMBER = "9" * 5_000


def _claim(check: str) -> str:
    return f"[[claim]]\ntext = 'It is so.'\ncheck = '''{check}'''"


@pytest.mark.parametrize("value", [DEEP, LONG_NUMBER, "{a=" * 50_000])
def test_toml_that_nests_or_counts_without_end(value: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^c\.toml: (is not valid TOML|nests brackets)"):
        parse_claims(f"title = {value}", "c.toml")
    (tmp_path / "library.toml").write_text(f"[[text]]\nid = {value}", encoding="utf-8")
    with pytest.raises(DataError, match=r"^library\.toml.*: (is not TOML|nests brackets)"):
        read_entries(tmp_path / "library.toml")


@pytest.mark.parametrize("value", [DEEP, LONG_NUMBER, '{"a":' * 50_000])
def test_json_that_nests_or_counts_without_end(value: str) -> None:
    with pytest.raises(DataError, match="is not JSON"):
        parse_manifest(f'{{"schema": {value}}}', "m.json")


@pytest.mark.parametrize(
    ("check", "fact"),
    [
        ("(" * 5_000, "too many nested parentheses"),
        ("count(" * 5_000, "too many nested parentheses"),
        ("not " * 100_000 + "true", "it cannot be read"),
        ("- " * 100_000 + "1 > 0", "it cannot be read"),
        ("1" + "+1" * 300 + " > 2", "nested too deeply"),
        ("1" + "*1" * 100_000 + " > 2", "it cannot be read"),
        ("true.a" * 100_000, "it cannot be read"),
        (LONG_NUMBER + " > 1", "Exceeds the limit|this is no number"),
    ],
)
def test_a_check_too_deep_for_a_tree_is_refused(check: str, fact: str) -> None:
    with pytest.raises(DataError, match=fact):
        parse_claims(_claim(check), "c.toml")


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        ("true" + " and true" * 20_000, "holds"),
        ("1 < 2" + " < 3" * 20_000, "fails"),
        ("(1+1+1+1+1+" * 30 + "1" + ")" * 30 + " > 2", "holds"),
    ],
)
def test_a_long_check_is_computed(check: str, verdict: str) -> None:
    def none(name: str) -> Any:
        raise AssertionError(name)

    [result] = check_claims(parse_claims(_claim(check), "c.toml"), none, None)
    assert result.verdict == verdict


@pytest.mark.parametrize("tags", ["div", "b", "blockquote", "ul li", "table tr td"])
def test_html_nested_two_thousand_deep_loses_no_text(tags: str) -> None:
    opened = "".join(f"<{tag}>" for tag in tags.split())
    closed = "".join(f"</{tag}>" for tag in reversed(tags.split()))
    middle = f"{opened * 2000}<p>Deep words.</p>{closed * 2000}"
    page = f"<html><body><h1>Plan</h1><p>First words.</p>{middle}<p>Last words.</p></body></html>"
    document = read_contained(page.encode(), name="page.html")
    text = " ".join(section.text for section in document.sections)
    for words in ("First words.", "Deep words.", "Last words."):
        assert text.count(words) == 1


@pytest.mark.parametrize("digits", [20, 400, 5_000])
def test_a_frequency_of_hundreds_of_digits(cli: Cli, tmp_path: Path, digits: int) -> None:
    words, text = tmp_path / "words.txt", tmp_path / "z.md"
    words.write_text(f"智能体 {'9' * digits} n\n", encoding="utf-8")  # 智能体: agent
    text.write_text("智能体治理。", encoding="utf-8")  # governance of agents
    with pytest.raises(AiplansError, match=r"words\.txt.*line 1"):
        cli("tokens", str(text), "--user-dict", str(words))


def _denied(path: Path, *_: object) -> bool:
    raise PermissionError(13, "Permission denied", str(path))


def test_a_data_folder_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = r"texts: the folder of your texts cannot be looked into \((File name|Permission)"
    with pytest.raises(DataError, match=fact):
        load_library(tmp_path / ("a" * 300))
    known = load_library(tmp_path)
    monkeypatch.setattr(Path, "is_file", _denied)
    with pytest.raises(DataError, match=fact):
        resolve("us-2025", tmp_path, lambda: known)
    monkeypatch.setattr(Path, "iterdir", _denied)
    monkeypatch.undo()
    monkeypatch.setattr(Path, "iterdir", _denied)
    with pytest.raises(DataError, match=fact):
        load_library(tmp_path)


def _run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "aiplans_cli", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False, **more)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", ["freqq", "freq --nope", "freq", "compare --top x", "texts", ""])
def test_a_usage_error_on_a_full_standard_error_keeps_its_code(words: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = _run(*words.split(), stderr=full, stdout=subprocess.DEVNULL)
    assert done.returncode == 2


@pytest.mark.parametrize(
    "words", ["--help", "freq --help", "help juilland_d", "texts --help", "lexicon import --help"]
)
def test_descriptions_stay_where_python_leaves_docstrings_out(words: str) -> None:
    plain, bare = (
        _run(*words.split(), capture_output=True, env=os.environ | {"PYTHONOPTIMIZE": level})
        for level in ("", "2")
    )
    assert (plain.returncode, plain.stderr) == (0, b"")
    assert bare.stdout == plain.stdout


def _counts(tokens: int = 10) -> Counts:
    section = CountedSection("One", 1, "body", "", (), tokens, 5, 3, 4, 60, document="plan")
    terms = {f"w{word}": (Occurrences(0, 2, 1),) for word in range(5)}
    return Counts("plan", "A plan", "en", "", "text", (section,), terms, {}, {"rules": "2"})


def _written(counts: Counts, checksums: bool = True) -> bytes:
    stream = io.BytesIO()
    write_parquet([table_of([counts])], stream)
    if checksums:
        return stream.getvalue()
    import pyarrow.parquet as pq

    plain = io.BytesIO()
    pq.write_table(pq.read_table(io.BytesIO(stream.getvalue())), plain)
    return plain.getvalue()


def test_some_damage_that_random_bits_do_to_a_claims_file_is_one_line() -> None:
    rng, text = Random(3), _claim('count("data", "us-2025-digest") > 5')
    refused = 0
    for _ in range(2_000):
        at = rng.randrange(len(text))
        changed = text[:at] + chr(rng.randrange(1, 0x250)) + text[at + 1 :]
        try:
            parse_claims(changed, "c.toml")
        except DataError as error:
            refused += 1
            assert "\n" not in str(error)
    assert refused > 500


@pytest.mark.parametrize("checksums", [True, False])
def test_parquet_without_checksums_is_told(cli: Cli, tmp_path: Path, checksums: bool) -> None:
    data = _written(_counts(), checksums)
    assert has_checksums(data) is checksums
    assert not has_checksums(data[:-9])
    assert parse_parquet(data, "x.parquet") == [_counts()]
    path = tmp_path / "x.parquet"
    path.write_bytes(data)
    (tmp_path / "other.md").write_text("The agency governs data.", encoding="utf-8")
    other = str(tmp_path / "other.md")
    for arguments in (
        ["freq", "w1", "-s", str(path)],
        ["compare", other, "--reference", str(path)],
    ):
        cli(*arguments)
        assert ("has no digest of itself; only its sums were checked" in cli.err) is not checksums


@pytest.mark.parametrize("unit", ["term", "concept"])
def test_sums_are_checked_where_files_are_added_up(unit: Unit) -> None:
    data, wrong = _written(_counts()), _written(_counts(11))
    assert read_places(data, "x.parquet", unit).documents[0].id == "plan"
    if unit == "concept":  # of which there is no sum
        assert read_places(wrong, "x.parquet", unit)
        return
    fact = "section 1 of plan says 11 tokens, and its terms make 10"
    with pytest.raises(DataError, match=fact):
        read_places(wrong, "x.parquet", unit)
    bare = replace(_counts(), terms={}, concepts={"ai": (Occurrences(0, 2, 1),)})
    assert read_places(_written(bare), "x.parquet", unit).documents[0].sections[0].tokens == 10


@pytest.mark.parametrize("suffix", [".txt", ".jsonl"])
@pytest.mark.parametrize("large", [False, True])
def test_max_size_reaches_each_way_of_reading(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, large: bool
) -> None:
    line = '{"text": "The agency governs data."}' if suffix == ".jsonl" else "It governs data."
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "small.txt").write_text("The agency governs data.", encoding="utf-8")
    path = folder / f"big{suffix}"
    path.write_text(f"{line}\n" * 200, encoding="utf-8")
    if large:
        for module in ("sources.large", "analyses.counting.pieces"):
            monkeypatch.setattr(f"aiplans_cli.{module}.LARGE", 100)
    limit = ["--max-size", "0.002"]
    fact = r"big\.[a-z]+: has more than 0\.002 MB; give a part of it, or allow more by --max-size"
    for arguments in (
        ["count"],
        ["count", "--wordlist"],
        ["freq", "data", "-s"],
        ["tokens"],
        ["kwic", "data"],
    ):
        with pytest.raises(AiplansError, match=fact):
            cli(*arguments, str(path), *limit)
        cli(*arguments, str(path))
    out = tmp_path / "out.parquet"
    cli("count", str(folder), "-o", str(out), "-j", "1", *limit)
    assert re.search(fact, cli.err) and "1 not counted" in cli.err
    assert [one.id for one in parse_parquet(out.read_bytes(), "out")] == ["small"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device without an end")
@pytest.mark.parametrize(
    "words",
    [
        "claims /dev/zero",
        "tokens z.md --user-dict /dev/zero",
        "tokens z.md --stop-words=/dev/zero",
        "lexicon check --concepts /dev/zero",
        "texts add /dev/zero",
        "reproduce /dev/zero",
        "lexicon import /dev/zero --from tsv",
    ],
)
def test_files_without_an_end_are_refused(
    cli: Cli, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("z.md").write_text("智能体治理。", encoding="utf-8")  # governance of agents
    with pytest.raises(AiplansError, match=r"/dev/zero: is a device, not a file"):
        cli(*words.split())
