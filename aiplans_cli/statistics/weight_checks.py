"""Our weights of words against independent code, on random sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiplans_cli.statistics.weights import cooccurrences, textrank, tfidf

if TYPE_CHECKING:
    from random import Random

Comparison = tuple[str, str, float, float]
"""(measure, inputs, their value, our value)."""


def _words(rng: Random) -> list[list[str]]:
    return [[f"w{int(rng.expovariate(0.1))}" for _ in range(rng.randint(20, 80))] for _ in range(8)]


def compare_sklearn(rng: Random) -> Iterator[Comparison]:
    """Weights of random sections by ``TfidfVectorizer``."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    for _ in range(10):
        sections = _words(rng)
        vectorizer = TfidfVectorizer(token_pattern=r"\S+")
        weights = vectorizer.fit_transform(" ".join(words) for words in sections)
        means = np.asarray(weights.mean(axis=0)).ravel()
        counts = [{word: words.count(word) for word in words} for words in sections]
        ours = tfidf(counts)
        for term, mean in zip(vectorizer.get_feature_names_out(), means, strict=True):
            yield "tfidf", "8 sections of random words", float(mean), ours[term]


def compare_jieba(rng: Random) -> Iterator[Comparison]:
    """TextRank of random sections by jieba's graph."""
    from jieba.analyse.textrank import UndirectWeightedGraph

    for _ in range(10):
        sections = _words(rng)
        graph = UndirectWeightedGraph()
        for (word, other), weight in cooccurrences(sections, 5, None).items():
            graph.addEdge(word, other, weight)
        theirs, scores = graph.rank(), textrank(sections)
        # jieba rescales its scores; the same rescaling of ours makes them comparable.
        floor, top = min(scores.values()) / 10, max(scores.values())
        for word, score in scores.items():
            ours = (score - floor) / (top - floor)
            yield "textrank", "8 sections of random words", float(theirs[word]), ours
