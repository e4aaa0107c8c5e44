"""The columns of a contrast, and the order of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.resampled import bootstrapped
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.counting.units import DocumentRates
from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.report import Cell, Column
from aiplans_cli.records import dataclass
from aiplans_cli.settings import choice_of
from aiplans_cli.statistics.inference import RATIOS
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.rows import ranked

if TYPE_CHECKING:
    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.analyses.comparison.contrast_sides import Side
    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import Occurrences
    from aiplans_cli.statistics.rows import Row

    Value = Callable[[Contrasted, Row], Cell]
    Number = Callable[[Side, str], float | None]

_DIGITS = {"jsd": 5, "fisher_p": 4, "difference_coefficient": 3, "ell": 3, "mann_whitney": 3}
"""Measures that need more decimals on a screen than two; tests need fewer."""

_UPWARDS = ("p_", "q_", "rank_")
"""Beginnings of columns of which the smallest numbers come first."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column with the way to its cells."""

    column: Column
    """The column."""
    value: Value
    """From a contrast and its row to the cell."""


def fields_of(
    choices: CompareSettings,
    unit: Unit,
    several: bool,
    themes: Mapping[str, str],
    across: bool = False,
    grouped: bool = False,
) -> list[Field]:
    """The columns in order, the rank left out.

    ``several`` contrasts in one table name the documents; ``themes`` are those of the concepts;
    ``across`` languages, concepts are shown out of every denominator; ``grouped`` documents have
    the mean of their rates beside the rate of all their words.
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
    if grouped:
        found += _sides("mean_rate", "number", "per 1,000", 2, _mean_of(unit))
    boot = bootstrapped(choices.measures) if choices.resample == "bootstrap" else ""
    for kind in ("effect", "evidence"):
        for name in choices.measures:
            if MEASURES[name].kind == kind:
                found += _measure(name, name == boot)
        if kind == "effect":
            found.append(Field(Column("at_least", "number", "times"), lambda c, row: row.at_least))
    found.append(Field(Column("p", "number"), lambda c, row: row.p))
    found.append(Field(Column("q", "number"), lambda c, row: row.q))
    if choices.resample == "permutation":
        found.append(Field(Column("p_permutation", "number"), _permuted))
        found.append(
            Field(Column("q_permutation", "number"), lambda c, row: c.resampled.q.get(row.term))
        )
    if name := choices.spread_measure:
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
    for kind in (*([""] if name in RATIOS else []), *(["_bootstrap"] if bootstrapped_here else [])):
        for place, end in enumerate(("low", "high")):
            column = Column(f"{name}_{end}{kind}", "number", measure.unit, digits)
            fields.append(Field(column, (_drawn if kind else _end)(name, place)))
    return fields


def _score(name: str) -> Value:
    return lambda c, row: row.scores[name]


def _end(name: str, place: int) -> Value:
    def value(contrasted: Contrasted, row: Row) -> Cell:
        ends = row.intervals.get(name)
        return None if ends is None else ends[place]

    return value


def _drawn(name: str, place: int) -> Value:
    def value(contrasted: Contrasted, row: Row) -> Cell:
        ends = contrasted.resampled.intervals.get(row.term)
        return None if ends is None else ends[place]

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
    by_name = {field.column.name: field for field in fields}
    if sort not in by_name:
        measure = sort.removesuffix("_low").removesuffix("_high")
        fix = f"add --measure {measure}, or choose" if measure in MEASURES else "choose"
        raise AnalysisError(
            f"--sort {sort}",
            "the table has no such column",
            f"{fix} from {choice_of(sort, tuple(by_name))}",
        )
    if sort == "at_least":
        return ranked(rows, sort)
    if sort in contrasted.result.measures:
        return ranked(rows, sort, absolute=True)
    value, down = by_name[sort].value, sort not in ("p", "q") and not sort.startswith(_UPWARDS)

    def key(row: Row) -> tuple[bool, float, str, str]:
        cell = value(contrasted, row)
        text = cell if isinstance(cell, str) else ""
        number = float(cell) if isinstance(cell, int | float) else 0.0
        return (cell is None, -number if down else number, text, row.term)

    return sorted(rows, key=key)


def counted_fields() -> list[Field]:
    """Mentions of a concept on each side, per 1,000 words and as a share of all mentions."""
    return [
        *_sides("count", "integer", "", 2, _mentions),
        *_sides("rate", "number", "per 1,000", 2, _rate),
        *_denominated("share"),
    ]


def across_fields() -> list[Field]:
    """A concept out of the other denominators, and its rank under each."""
    found = _sides("sentences", "integer", "", 2, _sentences)
    for name in DENOMINATORS:
        if name != "share":
            found += _denominated(name)
    return found + [
        Field(Column(f"rank_{name}", "integer"), _ranked(name)) for name in DENOMINATORS
    ]


def _denominated(name: str) -> list[Field]:
    rate = DENOMINATORS[name]
    return _sides(rate.column, "number", rate.unit, 2 if rate.unit else 4, _out_of(name))


def _sides(stem: str, kind: str, unit: str, digits: int, number: Number) -> list[Field]:
    def on(side: str) -> Value:
        return lambda one, row: number(one.a if side == "a" else one.b, row.term)

    if kind == "integer":
        return [Field(Column(f"{stem}_{side}", "integer"), on(side)) for side in "ab"]
    return [Field(Column(f"{stem}_{side}", "number", unit, digits), on(side)) for side in "ab"]


def _stands(side: Side, concept: str) -> Sequence[Occurrences]:
    return side.counts.concepts.get(concept, ()) if side.counts else ()


def _mentions(side: Side, concept: str) -> int:
    return sum([o.count for o in _stands(side, concept)])


def _sentences(side: Side, concept: str) -> int:
    """How many sentences hold a concept."""
    return sum([o.sentences for o in _stands(side, concept)])


def _rate(side: Side, concept: str) -> float | None:
    words = side.profile.tokens
    return 1000 * _mentions(side, concept) / words if words else None


def _mean_of(unit: Unit) -> Number:
    known: dict[str, DocumentRates] = {}

    def mean(side: Side, item: str) -> float | None:
        if side.counts is None:
            return None
        if side.id not in known:
            known[side.id] = DocumentRates(side.counts)
        stands = side.counts.terms if unit == "term" else side.counts.concepts
        return known[side.id].mean(stands.get(item, ()))

    return mean


def _out_of(name: str) -> Number:
    per = DENOMINATORS[name].per

    def rate(side: Side, concept: str) -> float | None:
        size = side.sizes.get(name)
        count = _sentences(side, concept) if name == "sentences" else _mentions(side, concept)
        return per * count / size if size else None

    return rate


def _ranked(name: str) -> Value:
    def value(one: Contrasted, row: Row) -> int | None:
        return None if one.robust is None else one.robust.ranks[name].get(row.term)

    return value
