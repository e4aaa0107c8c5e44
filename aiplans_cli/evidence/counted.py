"""Where what is looked for stands as far as counts alone can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.evidence.counted_words import counted_words, holding

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.evidence.counted_words import Stands
    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.language import Settings
    from aiplans_cli.model import Counts


def in_counts(
    counts: Counts, wanted: Query, settings: Settings, concepts: ConceptList | None = None
) -> tuple[Stands | None, dict[str, int], bool]:
    """Where a word or query stands, the terms that match, and whether sentences are exact.

    ``None`` where only the text could tell: for several words, for regular expressions, and for
    signs, which are no words. Of Chinese every term counts that holds the characters; a string
    that begins in one term and ends in the next is beyond counts.
    """
    if wanted.node is None:
        return counted_words(counts, wanted.word, settings)
    from aiplans_cli.evidence.query_counted import in_counts as read

    return read(counts, wanted, settings, concepts)


def items_of(wanted: Query) -> Callable[[str], bool]:
    """Whether a term or concept of counts may be needed to tell where a query stands."""
    if wanted.concept:
        return wanted.concept.__eq__
    if wanted.node is None:
        return holding(wanted.word)
    from aiplans_cli.evidence.query_counted import item_test

    return item_test(wanted.node)
