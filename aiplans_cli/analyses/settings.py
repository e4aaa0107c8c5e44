"""Settings that several questions share."""

from __future__ import annotations

from typing import Annotated

from aiplans_cli.records import dataclass
from aiplans_cli.settings import FIRST, STATISTICS, Option, finite

Confidence = Annotated[
    float,
    Option(
        "Confidence of every interval.",
        minimum=0.01,
        maximum=0.999999,
        check=finite,
        group=STATISTICS,
    ),
]
"""Of intervals, for ``score`` and ``compare``."""

PerMillion = Annotated[
    float,
    Option(
        "What simple_maths adds to each rate per million.",
        minimum=0,
        check=finite,
        group=STATISTICS,
    ),
]
"""The constant of ``simple_maths``, for ``score`` and ``compare``."""

SHIPPED, NO_CALIBRATION = "shipped", "none"
"""Words for ``--calibration``."""

Calibration = Annotated[
    str,
    Option(
        "What tests of concepts across languages allow for: the spreads between translations that "
        "come with the list, those in a file of 'calibrate --by spread -o', or none.",
        metavar="shipped|none|FILE",
        group=STATISTICS,
    ),
]
"""What a list cannot match, for ``compare``, ``explain`` and ``calibrate``."""

Seed = Annotated[int, Option("Seed of the random numbers.", minimum=0, group=STATISTICS)]
"""Of what is drawn at random."""

Resamples = Annotated[int, Option("How many are drawn.", minimum=1, maximum=10_000_000)]
"""How often sections are drawn again."""

UNITS = ("section", "paragraph")
"""What dispersion, resampling and the measures over sections take as one section."""

By = Annotated[
    str,
    Option(
        "Compare terms or concepts; auto is concepts across two languages.",
        choices=("auto", "term", "concept"),
        group=FIRST,
    ),
]
"""What is compared, for ``compare`` and ``distance``."""


Top = Annotated[
    int | None,
    Option(
        "Rows to show, 0 for all.",
        ("--top", "-n"),
        minimum=0,
        default_text="20 in a table",
        group=FIRST,
    ),
]
"""How many rows are shown."""


@dataclass(frozen=True, slots=True)
class RowSettings:
    """Which rows are shown."""

    top: Top = None
    min_count: Annotated[
        int | None,
        Option(
            "Occurrences a row needs over all documents; 0 keeps rows without any.",
            minimum=0,
            default_text="1; 3 of collocates",
        ),
    ] = None

    @property
    def most(self) -> int:
        """Rows to show, 0 for all."""
        return self.top or 0

    @property
    def least(self) -> int:
        """Occurrences that a row needs."""
        return 1 if self.min_count is None else self.min_count
