"""Evidence: the lines behind a number, and what made an output."""

from typing import TYPE_CHECKING

from aiplans_cli.lean_imports import on_demand

if TYPE_CHECKING:
    from aiplans_cli.evidence.concordance import (
        CONTEXTS,
        ConcordanceLine,
        Query,
        kwic,
        query,
        row_lines,
    )
    from aiplans_cli.evidence.lines import SORTS, lines_table, sort_lines
    from aiplans_cli.evidence.provenance import (
        Change,
        Manifest,
        changes,
        changes_table,
        parse_manifest,
        render_manifest,
    )
else:
    __getattr__ = on_demand(
        __name__,
        concordance="CONTEXTS ConcordanceLine Query kwic query row_lines",
        lines="SORTS lines_table sort_lines",
        provenance="Change Manifest changes changes_table parse_manifest render_manifest",
    )

__all__ = [
    "CONTEXTS",
    "SORTS",
    "Change",
    "ConcordanceLine",
    "Manifest",
    "Query",
    "changes",
    "changes_table",
    "kwic",
    "lines_table",
    "parse_manifest",
    "query",
    "render_manifest",
    "row_lines",
    "sort_lines",
]
