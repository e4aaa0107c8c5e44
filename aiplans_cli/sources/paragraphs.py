"""Paragraphs as sections, for documents that have too few sections to resample."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.model import ALL_COUNTED_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Counts, Document, Section
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source


def by_paragraph(document: Document) -> Document:
    """The document with each paragraph as a part of its own; a heading joins the one below it.

    >>> from aiplans_cli.model import Document, Section
    >>> body = Section("A", 1, "body", "", "One.\\nTwo.", part=1)
    >>> [(s.text, s.part) for s in by_paragraph(Document("d", "", "en", (body,))).sections]
    [('One.', 1), ('Two.', 2)]
    """
    sections: list[Section] = []
    part = 0
    for section in document.sections:
        if section.kind not in ALL_COUNTED_KINDS:
            continue
        # a paragraph below headings belongs to their part, any other begins a new one
        joins = bool(sections) and sections[-1].kind == "heading" and section.kind == "body"
        for paragraph in _paragraphs(section):
            part += not joins
            sections.append(replace(paragraph, part=part))
            joins = False
    return replace(document, sections=tuple(sections))


def _paragraphs(section: Section) -> list[Section]:
    found, start = [], 0
    for line in section.text.split("\n"):
        if line.strip():
            page = section.page_at(start)
            found.append(replace(section, text=line, page=page, breaks=(), lines=(), quoted=()))
        start += len(line) + 1
    return found


def counts_by(unit: str, sources: Sequence[Source], session: Session) -> list[Counts]:
    """The counts of the sources, by section as they are or by paragraph from their texts.

    Raises ``AnalysisError`` for paragraphs of a source of which only counts are at hand.
    """
    if unit == "section":
        return [source.counts for source in sources]
    return [_recounted(source, session) for source in sources]


def _recounted(source: Source, session: Session) -> Counts:
    if source.text is None:
        raise AnalysisError(
            source.id,
            "its paragraphs are not known: only its counts are at hand, not its text",
            "name the text itself, or leave --unit out",
        )
    # as any document of the session is, so by stem, too, where words are
    return session.sources([by_paragraph(source.text())])[0].counts
