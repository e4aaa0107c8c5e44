"""What distances are taken of: the words of a document, or the mean rates of a group of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.counting.tally import profile
from aiplans_cli.counting.units import by_document, is_group
from aiplans_cli.errors import AnalysisError, UsageError
from aiplans_cli.statistics.profiles import weighed_alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.distance_settings import DistanceSettings
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import Counts
    from aiplans_cli.statistics.profiles import Vector


def vectors(
    documents: Sequence[Counts], unit: Unit, left_out: frozenset[str], settings: DistanceSettings
) -> list[Vector]:
    """What distances are taken of: counts, or the mean of the rates of a group's documents.

    Raises ``AnalysisError`` where that is not known, ``UsageError`` where nothing is a group.
    """
    sides = [profile(counts, unit, lambda term: term not in left_out) for counts in documents]
    if not settings.mean:
        return [*sides]
    if not any(map(is_group, documents)):
        raise UsageError("--mean is of groups: add --group-by FIELD, or --group and --against")
    for counts in filter(is_group, documents):
        if any(not section.document for section in counts.sections):
            fact = "its counts (--totals) do not tell its documents apart"
            raise AnalysisError(counts.id, fact, "count it without --totals, or leave --mean out")
    return [
        weighed_alike(side, by_document(counts))
        for side, counts in zip(sides, documents, strict=True)
    ]


def group_notes(documents: Sequence[Counts], settings: DistanceSettings) -> list[str]:
    """By which rates of a group its distances go."""
    if settings.mean:
        return [
            "Rates of a group are mean_rate, the mean of its documents' own rates, in which each "
            "document weighs the same; without --mean they are those of all its words together."
        ]
    if any(map(is_group, documents)):
        return [
            "Rates of a group are those of all its words together, in which long documents weigh "
            "more; --mean takes the mean of its documents' own rates."
        ]
    return []
