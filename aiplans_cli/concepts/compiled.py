"""A concept list as it is after parsing, as text that loads ten times as fast as the file."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import NamedTuple

from aiplans_cli.concepts.listing import Concept, ConceptList
from aiplans_cli.concepts.terms import dictionary_terms

_cells = attrgetter("id", "theme", "english", "chinese", "blocks", "note", "shared", "line")


class Compiled(NamedTuple):
    """A list, and what every run needs of it."""

    concepts: ConceptList
    """The list."""
    terms: frozenset[str]
    """Its ``dictionary_terms``."""


def compiled(concepts: ConceptList) -> Compiled:
    """A list with its terms."""
    return Compiled(concepts, dictionary_terms(concepts))


def pack(parsed: Compiled) -> str:
    """A compiled list as JSON, for ``unpack``.

    >>> from aiplans_cli.concepts import load_concepts
    >>> parsed = compiled(load_concepts())
    >>> unpack(pack(parsed)) == parsed
    True
    """
    rows = [_cells(concept) for concept in parsed.concepts.concepts]
    return json.dumps([parsed.concepts.sha256, rows, sorted(parsed.terms)], default=sorted)


def unpack(text: str) -> Compiled | None:
    """What ``pack`` has packed; ``None`` for anything else."""
    try:
        digest, rows, terms = json.loads(text)
        concepts = tuple(
            Concept(id, theme, tuple(en), tuple(zh), tuple(blocks), note, frozenset(shared), line)
            for id, theme, en, zh, blocks, note, shared, line in rows
        )
        return Compiled(ConceptList(concepts, digest), frozenset(terms))
    except (TypeError, ValueError):
        return None
