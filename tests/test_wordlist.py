"""Frequency lists: words alone, by the shorter way, against the words that counts files hold."""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest
from conftest import Cli
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_streaming import CHINESE, ENGLISH, REFUSED, SHARED

from aiplans_cli.concepts.compiled import dictionary_terms
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.counting.bulk import Frequencies, count_words, english_words
from aiplans_cli.counting.bulk.chinese import Words
from aiplans_cli.counting.bulk.pieces import split
from aiplans_cli.errors import AnalysisError, DataError
from aiplans_cli.language import LANGUAGES, Settings
from aiplans_cli.reading.blocks import text_blocks, tidy_lines
from aiplans_cli.sources import large


@cache
def _settings(stem: bool = False, tokenizer: str = "pattern") -> Settings:
    return Settings(tokenizer, stem, dictionary_terms(load_concepts()))


def _shortly(texts: Iterable[str], language: str, own: Settings, jobs: int = 1) -> dict[str, int]:
    return dict(count_words(texts, language, own, jobs))


def _plainly(text: str, language: str, own: Settings) -> Mapping[str, int]:
    found = LANGUAGES[language].splitter(own)(tidy_lines(text))
    return Counter(word for word, _, _ in found)


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize(
    "own",
    [_settings(), _settings(stem=True), _settings(tokenizer="treebank")],
    ids=["pattern", "stem", "treebank"],
)
def test_english_cases(text: str, own: Settings) -> None:
    text = text.replace("\r", "\n").replace("\f", "\n")
    assert _shortly([text, text], "en", own) == {
        word: 2 * count for word, count in _plainly(text, "en", own).items()
    }


@pytest.mark.parametrize("text", CHINESE)
def test_chinese_cases(text: str) -> None:
    for own in (_settings(), Settings()):
        assert _shortly([text], "zh", own) == _plainly(text, "zh", own)


@pytest.mark.parametrize(
    "text",
    [
        "İzmir and I\u0307zmir",  # the same letter, composed and not
        "I\u0307zmir",
        "Α:Σ is a ratio, and Σ:Α another",
        "\uf900 \uf901 of the variants",  # characters that old standards had twice
    ],
)
def test_english_whose_reading_depends_on_what_stands_round_it(text: str) -> None:
    assert _shortly([text], "en", _settings()) == _plainly(text, "en", _settings())


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("人工智能治理体系", "人工智能治理体系。"),  # "system of AI governance", of three words
        ("a股", "A股，a股。"),  # "A shares": to the segmenter one word, and then two
    ],
)
def test_terms_of_several_words(term: str, text: str) -> None:
    own = Settings(dict_terms=frozenset({term}))
    found = _shortly([text], "zh", own)
    assert found == _plainly(text, "zh", own)
    assert found[term] == text.lower().count(term)


def test_terms_are_found_after_many_other_words() -> None:
    words = Words(Settings(dict_terms=frozenset({"人工智能治理"})), None)  # "AI governance"
    words.names += [""] * 70_000  # as if they had been met
    [found] = words.numbers("人工智能治理")
    assert words.names[found] == "人工智能治理"


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("\x850\x0b0")
@example("İİ ΑΣ Σ")
@example("a\u0301 \u0301b 治 理 x")
def test_any_unicode(text: str) -> None:
    text = REFUSED.sub("", text).replace("\r", "\n").replace("\f", "\n")
    for language in ("en", "zh"):
        assert _shortly([text], language, _settings()) == _plainly(text, language, _settings())


_FRAGMENTS = st.sampled_from(
    "u.s. a.b www. http:// HTTPS:// x.org/a-b?c=1, 2.5 1,000 AI's ’ ' - – . , \" ( ) / _ < > : "
    "gov .cn & R&D @ ` ´ ¹ ᵗʰ % ％ ． ， :80 é \u0301 \u0338 \u00ad \u00a0 \u2003 \u000b "
    "İ Σ 治 理 \u2e80 ﬁ ﹒ Ａ１ \u2011".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_FRAGMENTS, st.sampled_from(["", "", " ", "\n", "\t"])), max_size=12))
@example([("www.", ""), ("治", " "), ("理", " ")])
@example([("AI's", ""), ("http://", ""), ("www.", ""), (",", " "), ("u.s.", ""), (",", "")])
def test_english_of_fragments(parts: list[tuple[str, str]]) -> None:
    text = "".join(map("".join, parts))
    for own in (_settings(), _settings(stem=True), Settings(split_hyphens=True)):
        assert _shortly([text], "en", own) == _plainly(text, "en", own)


_SPREAD = st.sampled_from(
    [
        *"治理体系第一章总则，。AI9 \n\t\u3000\u00a0\u200b\u00ad\u0301",
        "  ",
        " \n ",
        "第一章",
        "治理",
    ]
)
"""System of governance, Chapter One, General Provisions; set apart and not."""


@settings(max_examples=150, deadline=None)
@given(st.lists(_SPREAD, max_size=40).map("".join))
@example("第 一 章 总 则\n\u3000\u3000治\u3000理 \n 体")
def test_chinese_that_is_set_apart(text: str) -> None:
    assert _shortly([text], "zh", _settings()) == _plainly(text, "zh", _settings())


@pytest.mark.parametrize("name", ["en-whitehouse.txt.xz", "zh-laws.txt.xz"])
def test_corpora(name: str) -> None:
    path = SHARED / "corpora" / name
    if not path.is_file():
        pytest.skip("the shared corpus is not here")
    with lzma.open(path) as stream:
        text = next(text_blocks(stream, name)).text()[:200_000]
    pieces = [text[: len(text) // 2], text[len(text) // 2 :]]
    expected: Counter[str] = Counter()
    for piece in pieces:
        expected.update(_plainly(piece, name[:2], _settings()))
    assert _shortly(pieces, name[:2], _settings()) == expected
    assert _shortly(pieces, name[:2], _settings(), jobs=2) == expected


def test_memories_that_are_full_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english_words, "_MOST_PIECES", 2)
    monkeypatch.setattr(english_words, "_BATCH", 2)
    monkeypatch.setattr("aiplans_cli.counting.bulk.chinese._MOST_WORDS", 2)
    english = ["Open models, open data and open-source models."] * 3
    assert _shortly(english, "en", _settings())["open"] == 6
    chinese = ["推动人工智能治理。"] * 3  # "promote AI governance"
    assert _shortly(chinese, "zh", _settings())["人工智能"] == 3


@given(st.binary(max_size=80))
@example(b"")
@example(b" \x00 a\x0bb\x1cc ")
def test_pieces_are_those_of_bytes(data: bytes) -> None:
    pieces, numbers = split(data)
    assert [pieces[number] for number in numbers.tolist()] == data.split()


_WORDS = st.dictionaries(
    st.text(st.sampled_from("ab治\udc80"), min_size=1, max_size=3), st.integers(1, 9)
)


@given(st.lists(_WORDS, max_size=6), st.integers(1, 4))
def test_what_is_on_disk_is_added_up(texts: list[dict[str, int]], most: int) -> None:
    found, expected, twice = Frequencies(most), Counter[str](), Frequencies(most)
    for counts in texts:
        found.add(counts)
        expected.update(counts)
    assert list(found) == sorted(expected.items())
    assert list(found) == sorted(expected.items())  # it can be read again
    assert found.tokens == sum(expected.values())
    twice.add_all(found)
    twice.add_all(found)
    assert dict(twice) == {word: 2 * count for word, count in expected.items()}


def test_a_full_disk_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("aiplans_cli.counting.bulk.frequencies.TemporaryFile", full)
    with pytest.raises(DataError, match=r"temporary files: cannot be written \(No space left"):
        Frequencies(1).add({"open": 1, "models": 1})


# --- the command --------------------------------------------------------------------------------


def test_a_list_holds_the_words_of_the_counts(cli: Cli, tmp_path: Path) -> None:
    listed = tmp_path / "words.tsv"
    assert cli("count", "us-2025-digest", "--wordlist", "-o", str(listed)) == ""
    assert cli.err.endswith("words.tsv: 692 words, 1,747 tokens\n")
    header, *lines = listed.read_text(encoding="utf-8").splitlines()
    assert header == "term\tcount"
    assert lines == sorted(lines, key=lambda line: line.split("\t")[0])
    counts = cli("count", "us-2025-digest")
    terms: Counter[str] = Counter()
    for cells in (line.split("\t") for line in counts.splitlines()):
        if cells[2:3] == ["term"]:
            terms[cells[3]] += int(cells[4])
    assert dict(line.split("\t") for line in lines) == {w: str(n) for w, n in terms.items()}


def test_a_list_serves_as_reference(cli: Cli, tmp_path: Path) -> None:
    listed = tmp_path / "words.tsv"
    cli("count", "us-2025-digest", "--wordlist", "-o", str(listed))
    rows = cli.json("compare", "us-2025-digest", "--reference", str(listed))["rows"]
    assert rows and all(row["count_a"] == row["count_b"] for row in rows)


def test_large_texts_are_listed_as_small_ones(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "plan.txt"
    source.write_text("Open models, and open data, need governance.\n" * 50, encoding="utf-8")
    small = cli("count", str(source), "--wordlist")
    monkeypatch.setattr(large, "LARGE", 100)
    assert cli("count", str(source), "--wordlist", "-j", "2") == small
    assert "\nopen\t100\n" in small


def test_what_cannot_be_one_list(cli: Cli, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError) as raised:
        cli("count", "us-2025-digest", "cn-2025-digest", "--wordlist")
    assert str(raised.value) == (
        "cn-2025-digest: its words are of another language than those of "
        "us-2025-digest; list each language by itself"
    )
    cli("count", "us-2025-digest", "--wordlist", "-o", str(tmp_path / "x.parquet"), code=2)
    assert "--wordlist is a list of words, not Parquet" in cli.err
    assert not list(tmp_path.iterdir())
