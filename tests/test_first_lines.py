"""What freq, keywords, themes, collocates and kwic say first: no more than their rows do."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from conftest import Cli
from hypothesis import assume, given
from hypothesis import strategies as st

from aiplans_cli.analyses.collocates_screen import (
    UNSURE,
    Kept,
    Near,
    collocate_sentences,
    collocate_tables,
)
from aiplans_cli.analyses.concordance_screen import Lines, lines_sentences
from aiplans_cli.analyses.frequency.sentences import (
    Asked,
    Stands,
    counts_sentence,
    frequency_sentences,
    values_sentences,
)
from aiplans_cli.analyses.keywords_screen import Keyed, Keyword, keyword_sentences, keyword_tables
from aiplans_cli.analyses.sentences import NAMED, SENTENCES, one_in
from aiplans_cli.analyses.themes_screen import Weighed, theme_sentences
from aiplans_cli.evidence.wanted import Query
from aiplans_cli.output.report import Input
from aiplans_cli.output.width import display_width

US, CN = "us-2025-digest", "cn-2025-digest"
COUNTS = st.integers(0, 500)
LANGUAGES = st.sampled_from(["en", "zh"])
CLAIMS = re.compile(r"\b(more often|less|fewer|higher|lower|differs|significant)\b")
"""Words of a difference, which none of these commands tests."""


@st.composite
def stands(draw: st.DrawFn) -> tuple[Stands, ...]:
    size = draw(st.integers(1, 9))
    made = []
    for number in range(size):
        count = draw(st.one_of(st.none(), COUNTS))
        tokens = (count or 0) + draw(st.integers(0, 99_999))
        mentions = draw(st.one_of(st.none(), st.integers(count or 0, 99_999)))
        made.append(Stands(f"d{number}", draw(LANGUAGES), count, tokens, mentions))
    return tuple(made)


ASKED = st.builds(Asked, st.just("word"), st.sampled_from(["", "concept"]), stands())


@given(st.integers(1, 10**6), st.integers(1, 10**9))
def test_a_rate_is_right_in_two_digits(count: int, size: int) -> None:
    assume(size >= count)
    said = float(one_in(count, size).removeprefix("1 in ").replace(",", ""))
    assert said == pytest.approx(size / count, rel=0.051)


@given(ASKED)
def test_counts_and_rates_are_those_of_the_row(asked: Asked) -> None:
    said = counts_sentence(asked)
    for stands in asked.stands:
        here = re.search(
            rf"([\d,]+)(?: mentions?| times?)? in {stands.document}\b"
            r"(?: \((1 in [\d.,]+) words\))?",
            said,
        )
        if here:
            assert int(here[1].replace(",", "")) == stands.count
            assert (here[2] or "") == one_in(stands.count or 0, stands.tokens)
            assert stands.count
    known = [stands.count for stands in asked.stands if stands.count]
    if len(known) > NAMED:
        assert f": {sum(known):,} " in said.replace("“word”: ", ": ").replace("concept: ", ": ")
        parts = said.split(" documents: ")[1].split(";")[0]
        inside = re.sub(r"\([^)]*\)|d\d|in \d+ others?", "", parts)
        assert sum(int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\d|\d", inside)) == sum(
            known
        )
    for word, absent in (("nowhere in", 0), ("not to be told of", None)):
        assert (word in said) == any(stands.count == absent for stands in asked.stands)


@given(st.lists(ASKED, min_size=1, max_size=6), st.sampled_from(["", "d0 is a digest."]))
def test_no_difference_is_claimed(asked: list[Asked], digests: str) -> None:
    every = [*frequency_sentences(asked, digests), *values_sentences(asked, "year")]
    assert len(frequency_sentences(asked, digests)) <= SENTENCES
    assert not any(CLAIMS.search(line) for line in every)


@given(ASKED)
def test_several_languages_are_told_apart(asked: Asked) -> None:
    said = " ".join(frequency_sentences([asked]))
    if asked.across and any(one.count for one in asked.stands):
        assert "cross languages" in said
        for share, name in re.findall(r"([\d.]+)% in (d\d)", said):
            own = next(one.share for one in asked.stands if one.document == name)
            assert own is not None and float(share) == pytest.approx(100 * own, rel=0.06, abs=0.006)


WORDS = st.lists(
    st.builds(
        Near,
        st.text("abc", min_size=1, max_size=4),
        st.integers(1, 50),
        st.integers(50, 99),
        st.floats(0.01, 90),
        st.just((1.0,)),
        st.one_of(st.none(), st.floats(0, 1)),
    ),
    max_size=6,
    unique_by=lambda near: near.word,
).map(tuple)


def kept_of(words: Sequence[tuple[Near, ...]]) -> list[Kept]:
    return [Kept(f"d{at}", at, some if at else ()) for at, some in enumerate(words)]


@given(st.lists(WORDS, min_size=1, max_size=7))
def test_only_what_passed_is_said_to_stand_surely(words: list[tuple[Near, ...]]) -> None:
    kept = kept_of(words)
    said = collocate_sentences(kept, "node", "within 5 words of it", ())
    assert len(said) <= SENTENCES
    for line in said:
        if match := re.search(r"in (d\d) \(", line):
            own = {near.word: near for near in kept[int(match[1][1:])].words}
            named = re.findall(r"“(\w+)”,? \(?([\d]+) of (\d+)", line)
            assert all((own[w].count, own[w].every) == (int(n), int(m)) for w, n, m in named)
            if line.startswith("Surely"):
                assert named
                assert all(own[word].sure for word, *_ in named)
            else:
                assert not any(near.sure for near in own.values())


@given(st.floats(0, 0.2), st.integers(0, 50), st.floats(0, 50))
def test_what_is_sure_passed_and_is_more_than_by_chance(q: float, count: int, by: float) -> None:
    near = Near("w", count, 99, by, (1.0,), q)
    assert near.sure == (q < 0.05 and count > by)


@given(st.lists(WORDS, min_size=1, max_size=12), st.sampled_from([0, 1, 20]))
def test_a_row_that_did_not_pass_is_marked(words: list[tuple[Near, ...]], top: int) -> None:
    tables = collocate_tables(kept_of(words), "node", ["log_dice"], top)
    for table in tables:
        for row in table.records():
            if "unsure" in row:
                assert (row["unsure"] == UNSURE) or row["near"] > row["expected"]  # type: ignore[operator]
    if top == 20:
        assert sum(len(table.rows) for table in tables) <= 28


@given(st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=5), min_size=1, max_size=8))
def test_per_cent_are_those_of_the_themes(shares: list[list[float]]) -> None:
    weighed = [
        Weighed(f"d{at}", "", f"t{number}", share)
        for at, some in enumerate(shares)
        for number, share in enumerate(some)
    ]
    said = theme_sentences(weighed, [Input("d0", "en", "", 0, "digest")])
    assert len(said) <= SENTENCES and not any(CLAIMS.search(line) for line in said)
    for line in said:
        if match := re.match(r"Heaviest in d(\d): ", line):
            own = shares[int(match[1])]
            named = [(int(t), float(p) / 100) for t, p in re.findall(r"t(\d) ([\d.]+)%", line)]
            for theme, share in named:
                assert share == pytest.approx(own[theme], rel=0.06, abs=0.0001)
            assert max(own) == own[named[0][0]]


@given(st.lists(st.lists(st.tuples(COUNTS, COUNTS), max_size=7), min_size=1, max_size=8))
def test_key_words_are_named_in_their_order(words: list[list[tuple[int, int]]]) -> None:
    keyed = [
        Keyed(f"d{at}", 9, tuple(Keyword(f"w{n}", "", *cells, 1.0) for n, cells in enumerate(some)))
        for at, some in enumerate(words)
    ]
    said = keyword_sentences(keyed, "tfidf", ())
    assert len(said) <= SENTENCES and not any(CLAIMS.search(line) for line in said)
    for line in said:
        if match := re.match(r"Key words of d(\d)", line):
            own = words[int(match[1])]
            named = re.findall(r"“w(\d)” \((\d+)", line)
            assert [int(n) for n, _ in named] == list(range(min(5, len(own))))
            assert all(int(count) == own[int(n)][0] for n, count in named)
    assert all(len(table.rows) <= 20 for table in keyword_tables(keyed, 20))


@given(st.lists(st.tuples(COUNTS, st.integers(1, 9)), min_size=1, max_size=8), st.integers(0, 99))
def test_lines_are_counted_and_their_sections(found: list[tuple[int, int]], limit: int) -> None:
    where = [Lines(f"d{at}", lines, min(lines, some)) for at, (lines, some) in enumerate(found)]
    every = sum(one.lines for one in where)
    said = " ".join(lines_sentences(where, Query("word"), {}, min(limit, every)))
    assert (f"{limit:,} of the {every:,}" in said) == (limit < every)
    for one in where:
        if match := re.search(rf"([\d,]+) (?:times? )?in {one.document} \((\d+) section", said):
            assert (int(match[1].replace(",", "")), int(match[2])) == (one.lines, one.sections)
        elif one.lines == 0:
            assert "nowhere in" in said


LINES = [
    ["freq", "governance", US, CN],
    ["freq", "governance", "data", "ledger", "-s", US, "-s", CN],
    ["keywords", US, CN],
    ["themes", US, CN],
    ["themes", US, "--by", "part"],
    ["collocates", "governance", US, CN],
    ["kwic", "governance", US, CN],
]


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_the_first_screen_is_a_screen(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, line: list[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = cli(*line, "--format", "table").splitlines()
    assert len(shown) <= (40 if width >= 80 else 46)
    assert max(map(display_width, shown)) <= width
    assert "in our own words, not the official text" in " ".join(shown[:2])
    assert not any(re.search(r"\b\w+_\w+\b", text) for text in shown)  # no raw name
    wide = cli(*line, "--format", "table", "--wide")
    assert wide.splitlines()[0] == shown[0] and len(wide) > len("\n".join(shown)) / 2


@pytest.mark.parametrize("columns", ["80", "60", "40"])
@pytest.mark.parametrize("line", ["freq", "themes"])
def test_coverage_stands_on_the_first_screen(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, line: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    sources = ["governance", "-s", US, "-s", CN] if line == "freq" else [US, CN]
    shown = cli(line, *sources, "--format", "table")
    assert "covers" in shown
    for row in cli.rows("lexicon", "coverage", US, CN):
        assert f"{100 * float(row['coverage']):.0f} %" in shown


def test_many_documents_are_a_matrix_with_a_key(cli: Cli) -> None:
    few = [US, CN, "us-2025", "us-eo-14179-2025", "us-eo-14110-2023"]
    shown = cli("themes", *few, "-q", "--format", "table")
    assert re.search(r"^theme +1 +2 +3 +4 +5$", shown, re.MULTILINE)
    assert re.search(r"^5 +us-eo-14110-2023 ", shown, re.MULTILINE)
    assert len(shown.splitlines()) <= 40


def test_machine_formats_say_the_same_in_json(cli: Cli) -> None:
    found = cli.json("freq", "governance", US, CN)
    assert found["summary"][1].startswith(f"governance: 2 mentions in {US} (1 in 870 words)")
    assert set(found["rows"][0]) >= {"of_sentences", "rate", "concept"}


def test_sections_of_lines_are_those_that_freq_counts(cli: Cli) -> None:
    [row] = cli.json("freq", "governance", "-s", CN)["rows"]
    said = cli.json("kwic", "governance", CN)["summary"][1]
    assert f"{row['count']} times in {CN} ({row['sections']} sections)" in said
