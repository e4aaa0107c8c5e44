"""The page: its parts in order, under a policy that lets nothing in and nothing out."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from string import Template
from typing import TYPE_CHECKING

from aiplans_cli import __version__
from aiplans_cli.output.cells import Style
from aiplans_cli.output.page import escaped, lang_of
from aiplans_cli.output.publication.about import about, cautions, kicker, methods
from aiplans_cli.output.publication.answers import answers
from aiplans_cli.output.publication.figures import ROWS, Figure, drawn_rows, figures
from aiplans_cli.output.publication.rows import (
    column_choices,
    lines_behind,
    links_of,
    rows_table,
    themes_of,
)
from aiplans_cli.records import dataclass
from aiplans_cli.resources import resource_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.output.report import Report, Table


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the page."""

    key: str
    """Its address on the page."""
    name: str
    """What the list of contents calls it."""
    heading: str
    """What stands over it."""
    content: str
    """Its markup; "" leaves it out."""


@cache
def _template() -> Template:
    return Template(resource_text("publication.html"))


def publication(report: Report, _style: Style) -> str:
    """A report as a page in one file. Raises ``SourceError`` where what draws is not installed."""
    lines = next((table for table in report.tables if table.name == "evidence"), None)
    links = links_of(report.table(), lines)
    drawn, missing = figures(report, links)
    style, script = resource_text("publication.css"), resource_text("publication.js")
    sections = [one for one in _sections(report, drawn, links, missing) if one.content]
    names = [_name(report, source.id) for source in report.inputs]
    return _template().substitute(
        policy=(
            f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
        version=escaped(__version__),
        title=escaped(" and ".join(names[:2]) + (" and more" if len(names) > 2 else "")),
        style=style,
        script=script,
        kicker=kicker(report),
        heading=_heading(names),
        found=_found(report) + cautions(report),
        contents="\n".join(f'<li><a href="#{one.key}">{one.name}</a></li>' for one in sections),
        sections="\n".join(
            f'<section aria-labelledby="{one.key}-h" id="{one.key}">\n'
            f'<h2 id="{one.key}-h">{one.heading}</h2>\n{one.content}\n</section>'
            for one in sections
        ),
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _name(report: Report, id_: str) -> str:
    return next(
        (str(row["title"]) for row in report.rows("sources") if row["document"] == id_), id_
    )


def _heading(names: Sequence[str]) -> str:
    told = [f"<span{lang_of(name)}>{escaped(name)}</span>" for name in names]
    if len(told) < 3:
        return ' <span class="against">against</span> '.join(told)
    return f"{len(told)} documents, each against the others"


def _found(report: Report) -> str:
    lines = "".join(f"<li{lang_of(line)}>{escaped(line)}</li>" for line in report.summary)
    return f'<ul class="found">{lines}</ul>' if lines else ""


def _sections(
    report: Report, drawn: Mapping[str, Figure], links: Mapping[str, str], missing: Sequence[str]
) -> list[_Section]:
    table = report.table()
    contrast = drawn.get("contrast")
    strongest = drawn_rows(report.parts["contrast"]) if contrast else list(links)[:ROWS]
    lines = lines_behind(report, links, strongest) if links else ""
    themes = [drawn[key] for key in ("themes", "documents", "parts") if key in drawn]
    first = ("contrast", "What stands out", "What stands out")
    if contrast is None:
        first = ("lines", "Key words", "Key words, with their lines")
    elsewhere = [drawn[key] for key in ("strips", "trend", "distances") if key in drawn]
    return [
        _Section(*first, (_shown(contrast, _SIDES, bare=True) if contrast else "") + lines),
        _Section("themes", "Themes", "Themes", "".join(_shown(one) for one in themes)),
        *(_Section(one.key, *_NAMED[one.key], _shown(one, bare=True)) for one in elsewhere),
        _Section("scatter", "Everything", "Everything at once", _scatter(drawn, table)),
        _Section("answers", "Section by section", "Which section answers which", answers(report)),
        _Section("table", "Table", escaped(table.title or "The rows"), _table(table, links)),
        _Section("about", "Documents", "What was read", about(report)),
        _Section("methods", "Methods", "Methods and how to cite", methods(report, missing)),
        _Section("downloads", "Downloads", "Downloads", _downloads(report)),
    ]


_NAMED = {
    "strips": ("Places", "Where words stand"),
    "trend": ("Years", "How often concepts stand, by year"),
    "distances": ("Distances", "How far apart the documents are"),
}
_SIDES = (
    "<p>Each row of the picture opens into the sentences it was counted in, and so does each line "
    "below.</p>"
)
_IN_TEXT = {
    "contrast": "The rows below it have the same numbers as text.",
    "scatter": "The table has the same numbers as text.",
}


def _shown(figure: Figure, after: str = "", *, bare: bool = False) -> str:
    """A chart with its caption, and what it shows as text where no table does."""
    heading = "" if bare else f'<h3 id="{figure.key}-f">{figure.heading}</h3>'
    as_text = _IN_TEXT.get(figure.key, "The same numbers stand below it as a table.")
    told = f"{figure.heading}. {figure.caption} {as_text}"
    css = "chart cells" if figure.key in ("parts", "documents", "distances") else "chart"
    drawing = figure.svg.replace(
        "<svg ", f'<svg role="img" aria-label="{escaped(told)}" focusable="false" ', 1
    )
    return (
        f"{heading}<figure><figcaption>{escaped(figure.caption)}</figcaption>"
        f'<div class="{css}" role="region" aria-label="{escaped(figure.heading)}, picture" '
        f'tabindex="0">{drawing}</div></figure>{figure.numbers}{after}\n'
    )


def _scatter(drawn: Mapping[str, Figure], table: Table) -> str:
    if "scatter" not in drawn:
        return ""
    search = _controls("find-dots", "Find a dot", themes_of(table))
    return f'{search}<div id="scatter-chart">{_shown(drawn["scatter"], bare=True)}</div>'


def _controls(key: str, label: str, themes: Sequence[str]) -> str:
    options = "".join(f"<option>{escaped(theme)}</option>" for theme in themes)
    choice = (
        f'<label>Theme <select><option value="">all</option>{options}</select></label>'
        if themes
        else ""
    )
    return (
        f'<div class="controls" id="{key}" role="search" aria-label="{label}">'
        f'<label>{label} <input type="search" autocomplete="off" spellcheck="false"></label>'
        f'{choice}<output aria-live="polite"></output></div>'
    )


def _table(table: Table, links: Mapping[str, str]) -> str:
    boxes = column_choices(table)
    columns = (
        f'<details class="columns"><summary>Columns</summary><div>{boxes}</div></details>'
        if boxes
        else ""
    )
    search = _controls("find-rows", "Find a row", themes_of(table))
    return f"{search}{columns}{rows_table(table, links)}"


def _downloads(report: Report) -> str:
    """The rows for a spreadsheet and the whole report as a workbook, inside the page."""
    from aiplans_cli.output.formats import FORMATS

    kinds = {
        "csv": ("text/csv", "The table, as CSV"),
        "xlsx": (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "All tables, as a workbook",
        ),
    }
    items = []
    for kind, (mime, label) in kinds.items():
        data = FORMATS[kind].render(report, Style(notes=True, spreadsheet=True))
        size = f"{max(1, round(len(data) / 1024)):,} KB"
        items.append(
            f'<li><a download="aiplans.{kind}" href="data:{mime};base64,'
            f'{b64encode(data).decode()}">{label} ({size})</a></li>'
        )
    return f'<ul class="downloads">{"".join(items)}</ul>'
