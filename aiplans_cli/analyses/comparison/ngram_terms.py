"""Word n-grams as the terms of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.ngrams import counts_of_ngrams, ngram_sizes
from aiplans_cli.analyses.tables import row_stops
from aiplans_cli.sources.paragraphs import by_paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.model import Counts, Document
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source


def with_ngrams(
    documents: Sequence[Counts],
    sources: Sequence[Source],
    settings: CompareSettings,
    session: Session,
) -> list[Counts]:
    """The documents with the n-grams that were asked for as terms; as they are where none were.

    Raises ``AnalysisError`` where only the counts of one are at hand.
    """
    if settings.of_words:
        return list(documents)
    sizes = ngram_sizes(settings.ngrams)
    stops = row_stops(documents[0].language, session.row_stops, session.settings.stem)
    parted = by_paragraph if settings.unit == "paragraph" else _as_it_is
    return [
        counts_of_ngrams(source, counts, sizes, stops, session, parted)
        for source, counts in zip(sources, documents, strict=True)
    ]


def _as_it_is(document: Document) -> Document:
    return document


def ngram_notes(settings: CompareSettings) -> list[str]:
    """What an n-gram is, and what its rate is out of."""
    if settings.of_words:
        return []
    sizes = ngram_sizes(settings.ngrams)
    last = sizes.stop - 1
    many = f"{sizes.start}" if sizes.start == last else f"{sizes.start} to {last}"
    return [
        f"Terms are sequences of {many} words that follow each other in one sentence with no sign "
        "between; one of several words neither begins nor ends with a stop word. Rates are out of "
        "all words, since a sequence can begin at each; longer ones are counted in the shorter "
        "ones too, so rows are no parts of a whole."
    ]
