"""What is at hand of a source: its text and its counts, only its counts, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiplans_cli.counting import select
from aiplans_cli.model import Counts, Document


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is at hand of a source."""

    id: str
    """The id or path as it is named in the claim."""
    counts: Counts | None = None
    """Its counts, concepts included; ``None`` where nothing is at hand."""
    text: Callable[[], Document] | None = None
    """Reads its text; ``None`` where only counts are at hand."""
    reason: str = ""
    """Why something is missing and what to do, such as "run `aiplans texts fetch us-2025`"."""


def body_counts(counts: Counts) -> Counts:
    """The counts of body text and headings alone."""
    if all(section.kind == "body" for section in counts.sections):
        return counts
    return select(counts, lambda section: section.kind == "body")
