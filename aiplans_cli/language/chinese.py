"""Chinese: what a word is, by jieba, and where a sentence ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiplans_cli.language.folding import lower, simplify, straighten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiplans_cli.language.english import Word

_SENTENCE = re.compile(r"\s*(?=\S)([^。！？!?…\n]*(?:[。！？!?…]+[”’」』）)\"']*)?)")


def plain(text: str) -> str:
    """The text as it is segmented: simplified characters and plain Latin letters, case kept."""
    return simplify(straighten(text))


def fold(text: str) -> str:
    """The text for matching: ``plain``, and in lower case."""
    return lower(plain(text))


def words(
    text: str, cut: Callable[[str], list[str]], compounds: Mapping[str, frozenset[str]]
) -> list[Word]:
    """The words of ``text`` as ``cut`` segments its simplified form, with their offsets.

    ``compounds`` maps a first character to the terms that begin with it; neighbouring words that
    make up such a term are joined. Pieces without a letter, digit or character are dropped.
    Case is folded after segmentation, since jieba's dictionary knows A股 ("A-shares") but not a股.
    """
    found: list[Word] = []
    position = 0
    for piece in cut(plain(text)):
        end = position + len(piece)
        if any(character.isalnum() for character in piece):
            found.append((lower(piece), position, end))
        position = end
    return _join(found, compounds) if compounds else found


def compounds_of(terms: frozenset[str]) -> dict[str, frozenset[str]]:
    """The terms by their first character, as ``words`` wants them."""
    by_first: dict[str, set[str]] = {}
    for term in terms:
        by_first.setdefault(term[0], set()).add(term)
    return {first: frozenset(group) for first, group in by_first.items()}


def _join(found: list[Word], compounds: Mapping[str, frozenset[str]]) -> list[Word]:
    joined: list[Word] = []
    index = 0
    while index < len(found):
        last = index
        terms = compounds.get(found[index][0][0])
        if terms:
            longest = max(map(len, terms))
            term = found[index][0]
            for ahead in range(index + 1, len(found)):
                if found[ahead][1] != found[ahead - 1][2] or len(term) >= longest:
                    break
                term += found[ahead][0]
                if term in terms:
                    last = ahead
        start, end = found[index][1], found[last][2]
        word = "".join(piece[0] for piece in found[index : last + 1])
        joined.append((word, start, end))
        index = last + 1
    return joined


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of ``text`` begin and end: at 。！？… or a line break.

    >>> [ "开放合作。共享成果！"[a:b] for a, b in sentences("开放合作。共享成果！")]
    ['开放合作。', '共享成果！']
    """
    found = [(m.start(1), m.group(1)) for m in _SENTENCE.finditer(text)]
    return [(start, start + len(sentence.rstrip())) for start, sentence in found]
