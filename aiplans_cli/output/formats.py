"""The output formats, by the word that names them on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from aiplans_cli.model import Report
from aiplans_cli.output.delimited import csv_text, tsv
from aiplans_cli.output.jsontext import json_text, jsonl
from aiplans_cli.output.markdown import md
from aiplans_cli.output.page import html
from aiplans_cli.output.style import Style
from aiplans_cli.output.terminal import table


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing a report."""

    description: str
    """What it is, for ``--help``."""
    suffixes: tuple[str, ...]
    """Endings of file names that ask for it."""
    render: Callable[[Report, Style], str]
    """Turns a report into text that ends with a line feed, or "" where there is nothing."""


FORMATS: dict[str, Format] = {
    "table": Format("aligned for reading on a terminal", (".txt",), table),
    "tsv": Format("tab-separated values, first table", (".tsv", ".tab"), tsv),
    "csv": Format("comma-separated values, first table", (".csv",), csv_text),
    "json": Format("one object: tables, inputs, parameters, notes", (".json",), json_text),
    "jsonl": Format("one object a line, first table", (".jsonl", ".ndjson"), jsonl),
    "md": Format("Markdown tables", (".md", ".markdown"), md),
    "html": Format("a page for the browser, in one file", (".html", ".htm"), html),
}


def format_for(path: str) -> str | None:
    """Key of the format that the file name asks for by its ending, in any case; else ``None``.

    >>> format_for("plans.TSV"), format_for("plans")
    ('tsv', None)
    """
    suffix = PurePath(path).suffix.lower()
    return next((key for key, item in FORMATS.items() if suffix in item.suffixes), None)
