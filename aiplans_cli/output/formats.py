"""The output formats, by the word that names them on the command line, and how they may look."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from aiplans_cli.errors import UsageError
from aiplans_cli.output.cells import Style
from aiplans_cli.records import dataclass
from aiplans_cli.settings import choice_of

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing a report."""

    description: str
    """What it is, for ``--help``."""
    suffixes: tuple[str, ...]
    """Endings of file names that ask for it."""
    render: Callable[[Report, Style], bytes]
    """Turns a report into bytes: of text that ends with a line feed, none where there is none."""
    whole: bool = True
    """Whether it holds every table and the notes, or the first table alone."""
    binary: bool = False
    """Whether it is bytes for a program, which are no text and nothing for a terminal."""


def _by(place: str) -> Callable[[Report, Style], bytes]:
    """A function of one of this room's modules, which is loaded when it is called."""
    module, _, name = place.rpartition(".")

    def render(report: Report, style: Style) -> bytes:
        from aiplans_cli.output.controls import escaped, seen_report
        from aiplans_cli.storage.files import encode

        function = getattr(import_module(f"aiplans_cli.output.{module}"), name)
        if module == "jsontext":  # which says every character, as an escape where it must
            return encode(escaped(function(report, style)))
        made: str | bytes = function(seen_report(report), style)
        return encode(made) if isinstance(made, str) else made

    return render


def _html(report: Report, style: Style) -> bytes:
    """A page of tables, or the page of a report that was made from many answers."""
    return _by("publication.page.publication" if report.parts else "page.html")(report, style)


FORMATS: dict[str, Format] = {
    "table": Format("aligned for reading on a terminal", (".txt",), _by("terminal.table")),
    "tsv": Format(
        "tab-separated values, first table", (".tsv", ".tab"), _by("delimited.tsv"), whole=False
    ),
    "csv": Format(
        "comma-separated values, first table", (".csv",), _by("delimited.csv_text"), whole=False
    ),
    "json": Format(
        "one object: tables, inputs, parameters, notes", (".json",), _by("jsontext.json_text")
    ),
    "jsonl": Format(
        "one object a line, first table", (".jsonl", ".ndjson"), _by("jsontext.jsonl"), whole=False
    ),
    "md": Format("Markdown tables", (".md", ".markdown"), _by("markdown.md")),
    "html": Format("a page for the browser, in one file", (".html", ".htm"), _html),
    "xlsx": Format(
        "a workbook for spreadsheets, a sheet a table",
        (".xlsx",),
        _by("spreadsheet.xlsx"),
        binary=True,
    ),
}


def format_for(path: str) -> str | None:
    """Key of the format that the file name asks for by its ending, in any case; else ``None``.

    >>> format_for("plans.TSV"), format_for("plans")
    ('tsv', None)
    """
    suffix = PurePath(path).suffix.lower()
    return next((key for key, item in FORMATS.items() if suffix in item.suffixes), None)


ENDINGS = tuple(suffix for item in FORMATS.values() for suffix in item.suffixes)
"""Endings of file names that name a format."""


def wrong_ending(path: str, endings: Sequence[str] = ENDINGS) -> str:
    """What is wrong with the ending of a file to write, "" for nothing.

    "" among the ``endings`` allows a name without any. A device and a pipe may have any name.

    >>> wrong_ending("plans.jsom", (".tsv", ".json"))
    'plans.jsom asks for .jsom, which is not written here: did you mean .json? Choose from ...'
    """
    suffix = PurePath(path).suffix.lower()
    if suffix in endings or path == os.devnull or path.startswith(("/dev/", "/proc/")):
        return ""
    with suppress(OSError, ValueError):
        if Path(path).exists() and not Path(path).is_file():
            return ""  # of a folder, whoever writes says what is wrong
    from difflib import get_close_matches

    near = get_close_matches(suffix, [ending for ending in endings if ending], n=1)
    asks = f"asks for {suffix}, which is not written here" if suffix else "has no ending"
    hint = f": did you mean {near[0]}? C" if near else "; c"
    return f"{path} {asks}{hint}hoose from {', '.join(filter(None, endings))}"


def write_report(report: Report, path: str | os.PathLike[str], format: str = "") -> None:
    """Write a report to a file, in the format its ending names, or ``format``.

    The ending of a picture draws it, where a chart does.
    Raises ``UsageError`` for an ending or a format that is none of ours, ``AiplansError`` where
    the file cannot be written.
    """
    from aiplans_cli.output.pictures.registry import picture, picture_kind, pictured
    from aiplans_cli.storage.files import write_atomically

    name = os.fspath(path)
    if not format and pictured(name):
        write_atomically(name, picture(report, picture_kind(name)))
        return
    chosen = format or format_for(name)
    if chosen not in FORMATS:
        if format:
            wrong = f"{format!r} is no format; choose from {choice_of(format, tuple(FORMATS))}"
            raise UsageError(wrong, name)
        raise UsageError(wrong_ending(name) or "name a format: nothing tells it")
    write_atomically(name, FORMATS[chosen].render(report, Style(notes=True, spreadsheet=True)))
