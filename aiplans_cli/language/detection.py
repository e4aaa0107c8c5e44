"""Which of the two languages a text is in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiplans_cli.language.folding import HAN_RUN

# Compiled when a text is looked at, not when the program starts.
_LATIN_WORD = "[A-Za-zÀ-ɏ]+"
# A Chinese word of policy prose has about 1.7 characters (jieba, government work report 2024).
_CHARACTERS_PER_WORD = 1.7
MIXED = 0.15
"""Share of words in the other language from which a text is mixed."""

LEAST = 0.1
"""Share of words in a language up to which a text is not read in it, whoever asks for that."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What was found, and how clearly."""

    language: str
    """"en", "zh", or "" where the text has words of neither."""
    minority: float
    """Share of the words that are in the other language, 0 to 0.5."""

    def share(self, language: str) -> float:
        """Share of the words that are in this language.

        >>> Detection("zh", 0.25).share("en"), Detection("zh", 0.25).share("zh")
        (0.25, 0.75)
        """
        return 1 - self.minority if language == self.language else self.minority


def detect(text: str) -> Detection:
    """Decide between English and Chinese by the number of words in each script.

    >>> detect("人工智能治理体系 (AI governance)")  # "AI governance system"
    Detection(language='zh', minority=0.298...)
    """
    chinese = sum(map(len, HAN_RUN.findall(text))) / _CHARACTERS_PER_WORD
    english = len(re.findall(_LATIN_WORD, text))
    total = chinese + english
    if not total:
        return Detection("", 0.0)
    return Detection("zh" if chinese >= english else "en", min(chinese, english) / total)
