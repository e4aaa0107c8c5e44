"""Word n-grams: words that stand side by side in one sentence, nothing but blanks between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.errors import AnalysisError, UsageError
from aiplans_cli.settings import FIRST, Option

if TYPE_CHECKING:
    from aiplans_cli.model import Counts, Document, SectionTokens, Tokens
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source

WORDS = "1-1"
"""The range that means single words."""

ONE_WORD = range(1, 2)
"""The length of a single word."""


def ngram_sizes(ngrams: str) -> range:
    """The lengths that a range means. Raises ``UsageError`` where it is none from 1 to 9.

    >>> ngram_sizes("2-3"), ngram_sizes("2")
    (range(2, 4), range(2, 3))
    """
    first, _, last = ngrams.partition("-")
    bounds = (first, last or first)
    wrong = "is no range: write 2 or 1-3"
    if all(bound.isascii() and bound.isdigit() for bound in bounds):
        low, high = map(int, bounds)
        if 1 <= low <= high <= 9:
            return range(low, high + 1)
        wrong = "is not within 1-9: write 2 or 1-3"
        if 1 <= high < low <= 9:
            wrong = f"is backwards: write {high}-{low}"
    raise UsageError(f"{ngrams!r} {wrong}", "--ngrams")


Ngrams = Annotated[str, Option("Rank sequences of N to M words.", metavar="N-M", group=FIRST)]
"""How long terms are, for ``keywords`` and ``compare``."""


def text_needed(source: Source, session: Session, remedy: str) -> Document:
    """The text of a source, for what its counts cannot tell. Raises ``AnalysisError`` for none."""
    if source.text is None:
        fact = "only its counts are at hand, not its text"
        command = session.bringing(source.id)
        bring = f"or bring the text ({command})" if command else "or name the document itself"
        raise AnalysisError(source.id, fact, f"{remedy}, {bring}")
    return source.text()


Run = tuple[int, list[str], tuple[int, int]]
"""Number of a sentence, words in it with nothing between, and where the first of them stands:
the section of the document and the word's index in it."""


def runs_of(found: SectionTokens, text: str) -> list[Run]:
    """The words of a section in runs, sentences numbered from 0.

    A run ends with its sentence and at any sign that is not part of a word, such as a comma.
    """
    runs: list[Run] = []
    before, sentence = 0, -1
    for at, (word, start, end, number) in enumerate(
        zip(found.words, found.starts, found.ends, found.sentences, strict=True)
    ):
        if number != sentence or text[before:start].strip():
            runs.append((number, [], (found.section, at)))
        runs[-1][1].append(word)
        before, sentence = end, number
    return runs


def runs_by_section(split: Tokens, all_kinds: bool) -> list[list[Run]]:
    """The runs of each counted section, sentences numbered through those that are one section."""
    from aiplans_cli.counting.tally import counted_sections

    tokens = {
        id(section): found
        for section, found in zip(split.document.sections, split.sections, strict=True)
    }
    sections: list[list[Run]] = []
    sentences: list[int] = []
    for index, section in counted_sections(split.document, all_kinds):
        while len(sections) <= index:
            sections.append([])
            sentences.append(0)
        found = tokens[id(section)]
        first = sentences[index]
        sections[index] += [
            (first + at, run, place) for at, run, place in runs_of(found, section.text)
        ]
        sentences[index] += found.sentence_count
    return sections


def grams_in(run: Sequence[str], sizes: range, keep: Callable[[str], bool]) -> list[str]:
    """The n-grams of a run whose first and last words are kept, words joined by blanks.

    A stop word may stand inside ("state of the art") but not at the ends.

    >>> grams_in(["state", "of", "the", "art"], range(2, 5), lambda word: len(word) > 3 or
    ...     word == "art")
    ['state of the art']
    """
    kept = [keep(word) for word in run]
    return [
        " ".join(run[start : start + size])
        for size in sizes
        for start in range(len(run) - size + 1)
        if kept[start] and kept[start + size - 1]
    ]


def counts_of_ngrams(
    source: Source,
    counts: Counts,
    sizes: range,
    stops: frozenset[str],
    session: Session,
    by: Callable[[Document], Document],
) -> Counts:
    """The counts of a source with its n-grams as terms; its sections keep their sizes in words.

    Single words are as they were counted. ``stops`` begin and end no longer n-gram. ``by`` parts
    the text into the sections of ``counts``. Raises ``AnalysisError`` where only counts are at
    hand.
    """
    from aiplans_cli.counting.occurrences import occurrences
    from aiplans_cli.counting.section_blocks import SectionBlocks
    from aiplans_cli.counting.tally import Places, section_index
    from aiplans_cli.language import tokenize

    document = by(text_needed(source, session, "leave --ngrams out"))
    longer = range(max(2, sizes.start), sizes.stop)
    stands: Places = {}
    in_blocks: Places = {}
    split = tokenize(document, session.words)
    indexes = section_index(document)
    cut = SectionBlocks(split, indexes)
    for index, runs in enumerate(runs_by_section(split, session.settings.all_kinds)):
        whole = not counts.sections[index].blocks
        for sentence, run, (section, first) in runs:
            of_whole = indexes[section]
            for gram in grams_in(run, longer, lambda word: word not in stops):
                stands.setdefault(gram, {}).setdefault(index, []).append(sentence)
                if not whole and of_whole is not None:
                    block = cut.of_word(of_whole, section, first)
                    in_blocks.setdefault(gram, {}).setdefault(index, []).append(block)
    terms = dict(counts.terms) if 1 in sizes else {}
    terms |= {gram: occurrences(stands[gram], in_blocks.get(gram)) for gram in sorted(stands)}
    return replace(counts, terms=terms)
