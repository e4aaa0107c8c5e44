"""Which language a text is in."""

from __future__ import annotations

from aiplans_cli.language.record import LANGUAGES
from aiplans_cli.records import dataclass

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
    """Decide between the languages by the number of words in the script of each.

    >>> detect("人工智能治理体系 (AI governance)")  # "AI governance system"
    Detection(language='zh', minority=0.298...)
    """
    words = {code: language.words_in(text) for code, language in LANGUAGES.items()}
    total = sum(words.values())
    if not total:
        return Detection("", 0.0)
    most = max(reversed(words), key=words.__getitem__)
    return Detection(most, sum(number for code, number in words.items() if code != most) / total)
