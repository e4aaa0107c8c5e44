"""Many small texts to one Parquet file, and one word's counts out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.conftest import Run, corpus

TEXTS = 400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages of a real corpus as files, in ten folders."""
    lines = corpus("en-whitehouse.txt.xz", 4_000_000).splitlines(keepends=True)
    share = len(lines) // TEXTS
    for number in range(TEXTS):
        path = tmp_path / "texts" / str(2016 + number % 10) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        own = lines[number * share : (number + 1) * share]
        path.write_text("".join(own), encoding="utf-8")
    return tmp_path / "texts"


@pytest.mark.benchmark(group="corpus")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_count_a_folder(benchmark: Any, run: Run, folder: Path, jobs: str) -> None:
    output = folder.parent / "x.parquet"
    command = ("-m", "aiplans_cli", "count", folder, "-r", "--by", "folder", "-o", output)
    benchmark.pedantic(run, args=(*command, "-j", jobs), rounds=2)


@pytest.mark.benchmark(group="corpus")
def test_ask_a_corpus(benchmark: Any, run: Run, folder: Path) -> None:
    output = folder.parent / "x.parquet"
    run("-m", "aiplans_cli", "count", folder, "-r", "--by", "folder", "-o", output)
    command = ("-m", "aiplans_cli", "freq", "governance", "-s", output, "--by", "folder")
    benchmark.pedantic(run, args=command, rounds=3)
