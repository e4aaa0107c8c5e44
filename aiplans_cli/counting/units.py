"""What a side of a contrast is made of: documents, sections or blocks of paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import ceil, fsum
from typing import TYPE_CHECKING, Literal, cast

from aiplans_cli.counting.section_blocks import BLOCKS, LARGE, SHORTEST, SectionBlocks
from aiplans_cli.counting.tally import counted_sections, section_index
from aiplans_cli.statistics.inference import Units

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.model import Counts, Occurrences, Tokens

Level = Literal["documents", "sections", "paragraphs"]
"""What is taken as one unit."""

Size = Literal["mentions", "tokens", "content_tokens", "sentences"]
"""What an item's occurrences are counted out of; mentions are those of all concepts."""

FEWEST = 10
"""Units that a side must have with any words, or with any of what rates are out of: with fewer,
their variation is not known."""

Placement = Sequence[int | Sequence[int]]
"""For each section of counts the unit it belongs to; of one that is cut, that of each block."""


def by_document(counts: Counts) -> Sequence[int]:
    """Each document of several that were added up is a unit."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(s.document, len(numbers)) for s in counts.sections]


class DocumentRates:
    """The rates per 1,000 words that documents have each which were added up.

    >>> from aiplans_cli.model import CountedSection, Counts, Occurrences
    >>> short, long = (
    ...     CountedSection("", 0, "body", "", (), size, size, 0, 1, 9, document=name)
    ...     for size, name in ((100, "a"), (900, "b"))
    ... )
    >>> places = (Occurrences(0, 10, 1), Occurrences(1, 9, 1))
    >>> DocumentRates(Counts("", "", "en", "", "text", (short, long), {}, {})).mean(places)
    55.0
    """

    def __init__(self, counts: Counts) -> None:
        self._placed = [section.document for section in counts.sections]
        self._sizes: Counter[str] = Counter()
        for section in counts.sections:
            self._sizes[section.document] += section.tokens
        self._number = sum(size > 0 for size in self._sizes.values())

    def mean(self, stands: Sequence[Occurrences]) -> float | None:
        """The mean rate of what stands there, each document weighing the same.

        ``None`` where sections do not know from which document they are, and without words.
        """
        if not self._number or "" in self._sizes:
            return None
        rates = fsum(o.count / self._sizes[self._placed[o.section]] for o in stands)
        return 1000 * rates / self._number


def mean_rates(counts: Counts) -> Callable[[Sequence[Occurrences]], Sequence[float | None]]:
    """From where something stands to the one cell of a row with its mean rate over documents.

    Counts that are no group have no such cell.
    """
    if not is_group(counts):
        return lambda _: ()
    rates = DocumentRates(counts)
    return lambda stands: (rates.mean(stands),)


def is_group(counts: Counts) -> bool:
    """Whether counts are of documents that were put together by what is known of them."""
    return "by" in counts.settings


def by_section(counts: Counts) -> Placement:
    """Each section is a unit, but one that holds much of the whole is several.

    That is more than a twentieth, and more than twice what a section holds on average. Its blocks
    are put together again as far as that goes.
    """
    sizes = [section.tokens for section in counts.sections]
    most = max(sum(sizes) / LARGE, 2 * sum(sizes) / max(1, sum(size > 0 for size in sizes)))
    placed: list[int | Sequence[int]] = []
    number = 0
    for section in counts.sections:
        if section.tokens > most and section.blocks:
            parts = parted([b.tokens for b in section.blocks], section.tokens / most)
            placed.append([number + part for part in parts])
            number += parts[-1] + 1
        else:
            placed.append(number)
            number += 1
    return placed


def by_paragraph(counts: Counts) -> Placement:
    """Blocks of neighbouring paragraphs of near equal length, short sections put together."""
    sizes = [
        size
        for section in counts.sections
        for size in ([b.tokens for b in section.blocks] or [section.tokens])
    ]
    parts = iter(parted(sizes, min(BLOCKS, sum(sizes) / SHORTEST)))
    return [
        [next(parts) for _ in section.blocks] if section.blocks else next(parts)
        for section in counts.sections
    ]


def parted(sizes: Sequence[int], number: float) -> list[int]:
    """Runs of neighbours of near equal size, at most ``number`` of them: the run of each.

    >>> parted([10, 10, 10, 10, 40], 4)
    [0, 0, 1, 1, 2]
    """
    length = sum(sizes) / max(1, ceil(number)) or 1
    middles = [end - size / 2 for size, end in zip(sizes, accumulate(sizes), strict=True)]
    runs = [int(middle / length) for middle in middles]
    renumbered = {run: place for place, run in enumerate(sorted({*runs}))}
    return [renumbered[run] for run in runs]


def units_of_words(split: Tokens, counts: Counts, all_kinds: bool) -> dict[int, Sequence[int]]:
    """Section of the document → the unit of each of its words: sections, or blocks where few.

    ``counts`` are those of the same text; sections that are not counted are left out.
    """
    document = split.document
    placed = by_section(counts)
    if with_words(counts, placed) < FEWEST:
        placed = by_paragraph(counts)
    indexes = section_index(document)
    blocks = SectionBlocks(split, indexes)
    place = {id(section): at for at, section in enumerate(document.sections)}
    found: dict[int, Sequence[int]] = {}
    for index, section in counted_sections(document, all_kinds):
        at, units = place[id(section)], placed[index]
        words, whole = len(split.sections[at].words), indexes[at]
        if isinstance(units, int):
            found[at] = [units] * words
        elif whole is not None:
            found[at] = [units[block] for block in blocks.of_words(whole, at, words)]
    return found


PLACEMENTS: dict[Level, Callable[[Counts], Placement]] = {
    "documents": by_document,
    "sections": by_section,
    "paragraphs": by_paragraph,
}
"""What is taken as one unit → how it is found."""


def with_words(counts: Counts, placed: Placement, size: Size = "tokens") -> int:
    """How many units have words, or any of another ``size``."""
    return len({unit for unit, number in _sizes(counts, placed, size) if number})


def is_ample(counts: Counts, document: int, size: Size) -> bool:
    """Whether counts less a document of them surely have ``FEWEST`` units, of whatever kind.

    ``document`` are the words of the largest. Where it is up to a quarter of all, what is left of
    three times as many is enough.
    """
    if 4 * document > sum(section.tokens for section in counts.sections):
        return False
    placed = (by_section(counts), by_paragraph(counts))
    return all(with_words(counts, one, size) >= 3 * FEWEST for one in placed)


def largest(counts: Counts, placed: Placement) -> float:
    """The part of the words that the largest unit holds, 0 to 1."""
    sizes: dict[int, int] = {}
    for unit, size in _sizes(counts, placed, "tokens"):
        sizes[unit] = sizes.get(unit, 0) + size
    return max(sizes.values(), default=0) / (sum(sizes.values()) or 1)


def _sizes(counts: Counts, placed: Placement, size: Size) -> Iterator[tuple[int, int]]:
    """Each unit with a part of its size, once at least."""
    mentions = getattr(counts, "mentions", None)  # of many documents less one they are known
    if mentions is not None and size == "mentions" and all(isinstance(u, int) for u in placed):
        yield from zip(cast("Sequence[int]", placed), mentions, strict=True)
        return
    if size == "mentions":
        for stands in Stands(counts.concepts, placed, "count").values():
            yield from stands
    for section, units in zip(counts.sections, placed, strict=True):
        if isinstance(units, int):
            yield units, 0 if size == "mentions" else getattr(section, size)
        else:
            for unit, block in zip(units, section.blocks, strict=True):
                yield unit, 0 if size == "mentions" else getattr(block, size)


class Stands(Mapping[str, Sequence[tuple[int, int]]]):
    """Item → the units it stands in, with its occurrences there, found when they are asked for."""

    def __init__(
        self,
        items: Mapping[str, Sequence[Occurrences]],
        placed: Placement,
        what: Literal["count", "sentences"],
    ) -> None:
        self._items, self._placed, self._what = items, placed, what

    def __getitem__(self, item: str) -> Sequence[tuple[int, int]]:
        found: dict[int, int] = {}
        for o in self._items[item]:
            units = self._placed[o.section]
            if isinstance(units, int):
                found[units] = found.get(units, 0) + getattr(o, self._what)
            else:
                for block in o.blocks:
                    unit = units[block.section]
                    found[unit] = found.get(unit, 0) + getattr(block, self._what)
        return list(found.items())

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def units_of(
    items: Mapping[str, Sequence[Occurrences]], counts: Counts, placed: Placement, size: Size
) -> Units:
    """The units of counts for some of their items, terms or concepts.

    ``size`` is what an item's occurrences are counted out of; out of sentences, the sentences with
    it are counted.
    """
    stands = Stands(items, placed, "sentences" if size == "sentences" else "count")
    sizes: dict[int, int] = {}
    for unit, number in _sizes(counts, placed, size):
        sizes[unit] = sizes.get(unit, 0) + number
    return Units([sizes[unit] for unit in range(len(sizes))], stands)
