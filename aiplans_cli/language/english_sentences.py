"""Where an English sentence ends: at a full stop, unless what stands on either side forbids it.

What decides is the word before the stop and the beginning of the word after it, and nothing else,
so that each piece of a large text can be judged once, wherever it stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiplans_cli.language.folding import SUPERSCRIPTS

if TYPE_CHECKING:
    from collections.abc import Mapping

LOWER, DIGIT, OTHER, STARTER, OPENING = range(5)
"""Classes of what may follow a stop; ``OPENING`` is nothing but opening marks."""

_BEFORE_NAMES = (
    "mr mrs ms dr prof sen rep gov gen lt col capt maj sgt hon rev vs cf viz e.g i.e u.s.c"
)
"""Those that names and clauses follow: "Roe vs. The State" is one, and nobody's name is "e.g."."""

_BEFORE_NUMBERS = "no nos art arts fig figs ch p ex"
_IN_NAMES_AND_NUMBERS = (
    "fed exec pub pres admin comm crim civ mt ft sec secs para paras vol vols pp approx reg regs "
    "stat stats supp cong sess rec doc ser ed eds jan feb mar apr jun jul aug sep sept oct nov dec "
    "st ave blvd rd dept div univ inst assn natl inc ltd corp co llc plc gmbh bros jr sr al seq "
    "etc ibid tel ext incl ph.d ll.m ll.b ll.d ed.d psy.d pharm.d m.sc b.sc d.phil m.phil m.eng "
    "b.eng m.ed b.ed"
)
_STARTERS = (
    "the this these that those it its he she they we you our their his her your my there here "
    "an some many most all each every both several such other others no not none "
    "in on at for by with from to under after before during since until while when where as if "
    "although though because but and or so yet however moreover furthermore therefore thus then "
    "also additionally finally first second third meanwhile instead indeed today now according "
    "what why how who which whether nor despite given through throughout among between within"
)

_NEVER, _NUMBERS, _STARTS = "never", "unless a number", "only before a starter"


def _rules() -> dict[str, str]:
    rules = dict.fromkeys(_BEFORE_NUMBERS.split(), _NUMBERS)
    rules |= dict.fromkeys(_IN_NAMES_AND_NUMBERS.split(), _STARTS)
    return rules | dict.fromkeys(_BEFORE_NAMES.split(), _NEVER)


ABBREVIATIONS: Mapping[str, str] = _rules()
"""Abbreviation → when a full stop after it ends a sentence, as it does after any other word:
never, as after Mr.; unless a number follows, as after No.; or only before a word such as The,
as after Inc., which ends sentences and stands in names, too."""

CLOSING_MARKS = "\"'”’)]»"
"""What may stand between the end of a sentence and white space, beside the marks of notes."""

OPENING_MARKS = "\"'“‘([«•*–—-"
"""What may stand before the first letter of a sentence."""

_CLOSING = f"{re.escape(CLOSING_MARKS)}{SUPERSCRIPTS}"
_STOP = re.compile(rf"(?<![.!?…])[.!?…]++(?:[{_CLOSING}]|\[\d{{1,3}}\])*+(?=\s)|\n+")
_LAST_WORD = re.compile(r"[^\W_]+(?:[.&'’-][^\W_]+)*$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_FOLLOWING = re.compile(rf"\s*+[{re.escape(OPENING_MARKS)}]*+\s*+(?=(\S))")
_STARTER = re.compile(rf"(?:A(?=\s|$)|(?=[A-Z])(?i:{'|'.join(_STARTERS.split())})(?![^\W_]))")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of ``text`` begin and end; together they hold every word.

    A line break ends a sentence. So does ``.``, ``!`` or ``?`` before white space, with the
    closing marks after it, unless it follows an abbreviation or an initial, or a small letter
    comes next.

    >>> text = "No. 5 of Acme Inc. asks: “Why?” and goes. It came to the U.S. The end."
    >>> [text[a:b] for a, b in sentences(text)]
    ['No. 5 of Acme Inc. asks: “Why?” and goes.', 'It came to the U.S.', 'The end.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends(text, start, stop):
            _append(spans, text, start, stop.end())
            start = stop.end()
    _append(spans, text, start, len(text))
    return spans


def follower(text: str) -> int:
    """The class of what begins a text without white space before it.

    >>> [follower(text) for text in ("a", "5", "AI", "", "The")]
    [0, 1, 2, 4, 3]
    """
    if not text:
        return OPENING
    first = text[0]
    if first.islower():
        return LOWER
    if first.isdigit():
        return DIGIT
    return STARTER if _STARTER.match(text) else OTHER


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    if text[stop.start()] == "\n":
        return True
    following = _FOLLOWING.match(text, stop.end())
    after = follower(text[following.end() : following.end() + 16]) if following else OTHER
    if after == LOWER:
        return False
    if text[stop.start()] in "!?":
        return True
    before = _LAST_WORD.search(text, max(start, stop.start() - 40), stop.start())
    if not before:
        return True
    word = before.group().lower()
    rule = ABBREVIATIONS.get(word)
    if rule is None:
        if len(word) == 1 and word.isalpha() and word != "i":
            return False  # an initial: "J. Smith"
        rule = _STARTS if _DOTTED.fullmatch(word) else ""  # "the U.S. Government" goes on
    return not rule or (
        after == STARTER if rule is _STARTS else rule is _NUMBERS and after != DIGIT
    )


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append((start + left, start + right))
