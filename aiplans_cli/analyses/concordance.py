"""Every line in which a word or a concept stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, cast

from aiplans_cli.analyses.concordance_screen import (
    forms_of,
    lines_in,
    lines_sentences,
    lines_tables,
)
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.sentences import digests_sentence
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.analyses.wording import check_word, pattern_note
from aiplans_cli.errors import UsageError
from aiplans_cli.language.patterns import expect_words
from aiplans_cli.output.report import Column, Report, Table
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.listing import ConceptList
    from aiplans_cli.evidence.concordance import ConcordanceLine, Context, Query
    from aiplans_cli.language import Settings
    from aiplans_cli.model import Document
    from aiplans_cli.sources.session import Named, Session

SORTS = ("position", "left", "right")
"""Words for ``--sort``; a test holds them to the evidence room, which is slower to load."""

UNITS = ("words", "characters")
"""Words for ``--unit``, likewise."""

SENTENCE = "sentence"
"""Word for ``--context`` that shows the whole sentence."""


@dataclass(frozen=True, slots=True)
class KwicSettings:
    """Which lines are shown, how much of them, and in what order."""

    sort: Annotated[
        str,
        Option("By where it stands, or by what stands on its left or right.", choices=SORTS),
    ] = "position"
    context: Annotated[
        str, Option("How much to show on each side.", ("--context", "-C"), metavar="N|sentence")
    ] = "8"
    unit: Annotated[
        str,
        Option("What --context counts; a Chinese word is taken as two characters.", choices=UNITS),
    ] = "words"
    limit: Annotated[
        int | None,
        Option(
            "Lines to show, 0 for all.",
            ("--limit", "-n"),
            minimum=0,
            default_text="20 on a terminal",
        ),
    ] = None
    exact: Annotated[
        bool, Option("The word alone, not its concept; in Chinese every place of the characters.")
    ] = False
    tokens: Annotated[bool, Option("The word alone, and only where splitting makes it a word.")] = (
        False
    )

    def measure(self) -> tuple[int, Context]:
        """How much context, and in what. Raises ``UsageError`` where it is no number."""
        if self.context == SENTENCE:
            return 0, "sentence"
        number = self.context
        if not (number.isascii() and number.isdigit()) or len(number) > 6:
            raise UsageError(
                f"{number!r} is no number of {self.unit}: write 8 or sentence", "--context"
            )
        return int(number), cast("Context", self.unit)


@question
def kwic(query: str, *named: Named, settings: KwicSettings, session: Session) -> Report:
    """Every line in which a word or concept stands: table ``lines``, and ``totals`` by document.

    There are as many lines as ``freq`` and ``compare`` count. Raises ``AiplansError`` for what is
    no word and for a source of which only counts are at hand.

    >>> kwic("governance", "cn-2025-digest", limit=1).rows()[0]["document"]
    'cn-2025-digest'
    """
    check_word(query, session, bool(named))
    if not settings.exact:
        expect_words(query)
    settings.measure()  # what is wrong with it is told before anything is read
    sources = session.sources(named or session.default_sources(text=True))
    inputs = tuple(input_of(source.counts) for source in sources)
    report = kwic_report(
        [session.text_of(source) for source in sources],
        query,
        session.concept_list,
        settings,
        all_kinds=session.settings.all_kinds,
        words=session.words,
    )
    digests = tuple(filter(None, [digests_sentence(inputs)]))
    return replace(report, inputs=inputs, summary=(*digests, *report.summary))


def _taken_for(
    wanted: Query, concepts: ConceptList | None, lines: Sequence[ConcordanceLine]
) -> list[str]:
    if wanted.pattern:
        return [pattern_note(wanted.word, forms_of(lines))]
    if concepts is None or not wanted.concept:
        return [f"{wanted.word!r} is taken for the word alone."]
    from aiplans_cli.concepts.shared_forms import shared_notes

    taken = f"{wanted.word!r} is taken for the concept {wanted.concept}."
    return [taken, *shared_notes(wanted.word, wanted.concept, concepts)]


def kwic_report(
    documents: Sequence[Document],
    word: str,
    concepts: ConceptList | None,
    settings: KwicSettings,
    *,
    all_kinds: bool = False,
    words: Settings | None = None,
) -> Report:
    """A concordance: the table ``lines``, and ``totals`` with the number found in each document.

    The limit cuts the lines, after sorting, and never the totals. What the word was taken for
    stands in the notes. The report names no inputs, whose sizes only a count would tell.
    """
    from aiplans_cli.evidence.concordance import kwic as concordance
    from aiplans_cli.evidence.concordance import query
    from aiplans_cli.evidence.lines import lines_table, sort_lines

    context, unit = settings.measure()
    wanted = query(word, concepts, exact=settings.exact, tokens=settings.tokens)
    read = partial(concordance, context=context, unit=unit, all_kinds=all_kinds, settings=words)
    found = [read([document], wanted, concepts) for document in documents]
    lines = [line for some in found for line in some]
    shown = sort_lines(lines, settings.sort)[: settings.limit or None]
    totals = tuple((d.id, len(some)) for d, some in zip(documents, found, strict=True))
    notes = _taken_for(wanted, concepts, lines)
    told = tuple(notes) if wanted.pattern else ()
    if len(shown) < len(lines):
        notes.append(f"{len(shown)} of {len(lines)} lines are shown.")
    columns = (Column("document"), Column("lines", "integer"))
    where = lines_in(documents, found)
    return Report(
        "kwic",
        (lines_table(shown), Table("totals", columns, totals, "Found")),
        parameters={
            "word": word,
            "concept": wanted.concept,
            "exact": settings.exact,
            "tokens": settings.tokens,
            "context": context,
            "unit": unit,
            "sort": settings.sort,
            "limit": settings.limit or 0,
            "all": all_kinds,
        },
        notes=tuple(notes),
        told=told,
        summary=lines_sentences(where, wanted, forms_of(lines), len(shown)),
        screen=lines_tables(where, shown),
    )
