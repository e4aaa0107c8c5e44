"""Where words stand, by concept, by the text, or by the counts."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from aiplans_cli.language import fold, sentences
from aiplans_cli.model import Occurrences
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.model import Document
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source


@dataclass(frozen=True, slots=True)
class Found:
    """Where one word stands in one document."""

    word: str
    """The word as asked."""
    concept: str
    """The concept it was counted as, "" where it was counted as a word."""
    source: Source
    """The document."""
    stands: tuple[Occurrences, ...] | None
    """Occurrences by section; ``None`` where only the text could tell and it is not at hand."""
    sentences_known: bool = True
    """Whether their numbers of sentences are exact; counts alone cannot always tell."""
    forms: Mapping[str, int] = field(default_factory=dict)
    """What was matched, and how often; {} where that is the word itself."""


def found_in(session: Session, source: Source, wanted: Query) -> Found:
    """Where a concept or word stands, a word by the text where it is at hand, else by counts."""
    if wanted.concept:
        stands = source.counts.concepts.get(wanted.concept, ())
        return Found(wanted.word, wanted.concept, source, stands)
    read = source.reader
    if read is None:
        from aiplans_cli.evidence.counted import in_counts

        counts, concepts = source.counts, session.concept_list
        by_counts, terms, known = in_counts(counts, wanted, session.words, concepts)
        # a text behind counts is read only for what they cannot tell: there may be 100,000
        read = source.text if by_counts is None else None
    if read is not None:
        in_text, forms = _in_text(session, read(), wanted)
        return Found(wanted.word, "", source, in_text, forms=forms)
    return Found(wanted.word, "", source, by_counts, known, terms)


def _in_text(
    session: Session, document: Document, wanted: Query
) -> tuple[tuple[Occurrences, ...], Counter[str]]:
    from aiplans_cli.counting.occurrences import occurrences
    from aiplans_cli.counting.tally import counted_sections
    from aiplans_cli.evidence.places import places

    hits: dict[int, list[int]] = {}
    forms: Counter[str] = Counter()
    sentence = 0
    spans_of = places(document, wanted, session.concept_list, session.words)
    number_of = {id(section): number for number, section in enumerate(document.sections)}
    for index, section in counted_sections(document, session.settings.all_kinds):
        begins = [first for first, _ in sentences(section.text, document.language)]
        for start, end in spans_of(number_of[id(section)]):
            number = bisect_right(begins, start)
            hits.setdefault(index, []).append(sentence + number)
            forms[" ".join(fold(section.text[start:end], document.language).split())] += 1
        sentence += len(begins) + 1
    return occurrences(hits), forms
