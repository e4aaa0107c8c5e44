"""GitHub-flavoured Markdown: every table, with inputs and notes, to be pasted into a text."""

from __future__ import annotations

import re

from aiplans_cli.output.cells import EMPTY, Style, input_lines, raw, shown, unit_of
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.output.width import screen_line

# an underscore inside a word is no markup, and column names read better without the backslash
_MARKUP = re.compile(r"[\\`*\[\]<>|~&$]|(?<![^\W_])_|_(?![^\W_])")
_BLOCK = re.compile(r"^([#+=-]|\d+(?=[.)]))")


def escape(text: str) -> str:
    r"""``text`` on one line, with every character escaped that Markdown would take for markup.

    >>> escape("a|b *c* count_a")
    'a\\|b \\*c\\* count_a'
    """
    return _MARKUP.sub(lambda match: "\\" + match.group(), screen_line(text).strip())


def _paragraph(text: str) -> str:
    """Escaped text that also cannot begin a heading, a list or a rule."""
    escaped = escape(text)
    if match := _BLOCK.match(escaped):
        start = match.group()
        return f"{start}\\{escaped[len(start) :]}" if start.isdigit() else "\\" + escaped
    return escaped


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _heading(column: Column) -> str:
    unit = unit_of(column)
    return escape(f"{column.name} ({unit})" if unit else column.name)


def _cell(cell: Cell, column: Column) -> str:
    return escape(shown(cell, column))


def _table(table: Table) -> list[str]:
    if not table.columns:
        return []
    header = _line([_heading(column) for column in table.columns])
    rule = _line(["---" if column.kind == "text" else "---:" for column in table.columns])
    rows = [
        _line([_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)])
        for row in table.rows
    ]
    title = [f"**{escape(table.title)}**"] if escape(table.title) else []
    return [*title, "\n".join([header, rule, *rows])]


def md(report: Report, _style: Style) -> str:
    """All tables, each under its title; inputs before them, notes and parameters after them."""
    blocks = [_paragraph(" ".join(report.summary))] if report.summary else []
    blocks.append("\n".join("- " + _paragraph(line.text) for line in input_lines(report)))
    for table in report.tables:
        blocks += _table(table)
    blocks.append("\n".join("- " + _paragraph(note) for note in report.notes))
    settings = ", ".join(
        f"{name} = {raw(value, Column(name)) or EMPTY}" for name, value in report.parameters.items()
    )
    blocks.append(_paragraph(f"aiplans {report.command}: {settings}") if settings else "")
    return "\n\n".join(block for block in blocks if block) + "\n"
