"""Our numbers against independent code, on random tables."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from aiplans_cli.statistics.association import ASSOCIATIONS, Pair
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.distance import divergence
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.published import Check
from aiplans_cli.statistics.table import PairCounts, Settings
from aiplans_cli.statistics.weights import cooccurrences, textrank, tfidf

if TYPE_CHECKING:
    from random import Random

Comparison = tuple[str, str, float, float]
"""(measure, inputs, their value, our value)."""

TABLES = 100
"""Random tables that each comparison is made on."""

DEFAULT = Settings()


def _tables(rng: Random) -> Iterator[PairCounts]:
    """Random tables from a handful of words to millions, rare terms and common ones."""
    for _ in range(TABLES):
        sizes = [int(10 ** rng.uniform(1, 6)) for _ in range(2)]
        rate = 10 ** rng.uniform(-4, -0.5)
        counts = [max(1, min(size - 1, int(size * rate * rng.uniform(0.3, 3)))) for size in sizes]
        yield PairCounts(counts[0], sizes[0], counts[1], sizes[1])


def _shown(pair: PairCounts) -> str:
    return f"{pair.count_a} {pair.size_a} {pair.count_b} {pair.size_b}"


def _cells(pair: PairCounts) -> list[list[int]]:
    return [
        [pair.count_a, pair.size_a - pair.count_a],
        [pair.count_b, pair.size_b - pair.count_b],
    ]


def _scipy(rng: Random) -> Iterator[Comparison]:
    from scipy import stats

    def statistic(pair: PairCounts, correction: bool, lambda_: str) -> float:
        found = stats.chi2_contingency(_cells(pair), correction=correction, lambda_=lambda_)
        return float(found.statistic)

    for pair in _tables(rng):
        for name, theirs in (
            ("g2", statistic(pair, False, "log-likelihood")),
            ("chi2", statistic(pair, False, "pearson")),
            ("fisher_p", float(stats.fisher_exact(_cells(pair)).pvalue)),
        ):
            ours = MEASURES[name].value(pair, DEFAULT) or 0.0
            yield name, _shown(pair), theirs, abs(ours)


def _scipy_sections(rng: Random) -> Iterator[Comparison]:
    from scipy import stats
    from scipy.spatial.distance import jensenshannon

    for _ in range(TABLES):
        sizes = [[rng.randint(20, 400) for _ in range(rng.randint(10, 40))] for _ in range(2)]
        counts = [[min(size, int(rng.expovariate(0.3))) for size in side] for side in sizes]
        a, b = (tuple(zip(*side, strict=True)) for side in zip(counts, sizes, strict=True))
        pair = PairCounts(sum(counts[0]), sum(sizes[0]), sum(counts[1]), sum(sizes[1]), a, b)
        rates = [[count / size for count, size in side] for side in (a, b)]
        p = stats.mannwhitneyu(rates[0], rates[1], method="asymptotic").pvalue
        ours = MEASURES["mann_whitney"].p
        shown = f"{len(a)} and {len(b)} random sections"
        yield "mann_whitney", shown, float(p), (ours and ours(pair, DEFAULT)) or 0.0
        words = [{str(term): rng.randint(0, 50) + 1 for term in range(30)} for _ in range(2)]
        theirs = jensenshannon(list(words[0].values()), list(words[1].values()), base=2) ** 2
        yield "jsd", "two random counts of 30 words", float(theirs), divergence(*words)


def _statsmodels(rng: Random) -> Iterator[Comparison]:
    from statsmodels.stats.contingency_tables import Table2x2
    from statsmodels.stats.multitest import multipletests

    for pair in _tables(rng):
        table: Any = Table2x2(_cells(pair))
        for name, theirs in (
            ("odds_ratio", table.oddsratio_confint(0.05)),
            ("risk_ratio", table.riskratio_confint(0.05)),
        ):
            interval = MEASURES[name].interval
            ends = (interval and interval(pair, DEFAULT)) or (0.0, 0.0)
            yield f"{name}_low", _shown(pair), float(theirs[0]), ends[0]
            yield f"{name}_high", _shown(pair), float(theirs[1]), ends[1]
    for _ in range(TABLES):
        p_values = [rng.random() ** rng.randint(1, 4) for _ in range(rng.randint(1, 60))]
        for name in ("bonferroni", "holm", "fdr_bh"):
            theirs = multipletests(p_values, method=name)[1]
            for their, our in zip(theirs, CORRECTIONS[name](p_values), strict=True):
                yield name, f"{len(p_values)} random p values", float(their), our


def _nltk(rng: Random) -> Iterator[Comparison]:
    from nltk.metrics.association import BigramAssocMeasures

    names = [name for name in ASSOCIATIONS if hasattr(BigramAssocMeasures, name)]
    for _ in range(TABLES):
        node, collocate = rng.randint(5, 3000), rng.randint(5, 3000)
        total = node + collocate + rng.randint(10, 100_000)
        joint = rng.randint(1, min(node, collocate))
        pair = Pair(joint, node, collocate, total)
        for name in names:
            theirs = float(getattr(BigramAssocMeasures, name)(joint, (node, collocate), total))
            ours = ASSOCIATIONS[name](pair) or 0.0
            if name == "fisher":
                # NLTK sums the other tail; both tails overlap in the observed table alone.
                ours = ASSOCIATIONS[name](Pair(node - joint, node, total - collocate, total)) or 0.0
            yield name, f"{joint} {node} {collocate} {total}", theirs, ours


def _words(rng: Random) -> list[list[str]]:
    return [[f"w{int(rng.expovariate(0.1))}" for _ in range(rng.randint(20, 80))] for _ in range(8)]


def _sklearn(rng: Random) -> Iterator[Comparison]:
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


def _jieba(rng: Random) -> Iterator[Comparison]:
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


OTHERS: dict[str, tuple[Callable[[Random], Iterator[Comparison]], str, float]] = {
    "scipy": (_scipy, "scipy.stats chi2_contingency, fisher_exact", 1e-6),
    "scipy-sections": (_scipy_sections, "scipy mannwhitneyu, jensenshannon", 1e-9),
    "statsmodels": (_statsmodels, "statsmodels Table2x2, multipletests", 1e-9),
    "nltk": (_nltk, "nltk BigramAssocMeasures", 1e-6),
    "sklearn": (_sklearn, "scikit-learn TfidfVectorizer", 1e-12),
    "jieba": (_jieba, "jieba.analyse TextRank, ten rounds", 0.02),
}
"""Name → (comparisons, what they are made with, largest relative difference allowed)."""


def _worst(comparisons: Iterable[Comparison]) -> dict[str, tuple[float, Comparison]]:
    """Measure → its largest relative difference and where that was."""
    worst: dict[str, tuple[float, Comparison]] = {}
    for comparison in comparisons:
        measure, _, theirs, ours = comparison
        apart = abs(ours - theirs) / max(1.0, abs(theirs))
        if measure not in worst or apart > worst[measure][0]:
            worst[measure] = (apart, comparison)
    return worst


def cross_checks(seed: int = 0) -> list[Check]:
    """The worst disagreement with other code for each measure, on random inputs.

    Differences are relative to their value where that is above 1. A package that is not
    installed is left out.
    """
    from random import Random

    checks = []
    for name, (compare, source, tolerance) in OTHERS.items():
        try:
            with warnings.catch_warnings():
                # jieba's source warns when a newer Python compiles it.
                warnings.simplefilter("ignore")
                worst = _worst(compare(Random(seed)))
        except ImportError:
            continue
        for measure, (apart, (_, inputs, theirs, ours)) in worst.items():
            checks.append(
                Check(
                    f"{name}.{measure}",
                    measure,
                    inputs,
                    theirs,
                    ours,
                    ours - theirs,
                    source,
                    apart <= tolerance,
                )
            )
    return checks
