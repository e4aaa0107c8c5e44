"""Where words stand, by concept, by the text, or by the counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiplans_cli.language import find_exact, fold, sentences, stem_terms
from aiplans_cli.model import Occurrences

if TYPE_CHECKING:
    from aiplans_cli.model import Document, Section
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


def exactly(session: Session, source: Source, word: str) -> Found:
    """Where the word itself stands, by the text where it is at hand, else by the counts."""
    counts = source.counts
    if source.text is not None:
        return Found(word, "", source, _in_text(session, source.text(), word))
    folded = fold(word, counts.language).strip()
    if counts.language == "zh":
        return _in_chinese_terms(source, word, folded)
    if session.settings.stem:
        folded = stem_terms(frozenset({folded}))[folded]
    return Found(word, "", source, None if " " in folded else counts.terms.get(folded, ()))


def _in_chinese_terms(source: Source, word: str, folded: str) -> Found:
    """Where a Chinese string stands, inside longer words too, as far as counts of words tell.

    One that begins in a word and ends in the next is beyond them, and so are the sentences where
    several words of a section contain it.
    """
    per_section: dict[int, list[Occurrences]] = {}
    for term, stands in source.counts.terms.items():
        if times := term.count(folded):
            for o in stands:
                scaled = Occurrences(o.section, times * o.count, o.sentences)
                per_section.setdefault(o.section, []).append(scaled)
    summed = tuple(
        Occurrences(index, sum(o.count for o in several), max(o.sentences for o in several))
        for index, several in sorted(per_section.items())
    )
    exact = all(len(several) == 1 for several in per_section.values())
    return Found(word, "", source, summed, sentences_known=exact)


def _in_text(session: Session, document: Document, word: str) -> tuple[Occurrences, ...]:
    from aiplans_cli.counting.tally import counted_sections, occurrences

    hits: dict[int, list[int]] = {}
    sentence = 0
    for index, section in counted_sections(document, session.settings.all_kinds):
        spans = sentences(section.text, document.language)
        for start in _places(session, document, section, word):
            number = sum(first <= start for first, _ in spans)
            hits.setdefault(index, []).append(sentence + number)
        sentence += len(spans) + 1
    return occurrences(hits)


def _places(session: Session, document: Document, section: Section, word: str) -> list[int]:
    """Where a word begins in a section; by its stem where the tables count English so."""
    if not session.settings.stem or document.language != "en":
        return [start for start, _ in find_exact(section.text, word, document.language)]
    from aiplans_cli.evidence.concordance import kwic, query

    alone = replace(document, sections=(section,))
    wanted = query(word, None, exact=True)
    lines = kwic([alone], wanted, context=0, all_kinds=True, settings=session.words)
    return [line.start for line in lines]
