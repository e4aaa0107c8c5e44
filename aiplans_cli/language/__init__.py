"""Documents to words. Only this room knows what a word, a sentence or a stop word is."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.language.addresses import is_address
from aiplans_cli.language.detection import LEAST, MIXED, Detection, detect
from aiplans_cli.language.engine import ENGINES
from aiplans_cli.language.english import TOKENIZERS
from aiplans_cli.language.record import LANGUAGES, Language, language_of
from aiplans_cli.language.settings import WORD_RULES, Settings
from aiplans_cli.language.stopwords import parse_stop_words, stop_words

if TYPE_CHECKING:
    from aiplans_cli.language.english import Word
    from aiplans_cli.model import Document, Tokens

__all__ = [
    "ENGINES",
    "LANGUAGES",
    "LEAST",
    "MIXED",
    "TOKENIZERS",
    "WORD_RULES",
    "Detection",
    "Language",
    "Settings",
    "detect",
    "expect",
    "find_exact",
    "fold",
    "is_content_word",
    "language_of",
    "parse_stop_words",
    "sentences",
    "stem_terms",
    "stop_words",
    "tokenize",
    "words",
]


def find_exact(
    text: str, wanted: str, language: str, settings: Settings | None = None
) -> list[tuple[int, int]]:
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
    record = LANGUAGES[language]

    def split(piece: str) -> list[Word]:
        return record.splitter(settings or Settings())(piece)

    return record.find(text, wanted, record.fold, split)


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


def tokenize(document: Document, settings: Settings | None = None) -> Tokens:
    """Split every section of ``document`` into words and sentences.

    Raises ``AnalysisError`` where the counted text has no word at all.
    """
    # not where only options are asked for
    from aiplans_cli.model import ALL_COUNTED_KINDS, SectionTokens, Tokens

    split = LANGUAGES[document.language].splitter(settings or Settings())
    sections = []
    for index, section in enumerate(document.sections):
        found = split(section.text) if section.kind in ALL_COUNTED_KINDS else []
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


_HAN_OR_LETTER = re.compile(r"[^\W\d_]")


def is_content_word(word: str, language: str, stops: frozenset[str] | None = None) -> bool:
    """Whether a word tells of the subject: not a stop word, not a bare number, not an address.

    >>> is_content_word("governance", "en"), is_content_word("the", "en")
    (True, False)
    """
    if word in (stop_words(language) if stops is None else stops):
        return False
    return bool(_HAN_OR_LETTER.search(word)) and not is_address(word)


def stem_terms(terms: frozenset[str], language: str = "en") -> dict[str, str]:
    """Word → its stem, for counts that were made from whole words; each is its own without one.

    >>> stem_terms(frozenset({"plans"})), stem_terms(frozenset({"规划"}), "zh")  # "plan"
    ({'plans': 'plan'}, {'规划': '规划'})
    """
    stemmer = LANGUAGES[language].stemmer
    stem = stemmer() if stemmer else str
    return {term: stem(term) for term in terms}
