"""Concepts of policy language at large, which are to concepts what stop words are to words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from aiplans_cli.resources import resource_text

if TYPE_CHECKING:
    from aiplans_cli.concepts.listing import ConceptList


@cache
def general_themes() -> frozenset[str]:
    """The themes named in ``data/general_themes.txt``, a theme a line, ``#`` before a remark.

    >>> "policy-verbs" in general_themes(), "safety-risk" in general_themes()
    (True, False)
    """
    lines = (
        line.partition("#")[0].strip() for line in resource_text("general_themes.txt").splitlines()
    )
    return frozenset(line for line in lines if line)


def general_concepts(concepts: ConceptList) -> frozenset[str]:
    """Ids of the concepts in those themes: counted, but without rows of their own.

    >>> from aiplans_cli.concepts import load_concepts
    >>> "promote" in general_concepts(load_concepts())
    True
    """
    themes = general_themes()
    return frozenset(concept.id for concept in concepts.concepts if concept.theme in themes)
