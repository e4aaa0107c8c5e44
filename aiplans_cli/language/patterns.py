"""Words with wildcards: ``*`` stands for any letters, ``?`` for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate
from functools import cache, partial
from operator import eq
from typing import TYPE_CHECKING

from aiplans_cli.language.english import words
from aiplans_cli.language.folding import HAN_RUN, narrow

if TYPE_CHECKING:
    from aiplans_cli.language.english import Word

_WILDCARD = re.compile("[*?＊？]")  # the last two full-width, as Chinese types them


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
