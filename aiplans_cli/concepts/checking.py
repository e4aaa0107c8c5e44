"""What is wrong with a concept list, and what may be."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from aiplans_cli.concepts.matching import matcher
from aiplans_cli.concepts.naming import naming
from aiplans_cli.concepts.word_codes import CASED, form_key
from aiplans_cli.language import LANGUAGES, fold, language_of
from aiplans_cli.language.folding import lower, straighten
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aiplans_cli.concepts.concept import Concept, ConceptList
    from aiplans_cli.model import Document


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a concept list."""

    check: str
    """Key of ``CHECKS`` or ``TEXT_CHECKS``."""
    concept: str
    """Id of the concept; where several are concerned, the one that stands first."""
    language: str
    """"en" or "zh"."""
    form: str
    """The form or block concerned, "" where it is the whole concept."""
    line: int
    """Line of the concept file; 0 where it is not known."""
    fact: str
    """What was found."""
    fails: bool
    """Whether it breaks a rule of the list, or is only worth knowing."""


def check(concepts: ConceptList, documents: Sequence[Document] = ()) -> list[Finding]:
    """Everything that ``CHECKS`` finds in the list, and ``TEXT_CHECKS`` in the documents.

    By check in their order, then by place in the list.

    >>> from aiplans_cli.concepts.listing import load_concepts
    >>> listed = load_concepts("id\\ttheme\\ten\\tzh\\tblocks\\tnote\\nlaw\\tlaw\\tact\\t\\t\\t\\n"
    ...     "deed\\tverbs\\tact\\t行动\\t\\t\\n")
    >>> [(f.check, f.concept, f.fact) for f in check(listed)]
    [('shared', 'law', 'also a form of deed, and not marked with & in both'),
     ('one-sided', 'law', 'has no Chinese form')]
    """
    found = [finding for run in CHECKS.values() for finding in run(concepts)]
    if documents:
        found += [f for run in TEXT_CHECKS.values() for f in run(concepts, documents)]
    return found


def _sides(concept: Concept) -> Iterator[tuple[str, str]]:
    yield from ((language, form) for language in LANGUAGES for form in concept.forms(language))


def _duplicates(concepts: ConceptList) -> Iterator[Finding]:
    for concept in concepts.concepts:
        seen: dict[tuple[str, str], str] = {}
        for language, form in _sides(concept):
            first = seen.setdefault((language, form_key(form, language)), form)
            if first != form:
                fact = f"the same as its form {first!r}"
                yield Finding(
                    "duplicate", concept.id, language, form, concept.line, fact, fails=True
                )


_ALONE = "marked as shared, but no other concept has it"


def unmarked(concepts: ConceptList) -> list[Finding]:
    """The forms that several concepts have without the mark in each, so that they count twice."""
    return [finding for finding in _shared(concepts) if finding.fact != _ALONE]


def _shared(concepts: ConceptList) -> Iterator[Finding]:
    owners: dict[tuple[str, str], dict[str, tuple[Concept, str]]] = defaultdict(dict)
    for concept in concepts.concepts:
        for language, form in _sides(concept):
            owners[language, form_key(form, language)].setdefault(concept.id, (concept, form))
    for (language, _), claims in owners.items():
        first, form = next(iter(claims.values()))
        marked = [spelled in concept.shared for concept, spelled in claims.values()]
        if len(claims) > 1 and not all(marked):
            others = ", ".join(list(claims)[1:])
            fact = f"also a form of {others}, and not marked with & in {_all(len(claims))}"
            yield Finding("shared", first.id, language, form, first.line, fact, fails=True)
        elif len(claims) == 1 and marked[0]:
            yield Finding("shared", first.id, language, form, first.line, _ALONE, fails=True)


def _all(count: int) -> str:
    return "both" if count == 2 else "all"


def _one_sided(concepts: ConceptList) -> Iterator[Finding]:
    for concept in concepts.concepts:
        for language, record in LANGUAGES.items():
            if not concept.forms(language):
                fact = f"has no {record.name} form"
                yield Finding("one-sided", concept.id, language, "", concept.line, fact, fails=True)


def _spelling(concepts: ConceptList) -> Iterator[Finding]:
    for concept in concepts.concepts:
        blocks = ((language_of(b), b) for b in concept.blocks)
        for language, form in (*_sides(concept), *blocks):
            if fold(form, language) == lower(straighten(form)):
                continue
            fact = f"is in traditional characters: write {fold(form, language)}"
            yield Finding("spelling", concept.id, language, form, concept.line, fact, fails=True)


def _unreachable(concepts: ConceptList) -> Iterator[Finding]:
    for concept in concepts.concepts:
        for language, form in _sides(concept):
            bare = form.removesuffix(CASED)
            whole = (0, len(bare))
            found = matcher(concepts, language).match(bare)
            if not any(m.concept == concept.id and (m.start, m.end) == whole for m in found):
                fact = "can never match: a block or its own punctuation forbids it"
                yield Finding(
                    "unreachable", concept.id, language, form, concept.line, fact, fails=True
                )


def _idle_blocks(concepts: ConceptList) -> Iterator[Finding]:
    for concept in concepts.concepts:
        for block in concept.blocks:
            language = language_of(block)
            edge = " " if LANGUAGES[language].spaced else ""
            key = f"{edge}{form_key(block, language)}{edge}"
            forms = concept.forms(language)
            if not any(f"{edge}{form_key(form, language)}{edge}" in key for form in forms):
                fact = "blocks nothing: no form of the concept is in it"
                yield Finding("block", concept.id, language, block, concept.line, fact, fails=True)


def _crossings(concepts: ConceptList, documents: Sequence[Document]) -> Iterator[Finding]:
    """Forms of different concepts that overlap in a text without one holding the other."""
    lines = {concept.id: concept.line for concept in concepts.concepts}
    seen: dict[tuple[str, str, str, str], int] = defaultdict(int)
    where: dict[tuple[str, str, str, str], tuple[str, str]] = {}
    for document in documents:
        forms = matcher(concepts, document.language)
        for section in document.sections:
            kept = None
            for candidate in forms.candidates(section.text):
                hit = candidate[0]
                if kept is None or hit.start >= kept.end:
                    kept = hit
                elif hit.end > kept.end and hit.concept != kept.concept:
                    key = (document.language, kept.form, hit.form, hit.concept)
                    seen[key] += 1
                    text = section.text[max(0, kept.start - 6) : hit.end + 6]
                    where.setdefault(key, (kept.concept, " ".join(text.split())))
    for key, count in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        language, kept_form, form, concept = key
        winner, text = where[key]
        fact = f"{count} times lost to {kept_form!r} of {winner}, as in {text!r}"
        yield Finding("overlap", concept, language, form, lines[concept], fact, fails=False)


def _unmatched(concepts: ConceptList, documents: Sequence[Document]) -> Iterator[Finding]:
    languages = {document.language for document in documents}
    met = {
        (document.language, match.concept, form_key(match.form, document.language))
        for document in documents
        for section in document.sections
        for match in matcher(concepts, document.language).match(section.text)
    }
    for concept in concepts.concepts:
        for language, form in _sides(concept):
            key = (language, concept.id, form_key(form, language))
            if language in languages and key not in met:
                fact = "matches nothing in these documents"
                yield Finding(
                    "unmatched", concept.id, language, form, concept.line, fact, fails=False
                )


def _misnamed(concepts: ConceptList, documents: Sequence[Document]) -> Iterator[Finding]:
    for one in naming(concepts, documents):
        if 2 * one.said < one.mentions:
            others = ", ".join(f"{form!r} {count}" for form, count in one.others[:4])
            fact = f"{one.said} of {one.mentions} mentions say the name; others: {others}"
            yield Finding(
                "name", one.concept.id, one.language, "", one.concept.line, fact, fails=True
            )


CHECKS: dict[str, Callable[[ConceptList], Iterator[Finding]]] = {
    "duplicate": _duplicates,
    "shared": _shared,
    "one-sided": _one_sided,
    "spelling": _spelling,
    "unreachable": _unreachable,
    "block": _idle_blocks,
}
"""Rules of the list itself; breaking one fails the check."""

TEXT_CHECKS: dict[str, Callable[[ConceptList, Sequence[Document]], Iterator[Finding]]] = {
    "overlap": _crossings,
    "unmatched": _unmatched,
    "name": _misnamed,
}
"""What the list does in given documents: only a name that fewer than half of the mentions say
fails the check."""
