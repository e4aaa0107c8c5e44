"""Words counted on real text, in CPU time, against the usual two lines of Python."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from aiplans_cli.concepts import dictionary_terms, load_concepts
from aiplans_cli.concepts.spotting import spotter
from aiplans_cli.counting.bulk import count_blocks
from aiplans_cli.language import ENGINES, Settings
from benchmarks.conftest import corpus

CHARACTERS = 4_000_000
"""Enough that what is learnt at the start does not decide; the corpora have 8 and 24 million."""

Work = Callable[[], object]


def _blocks(text: str, size: int = 1 << 20) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def _counts(text: str, language: str) -> Work:
    """All that ``aiplans count`` counts: words, sentences, concepts and coverage."""
    concepts = load_concepts()
    blocks, settings = _blocks(text), Settings(dict_terms=dictionary_terms(concepts))

    def make(code: str) -> Any:
        return spotter(concepts, None, code)

    return lambda: count_blocks(blocks, language, settings, None, make, 1)


def _engine(text: str) -> Work:
    """The segmenter alone, for what ``jieba.lcut`` and a ``Counter`` do."""
    cut = ENGINES["rjieba"](Settings())

    def work() -> Counter[str]:
        found: Counter[str] = Counter()
        for block in _blocks(text, 1 << 16):
            found.update(cut(block))
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
    "aiplans count": lambda text: _counts(text, "zh"),
}
ENGLISH: dict[str, Callable[[str], Work]] = {
    "nltk words + Counter": _nltk,
    "CountVectorizer": _sklearn,
    "aiplans count": lambda text: _counts(text, "en"),
}


@pytest.mark.benchmark(group="count Chinese", timer=time.process_time)
@pytest.mark.parametrize("way", CHINESE)
def test_chinese(benchmark: Any, way: str) -> None:
    work = CHINESE[way](corpus("zh-laws.txt.xz", CHARACTERS // 2))
    benchmark.pedantic(work, rounds=1 if way.startswith("jieba") else 3)


@pytest.mark.benchmark(group="count English", timer=time.process_time)
@pytest.mark.parametrize("way", ENGLISH)
def test_english(benchmark: Any, way: str) -> None:
    work = ENGLISH[way](corpus("en-whitehouse.txt.xz", CHARACTERS * 2))
    benchmark.pedantic(work, rounds=1 if way.startswith("nltk") else 3)
