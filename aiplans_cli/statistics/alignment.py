"""Two sets of sections set against each other: cosines, corrected for hubs, and one-to-one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiplans_cli.statistics.factors import Floats, Weighed

NEIGHBOURS = 2
"""Neighbours over which the correction for hubs averages.

Of the laws in ``benchmarks/similar.py`` whose id has an even digest 88.2 % have the right article
first with 2, 86.5 % with the 10 that Conneau et al. have among 200,000 words: a document has few
sections, and most of ten would be of other matters. 1 would leave no score above 0.
"""


def cosines(a: Weighed, b: Weighed) -> Floats:
    """Cosine of each section of ``a`` with each of ``b``, 0 to 1, rows x columns.

    Both must have the same items.

    >>> from aiplans_cli.statistics.factors import weigh
    >>> a, b = weigh([{"ai": 1}, {"law": 2}], ["ai", "law"]), weigh([{"ai": 3}], ["ai", "law"])
    >>> cosines(a, b).tolist()
    [[1.0], [0.0]]
    """
    import numpy as np

    return np.asarray((a.matrix @ b.matrix.T).toarray()).clip(0.0, 1.0)


def csls(similarity: Floats, neighbours: int = NEIGHBOURS) -> Floats:
    """Similarities corrected for hubs: sections that are near to everything.

    csls(x, y) = 2 * cos(x, y) - r_B(x) - r_A(y), where r_B(x) is the mean cosine of x with its
    ``neighbours`` nearest of the other side, fewer where that has fewer (Conneau et al. 2018,
    "Word translation without parallel data", equation 3). From -2 to 2 for cosines of -1 to 1;
    above 0 where two are nearer to each other than to what else is near them.

    >>> import numpy as np
    >>> csls(np.array([[0.8, 0.6], [0.7, 0.7]]), 2).round(2).tolist()
    [[0.15, -0.15], [-0.05, 0.05]]
    """
    rows, columns = (_near(similarity, axis, neighbours) for axis in (1, 0))
    return 2 * similarity - rows - columns


def _near(similarity: Floats, axis: int, neighbours: int) -> Floats:
    """Mean of the largest few along an axis, which is kept."""
    import numpy as np

    size = similarity.shape[axis]
    few = min(neighbours, size)
    largest = np.partition(similarity, size - few, axis=axis).take(range(size - few, size), axis)
    return np.asarray(largest.mean(axis=axis, keepdims=True))


def assignment(scores: Floats) -> list[tuple[int, int]]:
    """The one-to-one pairs (row, column) whose scores have the largest sum, rows ascending.

    By scipy's ``linear_sum_assignment`` (Crouse 2016). The smaller side is used up.

    >>> import numpy as np
    >>> assignment(np.array([[0.9, 0.8], [0.8, 0.1]]))
    [(0, 1), (1, 0)]
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(scores, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))
