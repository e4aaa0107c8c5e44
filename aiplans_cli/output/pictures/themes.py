"""The share of each theme by document: a dot for each document, joined by a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.pictures.drawing import (
    COLOURS,
    altair,
    coverage,
    digests,
    listed,
    plain,
    titled,
    values,
)

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report

_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")


def themes(report: Report, top: int) -> Any:
    """The ``top`` heaviest themes (0: all), the one of the widest gap between documents first."""
    library = altair()
    names = [source.id for source in report.inputs]
    if len(names) > len(COLOURS):
        raise AnalysisError(
            f"{len(names)} documents",
            f"no more than {len(COLOURS)} can be told apart by colour",
            "draw the heatmap",
        )
    shares = shares_of(report, "document")
    order = heaviest(shares, top)
    if len(names) > 1:
        order.sort(key=lambda theme: _gap(shares[theme], names), reverse=True)
    documents = [plain(name, 40) for name in names]
    rows = [
        {"theme": theme, "document": label, "share": round(shares[theme].get(name, 0.0), 6)}
        for theme in order
        for name, label in zip(names, documents, strict=True)
    ]
    of = {"domain": documents, "range": list(COLOURS[: len(names)])}
    base = library.Chart(values(rows)).encode(
        y=library.Y(
            "theme:N",
            sort=order,
            title=None,
            axis=library.Axis(grid=True, gridDash=[1, 3], domain=False, ticks=False),
        )
    )
    axis = library.Axis(format=".0%", tickCount=7, title="share of the weight of all themes")
    legend = library.Legend(title=None, columns=2)
    line = base.mark_rule(color="#AAAAAA", strokeWidth=2).encode(
        x=library.X("min(share):Q", axis=axis), x2="max(share):Q"
    )
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        x=library.X("share:Q", axis=axis),
        color=library.Color("document:N", scale=library.Scale(**of), legend=legend),
        shape=library.Shape(
            "document:N",
            scale=library.Scale(domain=documents, range=list(_SHAPES[: len(names)])),
            legend=legend,
        ),
    )
    title = titled(
        f"Themes of {listed(names)}",
        "Weight: TF-IDF of a theme's concepts over sections. "
        + ("The widest gap first; nothing is tested here." if len(names) > 1 else ""),
        coverage(report, names),
        digests(report),
    )
    return library.layer(line, dots).properties(height=library.Step(16), title=title)


def shares_of(report: Report, *columns: str) -> dict[str, dict[str, float]]:
    """Theme → where, joined from the columns → its share of the weight of all themes there."""
    found: dict[str, dict[str, float]] = {}
    for row in report.table().records():
        where = "\t".join(str(row[column]) for column in columns)
        weight = row["weight"]
        found.setdefault(str(row["theme"]), {})[where] = float(weight or 0)
    return found


def heaviest(shares: dict[str, dict[str, float]], top: int) -> list[str]:
    """The themes that weigh most anywhere, heaviest first; ``top`` of them, all for 0."""
    order = sorted(shares, key=lambda theme: (-max(shares[theme].values()), theme))
    return order[: top or None]


def _gap(by_document: dict[str, float], names: list[str]) -> float:
    found = [by_document.get(name, 0.0) for name in names]
    return max(found) - min(found)
