"""What made an output, so that anyone can make it again and see what changed if it differs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, field
from typing import Any

from aiplans_cli.errors import DataError
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.records import dataclass

SCHEMA = "aiplans manifest 1"
_REMEDY = "make it again with --manifest"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that made one output."""

    version: str
    """Version of the program."""
    command: tuple[str, ...]
    """The arguments after the program's name, the manifest's own option left out."""
    inputs: Mapping[str, str]
    """Id of each document → sha256 of its bytes."""
    parameters: Mapping[str, Cell]
    """Every setting that shaped the numbers."""
    lists: Mapping[str, str]
    """Each list and dictionary that was used → its version or sha256."""
    output: str
    """Sha256 of the bytes that were written."""
    ledgers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Id of each document whose file was read → its characters by what became of them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in which two runs differ."""

    what: str
    """"version", "input", "list", "parameter" or "result"."""
    name: str
    """Which input, list or parameter; "" for the version and the result."""
    before: Cell
    """Its value in the first run, ``None`` where it was not there."""
    after: Cell
    """Its value in the second."""


def render_manifest(made: Manifest) -> str:
    """A manifest as JSON with sorted keys, the same bytes for the same run."""
    record = {"schema": SCHEMA, **asdict(made)}
    return json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def parse_manifest(text: str, name: str) -> Manifest:
    """Read a manifest; ``name`` is what errors call it. Raises ``DataError`` if it is none.

    >>> made = Manifest("0.1.0", ("freq", "ai"), {"plan": "ab"}, {"top": 20}, {}, "cd")
    >>> parse_manifest(render_manifest(made), "m.json") == made
    True
    """
    try:
        record: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise DataError(name, "is not JSON", _REMEDY) from None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise DataError(name, f"is not of the form {SCHEMA!r}", _REMEDY)
    command = record.get("command")
    if not isinstance(command, list) or not all(isinstance(word, str) for word in command):
        raise DataError(name, "its command is not a list of words", _REMEDY)
    for key in ("version", "output"):
        if not isinstance(record.get(key), str):
            raise DataError(name, f"its {key} is not a text", _REMEDY)
    for key in ("inputs", "lists", "parameters"):
        cells = (str, int, float, type(None)) if key == "parameters" else (str,)
        table = record.get(key)
        if not isinstance(table, dict) or not all(isinstance(v, cells) for v in table.values()):
            raise DataError(name, f"its {key} are not names with values", _REMEDY)
    return Manifest(
        record["version"],
        tuple(command),
        record["inputs"],
        record["parameters"],
        record["lists"],
        record["output"],
        _ledgers(record.get("ledgers", {}), name),
    )


def _ledgers(record: Any, name: str) -> Mapping[str, Mapping[str, int]]:
    """The ledgers of a record, which those of earlier versions do not have."""
    tables = record.values() if isinstance(record, dict) else [None]
    if not all(isinstance(t, dict) and all(type(n) is int for n in t.values()) for t in tables):
        raise DataError(name, "its ledgers are not names with numbers", _REMEDY)
    ledgers: Mapping[str, Mapping[str, int]] = record
    return ledgers


def changes(before: Manifest, after: Manifest) -> tuple[Change, ...]:
    """In what two runs of one command differ; empty if the second gave the same bytes.

    Causes come first: version, inputs, lists, parameters; last the result. What changed without
    changing the result is not listed.

    >>> first = Manifest("0.1.0", ("freq", "ai"), {"plan": "ab"}, {}, {}, "cd")
    >>> second = Manifest("0.1.0", ("freq", "ai"), {"plan": "xy"}, {}, {}, "ef")
    >>> [(change.what, change.name) for change in changes(first, second)]
    [('input', 'plan'), ('result', '')]
    """
    if before.output == after.output:
        return ()
    found = []
    if before.version != after.version:
        found.append(Change("version", "", before.version, after.version))
    tables: tuple[tuple[str, Mapping[str, Cell], Mapping[str, Cell]], ...] = (
        ("input", before.inputs, after.inputs),
        ("list", before.lists, after.lists),
        ("parameter", before.parameters, after.parameters),
    )
    for what, old, new in tables:
        found += [
            Change(what, name, old.get(name), new.get(name))
            for name in dict.fromkeys([*old, *new])
            if (name in old, old.get(name)) != (name in new, new.get(name))
        ]
    return (*found, Change("result", "", before.output, after.output))


def changes_table(found: Sequence[Change]) -> Table:
    """The changes as a table, one row each."""
    names = ("what", "name", "before", "after")
    rows = tuple((c.what, c.name, *map(_shown, (c.before, c.after))) for c in found)
    return Table("changes", tuple(map(Column, names)), rows, "What changed")


def _shown(value: Cell) -> str | None:
    return None if value is None else str(value)
