"""Documents to words. Only this room knows what a word, a sentence or a stop word is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.language import chinese, english
from aiplans_cli.language.detection import LEAST, MIXED, Detection, detect
from aiplans_cli.language.engine import Engine
from aiplans_cli.language.folding import lower, narrow
from aiplans_cli.language.stopwords import parse_stop_words, stop_words

if TYPE_CHECKING:
    from pathlib import Path

    from aiplans_cli.language.english import Word
    from aiplans_cli.language.segmenter import UserWord
    from aiplans_cli.model import Document, Tokens

__all__ = [
    "ENGINES",
    "LANGUAGES",
    "LEAST",
    "MIXED",
    "TOKENIZERS",
    "Detection",
    "Settings",
    "detect",
    "expect",
    "find_exact",
    "fold",
    "is_content_word",
    "parse_stop_words",
    "sentences",
    "stem_terms",
    "stop_words",
    "tags",
    "tokenize",
    "words",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a document is split into words."""

    tokenizer: str = "pattern"
    """Key of ``TOKENIZERS``: how English is split."""
    stem: bool = False
    """Whether English words are counted by their Snowball stem."""
    dict_terms: frozenset[str] = frozenset()
    """Chinese terms that are one word wherever the segmenter's words add up to them."""
    user_words: tuple[UserWord, ...] = ()
    """The user's words for jieba's dictionary."""
    engine: str = "rjieba"
    """Key of ``ENGINES``: what segments Chinese. No result depends on it."""
    cache_dir: Path | None = None
    """Folder for the segmenter's dictionary; ``None`` builds it anew. No result depends on it."""

    def signature(self) -> str:
        """The settings that shape the words, as one stable line."""
        terms = ",".join(sorted(self.dict_terms))
        extra = ",".join(f"{w.word}/{w.frequency}/{w.tag}" for w in self.user_words)
        return f"{self.tokenizer}|{self.stem}|{terms}|{extra}"


TOKENIZERS: dict[str, Callable[[str], list[Word]]] = {
    "pattern": english.words,
    "treebank": english.treebank_words,
}
"""How English is split: by one documented pattern, or as in the Penn Treebank."""


def _rjieba(settings: Settings) -> Engine:
    if settings.user_words:  # jieba weighs a new word by rules that its port does not have
        return _jieba(settings)
    from aiplans_cli.language import rjieba

    return Engine(rjieba.routes, rjieba.is_left_over, rjieba.parted)


def _jieba(settings: Settings) -> Engine:
    from aiplans_cli.language.segmenter import cutter

    cut = cutter(settings.user_words, settings.cache_dir)
    return Engine(lambda text: [cut(text)])


ENGINES: dict[str, Callable[[Settings], Engine]] = {"rjieba": _rjieba, "jieba": _jieba}
"""What segments Chinese, to the same words: the port of jieba to Rust, or jieba itself."""


def _english_words(settings: Settings) -> Callable[[str], list[Word]]:
    split = TOKENIZERS[settings.tokenizer]
    if not settings.stem:
        return split
    stem = english.stemmer()
    return lambda text: [(stem(word), start, end) for word, start, end in split(text)]


def _chinese_words(settings: Settings) -> Callable[[str], list[Word]]:
    cut = ENGINES[settings.engine](settings).cut
    compounds = chinese.compounds_of(settings.dict_terms)
    return lambda text: chinese.words(text, cut, compounds)


@dataclass(frozen=True, slots=True)
class Language:
    """What the rest of the program may ask about a language."""

    name: str
    """Its English name."""
    fold: Callable[[str], str]
    """Text → the text for matching, of the same length."""
    splitter: Callable[[Settings], Callable[[str], list[Word]]]
    """Settings → the function that splits a text into words with offsets."""
    sentences: Callable[[str], list[tuple[int, int]]]
    """Text → where its sentences begin and end."""


LANGUAGES: dict[str, Language] = {
    "en": Language("English", english.fold, _english_words, english.sentences),
    "zh": Language("Chinese", chinese.fold, _chinese_words, chinese.sentences),
}
"""The languages by code."""


def fold(text: str, language: str) -> str:
    """The form of ``text`` in which words are looked for; always as long as ``text``.

    >>> fold("America’s AI", "en")
    "america's ai"
    """
    return LANGUAGES[language].fold(text)


def expect(found: Detection, language: str, name: str, least: float = LEAST) -> None:
    """Raise ``AnalysisError`` where at most ``least`` of a text is in the language it is read in.

    Every run of Chinese characters would be one long "English" word.
    """
    share = found.share(language)
    if share <= least:
        fact = f"it has {'hardly any' if share else 'no'} {LANGUAGES[language].name} words"
        raise AnalysisError(name, fact, "leave --lang out, or check the file")


def words(text: str, language: str, settings: Settings | None = None) -> list[Word]:
    """The words of ``text`` in the form in which they are counted, with start and end offsets.

    >>> words("U.S. full-stack AI", "en")
    [('u.s.', 0, 4), ('full-stack', 5, 15), ('ai', 16, 18)]
    """
    return LANGUAGES[language].splitter(settings or Settings())(text)


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Where the sentences of ``text`` begin and end, without surrounding white space."""
    return LANGUAGES[language].sentences(text)


def find_exact(text: str, wanted: str, language: str) -> list[tuple[int, int]]:
    """Where exactly this word or phrase stands, whatever its case, quotes, width or script.

    In English it must be whole words, with nothing but white space between them, save where it
    begins or ends with a sign; in Chinese every occurrence of the string counts, also inside a
    longer word, but Latin letters must stand alone.

    >>> find_exact("AI governance, and governing AI", "ai governance", "en")
    [(0, 13)]
    >>> find_exact("全球治理體系的治理", "治理", "zh")  # "governance" twice
    [(2, 4), (7, 9)]
    >>> find_exact("125% of $25 or 25 ％", "25%", "en"), find_exact("25％", "25%", "en")
    ([], [(0, 3)])
    """
    from aiplans_cli.characters import tidied

    folded, needle = fold(text, language), " ".join(fold(tidied(wanted), language).split())
    if not needle:
        return []
    if not needle.replace(" ", "").isalnum():  # signs are not folded
        folded, needle = narrow(folded), narrow(needle)
    pattern = r"\s+".join(re.escape(piece) for piece in needle.split())
    found = [(m.start(), m.end()) for m in re.finditer(pattern, folded)]
    if language == "zh":
        return [span for span in found if not _inside_latin(folded, *span)]
    if not found:
        return []
    typed, splits = words(needle, language), words(text, language)
    starts, ends = {start for _, start, _ in splits}, {end for _, _, end in splits}
    # the full stop of "U.S." is the word's, that of "Inc." a sign of its own
    first = typed[:1] and typed[0][1] == 0
    last = typed[-1:] and typed[-1][2] == len(needle)
    return [(a, b) for a, b in found if (a in starts or not first) and (b in ends or not last)]


def _inside_latin(text: str, start: int, end: int) -> bool:
    """Whether a match that begins or ends in a Latin letter goes on beyond the match."""

    def joined(first: int) -> bool:
        pair = text[max(first, 0) : first + 2]
        return first >= 0 and len(pair) == 2 and pair.isascii() and pair.isalnum()

    return joined(start - 1) or joined(end - 1)


def tokenize(document: Document, settings: Settings | None = None) -> Tokens:
    """Split every section of ``document`` into words and sentences.

    Raises ``AnalysisError`` where the counted text has no word at all.
    """
    from aiplans_cli.model import SectionTokens, Tokens  # not where only options are asked for

    split = LANGUAGES[document.language].splitter(settings or Settings())
    sections = []
    for index, section in enumerate(document.sections):
        found = split(section.text) if section.kind != "furniture" else []
        spans = sentences(section.text, document.language)
        starts = [start for start, _ in spans]
        sections.append(
            SectionTokens(
                section=index,
                words=tuple(word for word, _, _ in found),
                starts=tuple(start for _, start, _ in found),
                ends=tuple(end for _, _, end in found),
                sentences=tuple(max(0, bisect_right(starts, s) - 1) for _, s, _ in found),
                sentence_count=len(spans),
            )
        )
    if not any(section.words for section in sections):
        name = LANGUAGES[document.language].name
        raise AnalysisError(
            document.id, f"it has no {name} words", "check the file, or choose its --lang"
        )
    return Tokens(document, tuple(sections))


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
        for word, flag in tag(chinese.plain(section.text)):
            seen.setdefault(lower(word), Counter())[flag] += 1
    found = {}
    for word in {word for section in tokens.sections for word in section.words}:
        if word in seen:
            found[word] = min(seen[word], key=lambda flag: (-seen[word][flag], flag))
        else:
            found[word] = tag(word)[-1][1]
    return found


_HAN_OR_LETTER = re.compile(r"[^\W\d_]")


def is_content_word(word: str, language: str, stops: frozenset[str] | None = None) -> bool:
    """Whether a word tells of the subject: not a stop word, not a bare number, not an address.

    >>> is_content_word("governance", "en"), is_content_word("the", "en")
    (True, False)
    """
    if word in (stop_words(language) if stops is None else stops):
        return False
    return bool(_HAN_OR_LETTER.search(word)) and not english.ADDRESS.match(word)


def stem_terms(terms: frozenset[str]) -> dict[str, str]:
    """English word → its Snowball stem, for counts that were made from whole words."""
    stem = english.stemmer()
    return {term: stem(term) for term in terms}
