"""Concepts into counts: how often each stands in each section, and what the list covers."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.concepts.matching import match_sections
from aiplans_cli.counting.occurrences import occurrences
from aiplans_cli.counting.section_blocks import SectionBlocks
from aiplans_cli.counting.tally import section_index
from aiplans_cli.language import is_content_word, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.concepts.matching import Match
    from aiplans_cli.counting.tally import Places
    from aiplans_cli.model import Counts, SectionTokens, Tokens


def add_concepts(
    counts: Counts,
    tokens: Tokens,
    concepts: ConceptList,
    stops: frozenset[str] | None = None,
) -> Counts:
    """The same counts with their concepts, and with the content words that matches touch.

    ``counts`` are those of ``tokens``; ``stops`` are the words that are no content words, and
    must be the ones they were counted with.
    """
    document = tokens.document
    found: Places = defaultdict(dict)
    in_blocks: Places = defaultdict(dict)
    indexes = section_index(document)
    cut = any(section.blocks for section in counts.sections)
    blocks = SectionBlocks(tokens, indexes) if cut else None
    covered = [0] * len(counts.sections)
    before = [0] * len(counts.sections)
    matches = match_sections(document, concepts)
    for section_tokens, hits, index in zip(tokens.sections, matches, indexes, strict=True):
        if index is None:
            continue
        text = document.sections[section_tokens.section].text
        begins = [start for start, _ in sentences(text, document.language)]
        for hit in hits:
            sentence = before[index] + max(0, bisect_right(begins, hit.start) - 1)
            found[hit.concept].setdefault(index, []).append(sentence)
            if blocks is not None and blocks.number(index):
                block = blocks.at(index, section_tokens.section, hit.start)
                in_blocks[hit.concept].setdefault(index, []).append(block)
        before[index] += section_tokens.sentence_count
        touched = touches(section_tokens, hits)
        covered[index] += sum(
            is_content_word(section_tokens.words[number], document.language, stops)
            for number in touched
        )
    return replace(
        counts,
        concepts={c: occurrences(found[c], in_blocks.get(c)) for c in sorted(found)},
        sections=tuple(
            replace(section, covered=share)
            for section, share in zip(counts.sections, covered, strict=True)
        ),
    )


def touches(section_tokens: SectionTokens, hits: Sequence[Match]) -> list[int]:
    """Numbers of the words of a section that overlap a match, ascending."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted({(hit.start, hit.end) for hit in hits}):
        if spans and start < spans[-1][1]:  # of a list whose concepts may overlap
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    ends = [end for _, end in spans]
    found = []
    for number, (start, end) in enumerate(
        zip(section_tokens.starts, section_tokens.ends, strict=True)
    ):
        index = bisect_right(ends, start)
        if index < len(spans) and spans[index][0] < end:
            found.append(number)
    return found
