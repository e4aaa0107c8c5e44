"""Documentation that fails the build when it lies: examples run, and everything is named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from aiplans_cli import __version__
from aiplans_cli.cli.app import COMMANDS
from aiplans_cli.output.formats import FORMATS
from aiplans_cli.output.pictures.registry import CHARTS
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.measures import MEASURES

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _examples() -> Iterator[Any]:
    """Each command of a console block with the output shown under it."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in CONSOLE.finditer(text):
            line = text[: block.start()].count("\n") + 1
            for part in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
                command, _, expected = part.partition("\n")
                yield pytest.param(command, expected, id=f"{page.name}:{line}:{command[:50]}")


def _run(command: str, folder: Path) -> tuple[str, str]:
    """What a command of the documentation prints, on standard output or else on error."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TMPDIR": str(folder),
    }
    run = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return run.stdout or run.stderr, run.stderr


def _refreshed(block: re.Match[str], folder: Path) -> str:
    lines = []
    for part in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        dotted = "..." in expected  # written by hand, to leave something out
        lines.append(f"$ {command}\n{expected if dotted else _run(command, folder)[0]}")
    return "```console\n" + "".join(lines) + "```"


@pytest.mark.skipif(not os.environ.get("AIPLANS_GOLDEN"), reason="rewrites only for make golden")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_rewrite_examples(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    page.write_text(CONSOLE.sub(lambda b: _refreshed(b, tmp_path), text), encoding="utf-8")


def _pattern(expected: str) -> re.Pattern[str]:
    """The output as a pattern: a line of dots stands for any lines, one inside a line for text."""
    pieces = [re.escape(line) for line in expected.rstrip("\n").split("\n")]
    lines = [piece.replace(r"\.\.\.", ".*") for piece in pieces]
    return re.compile("\n".join(lines).replace("\n.*\n", "\n(?:.*\n)*"))


@pytest.mark.parametrize(("command", "expected"), list(_examples()))
def test_example_prints_what_the_page_shows(command: str, expected: str, tmp_path: Path) -> None:
    shared = ROOT.parent / "shared"
    if "../shared/" in command and not shared.is_dir():
        pytest.skip("the shared documents are not here")
    if "| jq" in command and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    shown, complaints = _run(command, tmp_path)
    if expected.strip():
        assert _pattern(expected).fullmatch(shown.rstrip("\n")), f"printed:\n{shown}"
    assert "Traceback" not in complaints


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_python_examples_run(page: Path) -> None:
    for block in PYTHON.findall(page.read_text(encoding="utf-8")):
        exec(compile(block, page.name, "exec"), {})


def _documentation() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def _leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children:
        for name, child in children.items():
            yield from _leaves(child, f"{path} {name}")
    else:
        yield path, command


def _all_commands() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name in COMMANDS:
        module = import_module(f"aiplans_cli.cli.{name}")
        found.extend(_leaves(typer.main.get_command(module.app), name))
    return found


@pytest.mark.parametrize("path", [path for path, _ in _all_commands()])
def test_every_command_is_in_the_readme(path: str) -> None:
    assert f"aiplans {path}" in _documentation()


def test_every_option_has_help_and_is_documented() -> None:
    text = _documentation()
    for path, command in _all_commands():
        for parameter in command.params:
            names = [name for name in parameter.opts if name.startswith("--")]
            if names and names != ["--help"] and not getattr(parameter, "hidden", False):
                assert getattr(parameter, "help", None), f"{path} {names[0]} has no help"
                assert names[0] in text, f"{path} {names[0]} is not in the documentation"


def test_summaries_in_the_list_of_commands_are_those_of_the_commands() -> None:
    for name, summary in COMMANDS.items():
        command = typer.main.get_command(import_module(f"aiplans_cli.cli.{name}").app)
        assert (command.help or "").split("\n\n")[0].replace("\n", " ").strip() == summary, name


@pytest.mark.parametrize("registry", [FORMATS, CHARTS, MEASURES, DISPERSION, CORRECTIONS])
def test_every_key_of_a_registry_is_documented(registry: dict[str, object]) -> None:
    text = _documentation()
    assert [key for key in registry if f"`{key}`" not in text] == []


def test_the_version_is_told_alike_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {__version__}\n" in citation
    first = re.search(r"^## (\S+) \((\S+)\)\n\n### Numbers that changed, and why\n", changes, re.M)
    assert first is not None
    assert first[1] == __version__
    assert f"date-released: {first[2]}\n" in citation
