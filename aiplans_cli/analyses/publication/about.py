"""What was read: the documents with their dates and origins, and what became of each character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.tables import counted_names, coverage
from aiplans_cli.output.report import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.sources.library.entries import Entry
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source

SOURCE_COLUMNS = (
    *map(Column, ("document", "title", "kind", "language", "issuer", "date", "address")),
    *(Column("sections", "integer"), Column("sentences", "integer"), Column("tokens", "integer")),
    Column("coverage", "number", "percent"),
    Column("sha256"),
)
LEDGER_COLUMNS = (
    *map(Column, ("document", "what", "counted")),
    *(Column("characters", "integer"), Column("share", "number", "percent")),
)


def entry_of(source: Source, session: Session) -> Entry | None:
    """What the library knows of a source; ``None`` of a file and of what was given as such."""
    return None if source.file else session.library.get(source.id)


def sources_table(sources: Sequence[Source], session: Session) -> Table:
    """The documents: title, kind, language, who published them, when and where; their sizes."""
    rows = [_row(source, entry_of(source, session)) for source in sources]
    return Table("sources", SOURCE_COLUMNS, tuple(rows), "What was compared")


def _row(source: Source, entry: Entry | None) -> tuple[Cell, ...]:
    counts = source.counts
    kind = entry.kind if entry else counts.kind
    return (
        *(source.id, counts.title or source.id),
        kind if source.text is not None else f"{kind}, its counts alone",
        *(source.language, entry.issuer if entry else "", entry.date if entry else ""),
        entry.addresses[0] if entry and entry.addresses else "",
        *(len(counts.sections), sum(section.sentences for section in counts.sections)),
        sum(section.tokens for section in counts.sections),
        *(coverage(counts), counts.sha256),
    )


def ledger_table(sources: Sequence[Source], *, all_kinds: bool) -> Table:
    """What became of the characters of each file: counted, set aside under a name, or unread."""
    rows: list[tuple[Cell, ...]] = []
    names = counted_names(all_kinds)
    for source in sources:
        ledger = source.counts.ledger
        whole = sum(ledger.values())
        rows += [
            (source.id, what, what in names, size, size / whole)
            for what, size in ledger.items()
            if size
        ]
    return Table("ledger", LEDGER_COLUMNS, tuple(rows), "What became of each character")
