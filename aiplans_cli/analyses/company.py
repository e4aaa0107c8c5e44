"""What stands near a node, by the units that tests rest on."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from aiplans_cli.counting.units import FEWEST
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from aiplans_cli.model import SectionTokens
    from aiplans_cli.statistics.inference import Units


@dataclass(frozen=True, slots=True)
class Span:
    """Where a collocate stands: words before and after the node, in the order of the text."""

    left: int
    """Words before it."""
    right: int
    """Words after it."""

    def __str__(self) -> str:
        if self.left == self.right:
            return f"within {self.left} words of it"
        sides = ((self.left, "before"), (self.right, "after"))
        return " or ".join(f"up to {words} words {side} it" for words, side in sides if words)


@dataclass(frozen=True, slots=True)
class Company:
    """What stands near a node in one document."""

    nodes: int
    """Occurrences of the node."""
    places: int
    """Words inside its windows, each counted once, the node's own left out."""
    near: Mapping[str, int]
    """Word → occurrences among those."""
    all: Mapping[str, int]
    """Word → occurrences in the document, the node's own words left out."""
    near_by_unit: Mapping[int, Counter[str]]
    """Unit → the same by unit, for tests."""
    all_by_unit: Mapping[int, Counter[str]]
    """Unit → words in it, the node's own left out."""


_Section = tuple["SectionTokens", "Collection[tuple[int, int]]", "Sequence[int]"]


def company(sections: Sequence[_Section], span: Span) -> Company:
    """Count the words in the window around each place of a node, within its sentence.

    Each section comes with the places of the node, (start, end) in characters, and with the unit
    of tests that each of its words belongs to.
    """
    near: dict[int, Counter[str]] = {}
    every: dict[int, Counter[str]] = {}
    nodes = 0
    for tokens, spans, units in sections:
        inside: set[int] = set()
        around: set[int] = set()
        for start, end in spans:
            first = bisect_left(tokens.ends, start + 1)
            stop = bisect_left(tokens.starts, end)
            if first == stop:
                continue
            nodes += 1
            inside.update(range(first, stop))
            sentences = tokens.sentences[first], tokens.sentences[stop - 1]
            reach = range(max(0, first - span.left), min(len(tokens.words), stop + span.right))
            around.update(at for at in reach if tokens.sentences[at] in sentences)
        for at, word in enumerate(tokens.words):
            if at not in inside:
                every.setdefault(units[at], Counter())[word] += 1
        for at in around - inside:
            near.setdefault(units[at], Counter())[tokens.words[at]] += 1
    joint, whole = (sum(parts.values(), Counter()) for parts in (near, every))
    return Company(nodes, joint.total(), joint, whole, near, every)


def tested(found: Company, words: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Word → p of its company with the node over units, and that after Benjamini-Hochberg.

    Over all of ``words`` with enough occurrences, whether they stand near it or not. Empty where
    there are too few units to tell.
    """
    from aiplans_cli.statistics.correction import fdr_bh
    from aiplans_cli.statistics.inference import FAMILY, within_units

    frequent = sorted(word for word in words if found.all[word] >= FAMILY)
    near, rest = _units(found, frequent)
    if len(near.sizes) < FEWEST or not (near.total and rest.total):
        return {}
    p = [
        within_units(word, near, rest, (joint, found.all[word] - joint)).p
        for word in frequent
        for joint in [found.near.get(word, 0)]
    ]
    return dict(zip(frequent, zip(p, fdr_bh(p), strict=True), strict=True))


def _units(found: Company, words: Sequence[str]) -> tuple[Units, Units]:
    """The words near the node and all others, by unit."""
    from aiplans_cli.statistics.inference import Units

    order = sorted(found.all_by_unit)
    parts = []
    for which in (0, 1):
        sizes: list[int] = []
        stands: dict[str, list[tuple[int, int]]] = {word: [] for word in words}
        for place, unit in enumerate(order):
            inside, whole = found.near_by_unit.get(unit, Counter()), found.all_by_unit[unit]
            sizes.append(inside.total() if which == 0 else whole.total() - inside.total())
            for word in stands.keys() & whole.keys():
                count = inside[word] if which == 0 else whole[word] - inside[word]
                if count:
                    stands[word].append((place, count))
        parts.append(Units(sizes, stands))
    return parts[0], parts[1]
