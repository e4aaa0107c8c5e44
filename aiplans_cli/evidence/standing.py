"""Where one concept stands among those that a comparison has rows for, as the comparison says it.

Concepts, order, intervals and ranges are those of ``aiplans compare``; tests hold the two equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.model import Cell, Column, Counts, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts import ConceptList
    from aiplans_cli.statistics import ContrastSet, Profile

_RANKED_BY = "g2"  # what a comparison ranks by when nothing else is asked


def rows_of(
    a: Profile, b: Profile, concept: str, concepts: ConceptList, stop_words: bool
) -> list[str]:
    """Ids of the concepts that have a row where two documents are compared, sorted.

    Those of general policy language are left out with ``stop_words``, unless ``concept`` is one
    of them.
    """
    from aiplans_cli.concepts.themes import general_concepts

    general = general_concepts(concepts)
    left_out = general if stop_words and concept not in general else frozenset[str]()
    return sorted({*a.counts, *b.counts} - left_out)


def spread_of(a: Counts, b: Counts, calibration: bool) -> float:
    """Doublings by which intervals are widened: 0 within one language or where not wanted."""
    from aiplans_cli.concepts.calibration import shipped_calibration

    return shipped_calibration().spread if calibration and a.language != b.language else 0.0


def _place(result: ContrastSet, measure: str, concept: str) -> int | None:
    """Its rank by a measure, strongest on either side first, ties by id; ``None`` without value."""
    from aiplans_cli.statistics.keyness import ranked

    ordered = ranked(result.rows, measure, absolute=True)
    at = next(index for index, row in enumerate(ordered) if row.term == concept)
    return None if ordered[at].signed[measure] is None else at + 1


def measures_table(
    a: Profile, b: Profile, concept: str, terms: Sequence[str], spread: float
) -> Table:
    """Every measure of ``concept``, with interval, p and its rank among ``terms``.

    ``spread`` in doublings widens the intervals that a bias of the concept list would shift.
    """
    from aiplans_cli.statistics import MEASURES, PairCounts, contrast
    from aiplans_cli.statistics.spread import widened

    result = contrast(a, b, unit="concept", measures=tuple(MEASURES), dispersion="", terms=terms)
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
        value, ends = row.scores[name], row.intervals.get(name)
        low, high = (
            (None, None)
            if ends is None
            else widened(name, value or 0.0, ends, spread, result.settings)
        )
        p = measure.p(pair, result.settings) if measure.p else None
        about = (measure.unit, measure.description, measure.source)
        rows.append((name, value, low, high, p, _place(result, name, concept), *about))
    title = f"Every measure; rank by strength among {len(terms)} concepts"
    return Table("measures", columns, tuple(rows), title)


def ranks_table(
    a: Counts, b: Counts, concept: str, terms: Sequence[str], concepts: ConceptList
) -> Table:
    """Its rank among ``terms`` under each denominator, and between which ranks it moves.

    The range is over every denominator, and over lists from which a random tenth is left out.
    """
    from aiplans_cli.concepts.denominators import DENOMINATORS
    from aiplans_cli.concepts.robustness import robustness
    from aiplans_cli.statistics import contrast

    columns = (
        *(Column("denominator"), Column("log_ratio", "number", "doublings")),
        Column(f"rank_{_RANKED_BY}", "integer"),
        *(Column("rank_best", "integer"), Column("rank_worst", "integer")),
        *(Column("rank_log_ratio", "integer"), Column("concepts", "integer")),
        Column("description"),
    )
    listed = [each.id for each in concepts.concepts]
    rows: list[tuple[Cell, ...]] = []
    for name, own in DENOMINATORS.items():
        result = contrast(
            *(own.profile(a), own.profile(b)), unit="concept", dispersion="", terms=terms
        )
        row = next(row for row in result.rows if row.term == concept)
        found = robustness(a, b, terms, _ranks, listed, denominator=name)
        rows.append(
            (
                *(name, row.scores["log_ratio"], found.ranks[name][concept]),
                *found.range_of(concept),
                *(_place(result, "log_ratio", concept), len(terms), own.description),
            )
        )
    title = f"Its rank under each denominator, among {len(terms)} concepts"
    return Table("ranks", columns, tuple(rows), title)


def _ranks(a: Profile, b: Profile, terms: Sequence[str]) -> dict[str, int]:
    """Ranks by that measure alone, since this is done for many profiles."""
    from aiplans_cli.statistics import MEASURES, PairCounts, Settings

    measure, settings, strengths = MEASURES[_RANKED_BY], Settings(), {}
    for term in terms:
        pair = PairCounts(a.counts.get(term, 0), a.size, b.counts.get(term, 0), b.size)
        strengths[term] = abs(measure.signed(pair, settings) or 0.0)
    ordered = sorted(terms, key=lambda term: (-strengths[term], term))
    return {term: place for place, term in enumerate(ordered, 1)}


def ranks_notes(
    a: Profile, b: Profile, concept: str, terms: Sequence[str], concepts: ConceptList
) -> list[str]:
    """Among which concepts the ranks are, and what moves them."""
    from aiplans_cli.concepts.robustness import DRAWS
    from aiplans_cli.concepts.themes import general_concepts

    missing = len({*a.counts, *b.counts} - {*terms})
    kept = not general_concepts(concepts).isdisjoint(terms)
    text = (
        f"Ranks are among the {len(terms)} concepts with a row in 'aiplans compare --by concept"
        f"{' --no-stop-words' if kept else ''}'"
    )
    if missing:
        text += (
            f"; {missing} of general policy language, such as 'promote' or 'new', have none, and "
            "--no-stop-words ranks them too"
        )
    return [
        f"{text}.",
        f"rank_best, rank_worst: between these {concept} moves by {_RANKED_BY} under every "
        f"denominator, and when a random tenth of the concept list is left out ({DRAWS} draws, "
        "seed 0), as with 'compare --robustness'.",
    ]


def calibration_notes(a: Counts, b: Counts, concepts: ConceptList, calibration: bool) -> list[str]:
    """Whether intervals across languages are widened, and by what; none within one language."""
    from aiplans_cli.concepts.calibration import shipped_calibration
    from aiplans_cli.statistics.spread import WIDENED

    if a.language == b.language:
        return []
    own = shipped_calibration()
    about = (
        f"{own.spread:.2f} doublings, the spread of log ratios between {own.pairs} texts and their "
        f"translations over {own.concepts} frequent concepts (docs/concepts.md)"
    )
    if not calibration:
        return [f"Intervals are not widened by {about}, which is the list's own doing."]
    notes = [
        f"Intervals of {', '.join(WIDENED)} are widened by {about}; p is not. --no-calibration "
        "leaves it out."
    ]
    if own.concept_list != concepts.sha256[:16]:
        notes.append("That spread was measured with another concept list than this one.")
    return notes
