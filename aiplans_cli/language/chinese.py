"""Chinese: what a word is, by jieba, and where a sentence ends."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from aiplans_cli.language.engine import ENGINES
from aiplans_cli.language.folding import HAN, HAN_RUN, lower, simplify, straighten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiplans_cli.language.english import Word
    from aiplans_cli.language.settings import Settings
    from aiplans_cli.model import Tokens

_CLOSING = "”’」』）)】〕》〉\\]\"'"
_STOP = re.compile(rf"[。！？!?…][。！？!?…{_CLOSING}]*+|\n+")
"""Marks that end a sentence, with the closing marks after them."""

_GOES_ON = (
    r"[，、；：,;:]|(?<=[！？!?…][》〉])|(?<=[!?])[A-Za-z0-9/=&#%_]"
    rf"|(?<=[！？!?…][”」』\"])[{HAN}]{{0,8}}?(?:[问問说說道喊答写寫称稱]|表示|指出|强调|強調)(?=[。，,；！])"
)
"""What shows that a sentence goes on: a comma, a title such as 《…？》, a ? inside an address, who
said what is quoted."""

_CHARACTERS_PER_WORD = 1.7
"""Of policy prose (jieba, government work report 2024)."""


@lru_cache(maxsize=1)  # a text is asked for twice, for its words and for its concepts
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


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(_GOES_ON)  # which takes longer than the rest of this module


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of ``text`` begin and end: at 。！？… or a line break.

    >>> text = "开放合作。《谁来治理？》出版了。他问：“为什么？”，走了！"
    >>> # "Be open and cooperate. 'Who Governs?' came out. He asked 'why?', and left!"
    >>> [text[a:b] for a, b in sentences(text)]
    ['开放合作。', '《谁来治理？》出版了。', '他问：“为什么？”，走了！']
    >>> len(sentences("“为什么？”他问。")), len(sentences("他问：“为什么？”我们走了。"))
    (1, 2)
    """
    spans: list[tuple[int, int]] = []
    goes_on = _goes_on().match
    stops = [m.end() for m in _STOP.finditer(text) if m[0] == "\n" or not goes_on(text, m.end())]
    start = 0
    for stop in (*stops, len(text)):
        piece = text[start:stop].strip()
        if len(piece) == stop - start > 0:
            spans.append((start, stop))
        elif piece:
            first = text.index(piece[0], start)
            spans.append((first, first + len(piece)))
        start = stop
    return spans


def splitter(settings: Settings) -> Callable[[str], list[Word]]:
    """What splits a text into words as the settings ask."""
    cut = ENGINES[settings.engine](settings).cut
    compounds = compounds_of(settings.dict_terms)
    return lambda text: words(text, cut, compounds)


def words_in(text: str) -> float:
    """How many Chinese words a text has, for telling its language."""
    return sum(map(len, HAN_RUN.findall(text))) / _CHARACTERS_PER_WORD


def tags(tokens: Tokens, settings: Settings) -> dict[str, str]:
    """Chinese word → its part-of-speech tag by jieba, the commonest where it has several.

    The words are those of ``tokens``; one that the tagger splits otherwise, such as a term of the
    concept list, has the tag of its last part.
    """
    from collections import Counter

    from aiplans_cli.language.segmenter import tagger

    tag = tagger(settings.user_words, settings.cache_dir)
    seen: dict[str, Counter[str]] = {}
    for section in tokens.document.sections:
        for word, flag in tag(plain(section.text)):
            seen.setdefault(lower(word), Counter())[flag] += 1
    found = {}
    for word in {word for section in tokens.sections for word in section.words}:
        if word in seen:
            found[word] = min(seen[word], key=lambda flag: (-seen[word][flag], flag))
        else:
            found[word] = tag(word)[-1][1]
    return found


def rarities() -> dict[str, float]:
    """Chinese word → its inverse document frequency, as jieba's table of key words has it."""
    from importlib.util import find_spec

    found = find_spec("jieba")  # importing it would load a dictionary
    assert found is not None and found.origin is not None
    text = Path(found.origin).with_name("analyse").joinpath("idf.txt").read_text(encoding="utf-8")
    pairs = (line.partition(" ") for line in text.splitlines())
    return {word: float(frequency) for word, _, frequency in pairs}
