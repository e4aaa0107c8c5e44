"""The rows of a report: a table to search, sort and choose columns of, and the lines behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.output.cells import PERCENT, TIMES, is_signed, row_label, shown, times
from aiplans_cli.output.page import escaped, lang_of, scrolling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aiplans_cli.output.report import Cell, Column, Report, Table

_FIRST = frozenset(
    "rank document concept term theme count_a share_a count_b share_b at_least log_ratio q "
    "count sections weight against".split()
)
"""Columns that are shown before anybody chooses."""

_OFFERED = frozenset("rate_a rate_b log_ratio_low log_ratio_high g2 p dp_norm_a dp_norm_b".split())
"""Columns that may be chosen; the workbook has the others too."""

_UNITS = {"share_a": PERCENT, "share_b": PERCENT, "at_least": TIMES}


def name_column(table: Table) -> int:
    """The column that names a row: a concept or a term."""
    names = [column.name for column in table.columns]
    return next((names.index(one) for one in ("concept", "term") if one in names), 0)


def links_of(table: Table, evidence: Table | None) -> dict[str, str]:
    """Name of a row → the address on the page of the lines behind it; {} where there are none."""
    if evidence is None or not evidence.rows:
        return {}
    at = name_column(table)
    names = dict.fromkeys(str(row[at]) for row in table.rows)
    return {name: f"#r{number}" for number, name in enumerate(names, 1)}


def themes_of(table: Table) -> list[str]:
    """The themes of the rows, in order of name."""
    return sorted({str(row["theme"]) for row in table.records() if row.get("theme")})


def rows_table(table: Table, links: Mapping[str, str]) -> str:
    """The table, of whose columns some are hidden, with buttons that sort it."""
    kept = [
        at for at, column in enumerate(table.columns) if column.name in _FIRST | _OFFERED
    ] or list(range(len(table.columns)))
    columns = [
        replace(table.columns[at], unit=_UNITS.get(table.columns[at].name, "")) for at in kept
    ]
    cells = [tuple(row[at] for row in table.rows) for at in kept]
    signed = [is_signed(c, some) for c, some in zip(columns, cells, strict=True)]
    label, named = row_label(columns), name_column(replace(table, columns=tuple(columns)))
    head = "".join(_heading(column) for column in columns)
    body = "\n".join(
        f"<tr{_theme(columns, row)}>"
        + "".join(
            _cell(cell, columns[at], signed[at], links if at == named else {}, at == label)
            for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in zip(*cells, strict=True)
    )
    markup = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"
    return scrolling("Rows that scroll", markup).replace("<table>", '<table id="rows">', 1)


def _theme(columns: Sequence[Column], row: Sequence[Cell]) -> str:
    for column, cell in zip(columns, row, strict=True):
        if column.name == "theme":
            return f' data-theme="{escaped(str(cell))}"'
    return ""


def column_title(column: Column) -> str:
    """A column's name as people read it.

    >>> from aiplans_cli.output.report import Column
    >>> column_title(Column("count_a", "integer")), column_title(Column("log_ratio_low", "number"))
    ('A: count', 'log ratio low')
    """
    name, _, side = column.name.rpartition("_")
    if name and side in ("a", "b"):
        return f"{side.upper()}: {name.replace('_', ' ')}"
    return column.name.replace("_", " ")


def column_choices(table: Table) -> str:
    """A box to tick for every column that can be shown."""
    return "".join(
        f'<label><input type="checkbox" data-column="{column.name}"'
        f"{' checked' if column.name in _FIRST else ''}> {escaped(column_title(column))}</label>"
        for column in table.columns
        if column.name in _OFFERED | (_FIRST - {"concept", "term"})
    )


def _hidden(column: Column) -> str:
    return " hidden" if column.name in _OFFERED else ""


def _heading(column: Column) -> str:
    css = ' class="n"' if column.kind != "text" else ""
    return (
        f'<th scope="col" data-column="{column.name}"{css}{_hidden(column)}>'
        f'<button type="button">{escaped(column_title(column))}</button></th>'
    )


def _cell(
    cell: Cell, column: Column, signed: bool, links: Mapping[str, str], is_label: bool
) -> str:
    text = escaped(shown(cell, column))
    if column.kind == "text":
        tag, scope = ("th", ' scope="row"') if is_label else ("td", "")
        if address := links.get(str(cell)):
            text = f'<a href="{address}">{text}</a>'
        return f"<{tag}{scope}{_hidden(column)}{lang_of(str(cell))}>{text}</{tag}>"
    value = cell if isinstance(cell, int | float) else 0
    side = (" a" if value > 0 else " b") if signed and value else ""
    exact = f' data-v="{float(cell):.6g}"' if isinstance(cell, int | float) else ""
    return f'<td class="n{side}"{_hidden(column)}{exact}>{text}</td>'


def lines_behind(report: Report, links: Mapping[str, str], first: Iterable[str]) -> str:
    """Every row as something to open, those that are drawn ``first`` before the others."""
    table, evidence = report.table(), report.table("evidence")
    lines: dict[str, dict[str, list[dict[str, Cell]]]] = {}
    name = table.columns[name_column(table)].name
    for line in evidence.records():
        by_document = lines.setdefault(str(line[name]), {})
        by_document.setdefault(str(line["document"]), []).append(line)
    rows = {str(row[name]): row for row in table.records()}
    documents = [source.id for source in report.inputs]
    order = [one for one in first if one in rows]
    opened = [_opened(one, rows[one], lines.get(one, {}), documents, links) for one in order]
    rest = [
        _opened(one, rows[one], lines.get(one, {}), documents, links)
        for one in rows
        if one not in set(order)
    ]
    more = ""
    if rest:
        heading = f"The lines of {'all' if not order else 'the other'} {len(rest)} rows"
        more = f'<details class="more"><summary>{heading}</summary>{"".join(rest)}</details>'
    return f'<div class="rows">{"".join(opened)}</div>{more}'


def _opened(
    name: str,
    row: Mapping[str, Cell],
    lines: Mapping[str, Sequence[Mapping[str, Cell]]],
    documents: Sequence[str],
    links: Mapping[str, str],
) -> str:
    sides = "".join(
        f"<div><h3>{escaped(document)}</h3>{_lines(lines.get(document, ()))}</div>"
        for document in documents
    )
    return (
        f'<details id="{links[name][1:]}"><summary><b{lang_of(name)}>{escaped(name)}'
        f'</b> {_told(row)}</summary><div class="sides">{sides}</div></details>\n'
    )


def _told(row: Mapping[str, Cell]) -> str:
    """The counts of a row in words."""
    if "count_a" not in row:
        return f"<span>{row['count']:,} times</span>"
    told = f"{row['count_a']:,} : {row['count_b']:,}"
    least, ratio = row.get("at_least"), row.get("log_ratio")
    if isinstance(least, float) and least > 1 and isinstance(ratio, float):
        more = "A" if ratio > 0 else "B"
        return f'<span class="{more.lower()}">{told}, at least {times(least)} in {more}</span>'
    return f"<span>{told}, no difference to quote</span>"


def _lines(lines: Sequence[Mapping[str, Cell]]) -> str:
    if not lines:
        return "<p>No line.</p>"
    items = []
    for line in lines:
        left, match, right = (str(line[part] or "") for part in ("left", "match", "right"))
        where = [str(line[part]) for part in ("section",) if line[part]]
        where += [f"p. {line['page']}"] if line["page"] else []
        language = lang_of(left + match + right)
        items.append(
            f"<li><q{language}>{escaped(left)} <mark>{escaped(match)}</mark> {escaped(right)}</q> "
            f"<cite{lang_of(' '.join(where))}>{escaped(', '.join(where))}</cite></li>"
        )
    return f"<ul>{''.join(items)}</ul>"
