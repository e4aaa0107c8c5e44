"""A corpus in pieces, each counted by itself: on one machine, or on many."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from aiplans_cli import __version__
from aiplans_cli.counting.corpus import Grouping, placed
from aiplans_cli.errors import AiplansError, AnalysisError, SourceError
from aiplans_cli.reading.blocks import LARGE
from aiplans_cli.sources.corpus.content import Lines, Text, opened, read_text
from aiplans_cli.sources.corpus.texts import field_value, front_matter
from aiplans_cli.sources.source import is_counts_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiplans_cli.model import Counts
    from aiplans_cli.sources.rules import Rules
    from aiplans_cli.sources.settings import SourceSettings

BLOCK = 1 << 26
"""Bytes of a large text that are counted as one piece."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, or the lines of one that begin in a range of its bytes."""

    number: int
    """Number of the text in the corpus, from 0."""
    text: Text
    """The text."""
    start: int = 0
    """First byte."""
    end: int | None = None
    """Byte after the last; ``None`` for a text that is laid out as a document."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a piece."""

    table: Any = None
    """Its counts, a ``pyarrow.Table``; ``None`` where there are none."""
    problem: str = ""
    """Why it was not counted; "" where it was."""
    sha256: str = ""
    """Digest of its bytes."""
    notes: tuple[str, ...] = ()
    """What was decided in reading it."""


def piece_counter(
    rules: Rules, reading: SourceSettings, grouping: Grouping, pattern: re.Pattern[str] | None
) -> PieceCounter:
    """A counter under the user's settings."""
    parts: list[object] = [__version__, rules.signature]
    parts += [reading.lang, reading.from_, reading.encoding]
    parts += [grouping.field, grouping.totals, pattern and pattern.pattern]
    return PieceCounter(rules, reading, grouping, pattern, json.dumps(parts))


@dataclass(frozen=True, slots=True)
class PieceCounter:
    """Counts pieces; it can be sent to other processes and machines."""

    rules: Rules
    """How texts are counted."""
    reading: SourceSettings
    """How they are read."""
    grouping: Grouping
    """What becomes a document."""
    pattern: re.Pattern[str] | None
    """Where the field is found in names of files."""
    settings: str
    """All of these that shapes the counts, in a line."""

    def key(self, piece: Piece) -> str:
        """What tells the counts of a piece from all others, without reading it."""
        text = piece.text
        parts = [self.settings, text.path, text.name, text.place, text.size, text.stamp]
        return sha256(json.dumps([*parts, piece.start, piece.end]).encode()).hexdigest()

    def pieces(self, texts: Sequence[Text]) -> Iterator[Piece]:
        """The pieces of all texts: large ones are cut into blocks of lines."""
        for number, text in enumerate(texts):
            if step := self._step(text):
                for start in range(0, text.size, step):
                    yield Piece(number, text, start, min(start + step, text.size))
            else:
                yield Piece(number, text)

    def _step(self, text: Text) -> int:
        """Bytes to count at a time; 0 for a text that is laid out as a document."""
        if text.size < LARGE:
            return 0
        try:
            if not self._is_plain(text):
                return 0
            return BLOCK if self._can_be_cut(text) else text.size
        except SourceError:
            return 0  # whoever counts it will say what is wrong

    def _is_plain(self, text: Text) -> bool:
        from aiplans_cli.reading import sniff

        if self.reading.from_ != "auto":
            return self.reading.from_ == "text"
        return sniff(_head(text), text.place) == "text"

    def _can_be_cut(self, text: Text) -> bool:
        """Whether the byte of a line feed is one wherever it stands: so in UTF-8, not in UTF-16."""
        encoding = (self.reading.encoding or "utf-8").lower().replace("_", "-")
        return encoding in ("utf-8", "utf8") and b"\0" not in _head(text)

    def __call__(self, piece: Piece) -> Outcome:
        """Count a piece. What is wrong with it is told, not raised."""
        try:
            if piece.end is None:
                return self._document(piece)
            return self._lines(piece, piece.end)
        except AiplansError as error:
            where = f" (in bytes {piece.start:,} to {piece.end:,})" if piece.end else ""
            return Outcome(problem=str(error) + where)
        except Exception as error:  # one text of thousands must not end the count of all
            fact = f"cannot be counted ({type(error).__name__}: {' '.join(str(error).split())})"
            return Outcome(problem=str(AnalysisError(piece.text.path, fact[:300], "leave it out")))

    def _document(self, piece: Piece) -> Outcome:
        from aiplans_cli.sources.library.documents import document_of

        text, reading = piece.text, self.reading
        data = read_text(text)
        if is_counts_file(data):
            raise SourceError(text.path, "is a counts file, not a text", "leave it out")
        value = self._value(text, data)
        document = document_of(
            data,
            text.path,
            lang=reading.lang,
            format=reading.format,
            encoding=reading.encoding,
        )
        counts = self.rules.count(document)
        notes = tuple(f"{text.path}: {line}" for line in document.notes)
        return Outcome(self._table(counts, text, value), "", counts.sha256, notes)

    def _value(self, text: Text, data: bytes) -> str:
        field = self.grouping.field
        if not field:
            return ""
        # a pattern has a group for the field, so that nothing else is asked
        front = {} if self.pattern else front_matter(data, self.reading.encoding)
        value = field_value(field, text, front or {}, self.pattern)
        if value:
            return value
        if front is None:
            fact = f"it has no {field} that can be read: its front matter is not valid YAML"
            raise AnalysisError(text.path, fact, "put values with a colon in quotes")
        raise AnalysisError(text.path, f"it has no {field}", "see --by in 'aiplans count -h'")

    def _lines(self, piece: Piece, end: int) -> Outcome:
        from aiplans_cli.concepts.bulk_matcher import matcher_of
        from aiplans_cli.counting.bulk import count_blocks, counts_of
        from aiplans_cli.reading.blocks import text_blocks

        text, rules = piece.text, self.rules
        value = self._value(text, _head(text))
        language = self._language(text)
        with opened(text) as stream:
            lines = Lines(stream, piece.start, end)
            blocks = text_blocks(lines, text.path, self.reading.encoding)
            make = partial(matcher_of, rules.concept_list, rules.stops)
            tally = count_blocks(blocks, language, rules.words, rules.stops, make)
        if not tally.words:
            return Outcome(sha256=lines.hexdigest())
        counts = counts_of(tally, text.name, language, lines.hexdigest(), rules.stops)
        counts = replace(counts, settings=rules.signature)
        return Outcome(self._table(counts, text, value), "", counts.sha256)

    def _language(self, text: Text) -> str:
        """The language of a large text, which its beginning tells."""
        from aiplans_cli.reading.blocks import text_blocks
        from aiplans_cli.sources.large import language_of

        reading = self.reading
        with opened(text) as stream:
            beginning = next(text_blocks(stream, text.path, reading.encoding))  # none is empty
            return language_of(beginning.text(), reading.lang, text.path)

    def _table(self, counts: Counts, text: Text, value: str) -> Any:
        from aiplans_cli.counting.parquet import table_of

        return table_of([placed(counts, text.name, value, self.grouping)])


def _head(text: Text) -> bytes:
    with opened(text) as stream:
        return stream.read(1 << 16)
