"""Bars drawn with block characters, an eighth of a column fine."""

from __future__ import annotations

import math

_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(value: float, maximum: float, width: int) -> str:
    """A bar for ``value`` on a scale from 0 to ``maximum``, at most ``width`` columns long.

    The sign is ignored, and a value that is not zero never vanishes: it takes an eighth of a column
    at least. Values that are not finite and scales without room have no bar.

    >>> bar(3, 4, 10), bar(0.001, 4, 10), bar(0, 4, 10)
    ('███████▌', '▏', '')
    """
    if not (math.isfinite(value) and math.isfinite(maximum)) or maximum <= 0 or width <= 0:
        return ""
    share = min(abs(value) / maximum, 1.0)
    eighths = round(share * width * 8)
    if value and not eighths:
        eighths = 1
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")
