"""The columns of a contrast, and the order of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aiplans_cli.cli.compare.counted import across_fields, counted_fields
from aiplans_cli.cli.compare.fields import Field
from aiplans_cli.cli.compare.resampled import bootstrapped
from aiplans_cli.errors import AnalysisError
from aiplans_cli.model import Cell, Column
from aiplans_cli.statistics import MEASURES
from aiplans_cli.statistics.keyness import ranked
from aiplans_cli.statistics.spread import widened

if TYPE_CHECKING:
    from aiplans_cli.cli.compare.analysis import Choices, Contrasted
    from aiplans_cli.cli.compare.fields import Value
    from aiplans_cli.counting import Unit
    from aiplans_cli.statistics import Row

_DIGITS = {"jsd": 5, "fisher_p": 4, "difference_coefficient": 3, "ell": 3, "mann_whitney": 3}
"""Measures that need more decimals on a screen than two; tests need fewer."""

_UPWARDS = ("p_", "q_", "rank_")
"""Beginnings of columns of which the smallest numbers come first."""


def fields_of(
    choices: Choices, unit: Unit, several: bool, themes: Mapping[str, str], across: bool = False
) -> list[Field]:
    """The columns in order, the rank left out.

    ``several`` contrasts in one table name the documents; ``themes`` are those of the concepts;
    ``across`` languages, concepts are shown out of every denominator.
    """
    found = []
    if several:
        found.append(Field(Column("document"), lambda c, row: c.a.id))
    found.append(Field(Column(unit), lambda c, row: row.term))
    if several:
        found.append(Field(Column("against"), lambda c, row: c.b.id))
    if unit == "concept":
        found.append(Field(Column("theme"), lambda c, row: themes.get(row.term, "")))
    if unit == "concept":
        found += counted_fields()
    else:
        found += _attributes("count", "integer")
        found += _attributes("rate", "number", "per 1,000")
    boot = bootstrapped(choices.measures) if choices.resampling.kind == "bootstrap" else ""
    for kind in ("effect", "evidence"):
        for name in choices.measures:
            if MEASURES[name].kind == kind:
                found += _measure(name, name == boot)
    found.append(Field(Column("p", "number"), lambda c, row: row.p))
    found.append(Field(Column("q", "number"), lambda c, row: row.q))
    if choices.resampling.kind == "permutation":
        found.append(Field(Column("p_permutation", "number"), _permuted))
        found.append(
            Field(Column("q_permutation", "number"), lambda c, row: c.resampled.q.get(row.term))
        )
    if choices.dispersion:
        name = choices.dispersion
        whole = name == "range"
        for side in "ab":
            column = Column(f"{name}_{side}", "integer" if whole else "number")
            found.append(Field(column, _reader(f"dispersion_{side}")))
    return found + (across_fields() if across else [])


def _reader(attribute: str) -> Value:
    def value(contrasted: Contrasted, row: Row) -> Cell:
        found: Cell = getattr(row, attribute)
        return found

    return value


def _attributes(stem: str, kind: str, unit: str = "", digits: int = 2) -> list[Field]:
    names = (f"{stem}_a", f"{stem}_b")
    if kind == "integer":
        return [Field(Column(name, "integer"), _reader(name)) for name in names]
    return [Field(Column(name, "number", unit, digits), _reader(name)) for name in names]


def _measure(name: str, bootstrapped_here: bool) -> list[Field]:
    measure = MEASURES[name]
    digits = _DIGITS.get(name, 1 if measure.kind == "evidence" else 2)
    fields = [Field(Column(name, "number", measure.unit, digits), _score(name))]
    if measure.interval is None and not bootstrapped_here:
        return fields
    for place, end in enumerate(("low", "high")):
        column = Column(f"{name}_{end}", "number", measure.unit, digits)
        fields.append(Field(column, _end(name, place, bootstrapped_here)))
    return fields


def _score(name: str) -> Value:
    return lambda c, row: row.scores[name]


def _end(name: str, place: int, bootstrapped_here: bool) -> Value:
    def value(contrasted: Contrasted, row: Row) -> Cell:
        ends = row.intervals.get(name)
        if bootstrapped_here:
            ends = contrasted.resampled.intervals.get(row.term, ends)
        if ends is None:
            return None
        settings = contrasted.result.settings
        value = row.scores[name] or 0.0
        return widened(name, value, ends, contrasted.spread, settings)[place]

    return value


def _permuted(contrasted: Contrasted, row: Row) -> Cell:
    found = contrasted.resampled.permutation
    return None if found is None else found.p.get(row.term)


def in_order(contrasted: Contrasted, sort: str, fields: Sequence[Field]) -> list[Row]:
    """The rows ranked by a column, ties by term, empty cells last.

    Scores rank from the strongest on either side, p, q and ranks upwards, other numbers
    downwards, text by letter. Raises ``AnalysisError`` for a column that the table does not have.
    """
    rows = contrasted.result.rows
    if sort in ("term", "concept"):  # one word for either
        return ranked(rows, "term")
    own = {field.column.name: field for field in fields}
    if sort not in own:
        measure = sort.removesuffix("_low").removesuffix("_high")
        fix = f"add --measure {measure}, or choose" if measure in MEASURES else "choose"
        raise AnalysisError(
            f"--sort {sort}", "the table has no such column", f"{fix} from {', '.join(own)}"
        )
    if sort in contrasted.result.measures:
        return ranked(rows, sort, absolute=True)
    value, down = own[sort].value, sort not in ("p", "q") and not sort.startswith(_UPWARDS)

    def key(row: Row) -> tuple[bool, float, str, str]:
        cell = value(contrasted, row)
        text = cell if isinstance(cell, str) else ""
        number = float(cell) if isinstance(cell, int | float) else 0.0
        return (cell is None, -number if down else number, text, row.term)

    return sorted(rows, key=key)
