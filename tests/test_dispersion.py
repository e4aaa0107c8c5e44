"""How evenly words are spread: measures by the places of words, and `freq --dispersion`."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st

import aiplans_cli
from aiplans_cli.errors import AiplansError
from aiplans_cli.statistics.dispersion import (
    DISPERSION,
    POSITIONAL,
    arf,
    distances_between,
    dwg,
)

GRIES = (
    "b a m n i b e u p k b a s a t b e w q n b c a g a b e s t a b a g h a b e a a t "
    "b a h a a b e a x a"
).split()
"""The corpus of Gries (2008: 406), five parts of ten words."""


def places_of(word: str, words: list[str]) -> list[int]:
    return [place for place, other in enumerate(words) if other == word]


@st.composite
def spreads(draw: st.DrawFn) -> tuple[list[int], int]:
    size = draw(st.integers(2, 60))
    return sorted(draw(st.sets(st.integers(0, size - 1), min_size=1))), size


def test_reduced_frequency_is_the_published_one() -> None:
    """Gries (2008: 410) prints the distances of "a" and an ARF of 10.8."""
    places = places_of("a", GRIES)
    printed = [2, 10, 2, 9, 2, 5, 2, 3, 3, 1, 3, 2, 1, 3, 2]
    found = distances_between(places, len(GRIES))
    assert [found[-1], *found[:-1]] == printed
    assert arf(places, len(GRIES)) == pytest.approx(10.8, abs=0.05)


@given(spreads())
def test_reduced_frequency_is_the_mean_over_all_ways_to_cut(
    spread: tuple[list[int], int],
) -> None:
    """Its definition: cut the circle in as many equal parts as there are occurrences, at every
    place, and count the parts that hold one. Between whole places the count is linear."""
    places, size = spread
    parts, steps = len(places), 24
    even = size / parts
    total = 0
    for shift in range(steps * size):
        start = (shift + 0.5) / steps
        held = {int(((place + 0.5 - start) % size) / even) for place in places}
        total += len(held)
    assert arf(places, size) == pytest.approx(total / (steps * size), abs=0.05)


@given(spreads())
def test_growth_dispersion_is_a_share_of_the_worst_case(spread: tuple[list[int], int]) -> None:
    places, size = spread
    found = dwg(places, size)
    if found is None:
        assert len(places) in (1, size)
        return
    even = size / len(places)

    def mean(of: list[int]) -> float:
        apart = [(of[(k + 1) % len(of)] - of[k]) % size for k in range(len(of))]
        return sum(abs(d - even) for d in apart) / len(of)

    assert found == pytest.approx(mean(places) / mean(list(range(len(places)))), abs=1e-9)
    assert 0 <= found <= 1


@given(spreads(), st.integers(0, 100))
def test_where_the_circle_begins_does_not_matter(spread: tuple[list[int], int], turn: int) -> None:
    places, size = spread
    turned = [(place + turn) % size for place in places]
    for function in POSITIONAL.values():
        assert function(turned, size) == pytest.approx(function(places, size))
    reduced = arf(places, size)
    assert reduced is not None
    assert 1 - 1e-9 <= reduced <= len(places) + 1e-9


def test_what_does_not_occur_has_no_spread() -> None:
    assert arf([], 10) is None
    assert dwg([], 10) is None
    assert arf([], 0) is None
    assert arf([3], 10) == 1
    assert dwg([3], 10) is None
    assert dwg([0, 1], 2) is None


# The command


def test_the_measures_stand_beside_each_word_and_document() -> None:
    report = aiplans_cli.freq(
        ["governance", "data"], "us-2025-digest", "cn-2025-digest", dispersion="all"
    )
    names = [*DISPERSION, *POSITIONAL]
    rows = report.rows()
    assert list(rows[0])[-len(names) :] == names
    assert [row["range"] for row in rows] == [row["sections"] for row in rows]
    for row in rows:
        reduced, count = row["arf"], row["count"]
        assert isinstance(reduced, float) and isinstance(count, int)
        assert 1 <= reduced <= count
    assert any(note.startswith("arf: Average reduced frequency") for note in report.notes)
    assert "dp_norm" not in aiplans_cli.freq("data", "us-2025-digest").rows()[0]


def test_places_are_those_of_the_words_counted(tmp_path: Path) -> None:
    rng = Random(2)
    words = rng.choices(["ai", "data", "law", "plan"], k=300)
    lines = [" ".join(words[k : k + 30]) + "." for k in range(0, 300, 30)]
    text = "\n\n".join(f"# Part {k}\n\n{line}" for k, line in enumerate(lines))
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    read = text.lower().replace("#", " ").replace(".", " ").split()
    [row] = aiplans_cli.freq("law", path, exact=True, dispersion=["arf", "dwg"]).rows()
    for name, function in POSITIONAL.items():
        assert row[name] == pytest.approx(function(places_of("law", read), len(read))), name


def test_chinese_strings_are_at_the_words_that_hold_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    # governance, safety, data, governance (the string is part of a longer word)
    path.write_text("治理安全。数据治理。安全治理体系。", encoding="utf-8")
    [row] = aiplans_cli.freq("治理", path, exact=True, dispersion="arf,dwg").rows()
    words = [token["token"] for token in aiplans_cli.tokens(path, lang="zh").rows()]
    places = [place for place, word in enumerate(words) if "治理" in str(word)]
    assert row["count"] == len(places) == 3
    assert row["arf"] == pytest.approx(arf(places, len(words)))
    assert row["dwg"] == pytest.approx(dwg(places, len(words)))


def test_without_a_text_the_order_of_words_is_not_known() -> None:
    report = aiplans_cli.freq("governance", "us-2025", dispersion=["dp_norm", "arf", "dwg"])
    [row] = report.rows()
    assert row["dp_norm"] is not None
    assert (row["arf"], row["dwg"]) == (None, None)
    assert any("only counts by section are at hand of us-2025" in note for note in report.told)
    phrase = aiplans_cli.freq("data centers", "us-2025", exact=True, dispersion="all").rows()[0]
    assert [phrase[name] for name in (*DISPERSION, *POSITIONAL)] == [None] * 10


@pytest.mark.parametrize(
    ("keywords", "told"),
    [
        ({"dispersion": "gini"}, "'gini' is not one of range, dp"),
        ({"dispersion": []}, "is no text and no list"),
        ({"dispersion": "arf", "by": "section"}, "leave --by out"),
        ({"dispersion": "arf", "by": "year"}, "leave --by out"),
    ],
)
def test_what_cannot_be_asked(keywords: dict[str, object], told: str) -> None:
    with pytest.raises(AiplansError, match=told):
        aiplans_cli.freq("data", "us-2025-digest", **keywords)


def test_a_narrow_screen_keeps_the_measure_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = cli("freq", "governance", "us-2025-digest", "--dispersion", "dp_norm", "-f", "table")
    header, rule, _ = shown.partition("────")
    first, second = header.rstrip().split("\n")[-2:]
    assert rule and first.endswith("dp_") and second.endswith("norm")
    shown = cli("freq", "governance", "us-2025-digest", "--dispersion", "range", "-f", "table")
    assert "None" not in shown
