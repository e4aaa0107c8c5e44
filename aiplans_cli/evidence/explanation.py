"""One row of a comparison, laid open: where it comes from and how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aiplans_cli.counting import profile, sizes
from aiplans_cli.errors import AnalysisError
from aiplans_cli.evidence.concordance import ConcordanceLine, Query, kwic
from aiplans_cli.evidence.loaded import Loaded, body_counts
from aiplans_cli.evidence.pairing import nearest_lines
from aiplans_cli.evidence.standing import (
    calibration_notes,
    measures_table,
    ranks_notes,
    ranks_table,
    rows_of,
    spread_of,
)
from aiplans_cli.model import (
    ALL_COUNTED_KINDS,
    COUNTED_KINDS,
    Cell,
    Column,
    Counts,
    Input,
    Report,
    Table,
)

if TYPE_CHECKING:
    from aiplans_cli.concepts import Concept, ConceptList
    from aiplans_cli.statistics import Profile

Side = tuple[Loaded, Counts]
"""What is at hand of one side, and the counts of its body text."""


def explain(
    a: Loaded,
    b: Loaded,
    word: str,
    concepts: ConceptList,
    *,
    lines: int = 5,
    all_kinds: bool = False,
    stop_words: bool = True,
    calibration: bool = True,
) -> Report:
    """Everything about one concept in two documents, as several tables.

    ``summary``: its size on each side. ``measures``: every measure, with interval, p, and its
    rank by that measure. ``ranks``: its rank under each denominator, and between which ranks it
    moves. ``dispersion``: how evenly it is spread. ``sections``: where it stands. ``forms``: what
    was matched. ``lines``: up to ``lines`` pairs of sentences, one from each side, that share most
    other concepts. Forms and lines need the texts; a note says where only counts are at hand.
    With ``all_kinds`` contents pages and notes count too. With ``stop_words`` concepts of general
    policy language are not ranked, unless this is one; with ``calibration`` intervals across
    languages are widened by the spread between translations.
    Raises ``AnalysisError`` for a word that is no concept of the list, and where it stands on
    neither side.
    """
    from aiplans_cli.concepts import shared_notes

    sides = [(side, _counts(side, all_kinds)) for side in (a, b)]
    concept = _standing(word, concepts, sides)
    profiles = [profile(counts, "concept") for _, counts in sides]
    first, second = (counts for _, counts in sides)
    terms = rows_of(profiles[0], profiles[1], concept.id, concepts, stop_words)
    spread = spread_of(first, second, calibration)
    found = [_lines(side, concept.id, concepts, all_kinds) for side in sides]
    return Report(
        "explain",
        (
            _summary(sides, profiles, concept.id, terms),
            measures_table(profiles[0], profiles[1], concept.id, terms, spread),
            ranks_table(first, second, concept.id, terms, concepts),
            _dispersion(profiles, concept.id),
            _sections(sides, concept.id),
            _forms(sides, concept.id, concepts, all_kinds),
            nearest_lines(found[0], found[1], concept.id, concepts, lines),
        ),
        inputs=tuple(map(_input, (first, second))),
        parameters={
            **{"concept": concept.id, "lines": lines, "all": all_kinds},
            **{"ranked": len(terms), "calibration_spread": spread},
        },
        notes=(
            *shared_notes(word, concept.id, concepts),
            *_bare(sides),
            *ranks_notes(profiles[0], profiles[1], concept.id, terms, concepts),
            *calibration_notes(first, second, concepts, calibration),
        ),
    )


def _standing(word: str, concepts: ConceptList, sides: list[Side]) -> Concept:
    """The concept that a word stands for, if it is on either side. Raises ``AnalysisError``."""
    from aiplans_cli.concepts import find

    concept = find(word, concepts)
    if concept is None:
        raise AnalysisError(
            word or "''", "no concept of the list has this form", "see `aiplans lexicon show`"
        )
    if not any(concept.id in counts.concepts for _, counts in sides):
        names = " and ".join(counts.id for _, counts in sides)
        raise AnalysisError(concept.id, f"it does not stand in {names}", "choose another concept")
    return concept


def _counts(side: Loaded, all_kinds: bool) -> Counts:
    if side.counts is None:
        raise AnalysisError(side.id, "it is not at hand", side.reason or "fetch it")
    return side.counts if all_kinds else body_counts(side.counts)


def _input(counts: Counts) -> Input:
    tokens = sizes(counts.sections)[0]
    return Input(counts.id, counts.language, counts.sha256, tokens, counts.kind)


def _bare(sides: list[Side]) -> list[str]:
    return [
        f"{counts.id}: only its counts are at hand, so its forms and lines are not shown"
        + (f"; {side.reason}" if side.reason else "")
        for side, counts in sides
        if side.text is None
    ]


def _rank(values: dict[str, int], own: str) -> int:
    return 1 + sum(value > values[own] for value in values.values())


def _summary(sides: list[Side], profiles: list[Profile], concept: str, terms: list[str]) -> Table:
    columns = (
        *map(Column, ("side", "document", "language")),
        Column("count", "integer"),
        Column("sentences", "integer"),
        Column("rate", "number", "per 1,000 words"),
        Column("share", "number", "of all concept mentions", 4),
        Column("rank", "integer"),
    )
    rows = []
    for name, (_, counts), own in zip("AB", sides, profiles, strict=True):
        stands = counts.concepts.get(concept, ())
        rank = _rank({term: own.counts.get(term, 0) for term in terms}, concept)
        rows.append(
            (
                *(name, counts.id, counts.language),
                own.counts.get(concept, 0),
                sum(o.sentences for o in stands),
                own.rate(concept),
                own.share(concept),
                rank,
            )
        )
    title = f"{concept}: its size on each side; rank by count among {len(terms)} concepts"
    return Table("summary", columns, tuple(rows), title)


def _dispersion(profiles: list[Profile], concept: str) -> Table:
    from aiplans_cli.statistics import DISPERSION

    columns = (Column("measure"), Column("a", "number", digits=3), Column("b", "number", digits=3))
    by_side = [own.by_section(concept) or () for own in profiles]
    rows = tuple(
        (name, *(spread([c for c, _ in own], [s for _, s in own]) for own in by_side))
        for name, spread in DISPERSION.items()
    )
    return Table("dispersion", columns, rows, "How evenly it is spread over the sections")


def _sections(sides: list[Side], concept: str) -> Table:
    columns = (
        *map(Column, ("document", "section", "page")),
        Column("count", "integer"),
        Column("tokens", "integer"),
        Column("rate", "number", "per 1,000 words"),
    )
    rows: list[tuple[Cell, ...]] = []
    for _, counts in sides:
        for stands in counts.concepts.get(concept, ()):
            section = counts.sections[stands.section]
            path = " › ".join(h for h in (*section.parents, section.heading) if h)
            rate = 1000 * stands.count / section.tokens if section.tokens else None
            rows.append((counts.id, path, section.page, stands.count, section.tokens, rate))
    return Table("sections", columns, tuple(rows), "Where it stands")


def _lines(
    side: Side, concept: str, concepts: ConceptList, all_kinds: bool
) -> list[ConcordanceLine]:
    loaded, _ = side
    if loaded.text is None:
        return []
    return kwic([loaded.text()], Query(concept, concept), concepts, all_kinds=all_kinds)


def _forms(sides: list[Side], concept: str, concepts: ConceptList, all_kinds: bool) -> Table:
    from aiplans_cli.concepts import match_sections

    kinds = ALL_COUNTED_KINDS if all_kinds else COUNTED_KINDS
    columns = (Column("document"), Column("form"), Column("count", "integer"))
    rows: list[tuple[Cell, ...]] = []
    for loaded, counts in sides:
        if loaded.text is None:
            continue
        document = loaded.text()
        found = zip(document.sections, match_sections(document, concepts), strict=True)
        forms = Counter(
            m.form
            for section, matches in found
            for m in matches
            if m.concept == concept and section.kind in kinds
        )
        rows += [(counts.id, form, count) for form, count in _by_count(forms)]
    return Table("forms", columns, tuple(rows), "What was matched")


def _by_count(forms: Counter[str]) -> list[tuple[str, int]]:
    return sorted(forms.items(), key=lambda item: (-item[1], item[0]))
