"""A text as one section of a group: the sections of a kind together, cut where long ones were.

Of a group of few long texts the sections would be too few for a test, so each keeps what blocks are
made of. Short texts stay whole: of those a group has many, or no test.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.counting.section_blocks import BLOCKS, SHORTEST
from aiplans_cli.counting.units import FEWEST, parted
from aiplans_cli.model import CountedSection, Occurrences, SectionBlock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.model import Counts, Kind

Items = dict[str, tuple[Occurrences, ...]]


class OneSection:
    """The sections of counts as one of each kind; ``whole`` leaves all uncut.

    ``text`` tells the text that they are of.
    """

    def __init__(
        self, counts: Counts, kinds: Sequence[Kind], heading: str, *, whole: bool, text: str = ""
    ) -> None:
        number = {kind: at for at, kind in enumerate(kinds)}
        self._to = [number[section.kind] for section in counts.sections]
        self._runs: dict[int, Sequence[int]] = {}
        """Section → the block of the whole to which each of its own belongs."""
        made = []
        for kind in kinds:
            some = [(at, s) for at, s in enumerate(counts.sections) if s.kind == kind]
            blocks = () if whole else self._cut(some)
            together = _together([section for _, section in some], kind, heading, blocks)
            made.append(replace(together, text=text))
        self.sections = tuple(made)
        """The sections."""

    def _cut(self, some: Sequence[tuple[int, CountedSection]]) -> tuple[SectionBlock, ...]:
        own = {
            at: section.blocks
            or (SectionBlock(section.tokens, section.content_tokens, section.sentences),)
            for at, section in some
        }
        sizes = [block.tokens for blocks in own.values() for block in blocks]
        words = sum(sizes)
        if len(sizes) < 2 or words < FEWEST * SHORTEST:
            return ()
        runs = parted(sizes, min(BLOCKS, words / SHORTEST))
        if runs[-1] == 0:
            return ()
        following = iter(runs)
        sums = [[0, 0, 0] for _ in range(runs[-1] + 1)]
        for at, blocks in own.items():
            self._runs[at] = [next(following) for _ in blocks]
            for run, block in zip(self._runs[at], blocks, strict=True):
                for place, size in enumerate((block.tokens, block.content_tokens, block.sentences)):
                    sums[run][place] += size
        return tuple(SectionBlock(*sizes) for sizes in sums)

    def items(self, items: Mapping[str, Sequence[Occurrences]]) -> Items:
        """Items by the new sections, added up where several have become one."""
        return {item: self._moved(stands) for item, stands in items.items()}

    def _moved(self, stands: Sequence[Occurrences]) -> tuple[Occurrences, ...]:
        sums: dict[int, tuple[int, int]] = {}
        inside: dict[int, dict[int, tuple[int, int]]] = {}
        for o in stands:
            to = self._to[o.section]
            _add(sums, to, o)
            if runs := self._runs.get(o.section):
                for part in o.blocks or (Occurrences(0, o.count, o.sentences),):
                    _add(inside.setdefault(to, {}), runs[part.section], part)
        return tuple(
            Occurrences(at, *sums[at], tuple(_blocks(inside.get(at, {})))) for at in sorted(sums)
        )


def _blocks(found: Mapping[int, tuple[int, int]]) -> list[Occurrences]:
    return [Occurrences(run, *found[run]) for run in sorted(found)]


def _add(sums: dict[int, tuple[int, int]], at: int, o: Occurrences) -> None:
    count, sentences = sums.get(at, (0, 0))
    sums[at] = (count + o.count, sentences + o.sentences)


def _together(
    sections: Sequence[CountedSection], kind: Kind, heading: str, blocks: tuple[SectionBlock, ...]
) -> CountedSection:
    return CountedSection(
        heading=heading,
        level=1 if heading else 0,
        kind=kind,
        page="",
        parents=(),
        tokens=sum(section.tokens for section in sections),
        content_tokens=sum(section.content_tokens for section in sections),
        covered=sum(section.covered for section in sections),
        sentences=sum(section.sentences for section in sections),
        characters=sum(section.characters for section in sections),
        document=heading,
        blocks=blocks,
    )
