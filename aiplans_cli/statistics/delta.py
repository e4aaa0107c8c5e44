"""Burrows's Delta: how far apart documents are by their most frequent words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, sqrt

from aiplans_cli.statistics.distance import Matrix

MOST_FREQUENT = 150
"""Words that Burrows (2002) takes at most."""

FEWEST_DOCUMENTS = 3
"""Documents that a z-score needs: of two, every word has the same pair of scores."""


def frequent_words(documents: Sequence[Mapping[str, float]], most: int) -> list[str]:
    """The words that are most frequent over all documents together, ties by word.

    >>> frequent_words([{"the": 3, "ai": 1}, {"of": 2, "ai": 1}], 2)
    ['the', 'ai']
    """
    totals: dict[str, float] = {}
    for counts in documents:
        for word, count in counts.items():
            totals[word] = totals.get(word, 0) + count
    return sorted(totals, key=lambda word: (-totals[word], word))[:most]


def burrows_delta(documents: Sequence[Mapping[str, float]], most: int = MOST_FREQUENT) -> Matrix:
    """Burrows's Delta (2002) of every pair: mean |difference of z-scores|, 0 upward.

    The z-scores are of the rates of the ``most`` frequent words of the set, the same for all
    pairs, by the sample standard deviation over its documents, as in R's ``scale``. A word with
    one rate everywhere tells nothing and counts as 0. ``None`` beside a document without words,
    and everywhere where fewer than three documents have some.

    >>> burrows_delta([{"a": 3, "b": 1}, {"a": 2, "b": 2}, {"a": 1, "b": 3}])[0]
    (0.0, 1.0, 2.0)
    """
    full = [index for index, counts in enumerate(documents) if any(counts.values())]
    places = range(len(documents))
    if len(full) < FEWEST_DOCUMENTS:
        return tuple(tuple(None for _ in places) for _ in places)
    words = frequent_words(documents, most)
    sizes = {index: sum(documents[index].values()) for index in full}
    scores: dict[int, list[float]] = {index: [] for index in full}
    for word in words:
        rates = [documents[index].get(word, 0) / sizes[index] for index in full]
        mean = fsum(rates) / len(rates)
        deviation = sqrt(fsum((rate - mean) ** 2 for rate in rates) / (len(rates) - 1))
        for index, rate in zip(full, rates, strict=True):
            scores[index].append((rate - mean) / deviation if deviation else 0.0)

    def apart(i: int, j: int) -> float | None:
        if i not in scores or j not in scores:
            return None
        return fsum(abs(x - y) for x, y in zip(scores[i], scores[j], strict=True)) / len(words)

    return tuple(tuple(apart(i, j) for j in places) for i in places)
