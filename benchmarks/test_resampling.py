"""Permutations of the sections of two real plans: all at once against one after the other."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log2
from random import Random
from typing import Any

import pytest

from aiplans_cli import count, read, tokenize
from aiplans_cli.counting.tally import profile, select
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.resampling import permutation
from benchmarks.conftest import ROOT

TEXTS = ROOT.parent / "shared" / "texts"
PLANS = ("us/us-2025.pdf", "en/AI-Opportunities-Action-Plan-Jan-2025.pdf")
FEW, MANY = 200, 10_000


@cache
def plans() -> tuple[Profile, Profile]:
    """The American plan of 2025 and the British one, words by section."""
    sides = []
    for name in PLANS:
        path = TEXTS / name
        if not path.is_file():
            pytest.skip(f"the shared document {name} is not here")
        counts = count(tokenize(read(str(path))))
        sides.append(profile(select(counts, lambda section: section.kind == "body"), "term"))
    return sides[0], sides[1]


def sections(side: Profile) -> list[Counter[str]]:
    """The words of each section."""
    found = [Counter[str]() for _ in side.section_sizes or ()]
    for term, places in (side.section_counts or {}).items():
        for index, times in places:
            found[index][term] = times
    return [words for words in found if words]


def divergence(a: Counter[str], b: Counter[str]) -> float:
    """Jensen-Shannon divergence, written down as it is defined."""
    size_a, size_b, whole = a.total(), b.total(), 0.0
    for term in {*a, *b}:
        p, q = a[term] / size_a, b[term] / size_b
        whole += sum(x * log2(2 * x / (p + q)) / 2 for x in (p, q) if x)
    return whole


def one_after_the_other(a: Profile, b: Profile, resamples: int) -> tuple[dict[str, float], float]:
    """What one would write: shuffle, deal, count, compare; then again."""
    rng, every = Random(0), [*sections(a), *sections(b)]
    terms = sorted({*a.counts, *b.counts})
    bar = {t: abs(a.counts.get(t, 0) / a.size - b.counts.get(t, 0) / b.size) for t in terms}
    whole = divergence(Counter(a.counts), Counter(b.counts))
    extreme, larger = dict.fromkeys(terms, 1), 1
    for _ in range(resamples):
        rng.shuffle(every)
        one, other, dealt = Counter[str](), Counter[str](), 0
        for words in every:
            size = words.total()
            (one if dealt + size / 2 <= a.size else other).update(words)
            dealt += size
        larger += divergence(one, other) >= whole * (1 - 1e-9)
        for term in terms:
            difference = abs(one[term] / a.size - other[term] / b.size)
            extreme[term] += difference >= bar[term] * (1 - 1e-9)
    return {t: n / (resamples + 1) for t, n in extreme.items()}, larger / (resamples + 1)


@pytest.mark.benchmark(group=f"{FEW} permutations of two plans")
@pytest.mark.parametrize("way", ["plain loop", "aiplans"])
def test_few(benchmark: Any, way: str) -> None:
    a, b = plans()
    if way == "plain loop":
        p, whole = benchmark.pedantic(one_after_the_other, args=(a, b, FEW), rounds=1)
    else:
        found = benchmark.pedantic(permutation, args=(a, b), kwargs={"resamples": FEW}, rounds=3)
        p, whole = found.p, found.divergence_p
    # both ways measure the same thing: their random numbers differ, and little else
    assert whole == 1 / (FEW + 1)
    assert 0.01 < sum(value <= 0.05 for value in p.values()) / len(p) < 0.5


@pytest.mark.benchmark(group=f"{MANY:,} permutations of two plans")
def test_many(benchmark: Any) -> None:
    a, b = plans()
    found = benchmark.pedantic(permutation, args=(a, b), kwargs={"resamples": MANY}, rounds=3)
    assert found.divergence_p == 1 / (MANY + 1)
