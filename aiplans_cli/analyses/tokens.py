"""The words of documents, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import read_input
from aiplans_cli.errors import SourceError
from aiplans_cli.language import is_content_word
from aiplans_cli.language import tokenize as split_words
from aiplans_cli.model import ALL_COUNTED_KINDS, COUNTED_KINDS
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.setting_values import records_from
from aiplans_cli.sources.session import Session
from aiplans_cli.sources.settings import SourceSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiplans_cli.language import Settings
    from aiplans_cli.model import Section, SectionTokens, Tokens
    from aiplans_cli.sources.session import Named


@question
def tokens(*named: Named, session: Session) -> Report:
    """A row for each word of documents: where it stands, and its form in the text: ``tokens``.

    Raises ``AiplansError`` for what cannot be read.

    >>> tokens("us-2025-digest").rows()[0]["document"]
    'us-2025-digest'
    """
    split, kinds = _split(named, session)
    return tokens_report(split, kinds, session.rules.stops)


def tokenize(named: Named, settings: Settings | None = None, **keywords: Any) -> Tokens:
    """The words of one document, as the commands split it; keywords are of ``SourceSettings``.

    By default Chinese terms of the concept list are kept whole. Raises ``AiplansError`` for what
    cannot be read, for several documents, and for one without words of its language.

    >>> tokenize("us-2025-digest").sections[0].words[:2]
    ("america's", 'ai')
    """
    [reading] = records_from(keywords, SourceSettings)
    session = Session(reading)
    documents = session.documents([named])
    if len(documents) != 1:
        raise SourceError(str(named), f"stands for {len(documents)} documents", "name one of them")
    return split_words(documents[0], settings or session.words)


def word_lines(named: Sequence[Named], session: Session) -> Iterator[str]:
    """The words alone. Raises ``AiplansError`` for what cannot be read."""
    split, kinds = _split(named, session)
    stops = session.rules.stops
    return (
        word
        for item in split
        for section, found in _counted(item, kinds)
        for word in found.words
        if stops is None or is_content_word(word, item.document.language, stops)
    )


def _split(named: Sequence[Named], session: Session) -> tuple[list[Tokens], Sequence[str]]:
    """The words of what is named, and the kinds of section whose words are wanted."""
    documents = session.documents(named or session.default_sources(text=True))
    kinds = ALL_COUNTED_KINDS if session.settings.all_kinds else COUNTED_KINDS
    return [split_words(document, session.words) for document in documents], kinds


def _counted(item: Tokens, kinds: Sequence[str]) -> Iterator[tuple[Section, SectionTokens]]:
    pairs = zip(item.document.sections, item.sections, strict=True)
    return ((section, found) for section, found in pairs if section.kind in kinds)


def tokens_report(
    split: Sequence[Tokens], kinds: Sequence[str], stops: frozenset[str] | None
) -> Report:
    """A row for each word: where it stands, and its form in the text.

    ``offset`` counts characters from the beginning of the section's text of that kind.
    """
    columns = (
        *map(Column, ("token", "document", "section", "kind", "page")),
        *(Column("offset", "integer"), Column("text")),
    )
    rows: list[tuple[Cell, ...]] = []
    inputs = []
    for item in split:
        document = item.document
        before = len(rows)
        for section, found in _counted(item, kinds):
            for word, start, end in zip(found.words, found.starts, found.ends, strict=True):
                if stops is not None and not is_content_word(word, document.language, stops):
                    continue
                place = (section.heading, section.kind, section.page_at(start), start)
                rows.append((word, document.id, *place, section.text[start:end]))
        count = len(rows) - before
        inputs.append(read_input(document, count))
    table = Table("tokens", columns, tuple(rows), title="Words in order")
    return Report("tokens", (table,), tuple(inputs))
