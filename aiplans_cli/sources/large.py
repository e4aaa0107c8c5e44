"""Plain text too large to be laid out as a document: counted as a stream of lines."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from hashlib import file_digest, sha256
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.errors import AnalysisError, SourceError
from aiplans_cli.reading.blocks import LARGE
from aiplans_cli.records import dataclass
from aiplans_cli.storage.bounded import open_bounded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from hashlib import _Hash
    from pathlib import Path

    from aiplans_cli.counting.bulk import Frequencies
    from aiplans_cli.model import Counts
    from aiplans_cli.reading.blocks import Block
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.settings import SourceSettings

_BEGINNING = 100_000
"""Characters that tell the language."""


_HEAD = 1 << 16
"""Bytes that tell the format."""


class _Hashed:
    """A stream that adds to a digest what is read from it."""

    def __init__(self, stream: BinaryIO, digest: _Hash) -> None:
        self._stream, self._digest = stream, digest

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._digest.update(data)
        return data


def is_large(path: Path, settings: SourceSettings) -> bool:
    """Whether a file is plain text of such a size."""
    from aiplans_cli.reading.markup import xml_root
    from aiplans_cli.reading.registry import sniff
    from aiplans_cli.sources.tables import is_table

    try:
        if path.stat().st_size < LARGE:
            return False
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False  # whoever reads it will say what is wrong
    if settings.from_ == "auto" and xml_root(head, path.name):
        return False
    if is_table(lambda: head, path.name, settings):
        return False
    return settings.from_ == "text" or (
        settings.from_ == "auto" and sniff(head, path.name) == "text"
    )


def large_table(path: Path, settings: SourceSettings) -> str:
    """Key of the format of a file that is a table of such a size; "" for any other."""
    from aiplans_cli.sources.tables import is_table

    try:
        if path.stat().st_size < LARGE:
            return ""
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return ""  # whoever reads it will say what is wrong
    return is_table(lambda: head, path.name, settings)


def table_words(path: Path, key: str, session: Session) -> Iterator[Counts]:
    """The counts of the rows of a large table, of which one is held at a time, unnamed.

    Raises ``AiplansError`` where the table cannot be read.
    """
    from aiplans_cli.errors import WordlessError
    from aiplans_cli.sources.documents import row_documents
    from aiplans_cli.sources.tables import open_table

    journal, name = session.journal, str(path)
    journal.will_read(path)
    wordless = 0
    try:
        with open_bounded(path, session.settings.max_size) as stream:
            told: list[str] = []
            table, rows = open_table(stream, name, key, session.settings, told.append)
            for row in rows:
                try:
                    documents = row_documents(row, table, session.settings) if row.text else []
                except WordlessError:
                    wordless += 1
                    continue
                yield from map(session.rules.count, documents)
            told += table.told()
            if wordless:
                told.append(f"{wordless:,} rows without English or Chinese words left out")
            for line in told:
                session.tell(f"{name}: {line}")
            stream.seek(0)
            journal.read(name, file_digest(stream, "sha256").hexdigest())
    except OSError as error:
        fact = f"cannot be read ({error.strerror})"
        raise SourceError(name, fact, "check its permissions") from error


def language_of(beginning: str, lang: str, name: str) -> str:
    """The language of a large text, as ``--lang`` says or as its beginning tells.

    Raises ``AnalysisError`` where neither does, or the beginning is in the other language.
    """
    from aiplans_cli.language import detect, expect

    found = detect(beginning)
    if lang == "auto" and not found.language:
        raise AnalysisError(name, "its language is neither English nor Chinese", "choose a --lang")
    if lang != "auto" and found.language:
        expect(found, lang, name)
    return found.language if lang == "auto" else lang


@dataclass(slots=True)
class _Opened:
    """A large text that is being read."""

    language: str
    blocks: Iterator[Block]
    replaced: int = 0
    """Places that were no text, when all blocks have been asked for."""


@contextmanager
def _opened(
    path: Path, session: Session, jobs: int, digest: _Hash | None = None
) -> Iterator[_Opened]:
    """A large text in blocks, which as they are asked for are added to ``digest``.

    Its digest is noted where there is one, or the journal keeps all. Raises ``AiplansError``
    where it cannot be read.
    """
    from aiplans_cli.reading.blocks import Watched, text_blocks
    from aiplans_cli.reading.encoding import replaced_note

    journal, settings = session.journal, session.settings
    journal.will_read(path)
    if digest is None and journal.keeps_digests:
        digest = sha256()
    try:
        with open_bounded(path, settings.max_size) as raw:
            stream = raw if digest is None else _Hashed(raw, digest)
            blocks = text_blocks(stream, str(path), settings.codec)
            first = next(blocks)  # a large text is not empty
            language = language_of(first.text()[:_BEGINNING], settings.lang, str(path))
            every: Iterator[Block] = chain([first], blocks)
            if settings.errors == "replace":
                watched = Watched(every)
                every = iter(watched)
            if jobs != 1:  # each process reads what it counts
                every = (block.in_file(str(path)) for block in every)
            opened = _Opened(language, every)
            yield opened
            if settings.errors == "replace":
                opened.replaced = watched.replaced
                if watched.replaced:
                    session.tell(f"{path}: {replaced_note(watched.replaced, settings.codec or '')}")
            if digest is not None:
                journal.read(str(path), digest.hexdigest())
    except OSError as error:
        fact = f"cannot be read ({error.strerror})"
        raise SourceError(str(path), fact, "check its permissions") from error


def count_large(path: Path, session: Session, jobs: int) -> Counts:
    """The counts of a large text, as one section. ``jobs`` processes count, 0 for all cores.

    Raises ``AiplansError`` where it cannot be read or has no words of a known language.
    """
    from aiplans_cli.concepts.bulk_matcher import matcher_of
    from aiplans_cli.counting.bulk import count_blocks, counts_of

    rules = session.rules
    make = partial(matcher_of, rules.concept_list, rules.stops)
    digest = sha256()
    with _opened(path, session, jobs, digest) as text:
        tally = count_blocks(text.blocks, text.language, rules.words, rules.stops, make, jobs)
    counts = counts_of(tally, path.stem, text.language, digest.hexdigest(), rules.stops)
    ledger = {"body": counts.sections[0].characters, "undecodable": text.replaced}
    return replace(counts, settings=rules.signature, ledger=ledger if text.replaced else {})


def list_large(path: Path, session: Session, jobs: int) -> tuple[str, Frequencies]:
    """The language and the words of a large text, by the way that is meant for words alone.

    Raises ``AiplansError`` where it cannot be read or its language is not known.
    """
    from aiplans_cli.counting.bulk import count_words

    with _opened(path, session, jobs) as text:
        return text.language, count_words(text.blocks, text.language, session.words, jobs)
