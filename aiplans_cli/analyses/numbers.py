"""What a cell of a file holds where a count should stand: a count, another number, or a name."""

from __future__ import annotations

import re

_LETTER_FIRST = re.compile(r"\W*[^\W\d]")
_WORDS_FOR_NUMBERS = ("nan", "inf", "infinity")


def is_count(text: str) -> bool:
    """Whether a cell is a whole number of 0 or more.

    >>> is_count("12"), is_count("1.5"), is_count("-1")
    (True, False, False)
    """
    # Python refuses to read integers of thousands of digits, and no count has twenty
    return text.isascii() and text.isdigit() and len(text) < 20


def names_a_column(text: str) -> bool:
    """Whether a cell where a count should stand can only be the name of its column.

    >>> names_a_column("freq"), names_a_column("5.5"), names_a_column("-5"), names_a_column("")
    (True, False, False, False)
    """
    in_words = text.lower().lstrip("+-") in _WORDS_FOR_NUMBERS
    return _LETTER_FIRST.match(text) is not None and not in_words
