"""How far the concept list can be trusted between languages: spreads, and whether it fits a text.

Both are learnt from texts and their translations, where every difference is the list's own doing.
``data/spreads.tsv`` is what ``benchmarks/spreads.py`` makes of the shared pairs; ``aiplans
calibrate`` makes the same of a user's own.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from functools import cache
from math import sqrt
from typing import TYPE_CHECKING

from aiplans_cli.concepts.coverage import measured_coverage
from aiplans_cli.counting.occurrences import totals
from aiplans_cli.errors import DataError
from aiplans_cli.records import dataclass
from aiplans_cli.resources import resource_text
from aiplans_cli.statistics.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import Counts

DOMAIN = "domain"
"""Texts about the policy of artificial intelligence."""

LAWS = "laws"
"""Laws of any subject."""

OWN = "own"
"""A user's own texts."""

ALL = "all"
"""The item that stands for every other: the common spread, with the number of pairs."""

COLUMNS = ("learnt_from", "unit", "item", "spread", "pairs", "mix", "concept_list")
"""The columns of a table of spreads."""

FEW = 5
"""Pairs of the domain from which on its own spread of a concept counts, whatever it is on laws."""

FITS, IN_PART, UNFIT = "fits", "fits in part", "does not fit"
VERDICTS = (FITS, IN_PART, UNFIT)
"""What may be said of the list and two texts, best first."""

WELL, BARELY = 0.88, 0.85
"""Coverage of the content words of both sides from which on the list fits, and fits in part. With
one way of widening for all, 3 to 6 % of the intervals between laws and their translations left out
equality above 0.90, and 4 to 10 % below 0.85, the more the farther the law was from the mix."""

NEAR = 0.47
"""Cosine of a text's concepts with the mix of the domain from which on the list fits. Of documents
about the policy of artificial intelligence all but one have more, of laws one in seventy has that
and is covered. At 0.40 one law in eight did, and 6.7 % of their intervals left out equality."""

WIDER = {FITS: 0.65, IN_PART: 1.4, UNFIT: 2.4}
"""Verdict → what the spreads of laws are multiplied by: chosen so that 5 % of the intervals between
laws of that verdict and their translations leave out equality (``benchmarks/spreads.py``)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether the list fits two texts."""

    verdict: str
    """One of ``VERDICTS``."""
    coverage: tuple[float, float]
    """Share of the content words of each that the list covers, 0 to 1."""
    nearness: tuple[float, float]
    """Cosine of the concepts of each with the mix of the texts that spreads were learnt from."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What translations say of the list."""

    name: str
    """"shipped", or the file it was read from."""
    spreads: Mapping[str, Mapping[tuple[str, str], Spread]]
    """Kind of texts → (unit, item) → its spread; item ``ALL`` is the common one."""
    mix: Mapping[str, float]
    """Concept → its share in the texts that the list should fit, 0 to 1."""
    concept_list: str
    """First 16 digits of the digest of the list it was made with."""

    def spread(self, unit: Unit | str, item: str, verdict: str) -> float:
        """What tests allow for, in doublings, in texts of a verdict.

        On texts that fit it is the domain's where ``FEW`` pairs speak for the item there, and else
        the larger of the domain's and the laws'; on others the laws', each multiplied by ``WIDER``.
        A user's own spreads stand for both, and are never narrowed.
        """
        if OWN in self.spreads:
            return self._of(OWN, unit, item).scale * max(1.0, WIDER[verdict])
        laws = self._of(LAWS, unit, item).scale * WIDER[verdict]
        if verdict != FITS:
            return laws
        domain = self._of(DOMAIN, unit, item)
        return domain.scale if domain.pairs >= FEW else max(domain.scale, laws)

    def _of(self, texts: str, unit: str, item: str) -> Spread:
        known = self.spreads[texts]
        return known.get((unit, item)) or Spread(known[unit, ALL].scale, 0)

    def spreads_for(self, unit: Unit | str, verdict: str) -> Callable[[str], float]:
        """The spread of each item, as tests ask for it."""
        return lambda item: self.spread(unit, item, verdict)

    def fit(self, a: Counts, b: Counts) -> Fit:
        """Whether the list fits two texts, by what it covers and what they speak of."""
        covered = [measured_coverage(counts).share for counts in (a, b)]
        near = [nearness(counts, self.mix) for counts in (a, b)]
        if min(covered) >= WELL and min(near) >= NEAR:
            verdict = FITS
        else:
            verdict = IN_PART if min(covered) >= BARELY else UNFIT
        return Fit(verdict, (covered[0], covered[1]), (near[0], near[1]))


def nearness(counts: Counts, mix: Mapping[str, float]) -> float:
    """Cosine of the concepts of a document with a mix, 0 to 1."""
    own = totals(counts.concepts)
    length = sqrt(sum(n * n for n in own.values()) * sum(s * s for s in mix.values()))
    return sum(n * mix.get(c, 0.0) for c, n in own.items()) / length if length else 0.0


def mix_of(documents: Iterable[Counts]) -> dict[str, float]:
    """The mean share of each concept over documents."""
    total: dict[str, float] = {}
    number = 0
    for counts in documents:
        own = totals(counts.concepts)
        size = sum(own.values())
        number += 1
        for concept, count in own.items():
            total[concept] = total.get(concept, 0.0) + count / size
    return {concept: share / number for concept, share in sorted(total.items())}


@cache
def shipped_calibration() -> Calibration:
    """What ``data/spreads.tsv`` says.

    >>> shipped = shipped_calibration()
    >>> 0 < shipped.spread("concept", "governance", FITS) < 2
    True
    """
    return parsed("shipped", resource_text("spreads.tsv"))


def parsed(name: str, text: str) -> Calibration:
    """The calibration in a table of spreads, TSV or the JSON of ``calibrate``.

    Raises ``DataError`` for another text.
    """
    remedy = "make it with 'aiplans calibrate A B --by spread -o FILE.tsv'"
    rows = _rows(text.removeprefix("\ufeff"))
    if rows is None:
        raise DataError(name, "is no table of spreads", remedy)
    spreads: dict[str, dict[tuple[str, str], Spread]] = {}
    mix: dict[str, float] = {}
    digest = ""
    for number, row in enumerate(rows, 2):
        if not row:
            raise DataError(name, f"line {number} has not {len(COLUMNS)} cells", remedy)
        if (row["unit"], row["item"]) in spreads.get(row["learnt_from"], {}):
            raise DataError(name, f"line {number} repeats {row['item']}", remedy)
        try:
            one = Spread(float(row["spread"]), int(row["pairs"]))
            share = float(row["mix"]) if row["mix"] else 0.0
        except (TypeError, ValueError):
            raise DataError(name, f"line {number} is no spread", remedy) from None
        if not 0 <= one.scale < _MOST or one.pairs < 0 or not 0 <= share <= 1:
            raise DataError(name, f"line {number} has a number out of range", remedy)
        spreads.setdefault(row["learnt_from"], {})[row["unit"], row["item"]] = one
        if share:
            mix[row["item"]] = share
        digest = row["concept_list"] or digest
    kinds = {*spreads}
    whole = all((unit, ALL) in some for some in spreads.values() for unit in ("concept", "theme"))
    if kinds not in ({DOMAIN, LAWS}, {OWN}) or not whole or not mix:
        raise DataError(name, "is not a whole table of spreads", remedy)
    return Calibration(name, spreads, mix, digest)


def _rows(text: str) -> list[dict[str, str]] | None:
    """The rows of a table of spreads, cells as TSV has them; ``None`` where there is none."""
    if not text.startswith("{"):
        lines = text.splitlines()
        parted_by = "\t" if lines and "\t" in lines[0] else ","
        try:
            header, *cells = csv.reader(lines, delimiter=parted_by)
        except (csv.Error, ValueError):
            return None
        if not {*COLUMNS} <= {*header}:
            return None
        whole = (row if len(row) == len(header) else () for row in cells if row)
        return [dict(zip(header, row, strict=False)) for row in whole]
    import json

    try:
        answer = json.loads(text)
        tables = [answer["rows"], *(table["rows"] for table in answer["tables"].values())]
        rows = next(rows for rows in tables if rows and {*COLUMNS} <= {*rows[0]})
        return [{key: "" if row[key] is None else str(row[key]) for key in COLUMNS} for row in rows]
    except (ValueError, LookupError, TypeError, AttributeError, StopIteration, RecursionError):
        return None


_MOST = 20.0  # doublings: no two rates of a text are as far apart


@dataclass(frozen=True, slots=True)
class FalseFlags:
    """How often texts and their translations are called different, on pairs left out."""

    verdict: str
    """What was said of the list and the pairs."""
    pairs: int
    """How many pairs."""
    rows: int
    """Their concepts with ten mentions and more on both sides together."""
    excluded: float
    """Share of those whose 95 % interval leaves out equality."""
    flagged: float
    """Share of those with q below 0.05."""


@cache
def false_flags() -> dict[str, FalseFlags]:
    """Verdict → the rates in ``data/false_flags.tsv``, which ``benchmarks/spreads.py`` measures."""
    rows = csv.DictReader(resource_text("false_flags.tsv").splitlines(), delimiter="\t")
    found = [
        FalseFlags(
            *(row["verdict"], int(row["pairs"]), int(row["rows"])),
            *(float(row["excluded"]), float(row["flagged"])),
        )
        for row in rows
    ]
    return {one.verdict: one for one in found}
