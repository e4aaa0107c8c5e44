"""Which columns of a table stand on a screen, and how wide: arithmetic without drawing.

Where a table is too wide, in this order: names of columns fold at their underscores, bars shrink,
texts fold (contexts of a match are cut), and at last whole columns are left out, which the caller
must tell. The column that names the row stays, and so does the one that ranks the rows; columns
that are read together, such as the two sides of a contrast, stay or go together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from aiplans_cli.output.cells import AFTER, BAR, BEFORE, row_label, shown, unit_of
from aiplans_cli.output.charts import bar
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.output.width import display_width, fit, fold, screen_line
from aiplans_cli.records import dataclass

GAP = 2
"""Blank columns between two columns of a table."""

_LEAST_TEXT = 14
_LONGEST_WORD = 18
"""The longest word that a column of text is not narrowed below; longer ones are no words."""

_WORD = re.compile(r"[^\s_/\u2e80-\uffff-]+[-_/]?")
"""What stays on one line in Latin script; Chinese may break anywhere."""

_PART = re.compile(r"[^\s-]+-?\s*|-+\s*")
"""A piece of a title with the blanks after it."""

_LEAST_CONTEXT = 20
_SHORT_TEXT = 8
"""The same where a context of the match would have to go, or a pair be parted, otherwise."""
_BAR_WIDTHS = (24, 16, 10, 5)

_TOGETHER = (("a", "b"), ("low", "high"), ("best", "worst"))
"""Words in which the names of columns that are read together differ."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A column as it is drawn."""

    column: Column
    """The column of the table."""
    cells: tuple[Cell, ...]
    """Its values."""
    texts: tuple[str, ...]
    """What stands in its cells, one line each, not yet folded."""
    width: int
    """Columns of the screen that it takes."""
    least: int
    """The width below which it cannot be narrowed."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that are drawn and the names of those that had no room."""

    columns: tuple[Drawn, ...]
    """From left to right."""
    dropped: tuple[str, ...]
    """Names of the columns left out, in the table's order."""


def heading(column: Column, width: int) -> list[str]:
    """The lines above a column: its name, folded at underscores, and its unit, at blanks.

    >>> heading(Column("log_ratio_low", "number", "log2"), 10)
    ['log_ratio_', 'low', '(log2)']
    """
    return [
        *(line.rstrip() for line in _join(_pieces(column), "", width)),
        *_join(_unit_words(column), " ", width),
    ]


def _pieces(column: Column) -> list[str]:
    """Where a heading may fold: a title at blanks and hyphens, a name at underscores."""
    if column.title:
        return _PART.findall(screen_line(column.title)) or [""]
    parts = screen_line(column.name).split("_")
    return [part + "_" for part in parts[:-1]] + parts[-1:]


def _join(pieces: Sequence[str], glue: str, width: int) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        joined = lines[-1] + glue + piece if lines else ""
        if lines and display_width(joined.rstrip()) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def lay_out(table: Table, width: int, keep: Sequence[str] = ()) -> Layout:
    """Place the columns of ``table`` in ``width`` columns of a screen, 0 for no limit.

    Columns are left out from the last to the first, those named in ``keep`` after all others and
    among them the last named first. Columns that are read together go together, and the column
    that ranks the rows goes only where it has no room beside the one that names them. Contexts of
    a match are shortened before one of them goes.
    """
    cells = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.columns)
    pairs = list(zip(table.columns, cells, strict=True))
    has_bars = any(column.unit == BAR for column in table.columns)
    variants = [
        [_draw(column, values, bars) for column, values in pairs]
        for bars in (_BAR_WIDTHS if has_bars and width else _BAR_WIDTHS[:1])
    ]
    order, parting = _order(table, keep)
    kept = list(range(len(pairs)))
    short = False
    while (drawn := _narrow(variants, kept, width)) is None and order:
        left = [table.columns[index].unit for group in order for index in group]
        if not short and (len(order) == parting or left == [AFTER, BEFORE]):
            short = True
            kind = _is_text if len(order) == parting else _is_context
            variants = [[_shortened(item, kind) for item in variant] for variant in variants]
            continue
        gone = order.pop(0)
        kept = [index for index in kept if index not in gone]
    if drawn is None:
        # one column is left, and the screen is too narrow even for it
        drawn = [replace(variants[-1][index], width=max(width, 1)) for index in kept]
    dropped = (column.name for at, column in enumerate(table.columns) if at not in kept)
    return Layout(tuple(drawn), tuple(dropped))


def _is_context(column: Column) -> bool:
    return column.unit in {BEFORE, AFTER}


def _is_text(column: Column) -> bool:
    return column.kind == "text"


def _shortened(item: Drawn, kind: Callable[[Column], bool]) -> Drawn:
    least = min(item.least, _SHORT_TEXT) if kind(item.column) else item.least
    return replace(item, least=least)


def _order(table: Table, keep: Sequence[str]) -> tuple[list[list[int]], int]:
    """Indexes of the columns that may go, those that go together in one list, the first first.

    A screen too narrow for all else parts the columns that stay from those read with them, and
    the last to go is the one that ranks the rows; the number says how many such steps there are.
    """
    names = [column.name for column in table.columns]
    label = row_label(table.columns) or 0
    staying = [label, *(at for at, name in enumerate(names) if name == table.ranked_by != "")]
    rank = {name: len(keep) - place for place, name in enumerate(keep)}
    order: list[list[int]] = []
    for index in sorted(range(len(names)), key=lambda at: (rank.get(names[at], 0), -at)):
        if not any(index in group for group in order):
            together = _together(names[index])
            order.append([at for at, name in enumerate(names) if _together(name) == together])
    free = [group for group in order if not set(group) & set(staying)]
    bound = [at for group in order if set(group) & set(staying) for at in group]
    parted = sorted(set(bound) - {label}, key=lambda at: (at in staying[1:], at))
    return free + [[at] for at in parted], len(parted)


def _together(name: str) -> tuple[str, ...]:
    """What the names of columns that are read together have in common.

    >>> _together("share_a") == _together("share_b"), _together("a") == _together("q")
    (True, False)
    """
    alike = {word: words[0] for words in _TOGETHER for word in words}
    return tuple(alike.get(word, word) for word in name.split("_"))


def _narrow(
    variants: Sequence[Sequence[Drawn]], kept: Sequence[int], width: int
) -> list[Drawn] | None:
    """The columns made to fit, or ``None`` where even the narrowest do not."""
    drawn: list[Drawn] = []
    for variant in variants:
        drawn = [variant[index] for index in kept]
        if not width or _total(drawn) <= width:
            return drawn
        drawn = [
            replace(item, width=item.least) if item.column.kind != "text" else item
            for item in drawn
        ]
        if _total(drawn) <= width:
            return drawn
    return _fold_texts(drawn, width)


def _fold_texts(drawn: list[Drawn], width: int) -> list[Drawn] | None:
    drawn = [replace(item, width=max(item.least, min(item.width, width))) for item in drawn]
    while (excess := _total(drawn) - width) > 0:
        wide = [item for item in drawn if item.width > item.least]
        if not wide:
            return None
        widest = max(item.width for item in wide)
        equals = [i for i, item in enumerate(drawn) if item.width == widest > item.least]
        others = [item.width for item in wide if item.width < widest]
        at = equals[0]
        # columns of one width share what must go
        step = min(-(-excess // len(equals)), widest - max(others, default=drawn[at].least))
        step = min(max(1, step), drawn[at].width - drawn[at].least)
        drawn[at] = replace(drawn[at], width=drawn[at].width - step)
    return drawn


def _total(drawn: Sequence[Drawn]) -> int:
    return sum(item.width for item in drawn) + GAP * max(len(drawn) - 1, 0)


def _draw(column: Column, cells: Sequence[Cell], bars: int) -> Drawn:
    texts = tuple(screen_line(shown(cell, column)) for cell in cells)
    if _is_context(column):
        texts = tuple(text.strip() for text in texts)
    elif column.unit == BAR:
        texts = _barred(cells, texts, bars)
    data = max(map(display_width, texts), default=0)
    pieces = _pieces(column)
    words = _unit_words(column)
    width = max(data, _two_lines(pieces, "") if column.title else display_width("".join(pieces)), 1)
    width = max(width, _two_lines(words))
    if column.kind == "text":
        least = min(width, _LEAST_CONTEXT if _is_context(column) else _unbroken(texts))
    else:
        least = max(data, 1, *(display_width(part.rstrip()) for part in (*words, *pieces)))
    return Drawn(column, tuple(cells), texts, width, least)


def _unbroken(texts: Sequence[str]) -> int:
    """The narrowest width of a column of text, in which no word of it is broken."""
    lengths = (len(word) for text in texts for word in _WORD.findall(text))
    return max(_LEAST_TEXT, max((n for n in lengths if n <= _LONGEST_WORD), default=0))


def _unit_words(column: Column) -> list[str]:
    unit = screen_line(unit_of(column))
    return f"({unit})".split() if unit else []


def _two_lines(words: Sequence[str], glue: str = " ") -> int:
    """The narrowest width in which the words stand on two lines."""
    width = max((display_width(word.rstrip()) for word in words), default=0)
    while len(_join(words, glue, width)) > 2:
        width += 1
    return width


def _barred(cells: Sequence[Cell], texts: tuple[str, ...], bars: int) -> tuple[str, ...]:
    numbers = [
        float(cell) if isinstance(cell, int | float) and math.isfinite(cell) else 0.0
        for cell in cells
    ]
    longest = max(map(abs, numbers), default=0.0)
    room = max(map(display_width, texts), default=0)
    return tuple(
        fit(text, room, "right") + " " + fit(bar(number, longest, bars), bars)
        for text, number in zip(texts, numbers, strict=True)
    )


def cell_lines(item: Drawn, text: str) -> list[str]:
    """The lines of a cell: folded to its column's width, or cut where it is a match's context."""
    if _is_context(item.column) or display_width(text) <= item.width:
        return [text]
    return fold(text, item.width)
