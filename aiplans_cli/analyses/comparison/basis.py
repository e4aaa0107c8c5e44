"""What the tests and intervals of a contrast rest on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.counting.units import (
    FEWEST,
    PLACEMENTS,
    Level,
    Placement,
    largest,
    units_of,
    with_words,
)
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.inference import Inference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiplans_cli.analyses.comparison.contrast_sides import Side
    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.counting.units import Size
    from aiplans_cli.model import Counts
    from aiplans_cli.statistics.inference import Units
    from aiplans_cli.statistics.profiles import Profile

_UNEVEN = 0.25
"""Part of a side beyond which one unit is told: beside it the others hardly count."""


@dataclass(frozen=True, slots=True)
class Divided:
    """One side and what it consists of."""

    level: Level
    """What a unit is."""
    number: int
    """How many have any of what rates are out of."""
    largest: float
    """The part of the words that the largest holds, 0 to 1."""
    placed: Placement
    """Where each section of its counts belongs."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What tests and intervals of a contrast rest on."""

    inference: Inference | None
    """From counts to tests; ``None`` where there is none."""
    a: Divided | None = None
    """What A consists of; ``None`` for words, and for a list."""
    b: Divided | None = None
    """The same for B."""
    why_not: str = ""
    """Why nothing is tested; "" where something is."""
    units: tuple[Units | None, Units | None] = (None, None)
    """The units of A and of B; ``None`` where there are none."""

    @property
    def label(self) -> str:
        """The units, as a parameter of a report: "none" without a test."""
        levels = dict.fromkeys(side.level for side in (self.a, self.b) if side is not None)
        return "none" if self.inference is None else ", ".join(levels) or "words"

    def resampled(self, a: Side, b: Side, unit: str) -> tuple[Profile, Profile, str]:
        """The sides as they are drawn again, and what is drawn.

        The units of the tests where both sides are made of the same; else sections or paragraphs,
        as ``unit`` says.
        """
        first, second = self.units
        if (
            unit == "paragraph"
            or first is None
            or second is None
            or self.a is None
            or "," in self.label
        ):
            return a.profile, b.profile, f"{unit}s"
        drawn = (_profile(a.profile, first), _profile(b.profile, second))
        return *drawn, f"{unit}s" if self.a.level == "sections" else _name(self.a.level)


def basis_of(
    a: Side,
    b: Side,
    unit: Unit,
    choices: CompareSettings,
    spreads: Callable[[str], float] | None = None,
) -> Basis:
    """What the tests of a contrast rest on, by the user's choice and what the sides allow.

    ``spreads`` tells what the log ratio of a concept has beside its sampling, in doublings.
    """
    sizes = (a.profile.size, b.profile.size)
    if choices.inference == "words":
        return Basis(Inference(*sizes, spreads=spreads))
    known = [side.counts for side in (a, b) if side.counts is not None]
    how = choices.inference
    if choices.unit == "paragraph" and how == "auto":
        how = "paragraphs"  # each would be a unit by itself, though its neighbours are like it
    size = _size(unit, choices)
    if a.counts and b.is_ample and b.is_ample(size):  # to cut the rest anew for each would be dear
        [own] = divided([a.counts], how, size)
        if own.number < FEWEST:
            return Basis(None, why_not=_why_not((a,), choices, size))
    found = divided(known, how, size)
    few = [side for side in found if side.number < FEWEST]
    if few or not found:
        return Basis(None, why_not=_why_not((a, b), choices, size))
    sides = iter(found)
    of_a, of_b = (next(sides) if side.counts is not None else None for side in (a, b))
    units = (_units(a, of_a, unit, size), _units(b, of_b, unit, size))
    return Basis(Inference(*sizes, *units, spreads), of_a, of_b, units=units)


def divided(sides: list[Counts], how: str, size: Size = "tokens") -> list[Divided]:
    """What each side consists of: documents where it has many, else what was asked for.

    ``auto`` is sections where every side has enough with any of ``size``, else blocks of
    paragraphs of each.
    """
    first: Level = "paragraphs" if how == "paragraphs" else "sections"
    found = [_divided(counts, first, size, documents=how == "auto") for counts in sides]
    if how == "auto" and any(side.number < FEWEST for side in found):
        return [_divided(counts, "paragraphs", size, documents=True) for counts in sides]
    return found


def _divided(counts: Counts, level: Level, size: Size, *, documents: bool) -> Divided:
    levels: tuple[Level, ...] = ("documents", level) if documents else (level,)
    for wanted in levels:
        placed = PLACEMENTS[wanted](counts)
        number = with_words(counts, placed, size)
        if wanted == level or number >= FEWEST:
            break
    return Divided(wanted, number, largest(counts, placed), placed)


def _size(unit: Unit, choices: CompareSettings) -> Size:
    """What rates are out of."""
    return "tokens" if unit == "term" else DENOMINATORS[choices.denominator].size


def _units(side: Side, found: Divided | None, unit: Unit, size: Size) -> Units | None:
    if found is None or side.counts is None:
        return None
    if side.units_left is not None and found.level == "documents":
        return side.units_left(unit, size)
    items = side.counts.terms if unit == "term" else side.counts.concepts
    return units_of(items, side.counts, found.placed, size)


def _profile(whole: Profile, units: Units) -> Profile:
    """A side with its units as sections."""
    stands = {term: units.counts.get(term, ()) for term in whole.counts}
    return replace(whole, section_counts=stands, section_sizes=units.sizes)


def _why_not(sides: Sequence[Side], choices: CompareSettings, size: Size) -> str:
    """Which side has too few units, and of what."""
    parts = []
    having = " with a mention of a concept" if size == "mentions" else ""
    for side in sides:
        if side.counts is None:
            continue
        whole = _divided(side.counts, "sections", size, documents=False).number
        cut = _divided(side.counts, "paragraphs", size, documents=False).number
        told = []
        if choices.inference != "paragraphs":
            told.append(f"{whole} section{'s' * (whole != 1)}")
        if choices.inference != "sections":
            told.append(f"{cut} block{'s' * (cut != 1)} of paragraphs")
        if not any(n >= FEWEST for n in ([whole] if choices.inference == "sections" else [cut])):
            parts.append(f"{side.id} has {' and '.join(told)}{having}")
    return "; ".join(parts) or "neither side has sections"


def basis_notes(
    basis: Basis, confidence: float, which: str = "", shown: str = "p, q, at_least and "
) -> list[str]:
    """On what the columns that are ``shown``, and intervals, rest, or why there are none."""
    if basis.inference is None:
        return [
            f"{which}{shown}intervals are not shown: {basis.why_not}, and tests need "
            f"{FEWEST}. --inference words takes every word as an independent draw, which they are "
            "not."
        ]
    if basis.label == "words":
        return [f"{which}{WORDS}"]
    named = " and ".join(
        f"{side.number:,} {_name(side.level)} in {name}"
        for name, side in (("A", basis.a), ("B", basis.b))
        if side is not None
    )
    cut = ", long ones cut" if "sections" in named else ""
    notes = [
        f"{which}{shown}the {100 * confidence:.4g}% intervals rest on how rates vary over {named}"
        f"{cut} (docs/statistics.md)."
    ]
    for name, side in (("A", basis.a), ("B", basis.b)):
        if side is not None and side.largest > _UNEVEN:
            notes.append(
                f"{which}One of the {_name(side.level)} of {name} holds {side.largest:.0%} of its "
                "words and could not be cut, so tests find little."
            )
    return notes


def basis_cautions(bases: Sequence[Basis]) -> list[str]:
    """What who sees no notes must know."""
    told = []
    if any(basis.label == "words" for basis in bases):
        told.append(WORDS_IN_SHORT)
    missing = next((basis.why_not for basis in bases if basis.inference is None), "")
    if missing:
        told.append(f"No p, q, at_least or interval: {missing}, and tests need {FEWEST}.")
    return told


def _name(level: Level) -> str:
    return "blocks of paragraphs" if level == "paragraphs" else level


WORDS = (
    "p, q, at_least and intervals take every word as an independent draw, which the words of one "
    "text are not: between random halves of one text, where every difference is chance, they call "
    "up to a third of the frequent words different ('aiplans verify --calibration SOURCE' counts "
    "them). Leave --inference words out."
)
"""What stands beside tests over words; docs/statistics.md measures it."""

WORDS_IN_SHORT = (
    "p, q, at_least and intervals take every word as an independent draw, which the words of one "
    "text are not: call nothing different by them alone."
)
"""The same for who sees no notes."""
