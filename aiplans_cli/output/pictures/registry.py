"""The charts by the word that names them, and the kinds of picture by the ending of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report


@dataclass(frozen=True, slots=True)
class Chart:
    """A way of drawing the answer to a question."""

    description: str
    """What it shows."""
    questions: tuple[str, ...]
    """The commands whose answers it draws."""
    draw: Callable[[Report, int], Any]
    """Report and how many rows, words or themes to draw → an Altair chart."""
    top: int = 20
    """How many are drawn where nothing else is asked for."""
    tables: tuple[str, ...] = ()
    """First tables of the answers that it draws where no chart is named."""


def _by(place: str) -> Callable[[Report, int], Any]:
    """A function of one of this room's modules, which is loaded when it is called."""
    module, name = place.split(".")

    def draw(report: Report, top: int) -> Any:
        return getattr(import_module(f"aiplans_cli.output.pictures.{module}"), name)(report, top)

    return draw


CHARTS: dict[str, Chart] = {
    "contrast": Chart(
        "what stands out on either side, with intervals",
        ("compare",),
        _by("contrast.contrast"),
        tables=("contrast",),
    ),
    "scatter": Chart("every term by its rate in A and in B", ("compare",), _by("scatter.scatter")),
    "themes": Chart(
        "the share of each theme by document",
        ("themes",),
        _by("themes.themes"),
        15,
        ("themes by document",),
    ),
    "strips": Chart("where words stand in each document", ("freq",), _by("strips.strips"), 0),
    "heatmap": Chart(
        "themes by parts of documents, or how far apart documents are",
        ("themes", "distance"),
        _by("heatmap.heatmap"),
        15,
        ("themes", "distances"),
    ),
    "trend": Chart(
        "how often words stand by year, of a corpus counted so",
        ("freq",),
        _by("trend.trend"),
        0,
    ),
    "shift": Chart(
        "which terms keep two documents apart",
        ("compare",),
        _by("shift.shift"),
        tables=("word_shift",),
    ),
}
"""Word for ``aiplans plot`` → the chart."""

DRAWABLE = frozenset(name for chart in CHARTS.values() if chart.tables for name in chart.questions)
"""The commands of whose answers ``-o`` with the ending of a picture draws one."""

ENDINGS: Mapping[str, str] = {".svg": "svg", ".png": "png", ".pdf": "pdf"}
"""Ending of a file name → the kind of picture it asks for."""

DRAWN, DRAWN_ROWS = "chart", "drawn"
"""The parameters of a report that say by which chart it is to be drawn, and how much of it."""


def pictured(path: str) -> bool:
    """Whether a file name has the ending of a picture."""
    return PurePath(path).suffix.lower() in ENDINGS


def picture_kind(path: str) -> str:
    """The kind of picture that a file name asks for, SVG where its ending is none of ours.

    >>> picture_kind("plans.PNG"), picture_kind("/dev/stdout")
    ('png', 'svg')
    """
    return ENDINGS.get(PurePath(path).suffix.lower(), "svg")


def chart_of(report: Report) -> str:
    """Which chart draws a report: the one that its parameters name, or that of its table.

    Raises ``AnalysisError`` where there is none.
    """
    if DRAWN in report.parameters:
        return str(report.parameters[DRAWN])
    table = report.table()
    key = table.name
    if key == "themes" and table.columns[1].name == "theme":
        key = "themes by document"
    for name, chart in CHARTS.items():
        if key in chart.tables and report.command in chart.questions:
            return name
    remedy = f"choose another ending, or see 'aiplans plot': {', '.join(CHARTS)}"
    raise AnalysisError(report.command, "no chart draws this answer", remedy)


def picture(report: Report, kind: str = "svg") -> bytes:
    """A report as a picture.

    Raises ``AiplansError`` where no chart draws it or it is empty, where what draws is not
    installed, and where a PNG or PDF needs a font that is not.
    """
    from aiplans_cli.output.pictures.drawing import render

    chart = CHARTS[chart_of(report)]
    rows = report.parameters.get(DRAWN_ROWS)
    if not report.table().rows:
        raise AnalysisError(report.command, "there is nothing to draw", "name other documents")
    return render(chart.draw(report, rows if isinstance(rows, int) else chart.top), kind)
