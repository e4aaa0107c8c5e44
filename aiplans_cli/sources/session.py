"""A session: what was typed becomes sources, by the shortest way."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property, partial
from hashlib import sha256
from typing import TYPE_CHECKING

from aiplans_cli.errors import SourceError, UsageError
from aiplans_cli.model import Counts, Document
from aiplans_cli.sources.cautions import counted_twice, stand_ins
from aiplans_cli.sources.counted import SourceCounter
from aiplans_cli.sources.journal import STDIN, Journal
from aiplans_cli.sources.library.resolution import PART
from aiplans_cli.sources.reading_ahead import reading_ahead
from aiplans_cli.sources.selection import Selection
from aiplans_cli.sources.settings import SourceSettings
from aiplans_cli.sources.source import (
    OF_COUNTS,
    Opened,
    Source,
    all_apart,
    check_parquet,
    is_counts_file,
    told_apart,
)
from aiplans_cli.sources.wordless import each_with_words
from aiplans_cli.storage.folders import data_dir

if TYPE_CHECKING:
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.counting.pool import Pool
    from aiplans_cli.language import Settings
    from aiplans_cli.sources.behind import Behind
    from aiplans_cli.sources.library.entries import Entry
    from aiplans_cli.sources.library.resolution import Resolved
    from aiplans_cli.sources.rules import Rules

Named = str | os.PathLike[str] | Source | Counts | Document
"""What a source may be given as: a path, pattern, id or "-", or what has been read already."""

DEFAULT_PAIR = (("us-2025", "en"), ("cn-2025", "zh"))
"""What is compared when no source is named, with the language of each."""

_MOST_TOLD = 20
"""Notes on sources that are told."""


class Session:
    """One set of settings under which sources are resolved, read and counted, each once."""

    def __init__(
        self, settings: SourceSettings | None = None, journal: Journal | None = None
    ) -> None:
        self.settings = settings or SourceSettings()
        self.journal = journal or Journal()
        self._places: dict[tuple[str, bool], tuple[Resolved, ...]] = {}
        self.remarks: list[str] = []
        """What every answer of the session must say first."""
        self._stdin_read, self._piped = False, b""
        self._told, self._of_sources = set[str](), 0

    @cached_property
    def rules(self) -> Rules:
        """How texts are counted. Raises ``AiplansError`` for a broken file of the settings."""
        from aiplans_cli.sources.rules import rules_of

        return rules_of(self.settings, self.journal)

    @cached_property
    def counter(self) -> SourceCounter:
        """What counts sources, and remembers which words it grouped by stem."""
        return SourceCounter(self.settings, self.rules, self._tell_of_source, cache(self._behind))

    def _behind(self) -> Behind:
        from aiplans_cli.sources.behind import Behind

        return Behind(self.settings, self.journal, lambda: self.library)

    @property
    def concept_list(self) -> ConceptList:
        """The concepts that are counted."""
        return self.rules.concept_list

    @property
    def words(self) -> Settings:
        """How text is split into words."""
        return self.rules.words

    @property
    def row_stops(self) -> frozenset[str] | None:
        """The words that have no row; ``None`` for each language's own list."""
        return frozenset() if self.settings.stop_words == "off" else self.rules.stops

    @cached_property
    def library(self) -> Mapping[str, Entry]:
        """The texts that the library knows, by id."""
        from aiplans_cli.sources.library.entries import load_library

        return load_library(data_dir())

    def tell(self, line: str) -> None:
        """Note a line once: a file may hold thousands of documents."""
        if line not in self._told:
            self._told.add(line)
            self.journal.note(line)

    def _tell_of_source(self, line: str) -> None:
        """Note what was decided in reading a source, of which a folder may hold thousands."""
        self._of_sources += line not in self._told
        if self._of_sources <= _MOST_TOLD:
            self.tell(line)
        else:
            self.tell(f"more than {_MOST_TOLD} such notes; the others are left out")

    def bringing(self, id_: str) -> str:
        """The command that brings the text behind counts; "" where the library does not know it."""
        entry = self.library.get(id_)
        if entry is None:
            return ""
        fetched = f"`aiplans texts fetch {id_}`"
        return fetched if entry.url else f"`aiplans texts add FILE --id {id_}`"

    def text_of(self, source: Source) -> Document:
        """The text of a source. Raises ``SourceError`` where only its counts are at hand."""
        if (read := source.text) is None:
            needed = f"its lines need {self.bringing(source.id) or source.needed}"
            raise SourceError(source.id, "only its counts are at hand", needed)
        return read()

    def default_sources(self, *, text: bool = False, piped: bool = True) -> list[str]:
        """What was piped in; else, of each plan of 2025, the best that is at hand.

        That is its text, else its official counts unless ``text`` is needed, else our digest. What
        stands in for a text is told, and is the first of the remarks. With a language of the
        settings only the plan in that language. ``piped`` is false where several documents are
        needed.
        """
        if piped and not self._stdin_read:
            self._piped = self.journal.piped()
            if self._piped:
                return [STDIN]
        if self.settings.stop_words not in ("on", "off"):
            self.journal.note(
                f"{self.settings.stop_words} is taken for the stop words of --stop-words, "
                "not for a document"
            )
        plans = [id_ for id_, code in DEFAULT_PAIR if self.settings.lang in ("auto", code)]
        found = {id_: self._best_of(id_, text) for id_ in plans}
        if line := stand_ins(found):
            self.remarks.append(line)
            self.journal.note(line)
        return [name for name, _ in found.values()]

    def _best_of(self, id_: str, text: bool) -> tuple[str, str]:
        """A plan, or its digest, and what of it is at hand: "text", "counts" or "digest"."""
        with suppress(SourceError):
            form = self.resolve(id_)[0].form
            if form == "text" or not text:
                return id_, form
        return f"{id_}-digest", "digest"

    def resolve(self, name: str, *, counts: bool = False) -> tuple[Resolved, ...]:
        """Where the bytes of a name are, looked for once; ``counts`` of a folder too.

        Raises ``SourceError`` for nowhere.
        """
        from aiplans_cli.sources.library.resolution import resolve

        if (name, counts) not in self._places:
            problems: list[SourceError] = []
            places = resolve(name, data_dir(), lambda: self.library, problems, counts=counts)
            self._places[name, counts] = places
            for problem in problems:
                self.journal.note(str(problem))
        return self._places[name, counts]

    def opened(self, names: Sequence[str]) -> list[Opened]:
        """The bytes that names stand for. Raises ``AiplansError`` where they cannot be read."""
        found: list[Opened] = []
        for name in names:
            if name == STDIN or name.startswith(STDIN + PART):
                if self._stdin_read:
                    raise SourceError(STDIN, "standard input was named twice", "name it once")
                self._stdin_read = True
                data = self._piped or self.journal.stdin("a document", self.settings.max_size)
                found.append(self._noted(Opened(STDIN, None, data, name.partition(PART)[2])))
                continue
            found += map(self.opened_at, self.resolve(name))
        return found

    def opened_at(self, place: Resolved) -> Opened:
        """The bytes at a place that has been resolved. Raises ``SourceError`` without any."""
        from aiplans_cli.sources.library.resolution import read_resolved

        name = place.id if place.entry else place.called
        self.journal.will_read(place.path)
        data = read_resolved(place, self.settings.max_size)
        return self._noted(Opened(name, place, data, place.part, place.among))

    def _noted(self, item: Opened) -> Opened:
        check_parquet(item)
        # an official text's counts are not the text, whose digest the report tells
        called = item.name + OF_COUNTS if is_counts_file(item.data) else item.name
        self.journal.read(called, sha256(item.data).hexdigest())
        return item

    def add_to(self, pool: Pool, places: Sequence[Resolved]) -> None:
        """Add what stands at places to a pool; no more than one of them is held at a time.

        Raises ``AiplansError`` for what cannot be read or counted.
        """
        self._check_list()
        list(each_with_words(places, partial(self._add_place, pool), self.tell))

    def _add_place(self, pool: Pool, place: Resolved) -> None:
        self.counter.add_to(pool, self.opened_at(place))

    def sources_at(self, places: Sequence[Resolved]) -> list[Source]:
        """What stands at places that have been resolved, counted."""
        self._check_list()
        found = list(map(self.opened_at, places))
        return all_apart(tuple(each_with_words(found, self.counter.counted, self.tell)))

    def documents(self, named: Sequence[Named], *, whole: int = 0) -> list[Document]:
        """The texts that are named; the first ``whole`` are one document each, bilingual or not.

        Those are never chosen or put together. Raises ``SourceError`` for one that is only counts.
        """
        documents, files = list[Document](), list[str]()
        first = [(item, self._read(item, whole=True)) for item in self._taken(named[:whole])]
        taken = (self.sources if self.settings.selects else self._taken)(named[whole:])
        with reading_ahead(taken, self.settings, lambda _: False):
            others = list(each_with_words(taken, self._read, self.tell))
        for item, several in (*first, *others):
            documents += several
            files += ["" if isinstance(item, Document) else item.file] * len(several)
        names = told_apart([document.id for document in documents], files)
        return [replace(one, id=name) for one, name in zip(documents, names, strict=True)]

    def _read(self, item: Opened | Document | Source, *, whole: bool = False) -> list[Document]:
        if isinstance(item, Document):
            return [item]
        if isinstance(item, Source):
            return [self.text_of(item)]
        if is_counts_file(item.data):
            return [self.text_of(source) for source in self.counter.counted(item)]
        return self.counter.read(item, whole=whole)

    def sources(
        self, named: Sequence[Named], keep: Callable[[str], bool] | None = None
    ) -> list[Source]:
        """What is named, counted: from a counts file, the shipped counts, the cache, or the text.

        ``keep`` tells which terms and concepts will be asked for; a large counts file may give no
        others. Raises ``AiplansError`` for what cannot be read or counted, or chosen.
        """
        self._check_list()
        taken = self._taken(named)
        with reading_ahead(taken, self.settings, self.counter.is_kept):
            made = all_apart(each_with_words(taken, partial(self._counts, keep=keep), self.tell))
        return Selection(self.settings).applied(made, self.tell)

    def _counts(
        self, item: Opened | Document | Source, *, keep: Callable[[str], bool] | None
    ) -> list[Source]:
        if isinstance(item, Opened):
            return self.counter.counted(item, keep)
        if isinstance(item, Source):
            return [item]
        document = item
        return [self.counter.fitted(Source(self.rules.count(document), lambda: document))]

    def _check_list(self) -> None:
        """Tell of forms of the user's list that count twice."""
        if self.settings.concepts and (
            line := counted_twice(self.concept_list, self.settings.concepts)
        ):
            self.tell(line)

    def _taken(self, named: Sequence[Named]) -> list[Opened | Document | Source]:
        """What was given, in its order: names opened, counts as sources."""
        taken: list[Opened | Document | Source] = []
        for item in named:
            if isinstance(item, Counts):
                adapted = self.counter.adapted(item.id, item)
                taken.append(self.counter.fitted(Source(adapted)))
            elif isinstance(item, Document | Source):
                taken.append(item)
            elif isinstance(item, str | os.PathLike):
                taken += self.opened([os.fspath(item)])
            else:
                what = f"{type(item).__name__} is no source"
                raise UsageError(f"{what}: give a name or path, a document, or counts")
        return taken
