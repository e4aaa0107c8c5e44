"""The words of documents, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import read_input
from aiplans_cli.errors import SourceError
from aiplans_cli.language import is_content_word
from aiplans_cli.language import tokenize as split_words
from aiplans_cli.model import ALL_COUNTED_KINDS, COUNTED_KINDS
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.setting_values import records_from
from aiplans_cli.settings import FIRST, Option
from aiplans_cli.sources.session import Session
from aiplans_cli.sources.settings import SourceSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aiplans_cli.language import Settings
    from aiplans_cli.model import Document, Section, Tokens
    from aiplans_cli.sources.session import Named

    Within = Callable[[Document], Callable[[int], Iterator[tuple[int, int]]]]
    """Document → the number of a section → the places in it whose words are shown."""


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """Which words are shown."""

    query: Annotated[
        str,
        Option(
            "Only the words inside what a query finds (docs/queries.md).",
            metavar="QUERY",
            default_text="all words",
            group=FIRST,
        ),
    ] = ""


@question
def tokens(*named: Named, settings: TokenSettings, session: Session) -> Report:
    """A row for each word of documents: where it stands, and its form in the text: ``tokens``.

    With ``query`` the words inside what it finds alone. Raises ``AiplansError`` for what cannot be
    read, and for a query that cannot be.

    >>> tokens("us-2025-digest").rows()[0]["document"]
    'us-2025-digest'
    >>> [row["token"] for row in tokens("cn-2025-digest", query="全球 * 治理").rows()]
    ['全球', '人工智能', '治理']

    That is "global", "artificial intelligence", "governance".
    """
    split, kinds = _split(named, session)
    return tokens_report(split, kinds, session.rules.stops, _within(settings, session))


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


def word_lines(
    named: Sequence[Named], session: Session, settings: TokenSettings | None = None
) -> Iterator[str]:
    """The words alone. Raises ``AiplansError`` for what cannot be read, as ``tokens`` does."""
    split, kinds = _split(named, session)
    stops, within = session.rules.stops, _within(settings or TokenSettings(), session)
    return (word for item in split for _, word, _, _ in _wanted(item, kinds, stops, within))


def _within(settings: TokenSettings, session: Session) -> Within | None:
    """Finds the places of the query in a document; ``None`` where there is none."""
    if not settings.query:
        return None
    from aiplans_cli.evidence.places import places
    from aiplans_cli.evidence.query import query

    wanted, concepts = query(settings.query, session.concept_list), session.concept_list
    return lambda document: places(document, wanted, concepts, session.words)


def _split(named: Sequence[Named], session: Session) -> tuple[list[Tokens], Sequence[str]]:
    """The words of what is named, and the kinds of section whose words are wanted."""
    documents = session.documents(named or session.default_sources(text=True))
    kinds = ALL_COUNTED_KINDS if session.settings.all_kinds else COUNTED_KINDS
    return [split_words(document, session.words) for document in documents], kinds


def _wanted(
    item: Tokens, kinds: Sequence[str], stops: frozenset[str] | None, within: Within | None
) -> Iterator[tuple[Section, str, int, int]]:
    """Each word that is shown: its section, and where it begins and ends there."""
    document = item.document
    found = within(document) if within else None
    for index, (section, words) in enumerate(zip(document.sections, item.sections, strict=True)):
        if section.kind not in kinds:
            continue
        spans = list(found(index)) if found else []
        at = 0
        for word, start, end in zip(words.words, words.starts, words.ends, strict=True):
            if stops is not None and not is_content_word(word, document.language, stops):
                continue
            while at < len(spans) and spans[at][1] <= start:
                at += 1
            # a word may be cut by a place that is shorter than it: it is shown
            if found is None or (at < len(spans) and spans[at][0] < end):
                yield section, word, start, end


def tokens_report(
    split: Sequence[Tokens],
    kinds: Sequence[str],
    stops: frozenset[str] | None,
    within: Within | None = None,
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
        for section, word, start, end in _wanted(item, kinds, stops, within):
            place = (section.heading, section.kind, section.page_at(start), start)
            rows.append((word, document.id, *place, section.text[start:end]))
        count = len(rows) - before
        inputs.append(read_input(document, count))
    table = Table("tokens", columns, tuple(rows), title="Words in order")
    return Report("tokens", (table,), tuple(inputs))
