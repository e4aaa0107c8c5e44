"""How often tests cry wolf: two random halves of one document differ by nothing but chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.correction import fdr_bh
from aiplans_cli.statistics.inference import Inference, Units
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.resampling import permutation
from aiplans_cli.statistics.table import PairCounts, Settings

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True, slots=True)
class Calibration:
    """How one test did over all the halvings."""

    test: str
    """"sections" for the model of ``compare``, "permutation", or a key of ``MEASURES``."""
    share_5: float
    """Share of terms with p at most 0.05; 0.05 is right, more is a test that over-rejects."""
    share_fdr_5: float
    """Share of terms with q (Benjamini-Hochberg) at most 0.05; next to 0 is right."""
    halvings_fdr_5: float
    """Share of halvings in which any term had q at most 0.05; 0.05 is right."""
    terms: int
    """Terms tested in each halving."""
    repeats: int
    """Halvings."""


def halves(
    section_counts: Mapping[str, Sequence[tuple[int, int]]],
    section_sizes: Sequence[int],
    rng: Random,
) -> tuple[Profile, Profile]:
    """The sections with words, dealt at random into two documents of as many sections each.

    >>> from random import Random
    >>> a, b = halves({"ai": [(0, 1), (1, 2)]}, [10, 10], Random(1))
    >>> a.size, b.size, a.counts["ai"] + b.counts["ai"]
    (10, 10, 3)
    """
    order = [index for index, size in enumerate(section_sizes) if size]
    rng.shuffle(order)
    profiles = []
    for indexes in (order[::2], order[1::2]):
        place = {index: new for new, index in enumerate(indexes)}
        inside = {
            term: [(place[index], count) for index, count in places if index in place]
            for term, places in section_counts.items()
        }
        sizes = [section_sizes[index] for index in indexes]
        counts = {term: sum(count for _, count in places) for term, places in inside.items()}
        profiles.append(Profile(sum(sizes), counts, inside, sizes))
    return profiles[0], profiles[1]


def _p_values(a: Profile, b: Profile, test: str, resamples: int, seed: int) -> list[float]:
    if test == "permutation":
        return list(permutation(a, b, resamples=resamples, seed=seed).p.values())
    if test == "sections":
        sides = [Units(side.section_sizes or (), side.section_counts or {}) for side in (a, b)]
        infer = Inference(a.size, b.size, sides[0], sides[1])
        return [infer(term, a.counts[term], b.counts[term]).p for term in sorted(a.counts)]
    p = MEASURES[test].p if test in MEASURES else None
    if p is None:
        raise AnalysisError(
            test, "it is no test", "choose sections, permutation, or a measure with a p"
        )
    pairs = (
        PairCounts(
            a.counts[term], a.size, b.counts[term], b.size, a.by_section(term), b.by_section(term)
        )
        for term in sorted(a.counts)
    )
    values = (p(pair, Settings()) for pair in pairs)
    return [1.0 if value is None else value for value in values]


def random_halves(
    section_counts: Mapping[str, Sequence[tuple[int, int]]],
    section_sizes: Sequence[int],
    *,
    repeats: int = 200,
    seed: int = 0,
    min_count: int = 5,
    resamples: int = 999,
    tests: Sequence[str] = ("sections", "permutation", "mann_whitney", "g2", "chi2", "fisher_p"),
) -> list[Calibration]:
    """Share of terms that tests call significant between random halves of one document.

    ``tests`` are measures with a p value, "sections" for the model that ``compare`` rests on, and
    "permutation" for the permutation of sections with ``resamples`` permutations. Terms below
    ``min_count`` in all are left out, since no test could ever reject them. Raises
    ``AnalysisError`` for an unknown test, and where a half has fewer than ten sections.
    """
    from random import Random

    frequent = {
        term: places
        for term, places in section_counts.items()
        if sum(count for _, count in places) >= min_count
    }
    rng = Random(seed)
    five, fdr, any_fdr = (dict.fromkeys(tests, 0) for _ in range(3))
    for repeat in range(repeats):
        a, b = halves(frequent, section_sizes, rng)
        for test in tests:
            p_values = _p_values(a, b, test, resamples, seed + repeat)
            passed = sum(q <= 0.05 for q in fdr_bh(p_values))
            five[test] += sum(p <= 0.05 for p in p_values)
            fdr[test] += passed
            any_fdr[test] += passed > 0
    trials = max(1, repeats * len(frequent))
    return [
        Calibration(
            test,
            five[test] / trials,
            fdr[test] / trials,
            any_fdr[test] / max(1, repeats),
            len(frequent),
            repeats,
        )
        for test in tests
    ]
