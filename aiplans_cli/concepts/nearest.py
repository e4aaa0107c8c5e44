"""The concept that a word is nearest to in meaning, by embeddings of the forms of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.concepts.word_codes import CASED
from aiplans_cli.language.embedding import sentence_encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.concept import ConceptList

_DIGITS = 5


def nearest_concepts(words: Sequence[str], concepts: ConceptList) -> list[tuple[str, float]]:
    """For each word the concept one of whose forms is nearest, with the cosine, -1 to 1.

    Words and forms may be of either language. Raises ``SourceError`` where the encoder is not
    installed.
    """
    import numpy as np

    encode = sentence_encoder()
    if not words:
        return []
    owners: dict[str, str] = {}
    for concept in concepts.concepts:
        for forms in concept.forms_by_language.values():
            for form in forms:
                owners.setdefault(form.removesuffix(CASED), concept.id)
    known = list(owners)
    cosines = encode(list(words)).astype(np.float64) @ encode(known).astype(np.float64).T
    best = cosines.argmax(axis=1)
    return [
        (owners[known[place]], round(float(row[place]), _DIGITS))
        for row, place in zip(cosines, best, strict=True)
    ]
