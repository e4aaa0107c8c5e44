"""Control characters that came from outside, of which none reaches a terminal or a text file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report, Table

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def seen(text: str) -> str:
    r"""A text with its control characters, but tabs and line ends, as signs that they were there.

    >>> seen("plan\x1b[31m of \x9b1m AI")
    'plan�[31m of �1m AI'
    """
    return _CONTROLS.sub("\ufffd", text) if _CONTROLS.search(text) else text


def escaped(json: str) -> str:
    r"""JSON whose control characters are escapes; those below U+0020 are already.

    >>> escaped('"\x9b"')
    '"\\u009b"'
    """
    return re.sub("[\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", json)


def seen_report(report: Report) -> Report:
    """The same of all that a report says."""
    tables, screen = (tuple(map(_table, some)) for some in (report.tables, report.screen))
    notes, told, summary = (
        tuple(map(seen, lines)) for lines in (report.notes, report.told, report.summary)
    )
    inputs = tuple(replace(one, id=seen(one.id)) for one in report.inputs)
    parameters = {name: _cell(value) for name, value in report.parameters.items()}
    return replace(
        report, tables=tables, screen=screen, notes=notes, told=told, summary=summary,
        inputs=inputs, parameters=parameters,
    )  # fmt: skip


def _table(table: Table) -> Table:
    rows = tuple(tuple(map(_cell, row)) for row in table.rows)
    return replace(table, rows=rows, title=seen(table.title))


def _cell(cell: Any) -> Any:
    return seen(cell) if isinstance(cell, str) else cell
