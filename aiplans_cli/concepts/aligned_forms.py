"""Words of a translation that stand where a concept is named on the other side alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from aiplans_cli.concepts.alignment import aligned
from aiplans_cli.concepts.lookup import find
from aiplans_cli.concepts.matching import matcher
from aiplans_cli.language import LANGUAGES, is_content_word
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.table import PairCounts, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.language import Settings as WordSettings
    from aiplans_cli.model import Document

_MOST_WORDS = 400
"""Words of a place beyond which what stands in it says little about what answers what."""

_TOGETHER = 0.3
"""Least part of a word's places in which the concept stands alone: a common word is in all."""


@dataclass(frozen=True, slots=True)
class AlignedForm:
    """A word or two that may be a missing form of a concept."""

    concept: str
    """The concept."""
    language: str
    """The language of the word."""
    term: str
    """The word, or two neighbours."""
    together: int
    """Places where the word answers a mention of the concept that has no counterpart."""
    alone: int
    """Places where the concept has no counterpart in the word's language."""
    places: int
    """Places with the word."""
    g2: float
    """Log-likelihood of the two standing together (Dunning 1993)."""
    example: tuple[str, str]
    """The first of the places: the text with the concept, and that with the word."""


def aligned_forms(
    pairs: Iterable[tuple[Document, Document]],
    concepts: ConceptList,
    words: WordSettings,
    *,
    stops: frozenset[str] | None = None,
    least: int = 3,
    all_kinds: bool = False,
) -> list[AlignedForm]:
    """For each concept and language the word that most surely answers its lonely mentions.

    A mention is lonely where the other side of its place has none. Words are content words and
    pairs of neighbours that are no form of the concept yet, together with it ``least`` times or
    more. By G2, the largest first. What is proposed is for a person to judge: beside missing
    forms it shows false ones, whose concept should not have been counted on the other side.
    """
    places: list[tuple[tuple[str, str], tuple[str, str]]] = []
    met: list[tuple[frozenset[str], frozenset[str]]] = []
    terms: list[tuple[frozenset[str], frozenset[str]]] = []
    for a, b in pairs:
        languages = (a.language, b.language)
        for unit in aligned(a, b, all_kinds=all_kinds):
            said = [_terms(t, code, words, stops) for t, code in zip(unit, languages, strict=True)]
            if not all(said):
                continue
            found = [
                frozenset(hit.concept for hit in matcher(concepts, code).match(text))
                for text, code in zip(unit, languages, strict=True)
            ]
            places.append((unit, languages))
            met.append((found[0], found[1]))
            terms.append((said[0], said[1]))
    proposed = [
        form for source in (0, 1) for form in _proposed(places, met, terms, source, concepts, least)
    ]
    return sorted(proposed, key=lambda form: (-form.g2, form.concept, form.term))


def _terms(
    text: str, language: str, words: WordSettings, stops: frozenset[str] | None
) -> frozenset[str]:
    """The content words of a text and its pairs of neighbours; none of one that is too long."""
    spoken = [word for word, _, _ in LANGUAGES[language].splitter(words)(text)]
    if len(spoken) > _MOST_WORDS:
        return frozenset()
    edge = " " if LANGUAGES[language].spaced else ""
    telling = [is_content_word(word, language, stops) for word in spoken]
    singles = {word for word, tells in zip(spoken, telling, strict=True) if tells}
    doubles = {
        f"{one}{edge}{other}"
        for (one, other), (tells, also) in zip(pairwise(spoken), pairwise(telling), strict=True)
        if tells and also
    }
    return frozenset(singles | doubles)


def _proposed(
    places: Sequence[tuple[tuple[str, str], tuple[str, str]]],
    met: Sequence[tuple[frozenset[str], frozenset[str]]],
    terms: Sequence[tuple[frozenset[str], frozenset[str]]],
    source: int,
    concepts: ConceptList,
    least: int,
) -> list[AlignedForm]:
    """The best word of the other side for each concept that stands alone on this one."""
    lonely: dict[str, list[int]] = defaultdict(list)
    spread: Counter[str] = Counter()
    for place, (found, said) in enumerate(zip(met, terms, strict=True)):
        spread.update(said[1 - source])
        for concept in found[source] - found[1 - source]:
            lonely[concept].append(place)
    forms = []
    for concept, where in lonely.items():
        together = Counter(word for place in where for word in terms[place][1 - source])
        best: tuple[float, str, int] | None = None
        for word, count in together.items():
            if count < least or count < _TOGETHER * spread[word]:
                continue
            known = find(word, concepts)
            score = _g2(count, len(where), spread[word], len(places))
            if (known is None or known.id != concept) and (
                best is None or (-score, word) < best[:2]
            ):
                best = (-score, word, count)
        if best is not None:
            score, word, count = best
            first = next(p for p in where if word in terms[p][1 - source])
            unit, languages = places[first]
            forms.append(
                AlignedForm(
                    *(concept, languages[1 - source], word, count, len(where), spread[word]),
                    *(-score, (unit[source], unit[1 - source])),
                )
            )
    return forms


def _g2(together: int, alone: int, places: int, whole: int) -> float:
    rest = whole - alone
    pair = PairCounts(together, alone, places - together, rest) if rest else None
    return 0.0 if pair is None else MEASURES["g2"].value(pair, Settings()) or 0.0
