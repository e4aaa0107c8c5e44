"""Reports as text: tables on a screen, TSV, CSV, JSON, Markdown and HTML, and files of them."""

from aiplans_cli.output.cells import LINE, whole_numbers
from aiplans_cli.output.charts import CHARTS, bar
from aiplans_cli.output.files import (
    TEMPORARY,
    check_writable,
    encode,
    stream_atomically,
    write_atomically,
)
from aiplans_cli.output.formats import FORMATS, Format, Style, format_for
from aiplans_cli.output.width import display_width, fit

__all__ = [
    "CHARTS",
    "FORMATS",
    "LINE",
    "TEMPORARY",
    "Format",
    "Style",
    "bar",
    "check_writable",
    "display_width",
    "encode",
    "fit",
    "format_for",
    "stream_atomically",
    "whole_numbers",
    "write_atomically",
]
