"""Resampling of sections: what two documents say about their own variation.

Tokens of one section are not independent, so whole sections are drawn, never tokens. The work is
products of a matrix of draws (resamples x sections) with a matrix of counts (sections x terms),
in blocks, so that memory stays within a few dozen megabytes whatever is asked for. Most terms
stand in few sections, so only the counts above 0 are held and multiplied.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.profiles import Profile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csc_array

    Floats = NDArray[np.float64]

FEWEST = 10
"""Sections with words that each side must have."""

BLOCK_CELLS = 2_000_000
"""Cells of one block of results; a block of floats takes 16 MB."""

FURTHER = 20
"""Times as many permutations for a term that none has reached: 10,000 cannot give a single one of
4,000 terms a corrected p below 0.4, and 200,000 can give it 0.02."""

FURTHER_CELLS = 400_000_000
"""Sections that may be dealt out for that: half a minute, whatever the number of sections."""

Progress = Callable[[int, int], None]
"""Called with (done, all) after each block."""


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """The sections of both documents, those of A first."""

    terms: tuple[str, ...]
    """The terms, sorted."""
    counts: csc_array
    """Counts, sections x terms."""
    sizes: Floats
    """Words of each section."""
    in_a: int
    """How many of the sections belong to A."""


@dataclass(frozen=True, slots=True)
class Permutation:
    """What permuting the sections between the documents shows."""

    p: Mapping[str, float]
    """Term → two-sided p of its difference of rates."""
    divergence: float
    """Jensen-Shannon divergence of the two documents as they are, in bits."""
    divergence_p: float
    """Share of permutations whose divergence is at least that, the observed one included."""
    resamples: int
    """How many permutations were drawn."""
    seed: int
    """Seed of the random numbers."""
    most: int
    """How many were drawn for a term that none of them reached."""
    at_floor: frozenset[str]
    """The terms that no permutation reached: their p can only be said to be no larger."""


def _one_side(profile: Profile, side: str) -> tuple[list[int], list[int]]:
    """(indexes, sizes) of the sections with words; refuses too few of them."""
    sizes = profile.section_sizes or ()
    kept = [index for index, size in enumerate(sizes) if size]
    if len(kept) < FEWEST:
        have = "section with words is" if len(kept) == 1 else "sections with words are"
        raise AnalysisError(
            f"side {side}",
            f"{len(kept)} {have} too few to resample, at least {FEWEST} are "
            "needed: so few can be drawn in too few ways",
            "take paragraphs as units, or compare without resampling",
        )
    return kept, [sizes[index] for index in kept]


def section_counts(a: Profile, b: Profile) -> SectionCounts:
    """Both documents as one matrix; sections without words are left out.

    Raises ``AnalysisError`` where a side has fewer than ten sections with words.
    """
    import numpy as np
    from scipy.sparse import csc_array

    terms = tuple(sorted({*a.counts, *b.counts}))
    column = {term: place for place, term in enumerate(terms)}
    cells: list[tuple[int, int, int]] = []
    sizes: list[int] = []
    in_a = 0
    for profile, side in ((a, "A"), (b, "B")):
        kept, kept_sizes = _one_side(profile, side)
        row = {index: place for place, index in enumerate(kept, len(sizes))}
        for term, places in (profile.section_counts or {}).items():
            cells.extend((count, row[i], column[term]) for i, count in places if i in row)
        sizes.extend(kept_sizes)
        in_a = in_a or len(kept)
    counts, rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 3).T
    # where a section is named twice for a term, its counts are added up
    matrix = csc_array((counts.astype(float), (rows, columns)), (len(sizes), len(terms)))
    return SectionCounts(terms, matrix, np.array(sizes, dtype=float), in_a)


def assignments(sizes: Floats, size_a: float, resamples: int, rng: np.random.Generator) -> Floats:
    """Which sections each permutation gives to A: 0 or 1, resamples x sections.

    The sections are shuffled and dealt to A until it has its size, to the nearest section; each
    side gets one at least. To deal A its number of sections instead would make a short side
    longer than it is, and every word it has but once would look rare. The random numbers are
    drawn row by row, so blocks of any height give the same rows.
    """
    import numpy as np

    order = rng.random((resamples, len(sizes))).argsort(axis=1)
    dealt = sizes[order]
    inside = dealt.cumsum(axis=1) - dealt / 2 <= size_a
    inside[:, 0], inside[:, -1] = True, False
    chosen = np.zeros(inside.shape)
    np.put_along_axis(chosen, order, inside.astype(float), axis=1)
    return chosen


def divergences(rates_a: Floats, rates_b: Floats) -> Floats:
    """Jensen-Shannon divergence in bits of each row of rates in A from the same row in B."""
    import numpy as np

    # One logarithm a cell and side: p log p + q log q - (p + q) log((p + q) / 2), all over 2.
    def entropies(rates: Floats) -> Floats:
        logs = np.log2(rates, out=np.zeros_like(rates), where=rates > 0)
        return np.asarray(np.einsum("ij,ij->i", rates, logs))

    parts = entropies(rates_a) + entropies(rates_b) - 2 * entropies((rates_a + rates_b) / 2)
    return np.asarray(np.clip(parts / 2, 0.0, 1.0))


def _counts(chosen: Floats, matrix: SectionCounts) -> tuple[Floats, Floats]:
    """Counts in A and in B under each row of an assignment, resamples x terms."""
    in_a = chosen @ matrix.counts
    return in_a, matrix.counts.sum(axis=0) - in_a


def _divergences(counts: tuple[Floats, Floats], chosen: Floats, matrix: SectionCounts) -> Floats:
    size_a = (chosen @ matrix.sizes)[:, None]
    return divergences(counts[0] / size_a, counts[1] / (matrix.sizes.sum() - size_a))


def permutation(
    a: Profile,
    b: Profile,
    *,
    resamples: int = 10_000,
    further: Collection[str] = (),
    seed: int = 0,
    progress: Progress | None = None,
) -> Permutation:
    """Permutation test over sections, for each term and for the whole divergence.

    The sections of both documents are shuffled and dealt out again, to A until it has its size.
    A term's statistic is the absolute difference of its two rates, out of the sizes that A and B
    have; p = (1 + permutations at least as extreme) / (1 + permutations) (Phipson & Smyth 2010),
    so it is never 0. Of the terms ``further``, those that no permutation reached are permuted on,
    until one does or there are ``FURTHER`` times as many; each p is of the term's own number. The
    divergence is over the vocabulary given, with rates out of the sizes of the sections dealt.
    Raises ``AnalysisError`` where a side has fewer than ten sections with words.
    """
    import numpy as np

    matrix = section_counts(a, b)
    rng = np.random.default_rng(seed)
    observed = np.zeros((1, len(matrix.sizes)))
    observed[0, : matrix.in_a] = 1.0
    divergence = _divergences(_counts(observed, matrix), observed, matrix)[0]
    extreme, extreme_divergence = np.ones(len(matrix.terms)), 1
    bar = _bar(matrix)
    for done, chosen in _dealt(matrix, 0, resamples, rng):
        counts = _counts(chosen, matrix)
        extreme += _reached(counts, matrix, bar)
        found = _divergences(counts, chosen, matrix)
        extreme_divergence += int((found >= divergence * (1 - 1e-9)).sum())
        if progress is not None:
            progress(done, resamples)
    draws = np.full(len(matrix.terms), resamples)
    _draw_further(matrix, frozenset(further), extreme, draws, rng, progress)
    p = extreme / (1 + draws)
    at_floor = [t for t, n in zip(matrix.terms, extreme.tolist(), strict=True) if n == 1]
    return Permutation(
        dict(zip(matrix.terms, p.tolist(), strict=True)),
        float(divergence),
        extreme_divergence / (1 + resamples),
        resamples,
        seed,
        int(draws.max(initial=resamples)),
        frozenset(at_floor),
    )


def _bar(matrix: SectionCounts) -> Floats:
    """The difference of rates that a permutation must reach, for each term."""
    import numpy as np

    observed = np.zeros((1, len(matrix.sizes)))
    observed[0, : matrix.in_a] = 1.0
    # A hair below the observed value, so that rounding cannot break a tie either way.
    return np.asarray(_differences(_counts(observed, matrix), matrix)[0] * (1 - 1e-9))


def _differences(counts: tuple[Floats, Floats], matrix: SectionCounts) -> Floats:
    import numpy as np

    size_a = float(matrix.sizes[: matrix.in_a].sum())
    size_b = float(matrix.sizes.sum()) - size_a
    return np.abs(counts[0] / size_a - counts[1] / size_b)


def _reached(counts: tuple[Floats, Floats], matrix: SectionCounts, bar: Floats) -> Floats:
    """In how many of the permutations each term differs as much as in the documents."""
    import numpy as np

    return np.asarray((_differences(counts, matrix) >= bar).sum(axis=0))


def _dealt(
    matrix: SectionCounts, start: int, end: int, rng: np.random.Generator
) -> Iterator[tuple[int, Floats]]:
    """The permutations from ``start`` to ``end`` in blocks, each after the number then done."""
    size_a = float(matrix.sizes[: matrix.in_a].sum())
    height = max(1, BLOCK_CELLS // max(1, len(matrix.terms), len(matrix.sizes)))
    for first in range(start, end, height):
        last = min(first + height, end)
        yield last, assignments(matrix.sizes, size_a, last - first, rng)


def _draw_further(
    matrix: SectionCounts,
    wanted: frozenset[str],
    extreme: Floats,
    draws: NDArray[np.int64],
    rng: np.random.Generator,
    progress: Progress | None,
) -> None:
    """Permute on for the terms that no permutation has reached, counting in the two arrays.

    A sequential test after Besag & Clifford (1991): whoever is reached at the end of a stage
    stops there. It is valid at every level: what goes on beyond a stage had the largest of all
    differences until then, so that a p of at most (1 + b) / (1 + n) implies at most b permutations
    as extreme among the first n, for the first stage at which this p can be had.
    """
    import numpy as np

    done = int(draws[0]) if len(draws) else 0
    most = max(done, min(FURTHER * done, FURTHER_CELLS // len(matrix.sizes)))
    left = np.array([at for at, t in enumerate(matrix.terms) if t in wanted], dtype=np.int64)
    left = left[extreme[left] == 1]
    while len(left) and done < most:
        names = tuple(matrix.terms[at] for at in left.tolist())
        part = SectionCounts(names, matrix.counts[:, left], matrix.sizes, matrix.in_a)
        end, bar = min(2 * done, most), _bar(part)
        for now, chosen in _dealt(part, done, end, rng):
            extreme[left] += _reached(_counts(chosen, part), part, bar)
            if progress is not None:
                progress(now, most)
        draws[left] = done = end
        left = left[extreme[left] == 1]
