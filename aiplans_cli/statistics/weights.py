"""Weights of the words of one document: TF-IDF over its sections, and TextRank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import fsum, log, sqrt

from aiplans_cli.statistics.rounding import significant


def tfidf(section_counts: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """TF-IDF weight of every term, averaged over the sections, as scikit-learn weighs.

    In a section a term weighs count * (ln((1 + n) / (1 + df)) + 1), n sections of which df
    contain it, and each section's weights are divided by their Euclidean length
    (``TfidfTransformer`` with its defaults, whose matrices cost a hundred times the arithmetic of
    a short document). The result is the mean over the n sections that have words, 0 to 1, so a
    long document does not weigh more than a short one.

    >>> weights = tfidf([{"ai": 2, "the": 1}, {"law": 1, "the": 1}])
    >>> {term: round(weight, 3) for term, weight in weights.items()}
    {'ai': 0.471, 'the': 0.457, 'law': 0.407}
    """
    sections = [counts for counts in section_counts if any(counts.values())]
    size = len(sections)
    within = Counter(term for counts in sections for term in counts)
    rarity = {term: log((1 + size) / (1 + number)) + 1 for term, number in within.items()}
    weights: dict[str, list[float]] = {}
    for counts in sections:
        weighed = {term: count * rarity[term] for term, count in counts.items()}
        length = sqrt(fsum(weight * weight for weight in weighed.values()))
        for term, weight in weighed.items():
            weights.setdefault(term, []).append(weight / length)
    return {term: significant(fsum(found) / size) for term, found in weights.items()}


def tfidf_by(counts: Mapping[str, int], rarity: Callable[[str], float]) -> dict[str, float]:
    """TF-IDF weight of every term of a document, by how rare it is elsewhere.

    A term weighs its share of all the counts, times its ``rarity``; so does jieba's
    ``extract_tags`` with its table of inverse document frequencies.

    >>> tfidf_by({"ai": 3, "law": 1}, {"ai": 2.0, "law": 8.0}.__getitem__)
    {'ai': 1.5, 'law': 2.0}
    """
    total = sum(counts.values())
    return {term: count / total * rarity(term) for term, count in counts.items()}


def cooccurrences(
    sections: Sequence[Sequence[str]], window: int, keep: Callable[[str], bool] | None
) -> Counter[tuple[str, str]]:
    """How often two different words stand fewer than ``window`` words apart in a section.

    Words that ``keep`` refuses count as distance but are in no pair; pairs are in sorted order.

    >>> cooccurrences([["ai", "of", "plan"]], 3, lambda word: word != "of")
    Counter({('ai', 'plan'): 1})
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for words in sections:
        kept = [(place, word) for place, word in enumerate(words) if keep is None or keep(word)]
        for first, (place, word) in enumerate(kept):
            for other_place, other in kept[first + 1 : first + window]:
                if other_place - place >= window:
                    break
                if other != word:
                    pairs[min(word, other), max(word, other)] += 1
    return pairs


def textrank(
    sections: Sequence[Sequence[str]],
    *,
    window: int = 5,
    damping: float = 0.85,
    keep: Callable[[str], bool] | None = None,
) -> dict[str, float]:
    """TextRank (Mihalcea & Tarau 2004, eq. 2) of words by the company they keep.

    Words fewer than ``window`` words apart are joined, weighted by how often; the score of a
    word is 1 - d + d times what its neighbours pass on, each in proportion to the weight of the
    join. Scores average 1 over the joined words. jieba stops after ten rounds and rescales; here
    the rounds go on until no score moves by more than 1e-9.

    >>> scores = textrank([["ai", "plan", "ai", "law"]], window=2)
    >>> max(scores, key=scores.__getitem__)
    'ai'
    """
    neighbours: dict[str, list[tuple[str, int]]] = {}
    for (word, other), weight in sorted(cooccurrences(sections, window, keep).items()):
        neighbours.setdefault(word, []).append((other, weight))
        neighbours.setdefault(other, []).append((word, weight))
    strength = {word: sum(weight for _, weight in near) for word, near in neighbours.items()}
    scores = dict.fromkeys(sorted(neighbours), 1.0)
    moved = 1.0
    while moved > 1e-9:
        moved = 0.0
        for word in scores:
            passed = sum(
                weight / strength[other] * scores[other] for other, weight in neighbours[word]
            )
            fresh = 1 - damping + damping * passed
            moved = max(moved, abs(fresh - scores[word]))
            scores[word] = fresh
    return scores
