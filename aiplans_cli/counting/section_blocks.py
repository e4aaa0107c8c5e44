"""Sections that hold much of a document, cut into blocks of paragraphs.

Tests rest on sections, and one that holds half of a document says nothing of how its words vary.
So a section of more than a twentieth is counted by block, too: neighbouring paragraphs together,
of near equal length, each about a fortieth of the document.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import SectionTokens, Tokens

LARGE = 20
"""A section of more than this part of a document's words is cut: the recitals of the EU AI Act
are 39 % of it in one section, beside which a test over sections finds nothing."""

BLOCKS = 40
"""Blocks that a document of one section is cut into, if it is long enough."""

SHORTEST = 50
"""Words of a block: with fewer, most terms would stand in a block once or not at all."""

Cut = tuple[int, int]
"""(number of a section of the document, index of the word in it) with which a block begins."""


class SectionBlocks:
    """Where the blocks of a document begin.

    ``indexes`` are those of ``section_index``: which counted section each section of the document
    belongs to, ``None`` for those that are not counted.
    """

    def __init__(self, tokens: Tokens, indexes: Sequence[int | None]) -> None:
        parts: dict[int, list[tuple[int, SectionTokens]]] = {}
        for number, (part, index) in enumerate(zip(tokens.sections, indexes, strict=True)):
            if index is not None and tokens.document.sections[number].kind in ("body", "heading"):
                parts.setdefault(index, []).append((number, part))
        words = {index: sum(len(p.words) for _, p in some) for index, some in parts.items()}
        total = sum(words.values())
        length = max(total / BLOCKS, SHORTEST)
        self._begins: dict[int, list[Cut]] = {}
        for index, some in parts.items():
            number = round(words[index] / length)
            if number > 1 and words[index] * LARGE > total:
                texts = [tokens.document.sections[at].text for at, _ in some]
                cuts = _cuts(some, texts, number)
                if len(cuts) > 1:
                    self._begins[index] = cuts
        self._starts = {
            number: part.starts for index in self._begins for number, part in parts[index]
        }

    def number(self, index: int) -> int:
        """How many blocks a counted section is cut into; 0 where it is whole."""
        return len(self._begins.get(index, ()))

    def of_words(self, index: int, section: int, words: int) -> Sequence[int]:
        """The block of each word of a section of the document, by index; () where it is whole."""
        cuts = self._begins.get(index)
        if cuts is None:
            return ()
        found: list[int] = []
        block = bisect_right(cuts, (section, 0)) - 1
        while len(found) < words:
            ahead = cuts[block + 1] if block + 1 < len(cuts) else (section + 1, 0)
            end = ahead[1] if ahead[0] == section else words
            found += [block] * (end - len(found))
            block += 1
        return found

    def of_word(self, index: int, section: int, word: int) -> int:
        """The block of one word of a section of the document that is cut."""
        return max(0, bisect_right(self._begins[index], (section, word)) - 1)

    def at(self, index: int, section: int, offset: int) -> int:
        """The block of a character of a section of the document that is cut."""
        word = max(0, bisect_right(self._starts[section], offset) - 1)
        return self.of_word(index, section, word)


def _cuts(
    parts: Sequence[tuple[int, SectionTokens]], texts: Sequence[str], number: int
) -> list[Cut]:
    """Where ``number`` blocks of near equal length begin: at a paragraph, else at a sentence."""
    paragraphs: list[int] = []
    sentences: list[int] = []
    places: dict[int, Cut] = {}
    before = 0
    for (section, part), text in zip(parts, texts, strict=True):
        for word in range(len(part.words)):
            first = word == 0
            new = first or "\n" in text[part.ends[word - 1] : part.starts[word]]
            if new or part.sentences[word] != part.sentences[word - 1]:
                (paragraphs if new else sentences).append(before + word)
                places[before + word] = (section, word)
        before += len(part.words)
    length = before / number
    found = [places[0]]
    last = 0
    for block in range(1, number):
        wanted = block * length
        for candidates in (paragraphs, sentences):
            near = _nearest(candidates, wanted)
            if near is not None and abs(near - wanted) <= length / 2 and near > last:
                found.append(places[near])
                last = near
                break
    return found


def _nearest(ascending: Sequence[int], wanted: float) -> int | None:
    at = bisect_left(ascending, wanted)
    near = ascending[max(0, at - 1) : at + 1]
    return min(near, key=lambda place: abs(place - wanted)) if near else None
