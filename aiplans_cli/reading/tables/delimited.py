"""Rows of CSV and TSV, whatever parts their cells."""

from __future__ import annotations

import csv
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.reading.tables.lines import broken, lines_of
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aiplans_cli.reading.tables.lines import Rows

_PARTED_BY = (",", "\t", ";", "|")
_SAMPLE_LINES = 400
_MANY_CELLS = 3
"""Cells beyond which more of them are no better: commas within texts make many, in fewer rows."""

_LONGEST_NAME = 60
"""Characters beyond which a cell of the first row is no name of a column."""

_REMEDY = "put cells with line ends, quotes or separators in quotes, and double the quotes in them"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a table are written."""

    delimiter: str
    """What parts them."""
    quotes: bool = True
    """Whether quotes hold a cell together."""
    escape: str | None = None
    """What makes a quote part of a cell; ``None`` where it is doubled."""


def _reader(lines: Iterator[str], dialect: Dialect) -> Iterator[list[str]]:
    csv.field_size_limit(2**31 - 1)  # a cell may hold a whole law
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quoting=csv.QUOTE_MINIMAL if dialect.quotes else csv.QUOTE_NONE,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        strict=True,
    )


def delimited_rows(
    stream: BinaryIO, name: str, encoding: str | None, mark: int, note: Callable[[str], None]
) -> Rows:
    """The rows of a table in CSV or TSV. Raises ``SourceError`` where it breaks its format."""
    lines = lines_of(stream, name, encoding, 0, note)
    first = list(islice(lines, _SAMPLE_LINES))
    texts = [line for line, _ in first]
    if not any(map(str.strip, texts)):
        return
    skipped = 0
    if match := re.fullmatch(r"sep=(.)\s*", texts[0]):  # how some spreadsheets begin
        skipped, dialect = 1, Dialect(match[1])
    else:
        dialect = _dialect(texts)
    if mark:
        every = lines_of(stream, name, encoding, mark, lambda line: None)
        first_row = next(row for row in _reader(iter(texts[skipped:]), dialect) if any(row))
        yield from _rows(_Counted(every), dialect, header(first_row) or numbered(first_row), name)
        return
    counted = _Counted(islice(chain(first, lines), skipped, None))
    yield from _rows(counted, dialect, None, name)


class _Counted:
    """Lines that tell how far they have been read."""

    def __init__(self, lines: Iterator[tuple[str, int]]) -> None:
        self._lines = lines
        self.line = 0
        """Lines that were read."""
        self.mark = 0
        """The byte after the last of them."""

    def __iter__(self) -> Iterator[str]:
        for text, mark in self._lines:
            self.line, self.mark = self.line + 1, mark
            yield text


def _rows(lines: _Counted, dialect: Dialect, names: list[str] | None, name: str) -> Rows:
    found = _reader(iter(lines), dialect)
    while True:
        begins = lines.line + 1
        try:
            cells = next(found)
        except StopIteration:
            return
        except csv.Error as error:
            fact = "a quotation mark is not closed" if "end of data" in str(error) else str(error)
            raise broken(name, begins, fact, _REMEDY) from None
        if not any(cells):
            continue
        if names is None:
            named = header(cells)
            names = named or numbered(cells)
            if named:
                continue
        if any(cells[len(names) :]):
            fact = f"has {len(cells)} cells, the header {len(names)}"
            raise broken(name, begins, fact, _REMEDY)
        cells += [""] * (len(names) - len(cells))
        yield dict(zip(names, (cell.strip() for cell in cells), strict=False)), lines.mark


def numbered(cells: Sequence[str]) -> list[str]:
    """Names for the columns of a table that names none."""
    return [f"column{number}" for number in range(1, len(cells) + 1)]


def header(cells: Sequence[str]) -> list[str] | None:
    """The names of the columns; ``None`` where the first row is one like all others."""
    names = [" ".join(cell.split()) for cell in cells]
    if any(re.fullmatch(r"[-+]?\d[\d.,]*%?", cell) for cell in names):
        return None
    if any(len(cell) > _LONGEST_NAME for cell in names) or not any(names):
        return None
    return unique([cell or f"column{number}" for number, cell in enumerate(names, 1)])


def unique(names: Sequence[str]) -> list[str]:
    """Names of columns, each but the first of equal ones with a number behind it.

    >>> unique(["text", "text"])
    ['text', 'text.2']
    """
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return found


def _dialect(texts: Sequence[str]) -> Dialect:
    """The dialect in which the first rows have the same number of cells, the more the better."""
    known = [Dialect(sign) for sign in _PARTED_BY]
    known += [Dialect(sign, escape="\\") for sign in _PARTED_BY]
    known.append(Dialect("\t", quotes=False))
    best, found = 0.0, Dialect("\x1f")  # a single column, in which nothing parts cells
    for dialect in known:
        width, alike = _fit(texts, dialect)
        fitness = alike * min(width, _MANY_CELLS)
        if width > 1 and fitness > best:
            best, found = fitness, dialect
    return found


def _fit(texts: Sequence[str], dialect: Dialect) -> tuple[int, float]:
    """Cells of the first row, and the share of rows with as many."""
    rows: list[list[str]] = []
    cut = len(texts) == _SAMPLE_LINES
    try:
        for row in _reader(iter(texts), dialect):
            rows += [row] if any(row) else []
    except csv.Error as error:
        if not (cut and "end of data" in str(error)):
            rows.append([])  # it is damaged, or written otherwise
            rows = [*rows, *[[]] * (len(texts) - len(rows))]
    if not rows:
        return 0, 0.0
    width = len(rows[0])
    return width, sum(len(row) == width for row in rows) / len(rows)
