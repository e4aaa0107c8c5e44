"""Where the benchmarks find what they measure."""

from __future__ import annotations

import lzma
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
SCRIPTS = Path(__file__).parent / "scripts"
Run = Callable[..., None]

collect_ignore = ["scripts"]  # they run when they are imported, so no docstrings are looked for


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a Python command line as a process of its own, its output thrown away."""
    environment = os.environ | {"AIPLANS_CACHE": str(tmp_path / "cache"), "TMPDIR": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has been compiled

    def call(*arguments: str | Path, **more: str) -> None:
        subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=environment | more,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )

    return call


def corpus(name: str, characters: int = -1) -> str:
    """One of the shared corpora, or its first characters to the end of a line."""
    path = CORPORA / name
    if not path.is_file():
        pytest.skip(f"the shared corpus {name} is not here")
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        return stream.read(characters) + stream.readline()
