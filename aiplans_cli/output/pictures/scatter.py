"""Every term by how often it stands in A and in B, after the manner of Scattertext."""

from __future__ import annotations

from collections import Counter
from math import log10
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.pictures.drawing import (
    WIDTH,
    altair,
    coverage,
    digests,
    plain,
    titled,
    values,
)
from aiplans_cli.output.pictures.sides import sides_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aiplans_cli.output.pictures.sides import Sides
    from aiplans_cli.output.report import Report

    Box = tuple[float, float, float, float]

_HEIGHT = 400
_WIDE = WIDTH - 45
"""Points inside the axes, nearly."""
_SIGN, _LINE, _DOT = 4.4, 8, 2.5
"""Points that a letter of a label takes on average, its line, and half a dot."""
_SHARED = 5
"""Terms at one dot beyond which none of them is named: the name would seem that of all."""
_PLACES = (("left", 0), ("left", -6), ("left", 6), ("right", 0), ("right", -6), ("right", 6))
"""Where a name may stand at its dot, the best place first."""


def scatter(report: Report, top: int, links: Mapping[str, str] | None = None) -> Any:
    """Rates in A against rates in B, each on a scale of logarithms, with ``top`` names (0: all).

    ``links`` are addresses by row: each row of them has a dot of its own then, which is a link.
    """
    library, sides = altair(), sides_of(report)
    rates = [sides.rate(row, side) for row in sides.rows for side in "ab"]
    least = min((rate for rate in rates if rate > 0), default=0.0)
    if not least:
        raise AnalysisError(f"{sides.a} and {sides.b}", "no term stands in them", "name others")
    spots = _spots(sides, least / 2)
    domain = [least / 2.6, 1.4 * max(rates)]
    ticks = [least / 2, *_round_rates(least, domain[1])]

    def axis(kind: Any, side: str, name: str) -> Any:
        zero = f"datum.value < {least * 0.9!r} ? '0' : format(datum.value, '~r')"
        title = f"per 1,000 {sides.of} in {name} (log scale)"
        shown = library.Axis(values=ticks, labelExpr=zero, title=title, gridColor="#EFEFEF")
        scale = library.Scale(type="log", domain=domain, nice=False)
        return kind(f"{side}:Q", scale=scale, axis=shown)

    x, y = axis(library.X, "a", sides.a), axis(library.Y, "b", sides.b)
    ends = [{"a": end, "b": end} for end in domain]
    equal = library.Chart(values(ends)).mark_line(color="#999999", strokeDash=[3, 3], clip=True)
    dots = [
        one.encode(x=x, y=y, color=sides.colour())
        for one in (_links(sides, least / 2, links) if links else [_dots(spots)])
    ]
    names = [
        library.Chart(values(some))
        .mark_text(align=align, dx=4 if align == "left" else -4, dy=dy, fontSize=8.5)
        .encode(x=x, y=y, text="label:N", color=library.value("#222222"))
        for (align, dy), some in _named(sides, spots, domain, top or len(sides.rows)).items()
        if some
    ]
    unit = "concepts" if sides.unit == "concept" else "terms"
    title = titled(
        f"How often {unit} stand in {sides.a} and in {sides.b}",
        f"A dot: one of {len(sides.rows):,} {unit}"
        f"{'' if links else ', or several of equal counts (larger)'}. On the "
        f"broken line a rate is equal; what stands on one side only is on the line of 0.",
        coverage(report, [source.id for source in report.inputs]) if unit == "concepts" else "",
        digests(report),
    )
    return library.layer(equal.encode(x=x, y=y), *dots, *names).properties(
        height=_HEIGHT, title=title
    )


def _dots(spots: list[dict[str, Any]]) -> Any:
    """A dot for each spot, larger for more terms."""
    library = altair()
    scale = library.Scale(range=[16, 90], zero=False)
    size = library.Size("terms:Q", scale=scale, legend=None)
    return library.Chart(values(spots)).mark_circle(opacity=0.65).encode(size=size)


def _links(sides: Sides, zero: float, links: Mapping[str, str]) -> list[Any]:
    """A dot for each row: those without a link, and those with one."""
    library = altair()
    rows = [
        {**_spot(sides, row, zero), "href": links.get(str(row[sides.unit]), "")}
        for row in sides.rows
    ]
    dots = library.Chart(values(rows)).mark_circle(opacity=0.65, size=30)
    linked = dots.transform_filter("datum.href").encode(href="href:N")
    return [dots.transform_filter("!datum.href"), linked]


def _spots(sides: Sides, zero: float) -> list[dict[str, Any]]:
    """One spot for all terms that share their counts and their class."""
    found = Counter(tuple(_spot(sides, row, zero).values()) for row in sides.rows)
    return [
        {"a": a, "b": b, "class": kind, "terms": terms}
        for (a, b, kind), terms in sorted(found.items())
    ]


def _spot(sides: Sides, row: dict[str, Any], zero: float) -> dict[str, Any]:
    """Where a term stands."""
    a, b = (round(sides.rate(row, side) or zero, 6) for side in "ab")
    return {"a": a, "b": b, "class": sides.class_of(row)}


def _round_rates(least: float, most: float) -> Iterator[float]:
    """1, 2, 5, 10, ... as far as the rates go."""
    for power in range(-6, 6):
        for digit in (1, 2, 5):
            rate = float(f"{digit}e{power}")
            if least * 0.9 <= rate <= most:
                yield rate


def _named(
    sides: Sides, spots: list[dict[str, Any]], domain: list[float], most: int
) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """Which terms are named, by where at its dot the name stands: (alignment, points down).

    The strongest come first, at the first place where the name lies on no dot and no other name;
    one that has no such place has no name.
    """
    span = log10(domain[1] / domain[0])
    zero = min(spot[side] for spot in spots for side in "ab")

    def point(a: float, b: float) -> tuple[float, float]:
        return _WIDE * log10(a / domain[0]) / span, _HEIGHT * log10(b / domain[0]) / span

    taken = [
        (x - _DOT, x + _DOT, y - _DOT, y + _DOT)
        for x, y in (point(spot["a"], spot["b"]) for spot in spots)
    ]
    terms_at: Counter[tuple[float, float]] = Counter()
    for spot in spots:
        terms_at[spot["a"], spot["b"]] += spot["terms"]
    found: dict[tuple[str, int], list[dict[str, Any]]] = {place: [] for place in _PLACES}
    for row in sorted(sides.rows, key=lambda row: -abs(row["g2"] or 0)):
        a, b = sides.rate(row, "a") or zero, sides.rate(row, "b") or zero
        if terms_at[round(a, 6), round(b, 6)] > _SHARED:
            continue
        (x, y), label = point(a, b), plain(row[sides.unit], 28)
        wide = sum(_SIGN * (2 if ord(sign) > 0x2E7F else 1) for sign in label)
        for align, down in _PLACES:
            left = x + 4 if align == "left" else x - 4 - wide
            box = (left, left + wide, y - down - _LINE / 2, y - down + _LINE / 2)
            if box[0] > 0 and box[1] < _WIDE and not any(_overlap(box, one) for one in taken):
                taken.append(box)
                found[align, down].append({"a": round(a, 6), "b": round(b, 6), "label": label})
                break
        if sum(map(len, found.values())) == most:
            break
    return found


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
