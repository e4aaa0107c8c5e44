"""JSON and JSON Lines. Numbers that are not finite are null; text is written as it is."""

from __future__ import annotations

import json
from dataclasses import asdict

from aiplans_cli import __version__
from aiplans_cli.output.cells import Style, plain
from aiplans_cli.output.report import Cell, Column, Report, Table

SCHEMA = 1
"""Number of the JSON layout; it grows when a field changes its name or meaning."""


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _records(table: Table) -> list[dict[str, Cell]]:
    return [
        {column.name: plain(cell, column) for cell, column in zip(row, table.columns, strict=True)}
        for row in table.rows
    ]


def _table_fields(table: Table) -> dict[str, object]:
    columns = [
        {"name": column.name, "kind": column.kind, "unit": column.unit} for column in table.columns
    ]
    return {"title": table.title, "columns": columns, "rows": _records(table)}


def json_text(report: Report, _style: Style) -> str:
    """The whole report as one object, a row of a table on each line.

    ``rows`` and ``columns`` are those of the first table, ``tables`` holds the further ones by
    name. Order is fixed, so that equal reports are equal bytes.
    """
    first, *further = report.tables or (Table("", (), ()),)
    payload: dict[str, object] = {
        "schema": f"aiplans/{report.command.replace(' ', '-')}/{SCHEMA}",
        "version": __version__,
        "command": report.command,
        "inputs": [asdict(source) for source in report.inputs],
        "parameters": {
            name: plain(value, Column(name, "number")) for name, value in report.parameters.items()
        },
        "summary": list(report.summary),
        "notes": list(report.notes),
        "table": first.name,
        **_table_fields(first),
        "tables": {table.name: _table_fields(table) for table in further},
    }
    return _layout(payload, "") + "\n"


def _layout(value: object, indent: str) -> str:
    """JSON with a line for each member of an object and each item of a list of objects."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        parts = [f"{_dump(name)}: {_item(item, inner)}" for name, item in value.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + "\n" + indent + "}"
    return _dump(value)


def _item(value: object, indent: str) -> str:
    if isinstance(value, list) and value:
        inner = indent + "  "
        return "[\n" + ",\n".join(inner + _dump(item) for item in value) + "\n" + indent + "]"
    return _layout(value, indent)


def jsonl(report: Report, _style: Style) -> str:
    """The rows of the first table, one object a line."""
    rows = _records(report.tables[0]) if report.tables else []
    return "".join(_dump(row) + "\n" for row in rows)
