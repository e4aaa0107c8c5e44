"""What mentions of concepts are counted out of, so that two languages can be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.model import Counts
    from aiplans_cli.statistics.profiles import Profile


def _by_share(counts: Counts) -> Profile:
    from aiplans_cli.counting.tally import profile  # the names alone are wanted at every start

    return profile(counts, "concept")


def _by_tokens(counts: Counts) -> Profile:
    sizes = [section.content_tokens for section in counts.sections]
    return replace(_by_share(counts), size=sum(sizes), section_sizes=sizes)


def _by_sentences(counts: Counts) -> Profile:
    sizes = [section.sentences for section in counts.sections]
    return replace(
        _by_share(counts),
        size=sum(sizes),
        section_sizes=sizes,
        counts={c: sum(o.sentences for o in stands) for c, stands in counts.concepts.items()},
        section_counts={
            c: [(o.section, o.sentences) for o in stands] for c, stands in counts.concepts.items()
        },
    )


@dataclass(frozen=True, slots=True)
class Denominator:
    """One way of taking rates."""

    description: str
    """What the scores are of."""
    column: str
    """Stem of the column that shows the rate."""
    unit: str
    """Its unit; "" for a share, 0 to 1."""
    per: float
    """How many units of size the rate is per."""
    size: Literal["mentions", "content_tokens", "sentences"]
    """What a section's size is."""

    profile: Callable[[Counts], Profile]
    """The concepts of a document out of it."""

    @property
    def counted_in(self) -> str:
        """What counts are out of, in words."""
        return "concept mentions" if self.size == "mentions" else self.size.replace("_", " ")

    def size_of(self, counts: Counts) -> int:
        """The size of a document's profile, without the profile."""
        if self.size == "mentions":
            return sum([o.count for stands in counts.concepts.values() for o in stands])
        return sum([getattr(section, self.size) for section in counts.sections])


DENOMINATORS: dict[str, Denominator] = {
    "share": Denominator("shares of concept mentions", "share", "", 1.0, "mentions", _by_share),
    "tokens": Denominator(
        "mentions per content token",
        "content_rate",
        "per 1,000 content tokens",
        1000.0,
        "content_tokens",
        _by_tokens,
    ),
    "sentences": Denominator(
        "shares of the sentences that hold a concept",
        "sentence_rate",
        "per 100 sentences",
        100.0,
        "sentences",
        _by_sentences,
    ),
}
"""Word for ``--denominator`` → the way of taking rates."""
