"""Numbers from counts: keyness, effect, dispersion, correction, resampling, weights."""

from aiplans_cli.statistics.contrast import ContrastSet, Profile, Row, contrast, ranked
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.measures import MEASURES, Measure
from aiplans_cli.statistics.table import PairCounts, Settings

__all__ = [
    "CORRECTIONS",
    "DISPERSION",
    "MEASURES",
    "ContrastSet",
    "Measure",
    "PairCounts",
    "Profile",
    "Row",
    "Settings",
    "contrast",
    "ranked",
]
