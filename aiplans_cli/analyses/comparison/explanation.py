"""One row of a comparison, laid open: where it comes from and how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.comparison.analysis import analyse
from aiplans_cli.analyses.comparison.basis import basis_notes
from aiplans_cli.analyses.comparison.concept_ranks import measures_table, ranks_table
from aiplans_cli.analyses.comparison.contrast_sides import side_of
from aiplans_cli.analyses.comparison.settings import CompareSettings
from aiplans_cli.analyses.comparison.trust import calibration_notes, calibration_of
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import SHIPPED, Calibration
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.concepts.themes import general_concepts
from aiplans_cli.counting.units import FEWEST
from aiplans_cli.errors import AnalysisError, SourceError
from aiplans_cli.model import ALL_COUNTED_KINDS, COUNTED_KINDS
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.inference import FAMILY, FAMILY_ACROSS
from aiplans_cli.statistics.measures import MEASURES

if TYPE_CHECKING:
    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.analyses.comparison.contrast_sides import Side
    from aiplans_cli.concepts.concept import Concept, ConceptList
    from aiplans_cli.concepts.spreads import Calibration as Learnt
    from aiplans_cli.evidence.concordance import ConcordanceLine
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source


@dataclass(frozen=True, slots=True)
class ExplainSettings:
    """How much of a row is laid open."""

    lines: Annotated[int, Option("Pairs of sentences to show side by side.", minimum=0)] = 5
    calibration: Calibration = SHIPPED


@question
def explain(
    a: Named, b: Named, concept: str, *, settings: ExplainSettings, session: Session
) -> Report:
    """Everything about one concept in two documents, as several tables.

    ``summary``: its size on each side. ``measures``: every measure, with interval, p, and its
    rank by that measure. ``ranks``: its rank under each denominator, and between which ranks it
    moves. ``dispersion``: how evenly it is spread. ``sections``: where it stands. ``forms``: what
    was matched. ``lines``: pairs of sentences, one from each side, that share most other
    concepts. Forms and lines need the texts; a note says where only counts are at hand. Intervals
    and ranks are those of ``compare``; one of general policy language is ranked among all.
    Raises ``AnalysisError`` for a word that is no concept of the list, and where it stands on
    neither side.

    >>> report = explain("us-2025-digest", "cn-2025-digest", "governance")
    >>> [row["count"] for row in report.rows()]
    [2, 11]
    """
    from aiplans_cli.concepts.shared_forms import shared_notes
    from aiplans_cli.evidence.pairing import nearest_lines

    sources = session.sources([a, b])
    if len(sources) != 2:
        raise SourceError(f"{a} and {b}", f"they are {len(sources)} documents", "name two")
    concepts = session.concept_list
    found = _standing(concept, concepts, sources)
    calibration = calibration_of(settings.calibration, session)
    one = _contrasted(found.id, concepts, sources, session.row_stops != frozenset(), calibration)
    spreads = one.spreads("concept")
    sides = (one.a, one.b)
    lines = [_lines(source, found.id, session) for source in sources]
    report = Report(
        "explain",
        (
            _summary(one, found.id),
            measures_table(one, found.id),
            ranks_table(one, found.id, concepts),
            _dispersion(sides, found.id),
            _sections(sources, found.id),
            _forms(sources, found.id, session),
            nearest_lines(lines[0], lines[1], found.id, concepts, settings.lines),
        ),
        inputs=tuple(input_of(source.counts) for source in sources),
        parameters={
            **{"concept": found.id, "lines": settings.lines, "all": session.settings.all_kinds},
            **{"ranked": len(one.terms), "spread": spreads(found.id) if spreads else 0.0},
        },
        notes=(
            *shared_notes(concept, found.id, concepts),
            *_bare(sources, session),
            *_ranks_notes(one, found.id, concepts),
            *(calibration_notes(one, concepts) if one.across else ()),
            *_row_notes(one, found.id),
        ),
    )
    return cautioned(report, [source.counts for source in sources])


def _contrasted(
    concept: str,
    concepts: ConceptList,
    sources: list[Source],
    general_left_out: bool,
    calibration: Learnt | None,
) -> Contrasted:
    """The comparison of which this is a row: by every measure, over the concepts ranked there."""
    general = general_concepts(concepts)
    left_out = general if general_left_out and concept not in general else frozenset[str]()
    choices = CompareSettings(measures=tuple(MEASURES), dispersion="none")
    a, b = (side_of(source.counts, "concept") for source in sources)
    return analyse(a, b, "concept", choices, left_out, calibration=calibration)


def _standing(word: str, concepts: ConceptList, sources: list[Source]) -> Concept:
    """The concept that a word stands for, if it is on either side. Raises ``AnalysisError``."""
    from aiplans_cli.concepts.lookup import find

    concept = find(word, concepts)
    if concept is None:
        raise AnalysisError(
            word or "''", "no concept of the list has this form", "see `aiplans lexicon show`"
        )
    if not any(concept.id in source.counts.concepts for source in sources):
        names = " and ".join(source.id for source in sources)
        raise AnalysisError(concept.id, f"it does not stand in {names}", "choose another concept")
    return concept


def _bare(sources: list[Source], session: Session) -> list[str]:
    notes = []
    for source in sources:
        if source.text is None:
            command = session.bringing(source.id)
            bring = f"{command} brings the text" if command else f"they need {source.needed}"
            notes.append(
                f"{source.id}: only its counts are at hand, so its forms and lines are not shown; "
                f"{bring}"
            )
    return notes


def _ranks_notes(one: Contrasted, concept: str, concepts: ConceptList) -> list[str]:
    """Among which concepts the ranks are, and what moves them."""
    from aiplans_cli.concepts.robustness import DRAWS

    missing = len({*one.a.profile.counts, *one.b.profile.counts} - {*one.terms})
    kept = not general_concepts(concepts).isdisjoint(one.terms)
    text = (
        f"Ranks are among the {len(one.terms)} concepts with a row in 'aiplans compare --by concept"
        f"{' --no-stop-words' if kept else ''}'"
    )
    if missing:
        text += (
            f"; {missing} of general policy language, such as 'promote' or 'new', have none, and "
            "--no-stop-words ranks them too"
        )
    return [
        f"{text}.",
        f"rank_best, rank_worst: between these {concept} moves by g2 under every denominator, and "
        f"when a random tenth of the concept list is left out ({DRAWS} draws, seed 0), as with "
        "'compare --robustness'.",
    ]


def _row_notes(one: Contrasted, concept: str) -> list[str]:
    """What 'compare' says of the row, and on what that and the intervals rest."""
    row = next(row for row in one.result.rows if row.term == concept)
    if one.basis.inference is None:
        return [
            f"No intervals, and no test in 'aiplans compare': {one.basis.why_not}, "
            f"and tests need {FEWEST}."
        ]
    if row.p is None:
        return [
            f"Rows with fewer than {FAMILY} occurrences on both sides together are not tested in "
            "'aiplans compare', and have no interval."
        ]
    if row.q is None or row.at_least is None:
        return [
            f"In 'aiplans compare' the row has p = {row.p:.2g}; across languages, with fewer than "
            f"{FAMILY_ACROSS} occurrences on both sides together, it has no q and no at_least."
        ]
    shown = (
        f"In 'aiplans compare' the row has p = {row.p:.2g}, q = {row.q:.2g} and at_least = "
        f"{row.at_least:.2f}; these and "
    )
    return basis_notes(one.basis, one.result.settings.confidence, shown=shown)


def _summary(one: Contrasted, concept: str) -> Table:
    columns = (
        *map(Column, ("side", "document", "language")),
        Column("count", "integer"),
        Column("sentences", "integer"),
        Column("rate", "number", "per 1,000 words"),
        Column("share", "number", "of all concept mentions", 4),
        Column("rank", "integer"),
    )
    rows = []
    for name, side in (("A", one.a), ("B", one.b)):
        counts = side.profile.counts
        stands = side.counts.concepts.get(concept, ()) if side.counts else ()
        more = sum(counts.get(term, 0) > counts.get(concept, 0) for term in one.terms)
        rows.append(
            (
                *(name, side.id, side.source.language),
                counts.get(concept, 0),
                sum(o.sentences for o in stands),
                side.profile.rate(concept),
                side.profile.share(concept),
                1 + more,
            )
        )
    title = f"{concept}: its size on each side; rank by count among {len(one.terms)} concepts"
    return Table("summary", columns, tuple(rows), title)


def _dispersion(sides: tuple[Side, Side], concept: str) -> Table:
    columns = (Column("measure"), Column("a", "number", digits=3), Column("b", "number", digits=3))
    by_side = [side.profile.by_section(concept) or () for side in sides]
    rows = tuple(
        (name, *(spread([c for c, _ in pairs], [s for _, s in pairs]) for pairs in by_side))
        for name, spread in DISPERSION.items()
    )
    return Table("dispersion", columns, rows, "How evenly it is spread over the sections")


def _sections(sources: list[Source], concept: str) -> Table:
    columns = (
        *map(Column, ("document", "section", "pages")),
        Column("count", "integer"),
        Column("tokens", "integer"),
        Column("rate", "number", "per 1,000 words"),
    )
    rows: list[tuple[Cell, ...]] = []
    for source in sources:
        for stands in source.counts.concepts.get(concept, ()):
            section = source.counts.sections[stands.section]
            path = " › ".join(h for h in (*section.parents, section.heading) if h)
            rate = 1000 * stands.count / section.tokens if section.tokens else None
            rows.append((source.id, path, section.pages, stands.count, section.tokens, rate))
    return Table("sections", columns, tuple(rows), "Where it stands")


def _lines(source: Source, concept: str, session: Session) -> list[ConcordanceLine]:
    from aiplans_cli.evidence.concordance import kwic
    from aiplans_cli.evidence.wanted import Query

    if source.text is None:
        return []
    all_kinds = session.settings.all_kinds
    return kwic([source.text()], Query(concept, concept), session.concept_list, all_kinds=all_kinds)


def _forms(sources: list[Source], concept: str, session: Session) -> Table:
    from aiplans_cli.concepts.matching import match_sections

    kinds = ALL_COUNTED_KINDS if session.settings.all_kinds else COUNTED_KINDS
    columns = (Column("document"), Column("form"), Column("count", "integer"))
    rows: list[tuple[Cell, ...]] = []
    for source in sources:
        if source.text is None:
            continue
        document = source.text()
        matched = match_sections(document, session.concept_list)
        forms = Counter(
            match.form
            for section, matches in zip(document.sections, matched, strict=True)
            for match in matches
            if match.concept == concept and section.kind in kinds
        )
        ranked = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
        rows += [(source.id, form, count) for form, count in ranked]
    return Table("forms", columns, tuple(rows), "What was matched")
