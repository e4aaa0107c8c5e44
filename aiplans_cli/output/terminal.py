"""The table format: a report drawn for a terminal. The only module that knows rich."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from aiplans_cli.model import Cell, Column, Report, Table
from aiplans_cli.output.cells import BAR, BEFORE, input_lines, is_signed
from aiplans_cli.output.layout import Drawn, Layout, cell_text, heading, lay_out
from aiplans_cli.output.style import Style
from aiplans_cli.output.width import screen_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable

# both stand out from black and from white, and from each other for colour-blind readers
_MORE_IN_A = "color(32)"
_MORE_IN_B = "color(166)"
_UNLIMITED = 1_000_000


def table(report: Report, style: Style) -> str:
    """Every table of the report with its title, the inputs above and the notes below.

    Nothing is wrapped or left out where ``style.width`` is 0. On a narrower screen texts fold, and
    columns that have no room are named in a line under the table.
    """
    from rich.text import Text

    console = _console(style)
    inputs = input_lines(report)
    for line in inputs:
        text = Text(screen_line(line), overflow="fold")
        if line.startswith(("A ", "B ")) and len(inputs) == 2:
            text.stylize(_MORE_IN_A if line.startswith("A ") else _MORE_IN_B, 0, 1)
        console.print(text)
    for number, item in enumerate(report.tables):
        if number or inputs:
            console.print()
        if item.title:
            console.print(Text(screen_line(item.title), style="bold", overflow="fold"))
        _print_table(console, item, style, further=number > 0)
    if report.notes and (report.tables or inputs):
        console.print()
    for note in report.notes:
        console.print(Text("note: " + screen_line(note), overflow="fold"))
    return _without_padding(console)


def _console(style: Style) -> Console:
    from rich.console import Console

    return Console(
        file=StringIO(),
        width=style.width or _UNLIMITED,
        force_terminal=style.color,
        color_system="256" if style.color else None,
        no_color=not style.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )


def _without_padding(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return "".join(line.rstrip() + "\n" for line in console.file.getvalue().split("\n")[:-1])


def _print_table(console: Console, item: Table, style: Style, *, further: bool) -> None:
    from rich.text import Text

    if not item.columns:
        return
    layout = lay_out(item, style.width, style.keep)
    console.print(_rich_table(layout))
    if not item.rows:
        console.print(Text("no rows"))
    if layout.dropped:
        names = ", ".join(map(screen_line, layout.dropped))
        form = "json" if further else "tsv"
        line = f"no room for {names}; a wider window or --format {form} shows all"
        console.print(Text(line, style="dim", overflow="fold"))


def _rich_table(layout: Layout) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    drawing = RichTable(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style=""
    )
    for drawn in layout.columns:
        drawing.add_column(
            Text("\n".join(heading(drawn.column, drawn.width)), style="bold"),
            width=drawn.width,
            justify="right" if _is_right(drawn.column) else "left",
            overflow="fold",
        )
    for row in zip(*(_cells(drawn) for drawn in layout.columns), strict=True):
        drawing.add_row(*row)
    return drawing


def _is_right(column: Column) -> bool:
    return column.unit == BEFORE or (column.kind != "text" and column.unit != BAR)


def _cells(drawn: Drawn) -> Iterator[object]:
    from rich.text import Text

    signed = is_signed(drawn.column, drawn.cells)
    for cell, text in zip(drawn.cells, drawn.texts, strict=True):
        yield Text(cell_text(drawn, text), style=_color(cell) if signed else "")


def _color(cell: Cell) -> str:
    if not isinstance(cell, int | float) or not cell:
        return ""
    return _MORE_IN_A if cell > 0 else _MORE_IN_B
