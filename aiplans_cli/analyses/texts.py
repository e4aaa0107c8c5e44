"""The library of documents: what it knows of each, and how a document is divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.errors import SourceError
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.sources.library.entries import Entry
    from aiplans_cli.sources.library.fetching import Fetched
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source

AT_HAND = {
    "text": "the text is on this machine",
    "counts": "only its counts are",
    "no": "neither; fetch or add it",
}
"""What the library can have of a text."""


@question
def texts(*, session: Session) -> Report:
    """The texts of the library, and what is at hand of each: table ``texts``.

    >>> texts().rows()[0]["id"]
    'us-2025'
    """
    columns = [Column(name) for name in ("id", "language", "kind", "at_hand", "date", "issuer")]
    rows: list[tuple[Cell, ...]] = [
        (e.id, e.language, e.kind, at_hand(e, session), e.date, e.issuer, e.own_title)
        for e in session.library.values()
    ]
    table = Table("texts", (*columns, Column("title")), tuple(rows), title="The library")
    notes = tuple(f"at_hand {word}: {meaning}." for word, meaning in AT_HAND.items())
    return Report("texts list", (table,), notes=notes)


def at_hand(entry: Entry, session: Session) -> str:
    """A word of ``AT_HAND`` for what this machine has of a text."""
    try:
        return session.resolve(entry.id)[0].form
    except SourceError:
        return "no"


@dataclass(frozen=True, slots=True)
class OutlineSettings:
    """Whether sections are shown in place of what the library knows."""

    outline: Annotated[bool, Option("Its sections, with pages and token counts.")] = False
    indent: bool = False
    """Set headings in by their level."""


@question
def outline(source: Named, *, settings: OutlineSettings, session: Session) -> Report:
    """What the library knows of a text, or how a document is divided: ``text`` or ``outline``.

    Raises ``AiplansError`` for what cannot be read.

    >>> outline("us-2025-digest", outline=True).rows()[0]["kind"]
    'body'
    """
    entry = session.library.get(source) if isinstance(source, str) else None
    if settings.outline or entry is None:
        return outline_report(session.sources([source]), settings.indent)
    return entry_report(entry, session)


def entry_report(entry: Entry, session: Session) -> Report:
    """What the library knows of one text, a field a row."""
    fields: dict[str, Cell] = {
        "id": entry.id,
        "title": entry.title,
        "title_zh": entry.title_zh,
        "issuer": entry.issuer,
        "date": entry.date,
        "language": entry.language,
        "kind": entry.kind,
        "at_hand": at_hand(entry, session),
        "address": entry.url,
        "further_addresses": " ".join(entry.alternatives),
        "size": entry.size or None,
        "pages": entry.pages or None,
        "sha256": entry.sha256,
    }
    rows = tuple((name, value) for name, value in fields.items() if value not in ("", None))
    table = Table("text", (Column("field"), Column("value")), rows)
    return Report("texts show", (table,))


def outline_report(sources: Sequence[Source], indent: bool = False) -> Report:
    """The sections of documents in order; ``indent`` sets headings in by their level."""
    sizes_of = ("tokens", "sentences", "characters")
    columns = (
        *(Column("document"), Column("level", "integer")),
        *map(Column, ("section", "kind", "pages")),
        *(Column(name, "integer") for name in sizes_of),
    )
    rows: list[tuple[Cell, ...]] = []
    for source in sources:
        for section in source.counts.sections:
            margin = "  " * (section.level - 1) if indent else ""
            heading = section.heading or "(before the first heading)"
            sizes = (getattr(section, name) for name in sizes_of)
            start = (source.id, section.level, margin + heading)
            rows.append((*start, section.kind, section.pages, *sizes))
    table = Table("outline", columns, tuple(rows), title="Sections")
    return Report("texts show", (table,), tuple(input_of(source.counts) for source in sources))


def fetched_report(fetched: Sequence[Fetched]) -> Report:
    """What a download brought, a text a row."""
    columns = (Column("id"), Column("size", "integer", "bytes"), Column("address"))
    rows = tuple((one.entry.id, one.size, one.address) for one in fetched)
    return Report("texts fetch", (Table("fetched", columns, rows),))
