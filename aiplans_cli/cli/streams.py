"""Reports to standard output and to files, in the form that the listener wants."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.errors import AiplansError, UsageError
from aiplans_cli.output.cells import Style
from aiplans_cli.output.formats import FORMATS, format_for, wrong_ending
from aiplans_cli.output.pictures.registry import picture_kind, pictured
from aiplans_cli.storage.files import encode, write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.settings import RowSettings
    from aiplans_cli.cli.options import OutputOptions
    from aiplans_cli.cli.run_record import Run
    from aiplans_cli.output.report import Report

ROWS_ON_SCREEN = 20
"""Rows of a table on a terminal unless ``--top`` says otherwise; machine formats have all."""

_KEEP_COLUMNS = ("coverage",)
"""Columns that no narrow screen loses before others: a concept table is read with its coverage."""


def check_tabbed(path: str | None, *also: str) -> None:
    """Raise ``UsageError`` for a name that promises another file than tab-separated text.

    That is what counts and lists are in any case; ``also`` are further endings.
    """
    if path and (wrong := wrong_ending(path, (".tsv", ".tab", ".txt", "", *also))):
        raise UsageError(wrong, "--output")


def chosen_format(run: Run, output: OutputOptions) -> str:
    """The format to write: as asked, by the ending of ``-o FILE``, or by who is listening."""
    if output.format != "auto":
        return output.format
    if output.output is not None:
        return format_for(output.output) or "tsv"
    return "table" if run.screen.terminal else "tsv"


def rows_wanted(top: int | None, run: Run, output: OutputOptions) -> int:
    """How many rows to show; 0 for all."""
    if top is not None:
        return top
    return ROWS_ON_SCREEN if chosen_format(run, output) == "table" else 0


def shown_rows(rows: RowSettings, run: Run, output: OutputOptions) -> RowSettings:
    """The rows that the listener wants where ``--top`` does not say; ``None`` for all."""
    return replace(rows, top=rows_wanted(rows.top, run, output) or rows.top)


def emit(
    run: Run,
    report: Report,
    output: OutputOptions,
    keep: tuple[str, ...] = (),
    *,
    asked: Sequence[str] = (),
) -> None:
    """Write a report where and in the form the user asked for.

    ``keep`` names the columns that a narrow screen should lose last. A format of one table says
    on standard error which of the tables ``asked`` for it leaves out, and repeats there those of
    the report's notes that must be told. Here, and so for every command, the notes say which of
    the inputs are digests.
    """
    caveats = dict.fromkeys(source.caveat for source in report.inputs if source.caveat)
    report = replace(report, notes=(*report.notes, *caveats))
    if output.format == "auto" and pictured(output.output or ""):
        draw(run, report, output.output)
        return
    run.report = report
    format_ = chosen_format(run, output)
    _tell_what_is_left_out(run, report, format_, asked)
    listener = run.screen
    on_screen = listener.terminal and output.output is None
    width = listener.width if on_screen else listener.columns
    style = Style(
        width=width,
        color=output.output is None and listener.color,
        keep=tuple(dict.fromkeys((*_KEEP_COLUMNS, *keep))),
        wide=output.wide,
        notes=output.notes or output.output is not None,
        quiet=run.quiet,
        spreadsheet=output.output is not None,
        ascii=on_screen and listener.ascii,
    )
    drawn = report if output.digits is None else report.rounded(output.digits)
    write_bytes(run, FORMATS[format_].render(drawn, style), output.output)


def draw(run: Run, report: Report, path: str | None) -> None:
    """Draw a report to a file, or as SVG to standard output, for no path and for "-"."""
    from aiplans_cli.output.pictures.registry import picture

    run.report = report
    for line in dict.fromkeys(report.told):
        run.note(line)
    to_file = None if path in (None, "-") else path
    write_bytes(run, picture(report, picture_kind(to_file or "")), to_file)


def _tell_what_is_left_out(run: Run, report: Report, format_: str, asked: Sequence[str]) -> None:
    if FORMATS[format_].whole:
        return
    for line in dict.fromkeys((*report.told, *_digests(report))):
        run.note(line)
    lost = [table.name for table in report.tables[1:] if table.name in asked and table.rows]
    if lost:
        what = f"table {lost[0]} has" if len(lost) == 1 else f"tables {', '.join(lost)} have"
        *some, last = (name for name, one in FORMATS.items() if one.whole and name != "table")
        run.note(
            f"{format_.upper()} holds one table, so the {what} no place in it; "
            f"-f {', '.join(some)} and {last} hold all"
        )


def _digests(report: Report) -> list[str]:
    """One line about all digests among the inputs."""
    found = [source for source in report.inputs if source.kind == "digest"]
    if len(found) < 2:
        return [source.caveat for source in found]
    more = f" and {len(found) - 2} more" if len(found) > 2 else ""
    names = f"{found[0].id}{', ' if more else ' and '}{found[1].id}{more}"
    return [
        f"{names} are digests in this project's own words, not the official texts: these numbers "
        "describe the digests."
    ]


def write_text(run: Run, text: str, path: str | None) -> None:
    """Write text as UTF-8."""
    write_bytes(run, encode(text), path)


def write_bytes(run: Run, data: bytes, path: str | None) -> None:
    """Write to a file, whole or not at all, or to standard output."""
    if not run.takes(data):
        return
    if path is not None:
        write_atomically(path, data)
        return
    if sys.stdout is None:
        raise AiplansError("standard output", "it is closed", "use --output FILE")
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode())
    else:
        sys.stdout.flush()
        stream.write(data)
        stream.flush()
