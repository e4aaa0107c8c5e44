"""Rows of Parquet files and of spreadsheets."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO

from aiplans_cli.errors import SourceError, UnfitTableError
from aiplans_cli.reading.tables.delimited import unique
from aiplans_cli.reading.tables.objects import cell_of, fields_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.reading.tables.lines import Rows

_AT_ONCE = 1024


def parquet_rows(stream: BinaryIO, name: str, mark: int) -> Rows:
    """The rows of a Parquet file; marks count them. Raises ``SourceError`` where it is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(stream)
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


def excel_rows(stream: BinaryIO, name: str, mark: int, note: Callable[[str], None]) -> Rows:
    """The rows of the first sheet of a spreadsheet with any; marks count them.

    Raises ``UnfitTableError`` where it is damaged, encrypted or no spreadsheet.
    """
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(stream.read()))
        sheets = {sheet: book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names}
    except calamine.CalamineError as error:
        fact = f"cannot be read as a spreadsheet ({error})"
        remedy = "save it again as .xlsx or .csv, without password"
        raise UnfitTableError(name, fact, remedy) from None
    filled = [sheet for sheet, cells in sheets.items() if any(map(_filled, cells))]
    if len(filled) > 1:
        note(f"its sheet {filled[0]!r} is read, not {', '.join(map(repr, filled[1:]))}")
    if not filled:
        return
    cells = [row for row in sheets[filled[0]] if _filled(row)]
    names = [" ".join(cell_of(value).split()) for value in cells[0]]
    names = unique([name or f"column{number}" for number, name in enumerate(names, 1)])
    for number, row in enumerate(cells[1:], 1):
        if number > mark:
            yield dict(zip(names, map(cell_of, row), strict=False)), number


def _filled(row: list[Any]) -> bool:
    return any(value not in ("", None) for value in row)
