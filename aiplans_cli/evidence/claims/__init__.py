"""Claims: sentences about documents, checked by a small safe language."""

from aiplans_cli.evidence.claims.check import (
    ClaimsFile,
    Result,
    check_claims,
    claims_report,
    parse_claims,
)
from aiplans_cli.evidence.claims.functions import FUNCTIONS, usage

__all__ = [
    "FUNCTIONS",
    "ClaimsFile",
    "Result",
    "check_claims",
    "claims_report",
    "parse_claims",
    "usage",
]
