"""Counts files as Parquet: one long table, for corpora of any size and for other programs.

A row is one fact about one section of one document::

    document  text    id of the document
    section   int32   number of its section, from 1; 0 for what concerns the whole document
    unit      text    what the row tells: document, section, size, concept or term
    item      text    its title, its heading, the name of a size, a concept's id or a word
    count     int64   the size, or how often the item stands there; 0 for documents and sections
    sentences int64   sentences with at least one occurrence; 0 where nothing stands
    about     text    JSON with the rest that is known of a document or a section; of an item in a
                      section that is cut into blocks, block:count:sentences of each; else null

Sizes are tokens, content_tokens, covered, sentences and characters, in every section. A document's
rows stand together, its own row first, then section by section; in a section the units come in the
order above and items by their characters. The file's metadata holds ``aiplans`` → the version of
this format; each page of the file holds its checksum, and a section's terms add up to its tokens.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from aiplans_cli.counting.rows import chosen_rows
from aiplans_cli.counting.schema import (
    REMEDY,
    SIZES,
    DocumentRows,
    blocks_text,
    document_record,
    read_document,
    read_section,
    section_record,
)
from aiplans_cli.errors import DataError
from aiplans_cli.lean_imports import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from aiplans_cli.model import Counts

_COLUMNS = ("id", "title", "heading", "ledger", *SIZES)
"""What is not in ``about``: it has a column or rows of its own; of a corpus no ledgers are kept."""

_MAGIC, _VERSION = b"PAR1", b"1"
_BATCH_ROWS = 1 << 16
GROUP_ROWS = 1 << 18
"""Rows that are written together, and held until they are: of a million, 120 MB more were held."""


def schema() -> Any:
    """The ``pyarrow`` schema of a counts file."""
    import pyarrow as pa

    columns = [
        ("document", pa.string()),
        ("section", pa.int32()),
        ("unit", pa.string()),
        ("item", pa.string()),
        ("count", pa.int64()),
        ("sentences", pa.int64()),
        ("about", pa.string()),
    ]
    return pa.schema(columns, metadata={"aiplans": _VERSION})


def table_of(documents: Sequence[Counts]) -> Any:
    """The rows of documents as a ``pyarrow.Table``.

    >>> from aiplans_cli.model import CountedSection, Counts, Occurrences
    >>> section = CountedSection("", 0, "body", "", (), 2, 1, 0, 1, 6, document="d")
    >>> counts = Counts("d", "D", "en", "", "text", (section,), {"ai": (Occurrences(0, 2, 1),)}, {})
    >>> table_of([counts]).num_rows
    8
    """
    import pyarrow as pa

    rows = [row for counts in documents for row in _rows(counts)]
    fields = schema()
    columns = zip(*rows, strict=True) if rows else [[] for _ in fields]
    arrays = [
        pa.array(list(values), field.type) for values, field in zip(columns, fields, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=fields)


_Row = tuple[str, int, str, str, int, int, str | None]


def _rows(counts: Counts) -> Iterator[_Row]:
    name = _utf8(counts.id)
    record = document_record(counts)
    about = json_of({key: record[key] for key in record if key not in _COLUMNS})
    yield (name, 0, "document", _utf8(counts.title), 0, 0, about)
    stands: list[list[_Row]] = [[] for _ in counts.sections]
    for unit, items in (("concept", counts.concepts), ("term", counts.terms)):
        for item in sorted(items):
            for o in items[item]:
                cut = blocks_text(o) or None
                row = (name, o.section + 1, unit, item, o.count, o.sentences, cut)
                stands[o.section].append(row)
    for number, section in enumerate(counts.sections, 1):
        record = section_record(section)
        about = json_of({key: record[key] for key in record if key not in _COLUMNS})
        yield (name, number, "section", _utf8(section.heading), 0, 0, about)
        for size in sorted(SIZES):
            yield (name, number, "size", size, getattr(section, size), 0, None)
        yield from stands[number - 1]


def _utf8(text: str) -> str:
    """Names of files may hold what UTF-8 cannot write."""
    return text.encode("utf-8", "backslashreplace").decode()


def json_of(record: dict[str, Any]) -> str:
    """What the column ``about`` says of a document or section."""
    return _utf8(json.dumps(record, ensure_ascii=False))


def write_parquet(tables: Iterable[Any], stream: IO[bytes]) -> None:
    """Write tables of counts, one after the other, as a counts file.

    The same rows give the same bytes, however they are spread over the tables; no more than about
    a million rows are held.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields, rows = schema(), 0
    held: list[Any] = []
    # pages of text that repeats are small in a dictionary; zstd halves what is left
    options = {"compression": "zstd", "write_page_checksum": True}
    with pq.ParquetWriter(stream, fields, **options) as writer:
        for table in tables:
            held.append(table)
            rows += table.num_rows
            while rows >= GROUP_ROWS:
                whole = pa.concat_tables(held)
                writer.write_table(whole.slice(0, GROUP_ROWS).combine_chunks())
                held = [whole.slice(GROUP_ROWS)]
                rows -= GROUP_ROWS
        if rows:
            writer.write_table(pa.concat_tables(held).combine_chunks())


def is_parquet(data: bytes) -> bool:
    """Whether the bytes begin as a Parquet file does."""
    return data.startswith(_MAGIC)


def read_tables(data: bytes, name: str) -> Iterator[Any]:
    """The rows of a counts file by batches; ``DataError`` for no Parquet, or no counts file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        source = pa.BufferReader(data)
        _check_format(pq.read_metadata(source), name)
        coded = ["document", "unit", "item"]
        file = pq.ParquetFile(source, read_dictionary=coded, page_checksum_verification=True)
        for batch in file.iter_batches(_BATCH_ROWS):
            batch.validate(full=True)  # damage may lead outside of a dictionary
            yield batch
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError, MemoryError) as error:
        fact = f"is damaged ({(str(error).splitlines() or [type(error).__name__])[0]})"
        raise DataError(name, fact, "copy it again, or " + REMEDY) from error


def read_table(data: bytes) -> Any:
    """All rows of a file that we have just written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(data), schema=schema())


def _check_format(found: Any, name: str) -> None:
    version = (found.metadata or {}).get(b"aiplans")
    if version is None or found.schema.names != schema().names:
        raise DataError(name, "is Parquet, but no counts file", REMEDY)
    if version != _VERSION:
        raise DataError(name, f"is a counts file of version {str(version)[2:-1]}, not 1", REMEDY)
    for one, wanted in zip(found.schema.to_arrow_schema(), schema(), strict=True):
        if _kind(one.type) != _kind(wanted.type):
            fact = f"its column {one.name} holds {one.type}, not {wanted.type}"
            raise DataError(name, fact, REMEDY)


def _kind(type_: Any) -> str:
    """What a column holds, in however many bits."""
    import pyarrow as pa

    text = pa.types.is_string(type_) or pa.types.is_large_string(type_)
    return "text" if text else "integers" if pa.types.is_integer(type_) else str(type_)


def parse_parquet(
    data: bytes, name: str, keep: Callable[[str], bool] | None = None
) -> list[Counts]:
    """The documents of a Parquet counts file, in its order.

    ``keep`` chooses the concepts and terms that are wanted; the sizes of sections are whole in any
    case, so that rates stay what they are. Raises ``DataError`` naming the file and what breaks its
    format.
    """
    reading = _Reading(name, partial=keep is not None)
    known: dict[str, bool] = {}
    with uncollected():
        for batch in read_tables(data, name):
            for row in zip(*chosen_rows(batch, keep, known), strict=True):
                try:
                    reading.take(*row)
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    cells = " ".join(str(cell) for cell in row[:6])
                    raise DataError(name, f"no row of counts: {cells}", REMEDY) from error
        return reading.documents()


class _Reading:
    """A file whose rows are being read, the sizes of a section after it."""

    def __init__(self, name: str, *, partial: bool) -> None:
        self._name, self._partial = name, partial
        self._done: list[Counts] = []
        self._ids: set[str] = set()
        self._rows: DocumentRows | None = None
        self._section: dict[str, Any] = {}
        """The section whose sizes are being read."""
        self._whole, self._id = 0, ""
        """What is known of it when it has all of them; and the document."""
        self._settings: dict[str, dict[str, str]] = {}

    def take(
        self,
        id_: str,
        section: int,
        unit: str,
        item: str,
        count: int,
        sentences: int,
        about: str | None,
    ) -> None:
        """Take a row. Raises ``DataError``, or what ``DocumentRows`` does for one that is none."""
        if unit == "document":
            self._begin({**json.loads(about or ""), "id": id_, "title": item})
            return
        rows, own = self._rows, self._section
        if rows is None or self._id != id_:
            raise ValueError(id_)
        if unit in ("concept", "term"):
            rows.add(section - 1, unit, item, count, sentences, about or "")
            return
        if section != len(rows.sections) + 1 or (unit == "section") is bool(own):
            raise ValueError(section)
        if unit == "section":
            self._section = {**json.loads(about or ""), "heading": item}
            self._whole = len(self._section) + len(SIZES)
        elif unit == "size" and item in SIZES and item not in own:
            own[item] = count
            if len(own) == self._whole:
                rows.sections.append(read_section(own, id_))
                self._section = {}
        else:
            raise ValueError(unit)

    def _begin(self, record: dict[str, Any]) -> None:
        record = read_document(record)
        if record["id"] in self._ids:
            raise DataError(self._name, f"it names {record['id']} a second time", REMEDY)
        self._end()
        self._ids.add(record["id"])
        # a corpus was counted with the same settings throughout: one dict serves all
        told = record["settings"]
        record["settings"] = self._settings.setdefault(repr(told), told)
        self._rows, self._id = DocumentRows(record), record["id"]

    def _end(self) -> None:
        if self._rows is None:
            return
        if self._section:
            fact = f"{self._rows.record['id']} has a section without sizes"
            raise DataError(self._name, fact, REMEDY)
        self._done.append(self._rows.counts(self._name, partial=self._partial))

    def documents(self) -> list[Counts]:
        """All documents, after the last row. Raises ``DataError`` where there are none."""
        self._end()
        if not self._done:
            raise DataError(self._name, "it names no document", REMEDY)
        return self._done
