"""English: what a word is, and how it is grouped."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from aiplans_cli.language.addresses import addresses, is_address
from aiplans_cli.language.english_sentences import sentences
from aiplans_cli.language.folding import HAN, HAN_RUN, lower, straighten
from aiplans_cli.lean_imports import without

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.language.settings import Settings

Word = tuple[str, int, int]
"""A word in the form in which it is counted, with its first and its end offset."""

_PATTERN = r"""
      (?:[^\W\d_OTHER](?:\.[^\W\d_OTHER])+|ph\.d|(?:ll|ed|psy|pharm)\.[bdm]|[bdm]\.(?:sc|phil|eng|ed))
      (?:\.'s(?![^\W_OTHER])|\.?(?![^\W_OTHER]))  # U.S., e.g., Ph.D., U.S.'s
    | (?:[^\W\d_OTHER]{1,2}(?:&[^\W\d_OTHER]{1,2})+(?![^\W_OTHER])   # R&D, AT&T
      | [^\W_OTHER]+                           # letters and digits,
      )(?:(?:[-']|(?<=\d)[.,](?=\d))[^\W_OTHER]+)*  #   inner hyphens, apostrophes, 1,000 and 2.5
"""
_LATIN_WORD = "[A-Za-zÀ-ɏ]+"
"""Compiled when a text is looked at, not when the program starts."""


@cache
def word_pattern(beside_chinese: bool = False) -> re.Pattern[str]:
    """The definition of an English word, applied to the folded text, beside its addresses.

    Beside Chinese characters those are words of their own. Compiled when a text is split: that
    takes longer than anything else of a start.

    >>> word_pattern().findall("the u.s. full-stack, 2.5-billion nation's ai—not m-25-21 r&d")
    ['the', 'u.s.', 'full-stack', '2.5-billion', "nation's", 'ai', 'not', 'm-25-21', 'r&d']
    """
    pattern = _PATTERN.replace("OTHER", HAN if beside_chinese else "")
    return re.compile(pattern + f"| [{HAN}]+" * beside_chinese, re.VERBOSE)


def fold(text: str) -> str:
    """The text for matching: straight quotes, lower case, same length."""
    return lower(straighten(text))


def words(text: str) -> list[Word]:
    """The words of ``text`` by ``word_pattern``, lower-cased, with their offsets.

    >>> words("America’s AI")
    [("america's", 0, 9), ('ai', 10, 12)]
    >>> [word for word, _, _ in words("AI治理: see www.nist.gov.")]  # "AI governance"
    ['ai', '治理', 'see', 'www.nist.gov']
    """
    folded = fold(text)
    pattern = word_pattern(HAN_RUN.search(folded) is not None)
    found: list[Word] = []
    done = 0
    for first, last in addresses(folded):
        found += [(m.group(), m.start(), m.end()) for m in pattern.finditer(folded, done, first)]
        found.append((folded[first:last], first, last))
        done = last
    found += [(m.group(), m.start(), m.end()) for m in pattern.finditer(folded, done)]
    return found


def without_hyphens(found: list[Word]) -> list[Word]:
    """The words with those parted that hyphens hold together, but for addresses.

    >>> without_hyphens([("high-risk", 0, 9), ("ai", 10, 12)])
    [('high', 0, 4), ('risk', 5, 9), ('ai', 10, 12)]
    """
    parted: list[Word] = []
    for word, start, end in found:
        if "-" not in word or is_address(word):
            parted.append((word, start, end))
            continue
        pieces = re.finditer("[^-]+", word)
        parted += ((m.group(), start + m.start(), start + m.end()) for m in pieces)
    return parted


def treebank_words(text: str) -> list[Word]:
    """The words of ``text`` as NLTK's Penn Treebank tokenizer splits them ("do", "n't").

    Tokens without a letter or digit are dropped; one sentence at a time, as the rules assume.
    """
    straight = straighten(text)
    tokenizer = _treebank()
    found: list[Word] = []
    for first, last in sentences(text):
        sentence = straight[first:last].replace("—", " ")
        for start, end in addresses(sentence):  # one token each, by any rules
            sentence = sentence[:start] + "x" * (end - start) + sentence[end:]
        position = 0
        for token in tokenizer(sentence):
            start = sentence.find(token, position)
            if start < 0:  # the tokenizer rewrites quotation marks, which are no words
                continue
            position = start + len(token)
            if any(character.isalnum() for character in token):
                place = first + start, first + position
                found.append((lower(straight[slice(*place)]), *place))
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


TOKENIZERS: dict[str, Callable[[str], list[Word]]] = {
    "pattern": words,
    "treebank": treebank_words,
}
"""How English is split: by one documented pattern, or as in the Penn Treebank."""


def splitter(settings: Settings) -> Callable[[str], list[Word]]:
    """What splits a text into words as the settings ask."""
    split = TOKENIZERS[settings.tokenizer]
    if settings.split_hyphens:
        split = partial(_unhyphenated, split)

    if not settings.stem:
        return split
    return partial(_stemmed, split, stemmer())


def _unhyphenated(split: Callable[[str], list[Word]], text: str) -> list[Word]:
    return without_hyphens(split(text))


def _stemmed(
    split: Callable[[str], list[Word]], stem: Callable[[str], str], text: str
) -> list[Word]:
    return [(stem(word), start, end) for word, start, end in split(text)]


def syllables(word: str) -> int:
    """About how many syllables a word has, by rules that are compiled where they are asked for."""
    from aiplans_cli.language.english_syllables import syllables

    return syllables(word)


def words_in(text: str) -> float:
    """How many English words a text has, for telling its language: runs of Latin letters."""
    return len(re.findall(_LATIN_WORD, text))
