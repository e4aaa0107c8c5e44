"""The table format: a report drawn for a terminal. The only module that knows rich.

Rich gives the colours. Lines are laid out here, because columns must be chosen before they are
drawn, Chinese text folds between any two characters, and long tables must not take seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Literal

from aiplans_cli.output.cells import BAR, BEFORE, MATCH, Style, input_lines, is_signed
from aiplans_cli.output.charts import charts_of
from aiplans_cli.output.layout import GAP, Drawn, cell_lines, heading, lay_out
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.output.width import fit, fold, screen_line

Paint = Callable[[str, str], str]
"""Colours a text: ``paint(text, style)``."""

_BOLD = "bold"
_DIM = "dim"
# both stand out from black and from white, and from each other for colour-blind readers
_MORE_IN_A = "color(32)"
_MORE_IN_B = "color(166)"
_FOUND = "bold color(162)"


def table(report: Report, style: Style) -> str:
    """What was found, in sentences, then the tables for people, or every one if ``style.wide``.

    Nothing is wrapped or left out where ``style.width`` is 0. On a narrower screen texts fold, and
    columns that have no room are named in a line under the table. Notes stand last, the first few
    unless ``style.notes`` asks for all.
    """
    paint = _painter(style.color)
    blocks = [[line for text in report.summary for line in _folded(text, style.width)]]
    narrow = bool(report.screen) and not style.wide
    if not narrow:
        blocks.append(list(_inputs(report, style.width, paint)))
    for number, item in enumerate(report.screen if narrow else report.tables):
        blocks.append(list(_table(item, style, paint, further=number > 0, brief=narrow)))
    blocks.append([line for note in _notes(report, style) for line in _folded(note, style.width)])
    drawn = "\n".join("".join(line + "\n" for line in block) for block in blocks if block)
    return drawn.translate(_ASCII) if style.ascii else drawn


_ASCII = str.maketrans("─│├┤┼◄►█▏▎▍▌▋▊▉×–…·“”━╸╺", '-||||<>########x-.-""---')
"""What stands for drawn characters where a screen has ASCII alone."""

FEW_NOTES = 2
"""Notes under a table unless all are asked for: what changes how its numbers may be used."""


def _notes(report: Report, style: Style) -> list[str]:
    if style.quiet:
        return []
    notes = [note for note in dict.fromkeys(report.notes) if note not in report.summary]
    if style.notes or not report.summary:
        return [f"note: {note}" for note in notes]
    told = [note for note in dict.fromkeys(report.told) if note in notes][:FEW_NOTES]
    rest = len(notes) - len(told)
    wide = ", all columns: -f wide" if report.screen else ""
    noun = "note" if rest == 1 else "notes"
    more = f"{rest} {'more ' if told else ''}{noun}: -f notes{wide}, a word: aiplans help WORD"
    return [*(f"note: {note}" for note in told), *([more] if rest else [])]


def _painter(color: bool) -> Paint:
    if not color:
        return lambda text, _style: text
    from rich.color import ColorSystem
    from rich.style import Style as RichStyle

    def paint(text: str, style: str) -> str:
        bare = text.strip()
        painted = RichStyle.parse(style).render(bare, color_system=ColorSystem.EIGHT_BIT)
        return text.replace(bare, painted, 1) if bare else text

    return paint


def progress_bar(share: float | None, width: int, *, color: bool, ascii_only: bool) -> str:
    """A bar of which ``share``, 0 to 1, is done, on so many columns; no line ends after it.

    Where the share is not known, it pulses.

    >>> progress_bar(0.5, 8, color=False, ascii_only=True)
    '----    '
    """
    from io import StringIO

    from rich.console import Console
    from rich.progress_bar import ProgressBar

    stream = StringIO()
    system: Literal["256"] | None = "256" if color else None
    console = Console(file=stream, force_terminal=True, color_system=system, width=width)
    bar = (
        ProgressBar(None, width=width)
        if share is None
        else ProgressBar(1.0, min(1.0, share), width)
    )
    console.print(bar, end="")
    drawn = stream.getvalue()
    drawn += " " * (width - console.measure(drawn).maximum) if not color else ""
    return drawn.translate(_ASCII) if ascii_only else drawn


def _folded(text: str, width: int) -> list[str]:
    return fold(screen_line(text), width)


def _inputs(report: Report, width: int, paint: Paint) -> Iterator[str]:
    """The inputs, the letters A and B in the colours that the numbers have."""
    for line in input_lines(report):
        first, *rest = _folded(line.text, width)
        if line.letter:
            side = _MORE_IN_A if line.letter == "A" else _MORE_IN_B
            first = paint(line.letter, side) + first.removeprefix(line.letter)
        yield from (first, *rest)


def _table(
    item: Table, style: Style, paint: Paint, *, further: bool, brief: bool = False
) -> Iterator[str]:
    if not item.columns:
        return
    if item.title:
        yield from (paint(line, _BOLD) for line in _folded(item.title, style.width))
    layout = lay_out(item, style.width, style.keep)
    heads = _headings(layout.columns)
    yield from _line(layout.columns, heads, [_BOLD] * len(heads), paint)
    yield "─" * (sum(drawn.width for drawn in layout.columns) + GAP * (len(heads) - 1))
    signed = [is_signed(drawn.column, drawn.cells) for drawn in layout.columns]
    for row in range(len(item.rows)):
        cells = [cell_lines(drawn, drawn.texts[row]) for drawn in layout.columns]
        styles = [
            _side(drawn.cells[row]) if has_sign else _FOUND if drawn.column.unit == MATCH else ""
            for drawn, has_sign in zip(layout.columns, signed, strict=True)
        ]
        yield from _line(layout.columns, cells, styles, paint)
    if not item.rows:
        yield "no rows"
    yield from charts_of(item, style.width)
    if layout.dropped and not brief:
        names = ", ".join(layout.dropped)
        form = "json" if further else "tsv"
        line = f"no room for {names}; a wider window or --format {form} shows all"
        yield from (paint(part, _DIM) for part in _folded(line, style.width))


def _headings(columns: tuple[Drawn, ...]) -> list[list[str]]:
    """The lines of every heading, blank ones above the shorter headings."""
    heads = [heading(drawn.column, drawn.width) for drawn in columns]
    height = max(map(len, heads))
    return [[""] * (height - len(head)) + head for head in heads]


def _line(
    columns: tuple[Drawn, ...], cells: list[list[str]], styles: list[str], paint: Paint
) -> Iterator[str]:
    """A row: as many lines as its highest cell has."""
    for parts in zip_longest(*cells, fillvalue=""):
        fitted = [
            paint(text, style) if style else text
            for text, style in zip(map(_fitted, columns, parts), styles, strict=True)
        ]
        yield (" " * GAP).join(fitted).rstrip()


def _fitted(drawn: Drawn, text: str) -> str:
    return fit(text, drawn.width, _alignment(drawn.column))


def _alignment(column: Column) -> Literal["left", "right"]:
    if column.kind == "text":
        return "right" if column.unit == BEFORE else "left"
    return "left" if column.unit == BAR else "right"


def _side(cell: Cell) -> str:
    if not isinstance(cell, int | float) or not cell:
        return ""
    return _MORE_IN_A if cell > 0 else _MORE_IN_B
