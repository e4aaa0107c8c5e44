"""Which terms keep two documents apart, from which side: the word shift, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.pictures.drawing import (
    A_COLOUR,
    B_COLOUR,
    altair,
    coverage,
    digests,
    plain,
    titled,
    values,
)

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report


def shift(report: Report, top: int) -> Any:
    """The ``top`` terms (0: all) that make up most of the divergence, largest first."""
    library, records = altair(), report.table().records()
    if len(report.inputs) != 2 or "against" in records[0]:
        fact = f"it is drawn of two documents, not of {len(report.inputs)}"
        raise AnalysisError("a word shift", fact, "name two that are not the same")
    a, b = (plain(source.id, 40) for source in report.inputs)
    unit = "concept" if "concept" in records[0] else "term"
    shown = [row for row in records[: top or None] if row["contribution"]]
    rows = [
        {
            "label": f"{plain(row[unit], 36)} ({row['count_a']:,} : {row['count_b']:,})",
            "side": f"more in {a if row['side'] == 'A' else b}",
            "share": round(float(row["share"] or 0) * (1 if row["side"] == "A" else -1), 6),
        }
        for row in shown
    ]
    told = float(shown[-1]["cumulated"] or 0) if shown else 0.0
    x = library.X(
        "share:Q",
        axis=library.Axis(
            tickCount=8,
            labelExpr="format(abs(datum.value), '.1~%')",
            title=["share of the whole divergence", f"◄ more in {b}  ·  more in {a} ►"],
        ),
    )
    y = library.Y(
        "label:N",
        sort=None,
        title=f"{unit} (times in {a} : in {b})",
        axis=library.Axis(domain=False, ticks=False, labelLimit=200, labelPadding=9),
    )
    sides = library.Scale(domain=[f"more in {a}", f"more in {b}"], range=[A_COLOUR, B_COLOUR])
    bars = library.Chart(values(rows)).mark_bar(height={"band": 0.7})
    bars = bars.encode(x=x, y=y, color=library.Color("side:N", scale=sides, legend=None))
    equal = library.Chart(values([{"at": 0}])).mark_rule(color="#888888").encode(x="at:Q")
    title = titled(
        f"Which {unit}s keep {a} and {b} apart",
        f"Each bar: a {unit}'s part of the Jensen-Shannon divergence of the two; together these "
        f"are {100 * told:.0f} % of it. Nothing is tested here.",
        coverage(report, [source.id for source in report.inputs]) if unit == "concept" else "",
        digests(report),
    )
    return library.layer(bars, equal).properties(height=library.Step(15), title=title)
