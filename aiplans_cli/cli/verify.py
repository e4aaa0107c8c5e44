"""``aiplans verify``: published numbers recomputed, and tests tried where nothing differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.options import OutputOptions, SourceOptions, choice, takes_options
from aiplans_cli.cli.sources import loader
from aiplans_cli.cli.streams import emit
from aiplans_cli.cli.tables import input_of
from aiplans_cli.sources.paragraphs import UNITS, counts_by
from aiplans_cli.language import stop_words
from aiplans_cli.output.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Counts
    from aiplans_cli.statistics import Check

app = typer.Typer(add_completion=False, rich_markup_mode=None)

FAILED = 3
"""Exit code where a number is not the published one."""

_SIMULATION = (200, 999, UNITS[0])
"""Halvings, resamples and unit of ``--calibration`` where none are given."""


@app.command()
@takes_options
def verify(
    calibration: Annotated[
        str | None,
        typer.Option(
            "--calibration",
            metavar="SOURCE",
            help="Instead, split a document at random many times and count false alarms.",
        ),
    ] = None,
    halvings: Annotated[
        int, typer.Option("--halvings", min=1, help="With --calibration: how many splits.")
    ] = _SIMULATION[0],
    resamples: Annotated[
        int,
        typer.Option("--resamples", min=1, help="With --calibration: permutations of each split."),
    ] = _SIMULATION[1],
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the random numbers.")] = 0,
    unit: Annotated[
        str,
        typer.Option("--unit", help="With --calibration: what is dealt out.", **choice(UNITS)),
    ] = _SIMULATION[2],
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Recompute published numbers, and compare with other libraries on random tables.

    Every number that ships with the program, printed in papers, manuals and other tools or
    derived from what they print, is computed anew here; then the same measures are compared with
    exact fractions and with scipy, statsmodels, NLTK, scikit-learn and jieba, where they are
    installed. The exit code is 3 if one differs.
    """
    if calibration is None and (halvings, resamples, unit) != _SIMULATION:
        raise typer.BadParameter("--halvings, --resamples and --unit are for --calibration SOURCE")
    if calibration is not None:
        own = loader(options)
        counts = counts_by(unit, own.counts([calibration]), own)
        if len(counts) != 1:
            raise typer.BadParameter("name one document", param_hint="--calibration")
        stops = frozenset[str]() if options.stop_words == "off" else own.stops
        report = calibration_report(
            counts[0], unit, stops, halvings=halvings, resamples=resamples, seed=seed
        )
        emit(report, output)
        return
    from aiplans_cli.statistics import cross_checks
    from aiplans_cli.statistics import verify as published

    numbers, others = published(), cross_checks(seed)
    emit(checks_report(numbers, others), output)
    if not all(check.passed for check in (*numbers, *others)):
        raise typer.Exit(FAILED)


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
    derived = sum(one.origin == "derived" for one in numbers)
    libraries = sorted({one.source.split()[0].split(".")[0].strip(",") for one in others})
    notes = (
        f"{len(rows) - failed} of {len(rows)} numbers agree: {len(numbers) - derived} published "
        f"ones, within their printed digits, {derived} derived from published ones, whose source "
        f"says how, and {len(others)} of other code ({', '.join(libraries)}), each the worst case "
        "of many random tables.",
    )
    table = Table("checks", columns, tuple(rows), title="Numbers recomputed")
    return Report("verify", (table,), parameters={"failed": failed}, notes=notes)


def calibration_report(
    counts: Counts,
    unit: str,
    stops: frozenset[str] | None,
    *,
    halvings: int = 200,
    resamples: int = 999,
    seed: int = 0,
) -> Report:
    """How often each test calls a term significant between random halves of one document.

    Raises ``AnalysisError`` where the document has too few sections to halve.
    """
    from aiplans_cli.counting import profile
    from aiplans_cli.statistics import random_halves

    left_out = stop_words(counts.language) if stops is None else stops
    side = profile(counts, "term", lambda term: term not in left_out)
    found = random_halves(
        side.section_counts or {},
        side.section_sizes or (),
        repeats=halvings,
        seed=seed,
        resamples=resamples,
    )
    columns = (
        Column("test"),
        Column("share_5", "number", "", 3),
        Column("share_fdr_5", "number", "", 4),
        Column("halvings_fdr_5", "number", "", 3),
        Column("terms", "integer"),
        Column("halvings", "integer"),
    )
    rows = tuple(
        (one.test, one.share_5, one.share_fdr_5, one.halvings_fdr_5, one.terms, one.repeats)
        for one in found
    )
    notes = (
        f"The {unit}s of {counts.id} are dealt at random into halves, which differ by nothing but "
        "chance. share_5: terms with p ≤ 0.05, of which there should be 0.05; share_fdr_5: terms "
        "with q ≤ 0.05, which should be next to none; halvings_fdr_5: halvings with any such term, "
        "of which there should be at most 0.05.",
    )
    parameters: dict[str, Cell] = {
        "halvings": halvings,
        "resamples": resamples,
        "seed": seed,
        "unit": unit,
    }
    table = Table("calibration", columns, rows, title=f"False alarms in {counts.id}")
    return Report("verify calibration", (table,), (input_of(counts),), parameters, notes)
