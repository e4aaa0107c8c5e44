"""Finding words and concepts in the sections of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from aiplans_cli.language import LANGUAGES, Settings, find_exact, tokenize
from aiplans_cli.language.patterns import is_pattern, word_tests

if TYPE_CHECKING:
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.model import Document, SectionTokens

Span = tuple[int, int]
"""Where something begins and ends in the text of a section."""

Test = Callable[[str], bool]
"""Whether a word fits."""


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


class Reader:
    """Reads the sections of one document, which is split into words when that is needed."""

    def __init__(
        self, document: Document, concepts: ConceptList | None, settings: Settings
    ) -> None:
        self.document = document
        self.language = document.language
        self.concepts = concepts
        self.settings = settings
        self._split: tuple[SectionTokens, ...] = ()
        self._rows: dict[str, list[Test]] = {}

    def named(self, ids: frozenset[str], index: int) -> list[Span]:
        """Where one of several concepts stands; a form that some of them share is one place."""
        from aiplans_cli.concepts.matching import match

        if self.concepts is None:
            return []
        found = match(self.document.sections[index].text, self.language, self.concepts)
        return list(dict.fromkeys((m.start, m.end) for m in found if m.concept in ids))

    def words(self, typed: str, index: int) -> list[Span]:
        """Where words stand as typed, or words of their stems where those are counted."""
        if self.settings.stem and LANGUAGES[self.language].stemmer is not None:
            return self.split_words(typed, index)
        return self._typed(typed, index)

    def _typed(self, typed: str, index: int) -> list[Span]:
        exactly = Settings(split_hyphens=self.settings.split_hyphens)
        return find_exact(self.document.sections[index].text, typed, self.language, exactly)

    def split_words(self, typed: str, index: int) -> list[Span]:
        """Where splitting makes it words; as typed where a sign stands at its end."""
        if typed not in self._rows:
            self._rows[typed] = word_row(typed, self.language, self.settings)
        tests = self._rows[typed]
        return list(self.in_a_row(tests, index)) if tests else self._typed(typed, index)

    def tokens(self, index: int) -> SectionTokens:
        self._split = self._split or tokenize(self.document, self.settings).sections
        return self._split[index]

    def in_a_row(self, tests: list[Test], index: int) -> Iterator[Span]:
        """Words that fit the tests, one after the other in a sentence."""
        words = self.tokens(index)
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
