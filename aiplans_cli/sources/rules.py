"""How texts become counts: the concept list, the words, the stop words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256
from typing import TYPE_CHECKING

from aiplans_cli import __version__
from aiplans_cli.language import WORD_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiplans_cli.concepts.compiled import Compiled
    from aiplans_cli.concepts.concept import Concept, ConceptList
    from aiplans_cli.language import Settings
    from aiplans_cli.language.segmenter import UserWord
    from aiplans_cli.model import Counts, Document, Tokens
    from aiplans_cli.sources.journal import Journal
    from aiplans_cli.sources.settings import SourceSettings


_LARGE = 4_000_000
"""Characters that the shortest large text has; such a text is one section."""


@dataclass(frozen=True)
class Rules:
    """How texts become counts; it can be sent to other processes and machines."""

    concept_list: ConceptList
    """The concepts that are counted."""
    words: Settings
    """How text is split into words."""
    stops: frozenset[str] | None
    """Words that are no content words; ``None`` for each language's own list."""

    @cached_property
    def signature(self) -> dict[str, str]:
        """Everything beside the content that shapes the counts, as they record it."""
        stops = "default" if self.stops is None else _digest(" ".join(sorted(self.stops)))
        return {
            "concepts": self.concept_list.sha256[:16],
            "rules": str(WORD_RULES),
            "tokenizer": self.words.tokenizer + ", hyphens split" * self.words.split_hyphens,
            "stem": "False",
            "words": _digest(self.whole_words.signature()),
            "stop_words": stops,
        }

    @property
    def whole_words(self) -> Settings:
        """How text is split before words are grouped by their stems."""
        return replace(self.words, stem=False)

    def preparation(self) -> Iterator[None]:
        """Make what counting takes in each language, step by step."""
        from aiplans_cli.concepts.matching import matcher
        from aiplans_cli.language import LANGUAGES

        for code, language in LANGUAGES.items():
            matcher(self.concept_list, code)
            yield
            forms = (form for one in self.concept_list.concepts for form in one.forms(code))
            language.splitter(self.whole_words)(next(forms, ""))  # loads dictionaries
            yield

    def count(self, document: Document) -> Counts:
        """Terms and concepts of a document by section, all kinds of section included."""
        from aiplans_cli.language import tokenize

        if len(document.sections) == 1 and len(document.sections[0].text) >= _LARGE:
            return self._count_lines(document)
        return self.count_tokens(tokenize(document, self.whole_words))

    def _count_lines(self, document: Document) -> Counts:
        """The counts of a document that is one long section, by the way of large texts."""
        from aiplans_cli.concepts.bulk_matcher import matcher_of
        from aiplans_cli.counting.bulk import count_blocks, counts_of
        from aiplans_cli.reading.blocks import stretches

        blocks = stretches(document.sections[0].text)
        make = partial(matcher_of, self.concept_list, self.stops)
        tally = count_blocks(blocks, document.language, self.whole_words, self.stops, make)
        counts = counts_of(tally, document.id, document.language, document.sha256, self.stops)
        return replace(counts, title=document.title, kind=document.kind, settings=self.signature)

    def count_tokens(self, tokens: Tokens) -> Counts:
        """The same of a document whose words have been split by these rules."""
        from aiplans_cli.concepts.tallying import add_concepts
        from aiplans_cli.counting.tally import count

        counts = add_concepts(count(tokens, self.stops), tokens, self.concept_list, self.stops)
        return replace(counts, settings=self.signature)


def rules_of(settings: SourceSettings, journal: Journal) -> Rules:
    """The rules that settings ask for. Raises ``AiplansError`` for a broken file among them."""
    from aiplans_cli.language import Settings, parse_stop_words
    from aiplans_cli.storage.folders import cache_dir

    concept_list, terms = _concepts(settings.concepts, journal)
    stops: frozenset[str] | None = None
    if settings.stop_words not in ("on", "off"):
        stops = parse_stop_words(read_settings(settings.stop_words, journal, "--stop-words"))
    user_words: tuple[UserWord, ...] = ()
    if settings.user_dict is not None:
        from aiplans_cli.language.segmenter import parse_user_dict

        text = read_settings(settings.user_dict, journal, "--user-dict")
        user_words = parse_user_dict(text, settings.user_dict)
    words = Settings(
        tokenizer=settings.tokenizer,
        split_hyphens=settings.split_hyphens,
        stem=settings.stem,
        dict_terms=terms if settings.dict_terms else frozenset(),
        user_words=user_words,
        engine=settings.engine,
        cache_dir=cache_dir(),
    )
    journal.listed("concepts", concept_list.sha256)
    return Rules(concept_list, words, stops)


def _concepts(path: str | None, journal: Journal) -> Compiled:
    """Our list, or the user's."""
    from aiplans_cli.concepts.compiled import shipped

    if path is None and (found := shipped(_ours)):
        return found
    return _stored(path and read_settings(path, journal, "--concepts"), path or "concepts.tsv")


def _ours() -> tuple[Concept, ...]:
    return _stored(None, "concepts.tsv").concepts.concepts


def _stored(added: str | None, name: str) -> Compiled:
    """A list as an earlier run has stored it, where neither file has changed."""
    from aiplans_cli.concepts.compiled import compiled, pack, unpack
    from aiplans_cli.concepts.listing import load_concepts, shipped_text
    from aiplans_cli.storage.cache import Cache, cache_key
    from aiplans_cli.storage.folders import cache_dir

    files = f"{shipped_text()}\0{added or ''}"
    key = cache_key(sha256(files.encode()).hexdigest(), __version__, {"what": "concepts"})
    store = Cache(cache_dir())
    stored = store.get(key)
    found = None if stored is None else unpack(stored)
    if found is None:
        found = compiled(load_concepts(added, name))
        store.put(key, pack(found))
    return found


def read_settings(path: str, journal: Journal, option: str = "", name: str = "") -> str:
    """A small file of text that shapes the answer, noted as an input under ``name`` or its path.

    Raises ``SourceError`` where it cannot be read, naming the ``option`` that it was given to.
    """
    from aiplans_cli.errors import SourceError
    from aiplans_cli.sources.library.resolution import read_small_text

    journal.will_read(path)
    try:
        text = read_small_text(path)
    except SourceError as error:
        subject = f"{option} {path}" if option else path
        raise SourceError(subject, error.fact, error.remedy) from None
    journal.read(name or path, sha256(text.encode()).hexdigest())
    return text


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
