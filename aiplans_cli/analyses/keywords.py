"""The key words of documents, by TF-IDF, of sections or of a reference, or TextRank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.keyword_weights import (
    BY_REFERENCE,
    WEIGHTS,
    Grams,
    Rarity,
    Sections,
    rarity_of,
)
from aiplans_cli.analyses.keywords_screen import (
    SIDE_BY_SIDE,
    USUAL,
    Keyed,
    Keyword,
    keyword_sentences,
    keyword_tables,
)
from aiplans_cli.analyses.ngrams import (
    ONE_WORD,
    WORDS,
    Ngrams,
    grams_in,
    ngram_sizes,
    runs_by_section,
    text_needed,
)
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import RowSettings
from aiplans_cli.analyses.tables import input_of, mean_columns, row_stops
from aiplans_cli.counting.units import is_group, mean_rates
from aiplans_cli.errors import AnalysisError, UsageError
from aiplans_cli.language import LANGUAGES, is_content_word, tokenize
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Counts, Tokens
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source


@dataclass(frozen=True, slots=True)
class KeywordSettings:
    """How words are weighed, and which may be key words."""

    measure: Annotated[
        str, Option("How words are weighed.", choices=tuple(WEIGHTS), also=("reference",))
    ] = "tfidf"
    reference: Annotated[
        str | None,
        Option(
            "Take what tfidf-reference calls rare from counts, texts, a folder or a frequency "
            "list; jieba's table for Chinese if left out.",
            metavar="FILE",
        ),
    ] = None
    ngrams: Ngrams = WORDS
    pos: Annotated[
        str,
        Option(
            "Chinese only: words whose jieba tag begins so, such as n,vn; shows the tags.",
            metavar="TAGS",
        ),
    ] = ""
    min_length: Annotated[int, Option("Characters a word needs.", minimum=1)] = 1

    def prefixes(self) -> tuple[str, ...]:
        """The beginnings of tags."""
        return tuple(prefix.strip() for prefix in self.pos.split(",") if prefix.strip())

    def sizes(self) -> range:
        """The lengths of sequences. Raises ``UsageError`` where they are no range from 1 to 9."""
        return ngram_sizes(self.ngrams)


@question
def keywords(
    *named: Named, settings: KeywordSettings, rows: RowSettings, session: Session
) -> Report:
    """The key words of each document, ranked by weight, ties by word: table ``keywords``.

    Raises ``UsageError`` where the settings cannot stand together, ``AnalysisError`` where one
    does not fit a source: tags for English, sequences or TextRank for a source of counts alone.

    >>> keywords("us-2025-digest", top=2).rows("keywords")[0]["rank"]
    1
    """
    names = named or session.default_sources(text=not _only_counts_needed(settings))
    sizes = settings.sizes()
    _check(settings, sizes)
    sources = session.sources(names)
    grouped = any(is_group(source.counts) for source in sources)
    columns = [
        *(Column("rank", "integer"), Column("document"), Column("term")),
        *([Column("pos")] if settings.pos else []),
        *(Column("count", "integer"), Column("sections", "integer")),
        *mean_columns(grouped),
        Column("weight", "number", "bar", 3),
    ]
    lines: list[tuple[Cell, ...]] = []
    notes: dict[str, None] = {}
    keyed: list[Keyed] = []
    rare = cache(lambda language: rarity_of(language, settings.reference, session))
    for source in sources:
        rarity = None
        if settings.measure == BY_REFERENCE:
            rarity, told = rare(source.language)
            notes |= {told: None}
        one = _keyed(session, source, settings, sizes, rows.least, rarity)
        few = len(sources) <= SIDE_BY_SIDE  # of more, no screen shows all words
        keyed.append(one if few else replace(one, words=one.words[:USUAL]))
        mean = mean_rates(source.counts)
        for rank, word in enumerate(one.words[: rows.most or None], 1):
            tag = [word.tag] if settings.pos else []
            stands = source.counts.terms.get(word.term)  # of a sequence it is not known
            of_each = mean(stands) if stands else [None] * grouped
            cells = (word.count, word.sections, *of_each, word.weight)
            lines.append((rank, source.id, word.term, *tag, *cells))
    title = f"Key words by {settings.measure}"
    table = Table("keywords", tuple(columns), tuple(lines), title, "weight")
    inputs = tuple(input_of(source.counts) for source in sources)
    return Report(
        command="keywords",
        tables=(table,),
        inputs=inputs,
        parameters={
            **asdict(settings),
            **{"min_count": rows.least, "top": rows.most},
        },
        notes=tuple(notes),
        summary=keyword_sentences(keyed, settings.measure, inputs),
        screen=keyword_tables(keyed, rows.most),
    )


def _check(settings: KeywordSettings, sizes: range) -> None:
    """Raise ``UsageError`` for settings that cannot stand together."""
    if settings.measure == "textrank" and sizes != ONE_WORD:
        raise UsageError("TextRank ranks single words: leave --ngrams out")
    if settings.measure == BY_REFERENCE and sizes != ONE_WORD:
        raise UsageError("references hold single words: leave --ngrams out")
    if settings.measure != BY_REFERENCE and settings.reference:
        raise UsageError(f"--reference is for --measure {BY_REFERENCE}")


def _keyed(
    session: Session,
    source: Source,
    settings: KeywordSettings,
    sizes: range,
    least: int,
    rarity: Rarity | None,
) -> Keyed:
    """The key words of one document, the heaviest first, ties by word."""
    tagged: dict[str, str] = {}
    sections: Sections = []
    if _only_counts_needed(settings):
        keep = _keeper(session, source.language, settings, tagged)
        grams = _words_of_counts(source.counts, keep)
    else:
        split = _split(session, source)
        whole = settings.measure == "textrank"  # it goes by distance, whatever stands between
        sections = _sections_of_tokens(split, session.settings.all_kinds, whole)
        tagged = _tagged(session, split, settings) if settings.pos else {}
        keep = _keeper(session, source.language, settings, tagged)
        grams = _count_grams(sections, sizes, keep)
    weights = WEIGHTS[settings.measure](sections, grams, keep, rarity)
    counts = _summed(grams)
    ranked = sorted(weights, key=lambda term: (-weights[term], term))
    words = tuple(
        Keyword(term, tagged.get(term.split(" ")[-1], ""), *counts[term], weights[term])
        for term in ranked
        if counts[term][0] >= least
    )
    return Keyed(source.id, len(source.counts.sections), words)


def _only_counts_needed(settings: KeywordSettings) -> bool:
    alone = settings.sizes() == ONE_WORD and not settings.pos
    return settings.measure != "textrank" and alone


def _split(session: Session, source: Source) -> Tokens:
    remedy = "leave out --ngrams, --pos and --measure textrank"
    return tokenize(text_needed(source, session, remedy), session.words)


def _words_of_counts(counts: Counts, keep: Callable[[str], bool]) -> Grams:
    """The words of each section that may be key words."""
    sections: Grams = [Counter() for _ in counts.sections]
    for term, stands in counts.terms.items():
        if keep(term):
            for o in stands:
                sections[o.section][term] = o.count
    return sections


def _sections_of_tokens(split: Tokens, all_kinds: bool, whole_sentences: bool) -> Sections:
    """The words by section, in runs that no n-gram crosses, or those of a sentence together."""
    sections: Sections = []
    for runs in runs_by_section(split, all_kinds):
        sentences: dict[int, list[str]] = {}
        for place, (sentence, run, _) in enumerate(runs):
            sentences.setdefault(sentence if whole_sentences else place, []).extend(run)
        sections.append(list(sentences.values()))
    return sections


def _tagged(session: Session, split: Tokens, settings: KeywordSettings) -> dict[str, str]:
    """The tags of the words, with a note on those asked for that no word has."""
    tags = LANGUAGES[split.document.language].tags
    if tags is None:
        raise AnalysisError(
            split.document.id, "it is not Chinese, and jieba tags Chinese only", "leave --pos out"
        )
    found = tags(split, session.words)
    known = sorted(set(found.values()))
    for prefix in settings.prefixes():
        if not any(tag.startswith(prefix) for tag in known):
            line = f"no tag of a word begins with {prefix!r}; there are {', '.join(known)}"
            session.journal.note(f"{split.document.id}: {line}")
    return found


def _keeper(
    session: Session, language: str, settings: KeywordSettings, tagged: Mapping[str, str]
) -> Callable[[str], bool]:
    """Which words may stand in a key word, or at its ends."""
    stops = row_stops(language, session.row_stops, session.settings.stem)
    may = _content_words(language, stops, settings.min_length)
    prefixes = settings.prefixes()
    if settings.measure == BY_REFERENCE and session.settings.stop_words == "off":
        # what jieba calls key words: numbers and addresses, too
        may = partial(_long_enough, settings.min_length)
    if not prefixes:
        return may
    return lambda word: may(word) and tagged.get(word, "").startswith(prefixes)


def _long_enough(shortest: int, word: str) -> bool:
    return len(word) >= shortest


@lru_cache(4)
def _content_words(language: str, stops: frozenset[str], shortest: int) -> Callable[[str], bool]:
    """Whether a word is a content word, asked once a word, however many documents have it."""
    return cache(lambda word: len(word) >= shortest and is_content_word(word, language, stops))


def _count_grams(sections: Sections, sizes: range, keep: Callable[[str], bool]) -> Grams:
    """The sequences of each section whose ends may stand there."""
    return [
        Counter(gram for run in section for gram in grams_in(run, sizes, keep))
        for section in sections
    ]


def _summed(sections: Sequence[Mapping[str, int]]) -> dict[str, tuple[int, int]]:
    """Term → its count in all, and the number of sections it stands in."""
    sums: dict[str, tuple[int, int]] = {}
    for section in sections:
        for term, count in section.items():
            before = sums.get(term, (0, 0))
            sums[term] = (before[0] + count, before[1] + 1)
    return sums
