"""Numbers by row and column: themes by parts of documents, or distances between documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.output.pictures.drawing import altair, digests, plain, titled, values
from aiplans_cli.output.pictures.themes import heaviest, shares_of

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report

_LEVEL = 5
"""Columns whose names have room beside each other."""
_DARK = 0.47
"""Share of the largest value from which white numbers are read better than black ones: there a
cell's luminance is 0.18, and either has a contrast of 4.5 (WCAG 2.2, 1.4.3)."""
_MOST_NUMBERS = 16
"""Columns beyond which a cell has no room for its number."""


def heatmap(report: Report, top: int) -> Any:
    """The ``top`` heaviest themes (0: all) by where they stand, or every pair of documents."""
    if report.table().name == "themes":
        return _of_themes(report, top)
    return _of_distances(report)


def _of_themes(report: Report, top: int) -> Any:
    table = report.table()
    names = [column.name for column in table.columns]
    columns = [name for name in ("document", "part", "section") if name in names]
    places = dict.fromkeys(tuple(str(row[name]) for name in columns) for row in table.records())
    several = len(report.inputs) > 1
    labels = _told_apart([_place(place, several) for place in places])
    shares = shares_of(report, *columns)
    order = heaviest(shares, top)
    rows = [
        _cell(label, theme, shares[theme].get("\t".join(place), 0.0))
        for place, label in zip(places, labels, strict=True)
        for theme in order
    ]
    documents = ", ".join(plain(source.id, 40) for source in report.inputs)
    title = titled(
        f"Themes by {columns[-1]}: {documents}",
        f"Per cent of the weight of all themes in each {columns[-1]} (TF-IDF of concepts); nothing "
        "is tested here.",
        digests(report),
    )
    return _grid(rows, order, ("share of a row", ".0%"), title)


def _of_distances(report: Report) -> Any:
    names = [source.id for source in report.inputs]
    labels = dict(zip(names, _told_apart([plain(name, 40) for name in names]), strict=True))
    rows = [_cell(labels[name], labels[name], 0.0, "0") for name in names]
    for row in report.table().records():
        a, b, value = labels[str(row["a"])], labels[str(row["b"])], row["jensen_shannon_distance"]
        rows += [
            _cell(one, other, float(value or 0), f"{value or 0:.2f}")
            for one, other in ((a, b), (b, a))
        ]
    by = report.parameters.get("by")
    title = titled(
        f"How far apart {len(names)} documents are",
        f"Jensen-Shannon distance by {by}: 0 for equal rates, 1 for nothing in common.",
        digests(report),
    )
    return _grid(rows, list(labels.values()), ("distance", ".2f"), title)


def _cell(row: str, column: str, value: float, number: str = "") -> dict[str, Any]:
    """A cell with what is printed in it: per cent unless told, nothing for less than a half."""
    if not number and value >= 0.005:
        number = f"{100 * value:.0f}"
    return {"row": row, "column": column, "value": round(value, 6), "number": number}


def _grid(
    rows: list[dict[str, Any]],
    columns: list[str],
    number: tuple[str, str],
    title: Any,
) -> Any:
    library, (name, form) = altair(), number
    most = max(row["value"] for row in rows) or 1.0
    flat = library.Axis(domain=False, ticks=False, labelLimit=220)
    order = list(dict.fromkeys(row["row"] for row in rows))
    base = library.Chart(values(rows)).encode(
        x=library.X(
            "column:N",
            sort=columns,
            title=None,
            axis=library.Axis(
                labelAngle=-35 if len(columns) > _LEVEL else 0,
                labelLimit=150,
                domain=False,
                ticks=False,
            ),
        ),
        y=library.Y("row:N", sort=order, title=None, axis=flat),
    )
    legend = library.Legend(title=name, format=form, orient="bottom", gradientLength=160)
    cells = base.mark_rect(stroke="white").encode(
        color=library.Color(
            "value:Q",
            scale=library.Scale(range=["#F7FBFF", "#0072B2", "#08306B"], domain=[0, most]),
            legend=legend,
        )
    )
    layers = [cells]
    if len(columns) <= _MOST_NUMBERS:
        dark = f"datum.value > {_DARK * most!r}"
        ink = library.when(dark).then(library.value("white")).otherwise(library.value("#000000"))
        layers.append(base.mark_text(fontSize=8).encode(text=library.Text("number:N"), color=ink))
    return library.layer(*layers).properties(height=library.Step(17), title=title)


def _place(place: tuple[str, ...], several: bool) -> str:
    name = plain(place[-1] or "(before the first heading)", 34 if several else 46)
    return f"{name} · {plain(place[0], 24)}" if several and len(place) > 1 else name


def _told_apart(labels: list[str]) -> list[str]:
    """The labels, with a number where two would be one column."""
    seen: dict[str, int] = {}
    found = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found
