"""How rich a vocabulary is, and how easy a text is to read: numbers from words in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FACTOR = 0.72
"""The type-token ratio at which a stretch of text ends, as McCarthy & Jarvis (2010) set it."""


def mtld(words: Sequence[str], factor: float = FACTOR) -> float | None:
    """Measure of textual lexical diversity: the mean length, in words, of stretches of text that
    keep a type-token ratio above ``factor`` (McCarthy & Jarvis 2010).

    A stretch ends where the ratio falls to ``factor``, and the next begins afresh; what remains
    counts for as much of a stretch as it has gone of the way from 1 to ``factor``. It is read
    forwards and backwards, and the mean of both is the measure. ``None`` where no word stands
    twice, so that no stretch ever ends. About 10 (repetitive) to 150 (rich).

    >>> mtld("of the people by the people for the people".split())
    9.0
    >>> mtld(["each", "once"]) is None
    True
    """
    forwards, backwards = _stretches(words, factor), _stretches(reversed(words), factor)
    if not forwards or not backwards:
        return None
    return (len(words) / forwards + len(words) / backwards) / 2


def _stretches(words: Iterable[str], factor: float) -> float:
    found, length, ratio = 0.0, 0, 1.0
    types: set[str] = set()
    for word in words:
        types.add(word)
        length += 1
        ratio = len(types) / length
        if ratio <= factor:
            found += 1
            types, length, ratio = set(), 0, 1.0
    return found + (1 - ratio) / (1 - factor)


def flesch_reading_ease(words: int, sentences: int, syllables: int) -> float | None:
    """How easy English is to read: 206.835 - 1.015 words per sentence - 84.6 syllables per word.

    90 is very easy, 60 plain, below 30 very hard; long words and sentences go below 0 (Flesch
    1948). ``None`` without words.

    >>> round(flesch_reading_ease(100, 5, 150), 3)
    59.635
    """
    if not words or not sentences:
        return None
    return 206.835 - 1.015 * words / sentences - 84.6 * syllables / words


def flesch_kincaid_grade(words: int, sentences: int, syllables: int) -> float | None:
    """For which American school year English is: 0.39 words per sentence + 11.8 syllables per word
    - 15.59 (Kincaid et al. 1975). ``None`` without words.

    >>> round(flesch_kincaid_grade(100, 5, 150), 2)
    9.91
    """
    if not words or not sentences:
        return None
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59
