"""Published numbers recomputed, and tests tried where nothing differs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import UNITS, Seed
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.errors import UsageError
from aiplans_cli.language import stop_words
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Session
    from aiplans_cli.statistics.published import Check


@dataclass(frozen=True, slots=True)
class VerifySettings:
    """What is recomputed, or on what document tests are tried."""

    calibration: Annotated[
        str | None,
        Option(
            "Instead, split a document at random many times and count false alarms.",
            metavar="SOURCE",
        ),
    ] = None
    halvings: Annotated[int, Option("With --calibration: how many splits.", minimum=1)] = 200
    resamples: Annotated[
        int, Option("With --calibration: permutations of each split.", minimum=1)
    ] = 999
    seed: Seed = 0
    unit: Annotated[str, Option("With --calibration: what is dealt out.", choices=UNITS)] = UNITS[0]


@question
def verify(*, settings: VerifySettings, session: Session) -> Report:
    """Published numbers and exact ones beside ours: table ``checks``.

    With ``calibration`` the false alarms between random halves of a document: table
    ``calibration``. Raises ``AiplansError`` for settings that do not go together.
    """
    from aiplans_cli.sources.paragraphs import counts_by
    from aiplans_cli.statistics.crosscheck import exact_checks
    from aiplans_cli.statistics.published import verify as published

    if settings.calibration is None:
        usual = VerifySettings(seed=settings.seed)
        if settings != usual:
            raise UsageError("--halvings, --resamples and --unit are for --calibration SOURCE")
        return checks_report(published(), exact_checks(settings.seed))
    counts = counts_by(settings.unit, session.sources([settings.calibration]), session)
    if len(counts) != 1:
        raise UsageError("name one document", "--calibration")
    return _calibration_report(counts[0], settings, session.row_stops)


def checks_report(numbers: Sequence[Check], others: Sequence[Check]) -> Report:
    """A row for each number: theirs, ours, and whether they agree."""
    columns = (
        Column("result"),
        Column("measure"),
        Column("inputs"),
        *(Column(name, "number", "", 6) for name in ("published", "ours", "difference")),
        Column("kind"),
        Column("source"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in (*numbers, *others):
        result = "pass" if one.passed else "fail"
        values = (one.published, one.ours, one.difference)
        rows.append((result, one.measure, one.inputs, *values, one.origin, one.source))
    failed = sum(row[0] == "fail" for row in rows)
    counts = Counter(one.origin for one in numbers)
    notes = (
        f"{len(rows) - failed} of {len(rows)} numbers agree: {counts['published']} published ones, "
        f"within their printed digits, {counts['derived']} derived from published ones, whose "
        f"source says how, {counts['recalled']} recalled without a look at their page, and "
        f"{len(others)} as exact fractions, each the worst case of many random tables.",
    )
    table = Table("checks", columns, tuple(rows), title="Numbers recomputed")
    return Report("verify", (table,), parameters={"failed": failed}, notes=notes)


def _calibration_report(
    counts: Counts, settings: VerifySettings, stops: frozenset[str] | None
) -> Report:
    """How often each test calls a term significant between random halves of one document.

    Raises ``AnalysisError`` where the document has too few sections to halve.
    """
    from aiplans_cli.counting.units import by_section, units_of
    from aiplans_cli.statistics.calibration import random_halves

    left_out = stop_words(counts.language) if stops is None else stops
    terms = {term: stands for term, stands in counts.terms.items() if term not in left_out}
    units = units_of(terms, counts, by_section(counts), "tokens")
    found = random_halves(
        units.counts,
        units.sizes,
        repeats=settings.halvings,
        seed=settings.seed,
        resamples=settings.resamples,
    )
    columns = (
        *(Column("test"), Column("share_5", "number", "", 3)),
        *(Column("share_fdr_5", "number", "", 4), Column("halvings_fdr_5", "number", "", 3)),
        *(Column("terms", "integer"), Column("halvings", "integer")),
    )
    rows = tuple(
        (one.test, one.share_5, one.share_fdr_5, one.halvings_fdr_5, one.terms, one.repeats)
        for one in found
    )
    halves = f"The {settings.unit}s of {counts.id} are dealt at random into halves"
    notes = (
        f"{halves}, which differ by nothing but chance. share_5: terms with p ≤ 0.05, of which "
        "there should be 0.05; share_fdr_5: terms with q ≤ 0.05, which should be next to none; "
        "halvings_fdr_5: halvings with any such term, of which there should be at most 0.05.",
    )
    parameters: dict[str, Cell] = {
        "halvings": settings.halvings,
        "resamples": settings.resamples,
        "seed": settings.seed,
        "unit": settings.unit,
    }
    table = Table("calibration", columns, rows, title=f"False alarms in {counts.id}")
    return Report("verify calibration", (table,), (input_of(counts),), parameters, notes)
