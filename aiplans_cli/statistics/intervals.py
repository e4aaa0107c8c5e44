"""Bootstrap intervals of effects over sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.resampling import BLOCK_CELLS, Progress, section_counts
from aiplans_cli.statistics.rounding import significant
from aiplans_cli.statistics.table import PairCounts, Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    ArrayEffect = Callable[[Floats, Floats, Floats, Floats, Settings], Floats]


def _filled(counts: Floats) -> Floats:
    import numpy as np

    return np.where(counts > 0, counts, 0.5)


def _risk_ratio(a: Floats, size_a: Floats, b: Floats, size_b: Floats, _: Settings) -> Floats:
    return (_filled(a) / size_a) / (_filled(b) / size_b)


def _log_ratio(a: Floats, size_a: Floats, b: Floats, size_b: Floats, s: Settings) -> Floats:
    import numpy as np

    return np.asarray(np.log2(_risk_ratio(a, size_a, b, size_b, s)))


def _percent_diff(a: Floats, size_a: Floats, b: Floats, size_b: Floats, s: Settings) -> Floats:
    return 100 * (_risk_ratio(a, size_a, b, size_b, s) - 1)


def _odds_ratio(a: Floats, size_a: Floats, b: Floats, size_b: Floats, _: Settings) -> Floats:
    odds_a, odds_b = _filled(a) / _filled(size_a - a), _filled(b) / _filled(size_b - b)
    return odds_a / odds_b


def _difference(a: Floats, size_a: Floats, b: Floats, size_b: Floats, _: Settings) -> Floats:
    import numpy as np

    rate_a, rate_b = a / size_a, b / size_b
    both = rate_a + rate_b
    return np.divide(rate_a - rate_b, both, out=np.zeros_like(both), where=both > 0)


def _simple_maths(a: Floats, size_a: Floats, b: Floats, size_b: Floats, s: Settings) -> Floats:
    # k = 0 would divide by a rate of 0; the 0.5 of the other ratios stands in there.
    a, b = (a, b) if s.per_million else (_filled(a), _filled(b))
    return (1e6 * a / size_a + s.per_million) / (1e6 * b / size_b + s.per_million)


BOOTSTRAPPED: dict[str, ArrayEffect] = {
    "log_ratio": _log_ratio,
    "percent_diff": _percent_diff,
    "odds_ratio": _odds_ratio,
    "risk_ratio": _risk_ratio,
    "difference_coefficient": _difference,
    "simple_maths": _simple_maths,
}
"""Effect → its formula on whole arrays; a zero that is divided by counts as 0.5."""


def bootstrap(
    a: Profile,
    b: Profile,
    *,
    effect: str = "log_ratio",
    resamples: int = 10_000,
    seed: int = 0,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> dict[str, tuple[float, float]]:
    """Percentile interval of an effect for each term, over sections drawn with replacement.

    Each document keeps its number of sections (Efron 1979). A zero in a resample counts as 0.5
    wherever a ratio is taken. An interval that a skewed term would leave beside its value is
    widened to hold it. A term that one side lacks, or that is all a side has, is left out: every
    resample says the same of that side, so they tell nothing of its variation. Raises
    ``AnalysisError`` for an effect that has no bootstrap, and where a side has fewer than ten
    sections with words.
    """
    import numpy as np

    if effect not in BOOTSTRAPPED:
        raise AnalysisError(
            effect, "it has no bootstrap interval", f"choose from {', '.join(BOOTSTRAPPED)}"
        )
    settings = settings or Settings()
    matrix = section_counts(a, b)
    places, observed = _varying(matrix.terms, a, b)
    counts = matrix.counts[:, places]
    rng = np.random.default_rng(seed)
    cut, sections = matrix.in_a, len(matrix.sizes)
    draws_a = rng.multinomial(cut, [1 / cut] * cut, resamples).astype(float)
    rest = sections - cut
    draws_b = rng.multinomial(rest, [1 / rest] * rest, resamples).astype(float)
    size_a, size_b = draws_a @ matrix.sizes[:cut], draws_b @ matrix.sizes[cut:]
    tails = [(1 - settings.confidence) / 2, (1 + settings.confidence) / 2]
    width, found = max(1, BLOCK_CELLS // resamples), {}
    for start in range(0, len(observed), width):
        block, pairs = counts[:, start : start + width], observed[start : start + width]
        values = BOOTSTRAPPED[effect](
            draws_a @ block[:cut], size_a[:, None], draws_b @ block[cut:], size_b[:, None], settings
        )
        ends = np.quantile(values, tails, axis=0).T.tolist()
        for pair, (low, high) in zip(pairs, ends, strict=True):
            value = MEASURES[effect].value(pair, settings)
            ends_kept = (significant(low), value, significant(high))
            known = [number for number in ends_kept if number is not None]
            found[pair.term] = (min(known), max(known))
        if progress is not None:
            progress(min(start + width, len(observed)), len(observed))
    return found


def _varying(terms: Sequence[str], a: Profile, b: Profile) -> tuple[list[int], list[PairCounts]]:
    """Places and counts of the terms that each side has beside other words."""
    places, pairs = [], []
    for place, term in enumerate(terms):
        count_a, count_b = a.counts.get(term, 0), b.counts.get(term, 0)
        if 0 < count_a < a.size and 0 < count_b < b.size:
            places.append(place)
            pairs.append(PairCounts(count_a, a.size, count_b, b.size, term=term))
    return places, pairs
