"""Rows of JSON and JSON lines: objects, whose nested values have names with dots."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.tables.lines import broken, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aiplans_cli.reading.tables.lines import Fields, Rows

_DEEPEST = 20
"""Levels below which nothing is looked for."""


def line_rows(
    stream: BinaryIO, name: str, encoding: str | None, mark: int, note: Callable[[str], None]
) -> Rows:
    """The rows of JSON lines. Raises ``SourceError`` naming the line that is none."""
    for number, (line, ends) in enumerate(lines_of(stream, name, encoding, mark, note), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            fact = f"is no JSON ({_reason(error)})"
            raise broken(name, number, fact, "mend the line, or take it out") from None
        yield fields_of(found), ends


def json_rows(
    stream: BinaryIO, name: str, encoding: str | None, mark: int, note: Callable[[str], None]
) -> Rows:
    """The rows of a JSON file; marks count them. Raises ``SourceError`` for what is no JSON."""
    from aiplans_cli.reading.encoding import decode

    text, notes = decode(stream.read(), name, encoding)
    for line in notes:
        note(line)
    try:
        whole = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        fact = f"is no JSON ({_reason(error)})"
        raise SourceError(name, fact, "mend it; one object a line is called .jsonl") from None
    for number, row in enumerate(_rows_in(whole), 1):
        if number > mark:
            yield fields_of(row), number


def _reason(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else str(error)


def _rows_in(whole: Any) -> Iterator[Any]:
    """The rows of a file: a list, the one list in an object, an object of objects, or itself."""
    if isinstance(whole, list):
        yield from whole
        return
    if not isinstance(whole, dict):
        yield whole
        return
    if turned := _by_column(whole):
        yield from turned
        return
    lists = [value for value in whole.values() if _holds_objects(value)]
    if len(lists) == 1 and not any(_is_long(value) for value in whole.values()):
        yield from lists[0]
    elif len(whole) > 1 and all(isinstance(value, dict) for value in whole.values()):
        for key, value in whole.items():
            yield {"id": key, **value}
    else:
        yield whole


def _by_column(whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table that is written column by column, as data frames are; else none.

    >>> _by_column({"id": {"0": 7, "1": 8}, "text": {"0": "AI.", "1": "Law."}})
    [{'id': 7, 'text': 'AI.'}, {'id': 8, 'text': 'Law.'}]
    >>> _by_column({"columns": ["id", "text"], "data": [[7, "AI."]]})
    [{'id': 7, 'text': 'AI.'}]
    """
    names, data = whole.get("columns"), whole.get("data")
    if isinstance(names, list) and isinstance(data, list) and data:
        if all(isinstance(row, list) and len(row) == len(names) for row in data):
            return [dict(zip(map(str, names), row, strict=True)) for row in data]
        return []
    columns = list(whole.values())
    if len(columns) < 2 or any(key.isdigit() for key in whole):
        return []
    if all(isinstance(column, dict) for column in columns):
        places = list(columns[0])
        if places and all(place.isdigit() for place in places):
            alike = all(list(column) == places for column in columns)
            columns = [list(column.values()) for column in columns] if alike else []
    if columns and all(isinstance(column, list) for column in columns):
        lengths = {len(column) for column in columns}
        if len(lengths) == 1 and lengths != {0} and lengths != {1}:
            return [dict(zip(whole, row, strict=True)) for row in zip(*columns, strict=True)]
    return []


_LONG = 200
"""Characters of a text that stands beside lists, so that the object is the document."""


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and len(value) > _LONG


def _holds_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def fields_of(row: Any) -> Fields:
    r"""The values of a row as texts; those of a list stand in lines.

    >>> fields_of({"id": 7.0, "meta": {"year": 2024, "by": None}, "articles": ["One.", "Two."]})
    {'id': '7', 'meta.year': '2024', 'meta.by': '', 'articles': 'One.\nTwo.'}
    """
    if not isinstance(row, dict):
        row = {"text": row}
    found: dict[str, list[str]] = {}
    _gather(row, "", found, 0)
    return {name: "\n".join(filter(None, values)) for name, values in found.items()}


def _gather(value: Any, name: str, found: dict[str, list[str]], depth: int) -> None:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, below in value.items():
            _gather(below, f"{name}.{key}" if name else str(key), found, depth + 1)
    elif isinstance(value, list | tuple):
        for below in value:
            _gather(below, name, found, depth + 1)
    else:
        found.setdefault(name, []).append(cell_of(value))


def cell_of(value: Any) -> str:
    """A value as a text; "" for none.

    >>> cell_of(2024.0), cell_of(float("nan")), cell_of(None), cell_of(True)
    ('2024', '', '', 'true')
    """
    if isinstance(value, str):
        return value
    if value is None or value != value:  # nothing else than NaN is unlike itself
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    midnight = str(value).endswith(" 00:00:00")  # a day, which spreadsheets hold with a time
    return str(value).removesuffix(" 00:00:00") if midnight else str(value)
