"""Texts and their translations, as they are named on a command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Document
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source


def translation_pairs(named: Sequence[Named], session: Session) -> list[tuple[Source, Source]]:
    """The pairs that are named, A B A B; a page in two languages is one by itself.

    Raises ``UsageError`` where what is named does not make pairs.
    """
    sources = session.sources(named) if named else []
    couples = list(zip(sources[::2], sources[1::2], strict=False))
    pages = sum(a.id.removesuffix("::en") == b.id.removesuffix("::zh") != b.id for a, b in couples)
    if not len(named) <= len(sources) <= len(named) + pages:
        raise UsageError("each argument must name one document, or a bilingual page", "PAIRS")
    if len(sources) % 2 or not named:
        wrong = f"{len(sources)} documents do not make pairs: name A B, or A B A B"
        raise UsageError(wrong, "PAIRS")
    return couples


def texts_of_pairs(couples: Sequence[tuple[Source, Source]]) -> list[tuple[Document, Document]]:
    """The texts of pairs, to be set against each other place by place.

    Raises ``AnalysisError`` for counts without a text.
    """
    return [(_text(a), _text(b)) for a, b in couples]


def _text(source: Source) -> Document:
    if source.text is None:
        fact = "its counts do not tell which places answer each other"
        raise AnalysisError(source.counts.id, fact, "name the text itself")
    return source.text()
