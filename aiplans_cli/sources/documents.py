"""What a file holds: a document, the two of a bilingual page, or one for each row of a table."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from aiplans_cli.errors import AiplansError, SourceError, UnfitTableError, WordlessError
from aiplans_cli.language import LANGUAGES
from aiplans_cli.model import Document, Section
from aiplans_cli.reading.shape import tidy
from aiplans_cli.sources.library.documents import documents_of, in_language
from aiplans_cli.sources.library.resolution import PART, read_resolved, resolve
from aiplans_cli.sources.settings import SourceSettings
from aiplans_cli.sources.tables import holds, is_part, is_table, named, no_part, open_table, part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from aiplans_cli.sources.library.entries import Entry
    from aiplans_cli.sources.tables import Row, Table

HEAD = 1 << 16
"""First bytes of a file, which tell its format."""

_FEW = 3
"""Notes on rows that are told; a table may have thousands."""


def documents_in(
    data: bytes,
    name: str,
    settings: SourceSettings,
    *,
    entry: Entry | None = None,
    part: str = "",
    whole: bool = False,
    meanwhile: Iterable[object] = (),
) -> tuple[list[Document], list[str]]:
    """The documents that the bytes of a file hold, or those of a ``part``, and what to tell.

    A bilingual page is wanted in each language, or ``whole``; ``meanwhile`` is what may be done
    while another process reads, step by step. Raises ``SourceError`` for what
    cannot be read and for a part that is not there, ``WordlessError`` where no document has words.
    """
    if key := is_table(lambda: data[:HEAD], name, settings):
        return _rows_in(data, name, key, settings, part)
    asked = part if part in LANGUAGES and settings.lang == "auto" else settings.lang
    found = documents_of(
        data,
        name,
        entry,
        lang=asked,
        format=settings.format,
        encoding=settings.codec,
        whole=whole and not part,
        timeout=settings.timeout,
        meanwhile=meanwhile,
    )
    told = [line for document in found for line in document.notes]
    return _parts(found, name, part), told


def _parts(found: list[Document], name: str, part: str) -> list[Document]:
    """The documents of a part, or all where none was asked for."""
    kept = [one for one in found if not part or is_part(one.id, part)]
    if not kept:
        raise no_part(name, part, [part_of(one.id) for one in found])
    return kept


def _rows_in(
    data: bytes, name: str, key: str, settings: SourceSettings, part: str
) -> tuple[list[Document], list[str]]:
    told: list[str] = []
    try:
        table, rows = open_table(BytesIO(data), name, key, settings, told.append)
    except UnfitTableError:
        if not part:
            raise
        return _column(data, name, key, settings, part)
    every = list(rows)  # only the last of them shows whether all ids differ
    told += table.told()
    wanted = [row for row in every if not part or holds(named(row, table), part)]
    if not wanted and part in table.names:
        return _column(data, name, key, settings, part)
    if not wanted:
        raise no_part(name, part, [part_of(named(row, table)) for row in every])
    found: list[Document] = []
    left_out: list[AiplansError] = []
    for row in wanted:
        try:
            found += row_documents(row, table, settings) if row.text else []
        except AiplansError as error:
            left_out.append(error)
    if not found:
        fact = f"its column {table.columns.text!r} has no words"
        where = f"{name}{PART}{part}" if part else name
        raise left_out[0] if left_out else WordlessError(where, fact, "choose another")
    notes = [f"{one.id}: {line}" for one in found for line in one.notes]
    told += [*notes[:_FEW], *_more(notes, "notes on rows")]
    told += [f"left out {error}" for error in left_out[:_FEW]]
    told += _more(left_out, "rows that are left out")
    return _parts(found, name, part), told


def _column(
    data: bytes, name: str, key: str, settings: SourceSettings, column: str
) -> tuple[list[Document], list[str]]:
    """A column of a table as one document, in which each row is a section under its title or id."""
    told: list[str] = []
    chosen = replace(settings, text_column=column)
    table, rows = open_table(BytesIO(data), name, key, chosen, told.append)
    every = list(rows)
    texts = [row for row in every if row.text]
    sections = [
        Section(row.title or part_of(named(row, table)), 1, "body", "", line, part=number)
        for number, row in enumerate(texts, 1)
        for line in ["\n".join(filter(None, map(tidy, row.text.splitlines())))]
    ]
    id_ = f"{named(texts[0], table).partition(PART)[0]}{PART}{column}"
    digest = sha256("\0".join(row.text for row in texts).encode("utf-8", "replace")).hexdigest()
    document = Document(id_, id_, "", tuple(sections), digest, key)
    [whole] = in_language(document, f"{name}{PART}{column}", settings.lang, whole=True)
    return [whole], [*told, *table.told(), *whole.notes]


def fields_in(
    data: bytes, name: str, settings: SourceSettings, entry: Entry | None = None
) -> Callable[[str], Mapping[str, str]]:
    """From the id of a document in a file to what is known of it beside its words.

    That are the columns of its row, the keys of the front matter, or of its entry in the library.
    """
    from aiplans_cli.sources.corpus.texts import front_matter

    if entry is not None:
        known = {"title": entry.own_title, "issuer": entry.issuer, "date": entry.date}
        about = {key: value for key, value in known.items() if value}
        return lambda _: about
    if not (key := is_table(lambda: data[:HEAD], name, settings)):
        front = front_matter(data, settings.codec) or {}
        return lambda _: front
    try:
        table, rows = open_table(BytesIO(data), name, key, settings)
        every = list(rows)
    except AiplansError:  # whoever reads it says what is wrong
        return lambda _: {}
    of_row = {part_of(named(row, table)): row.fields for row in every}

    def fields_of(id_: str) -> Mapping[str, str]:
        part = part_of(id_)
        return of_row.get(part) or of_row.get(part.rpartition(PART)[0], {})

    return fields_of


def _more(lines: object, what: str) -> list[str]:
    more = len(lines) - _FEW  # type: ignore[arg-type]
    return [f"and {more:,} more {what}"] if more > 0 else []


def row_documents(row: Row, table: Table, settings: SourceSettings) -> list[Document]:
    """The document of a row, or the two of a bilingual one; raises as ``documents_of`` does."""
    id_ = named(row, table)
    found = documents_of(
        row.text.encode("utf-8", "replace"),
        f"{table.name}{PART}{part_of(id_)}",
        lang=settings.lang,
        format="text",
        encoding="utf-8",
        id_=id_,
    )
    return [
        replace(
            one,
            title=row.title or one.id,
            format=table.key,
            front=(row.title,) if row.title else (),
        )
        for one in found
    ]


def read(
    source: str,
    *,
    lang: str = "auto",
    format: str | None = None,
    encoding: str | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
    data_dir: Path | None = None,
) -> Document:
    """The document that a path or a library id names, or ``FILE::part`` of one.

    Raises ``SourceError`` where there is none, where the name stands for several documents, or
    where only its counts are at hand.

    >>> read("cn-2025-digest").language
    'zh'
    """
    found = resolve(source, data_dir)
    if len(found) > 1:
        raise SourceError(source, f"stands for {len(found)} files", "read them one by one")
    [place] = found
    if place.form == "counts":
        raise SourceError(source, "only its counts are at hand, not its text", "fetch it first")
    settings = SourceSettings(lang, format or "auto", encoding, text_column, id_column)
    documents, _ = documents_in(
        read_resolved(place), str(place.path), settings, entry=place.entry, part=place.part
    )
    if len(documents) > 1:
        ids = f"{documents[0].id} and {documents[1].id}"
        more = f" and {len(documents) - 2} more" if len(documents) > 2 else ""
        raise SourceError(source, f"stands for {ids}{more}", "read them one by one")
    return documents[0]
