"""Every measure for one pair of counts, or for rows of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import Confidence, PerMillion
from aiplans_cli.analyses.wording import how_sides_are_read, is_count, names_a_column
from aiplans_cli.errors import AnalysisError, DataError, UsageError
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.measures import score as all_measures
from aiplans_cli.statistics.table import PairCounts, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aiplans_cli.sources.session import Session

COUNTS = ("count_a", "size_a", "count_b", "size_b")
"""What a row needs, in this order."""

INDEPENDENT = (
    "p and intervals take every word as an independent draw, which the words of one text are not: "
    "call nothing different by them alone ('aiplans compare' tests over the sections of texts)."
)
"""What two counts and two sizes cannot know of the texts they are from."""

_INPUT = "standard input"
_REMEDY = "write COUNT_A SIZE_A COUNT_B SIZE_B, parted by tabs"


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """What the measures must be told."""

    family: Annotated[
        int, Option("Terms over which log_ratio_conservative shares its error.", minimum=1)
    ] = 1
    confidence: Confidence = 0.95
    k: PerMillion = 1.0

    @property
    def statistics(self) -> Settings:
        """The same for the measures."""
        return Settings(confidence=self.confidence, per_million=self.k)

    def scores(self, a: int, size_a: int, b: int, size_b: int) -> dict[str, float | None]:
        """Every measure of one pair of counts, by name."""
        return all_measures(a, size_a, b, size_b, family=self.family, settings=self.statistics)


@question
def score(
    count_a: int,
    size_a: int,
    count_b: int,
    size_b: int,
    *,
    settings: ScoreSettings,
    session: Session,
) -> Report:
    """Every measure of ``count_a`` among ``size_a`` words against B: one row, table ``scores``.

    Raises ``AiplansError`` for numbers that are no counts.

    >>> round(score(20, 1000, 5, 1000).rows()[0]["log_ratio"], 3)
    2.0
    """
    counts = four_counts([str(number) for number in (count_a, size_a, count_b, size_b)])
    return rows_report([settings.scores(*counts)], (), settings)


def four_counts(words: Sequence[str]) -> tuple[int, int, int, int]:
    """The four numbers typed. Raises ``UsageError`` for anything else."""
    if len(words) != 4:
        raise UsageError(f"four numbers are needed, and there are {len(words)}")
    for word in words:
        if not is_count(word):
            raise UsageError(f"{word!r} is no whole number")
    a, size_a, b, size_b = map(int, words)
    return a, size_a, b, size_b


@dataclass(frozen=True, slots=True)
class InputRow:
    """One row of counts as it was read."""

    line: int
    """Number of its line, from 1."""
    labels: tuple[str, ...]
    """Names of the columns before the counts."""
    cells: tuple[str, ...]
    """What stands in them."""
    counts: tuple[int, int, int, int]
    """The two counts and sizes."""

    def scored(self, settings: ScoreSettings) -> dict[str, Cell]:
        """The labels, the counts and every measure. Raises ``DataError`` naming the line."""
        try:
            scores = settings.scores(*self.counts)
        except AnalysisError as error:
            fact = f"line {self.line}: {error.subject}: {error.fact}"
            raise DataError(_INPUT, fact, error.remedy) from error
        record: dict[str, Cell] = dict(zip(self.labels, self.cells, strict=True))
        record |= zip(COUNTS, self.counts, strict=True)
        return record | scores


def parse_rows(data: bytes) -> list[InputRow]:
    """Rows of counts from tab-separated text, with or without a header.

    Raises ``DataError`` naming the line that is no row of counts.

    >>> parse_rows(b"term\\tO1\\tN1\\tO2\\tN2\\nai\\t5\\t100\\t1\\t100\\n")[0].cells
    ('ai',)
    >>> parse_rows(b"ai\\t5\\t100\\t1\\t100")[0].labels
    ('label',)
    >>> parse_rows(b"O1\\tN1\\tO2\\tN2\\n5\\t100\\t1\\t100")[0].labels
    ()
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(_INPUT, "is not UTF-8", "convert it first") from error
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    labels: tuple[str, ...] | None = None
    rows: list[InputRow] = []
    for place, (number, line) in enumerate(lines):
        cells = tuple(cell.strip() for cell in line.split("\t"))
        numbers = cells[-4:]
        if place == 0 and len(cells) >= 4 and all(map(names_a_column, numbers)):
            _check_end(cells, number, _named_as_count)
            labels = _labels(cells[:-4], number)
            continue
        if labels is None:
            labels = ("label",) if len(cells) == 5 else ()
        if len(cells) != len(labels) + 4 or not all(map(is_count, numbers)):
            _check_end(cells, number, is_count)
            raise DataError(_INPUT, f"line {number} is no row of counts: {line[:60]!r}", _REMEDY)
        rows.append(InputRow(number, labels, cells[:-4], four_counts(numbers)))
    if not rows:
        raise DataError(_INPUT, "it has no row of counts", _REMEDY)
    return rows


def _named_as_count(name: str) -> bool:
    return name.lower() in (*COUNTS, "o1", "n1", "o2", "n2")


def _check_end(cells: Sequence[str], number: int, counts: Callable[[str], bool]) -> None:
    """Raise ``DataError`` where a column stands after the four that ``counts`` knows."""
    for start in range(len(cells) - 4):
        if all(map(counts, cells[start : start + 4])) and not counts(cells[start + 4]):
            fact = f"line {number}: {cells[start + 4][:60]!r} stands after the four numbers"
            raise DataError(_INPUT, fact, "move that column before them, or leave it out")


def _labels(names: tuple[str, ...], number: int) -> tuple[str, ...]:
    taken = {*COUNTS, *all_measures(0, 1, 0, 1)}
    for place, name in enumerate(names):
        if not name or name in taken or name in names[:place]:
            fact = f"line {number}: a column cannot be called {name!r}, which is taken or empty"
            raise DataError(_INPUT, fact, "rename it")
    return names


def _parameters(settings: ScoreSettings) -> dict[str, Cell]:
    return {"family": settings.family, "confidence": settings.confidence, "k": settings.k}


def rows_report(
    records: Sequence[Mapping[str, Cell]], labels: Sequence[str], settings: ScoreSettings
) -> Report:
    """A row for each pair of counts, a column for each number of each measure."""
    columns = []
    for name in records[0]:
        if name in labels:
            columns.append(Column(name))
        else:
            columns.append(Column(name, "integer" if name in COUNTS else "number", "", 3))
    table = Table("scores", tuple(columns), tuple(tuple(r.values()) for r in records))
    about = (INDEPENDENT,)
    return Report("score", (table,), parameters=_parameters(settings), notes=about, told=about)


def _side(signed: float | None) -> Cell:
    """Where there is more: "A", "B", or "=" for neither; ``None`` where it is not defined."""
    if signed is None:
        return None
    return "A" if signed > 0 else "B" if signed < 0 else "="


def measures_report(
    counts: tuple[int, int, int, int], scores: Mapping[str, float | None], settings: ScoreSettings
) -> Report:
    """A row for each measure of one pair of counts, with its side, interval, p and description."""
    columns = (
        Column("measure"),
        Column("value", "number", digits=4, sided=False),
        Column("side"),
        *(Column(name, "number", digits=4, sided=False) for name in ("low", "high", "p")),
        Column("description"),
    )
    pair, chosen = PairCounts(*counts), replace(settings.statistics, family=settings.family)
    rows: list[tuple[Cell, ...]] = []
    for name, measure in MEASURES.items():
        if name in scores:
            ends = (scores.get(f"{name}_low"), scores.get(f"{name}_high"))
            p = scores[name] if name == "fisher_p" else scores.get(f"{name}_p")
            side = _side(measure.signed(pair, chosen))
            rows.append((name, scores[name], side, *ends, p, measure.description))
    a, size_a, b, size_b = counts
    title = f"{a:,} in {size_a:,} (A) against {b:,} in {size_b:,} (B)"
    read = how_sides_are_read([name for name in MEASURES if name in scores])
    notes = (
        f"{read[0].upper()}{read[1:]}. side tells for each.",
        f"Intervals hold {100 * settings.confidence:.4g}%; log_ratio_conservative shares its error "
        f"over {settings.family} terms; simple_maths adds {settings.k:g} per million.",
        INDEPENDENT,
        "Measures of a whole vocabulary or of sections are not among these: see 'aiplans compare'.",
    )
    table = Table("scores", columns, tuple(rows), title=title)
    return Report("score", (table,), parameters=_parameters(settings), notes=notes)
