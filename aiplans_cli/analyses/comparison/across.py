"""What a contrast of two languages must show beside its rows: themes, and how far to trust it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.analysis import prior_of
from aiplans_cli.analyses.comparison.by_theme import themes_table
from aiplans_cli.analyses.comparison.trust import calibration_notes, list_notes
from aiplans_cli.analyses.settings import NO_CALIBRATION
from aiplans_cli.analyses.tables import general_note
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.concepts.robustness import DRAWS, robustness
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.table import PairCounts

if TYPE_CHECKING:
    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.concepts.robustness import Alike, Ranking, Robustness
    from aiplans_cli.model import Counts
    from aiplans_cli.statistics.profiles import Profile

_NAMED = 8


def across_languages(
    one: Contrasted,
    concept_list: ConceptList,
    choices: CompareSettings,
    other_dictionary: tuple[Counts, Counts] | None,
) -> Contrasted:
    """The contrast with what is needed where its sides are of two languages."""
    if not one.across:
        return one
    return replace(one, robust=concept_ranks(one, concept_list, choices, other_dictionary))


def concept_ranks(
    one: Contrasted,
    concept_list: ConceptList,
    choices: CompareSettings,
    other_dictionary: tuple[Counts, Counts] | None = None,
) -> Robustness:
    """The ranks of the concepts of a contrast of two documents, and how far they move."""
    assert one.a.counts is not None and one.b.counts is not None
    return robustness(
        one.a.counts,
        one.b.counts,
        one.terms,
        _ranking(one, choices),
        list(concept_list.themes),
        denominator=choices.denominator,
        resegmented=other_dictionary,
        seed=choices.seed,
    )


def _ranking(one: Contrasted, choices: CompareSettings) -> Ranking:
    """How concepts are ranked by one measure alone, strongest on either side first.

    Only that measure is computed, since this is done for many profiles.
    """
    measure, prior = MEASURES[ranked_by(choices)], prior_of(one.a, one.b, choices)
    sections = measure.needs == "sections"

    def rank(a: Profile, b: Profile, alike: Alike) -> list[str]:
        settings = choices.statistics.over(sum(map(len, alike.values())))
        each, weights = (0.0, prior) if isinstance(prior, dict) else (prior, {})
        total = sum(weights.values()) or each * len({*a.counts, *b.counts})
        found: dict[float, list[str]] = {}
        for (count_a, count_b), terms in alike.items():
            for some in [[term] for term in terms] if sections or weights else [terms]:
                pair = PairCounts(
                    *(count_a, a.size, count_b, b.size),
                    a.by_section(some[0]) if sections else None,
                    b.by_section(some[0]) if sections else None,
                    weights.get(some[0], each),
                    total,
                    some[0],
                )
                value = measure.signed(pair, settings)
                found.setdefault(1.0 if value is None else -abs(value), []).extend(some)
        return [term for weakness in sorted(found) for term in sorted(found[weakness])]

    return rank


def ranked_by(choices: CompareSettings) -> str:
    """The measure by which concepts are ranked under other choices."""
    return choices.ranking if choices.ranking in MEASURES else choices.measures[0]


def across_parameters(done: Sequence[Contrasted], choices: CompareSettings) -> dict[str, Cell]:
    """What shaped a contrast of concepts, for a report."""
    found: dict[str, Cell] = {"denominator": choices.denominator}
    if any(one.across for one in done):
        one = next(one for one in done if one.across)
        found["calibration"] = one.calibration.name if one.calibration else NO_CALIBRATION
        found["fit"] = ",".join(one.fit.verdict for one in done if one.fit)
        found |= {"draws": DRAWS, "draws_seed": choices.seed}
    return found


def across_tables(
    done: Sequence[Contrasted],
    concept_list: ConceptList,
    left_out: frozenset[str],
    choices: CompareSettings,
) -> list[Table]:
    """The themes and the diagnostics of the contrasts that cross languages."""
    crossing = [one for one in done if one.across]
    if not crossing or choices.explain:
        return []
    return [
        themes_table(crossing, concept_list, left_out, choices),
        diagnostics_table(crossing, choices),
    ]


def diagnostics_table(done: Sequence[Contrasted], choices: CompareSettings) -> Table:
    """How far the contrasts may be the doing of the list, the segmenter or the denominator."""
    columns = (
        *([Column("document"), Column("against")] if len(done) > 1 else []),
        Column("diagnostic"),
        Column("value", "number"),
        Column("of", "number"),
        Column("meaning"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in done:
        if one.robust is not None:
            start = (one.a.id, one.b.id) if len(done) > 1 else ()
            rows += [(*start, *row) for row in _diagnostics(one, one.robust, choices)]
    title = "Diagnostics: is it the texts, or the list, the words, the denominator?"
    return Table("diagnostics", columns, tuple(rows), title=title)


def _diagnostics(
    one: Contrasted, robust: Robustness, choices: CompareSettings
) -> list[tuple[Cell, ...]]:
    first = f"of the first {robust.top} by {ranked_by(choices)}, those that stay there"
    fit = one.fit
    assert fit is not None
    kind = "domain" if one.calibration is None else one.calibration.name
    rows: list[tuple[Cell, ...]] = [
        *(
            (f"coverage_{name}", share, 1, "share of the content words that the list covers")
            for name, share in zip("ab", fit.coverage, strict=True)
        ),
        *(
            (f"nearness_{name}", near, 1, f"cosine of its concepts with the mix of {kind} texts")
            for name, near in zip("ab", fit.nearness, strict=True)
        ),
    ]
    for name in "ab":
        only = robust.one_sided[name]
        ranked = sorted(only.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{concept} {count}" for concept, count in ranked[:_NAMED])
        more = ", ..." if len(ranked) > _NAMED else ""
        rows.append(
            (
                f"only_{name}",
                len(only),
                len(one.terms),
                f"concepts on this side only: {named}{more}",
            )
        )
    for name, kept in robust.survive.items():
        text = f"{first} with --denominator {name}"
        rows.append((f"top_denominator_{name}", kept, robust.top, text))
    rows.append(
        ("top_dictionary", robust.dictionary, robust.top, _about_dictionary(first, choices))
    )
    text = f"{first} when a random tenth of the list is left out (mean of {DRAWS})"
    rows.append(("top_tenth_left_out", robust.kept, robust.could, text))
    return rows


def _about_dictionary(first: str, choices: CompareSettings) -> str:
    if choices.denominator == "tokens":
        return f"{first} when Chinese terms are kept whole or not (empty: no text at hand)"
    return (
        f"{first} with the segmenter's other dictionary: all, since concepts are found in the "
        "text, not in its words"
    )


def across_notes(
    done: Sequence[Contrasted],
    concept_list: ConceptList,
    left_out: frozenset[str],
    choices: CompareSettings,
) -> list[str]:
    """What the intervals hold, and what has no rows."""
    crossing = [one for one in done if one.across]
    sides = {side.id: side.counts for one in done for side in (one.a, one.b) if side.id != "rest"}
    notes = general_note(
        [counts for counts in sides.values() if counts is not None],
        left_out,
        "count in the denominators but have no rows",
    )
    if not crossing or crossing[0].basis.inference is None:
        return notes
    return notes + calibration_notes(crossing[0], concept_list)


def across_cautions(done: Sequence[Contrasted], concept_list: ConceptList) -> list[str]:
    """Where tests across languages leave out how translations differ, or know another list's."""
    if not any(one.across and one.basis.inference for one in done):
        return []
    known = done[0].calibration
    if known is not None:
        return list_notes(known, concept_list)
    return ["Tests across languages leave out how far translations differ, so they claim too much."]


def robustness_table(done: Sequence[Contrasted], top: int, title: str) -> Table:
    """Each concept's rank, under every denominator, and the range over these and all draws."""
    columns = (
        Column("rank", "integer"),
        *([Column("document"), Column("against")] if len(done) > 1 else []),
        Column("concept"),
        *(Column("count_a", "integer"), Column("count_b", "integer")),
        *(Column("rank_best", "integer"), Column("rank_worst", "integer")),
        *(Column(f"rank_{name}", "integer") for name in DENOMINATORS),
        *(Column("rank_best_tenth", "integer"), Column("rank_worst_tenth", "integer")),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in done:
        if one.robust is not None:
            start = (one.a.id, one.b.id) if len(done) > 1 else ()
            rows += _robustness_rows(one, one.robust, start, top)
    return Table("robustness", columns, tuple(rows), f"Ranks of {title}", "rank")


def _robustness_rows(
    one: Contrasted, robust: Robustness, start: tuple[Cell, ...], top: int
) -> list[tuple[Cell, ...]]:
    by_term = {row.term: row for row in one.result.rows}
    ranks = robust.ranks[robust.denominator]
    ordered = sorted(ranks, key=ranks.__getitem__)
    return [
        (
            *(ranks[term], *start, term, by_term[term].count_a, by_term[term].count_b),
            *robust.range_of(term),
            *(robust.ranks[name][term] for name in DENOMINATORS),
            *robust.drawn.get(term, (None, None)),
        )
        for term in (ordered[:top] if top else ordered)
    ]
