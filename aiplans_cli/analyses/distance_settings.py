"""The settings of distances."""

from __future__ import annotations

from typing import Annotated

from aiplans_cli.analyses.settings import UNITS, By, Confidence
from aiplans_cli.errors import UsageError
from aiplans_cli.records import dataclass
from aiplans_cli.settings import SELECTION, STATISTICS, Option, finite
from aiplans_cli.statistics.delta import MOST_FREQUENT
from aiplans_cli.statistics.distance_measures import DISTANCES, SMOOTHING
from aiplans_cli.statistics.distance_rows import BY_ROW

DELTA = "burrows_delta"
"""The distance that is of a whole set of documents."""

_OLD = {"jsd": "jensen_shannon_divergence"}
"""What a distance was called when its name was also that of a term's part of it."""


@dataclass(frozen=True, slots=True)
class DistanceSettings:
    """What is compared, by which distances, and how they are laid out."""

    by: By = "auto"
    measures: Annotated[
        tuple[str, ...],
        Option(
            f"A distance to show, or several: {', '.join(DISTANCES)}.",
            ("--measure", "-m"),
            (*DISTANCES, *_OLD),
            "NAME",
            default_text="jensen_shannon_divergence, jensen_shannon_distance, cosine",
            also=("smoothing", "most_frequent", "unit"),
        ),
    ] = ("jensen_shannon_divergence", "jensen_shannon_distance", "cosine")
    smoothing: Annotated[
        float,
        Option("What kullback_leibler adds to each count.", minimum=1e-9, check=finite),
    ] = SMOOTHING
    most_frequent: Annotated[
        int, Option("How many of the most frequent words burrows_delta takes.", minimum=1)
    ] = MOST_FREQUENT
    nearest: Annotated[
        int | None,
        Option(
            "Show the N documents nearest to each, by the first distance.",
            minimum=1,
            metavar="N",
        ),
    ] = None
    mean: Annotated[
        bool,
        Option(
            "Take the rates of a group as the mean of its documents' own rates, in which each "
            "weighs the same, and not as those of all its words together.",
            group=SELECTION,
        ),
    ] = False
    confidence: Confidence = 0.95
    unit: Annotated[
        str, Option("What an interval takes as one section.", choices=UNITS, group=STATISTICS)
    ] = "section"
    square: bool = False
    """Lay the distances out as matrices, which people read more easily than a list of pairs."""

    @property
    def section(self) -> str:
        """What an interval takes as one section: of groups that weigh documents alike, those."""
        return "document" if self.mean else self.unit

    @property
    def chosen(self) -> tuple[str, ...]:
        """The distances by the names they have now, each once."""
        return tuple(dict.fromkeys(_OLD.get(name, name) for name in self.measures))


def check_together(settings: DistanceSettings) -> None:
    """Raise ``UsageError`` for a setting of a distance that is not shown."""
    usual, names = DistanceSettings(), settings.chosen
    if settings.smoothing != usual.smoothing and "kullback_leibler" not in names:
        raise UsageError("--smoothing is of kullback_leibler: add --measure kullback_leibler")
    if settings.mean and settings.unit != usual.unit:
        raise UsageError("--mean takes each document as one section: leave --unit out")
    for name in names if settings.nearest is not None else ():
        if name not in BY_ROW:
            known = ", ".join(BY_ROW)
            raise UsageError(f"--nearest is by {known}: leave --measure {name} out")
    if settings.most_frequent != usual.most_frequent and DELTA not in names:
        raise UsageError(f"--most-frequent is of {DELTA}: add --measure {DELTA}")
