"""How far the ranks of a contrast depend on choices that are not the documents'."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from random import Random
from typing import TYPE_CHECKING

from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.rows import by_counts

if TYPE_CHECKING:
    from aiplans_cli.model import Counts
    from aiplans_cli.statistics.profiles import Profile

    Alike = Mapping[tuple[int, int], Sequence[str]]
    """The concepts that have a row, by their counts on both sides: many have the same."""

    Ranking = Callable[[Profile, Profile, Alike], Sequence[str]]
    """From two sides and the concepts that have a row to these in order of rank."""

TOP = 20
"""How many of the first rows are watched."""

DRAWS = 50
"""How often a tenth of the list is left out."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """What becomes of the ranks when something else is chosen."""

    denominator: str
    """Key of ``DENOMINATORS`` that the contrast uses."""
    ranks: Mapping[str, Mapping[str, int]]
    """Key of ``DENOMINATORS`` → concept → its rank."""
    drawn: Mapping[str, tuple[int, int]]
    """Concept → its best and worst rank over the draws in which it was not left out."""
    top: int
    """How many concepts stand at the top of the contrast: ``TOP``, or all where they are fewer."""
    survive: Mapping[str, int]
    """Other denominator → how many of them stay among the first ``top``."""
    dictionary: int | None
    """The same for the other dictionary of the segmenter; ``None`` where it was not measured."""
    kept: float
    """The same over the draws, on average, of those that were not left out themselves."""
    could: float
    """How many were not left out themselves, on average."""
    one_sided: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """"a" and "b" → concept that stands on that side only → its mentions."""

    def range_of(self, concept: str) -> tuple[int, int]:
        """Best and worst rank under every denominator and over every draw."""
        found = [ranks[concept] for ranks in self.ranks.values()]
        found += self.drawn.get(concept, ())
        return (min(found), max(found))


def robustness(
    a: Counts,
    b: Counts,
    terms: Sequence[str],
    rank: Ranking,
    listed: Sequence[str],
    *,
    denominator: str = "share",
    resegmented: tuple[Counts, Counts] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Robustness:
    """Rank the concepts ``terms`` of two documents under other choices.

    The choices are the other denominators; ``resegmented``, the documents counted with the other
    dictionary; and lists from which a random tenth of the concepts ``listed`` is left out, as if
    their mentions had not been found, ``draws`` times.
    """
    sides = {name: (way.profile(a), way.profile(b)) for name, way in DENOMINATORS.items()}
    orders = {name: rank(*both, _alike(both, terms)) for name, both in sides.items()}
    top = min(TOP, len(terms))
    first = {*orders[denominator][:top]}
    dictionary = None
    if denominator != "tokens":
        dictionary = top  # mentions and sentences are found in the text, not in its words
    elif resegmented is not None:
        way = DENOMINATORS["tokens"]
        others = (way.profile(resegmented[0]), way.profile(resegmented[1]))
        dictionary = len(first.intersection(rank(*others, _alike(others, terms))[:top]))
    profiles = sides[denominator]
    drawn, kept, could = _draws(profiles, terms, rank, listed, denominator, first, draws, seed)
    only = {
        side: {
            term: profiles[place].counts[term]
            for term in terms
            if profiles[place].counts.get(term) and not profiles[1 - place].counts.get(term)
        }
        for place, side in enumerate("ab")
    }
    survive = {
        name: len(first.intersection(order[:top]))
        for name, order in orders.items()
        if name != denominator
    }
    ranks = {name: {c: place for place, c in enumerate(o, 1)} for name, o in orders.items()}
    return Robustness(denominator, ranks, drawn, top, survive, dictionary, kept, could, only)


def _alike(sides: tuple[Profile, Profile], terms: Sequence[str]) -> Alike:
    a, b = (side.counts for side in sides)
    return by_counts({term: (a.get(term, 0), b.get(term, 0)) for term in terms})


def _draws(
    sides: tuple[Profile, Profile],
    terms: Sequence[str],
    rank: Ranking,
    listed: Sequence[str],
    denominator: str,
    first: set[str],
    draws: int,
    seed: int,
) -> tuple[dict[str, tuple[int, int]], float, float]:
    rng = Random(seed)
    ordered = sorted(listed)
    places: dict[str, list[int]] = {term: [] for term in terms}
    alike = _alike(sides, terms)
    kept = could = 0
    for _ in range(draws):
        lost = set(rng.sample(ordered, len(ordered) // 10))
        some = {pair: [t for t in same if t not in lost] for pair, same in alike.items()}
        a, b = (_without(side, lost, denominator) for side in sides)
        found = rank(a, b, {pair: left for pair, left in some.items() if left})
        for place, term in enumerate(found, 1):
            places[term].append(place)
        spared = first - lost
        kept += len(spared.intersection(found[: len(first)]))
        could += len(spared)
    drawn = {term: (min(ranks), max(ranks)) for term, ranks in places.items() if ranks}
    return drawn, kept / max(1, draws), could / max(1, draws)


def _without(side: Profile, lost: set[str], denominator: str) -> Profile:
    """A side without the mentions of some concepts; only shares have a smaller size then."""
    counts, sizes = dict(side.counts), list(side.section_sizes or ())
    for term in lost.intersection(side.counts):
        del counts[term]
        for index, count in (side.section_counts or {}).get(term, ()):
            sizes[index] -= count
    if denominator != "share":
        return replace(side, counts=counts)
    return replace(side, counts=counts, size=sum(sizes), section_sizes=sizes)
