"""Contrast, resampling and matching at ten times the size, and none a hundred times as long."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.matching import match
from aiplans_cli.statistics.keyness import contrast
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.resampling import permutation

SIZES = {
    "10,000 types, 100 sections": (10_000, 100),
    "100,000 types, 1,000 sections": (100_000, 1_000),
}
"""The second has ten times as many types, and ten times as many places where they stand."""

FORMS = (1_000, 10_000, 100_000)


def _side(types: int, sections: int, seed: int) -> Profile:
    """A side whose types are as frequent as Zipf (1949) says, five places a type on average."""
    rng = Random(seed)
    counts: Counter[str] = Counter()
    places: dict[str, list[tuple[int, int]]] = {}
    sizes = [0] * sections
    for rank in range(1, types + 1):
        term = f"t{rank}"
        wanted = min(sections, 1 + types // (2 * rank), 400)
        for section in sorted(rng.sample(range(sections), wanted)):
            times = 1 + rng.randrange(1 + types // (rank * sections))
            places.setdefault(term, []).append((section, times))
            counts[term] += times
            sizes[section] += times
    return Profile(
        sum(sizes), counts, section_sizes=sizes, section_counts=places, tokens=sum(sizes)
    )


@pytest.mark.benchmark(group="contrast with g2, log ratio and dispersion")
@pytest.mark.parametrize("size", SIZES)
def test_contrast(benchmark: Any, size: str) -> None:
    a, b = (_side(*SIZES[size], seed) for seed in (1, 2))
    found = benchmark.pedantic(contrast, args=(a, b), rounds=1)
    assert len(found.rows) == SIZES[size][0]


@pytest.mark.benchmark(group="100 permutations")
@pytest.mark.parametrize("size", SIZES)
def test_permutation(benchmark: Any, size: str) -> None:
    a, b = (_side(*SIZES[size], seed) for seed in (1, 2))
    found = benchmark.pedantic(permutation, args=(a, b), kwargs={"resamples": 100}, rounds=1)
    assert len(found.p) == SIZES[size][0]


@pytest.mark.benchmark(group="matching 2 million characters, lists of 1,000 to 100,000 forms")
@pytest.mark.parametrize("forms", FORMS)
def test_matching(benchmark: Any, forms: int) -> None:
    rng = Random(0)
    words = ["".join(rng.choices("abcdefghij", k=6)) for _ in range(120_000)]
    rows = (
        f"c{n}\tt\t{'; '.join(words[n * 100 : n * 100 + 100])}\t\t\t" for n in range(forms // 100)
    )
    concepts = load_concepts("id\ttheme\ten\tzh\tblocks\tnote\n" + "\n".join(rows))
    text = " ".join(rng.choices(words[:1_000], k=285_000))
    match("first", "en", concepts)  # compiles the list
    found = benchmark.pedantic(match, args=(text, "en", concepts), rounds=2)
    assert len(found) > 280_000
