"""Where in a long text a long quotation fits best: an alignment free at both ends of the text.

The table of edit distances is filled row by row (Sellers 1980), each row at once. Every cell also
carries where its passage begins, in the low digits of one number, so that the least number is the
least distance and, of equals, the earliest beginning.
"""

from __future__ import annotations

from collections.abc import Sequence


def best_fit(quoted: Sequence[str], text: Sequence[str]) -> tuple[int, int, int]:
    """The fewest changes that make a run of ``text`` the quotation, and that run.

    Returns the number of changed, missing or added units, the first unit and the one after the
    last. Of equally near runs the one whose length is nearest to the quotation's is taken.

    >>> best_fit("we must win this race".split(), "now we must win the race at last".split())
    (1, 1, 6)
    """
    import numpy as np

    codes = {unit: code for code, unit in enumerate(dict.fromkeys(quoted))}
    own = np.array([codes.get(unit, -1) for unit in text], dtype=np.int64)
    change = len(text) + 1
    steps = np.arange(len(text) + 1, dtype=np.int64) * change
    row = np.arange(len(text) + 1, dtype=np.int64)
    for unit in quoted:
        kept = row[:-1] + change * (own != codes[unit])
        row = row + change
        np.minimum(row[1:], kept, out=row[1:])
        row = np.minimum.accumulate(row - steps) + steps
    distances, firsts = np.divmod(row, change)
    stops = np.flatnonzero(distances == distances.min())
    lengths = np.abs(stops - firsts[stops] - len(quoted))
    stop = int(stops[lengths.argmin()])
    return int(distances[stop]), int(firsts[stop]), stop
