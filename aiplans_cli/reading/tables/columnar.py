"""Rows of Parquet files and of spreadsheets."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from aiplans_cli.errors import SourceError, UnfitTableError
from aiplans_cli.reading.tables.delimited import header, numbered
from aiplans_cli.reading.tables.objects import cell_of, fields_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.reading.tables.lines import Rows

_AT_ONCE = 1024
_FITTEST = 3
_PROPERTIES = "docProps/core.xml"
_ANSWER = b"<cp:category>aiplans/"
"""What a workbook of ours says in its properties, however it was edited since."""

_LARGEST = 1 << 30
"""Bytes of an unpacked spreadsheet beyond which it is not read: no sheet of texts is as long."""

_REPEATED = 100
"""Times that the texts of a Parquet file may be longer than it: a text that repeats is kept once,
and 300 KB held 3 GB. Policy texts are packed to a fifth or so."""


def parquet_rows(stream: BinaryIO, name: str, mark: int) -> Rows:
    """The rows of a Parquet file; marks count them.

    Raises ``SourceError`` where it is damaged, or its texts are out of all proportion to it.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(stream)
        if not mark:
            _check_length(file, stream, name)
        number = 0
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if number + rows <= mark:
                number += rows
                continue
            for batch in file.iter_batches(_AT_ONCE, row_groups=[group]):
                for row in batch.to_pylist():
                    number += 1
                    if number > mark:
                        yield fields_of(row), number
    except (pa.ArrowException, OSError) as error:
        fact = f"is damaged ({str(error).splitlines()[0]})"
        raise SourceError(name, fact, "copy it again") from error


def _check_length(file: Any, stream: BinaryIO, name: str) -> None:
    """Raise ``SourceError`` for a Parquet file whose texts are too long when laid out."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    end = stream.seek(0, io.SEEK_END)
    most = max(_LARGEST, _REPEATED * end)
    kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_dictionary)
    texts = [field.name for field in file.schema_arrow if any(kind(field.type) for kind in kinds)]
    groups = range(file.num_row_groups)
    length = sum(file.metadata.row_group(at).total_byte_size for at in groups)
    coded = pq.ParquetFile(stream, read_dictionary=texts)
    for batch in coded.iter_batches(columns=texts) if length <= most else ():
        for column in batch.columns:
            if isinstance(column, pa.DictionaryArray):
                column = pc.binary_length(column.dictionary).take(column.indices)  # noqa: PLW2901
                length += pc.sum(column).as_py() or 0
        if length > most:
            break
    if length > most:
        fact = f"holds {length / 1e9:.1f} GB of text in {end:,} bytes"
        raise SourceError(name, fact, "write its texts anew, each once")


def excel_rows(stream: BinaryIO, name: str, mark: int, note: Callable[[str], None]) -> Rows:
    """The rows of the first sheet of a spreadsheet with a column of texts; marks count them.

    A sheet whose columns have names comes before one without, which may only tell of it. Raises
    ``UnfitTableError`` where the spreadsheet is damaged, encrypted or none.
    """
    import python_calamine as calamine

    data = stream.read()
    _check_book(data, name)
    found: dict[str, _Sheet] = {}
    best = 0
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        for title in book.sheet_names:
            cells = [row for row in book.get_sheet_by_name(title).to_python() if _filled(row)]
            sheet = _sheet(cells, name)
            if sheet.fitness > best:
                best, found = sheet.fitness, {title: sheet}
            if best == _FITTEST:
                break
    except calamine.CalamineError as error:
        fact = f"cannot be read as a spreadsheet ({error})"
        remedy = "save it again as .xlsx or .csv, without password"
        raise UnfitTableError(name, fact, remedy) from None
    for title, sheet in found.items():
        if others := [other for other in book.sheet_names if other != title]:
            note(f"its sheet {title!r} is read, not {', '.join(map(repr, others))}")
        for number, row in enumerate(sheet.rows, 1):
            if number > mark:
                yield dict(zip(sheet.names, map(cell_of, row), strict=False)), number


class _Sheet(NamedTuple):
    """A sheet of a spreadsheet."""

    names: list[str]
    """The names of its columns."""
    rows: list[list[Any]]
    """Its rows without these."""
    fitness: int
    """0 without rows; the more, the rather it holds texts."""


def _sheet(cells: list[list[Any]], name: str) -> _Sheet:
    from aiplans_cli.reading.tables.columns import SAMPLE, columns_of

    if not cells:
        return _Sheet([], [], 0)
    first = [cell_of(value) for value in cells[0]]
    named = header(first)
    names = named or numbered(first)
    rows = cells[1:] if named else cells
    sample = [dict(zip(names, map(cell_of, row), strict=False)) for row in rows[:SAMPLE]]
    if not sample:
        return _Sheet(names, rows, 0)
    try:
        columns_of(sample, name)
    except UnfitTableError:
        return _Sheet(names, rows, 1)
    return _Sheet(names, rows, _FITTEST if named else _FITTEST - 1)


def _check_book(data: bytes, name: str) -> None:
    """Raise ``UnfitTableError`` for a file too large when unpacked, and for an answer of ours."""
    from zipfile import BadZipFile, ZipFile
    from zlib import error as ZlibError  # noqa: N812

    if not data.startswith(b"PK"):
        return
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            told = size <= _LARGEST and _PROPERTIES in archive.namelist()
            answer = told and _ANSWER in archive.read(_PROPERTIES)
    except (BadZipFile, ValueError, OSError, RuntimeError, ZlibError):
        return  # whoever reads it says what is wrong
    if size > _LARGEST:
        fact = f"is a spreadsheet of {size / 1e9:.1f} GB when unpacked"
        raise UnfitTableError(name, fact, "save it as CSV, which need not be in memory")
    if answer:
        fact = "is an answer of aiplans, not a table of texts"
        raise UnfitTableError(name, fact, "name what it was made from")


def _filled(row: list[Any]) -> bool:
    return any(value not in ("", None) for value in row)
