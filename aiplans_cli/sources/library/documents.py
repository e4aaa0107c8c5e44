"""From a source to a document whose language is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError, SourceError
from aiplans_cli.language import LANGUAGES, LEAST, MIXED, detect, expect
from aiplans_cli.reading import read_bytes
from aiplans_cli.sources.library.resolution import read_resolved, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from aiplans_cli.model import Document
    from aiplans_cli.sources.library.entries import Entry


def document_of(
    data: bytes,
    name: str,
    entry: Entry | None = None,
    *,
    lang: str = "auto",
    format: str | None = None,
    encoding: str | None = None,
) -> Document:
    """The document that the bytes of a file hold, with its language.

    ``name`` is the file's, for its suffix and for errors; the library's ``entry``, where there is
    one, gives id and title. What was decided on the way stands in the document's notes. Raises
    ``SourceError`` for bytes that cannot be read, ``AnalysisError`` for a text without words or
    with hardly any in the language asked for.
    """
    document = read_bytes(data, name=name, format=format, encoding=encoding)
    known = ""
    if entry is not None:
        kind = "digest" if entry.kind == "digest" else "text"
        front = (*document.front, entry.title)
        document = replace(document, id=entry.id, title=entry.own_title, kind=kind, front=front)
        known = entry.language
    found = detect("\n".join(section.text for section in document.sections))
    if not found.language:
        raise AnalysisError(name, "it has no English or Chinese words", "check the file")
    language = (known or found.language) if lang == "auto" else lang
    expect(found, language, name, 0.0 if lang == "auto" else LEAST)
    own, share = LANGUAGES[language].name, found.share(language)
    notes = document.notes
    # Where the library or the user has said so, only a language that is hardly there is news.
    if share <= (1 - MIXED if lang == "auto" and not known else 0.5):
        notes += (
            f"read as {own}, but {1 - share:.0%} of its words are in the other language; "
            "--lang chooses",
        )
    return replace(document, language=language, notes=notes)


def read(
    source: str,
    *,
    lang: str = "auto",
    format: str | None = None,
    encoding: str | None = None,
    data_dir: Path | None = None,
) -> Document:
    """The document that a path or a library id names.

    Raises ``SourceError`` where there is none, where the name stands for several files, or where
    only its counts are at hand.

    >>> read("cn-2025-digest").language
    'zh'
    """
    found = resolve(source, data_dir)
    if len(found) > 1:
        raise SourceError(source, f"stands for {len(found)} files", "read them one by one")
    if found[0].form == "counts":
        raise SourceError(source, "only its counts are at hand, not its text", "fetch it first")
    return document_of(
        read_resolved(found[0]),
        str(found[0].path),
        found[0].entry,
        lang=lang,
        format=format,
        encoding=encoding,
    )
