"""Words counted on real text, in CPU time, against the usual two lines of Python."""

from __future__ import annotations

import io
import logging
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiplans_cli.concepts.bulk_matcher import matcher_of
from aiplans_cli.concepts.compiled import dictionary_terms
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.counting.bulk import count_blocks, count_words
from aiplans_cli.language import ENGINES, Settings
from aiplans_cli.reading.blocks import text_blocks
from benchmarks.conftest import Run, corpus

Work = Callable[[], object]


FEW = {"en": "It uses GPT-4.5.\n", "zh": "小明用GPT-4.5。\n"}  # "Xiao Ming uses GPT-4.5."
"""Some words, for what loads libraries and dictionaries: of no way is that timed."""


def _blocks(text: str) -> list[str]:
    """The blocks in which ``aiplans count`` reads a file."""
    return [block.text() for block in text_blocks(io.BytesIO(text.encode()), "corpus")]


def _counts(text: str, language: str) -> Work:
    """All that ``aiplans count`` counts: words, sentences, concepts and coverage."""
    concepts = load_concepts()
    blocks, settings = _blocks(text), Settings(dict_terms=dictionary_terms(concepts))

    def make(code: str) -> Any:
        return matcher_of(concepts, None, code)

    count_blocks([FEW[language]], language, settings, None, make, 1)
    return lambda: count_blocks(blocks, language, settings, None, make, 1)


def _words(text: str, language: str) -> Work:
    """What ``aiplans count --wordlist`` counts: words alone, terms of the list kept whole."""
    blocks, settings = _blocks(text), Settings(dict_terms=dictionary_terms(load_concepts()))
    count_words([FEW[language]], language, settings, 1)
    return lambda: count_words(blocks, language, settings, 1)


_PART = 1 << 16


def _engine(text: str) -> Work:
    """The segmenter alone, for what ``jieba.lcut`` and a ``Counter`` do."""
    cut = ENGINES["rjieba"](Settings()).cut
    cut(FEW["zh"])

    def work() -> Counter[str]:
        found: Counter[str] = Counter()
        for start in range(0, len(text), _PART):
            found.update(cut(text[start : start + _PART]))
        return found

    return work


def _jieba(text: str) -> Work:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return lambda: Counter(jieba.lcut(text))


def _nltk(text: str) -> Work:
    from nltk.tokenize import NLTKWordTokenizer

    split = NLTKWordTokenizer().tokenize
    # word_tokenize itself needs a downloaded sentence model; its word rules run line by line here.
    return lambda: Counter(word for line in text.splitlines() for word in split(line))


def _sklearn(text: str) -> Work:
    from sklearn.feature_extraction.text import CountVectorizer

    return lambda: CountVectorizer().fit_transform(text.split("\n\n"))


CHINESE: dict[str, Callable[[str], Work]] = {
    "jieba.lcut + Counter": _jieba,
    "aiplans engine + Counter": _engine,
    "aiplans count --wordlist": lambda text: _words(text, "zh"),
    "aiplans count": lambda text: _counts(text, "zh"),
}
ENGLISH: dict[str, Callable[[str], Work]] = {
    "nltk words + Counter": _nltk,
    "CountVectorizer": _sklearn,
    "aiplans count --wordlist": lambda text: _words(text, "en"),
    "aiplans count": lambda text: _counts(text, "en"),
}


@pytest.mark.benchmark(group="count Chinese", timer=time.process_time)
@pytest.mark.parametrize("way", CHINESE)
def test_chinese(benchmark: Any, way: str) -> None:
    work = CHINESE[way](corpus("zh-laws.txt.xz"))
    benchmark.pedantic(work, rounds=1 if way.startswith("jieba") else 3)


@pytest.mark.benchmark(group="count English", timer=time.process_time)
@pytest.mark.parametrize("way", ENGLISH)
def test_english(benchmark: Any, way: str) -> None:
    work = ENGLISH[way](corpus("en-whitehouse.txt.xz"))
    benchmark.pedantic(work, rounds=1 if way.startswith("nltk") else 3)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each corpus ten times over, as a file."""
    found = {}
    for code, name in (("en", "en-whitehouse.txt.xz"), ("zh", "zh-laws.txt.xz")):
        found[code] = tmp_path_factory.mktemp("large") / f"{code}.txt"
        found[code].write_text(corpus(name) * 10, encoding="utf-8")
    return found


@pytest.mark.benchmark(group="two cores, 240 MB")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("more", [(), ("--wordlist",)], ids=["count", "count --wordlist"])
@pytest.mark.parametrize("code", ["en", "zh"])
def test_jobs(
    benchmark: Any, run: Run, large: dict[str, Path], code: str, more: tuple[str, ...], jobs: str
) -> None:
    output = large[code].with_suffix(".tsv")
    command = ("-m", "aiplans_cli", "count", large[code], *more, "-o", output, "-j", jobs)
    benchmark.pedantic(run, args=command, rounds=1)


SILENT = {"stdout": subprocess.DEVNULL, "check": True}
FLOOR = {
    "wc -w": "wc -w",
    "grep, sort, uniq": r"grep -oE '\w+' {} | LC_ALL=C sort | uniq -c",
}
"""What a shell has without us; it lower-cases nothing and keeps no hyphens."""


@pytest.mark.benchmark(group="floor, 24 MB of English")
@pytest.mark.parametrize("way", [*FLOOR, "aiplans count --wordlist"])
def test_floor(benchmark: Any, run: Run, tmp_path: Path, way: str) -> None:
    path = tmp_path / "en.txt"
    path.write_text(corpus("en-whitehouse.txt.xz"), encoding="utf-8")
    if way in FLOOR:
        shell = FLOOR[way].replace("{}", str(path)) + ("" if "{}" in FLOOR[way] else f" {path}")
        benchmark.pedantic(subprocess.run, args=(["sh", "-c", shell],), kwargs=SILENT, rounds=2)
    else:
        command = ("-m", "aiplans_cli", "count", path, "--wordlist", "-o", tmp_path / "x.tsv")
        benchmark.pedantic(run, args=(*command, "-j", "1"), rounds=2)
