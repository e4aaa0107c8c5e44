"""What a check may look at: a document, its counts, or only the counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from aiplans_cli.counting import counted_sections
from aiplans_cli.counting import occurrences as tally
from aiplans_cli.evidence.concordance import ConcordanceLine, Query, kwic, query
from aiplans_cli.evidence.loaded import Loaded, body_counts
from aiplans_cli.evidence.passages import has_han
from aiplans_cli.language import fold, words
from aiplans_cli.model import CountedSection, Counts, Document, Occurrences, Section

if TYPE_CHECKING:
    from aiplans_cli.concepts import ConceptList


class CannotTellError(Exception):
    """A figure that cannot be computed; its text says why."""


Lookup = Callable[[str], Loaded]
"""Id or path of a source → what is at hand of it. Raises ``SourceError`` for an unknown name."""


def remembered(lookup: Lookup) -> Lookup:
    """The same lookup, asked once for each source, with the counts of body text and headings."""

    @cache
    def remember(name: str) -> Loaded:
        loaded = lookup(name)
        if loaded.counts is None:
            return loaded
        return replace(loaded, counts=body_counts(loaded.counts))

    return remember


@dataclass(frozen=True, slots=True)
class Scope:
    """Where one claim is checked, and what was noticed on the way."""

    lookup: Lookup
    """How a source is found."""
    concepts: ConceptList | None
    """The concept list by which words become concepts; ``None`` counts words alone."""
    alternatives: Mapping[str, str] = field(default_factory=dict)
    """Source → the source that stands in where the first is not at hand."""
    default_source: str = ""
    """The source of a call that names none; "" for none."""
    substituted: dict[str, str] = field(default_factory=dict)
    """Source → the one that was used in its place."""

    def load(self, name: str) -> Loaded:
        """What is at hand of a source, or of its alternative. Raises ``CannotTellError``."""
        name = name or self.default_source
        if not name:
            raise CannotTellError("the claim names no source")
        loaded = self.lookup(name)
        if loaded.counts is None and name in self.alternatives:
            other = self.lookup(self.alternatives[name])
            if other.counts is not None:
                self.substituted[name] = other.id
                return other
        if loaded.counts is None:
            raise CannotTellError(loaded.reason or f"{name} is not at hand")
        return loaded


def counts_of(loaded: Loaded) -> Counts:
    """The counts of a source. Raises ``CannotTellError`` where it has none."""
    if loaded.counts is None:
        raise CannotTellError(loaded.reason or f"{loaded.id} is not at hand")
    return loaded.counts


def text_of(loaded: Loaded, purpose: str) -> Document:
    """The text of a source. Raises ``CannotTellError`` where only its counts are at hand."""
    if loaded.text is None:
        reason = f"; {loaded.reason}" if loaded.reason else ""
        raise CannotTellError(f"only the counts of {loaded.id} are at hand, not {purpose}{reason}")
    return loaded.text()


def stands_under(section: Section | CountedSection, heading: str) -> bool:
    """Whether a section stands under a heading that contains the words of ``heading``.

    Case and the style of quotation marks do not matter; words are whole, so that "Pillar I" does
    not mean Pillar II.

    >>> below = Section("Export", 2, "body", "", "", parents=("Pillar II: Build",))
    >>> stands_under(below, "pillar i"), stands_under(below, "Pillar II")
    (False, True)
    """
    language = "zh" if has_han(heading) else "en"
    wanted = re.escape(" ".join(fold(heading, language).split()))
    pattern = re.compile(wanted if language == "zh" else rf"(?<!\w){wanted}(?!\w)")
    headings = (*section.parents, section.heading)
    return any(pattern.search(" ".join(fold(h, language).split())) for h in headings)


def chosen(counts: Counts, heading: str) -> list[int]:
    """Numbers of the counted sections under a heading; of all where it is "".

    Contents pages and notes are not among them. Raises ``CannotTellError`` where no heading fits.
    """
    numbers = [
        number
        for number, section in enumerate(counts.sections)
        if section.kind == "body" and (not heading or stands_under(section, heading))
    ]
    if not numbers:
        raise CannotTellError(f"{counts.id} has no heading with {heading!r}")
    return numbers


def occurrences(
    what: str, loaded: Loaded, scope: Scope, heading: str, exact: bool
) -> list[Occurrences]:
    """Where a concept or a word stands, section by section, as the tables count it."""
    counts = counts_of(loaded)
    numbers = set(chosen(counts, heading))
    wanted = query(what, scope.concepts, exact=exact)
    if wanted.concept and loaded.text is None and not counts.concepts:
        # counts made with another list lose their concepts, which is not to stand nowhere
        raise CannotTellError(f"only the counts of {loaded.id} are at hand, without concepts")
    items = counts.concepts.get(wanted.concept, ()) if wanted.concept else _word(wanted, loaded)
    return [item for item in items if item.section in numbers]


def _word(wanted: Query, loaded: Loaded) -> tuple[Occurrences, ...]:
    """A word from the text where it is at hand; from the counts only where they can tell."""
    counts = counts_of(loaded)
    own = words(wanted.word, "en") if counts.language == "en" else []
    if loaded.text is None and len(own) == 1:
        return counts.terms.get(own[0][0], ())
    document = text_of(loaded, f"the text in which to look for {wanted.word!r}")
    in_counts = {id(section): number for number, section in counted_sections(document, False)}
    found: dict[int, list[int]] = {}
    sentences: dict[tuple[int, str], int] = {}
    for line in kwic([document], wanted):
        number = in_counts[id(document.sections[line.index])]
        sentence = sentences.setdefault((line.index, line.sentence), len(sentences))
        found.setdefault(number, []).append(sentence)
    return tally(found)


def lines_of(
    what: str, loaded: Loaded, scope: Scope, heading: str, exact: bool
) -> list[ConcordanceLine]:
    """The lines behind a count; none where only counts are at hand."""
    if loaded.text is None:
        return []
    document = loaded.text()
    lines = kwic([document], query(what, scope.concepts, exact=exact), scope.concepts)
    return [
        line
        for line in lines
        if not heading or stands_under(document.sections[line.index], heading)
    ]


def lines_together(
    what: str, other: str, loaded: Loaded, scope: Scope, heading: str, exact: bool
) -> list[ConcordanceLine]:
    """The lines of one word or concept in whose sentence another stands too.

    Raises ``CannotTellError`` where only counts are at hand, which forget who stands with whom.
    """
    text_of(loaded, f"the sentences in which {what!r} and {other!r} stand together")
    chosen(counts_of(loaded), heading)
    company = {_sentence(line) for line in lines_of(other, loaded, scope, heading, exact)}
    lines = lines_of(what, loaded, scope, heading, exact)
    return [line for line in lines if _sentence(line) in company]


def _sentence(line: ConcordanceLine) -> tuple[int, str]:
    return line.index, line.sentence
