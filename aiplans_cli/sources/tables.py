"""Tables of texts as sources: their rows, with the names by which each is a document."""

from __future__ import annotations

from dataclasses import field
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.errors import SourceError, WordlessError
from aiplans_cli.reading.encoding import BINARY
from aiplans_cli.reading.tables import TABLES, table_format
from aiplans_cli.records import dataclass
from aiplans_cli.sources.library.kinds import readable_suffixes
from aiplans_cli.sources.library.resolution import PART

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from aiplans_cli.reading.tables.columns import Columns
    from aiplans_cli.reading.tables.lines import Fields
    from aiplans_cli.sources.settings import SourceSettings

_LIST = "choose another --id-column, or leave it out and rows are numbered"


@dataclass(frozen=True, slots=True)
class Row:
    """One text of a table."""

    number: int
    """Its place among the rows, from 1."""
    id: str
    """What tells it from the others."""
    text: str
    """Its text; "" where it has no words."""
    title: str
    """Its title; "" for none."""
    fields: Mapping[str, str]
    """All its other columns, without those that have no value."""
    mark: int
    """Where reading goes on after it."""


@dataclass(slots=True)
class Table:
    """A table that is being read: what is known of it so far."""

    name: str
    """How errors call it."""
    key: str
    """Key of its format."""
    columns: Columns
    """Which column is what."""
    names: tuple[str, ...] = ()
    """All columns of the first rows."""
    numbered: bool = False
    """Whether its rows go by number, since the column that looked like ids is none."""
    rows: int = 0
    """Rows that were read."""
    empty: list[int] = field(default_factory=list)
    """The numbers of the first of those that have no words."""
    empty_count: int = 0
    """How many have none."""

    def check_field(self, field: str) -> None:
        """Raise ``SourceError`` where no column is a field, nor tells it as dates tell years."""
        from aiplans_cli.reading.tables.columns import known_column

        given = (*self.names, *(["year"] if "date" in self.names else []))
        if field and field not in given and not field.startswith("folder"):
            known_column(field, self.names, self.name, exactly=True)

    def told(self) -> list[str]:
        """What the user should know of it when all of it has been read."""
        lines = []
        guessed = self.columns.guessed
        if "text" in guessed:
            called = self.columns.id or self.columns.repeated
            ids = f"ids {called!r}" if self.columns.id and not self.numbered else ""
            since = f" (those of {called!r} repeat or are missing)" if called else ""
            lines.append(
                f"each row is a document: texts are its column {self.columns.text!r}, "
                f"{ids or 'ids the numbers of the rows' + since}; "
                "--text-column and --id-column say otherwise"
            )
        if self.columns.html:
            lines.append(f"tags of HTML in its column {self.columns.text!r} are left out")
        if self.empty_count:
            which = ", ".join(f"{number:,}" for number in self.empty)
            more = ", ..." if self.empty_count > len(self.empty) else ""
            lines.append(
                f"{self.empty_count:,} of {self.rows:,} rows have no words and are left out "
                f"({which}{more})"
            )
        return lines


def is_table(head: Callable[[], bytes], name: str, settings: SourceSettings) -> str:
    """Key of the format of a table, as ``--from`` says or the file tells; "" for no table.

    The first bytes are asked for only where they are needed.
    """
    if settings.from_ != "auto":
        return settings.from_ if settings.from_ in TABLES else ""
    if PurePath(name).suffix.lower() in readable_suffixes():
        return ""
    return table_format(head(), name)


def open_table(
    stream: BinaryIO,
    name: str,
    key: str,
    settings: SourceSettings,
    note: Callable[[str], None] = lambda line: None,
) -> tuple[Table, Iterator[Row]]:
    """A table and its rows, which have no id twice.

    Rows are told apart by the column for ids, which if it was only guessed and fails ends in a
    ``numbered`` table. Raises ``SourceError`` for a table that breaks its format or has no column
    that is plainly the text, and ``WordlessError`` for one without rows or words.
    """
    from aiplans_cli.reading.tables.columns import SAMPLE, columns_of

    found = TABLES[key].rows(stream, name, settings.codec, 0, note)
    first = list(islice(found, SAMPLE))
    if not first:
        raise WordlessError(name, "is a table without rows", "give one with a row for each text")
    sample = [fields for fields, _ in first]
    columns = columns_of(sample, name, settings.text_column, settings.id_column)
    names = tuple(dict.fromkeys(column for row in sample for column in row))
    table = Table(name, key, columns, names)
    return table, _checked(table, _rows(chain(first, found), columns, 1))


def rows_from(found: Iterable[tuple[Fields, int]], table: Table, number: int) -> Iterator[Row]:
    """Rows of a table that has been read once, of which the first has a number."""
    return _rows(found, table.columns, number, table.numbered)


def _rows(
    found: Iterable[tuple[Fields, int]],
    columns: Columns,
    first: int,
    numbered: bool = False,
) -> Iterator[Row]:
    from aiplans_cli.reading.tables.columns import has_words, value_of
    from aiplans_cli.reading.tables.tags import without_tags

    for number, (fields, mark) in enumerate(found, first):
        text = BINARY.sub(" ", fields.get(columns.text, ""))  # which JSON may hold, escaped
        if columns.html:
            text = without_tags(text)
        id_ = "" if numbered else value_of(fields.get(columns.id, ""))
        values = {name: value_of(cell) for name, cell in fields.items() if name != columns.text}
        yield Row(
            number,
            id_ or str(number),
            text if has_words(text) else "",
            values.get(columns.title, ""),
            {name: value for name, value in values.items() if value},
            mark,
        )


def _checked(table: Table, rows: Iterator[Row]) -> Iterator[Row]:
    """The same rows, counted; no two have the same id, or the table is numbered."""
    seen: set[int] = set()
    guessed = "id" in table.columns.guessed
    for row in rows:
        table.rows += 1
        if not row.text:
            table.empty_count += 1
            table.empty += [row.number] if len(table.empty) < 5 else []
        if table.columns.id and not table.numbered:
            known = hash(row.id)  # of a million rows the ids themselves would take much room
            if known in seen and guessed:
                table.numbered = True
            elif known in seen:
                fact = f"the id {row.id!r} of row {row.number:,} stands in a row before"
                raise SourceError(table.name, fact, _LIST)
            seen.add(known)
        yield row
    if table.empty_count == table.rows:
        fact = f"its column {table.columns.text!r} has no words in any row"
        raise WordlessError(table.name, fact, "choose another --text-column")


def named(row: Row, table: Table) -> str:
    """The name of a row's document.

    >>> from aiplans_cli.reading.tables.columns import Columns
    >>> table = Table("x/m.csv", "csv", Columns("text", "id", ""), (), True)
    >>> named(Row(2, "b7", "AI.", "", {}, 0), table)
    'm::2'
    """
    stem = "stdin" if table.name == "-" else PurePath(table.name).stem
    return f"{stem}{PART}{row.number if table.numbered else row.id}"


def is_part(id_: str, part: str) -> bool:
    """Whether the document of a file is the part that was asked for, within it, or any is.

    >>> is_part("m::3::en", "3"), is_part("m::33", "3")
    (True, False)
    """
    own = part_of(id_)
    return not part or own == part or own.startswith(part + PART)


def holds(id_: str, part: str) -> bool:
    """Whether the document of a row is the part that was asked for, or has it.

    >>> holds("m::3", "3::en"), holds("m::3", "33")
    (True, False)
    """
    own = part_of(id_)
    return own == part or part.startswith(own + PART)


def part_of(id_: str) -> str:
    """The part that the document of a file is; "" for the whole.

    >>> part_of("page::en"), part_of("page")
    ('en', '')
    """
    return id_.partition(PART)[2]


def no_part(name: str, part: str, parts: Sequence[str]) -> SourceError:
    """The error for a part that a file does not have; its parts are "" for a single document."""
    from difflib import get_close_matches

    wanted = f"{name}{PART}{part}"
    known = [one for one in parts if one]
    if not known:
        return SourceError(wanted, "the file is one document", f"name it: {name}")
    near = get_close_matches(part, known, n=1)
    shown = ", ".join(known[:6]) + (", ..." if len(known) > 6 else "")
    remedy = f"did you mean {name}{PART}{near[0]}?" if near else f"choose from {shown}"
    return SourceError(wanted, f"it has no part {part!r}", remedy)
