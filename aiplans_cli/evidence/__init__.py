"""Evidence: the lines behind a number, quotations found in their sources, claims checked."""

from typing import TYPE_CHECKING

from aiplans_cli.lean_imports import on_demand

if TYPE_CHECKING:
    from aiplans_cli.evidence.claims import (
        FUNCTIONS,
        ClaimsFile,
        Result,
        check_claims,
        claims_report,
        parse_claims,
        usage,
    )
    from aiplans_cli.evidence.concordance import (
        CONTEXTS,
        ConcordanceLine,
        Query,
        kwic,
        query,
        row_lines,
    )
    from aiplans_cli.evidence.explanation import explain
    from aiplans_cli.evidence.extract import Quotation, extract_quotations
    from aiplans_cli.evidence.lines import SORTS, kwic_report, lines_table, sort_lines
    from aiplans_cli.evidence.loaded import Loaded
    from aiplans_cli.evidence.provenance import (
        Change,
        Manifest,
        changes,
        changes_table,
        parse_manifest,
        render_manifest,
    )
    from aiplans_cli.evidence.quotes import STATUSES, Finding, check_quotations, quotations_report
else:
    __getattr__ = on_demand(
        __name__,
        claims="FUNCTIONS ClaimsFile Result check_claims claims_report parse_claims usage",
        concordance="CONTEXTS ConcordanceLine Query kwic query row_lines",
        explanation="explain",
        extract="Quotation extract_quotations",
        lines="SORTS kwic_report lines_table sort_lines",
        loaded="Loaded",
        provenance="Change Manifest changes changes_table parse_manifest render_manifest",
        quotes="STATUSES Finding check_quotations quotations_report",
    )

__all__ = [
    "CONTEXTS",
    "FUNCTIONS",
    "SORTS",
    "STATUSES",
    "Change",
    "ClaimsFile",
    "ConcordanceLine",
    "Finding",
    "Loaded",
    "Manifest",
    "Query",
    "Quotation",
    "Result",
    "changes",
    "changes_table",
    "check_claims",
    "check_quotations",
    "claims_report",
    "explain",
    "extract_quotations",
    "kwic",
    "kwic_report",
    "lines_table",
    "parse_claims",
    "parse_manifest",
    "query",
    "quotations_report",
    "render_manifest",
    "row_lines",
    "sort_lines",
    "usage",
]
