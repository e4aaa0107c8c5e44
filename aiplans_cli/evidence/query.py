"""What is looked for: a concept, a text as typed, or what a query means by a concept list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.language.query import parse
from aiplans_cli.language.query_nodes import (
    Attribute,
    Either,
    Gap,
    Named,
    Node,
    Pattern,
    QueryError,
    Sequence,
    Words,
)
from aiplans_cli.settings import choice_of

if TYPE_CHECKING:
    from aiplans_cli.concepts.listing import ConceptList

WILDCARD, QUERY = "wildcard pattern", "query"
"""What a query is called where it is told what it matches."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for."""

    word: str
    """What was typed."""
    concept: str = ""
    """Id of the concept it stands for; "" for no concept alone."""
    node: Node | None = None
    """What it means, its concepts by their ids; ``None`` for the word alone, as typed."""
    kind: str = ""
    """``WILDCARD`` or ``QUERY`` where it may match other texts than that typed, else ""."""
    concepts: tuple[tuple[str, str], ...] = ()
    """Words in it that count a concept, each with its id."""


def query(
    word: str, concepts: ConceptList | None, *, exact: bool = False, tokens: bool = False
) -> Query:
    """What is meant by what was typed, by the rule of every table.

    A concept's id or one of its forms means the concept, unless ``exact`` or ``tokens`` asks for
    the word alone; so does each alternative of ``a|b``. The word alone is whole words in English,
    of one stem where words are counted by stem; in Chinese it is every place where the string
    stands, or with ``tokens`` those where segmentation makes it a word. ``exact`` takes every sign
    as typed. Raises ``AnalysisError`` for nothing but space, and ``QueryError``, which tells the
    place, for what cannot be read or names no concept of the list.

    >>> query("governance", None), query("AI *", None).kind
    (Query(word='governance', concept='', node=None, kind='', concepts=()), 'query')
    """
    from aiplans_cli.characters import tidied

    word = tidied(word)  # as the text is in which it is looked for
    if not word.strip():
        raise AnalysisError(repr(word), "it is no word", "name a word or a concept")
    if tokens and (exact or is_plain(parse(word))):
        return Query(word, node=Attribute("word", (word,)))
    if exact:
        return Query(word)
    meaning = _Meaning(word, concepts)
    node = meaning.of(parse(word), whole=not tokens)
    if isinstance(node, Words) and not node.alone:
        return Query(word)
    if isinstance(node, Named) and len(node.concepts) == 1:
        [concept] = node.concepts
        return Query(word, concept)
    kind = WILDCARD if _only_wildcards(node) else QUERY
    return Query(word, node=node, kind=kind, concepts=tuple(meaning.counted))


def is_plain(node: Node) -> bool:
    """Whether it is words without signs."""
    return isinstance(node, Words) and not node.alone


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
            return Either(tuple(self.of(option, whole=whole) for option in node.options))
        elif isinstance(node, Sequence):
            parts = (p if isinstance(p, Gap) else self.of(p, whole=False) for p in node.parts)
            return replace(node, parts=tuple(parts))
        return node

    def _named(self, node: Attribute, value: str) -> list[str]:
        """Ids of the concepts that a value names. Raises ``QueryError`` where it names none."""
        from aiplans_cli.concepts.lookup import find

        listed = self._concepts.concepts if self._concepts is not None else ()
        wanted = "-".join(value.lower().split())
        if node.name == "concept":
            concept = find(value, self._concepts) if self._concepts is not None else None
            found = [concept.id] if concept is not None else []
            known = [name for c in listed for name in (c.id, *c.forms("en"))]
        else:
            found = [concept.id for concept in listed if concept.theme == wanted]
            known = list(dict.fromkeys(concept.theme for concept in listed))
        if found:
            return found
        raise QueryError(
            self._typed,
            node.at,
            f"no {node.name} is called {value!r}; choose from {choice_of(wanted, known)}",
        )
