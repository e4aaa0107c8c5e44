"""The tests of the rows of a contrast, corrected together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.correction import CORRECTIONS, level_after
from aiplans_cli.statistics.inference import RATIOS, Inference, RatioEstimate, ratio_interval
from aiplans_cli.statistics.rows import Row
from aiplans_cli.statistics.table import Settings


@dataclass(frozen=True, slots=True)
class RowTests:
    """What is known of the terms that are tested."""

    tested: Mapping[str, RatioEstimate]
    """Term → what is known of the ratio of its rates."""
    q: Mapping[str, float | None]
    """Term → its p after correction, of those that are held against each other."""
    passed: int
    """How many of them are below the level."""
    level: float
    """The level of an interval that fits the correction."""
    settings: Settings
    """The confidence."""

    def passes(self, term: str) -> bool:
        """Whether a term is told apart."""
        after = self.q.get(term)
        return after is not None and after < 1 - self.settings.confidence

    def completed(self, row: Row) -> Row:
        """A row with its test, if it has one."""
        one = self.tested.get(row.term)
        if one is None:
            return row
        scores, after = row.scores, self.q.get(row.term)
        ratios = [name for name in scores if name in RATIOS]
        ends = one.interval(self.settings.confidence) if ratios else (0.0, 0.0)
        least = None if after is None else 1.0
        return replace(
            row,
            intervals={n: ratio_interval(n, one, ends, scores[n]) for n in ratios},
            at_least=one.at_least(self.level) if self.passes(row.term) else least,
            p=one.p,
            q=after,
        )


def tests_of(
    counts: Mapping[str, tuple[int, int]],
    inference: Inference | None,
    correct: str,
    settings: Settings,
) -> RowTests:
    """The tests of terms, each with its counts on both sides."""
    if inference is None or not (inference.size_a and inference.size_b):
        return RowTests({}, {}, 0, 0.0, settings)
    tested = {
        term: inference(term, *pair) for term, pair in counts.items() if inference.can_test(*pair)
    }
    alpha = 1 - settings.confidence
    counted = {term: sum(counts[term]) for term in tested}
    q, passed = _family(tested, counted, inference.families, correct, alpha)
    return RowTests(tested, q, passed, level_after(correct, alpha, passed, len(q)), settings)


def _family(
    tested: Mapping[str, RatioEstimate],
    counted: Mapping[str, int],
    least: Sequence[int],
    correct: str,
    alpha: float,
) -> tuple[dict[str, float | None], int]:
    """The corrected p of the terms that are held against each other, and how many pass.

    Those with the first number of occurrences in ``least``, or with another if more pass then.
    Occurrences on both sides together say nothing of how they are parted where rates are equal, so
    that a choice by them keeps the promise of the correction (Bourgon, Gentleman & Huber 2010).
    """
    best: tuple[dict[str, float | None], int] = ({}, -1)
    for number in least:
        family = [term for term in tested if counted[term] >= number]
        q = dict(zip(family, corrected([tested[t].p for t in family], correct), strict=True))
        passed = sum(value is not None and value < alpha for value in q.values())
        if passed > best[1]:
            best = (q, passed)
    return best


def corrected(p_values: Sequence[float | None], correction: str) -> list[float | None]:
    """Correct the p values that are there; those that are missing stay missing.

    Raises ``AnalysisError`` for a correction that is not in ``CORRECTIONS``.

    >>> corrected([0.01, None, 0.04], "holm")
    [0.02, None, 0.04]
    """
    if correction not in CORRECTIONS:
        raise AnalysisError(
            correction, "no such correction", f"choose from {', '.join(CORRECTIONS)}"
        )
    present = [p for p in p_values if p is not None]
    adjusted = iter(CORRECTIONS[correction](present))
    return [None if p is None else next(adjusted) for p in p_values]
