"""The concepts that differ most between texts and their translations, with a line of each side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.output.report import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.between_languages import Outcome
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source
    from aiplans_cli.statistics.rows import Row


def deviations_table(
    session: Session, found: Sequence[tuple[Source, Source, Outcome]], top: int
) -> Table:
    """The tested concepts of each pair, largest log ratio first, with a line of each side."""
    from aiplans_cli.analyses.between_languages import is_flagged

    columns = (
        *(Column("a"), Column("b"), Column("concept")),
        *(Column("count_a", "integer"), Column("count_b", "integer")),
        *(Column("share_a", "number", digits=4), Column("share_b", "number", digits=4)),
        Column("log_ratio", "number", "doublings"),
        *(Column("p", "number"), Column("q", "number"), Column("flagged")),
        *(Column("line_a"), Column("line_b")),
    )
    rows: list[tuple[Cell, ...]] = []
    for a, b, outcome in found:
        tested = sorted(
            (row for row in outcome.result if row.p is not None),
            key=lambda row: (-abs(row.scores["log_ratio"] or 0.0), row.term),
        )
        shown = tested[:top] if top else tested
        lines_a, lines_b = _lines(session, a, b, shown)
        for row in shown:
            numbers = (row.count_a, row.count_b, row.share_a, row.share_b, row.scores["log_ratio"])
            lines = (lines_a.get(row.term, ""), lines_b.get(row.term, ""))
            tests = (row.p, row.q, is_flagged(row))
            rows.append((a.counts.id, b.counts.id, row.term, *numbers, *tests, *lines))
    title = "Largest log ratios, with a line each"
    return Table("deviations", columns, tuple(rows), title, "log_ratio")


def _lines(
    session: Session, a: Source, b: Source, shown: Sequence[Row]
) -> tuple[dict[str, str], dict[str, str]]:
    """A sentence of each side for each concept, from where the two differ most."""
    from aiplans_cli.concepts.mentions import mention_lines

    wanted = {row.term: _widest(a.counts, b.counts, row.term) for row in shown}
    found = [
        {}
        if source.text is None
        else mention_lines(
            source.text(),
            session.concept_list,
            wanted,
            all_kinds=session.settings.all_kinds,
        )
        for source in (a, b)
    ]
    return found[0], found[1]


def _widest(a: Counts, b: Counts, concept: str) -> int | None:
    """The section whose two counts are farthest apart; ``None`` where sections do not answer."""
    if len(a.sections) != len(b.sections):
        return None
    apart = [0] * len(a.sections)
    for counts, sign in ((a, 1), (b, -1)):
        for o in counts.concepts.get(concept, ()):
            apart[o.section] += sign * o.count
    return max(range(len(apart)), key=lambda index: abs(apart[index]))
