"""Superscripts: which refer to a note, and which are part of their word."""

from __future__ import annotations

import re

from aiplans_cli.reading.pdf.glyphs import Glyph

_RAISED = re.compile(r"[\d,;–a-z()*†‡§¶#\[\]-]")
_LABEL = r"(?:\d{1,3}|[a-z]|[*†‡§¶#]{1,3})"
_REFERENCE = re.compile(rf"[\[(]?{_LABEL}(?:[,;–-]{_LABEL})*,?[\])]?,?")
_UNITS = re.compile(r"\d ?[kcmnμ]?m$")


def raised_glyphs(run: list[Glyph], first: int, small: float, high: float) -> int:
    """How many glyphs from ``first`` on are smaller and stand higher than that."""
    count = 0
    for shown, _, _, low, height, _ in run[first:]:
        if not (height < small and low > high and _RAISED.fullmatch(shown[-1])):
            break
        count += 1
    return count


def reference(raised: list[Glyph], before: list[str], run: list[Glyph], after: int) -> str:
    """The characters of a superscript that refers to a note; "" for one that is part of its word.

    Ordinals ("1st") and units ("5 km²") are parts of words.
    """
    text = "".join(
        ("," if shown[0] == " " and at else "") + shown[-1] for at, (shown, *_) in enumerate(raised)
    ).replace(",,", ",")
    if not _REFERENCE.fullmatch(text):
        return ""
    ends = after == len(run) or run[after][0][0] == " " or not run[after][0][-1].isalpha()
    if text.isalpha() and not (ends and not (before and before[-1][-1].isdigit())):
        return ""
    if text in ("2", "3") and _UNITS.search("".join(before[-5:])):
        return ""
    return text


def labels_of(found: str) -> list[str]:
    """The numbers and letters in the characters of a reference.

    >>> labels_of("12,a")
    ['12', 'a']
    """
    return re.findall(_LABEL, found)
