"""All measures of one pair of counts: the log-likelihood calculator as a function."""

from __future__ import annotations

from dataclasses import replace

from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.table import PairCounts, Settings


def score(
    count_a: int,
    size_a: int,
    count_b: int,
    size_b: int,
    *,
    family: int = 1,
    settings: Settings | None = None,
) -> dict[str, float | None]:
    """Every measure that needs only the table, flat, in the order of ``MEASURES``.

    The keys are the measures' names, with ``_low`` and ``_high`` for an interval and ``_p`` for
    a p value. ``None`` stands where a measure is undefined. ``family`` is the number of terms
    over which the conservative log ratio shares its error. Raises ``AnalysisError`` where a
    count does not fit its size.

    >>> scores = score(52, 50_000, 57, 75_000)
    >>> round(scores["g2_2term"], 2), round(scores["log_ratio"], 3), round(scores["g2_p"], 2)
    (2.65, 0.453, 0.1)
    """
    pair = PairCounts(count_a, size_a, count_b, size_b)
    settings = replace(settings or Settings(), family=family)
    scores: dict[str, float | None] = {}
    for measure in MEASURES.values():
        if measure.needs != "table":
            continue
        scores[measure.name] = measure.value(pair, settings)
        if measure.interval is not None:
            ends = measure.interval(pair, settings)
            scores[f"{measure.name}_low"] = None if ends is None else ends[0]
            scores[f"{measure.name}_high"] = None if ends is None else ends[1]
        if measure.p is not None and measure.p is not measure.value:
            scores[f"{measure.name}_p"] = measure.p(pair, settings)
    return scores
