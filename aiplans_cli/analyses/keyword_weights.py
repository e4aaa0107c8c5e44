"""How key words are weighed, and how rare words are elsewhere: by a table or the user's texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from math import log
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.language import LANGUAGES

if TYPE_CHECKING:
    from aiplans_cli.analyses.comparison.contrast_sides import Side
    from aiplans_cli.sources.session import Session

Sections = list[list[list[str]]]
"""Words by section and sentence, or by what of it an n-gram may hold."""


Grams = list[Counter[str]]
"""Sequence → count, for each section."""

Keep = Callable[[str], bool]
"""Which words may be key words."""

Rarity = Callable[[str], float]
"""How rare a word is elsewhere."""


def _tfidf(sections: Sections, grams: Grams, keep: Keep, _: Rarity | None) -> Mapping[str, float]:
    from aiplans_cli.statistics.weights import tfidf

    return tfidf(grams)


def _tfidf_reference(
    sections: Sections, grams: Grams, keep: Keep, rarity: Rarity | None
) -> Mapping[str, float]:
    from aiplans_cli.statistics.weights import tfidf_by

    assert rarity is not None
    return tfidf_by(sum(grams, Counter()), rarity)


def _textrank(
    sections: Sections, grams: Grams, keep: Keep, _: Rarity | None
) -> Mapping[str, float]:
    from aiplans_cli.statistics.weights import textrank

    return textrank([sentence for section in sections for sentence in section], keep=keep)


BY_REFERENCE = "tfidf-reference"
"""The measure that takes how rare a word is from elsewhere."""

WEIGHTS: dict[str, Callable[[Sections, Grams, Keep, Rarity | None], Mapping[str, float]]] = {
    "tfidf": _tfidf,
    "textrank": _textrank,
    BY_REFERENCE: _tfidf_reference,
}
"""How key words are weighed."""


def rarity_of(
    language: str, reference: str | None, session: Session
) -> tuple[Callable[[str], float], str]:
    """Word → how rare it is, and a line that says by what.

    By a reference of n documents, df of which hold the word, ln((1 + n) / (1 + df)) + 1, as
    scikit-learn has it; sections stand for documents where there is one alone, and words where it
    is a frequency list. Raises ``AnalysisError`` for a language without a table of its own and
    without a reference, and ``AiplansError`` for a reference that cannot be read.
    """
    record = LANGUAGES[language]
    if reference is None:
        if record.rarities is None:
            raise AnalysisError(
                "--measure tfidf-reference",
                f"no table of how rare {record.name} words are comes with the program",
                "add reference=FILE, such as tfidf-reference,reference=corpus.tsv",
            )
        known = record.rarities()
        middle = sorted(known.values())[len(known) // 2]
        told = (
            "tfidf-reference: a word's share of the words that may be key words, times its IDF in "
            f"jieba's table of {len(known):,} words, of others the median ({middle:.2f})."
        )
        return lambda word: known.get(word, middle), told
    from aiplans_cli.analyses.comparison.reference import load_reference

    side = load_reference(session, [reference], "term", language)
    size, of, what = _documents_with(side)
    told = (
        "tfidf-reference: a word's share of the words that may be key words, times "
        f"ln((1 + n) / (1 + df)) + 1, its rarity in {size:,} {what} of {side.id}."
    )
    return lambda word: log((1 + size) / (1 + of(word))) + 1, told


def _documents_with(side: Side) -> tuple[int, Callable[[str], int], str]:
    """How many documents, sections or words there are, with how many hold a word, and which."""
    counts, places = side.counts, side.profile.section_counts
    if counts is None or places is None:
        return side.profile.size, lambda word: side.profile.counts.get(word, 0), "words"
    documents = [section.document for section in counts.sections]
    size = len(set(documents))
    if size < 2:
        return len(documents), lambda word: len(places.get(word, ())), "sections"
    return size, lambda word: len({documents[at] for at, _ in places.get(word, ())}), "documents"
