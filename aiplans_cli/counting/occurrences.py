"""Where items stand: records by section and block, made from hits and added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.model import Occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def occurrences(
    found: Mapping[int, Sequence[int]], blocks: Mapping[int, Sequence[int]] | None = None
) -> tuple[Occurrences, ...]:
    """Section index → the sentence numbers of each hit, as records in order of section.

    ``blocks`` holds the block of each hit, too, for sections that are cut.

    >>> occurrences({2: [0, 0, 1]})
    (Occurrences(section=2, count=3, sentences=2),)
    >>> occurrences({2: [0, 0, 1]}, {2: [0, 0, 4]})[0].blocks[1]
    Occurrences(section=4, count=1, sentences=1)
    """
    return tuple(
        Occurrences(
            index,
            len(hits),
            len(set(hits)),
            _by_block(hits, blocks[index]) if blocks and index in blocks else (),
        )
        for index, hits in sorted(found.items())
    )


def _by_block(hits: Sequence[int], blocks: Sequence[int]) -> tuple[Occurrences, ...]:
    inside: dict[int, list[int]] = {}
    for hit, block in zip(hits, blocks, strict=True):
        inside.setdefault(block, []).append(hit)
    return occurrences(inside)


def summed(several: Iterable[Occurrences], limit: Sequence[int] = ()) -> tuple[Occurrences, ...]:
    """Occurrences of several items together, by section and, where it is cut, by block.

    A sentence that holds several of them is counted once for each, so sentences are an upper
    bound, kept within the occurrences and, with ``limit``, the sentences of each section.

    >>> summed([Occurrences(0, 2, 1), Occurrences(0, 1, 1)], [5])
    (Occurrences(section=0, count=3, sentences=2),)
    """
    by_section: dict[int, list[Occurrences]] = {}
    for o in several:
        by_section.setdefault(o.section, []).append(o)
    found = []
    for index, some in sorted(by_section.items()):
        if len(some) == 1:
            found.append(some[0])
            continue
        count, sentences = sum(o.count for o in some), sum(o.sentences for o in some)
        if limit:
            sentences = min(sentences, limit[index])
        blocks = summed(block for o in some for block in o.blocks)
        found.append(Occurrences(index, count, sentences, blocks))
    return tuple(found)


def totals(items: Mapping[str, tuple[Occurrences, ...]]) -> dict[str, int]:
    """Item → its count over all sections.

    >>> totals({"ai": (Occurrences(0, 2, 1), Occurrences(3, 1, 1))})
    {'ai': 3}
    """
    return {item: sum(o.count for o in stands) for item, stands in items.items()}
