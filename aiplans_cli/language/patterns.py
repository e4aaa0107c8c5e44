"""What is typed to be looked for: plain words, words with wildcards, or a query with signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate
from functools import cache, partial
from operator import eq
from typing import TYPE_CHECKING

from aiplans_cli.errors import UsageError
from aiplans_cli.language.english import words
from aiplans_cli.language.folding import HAN_RUN, narrow

if TYPE_CHECKING:
    from aiplans_cli.language.english import Word

_WILDCARD = re.compile("[*?＊？]")  # the last two full-width, as Chinese types them


_QUOTES = dict.fromkeys(map(ord, "“”„"), '"')
_SIGNS = re.compile(r'[*?|"\[\]{}]|^\s*/|(?<!\w)~|~(?!\w)')
"""What makes a query of words; of ~ not the sign of a range such as 10~20."""

_NO_WORD = re.compile(r"[\\<>=]|\^(?!\s|$)|/(?=\s|$)")
"""Signs of other query languages; a ^ at the end is the concept list's own."""


_SHOWN = 60
"""Characters of a query that an error repeats."""


class QueryError(UsageError):
    """A query that cannot be read, or names what is not there, with the place."""

    def __init__(
        self, typed: str, at: int, fact: str, remedy: str = "; --exact finds it as typed"
    ) -> None:
        self.at = at
        """Number of the character, from 0."""
        shown = typed if len(typed) <= _SHOWN else f"{typed[:_SHOWN]}..."
        super().__init__(f"{shown!r}: at character {at + 1} {fact}{remedy}")


def plain_signs(typed: str) -> str:
    """The query with its full-width signs and curly quotation marks as plain ones.

    >>> plain_signs("“治理”｜AI＊")  # "governance"
    '"治理"|AI*'
    """
    return narrow(typed).translate(_QUOTES)


def has_signs(typed: str) -> bool:
    """Whether it is a query that must be read, and not words as they are.

    >>> [has_signs(typed) for typed in ("$500 million (2025)", "10~20", "govern*", "a|b", "/a/")]
    [False, False, True, True, True]
    """
    return _SIGNS.search(plain_signs(typed)) is not None


def no_words(text: str) -> tuple[int, str] | None:
    """Where plain words stop being some, and why; ``None`` where they are.

    >>> no_words("R&D"), no_words("<s>"), no_words("%")
    (None, (0, '"<" is no part of a word'), (0, 'there is no letter or digit'))
    """
    if wrong := _NO_WORD.search(narrow(text)):
        return wrong.start(), f'"{wrong[0]}" is no part of a word'
    return None if is_spoken(text) else (0, "there is no letter or digit")


def expect_words(typed: str) -> None:
    """Raise ``QueryError`` for what has no signs of a query and is no words either."""
    if wrong := no_words(typed.strip()):
        raise QueryError(typed, wrong[0] + len(typed) - len(typed.lstrip()), wrong[1])


def is_spoken(text: str) -> bool:
    """Whether it has a letter or digit; those of another encoding come as lone surrogates."""
    return any(letter.isalnum() or "\ud800" <= letter <= "\udfff" for letter in text)


def is_words(typed: str) -> bool:
    """Whether it is plain words, and no query with signs.

    >>> [is_words(typed) for typed in ("$500 million", "(AI)", "govern*", "a|b", "%")]
    [True, True, False, False, False]
    """
    from aiplans_cli.characters import tidied

    typed = tidied(typed)
    return not has_signs(typed) and no_words(typed) is None


def is_pattern(typed: str) -> bool:
    """Whether it holds a wildcard, ``*`` or ``?``.

    >>> is_pattern("govern*"), is_pattern("治？"), is_pattern("govern")  # 治: govern
    (True, True, False)
    """
    return _WILDCARD.search(typed) is not None


def is_word_pattern(piece: str) -> bool:
    """Whether it can be one word: wildcards among letters or digits, and no other sign.

    >>> [is_word_pattern(piece) for piece in ("govern*", "law*'s", "*", "gov*,", "gov.*")]
    [True, True, False, False, False]
    """
    piece = narrow(piece)
    # a word may go on with a letter where it may not with a digit, and the other way round
    filled = [_WILDCARD.sub(filler, piece) for filler in "x1"]
    if HAN_RUN.search(piece):  # a word of two scripts is one to the segmenter alone
        return filled[0].isalnum()
    whole = any([word[1:] for word in words(text)] == [(0, len(text))] for text in filled)
    return whole and any(character.isalnum() for character in piece)


def word_tests(
    typed: str, fold: Callable[[str], str], split: Callable[[str], list[Word]]
) -> list[Callable[[str], bool]]:
    """For each word of what was typed, whether a word of a text fits it.

    >>> [first, second] = word_tests("Govern* bod?", str.lower, words)
    >>> first("governance"), first("misgovern"), second("body"), second("bod")
    (True, False, True, False)
    """
    from aiplans_cli.characters import tidied

    tests: list[Callable[[str], bool]] = []
    for piece in narrow(fold(tidied(typed))).split():
        if is_pattern(piece):
            tests.append(cache(partial(_fits, re.compile(translate(piece)))))
        else:
            tests += [partial(eq, word) for word, _, _ in split(piece)]
    return tests


def _fits(pattern: re.Pattern[str], word: str) -> bool:
    return pattern.match(word) is not None
