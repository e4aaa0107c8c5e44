"""One row of a comparison, laid open: where it comes from and how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.counting import profile, sizes
from aiplans_cli.errors import AnalysisError
from aiplans_cli.evidence.concordance import ConcordanceLine, Query, kwic
from aiplans_cli.evidence.loaded import Loaded, body_counts
from aiplans_cli.evidence.pairing import nearest_lines
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
    from aiplans_cli.concepts import ConceptList
    from aiplans_cli.statistics import ContrastSet, Profile

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
) -> Report:
    """Everything about one concept in two documents, as several tables.

    ``summary``: its size on each side. ``measures``: every measure, with interval, p, and its
    rank among all concepts by that measure. ``ranks``: its rank under other denominators.
    ``dispersion``: how evenly it is spread. ``sections``: where it stands. ``forms``: what was
    matched. ``lines``: up to ``lines`` pairs of sentences, one from each side, that share most
    other concepts. Forms and lines need the texts; a note says where only counts are at hand.
    With ``all_kinds`` contents pages and notes count too.
    Raises ``AnalysisError`` for a word that is no concept of the list, and where it stands on
    neither side.
    """
    from aiplans_cli.concepts import find

    concept = find(word, concepts)
    if concept is None:
        raise AnalysisError(
            word, "no concept of the list has this form", "see the list of concepts"
        )
    sides = [(side, _counts(side, all_kinds)) for side in (a, b)]
    if not any(concept.id in counts.concepts for _, counts in sides):
        names = " and ".join(counts.id for _, counts in sides)
        raise AnalysisError(concept.id, f"it does not stand in {names}", "choose another concept")
    profiles = [profile(counts, "concept") for _, counts in sides]
    found = [_lines(side, concept.id, concepts, all_kinds) for side in sides]
    return Report(
        "explain",
        (
            _summary(sides, profiles, concept.id),
            _measures(profiles, concept.id),
            _ranks(sides, profiles, concept.id),
            _dispersion(profiles, concept.id),
            _sections(sides, concept.id),
            _forms(sides, concept.id, concepts, all_kinds),
            nearest_lines(found[0], found[1], concept.id, concepts, lines),
        ),
        inputs=tuple(
            Input(counts.id, counts.language, counts.sha256, sizes(counts.sections)[0])
            for _, counts in sides
        ),
        parameters={"concept": concept.id, "lines": lines, "all": all_kinds},
        notes=_notes(sides),
    )


def _counts(side: Loaded, all_kinds: bool) -> Counts:
    if side.counts is None:
        raise AnalysisError(side.id, "it is not at hand", side.reason or "fetch it")
    return side.counts if all_kinds else body_counts(side.counts)


def _notes(sides: list[Side]) -> tuple[str, ...]:
    notes = [
        f"{counts.id}: only its counts are at hand, so its forms and lines are not shown"
        + (f"; {side.reason}" if side.reason else "")
        for side, counts in sides
        if side.text is None
    ]
    notes += [
        f"{counts.id} is a digest in this project's own words"
        for _, counts in sides
        if counts.kind == "digest"
    ]
    return tuple(notes)


def _rank(values: dict[str, float], own: str) -> int:
    return 1 + sum(value > values[own] for value in values.values())


def _summary(sides: list[Side], profiles: list[Profile], concept: str) -> Table:
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
        totals = {item: float(count) for item, count in own.counts.items()}
        rank = _rank({concept: 0.0, **totals}, concept)
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
    return Table("summary", columns, tuple(rows), f"{concept}: its size on each side")


def _measures(profiles: list[Profile], concept: str) -> Table:
    from aiplans_cli.statistics import MEASURES, PairCounts, Settings, contrast

    result = contrast(*profiles, unit="concept", measures=tuple(MEASURES))
    row = next(row for row in result.rows if row.term == concept)
    a, b = profiles
    pair = PairCounts(
        row.count_a,
        a.size,
        row.count_b,
        b.size,
        a.by_section(concept),
        b.by_section(concept),
        result.prior,
        result.prior_total,
        concept,
    )
    columns = (
        Column("measure"),
        *(Column(name, "number", digits=4) for name in ("value", "low", "high", "p")),
        Column("rank", "integer"),
        *map(Column, ("unit", "description", "source")),
    )
    rows = []
    for name, measure in MEASURES.items():
        low, high = row.intervals.get(name) or (None, None)
        p = measure.p(pair, Settings(family=len(result.rows))) if measure.p else None
        strength = {
            each.term: abs(signed)
            for each in result.rows
            if (signed := each.signed[name]) is not None
        }
        rank = _rank(strength, concept) if concept in strength else None
        about = (measure.unit, measure.description, measure.source)
        rows.append((name, row.scores[name], low, high, p, rank, *about))
    title = f"Every measure; rank by strength among {len(result.rows)} concepts"
    return Table("measures", columns, tuple(rows), title)


def _ranks(sides: list[Side], profiles: list[Profile], concept: str) -> Table:
    """Its place among all concepts by log ratio and by G2, under each denominator."""
    from aiplans_cli.statistics import contrast

    totals = [sizes(counts.sections) for _, counts in sides]
    denominators = {
        "concept mentions": [own.size for own in profiles],
        "words": [total[0] for total in totals],
        "content words": [total[1] for total in totals],
    }
    columns = (
        Column("denominator"),
        Column("log_ratio", "number", "doublings"),
        *(Column(name, "integer") for name in ("rank_log_ratio", "rank_g2", "concepts")),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, own_sizes in denominators.items():
        resized = [
            replace(own, size=max(size, *own.counts.values(), 0), section_sizes=None)
            for own, size in zip(profiles, own_sizes, strict=True)
        ]
        result = contrast(*resized, unit="concept", dispersion="")
        own_row = next(row for row in result.rows if row.term == concept)
        places = [_place(result, measure, concept) for measure in ("log_ratio", "g2")]
        rows.append((name, own_row.scores["log_ratio"], *places, len(result.rows)))
    return Table("ranks", columns, tuple(rows), "Its rank under other denominators")


def _place(result: ContrastSet, measure: str, concept: str) -> int:
    return _rank({row.term: abs(row.signed[measure] or 0.0) for row in result.rows}, concept)


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
