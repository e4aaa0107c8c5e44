"""Whole processes: what a user waits for. Each group pairs ours with the alternative."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from benchmarks.conftest import ROOT, SCRIPTS, Run

DIGESTS = (ROOT / "texts" / "us-2025-digest.en.md", ROOT / "texts" / "cn-2025-digest.zh.md")
ROUNDS = {"rounds": 7, "warmup_rounds": 1}


STARTS: dict[str, tuple[list[str], dict[str, str]]] = {
    "python -c pass": (["-c", "pass"], {}),
    "aiplans --version": (["-m", "aiplans_cli", "--version"], {}),
    "aiplans --help": (["-m", "aiplans_cli", "--help"], {}),
    "completion of a command": (["-m", "aiplans_cli"], {"COMP_WORDS": "aiplans com"}),
    "completion of an option": (["-m", "aiplans_cli"], {"COMP_WORDS": "aiplans compare --me"}),
}


@pytest.mark.benchmark(group="start")
@pytest.mark.parametrize("way", STARTS)
def test_start(benchmark: Any, run: Run, way: str) -> None:
    command, more = STARTS[way]
    if more:
        more = more | {
            "_AIPLANS_COMPLETE": "complete_bash",
            "COMP_CWORD": str(more["COMP_WORDS"].count(" ")),
        }
    benchmark.pedantic(run, args=command, kwargs=more, **ROUNDS)


QUESTIONS: dict[str, list[str]] = {
    "compare": ["compare"],
    "freq": ["freq", "governance", "-s"],
    "kwic": ["kwic", "governance"],
}
"""What is asked of the two digests."""


@pytest.mark.benchmark(group="the two digests")
@pytest.mark.parametrize("kept", ["nothing kept", "kept"])
@pytest.mark.parametrize("form", ["files", "ids"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_questions(
    benchmark: Any, run: Run, tmp_path: Path, question: str, form: str, kept: str
) -> None:
    asked = [*QUESTIONS[question]]
    first, second = map(str, DIGESTS) if form == "files" else ("us-2025-digest", "cn-2025-digest")
    asked += [first, *(["-s"] if question == "freq" else []), second]

    def forget() -> None:
        if kept == "nothing kept":
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)

    benchmark.pedantic(run, args=["-m", "aiplans_cli", *asked], setup=forget, **ROUNDS)


@pytest.mark.benchmark(group="the two digests")
def test_script(benchmark: Any, run: Run) -> None:
    benchmark.pedantic(run, args=[SCRIPTS / "compare.py", *DIGESTS], **ROUNDS)


PLANS = {
    "a PDF and a text": ("us/us-2025.pdf", "zh/cn-2024-ai-capacity-building-plan.txt"),
    "two PDFs": ("us/us-2025.pdf", "en/OMB-M-25-21-AI-Governance-Apr-2025.pdf"),
}


@pytest.mark.benchmark(group="documents that were never read before")
@pytest.mark.parametrize("way", ["script", "aiplans compare"])
@pytest.mark.parametrize("documents", PLANS)
def test_first_comparison(
    benchmark: Any, run: Run, tmp_path: Path, documents: str, way: str
) -> None:
    paths = [ROOT.parent / "shared" / "texts" / name for name in PLANS[documents]]
    if not all(path.is_file() for path in paths):
        pytest.skip("the shared documents are not here")
    ours = ["-m", "aiplans_cli", "compare"]
    command = [*([SCRIPTS / "compare.py"] if way == "script" else ours), *paths]

    def forget() -> None:
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)

    benchmark.pedantic(run, args=command, setup=forget, **ROUNDS)


WAYS_TO_KEY_WORDS: dict[str, list[str | Path]] = {
    "script": [SCRIPTS / "tfidf_zh.py", DIGESTS[1]],
    "import scikit-learn": ["-c", "import sklearn.feature_extraction.text"],
    "import scikit-learn, without pandas": [
        "-c",
        "import sys; sys.modules['pandas'] = None; import sklearn.feature_extraction.text",
    ],
    "aiplans keywords": ["-m", "aiplans_cli", "keywords", "--lang", "zh", DIGESTS[1]],
    "aiplans keywords, TextRank": [
        *("-m", "aiplans_cli", "keywords", "--measure", "textrank", "--lang", "zh", DIGESTS[1])
    ],
}


@pytest.mark.benchmark(group="key words of a Chinese document")
@pytest.mark.parametrize("way", WAYS_TO_KEY_WORDS)
def test_keywords(benchmark: Any, run: Run, way: str) -> None:
    benchmark.pedantic(run, args=WAYS_TO_KEY_WORDS[way], **ROUNDS)
