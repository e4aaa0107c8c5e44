"""What was made to grow with the documents, not with their square, gives what it gave before."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from aiplans_cli import compare, distance, freq, themes
from aiplans_cli.analyses.comparison import bounded as comparison
from aiplans_cli.analyses.comparison.analysis import analyse
from aiplans_cli.analyses.comparison.contrast_sides import pairs_of, side_of
from aiplans_cli.analyses.comparison.settings import CompareSettings
from aiplans_cli.analyses.distance_layout import MOST_DOCUMENTS, check_pairs
from aiplans_cli.counting.files import parse_counts, render_counts
from aiplans_cli.counting.remainder import Together
from aiplans_cli.counting.schema import place
from aiplans_cli.counting.tally import add, profile
from aiplans_cli.counting.units import by_document, units_of
from aiplans_cli.errors import AiplansError, AnalysisError, UsageError
from aiplans_cli.model import CountedSection, Counts, Occurrences
from aiplans_cli.statistics import keyness
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.distance_measures import DISTANCES, matrix_of
from aiplans_cli.statistics.distance_rows import BY_ROW, MANY, distance_rows, nearest
from aiplans_cli.statistics.inference import Inference
from aiplans_cli.statistics.keyness import contrast
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.remainder import UnitsLeft, WholeUnits, profile_without


def drawn(rng: Random, name: str, sections: int = 2, words: int = 60) -> Counts:
    """A document of random words, the frequent ones as frequent as Zipf says."""
    stands: dict[str, list[Occurrences]] = {}
    made = []
    for number in range(sections):
        inside: dict[str, int] = {}
        for _ in range(words):
            word = f"w{int(rng.paretovariate(0.7)) % 90}"
            inside[word] = inside.get(word, 0) + 1
        for word, count in inside.items():
            stands.setdefault(word, []).append(Occurrences(number, count, 1))
        made.append(CountedSection("", 0, "body", "", (), words, words, 0, 5, 300, document=name))
    terms = {word: tuple(stands[word]) for word in sorted(stands)}
    few = {word: places for word, places in terms.items() if word < "w3"}
    return Counts(name, name, "en", f"{len(name):02x}", "text", tuple(made), terms, few)


@pytest.fixture
def documents() -> list[Counts]:
    rng = Random(5)
    return [drawn(rng, f"d{number}", 1 + number % 3) for number in range(14)]


def test_what_is_left_of_the_sum_is_the_sum_of_the_rest(documents: list[Counts]) -> None:
    together = Together(documents)
    whole = profile(together.counts, "term")
    for number, counts in enumerate(documents):
        left = together.without(number, "rest")
        rest = add([*documents[:number], *documents[number + 1 :]])
        assert list(left.sections) == list(rest.sections)
        assert dict(left.terms) == dict(rest.terms)
        assert dict(left.concepts) == dict(rest.concepts)
        found = profile_without(whole, profile(counts, "term"), together.starts[number])
        wanted = profile(rest, "term")
        assert (found.size, found.tokens) == (wanted.size, wanted.tokens)
        assert dict(found.counts) == dict(wanted.counts)
        assert list(found.section_sizes or ()) == list(wanted.section_sizes or ())
        assert {k: list(v) for k, v in (found.section_counts or {}).items()} == {
            k: list(v) for k, v in (wanted.section_counts or {}).items()
        }


def test_deviations_of_the_rest_are_those_of_its_documents(documents: list[Counts]) -> None:
    together = Together(documents)
    assert together.are_units
    every = together.counts
    whole = WholeUnits(units_of(every.terms, every, by_document(every), "tokens"))
    for number in range(len(documents)):
        rest = add([*documents[:number], *documents[number + 1 :]])
        wanted = units_of(rest.terms, rest, by_document(rest), "tokens")
        left = UnitsLeft(whole, number)
        assert (left.number, left.total, left.squares) == (
            *(wanted.number, wanted.total),
            wanted.squares,
        )
        for term in rest.terms:
            count = sum(o.count for o in rest.terms[term])
            assert left.deviations(term, count) == pytest.approx(wanted.deviations(term, count))


@pytest.mark.parametrize("ranking", ["at_least", "g2", "log_ratio"])
@pytest.mark.parametrize("tested", [True, False])
def test_the_first_rows_are_those_of_all(ranking: str, *, tested: bool) -> None:
    rng = Random(11)
    a, b = (profile(drawn(rng, name, 3, 200), "term") for name in "ab")
    inference = Inference(a.size, b.size) if tested else None
    whole = contrast(a, b, sort="term", inference=inference)
    first = contrast(a, b, sort="term", inference=inference, most=4, ranking=ranking)
    assert first.number == len(whole.rows) > 3 * len(first.rows) / 2
    assert (first.tests, first.found) == (whole.tests, whole.found)
    rows = {row.term: row for row in whole.rows}
    assert all(rows[row.term] == row for row in first.rows)
    kept = {row.term for row in first.rows}
    for side in (1, -1):
        own = [row for row in whole.rows if ((row.g2 > 0) - (row.g2 < 0)) == side]

        def key(row: object) -> tuple[float, float, str]:
            if ranking == "at_least":
                return (-(row.at_least or 1.0), -abs(row.g2), row.term)  # type: ignore[attr-defined]
            return (0.0, -abs(row.signed[ranking] or 0.0), row.term)  # type: ignore[attr-defined]

        assert {row.term for row in sorted(own, key=key)[:4]} <= kept


def test_a_comparison_of_many_shows_the_first_rows_of_each_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = Random(2)
    for number in range(12):
        words = " ".join(f"word{int(rng.paretovariate(0.8)) % 60}x" for _ in range(80))
        (tmp_path / f"d{number}.txt").write_text(words + ".", encoding="utf-8")
    whole = compare(str(tmp_path))
    few_rows = compare(str(tmp_path), top=3)
    of_each = {row["document"]: 0 for row in whole.rows()}
    first = [row for row in whole.rows() if int(row["rank"]) <= 3]
    assert few_rows.rows() == first
    assert len(first) == 3 * len(of_each)
    monkeypatch.setattr(comparison, "MOST_ROWS", 100)
    few = compare(str(tmp_path))
    assert len(few.rows()) == 20 * 12 < len(whole.rows())
    assert any("--top 0 all" in line for line in few.told)
    assert len(compare(str(tmp_path), top=0).rows()) == len(whole.rows())


@pytest.mark.parametrize("ranking", ["at_least", "g2", "log_ratio", "odds_ratio"])
@pytest.mark.parametrize("spread", ["dp_norm", "da", "none"])
def test_each_with_the_rest_is_each_with_the_others_added_up(
    ranking: str, spread: str, documents: list[Counts]
) -> None:
    measures = ("g2", "log_ratio", "odds_ratio")
    choices = CompareSettings(measures=measures, sort=ranking, dispersion=spread)
    left_out, seen = frozenset({"w3"}), 0
    for number, (a, b) in enumerate(pairs_of(documents, "term", None, pairwise=False)):
        others = side_of(add([*documents[:number], *documents[number + 1 :]]), "term", "rest")
        for least in (1, 3):
            found, wanted = (
                analyse(a, side, "term", choices, left_out, least=least, most=4)
                for side in (b, others)
            )
            assert found.result == wanted.result
            assert found.basis.why_not == wanted.basis.why_not != ""
            seen += len(found.result.rows) < found.result.number
        assert (b.coverage, b.source.tokens) == (others.coverage, others.source.tokens)
    assert seen > 10


def test_the_rows_made_of_each_document_do_not_grow_with_the_documents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng, made = Random(3), 0
    every = [drawn(rng, f"d{number}", 1, 50 + number % 9) for number in range(160)]
    rows, spreads = keyness._row, DISPERSION["dp_norm"]
    calls = {"row": 0, "spread": 0}

    def row(*arguments: Any) -> Any:
        calls["row"] += 1
        return rows(*arguments)

    def spread(*arguments: Any) -> Any:
        calls["spread"] += 1
        return spreads(*arguments)

    monkeypatch.setattr(keyness, "_row", row)
    monkeypatch.setitem(DISPERSION, "dp_norm", spread)
    of_each = []
    for number in (40, 160):
        calls.update(row=0, spread=0)
        for a, b in pairs_of(every[:number], "term", None, pairwise=False):
            made += len(analyse(a, b, "term", CompareSettings(), most=5).result.rows)
        of_each.append((calls["row"] / number, calls["spread"] / number))
    assert made
    (few, few_spreads), (many, many_spreads) = of_each
    assert many < 1.2 * few
    assert many_spreads < 1.2 * few_spreads


@pytest.mark.parametrize("name", BY_ROW)
def test_distances_by_row_are_those_of_pairs(name: str, documents: list[Counts]) -> None:
    sides = [profile(counts, "term") for counts in documents]
    sides += [Profile(0, {}), sides[0], Profile(3, {"only": 3})]
    wanted = matrix_of(name, sides)
    found = [row[name] for row in distance_rows([side.counts for side in sides], [name])]
    for own, other in zip(found, wanted, strict=True):
        for value, exact in zip(own, other, strict=True):
            assert (value is None) == (exact is None)
            assert (value or 0.0) == pytest.approx(exact or 0.0, rel=1e-11, abs=1e-300)
    assert found[0][-2] == wanted[0][0]  # a document and itself


@pytest.mark.parametrize("name", BY_ROW)
def test_the_nearest_are_the_first_of_a_row(name: str, documents: list[Counts]) -> None:
    counts = [profile(one, "term").counts for one in documents]
    sign = -1 if DISTANCES[name].likeness else 1
    rows = [row[name] for row in distance_rows(counts, [name])]
    found = nearest([*counts, {}], [name], 3, likeness=DISTANCES[name].likeness)
    for at, near in enumerate(found[:-1]):
        others = [one for one in range(len(counts)) if one != at]
        wanted = sorted(others, key=lambda one: (sign * (rows[at][one] or 0.0), one))[:3]
        assert [other for other, _ in near] == wanted
        assert [values[name] for _, values in near] == [rows[at][one] for one in wanted]
    assert found[-1] == []


def test_nearest_documents_have_rows_of_their_own(tmp_path: Path) -> None:
    rng = Random(4)
    for number in range(MANY + 5):
        words = " ".join(f"word{rng.randint(0, 40)}x" for _ in range(30))
        (tmp_path / f"d{number:02}.txt").write_text(words + ".", encoding="utf-8")
    every = distance(str(tmp_path), measures=["cosine"]).rows()
    rows = distance(str(tmp_path), measures=["cosine"], nearest=2).rows()
    assert len(rows) == 2 * (MANY + 5)
    best = max(float(row["cosine"]) for row in every if "d07" in (row["a"], row["b"]))
    [first] = [row for row in rows if row["a"] == "d07" and row["rank"] == 1]
    assert first["cosine"] == pytest.approx(best)
    with pytest.raises(UsageError, match="leave --measure burrows_delta out"):
        distance(str(tmp_path), measures=["burrows_delta"], nearest=2)


def test_too_many_pairs_are_refused_with_what_to_do() -> None:
    check_pairs(range(MOST_DOCUMENTS))
    with pytest.raises(AnalysisError, match=r"2,001,000 pairs.*--nearest 10"):
        check_pairs(range(MOST_DOCUMENTS + 1))


def test_documents_without_concepts_are_left_out_of_themes_and_told(tmp_path: Path) -> None:
    said = {
        "a": "Artificial intelligence needs safety.",
        "b": "Zebra. Zebra.",
        "c": "Zebra, a zebra.",
    }
    for name, text in said.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    report = themes(str(tmp_path), lang="en")
    assert {row["document"] for row in report.rows()} == {"a"}
    [told] = [line for line in report.notes if "and it is left out" in line]
    assert told.startswith("b: ")
    assert "1 more" in told
    with pytest.raises(AiplansError, match="no concept"):
        themes(str(tmp_path / "b.txt"), str(tmp_path / "c.txt"), lang="en")


def test_rows_of_a_counts_file_that_are_alike_are_one_record(documents: list[Counts]) -> None:
    assert place(0, 2, 1, "1:2:1", 1) is place(0, 2, 1, "1:2:1", 1)
    for wrong in ("1:2:1 1:1:1", "2:2:1", "1:1:1", "1:2:3", "0:2:1", "x", ""):
        with pytest.raises(ValueError):
            place(0, 2, 1, wrong, 1)
    found = parse_counts(render_counts(documents), "x")
    assert found == documents


def test_words_of_ten_thousand_documents_are_found_in_their_counts(tmp_path: Path) -> None:
    """A TSV counts file was read in the square of its documents: 10,000 took minutes."""
    rng = Random(1)
    several = [drawn(rng, f"d{number}", 1, 3) for number in range(10_000)]
    path = tmp_path / "x.tsv"
    path.write_text(render_counts(several), encoding="utf-8")
    rows = freq("w1", str(path), exact=True).rows()
    assert len(rows) == 10_000
    assert sum(int(row["count"] or 0) for row in rows) == sum(
        o.count for counts in several for o in counts.terms.get("w1", ())
    )
