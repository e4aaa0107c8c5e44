"""Which documents are asked about, and which of them are one: by what is known of each.

What is known of a document are its fields: named groups of ``--pattern`` in its path, columns of
its row, keys of its front matter or of its entry in the library, the year of its date, the folders
it lies in, and the value by which a counts file was grouped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError, UsageError
from aiplans_cli.sources.conditions import REST, condition
from aiplans_cli.sources.source import Source

if TYPE_CHECKING:
    from aiplans_cli.model import Counts, Document, Section
    from aiplans_cli.sources.settings import SourceSettings

_MOST_NAMED = 8
"""Values that an error names."""

LONGEST = 200
"""Characters of a field that are kept in a counts file: an abstract is no value to ask for."""


@dataclass(frozen=True)
class Selection:
    """The documents that the settings choose, and how they are put together."""

    settings: SourceSettings
    """What was asked for."""

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds fields in paths. Raises ``UsageError`` for no regular expression."""
        if self.settings.pattern is None:
            return None
        try:
            return re.compile(self.settings.pattern)
        except re.error as error:
            raise UsageError(f"--pattern is no regular expression: {error}") from error

    def check(self) -> None:
        """Raise ``UsageError`` for settings that cannot stand together."""
        s = self.settings
        ways = {"--group-by": s.group_by, "--group": s.group, "--pool": s.pool}
        given = [name for name, value in ways.items() if value]
        wrong = ""
        if len(given) > 1:
            wrong = f"{given[0]} and {given[1]} each put documents together: choose one"
        elif s.against and not s.group:
            wrong = f"--against {s.against} needs --group FIELD=VALUE"
        if wrong:
            raise UsageError(wrong)

    def applied(self, sources: Sequence[Source], tell: Callable[[str], None]) -> list[Source]:
        """The sources that are chosen, put together as was asked.

        Raises ``AnalysisError`` where none is left, naming the values that there are.
        """
        if not self.settings.selects:
            return list(sources)
        self.check()
        chosen = self._where(sources)
        if self.settings.sample_documents is not None:
            chosen = sampled(chosen, self.settings.sample_documents, self.settings.sample_seed)
        return self._together(chosen, tell)

    def value(self, source: Source, field: str) -> str:
        """The value that a source has in a field; "" for none."""
        from aiplans_cli.sources.corpus.content import Text
        from aiplans_cli.sources.corpus.texts import field_value

        counted = source.counts.settings
        known = {"language": source.language, "document": source.id}
        if "by" in counted:
            known[counted["by"]] = counted["value"]
        known |= {**recorded(counted.get("fields", "{}")), **source.fields}
        place = source.place or source.id.partition("::")[0]
        return field_value(field, Text("", "", place, 0, ""), known, self.pattern)

    def _where(self, sources: Sequence[Source]) -> list[Source]:
        kept = list(sources)
        for typed in self.settings.where:
            wanted, before = condition(typed), kept
            kept = [one for one in kept if wanted.holds(self._values(one))]
            if not kept:
                raise self._none(f"--where {typed}", wanted.field, before)
        return kept

    def _values(self, source: Source) -> Callable[[str], str]:
        return lambda field: self.value(source, field)

    def _none(self, subject: str, field: str, sources: Sequence[Source]) -> AnalysisError:
        """The error for a condition that no document meets, with what there is instead."""
        values = sorted({value for one in sources if (value := self.value(one, field))})
        if not values:
            fields = sorted({name for one in sources for name in one.fields})
            known = f"; the fields are {', '.join(fields[:_MOST_NAMED])}" if fields else ""
            remedy = f"name another field, or find it by --pattern '(?P<{field}>...)'{known}"
            return AnalysisError(subject, f"no document has a {field}", remedy)
        more = ", ..." if len(values) > _MOST_NAMED else ""
        there = f"{', '.join(values[:_MOST_NAMED])}{more}"
        return AnalysisError(subject, "no document is such a one", f"{field} is {there}")

    def _together(self, chosen: list[Source], tell: Callable[[str], None]) -> list[Source]:
        s = self.settings
        if s.group_by:
            return self.by_value(chosen, s.group_by, tell)
        if s.group:
            return self._two_groups(chosen, s.group, s.against)
        if s.pool:
            tell(
                f"{len(chosen):,} documents are pooled: rate is that of all their words together, "
                "mean_rate the mean of their own rates"
            )
            return by_language({"all": chosen}, "pool")
        return chosen

    def by_value(
        self,
        chosen: Sequence[Source],
        field: str,
        tell: Callable[[str], None],
        option: str = "--group-by",
    ) -> list[Source]:
        """The sources of each value of a field as one; those without any are told and left out.

        Raises ``AnalysisError``, naming the ``option``, where all are without.
        """
        groups: dict[str, list[Source]] = {}
        without: list[Source] = []
        for one in chosen:
            value = self.value(one, field)
            (groups.setdefault(value, []) if value else without).append(one)
        if not groups:
            raise self._none(f"{option} {field}", field, chosen)
        if without:
            more = f" (and {len(without) - 1:,} more)" if len(without) > 1 else ""
            tell(f"{without[0].id}: it has no {field}, and is left out{more}")
        return by_language({value: groups[value] for value in sorted(groups)}, field)

    def _two_groups(self, chosen: Sequence[Source], group: str, against: str) -> list[Source]:
        first = condition(group)
        own = [one for one in chosen if first.holds(self._values(one))]
        if not own:
            raise self._none(f"--group {group}", first.field, chosen)
        groups = {group: own}
        if against == REST:
            held = {id(one) for one in own}
            groups[REST] = [one for one in chosen if id(one) not in held]
            if not groups[REST]:
                fact = "every document is in the group"
                raise AnalysisError("--against rest", fact, "name more documents")
        elif against:
            second = condition(against)
            groups[against] = [one for one in chosen if second.holds(self._values(one))]
            if not groups[against]:
                raise self._none(f"--against {against}", second.field, chosen)
            both = {id(one) for one in own} & {id(one) for one in groups[against]}
            if both:
                fact = f"{len(both):,} documents are in both groups"
                raise AnalysisError(f"--against {against}", fact, "choose groups that part them")
        return by_language(groups, first.field)


@lru_cache(1 << 16)
def recorded(fields: str) -> Mapping[str, str]:
    """The fields that a counts file has recorded of a document, as JSON.

    >>> recorded('{"country": "US"}')
    {'country': 'US'}
    """
    found = json.loads(fields)
    return {str(key): str(value) for key, value in found.items()} if type(found) is dict else {}


def record(fields: Mapping[str, str]) -> dict[str, str]:
    """What is kept in a counts file of the fields of a document: none that is a text by itself.

    >>> record({"country": "US", "abstract": "long " * 99}), record({})
    ({'fields': '{"country": "US"}'}, {})
    >>> [len(record({"title": "x" * long})) for long in (180, 250)]  # a law's title in full
    [1, 0]
    """
    kept = {key: value for key, value in fields.items() if len(value) <= LONGEST}
    return {"fields": json.dumps(kept, ensure_ascii=False)} if kept else {}


def sampled(sources: list[Source], number: int, seed: int) -> list[Source]:
    """So many of the sources, drawn at random without replacement, in their order."""
    from random import Random

    if number >= len(sources):
        return sources
    return [sources[at] for at in sorted(Random(seed).sample(range(len(sources)), number))]


def by_language(groups: Mapping[str, Sequence[Source]], field: str) -> list[Source]:
    """A source for each group, or one for each language of it where there are several."""
    languages = sorted({one.language for several in groups.values() for one in several})
    found = []
    for name, several in groups.items():
        for language in languages:
            own = [one for one in several if one.language == language]
            if own:
                called = f"{name} {language}" if len(languages) > 1 else name
                found.append(joined(called, own, field, name))
    return found


def joined(name: str, sources: Sequence[Source], field: str, value: str) -> Source:
    """Sources as one document, whose sections know from which they are.

    So tests rest on documents, where there are ten of them; the text is there if all texts are.
    """
    from aiplans_cli.counting.corpus import digest_of
    from aiplans_cli.counting.tally import add

    several = [one.counts for one in sources]
    left_out = sum(int(counts.settings.get("left_out", 0)) for counts in several)
    settings = {**several[0].settings, "by": field, "value": value, "left_out": str(left_out)}
    digests = [part for counts in several for part in counts.sha256.split("+") if part]
    counts = replace(
        add(several), id=name, title=name, sha256=digest_of(digests), settings=settings
    )

    def find(counts: Counts) -> Callable[[], Document] | None:
        readers = [read for one in sources if (read := one.text)]
        if len(readers) < len(sources):
            return None
        return lambda: joined_text(counts, [read() for read in readers])

    def needs(counts: Counts) -> str:
        return next((one.needed for one in sources if not one.text), "the document itself")

    return Source(counts, find=find, needs=needs)


def joined_text(counts: Counts, documents: Sequence[Document]) -> Document:
    """Documents one after the other; their headings are numbered on."""
    from aiplans_cli.model import Document

    sections: list[Section] = []
    after = 0
    for document in documents:
        sections += [replace(one, part=one.part + after) for one in document.sections]
        after += max((one.part for one in document.sections), default=0) + 1
    return Document(counts.id, counts.title, counts.language, tuple(sections), counts.sha256)
