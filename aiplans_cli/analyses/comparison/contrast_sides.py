"""The two sides of each contrast: documents, several together, or a reference list."""

from __future__ import annotations

from dataclasses import field
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from aiplans_cli.analyses.tables import content_of, coverage, covered_of, input_of
from aiplans_cli.errors import AnalysisError
from aiplans_cli.language import LANGUAGES
from aiplans_cli.output.report import Input
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.counting.units import Size
    from aiplans_cli.model import Counts
    from aiplans_cli.statistics.inference import Units
    from aiplans_cli.statistics.profiles import Profile
    from aiplans_cli.statistics.whole import WholeTerms

REST = "rest"
"""What a document of several is compared with: all the others together."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contrast."""

    id: str
    """Its id, or ``REST``."""
    title: str
    """Its title."""
    profile: Profile
    """What is compared."""
    source: Input
    """What a report says of it."""
    coverage: float | None = None
    """Share of the content words that the concept list covers; ``None`` where not known."""
    counts: Counts | None = None
    """What was counted; ``None`` for a frequency list."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Key of ``DENOMINATORS`` → its size; empty where there are no concepts."""
    units_left: Callable[[Unit, Size], Units] | None = None
    """Its documents as units; ``None`` where they are to be counted."""
    is_ample: Callable[[Size], bool] | None = None
    """Whether it surely has units enough for a test; ``None`` where that is to be counted."""
    whole: Callable[[frozenset[str], frozenset[str], int], WholeTerms] | None = None
    """The terms of what it is the rest of, but for those that have no row, with those that have one
    anyway, from so many occurrences on; ``None`` where it is the rest of nothing."""


def unit_of(documents: Sequence[Counts], by: str) -> Unit:
    """Whether to compare terms or concepts. Raises ``AnalysisError`` for terms of two languages."""
    first = documents[0]
    other = next((x for x in documents if x.language != first.language), None)
    if other is None:
        return "concept" if by == "concept" else "term"
    if by == "term":
        raise AnalysisError(
            f"{first.id} and {other.id}",
            f"{LANGUAGES[first.language].name} and {LANGUAGES[other.language].name} share no "
            "terms to contrast: almost every word would stand on one side only",
            "compare them --by concept",
        )
    return "concept"


def side_of(counts: Counts, unit: Unit, id_: str = "", denominator: str = "share") -> Side:
    """A counted document, or several added together under the name ``id_``.

    ``denominator`` is the key of ``DENOMINATORS`` out of which concepts are counted.
    """
    from aiplans_cli.concepts.denominators import DENOMINATORS
    from aiplans_cli.counting.tally import profile

    made = DENOMINATORS[denominator].profile(counts) if unit == "concept" else profile(counts, unit)
    sizes = {}
    if unit == "concept":
        sizes = {name: rate.size_of(counts) for name, rate in DENOMINATORS.items()}
    return Side(
        id=id_ or counts.id,
        title=counts.title,
        profile=made,
        source=input_of(counts),
        coverage=coverage(counts),
        counts=counts,
        sizes=sizes,
    )


def pairs_of(
    documents: Sequence[Counts],
    unit: Unit,
    reference: Side | None,
    pairwise: bool,
    denominator: str = "share",
) -> Iterator[tuple[Side, Side]]:
    """The contrasts to make: with the reference, every pair, or each with the rest."""
    sides = [side_of(counts, unit, denominator=denominator) for counts in documents]
    if reference is not None:
        return ((side, reference) for side in sides)
    if pairwise or len(sides) == 2:
        return combinations(sides, 2)
    return _each_with_rest(documents, sides, unit, denominator)


def _each_with_rest(
    documents: Sequence[Counts], sides: Sequence[Side], unit: Unit, denominator: str
) -> Iterator[tuple[Side, Side]]:
    """Each document with all the others, which are what is left of one sum without it."""
    from aiplans_cli.counting.remainder import Together
    from aiplans_cli.counting.units import by_document, is_ample, units_of
    from aiplans_cli.statistics.remainder import UnitsLeft, WholeUnits, profile_without
    from aiplans_cli.statistics.whole import WholePlaces, WholeTerms

    together = Together(documents)
    every = side_of(together.counts, unit, REST, denominator)
    places, counts = WholePlaces(every.profile), every.profile.counts
    largest = max(side.source.tokens for side in sides)
    covered, content = covered_of(together.counts), content_of(together.counts)

    @cache
    def whole_units(unit: Unit, size: Size) -> WholeUnits:
        counts = together.counts
        items = counts.terms if unit == "term" else counts.concepts
        return WholeUnits(units_of(items, counts, by_document(counts), size))

    @cache
    def terms(left_out: frozenset[str], listed: frozenset[str], least: int) -> WholeTerms:
        known = (counts.keys() | listed) - left_out
        return WholeTerms(counts, sorted(t for t in known if counts.get(t, 0) >= least))

    ample = cache(lambda size: is_ample(together.counts, largest, size))
    for number, side in enumerate(sides):
        left = together.without(number, REST)
        content_left = content - content_of(documents[number])
        covered_left = covered - covered_of(documents[number])

        def units_left(unit: Unit, size: Size, at: int = number) -> Units:
            return UnitsLeft(whole_units(unit, size), at)

        rest = Side(
            REST,
            REST,
            profile_without(every.profile, side.profile, together.starts[number], places),
            input_of(left, every.source.tokens - side.source.tokens),
            covered_left / content_left if content_left else None,
            left,
            {name: size - side.sizes[name] for name, size in every.sizes.items()},
            units_left if together.are_units else None,
            ample,
            terms,
        )
        yield side, rest
