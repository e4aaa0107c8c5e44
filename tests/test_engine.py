"""The fast Chinese engine gives jieba's words: over real texts, random ones, and its own lists."""

from __future__ import annotations

import lzma
import os
from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplans_cli.language import ENGINES, Settings, words
from aiplans_cli.language.rjieba import is_left_over
from aiplans_cli.language.segmenter import UserWord, tokenizer
from aiplans_cli.language.unknown_words import part

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
FULL = os.environ.get("AIPLANS_FULL") == "1"
"""The full run compares the whole corpus and every word of the dictionary: some minutes."""


@pytest.fixture(scope="module")
def cut() -> Callable[[str], list[str]]:
    return ENGINES["rjieba"](Settings()).cut


@pytest.fixture(scope="module")
def jieba_cut() -> Callable[[str], list[str]]:
    return ENGINES["jieba"](Settings()).cut


def _frequencies() -> dict[str, int]:
    made: Any = tokenizer()
    frequencies: dict[str, int] = made.FREQ
    return frequencies


@cache
def _latin_words() -> frozenset[str]:
    """The words of jieba's dictionary that have Latin letters, digits or symbols in a block."""
    block = set("+#&._%-") | {chr(code) for code in range(128) if chr(code).isalnum()}
    return frozenset(
        word
        for word, frequency in _frequencies().items()
        if frequency
        and not block.isdisjoint(word)
        and all(c in block or "\u4e00" <= c <= "\u9fd5" for c in word)
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025年7月26日",  # "26 July 2025"
        "占26.7%，GPT-4.5、v1.2.3和AI-driven的x--y",  # shares, versions, hyphens
        "A股和IC卡，C++、c#与AT&T",  # words of the dictionary with Latin letters
        "见www.gov.cn/a_b-c。R&D中心，ai@gov.cn的Ph.D.，AT&TA型",  # what no segmenter may part
        "T恤衫小S阿QX光线",  # "T-shirt", two names, "X-ray"
        "㐀㐁中国\U00020000人",  # rare characters round "China"
        "中\r\n国\r\r\n人\n\n",  # line ends
        "ＡＩ２０２５年，α粒子",  # full-width letters, "alpha particle"
        "公作规人五完养务备查常在烟有",  # a near-tie of the model of unknown words
        "张三AI李四",  # names on both sides of Latin letters
        "的" * 40_000 + "AI" + "治理，" * 20_000,  # far longer than is segmented at once
        "a" * 5_000 + "国" * 300,
    ],
)
def test_hard_cases(
    text: str, cut: Callable[[str], list[str]], jieba_cut: Callable[[str], list[str]]
) -> None:
    assert cut(text) == jieba_cut(text)


_ALPHABET = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5),
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
    st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E),
    st.sampled_from("人工智能治理中国的一是不了全球安全发展数据AaTSBCZ019%+-#&._ \r\n，。、"),
)


@settings(max_examples=1500 if FULL else 300, deadline=None)
@given(st.text(_ALPHABET, max_size=40))
def test_random_unicode(text: str) -> None:
    assert ENGINES["rjieba"](Settings()).cut(text) == ENGINES["jieba"](Settings()).cut(text)


@settings(max_examples=1500 if FULL else 300, deadline=None)
@given(st.data())
def test_random_words(data: st.DataObject) -> None:
    known = _frequencies()
    vocabulary = [word for word in islice(known, 0, None, 997) if known[word]]
    piece = st.one_of(st.sampled_from(vocabulary), st.sampled_from(sorted(_latin_words())))
    cropped = st.tuples(piece, st.integers(1, 3)).map(lambda pair: pair[0][: pair[1]])
    text = "".join(data.draw(st.lists(st.one_of(piece, cropped, st.text(max_size=2)), max_size=9)))
    assert ENGINES["rjieba"](Settings()).cut(text) == ENGINES["jieba"](Settings()).cut(text)


def test_lone_surrogates_stand_alone(cut: Callable[[str], list[str]]) -> None:
    assert cut("治理\ud800AI") == ["治理", "\ud800", "AI"]  # "governance"


def _shared_chinese() -> list[Path]:
    found = [*(SHARED / "texts" / "zh").glob("*"), *(SHARED / "texts" / "pairs").glob("*zh*")]
    return sorted(path for path in found if path.is_file())


def test_shared_texts(
    cut: Callable[[str], list[str]], jieba_cut: Callable[[str], list[str]]
) -> None:
    if not _shared_chinese():
        pytest.skip("the shared texts are not here")
    for path in _shared_chinese():
        encoding = {".gb2312": "gb18030", ".hz": "hz"}.get(path.with_suffix("").suffix, "utf-8")
        text = path.read_bytes().decode(encoding, "ignore")
        assert cut(text) == jieba_cut(text), path.name


def test_corpus(cut: Callable[[str], list[str]], jieba_cut: Callable[[str], list[str]]) -> None:
    path = SHARED / "corpora" / "zh-laws.txt.xz"
    if not path.is_file():
        pytest.skip("the shared corpus is not here")
    tokens = 0
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for number, block in enumerate(iter(lambda: stream.read(50_000), "")):
            if FULL or number % 40 == 0:
                expected = jieba_cut(block)
                assert cut(block) == expected, f"block {number}"
                tokens += len(expected)
    assert tokens > (4_000_000 if FULL else 50_000)


def test_words_of_the_dictionary_are_never_left_over() -> None:
    assert _latin_words() >= {"A股", "C++", "AT&T", "江南Style"}  # "A-shares", "Gangnam Style"
    assert not any(is_left_over(word) for word in _latin_words())


def test_dictionary_is_that_of_jieba(cut: Callable[[str], list[str]]) -> None:
    from rjieba import has_word

    known = _frequencies()
    step = 1 if FULL else 50
    assert all(has_word(word) == bool(known[word]) for word in islice(known, 0, None, step))


def test_model_is_that_of_jieba() -> None:
    from jieba.finalseg import cut as model

    known = [word for word in _frequencies() if all("\u4e00" <= c <= "\u9fd5" for c in word)]
    for first, second in zip(known[::499], known[7::499], strict=False):
        assert part(first + second) == list(model(first + second))


def test_user_words_are_left_to_jieba() -> None:
    own = (UserWord("大模型治理"), UserWord("量子 互联网"))  # "governance of large models", ...
    text = "大模型治理与量子 互联网"
    made = [words(text, "zh", Settings(user_words=own, engine=engine)) for engine in ENGINES]
    assert made[0] == made[1]
    assert [word for word, _, _ in made[0]] == ["大模型治理", "与", "量子 互联网"]


def test_engine_leaves_no_trace_in_the_signature() -> None:
    assert Settings(engine="jieba").signature() == Settings(engine="rjieba").signature()
