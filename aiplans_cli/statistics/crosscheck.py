"""Our numbers against exact fractions, on random tables; ``tests`` holds them to other packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import copysign, log2, sqrt
from random import Random

from aiplans_cli.statistics.association import ASSOCIATIONS, Pair
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.published import Check
from aiplans_cli.statistics.table import PairCounts, Settings

Comparison = tuple[str, str, float, float]
"""(measure, inputs, their value, our value)."""

TABLES = 100
"""Random tables that each comparison is made on."""

DEFAULT = Settings()


def random_tables(rng: Random) -> Iterator[PairCounts]:
    """Random tables from a handful of words to millions, rare terms and common ones."""
    for _ in range(TABLES):
        sizes = [int(10 ** rng.uniform(1, 6)) for _ in range(2)]
        rate = 10 ** rng.uniform(-4, -0.5)
        counts = [max(1, min(size - 1, int(size * rate * rng.uniform(0.3, 3)))) for size in sizes]
        yield PairCounts(counts[0], sizes[0], counts[1], sizes[1])


def shown(pair: PairCounts) -> str:
    return f"{pair.count_a} {pair.size_a} {pair.count_b} {pair.size_b}"


def exact_fractions(rng: Random) -> Iterator[Comparison]:
    """Ratios in whole numbers, rounded once at their end."""
    for pair in random_tables(rng):
        a, b = Fraction(pair.count_a, pair.size_a), Fraction(pair.count_b, pair.size_b)
        million = 1_000_000
        for name, theirs in (
            ("risk_ratio", a / b),
            ("odds_ratio", a / (1 - a) * (1 - b) / b),
            ("percent_diff", 100 * (a - b) / b),
            ("difference_coefficient", (a - b) / (a + b)),
            ("simple_maths", (million * a + 1) / (million * b + 1)),
        ):
            yield name, shown(pair), float(theirs), MEASURES[name].value(pair, DEFAULT) or 0.0
        node, collocate = pair.size_a, pair.count_a + pair.count_b
        linked = Pair(pair.count_a, node, collocate, pair.size_a + pair.size_b)
        dice = Fraction(2 * linked.joint, node + collocate)
        expected = Fraction(node * collocate, linked.total)
        excess = linked.joint - expected
        for name, whole in (
            ("log_dice", log2(2**14 * dice)),  # 14 + log2 of Dice
            ("mi3", log2(linked.joint**3 / expected)),
            ("z_score", copysign(sqrt(excess**2 / expected), excess)),
            ("min_sensitivity", float(Fraction(linked.joint, max(node, collocate)))),
        ):
            inputs = f"{linked.joint} {node} {collocate} {linked.total}"
            yield name, inputs, whole, ASSOCIATIONS[name](linked) or 0.0


def worst_of(
    name: str,
    compare: Callable[[Random], Iterable[Comparison]],
    source: str,
    tolerance: float,
    seed: int = 0,
) -> list[Check]:
    """The worst disagreement for each measure of what ``compare`` makes of random inputs.

    Differences are relative to their value where that is above 1; up to ``tolerance`` they pass.
    """
    worst: dict[str, tuple[float, Comparison]] = {}
    for comparison in compare(Random(seed)):
        measure, _, theirs, ours = comparison
        apart = abs(ours - theirs) / max(1.0, abs(theirs))
        if measure not in worst or apart > worst[measure][0]:
            worst[measure] = (apart, comparison)
    return [
        Check(
            f"{name}.{measure}",
            "exact",
            measure,
            inputs,
            theirs,
            ours,
            ours - theirs,
            source,
            apart <= tolerance,
        )
        for measure, (apart, (_, inputs, theirs, ours)) in worst.items()
    ]


def exact_checks(seed: int = 0) -> list[Check]:
    """The worst disagreement with whole numbers that are rounded once, by measure."""
    source = "fractions, exact but for one rounding"
    return worst_of("exact", exact_fractions, source, 1e-12, seed)
