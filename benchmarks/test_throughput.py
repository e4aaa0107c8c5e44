"""Words counted a second, on real text, against the usual two lines of Python."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from aiplans_cli.counting import count
from aiplans_cli.language import tokenize
from aiplans_cli.model import Document, Section
from benchmarks.conftest import corpus

CHARACTERS = 1_000_000


def _ours(text: str, language: str) -> Callable[[], object]:
    document = Document("corpus", "corpus", language, (Section("", 0, "body", "", text),))
    return lambda: count(tokenize(document))


def _jieba(text: str) -> Callable[[], object]:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return lambda: Counter(jieba.lcut(text))


def _nltk(text: str) -> Callable[[], object]:
    from nltk.tokenize import NLTKWordTokenizer

    split = NLTKWordTokenizer().tokenize
    # word_tokenize itself needs a downloaded sentence model; its word rules run line by line here.
    return lambda: Counter(word for line in text.splitlines() for word in split(line))


@pytest.mark.benchmark(group="count Chinese")
@pytest.mark.parametrize("way", ["jieba.lcut + Counter", "aiplans"])
def test_chinese(benchmark: Any, way: str) -> None:
    text = corpus("zh-laws.txt.xz", CHARACTERS // 4)
    work = _ours(text, "zh") if way == "aiplans" else _jieba(text)
    work()
    benchmark.pedantic(work, rounds=5)


@pytest.mark.benchmark(group="count English")
@pytest.mark.parametrize("way", ["nltk words + Counter", "aiplans"])
def test_english(benchmark: Any, way: str) -> None:
    text = corpus("en-whitehouse.txt.xz", CHARACTERS)
    work = _ours(text, "en") if way == "aiplans" else _nltk(text)
    work()
    benchmark.pedantic(work, rounds=5)
