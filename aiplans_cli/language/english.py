"""English: what a word is, how it is grouped, and where a sentence ends."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from aiplans_cli.language.folding import lower, straighten
from aiplans_cli.lean_imports import without

if TYPE_CHECKING:
    from collections.abc import Callable

Word = tuple[str, int, int]
"""A word in the form in which it is counted, with its first and its end offset."""

WORD = re.compile(
    r"""
      (?:https?://|www\.)[^\s<>"]+           # an address is one token: its parts are not prose
    | [^\W\d_](?:\.[^\W\d_])+\.?(?![^\W_])   # U.S., e.g.
    | [^\W_]+                                # letters and digits,
      (?:(?:[-']|(?<=\d)[.,](?=\d))[^\W_]+)* #   inner hyphens and apostrophes, 1,000 and 2.5
    """,
    re.VERBOSE,
)
"""The definition of an English word, applied to the folded text.

>>> WORD.findall("the u.s. full-stack, 2.5-billion nation's ai—not m-25-21")
['the', 'u.s.', 'full-stack', '2.5-billion', "nation's", 'ai', 'not', 'm-25-21']
"""

ADDRESS = re.compile(r"(?:https?://|www\.)")

# A full stop after one of these ends no sentence; after the second group, none before a number.
_TITLES = frozenset("mr mrs ms dr prof sen rep gov gen lt vs cf viz e.g i.e u.s.c".split())
_REFERENCES = frozenset(
    "no nos art arts sec secs para paras ch fig figs vol p pp approx "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
ABBREVIATIONS = _TITLES | _REFERENCES
"""Words after which a full stop may end no sentence; nor may it after one letter."""

_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\n+")
_LAST_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*$")
OPENING_MARKS = "\"'“‘([•*–—-"
"""What may stand before the first letter of a sentence."""

_OPENING = re.compile(rf"\s*[{re.escape(OPENING_MARKS)}]*\s*(\S)")


def fold(text: str) -> str:
    """The text for matching: straight quotes, lower case, same length."""
    return lower(straighten(text))


def words(text: str) -> list[Word]:
    """The words of ``text`` by the pattern ``WORD``, lower-cased, with their offsets.

    >>> words("America’s AI")
    [("america's", 0, 9), ('ai', 10, 12)]
    """
    return [(m.group(), m.start(), m.end()) for m in WORD.finditer(fold(text))]


def treebank_words(text: str) -> list[Word]:
    """The words of ``text`` as NLTK's Penn Treebank tokenizer splits them ("do", "n't").

    Tokens without a letter or digit are dropped; one sentence at a time, as the rules assume.
    """
    tokenizer = _treebank()
    found: list[Word] = []
    for first, last in sentences(text):
        sentence = straighten(text[first:last]).replace("—", " ")
        position = 0
        for token in tokenizer(sentence):
            start = sentence.find(token, position)
            if start < 0:  # the tokenizer rewrites quotation marks, which are no words
                continue
            position = start + len(token)
            if any(character.isalnum() for character in token):
                found.append((lower(token), first + start, first + position))
    return found


@cache
def _treebank() -> Callable[[str], list[str]]:
    with without("sklearn"):
        from nltk.tokenize.treebank import TreebankWordTokenizer
    tokenize: Callable[[str], list[str]] = TreebankWordTokenizer().tokenize
    return tokenize


@cache
def stemmer() -> Callable[[str], str]:
    """NLTK's Snowball stemmer for English, remembering the words it has seen.

    >>> stemmer()("governing"), stemmer()("governs")
    ('govern', 'govern')
    """
    with without("sklearn"):
        from nltk.stem.snowball import EnglishStemmer
    stem: Callable[[str], str] = EnglishStemmer().stem
    return cache(stem)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of ``text`` begin and end; together they hold every word.

    A line break ends a sentence. So does ``.``, ``!`` or ``?`` before white space, unless it
    follows an abbreviation or an initial, or a small letter comes next.

    >>> [ "The U.S. leads. No. 5 asks: why? Because."[a:b] for a, b in
    ...   sentences("The U.S. leads. No. 5 asks: why? Because.")]
    ['The U.S. leads.', 'No. 5 asks: why?', 'Because.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends(text, start, stop):
            _append(spans, text, start, stop.end())
            start = stop.end()
    _append(spans, text, start, len(text))
    return spans


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    if stop.group().startswith(("\n", "!", "?")):
        return True
    following = _OPENING.match(text, stop.end())
    if following and following.group(1).islower():
        return False
    before = _LAST_WORD.search(text, max(start, stop.start() - 40), stop.start())
    if not before:
        return True
    word = before.group().lower()
    if word in _TITLES:
        return False
    if word in _REFERENCES and following and following.group(1).isdigit():
        return False
    if len(word) == 1 and word.isalpha() and word != "i":
        return False  # an initial: "J. Smith"
    # "the U.S. Government" goes on; "in the U.S. The plan" does not, but no rule tells them apart.
    return not re.fullmatch(r"(?:\w\.)+\w", word)


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append((start + left, start + right))
