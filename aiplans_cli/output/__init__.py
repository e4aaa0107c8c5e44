"""Reports as text: tables on a screen, TSV, CSV, JSON, Markdown and HTML."""

from aiplans_cli.output.cells import LINE, whole_numbers
from aiplans_cli.output.charts import CHARTS, bar
from aiplans_cli.output.formats import FORMATS, Format, Style, format_for
from aiplans_cli.output.width import display_width, fit

__all__ = [
    "CHARTS",
    "FORMATS",
    "LINE",
    "Format",
    "Style",
    "bar",
    "display_width",
    "fit",
    "format_for",
    "whole_numbers",
]
