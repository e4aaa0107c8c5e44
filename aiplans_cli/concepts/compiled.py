"""A concept list with what every run needs of it, as text that loads ten times as fast.

What every run needs are the Chinese terms that should be one word, whatever the segmenter says.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from aiplans_cli.concepts.listing import Concept, ConceptList

_cells = attrgetter(
    *("id", "theme", "forms_by_language", "blocks", "aliases", "synonyms", "note"),
    *("shared", "weights", "line"),
)

# Without the conjunctions and the particle of a phrase: and, with, as well as, or, of.
_TERM = re.compile(r"[^和与及或的\W\da-zA-Z]{2,}")


class Compiled(NamedTuple):
    """A list, and what every run needs of it."""

    concepts: ConceptList
    """The list."""
    terms: frozenset[str]
    """Its ``dictionary_terms``."""


def dictionary_terms(concepts: ConceptList) -> frozenset[str]:
    """Chinese forms that are neither phrases nor mere sequences of other forms of the list.

    人工智能 ("artificial intelligence") is a term; 人工智能治理 ("AI governance") is that term and
    治理 ("governance"), which stay two words, so that each can still be counted.

    >>> from aiplans_cli.concepts.listing import load_concepts
    >>> terms = dictionary_terms(load_concepts())
    >>> "人工智能" in terms, "人工智能治理" in terms
    (True, False)
    """
    forms = {form for concept in concepts.concepts for form in concept.forms("zh")}
    terms = {form for form in forms if _TERM.fullmatch(form)}
    shortest = 2 * min(map(len, terms), default=0)  # of those that two others could make up
    return frozenset(t for t in terms if len(t) < shortest or not _composed(t, terms))


def _composed(term: str, terms: set[str]) -> bool:
    """Whether ``term`` can be cut into two or more of ``terms``."""
    ends = {0}
    for end in range(2, len(term) + 1):
        if any(
            start in ends and term[start:end] in terms
            for start in range(end - 1)
            if (start, end) != (0, len(term))
        ):
            ends.add(end)
    return len(term) in ends


def compiled(concepts: ConceptList) -> Compiled:
    """A list with its terms."""
    return Compiled(concepts, dictionary_terms(concepts))


def pack(parsed: Compiled) -> str:
    """A compiled list as JSON, for ``unpack``.

    >>> from aiplans_cli.concepts.listing import load_concepts
    >>> parsed = compiled(load_concepts())
    >>> unpack(pack(parsed)) == parsed
    True
    """
    rows = [_cells(concept) for concept in parsed.concepts.concepts]
    listed = parsed.concepts
    return json.dumps([listed.sha256, listed.overlap, rows, sorted(parsed.terms)], default=sorted)


@lru_cache(maxsize=2)  # ours and the user's, for whoever asks many questions in one process
def unpack(text: str) -> Compiled | None:
    """What ``pack`` has packed; ``None`` for anything else."""
    try:
        digest, overlap, rows, terms = json.loads(text)
        concepts = tuple(
            Concept(
                *(id, theme, {code: tuple(known) for code, known in forms.items()}),
                *(*map(tuple, (blocks, aliases, synonyms)), note, frozenset(shared), weights, line),
            )
            for id, theme, forms, blocks, aliases, synonyms, note, shared, weights, line in rows
        )
        return Compiled(ConceptList(concepts, digest, overlap), frozenset(terms))
    except (AttributeError, TypeError, ValueError, RecursionError):
        return None
