"""Our numbers against other packages, on random tables: what they are made with, and how near."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from math import log, log2
from random import Random
from typing import Any
from unittest.mock import patch

from aiplans_cli.statistics.association import ASSOCIATIONS, Pair
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.crosscheck import (
    DEFAULT,
    TABLES,
    Comparison,
    random_tables,
    shown,
    worst_of,
)
from aiplans_cli.statistics.distance import divergence
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.published import Check
from aiplans_cli.statistics.table import PairCounts
from aiplans_cli.statistics.weights import cooccurrences, textrank, tfidf


def _cells(pair: PairCounts) -> list[list[int]]:
    return [
        [pair.count_a, pair.size_a - pair.count_a],
        [pair.count_b, pair.size_b - pair.count_b],
    ]


def _scipy(rng: Random) -> Iterator[Comparison]:
    from scipy import special, stats

    def statistic(pair: PairCounts, correction: bool, lambda_: str) -> float:
        found = stats.chi2_contingency(_cells(pair), correction=correction, lambda_=lambda_)
        return float(found.statistic)

    for pair in random_tables(rng):
        two = _two_term(pair.count_a, pair.count_b, pair)
        # all occurrences on the smaller side are the farthest from equal rates
        words, on_a = pair.count_a + pair.count_b, pair.size_a <= pair.size_b
        most = _two_term(words if on_a else 0, 0 if on_a else words, pair)
        for name, theirs in (
            ("g2", statistic(pair, False, "log-likelihood")),
            ("g2_2term", two),
            ("chi2", statistic(pair, False, "pearson")),
            ("chi2_yates", statistic(pair, True, "pearson")),
            ("fisher_p", float(stats.fisher_exact(_cells(pair)).pvalue)),
            ("ell", two / most),
        ):
            ours = MEASURES[name].value(pair, DEFAULT) or 0.0
            yield name, shown(pair), theirs, abs(ours)
        ours = MEASURES["bic"].value(pair, DEFAULT) or 0.0
        yield "bic", shown(pair), two - log(pair.size_a + pair.size_b), ours
        ours = MEASURES["log_ratio_conservative"].value(pair, DEFAULT) or 0.0
        yield "log_ratio_conservative", shown(pair), _clopper_pearson(pair), ours
        linked = Pair(pair.count_a, pair.size_a, words, pair.size_a + pair.size_b)
        risks = stats.contingency.relative_risk(
            pair.count_a, pair.size_a, pair.count_b, pair.size_b
        )
        for name, theirs in (
            ("simple_ll", 2 * float(special.kl_div(linked.joint, linked.expected))),
            ("log_ratio", log2(risks.relative_risk)),
        ):
            yield name, shown(pair), theirs, ASSOCIATIONS[name](linked) or 0.0


def _clopper_pearson(pair: PairCounts) -> float:
    """The end nearer 0 of the log ratio's 95 % interval, or 0, from quantiles of the beta."""
    from scipy.special import betaincinv

    a, b = pair.count_a, pair.count_b
    low, high = float(betaincinv(a, b + 1, 0.025)), float(betaincinv(a + 1, b, 0.975))
    ends = [log2(share / (1 - share) * pair.size_b / pair.size_a) for share in (low, high)]
    return max(0.0, ends[0]) or min(0.0, ends[1])


def _two_term(count_a: int, count_b: int, pair: PairCounts) -> float:
    """G2 of two counts against equal rates, as the fit of two cells to what is expected."""
    from scipy import stats

    share = pair.size_a / (pair.size_a + pair.size_b)
    words = count_a + count_b
    expected = [words * share, words * (1 - share)]
    found = stats.power_divergence([count_a, count_b], expected, lambda_="log-likelihood")
    return float(found.statistic)


def _scipy_sections(rng: Random) -> Iterator[Comparison]:
    from scipy import stats

    for _ in range(TABLES):
        sizes = [[rng.randint(20, 400) for _ in range(rng.randint(10, 40))] for _ in range(2)]
        counts = [[min(size, int(rng.expovariate(0.3))) for size in side] for side in sizes]
        a, b = (tuple(zip(*side, strict=True)) for side in zip(counts, sizes, strict=True))
        pair = PairCounts(sum(counts[0]), sum(sizes[0]), sum(counts[1]), sum(sizes[1]), a, b)
        rates = [[count / size for count, size in side] for side in (a, b)]
        test = stats.mannwhitneyu(rates[0], rates[1], method="asymptotic")
        measure, inputs = MEASURES["mann_whitney"], f"{len(a)} and {len(b)} random sections"
        p = measure.p and measure.p(pair, DEFAULT)
        yield "mann_whitney_p", inputs, float(test.pvalue), p or 0.0
        ours = measure.value(pair, DEFAULT) or 0.0
        yield "mann_whitney", inputs, 2 * float(test.statistic) / (len(a) * len(b)) - 1, ours
        reach = [[sum(c > 0 for c in side), sum(c == 0 for c in side)] for side in counts]
        if any(without for _, without in reach):
            found = stats.chi2_contingency(reach, correction=False, lambda_="log-likelihood")
            ours = MEASURES["text_dispersion"].value(pair, DEFAULT) or 0.0
            yield "text_dispersion", inputs, float(found.statistic), abs(ours)
        yield from _jsd(rng)


def _jsd(rng: Random) -> Iterator[Comparison]:
    """The whole divergence, and the part of each word from relative entropies."""
    from scipy.spatial.distance import jensenshannon
    from scipy.special import rel_entr

    a, b = [{str(term): rng.randint(0, 50) + 1 for term in range(30)} for _ in range(2)]
    whole = jensenshannon(list(a.values()), list(b.values()), base=2) ** 2
    yield "divergence", "two random counts of 30 words", float(whole), divergence(a, b)
    size_a, size_b = sum(a.values()), sum(b.values())
    for term in a:
        pair = PairCounts(a[term], size_a, b[term], size_b)
        p, q = a[term] / size_a, b[term] / size_b
        part = (rel_entr(p, (p + q) / 2) + rel_entr(q, (p + q) / 2)) / 2 / log(2)
        yield "jsd", shown(pair), float(part), abs(MEASURES["jsd"].value(pair, DEFAULT) or 0.0)


def _statsmodels(rng: Random) -> Iterator[Comparison]:
    from statsmodels.stats.contingency_tables import Table2x2
    from statsmodels.stats.multitest import multipletests

    for pair in random_tables(rng):
        table: Any = Table2x2(_cells(pair))
        for name, value, theirs in (
            ("odds_ratio", table.oddsratio, table.oddsratio_confint(0.05)),
            ("risk_ratio", table.riskratio, table.riskratio_confint(0.05)),
        ):
            interval = MEASURES[name].interval
            ends = (interval and interval(pair, DEFAULT)) or (0.0, 0.0)
            ours = MEASURES[name].value(pair, DEFAULT) or 0.0
            yield name, shown(pair), float(value), ours
            yield f"{name}_low", shown(pair), float(theirs[0]), ends[0]
            yield f"{name}_high", shown(pair), float(theirs[1]), ends[1]
    for _ in range(TABLES):
        p_values = [rng.random() ** rng.randint(1, 4) for _ in range(rng.randint(1, 60))]
        for name in ("bonferroni", "holm", "fdr_bh"):
            theirs = multipletests(p_values, method=name)[1]
            for their, our in zip(theirs, CORRECTIONS[name](p_values), strict=True):
                yield name, f"{len(p_values)} random p values", float(their), our


def _nltk(rng: Random) -> Iterator[Comparison]:
    from nltk.metrics.association import BigramAssocMeasures

    names = [name for name in ASSOCIATIONS if hasattr(BigramAssocMeasures, name)]
    names.remove("poisson_stirling")  # NLTK takes log2 where Stirling's formula has ln
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


def _jieba(rng: Random) -> Iterator[Comparison]:
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


PACKAGES: dict[str, tuple[Callable[[Random], Iterator[Comparison]], str, float]] = {
    "scipy": (
        _scipy,
        "scipy chi2_contingency, power_divergence, fisher_exact, relative_risk, kl_div, betaincinv",
        1e-6,
    ),
    "scipy-sections": (
        _scipy_sections,
        "scipy mannwhitneyu, chi2_contingency, jensenshannon, rel_entr",
        1e-9,
    ),
    "statsmodels": (_statsmodels, "statsmodels Table2x2, multipletests", 1e-9),
    "nltk": (_nltk, "nltk BigramAssocMeasures", 1e-6),
    "sklearn": (_sklearn, "scikit-learn TfidfVectorizer", 1e-12),
    "jieba": (_jieba, "jieba.analyse TextRank, ten rounds", 0.02),
}
"""Name → (comparisons, what they are made with, largest relative difference allowed)."""


def package_checks(seed: int = 0) -> list[Check]:
    """The worst disagreement with each package for each measure."""
    # statsmodels looks for garbage at each correction: two minutes in a process with much in it
    with warnings.catch_warnings(), patch.object(gc, "collect"):
        warnings.simplefilter("ignore")  # jieba's source warns when a newer Python compiles it
        return [
            check
            for name, (compare, source, tolerance) in PACKAGES.items()
            for check in worst_of(name, compare, source, tolerance, seed)
        ]
