"""A table of texts in ranges of rows: cut when it is first read, counted each by itself."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.analyses.counting.outcome import Counted, Outcome
from aiplans_cli.errors import AiplansError, SourceError, WordlessError
from aiplans_cli.reading.tables import TABLES
from aiplans_cli.records import dataclass
from aiplans_cli.sources.corpus.content import Text, opened
from aiplans_cli.sources.tables import Table, open_table, rows_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aiplans_cli.model import Counts, Document
    from aiplans_cli.reading.tables.lines import Fields
    from aiplans_cli.sources.settings import SourceSettings
    from aiplans_cli.sources.tables import Row

RANGE = 1 << 20
"""Characters of text that are counted as one piece."""

_OF_ROW = 200
"""Characters that a row counts for beside its own: a short text has counts of sizes too."""

_MOST_TOLD = 10
"""Notes and faults of a piece that are kept."""


@dataclass(frozen=True, slots=True)
class RowRange:
    """Some rows of a table."""

    table: Table
    """The table, as it is when all of it has been read once."""
    mark: int | None
    """Where reading begins; ``None`` where the whole must be read."""
    first: int
    """Number of the first row, from 1."""
    count: int
    """How many rows."""
    left_out: tuple[int, ...] = ()
    """The numbers of rows whose texts another has."""


@dataclass(slots=True)
class _Cutter:
    """Cuts rows into ranges as they go by."""

    table: Table
    ranges: list[tuple[int | None, int, int, tuple[int, ...]]] = field(default_factory=list)
    size: int = 0
    mark: int = 0
    first: int = 1
    last: int = 0
    wanted: bool = False
    left_out: list[int] = field(default_factory=list)

    def take(self, row: Row, wanted: bool, repeated: bool) -> None:
        """Take the next row."""
        self.last = row.number
        self.left_out += [row.number] if repeated else []
        self.wanted = self.wanted or wanted
        self.size += len(row.text) + _OF_ROW
        if self.size >= RANGE:
            self.cut(row.mark)

    def cut(self, mark: int = 0) -> None:
        """End a range."""
        if self.wanted:
            left_out = tuple(self.left_out)
            self.ranges.append((self.mark, self.first, self.last - self.first + 1, left_out))
        self.mark, self.first, self.size = mark, self.last + 1, 0
        self.wanted, self.left_out = False, []


def row_ranges(
    text: Text,
    key: str,
    reading: SourceSettings,
    by: str,
    tell: Callable[[str], None],
    seen: set[bytes] | None = None,
) -> list[RowRange]:
    """The ranges of a table, which is read once; what is known of it goes to ``tell``.

    Rows whose text is among ``seen`` are left out. Raises ``AiplansError`` for what is wrong with
    the table, and where it has no column for the field ``by``.
    """
    repeated = 0
    told: list[str] = []
    with opened(text) as stream:
        _check(text, stream)
        table, rows = open_table(stream, text.path, key, reading, told.append)
        table.check_field(by)
        cutter = _Cutter(table)
        for row in rows:
            again = False
            if seen is not None and row.text:
                digest = sha256(row.text.encode("utf-8", "replace")).digest()[:16]
                again = digest in seen
                seen.add(digest)
            repeated += int(again)
            cutter.take(row, bool(row.text) and not again, again)
        cutter.cut()
    in_place = TABLES[key].in_place and all(mark for mark, *_ in cutter.ranges[1:])
    told += table.told()
    told += [f"{repeated:,} rows left out, since another has the same text"] if repeated else []
    for line in told:
        tell(f"{text.path}: {line}")
    return [
        RowRange(table, mark if in_place else None, first, count, left_out)
        for mark, first, count, left_out in cutter.ranges
    ]


def _check(text: Text, stream: BinaryIO) -> None:
    """Raise ``SourceError`` for counts and for lists of words."""
    from aiplans_cli.counting.files import is_counts, is_counts_parquet
    from aiplans_cli.counting.parquet import is_parquet
    from aiplans_cli.sources.cautions import check_no_list

    head = stream.read(1 << 16)
    if is_counts(head) or (is_parquet(head) and is_counts_parquet(stream)):
        raise SourceError(text.path, "is a counts file, not a text", "leave it out")
    check_no_list(text.path, head)
    stream.seek(0)


def rows_of(text: Text, rows: RowRange, reading: SourceSettings) -> Iterator[Row]:
    """The rows of a range that have words and are wanted."""
    if rows.mark is None:
        held = _held(text, rows.table.key, reading.codec)
        found = rows_from(held[rows.first - 1 :], rows.table, rows.first)
        yield from _wanted(found, rows)
        return
    with opened(text) as stream:
        raw = TABLES[rows.table.key].rows(
            stream, text.path, reading.codec, rows.mark, lambda line: None
        )
        yield from _wanted(rows_from(raw, rows.table, rows.first), rows)


def _wanted(found: Iterator[Row], rows: RowRange) -> Iterator[Row]:
    left_out = frozenset(rows.left_out)
    for row in found:
        if row.number >= rows.first + rows.count:
            return
        if row.text and row.number not in left_out:
            yield row


@lru_cache(maxsize=1)
def _held(text: Text, key: str, encoding: str | None) -> list[tuple[Fields, int]]:
    """All rows of a table that cannot be entered in the middle; a process holds one such table."""
    with opened(text) as stream:
        return list(TABLES[key].rows(stream, text.path, encoding, 0, lambda line: None))


class Gathered:
    """What comes of the rows of a range, one by one."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.placed: list[Counts] = []
        """What was counted."""
        self._digest = sha256()
        self._notes: list[str] = []
        self._faults: list[str] = []
        self._fault_count = self._wordless = 0

    def add(self, row: Row, document: Document, counts: Counts) -> None:
        """Take what was counted in a row."""
        self.placed.append(counts)
        self._digest.update(f"{row.number} {document.sha256} ".encode())
        self._notes += [f"{self._path}: {document.id}: {line}" for line in document.notes]

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Keep what is wrong with a row, which does not end the count of the others."""
        try:
            yield
        except WordlessError:
            self._wordless += 1
        except AiplansError as error:
            self._fault_count += 1
            self._faults += [str(error)] if len(self._faults) < _MOST_TOLD else []

    def outcome(self, counted: Sequence[Counted]) -> Outcome:
        """All of it, with what was counted by document."""
        notes = self._notes[:_MOST_TOLD]
        if self._wordless:
            rows = "1 row" if self._wordless == 1 else f"{self._wordless:,} rows"
            notes.append(f"{self._path}: {rows} without English or Chinese words left out")
        return Outcome(
            tuple(counted),
            sha256=self._digest.hexdigest(),
            notes=tuple(notes),
            faults=tuple(self._faults),
            fault_count=self._fault_count,
        )
