"""``aiplans score``: every measure for one pair of counts, or for rows of them."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from aiplans_cli.analyses.score import ScoreSettings, four_counts
from aiplans_cli.cli.options import OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import chosen_format, emit, write_text

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
@takes_options
def score(
    counts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COUNT_A SIZE_A COUNT_B SIZE_B]",
            help="Four numbers; '-' or nothing reads rows of them, parted by tabs, from a pipe.",
        ),
    ] = None,
    *,
    settings: ScoreSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Compute every measure from two counts and two sizes.

    COUNT_A occurrences among SIZE_A words, against COUNT_B among SIZE_B. A header line is
    optional; a column before the four, such as the term, is kept. JSON is one flat object whose
    keys are the measures' names, or a list of them for rows.
    """
    from aiplans_cli.analyses.score import INDEPENDENT, measures_report, parse_rows, rows_report

    chosen = chosen_format(run, output)
    if counts in (None, [], ["-"]):
        if not counts and not run.stdin_is_piped():
            raise typer.BadParameter("give COUNT_A SIZE_A COUNT_B SIZE_B, or pipe rows of them in")
        rows = parse_rows(run.stdin("rows of COUNT_A SIZE_A COUNT_B SIZE_B"))
        records = [row.scored(settings) for row in rows]
        if chosen == "json":
            write_text(run, _json(records), output.output)
            run.note(INDEPENDENT)  # its JSON has no place for notes
            return
        emit(run, rows_report(records, rows[0].labels, settings), output)
        return
    numbers = four_counts(counts or ())
    scores = settings.scores(*numbers)
    if chosen == "json":
        write_text(run, _json(scores), output.output)
        run.note(INDEPENDENT)
    elif chosen in ("tsv", "csv", "jsonl"):
        emit(run, rows_report([dict(scores)], (), settings), output)
    else:
        emit(run, measures_report(numbers, scores, settings), output)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
