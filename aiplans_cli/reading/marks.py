"""Raised characters: marks that refer to notes, powers, and parts of words."""

from __future__ import annotations

import re

REFERENCE_MARK = "reference mark"
"""What the ledger calls the number of a note beside a word."""

_ONE = r"(?>\d{1,3}|[ivxl]{2,5}|[a-zA-Z]|[*†‡§¶#※]{1,3}|[①-⑳])"
_LONGEST = 80
"""Characters of the longest list of marks."""

_SEVERAL = rf"{_ONE}(?:\s*[,;，、–-]\s*{_ONE})*"
_BRACKETED = rf"(?>[\[(（〔【](?:注\s?)?{_SEVERAL}[\])）〕】]|\[[^\]]{{1,40}}\])"
_REFERENCE = re.compile(rf"{_SEVERAL}[\])）]?|{_BRACKETED}(?:[\s,;，、–-]*{_BRACKETED})*")
_UNIT = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]|[kcdmnμ]m|ft|in)$")
"""What is raised to a power: a letter or a unit of length."""

RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
"""Characters as they stand in a power."""

TRADE_MARKS = ("TM", "SM", "®", "©", "MC")
"""What is raised beside a name."""


def is_reference(raised: str, before: str, *, link: bool = False) -> bool:
    """Whether raised characters refer to a note, rather than being a power or part of a word.

    >>> is_reference("2", "on governance"), is_reference("2", "100 km"), is_reference("th", "the 5")
    (True, False, False)
    """
    if len(raised) > _LONGEST or not _REFERENCE.fullmatch(raised):
        return False
    if link or not raised.isalnum():
        return True
    if before[-1:].isdigit():
        return False
    return not _UNIT.search(before)
