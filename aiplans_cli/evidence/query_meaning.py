"""What a query with signs means by a concept list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.evidence.wanted import QUERY, WILDCARD, Query
from aiplans_cli.language import language_of
from aiplans_cli.language.patterns import QueryError
from aiplans_cli.language.query import parse
from aiplans_cli.language.query_nodes import (
    Attribute,
    Either,
    Gap,
    Named,
    Node,
    Pattern,
    Sequence,
    Words,
)

if TYPE_CHECKING:
    from aiplans_cli.concepts.concept import ConceptList


def read(typed: str, concepts: ConceptList | None) -> Query:
    """What a query with signs means. Raises ``QueryError``, which tells the place."""
    meaning = _Meaning(typed, concepts)
    node = meaning.of(parse(typed), whole=True)
    if isinstance(node, Named) and len(node.concepts) == 1:
        [concept] = node.concepts
        return Query(typed, concept)
    kind = WILDCARD if _only_wildcards(node) else QUERY
    return Query(typed, node=node, kind=kind, concepts=tuple(meaning.counted))


def split_words(typed: str) -> Query:
    """The words alone, where splitting makes them words."""
    return Query(typed, node=Attribute("word", (typed,)))


def _only_wildcards(node: Node) -> bool:
    if isinstance(node, Sequence):
        return all(isinstance(part, Pattern) or _bare(part) for part in node.parts)
    return isinstance(node, Pattern)


def _bare(part: Node | Gap) -> bool:
    return isinstance(part, Words) and not part.alone


class _Meaning:
    """Gives the names of a query their concepts."""

    def __init__(self, typed: str, concepts: ConceptList | None) -> None:
        self._typed = typed
        self._concepts = concepts
        self.counted: list[tuple[str, str]] = []
        """Words that are forms of a concept, each with its id."""

    def of(self, node: Node, *, whole: bool) -> Node:
        """The node with its concepts; words are looked up only where they are the ``whole``."""
        from aiplans_cli.concepts.lookup import find

        if isinstance(node, Words) and whole and not node.alone and self._concepts is not None:
            if (concept := find(node.text, self._concepts)) is not None:
                self.counted.append((node.text, concept.id))
                return Named(frozenset({concept.id}))
        elif isinstance(node, Attribute) and node.name in ("concept", "theme"):
            return Named(frozenset(id_ for v in node.values for id_ in self._named(node, v)))
        elif isinstance(node, Either):
            options = tuple(self.of(option, whole=whole) for option in node.options)
            named = [option.concepts for option in options if isinstance(option, Named)]
            if len(named) == len(options):  # counts alone can add them up
                return Named(frozenset().union(*named))
            return Either(options)
        elif isinstance(node, Sequence):
            parts = (p if isinstance(p, Gap) else self.of(p, whole=False) for p in node.parts)
            return replace(node, parts=tuple(parts))
        return node

    def _named(self, node: Attribute, value: str) -> list[str]:
        """Ids of the concepts that a value names. Raises ``QueryError`` where it names none."""
        from difflib import get_close_matches

        from aiplans_cli.concepts.lookup import find

        listed = self._concepts.concepts if self._concepts is not None else ()
        wanted = "-".join(value.lower().split())
        if node.name == "concept":
            concept = find(value, self._concepts) if self._concepts is not None else None
            found = [concept.id] if concept is not None else []
            language = language_of(value)
            known = [name for c in listed for name in (c.id, *c.forms(language))]
        else:
            found = [concept.id for concept in listed if concept.theme == wanted]
            known = list(dict.fromkeys(concept.theme for concept in listed))
        if found:
            return found
        names = list(dict.fromkeys(name.lower() for name in known))
        near = " or ".join(get_close_matches(wanted, names, n=3))
        hint = f"did you mean {near}?" if near else "'aiplans lexicon show' lists them"
        raise QueryError(self._typed, node.at, f"no {node.name} is called {value!r}: {hint}", "")
