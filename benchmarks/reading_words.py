"""Bags of words that two extractors can be compared by, and where they differ."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HYPHENS = "-\u00ac\u00ad\u2010\u2011\u2212"
_INSIDE = re.compile(rf"(?<=[^\W\d_])[{_HYPHENS}'’ʼ`´](?=[^\W\d_])")
_AT_END = re.compile(rf"(?<=[^\W\d_])[{_HYPHENS}][ \t]*\n[ \t]*(?=[^\W\d_])")
_BROKEN = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]\s*$", re.MULTILINE)
_WORD = re.compile(rf"[{_HAN}]|[^\W\d_{_HAN}]+|\d+")


def is_han(word: str) -> bool:
    """Whether the word is a Chinese character."""
    return bool(re.match(f"[{_HAN}]", word))


def _folded(text: str) -> str:
    text = "".join(char for char in text if not "\ud800" <= char <= "\udfff")
    return unicodedata.normalize("NFKC", text).casefold().replace("\r", "")


def _words(text: str) -> list[str]:
    text = _AT_END.sub("", _folded(text))
    return _WORD.findall(_INSIDE.sub("", text.replace("\u00ad", "")))


def words_of(text: str) -> Counter[str]:
    """How often each word stands in the text."""
    return Counter(_words(text))


def neighbours_of(text: str) -> Counter[tuple[str, str]]:
    """How often each pair of words stands side by side, which shows whether the order is right."""
    return Counter(pairwise(_words(text)))


def _broken(text: str) -> set[str]:
    """What stands before a hyphen at a line's end."""
    return set(_BROKEN.findall(_folded(text)))


@dataclass(frozen=True, slots=True)
class Difference:
    """Where our words and those of other extractors differ."""

    lost: Counter[str]
    invented: Counter[str]
    shared: int
    """Words that the others have in common."""


def differences(
    every: Counter[str],
    counted: Counter[str],
    texts: Sequence[str],
    named: Mapping[str, tuple[int, list[str]]],
    agreeing: int,
) -> Difference:
    """How ours differ from what at least ``agreeing`` of the other texts have in common.

    ``every`` are our words of all kinds, ``counted`` those of body and headings, ``named`` what
    the ledger says of text outside the sections. All others must agree for the strictest proof;
    where one extractor of three shares our defect, two that agree still show it.
    """
    bags = [words_of(text) for text in texts]
    least: Counter[str] = Counter()
    most: Counter[str] = Counter()
    for word in set().union(*bags):
        times = sorted(bag[word] for bag in bags)
        least[word], most[word] = times[-agreeing], times[agreeing - 1]
    lost, invented = least - every, counted - most
    _rejoin(lost, invented, set().union(*map(_broken, texts)))
    _name(lost, invented, named)
    return Difference(+lost, +invented, least.total())


def _rejoin(lost: Counter[str], invented: Counter[str], fragments: set[str]) -> None:
    """Strike out words that we joined and the others left in two.

    That is right after a hyphen at the end of a page or column, and for a drop cap.
    """
    for word in list(invented):
        for at in range(1, len(word)):
            head, tail = word[:at], word[at:]
            times = min(invented[word], lost[head], lost[tail])
            if times > 0 and (head in fragments or at == 1):
                for part in (word, head, tail):
                    (invented if part == word else lost)[part] -= times


def _name(
    lost: Counter[str], invented: Counter[str], named: Mapping[str, tuple[int, list[str]]]
) -> None:
    """Strike out what the ledger names: marks, up to their number, and the examples' words."""
    for word, times in words_of(
        "\n".join(e for _, all_of in named.values() for e in all_of)
    ).items():
        lost[word] -= min(lost[word], times)
    left = sum(characters for characters, _ in named.values())
    for word in sorted(lost, key=len):
        if word.isdigit() or len(word) == 1:
            times = min(lost[word], left // len(word))
            lost[word] -= times
            left -= times * len(word)
        elif lost[word] and invented[word[:-1]] > 0:  # a letter set high at the end of a word
            times = min(lost[word], invented[word[:-1]], left)
            lost[word] -= times
            invented[word[:-1]] -= times
            left -= times
