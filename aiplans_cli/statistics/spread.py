"""How far log ratios scatter where they should be 0: between texts and their translations.

The log ratio of a concept between a text and its translation should be 0. It is not, for two
reasons: few mentions make it noisy, and a list may find a concept more readily in one language
than in the other. The first fades as mentions grow and is in every test already. The second stays:
it is the concept's spread, by which tests between languages are widened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log, sqrt

from aiplans_cli.records import dataclass

NOISE = 0.4
"""Share of the binomial variance that is met between a text and its translation: their counts
follow each other. Estimated at 0.41 over the first two pairs by maximum likelihood."""

TAIL = 2
"""Degrees of freedom of Student's t by which spreads scatter. Over 1,500 laws and their
translations the mean of the squared deviations is two to five times what their median suggests:
with a normal distribution a few places would make the spread of every concept twice as wide."""

PRIOR = 5
"""Degrees of freedom that speak for the common spread. From 2 to 30 the share of intervals in error
on laws left out moved by a quarter of itself at most."""

LEAST = 5
"""Mentions on both sides together with which a pair is said to speak for a concept."""

_FEWEST = 3  # mentions: what fewer say of a spread is nothing
_ROUNDS = 12
_START = 0.3
_LOWEST = 1e-4
_LN2 = log(2)


@dataclass(frozen=True, slots=True)
class Standing:
    """The counts of an item in a text and in its translation."""

    item: str
    """What was counted."""
    count_a: int
    """Occurrences in the text."""
    size_a: int
    """What they are out of."""
    count_b: int
    """Occurrences in the translation."""
    size_b: int
    """What they are out of."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the log ratio of an item may stand from 0 without meaning a difference."""

    scale: float
    """Scale of Student's t with ``TAIL`` degrees of freedom, in doublings."""
    pairs: int
    """Pairs with ``LEAST`` mentions of it."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """The spreads that pairs of translations show."""

    common: Spread
    """That of an item of which nothing is known, and the number of standings with ``LEAST``."""
    items: Mapping[str, Spread]
    """Item → its own."""


def learn(standings: Iterable[Standing]) -> Learnt:
    """A spread for each item, moderated towards the common one.

    Of m occurrences in a pair, a share pi is expected in the text. The deviation d of its count has
    the variance NOISE V + V^2 sigma^2 with V = m pi (1 - pi), sigma the item's spread in natural
    logarithms, and scatters as Student's t with ``TAIL`` degrees of freedom. sigma^2 is found by
    expectation and maximisation (Lange, Little & Taylor 1989, section 3): the mean of
    (u d^2 - NOISE V) / V^2, u the weight that t gives to a deviation, weighted by how much a pair
    can say, and moderated towards that of all items, for which ``PRIOR`` degrees of freedom speak
    (as in Smyth 2004, section 3).

    >>> even = [Standing("law", n, 1000, n, 1000) for n in (5, 10, 20, 40)]
    >>> apart = [Standing("risk", n, 1000, 4 * n, 1000) for n in (5, 10, 20, 40)]
    >>> found = learn([*even, *apart]).items
    >>> round(found["law"].scale, 2), round(found["risk"].scale, 2), found["law"].pairs
    (0.01, 0.58, 4)
    """
    places: dict[str, list[tuple[float, float]]] = {}
    pairs: dict[str, int] = {}
    for one in standings:
        both = one.count_a + one.count_b
        share = one.size_a / (one.size_a + one.size_b)
        if both >= _FEWEST and 0 < share < 1:
            deviation = (one.count_a - both * share) ** 2
            places.setdefault(one.item, []).append((deviation, both * share * (1 - share)))
            pairs[one.item] = pairs.get(one.item, 0) + (both >= LEAST)
    squares = dict.fromkeys(places, _START)
    common = _START
    for _ in range(_ROUNDS):
        sums = {item: _sums(some, squares[item]) for item, some in places.items()}
        whole = sum(weight for _, weight, _ in sums.values())
        if whole:
            common = max(_LOWEST, sum(total for total, _, _ in sums.values()) / whole)
        squares = {
            item: max(
                _LOWEST, (PRIOR * common + known * max(0.0, total / weight)) / (PRIOR + known)
            )
            for item, (total, weight, known) in sums.items()
        }
    return Learnt(
        Spread(sqrt(common) / _LN2, sum(pairs.values())),
        {item: Spread(sqrt(square) / _LN2, pairs[item]) for item, square in squares.items()},
    )


def _sums(places: list[tuple[float, float]], square: float) -> tuple[float, float, float]:
    """Weighted sum of what the places of an item say of its spread, the weights, and how many
    degrees of freedom they are worth."""
    total = weights = known = 0.0
    for deviation, binomial in places:
        noise = NOISE / binomial
        here = noise + square
        apart = deviation / (binomial * binomial)
        weight = 1 / (here * here)
        total += weight * ((TAIL + 1) / (TAIL + apart / here) * apart - noise)
        weights += weight
        known += (square / here) ** 2
    return total, weights, known
