"""Lines of neighbouring columns that stand so near that they seem one."""

from __future__ import annotations

from collections.abc import Iterator

from aiplans_cli.reading.pdf.glyphs import Glyph

Run = tuple[list[Glyph], list[int]]
"""The glyphs of a line, and the places in it before which there is a wide gap."""

WIDE_GAP = 0.9
"""Heights of the type that make a gap wide; even loosely justified words lie nearer."""

MANY = 3000
"""Lines of a page beyond which it is no page to read, and its order is left as it is."""

_ROWS = 5
"""Lines with a gap at one place that show a gutter."""


def columns_apart(runs: list[Run]) -> Iterator[list[Glyph]]:
    """The lines of a page, parted where a gutter goes through most of those that it meets."""
    gutters = (
        _gutters(runs) if sum(len(wide) for _, wide in runs) >= _ROWS and len(runs) < MANY else []
    )
    for run, wide in runs:
        first = 0
        for place in wide:
            left, right = run[place - 1][2], run[place][1]
            if any(left <= gutter <= right for gutter in gutters):
                yield run[first:place]
                first = place
        yield run[first:]


def _gutters(runs: list[Run]) -> list[float]:
    """Where gutters run: points from the page's left edge."""
    gaps = [(run[place - 1][2], run[place][1]) for run, wide in runs for place in wide]
    gutters: list[float] = []
    for x in sorted({round((left + right) / 2) for left, right in gaps}):
        if gutters and x < gutters[-1] + 20:
            continue
        open_ = sum(left < x < right for left, right in gaps)
        met = sum(run[0][1] < x < run[-1][2] for run, _ in runs)
        if open_ >= _ROWS and 2 * open_ > met:
            gutters.append(float(x))
    return gutters
