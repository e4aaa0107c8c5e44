"""What stands out on either side: a dot for each ratio, with its interval."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.pictures.drawing import altair, coverage, digests, plain, titled, values
from aiplans_cli.output.pictures.sides import sides_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplans_cli.output.pictures.sides import Sides
    from aiplans_cli.output.report import Report

_BEYOND = 1.5
"""Doublings past the farthest dot at which an interval is cut: one of a rare word has no end that
would leave room for the others."""


def contrast(report: Report, top: int, links: Mapping[str, str] | None = None) -> Any:
    """The strongest rows of a comparison on either side, half of ``top`` each (0: all).

    ``links`` are addresses by row: each row of the chart is a link then.
    """
    library, sides = altair(), sides_of(report)
    strongest = strongest_of(sides, top)
    if not strongest:
        raise AnalysisError(
            f"{sides.a} and {sides.b}", "no row could be tested", "name longer documents"
        )
    edge = ceil(2 * (max(abs(row["log_ratio"]) for row in strongest) + _BEYOND)) / 2
    base = library.Chart(values(_shown(sides, row, edge, links or {}) for row in strongest))
    colour = sides.colour()
    share = "share of concept mentions" if sides.unit == "concept" else "rate per word"
    ticks = library.Axis(
        values=_ticks(edge),
        labelExpr="datum.value == 0 ? '=' : '×' + pow(2, abs(datum.value))",
        labelOverlap=False,
        title=[f"how many times the {share}", f"◄ more in {sides.b}  ·  more in {sides.a} ►"],
    )
    span = library.Scale(domain=[-edge, edge], nice=False)

    def x(field: str) -> Any:
        return library.X(f"{field}:Q", scale=span, axis=ticks)

    y = library.Y(
        "label:N",
        sort=None,
        title=f"{sides.unit} (times in {sides.a} : in {sides.b})",
        axis=library.Axis(
            grid=True, gridDash=[1, 3], labelLimit=200, labelPadding=9, domain=False, ticks=False
        ),
    )
    equal = library.Chart(values([{"at": 0}])).mark_rule(color="#888888").encode(x=x("at"))
    interval = base.mark_rule(strokeWidth=1.3).encode(x=x("low"), x2="high:Q", y=y, color=colour)
    cut = [
        base.transform_filter(f"datum.cut_{end}")
        .mark_point(shape=f"triangle-{way}", filled=True, size=28, opacity=1)
        .encode(x=x(end), y=y, color=colour)
        for end, way in (("low", "left"), ("high", "right"))
    ]
    dots = [
        base.transform_filter(f"{'' if sure else '!'}datum.sure")
        .mark_point(size=42, strokeWidth=1.4, opacity=1, filled=sure)
        .encode(x=x("ratio"), y=y, color=colour, **fill)
        for sure, fill in ((True, {}), (False, {"fill": library.value("white")}))
    ]
    linked = [base.mark_rect(opacity=0).encode(y=y, href="href:N")] if links else []
    return library.layer(equal, interval, *cut, *dots, *linked).properties(
        height=library.Step(15), title=_title(report, sides)
    )


def _title(report: Report, sides: Sides) -> Any:
    given = report.parameters.get("confidence", 0.95)
    confidence = f"{100 * given:g} %" if isinstance(given, float) else "95 %"
    return titled(
        f"What stands out in {sides.a} against {sides.b}",
        f"Ratio of each {sides.unit}'s "
        + ("share of all concept mentions" if sides.unit == "concept" else "rate")
        + f", with its {confidence} interval; a triangle: it goes on. Hollow: not to "
        "be quoted.",
        coverage(report, [source.id for source in report.inputs])
        if sides.unit == "concept"
        else "",
        digests(report),
    )


def strongest_of(sides: Sides, top: int) -> list[dict[str, Any]]:
    """The first rows of either side that have an interval, from most in A to most in B.

    What may be quoted stands outside, by how much it is more at least, the rest by the ratio.
    """
    tested = [row for row in sides.rows if row["log_ratio_low"] is not None]
    half = (top + 1) // 2 if top else len(tested)
    found = []
    for sign in (1, -1):
        side = [row for row in tested if sign * row["log_ratio"] > 0][:half]
        side.sort(key=lambda row: (-(row["at_least"] or 1), -abs(row["log_ratio"])))
        found += side[::sign]
    return found


def _shown(
    sides: Sides, row: dict[str, Any], edge: float, links: Mapping[str, str]
) -> dict[str, Any]:
    low, high = row["log_ratio_low"], row["log_ratio_high"]
    name = plain(row[sides.unit], 36)
    return {
        "label": f"{name} ({row['count_a']:,} : {row['count_b']:,})",
        "class": sides.class_of(row),
        "sure": sides.is_sure(row),
        "ratio": round(row["log_ratio"], 4),
        "low": round(max(low, -edge), 4),
        "high": round(min(high, edge), 4),
        "cut_low": low < -edge,
        "cut_high": high > edge,
        "href": links.get(str(row[sides.unit]), ""),
    }


def _ticks(edge: float) -> list[int]:
    step = 1 if edge < 7 else 2
    whole = int(edge) - int(edge) % step
    return [*range(-whole, whole + 1, step)]
