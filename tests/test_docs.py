"""Documentation that fails the build when it lies: examples run, and everything is named."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from aiplans_cli.cli.app import COMMANDS
from aiplans_cli.output import FORMATS
from aiplans_cli.statistics import CORRECTIONS, DISPERSION, MEASURES

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _examples() -> Iterator[Any]:
    """Each command of a console block with the output shown under it."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in CONSOLE.finditer(text):
            line = text[: block.start()].count("\n") + 1
            for part in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
                command, _, expected = part.partition("\n")
                while command.endswith("\\"):
                    more, _, expected = expected.partition("\n")
                    command = command[:-1] + more
                yield pytest.param(command, expected, id=f"{page.name}:{line}:{command[:50]}")


def _pattern(expected: str) -> re.Pattern[str]:
    """The output as a pattern: a line of dots stands for any lines, one inside a line for text."""
    pieces = [re.escape(line) for line in expected.rstrip("\n").split("\n")]
    lines = [piece.replace(r"\.\.\.", ".*") for piece in pieces]
    return re.compile("\n".join(lines).replace("\n.*\n", "\n(?:.*\n)*"))


@pytest.mark.parametrize(("command", "expected"), _examples())
def test_example_prints_what_the_page_shows(command: str, expected: str, tmp_path: Path) -> None:
    shared = ROOT.parent / "shared"
    if "../shared/" in command and not shared.is_dir():
        pytest.skip("the shared documents are not here")
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TMPDIR": str(tmp_path),
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
    shown = run.stdout if run.stdout else run.stderr
    if expected.strip():
        assert _pattern(expected).fullmatch(shown.rstrip("\n")), f"printed:\n{shown}"
    assert "Traceback" not in run.stderr


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
            if names and names != ["--help"]:
                assert getattr(parameter, "help", None), f"{path} {names[0]} has no help"
                assert names[0] in text, f"{path} {names[0]} is not in the documentation"


def test_summaries_in_the_list_of_commands_are_those_of_the_commands() -> None:
    for name, summary in COMMANDS.items():
        command = typer.main.get_command(import_module(f"aiplans_cli.cli.{name}").app)
        assert (command.help or "").split("\n\n")[0].replace("\n", " ").strip() == summary, name


@pytest.mark.parametrize("registry", [FORMATS, MEASURES, DISPERSION, CORRECTIONS])
def test_every_key_of_a_registry_is_documented(registry: dict[str, object]) -> None:
    text = _documentation()
    assert [key for key in registry if f"`{key}`" not in text] == []
