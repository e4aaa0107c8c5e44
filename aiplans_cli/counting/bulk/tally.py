"""What is counted in a block of text, and how blocks add up to the counts of a document."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from aiplans_cli.counting.tally import count
from aiplans_cli.errors import AnalysisError
from aiplans_cli.language import is_content_word, sentences, tokenize
from aiplans_cli.model import CountedSection, Counts, Document, Occurrences, Section
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aiplans_cli.language import Settings
    from aiplans_cli.model import Tokens

MOST_HELD = 300_000
"""Distinct words that a process adds up before it hands them on."""

Span = tuple[int, int, tuple[str, ...]]
"""Where something begins and ends, and the concepts it stands for."""


@dataclass(frozen=True, slots=True)
class BulkMatcher:
    """How concepts are found; the room of concepts makes it."""

    encode: Callable[[str], tuple[str, Sequence[int], Sequence[int]]]
    """English text → its words as one character each, with where each begins and ends."""
    in_codes: Callable[[str], list[Span]]
    """Such characters → the matches among them, by index."""
    fold: Callable[[str], str]
    """Text → the form in which Chinese is searched, of the same length."""
    in_folded: Callable[[str], list[Span]]
    """Such text → the matches in it, by offset."""
    alphabet: frozenset[str]
    """The characters, or characters for words, that forms are made of."""
    pairs: frozenset[str]
    """Two of them that stand side by side in some form."""
    latin: bool
    """Whether forms must not begin or end inside a Latin word; codes have none."""
    gap: Callable[[str], bool]
    """Whether the words of a form may stand with this text between them."""
    complete: Callable[[Counts, Tokens], Counts]
    """The counts of some tokens with their concepts."""


@dataclass(slots=True)
class Tally:
    """Sizes of some text, with how often each word and concept stands in it."""

    tokens: int = 0
    covered: int = 0
    sentences: int = 0
    characters: int = 0
    words: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Word → occurrences, and sentences with at least one."""
    concepts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Concept → the same."""

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.tokens += other.tokens
        self.covered += other.covered
        self.sentences += other.sentences
        self.characters += other.characters
        for mine, theirs in ((self.words, other.words), (self.concepts, other.concepts)):
            known = mine.get
            for item, (times, hits) in theirs.items():
                before = known(item)
                mine[item] = (times + before[0], hits + before[1]) if before else (times, hits)


def tally_block(
    text: str, language: str, settings: Settings, stops: frozenset[str] | None, matcher: BulkMatcher
) -> Tally:
    """Count tidied text by way of its tokens: the definition that faster ways are held to."""
    section = Section("", 0, "body", "", text)
    document = Document("block", "block", language, (section,))
    try:
        tokens = tokenize(document, settings)
    except AnalysisError:  # no word at all
        characters = len("".join(text.split()))
        return Tally(sentences=len(sentences(text, language)), characters=characters)
    counts = matcher.complete(count(tokens, stops, whole=True), tokens)
    [sizes] = counts.sections

    def pairs(items: Mapping[str, tuple[Occurrences, ...]]) -> dict[str, tuple[int, int]]:
        return {item: (only.count, only.sentences) for item, (only,) in items.items()}

    return Tally(
        sizes.tokens,
        sizes.covered,
        sizes.sentences,
        sizes.characters,
        pairs(counts.terms),
        pairs(counts.concepts),
    )


def counts_of(
    tally: Tally, name: str, language: str, sha256: str, stops: frozenset[str] | None
) -> Counts:
    """The counts of a document that is one section of text.

    Raises ``AnalysisError`` where it has no word at all.
    """
    if not tally.words:
        raise AnalysisError(name, "it has no words", "check the file, or choose its --lang")
    content = sum(
        times for word, (times, _) in tally.words.items() if is_content_word(word, language, stops)
    )

    def frozen(items: Mapping[str, tuple[int, int]]) -> dict[str, tuple[Occurrences, ...]]:
        return {item: (Occurrences(0, *items[item]),) for item in sorted(items)}

    section = CountedSection(
        heading="",
        level=0,
        kind="body",
        page="",
        parents=(),
        tokens=tally.tokens,
        content_tokens=content,
        covered=tally.covered,
        sentences=tally.sentences,
        characters=tally.characters,
        document=name,
    )
    terms, concepts = frozen(tally.words), frozen(tally.concepts)
    return Counts(name, name, language, sha256, "text", (section,), terms, concepts)
