"""What is typed to be looked for: words, patterns of words, or what is neither."""

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
_OPERATOR = re.compile(r"[\[\]{}|\\<>=]|\^(?!$)|^/|/$")
"""Signs of query languages and regular expressions; a ^ at the end is the concept list's own."""


def is_pattern(typed: str) -> bool:
    """Whether it holds a wildcard, ``*`` or ``?``.

    >>> is_pattern("govern*"), is_pattern("治？"), is_pattern("govern")  # 治: govern
    (True, True, False)
    """
    return _WILDCARD.search(typed) is not None


def is_words(typed: str) -> bool:
    """Whether it is words, or patterns of words: wildcards among letters or digits.

    >>> [is_words(typed) for typed in ("govern* bod?", "$500 million", "AI *", "/govern/", "%")]
    [True, True, False, False, False]
    """
    from aiplans_cli.characters import tidied

    typed = tidied(typed)
    pieces = narrow(typed).split()
    # bytes in another encoding come as lone surrogates, which may have been letters
    spoken = any(letter.isalnum() or "\ud800" <= letter <= "\udfff" for letter in typed)
    return spoken and not _OPERATOR.search(typed.strip()) and all(map(_is_word, pieces))


def _is_word(piece: str) -> bool:
    if not is_pattern(piece):
        return True
    # a word may go on with a letter where it may not with a digit, and the other way round
    filled = [_WILDCARD.sub(filler, piece) for filler in "x1"]
    if HAN_RUN.search(piece):  # a word of two scripts is one to the segmenter alone
        return filled[0].isalnum()
    whole = any([word[1:] for word in words(text)] == [(0, len(text))] for text in filled)
    return whole and any(character.isalnum() for character in piece)


def expect_words(typed: str) -> None:
    """Raise ``UsageError`` for what is neither words nor patterns of words."""
    if not is_words(typed):
        raise UsageError(
            f"{typed!r} is no word: write words or a concept, with * or ? only beside letters as "
            "in govern*; --exact finds it as typed"
        )


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
