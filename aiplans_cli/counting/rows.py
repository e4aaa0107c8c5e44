"""The rows of a Parquet counts file that are asked for, as lists."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from aiplans_cli.counting.schema import REMEDY
from aiplans_cli.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def chosen_rows(
    batch: Any, keep: Callable[[str], bool] | None, known: dict[str, bool]
) -> Iterator[list[Any]]:
    """The columns of the rows that are wanted, as lists."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if keep is not None:
        items = batch.column("item")
        for item in items.dictionary.to_pylist():
            if item not in known:
                known[item] = keep(item)
        wanted = pa.array([known[item] for item in items.dictionary.to_pylist()], pa.bool_())
        counted = pc.is_in(batch.column("unit").cast(pa.string()), pa.array(["concept", "term"]))
        batch = batch.filter(pc.or_(pc.invert(counted), wanted.take(items.indices)))
    return map(_values, batch.columns)


def _values(column: Any) -> list[Any]:
    """The values of a column; equal texts of a coded one are one text."""
    if not hasattr(column, "dictionary"):
        return column.to_pylist()  # type: ignore[no-any-return]
    coded = column.dictionary.to_pylist()
    return [coded[code] for code in column.indices.to_pylist()]


def section_texts(stream: IO[bytes], name: str) -> Iterator[tuple[tuple[str, str, str], str, str]]:
    """The sections of a counts file that tell of which text they are, by their rows alone.

    Of each: title, language and digest of its document, its heading, and what it tells. Raises
    ``DataError`` for no counts file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = ["unit", "item", "about"]
    document = ("", "", "")
    try:
        found = pq.read_table(
            stream, columns=columns, filters=[("unit", "in", ["document", "section"])]
        )
        for unit, item, about in zip(*(found[one].to_pylist() for one in columns), strict=True):
            record = json.loads(about)
            if unit == "document":
                document = (item, record["language"], record["sha256"])
            elif told := str(record.get("text", "")):
                yield document, item, told
    except (pa.ArrowException, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DataError(name, "is no counts file", REMEDY) from error
