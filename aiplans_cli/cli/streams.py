"""Standard output and error: who is listening, and what they may be told."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.cli.record import STDIN, current, note_output, note_report, screen
from aiplans_cli.cli.targets import will_read
from aiplans_cli.errors import AiplansError, SourceError
from aiplans_cli.output import FORMATS, Style, format_for
from aiplans_cli.storage import encode, write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.cli.options import OutputOptions
    from aiplans_cli.model import Report

ROWS_ON_SCREEN = 20
"""Rows of a table on a terminal unless ``--top`` says otherwise; machine formats have all."""

_DEAREST = ("coverage",)
"""Columns that no narrow screen loses before others: a concept table is read with its coverage."""


def note(text: str, quiet: bool = False) -> None:
    """Tell the user something beside the result, in one line on standard error."""
    run = current()
    if not quiet and not (run and run.again):
        sys.stderr.write(f"aiplans: note: {' '.join(text.split())}\n")


def read_stdin(wanted: str = "a document") -> bytes:
    """All bytes of standard input. Raises ``SourceError``, naming what is wanted, without any."""
    remedy = f"pipe {wanted} into the command"
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise SourceError("-", "standard input is closed", remedy)
    with suppress(OSError, ValueError):  # a stream that is no file
        will_read(stream.fileno())
    data: bytes = stream.read()
    if not data:
        raise SourceError("-", "standard input is empty", remedy)
    return data


def stdin_is_piped() -> bool:
    """Whether something other than a terminal is on standard input, for a filter to read."""
    run = current()
    if run and run.again:
        return STDIN in run.again.inputs
    try:
        return not os.isatty(sys.stdin.fileno())
    except (AttributeError, OSError, ValueError):
        return False


def chosen_format(options: OutputOptions) -> str:
    """The format to write: as asked, by the ending of ``-o FILE``, or by who is listening."""
    if options.format != "auto":
        return options.format
    if options.output is not None:
        return format_for(options.output) or "tsv"
    return "table" if screen().terminal else "tsv"


def rows_wanted(top: int | None, options: OutputOptions) -> int:
    """How many rows to show; 0 for all."""
    if top is not None:
        return top
    return ROWS_ON_SCREEN if chosen_format(options) == "table" else 0


def emit(
    report: Report,
    options: OutputOptions,
    keep: tuple[str, ...] = (),
    *,
    asked: Sequence[str] = (),
    told: Sequence[str] = (),
    quiet: bool = False,
) -> None:
    """Write a report where and in the form the user asked for.

    ``keep`` names the columns that a narrow screen should lose last. A format of one table says
    on standard error which of the tables ``asked`` for it leaves out, and repeats there those of
    the report's notes that must be ``told``, unless ``quiet``. Here, and so for every command, the
    notes say which of the inputs are digests.
    """
    caveats = dict.fromkeys(source.caveat for source in report.inputs if source.caveat)
    report = replace(report, notes=(*report.notes, *caveats))
    note_report(report)
    _tell_what_is_left_out(report, chosen_format(options), asked, told, quiet)
    listener = screen()
    on_screen = listener.terminal and options.output is None
    width = listener.width if on_screen else listener.columns
    style = Style(width=width, color=on_screen and listener.color, keep=(*_DEAREST, *keep))
    write_text(FORMATS[chosen_format(options)].render(report, style), options.output)


def _tell_what_is_left_out(
    report: Report, format_: str, asked: Sequence[str], told: Sequence[str], quiet: bool
) -> None:
    if FORMATS[format_].whole:
        return
    for line in told:
        note(line, quiet)
    lost = [table.name for table in report.tables[1:] if table.name in asked and table.rows]
    if lost:
        what = f"table {lost[0]} has" if len(lost) == 1 else f"tables {', '.join(lost)} have"
        note(
            f"{format_.upper()} holds one table, so the {what} no place in it; "
            "-f json, md and html hold all",
            quiet,
        )


def write_text(text: str, path: str | None) -> None:
    """Write text to a file, whole or not at all, or to standard output, as UTF-8 always."""
    data = encode(text)
    if not note_output(data):
        return
    if path is not None:
        write_atomically(path, data)
        return
    if sys.stdout is None:
        raise AiplansError("standard output", "it is closed", "use --output FILE")
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        stream.write(data)
        stream.flush()
