"""The documents of a contrast counted once more, with the segmenter's other dictionary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source


def other_dictionary(
    session: Session,
    sources: Sequence[Source],
    documents: Sequence[Counts],
    choices: CompareSettings,
    unit: Unit,
) -> tuple[Counts, Counts] | None:
    """Two documents with the Chinese terms of the list kept whole where they were not, or not.

    ``None`` where nothing depends on it, since only rates per content token do, and where a
    Chinese text is not at hand.
    """
    from aiplans_cli.counting.tally import select
    from aiplans_cli.language import LANGUAGES
    from aiplans_cli.sources.rules import rules_of

    languages = {counts.language for counts in documents}
    wanted = choices.denominator == "tokens" and unit == "concept" and len(languages) > 1
    if not wanted or len(documents) != 2 or choices.unit != "section":
        return None
    settings = session.settings
    other = rules_of(replace(settings, dict_terms=not settings.dict_terms), session.journal)
    found = []
    for source, counts in zip(sources, documents, strict=True):
        if not LANGUAGES[counts.language].by_dictionary:
            found.append(counts)
        elif source.reader is None:  # no text behind counts is read for a check nobody asked for
            return None
        else:
            again = other.count(source.reader())
            if not settings.all_kinds:
                again = select(again, lambda section: section.kind == "body")
            found.append(again)
    return found[0], found[1]
