"""Every measure of one concept in a contrast, and its rank by each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.across import concept_ranks
from aiplans_cli.analyses.comparison.analysis import analyse
from aiplans_cli.analyses.comparison.contrast_sides import side_of
from aiplans_cli.analyses.comparison.settings import CompareSettings
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.rows import ranked
from aiplans_cli.statistics.table import PairCounts

if TYPE_CHECKING:
    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.statistics.keyness import ContrastSet


def _place(result: ContrastSet, measure: str, concept: str) -> int | None:
    """Its rank by a measure, strongest on either side first, ties by id; ``None`` without value."""
    ordered = ranked(result.rows, measure, absolute=True)
    at = next(index for index, row in enumerate(ordered) if row.term == concept)
    return None if ordered[at].signed[measure] is None else at + 1


def measures_table(one: Contrasted, concept: str) -> Table:
    """Every measure of ``concept`` in a contrast by all of them, with interval, p and its rank."""
    a, b, result = one.a.profile, one.b.profile, one.result
    row = next(row for row in result.rows if row.term == concept)
    pair = PairCounts(
        *(row.count_a, a.size, row.count_b, b.size),
        a.by_section(concept),
        b.by_section(concept),
        result.prior,
        result.prior_total,
        concept,
    )
    columns = (
        Column("measure"),
        # of ratios, 1 parts the sides; of p and bic, nothing does
        *(Column(name, "number", digits=4, sided=False) for name in ("value", "low", "high", "p")),
        Column("rank", "integer"),
        *map(Column, ("unit", "description", "source")),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, measure in MEASURES.items():
        value, (low, high) = row.scores[name], row.intervals.get(name) or (None, None)
        # a p over mentions would claim what the row's own test does not
        over_sections = measure.p if measure.needs == "sections" else None
        p = over_sections(pair, result.settings) if over_sections else None
        about = (measure.unit, measure.description, measure.source)
        rows.append((name, value, low, high, p, _place(result, name, concept), *about))
    title = f"Every measure; rank by strength among {len(one.terms)} concepts"
    return Table("measures", columns, tuple(rows), title)


def ranks_table(one: Contrasted, concept: str, concepts: ConceptList) -> Table:
    """Its rank under each denominator, and between which ranks it moves.

    The range is over every denominator, and over lists from which a random tenth is left out.
    """
    assert one.a.counts is not None and one.b.counts is not None
    columns = (
        *(Column("denominator"), Column("log_ratio", "number", "doublings")),
        Column("rank_g2", "integer"),
        *(Column("rank_best", "integer"), Column("rank_worst", "integer")),
        *(Column("rank_log_ratio", "integer"), Column("concepts", "integer")),
        Column("description"),
    )
    left_out = frozenset({*one.a.profile.counts, *one.b.profile.counts} - {*one.terms})
    rows: list[tuple[Cell, ...]] = []
    for name, denominator in DENOMINATORS.items():
        choices = CompareSettings(denominator=name, dispersion="none")
        a = side_of(one.a.counts, "concept", denominator=name)
        b = side_of(one.b.counts, "concept", denominator=name)
        other = analyse(a, b, "concept", choices, left_out)
        row = next(row for row in other.result.rows if row.term == concept)
        found = concept_ranks(other, concepts, choices)
        rows.append(
            (
                *(name, row.scores["log_ratio"], found.ranks[name][concept]),
                *found.range_of(concept),
                _place(other.result, "log_ratio", concept),
                *(len(one.terms), denominator.description),
            )
        )
    title = f"Its rank under each denominator, among {len(one.terms)} concepts"
    return Table("ranks", columns, tuple(rows), title)
