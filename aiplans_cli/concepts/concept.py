"""A concept, and a list of them, as records."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea, with the strings that stand for it in both languages."""

    id: str
    """Its name, in English, in kebab case: ``export-controls``."""
    theme: str
    """The theme it belongs to, in kebab case."""
    forms_by_language: Mapping[str, tuple[str, ...]]
    """Code of a language → its forms, spelled out, in the order of the list, the one that says
    the name first; ``^`` ends an English one whose case matters, Chinese is simplified."""
    blocks: tuple[str, ...] = ()
    """Strings of any language inside which no form of this concept counts."""
    aliases: tuple[str, ...] = ()
    """Names that it had once, which still find it."""
    synonyms: tuple[str, ...] = ()
    """Words of any language that say what the name says."""
    note: str = ""
    """Why it is as it is, for people."""
    shared: frozenset[str] = frozenset()
    """Those of its forms that are marked as belonging to other concepts too."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """Those of its forms that weigh something else than 1 in a score → what they weigh."""
    line: int = 0
    """Line of the file on which it stands; 0 where it came from no file."""

    def forms(self, language: str) -> tuple[str, ...]:
        """Its forms in a language; none in one that the list has no column for."""
        return self.forms_by_language.get(language, ())


@dataclass(frozen=True)
class ConceptList:
    """Concepts in the order of their file. Two lists are equal when their digests are.

    Counts that were made before need no forms, so the concepts are made when they are asked for.
    """

    themes: Mapping[str, str] = field(compare=False)
    """Id of each concept → its theme; each id once."""
    sha256: str
    """Hex digest of what is matched: ids, themes, forms, blocks and marks, whatever the layout."""
    make: Callable[[], tuple[Concept, ...]] = field(compare=False, repr=False)
    """Makes the concepts."""
    overlap: bool = field(default=False, compare=False)
    """Whether each concept is looked for by itself, so that no form of another one hides it."""

    @classmethod
    def of(cls, concepts: tuple[Concept, ...], sha256: str, overlap: bool) -> ConceptList:
        """The list of concepts that are made already."""
        return cls({c.id: c.theme for c in concepts}, sha256, partial(tuple, concepts), overlap)

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """All concepts."""
        return self.make()
