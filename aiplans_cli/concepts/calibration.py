"""Translations must come out equal: how far the concept list is from that, pair by pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aiplans_cli.concepts.spreads import ALL, mix_of
from aiplans_cli.concepts.themes import rolled_up
from aiplans_cli.counting.tally import profile, sizes
from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.correlation import pearson, spearman
from aiplans_cli.statistics.distance import cosine
from aiplans_cli.statistics.spread import Standing, learn

if TYPE_CHECKING:
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.model import Counts

SpreadRow = tuple[str, str, str, float, int, float | None, str]
"""A row of a table of spreads, in the order of ``spreads.COLUMNS``."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one mention of a concept takes on one side."""

    tokens: float
    """Words a mention."""
    content_tokens: float
    """Content words a mention."""
    characters: float
    """Characters a mention, white space left out."""
    sentences: float
    """Sentences a mention."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a text and its translation compare by concept."""

    concepts: int
    """Concepts of either side."""
    pearson: float | None
    """Correlation of the shares over these."""
    spearman: float | None
    """The same by rank."""
    cosine: float | None
    """Cosine of the two profiles."""
    exchange_a: Exchange
    """What a mention takes in A."""
    exchange_b: Exchange
    """What it takes in B."""


def agreement(a: Counts, b: Counts) -> Agreement:
    """Compare a text with its translation, by concept, as shares of all mentions.

    Raises ``AnalysisError`` where a side has no mention of any concept.
    """
    left, right = profile(a, "concept"), profile(b, "concept")
    for counts, side in ((a, left), (b, right)):
        if not side.size:
            raise AnalysisError(counts.id, "no concept of the list stands in it", "check the text")
    concepts = sorted({*left.counts, *right.counts})
    shares = [[side.counts.get(c, 0) / side.size for c in concepts] for side in (left, right)]
    return Agreement(
        len(concepts),
        pearson(*shares),
        spearman(*shares),
        cosine(left.counts, right.counts),
        _exchange(a, left.size),
        _exchange(b, right.size),
    )


def _exchange(counts: Counts, mentions: int) -> Exchange:
    tokens, content, _, sentences = sizes(counts.sections)
    characters = sum(section.characters for section in counts.sections)
    return Exchange(
        tokens / mentions, content / mentions, characters / mentions, sentences / mentions
    )


def standings(a: Counts, b: Counts) -> Iterator[Standing]:
    """The counts of each concept, or of what else stands in their place, in two texts."""
    left, right = profile(a, "concept"), profile(b, "concept")
    for item in sorted({*left.counts, *right.counts}):
        counts = (left.counts.get(item, 0), left.size, right.counts.get(item, 0), right.size)
        yield Standing(item, *counts)


def spread_rows(
    texts: str,
    pairs: Sequence[tuple[Counts, Counts]],
    concepts: ConceptList,
    mixed: Sequence[Counts] = (),
) -> list[SpreadRow]:
    """What pairs of translations say of the spread of each concept and theme.

    ``texts`` names their kind. The rows of ``ALL`` hold the common spread and the number of pairs;
    ``mixed`` are the documents whose mean shares tell what the list is meant for. Columns are
    ``spreads.COLUMNS``.
    """
    themes = concepts.themes
    digest = concepts.sha256[:16]
    mix = mix_of(mixed)
    rows: list[SpreadRow] = []
    for unit in ("concept", "theme"):
        sides = pairs
        if unit == "theme":
            sides = [(rolled_up(a, themes), rolled_up(b, themes)) for a, b in pairs]
        found = learn(one for a, b in sides for one in standings(a, b))
        common = round(found.common.scale, 3)
        rows.append((texts, unit, ALL, common, len(pairs), None, digest))
        for item in sorted({*found.items, *(mix if unit == "concept" else ())}):
            one = found.items.get(item)
            scale, number = (round(one.scale, 3), one.pairs) if one else (common, 0)
            share = round(mix[item], 6) or None if unit == "concept" and item in mix else None
            rows.append((texts, unit, item, scale, number, share, ""))
    return rows
