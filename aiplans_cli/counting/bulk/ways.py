"""How blocks of a language are counted: by a way of its own that is fast, or by the plain one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from aiplans_cli.counting.bulk.tally import MOST_HELD, BulkMatcher, Tally, tally_block
from aiplans_cli.reading.blocks import tidy_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.language import Settings


class BlockCounter(Protocol):
    """Counts the blocks of one language."""

    def count(self, text: str) -> Tally:
        """The tally of a block, which need not be tidy."""


class WordSum(Protocol):
    """Adds up the words of blocks."""

    def add(self, block: str) -> None:
        """Add a block."""

    def is_large(self) -> bool:
        """Whether it should be taken before more is added, so that memory stays flat."""

    def take(self) -> Counter[str]:
        """What has been added since it was last taken."""


class Way(NamedTuple):
    """What counts blocks of a language, with sentences and concepts and without."""

    counter: Callable[[Settings, frozenset[str] | None, BulkMatcher], BlockCounter]
    words: Callable[[Settings], WordSum]


def _english(
    settings: Settings, stops: frozenset[str] | None, matcher: BulkMatcher
) -> BlockCounter:
    from aiplans_cli.counting.bulk.english import English

    return English(settings, stops, matcher)


def _english_words(settings: Settings) -> WordSum:
    from aiplans_cli.counting.bulk.english_words import EnglishWords

    return EnglishWords(settings)


def _chinese(
    settings: Settings, stops: frozenset[str] | None, matcher: BulkMatcher
) -> BlockCounter:
    from aiplans_cli.counting.bulk.chinese import Chinese

    return Chinese(settings, stops, matcher)


def _chinese_words(settings: Settings) -> WordSum:
    from aiplans_cli.counting.bulk.chinese import ChineseWords

    return ChineseWords(settings)


WAYS: dict[str, Way] = {"en": Way(_english, _english_words), "zh": Way(_chinese, _chinese_words)}
"""The fast ways by language; any other language goes the plain one, to which they are held."""


class Plain:
    """Counts blocks of any language by way of their tokens."""

    def __init__(
        self,
        language: str,
        settings: Settings,
        stops: frozenset[str] | None,
        matcher: BulkMatcher,
    ) -> None:
        self._about = (language, settings, stops, matcher)

    def count(self, text: str) -> Tally:
        """The tally of a block, which need not be tidy."""
        return tally_block(tidy_lines(text), *self._about)


class PlainWords:
    """The sum of the words of blocks of any language."""

    def __init__(self, language: str, settings: Settings) -> None:
        from aiplans_cli.language import LANGUAGES

        self._split = LANGUAGES[language].splitter(settings)
        self._total: Counter[str] = Counter()

    def add(self, block: str) -> None:
        """Add a block, which need not be tidy."""
        self._total.update(word for word, _, _ in self._split(tidy_lines(block)))

    def is_large(self) -> bool:
        """Whether many distinct words have been met."""
        return len(self._total) > MOST_HELD

    def take(self) -> Counter[str]:
        """What has been added since it was last taken."""
        taken, self._total = self._total, Counter()
        return taken


def counter(
    language: str, settings: Settings, stops: frozenset[str] | None, matcher: BulkMatcher
) -> BlockCounter:
    """What counts blocks of a language."""
    if language in WAYS:
        return WAYS[language].counter(settings, stops, matcher)
    return Plain(language, settings, stops, matcher)


def word_sum(language: str, settings: Settings) -> WordSum:
    """What adds up the words of a language."""
    return WAYS[language].words(settings) if language in WAYS else PlainWords(language, settings)
