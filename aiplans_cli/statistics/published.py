"""Published numbers, some derived from them and some recalled, recomputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from math import log, sqrt
from typing import Literal

from aiplans_cli.records import dataclass
from aiplans_cli.resources import resource_text
from aiplans_cli.statistics.association import ASSOCIATIONS, Pair
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.distance import divergence
from aiplans_cli.statistics.measures import MEASURES, score
from aiplans_cli.statistics.sectional import mann_whitney_p, u_statistic
from aiplans_cli.statistics.table import PairCounts, Settings
from aiplans_cli.statistics.weights import tfidf

Origin = Literal["published", "derived", "recalled", "exact"]
"""Where a number comes from: "published" as it was printed, from the inputs that were printed;
"derived" where an input or the value had to be worked out from what was printed; "recalled" where
the page that prints it was known, but not looked at again; "exact" where whole numbers give it,
rounded once."""

ORIGINS: dict[str, Origin] = {
    "published": "published",
    "derived": "derived",
    "recalled": "recalled",
}
"""What the file of numbers may call the origin of one."""


@dataclass(frozen=True, slots=True)
class Published:
    """A number that someone else printed, with what it was computed from."""

    id: str
    """Stable name."""
    kind: str
    """Key of ``RECOMPUTE``: what the inputs are."""
    origin: Origin
    """"published", or "derived" or "recalled"; the source then says how."""
    measure: str
    """Name of the measure, with ``_p``, ``_low`` or ``_high`` for what goes with its value."""
    inputs: str
    """The numbers or words it was computed from; "/" stands between two lists."""
    parameters: Mapping[str, str]
    """Settings other than the defaults; of a list of values, ``at`` says which, from 1 up."""
    expected: float
    """Their value."""
    tolerance: float
    """Half a unit of its last printed digit, or a little more."""
    source: str
    """Where it was published."""


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison of ours with somebody else's number."""

    id: str
    """Stable name."""
    origin: Origin
    """Where their value comes from."""
    measure: str
    """Name of the measure."""
    inputs: str
    """What it was computed from, with settings other than the defaults."""
    published: float | None
    """Their value."""
    ours: float | None
    """Our value."""
    difference: float | None
    """Ours minus theirs."""
    source: str
    """Where theirs comes from."""
    passed: bool
    """Whether the difference is within the tolerance."""


def published_numbers() -> list[Published]:
    """The rows of ``data/published.tsv``, in order.

    >>> published_numbers()[0].measure
    'g2_2term'
    """
    text = resource_text("published.tsv")
    rows = []
    for line in text.splitlines()[1:]:
        name, kind, origin, measure, inputs, told, expected, tolerance, source = line.split("\t")
        rows.append(
            Published(
                name,
                kind,
                ORIGINS[origin],
                measure,
                inputs,
                dict(part.split("=", 1) for part in told.split()),
                float(expected),
                float(tolerance),
                source,
            )
        )
    return rows


def _whole(text: str) -> list[int]:
    return [int(part) for part in text.split()]


def _keyness(number: Published) -> float | None:
    """Of two counts and two sizes: a measure, an end of its interval, or its p."""
    given = number.parameters
    settings = Settings(
        float(given.get("confidence", "0.95")), per_million=float(given.get("per_million", "1"))
    )
    count_a, size_a, count_b, size_b = _whole(number.inputs)
    family = int(given.get("family", "1"))
    scores = score(count_a, size_a, count_b, size_b, family=family, settings=settings)
    return scores[number.measure]


def _dispersion(number: Published) -> float | None:
    counts, sizes = map(_whole, number.inputs.split("/"))
    return DISPERSION[number.measure](counts, sizes)


def _association(number: Published) -> float | None:
    return ASSOCIATIONS[number.measure](Pair(*_whole(number.inputs)))


def _vocabulary(number: Published) -> float | None:
    """Two running texts and a term, under a uniform prior over their common vocabulary."""
    a, b = (Counter(text.split()) for text in number.inputs.split("/"))
    term, prior = number.parameters["term"], float(number.parameters["prior"])
    pair = PairCounts(
        a[term], a.total(), b[term], b.total(), prior=prior, prior_total=prior * len({*a, *b})
    )
    return MEASURES[number.measure].value(pair, Settings())


def _sections(number: Published) -> float | None:
    """Two lists of observations: the ranks' sum of the first, U + n (n + 1) / 2, or the p of U."""
    a, b = map(_whole, number.inputs.split("/"))
    if number.measure == "rank_sum":
        return u_statistic(a, b)[0] + len(a) * (len(a) + 1) / 2
    # rates of sections of one size are in the order of the observations
    size = max(*a, *b)
    side_a, side_b = (tuple((count, size) for count in side) for side in (a, b))
    pair = PairCounts(sum(a), size * len(a), sum(b), size * len(b), side_a, side_b)
    return mann_whitney_p(pair, Settings())


def _correction(number: Published) -> float | None:
    """How many hypotheses are rejected at a level, or one of the corrected p values."""
    corrected = CORRECTIONS[number.measure]([float(p) for p in number.inputs.split()])
    if "at" in number.parameters:
        return corrected[int(number.parameters["at"]) - 1]
    return float(sum(p <= float(number.parameters["level"]) for p in corrected))


def _distance(number: Published) -> float | None:
    """Two lists of counts: their divergence in bits, or its root, the distance, in nats."""
    a, b = (
        {str(place): count for place, count in enumerate(_whole(side))}
        for side in number.inputs.split("/")
    )
    bits = divergence(a, b)
    return sqrt(bits * log(2)) if number.measure == "js_distance_nats" else bits


def _weights(number: Published) -> float | None:
    """Counts of words, a section after another: the mean weight of one of the words."""
    sections = [
        {str(place): count for place, count in enumerate(_whole(section), start=1) if count}
        for section in number.inputs.split("/")
    ]
    return tfidf(sections)[number.parameters["at"]]


RECOMPUTE: dict[str, Callable[[Published], float | None]] = {
    "keyness": _keyness,
    "dispersion": _dispersion,
    "association": _association,
    "vocabulary": _vocabulary,
    "sections": _sections,
    "correction": _correction,
    "distance": _distance,
    "weights": _weights,
}
"""Kind of inputs → function that recomputes a published number."""


def recompute(number: Published) -> Check:
    """Compute one published number anew and compare."""
    ours = RECOMPUTE[number.kind](number)
    difference = None if ours is None else ours - number.expected
    settings = " ".join(f"{name}={value}" for name, value in number.parameters.items())
    return Check(
        number.id,
        number.origin,
        number.measure,
        f"{number.inputs}; {settings}" if settings else number.inputs,
        number.expected,
        ours,
        difference,
        number.source,
        difference is not None and abs(difference) <= number.tolerance,
    )


def verify() -> list[Check]:
    """Every number of others that ships with the program, recomputed here.

    >>> all(check.passed for check in verify())
    True
    """
    return [recompute(number) for number in published_numbers()]
