"""The rows of a counts file that are asked for, as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
