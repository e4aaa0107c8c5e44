"""The charts of a page: which of them an answer has, each as an SVG with what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AiplansError
from aiplans_cli.output.pictures.registry import CHARTS
from aiplans_cli.output.publication.numbers import numbers
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiplans_cli.output.report import Report

ROWS, NAMES, THEMES = 24, 60, 15
"""Rows of the contrast, names in the scatter and themes that are drawn."""

_DOTS = 800
"""Rows of the scatter with a dot of their own: each is 150 bytes of the page."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart of a page."""

    key: str
    """Begins the names inside it, and names it on the page."""
    heading: str
    """What it answers."""
    caption: str
    """How to read it."""
    svg: str
    """The drawing."""
    numbers: str
    """What it shows as a table, to be opened; "" where the page has it in another place."""


def figures(report: Report, links: Mapping[str, str]) -> tuple[dict[str, Figure], list[str]]:
    """The charts that the answers of a report have, by key, and why others could not be drawn.

    ``links`` are the addresses on the page of the lines behind rows. Raises ``SourceError`` where
    what draws is not installed.
    """
    found, missing = {}, []
    # themes by document are dots for two, and a row each for more
    unwanted = "themes" if len(report.inputs) > 2 else "documents"
    for key, (part, heading, draw) in _DRAWN.items():
        answer = report.parts.get(part)
        if answer is None or not answer.table().rows or key == unwanted:
            continue
        try:
            told = numbers(key, heading, answer, THEMES)
            found[key] = _figure(key, heading, draw(_bare(answer), links), told)
        except AiplansError as error:
            missing.append(f"No picture “{heading}”: {error}.")
    return found, missing


def drawn_rows(contrast: Report) -> list[str]:
    """The rows of a contrast that are drawn, those that may be quoted first; [] for no picture."""
    from aiplans_cli.output.pictures.contrast import strongest_of
    from aiplans_cli.output.pictures.sides import sides_of

    try:
        sides = sides_of(contrast)
    except AiplansError:
        return []
    rows = sorted(strongest_of(sides, ROWS), key=lambda row: not sides.is_sure(row))
    return [str(row[sides.unit]) for row in rows]


def _figure(key: str, heading: str, chart: Any, told: str) -> Figure:
    from aiplans_cli.output.pictures.drawing import inline

    svg, caption = inline(chart, f"{key}-")
    return Figure(key, heading, caption, svg, told)


def _bare(answer: Report) -> Report:
    """Without what a lone picture must say of its documents and the page says once."""
    inputs = tuple(replace(source, kind="text") for source in answer.inputs)
    tables = tuple(table for table in answer.tables if table.name != "documents")
    return replace(answer, inputs=inputs, tables=tables)


def _contrast(answer: Report, links: Mapping[str, str]) -> Any:
    from aiplans_cli.output.pictures.contrast import contrast

    return contrast(answer, ROWS, links)


def _scatter(answer: Report, links: Mapping[str, str]) -> Any:
    from aiplans_cli.output.pictures.scatter import scatter

    return scatter(answer, NAMES, dict(list(links.items())[:_DOTS]))


def _by(chart: str, top: int) -> Callable[[Report, Mapping[str, str]], Any]:
    return lambda answer, _: CHARTS[chart].draw(answer, top)


_DRAWN: dict[str, tuple[str, str, Callable[[Report, Mapping[str, str]], Any]]] = {
    "contrast": ("contrast", "What stands out, and how surely", _contrast),
    "scatter": ("contrast", "Everything, by how often it stands on either side", _scatter),
    "themes": ("themes", "Themes by document", _by("themes", THEMES)),
    "parts": ("themes by part", "Themes by part", _by("heatmap", THEMES)),
    "documents": ("themes", "Themes of every document", _by("heatmap", THEMES)),
    "strips": ("strips", "Where words stand in each document", _by("strips", 0)),
    "distances": ("distance", "How far apart the documents are", _by("heatmap", 0)),
    "trend": ("trend", "How often concepts stand, by year", _by("trend", 0)),
}
"""Key of a figure → the answer that it draws, its heading, and how."""
