"""Counting words by section, adding counts together, and taking them for a comparison."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import field, replace
from typing import TYPE_CHECKING, Literal

from aiplans_cli.counting.occurrences import occurrences, summed, totals
from aiplans_cli.language import is_content_word
from aiplans_cli.model import CountedSection, Counts, Kind, Occurrences, SectionBlock
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from aiplans_cli.model import Document, Section, SectionTokens, Tokens

Unit = Literal["term", "concept"]

Places = dict[str, dict[int, list[int]]]
"""Item → index of a counted section → something about each hit there, in order."""

# A heading is counted with the body under it, so that a part of a document is one unit.
UNIT_OF_KIND: dict[Kind, Kind] = {
    "body": "body",
    "heading": "body",
    "contents": "contents",
    "note": "note",
    "bibliography": "bibliography",
    "rotated": "rotated",
}


def section_index(document: Document) -> tuple[int | None, ...]:
    """For each section of ``document``, its index in ``Counts.sections``; ``None`` if not counted.

    >>> from aiplans_cli.model import Document, Section
    >>> section_index(Document("d", "", "en", (Section("A", 1, "heading", "", "A", part=1),
    ...     Section("A", 1, "body", "", "x", part=1), Section("A", 1, "note", "", "n", part=1))))
    (0, 0, 1)
    """
    seen: dict[tuple[int, Kind], int] = {}
    indexes: list[int | None] = []
    for section in document.sections:
        unit = UNIT_OF_KIND.get(section.kind)
        if unit is None:
            indexes.append(None)
        else:
            indexes.append(seen.setdefault((section.part, unit), len(seen)))
    return tuple(indexes)


def counted_sections(document: Document, all_kinds: bool) -> list[tuple[int, Section]]:
    """The sections that are counted, each with its index in the counts of the same kinds.

    Contents pages and notes are left out unless ``all_kinds``; the indexes are those that
    ``select`` leaves when it does the same to the counts.
    """
    new_index: dict[int, int] = {}
    found = []
    for section, index in zip(document.sections, section_index(document), strict=True):
        if index is not None and (all_kinds or UNIT_OF_KIND[section.kind] == "body"):
            found.append((new_index.setdefault(index, len(new_index)), section))
    return found


@dataclass(slots=True)
class _Sizes:
    """Running sizes of one counted section."""

    first: Section
    last_page: str = ""
    tokens: int = 0
    content_tokens: int = 0
    sentences: int = 0
    characters: int = 0
    blocks: list[list[int]] = field(default_factory=list)
    """Words, content words and sentences of each block; none where it is whole."""


def count(tokens: Tokens, stops: frozenset[str] | None = None, *, whole: bool = False) -> Counts:
    """Count the words of a document by section, and long sections by block unless ``whole``.

    ``stops`` are the words that are no content words; by default the language's own list.
    The result has no concepts yet; ``concepts.add_concepts`` fills them in.
    """
    from aiplans_cli.counting.section_blocks import SectionBlocks

    document = tokens.document
    indexes = section_index(document)
    blocks = None if whole else SectionBlocks(tokens, indexes)
    running: dict[int, _Sizes] = {}
    found: dict[str, dict[int, list[int]]] = defaultdict(dict)
    in_blocks: Places = defaultdict(dict)
    content: dict[str, bool] = {}
    for section, section_tokens, index in zip(
        document.sections, tokens.sections, indexes, strict=True
    ):
        if index is None:
            continue
        sizes = running.setdefault(index, _Sizes(section))
        offset = sizes.sentences
        for word, sentence in zip(section_tokens.words, section_tokens.sentences, strict=True):
            if word not in content:
                content[word] = is_content_word(word, document.language, stops)
            sizes.content_tokens += content[word]
            found[word].setdefault(index, []).append(offset + sentence)
        if blocks is not None and (cut := blocks.number(index)):
            sizes.blocks = sizes.blocks or [[0, 0, 0] for _ in range(cut)]
            own = blocks.of_words(index, section_tokens.section, len(section_tokens.words))
            _add_blocks(sizes.blocks, own, section_tokens, content)
            for word, block in zip(section_tokens.words, own, strict=True):
                in_blocks[word].setdefault(index, []).append(block)
        sizes.last_page = section.breaks[-1][1] if section.breaks else section.page
        sizes.tokens += len(section_tokens.words)
        sizes.sentences += section_tokens.sentence_count
        sizes.characters += len("".join(section.text.split()))
    return Counts(
        id=document.id,
        title=document.title,
        language=document.language,
        sha256=document.sha256,
        kind=document.kind,
        sections=tuple(_sized(running[index], document.id) for index in range(len(running))),
        terms={word: occurrences(found[word], in_blocks.get(word)) for word in sorted(found)},
        concepts={},
        ledger=document.ledger.sizes(),
    )


def _add_blocks(
    sizes: list[list[int]],
    blocks: Sequence[int],
    tokens: SectionTokens,
    content: Mapping[str, bool],
) -> None:
    """Add the words of a section of the document to the sizes of the blocks they stand in."""
    last = -1
    for word, sentence, block in zip(tokens.words, tokens.sentences, blocks, strict=True):
        size = sizes[block]
        size[0] += 1
        size[1] += content[word]
        size[2] += sentence != last
        last = sentence


def _sized(sizes: _Sizes, document: str) -> CountedSection:
    first = sizes.first
    return CountedSection(
        heading=first.heading,
        level=first.level,
        kind=UNIT_OF_KIND[first.kind],
        page=first.page,
        parents=first.parents,
        tokens=sizes.tokens,
        content_tokens=sizes.content_tokens,
        covered=0,
        sentences=sizes.sentences,
        characters=sizes.characters,
        document=document,
        last_page=sizes.last_page,
        blocks=tuple(SectionBlock(*block) for block in sizes.blocks),
    )


def add(parts: Sequence[Counts]) -> Counts:
    """The counts of several documents together, sections in the order given.

    Adding is associative, and the counts of no document are its zero. The language is that of
    the parts, or "" where they differ.
    """
    sections: list[CountedSection] = []
    terms: dict[str, list[Occurrences]] = defaultdict(list)
    concepts: dict[str, list[Occurrences]] = defaultdict(list)
    for part in parts:
        shift = len(sections)
        sections.extend(part.sections)
        for target, source in ((terms, part.terms), (concepts, part.concepts)):
            for item, stands in source.items():
                target[item].extend(
                    Occurrences(o.section + shift, o.count, o.sentences, o.blocks) for o in stands
                )
    languages = {part.language for part in parts}
    return Counts(
        id="+".join(part.id for part in parts),
        title="; ".join(part.title for part in parts),
        language=languages.pop() if len(languages) == 1 else "",
        sha256="+".join(part.sha256 for part in parts),
        kind="digest" if any(part.kind == "digest" for part in parts) else "text",
        sections=tuple(sections),
        terms={item: tuple(terms[item]) for item in sorted(terms)},
        concepts={item: tuple(concepts[item]) for item in sorted(concepts)},
        settings=parts[0].settings if parts else {},
        ledger=dict(sum((Counter(part.ledger) for part in parts), Counter())),
    )


def select(counts: Counts, keep: Callable[[CountedSection], bool]) -> Counts:
    """The counts of those sections alone for which ``keep`` is true, in the same order."""
    kept = [index for index, section in enumerate(counts.sections) if keep(section)]
    if len(kept) == len(counts.sections):
        return counts
    new_index = {old: new for new, old in enumerate(kept)}

    def reduced(
        source: Mapping[str, tuple[Occurrences, ...]],
    ) -> dict[str, tuple[Occurrences, ...]]:
        result = {}
        for item, stands in source.items():
            left = tuple(
                replace(o, section=new_index[o.section]) for o in stands if o.section in new_index
            )
            if left:
                result[item] = left
        return result

    return replace(
        counts,
        sections=tuple(counts.sections[index] for index in kept),
        terms=reduced(counts.terms),
        concepts=reduced(counts.concepts),
    )


def restem(counts: Counts, stems: Mapping[str, str]) -> Counts:
    """The counts with each term replaced by ``stems[term]``."""
    merged: dict[str, list[Occurrences]] = defaultdict(list)
    for term, stands in counts.terms.items():
        merged[stems.get(term, term)] += stands
    limit = [section.sentences for section in counts.sections]
    return replace(counts, terms={stem: summed(merged[stem], limit) for stem in sorted(merged)})


def sizes(sections: Iterable[CountedSection]) -> tuple[int, int, int, int]:
    """Tokens, content tokens, covered content tokens and sentences of the sections together."""
    every = list(sections)
    return (
        sum(section.tokens for section in every),
        sum(section.content_tokens for section in every),
        sum(section.covered for section in every),
        sum(section.sentences for section in every),
    )


def profile(counts: Counts, unit: Unit, keep: Callable[[str], bool] | None = None) -> Profile:
    """One side of a contrast: terms out of all words, or concepts out of all mentions of concepts.

    ``keep`` leaves out items, such as stop words, but no item's words leave the size.
    """
    items = counts.terms if unit == "term" else counts.concepts
    if unit == "term":
        section_sizes = [section.tokens for section in counts.sections]
    else:
        section_sizes = [0] * len(counts.sections)
        for stands in items.values():
            for o in stands:
                section_sizes[o.section] += o.count
    kept = {item: stands for item, stands in items.items() if keep is None or keep(item)}
    return Profile(
        size=sum(section_sizes),
        counts=totals(kept),
        section_counts={
            item: [(o.section, o.count) for o in stands] for item, stands in kept.items()
        },
        section_sizes=section_sizes,
        tokens=sizes(counts.sections)[0],
    )
