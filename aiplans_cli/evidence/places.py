"""Where what is looked for stands in a document: one meaning for every count and every line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from aiplans_cli.evidence.sequences import Layout, Part, Span, apart, in_a_row
from aiplans_cli.language import LANGUAGES, Settings, find_exact, sentences, tokenize
from aiplans_cli.language.patterns import is_pattern, word_tests
from aiplans_cli.language.query_nodes import (
    Attribute,
    Either,
    Gap,
    Named,
    Node,
    Pattern,
    Regex,
    Sequence,
    Words,
)

if TYPE_CHECKING:
    from aiplans_cli.concepts.listing import ConceptList
    from aiplans_cli.evidence.query import Query
    from aiplans_cli.model import Document, SectionTokens

Test = Callable[[str], bool]
"""Whether a word fits."""


def places(
    document: Document, wanted: Query, concepts: ConceptList | None, settings: Settings
) -> Callable[[int], Iterator[Span]]:
    """A function from a section's number to the spans of the occurrences in it.

    They stand in order and never overlap: the one that begins first counts, of those that begin
    together the longest.
    """
    reader = _Reader(document, concepts, settings)
    if wanted.concept and concepts is not None:
        one = frozenset({wanted.concept})
        return lambda index: iter(reader.named(one, index))
    node = wanted.node
    if node is None:
        return lambda index: iter(reader.words(wanted.word, index))
    return lambda index: iter(apart(reader.spans(node, index)))


def word_row(typed: str, language: str, settings: Settings) -> list[Test]:
    """What each of its words must be; none where it begins or ends with a sign beside a word."""
    record, typed = LANGUAGES[language], typed.strip()
    split = record.splitter(settings)
    if not is_pattern(typed):
        found = split(typed)
        if not found or (found[0][1], found[-1][2]) != (0, len(typed)):
            return []
    return word_tests(typed, record.fold, split)


def stem_test(values: tuple[str, ...], language: str, settings: Settings) -> Test:
    """Whether a word has the stem of one of the values; in languages without stems, is it.

    >>> fits = stem_test(("governing",), "en", Settings())
    >>> fits("governs"), fits("governor")
    (True, False)
    """
    record = LANGUAGES[language]
    stem = record.stemmer() if record.stemmer is not None else str
    stems = {stem(record.fold(value)) for value in values}
    # words that are counted by stem are stems already
    return lambda word: (word if settings.stem else stem(word)) in stems


class _Reader:
    """Reads the sections of one document, which is split into words when that is needed."""

    def __init__(
        self, document: Document, concepts: ConceptList | None, settings: Settings
    ) -> None:
        self._document = document
        self._language = document.language
        self._concepts = concepts
        self._settings = settings
        self._split: tuple[SectionTokens, ...] = ()
        self._rows: dict[str | Attribute, list[Test]] = {}
        self._layouts: dict[int, Layout] = {}

    def spans(self, node: Node, index: int) -> list[Span]:
        """Every place of a node in a section; those of alternatives may overlap."""
        match node:
            case Words(text=text):
                return self.words(text, index)
            case Pattern(text=text):
                return self._word(text, index)
            case Attribute(name="word", values=values):
                return sorted({span for value in values for span in self._word(value, index)})
            case Attribute(values=values):
                if node not in self._rows:
                    self._rows[node] = [stem_test(values, self._language, self._settings)]
                return list(self._in_a_row(self._rows[node], index))
            case Named(concepts=ids):
                return list(self.named(ids, index))
            case Regex(text=pattern):
                from aiplans_cli.language.regular import regex_spans

                return regex_spans(self._document.sections[index].text, pattern)
            case Either(options=options):
                return sorted({span for option in options for span in self.spans(option, index)})
            case Sequence(parts=parts):
                return self._sequence(parts, index)

    def named(self, ids: frozenset[str], index: int) -> list[Span]:
        """Where one of several concepts stands; a form that some of them share is one place."""
        from aiplans_cli.concepts.matching import match

        if self._concepts is None:
            return []
        found = match(self._document.sections[index].text, self._language, self._concepts)
        return list(dict.fromkeys((m.start, m.end) for m in found if m.concept in ids))

    def words(self, typed: str, index: int) -> list[Span]:
        """Where words stand as typed, or words of their stems where those are counted."""
        if self._settings.stem and LANGUAGES[self._language].stemmer is not None:
            return self._word(typed, index)
        return self._typed(typed, index)

    def _typed(self, typed: str, index: int) -> list[Span]:
        exactly = Settings(split_hyphens=self._settings.split_hyphens)
        return find_exact(self._document.sections[index].text, typed, self._language, exactly)

    def _word(self, typed: str, index: int) -> list[Span]:
        """Where splitting makes it words; as typed where a sign stands at its end."""
        if typed not in self._rows:
            self._rows[typed] = word_row(typed, self._language, self._settings)
        tests = self._rows[typed]
        return list(self._in_a_row(tests, index)) if tests else self._typed(typed, index)

    def _tokens(self, index: int) -> SectionTokens:
        self._split = self._split or tokenize(self._document, self._settings).sections
        return self._split[index]

    def _in_a_row(self, tests: list[Test], index: int) -> Iterator[Span]:
        """Words that fit the tests, one after the other in a sentence."""
        words = self._tokens(index)
        last = 0
        for at, word in enumerate(words.words):
            stop = at + len(tests)
            if at < last or stop > len(words.words) or not tests[0](word):
                continue
            if not all(fits(w) for fits, w in zip(tests, words.words[at:stop], strict=True)):
                continue
            if words.sentences[at] == words.sentences[stop - 1]:
                last = stop
                yield words.starts[at], words.ends[stop - 1]

    def _sequence(self, parts: tuple[Node | Gap, ...], index: int) -> list[Span]:
        row: list[Part] = []
        gap = Gap(0, 0)
        for part in parts:
            if isinstance(part, Gap):
                gap = part
            else:
                row.append(Part(self.spans(part, index), gap.least, gap.most))
                if not row[-1].spans:
                    return []
                gap = Gap(0, 0)
        if index not in self._layouts:
            text, words = self._document.sections[index].text, self._tokens(index)
            begins = [start for start, _ in sentences(text, self._language)]
            self._layouts[index] = Layout(words.starts, words.ends, begins)
        return in_a_row(row, gap.least, self._layouts[index])
