"""Documents in figures: how long they are, how rich their words, how hard they are to read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.sentences import (
    SENTENCES,
    counted,
    digests_sentence,
)
from aiplans_cli.analyses.tables import (
    counted_names,
    coverage,
    input_of,
    is_stemmed,
    row_stops,
)
from aiplans_cli.language import LANGUAGES, is_content_word, tokenize
from aiplans_cli.output.cells import PERCENT
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.statistics.diversity import flesch_kincaid_grade, flesch_reading_ease, mtld

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source

COLUMNS = (
    Column("document"),
    Column("language"),
    *(Column(name, "integer") for name in ("sections", "sentences", "tokens", "types")),
    Column("type_token_ratio", "number", digits=3),
    Column("mtld", "number", digits=1),
    Column("hapaxes", "integer"),
    Column("tokens_per_sentence", "number", digits=1),
    Column("characters", "integer"),
    Column("characters_per_token", "number"),
    Column("characters_per_sentence", "number", digits=1),
    Column("reading_ease", "number", digits=1),
    Column("school_grade", "number", digits=1),
    *(Column(name, "number", PERCENT) for name in ("stop_word_share", "coverage", "counted_share")),
)
"""What stands in a profile: a document a row."""

_TITLES = {
    "document": "document",
    "tokens": "words",
    "types": "different",
    "mtld": "MTLD",
    "hapaxes": "once",
    "tokens_per_sentence": "a sentence",
    "reading_ease": "Flesch",
    "stop_word_share": "stop words",
    "coverage": "list covers",
    "counted_share": "counted",
}
"""Column that a screen has room for → what stands over it there."""

_HARD = ((30, "very hard"), (50, "hard"), (60, "fairly hard"), (70, "plain"), (80, "fairly easy"))
"""Reading ease below which English is called so (Flesch 1948); above all of them it is easy."""

_MEANING = (
    "type_token_ratio falls as a text grows, so compare mtld (McCarthy & Jarvis 2010), from 100 "
    "words up; hapaxes: words that stand once. A heading or an item of a list is a sentence. "
    "reading_ease (Flesch 1948) and school_grade (Kincaid et al. 1975) are of English, by words "
    "with letters; syllables are counted by rules that are right for 98.6 % of words."
)


@question
def profile(*named: Named, session: Session) -> Report:
    """The documents in figures, one a row: table ``profile``.

    Words, different words, how rich and how hard they are, and what is counted of the file. A
    figure that cannot be known, such as the diversity of words of which only counts are at hand,
    is empty, and a note says so. Raises ``AiplansError`` for what cannot be read.

    >>> profile("cn-2025-digest").rows()[0]["tokens"]
    537
    """
    sources = session.sources(named or session.default_sources())
    rows = tuple(_row(source, session) for source in sources)
    table = Table("profile", COLUMNS, rows, "The documents in figures")
    inputs = tuple(input_of(source.counts) for source in sources)
    digests = digests_sentence(inputs)
    room = SENTENCES - bool(digests)
    told = [_sentence(row) for row in table.records()]
    if len(told) > room:
        rest = len(told) - room + 1
        stand = "stand" if rest > 1 else "stands"
        told = [*told[: room - 1], f"{counted(rest, 'more document')} {stand} in the table."]
    return Report(
        "profile",
        (table,),
        inputs,
        {"stem": session.settings.stem, "all": session.settings.all_kinds},
        (_MEANING, *_unknown(sources, session)),
        summary=tuple(filter(None, (digests, *told))),
        screen=(_screen(table),),
    )


def _row(source: Source, session: Session) -> tuple[Cell, ...]:
    counts = source.counts
    totals = {term: sum(o.count for o in stands) for term, stands in counts.terms.items()}
    tokens = sum(section.tokens for section in counts.sections)
    sentences = sum(section.sentences for section in counts.sections)
    characters = sum(section.characters for section in counts.sections)
    stops = row_stops(counts.language, session.rules.stops, is_stemmed(counts))
    stopped = sum(count for term, count in totals.items() if term in stops)
    return (
        *(source.id, counts.language, len(counts.sections), sentences, tokens, len(totals)),
        *(_ratio(len(totals), tokens), _diversity(source, session)),
        sum(count == 1 for count in totals.values()),
        *(_ratio(tokens, sentences), characters or None),
        *(_ratio(characters, tokens) or None, _ratio(characters, sentences) or None),
        *_readability(counts, totals, sentences),
        *(_ratio(stopped, tokens), coverage(counts)),
        _counted_share(counts, all_kinds=session.settings.all_kinds),
    )


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _diversity(source: Source, session: Session) -> float | None:
    """MTLD of the counted words in their order; ``None`` where that is not known."""
    from aiplans_cli.counting.tally import counted_sections

    if source.text is None:
        return None
    document = source.text()
    found = {
        id(section): part.words
        for section, part in zip(
            document.sections, tokenize(document, session.words).sections, strict=True
        )
    }
    kept = counted_sections(document, session.settings.all_kinds)
    return mtld([word for _, section in kept for word in found[id(section)]])


def _readability(counts: Counts, totals: dict[str, int], sentences: int) -> tuple[Cell, Cell]:
    """Reading ease and school grade; both empty where syllables are not told."""
    syllables = LANGUAGES[counts.language].syllables if counts.language in LANGUAGES else None
    if syllables is None or is_stemmed(counts):
        return None, None
    words = {t: n for t, n in totals.items() if is_content_word(t, counts.language, frozenset())}
    sizes = (
        sum(words.values()),
        sentences,
        sum(syllables(term) * count for term, count in words.items()),
    )
    return flesch_reading_ease(*sizes), flesch_kincaid_grade(*sizes)


def _counted_share(counts: Counts, *, all_kinds: bool) -> float | None:
    """Share of the characters of the file that are counted; ``None`` where that is not known."""
    names = counted_names(all_kinds)
    whole = sum(counts.ledger.values())
    return _ratio(sum(n for name, n in counts.ledger.items() if name in names), whole)


def _unknown(sources: Sequence[Source], session: Session) -> list[str]:
    """Which figures are empty, and why."""
    notes = []
    if some := [source.id for source in sources if source.text is None]:
        bring = next(filter(None, map(session.bringing, some)), "the text itself")
        notes.append(
            f"{', '.join(some)}: mtld is empty, since it reads words in order and only counts are "
            f"at hand; it needs {bring}."
        )
    if any(is_stemmed(source.counts) for source in sources):
        notes.append("reading_ease and school_grade are empty, since a stem has no syllables.")
    return notes


def _sentence(row: dict[str, Cell]) -> str:
    """The figures of one document that a reader asks for first."""
    told = [f"{row['document']}: {counted(int(row['tokens'] or 0), 'word')}"]
    told.append(f"{row['types']:,} of them different")
    if isinstance(rich := row["mtld"], float):
        told[-1] += f" (MTLD {rich:.0f})"
    if isinstance(length := row["tokens_per_sentence"], float):
        told.append(f"{length:.0f} in a sentence")
    if isinstance(ease := row["reading_ease"], float):
        hard = next((word for below, word in _HARD if ease < below), "easy")
        told.append(f"{hard} to read (Flesch {ease:.0f})")
    return ", ".join(told) + "."


def _screen(table: Table) -> Table:
    """The columns that a screen has room for."""
    places = [at for at, column in enumerate(table.columns) if column.name in _TITLES]
    columns = tuple(
        replace(table.columns[at], title=_TITLES[table.columns[at].name]) for at in places
    )
    rows = tuple(tuple(row[at] for at in places) for row in table.rows)
    return replace(table, columns=columns, rows=rows, title="")
