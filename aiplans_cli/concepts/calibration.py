"""Translations must come out equal: how far the concept list is from that, pair by pair."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from aiplans_cli.counting.tally import profile, sizes
from aiplans_cli.errors import AnalysisError
from aiplans_cli.resources import resource_text
from aiplans_cli.statistics.correlation import pearson, spearman
from aiplans_cli.statistics.distance import cosine
from aiplans_cli.statistics.keyness import corrected
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.resampling import permutation
from aiplans_cli.statistics.spread import Spread, log_ratio_spread
from aiplans_cli.statistics.table import PairCounts, Settings

if TYPE_CHECKING:
    from aiplans_cli.model import Counts
    from aiplans_cli.statistics.profiles import Profile

LEAST = 5
"""Mentions on both sides together that a concept needs to be tested: fewer never pass a test."""

FALSE_DISCOVERY = 0.05
"""False discovery rate at which a concept is flagged."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One concept of a pair of translations."""

    concept: str
    """Its id."""
    count_a: int
    """Mentions in A."""
    count_b: int
    """Mentions in B."""
    share_a: float
    """Share of A's mentions, 0 to 1."""
    share_b: float
    """Share of B's."""
    log_ratio: float
    """Binary logarithm of the ratio of the shares, 0.5 for a zero."""
    p: float | None
    """Of the pair's test; ``None`` where the concept was too rare to be tested."""
    q: float | None
    """That p after Benjamini-Hochberg over the tested concepts."""
    g2_q: float | None
    """The same of G2 over mentions."""

    @property
    def flagged(self) -> bool:
        """Whether it differs at a false discovery rate of 5 %."""
        return self.q is not None and self.q <= FALSE_DISCOVERY


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one mention of a concept takes on one side."""

    tokens: float
    """Words a mention."""
    content_tokens: float
    """Content words a mention."""
    characters: float
    """Characters a mention, white space left out."""
    sentences: float
    """Sentences a mention."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a text and its translation compare by concept."""

    a: Counts
    """The first."""
    b: Counts
    """The second."""
    pearson: float | None
    """Correlation of the shares over the concepts of either side."""
    spearman: float | None
    """The same by rank."""
    cosine: float | None
    """Cosine of the two profiles."""
    test: str
    """"permutation" of sections, or "g2" over mentions where there are too few sections."""
    deviations: tuple[Deviation, ...]
    """Every concept of either side, the largest log ratio first, ties by concept."""
    spread: Spread
    """How far the log ratios of the tested concepts scatter."""
    exchange_a: Exchange
    """What a mention takes in A."""
    exchange_b: Exchange
    """What it takes in B."""

    @property
    def tested(self) -> int:
        """Concepts with enough mentions to be tested."""
        return sum(one.q is not None for one in self.deviations)

    @property
    def flagged(self) -> int:
        """Of those, how many differ at a false discovery rate of 5 %."""
        return sum(one.flagged for one in self.deviations)


def agreement(a: Counts, b: Counts, *, resamples: int = 10_000, seed: int = 0) -> Agreement:
    """Compare a text with its translation, by concept, as shares of all mentions.

    Concepts with fewer than ``LEAST`` mentions on both sides together are not tested. The test
    permutes whole sections where each side has ten of them, else it is G2 over mentions. Raises
    ``AnalysisError`` where a side has no mention of any concept.
    """
    left, right = profile(a, "concept"), profile(b, "concept")
    for counts, side in ((a, left), (b, right)):
        if not side.size:
            raise AnalysisError(counts.id, "no concept of the list stands in it", "check the text")
    terms = sorted({*left.counts, *right.counts})
    pairs = _pairs(left, right, terms)
    enough = [pair.term for pair in pairs if pair.count_a + pair.count_b >= LEAST]
    g2 = _g2(pairs, enough)
    test, p = "g2", g2
    try:
        found = permutation(left, right, resamples=resamples, seed=seed)
        test, p = "permutation", {term: found.p[term] for term in enough}
    except AnalysisError:  # too few sections
        pass
    q = dict(zip(enough, corrected([p[term] for term in enough], "fdr_bh"), strict=True))
    g2_q = dict(zip(enough, corrected([g2[term] for term in enough], "fdr_bh"), strict=True))
    deviations = [_deviation(pair, p.get(pair.term), q, g2_q) for pair in pairs]
    shares_a, shares_b = ([d.share_a for d in deviations], [d.share_b for d in deviations])
    return Agreement(
        a,
        b,
        pearson(shares_a, shares_b),
        spearman(shares_a, shares_b),
        cosine(left.counts, right.counts),
        test,
        tuple(sorted(deviations, key=lambda d: (-abs(d.log_ratio), d.concept))),
        log_ratio_spread([pair for pair in pairs if pair.term in q]),
        _exchange(a, left.size),
        _exchange(b, right.size),
    )


def _pairs(a: Profile, b: Profile, terms: Sequence[str]) -> list[PairCounts]:
    return [
        PairCounts(a.counts.get(t, 0), a.size, b.counts.get(t, 0), b.size, term=t) for t in terms
    ]


def _g2(pairs: Sequence[PairCounts], terms: Sequence[str]) -> dict[str, float]:
    wanted, p = set(terms), MEASURES["g2"].p
    assert p is not None
    return {pair.term: p(pair, Settings()) or 0.0 for pair in pairs if pair.term in wanted}


def _deviation(
    pair: PairCounts, p: float | None, q: dict[str, float | None], g2_q: dict[str, float | None]
) -> Deviation:
    return Deviation(
        pair.term,
        pair.count_a,
        pair.count_b,
        pair.count_a / pair.size_a,
        pair.count_b / pair.size_b,
        MEASURES["log_ratio"].value(pair, Settings()) or 0.0,
        p,
        q.get(pair.term),
        g2_q.get(pair.term),
    )


def _exchange(counts: Counts, mentions: int) -> Exchange:
    tokens, content, _, sentences = sizes(counts.sections)
    characters = sum(section.characters for section in counts.sections)
    return Exchange(
        tokens / mentions, content / mentions, characters / mentions, sentences / mentions
    )


def pooled_spread(agreements: Sequence[Agreement]) -> Spread:
    """The spread over the tested concepts of several pairs together."""
    pairs = []
    for one in agreements:
        left, right = profile(one.a, "concept"), profile(one.b, "concept")
        tested = [d.concept for d in one.deviations if d.q is not None]
        pairs += _pairs(left, right, sorted(tested))
    return log_ratio_spread(pairs)


ALL_PAIRS = "all"
"""What the row of all pairs together is called."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the shipped calibration says."""

    spread: float
    """``Spread.spread`` of all pairs together, in doublings."""
    pairs: int
    """How many pairs it was measured on."""
    concepts: int
    """How many frequent concepts it rests on."""
    concept_list: str
    """First 16 digits of the digest of the list it was measured with."""


@cache
def shipped_calibration() -> Calibration:
    """What ``data/calibration.tsv`` says, the output of ``aiplans calibrate`` on our pairs.

    >>> 0 < shipped_calibration().spread < 2
    True
    """
    rows = list(csv.DictReader(resource_text("calibration.tsv").splitlines(), delimiter="\t"))
    whole = next(row for row in rows if row["a"] == ALL_PAIRS)
    return Calibration(
        float(whole["spread"]), len(rows) - 1, int(whole["frequent"]), whole["concept_list"]
    )
