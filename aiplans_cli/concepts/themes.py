"""Themes: what documents are about, by the groups of the concept list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from aiplans_cli.counting.occurrences import summed
from aiplans_cli.records import dataclass
from aiplans_cli.resources import resource_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.model import Counts, Occurrences

Part = tuple[str, str]
"""A document's id and the name of one of its parts, "" for the whole."""

_LEAST_FOR_REFRAIN = 10


@dataclass(frozen=True, slots=True)
class ThemeWeight:
    """How much one theme weighs in one document or in one part of it."""

    document: str
    """Id of the document."""
    part: str
    """The part, "" for the whole document."""
    theme: str
    """The theme."""
    weight: float
    """Its part of what the document or part says, 0 to 1; those of all themes sum to 1."""
    mentions: int
    """Mentions of its concepts."""
    concepts: tuple[tuple[str, float], ...]
    """Its concepts with their share of its weight, the largest first."""


def section_concepts(
    counts: Counts, left_out: frozenset[str] = frozenset()
) -> list[dict[str, int]]:
    """For each section its concepts with their mentions, without those ``left_out``.

    >>> from aiplans_cli.model import Counts, Occurrences
    >>> counts = Counts("d", "", "en", "", "text", (None,), {}, {"ai": (Occurrences(0, 2, 1),)})
    >>> section_concepts(counts)
    [{'ai': 2}]
    """
    found: list[dict[str, int]] = [{} for _ in counts.sections]
    for concept, stands in counts.concepts.items():
        if concept not in left_out:
            for o in stands:
                found[o.section][concept] = o.count
    return found


@cache
def general_themes() -> frozenset[str]:
    """Themes of policy language at large, which are to concepts what stop words are to words.

    They stand in ``data/general_themes.txt``, a theme a line, ``#`` before a remark.

    >>> "policy-verbs" in general_themes(), "safety-risk" in general_themes()
    (True, False)
    """
    lines = (
        line.partition("#")[0].strip() for line in resource_text("general_themes.txt").splitlines()
    )
    return frozenset(line for line in lines if line)


def general_concepts(concepts: ConceptList) -> frozenset[str]:
    """Ids of the concepts in those themes: counted, but without rows of their own.

    >>> from aiplans_cli.concepts.listing import load_concepts
    >>> "promote" in general_concepts(load_concepts())
    True
    """
    themes = general_themes()
    return frozenset(id for id, theme in concepts.themes.items() if theme in themes)


def rolled_up(counts: Counts, themes: Mapping[str, str]) -> Counts:
    """The counts with each concept replaced by its theme."""
    merged: dict[str, list[Occurrences]] = defaultdict(list)
    for concept, stands in counts.concepts.items():
        merged[themes[concept]] += stands
    limit = [section.sentences for section in counts.sections]
    concepts = {theme: summed(merged[theme], limit) for theme in sorted(merged)}
    return replace(counts, concepts=concepts)


def without_refrain(sections: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """The concepts of a document's sections without what the document says again and again.

    A concept's refrain is the number of mentions that four of five sections reach, as of "policy"
    where each section ends with "Recommended Policy Actions"; what a section says beyond it
    counts. In fewer than ten sections nothing is a refrain. Sections without a concept do not
    count.

    >>> said = [{"policy": 1, "energy": n} for n in range(9)] + [{"policy": 3}]
    >>> without_refrain(said)[0], without_refrain(said)[5], without_refrain(said)[9]
    ({}, {'energy': 4}, {'policy': 2})
    >>> without_refrain(said[:7])[5]
    {'policy': 1, 'energy': 5}
    """
    filled = [section for section in sections if section]
    if len(filled) < _LEAST_FOR_REFRAIN:
        return [dict(section) for section in sections]
    place = len(filled) // 5
    refrain = {
        concept: sorted(section.get(concept, 0) for section in filled)[place]
        for concept in {concept for section in filled for concept in section}
    }
    return [
        {c: n - refrain[c] for c, n in section.items() if n > refrain[c]} for section in sections
    ]


def theme_weights(
    documents: Sequence[Counts],
    themes: Mapping[str, str],
    *,
    parts: Sequence[Sequence[str]] | None = None,
    left_out: frozenset[str] = frozenset(),
) -> list[ThemeWeight]:
    """The weight of each theme in each document, or in each of its ``parts``.

    ``parts`` names for each document the part to which each of its sections belongs.

    Every section is a vector of TF-IDF weights of length 1, over the sections of all the
    documents together, without the document's refrain. A theme's weight in a section is its part
    of the vector's squared length, which is 1; its weight in a document is the mean over the
    sections that name a concept. Squares make a section count for what it is most about, so that
    a theme with many concepts, each named in passing, does not outweigh one of few.
    Documents and parts stand in their order, themes by weight, ties by name.
    """
    from aiplans_cli.statistics.factors import weigh  # a contrast wants the themes' names alone

    said = [section_concepts(counts, left_out) for counts in documents]
    weighed = weigh([vector for rows in said for vector in without_refrain(rows)])
    sums: dict[Part, dict[str, dict[str, float]]] = {}
    mentions: dict[tuple[Part, str], int] = defaultdict(int)
    row = -1
    for number, (counts, rows) in enumerate(zip(documents, said, strict=True)):
        for index, vector in enumerate(rows):
            row += 1
            part = (counts.id, parts[number][index] if parts else "")
            inside = sums.setdefault(part, {})
            for concept, weight in weighed.row(row).items():
                theme = themes[concept]
                by_concept = inside.setdefault(theme, {})
                by_concept[concept] = by_concept.get(concept, 0.0) + weight * weight
            for concept, count in vector.items():
                mentions[part, themes[concept]] += count
    return [row_ for part, inside in sums.items() for row_ in _part_rows(part, inside, mentions)]


def _part_rows(
    part: Part,
    inside: Mapping[str, Mapping[str, float]],
    mentions: Mapping[tuple[Part, str], int],
) -> list[ThemeWeight]:
    totals = {theme: sum(by_concept.values()) for theme, by_concept in inside.items()}
    whole = sum(totals.values())
    return [
        ThemeWeight(
            *part,
            theme,
            totals[theme] / whole,
            mentions[part, theme],
            _shares(inside[theme]),
        )
        for theme in sorted(totals, key=lambda name: (-totals[name], name))
    ]


def _shares(weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    whole = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return tuple((concept, weight / whole) for concept, weight in ranked)
