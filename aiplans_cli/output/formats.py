"""The output formats, by the word that names them on the command line, and how they may look."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Any

from aiplans_cli.errors import UsageError
from aiplans_cli.settings import choice_of


@dataclass(frozen=True, slots=True)
class Style:
    """What the place that shows a report can do. Machine formats pay no attention to it."""

    width: int = 0
    """Columns of the screen; 0 for no limit, so that nothing is folded or left out."""
    color: bool = False
    """Whether colours may be used."""
    keep: tuple[str, ...] = ()
    """Names of the columns to keep longest on a narrow screen, the first of them longest."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing a report."""

    description: str
    """What it is, for ``--help``."""
    suffixes: tuple[str, ...]
    """Endings of file names that ask for it."""
    render: Callable[[Any, Style], bytes]
    """Turns a report, which is not named here since it can write itself, into bytes: of text that
    ends with a line feed, none where there is none."""
    whole: bool = True
    """Whether it holds every table and the notes, or the first table alone."""


def _by(place: str) -> Callable[[Any, Style], bytes]:
    """A function of one of this room's modules, which is loaded when it is called."""
    module, name = place.split(".")

    def render(report: Any, style: Style) -> bytes:
        from aiplans_cli.storage.files import encode

        text: str = getattr(import_module(f"aiplans_cli.output.{module}"), name)(report, style)
        return encode(text)

    return render


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
    "html": Format("a page for the browser, in one file", (".html", ".htm"), _by("page.html")),
}


def format_for(path: str) -> str | None:
    """Key of the format that the file name asks for by its ending, in any case; else ``None``.

    >>> format_for("plans.TSV"), format_for("plans")
    ('tsv', None)
    """
    suffix = PurePath(path).suffix.lower()
    return next((key for key, item in FORMATS.items() if suffix in item.suffixes), None)


def html_fragment(report: Any) -> str:
    """The beginning of a report as HTML, for a notebook."""
    fragment: str = import_module("aiplans_cli.output.page").fragment(report)
    return fragment


def write_report(report: Any, path: str | os.PathLike[str], format: str = "") -> None:
    """Write a report to a file, in the format its ending names, or ``format``.

    Raises ``UsageError`` for an ending or a format that is none of ours, ``AiplansError`` where
    the file cannot be written.
    """
    from aiplans_cli.storage.files import write_atomically

    name = os.fspath(path)
    chosen = format or format_for(name)
    if chosen not in FORMATS:
        endings = [suffix for item in FORMATS.values() for suffix in item.suffixes]
        wrong = (
            f"{format!r} is no format; choose from {choice_of(format, tuple(FORMATS))}"
            if format
            else "its ending is that of no format; choose from "
            + choice_of(PurePath(name).suffix, endings)
        )
        raise UsageError(wrong, name)
    write_atomically(name, FORMATS[chosen].render(report, Style()))
