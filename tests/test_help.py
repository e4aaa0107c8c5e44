"""Help: pages that fit, examples that run, words that are explained, what the shell completes."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Cli
from test_architecture import NOT_AT_START

from aiplans_cli.analyses.glossary import entries_of, glossary, page
from aiplans_cli.cli.app import COMMANDS, GROUPS, run
from aiplans_cli.cli.examples import PAGES
from aiplans_cli.cli.help import ALSO_COLUMNS
from aiplans_cli.cli.pages import HEADINGS
from aiplans_cli.errors import AiplansError, SourceError
from aiplans_cli.settings import SELECTION, options_of
from aiplans_cli.sources.settings import SourceSettings

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = ROOT / "docs" / "glossary.md"

OPTIONS_AT_0_4 = {
    **{"compare": 39, "freq": 23, "keywords": 24, "distance": 19, "collocates": 23, "score": 7},
    **{"verify": 23, "tokens": 18, "count": 25, "kwic": 24, "quotes": 11, "claims": 6},
    **{
        "explain": 20,
        "themes": 20,
        "similar": 20,
        "plot": 24,
        "report": 30,
        "lexicon show": 5,
        "lexicon check": 19,
    },
    **{"lexicon coverage": 18, "lexicon suggest": 20, "lexicon import": 6, "calibrate": 22},
    **{"profile": 15, "lexicon tally": 16, "topics": 18},
    **{"reproduce": 4, "texts list": 4, "texts show": 20, "texts fetch": 5, "texts add": 9},
}
"""Options that each command showed before new ones came: a new one takes the place of another."""

CHOOSING = {
    name
    for name, (_, option, _) in options_of(SourceSettings).items()
    if option is not None and option.group == SELECTION
}
"""Options that choose documents by what is known of them."""


def _leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if not children:
        yield path, command
    for name, child in (children or {}).items():
        yield from _leaves(child, f"{path} {name}")


def _commands() -> dict[str, Any]:
    return {
        path: leaf
        for name in COMMANDS
        for path, leaf in _leaves(
            typer.main.get_command(import_module(f"aiplans_cli.cli.{name}").app), name
        )
    }


def _shown(command: Any) -> list[Any]:
    options = [one for one in command.params if any(name[:2] == "--" for name in one.opts)]
    return [one for one in options if not one.hidden]


def _width(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line)


# -- pages


def test_every_command_has_a_page() -> None:
    assert set(PAGES) == set(_commands())


@pytest.mark.parametrize("path", PAGES)
def test_a_short_page_fits_a_screen(cli: Cli, path: str) -> None:
    lines = cli(*path.split(), "-h").splitlines()
    assert len(lines) <= 24
    assert [line for line in lines if _width(line) > 80] == []
    question = next(line for line in lines if line.endswith("?"))
    assert question == PAGES[path].question
    assert [line[2:] for line in lines if line.startswith("  aiplans ")] == list(
        PAGES[path].examples
    )
    assert 1 <= len([line for line in lines if re.match(r"  (-\w, |    )--", line)]) <= 12


@pytest.mark.parametrize("path", PAGES)
def test_a_full_page_has_every_option_under_a_heading(cli: Cli, path: str) -> None:
    shown = cli(*path.split(), "--help")
    options = _shown(_commands()[path])
    assert [one.opts for one in options if one.opts[0] not in shown] == []
    headings = re.findall(r"^([A-Z][a-z ]+):$", shown, re.MULTILINE)
    known = [heading.capitalize() for heading in HEADINGS]
    assert [heading for heading in headings if heading in known] == [
        heading for heading in known if heading in headings
    ]
    assert "Options" not in headings
    assert cli("help", *path.split()) == shown


def test_the_top_page_has_the_groups_of_the_readme(cli: Cli) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:`\w+`,? ?)+) \|", readme, re.MULTILINE)
    told = [re.findall(r"`(\w+)`", row) for row in rows]
    assert [group for group in told if set(group) <= set(COMMANDS)] == [
        list(group) for group in GROUPS.values()
    ]
    for option in ("-h", "--help"):
        shown = cli(option)
        titles = re.findall(r"^(.+):$", shown, re.MULTILINE)
        assert [title for title in titles if title in GROUPS] == list(GROUPS)


@pytest.mark.parametrize("path", OPTIONS_AT_0_4)
def test_no_command_shows_more_options_than_before(path: str) -> None:
    """Save those that choose documents, which are the same for all and learnt once.

    Beside these stands ``--mean`` of distance: columns of their own tell it elsewhere.
    """
    own = [one for one in _shown(_commands()[path]) if one.name not in CHOOSING | {"mean"}]
    assert len(own) <= OPTIONS_AT_0_4[path]


def test_documents_are_chosen_in_the_same_words_by_every_command() -> None:
    known = {
        name: {one.name for one in _shown(command)} & CHOOSING
        for name, command in _commands().items()
    }
    # what an article quotes is looked for in each document by itself: none is put together
    assert len(known.pop("quotes")) == 4
    assert {len(names) for names in known.values()} == {0, len(CHOOSING)}
    assert sum(map(bool, known.values())) > 10


# -- examples


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> Path:
    """A folder with the files that the examples name."""
    from aiplans_cli.sources.library import fetching

    def refuse(id: str, timeout: float = 0) -> None:
        raise SourceError(id, "there is no network", "try again where there is one")

    monkeypatch.setattr(fetching, "fetch", refuse)
    monkeypatch.chdir(tmp_path)
    pair = ROOT / "tests" / "cases" / "pairs"
    english = (pair / "rivers-forests.en.md").read_text(encoding="utf-8")
    chinese = (pair / "rivers-forests.zh.md").read_text(encoding="utf-8")
    quoting = 'It asks to "win the race" and says that "this stands in no plan at all".'
    files = {
        "article.md": f"{english}\n\n{quoting}\n",
        "article.zh.md": chinese,
        "plans/us/plan.txt": english,
        "claims.txt": '[[claim]]\ntext = "Governance stands in it."\n'
        'check = \'count("governance", "cn-2025-digest") > 5\'\n',
        "concepts.tsv": "# extend = true\nid\ttheme\ten\tzh\tblocks\tnote\n"
        "gardens\tnature\tgarden(|s)\t花园\t\t\n",
        "dictionary.yml": "nature:\n  - river*\n  - forest\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "example"), [(path, one) for path, page in PAGES.items() for one in page.examples]
)
def test_examples_run(desk: Path, capfd: Any, path: str, example: str) -> None:
    if path in ("plot", "report"):
        pytest.importorskip("altair", reason="aiplans[report] is not installed")
    words = shlex.split(example)
    assert words[0] == "aiplans" and example.startswith(f"aiplans {path}")
    if path == "reproduce":
        assert run(["freq", "governance", "us-2025-digest", "--manifest", "run.json"]) == 0
    try:
        code = run(words[1:])
    except AiplansError as error:
        raise AssertionError(str(error)) from error
    printed, said = capfd.readouterr()
    expected = {"texts fetch": {1}, "claims": {0, 3}, "quotes": {0, 3}, "lexicon check": {0, 3}}
    assert code in expected.get(path, {0}), said
    written = re.search(r"-o (\S+)", example)
    assert (desk / written[1]).exists() if written else printed or path == "texts fetch"


# -- the glossary


def _column_names() -> set[str]:
    """Names of columns: those in the code, and those of the kept JSON."""
    names: set[str] = set()
    for path in (ROOT / "aiplans_cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Column":
                names |= {str(a.value) for a in node.args[:1] if isinstance(a, ast.Constant)}
    for path in (ROOT / "tests" / "golden").rglob("*.json"):
        names |= set(_named(json.loads(path.read_text(encoding="utf-8"))))
    return names


def _named(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        columns = found.get("columns")
        if isinstance(columns, list):
            yield from (column["name"] for column in columns)
        found = list(found.values())
    if isinstance(found, list):
        for one in found:
            yield from _named(one)


def _unexplained(names: set[str]) -> list[str]:
    missing = []
    for name in sorted(names):
        try:
            assert entries_of(name)[0].what
        except AiplansError:
            missing.append(name)
    return missing


def test_the_head_of_a_column_is_explained_as_a_table_prints_it(cli: Cli) -> None:
    assert cli("help", "as", "counted") == cli("help", "as counted")
    assert cli("help", "at least").startswith("at_least  (")


def test_every_column_in_the_code_and_in_kept_answers_is_explained() -> None:
    assert _unexplained(_column_names()) == []


COLUMNS = [
    ["compare", "us-2025-digest", "cn-2025-digest", "--evidence", "1", "--robustness"],
    ["compare", "us-2025", "us-eo-14110-2023", "us-eo-14179-2025", "-n", "1"],
    ["compare", "us-2025", "us-eo-14110-2023", "-m", "jsd", "--explain"],
    ["compare", "us-2025", "us-eo-14110-2023", "--resample", "permutation,resamples=9"],
    ["compare", "us-2025", "us-eo-14110-2023", "--resample", "bootstrap,resamples=9"],
    ["freq", "governance", "us-2025-digest", "--dispersion", "all"],
    ["freq", "governance", "us-2025-digest", "--by", "section"],
    ["profile", "us-2025", "cn-2025-digest"],
    ["keywords", "cn-2025-digest", "--pos", "n"],
    ["distance", "us-2025", "us-eo-14110-2023"],
    ["distance", "us-2025", "us-eo-14110-2023", "us-eo-14179-2025", "-m", "burrows_delta"],
    ["collocates", "governance", "us-2025-digest"],
    ["verify", "--calibration", "us-2025-digest", "--halvings", "2", "--resamples", "9"],
    ["tokens", "cn-2025-digest"],
    ["kwic", "governance", "us-2025-digest"],
    ["quotes", "README.md", "us-2025-digest"],
    ["explain", "us-2025-digest", "cn-2025-digest", "governance"],
    ["topics", "us-2025-digest", "-k", "2"],
    ["themes", "us-2025", "--by", "part"],
    ["similar", "us-2025-digest", "cn-2025-digest", "--assign", "--text"],
    ["calibrate", *(f"tests/cases/pairs/rivers-forests.{side}.md" for side in ("en", "zh"))],
    ["lexicon", "show", "governance"],
    ["lexicon", "check", "us-2025-digest"],
    ["lexicon", "coverage", "us-2025-digest"],
    ["lexicon", "suggest", "us-2025-digest"],
    ["texts", "list"],
    ["texts", "show", "us-2025"],
    ["texts", "show", "us-2025-digest", "--outline"],
    ["texts", "show", "us-2025-digest", "--ledger"],
]
"""Runs that print columns of every kind."""


@pytest.mark.parametrize("line", COLUMNS, ids=" ".join)
def test_every_column_that_is_printed_is_explained(
    cli: Cli, line: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert _unexplained(set(_named(cli.json(*line)))) == []


def test_the_keys_of_score_are_explained(cli: Cli) -> None:
    assert _unexplained(set(cli.json("score", "52", "50000", "57", "75000"))) == []


def test_every_entry_says_what_and_how_to_read() -> None:
    every = [entry for entries in glossary().values() for entry in entries]
    assert [entry.name for entry in every if not entry.what] == []
    formulas = [e for e in every if e.kind.split(":")[0] in ("measure", "dispersion", "distance")]
    assert [e.name for e in formulas if not (e.reading and e.example and e.source)] == []


def test_a_word_is_explained_and_a_mistyped_one_guessed(cli: Cli) -> None:
    shown = cli("help", "dp_norm_a")
    assert "Source: Lijffijt & Gries 2012" in shown and "Read: 0.00 where" in shown
    assert "log_ratio  (association)" in cli("help", "log_ratio")
    assert cli("help", "covrage", code=2) == ""
    assert "did you mean coverage" in cli.err
    assert cli("help", "freqq", code=2) == ""
    assert "did you mean freq" in cli.err


def test_help_alone_lists_commands_and_words(cli: Cli) -> None:
    shown = cli("help")
    assert all(f"  {name} " in shown for name in COMMANDS)
    assert "at_least" in shown and "log_ratio_conservative" in shown


def test_columns_that_are_called_like_commands_can_be_asked_for(cli: Cli) -> None:
    assert set(ALSO_COLUMNS) == set(COMMANDS) & set(glossary())
    for name in ALSO_COLUMNS:
        assert f"aiplans help column {name}" in cli(name, "--help")
        assert cli("help", "column", name).startswith(f"{name}  (")


@pytest.mark.skipif(not os.environ.get("AIPLANS_GOLDEN"), reason="rewrites only for make golden")
def test_rewrite_the_glossary() -> None:
    GLOSSARY.write_text(page(), encoding="utf-8")


def test_the_page_of_the_glossary_is_that_of_the_program() -> None:
    assert GLOSSARY.read_text(encoding="utf-8") == page(), "run make golden"


# -- completion


def _completed(shell: str, line: str, folder: Path, **environment: str) -> str:
    """What the shell is told for a line whose last word is being typed."""
    asked = {
        "_AIPLANS_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-m", "aiplans_cli"],
        env=os.environ | asked | {"PYTHONPATH": str(ROOT)} | environment,
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("aiplans compare us-2025", ["us-2025", "us-2025-digest"]),
        ("aiplans compare --reference us-2025 cn-2025-d", ["cn-2025-digest"]),
        ("aiplans freq govern", ["governance"]),
        ("aiplans freq governance us-eo-14320", ["us-eo-14320-2025"]),
        ("aiplans kwic 治", ["治理"]),  # govern
        ("aiplans explain us-2025 cn-2025-digest export-c", ["export-controls"]),
        ("aiplans lexicon show 人工智", ["人工智能"]),  # artificial intelligence
        ("aiplans texts fetch cn-2025", ["cn-2025"]),
        ("aiplans texts sh", ["show"]),
        ("aiplans help at_", ["at_least", "at_hand"]),
        ("aiplans compare us-2025 -f md,w", ["md,wide"]),
        ("aiplans compare us-2025 --me", ["--measure"]),
    ],
)
def test_completion(shell: str, line: str, expected: list[str], tmp_path: Path) -> None:
    told = re.split(r'[\s"]+', _completed(shell, line, tmp_path))
    assert [word for word in expected if word not in told] == []


def test_files_stand_beside_texts_and_what_must_be_quoted_is_left_out(tmp_path: Path) -> None:
    for name in ("us-plan.md", "us plan.md", "us-$(x).md", ".us-hidden", "us-计划.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    told = _completed("bash", "aiplans compare us-", tmp_path).split("\n")
    assert {"us-plan.md", "us-计划.md", "us-2025"} <= set(told)
    assert not {"us plan.md", "us-$(x).md", ".us-hidden"} & set(told)
    assert _completed("bash", "aiplans compare plans/", tmp_path).strip() == ""  # the shell knows


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_chinese_is_completed_in_any_locale(locale: str, tmp_path: Path) -> None:
    told = _completed("bash", "aiplans kwic 治", tmp_path, LC_ALL=locale)
    assert "治理" in told.split()


def test_a_broken_library_breaks_no_completion(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x.toml").write_text("[[text]\n", encoding="utf-8")
    assert _completed("bash", "aiplans compare us", tmp_path, AIPLANS_DATA=str(tmp_path)) == "\n"


@pytest.mark.parametrize("line", ["aiplans compare us", "aiplans kwic gov", "aiplans help at_"])
def test_completion_loads_no_heavy_library(line: str, tmp_path: Path) -> None:
    asked = {"_AIPLANS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "aiplans_cli"],
        env=os.environ | asked | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {row.rpartition("|")[2].strip().split(".")[0] for row in done.stderr.splitlines()}
    assert "typer" in loaded and done.stdout.strip()
    assert not loaded & NOT_AT_START


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
def test_completion_is_installed_and_used_by_bash(tmp_path: Path) -> None:
    program = tmp_path / "aiplans"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aiplans_cli "$@"\n')
    program.chmod(0o755)
    script = """
aiplans --install-completion
. "$HOME/.bash_completions/aiplans.sh"
COMP_WORDS=(aiplans freq "'Global South'" cn-2025-d) COMP_CWORD=3
_aiplans_completion aiplans
printf '%s\n' "${COMPREPLY[@]}"
COMP_WORDS=(aiplans kwic 治) COMP_CWORD=2
_aiplans_completion aiplans
printf '%s\n' "${COMPREPLY[@]}"
"""
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env=os.environ
        | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
        | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "bash completion installed" in done.stdout, done.stderr
    assert {"cn-2025-digest", "治理"} <= set(done.stdout.splitlines())
    assert "aiplans.sh" in (tmp_path / ".bashrc").read_text(encoding="utf-8")
