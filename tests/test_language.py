"""Words, sentences, folding, detection, stop words, and the segmenter's good manners."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplans_cli.characters import UNTIDY, tidied
from aiplans_cli.errors import AnalysisError, DataError
from aiplans_cli.language import (
    LANGUAGES,
    MIXED,
    Settings,
    chinese,
    detect,
    find_exact,
    fold,
    folding,
    is_content_word,
    language_of,
    parse_stop_words,
    sentences,
    stem_terms,
    stop_words,
    tokenize,
    words,
)
from aiplans_cli.language.addresses import addresses
from aiplans_cli.language.chinese import tags
from aiplans_cli.language.folding import simplify
from aiplans_cli.language.patterns import word_tests
from aiplans_cli.language.segmenter import UserWord, cutter, parse_user_dict, tokenizer
from aiplans_cli.lean_imports import without
from aiplans_cli.model import Document, Section
from aiplans_cli.sources.library.documents import in_language

CASES = Path(__file__).parent / "cases"


def _cases(name: str) -> list[dict[str, Any]]:
    return list(json.loads((CASES / name).read_text(encoding="utf-8")))


def _document(text: str, language: str) -> Document:
    return Document("d", "d", language, (Section("", 0, "body", "", text),))


@pytest.mark.parametrize("case", _cases("language_words.json"), ids=lambda c: str(c["why"]))
def test_words(case: dict[str, Any]) -> None:
    found = words(case["text"], case["language"])
    assert [word for word, _, _ in found] == case["expect"]


@pytest.mark.parametrize("case", _cases("language_sentences.json"), ids=lambda c: str(c["why"]))
def test_sentences(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [text[a:b] for a, b in sentences(text, case["language"])] == case["expect"]


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_offsets_round_trip_on_any_text(language: str, text: str) -> None:
    folded = fold(text, language)
    assert len(folded) == len(text)
    position = 0
    for word, start, end in words(text, language):
        assert position <= start < end <= len(text)
        assert folded[start:end] == word
        position = end
    spans = sentences(text, language)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@given(text=st.text(alphabet="治理與標準國際人工智慧發展臺灣後ABCab 12,.。，-’", max_size=80))
@settings(max_examples=150, deadline=None)
def test_every_word_stands_in_a_sentence(text: str) -> None:
    for language in LANGUAGES:
        spans = sentences(text, language)
        for _, start, end in words(text, language):
            assert any(a <= start and end <= b for a, b in spans)


_TRADITIONAL = "治理 國際 反覆 覆盖 沈阳 消沈 藉口 慰藉 瞭望 一目瞭然 乾坤 乾 𠀀 ⼀ 豈 ，".split()
"""Govern, international, again and again, cover, Shenyang, depressed, excuse ..., rare forms."""


@given(
    st.lists(st.sampled_from([*_TRADITIONAL, "AI", "\n", "\n\n"]), max_size=12),
    st.sampled_from(["1.4.", "0."]),
)
def test_large_texts_are_simplified_by_the_line(words: list[str], version: str) -> None:
    text = "".join(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "_TABLES", version)
        folding._changeable.cache_clear()
        patch.setattr(folding, "_LARGE", 1)
        found = simplify(text)
    folding._changeable.cache_clear()
    assert found == "\n".join(map(simplify, text.split("\n")))


def test_what_phrases_alone_change_is_known(tmp_path: Path) -> None:
    import opencc

    if not opencc.__version__.startswith(folding._TABLES):
        pytest.skip(f"OpenCC {opencc.__version__} is not the version whose phrases are listed")
    own = Path(opencc.__file__).parent / "clib"
    program, phrases = own / "bin" / "opencc_dict", own / "share" / "opencc" / "TSPhrases.ocd2"
    if not program.is_file():
        pytest.skip("this OpenCC comes without opencc_dict, which lists its phrases")
    target = tmp_path / "phrases.txt"
    command = [str(program), "-f", "ocd2", "-t", "text", "-i", str(phrases), "-o", str(target)]
    subprocess.run(command, check=True, capture_output=True)
    pairs = [line.split("\t") for line in target.read_text(encoding="utf-8").splitlines()]
    alone = [
        old for old, new in pairs if old != new.split()[0] and all(simplify(c) == c for c in old)
    ]
    assert len(pairs) > 400
    assert len(alone) > 100
    assert all(set(old) & set(folding._IN_PHRASES) for old in alone)
    assert all(any(needed in old for old in alone) for needed in folding._IN_PHRASES)


def test_traditional_text_is_counted_as_simplified_and_quoted_as_it_stands() -> None:
    text = "聯合國與發展中國家"  # "the United Nations and developing countries"
    found = words(text, "zh")
    assert [word for word, _, _ in found] == ["联合国", "与", "发展中国家"]
    assert [text[a:b] for _, a, b in found] == ["聯合國", "與", "發展中國家"]


def test_dict_terms_join_what_the_segmenter_parts_and_nothing_else() -> None:
    # "global governance platform, not this treatment": 全球治理 is the term
    text = "全球治理平台，全球，治理"
    joined = words(text, "zh", Settings(dict_terms=frozenset({"全球治理"})))
    assert [word for word, _, _ in joined] == ["全球治理", "平台", "全球", "治理"]


def test_hyphens_part_words_only_where_asked() -> None:
    text = "high-risk AI at ai-plans.gov, the M-25-21 -"
    split = Settings(split_hyphens=True)
    assert [w for w, _, _ in words(text, "en")] == [
        *("high-risk", "ai", "at", "ai-plans.gov", "the", "m-25-21")
    ]
    found = words(text, "en", split)
    assert [w for w, _, _ in found] == [
        *("high", "risk", "ai", "at", "ai-plans.gov", "the", "m", "25", "21")
    ]
    assert all(fold(text, "en")[start:end] == word for word, start, end in found)
    assert find_exact(text, "risk", "en") == []
    assert find_exact(text, "risk", "en", split) == [(5, 9)]
    stemmed = words("risk-taking", "en", Settings(split_hyphens=True, stem=True))
    assert [w for w, _, _ in stemmed] == ["risk", "take"]
    assert split.signature() != Settings().signature()


@pytest.mark.parametrize(
    "text",
    [
        *("a." * 20_000, "(" * 20_000 + "https://a", "https://" * 9_000, "http://a" + "[" * 20_000),
        *("a-" * 20_000 + ".com", "a@" * 20_000, "http://x" + "." * 20_000, "www." * 9_000),
    ],
)
def test_no_text_makes_the_search_for_addresses_slow(text: str) -> None:
    began = time.process_time()
    list(addresses(text))
    assert time.process_time() - began < 1


def test_words_that_hold_an_address_or_rd_are_left_to_the_user() -> None:
    text = "R&D中心和gov.cn网"  # "R&D centre and the gov.cn network"
    own = Settings(user_words=(UserWord("R&D中心", 9_999),))
    assert [w for w, _, _ in words(text, "zh")] == ["r&d", "中心", "和", "gov.cn", "网"]
    assert words(text, "zh", own)[0][0] != "r"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("治\ufe00理", "治理"),  # "governance" with a variation selector
        ("⻛险", "风险"),  # "risk" with a radical in place of a character
        ("隨著", "随着"),  # "with" in both scripts
        ("co\u00adoperation", "cooperation"),
        ("nation´s", "nation’s"),
    ],
)
def test_what_is_typed_and_listed_is_tidied_as_texts_are(typed: str, text: str) -> None:
    language = language_of(typed)
    assert find_exact(text, typed, language) == [(0, len(text))]
    [test] = word_tests(typed, LANGUAGES[language].fold, LANGUAGES[language].splitter(Settings()))
    assert test(fold(text, language))
    assert parse_stop_words(typed) == {fold(text, language)}
    [word] = parse_user_dict(f"{typed} 9 n", "mine.txt")
    assert word.word == chinese.plain(text)


def test_radicals_and_strokes_are_the_characters_they_look_like() -> None:
    assert tidied("为⼈⺠服务") == "为人民服务"  # "serve the people"
    assert tidied("⻋⻔㇐") == "车门一"  # "car, gate, one"
    assert not UNTIDY.search(tidied("⺀⻳治\U000e0100理"))
    assert all(len(tidied(chr(code))) == 1 for code in range(0x2E80, 0x2FD6))


def test_each_language_is_known_by_its_script_and_any_other_text_is_english() -> None:
    assert [language_of(text) for text in ("AI芯片", "AI", "", "план")] == ["zh", "en", "en", "en"]


def test_segmentation_is_that_of_jieba() -> None:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    # "Article 1: to regulate data handling, secure data and promote AI in 2024, this law is made."
    text = "第一条为了规范数据处理活动，保障数据安全，促进人工智能2024年发展，制定本法。"
    expected = [word.lower() for word in jieba.lcut(text) if any(c.isalnum() for c in word)]
    assert [word for word, _, _ in words(text, "zh")] == expected


USER_DICTIONARY = (
    "\ufeff大模型 20 n\r\n\r\n# comment\r\nAI大模型\r\nlarge model 5\r\n具身 智能\ttag\n"
)


def test_user_dictionary_takes_spaces_scripts_bom_and_crlf() -> None:
    entries = parse_user_dict(USER_DICTIONARY, "mine.txt")
    assert entries == (
        UserWord("大模型", 20, "n"),  # large model
        UserWord("AI大模型"),  # large AI model
        UserWord("large model", 5),
        UserWord("具身 智能", None, "tag"),  # embodied intelligence
    )
    own = Settings(user_words=entries)
    assert [w for w, _, _ in words("AI大模型与large model", "zh", own)] == [
        "ai大模型",
        "与",
        "large model",
    ]


def test_user_dictionary_line_without_a_word_is_refused() -> None:
    with pytest.raises(DataError, match=r"mine\.txt: line 2 has no word"):
        parse_user_dict("大模型\n20 n\n", "mine.txt")


def test_the_kept_dictionary_is_the_one_that_was_read(tmp_path: Path) -> None:
    text = "人工智能治理"  # "AI governance"
    made = tokenizer(cache_dir=tmp_path)
    [kept] = tmp_path.rglob("?" * 64)
    for _ in ("kept", "damaged"):
        tokenizer.cache_clear()
        read = tokenizer(cache_dir=tmp_path)
        assert (read.FREQ, read.total) == (made.FREQ, made.total)
        kept.write_bytes(b"damaged" * 100)
    tokenizer.cache_clear()
    (tmp_path / "file").write_text("a file where the folder should be")
    assert cutter(cache_dir=tmp_path / "file")(text) == cutter()(text)
    tokenizer.cache_clear()


def test_segmenter_says_nothing_and_leaves_no_shared_file(tmp_path: Path) -> None:
    script = "from aiplans_cli.language import words; print(len(words('人工智能治理', 'zh')))"
    run = subprocess.run(
        [sys.executable, "-W", "default", "-c", script],
        capture_output=True,
        text=True,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        check=True,
    )
    assert (run.stdout.strip(), run.stderr) == ("2", "")
    assert list(tmp_path.iterdir()) == []


def test_stem_groups_inflections() -> None:
    own = Settings(stem=True)
    found = {word for word, _, _ in words("govern governs governing governed", "en", own)}
    assert found == {"govern"}
    assert stem_terms(frozenset({"plans", "planning"})) == {"plans": "plan", "planning": "plan"}


def test_treebank_splits_as_the_treebank_does() -> None:
    found = words("The “plan” doesn’t end—it's new.", "en", Settings(tokenizer="treebank"))
    assert [w for w, _, _ in found] == ["the", "plan", "does", "n't", "end", "it", "'s", "new"]


def test_tags_follow_jieba_and_cover_joined_terms() -> None:
    own = Settings(dict_terms=frozenset({"全球治理"}))  # global governance
    found = tags(tokenize(_document("推动人工智能全球治理", "zh"), own), own)
    assert found["推动"] == "v"  # promote: verb
    assert found["人工智能"] == "n"  # artificial intelligence: noun
    assert found["全球治理"].startswith("v")  # jieba calls 治理 (govern) a verb


@pytest.mark.parametrize(
    ("text", "language", "mixed"),
    [
        ("The plan speaks of governance.", "en", False),
        ("推动人工智能全球治理", "zh", False),  # "promote global AI governance"
        ("人工智能 (artificial intelligence) 治理", "zh", True),  # AI governance
        ("2025 — 26.7%", "", False),
        ("", "", False),
    ],
)
def test_detection(text: str, language: str, mixed: bool) -> None:
    found = detect(text)
    assert (found.language, found.minority >= MIXED) == (language, mixed)


def test_find_exact() -> None:
    text = "AI Governance: governance, good-governance and governances. AI’s"
    assert find_exact(text, "Governance", "en") == [(3, 13), (15, 25)]
    assert find_exact(text, "ai governance", "en") == [(0, 13)]
    assert find_exact(text, "ai's", "en") == [(60, 64)]
    assert find_exact(text, "  ", "en") == []
    # "the AI Act, OpenAI and AI governance": Latin letters must stand alone in Chinese too
    assert find_exact("AI法案、OpenAI和AI治理", "AI", "zh") == [(0, 2), (12, 14)]


def test_stop_words_and_content_words() -> None:
    assert {"the", "of", "shall"} <= stop_words("en")
    assert {"的", "和"} <= stop_words("zh")  # "of", "and"
    assert not {"法", "权", "网"} & stop_words("zh")  # law, right, network carry meaning
    assert parse_stop_words("\ufeffThe  # articles\n\nof") == {"the", "of"}
    assert is_content_word("governance", "en") and is_content_word("法", "zh")  # law
    for word in ("the", "2025", "1,000", "https://a.b/c"):
        assert not is_content_word(word, "en")
    assert is_content_word("the", "en", frozenset())


@pytest.mark.parametrize("word", ["www.nist.gov/ai", "ai@oecd.org", "gov.cn"])
def test_addresses_are_no_content_words(word: str) -> None:
    assert not is_content_word(word, "en")
    assert not is_content_word(word, "zh")


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(AnalysisError, match="d: it has no English words"):
        tokenize(_document("— 。", "en"))


def test_hidden_imports_come_back() -> None:
    with without("json", "surely_no_module"):
        assert "json" in sys.modules  # already loaded, so left alone
    assert "surely_no_module" not in sys.modules


def test_marks_off_words_and_digits_in_them() -> None:
    from aiplans_cli.language.english import words

    folded = "The U.S.’s governance① of CO₂ and ３，０００ 治理②。"  # "governance"
    found = [word for word, _, _ in words(folded)]
    assert found == ["the", "u.s.'s", "governance", "of", "co2", "and", "3,000", "治理"]


def test_a_chinese_sentence_goes_on_with_who_said_it() -> None:
    assert len(sentences("“为什么？”他问。", "zh")) == 1  # "'Why?' he asked."
    assert len(sentences("他问：“为什么？”我们走了。", "zh")) == 2  # "He asked: 'Why?' We left."


@pytest.mark.parametrize(
    "words",
    [  # of hearings, judgements ("Roe vs. The State") and articles that cite them
        "Mr Mrs Ms Dr Prof Sen Rep Gov Gen Lt Col Capt Maj Sgt Hon Rev",
        "vs cf viz e.g i.e U.S.C",
    ],
)
def test_an_abbreviation_that_goes_before_names_ends_no_sentence(words: str) -> None:
    assert [
        word for word in words.split() if len(sentences(f"See {word}. The Hague.", "en")) > 1
    ] == []


def test_an_abbreviation_that_goes_before_numbers_ends_one_elsewhere() -> None:
    words = "No Nos Art Arts Fig Figs Ch p Ex".split()  # of laws and reports
    for word in words:
        assert len(sentences(f"It stands in {word}. 5 of it.", "en")) == 1, word
        assert len(sentences(f"It is said on this {word}. Nobody knows.", "en")) == 2, word


@pytest.mark.parametrize(
    "words",
    [
        # the Federal Register and laws
        "Fed Exec Pub Pres Admin Comm Crim Civ Sec Secs Para Paras Vol Vols pp Reg Regs Stat Stats",
        "Supp Cong Sess Rec Doc Ser Ed Eds al seq etc ibid approx incl",
        # dates, addresses and firms
        "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mt Ft St Ave Blvd Rd Dept Div Univ Inst",
        "Assn Natl Inc Ltd Corp Co LLC PLC GmbH Bros Jr Sr Tel Ext",
        # degrees
        "Ph.D LL.M LL.B LL.D Ed.D Psy.D Pharm.D M.Sc B.Sc D.Phil M.Phil M.Eng B.Eng M.Ed B.Ed",
    ],
)
def test_an_abbreviation_of_names_ends_a_sentence_before_a_starter_only(words: str) -> None:
    for word in words.split():
        assert len(sentences(f"It was {word}. Louis of old.", "en")) == 1, word
        assert len(sentences(f"It was {word}. The end.", "en")) == 2, word


@pytest.mark.parametrize(
    "words",
    [
        "the this these that those it its he she they we you our their his her your my there here",
        "an some many most all each every both several such other others no not none",
        "in on at for by with from to under after before during since until while when where as if",
        "although though because but and or so yet however moreover furthermore therefore thus",
        "then also additionally finally first second third meanwhile instead indeed today now",
        "according what why how who which whether nor despite given through throughout among",
        "between within",
    ],
)
def test_a_word_that_begins_sentences_begins_one_after_a_firm(words: str) -> None:
    for word in words.split():
        text = f"It sued Acme Inc. {word.capitalize()} Roe is for it."
        assert len(sentences(text, "en")) == 2, word


def _read_in(english: int, han: int, lang: str = "auto") -> Document:
    """A text of so many English words and Chinese characters, 1.7 of which are a word."""
    [document] = in_language(_document(f"{'word ' * english}{'治' * han}", ""), "x", lang)
    return document


def test_a_text_with_a_seventh_in_the_other_language_says_so() -> None:
    # 16 and 14 % of the words
    assert _read_in(84, 27).notes and not _read_in(84, 23).notes


def test_a_text_that_is_asked_for_in_a_language_is_told_to_be_mostly_in_the_other() -> None:
    # 55 and 45 % of the words: a Chinese manual may leave all its commands in English
    assert not _read_in(100, 139, "en").notes and _read_in(100, 208, "en").notes


def test_a_text_with_a_tenth_in_a_language_may_be_read_in_it() -> None:
    assert _read_in(100, 20, "zh").language == "zh"  # 10.5 %
    with pytest.raises(AnalysisError, match="hardly any Chinese words"):
        _read_in(100, 17, "zh")  # 9.1 %
