"""From the bytes of a source to its counts, by the shortest way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cache, lru_cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError, SourceError, WordlessError
from aiplans_cli.language import LANGUAGES
from aiplans_cli.records import dataclass
from aiplans_cli.sources.cautions import check_no_list, counted_otherwise
from aiplans_cli.sources.journal import STDIN
from aiplans_cli.sources.source import Opened, Source, is_counts_file
from aiplans_cli.storage.folders import cache_dir

if TYPE_CHECKING:
    from aiplans_cli.counting.pool import Pool
    from aiplans_cli.model import CountedSection, Counts, Document
    from aiplans_cli.sources.behind import Behind
    from aiplans_cli.sources.library.resolution import Resolved
    from aiplans_cli.sources.rules import Rules
    from aiplans_cli.sources.settings import SourceSettings

_UNSEALED = "has no digest of itself; only its sums were checked"

_KEPT = 16_000_000
"""Bytes of a source from which its counts are not kept: of a table they are many times as long."""


@dataclass(frozen=True, slots=True)
class SourceCounter:
    """Counts sources under one set of settings."""

    settings: SourceSettings
    """How sources are read."""
    rules: Rules
    """How they are counted."""
    tell: Callable[[str], None]
    """Takes what the user should know, each line once."""
    behind: Callable[[], Behind]
    """What finds the texts behind counts files."""
    keeps_fields: bool = False
    """Whether what is known of documents is kept, though nobody asks for it now."""
    forms: dict[str, Counter[str]] = field(default_factory=dict)
    """Stem → the words that were grouped by it, and how often each stands."""

    def counted(self, item: Opened, keep: Callable[[str], bool] | None = None) -> list[Source]:
        """The documents behind the bytes of one source, counted, under the names they have.

        Raises ``WordlessError`` where none has a word.
        """
        if is_counts_file(item.data):
            behind = self.behind()
            find = partial(behind.reader, file=item.file)
            needs = partial(behind.needed, file=item.file)
            entry = self.settings.selects and item.place and item.place.entry
            known = self._fields(item)("") if entry else {}
            found = [
                Source(one, None, item.file, fields=known, find=find, needs=needs)
                for one in self._from_file(item, keep)
            ]
            if item.part:
                kept = [source for source in found if source.id == item.part]
                if not kept:
                    from aiplans_cli.sources.tables import no_part

                    raise no_part(item.name, item.part, [source.id for source in found])
                found = kept
        else:
            place = "" if item.place is None else item.place.place
            asked = self.settings.selects or self.keeps_fields
            fields = self._fields(item) if asked else _nothing
            found = [
                replace(source, file=item.file, place=place, fields=fields(source.id))
                for source in self._counted(item)
            ]
        return [self.fitted(source) for source in found]

    def _fields(self, item: Opened) -> Callable[[str], Mapping[str, str]]:
        """From the id of a document behind the bytes of a source to what is known of it."""
        from aiplans_cli.sources.documents import fields_in

        place = item.place
        entry = place.entry if place else None
        name = place.called if place else STDIN
        return fields_in(item.data, name, self.settings, entry)

    def add_to(self, pool: Pool, item: Opened) -> None:
        """Add the documents behind the bytes of one source to a pool, none or all of them.

        Raises ``WordlessError`` where none has a word.
        """
        from aiplans_cli.counting.parquet import is_parquet

        # stems of one section fall together, which only whole documents can tell
        whole = self.settings.stem or item.part
        if not whole and is_parquet(item.data) and is_counts_file(item.data):
            adapted = partial(self.adapted, item.name)
            self._check_sealed(item)
            pool.take_parquet(item.data, item.name, adapted, self._is_wanted)
            return
        pool.take([source.counts for source in self.counted(item)])

    def _is_wanted(self, section: CountedSection) -> bool:
        return self.settings.all_kinds or section.kind == "body"

    def fitted(self, source: Source) -> Source:
        """A source with the kinds of section and the words that the settings ask for."""
        return replace(source, counts=self._kinds(self._stemmed(source.counts)))

    def _stemmed(self, counts: Counts) -> Counts:
        """English counts by stem, if that was asked for.

        Words are counted whole and then grouped, so that a stop word is known by its own form.
        """
        from aiplans_cli.counting.tally import restem
        from aiplans_cli.language import stem_terms

        done = counts.settings.get("stem") == "True"
        language = LANGUAGES.get(counts.language)
        if not self.settings.stem or done or language is None or language.stemmer is None:
            return counts
        stems = stem_terms(frozenset(counts.terms))
        for term, stands in counts.terms.items():
            grouped_by = self.forms.setdefault(stems[term], Counter())
            grouped_by[term] += sum(o.count for o in stands)
        grouped = restem(counts, stems)
        return replace(grouped, settings={**counts.settings, "stem": "True"})

    def _kinds(self, counts: Counts) -> Counts:
        from aiplans_cli.counting.tally import select

        if self.settings.all_kinds:
            return counts
        kept = select(counts, self._is_wanted)
        if not any(section.tokens for section in kept.sections):
            raise WordlessError(counts.id, "it has no body text to count", "try again with --all")
        left_out = sum(s.tokens for s in counts.sections) - sum(s.tokens for s in kept.sections)
        return replace(kept, settings=_left_out(tuple(kept.settings.items()), left_out))

    def _from_file(self, item: Opened, keep: Callable[[str], bool] | None) -> list[Counts]:
        from aiplans_cli.counting.files import parse_counts
        from aiplans_cli.counting.integrity import has_digest
        from aiplans_cli.counting.parquet import is_parquet, parse_parquet

        name, data = item.name, item.data
        if is_parquet(data):
            self._check_sealed(item)
            # a stem asks for words that keep does not
            wanted = None if self.settings.stem else keep
            return self._in_language(name, parse_parquet(data, name, wanted))
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise SourceError(name, "is not UTF-8", "make it again with 'aiplans count'") from error
        if not has_digest(text):
            self.tell(f"{name}: {_UNSEALED}")
        return self._in_language(name, parse_counts(text, name))

    def _check_sealed(self, item: Opened) -> None:
        """Tell of a Parquet file that another program made, or an old version."""
        from aiplans_cli.counting.integrity import has_checksums

        if not has_checksums(item.data):
            self.tell(f"{item.name}: {_UNSEALED}")

    def _in_language(self, name: str, found: Sequence[Counts]) -> list[Counts]:
        """The counts of a file, adapted: those in the language of the settings, if any are."""
        lang = self.settings.lang
        kept = [counts for counts in found if lang in ("auto", counts.language)]
        if kept and len(kept) < len(found):
            code = LANGUAGES[lang].name
            self.tell(f"{name}: {len(kept):,} of {len(found):,} documents are {code}")
        return [self.adapted(name, counts) for counts in kept or found]

    def adapted(self, name: str, counts: Counts) -> Counts:
        """Counts made to fit the settings, as far as counts can."""
        wanted = self.rules.signature
        if self.settings.lang not in ("auto", counts.language):
            fact = f"it was counted as {counts.language}"
            raise AnalysisError(name, fact, "leave --lang out for counts files")
        if line := counted_otherwise(counts, wanted, self.settings):
            self.tell(f"{name}: {line}")
        if counts.settings.get("concepts", "") != wanted["concepts"]:
            # Concepts of another list would look like those of this one.
            bare = tuple(replace(section, covered=0) for section in counts.sections)
            counts = replace(counts, concepts={}, sections=bare)
        return counts

    def _counted(self, item: Opened) -> list[Source]:
        from aiplans_cli.sources.kept_counts import key_of, parsed, rendered
        from aiplans_cli.storage.cache import Cache

        self._check(item)  # an earlier version may have counted it
        digest = sha256(item.data).hexdigest()
        signature = self.rules.signature
        texts = cache(lambda: self.read(item))
        shipped = None if item.part else self._shipped(item.place, digest, signature)
        if shipped is not None:
            return [Source(shipped, lambda: texts()[0])]
        store, key = Cache(cache_dir()), key_of(item, digest, self.settings, signature)
        told, found = parsed(store.get(key))
        if not found:
            documents, told = self._documents(item, meanwhile=self.rules.preparation())
            texts = cache(lambda: documents)
            found = [self.rules.count(document) for document in documents]
            if len(item.data) < _KEPT:
                store.put(key, rendered(told, found))
        for line in told:
            self.tell(f"{item.name}: {line}")
        return [
            Source(counts, partial(_one_of, texts, number)) for number, counts in enumerate(found)
        ]

    def is_kept(self, item: Opened) -> bool:
        """Whether a text has been counted before, so that it need not be read."""
        from aiplans_cli.sources.kept_counts import key_of
        from aiplans_cli.storage.cache import Cache

        digest, signature = sha256(item.data).hexdigest(), self.rules.signature
        if not item.part and self._shipped(item.place, digest, signature) is not None:
            return True
        return Cache(cache_dir()).get(key_of(item, digest, self.settings, signature)) is not None

    def _shipped(
        self, place: Resolved | None, digest: str, signature: dict[str, str]
    ) -> Counts | None:
        from aiplans_cli.sources.kept_counts import shipped

        entry = place.entry if place else None
        if entry is None or not entry.counts or self.settings.lang not in ("auto", entry.language):
            return None
        try:
            text = (entry.folder / entry.counts).read_text(encoding="utf-8")
        except OSError:
            return None
        counts = shipped(text, entry.counts)
        counted = {name: value for name, value in counts.settings.items() if name != "fields"}
        return counts if counts.sha256 == digest and counted == signature else None

    def _check(self, item: Opened) -> None:
        """Raise ``SourceError`` for what is no text, unless the settings say that it is one."""
        if self.settings.format is not None:
            return
        check_no_list(item.name, item.data)
        if item.data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            from aiplans_cli.reading.registry import check_format

            check_format(item.data, item.name)

    def read(self, item: Opened, *, whole: bool = False) -> list[Document]:
        """The documents that the bytes of a text hold; what their readers noted is told.

        A bilingual one is two of them, unless it is wanted ``whole``.
        """
        self._check(item)
        documents, told = self._documents(item, whole=whole)
        for line in told:
            self.tell(f"{item.name}: {line}")
        return documents

    def _documents(
        self, item: Opened, *, whole: bool = False, meanwhile: Iterable[object] = ()
    ) -> tuple[list[Document], list[str]]:
        from aiplans_cli.sources.documents import documents_in

        place = item.place
        return documents_in(
            item.data,
            place.called if place else STDIN,
            self.settings,
            entry=place.entry if place else None,
            part=item.part,
            whole=whole,
            meanwhile=meanwhile,
        )


def _nothing(_: str) -> Mapping[str, str]:
    """Of documents of which nothing is asked beside their words."""
    return {}


@lru_cache(1000)
def _left_out(settings: tuple[tuple[str, str], ...], words: int) -> Mapping[str, str]:
    """The settings of counts of which some words were left out: one dict for all alike.

    Of a hundred thousand documents those alone would be 40 MB.
    """
    return {**dict(settings), "left_out": str(words)}


def _one_of(texts: Callable[[], Sequence[Document]], number: int) -> Document:
    return texts()[number]
