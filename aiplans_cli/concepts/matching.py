"""Finding concepts in a text: the longest form from the left, unless a block forbids it."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from sys import maxsize
from typing import TYPE_CHECKING

from aiplans_cli.concepts.word_codes import encode, form_keys, in_codes, masked, vocabulary
from aiplans_cli.language import LANGUAGES, fold, language_of
from aiplans_cli.model import ALL_COUNTED_KINDS
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiplans_cli.concepts.concept import Concept, ConceptList
    from aiplans_cli.model import Document

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """One place where one concept stands; a shared form is one match for each of its concepts."""

    start: int
    """Offset of its first character in the text."""
    end: int
    """Offset after its last character."""
    concept: str
    """Id of the concept."""
    form: str
    """The form that was found, as the list spells it."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What one string means: the concepts it is a form of, and those it blocks."""

    form: str
    owners: tuple[str, ...]
    blocked: tuple[str, ...]


_Hit = tuple[_Span, _Pattern]


class _Patterns:
    """What the keys of a list mean in one language. Few of them are ever met."""

    def __init__(self, concepts: ConceptList, language: str) -> None:
        self._forms: dict[str, str] = {}
        self._owners: dict[str, tuple[str, ...]] = {}
        self._blocked: dict[str, tuple[str, ...]] = {}
        strings: list[str] = []
        roles: list[tuple[dict[str, tuple[str, ...]], str]] = []
        for concept in concepts.concepts:
            forms = concept.forms(language)
            barring = _blocks(concept, language)
            strings += (*forms, *barring)
            roles += [(self._owners, concept.id)] * len(forms)
            roles += [(self._blocked, concept.id)] * len(barring)
        for form, key, (role, concept_id) in zip(
            strings, form_keys(strings, language), roles, strict=True
        ):
            self._forms.setdefault(key, form)
            known = role.get(key, ())
            if concept_id not in known:
                role[key] = (*known, concept_id)
        self.keys = list(self._forms)
        self._met: dict[int, _Pattern] = {}

    def __getitem__(self, index: int) -> _Pattern:
        found = self._met.get(index)
        if found is None:
            key = self.keys[index]
            owners, blocked = self._owners.get(key, ()), self._blocked.get(key, ())
            found = self._met[index] = _Pattern(self._forms[key], owners, blocked)
        return found


class Matcher:
    """All forms and blocks of a list in one language, ready to be looked for in one pass."""

    def __init__(self, concepts: ConceptList, language: str) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        self.language = language
        self._leftmost = _each_leftmost if concepts.overlap else _leftmost
        self._patterns = _Patterns(concepts, language)
        keys = self._patterns.keys
        self._spaced = LANGUAGES[language].spaced
        self._codes = vocabulary(keys) if self._spaced else {}
        self._needles = [in_codes(key, self._codes) for key in keys] if self._spaced else keys
        # The contiguous automaton of a few thousand Chinese strings is small and quick to build.
        self._search = AhoCorasick(self._needles, implementation=Implementation.ContiguousNFA)

    @property
    def pairs(self) -> frozenset[str]:
        """Characters that stand side by side in some form or block."""
        return frozenset(n[i : i + 2] for n in self._needles for i in range(len(n) - 1))

    @property
    def alphabet(self) -> frozenset[str]:
        """The characters of all forms and blocks."""
        return frozenset("".join(self._needles))

    def match(self, text: str) -> list[Match]:
        """The matches in ``text``, by place, then by concept."""
        return [
            Match(start, end, owner, pattern.form)
            for (start, end), pattern, owners in self._leftmost(_unblocked(list(self._hits(text))))
            for owner in owners
        ]

    def candidates(self, text: str) -> Iterator[list[Match]]:
        """Every form that stands in ``text`` unblocked, overlapping or not, longest first.

        One list for each place and form, with one match for each concept that has the form.
        """
        for (start, end), pattern, owners in _unblocked(list(self._hits(text))):
            yield [Match(start, end, owner, pattern.form) for owner in owners]

    def folded(self, text: str) -> str:
        """The text as Chinese forms are looked for in it, without its addresses."""
        return masked(fold(text, self.language))

    def spans(self, folded: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Where the matches in folded Chinese text begin and end, with their concepts."""
        found = self._leftmost(_unblocked(list(self._in_chinese(folded))))
        return [(start, end, owners) for (start, end), _, owners in found]

    def encode(self, text: str) -> tuple[str, list[int], list[int]]:
        """English text as one character a word, with where each word begins and ends."""
        return encode(self.folded(text), self._codes, text)

    def spans_in_codes(self, encoded: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """The matches in text that ``encode`` has encoded, by index."""
        hits = [
            ((start, end), self._patterns[index])
            for index, start, end in self._search.find_matches_as_indexes(encoded, overlapping=True)
        ]
        return [
            (start, end, owners) for (start, end), _, owners in self._leftmost(_unblocked(hits))
        ]

    def _hits(self, text: str) -> Iterator[_Hit]:
        if not self._spaced:
            yield from self._in_chinese(self.folded(text))
            return
        encoded, starts, ends = self.encode(text)
        for index, first, stop in self._search.find_matches_as_indexes(encoded, overlapping=True):
            yield (starts[first], ends[stop - 1]), self._patterns[index]

    def _in_chinese(self, folded: str) -> Iterator[_Hit]:
        for index, start, end in self._search.find_matches_as_indexes(folded, overlapping=True):
            if not _cuts_latin(folded, start, end):
                yield (start, end), self._patterns[index]


def _unblocked(hits: list[_Hit]) -> Iterator[tuple[_Span, _Pattern, tuple[str, ...]]]:
    """The hits by place, the longest first, with those of their owners that nothing blocks."""
    hits = sorted(hits, key=lambda hit: (hit[0][0], -hit[0][1]))
    barred = _barred(hits)
    for span, pattern in hits:
        owners = pattern.owners
        if not barred.keys().isdisjoint(owners):
            owners = tuple([o for o in owners if o not in barred or not _inside(span, barred[o])])
        if owners:
            yield span, pattern, owners


def _leftmost(
    found: Iterator[tuple[_Span, _Pattern, tuple[str, ...]]],
) -> Iterator[tuple[_Span, _Pattern, tuple[str, ...]]]:
    """Of hits that overlap the one that begins first, the longest of those that begin there."""
    free_from = 0
    for one in found:
        if one[0][0] >= free_from:
            yield one
            free_from = one[0][1]


def _each_leftmost(
    found: Iterator[tuple[_Span, _Pattern, tuple[str, ...]]],
) -> Iterator[tuple[_Span, _Pattern, tuple[str, ...]]]:
    """The same for each concept by itself."""
    free_from: dict[str, int] = {}
    for span, pattern, owners in found:
        free = tuple(owner for owner in owners if span[0] >= free_from.get(owner, 0))
        if free:
            yield span, pattern, free
            free_from |= dict.fromkeys(free, span[1])


def _blocks(concept: Concept, language: str) -> list[str]:
    return [block for block in concept.blocks if language_of(block) == language]


def _barred(hits: list[tuple[_Span, _Pattern]]) -> dict[str, list[_Span]]:
    """Concept → the spans of its blocks, none inside another, ascending at both ends."""
    barred: dict[str, list[_Span]] = {}
    for span, pattern in hits:  # by start, the longest first
        for owner in pattern.blocked:
            spans = barred.setdefault(owner, [])
            if not spans or span[1] > spans[-1][1]:
                spans.append(span)
    return barred


def _inside(span: _Span, spans: list[_Span]) -> bool:
    """Whether one of ``spans`` holds ``span``. The last to begin before it reaches farthest."""
    index = bisect_right(spans, (span[0], maxsize))
    return index > 0 and spans[index - 1][1] >= span[1]


def _cuts_latin(folded: str, start: int, end: int) -> bool:
    """Whether a match begins or ends in the middle of a word of Latin letters or digits."""

    def joined(position: int) -> bool:
        pair = folded[max(position - 1, 0) : position + 1]
        return position > 0 and len(pair) == 2 and pair.isascii() and pair.isalnum()

    return joined(start) or joined(end)


@lru_cache(maxsize=8)
def matcher(concepts: ConceptList, language: str) -> Matcher:
    """The matcher of a list for a language, made once."""
    return Matcher(concepts, language)


def match(text: str, language: str, concepts: ConceptList) -> list[Match]:
    """Where concepts stand in ``text``, by place: the longest form from the left, none overlapping,
    or, where the list says ``overlap``, none of one concept.

    An occurrence inside one of its concept's blocks does not count. A form that concepts share
    gives one match for each of them, with the same offsets. Addresses hold no concept.

    >>> from aiplans_cli.concepts.listing import load_concepts
    >>> found = match("开源治理", "zh", load_concepts())  # open-source governance
    >>> [(m.concept, m.form) for m in found]
    [('open-source', '开源'), ('governance', '治理')]
    """
    return matcher(concepts, language).match(text)


def match_sections(document: Document, concepts: ConceptList) -> list[list[Match]]:
    """The matches in each section of ``document``, in its order; none in what is never counted."""
    forms = matcher(concepts, document.language)
    return [
        forms.match(section.text) if section.kind in ALL_COUNTED_KINDS else []
        for section in document.sections
    ]
