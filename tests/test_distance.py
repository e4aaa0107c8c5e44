"""Distances between documents, and the intervals that sections give them."""

from __future__ import annotations

from collections import Counter
from math import log2, sqrt
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aiplans_cli
from aiplans_cli.errors import AiplansError, UsageError
from aiplans_cli.statistics.delta import burrows_delta, frequent_words
from aiplans_cli.statistics.distance_measures import DISTANCES, kullback_leibler, matrix_of
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.section_influence import interval, left_out_each, t_quantile

US, EO = "us-2025", "us-eo-14110-2023"
PAIRWISE = [name for name, one in DISTANCES.items() if one.value]


def profile(*sections: dict[str, int]) -> Profile:
    """A document of sections."""
    stands: dict[str, list[tuple[int, int]]] = {}
    for index, section in enumerate(sections):
        for term, count in section.items():
            stands.setdefault(term, []).append((index, count))
    counts = {term: sum(count for _, count in found) for term, found in stands.items()}
    sizes = [sum(section.values()) for section in sections]
    return Profile(sum(sizes), counts, stands, sizes)


def value(name: str, a: Profile, b: Profile) -> float | None:
    chosen = DISTANCES[name].value
    assert chosen is not None
    return chosen(a, b, 0.5)


sections = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9), min_size=1)
documents = st.lists(sections, min_size=3, max_size=6).map(lambda found: profile(*found))


# Values


@given(documents, documents)
def test_distances_are_those_of_scipy(a: Profile, b: Profile) -> None:
    entropy = pytest.importorskip("scipy.stats").entropy
    scipy = pytest.importorskip("scipy.spatial.distance")
    terms = sorted({*a.counts, *b.counts})
    x, y = ([side.counts.get(t, 0) for t in terms] for side in (a, b))
    p, q = ([n / sum(side) for n in side] for side in (x, y))
    smooth = [[n + 0.5 for n in side] for side in (x, y)]
    roots = [[sqrt(rate) for rate in side] for side in (p, q)]
    apart = scipy.jensenshannon(p, q, base=2)
    expected = {
        "jensen_shannon_distance": apart,
        "jensen_shannon_divergence": apart**2,
        "hellinger": scipy.euclidean(*roots) / sqrt(2),
        "kullback_leibler": entropy(*smooth, base=2),
        "cosine": 1 - scipy.cosine(x, y),
    }
    for name, theirs in expected.items():
        assert value(name, a, b) == pytest.approx(theirs, abs=1e-7), name


@given(documents, documents)
def test_distances_are_symmetric_where_they_have_no_direction(a: Profile, b: Profile) -> None:
    for name in PAIRWISE:
        forth, back = value(name, a, b), value(name, b, a)
        if DISTANCES[name].directed:
            assert forth is not None and forth >= 0
        else:
            assert forth == pytest.approx(back, abs=1e-12)


@pytest.mark.parametrize("name", PAIRWISE)
def test_a_document_without_words_has_no_distance(name: str) -> None:
    matrix = matrix_of(name, [profile({"a": 1}, {"a": 2}), profile(), profile({"a": 3}, {"b": 1})])
    assert matrix[1] == (None, None, None)
    assert [row[1] for row in matrix] == [None, None, None]
    assert matrix[0][2] is not None or name == "cosine_corrected"


def test_a_zero_makes_no_divergence_infinite() -> None:
    a, b = {"ai": 9, "plan": 1}, {"plan": 9, "law": 1}
    by_hand = sum(
        (a.get(t, 0) + 0.5) / 11.5 * log2((a.get(t, 0) + 0.5) / (b.get(t, 0) + 0.5))
        for t in ("ai", "plan", "law")
    )
    assert kullback_leibler(a, b) == pytest.approx(by_hand)
    small, large = kullback_leibler(a, b, 1e-6), kullback_leibler(a, b, 100)
    assert small is not None and large is not None
    assert small > by_hand > large


def test_delta_is_that_of_numpy_and_of_the_words_of_all() -> None:
    np = pytest.importorskip("numpy")
    rng = Random(0)
    texts = [Counter(rng.choices("abcdefgh", range(1, 9), k=400 + 100 * n)) for n in range(5)]
    words = frequent_words(texts, 6)
    rates = np.array([[text[w] / text.total() for w in words] for text in texts])
    scores = (rates - rates.mean(axis=0)) / rates.std(axis=0, ddof=1)
    theirs = np.abs(scores[:, None] - scores[None]).mean(axis=2)
    assert np.array(burrows_delta(texts, 6)) == pytest.approx(theirs)
    assert words == [w for w, _ in sum(texts, Counter()).most_common(6)]


def test_delta_needs_three_documents_with_words() -> None:
    a, b = {"a": 1, "b": 2}, {"a": 2, "b": 1}
    assert burrows_delta([a, b]) == ((None, None), (None, None))
    assert burrows_delta([a, b, {}])[0] == (None, None, None)
    with_empty = burrows_delta([a, b, {"a": 1}, {}])
    assert with_empty[3] == (None,) * 4
    assert burrows_delta([a, b, {"a": 1}])[0] == with_empty[0][:3]
    assert burrows_delta([{"a": 1}] * 3)[0] == (0.0, 0.0, 0.0)


# Intervals


def jackknifed(name: str, a: list[dict[str, int]], b: list[dict[str, int]]) -> float:
    """The variance of a distance by leaving out each section in turn and computing it anew."""
    total = 0.0
    left_out = (
        [value(name, profile(*a[:k], *a[k + 1 :]), profile(*b)) or 0.0 for k in range(len(a))],
        [value(name, profile(*a), profile(*b[:k], *b[k + 1 :])) or 0.0 for k in range(len(b))],
    )
    for values in left_out:
        mean = sum(values) / len(values)
        total += (len(values) - 1) / len(values) * sum((x - mean) ** 2 for x in values)
    return total


def drawn(rng: Random, weights: list[int], number: int) -> list[dict[str, int]]:
    """Sections of 80 words with a topic of their own, so that words stand together."""
    found = []
    for _ in range(number):
        here = [weight * rng.choice((0, 1, 1, 4)) + 0.01 for weight in weights]
        found.append(dict(Counter(rng.choices(range(len(weights)), here, k=80))))
    return [{f"w{term}": count for term, count in section.items()} for section in found]


@pytest.mark.parametrize("name", PAIRWISE)
def test_intervals_are_those_of_leaving_sections_out(name: str) -> None:
    rng = Random(3)
    a, b = drawn(rng, list(range(1, 40)), 30), drawn(rng, list(range(40, 1, -1)), 25)
    influence = DISTANCES[name].influence
    assert influence is not None
    moved = influence(profile(*a), profile(*b), 0.5)
    assert moved is not None
    ours = sum(len(s) / (len(s) - 1) * sum(x * x for x in s) for s in moved)
    # slopes know no bend, and the smoothed divergence bends most
    near = 0.1 if name == "kullback_leibler" else 0.05
    assert sqrt(ours) == pytest.approx(sqrt(jackknifed(name, a, b)), rel=near)


@pytest.mark.parametrize("name", PAIRWISE)
def test_intervals_hold_what_they_are_of(name: str) -> None:
    """Of two known populations, 100 samples of 15 sections: the interval holds at least 88."""
    rng = Random(5)
    populations = [drawn(rng, [9, *range(1, 60)], 300), drawn(rng, [9, *range(60, 1, -1)], 300)]
    found = []
    for _ in range(100):
        a, b = (profile(*rng.sample(sections, 15)) for sections in populations)
        influence, apart = DISTANCES[name].influence, value(name, a, b)
        assert influence is not None and apart is not None
        moved = influence(a, b, 0.5)
        assert moved is not None
        found.append((apart, interval(apart, moved, 9.0)))
    truth = sum(apart for apart, _ in found) / len(found)
    if DISTANCES[name].of == "populations":
        truth = value("cosine", *(profile(*sections) for sections in populations)) or 0.0
    held = sum(ends is not None and ends.low <= truth <= ends.high for _, ends in found)
    assert held >= 88


def test_the_corrected_cosine_does_not_depend_on_length() -> None:
    rng = Random(7)
    population = drawn(rng, list(range(1, 60)), 400)
    for number in (10, 40, 200):
        two = rng.sample(population, 2 * number)
        a, b = profile(*two[:number]), profile(*two[number:])
        assert value("cosine_corrected", a, b) == pytest.approx(1, abs=0.25 if number < 40 else 0.1)
    assert (value("cosine", a, b) or 1) < 1
    assert left_out_each(profile({"a": 1}, {"b": 1}), profile({"a": 1}, {"a": 1})) is None


def test_an_interval_needs_ten_sections_a_side() -> None:
    assert interval(0.5, ([0.1] * 9, [0.1] * 30), 1.0) is None
    same = interval(0.5, ([0.0] * 10, [0.0] * 10), 1.0)
    assert same is not None and (same.low, same.high) == (0.5, 0.5)
    wide = interval(0.5, ([1.0, -1.0] * 5, [1.0, -1.0] * 5), 1.0)
    assert wide is not None and (wide.low, wide.high) == (0.0, 1.0)


@pytest.mark.parametrize("freedom", [9, 18.5, 60, 1000])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_quantiles_of_t_are_those_of_scipy(confidence: float, freedom: float) -> None:
    t = pytest.importorskip("scipy.stats").t
    theirs = t.ppf((1 + confidence) / 2, freedom)
    assert t_quantile(confidence, freedom) == pytest.approx(theirs, abs=1e-3)


# The command


def test_two_documents_have_intervals_and_directions() -> None:
    report = aiplans_cli.distance(US, EO, measures=["hellinger", "kullback_leibler"])
    [row] = report.rows()
    assert list(row) == [
        *("a", "b", "hellinger", "hellinger_low", "hellinger_high"),
        *(f"kullback_leibler_{way}{end}" for way in ("ab", "ba") for end in ("", "_low", "_high")),
    ]
    for name in ("hellinger", "kullback_leibler_ab", "kullback_leibler_ba"):
        assert row[f"{name}_low"] < row[name] < row[f"{name}_high"]
    assert row["kullback_leibler_ab"] != row["kullback_leibler_ba"]
    assert any("0.5 is added to each count" in note for note in report.notes)
    turned = aiplans_cli.distance(EO, US, measures=["kullback_leibler"]).rows()[0]
    assert turned["kullback_leibler_ab"] == pytest.approx(row["kullback_leibler_ba"])
    assert turned["kullback_leibler_ab_low"] == pytest.approx(row["kullback_leibler_ba_low"])
    laid = aiplans_cli.distance(US, EO, measures=["hellinger", "kullback_leibler"], square=True)
    assert [line["value"] for line in laid.rows()] == [
        row[name] for name in ("hellinger", "kullback_leibler_ab", "kullback_leibler_ba")
    ]


def test_more_documents_have_matrices_and_no_intervals() -> None:
    named = (US, EO, "us-eo-14179-2025")
    report = aiplans_cli.distance(*named, measures="burrows_delta", square=True)
    rows = report.rows()
    assert [row["document"] for row in rows] == list(named)
    assert rows[0][EO] == rows[1][US] != 0
    assert rows[0][US] == 0
    assert any("150 most frequent words of all 3 documents" in note for note in report.notes)
    fewer = aiplans_cli.distance(*named, measures="burrows_delta", most_frequent=20).rows()
    assert fewer[0]["burrows_delta"] != rows[0][EO]
    assert list(fewer[0]) == ["a", "b", "burrows_delta"]


def test_what_is_not_defined_is_empty_with_the_reason() -> None:
    two = aiplans_cli.distance(US, EO, measures="burrows_delta")
    assert two.rows()[0]["burrows_delta"] is None
    assert any("z-scores need 3 documents" in note for note in two.notes)
    concepts = aiplans_cli.distance(US, EO, by="concept", measures="burrows_delta")
    assert any("it is of words" in note for note in concepts.notes)
    short = aiplans_cli.distance(US, "us-eo-14179-2025")
    assert short.rows()[0]["cosine_low"] is None
    assert any("No intervals: us-eo-14179-2025 has" in note for note in short.notes)


def test_stop_words_are_in_delta_and_not_in_the_other_distances() -> None:
    named = (US, EO, "us-eo-14179-2025")
    wanted = ["burrows_delta", "hellinger"]
    left_out = aiplans_cli.distance(*named, measures=wanted).rows()[0]
    kept = aiplans_cli.distance(*named, measures=wanted, stop_words=False).rows()[0]
    assert left_out["burrows_delta"] == kept["burrows_delta"]
    assert left_out["hellinger"] != kept["hellinger"]


def test_a_distance_has_one_name_and_its_old_one_still_asks_for_it() -> None:
    old, new = (
        aiplans_cli.distance(US, EO, measures=names)
        for names in (["jsd", "cosine"], ["jensen_shannon_divergence", "cosine"])
    )
    assert old.rows() == new.rows()
    assert "jsd" not in old.rows()[0]


def test_paragraphs_make_sections_where_there_are_too_few(tmp_path: Path) -> None:
    words = Random(1)
    paths = []
    for name in ("a", "b"):
        lines = (
            " ".join(words.choices(["data", "law", "plan", "energy", name], k=9)) + "."
            for _ in range(12)
        )
        paths.append(tmp_path / f"{name}.md")
        paths[-1].write_text("# Title\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    assert aiplans_cli.distance(*paths).rows()[0]["cosine_low"] is None
    [row] = aiplans_cli.distance(*paths, unit="paragraph").rows()
    assert row["cosine_low"] < row["cosine"] < row["cosine_high"]


@pytest.mark.parametrize(
    ("keywords", "told"),
    [
        ({"measures": ["kl"]}, "'kl' is not one of jensen_shannon_divergence"),
        ({"smoothing": 1.0}, "--smoothing is of kullback_leibler"),
        ({"measures": ["kullback_leibler"], "smoothing": 0.0}, "0.0 is not in the range"),
        ({"measures": ["kullback_leibler"], "smoothing": float("nan")}, "nan"),
        ({"most_frequent": 20}, "--most-frequent is of burrows_delta"),
        ({"measures": ["burrows_delta"], "most_frequent": 0}, "0 is not in the range"),
        ({"unit": "paragraph"}, "its paragraphs are not known"),
    ],
)
def test_what_cannot_be_asked(keywords: dict[str, object], told: str) -> None:
    with pytest.raises(AiplansError, match=told) as caught:
        aiplans_cli.distance(US, EO, **keywords)
    assert isinstance(caught.value, UsageError) or "paragraphs" in told
