"""A corpus in pieces, each counted by itself: on one machine, or on many."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from aiplans_cli import __version__
from aiplans_cli.analyses.counting.outcome import Outcome, by_document
from aiplans_cli.counting.corpus import Grouping, placed
from aiplans_cli.errors import AiplansError, AnalysisError, SourceError, UnfitTableError
from aiplans_cli.reading.blocks import LARGE
from aiplans_cli.records import dataclass
from aiplans_cli.sources.behind import UNTOLD, recorded_path
from aiplans_cli.sources.corpus.content import BLOCK, Lines, Text, beginning_of, opened, read_text
from aiplans_cli.sources.corpus.texts import field_value, front_matter
from aiplans_cli.sources.library.resolution import PART
from aiplans_cli.sources.selection import record
from aiplans_cli.sources.source import is_counts_file
from aiplans_cli.storage.bounded import too_large
from aiplans_cli.storage.stores import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from aiplans_cli.analyses.counting.rows import RowRange
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.rules import Rules
    from aiplans_cli.sources.settings import SourceSettings

_FORM = 6
"""Form in which parts are kept: those of another are counted again."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, the lines of one that begin in a range of its bytes, or some rows of a table."""

    number: int
    """Number of the text in the corpus, from 0."""
    text: Text
    """The text."""
    start: int = 0
    """First byte."""
    end: int | None = None
    """Byte after the last; ``None`` for a text that is laid out as a document, and for rows."""
    rows: RowRange | None = None
    """The rows of a table; ``None`` for any other text."""
    fault: str = ""
    """Why it cannot be counted, where that is known before."""


def piece_counter(
    rules: Rules,
    reading: SourceSettings,
    grouping: Grouping,
    pattern: re.Pattern[str] | None,
    output: str,
) -> PieceCounter:
    """A counter under the user's settings, for the counts file ``output``."""
    parts: list[object] = [__version__, _FORM, rules.signature]
    parts += [reading.lang, reading.from_, reading.codec]
    parts += [grouping.field, grouping.totals, pattern and pattern.pattern]
    if not is_address(output):
        output = str(Path(output).absolute())  # a process of another machine may run elsewhere
    return PieceCounter(rules, reading, grouping, pattern, json.dumps(parts), output)


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
    output: str
    """The counts file, in full, from which texts are found again."""

    def key(self, piece: Piece) -> str:
        """What tells the counts of a piece from all others, without reading it."""
        text = piece.text
        parts = [self.settings, text.path, text.name, text.place, text.size, text.stamp, text.part]
        parts += [piece.start, piece.end, piece.rows and asdict(piece.rows), piece.fault]
        parts += [recorded_path(text.path, self.output)]
        return sha256(json.dumps(parts).encode()).hexdigest()

    def pieces(
        self,
        texts: Iterable[Text],
        tell: Callable[[str], None] = lambda line: None,
        seen: set[bytes] | None = None,
    ) -> Iterator[Piece]:
        """The pieces of all texts: large ones are cut into blocks of lines, tables into rows.

        What tables have to say goes to ``tell``; rows with a text that is ``seen`` are left out.
        """
        number, most = 0, self.reading.max_size
        for text in texts:
            if text.size > most * 1e6:
                yield Piece(number, text, fault=str(too_large(text.path, most)))
                number += 1
                continue
            if key := self._table_of(text):
                for piece in self._in_rows(text, key, tell, seen):
                    yield replace(piece, number=number)
                    number += 1  # a row is a text, so a piece shares no number with another
                continue
            if step := self._step(text):
                for start in range(0, text.size, step):
                    yield Piece(number, text, start, min(start + step, text.size))
            else:
                yield Piece(number, text)
            number += 1

    def _table_of(self, text: Text) -> str:
        """Key of the format of a table; "" for any other text, and for what cannot be read."""
        from aiplans_cli.sources.tables import is_table

        try:
            return is_table(lambda: beginning_of(text), text.place, self.reading)
        except SourceError:
            return ""

    def _in_rows(
        self, text: Text, key: str, tell: Callable[[str], None], seen: set[bytes] | None
    ) -> Iterator[Piece]:
        from aiplans_cli.analyses.counting.rows import row_ranges

        if text.part:  # a row or a column, which is a document or few
            yield Piece(0, text)
            return
        fields = "" if self.pattern else self.grouping.field
        try:
            for rows in row_ranges(text, key, self.reading, fields, tell, seen):
                yield Piece(0, text, rows=rows)
        except UnfitTableError as error:
            if not text.among:
                yield Piece(0, text, fault=str(error))
            else:
                tell(f"{error.subject}: {error.fact}; left out")
        except AiplansError as error:
            yield Piece(0, text, fault=str(error))

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
        from aiplans_cli.reading.markup import xml_root

        if self.reading.from_ != "auto":
            return self.reading.from_ == "text"
        head = beginning_of(text)
        return sniff(head, text.place) == "text" and not xml_root(head, text.place)

    def _can_be_cut(self, text: Text) -> bool:
        """Whether the byte of a line feed is one wherever it stands: so in UTF-8, not in UTF-16."""
        encoding = (self.reading.encoding or "utf-8").lower().replace("_", "-")
        return encoding in ("utf-8", "utf8") and b"\0" not in beginning_of(text)

    def __call__(self, piece: Piece) -> Outcome:
        """Count a piece. What is wrong with it is told, not raised."""
        if piece.fault:
            return Outcome(problem=piece.fault)
        try:
            if piece.rows is not None:
                return self._rows(piece, piece.rows)
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
        from aiplans_cli.sources.documents import documents_in

        text = piece.text
        data = read_text(text)
        if is_counts_file(data):
            raise SourceError(text.path, "is a counts file, not a text", "leave it out")
        value = self._value(text, data)
        front = {} if self.grouping.field else front_matter(data, self.reading.codec) or {}
        documents, told = documents_in(data, text.path, self.reading, part=text.part)
        names = [f"{text.name}{''.join(one.id.partition(PART)[1:])}" for one in documents]
        named = [
            self._placed(self.rules.count(document), text, name, value, front)
            for document, name in zip(documents, names, strict=True)
        ]
        notes = tuple(f"{text.path}: {line}" for line in told)
        return Outcome(by_document(named, self.grouping), "", documents[0].sha256, notes)

    def _placed(
        self, counts: Counts, text: Text, name: str, value: str, fields: Mapping[str, str] | None
    ) -> Counts:
        """The counts of a text as what it becomes; ``fields`` are ``None`` of one in blocks."""
        file = recorded_path(text.path, self.output)
        if self.grouping.field:
            # of one that is counted in blocks each tells the same, so that they add up to a section
            digest = UNTOLD if fields is None else counts.sha256
            return placed(counts, name, value, self.grouping, f"{digest} {file}" if file else "")
        counts = placed(counts, name, value, self.grouping)
        kept = record(fields or {})
        settings = {**counts.settings, **kept} if kept else counts.settings
        return replace(counts, settings=settings, file=file)

    def _rows(self, piece: Piece, rows: RowRange) -> Outcome:
        from aiplans_cli.analyses.counting.rows import Gathered, rows_of
        from aiplans_cli.sources.documents import row_documents

        text = piece.text
        gathered = Gathered(text.path)
        for row in rows_of(text, rows, self.reading):
            with gathered.faults():
                value = self._field(text, row.fields, f"{text.path}{PART}{row.id}")
                for document in row_documents(row, rows.table, self.reading):
                    name = f"{text.name}{PART}{document.id.partition(PART)[2]}"
                    counts = self.rules.count(document)
                    placed_ = self._placed(counts, text, name, value, row.fields)
                    gathered.add(row, document, placed_)
        counted = by_document(gathered.placed, self.grouping)
        return gathered.outcome(counted)

    def _value(self, text: Text, data: bytes) -> str:
        if not self.grouping.field:
            return ""
        # a pattern has a group for the field, so that nothing else is asked
        front = {} if self.pattern else front_matter(data, self.reading.codec)
        return self._field(text, front, text.path)

    def _field(self, text: Text, front: Mapping[str, str] | None, name: str) -> str:
        """The value that a text has in the field; ``front`` is ``None`` for bad YAML."""
        field = self.grouping.field
        value = field_value(field, text, front or {}, self.pattern) if field else ""
        if value or not field:
            return value
        if front is None:
            fact = f"it has no {field} that can be read: its front matter is not valid YAML"
            raise AnalysisError(name, fact, "put values with a colon in quotes")
        raise AnalysisError(name, f"it has no {field}", "see --by in 'aiplans count -h'")

    def _lines(self, piece: Piece, end: int) -> Outcome:
        from aiplans_cli.concepts.bulk_matcher import matcher_of
        from aiplans_cli.counting.bulk import count_blocks, counts_of
        from aiplans_cli.reading.blocks import Watched, text_blocks
        from aiplans_cli.reading.encoding import replaced_note

        text, rules = piece.text, self.rules
        value = self._value(text, beginning_of(text))
        language = self._language(text)
        with opened(text) as stream:
            lines = Lines(stream, piece.start, end)
            blocks = Watched(text_blocks(lines, text.path, self.reading.codec))
            make = partial(matcher_of, rules.concept_list, rules.stops)
            tally = count_blocks(iter(blocks), language, rules.words, rules.stops, make)
        if not tally.words:
            return Outcome(sha256=lines.hexdigest())
        counts = counts_of(tally, text.name, language, lines.hexdigest(), rules.stops)
        counts = replace(counts, settings=rules.signature)
        counts = self._placed(counts, text, text.name, value, None)
        notes: tuple[str, ...] = ()
        if blocks.replaced and self.reading.errors == "replace":
            where = f"{text.path} (in bytes {piece.start:,} to {end:,})"
            notes = (f"{where}: {replaced_note(blocks.replaced, self.reading.codec or '')}",)
        return Outcome(by_document([counts], self.grouping), "", counts.sha256, notes)

    def _language(self, text: Text) -> str:
        """The language of a large text, which its beginning tells."""
        from aiplans_cli.reading.blocks import text_blocks
        from aiplans_cli.sources.large import language_of

        reading = self.reading
        with opened(text) as stream:
            beginning = next(text_blocks(stream, text.path, reading.codec))  # none is empty
            return language_of(beginning.text(), reading.lang, text.path)
