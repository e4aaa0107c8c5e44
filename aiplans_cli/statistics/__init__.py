"""Numbers from counts: keyness, effect, dispersion, correction, resampling, weights."""

from typing import TYPE_CHECKING

from aiplans_cli.lean_imports import on_demand

if TYPE_CHECKING:
    from aiplans_cli.statistics.association import ASSOCIATIONS, Pair
    from aiplans_cli.statistics.dispersion import DISPERSION
    from aiplans_cli.statistics.measures import MEASURES
else:
    __getattr__ = on_demand(
        __name__, association="ASSOCIATIONS Pair", dispersion="DISPERSION", measures="MEASURES"
    )

__all__ = ["ASSOCIATIONS", "DISPERSION", "MEASURES", "Pair"]
