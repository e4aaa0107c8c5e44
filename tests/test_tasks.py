"""Tasks of people who use the program: who asks what, what is typed, what must be in the answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "tasks"
TASKS: list[dict[str, Any]] = [
    task
    for path in sorted(FOLDER.glob("*.toml"))
    for task in tomllib.loads(path.read_text(encoding="utf-8"))["task"]
]


def test_there_are_enough_and_each_says_what_must_come() -> None:
    assert len(TASKS) >= 75
    known = {"who", "asks", "command", "says", "lacks", "tells", "code"}
    assert all(task.keys() <= known and task.keys() & {"says", "tells"} for task in TASKS)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["asks"])
def test_a_task_is_answered(task: dict[str, Any], tmp_path: Path) -> None:
    if "jq " in task["command"] and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    shutil.copytree(FOLDER / "files", tmp_path / "desk")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", task["command"]],
        cwd=tmp_path / "desk",
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert ran.returncode == task.get("code", 0), ran.stderr
    for word in task.get("says", ()):
        assert word in ran.stdout, ran.stdout + ran.stderr
    for word in task.get("lacks", ()):
        assert word not in ran.stdout
    for word in task.get("tells", ()):
        assert word in ran.stderr, ran.stderr
    assert "Traceback" not in ran.stderr
