"""Where what is looked for stands in a document: one meaning for every count and every line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.evidence.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.evidence.reader import Span
    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.language import Settings
    from aiplans_cli.model import Document


def places(
    document: Document, wanted: Query, concepts: ConceptList | None, settings: Settings
) -> Callable[[int], Iterator[Span]]:
    """A function from a section's number to the spans of the occurrences in it.

    They stand in order and never overlap: the one that begins first counts, of those that begin
    together the longest.
    """
    reader = Reader(document, concepts, settings)
    if wanted.concept and concepts is not None:
        one = frozenset({wanted.concept})
        return lambda index: iter(reader.named(one, index))
    if wanted.node is None:
        return lambda index: iter(reader.words(wanted.word, index))
    from aiplans_cli.evidence.query_places import query_places  # few need it

    return query_places(reader, wanted.node)
