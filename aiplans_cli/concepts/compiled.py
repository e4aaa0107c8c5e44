"""A concept list with what every run needs of it, as text that loads ten times as fast.

What every run needs are the Chinese terms that should be one word, whatever the segmenter says.
Those of the project's own list come with it, in ``compiled.txt``, with the digests of its file and
of what is matched: where texts have been counted before, no form of it is read.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from aiplans_cli.concepts.concept import Concept, ConceptList
from aiplans_cli.resources import resource_text

if TYPE_CHECKING:
    from collections.abc import Callable

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
        return Compiled(ConceptList.of(concepts, digest, overlap), frozenset(terms))
    except (AttributeError, TypeError, ValueError, RecursionError):
        return None


def shipped(make: Callable[[], tuple[Concept, ...]]) -> Compiled | None:
    """The project's own list, whose concepts ``make`` makes when they are asked for.

    ``None`` where ``concepts.tsv`` is another than what ``compiled.txt`` was made of: in a checkout
    in which somebody is changing it.
    """
    text = resource_text("concepts.tsv")
    made_of, digest, *terms = resource_text("compiled.txt").splitlines()
    if made_of != _sha256(text):
        return None
    rows = (line.split("\t", 2) for line in text.splitlines() if line[:1] not in ("", "#"))
    next(rows)  # the header
    themes = {id: theme for id, theme, _ in rows}
    return Compiled(ConceptList(themes, digest, make), frozenset(terms))


def of_shipped(found: Compiled) -> str:
    """What ``compiled.txt`` should be for the project's own list."""
    digest = _sha256(resource_text("concepts.tsv"))
    return "\n".join([digest, found.concepts.sha256, *sorted(found.terms)]) + "\n"


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()
