"""How much of a document the list accounts for, and which words it leaves out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from aiplans_cli.model import COUNTED_KINDS
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.model import Counts, Document, Kind, SectionTokens, Tokens


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the concept list accounts for in one document."""

    document: str
    """Id of the document."""
    language: str
    """"en" or "zh"."""
    content_tokens: int
    """Words that are neither stop words nor bare numbers."""
    covered: int
    """Those of them inside a concept's match."""
    share: float
    """``covered`` out of ``content_tokens``, from 0 to 1; 0 where there are none."""
    mentions: int
    """Matches of concepts; a shared form counts for each of its concepts."""
    concepts: int
    """How many different concepts were met."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in which a term stands."""

    document: str
    """Id of the document."""
    heading: str
    """The heading it stands under."""
    page: str
    """The page, "" where there are none."""
    text: str
    """The sentence, white space evened."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A frequent content word that belongs to no concept."""

    term: str
    """The word."""
    language: str
    """"en" or "zh"."""
    count: int
    """How often it stands outside of every match, in all documents."""
    documents: int
    """In how many documents."""
    lines: tuple[Line, ...]
    """The first sentences in which it does."""


def measured_coverage(counts: Counts) -> Coverage:
    """The share of a document's content words that stand in concepts.

    ``counts`` must have been through ``add_concepts``, as every counts file has.
    """
    content = sum(section.content_tokens for section in counts.sections)
    covered = sum(section.covered for section in counts.sections)
    mentions = sum(o.count for stands in counts.concepts.values() for o in stands)
    share = covered / content if content else 0.0
    found = len(counts.concepts)
    return Coverage(counts.id, counts.language, content, covered, share, mentions, found)


def suggest(
    documents: Sequence[Tokens],
    concepts: ConceptList,
    *,
    stops: frozenset[str] | None = None,
    min_count: int = 2,
    lines: int = 3,
    kinds: tuple[Kind, ...] = COUNTED_KINDS,
) -> list[Suggestion]:
    """The content words outside of every match, most frequent first in each language.

    Words met fewer than ``min_count`` times are left out; each comes with at most ``lines``
    sentences. English before Chinese; ties break by document count, then by term.
    """
    from aiplans_cli.concepts.matching import match_sections
    from aiplans_cli.concepts.tallying import touches
    from aiplans_cli.language import is_content_word

    seen: dict[tuple[str, str], list[tuple[Document, SectionTokens, int]]] = defaultdict(list)
    for tokens in documents:
        document = tokens.document
        matches = match_sections(document, concepts)
        for section_tokens, hits in zip(tokens.sections, matches, strict=True):
            if document.sections[section_tokens.section].kind not in kinds:
                continue
            touched = set(touches(section_tokens, hits))
            for number, word in enumerate(section_tokens.words):
                if number not in touched and is_content_word(word, document.language, stops):
                    seen[document.language, word].append((document, section_tokens, number))
    found = [
        Suggestion(
            term=word,
            language=language,
            count=len(places),
            documents=len({document.id for document, _, _ in places}),
            lines=_lines(places, lines),
        )
        for (language, word), places in seen.items()
        if len(places) >= min_count
    ]
    return sorted(found, key=lambda s: (s.language, -s.count, -s.documents, s.term))


def _lines(places: Sequence[tuple[Document, SectionTokens, int]], most: int) -> tuple[Line, ...]:
    from aiplans_cli.language import sentences

    lines: dict[tuple[str, int, int], Line] = {}
    for document, section_tokens, number in places:
        if len(lines) == most:
            break
        section = document.sections[section_tokens.section]
        start = section_tokens.starts[number]
        for first, last in sentences(section.text, document.language):
            if first <= start < last:
                text = " ".join(section.text[first:last].split())
                line = Line(document.id, section.heading, section.page_at(start), text)
                lines.setdefault((document.id, section_tokens.section, first), line)
    return tuple(lines.values())
