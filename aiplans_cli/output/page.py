"""HTML: one page in one file, without scripts and without anything fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from string import Template

from aiplans_cli import __version__
from aiplans_cli.output.cells import (
    BAR,
    BEFORE,
    CHANGES,
    EMPTY,
    LANGUAGE_NAMES,
    Style,
    input_lines,
    is_signed,
    raw,
    row_label,
    shown,
    unit_of,
)
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.output.width import screen_line
from aiplans_cli.resources import resource_text

EVIDENCE = "evidence"
"""The table whose lines stand under the rows that they are of."""

_LONG_PART = re.compile("_(?=[a-z]{3})")
_CHANGE = re.compile(r"\[-((?:(?!\[-).)+?)-\]|\{\+((?:(?!\{\+).)+?)\+\}")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@cache
def _template() -> Template:
    return Template(resource_text("report.html"))


def html(report: Report, _style: Style) -> str:
    """The whole report as an accessible page: tables first, what made them in the footer."""
    titles = [item.title for item in report.tables[:1] if item.title]
    return _template().substitute(
        title=escaped(titles[0] if titles else f"aiplans {report.command}"),
        command=escaped(report.command),
        version=escaped(__version__),
        summary="".join(f"<p{lang_of(line)}>{escaped(line)}</p>" for line in report.summary),
        inputs=_list([line.text for line in input_lines(report)], "inputs"),
        tables="\n".join(_tables(report)),
        notes=_section("Notes", _list(list(report.notes), "notes")),
        sources=_section("Inputs", _sources(report)),
        parameters=_section("Parameters", _parameters(report)),
    )


def fragment(report: Report, rows: int = 20) -> str:
    """The first rows of a report's first table, for a notebook, and how much more there is."""
    tables = report.tables[:1]
    shown = [_table(replace(item, rows=item.rows[:rows]), 1) for item in tables]
    more = max(0, len(tables[0].rows) - rows) if tables else 0
    others = ", ".join(item.name for item in report.tables[1:])
    lines = [f"{more:,} more rows"] * bool(more) + [f"further tables: {others}"] * bool(others)
    return f"<div>{''.join(shown)}{_list(lines, 'notes')}</div>"


def _tables(report: Report) -> list[str]:
    """Every table; lines of evidence stand under the row of the first table that they are of."""
    lines = next((item for item in report.tables[1:] if item.name == EVIDENCE), None)
    if lines is None or not lines.columns:
        return [_table(item, number) for number, item in enumerate(report.tables)]
    under: dict[Cell, list[tuple[Cell, ...]]] = {}
    for row in lines.rows:
        under.setdefault(row[0], []).append(row[1:])
    named = [column.name for column in report.tables[0].columns].index(lines.columns[0].name)
    rest = [item for item in report.tables if item is not lines]
    drawn = [_table(item, number) for number, item in enumerate(rest[1:], 1)]
    return [_table(rest[0], 0, under, named, lines.columns[1:]), *drawn]


def table_markup(item: Table) -> str:
    """A table without a caption, in a frame of its own."""
    return _table(item, 0)


def _evidence(rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column], width: int) -> str:
    """The lines behind a row, in a cell as wide as the table."""
    items = []
    for row in rows:
        cells = [
            f'<span class="{column.name}"{lang_of(str(cell))}>{escaped(shown(cell, column))}</span>'
            for cell, column in zip(row, columns, strict=True)
            if cell not in (None, "")
        ]
        items.append(f"<li>{' '.join(cells)}</li>")
    return f'<tr class="evidence"><td colspan="{width}"><ul>{"".join(items)}</ul></td></tr>'


def escaped(text: str) -> str:
    """Text of a document as markup that shows it and does nothing, control signs made visible.

    >>> escaped("<b>&")
    '&lt;b&gt;&amp;'
    """
    return escape(screen_line(text))


def lang_of(text: str) -> str:
    """An attribute that lets browsers and screen readers choose a Chinese font and voice."""
    return ' lang="zh"' if _CHINESE.search(text) else ""


def _section(heading: str, content: str) -> str:
    return f"<section>\n<h2>{heading}</h2>\n{content}\n</section>" if content else ""


def _list(lines: list[str], name: str) -> str:
    if not lines:
        return ""
    items = "\n".join(f"<li>{escaped(line)}</li>" for line in lines)
    return f'<ul class="{name}">\n{items}\n</ul>'


def _sources(report: Report) -> str:
    rows = "\n".join(
        f'<tr><th scope="row">{escaped(source.id)}</th>'
        f"<td>{escaped(LANGUAGE_NAMES.get(source.language, source.language))}</td>"
        f'<td class="n">{source.tokens:,}</td><td><code>{escaped(source.sha256)}</code></td></tr>'
        for source in report.inputs
    )
    head = "".join(
        f'<th scope="col"{css}>{name}</th>'
        for name, css in (("id", ""), ("language", ""), ("tokens", ' class="n"'), ("sha256", ""))
    )
    return (
        scrolling("Inputs", f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>")
        if (rows)
        else ""
    )


def _parameters(report: Report) -> str:
    pairs = "\n".join(
        f"<div><dt>{escaped(name)}</dt><dd>{escaped(raw(value, Column(name)) or EMPTY)}</dd></div>"
        for name, value in report.parameters.items()
    )
    return f"<dl>\n{pairs}\n</dl>" if pairs else ""


def scrolling(label: str, table: str) -> str:
    """A table in a frame of its own, which a keyboard can reach and scroll."""
    return (
        f'<div class="frame" role="region" aria-label="{escaped(label)}" tabindex="0">\n'
        f"<table>\n{table}\n</table>\n</div>"
    )


def _table(
    item: Table,
    number: int,
    under: Mapping[Cell, Sequence[tuple[Cell, ...]]] | None = None,
    named: int = 0,
    lines: Sequence[Column] = (),
) -> str:
    """A table; ``under`` are the lines behind rows, by what stands in the column ``named``."""
    if not item.columns:
        return ""
    columns = list(zip(*item.rows, strict=True)) if item.rows else [()] * len(item.columns)
    signed = [is_signed(c, cells) for c, cells in zip(item.columns, columns, strict=True)]
    longest = [_longest(cells) for cells in columns]
    label = row_label(item.columns)
    head = "".join(_heading(column, is_label=at == label) for at, column in enumerate(item.columns))
    rows = [
        "<tr>"
        + "".join(
            _cell(cell, item.columns[at], signed[at], longest[at], is_label=at == label)
            for at, cell in enumerate(row)
        )
        + "</tr>"
        + (_evidence(under[row[named]], lines, len(row)) if under and row[named] in under else "")
        for row in item.rows
    ]
    empty = f'<tr><td colspan="{len(item.columns)}">no rows</td></tr>'
    caption = f"<caption>{escaped(item.title)}</caption>\n" if item.title and number else ""
    body = "\n".join(rows) or empty
    return scrolling(
        item.title or item.name,
        f"{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>",
    )


def _longest(cells: tuple[Cell, ...]) -> float:
    sizes = [abs(cell) for cell in cells if isinstance(cell, int | float) and abs(cell) < 1e300]
    return float(max(sizes, default=0))


def _heading(column: Column, *, is_label: bool) -> str:
    unit = unit_of(column)
    small = f" <small>{escaped(unit)}</small>" if unit else ""
    # a long name may be broken after an underscore, so that its column can be narrow
    name = _LONG_PART.sub("_<wbr>", escaped(column.name))
    return f'<th scope="col"{_classes(column, is_label)}>{name}{small}</th>'


def _classes(column: Column, is_label: bool, side: str = "") -> str:
    number = "n" if column.kind != "text" else ""
    before = "before" if column.unit == BEFORE else ""
    names = " ".join(filter(None, ("label" if is_label else "", number, before, side)))
    return f' class="{names}"' if names else ""


def _cell(cell: Cell, column: Column, signed: bool, longest: float, *, is_label: bool) -> str:
    text = shown(cell, column)
    if column.kind == "text":
        tag, scope = ("th", ' scope="row"') if is_label else ("td", "")
        content = escaped(text)
        if column.unit == CHANGES:
            content = _CHANGE.sub(
                lambda m: f"<del>{m[1]}</del>" if m[1] else f"<ins>{m[2]}</ins>", content
            )
        return f"<{tag}{scope}{_classes(column, is_label)}{lang_of(text)}>{content}</{tag}>"
    value = cell if isinstance(cell, int | float) else 0
    side = ("a" if value > 0 else "b") if signed and value else ""
    exact = raw(cell, column)
    content = f'<data value="{escaped(exact)}">{escaped(text)}</data>' if exact else escaped(text)
    if column.unit == BAR and longest and exact:
        share = 100 * min(abs(value) / longest, 1)
        drawn = f'<i style="width:{share:.1f}%"></i>' if value else ""
        content += f' <span class="bar">{drawn}</span>'
    return f"<td{_classes(column, False, side)}>{content}</td>"
