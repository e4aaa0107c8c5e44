"""One record a language: all that the rest of the program may ask about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from aiplans_cli.language import chinese, english
from aiplans_cli.language.folding import HAN_RUN
from aiplans_cli.language.search import find_characters, find_words
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    import re

    from aiplans_cli.language.english import Word
    from aiplans_cli.language.search import Fold, Span, Split
    from aiplans_cli.language.settings import Settings
    from aiplans_cli.model import Tokens


@dataclass(frozen=True, slots=True)
class Language:
    """What the rest of the program may ask about a language."""

    name: str
    """Its English name."""
    fold: Callable[[str], str]
    """Text → the text for matching, of the same length."""
    splitter: Callable[[Settings], Callable[[str], list[Word]]]
    """Settings → the function that splits a text into words with offsets."""
    sentences: Callable[[str], list[tuple[int, int]]]
    """Text → where its sentences begin and end."""
    words_in: Callable[[str], float]
    """Text → about how many words of the language it has, by their script."""
    find: Callable[[str, str, Fold, Split], list[Span]]
    """Where in a text a phrase stands as typed."""
    spaced: bool
    """Whether words are parted by spaces. Forms are then looked for word by word, else as strings
    of characters, which may begin and end inside a word."""
    context: int
    """Characters that a line of evidence shows before and after a match."""
    script: re.Pattern[str] | None = None
    """What shows that a text is in this language; ``None`` for that of any other text."""
    stemmer: Callable[[], Callable[[str], str]] | None = None
    """Makes the function from a word to its stem; ``None`` where words have no endings."""
    tags: Callable[[Tokens, Settings], dict[str, str]] | None = None
    """Word → its part of speech; ``None`` where nobody tells it."""
    rarities: Callable[[], Mapping[str, float]] | None = None
    """Word → its inverse document frequency in a table that comes with it; ``None`` for none."""
    syllables: Callable[[str], int] | None = None
    """Word → about how many syllables it has; ``None`` where its measures of reading ask none."""

    @property
    def by_dictionary(self) -> bool:
        """Whether what is a word depends on a dictionary, to which terms and words may be added."""
        return not self.spaced


def _english_sentences(text: str) -> list[tuple[int, int]]:
    from aiplans_cli.language.english_sentences import sentences  # 3 ms of patterns

    return sentences(text)


LANGUAGES: dict[str, Language] = {
    "en": Language(
        name="English",
        fold=english.fold,
        splitter=english.splitter,
        sentences=_english_sentences,
        words_in=english.words_in,
        find=find_words,
        spaced=True,
        context=45,
        stemmer=english.stemmer,
        syllables=english.syllables,
    ),
    "zh": Language(
        name="Chinese",
        fold=chinese.fold,
        splitter=chinese.splitter,
        sentences=chinese.sentences,
        words_in=chinese.words_in,
        find=find_characters,
        spaced=False,
        context=20,  # a character is two columns wide
        script=HAN_RUN,
        tags=chinese.tags,
        rarities=chinese.rarities,
    ),
}
"""The languages by code."""


def language_of(typed: str) -> str:
    """The language in whose script a word or phrase is written, at least in part.

    >>> language_of("AI芯片"), language_of("AI")  # "AI chips"
    ('zh', 'en')
    """
    other = ""
    for code, language in LANGUAGES.items():
        if language.script is None:
            other = other or code
        elif language.script.search(typed):
            return code
    return other
