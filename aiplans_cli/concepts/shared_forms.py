"""Forms that several concepts share, and so the concepts that a typed form leaves out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from aiplans_cli.concepts.word_codes import CASED, form_key, form_keys
from aiplans_cli.language import language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplans_cli.concepts.concept import ConceptList


@lru_cache(maxsize=4)
def _sharers_by_key(concepts: ConceptList, language: str) -> Mapping[str, tuple[str, ...]]:
    """Key of a shared form → ids of its concepts."""
    found: dict[str, tuple[str, ...]] = {}
    for concept in concepts.concepts:
        for key in dict.fromkeys(form_keys(sorted(concept.shared), language)):
            found[key] = (*found.get(key, ()), concept.id)
    return found


def sharers(form: str, concept: str, concepts: ConceptList) -> tuple[str, ...]:
    """Ids of the concepts that have the form, too, beside ``concept``.

    >>> from aiplans_cli.concepts.listing import load_concepts
    >>> sharers("减税", "tax", load_concepts())  # "tax cut"
    ('decrease-fall',)
    """
    language = language_of(form)
    by_key = _sharers_by_key(concepts, language)
    cased = form_key(form.removesuffix(CASED) + CASED, language)
    found = by_key.get(form_key(form, language)) or by_key.get(cased) or ()
    return tuple(id_ for id_ in found if id_ != concept)


def shared_notes(word: str, concept: str, concepts: ConceptList) -> tuple[str, ...]:
    """A note that names the further concepts of a word taken for ``concept``, if there are any."""
    others = sharers(word, concept, concepts)
    if not others:
        return ()
    return (
        f"{word!r} stands for the concept {concept} here, but is a form of {', '.join(others)}, "
        f"too, and counts there as well; to see that, write {' or '.join(others)}.",
    )
