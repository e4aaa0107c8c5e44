"""What a check may look at: a document, its counts, or only the counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field
from typing import TYPE_CHECKING

from aiplans_cli.counting.occurrences import occurrences as tally
from aiplans_cli.counting.tally import counted_sections
from aiplans_cli.errors import UsageError
from aiplans_cli.evidence.concordance import ConcordanceLine, kwic
from aiplans_cli.evidence.counted import in_counts
from aiplans_cli.evidence.query import query
from aiplans_cli.evidence.wanted import Query
from aiplans_cli.language import LANGUAGES, Settings, fold, language_of
from aiplans_cli.model import CountedSection, Counts, Document, Occurrences, Section
from aiplans_cli.records import dataclass
from aiplans_cli.sources.source import Source

if TYPE_CHECKING:
    from aiplans_cli.concepts.concept import ConceptList


class CannotTellError(Exception):
    """A figure that cannot be computed; its text says why."""


class NeedsTextError(CannotTellError):
    """A figure that the text of ``source`` would give, where only its counts are at hand."""

    def __init__(self, reason: str, source: str) -> None:
        self.source = source
        super().__init__(reason)


Lookup = Callable[[str], Source]
"""Id or path of a source → the source. Raises ``CannotTellError`` where it is not at hand, and
``SourceError`` for an unknown name."""


def remembered(lookup: Lookup) -> Lookup:
    """The same lookup, asked once for each source."""
    known: dict[str, Source | CannotTellError] = {}

    def remember(name: str) -> Source:
        if name not in known:
            try:
                known[name] = lookup(name)
            except CannotTellError as error:
                known[name] = error
        found = known[name]
        if isinstance(found, CannotTellError):
            raise found
        return found

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

    bring: Callable[[str], str] = lambda _: ""
    """Id of a source → the command that brings its text, "" where none is known."""

    def load(self, name: str) -> Source:
        """A source, or its alternative. Raises ``CannotTellError`` where neither is at hand."""
        name = name or self.default_source
        if not name:
            raise CannotTellError("the claim names no source")
        try:
            return self.lookup(name)
        except CannotTellError:
            if name not in self.alternatives:
                raise
            with suppress(CannotTellError):
                other = self.lookup(self.alternatives[name])
                self.substituted[name] = other.id
                return other
            raise


def text_of(source: Source, purpose: str, scope: Scope) -> Document:
    """The text of a source. Raises ``NeedsTextError`` where only its counts are at hand."""
    if source.text is None:
        command = scope.bring(source.id)
        remedy = f"{command} brings the text" if command else "name the document itself"
        fact = f"only the counts of {source.id} are at hand, not {purpose}"
        raise NeedsTextError(f"{fact}; {remedy}", source.id)
    return source.text()


def stands_under(section: Section | CountedSection, heading: str) -> bool:
    """Whether a section stands under a heading that contains the words of ``heading``.

    Case and the style of quotation marks do not matter; words are whole, so that "Pillar I" does
    not mean Pillar II.

    >>> below = Section("Export", 2, "body", "", "", parents=("Pillar II: Build",))
    >>> stands_under(below, "pillar i"), stands_under(below, "Pillar II")
    (False, True)
    """
    language = language_of(heading)
    wanted = re.escape(" ".join(fold(heading, language).split()))
    pattern = re.compile(rf"(?<!\w){wanted}(?!\w)" if LANGUAGES[language].spaced else wanted)
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
    what: str, source: Source, scope: Scope, heading: str, exact: bool
) -> list[Occurrences]:
    """Where a concept or a word stands, section by section, as the tables count it."""
    counts = source.counts
    numbers = set(chosen(counts, heading))
    wanted = _query(what, scope, exact)
    if wanted.concept and source.text is None and not counts.concepts:
        # counts made with another list lose their concepts, which is not to stand nowhere
        raise CannotTellError(f"only the counts of {source.id} are at hand, without concepts")
    items = (
        counts.concepts.get(wanted.concept, ()) if wanted.concept else _word(wanted, source, scope)
    )
    return [item for item in items if item.section in numbers]


def _query(what: str, scope: Scope, exact: bool) -> Query:
    """What a word of a check means. Raises ``CannotTellError`` for what is no word."""
    try:
        return query(what, scope.concepts, exact=exact)
    except UsageError as error:
        raise CannotTellError(error.fact.replace("--exact finds", "exact = true finds")) from None


def _word(wanted: Query, source: Source, scope: Scope) -> tuple[Occurrences, ...]:
    """A word from the text where it is at hand; from the counts only where they can tell."""
    if source.text is None and LANGUAGES[source.counts.language].spaced:
        stands, _, _ = in_counts(source.counts, wanted, Settings(), scope.concepts)
        if stands is not None:
            return stands
    document = text_of(source, f"the text in which to look for {wanted.word!r}", scope)
    number_of = {id(section): number for number, section in counted_sections(document, False)}
    found: dict[int, list[int]] = {}
    sentences: dict[tuple[int, str], int] = {}
    for line in kwic([document], wanted, scope.concepts):
        number = number_of[id(document.sections[line.index])]
        sentence = sentences.setdefault((line.index, line.sentence), len(sentences))
        found.setdefault(number, []).append(sentence)
    return tally(found)


def lines_of(
    what: str, source: Source, scope: Scope, heading: str, exact: bool
) -> list[ConcordanceLine]:
    """The lines behind a count; none where only counts are at hand."""
    if source.text is None:
        return []
    document = source.text()
    lines = kwic([document], _query(what, scope, exact), scope.concepts)
    return [
        line
        for line in lines
        if not heading or stands_under(document.sections[line.index], heading)
    ]


def lines_together(
    what: str, other: str, source: Source, scope: Scope, heading: str, exact: bool
) -> list[ConcordanceLine]:
    """The lines of one word or concept in whose sentence another stands too.

    Raises ``NeedsTextError`` where only counts are at hand, which forget who stands with whom.
    """
    text_of(source, f"the sentences in which {what!r} and {other!r} stand together", scope)
    chosen(source.counts, heading)
    company = {_sentence(line) for line in lines_of(other, source, scope, heading, exact)}
    lines = lines_of(what, source, scope, heading, exact)
    return [line for line in lines if _sentence(line) in company]


def _sentence(line: ConcordanceLine) -> tuple[int, str]:
    return line.index, line.sentence
