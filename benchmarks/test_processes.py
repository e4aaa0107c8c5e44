"""Whole processes: what a user waits for. Each group pairs ours with the alternative."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from benchmarks.conftest import ROOT, SCRIPTS, Run

DIGESTS = (ROOT / "texts" / "us-2025-digest.en.md", ROOT / "texts" / "cn-2025-digest.zh.md")
ROUNDS = {"rounds": 7, "warmup_rounds": 1}


@pytest.mark.benchmark(group="start")
@pytest.mark.parametrize(
    "command",
    [["-c", "pass"], ["-m", "aiplans_cli", "--version"], ["-m", "aiplans_cli", "--help"]],
    ids=["python -c pass", "aiplans --version", "aiplans --help"],
)
def test_start(benchmark: Any, run: Run, command: list[str]) -> None:
    benchmark.pedantic(run, args=command, **ROUNDS)


@pytest.mark.benchmark(group="compare the digests")
@pytest.mark.parametrize("way", ["script", "aiplans, cold cache", "aiplans, warm cache"])
def test_compare(benchmark: Any, run: Run, tmp_path: Path, way: str) -> None:
    if way == "script":
        benchmark.pedantic(run, args=[SCRIPTS / "compare.py", *DIGESTS], **ROUNDS)
        return
    ours = ["-m", "aiplans_cli", "compare", *DIGESTS]

    def forget() -> None:
        if "cold" in way:
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)

    benchmark.pedantic(run, args=ours, setup=forget, **ROUNDS)


@pytest.mark.benchmark(group="compare the shipped digests")
@pytest.mark.parametrize("way", ["script", "aiplans"])
def test_compare_shipped(benchmark: Any, run: Run, way: str) -> None:
    ours = ["-m", "aiplans_cli", "compare", "us-2025-digest", "cn-2025-digest"]
    script = [SCRIPTS / "compare.py", *DIGESTS]
    benchmark.pedantic(run, args=script if way == "script" else ours, **ROUNDS)


@pytest.mark.benchmark(group="key words of a Chinese document")
@pytest.mark.parametrize("way", ["script", "import scikit-learn", "aiplans"])
def test_keywords(benchmark: Any, run: Run, way: str) -> None:
    commands: dict[str, list[str | Path]] = {
        "script": [SCRIPTS / "tfidf_zh.py", DIGESTS[1]],
        "import scikit-learn": ["-c", "import sklearn.feature_extraction.text"],
        "aiplans": ["-m", "aiplans_cli", "keywords", "--lang", "zh", DIGESTS[1]],
    }
    benchmark.pedantic(run, args=commands[way], **ROUNDS)
