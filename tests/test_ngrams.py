"""Word n-grams, as terms of a comparison and as key words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aiplans_cli
from aiplans_cli.analyses.ngrams import grams_in, ngram_sizes, runs_by_section
from aiplans_cli.errors import AiplansError, AnalysisError, UsageError
from aiplans_cli.language import Settings, stop_words, tokenize
from aiplans_cli.model import Document, Section

WORDS = ["data", "center", "policy", "action", "of", "the", "law"]


def written(folder: Path, name: str, seed: int) -> Path:
    """A text of sentences with commas, in sections."""
    rng = Random(seed)
    parts = []
    for number in range(12):
        lines = []
        for _ in range(4):
            words = rng.choices(WORDS, [9, 5, 4, 3, 4, 4, seed], k=12)
            words[5] += ","
            lines.append(" ".join(words).capitalize() + ".")
        parts.append(f"# Part {number}\n\n" + " ".join(lines))
    path = folder / name
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return path


def counted(path: Path, sizes: range) -> Counter[str]:
    """N-grams by another way: of what stands between signs and line ends."""
    found: Counter[str] = Counter()
    for run in re.split(r"[.,#\n]+", path.read_text(encoding="utf-8").lower()):
        words = run.split()
        for size in sizes:
            for start in range(len(words) - size + 1):
                gram = words[start : start + size]
                if not {gram[0], gram[-1]} & {"of", "the"}:
                    found[" ".join(gram)] += 1
    return found


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path, "a.md", 2), written(tmp_path, "b.md", 9)


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.integers(1, 3), st.integers(0, 2))
def test_every_window_with_kept_ends_is_a_gram(run: list[str], low: int, more: int) -> None:
    sizes = range(low, low + more + 1)
    kept = {"data", "center", "law"}
    windows = [
        tuple(run[start:stop]) for start in range(len(run)) for stop in range(start, len(run) + 1)
    ]
    expected = Counter(
        " ".join(w) for w in windows if len(w) in sizes and w[0] in kept and w[-1] in kept
    )
    assert Counter(grams_in(run, sizes, kept.__contains__)) == expected


def test_a_run_ends_with_its_sentence_its_section_and_at_a_sign() -> None:
    text = "Open data, safe models. Data (open) centers\nare built"
    other = Section("B", 1, "body", "", "for AI", part=2)
    document = Document("d", "", "en", (Section("A", 1, "body", "", text, part=1), other))
    first, second = runs_by_section(tokenize(document, Settings()), all_kinds=False)
    assert [run for _, run, _ in first] == [
        *(["open", "data"], ["safe", "models"], ["data"], ["open"], ["centers"], ["are", "built"])
    ]
    assert [number for number, _, _ in first] == [0, 0, 1, 1, 1, 2]
    assert second == [(0, ["for", "ai"], (1, 0))]


def test_terms_are_counted_as_by_another_way(pair: tuple[Path, Path]) -> None:
    report = aiplans_cli.compare(*pair, ngrams="2-3", top=0)
    expected = [counted(path, range(2, 4)) for path in pair]
    rows = {str(row["term"]): (row["count_a"], row["count_b"]) for row in report.rows()}
    for term in {*expected[0], *expected[1]} - {"part"}:
        assert rows[term] == (expected[0][term], expected[1][term]), term
    assert all(len(term.split()) in (2, 3) for term in rows)
    assert not any({*re.split(" .* | ", term)} & {"of", "the"} for term in rows)
    assert "center of the" not in rows
    assert any(" of " in term for term in rows)


def test_rates_are_out_of_all_words(pair: tuple[Path, Path]) -> None:
    report = aiplans_cli.compare(*pair, ngrams="1-3", top=0)
    plain = {row["term"]: row for row in aiplans_cli.compare(*pair, top=0).rows()}
    tokens = [row["tokens"] for row in report.rows("documents")]
    assert tokens == [row["tokens"] for row in aiplans_cli.compare(*pair).rows("documents")]
    for row in report.rows():
        count, size, rate = row["count_a"], tokens[0], row["rate_a"]
        assert isinstance(count, int) and isinstance(size, int)
        assert rate == pytest.approx(1000 * count / size)
        if row["term"] in plain:
            for name in ("count_a", "count_b", "g2", "log_ratio", "dp_norm_a"):
                assert row[name] == plain[row["term"]][name]
    assert set(plain) < {row["term"] for row in report.rows()}
    assert any("Rates are out of all words" in note for note in report.notes)
    assert report.parameters["ngrams"] == "1-3"


def test_one_word_changes_nothing(pair: tuple[Path, Path]) -> None:
    plain = aiplans_cli.compare(*pair)
    assert aiplans_cli.compare(*pair, ngrams="1").rows() == plain.rows()
    assert aiplans_cli.compare("us-2025", "us-eo-14110-2023", ngrams="1-1", top=1).rows()


def test_the_stop_words_asked_for_are_at_no_end(pair: tuple[Path, Path], tmp_path: Path) -> None:
    every = {row["term"] for row in aiplans_cli.compare(*pair, ngrams=2, stop_words=False).rows()}
    assert "of the" in every
    mine = tmp_path / "stops.txt"
    mine.write_text("data\n", encoding="utf-8")
    terms = {row["term"] for row in aiplans_cli.compare(*pair, ngrams=2, stop_words=mine).rows()}
    assert "of the" in terms
    assert not any("data" in str(term).split() for term in terms)


def test_grams_of_stems_and_of_paragraphs(pair: tuple[Path, Path]) -> None:
    terms = {row["term"] for row in aiplans_cli.compare(*pair, ngrams=2, stem=True).rows()}
    assert "policy action" in terms
    both = aiplans_cli.compare(*pair, ngrams="1-2", stem=True, unit="paragraph").rows()
    assert {"policy", "policy action"} <= {row["term"] for row in both}
    by_section = aiplans_cli.compare(*pair, ngrams=2)
    parted = aiplans_cli.compare(*pair, ngrams=2, unit="paragraph")
    counts = [
        {row["term"]: (row["count_a"], row["count_b"]) for row in one.rows()}
        for one in (by_section, parted)
    ]
    assert counts[0] == counts[1]


def test_grams_are_resampled_by_section(pair: tuple[Path, Path]) -> None:
    asked = {"ngrams": "1-2", "resample": "permutation", "resamples": 99, "top": 5}
    report = aiplans_cli.compare(*pair, **asked)
    assert all(0 < float(str(row["p_permutation"])) <= 1 for row in report.rows())
    # overlapping sequences are no distribution, so there is no whole to part
    assert "divergence" not in report.parameters
    assert not any("whole Jensen-Shannon" in note for note in report.notes)


def test_chinese_words_are_joined_too(tmp_path: Path) -> None:
    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    # artificial intelligence safety, data governance; artificial intelligence, safety
    a.write_text("人工智能安全，数据治理。" * 3, encoding="utf-8")
    b.write_text("人工智能，安全。数据的治理。" * 3, encoding="utf-8")
    rows = aiplans_cli.compare(a, b, ngrams="2-3", lang="zh").rows()
    found = {row["term"]: (row["count_a"], row["count_b"]) for row in rows}
    assert found["人工智能 安全"] == (3, 0)
    assert found["数据 治理"] == (3, 0)
    assert "安全 数据" not in found
    assert found["数据 的 治理"] == (0, 3)
    assert "的" in stop_words("zh")


def test_key_words_cross_no_comma_either(pair: tuple[Path, Path]) -> None:
    rows = aiplans_cli.keywords(pair[0], ngrams="2", top=0).rows()
    expected = counted(pair[0], range(2, 3))
    found = {str(row["term"]): row["count"] for row in rows}
    assert found == {term: count for term, count in expected.items() if "part" not in term}


@pytest.mark.parametrize("typed", ["0-2", "2-10", "3-1", "x", "", "1-2-3", "-2"])
def test_what_is_no_range(typed: str, pair: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="--ngrams"):
        ngram_sizes(typed)
    with pytest.raises(UsageError, match="--ngrams"):
        aiplans_cli.compare(*pair, ngrams=typed)


@pytest.mark.parametrize(
    ("keywords", "told"),
    [
        ({"measures": ["jsd"]}, "overlapping sequences"),
        ({"measures": ["jsd"], "explain": True}, "overlapping sequences"),
        ({"reference": "list.tsv"}, "--reference adds up words"),
        ({"evidence": 1}, "see a phrase by 'kwic'"),
        ({"by": "concept"}, "--ngrams is for terms of one language"),
    ],
)
def test_what_does_not_go_together(
    keywords: dict[str, object], told: str, pair: tuple[Path, Path]
) -> None:
    with pytest.raises(UsageError, match=told):
        aiplans_cli.compare(*pair, ngrams="1-2", **keywords)


def test_counts_alone_have_no_sequences(pair: tuple[Path, Path]) -> None:
    told = r"us-2025: only its counts are at hand.*fetch us-2025"
    with pytest.raises(AnalysisError, match=told):
        aiplans_cli.compare("us-2025", "us-eo-14110-2023", ngrams=2)
    with pytest.raises(AnalysisError, match=told):
        aiplans_cli.keywords("us-2025", ngrams=2)
    counts = aiplans_cli.count(pair[0])
    with pytest.raises(AiplansError, match="leave --ngrams out, or name the document itself"):
        aiplans_cli.compare(counts, pair[1], ngrams=2)
    with pytest.raises(UsageError, match="--ngrams is for terms of one language"):
        aiplans_cli.compare("us-2025-digest", "cn-2025-digest", ngrams=2)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("10", "not within 1-9"),
        ("12-2", "not within 1-9"),
        ("9-2", "is backwards: write 2-9"),
    ],
)
def test_sequences_have_up_to_nine_words(typed: str, told: str) -> None:
    assert ngram_sizes("1-9") == range(1, 10)
    with pytest.raises(UsageError, match=told):
        ngram_sizes(typed)
