"""How much each section moves a number of two documents, and the interval that follows.

Sections are the units, never words. Each is left out in turn, the jackknife (Tukey 1958), at the
cost of its own words; where a number hardly bends its slopes will do, the infinitesimal jackknife
(Jaeckel 1972). Divergences bend at rare words: by slopes the intervals of ten sections held the
truth 80 times in 100 where leaving sections out held it 95 times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fsum, sqrt

from aiplans_cli.records import dataclass
from aiplans_cli.statistics.profiles import Vector
from aiplans_cli.statistics.table import z_quantile

FEWEST_SECTIONS = 10
"""Sections with words that each side must have for an interval, as for resampling."""

ROUND_OFF = 1e-12
"""Part of a sum of products below which a difference is its last digits: of documents that weigh
the same and share no term, as ``--mean`` has them, it is not quite 0."""

Slopes = tuple[dict[str, float], dict[str, float]]
"""Term → how fast a number changes with its rate in A, and in B."""

Influence = tuple[list[float], list[float]]
"""What each section of A moves a number by, and each of B."""


@dataclass(frozen=True, slots=True)
class Ends:
    """An interval."""

    low: float
    """Its lower end."""
    high: float
    """Its upper end."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number, and what leaving out each section does to it."""

    value: float
    """The number of all sections."""
    influence: Influence
    """What each section moves it by."""


def sections_of(side: Vector) -> list[dict[str, float]]:
    """The counts of each section that has any, in order.

    >>> from aiplans_cli.statistics.profiles import Profile
    >>> sections_of(Profile(3, {"ai": 3}, {"ai": [(0, 1), (2, 2)]}, [1, 0, 2]))
    [{'ai': 1}, {'ai': 2}]
    """
    found: dict[int, dict[str, float]] = {}
    for term, stands in (side.section_counts or {}).items():
        for index, count in stands:
            if count:
                held = found.setdefault(index, {})
                held[term] = held.get(term, 0) + count
    return [found[index] for index in sorted(found)]


def by_slopes(
    slopes: Callable[[Vector, Vector, float], Slopes | None],
) -> Callable[[Vector, Vector, float], Influence | None]:
    """From the slopes of a number to what each section moves it by.

    A section with x_t of n words moves the rate p_t by (x_t - n p_t) / N, so the number by the sum
    of that times the slopes.
    """

    def influence(a: Vector, b: Vector, smoothing: float) -> Influence | None:
        found = slopes(a, b, smoothing)
        if found is None:
            return None
        return _moved(a, found[0]), _moved(b, found[1])

    return influence


def _moved(side: Vector, slope: Mapping[str, float]) -> list[float]:
    size = sum(side.counts.values())
    mean = fsum(count * slope.get(term, 0.0) for term, count in side.counts.items()) / size
    return [
        fsum(count * (slope.get(term, 0.0) - mean) for term, count in section.items()) / size
        for section in sections_of(side)
    ]


Part = Callable[[float, float], float]
"""From a term's rate on the side whose sections are left out, and on the other, to a number."""


def by_terms(
    part: Part, slope: Part, outer: Callable[[float], float] = float
) -> Callable[[Vector, Vector, float], Influence | None]:
    """From a number that is a sum over terms to what each section moves it by.

    ``part`` is a term's summand and ``slope`` how fast it changes with the first rate; the number
    is ``outer`` of the sum, and the same seen from either side. The terms of a section are summed
    anew without it; all others only gain the share of the words that it leaves, so little that the
    slope will do. ``None`` where a side has one section.
    """

    def influence(a: Vector, b: Vector, _: float) -> Influence | None:
        moved = [_without_each(x, y, part, slope, outer) for x, y in ((a, b), (b, a))]
        return (moved[0], moved[1]) if all(moved) else None

    return influence


def _without_each(
    own: Vector, other: Vector, part: Part, slope: Part, outer: Callable[[float], float]
) -> list[float]:
    size, beside = sum(own.counts.values()), sum(other.counts.values())
    rates = {t: (n / size, other.counts.get(t, 0) / beside) for t, n in own.counts.items() if n}
    apart = fsum(part(0.0, n / beside) for t, n in other.counts.items() if n and t not in rates)
    whole = apart + fsum(part(p, q) for p, q in rates.values())
    gains = {t: p * slope(p, q) for t, (p, q) in rates.items()}
    gain = fsum(gains.values())
    values: list[float] = []
    for section in sections_of(own):
        left = size - sum(section.values())
        if not left:
            return []
        more = size / left - 1
        change = more * gain
        for term, count in section.items():
            p, q = rates[term]
            change += part((own.counts[term] - count) / left, q) - part(p, q) - more * gains[term]
        values.append(outer(max(0.0, whole + change)))
    return _influence(values)


def _influence(values: Sequence[float]) -> list[float]:
    """From a number without each section to what each moves it by."""
    number, mean = len(values), fsum(values) / len(values)
    return [(number - 1) / number * (mean - value) for value in values]


@dataclass(frozen=True, slots=True)
class _Sums:
    """Products of one side's sections with its sum and with the other side's."""

    square: float
    """Its sum with itself."""
    squares: float
    """The sum of each section with itself."""
    size: float
    sizes: float
    """The sum of the squares of the sections' sizes."""
    product: float
    """Its sum with the other side's."""

    def length(self) -> float | None:
        """Mean product of the rates of different sections; ``None`` where none share a term."""
        pairs = self.size**2 - self.sizes
        alike = self.square - self.squares
        return sqrt(alike / pairs) if alike > ROUND_OFF * self.square and pairs > 0 else None


def left_out_each(a: Vector, b: Vector) -> LeftOut | None:
    """Cosine of the populations behind two documents, and without each section in turn.

    The length of a document's rates comes from products of different sections alone, since those
    of a section with itself hold its chance and make every document seem to stand by itself; each
    product of two sections is free of bias, a U-statistic (Hoeffding 1948). ``None`` where no two
    sections of a side share a term. Chance can lift it above 1.

    >>> from aiplans_cli.statistics.profiles import Profile
    >>> ai = Profile(4, {"ai": 4}, {"ai": [(0, 2), (1, 2)]}, [2, 2])
    >>> left_out_each(ai, ai).value
    1.0
    """
    sides = sections_of(a), sections_of(b)
    sums = _sums(sides[0], a.counts, b.counts), _sums(sides[1], b.counts, a.counts)
    value = _corrected(*sums, sums[0].product)
    if value is None:
        return None
    moved: list[list[float]] = []
    for mine, (sections, own, other) in enumerate(
        ((sides[0], a.counts, b.counts), (sides[1], b.counts, a.counts))
    ):
        without = []
        for section in sections:
            less = _less(sums[mine], section, own, other)
            without.append(_corrected(less, sums[1 - mine], less.product))
        known = [x for x in without if x is not None]
        if len(known) < len(without):
            moved.append([])
            continue
        moved.append(_influence(known))
    return LeftOut(value, (moved[0], moved[1]))


def _sums(
    sections: list[dict[str, float]], own: Mapping[str, float], other: Mapping[str, float]
) -> _Sums:
    each = [sum(section.values()) for section in sections]
    return _Sums(
        sum(n * n for n in own.values()),
        sum(n * n for section in sections for n in section.values()),
        sum(each),
        sum(n * n for n in each),
        sum(n * other.get(term, 0) for term, n in own.items()),
    )


def _less(
    sums: _Sums, section: Mapping[str, float], own: Mapping[str, float], other: Mapping[str, float]
) -> _Sums:
    """The sums without a section."""
    words = sum(section.values())
    itself = sum(n * n for n in section.values())
    return _Sums(
        sums.square - 2 * sum(n * own[term] for term, n in section.items()) + itself,
        sums.squares - itself,
        sums.size - words,
        sums.sizes - words**2,
        sums.product - sum(n * other.get(term, 0) for term, n in section.items()),
    )


def _corrected(a: _Sums, b: _Sums, product: float) -> float | None:
    lengths = a.length(), b.length()
    if not (lengths[0] and lengths[1]):
        return None
    return product / (a.size * b.size) / (lengths[0] * lengths[1])


def interval(
    value: float, influence: Influence, most: float, confidence: float = 0.95
) -> Ends | None:
    """The interval of a number by the influences of the sections, within 0 and ``most``.

    Each side adds n / (n - 1) times the sum of its squared influences; the quantile is Student's,
    with the degrees of freedom of Satterthwaite (1946). ``None`` where a side has fewer than ten
    sections.

    >>> found = interval(0.5, ([0.01, -0.01] * 5, [0.02, -0.02] * 5), 1.0)
    >>> round(found.low, 4), round(found.high, 4)
    (0.3393, 0.6607)
    """
    if min(map(len, influence)) < FEWEST_SECTIONS:
        return None
    parts = [len(side) / (len(side) - 1) * fsum(x * x for x in side) for side in influence]
    whole = sum(parts)
    if not whole:
        return Ends(value, value)
    freedom = whole**2 / fsum(
        part**2 / (len(side) - 1) for part, side in zip(parts, influence, strict=True)
    )
    reach = t_quantile(confidence, freedom) * sqrt(whole)
    return Ends(max(0.0, value - reach), min(most, value + reach))


def t_quantile(confidence: float, freedom: float) -> float:
    """Two-sided quantile of Student's t by its expansion (Abramowitz & Stegun 1964, 26.7.5).

    Right to three decimals from nine degrees of freedom upward at 0.99 and below.

    >>> round(t_quantile(0.95, 9), 3), round(t_quantile(0.95, 30), 3)
    (2.262, 2.042)
    """
    z, v = z_quantile(confidence), freedom
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / v**power for power, term in enumerate(terms, 1))
