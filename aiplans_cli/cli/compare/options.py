"""The options of ``aiplans compare``, in groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from aiplans_cli.cli.options import Calibration, Confidence, PerMillion, choice
from aiplans_cli.cli.units import UNITS
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.statistics import CORRECTIONS, DISPERSION, MEASURES

RESAMPLING = ("none", "permutation", "bootstrap")
"""Words for ``--resample``."""

_RATES = tuple(own.column for own in DENOMINATORS.values())
_SIDED = ("count", "sentences", "rate", *_RATES, *DISPERSION)

SORT = (
    *("term", "concept", "theme", "p", "q", "p_permutation", "q_permutation"),
    *(f"{name}_{side}" for name in _SIDED for side in "ab"),
    *(f"rank_{name}" for name in DENOMINATORS),
    *(f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high")),
)
"""Columns by which rows can be ranked, where the table has them."""


def choices(words: Iterable[str], metavar: str) -> dict[str, Any]:
    """Arguments for an option that may be given several times, each time one of ``words``."""
    one = choice(words)

    def check(values: list[str] | None) -> list[str] | None:
        for value in values or ():
            one["callback"](value)
        return values

    return one | {"callback": check, "metavar": metavar}


@dataclass(frozen=True, slots=True)
class ContrastOptions:
    """What is compared, and by which numbers."""

    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="Compare terms or concepts; auto is concepts across two languages.",
            **choice(["auto", "term", "concept"]),
        ),
    ] = "auto"
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            "-m",
            help=f"A measure to show, or several: {', '.join(MEASURES)}.",
            show_default="g2, log_ratio",
            **choices(MEASURES, "NAME"),
        ),
    ] = None
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            help="Rank by this column: scores from the strongest on either side, p, q and ranks "
            "upwards, other numbers downwards.",
            show_default="the first measure",
            **(choice(SORT) | {"metavar": "COLUMN"}),
        ),
    ] = None
    correct: Annotated[
        str,
        typer.Option("--correct", help="How p becomes q over all rows.", **choice(CORRECTIONS)),
    ] = "fdr_bh"
    dispersion: Annotated[
        str,
        typer.Option(
            "--dispersion",
            help="How evenly a term is spread over each side's sections.",
            **choice([*DISPERSION, "none"]),
        ),
    ] = "dp_norm"
    confidence: Confidence = 0.95
    k: PerMillion = 1.0
    prior: Annotated[
        str,
        typer.Option(
            "--prior",
            metavar="NUMBER|pooled|FILE",
            help="Prior of dirichlet_z: a count for every term, the rates of both sides together, "
            "or those of a frequency list or counts file.",
        ),
    ] = "0.05"
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference",
            metavar="FILE",
            help="Compare with a frequency list (lines of TERM<TAB>COUNT) or a counts file.",
        ),
    ] = None
    pairwise: Annotated[
        bool,
        typer.Option("--pairwise", help="Every pair of the sources, not each against the rest."),
    ] = False
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="With --measure jsd: which terms make up the divergence, from which side.",
        ),
    ] = False
    evidence: Annotated[
        int | None,
        typer.Option(
            "--evidence",
            min=0,
            help="Under every row, this many lines of each document, 0 for all.",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class AcrossOptions:
    """How concepts are compared across languages."""

    denominator: Annotated[
        str,
        typer.Option(
            "--denominator",
            help="What concepts are counted out of: all concept mentions, content tokens, or "
            "sentences.",
            **choice(DENOMINATORS),
        ),
    ] = "share"
    calibration: Calibration = True
    robustness: Annotated[
        bool,
        typer.Option(
            "--robustness",
            help="Show between which ranks each concept moves when other choices are made.",
        ),
    ] = False


@dataclass(frozen=True, slots=True)
class ResampleOptions:
    """Tests and intervals over whole sections."""

    resample: Annotated[
        str,
        typer.Option(
            "--resample",
            help="permutation: p over sections; bootstrap: the interval of the first effect.",
            **choice(RESAMPLING),
        ),
    ] = "none"
    resamples: Annotated[
        int, typer.Option("--resamples", min=1, max=10_000_000, help="How many are drawn.")
    ] = 10_000
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the random numbers.")] = 0
    unit: Annotated[
        str,
        typer.Option(
            "--unit",
            help="What dispersion and resampling take as one section.",
            **choice(UNITS),
        ),
    ] = "section"
