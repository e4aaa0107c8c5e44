"""How often words stand in the values of a field, such as years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError, UsageError
from aiplans_cli.output.cells import LINE, whole_numbers
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.settings import not_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiplans_cli.analyses.frequency.found import Found
    from aiplans_cli.evidence.wanted import Query

ROWS = ("document", "section")
"""Words for ``--by`` that are no field."""

_LABELS = (Column("word"), Column("concept"), Column("language"))
_MEASURED = (
    Column("count", "integer"),
    Column("rate", "number", LINE),
    Column("sentences", "integer"),
    Column("of_sentences", "integer"),
    Column("sections", "integer"),
    Column("of_sections", "integer"),
    Column("tokens", "integer"),
)
TAKEN = (*ROWS, *(column.name for column in (*_LABELS, *_MEASURED)))
"""Names that no field can have, since its values are a column beside those, or instead of them."""


def field_name(remedy: str, others: Sequence[str] = ()) -> Callable[[str], None]:
    """A check of a FIELD, or one of ``others``.

    It raises ``UsageError`` where the name is empty or taken; ``remedy`` says what to do then.
    """
    not_empty = not_blank(" or ".join([*others, "the name of a field, such as year"]))

    def check(value: str) -> None:
        not_empty(value)
        if value in TAKEN and value not in others:
            fact = f"since columns of 'aiplans freq' are {', '.join(TAKEN)}"
            raise UsageError(f"{value!r} cannot be a FIELD, {fact}; {remedy}")

    return check


def needed(queries: Sequence[Query]) -> Callable[[str], bool]:
    """Whether a term or concept is needed to count them, so that no other need be read."""
    from aiplans_cli.evidence.counted import items_of

    tests = [items_of(one) for one in queries]
    return lambda item: any(test(item) for test in tests)


def by_value(found: Sequence[Found], field: str) -> Table:
    """The frequencies by value, in order of value: that of numbers where all are whole ones.

    Raises ``AnalysisError`` for a document that is no value of the field.
    """
    rows = [_row(one, field) for one in found]
    first = list(dict.fromkeys(one.word for one in found))
    values = [str(row[3]) for row in rows]
    number = dict(zip(values, whole_numbers(values) or (), strict=False))

    def place(row: tuple[Cell, ...]) -> tuple[int, str, int, str]:
        word, _, language, value = map(str, row[:4])
        return first.index(word), language, number.get(value, 0), value

    rows.sort(key=place)
    title = f"By {field}, and per 1,000 tokens"
    return Table("values", (*_LABELS, Column(field), *_MEASURED), tuple(rows), title=title)


def _row(one: Found, field: str) -> tuple[Cell, ...]:
    counts = one.source.counts
    if counts.settings.get("by") != field:
        known = counts.settings.get("by")
        fact = f"it was counted by {known}" if known else f"it is no value of {field}"
        remedy = f"make a counts file with 'aiplans count --by {field} -o FILE.parquet'"
        raise AnalysisError(counts.id, f"{fact}, so it cannot be shown by {field}", remedy)
    tokens = sum(section.tokens for section in counts.sections)
    start = (one.word, one.concept, counts.language, counts.settings["value"])
    of_sentences = sum(section.sentences for section in counts.sections)
    of_sections = len(counts.sections)
    if one.stands is None:
        return (*start, None, None, None, of_sentences, None, of_sections, tokens)
    total = sum(o.count for o in one.stands)
    hits = sum(o.sentences for o in one.stands) if one.sentences_known else None
    rate = 1000 * total / tokens if tokens else None
    return (*start, total, rate, hits, of_sentences, len(one.stands), of_sections, tokens)
