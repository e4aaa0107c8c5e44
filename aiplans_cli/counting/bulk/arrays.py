"""Words, sentences and concepts of a block by arithmetic over arrays of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiplans_cli.counting.bulk.runs import Found, Runs
    from aiplans_cli.counting.bulk.tally import Tally

    _Ints = NDArray[np.int64]


def item_counts(items: _Ints, sentence: _Ints, names: list[str]) -> dict[str, tuple[int, int]]:
    """Name → how often its number stands among ``items``, and in how many sentences."""
    import numpy as np

    size = len(names)
    times = np.bincount(items, minlength=size)
    pairs = sentence * size + items
    pairs.sort()
    first = np.ones(len(pairs), dtype=bool)
    first[1:] = pairs[1:] != pairs[:-1]
    hits = np.bincount(pairs[first] % size, minlength=size)
    there = np.flatnonzero(times)
    counted = zip(times[there].tolist(), hits[there].tolist(), strict=True)
    return dict(zip(map(names.__getitem__, there.tolist()), counted, strict=True))


def inside(begins: _Ints, points: NDArray[np.integer]) -> _Ints:
    """The number of the stretch in which each point stands, by where the stretches begin.

    Both ascend. What stands before the first belongs to it.

    >>> import numpy as np
    >>> inside(np.array([2, 5]), np.array([0, 2, 4, 5, 9])).tolist()
    [0, 0, 0, 1, 1]
    """
    import numpy as np

    first = np.searchsorted(points, begins)  # stretches are few, and looking up each point is slow
    found: _Ints = np.cumsum(np.bincount(first, minlength=len(points) + 1)[:-1]) - 1
    return np.maximum(found, 0)


def add_found(
    tally: Tally,
    found: Found,
    runs: Runs,
    touched: tuple[_Ints, _Ints],
    places: _Ints,
    content: NDArray[np.bool_],
) -> None:
    """Add matches to a tally: their concepts by sentence, and the content words they touch.

    ``touched`` are the first word that each match touches and the one after the last.
    """
    import numpy as np

    depth = np.bincount(touched[0], minlength=len(content) + 1)
    depth -= np.bincount(touched[1], minlength=len(content) + 1)
    tally.covered = int(np.count_nonzero(content & (np.cumsum(depth[:-1]) > 0)))
    sentences = np.repeat(places, found.owner_counts)
    tally.concepts = item_counts(found.owners, sentences, list(runs.concepts))
