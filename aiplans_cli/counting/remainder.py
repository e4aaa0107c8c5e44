"""All documents together without one of them, by subtraction."""

from __future__ import annotations

from dataclasses import field, fields
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING

from aiplans_cli.counting.tally import add
from aiplans_cli.model import Counts, Occurrences
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.remainder import PlacesLeft, Without

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, repr=False)
class CountsLeft(Counts):
    """Counts of many documents, of which one was taken away."""

    mentions: Sequence[int] = field(default=())
    """Mentions of concepts in each section: to add them up anew for each document costs the square
    of their number."""


class Together:
    """Documents added up, from which each can be taken away.

    >>> from aiplans_cli.model import CountedSection
    >>> section = CountedSection("", 0, "body", "", (), 2, 1, 0, 1, 6, document="d")
    >>> one = Counts("d", "", "en", "1f", "text", (section,), {"ai": (Occurrences(0, 2, 1),)}, {})
    >>> left = Together([one, one, one]).without(1, "rest")
    >>> left.id, len(left.sections), left.terms["ai"]
    ('rest', 2, (Occurrences(section=0, count=2, sentences=1), \
Occurrences(section=1, count=2, sentences=1)))
    """

    def __init__(self, documents: Sequence[Counts]) -> None:
        self.documents = documents
        self.counts = add(documents)
        self.starts = [0, *accumulate(len(counts.sections) for counts in documents)]
        self._mentions = [0] * len(self.counts.sections)
        for stands in self.counts.concepts.values():
            for o in stands:
                self._mentions[o.section] += o.count
        names = [{section.document for section in counts.sections} for counts in documents]
        self.are_units = all(len(own) == 1 for own in names) and len(
            {section.document for section in self.counts.sections}
        ) == len(documents)
        """Whether each is one unit among documents, by its number."""

    def without(self, number: int, id_: str) -> CountsLeft:
        """All but the document of a number, under the name ``id_``."""
        first, end = self.starts[number], self.starts[number + 1]
        documents, whole = self.documents, self.counts
        other = documents[1 if number == 0 else 0]
        language = whole.language or _language(documents, number)
        known = {f.name: getattr(whole, f.name) for f in fields(Counts)}
        places = {
            name: PlacesLeft(known[name], first, end, attrgetter("section"), _before)
            for name in ("terms", "concepts")
        }
        return CountsLeft(
            **known
            | places
            | {"id": id_, "title": id_, "language": language, "sha256": "", "ledger": {}}
            | {"settings": other.settings, "sections": Without(whole.sections, first, end)},
            mentions=Without(self._mentions, first, end),
        )


def _language(documents: Sequence[Counts], number: int) -> str:
    """The language of all but one; "" where they differ."""
    found = {counts.language for at, counts in enumerate(documents) if at != number}
    return found.pop() if len(found) == 1 else ""


def _before(place: Occurrences, by: int) -> Occurrences:
    return Occurrences(place.section - by, place.count, place.sentences, place.blocks)
