"""How many columns of a screen a text takes: Chinese characters take two.

Widths follow Unicode Standard Annex 11 (East Asian Width): wide and full-width characters take two
columns, marks and format characters none, all others one. "Ambiguous" characters (such as ±) count
as one, as terminals draw them outside East Asian legacy fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

ELLIPSIS = "…"
_WHITE = {ord(mark): " " for mark in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"}
_SEAM = re.compile(r"(?<=\w[-_/])(?=\w)")
_JAMO = range(0x1160, 0x1200)  # Korean vowels and finals, drawn inside the syllable before them


def character_width(character: str) -> int:
    """Columns taken by one character: 0, 1 or 2."""
    if " " <= character <= "~":
        return 1
    if unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf", "Cc"}:
        return 0
    if ord(character) in _JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def display_width(text: str) -> int:
    """Columns that ``text`` takes on one line of a screen.

    >>> display_width("governance"), display_width("治理")  # 治理: governance
    (10, 4)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(character_width(character) for character in text)


def screen_line(text: str) -> str:
    r"""``text`` on one line, without the characters by which it could steer a terminal.

    White space other than the blank becomes a blank; escape and other control characters and lone
    surrogates become U+FFFD; characters that are invisible or turn the direction of writing go.

    >>> screen_line("a\tb\x1b[31m")
    'a b�[31m'
    """
    if text.isascii() and text.isprintable():
        return text
    shown = []
    for character in text.translate(_WHITE):
        category = unicodedata.category(character)
        if category in {"Cc", "Cs"}:
            shown.append("\ufffd")
        elif category != "Cf":
            shown.append(character)
    return "".join(shown)


def fit(text: str, width: int, align: Literal["left", "right"] = "left") -> str:
    """``text`` made exactly ``width`` columns wide, by blanks or by a cut that shows as "…".

    Text aligned left is cut at its end and text aligned right at its beginning, so that contexts
    stay next to the match they surround. A wide character that would be halved gives way to a
    blank.

    >>> fit("全球治理", 6), fit("全球治理", 6, "right")  # 全球治理: global governance
    ('全球… ', ' …治理')
    """
    size = display_width(text)
    if size > width:
        text = _cut(text, width, align)
        size = display_width(text)
    blanks = " " * (width - size)
    return text + blanks if align == "left" else blanks + text


def _cut(text: str, width: int, align: Literal["left", "right"]) -> str:
    if width < 1:
        return ""
    clusters = list(_clusters(text))
    kept: list[str] = []
    room = width - 1
    for cluster in clusters if align == "left" else reversed(clusters):
        room -= display_width(cluster)
        if room < 0:
            break
        kept.append(cluster)
    if align == "left":
        return "".join(kept) + ELLIPSIS
    return ELLIPSIS + "".join(reversed(kept))


def fold(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns, 0 for no limit.

    Lines break at blanks and beside wide characters, but no closing mark begins a line and no
    opening mark ends one. What is too long for a line is broken at a hyphen, underscore or slash
    inside it, else anywhere.

    >>> fold("governance, 全球治理。", 12)  # 全球治理: global governance
    ['governance,', '全球治理。']
    """
    if not width or display_width(text) <= width:
        return [text]
    lines = [""]
    room = width
    for atom in _atoms(text):
        size = display_width(atom.rstrip())
        if size > room and lines[-1]:
            lines.append("")
            room = width
        *whole, rest = _chop(atom, width) if size > width else [atom]
        if whole:
            lines[-1:] = [*whole, ""]
        lines[-1] += rest
        room -= display_width(rest)
    return [line.strip() for line in lines]


def _chop(atom: str, width: int) -> list[str]:
    """Pieces of at most ``width`` columns, or of one character that is wider."""
    pieces = [""]
    for part in _SEAM.split(atom):
        fits = display_width(part.rstrip()) <= width
        for piece in [part] if fits else _clusters(part):
            if pieces[-1] and display_width(pieces[-1] + piece.rstrip()) > width:
                pieces.append("")
            pieces[-1] += piece
    return pieces


def _atoms(text: str) -> Iterator[str]:
    """What a line may not break, with the blanks that follow it."""
    atom = ""
    for cluster in _clusters(text):
        if atom and _may_break(atom[-1], cluster[0]):
            yield atom
            atom = ""
        atom += cluster
    yield atom


def _may_break(before: str, after: str) -> bool:
    if after == " " or before == " ":
        return before == " " and after != " "
    if character_width(before) < 2 and character_width(after) < 2:
        return False
    opening = unicodedata.category(before) in {"Ps", "Pi"}
    return not opening and unicodedata.category(after) not in {"Pe", "Pf", "Po"}


def _clusters(text: str) -> Iterator[str]:
    """Characters of a text that is not empty, each with the marks that are drawn on it."""
    cluster = ""
    for character in text:
        if cluster and character_width(character):
            yield cluster
            cluster = ""
        cluster += character
    yield cluster
