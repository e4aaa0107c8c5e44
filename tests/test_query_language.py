"""The query language: each count has its lines, and is that of others; no string harms it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Cli
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplans_cli import collocates, freq, kwic
from aiplans_cli.errors import AiplansError
from aiplans_cli.evidence.concordance import kwic as lines_of
from aiplans_cli.evidence.query import query
from aiplans_cli.language.patterns import QueryError
from aiplans_cli.language.query import parse
from aiplans_cli.language.query_nodes import LONGEST_GAP, Either, Regex
from aiplans_cli.language.regular import LONGEST, regex_spans
from aiplans_cli.model import Document, Section

SHARED = Path(__file__).resolve().parents[2] / "shared" / "texts"
US, CN = "us-2025-digest", "cn-2025-digest"


def document(text: str, language: str = "en") -> Document:
    return Document("d", "d", language, (Section("", 0, "body", "", text),))


def matches(typed: str, text: str, language: str = "en") -> list[str]:
    return [line.match for line in lines_of([document(text, language)], query(typed, None))]


def test_tokens_are_those_inside_what_a_query_finds(cli: Cli) -> None:
    for typed in ("[concept=governance]", "govern*|regulat*", "AI *", "[theme=safety-risk]"):
        rows = cli.rows("tokens", US, CN, "--query", typed, "-q")
        lines = cli.rows("kwic", typed, US, CN, "-q")
        words = [word for line in lines for word in re.findall(r"[\w'-]+", line["match"])]
        assert len(rows) >= len(lines) > 0
        latin = [row["text"] for row in rows if row["document"] == US]
        assert latin == [word for word in words if word.isascii()], typed
    printed = cli("tokens", CN, "--query", "全球 * 治理", "-q")  # global ... governance
    assert printed == "全球\n人工智能\n治理\n"
    assert cli("tokens", US, "--query", "no such word", "-q") == ""
    cli("tokens", US, "--query", "[concept=governence]", code=2)
    assert "at character 10 no concept is called 'governence'" in cli.err


# What each form means

ENGLISH = (
    "Global rules and global new rules. New global rules, or rules of global trade.\n"
    "Governing is hard. The governor governs: rules rule. Global\n"
    "Rules were new-ish; it’s O’Neil's rule (2025)."
)

FORMS = [
    ("global rules", ["Global rules", "global rules", "Global Rules"]),
    ("global * rules", ["global new rules"]),
    ("global []{0,1} rules", ["Global rules", "global new rules", "global rules"]),
    ("global []? rules", ["Global rules", "global new rules", "global rules"]),
    ("global [] rules", ["global new rules"]),
    ("global []{1,} trade", ["global rules, or rules of global trade"]),
    ("global []+ trade", ["global rules, or rules of global trade"]),
    ("global []* trade", ["global rules, or rules of global trade"]),
    ("rules ~ global", ["Global rules", "global rules"]),
    (
        "rules ~{0,1} global",
        ["Global rules", "global new rules", "global rules", "rules of global"],
    ),
    (
        "rules ~ []{0,1} global",
        ["Global rules", "global new rules", "global rules", "rules of global"],
    ),
    ("~ rules []{1} global", ["rules and global", "rules of global"]),
    ("new|trade", ["new", "New", "trade"]),
    ("new | trade | rules of", ["new", "New", "rules of", "trade"]),
    ("rules|rules of", ["rules", "rules", "rules", "rules of", "rules", "Rules"]),
    ("(new|of) global", ["New global", "of global"]),
    ("( new | global new ) rules", ["global new rules"]),
    ("* trade", ["global trade"]),
    ("governor *", ["governor governs"]),
    ("trade *", []),
    ('"global" n?w', ["global new"]),
    ('"n?w rules"', ["new rules"]),
    ('"it\'s"', ["it’s"]),
    ("[word=rule]", ["rule", "rule"]),
    ("[word=rule|hard]", ["hard", "rule", "rule"]),
    ('[word = "gov*"]', ["Governing", "governor", "governs"]),
    ("[stem=govern]", ["Governing", "governs"]),
    ("[stem=governs] is", ["Governing is"]),
    ("/gov\\w+/", ["Governing", "governor", "governs"]),
    ("/(?-i)Gov\\w+/", ["Governing"]),
    ("/\\d{4}/|hard", ["hard", "2025"]),
    ("/o'neil|x*/", ["O’Neil"]),
    ("/^rules|hard\\.|global$/", ["hard.", "Global", "Rules"]),
    ("/global\\s+rules/", ["Global rules", "global rules"]),
    ("(2025)", ["(2025)"]),
    ("new-ish|new*", ["new", "New", "new-ish"]),
]


@pytest.mark.parametrize(("typed", "found"), FORMS)
def test_forms_of_queries(typed: str, found: list[str]) -> None:
    assert matches(typed, ENGLISH) == found


# "Global governance and global economic governance; AI governance. Governance of AI, AI+ acts."
CHINESE = "全球治理和全球经济治理；人工智能治理。治理人工智能，人工智能化，AI+行动。"
CHINESE_FORMS = [
    ("全球 治理", []),
    ("全球治理", ["全球治理"]),
    ("全球 []{0} 治理", ["全球治理"]),
    ('"全球" "治理"', ["全球治理"]),
    ("全球 * 治理", ["全球经济治理"]),
    ("全球 []{0,2} 治理", ["全球治理", "全球经济治理"]),
    ("*治理", ["治理", "治理", "治理", "治理"]),
    ("人工*", ["人工智能", "人工智能", "人工智能"]),
    ("人工？？", ["人工智能", "人工智能", "人工智能"]),
    ("治理 ~ 人工智能", ["治理；人工智能", "治理人工智能"]),  # a sign parts no words of a sentence
    ("“全球”｜“经济”", ["全球", "全球", "经济"]),
    ("经济|行动", ["经济", "行动"]),
    ("/全球.{0,2}治理/", ["全球治理", "全球经济治理"]),
    ("/ai\\+/", ["AI+"]),
    ("[word=治理]", ["治理", "治理", "治理", "治理"]),
    ("[stem=治理]", ["治理", "治理", "治理", "治理"]),
]


@pytest.mark.parametrize(("typed", "found"), CHINESE_FORMS)
def test_forms_of_queries_in_chinese(typed: str, found: list[str]) -> None:
    assert matches(typed, CHINESE, "zh") == found


def test_traditional_script_is_found_by_simplified_and_the_other_way_round() -> None:
    text = "全球經濟治理"  # "global economic governance"
    for typed in ("/经.治/", "/經.治/"):
        assert matches(typed, text, "zh") == ["經濟治"]
    assert matches("全球 * 治理", text, "zh") == ["全球經濟治理"]


def test_concepts_and_themes_stand_in_sequences_of_both_languages() -> None:
    assert kwic("[concept=governance] ~{0,2} 全球", US, CN).tables[1].rows[1][1] >= 1
    both = freq("[theme=safety-risk]", US, CN).rows()
    assert all(row["count"] for row in both)
    inside = {c: freq(f"[concept={c}]", CN).rows()[0] for c in ("governance", "AI")}
    assert [row["concept"] for row in inside.values()] == ["governance", "artificial-intelligence"]
    [either] = freq("[concept=governance|ai]", CN).rows()
    assert either["count"] == sum(row["count"] for row in inside.values())


def test_a_word_that_is_a_form_counts_its_concept_and_says_so(cli: Cli) -> None:
    [alone] = cli.rows("freq", "governance|xyzzy", "-s", CN)
    assert "in it 'governance' counts the concept governance" in cli.err
    assert alone["count"] == cli.rows("freq", "governance", "-s", CN)[0]["count"]
    [quoted] = cli.rows("freq", '"governance"|xyzzy', "-s", CN)
    assert (quoted["count"], "counts the concept" in cli.err) == ("0", False)
    [in_a_row] = cli.rows("freq", "governance []{0} governance", "-s", CN)
    assert in_a_row["count"] == "0"


# As others count

_WORDS = ["tor", "tora", "toral", "lim", "limtor", "vek", "Tor", "VEK"]
_TEXTS = st.lists(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(" ".join), min_size=1, max_size=5
).map("\n".join)
_AS_REGEX: list[tuple[str, str]] = [
    ("tor*", r"\btor\w*\b"),
    ("*tor", r"\b\w*tor\b"),
    ("t?r", r"\bt\wr\b"),
    ("*or*", r"\b\w*or\w*\b"),
    ("tor lim", r"\btor\s+lim\b"),
    ("tor * lim", r"\btor\W+\w+\W+lim\b"),
    ("tor* vek", r"\btor\w*\W+vek\b"),
    ("tor []{0,3} vek", r"\btor\W+(?:\w+\W+){0,3}?vek\b"),
    ("tor []{2} vek", r"\btor\W+(?:\w+\W+){2}vek\b"),
    ("[word=lim|vek] tor", r"\b(?:lim|vek)\W+tor\b"),
    ("(lim|vek *) tor", r"\b(?:lim|vek\W+\w+)\W+tor\b"),
    ("tora|vek", r"\b(?:tora|vek)\b"),
    ("tor lim|tor", r"\b(?:tor\s+lim|tor)\b"),
    ("lim ~ vek", r"\b(?:lim\W+vek|vek\W+lim)\b"),
    ("lim ~{0,2} vek", r"\b(?:lim\W+(?:\w+\W+){0,2}?vek|vek\W+(?:\w+\W+){0,2}?lim)\b"),
    ("* vek", r"\b\w+\W+vek\b"),
    ("vek *", r"\bvek\W+\w+\b"),
    ("/to(ra|r)/", r"to(ra|r)"),
    ("/^lim|vek$/", r"^lim|vek$"),
    ("/(?-i)\\bTor\\b/", r"(?-i:\bTor\b)"),
    ("/[tl]\\w+ [^t]/", r"[tl]\w+ [^t]"),
]


@pytest.mark.parametrize(("typed", "pattern"), _AS_REGEX)
@given(text=_TEXTS)
@settings(max_examples=60)
def test_counts_are_those_of_pythons_regular_expressions(
    typed: str, pattern: str, text: str
) -> None:
    # a line is a sentence here, in which all lies but a phrase, which white space may part
    expected = [
        " ".join(match[0].split())
        for line in ([text] if "\\s+" in pattern else text.split("\n"))
        for match in re.finditer(pattern, line, re.IGNORECASE | re.MULTILINE)
    ]
    assert [" ".join(found.split()) for found in matches(typed, text)] == expected


@pytest.mark.parametrize(
    ("typed", "pattern"),
    [
        ("rights", r"\brights\b"),
        ("right*", r"\bright[\w'-]*"),
        ("*ism", r"(?<![\w'-])[\w'-]*ism\b(?!['-]\w)"),
        ('"human rights"', r"\bhuman\s+rights\b"),
        ("/equal(ity|ly)?/", r"equal(ity|ly)?"),
        ('"everyone"|"no one"', r"\b(everyone|no\s+one)\b"),
        ("everyone has the right", r"\beveryone\s+has\s+the\s+right\b"),
    ],
)
@pytest.mark.parametrize("name", ["udhr.en.txt", "tw-science.en.txt", "tw-employment.en.txt"])
def test_counts_of_real_text_are_those_of_pythons(typed: str, pattern: str, name: str) -> None:
    path = SHARED / "pairs" / name
    if not path.is_file():
        pytest.skip("the shared texts are not here")
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.settings import SourceSettings

    [read] = Session(SourceSettings()).documents([str(path)])
    text = "\n".join(section.text for section in read.sections).replace("’", "'")
    expected = sum(1 for _ in re.finditer(pattern, text, re.IGNORECASE))
    exact = {"exact": True} if typed == "rights" else {}
    [row] = freq(typed, str(path), **exact).rows()
    assert row["count"] == expected


# As many lines as are counted

_ENGLISH_WORDS = st.sampled_from("governance global law laws rules open source the U.S. AI".split())
# governance, global, artificial intelligence, safety, open source, development, data
_CHINESE_WORDS = st.sampled_from("治理 全球 人工智能 安全 开源 发展 数据 的".split())
_WORD = st.one_of(_ENGLISH_WORDS, _CHINESE_WORDS)
_WILD = st.sampled_from(["gov*", "*s", "l?w*", "治*", "*能", "?I", "open *", "* law"])
_ATTRIBUTE = st.sampled_from(
    [
        *("[concept=governance]", "[concept=ai|open-source]", "[theme=safety-risk]"),
        *("[stem=laws]", "[stem=govern|open]", "[word=治理]", "[word=law*]", "[word=the]"),
    ]
)
_GAP = st.sampled_from(["", "", "[]", "*", "[]{0,2}", "[]?", "~", "~{0,2}"])
_ATOM = st.one_of(
    _WORD,
    _WILD,
    _ATTRIBUTE,
    _WORD.map('"{}"'.format),
    st.tuples(_WORD, _WORD).map("({0[0]}|{0[1]})".format),
)
_SEQUENCE = st.one_of(
    _ATOM,
    st.tuples(_ATOM, _GAP, _ATOM).map(" ".join),
    st.sampled_from(["/gov\\w*|治.|law/", "/a+/", "/[^ ]+s/", "/\\p{Han}{2}/"]),
)
_QUERIES = st.lists(_SEQUENCE, min_size=1, max_size=3).map(" | ".join)


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, str]:
    """An English text and a Chinese one."""
    ends = st.sampled_from([". ", ", ", " ", "; ", "\n"])
    english = draw(st.lists(st.tuples(_ENGLISH_WORDS, ends), min_size=3, max_size=25))
    signs = st.sampled_from(["。", "，", "", "", "\n"])
    chinese = draw(st.lists(st.tuples(_CHINESE_WORDS, signs), min_size=3, max_size=25))
    return "The law. " + "".join(map("".join, english)), "治理。" + "".join(map("".join, chinese))


def _count_and_lines(typed: str, *sources: str, **more: bool) -> tuple[list[int], list[int], int]:
    counted = [row["count"] for row in freq(typed, *sources, **more).rows()]
    report = kwic(typed, *sources, **more)
    return counted, [row[1] for row in report.tables[1].rows], len(report.rows())


@given(texts=_texts(), typed=_QUERIES, stem=st.booleans())
@settings(max_examples=80)
def test_there_are_as_many_lines_as_are_counted(
    tmp_path_factory: pytest.TempPathFactory, texts: tuple[str, str], typed: str, stem: bool
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    paths = [folder / "en.txt", folder / "zh.txt"]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    counted, lines, shown = _count_and_lines(typed, *map(str, paths), stem=stem)
    assert counted == lines
    assert sum(counted) == shown


REAL = [
    *("governance", "AI *", "govern*|治*", "[theme=safety-risk]", "[stem=secure] *"),
    *("/\\bAI\\b/", "(AI|人工智能) []{0,3} [concept=governance]", "data ~{0,4} [concept=safety]"),
    *("人工智能*", "*治理", '"AI"', "the * of", "全球|international", "/人.智能|a.i/"),
]


@pytest.mark.parametrize("typed", REAL)
def test_there_are_as_many_lines_as_are_counted_in_real_texts(typed: str) -> None:
    sources = [US, CN]
    if SHARED.is_dir():
        names = ("zh/cn-2024-ai-capacity-building-plan.txt", "en/bletchley-declaration-2023.txt")
        sources += [str(SHARED / name) for name in (*names, "pairs/udhr.zh-hant.txt")]
    typed = typed.replace("[concept=safety]", "[concept=security]")
    counted, lines, shown = _count_and_lines(typed, *sources)
    assert counted == lines
    assert sum(counted) == shown > 0
    near = {
        row["document"]: row["node_count"]
        for row in collocates(typed, *sources, min_count=1).rows()
    }
    totals = dict(
        zip([row["document"] for row in freq(typed, *sources).rows()], counted, strict=True)
    )
    assert all(totals[name] == number for name, number in near.items())


@pytest.mark.usefixtures("counts_alone")
def test_counts_alone_tell_what_words_can(cli: Cli, tmp_path: Path) -> None:
    text, counts = tmp_path / "t.txt", str(tmp_path / "t.counts.tsv")
    text.write_text("Laws govern. The law governs data, and lawyers data.", encoding="utf-8")
    cli("count", str(text), "-o", counts)
    for typed in (
        "law*|[word=data]",
        '"data"',
        "[stem=law]",
        "[word=law|laws]",
        "/a/",
        "law *",
        "law|data",
    ):
        [told] = cli.rows("freq", typed, "-s", counts)
        [known] = cli.rows("freq", typed, "-s", str(text))
        beyond = typed in ("/a/", "law *")
        assert told["count"] == ("" if beyond else known["count"]), typed
        assert known["count"] != "0"


def test_a_corpus_is_asked_by_query(cli: Cli, tmp_path: Path) -> None:
    counts = str(tmp_path / "t.parquet")
    for name, text in (("a-2020.txt", "The law and laws."), ("a-2021.txt", "The bill. Safety.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    pattern = ("--pattern", r"(?P<year>\d{4})")
    cli("count", str(tmp_path), "-r", "--by", "year", *pattern, "-o", counts, "-j", "1")
    for typed, expected in (('law*|"bill"', ["2", "1"]), ("[stem=laws]|[word=bill]", ["2", "1"])):
        found = cli.rows("freq", typed, "-s", counts, "--by", "year")
        assert [row["count"] for row in found] == expected
    found = cli.rows("freq", "[theme=safety-risk]", "-s", counts, "--by", "year")
    assert [row["count"] for row in found] == ["0", "1"]


def test_claims_and_pictures_take_queries(cli: Cli, tmp_path: Path) -> None:
    claims = tmp_path / "claims.toml"
    checks = {
        'count("govern*|rule*") == 4 and present("/gov\\\\w+/")': "holds",
        'count("global * rules") == 1 and rank("[stem=rule]") == 1': "holds",
        'together("[concept=governance]|govern*", "hard") == 1': "holds",
        'count("a|")  == 0': "cannot tell",
    }
    path = tmp_path / "t.txt"
    path.write_text("Global new rules. Governing is hard. Rules govern.", encoding="utf-8")
    entry = "[[claim]]\ntext = 'x'\nsource = '{}'\ncheck = '{}'\n"
    written = "".join(entry.format(path, check.replace("\\\\", "\\")) for check in checks)
    claims.write_text(written.replace("\\w", "\\\\w"), encoding="utf-8")
    rows = cli.rows("claims", str(claims))
    assert [row["verdict"] for row in rows] == list(checks.values()), rows
    assert "at character 3" in rows[3]["why"]
    picture = cli("plot", "strips", "[concept=governance] *", US, "-o", "-")
    assert picture.startswith("<svg")


# No string harms

_SIGNED = st.text(alphabet='ab治 *?|"()[]{}~/\\=,01＊｜“”concept', max_size=40)


@given(st.one_of(_SIGNED, st.text(max_size=40)))
@settings(max_examples=500)
def test_any_string_is_read_or_refused_at_a_place(typed: str) -> None:
    try:
        parse(typed)
    except QueryError as error:
        assert 0 <= error.at <= len(typed) + 1
        assert f"at character {error.at + 1} " in str(error)
        assert "\n" not in str(error)


@given(_SIGNED)
@settings(max_examples=150)
def test_what_is_read_can_be_looked_for(typed: str) -> None:
    try:
        wanted = query(typed, None)
    except AiplansError:
        return
    for text, language in (("a b ab 治 a. b 01 = x", "en"), ("治a治。b治01", "zh")):
        spans = [(line.start, line.end) for line in lines_of([document(text, language)], wanted)]
        assert spans == sorted(spans)
        assert all(start < end for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def _seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    with suppress(AiplansError):
        run()
    return time.process_time() - began


@pytest.mark.parametrize(
    "typed",
    [
        *("(" * 9_000, "[" * 9_000, '"' * 9_001, "|" * 9_000, "~" * 9_000, "*" * 9_000),
        *("[word=" + " " * 9_000, "[]{" + " " * 9_000, "[" + " " * 9_000, "a " * 9_000 + "*"),
        *("a|" * 4_000 + "b", "/" + "(" * 9_000 + "/", "/" + "\\/" * 4_000, "a* " * 3_000),
    ],
    ids=lambda typed: typed[:8].strip(),
)
def test_reading_takes_linear_time(typed: str) -> None:
    assert _seconds(lambda: parse(typed)) < 2


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/(a+)+$/", "a" * 60_000 + "!"),
        ("/(a|aa)*b/", "a" * 60_000),
        ("/(a*)*c|(a+)+b/", "a" * 60_000),
        ("/[^b]*b|a/", "a" * 20_000),
        ("/(?s).*x|a/", "a" * 20_000),
        ("a*a*a*a*b", "a" * 60_000),
        ("a []{0,100} b", "a " * 20_000),
        ("a []{0,100} a []{0,100} a []{0,100} b", "a " * 5_000),
        ("(a|a a|a a a) []{0,50} b", "a " * 5_000),
    ],
)
def test_looking_takes_linear_time(typed: str, text: str) -> None:
    wanted = query(typed, None)
    assert _seconds(lambda: lines_of([document(text)], wanted, context=0)) < 20


def test_expressions_that_would_be_too_large_are_refused() -> None:
    for pattern in (
        "((a{1000}){1000}){9}",
        "(?i)" + "[^x]{1000}" * 99,
        "a{1001}",
        "(a)\\1",
        "(?=a)",
    ):
        with pytest.raises(QueryError, match="at character 1 stands no regular expression"):
            parse(f"/{pattern}/")


def test_a_match_of_a_very_long_line_lies_in_one_part_of_it() -> None:
    text = "a" * (LONGEST - 1) + "bc" + "a b"
    assert regex_spans(text, "bc") == []
    assert regex_spans("x " * LONGEST, "x x")  # cut at spaces
    assert len(regex_spans("x " * LONGEST, "x")) == LONGEST


def test_a_gap_is_at_most_so_long() -> None:
    text = "tor " + "x " * LONGEST_GAP + "lim"
    assert matches(f"tor []{{0,{LONGEST_GAP}}} lim", text)
    assert not matches("tor []* lim", "tor x " + "x " * LONGEST_GAP + "lim")
    two = matches(f"tor []{{1,{LONGEST_GAP}}} []* lim", "tor x " + "x " * LONGEST_GAP + "lim")
    assert len(two) == 1


def test_nodes() -> None:
    assert parse("/a|b/") == Regex("a|b")
    assert parse("/a\\/b/") == Regex("a/b")
    assert isinstance(parse("(a|b)"), Either)
    assert parse("a｜b") == parse("a|b")


# kwic: order, samples and contexts


@pytest.fixture
def short(tmp_path: Path) -> tuple[str, str]:
    for name, text in (
        ("b.txt", "Red law ends. Old law binds us.\nNew law binds all. A law acts."),
        ("a.txt", "Bad law ends here. Its law bind it."),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / "b.txt"), str(tmp_path / "a.txt")


def test_lines_are_ordered_by_the_words_around(cli: Cli, short: tuple[str, str]) -> None:
    def ordered(order: str) -> list[tuple[str, str, str]]:
        rows = cli.rows("kwic", "law", *short, "--exact", "-q", "--context", "1w", "--sort", order)
        return [(row["left"], row["right"].strip(".: "), row["document"]) for row in rows]

    first = ordered("1R")
    assert [right.lower() for _, right, _ in first] == sorted(r.lower() for _, r, _ in first)
    assert [left for left, right, _ in ordered("1R,1L") if right == "binds"] == ["New", "Old"]
    assert [left for left, right, _ in ordered("1r, 2R") if right == "binds"] == ["New", "Old"]
    lefts = [left.lower() for left, _, _ in ordered("1L")]
    assert lefts == sorted(lefts)
    assert [document for *_, document in ordered("document")] == ["a"] * 2 + ["b"] * 4
    assert [document for *_, document in ordered("position")] == ["b"] * 4 + ["a"] * 2
    by_match = cli.rows("kwic", "bind*|law", *short, "-q", "--sort", "0")
    assert [row["match"] for row in by_match] == ["bind", "binds", "binds"] + ["law"] * 6
    for wrong in ("1X", "R", "0L", "1R,", "1R;2R", "500R"):
        cli("kwic", "law", *short, "--sort", wrong, code=2)
        assert "is no order: write words such as 1R,2R,1L" in cli.err


def test_chinese_lines_are_ordered_by_words(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    # "governs data; governs the economy; governs AI; governs the economy of data"
    path.write_text("治理数据；治理经济；治理人工智能；治理数据经济。", encoding="utf-8")
    rows = cli.rows("kwic", "治理", str(path), "--exact", "-q", "--sort", "1R,2R", "-C", "3c")
    assert [row["right"][:2] for row in rows] == ["人工", "数据", "数据", "经济"]


def test_samples_are_drawn_alike_for_one_seed(cli: Cli, short: tuple[str, str]) -> None:
    def drawn(*options: str) -> list[str]:
        rows = cli.rows("kwic", "law", *short, "--exact", *options)
        return [row["left"] + row["document"] for row in rows]

    every = drawn()
    three = drawn("--sample", "3", "--seed", "5")
    assert "3 of 6 lines are shown, drawn at random with seed 5." in cli.err
    assert len(three) == 3
    assert [line for line in every if line in three] == three
    assert drawn("--sample", "3", "--seed", "5") == three
    assert any(drawn("--sample", "3", "--seed", str(seed)) != three for seed in range(6))
    assert drawn("--sample", "60") == every
    assert len(drawn("--sample", "4", "-n", "2")) == 2
    assert cli.json("kwic", "law", *short, "--sample", "2")["parameters"]["sample"] == 2
    cli("kwic", "law", *short, "--sample", "0", code=2)


def test_contexts_are_words_characters_or_the_sentence(cli: Cli, short: tuple[str, str]) -> None:
    def right(*options: str) -> str:
        return cli.rows("kwic", "old law", short[0], "-q", *options)[0]["right"]

    assert right("--context", "1w") == right("-C", "1") == "binds"
    assert right("--context", "4c") == right("-C", "4", "--unit", "characters") == "bind"
    assert right("--context", "sentence") == "binds us."
    for wrong in ("8x", "w", "-1", "8 words", "1234567"):
        cli("kwic", "law", *short, "--context", wrong, code=2)
        assert "--context" in cli.err


# Words by stem


def test_groups_of_words_are_told_by_their_commonest_form(cli: Cli, tmp_path: Path) -> None:
    paths = []
    for name, text in (
        ("a", "The secretary and the secretaries. A secretary plans. Policies plan policies."),
        ("b", "Secretaries! One policy; other policies planned, and the secretary, too."),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        paths.append(str(tmp_path / f"{name}.txt"))
    expected = {"secretary", "policies", "plan"}  # of plan, planned and plans the first by alphabet
    for line in (["compare", *paths, "--by", "term"], ["keywords", *paths]):
        found = {row["term"] for row in cli.rows(*line, "--stem")}
        assert found == expected, line
    near = cli.rows("collocates", "plan", paths[0], "--exact", "--stem", "--min-count", "1")
    assert {row["collocate"] for row in near} == {"secretary", "policies"}
    report = cli.json("compare", *paths, "--by", "term", "--stem")
    assert not any("secretari”" in line for line in report.get("summary", []))
    counts = str(tmp_path / "a.counts.tsv")
    cli("count", paths[0], "-o", counts)
    of_counts = {row["term"] for row in cli.rows("keywords", counts, "--stem")}
    assert of_counts == expected


def test_sentences_name_the_commonest_form(cli: Cli, tmp_path: Path) -> None:
    for name, text in (("a", "Policies. " * 60), ("b", "Oceans rise. " * 60)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    pair = (str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    told = cli("compare", *pair, "--stem", "--by", "term", "-f", "md")
    assert "policies" in told
    assert "polici”" not in told
    assert "polici " not in told
