"""What is typed to be looked for: patterns of words, signs, what is refused; choices and commas."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st

from aiplans_cli.analyses.collocates import collocates
from aiplans_cli.analyses.comparison.explanation import explain
from aiplans_cli.analyses.comparison.report import compare
from aiplans_cli.analyses.frequency.report import freq
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.lookup import find
from aiplans_cli.errors import AiplansError, UsageError
from aiplans_cli.evidence.concordance import kwic
from aiplans_cli.evidence.query import query
from aiplans_cli.language import LANGUAGES, Settings, find_exact, words
from aiplans_cli.language.patterns import is_words, word_tests
from aiplans_cli.model import Document, Section
from aiplans_cli.settings import Option, choice_of

US, CN = "us-2025-digest", "cn-2025-digest"
ENGLISH = (
    "Growth of 25% is good, of 125% or 25 % it is not. It costs $500 million, or US$500 million.\n"
    "Acme Inc. sells C++ and C# for £400 billion. Incense and C are sold. The U.S. is not U.S.A.\n"
    "Governance governs; governing bodies misgovern. 5 * 3? AI * is law. The lawyer's law."
)
# "Growth is 25％, or 25%; it costs ＄500 million. Governance needs rule; the government governs."
CHINESE = "增长25％，即25%；耗资＄500 million。治理需要治国；政府治理。AI+和C++。"

UNREADABLE = [
    ("*", 1),
    ("?", 1),
    ("＊", 1),
    ("[]{2} *", 1),
    ("AI **", 4),
    ("*?", 1),
    ("...", 1),
    ("%", 1),
    ("。", 1),
    ("a|", 3),
    ("(a|b", 1),
    ("a|b)", 4),
    ("a | | b", 5),
    ("^gov", 1),
    ("\\bgov", 1),
    ("<s>", 1),
    ("gov(ern|t)", 4),
    ("{gov}", 1),
    ("gov.*", 1),
    ("law gov*,", 5),
    ('"AI', 1),
    ('AI ""', 4),
    ("/gov(/", 1),
    ("/govern", 1),
    ("/a/ law", 5),
    ("law []{3,1} law", 7),
    ("law []{0,101} law", 7),
    ("law{2} *", 4),
    ("[stem=law]{2}", 11),
    ("[lemma=law]", 2),
    ("[stem=law", 1),
    ("[stem=law*]", 7),
    ("[word=]", 7),
    ("[word=law|]", 7),
    ("[concept=governence] AI", 10),
    ("AI [theme=safty-risk]", 11),
    ("AI ~", 4),
    ("AI ~ law ~ bill", 10),
    ("(" * 21 + "a|b" + ")" * 21, 21),
]
"""What cannot be read, and the number of the character at which that shows."""


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str]:
    for name, text in (("en.txt", ENGLISH), ("zh.txt", CHINESE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / "en.txt"), str(tmp_path / "zh.txt")


def numbers(cli: Cli, word: str, path: str, *options: str) -> tuple[int, int]:
    """What freq counts and how many lines kwic has."""
    [row] = cli.rows("freq", word, "-s", path, *options)
    return int(row["count"]), len(cli.rows("kwic", word, path, *options))


PATTERNS = [
    ("govern*", 3),
    ("Govern＊", 3),
    ("*govern*", 4),
    ("govern?", 1),
    ("GOVERN* bod*", 1),
    ("bodies *govern", 1),
    ("law*", 3),
    ("law* law", 1),
    ("law*'s", 1),
    ("u.s.*", 2),
    ("1*5", 1),
    ("xyz*", 0),
]


@pytest.mark.parametrize(("word", "number"), PATTERNS)
def test_patterns_of_words(cli: Cli, texts: tuple[str, str], word: str, number: int) -> None:
    assert numbers(cli, word, texts[0]) == (number, number)
    assert f"note: {word!r} is taken for a wildcard pattern, which matches" in cli.err
    cli("freq", word, "-s", texts[0], "-q")
    assert cli.err == ""


@pytest.mark.parametrize(("word", "number"), [("治*", 3), ("治？", 3), ("*府 治?", 1), ("c*", 1)])
def test_patterns_of_chinese_words(
    cli: Cli, texts: tuple[str, str], word: str, number: int
) -> None:  # govern..., ...government, governance
    assert numbers(cli, word, texts[1]) == (number, number)


@pytest.mark.parametrize(("word", "counted"), [("govern*", 9), ("AI*", 52)])
def test_a_pattern_is_never_a_concept(cli: Cli, word: str, counted: int) -> None:
    assert numbers(cli, word, US) == (counted, counted)
    near = cli.json("collocates", word, US)
    assert (near["parameters"]["concept"], near["rows"][0]["node_count"]) == ("", counted)
    assert any("different words" in note for note in near["notes"])
    assert find(word, load_concepts()) is None
    with pytest.raises(AiplansError, match="no concept of the list has this form"):
        explain(US, CN, word)


def test_a_pattern_is_counted_in_counts_alone(cli: Cli) -> None:
    [row] = cli.rows("freq", "govern*", "-s", "us-2025")
    assert (row["count"], row["sentences"]) == ("35", "")
    assert "4 different words (government 26, governance 5, governments 3" in cli.err
    [row] = cli.rows("freq", "govern* bod*", "-s", "us-2025")
    assert (row["count"], "can be counted in a text only" in cli.err) == ("", True)


def test_a_pattern_reads_its_terms_from_a_corpus(cli: Cli, tmp_path: Path) -> None:
    counts = tmp_path / "t.parquet"
    for name, text in (("a-2020.txt", "The law and laws."), ("a-2021.txt", "The lawyer.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    pattern = ("--pattern", r"(?P<year>\d{4})")
    cli("count", str(tmp_path), "-r", "--by", "year", *pattern, "-o", str(counts), "-j", "1")
    found = cli.rows("freq", "law*", "-s", str(counts), "--by", "year")
    assert [(row["year"], row["count"]) for row in found] == [("2020", "2"), ("2021", "1")]


def test_stems_are_matched_where_words_are_counted_by_stem(
    cli: Cli, texts: tuple[str, str]
) -> None:
    assert numbers(cli, "gover*", texts[0], "--stem") == (3, 3)
    assert numbers(cli, "25%", texts[0], "--stem", "--exact") == (1, 1)


@pytest.mark.parametrize(("typed", "character"), UNREADABLE)
@pytest.mark.parametrize("command", ["freq", "kwic", "collocates"])
def test_what_cannot_be_read_is_refused_at_its_place(
    cli: Cli, command: str, typed: str, character: int
) -> None:
    source = ("-s", US) if command == "freq" else (US,)
    cli(command, typed, *source, code=2)
    assert f": at character {character} " in cli.err
    assert cli.err.count("\n") == 1
    cli(command, typed, *source, "--exact")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("[concept=governence]", "governance"),
        ("[concept=open-sorce|ai]", "open-source"),
        ("[theme=safty-risk]", "safety-risk"),
        ("[concept=人工只能]", "人工智能"),  # artificial intelligence, misspelt
        ("[wrod=x]", "word"),
    ],
)
def test_names_that_are_mistyped_are_guessed(cli: Cli, typed: str, meant: str) -> None:
    cli("kwic", typed, US, code=2)
    assert f"did you mean {meant}" in cli.err


@pytest.mark.parametrize(
    "word",
    ["AI+", "R&D", "and/or", "U.S.", "US^", "24/7", "M-25-21", "(AI)", "$5", "10~20", "a.*i*"],
)
def test_words_with_signs_are_words(word: str) -> None:
    assert is_words(word) is (word != "a.*i*")


def test_what_cannot_be_read_is_refused_before_any_source_is(cli: Cli) -> None:
    for line in (["freq", "*", "-s", "none.txt"], ["kwic", "*", "none.txt"]):
        cli(*line, code=2)
        assert "at character 1" in cli.err
    with pytest.raises(UsageError, match="at character 1"):
        freq("/govern(/", US)


def test_patterns_take_linear_time() -> None:
    [fits] = word_tests("a*" * 30 + "b", LANGUAGES["en"].fold, words_of)
    began = time.perf_counter()
    assert not fits("a" * 20_000)
    assert time.perf_counter() - began < 5


def words_of(text: str) -> list[tuple[str, int, int]]:
    return words(text, "en")


SIGNS = [
    ("25%", 1),
    ("２５％", 1),
    ("25 %", 1),
    ("$500 million", 2),
    ("US$500 million", 1),
    ("Inc.", 1),
    ("inc", 1),
    ("C++", 1),
    ("C#", 1),
    ("C", 3),
    ("£400 billion", 1),
    ("￡400", 1),
    ("U.S.", 1),
    ("U.S.A.", 1),
    ("5 * 3?", 1),
    ("AI *", 1),
    ("*", 2),
    ("govern*", 0),
    ("s; g", 0),
    ("lawyer's", 1),
    ("'s law", 1),
]


@pytest.mark.parametrize(("word", "number"), SIGNS)
def test_signs_are_found_as_typed(cli: Cli, texts: tuple[str, str], word: str, number: int) -> None:
    assert numbers(cli, word, texts[0], "--exact") == (number, number)
    cli("collocates", word, texts[0], "--exact", "--min-count", "1")
    assert ("stands nowhere" in cli.err) is (number == 0 or word == "*")


@pytest.mark.parametrize("word", ["25%", "$500 million", "Inc.", "C++", "£400 billion"])
def test_signs_are_found_without_exact(cli: Cli, texts: tuple[str, str], word: str) -> None:
    known = dict(SIGNS)[word]
    assert numbers(cli, word, texts[0]) == (known, known)
    assert len(cli.rows("kwic", word, texts[0], "--tokens")) == known


@pytest.mark.parametrize(
    ("word", "number"),
    [("25%", 2), ("25％", 2), ("$500 million", 1), ("C++", 1), ("AI+", 1), ("5%", 0)],
)
def test_signs_in_chinese(cli: Cli, texts: tuple[str, str], word: str, number: int) -> None:
    assert numbers(cli, word, texts[1], "--exact") == (number, number)


@pytest.mark.parametrize("word", ["25%", "Inc.", "$500 million", "and/or"])
@pytest.mark.usefixtures("counts_alone")
def test_counts_alone_cannot_tell_of_signs(
    cli: Cli, texts: tuple[str, str], tmp_path: Path, word: str
) -> None:
    for number, path in enumerate(texts):
        counts = str(tmp_path / f"{number}.counts.tsv")
        cli("count", path, "-o", counts)
        for options in ((), ("--exact",), ("--exact", "--stem")):
            [row] = cli.rows("freq", word, "-s", counts, *options)
            assert (row["count"], "An empty count" in cli.err) == ("", True)


def test_claims_take_signs_and_patterns(cli: Cli, texts: tuple[str, str], tmp_path: Path) -> None:
    checks = {
        'present("25%") and present("$500 million", exact = true) and not present("5%")': "holds",
        'count("govern*") == 3 and count("AI *", exact = true) == 1': "holds",
        'count("govern*", "us-2025") == 35': "holds",
        'count("AI **") == 0': "cannot tell",
        'present("25%", "us-2025")': "cannot tell from counts",
    }
    entry = "[[claim]]\ntext = 'x'\nsource = '{}'\ncheck = '{}'\n"
    path = tmp_path / "claims.toml"
    path.write_text("".join(entry.format(texts[0], check) for check in checks), encoding="utf-8")
    rows = cli.rows("claims", str(path))
    assert [row["verdict"] for row in rows] == list(checks.values())
    assert "'AI **': at character 4" in rows[3]["why"]
    assert "exact = true finds it as typed" in rows[3]["why"]


@given(st.text(alphabet="aB1 .%$*?-'％", min_size=1, max_size=6), st.sampled_from(["en", "zh"]))
def test_what_stands_alone_in_a_text_is_found(typed: str, language: str) -> None:
    """Between spaces every text is found as typed, and words by every query."""
    text = f"x {typed.strip()} y"
    if typed.strip():
        assert find_exact(text, typed, language)
    if is_words(typed):
        document = Document("d", "d", language, (Section("", 0, "body", "", text),))
        assert kwic([document], query(typed, None), settings=Settings())


def test_a_phrase_with_signs_goes_on_over_a_line_break() -> None:
    text = "It costs $500\n million, $500\u3000million or ＄500 millions"
    assert find_exact(text, "＄500 million", "en") == [(9, 22), (24, 36)]


# Collocates


def test_a_word_that_stands_nowhere_has_no_company(cli: Cli) -> None:
    assert cli.rows("collocates", "xyzzy", US, CN) == []
    told, caution = cli.err.splitlines()
    assert told == (
        f"aiplans: note: 'xyzzy' stands nowhere in {US}, {CN}, so nothing stands near it there."
    )
    assert "digests" in caution
    cli("collocates", "allies", US, CN, "--exact", "--min-count", "1")
    assert f"'allies' stands nowhere in {CN}, so" in cli.err
    notes = collocates("quantum", US).notes
    assert not any("stands nowhere" in note for note in collocates("governance", US).notes)
    assert any("stands nowhere" in note or "fewer than 3" in note for note in notes)


def test_collocates_need_three_occurrences(cli: Cli) -> None:
    rows = cli.rows("collocates", "data", US, "--exact")
    assert {int(row["count"]) >= 3 for row in rows} == {True}
    assert "fewer than 3 times near it have no row; --min-count 1 brings them back" in cli.err
    every = cli.rows("collocates", "data", US, "--exact", "--min-count", "1")
    assert len(every) > len(rows)
    assert "no row" not in cli.err
    assert cli.json("collocates", "data", US)["parameters"]["min_count"] == 3
    assert len(collocates("data", US, exact=True, min_count=1).rows()) == len(every)


# Choices


def test_several_measures_by_commas_in_any_case(cli: Cli) -> None:
    for typed in (
        ["-m", "G2,Log_Ratio"],
        ["-m", "g2", "-m", "log_ratio"],
        ["-m", "g2, g2,log_ratio"],
    ):
        report = cli.json("compare", US, "us-eo-14179-2025", *typed, "--top", "1")
        assert report["parameters"]["measures"] == "g2,log_ratio"
    named = compare(US, "us-eo-14179-2025", measures="g2,LOG_RATIO", correct="HOLM")
    assert (named.parameters["measures"], named.parameters["correction"]) == (
        "g2,log_ratio",
        "holm",
    )
    near = cli.rows("collocates", "data", US, "--exact", "-m", "PMI,dice")
    assert list(near[0])[-4:] == ["pmi", "dice", "p", "q"]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (["comapre", US], "'compare'"),
        (["lexicon", "shwo"], "'show'"),
        (["compare", US, CN, "--mesure", "g2"], "--measure"),
        (["compare", US, CN, "-m", "log_raito"], "log_ratio"),
        (["compare", US, CN, "-m", "g2,log_raito"], "log_ratio"),
        (["compare", US, CN, "-m", "DICE"], "difference"),
        (["collocates", "data", US, "-m", "pmii"], "pmi"),
        (["compare", US, CN, "-f", "jsno"], "json"),
        (["compare", US, CN, "--sort", "log_raito"], "log_ratio"),
        (["kwic", "data", US, "--sort", "rigth"], "right"),
        (["keywords", US, "--measure", "tfidff"], "tfidf"),
    ],
)
def test_what_is_mistyped_is_guessed(cli: Cli, line: list[str], meant: str) -> None:
    assert cli(*line, code=2) == ""
    assert cli.err.count("\n") == 1
    if meant != "difference":
        assert f"did you mean {meant}" in cli.err


def test_a_column_that_the_table_lacks_is_guessed() -> None:
    with pytest.raises(AiplansError, match="did you mean rate_a"):
        compare(US, "us-eo-14179-2025", sort="share_a")


def test_choices() -> None:
    option = Option("", choices=("", "auto", "table"))
    assert [option.verified(word) for word in ("", "AUTO", None)] == ["", "auto", None]
    assert option.verified(["table,auto", "Table"]) == ["table", "auto"]
    for wrong in ("tabel", "auto,table", ["auto,"] * 0 or ["auto;table"]):
        with pytest.raises(UsageError, match="is not one of"):
            option.verified(wrong)
    assert choice_of("zzz", ["freq", "kwic"]) == "freq, kwic"


# Pages


def test_pages_are_those_that_a_section_stands_on(tmp_path: Path) -> None:
    section = Section(
        "H", 1, "body", "10", "Free trade.\nGovernance.", part=1, breaks=((12, "11"),)
    )
    a, b = (Document(name, name, "en", (section,)) for name in "ab")
    [row, _] = explain(a, b, "governance").table("sections").rows
    names = [column.name for column in explain(a, b, "governance").table("sections").columns]
    assert row[names.index("pages")] == "10-11"
    assert "page" not in names
    lines = explain(a, b, "governance").table("lines")
    shown = dict(zip([column.name for column in lines.columns], lines.rows[0], strict=True))
    assert (shown["page_a"], shown["page_b"]) == ("11", "11")
