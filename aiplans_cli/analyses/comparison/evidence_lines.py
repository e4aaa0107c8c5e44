"""The lines behind the rows of a comparison."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.output.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source

TITLES = ("concept", "term")
"""Columns that name a row of a comparison."""


def with_evidence(
    report: Report, session: Session, sources: Sequence[Source], limit: int
) -> Report:
    """The report with a second table, ``evidence``: lines for each row of the first.

    For each row up to ``limit`` lines (0 for all) of each document, in the order of the rows and
    of the documents. Where only the counts of a document are at hand, a note says how to bring
    its text.
    """
    from aiplans_cli.evidence.concordance import row_lines
    from aiplans_cli.evidence.lines import LINE_COLUMNS, line_cells

    first, *further = report.tables
    names = [column.name for column in first.columns]
    named = next(name for name in TITLES if name in names)
    items = list(dict.fromkeys(str(row[names.index(named)]) for row in first.rows))
    found = [
        row_lines(
            source.text(),
            items,
            session.concept_list if named == "concept" else None,
            limit=limit,
            all_kinds=session.settings.all_kinds,
            settings=session.words,
        )
        for source in sources
        if source.text is not None
    ]
    rows: list[tuple[Cell, ...]] = [
        (name, *line_cells(line)) for name in items for lines in found for line in lines[name]
    ]
    some = "One line" if limit == 1 else f"Up to {limit} lines"
    each = some if limit else "All lines"
    title = f"{each} of each document, under every row"
    evidence = Table("evidence", (Column(named), *LINE_COLUMNS), tuple(rows), title)
    missing = [
        f"{source.id}: only its counts are at hand; its lines need "
        f"{session.bringing(source.id) or source.needed}."
        for source in sources
        if source.text is None
    ]
    return replace(
        report,
        tables=(first, evidence, *further),
        parameters={**report.parameters, "evidence": limit},
        notes=(*report.notes, *missing),
        told=(*report.told, *missing),
    )
