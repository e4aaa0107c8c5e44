"""Sections as weighed vectors: TF-IDF, what makes them alike, and the factors they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.rounding import significant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_ROUNDS = 2_000
"""Rounds after which a factorization ends even where it has not settled."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Sections as rows of TF-IDF weights, each of length 1 or, without any item, 0."""

    items: tuple[str, ...]
    """The items, sorted; the columns."""
    matrix: Any
    """Sparse, sections x items (``scipy.sparse.csr_matrix``)."""

    def row(self, index: int) -> dict[str, float]:
        """Item → its weight in one section."""
        start, end = self.matrix.indptr[index : index + 2]
        places = self.matrix.indices[start:end].tolist()
        weights = map(significant, self.matrix.data[start:end].tolist())
        return {self.items[place]: weight for place, weight in zip(places, weights, strict=True)}


def weigh(
    sections: Sequence[Mapping[str, int]],
    items: Sequence[str] | None = None,
    *,
    sublinear: bool = False,
) -> Weighed:
    """TF-IDF of the sections' items by scikit-learn's ``TfidfTransformer`` with its defaults.

    In a section an item weighs count * (ln((1 + n) / (1 + df)) + 1), n sections of which df
    contain it, and each section's weights are divided by their Euclidean length. With
    ``sublinear`` 1 + ln(count) stands for the count, so that what is said ten times does not
    drown what is said once. ``items``, sorted, are the columns where other sections share them.

    >>> weighed = weigh([{"ai": 2, "law": 1}, {"law": 1}])
    >>> {item: round(weight, 3) for item, weight in weighed.row(0).items()}
    {'ai': 0.942, 'law': 0.335}
    """
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

    if items is None:
        items = sorted({item for section in sections for item in section})
    place = {item: index for index, item in enumerate(items)}
    pointers, columns, counts = [0], [], []
    for section in sections:
        for item in sorted(section):
            columns.append(place[item])
            counts.append(section[item])
        pointers.append(len(columns))
    shape = (len(sections), len(items))
    matrix = csr_matrix((np.array(counts, dtype=float), columns, pointers), shape=shape)
    if counts:
        transformer = TfidfTransformer(sublinear_tf=sublinear)
        matrix = csr_matrix(transformer.fit_transform(matrix))
    return Weighed(tuple(items), matrix)


@dataclass(frozen=True, slots=True)
class Factors:
    """What sections are made of, as few vectors of items as were asked for."""

    loadings: tuple[tuple[float, ...], ...]
    """Factor → how much of it is in each section, in the order of the sections."""
    parts: tuple[tuple[tuple[str, float], ...], ...]
    """Factor → its items with their share of it, the largest first; the shares sum to 1."""


def factorize(weighed: Weighed, factors: int, seed: int = 0, *, drawn: bool = False) -> Factors:
    """Non-negative matrix factorization (Lee & Seung 1999) by scikit-learn's ``NMF``.

    It starts from the singular vectors (``nndsvda``), so the same sections give the same
    factors; ``seed`` serves the search for these vectors. With ``drawn`` it starts from random
    numbers of that seed. The factors are sorted by how much of the sections they make up. Raises
    ``AnalysisError`` for more factors than sections or items.
    """
    import numpy as np
    from sklearn.decomposition import NMF

    most = min(int((np.diff(weighed.matrix.indptr) > 0).sum()), len(weighed.items))
    if factors > most:
        raise AnalysisError(
            f"--topics {factors}",
            f"{most} sections and words or concepts of two or more do not make that many",
            f"ask for at most {most}",
        )
    start = "random" if drawn else "nndsvda"
    model = NMF(factors, init=start, random_state=seed, max_iter=MOST_ROUNDS, tol=1e-5)
    with catch_warnings():
        simplefilter("ignore")  # that it has not settled: what comes of that is in the stability
        loadings = model.fit_transform(weighed.matrix)
    weights = model.components_.sum(axis=1)
    shares = np.divide(
        model.components_, weights[:, None], where=weights[:, None] > 0, out=model.components_ * 0
    )
    loadings = loadings * weights
    order = sorted(range(factors), key=lambda k: (-round(float(loadings[:, k].sum()), 9), k))
    return Factors(
        tuple(tuple(map(significant, loadings[:, k].tolist())) for k in order),
        tuple(_ranked(weighed.items, shares[k]) for k in order),
    )


def _ranked(items: Sequence[str], shares: Floats) -> tuple[tuple[str, float], ...]:
    pairs = zip(items, map(significant, shares.tolist()), strict=True)
    kept = [(item, share) for item, share in pairs if share > 1e-9]
    return tuple(sorted(kept, key=lambda pair: (-round(pair[1], 9), pair[0])))


LEADING = 10
"""Items that a factor is known by: those whose staying says that it is the same factor."""

_TIMES = 10
"""Random starts, and random halves: five splits in two."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of a factor's leading items stay when it is looked for again, from 0 to 1."""

    seeds: float
    """From other, random starts of the search."""
    halves: float | None
    """In random halves of the sections; ``None`` where half of them are fewer than the factors."""


def stability(weighed: Weighed, found: Factors, seed: int = 0) -> list[Kept]:
    """How far each factor stays the same, mean over ten random starts and ten random halves.

    Each time as many factors are looked for, matched one to one with those of ``found`` so that
    they share as many of their ten leading items as can be (after Greene, O'Callaghan &
    Cunningham 2014), and the share of each factor's leading items that its match has, too, is
    taken. Weights are those of all sections.
    """
    import numpy as np

    number = len(found.parts)
    leading = [_leading(part) for part in found.parts]
    starts = [factorize(weighed, number, seed + 1 + n, drawn=True) for n in range(_TIMES)]
    random = np.random.default_rng(seed)
    size = weighed.matrix.shape[0]
    halves: list[Factors] = []
    for _ in range(_TIMES // 2):
        order = random.permutation(size)
        for rows in (np.sort(order[: size // 2]), np.sort(order[size // 2 :])):
            try:
                halves.append(factorize(Weighed(weighed.items, weighed.matrix[rows]), number, seed))
            except AnalysisError:
                continue  # too few of the sections that have any item are in this half
    by_seed, by_half = (_shared(leading, some) for some in (starts, halves))
    whole = len(halves) == _TIMES
    return [Kept(by_seed[k], by_half[k] if whole else None) for k in range(number)]


def _leading(part: Sequence[tuple[str, float]]) -> frozenset[str]:
    return frozenset(item for item, _ in part[:LEADING])


def _shared(leading: Sequence[frozenset[str]], several: Sequence[Factors]) -> list[float]:
    """For each factor the share of its leading items that its match has, mean over all fits."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    sums = [0.0] * len(leading)
    for fit in several:
        others = [_leading(part) for part in fit.parts]
        common = np.array([[len(one & other) for other in others] for one in leading])
        rows, columns = linear_sum_assignment(common, maximize=True)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            sums[row] += int(common[row, column]) / len(leading[row])
    return [significant(total / max(1, len(several))) for total in sums]
