"""A finished answer: tables of typed columns, and what made them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any, Literal

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass

Cell = str | int | float | bool | None
"""One value of a table; ``None`` is the explicit empty cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A typed column of a table."""

    name: str
    """Stable name, the same in every format."""
    kind: Literal["text", "integer", "number"] = "text"
    """What its cells hold."""
    unit: str = ""
    """Unit of its numbers, "" for plain numbers and text."""
    digits: int = 2
    """Decimal places on a screen; machine formats write the number in full."""
    sided: bool = True
    """Whether numbers below 0 point to B and those above to A, so that colours may say so."""
    title: str = ""
    """What a person reads over it; "" for the name."""


@dataclass(frozen=True, slots=True)
class Table:
    """Typed columns and rows."""

    name: str
    """Stable name of the table."""
    columns: tuple[Column, ...]
    """The columns in order."""
    rows: tuple[tuple[Cell, ...], ...]
    """Rows as wide as ``columns``."""
    title: str = ""
    """One line for people, "" for none."""
    ranked_by: str = ""
    """Name of the column that the rows are ordered by, "" for none; no narrow screen loses it."""

    def records(self) -> list[dict[str, Cell]]:
        """The rows as dicts keyed by column name, the shape ``pandas.DataFrame`` takes.

        >>> Table("t", (Column("term"), Column("count", "integer")), (("ai", 2),)).records()
        [{'term': 'ai', 'count': 2}]
        """
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Input:
    """What a result was made from."""

    id: str
    """Id of the document."""
    language: str
    """"en", "zh" or ""."""
    sha256: str
    """Digest of the bytes."""
    tokens: int
    """Words counted."""
    kind: str = "text"
    """"text", or "digest" for a summary in this project's own words."""
    ledger: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Characters of its file by what became of them; {} where that is not known."""

    @property
    def caveat(self) -> str:
        """What must be said beside numbers made from it; "" for a text.

        >>> Input("plan", "en", "", 0, "digest").caveat
        "plan is a digest in this project's own words, not the official text: its numbers ..."
        """
        if self.kind != "digest":
            return ""
        return (
            f"{self.id} is a digest in this project's own words, not the official text: its "
            "numbers describe the digest."
        )


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """A finished result: the tables and what made them."""

    command: str
    """The subcommand that made it."""
    tables: tuple[Table, ...]
    """The first table is the one that TSV and CSV write."""
    inputs: tuple[Input, ...] = ()
    """The documents behind it, in the order given."""
    parameters: Mapping[str, Cell] = field(default_factory=dict)
    """Every setting that shaped the numbers."""
    notes: tuple[str, ...] = ()
    """What a reader must know to read the numbers rightly."""
    told: tuple[str, ...] = ()
    """Those of the notes that are said aloud where a format has no place for notes."""
    summary: tuple[str, ...] = ()
    """What was found, in sentences that say no more than the rows do."""
    screen: tuple[Table, ...] = ()
    """What a terminal shows in place of the tables, unless all columns are asked for."""
    parts: Mapping[str, Report] = field(default_factory=dict)
    """The answers that it was made from, by the chart that draws each, for a page."""

    def __repr__(self) -> str:
        sizes = (f"{t.name} {len(t.rows):,} x {len(t.columns)}" for t in self.tables)
        return f"<Report {self.command}: {', '.join(sizes)}>"

    def table(self, name: str = "") -> Table:
        """The table of a name, the first where none is given. Raises ``AnalysisError`` for none.

        >>> Report("freq", (Table("frequency", (), ()), Table("sections", (), ()))).table().name
        'frequency'
        """
        for table in self.tables:
            if name in ("", table.name):
                return table
        known = ", ".join(table.name for table in self.tables) or "none"
        raise AnalysisError(name or self.command, "the report has no such table", f"it has {known}")

    def rounded(self, digits: int) -> Report:
        """The same with so many decimal places of its numbers where people look."""

        def with_digits(table: Table) -> Table:
            columns = tuple(replace(column, digits=digits) for column in table.columns)
            return replace(table, columns=columns)

        tables, screen = (tuple(map(with_digits, some)) for some in (self.tables, self.screen))
        return replace(self, tables=tables, screen=screen)

    def rows(self, table: str = "") -> list[dict[str, Cell]]:
        """The rows of a table (the first, or by name) as dicts, as a data frame takes them.

        >>> Report("freq", (Table("frequency", (Column("word"),), (("ai",),)),)).rows()
        [{'word': 'ai'}]
        """
        return self.table(table).records()

    def to_pandas(self, table: str = "") -> Any:
        """A table as a ``pandas.DataFrame``, where pandas is installed."""
        import pandas

        found = self.table(table)
        return pandas.DataFrame(found.records(), columns=[column.name for column in found.columns])

    def to_polars(self, table: str = "") -> Any:
        """A table as a ``polars.DataFrame``, where polars is installed."""
        import polars

        found = self.table(table)
        names = [column.name for column in found.columns]
        return polars.DataFrame(found.rows, schema=names, orient="row", infer_schema_length=None)
