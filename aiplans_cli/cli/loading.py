"""From what the user typed to documents and counts, by the shortest way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from aiplans_cli import __version__
from aiplans_cli.cli.cautions import counted_otherwise, counted_twice
from aiplans_cli.cli.loaded import OF_COUNTS, Loaded, named_apart, told_apart
from aiplans_cli.cli.record import STDIN, note_input
from aiplans_cli.cli.streams import note, read_stdin
from aiplans_cli.cli.targets import will_read
from aiplans_cli.errors import AiplansError, AnalysisError, SourceError
from aiplans_cli.model import Counts, Document
from aiplans_cli.storage import cache_dir, data_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiplans_cli.cli.options import SourceOptions
    from aiplans_cli.concepts import ConceptList
    from aiplans_cli.language import Settings
    from aiplans_cli.library import Resolved


@dataclass(slots=True)
class Loader:
    """Reads, splits and counts sources under one set of options."""

    options: SourceOptions
    """What the user chose."""
    concept_list: ConceptList
    """The concepts that are counted."""
    settings: Settings
    """How text is split into words."""
    stops: frozenset[str] | None
    """Words that are no content words; ``None`` for each language's own list."""
    _stdin_read: bool = field(default=False)
    _told: set[str] = field(default_factory=set)

    def resolve(self, sources: Sequence[str]) -> list[tuple[str, Resolved | None, bytes]]:
        """Each source with its place, its bytes and the name errors call it by."""
        from aiplans_cli.library import read_resolved, resolve

        found: list[tuple[str, Resolved | None, bytes]] = []
        for source in sources:
            if source == "-":
                if self._stdin_read:
                    raise SourceError("-", "standard input was named twice", "name it once")
                self._stdin_read = True
                found.append((STDIN, None, read_stdin()))
                continue
            for resolved in resolve(source, data_dir()):
                name = resolved.id if resolved.entry else str(resolved.path)
                will_read(resolved.path)
                found.append((name, resolved, read_resolved(resolved)))
        for name, place, data in found:
            _check_parquet(name, place, data)
            # an official text's counts are not the text, whose digest the report tells
            note_input(name + OF_COUNTS if is_counts_file(data) else name, data)
        return found

    def documents(self, sources: Sequence[str]) -> list[Document]:
        """The texts of the sources. Raises ``SourceError`` for one that is only counts."""
        documents: list[Document] = []
        files: list[str] = []
        for name, resolved, data in self.resolve(sources):
            if is_counts_file(data):
                raise SourceError(
                    name, "only its counts are at hand, not its text", _bring(resolved)
                )
            documents.append(self._read(name, resolved, data))
            files.append(_file(resolved))
        names = told_apart([document.id for document in documents], files)
        return [replace(own, id=name) for own, name in zip(documents, names, strict=True)]

    def counts(
        self, sources: Sequence[str], keep: Callable[[str], bool] | None = None
    ) -> list[Loaded]:
        """The sources counted, from a counts file, the shipped counts, the cache, or the text.

        ``keep`` tells which terms and concepts will be asked for; a large counts file may give no
        others.
        """
        if self.options.concepts and (
            line := counted_twice(self.concept_list, self.options.concepts)
        ):
            self._tell(line)
        loaded: list[Loaded] = []
        for name, resolved, data in self.resolve(sources):
            if is_counts_file(data):
                found = self._from_file(name, data, keep)
                loaded.extend(Loaded(counts, None, _file(resolved)) for counts in found)
            else:
                own = self._counted(name, resolved, data)
                loaded.append(replace(own, file=_file(resolved)))
        return [
            replace(item, counts=self._kinds(self._stemmed(item.counts)))
            for item in named_apart(loaded)
        ]

    def _stemmed(self, counts: Counts) -> Counts:
        """English counts by stem, if that was asked for.

        Words are counted whole and then grouped, so that a stop word is known by its own form.
        """
        from aiplans_cli.counting import restem
        from aiplans_cli.language import stem_terms

        done = counts.settings.get("stem") == "True"
        if not self.options.stem or counts.language != "en" or done:
            return counts
        grouped = restem(counts, stem_terms(frozenset(counts.terms)))
        return replace(grouped, settings={**counts.settings, "stem": "True"})

    def _kinds(self, counts: Counts) -> Counts:
        from aiplans_cli.counting import select

        if self.options.all_kinds:
            return counts
        kept = select(counts, lambda section: section.kind == "body")
        if not any(section.tokens for section in kept.sections):
            raise AnalysisError(counts.id, "it has no body text to count", "try again with --all")
        left_out = sum(s.tokens for s in counts.sections) - sum(s.tokens for s in kept.sections)
        return replace(kept, settings={**kept.settings, "left_out": str(left_out)})

    def _from_file(
        self, name: str, data: bytes, keep: Callable[[str], bool] | None
    ) -> list[Counts]:
        from aiplans_cli.counting import parse_counts
        from aiplans_cli.counting.parquet import is_parquet, parse_parquet

        if is_parquet(data):
            own = None if self.options.stem else keep  # a stem asks for words that keep does not
            return [self._adapted(name, counts) for counts in parse_parquet(data, name, own)]
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise SourceError(name, "is not UTF-8", "make it again with 'aiplans count'") from error
        return [self._adapted(name, counts) for counts in parse_counts(text, name)]

    def _adapted(self, name: str, counts: Counts) -> Counts:
        """A counts file's document made to fit the options, as far as counts can."""
        wanted = self.settings_of()
        self._check_settings(name, counts, wanted)
        if counts.settings.get("concepts", "") != wanted["concepts"]:
            # Concepts of another list would look like those of this one.
            bare = tuple(replace(section, covered=0) for section in counts.sections)
            counts = replace(counts, concepts={}, sections=bare)
        return counts

    def _check_settings(self, name: str, counts: Counts, wanted: dict[str, str]) -> None:
        if self.options.lang not in ("auto", counts.language):
            raise AnalysisError(
                name, f"it was counted as {counts.language}", "leave --lang out for counts files"
            )
        if line := counted_otherwise(counts, wanted, self.options):
            self._tell(f"{name}: {line}")

    def _tell(self, line: str) -> None:
        """Note a line once: a file may hold thousands of documents."""
        if line not in self._told:
            self._told.add(line)
            note(line, self.options.quiet)

    def _whole_words(self) -> Settings:
        return replace(self.settings, stem=False)

    def settings_of(self) -> dict[str, str]:
        """Everything beside the content that shapes the counts, as they record it."""
        stops = "default" if self.stops is None else _digest(" ".join(sorted(self.stops)))
        return {
            "concepts": self.concept_list.sha256[:16],
            "tokenizer": self.settings.tokenizer,
            "stem": "False",
            "words": _digest(self._whole_words().signature()),
            "stop_words": stops,
        }

    def _counted(self, name: str, resolved: Resolved | None, data: bytes) -> Loaded:
        from aiplans_cli.storage import Cache, cache_key

        digest = sha256(data).hexdigest()
        settings = self.settings_of()
        text = cache(lambda: self._read(name, resolved, data))
        shipped = self._shipped(resolved, digest, settings)
        if shipped is not None:
            return Loaded(shipped, text)
        options = self.options
        about = {"name": name, "lang": options.lang, "from": options.from_}
        about |= {"encoding": options.encoding or "", "id": resolved.id if resolved else "-"}
        about |= {"title": resolved.entry.own_title if resolved and resolved.entry else ""}
        store = Cache(cache_dir())
        key = cache_key(digest, __version__, settings | about)
        stored = self._cached(store.get(key))
        if stored is not None:
            return Loaded(stored, text)
        document = text()
        counts = self.count_document(document)
        if not document.notes:  # notes are told each time, so their documents are read each time
            from aiplans_cli.counting import render_counts

            store.put(key, render_counts([counts]))
        return Loaded(counts, text)

    def count_document(self, document: Document) -> Counts:
        """Terms and concepts of a document by section, all kinds of section included."""
        from aiplans_cli.concepts import add_concepts
        from aiplans_cli.counting import count
        from aiplans_cli.language import tokenize

        tokens = tokenize(document, self._whole_words())
        counts = add_concepts(count(tokens, self.stops), tokens, self.concept_list, self.stops)
        return replace(counts, settings=self.settings_of())

    def _cached(self, text: str | None) -> Counts | None:
        from aiplans_cli.counting import parse_counts

        if text is None:
            return None
        try:
            return parse_counts(text, "cache")[0]
        except AiplansError:
            return None

    def _shipped(
        self, resolved: Resolved | None, digest: str, settings: dict[str, str]
    ) -> Counts | None:
        from aiplans_cli.counting import parse_counts

        entry = resolved.entry if resolved else None
        if entry is None or not entry.counts or self.options.lang not in ("auto", entry.language):
            return None
        try:
            text = (entry.folder / entry.counts).read_text(encoding="utf-8")
        except OSError:
            return None
        counts = parse_counts(text, entry.counts)[0]
        same = counts.sha256 == digest and dict(counts.settings) == settings
        return counts if same else None

    def _read(self, name: str, resolved: Resolved | None, data: bytes) -> Document:
        from aiplans_cli.library import document_of

        options = self.options
        document = document_of(
            data,
            str(resolved.path) if resolved else "-",
            resolved.entry if resolved else None,
            lang=options.lang,
            format=None if options.from_ == "auto" else options.from_,
            encoding=options.encoding,
        )
        for line in document.notes:
            note(f"{name}: {line}", options.quiet)
        return document


def is_counts_file(data: bytes) -> bool:
    """Whether bytes are counts, not a text: a counts file as TSV, or any Parquet."""
    from aiplans_cli.counting.files import is_counts
    from aiplans_cli.counting.parquet import is_parquet

    return is_counts(data) or is_parquet(data)


def _check_parquet(name: str, resolved: Resolved | None, data: bytes) -> None:
    from aiplans_cli.counting.parquet import is_parquet

    if resolved and resolved.path.suffix.lower() == ".parquet" and not is_parquet(data):
        fact = "is no Parquet file, though its name says so"
        raise SourceError(name, fact, "make it again with 'aiplans count', or rename a text")


def _file(resolved: Resolved | None) -> str:
    return "" if resolved is None or resolved.entry is not None else str(resolved.path)


def _bring(resolved: Resolved | None) -> str:
    if resolved is not None and resolved.entry is not None:
        return f"run 'aiplans texts fetch {resolved.id}' first"
    return "name the document itself"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
