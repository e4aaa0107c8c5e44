"""The library of documents: what it knows of each, and how a document is divided."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import counted_names, input_of, read_input
from aiplans_cli.errors import SourceError, UsageError
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Document
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
    """Whether sections or a ledger are shown in place of what the library knows."""

    outline: Annotated[bool, Option("Its sections, with pages and token counts.")] = False
    ledger: Annotated[
        bool, Option("What became of each character: counted, set aside as what, or unread.")
    ] = False
    indent: bool = False
    """Set headings in by their level."""


@question
def outline(source: Named, *, settings: OutlineSettings, session: Session) -> Report:
    """What the library knows of a text, or how a document is divided: ``text`` or ``outline``.

    With ``ledger`` what became of each of its characters: ``ledger``. Raises ``AiplansError`` for
    what cannot be read, and ``UsageError`` for both at once.

    >>> outline("us-2025-digest", outline=True).rows()[0]["kind"]
    'body'
    """
    if settings.ledger and settings.outline:
        raise UsageError("--outline and --ledger are two answers: ask for one")
    if settings.ledger:
        return ledger_report(session.documents([source]), session.settings.all_kinds)
    entry = session.library.get(source) if isinstance(source, str) else None
    if settings.outline or entry is None:
        return outline_report(session.sources([source]), settings.indent)
    return entry_report(entry, session)


def entry_report(entry: Entry, session: Session) -> Report:
    """What the library knows of one text, and where the one on this machine came from."""
    from aiplans_cli.sources.library.wholeness import whole_if

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
        "whole_if": whole_if(entry),
    }
    fields |= _kept(entry)
    rows = tuple((name, value) for name, value in fields.items() if value not in ("", None))
    table = Table("text", (Column("field"), Column("value")), rows)
    return Report("texts show", (table,))


def _kept(entry: Entry) -> dict[str, Cell]:
    """Where the text on this machine came from, and what it is; nothing where there is none."""
    from aiplans_cli.sources.library.origin import origin_of
    from aiplans_cli.sources.library.resolution import kept_file
    from aiplans_cli.storage.folders import data_dir

    folder = data_dir()
    path = kept_file(entry, folder)
    try:
        data = path.read_bytes() if path else b""
    except OSError:  # whoever reads the text says why
        return {}
    if path is None or folder is None or entry.kind == "added":
        return {}
    origin = origin_of(entry.id, data, folder)
    return {
        "came_from": origin.address if origin else "a file that was added",
        "fetched_on": origin.date if origin else "",
        "kept_sha256": sha256(data).hexdigest(),
    }


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


def ledger_report(documents: Sequence[Document], all_kinds: bool = False) -> Report:
    """What became of each character of documents, a name a row, largest first within its fate.

    With ``all_kinds`` what ``--all`` counts is counted.

    ``share`` is of the characters of the file, 0 to 1, as are ``characters`` without white space.
    """
    columns = (
        *map(Column, ("document", "name", "fate")),
        Column("characters", "integer"),
        Column("share", "number", digits=3),
        *map(Column, ("pages", "examples")),
    )
    also = counted_names(all_kinds)
    rows: list[tuple[Cell, ...]] = []
    for document in documents:
        ledger = document.ledger
        listed = sum(entry.characters for entry in ledger.entries)
        whole = ledger.visible if ledger.visible is not None else listed
        fates = {e.name: "counted" if e.name in also else e.fate for e in ledger.entries}
        order = sorted(ledger.entries, key=lambda e: (_FATES.index(fates[e.name]), -e.characters))
        for entry in order:
            size = (entry.characters, entry.characters / whole if whole else None)
            told = (_spans(entry.pages), " / ".join(entry.examples))
            rows.append((document.id, entry.name, fates[entry.name], *size, *told))
        sums = {"added by the reader": -ledger.added, "not accounted for": ledger.missing}
        for name, size_ in sums.items():
            if size_:
                rows.append(
                    (document.id, name, "", size_, size_ / whole if whole else None, "", "")
                )
        rows.append((document.id, "the whole file", "", whole, 1.0, "", ""))
    table = Table("ledger", columns, tuple(rows), title="What became of each character")
    return Report("texts show", (table,), tuple(map(read_input, documents)))


_FATES = ("counted", "set aside", "unread")


def _spans(pages: Sequence[str]) -> str:
    """Labels of pages, runs of numbers as spans.

    >>> _spans(["i", "1", "2", "3", "5"])
    'i, 1-3, 5'
    """
    spans: list[list[str]] = []
    for page in pages:
        last = spans[-1][-1] if spans else ""
        follows = page.isdecimal() and last.isdecimal() and int(page) == int(last) + 1
        if follows:
            spans[-1] = [spans[-1][0], page]
        else:
            spans.append([page])
    return ", ".join("-".join(span) for span in spans)


def fetched_report(fetched: Sequence[Fetched]) -> Report:
    """What a download brought, a text a row."""
    columns = (Column("id"), Column("size", "integer", "bytes"), Column("address"))
    rows = tuple((one.entry.id, one.size, one.address) for one in fetched)
    return Report("texts fetch", (Table("fetched", columns, rows),))
