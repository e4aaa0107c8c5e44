"""Numbers from counts: keyness, effect, dispersion, correction, resampling, weights."""

from typing import TYPE_CHECKING

from aiplans_cli.lean_imports import on_demand

if TYPE_CHECKING:
    from aiplans_cli.statistics.association import ASSOCIATIONS, Pair
    from aiplans_cli.statistics.calibration import Calibration, random_halves
    from aiplans_cli.statistics.correction import CORRECTIONS
    from aiplans_cli.statistics.crosscheck import cross_checks
    from aiplans_cli.statistics.dispersion import DISPERSION
    from aiplans_cli.statistics.distance import (
        Distances,
        Shift,
        cosine,
        distances,
        divergence,
        word_shift,
    )
    from aiplans_cli.statistics.intervals import BOOTSTRAPPED, bootstrap
    from aiplans_cli.statistics.keyness import ContrastSet, Row, contrast, ranked
    from aiplans_cli.statistics.measures import MEASURES, Measure, score
    from aiplans_cli.statistics.profiles import Profile
    from aiplans_cli.statistics.published import Check, verify
    from aiplans_cli.statistics.resampling import Permutation, permutation
    from aiplans_cli.statistics.table import PairCounts, Settings
    from aiplans_cli.statistics.vocabulary import informative_prior
    from aiplans_cli.statistics.weights import textrank, tfidf
else:
    __getattr__ = on_demand(
        __name__,
        association="ASSOCIATIONS Pair",
        calibration="Calibration random_halves",
        correction="CORRECTIONS",
        crosscheck="cross_checks",
        dispersion="DISPERSION",
        distance="Distances Shift cosine distances divergence word_shift",
        intervals="BOOTSTRAPPED bootstrap",
        keyness="ContrastSet Row contrast ranked",
        measures="MEASURES Measure score",
        profiles="Profile",
        published="Check verify",
        resampling="Permutation permutation",
        table="PairCounts Settings",
        vocabulary="informative_prior",
        weights="textrank tfidf",
    )

__all__ = [
    "ASSOCIATIONS",
    "BOOTSTRAPPED",
    "CORRECTIONS",
    "DISPERSION",
    "MEASURES",
    "Calibration",
    "Check",
    "ContrastSet",
    "Distances",
    "Measure",
    "Pair",
    "PairCounts",
    "Permutation",
    "Profile",
    "Row",
    "Settings",
    "Shift",
    "bootstrap",
    "contrast",
    "cosine",
    "cross_checks",
    "distances",
    "divergence",
    "informative_prior",
    "permutation",
    "random_halves",
    "ranked",
    "score",
    "textrank",
    "tfidf",
    "verify",
    "word_shift",
]
