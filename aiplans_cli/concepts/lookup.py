"""The concept that a word means."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from aiplans_cli.characters import tidied
from aiplans_cli.concepts.word_codes import CASED, form_key, form_keys
from aiplans_cli.language import language_of
from aiplans_cli.language.patterns import is_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplans_cli.concepts.concept import Concept, ConceptList


@lru_cache(maxsize=4)
def _by_key(concepts: ConceptList, language: str) -> Mapping[str, Concept]:
    """Form's key → concept; a shared form means the concept that stands first."""
    forms: list[str] = []
    owners: list[Concept] = []
    for concept in concepts.concepts:
        spelled = concept.forms(language)
        forms += spelled
        owners += [concept] * len(spelled)
    found: dict[str, Concept] = {}
    for key, concept in zip(form_keys(forms, language), owners, strict=True):
        found.setdefault(key, concept)
    return found


def find(word: str, concepts: ConceptList) -> Concept | None:
    """The concept with the id, former id or form ``word``, in either language and any case.

    A form that several concepts share means the one that stands first in the list.

    >>> from aiplans_cli.concepts.listing import load_concepts
    >>> find("治理", load_concepts()).id  # "governance"
    'governance'
    >>> find("Open-Source", load_concepts()).id
    'open-source'
    """
    word = tidied(word)
    if not is_words(word):
        return None  # the signs of "govern*" and "/govern/" would go unseen
    wanted = "-".join(word.lower().split())
    for concept in concepts.concepts:
        if wanted == concept.id or wanted in concept.aliases:
            return concept
    language = language_of(word)
    known = _by_key(concepts, language)
    cased = word.removesuffix(CASED) + CASED
    return known.get(form_key(word, language)) or known.get(form_key(cased, language))
