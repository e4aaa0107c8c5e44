"""Adding a file of the user's to the library."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date as date_type
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from aiplans_cli.errors import SourceError
from aiplans_cli.sources.library.documents import document_of
from aiplans_cli.sources.library.entries import (
    Entry,
    fault_of,
    load_library,
    read_entries,
)
from aiplans_cli.sources.library.resolution import SUFFIXES, kept_file
from aiplans_cli.sources.library.wholeness import shortfalls
from aiplans_cli.storage.bounded import read_bounded
from aiplans_cli.storage.files import keep
from aiplans_cli.storage.folders import needed_data_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.model import Document


_FIELDS = ("id", "title", "language", "kind", "issuer", "date", "sha256", "text")
"""What the record of an added text tells, in this order."""


def add(
    path: str,
    *,
    id: str = "",
    title: str = "",
    language: str = "",
    issuer: str = "",
    date: str = "",
    data_dir: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Entry:
    """Copy a file into the user's library and return its entry.

    Without ``id`` the file's name makes one; without ``title`` the name is the title, and without
    ``language`` it is detected. With the id of an official text the file becomes that text, as if
    it had been fetched, and must have its recorded sha256 where there is one; what it lacks of the
    whole text is told. Adding the same file again changes what is given of title, language, issuer
    and date, and nothing else. The file is read first, and ``tell`` is given what its reader notes.
    Raises ``SourceError`` or ``AnalysisError`` for a file that cannot be read as a document,
    ``SourceError`` for an id that is taken, ``DataError`` for a data directory that cannot be
    written.
    """
    folder = needed_data_dir() if data_dir is None else data_dir
    file = Path(path)
    data = _read(file)
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise SourceError(
            path, f"has no suffix that tells its format ({', '.join(SUFFIXES)})", "rename it"
        )
    name = id or _id_from(file.stem)
    given = {"title": title, "language": language, "issuer": issuer, "date": date}
    given = {key: value for key, value in given.items() if value}
    known = load_library(folder).get(name)
    if known is None:
        record = dict.fromkeys(_FIELDS, "") | {"id": name, "title": file.stem, "kind": "added"}
        record |= {"sha256": sha256(data).hexdigest(), "text": name + suffix}
        return _enter(record | given, path, data, folder, tell)
    if not _is_again(known, data, folder):
        if given.keys() - {"language"}:
            tell(f"{name} keeps the title, issuer and date that the library has for it")
        return _supply(known, path, data, suffix, folder, tell)
    record = {name: str(getattr(known, name)) for name in _FIELDS}
    return known if record | given == record else _enter(record | given, path, data, folder, tell)


def _enter(
    record: dict[str, str], path: str, data: bytes, folder: Path, tell: Callable[[str], None]
) -> Entry:
    """Keep a file and its record."""
    fault = fault_of(record) or _no_such_day(record["date"])
    if fault:
        raise SourceError(path, f"cannot be added: it {fault}", "give --id, --date or --lang anew")
    record["language"] = _readable(data, path, tell, lang=record["language"] or "auto").language
    text = folder / "texts" / record["text"]
    entry_file = folder / "texts" / f"{record['id']}.toml"
    was_there = text.exists()
    keep(text, data)
    try:
        keep(entry_file, _toml(record).encode("utf-8"))
    except BaseException:
        if not was_there:  # no entry would lead to it
            text.unlink(missing_ok=True)
        raise
    return read_entries(entry_file)[0]


def _is_again(entry: Entry, data: bytes, data_dir: Path) -> bool:
    """Whether the bytes were added by the user under this entry before."""
    kept = kept_file(entry, data_dir)
    return entry.kind == "added" and kept is not None and kept.read_bytes() == data


def _no_such_day(written: str) -> str:
    """What is wrong with a date of the right form, "" for nothing."""
    try:
        if written:
            date_type.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        return f"has the date {written!r}, which does not exist"
    return ""


def _supply(
    entry: Entry,
    path: str,
    data: bytes,
    suffix: str,
    data_dir: Path,
    tell: Callable[[str], None],
) -> Entry:
    """Take the file as the text of an entry that the library already has."""
    kept = kept_file(entry, data_dir)
    if kept is not None and kept.read_bytes() == data:
        return entry
    if kept is not None or entry.kind == "digest":
        raise SourceError(path, f"the id {entry.id} is taken", "choose another with --id")
    digest = sha256(data).hexdigest()
    if entry.sha256 not in ("", digest):
        raise SourceError(
            path,
            f"is not the file recorded for {entry.id}: sha256 {digest}, recorded {entry.sha256}",
            "add it under another id with --id",
        )
    document = _readable(data, path, tell, entry)
    lacks = shortfalls(document, entry, data) if entry.has_whole and not entry.sha256 else []
    if lacks:
        tell(f"may not be the whole text of {entry.id}: it {' and '.join(lacks)}")
    keep(data_dir / "texts" / (entry.text or entry.id + suffix), data)
    return entry


def _readable(
    data: bytes,
    path: str,
    tell: Callable[[str], None],
    entry: Entry | None = None,
    lang: str = "auto",
) -> Document:
    """The document, read before it is kept: a damaged file would fail only when it is used."""
    document = document_of(data, path, entry, lang=lang)
    for line in document.notes:
        tell(line)
    return document


def _read(file: Path) -> bytes:
    try:
        data = read_bounded(file)
    except IsADirectoryError:
        raise SourceError(str(file), "is a directory", "add its files one by one") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise SourceError(str(file), f"cannot be read ({reason})", "check the name") from None
    if not data:
        raise SourceError(str(file), "is empty", "add a file with text in it")
    return data


def _id_from(stem: str) -> str:
    """An id made from a file's name.

    >>> _id_from("AI Plan (final)_v2")
    'ai-plan-final-v2'
    """
    plain = unicodedata.normalize("NFC", stem).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def _toml(record: dict[str, str]) -> str:
    # A JSON string is a TOML basic string, but for DEL, which only TOML wants escaped.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in record.items())
    text = "[[text]]\n" + "\n".join(lines) + "\n"
    return text.replace("\x7f", "\\u007F").encode("utf-8", "replace").decode("utf-8")
