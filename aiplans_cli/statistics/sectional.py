"""Measures over sections: a term is judged by where it stands, not only by how often."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt

from aiplans_cli.statistics.evidence import g2
from aiplans_cli.statistics.table import PairCounts, Sections, Settings


def text_dispersion(pair: PairCounts, settings: Settings) -> float | None:
    """Egbert & Biber (2019): keyness by the number of sections that contain the term, signed.

    Four-term G2 of the sections with the term against those without it, empty sections left
    out. ``None`` where sections are not known.

    >>> spread = PairCounts(4, 40, 4, 40, ((1, 10),) * 4, ((4, 10), (0, 10), (0, 10), (0, 10)))
    >>> round(text_dispersion(spread, Settings()), 3)
    6.086
    """
    if not pair.sections_a or not pair.sections_b:
        return None
    return g2(
        PairCounts(*_reach(pair.sections_a), *_reach(pair.sections_b), term=pair.term), settings
    )


def _reach(sections: Sections) -> tuple[int, int]:
    """(sections with the term, sections with any words)."""
    return (sum(count > 0 for count, _ in sections), sum(size > 0 for _, size in sections))


def _rates(sections: Sections | None) -> list[float]:
    return [count / size for count, size in sections or () if size]


def u_statistic(a: Sequence[float], b: Sequence[float]) -> tuple[float, float]:
    """Mann-Whitney U of ``a`` (ties count half) and the sum of t^3 - t over groups of ties.

    >>> u_statistic([12, 15, 18, 24, 88], [3, 3, 13, 27, 33])
    (16.0, 6)
    """
    order = sorted([(value, 1) for value in a] + [(value, 0) for value in b])
    below, doubled, ties, start = 0, 0, 0, 0
    while start < len(order):
        end, ours = start, 0
        while end < len(order) and order[end][0] == order[start][0]:
            ours += order[end][1]
            end += 1
        group = end - start
        doubled += ours * (2 * below + group - ours)
        below += group - ours
        ties += group**3 - group
        start = end
    return doubled / 2, ties


def mann_whitney(pair: PairCounts, settings: Settings) -> float | None:
    """Mann & Whitney (1947) over the rates of the sections, as 2U / mn - 1, from -1 to 1.

    The chance that a section of A has the higher rate minus the chance that one of B has it
    (rank-biserial correlation): U itself, on a scale with a side. ``None`` where a side has no
    sections with words. Kilgarriff (2001) proposed the test for comparing corpora.
    """
    a, b = _rates(pair.sections_a), _rates(pair.sections_b)
    if not a or not b:
        return None
    u, _ = u_statistic(a, b)
    return (2 * u - len(a) * len(b)) / (len(a) * len(b))


def mann_whitney_p(pair: PairCounts, settings: Settings) -> float | None:
    """Two-sided p, normal with corrections for ties and continuity; 1 where all rates agree."""
    a, b = _rates(pair.sections_a), _rates(pair.sections_b)
    if not a or not b:
        return None
    u, ties = u_statistic(a, b)
    total = len(a) + len(b)
    variance = len(a) * len(b) / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    distance = max(0.0, abs(u - len(a) * len(b) / 2) - 0.5)
    return erfc(distance / sqrt(2 * variance))
