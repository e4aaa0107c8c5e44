"""A contrast of concepts rolled up by theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.basis import basis_of
from aiplans_cli.analyses.comparison.contrast_sides import side_of
from aiplans_cli.concepts.themes import rolled_up
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.statistics.keyness import contrast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.concepts.concept import ConceptList

_LOG_RATIO = ("log_ratio", "log_ratio_low", "log_ratio_high")


def themes_table(
    done: Sequence[Contrasted],
    concept_list: ConceptList,
    left_out: frozenset[str],
    choices: CompareSettings,
) -> Table:
    """The contrast rolled up by theme, most in A or B first."""
    columns = (
        *([Column("document"), Column("against")] if len(done) > 1 else []),
        *(Column("theme"), Column("concepts", "integer")),
        *(Column("count_a", "integer"), Column("count_b", "integer")),
        *(Column("share_a", "number", digits=4), Column("share_b", "number", digits=4)),
        *(Column(name, "number", "doublings") for name in _LOG_RATIO),
        *(Column("at_least", "number", "times"), Column("g2", "number", "", 1)),
        *(Column("p", "number"), Column("q", "number")),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in done:
        start = (one.a.id, one.b.id) if len(done) > 1 else ()
        rows += [(*start, *row) for row in _theme_rows(one, concept_list, left_out, choices)]
    return Table("themes", columns, tuple(rows), "By theme", "at_least")


def _theme_rows(
    one: Contrasted, concept_list: ConceptList, left_out: frozenset[str], choices: CompareSettings
) -> list[tuple[Cell, ...]]:
    themes = concept_list.themes
    a, b = (
        side_of(rolled_up(s.counts, themes), "concept", denominator=choices.denominator)
        for s in (one.a, one.b)
        if s.counts is not None
    )
    inside: dict[str, int] = {}
    for concept in {*one.a.profile.counts, *one.b.profile.counts} - left_out:
        inside[themes[concept]] = inside.get(themes[concept], 0) + 1
    result = contrast(
        a.profile,
        b.profile,
        measures=("g2", "log_ratio"),
        sort="at_least",
        correct=choices.correct,
        settings=choices.statistics,
        dispersion="",
        terms=sorted(inside),
        inference=basis_of(a, b, "concept", choices, one.spreads("theme")).inference,
    )
    return [
        (
            *(row.term, inside[row.term], row.count_a, row.count_b, row.share_a, row.share_b),
            row.scores["log_ratio"],
            *(row.intervals.get("log_ratio") or (None, None)),
            *(row.at_least, row.g2, row.p, row.q),
        )
        for row in result.rows
    ]
