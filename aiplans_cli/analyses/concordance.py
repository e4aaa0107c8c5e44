"""Every line in which a word or a concept stands."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.concordance_order import check_order
from aiplans_cli.analyses.concordance_screen import (
    forms_of,
    lines_in,
    lines_sentences,
    lines_tables,
)
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.sentences import digests_sentence
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.analyses.wording import check_word, query_note
from aiplans_cli.errors import UsageError
from aiplans_cli.output.report import Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.evidence.concordance import ConcordanceLine, Context
    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.language import Settings
    from aiplans_cli.model import Document
    from aiplans_cli.sources.session import Named, Session

UNITS = ("words", "characters")
"""Words for ``--unit``, the old option for what stands behind the number of ``--context``."""

SENTENCE = "sentence"
"""Word for ``--context`` that shows the whole sentence."""

_CONTEXT = re.compile(r"([0-9]{1,6})([wc]?)")


def _check_context(value: str) -> None:
    if value != SENTENCE and not _CONTEXT.fullmatch(value):
        raise UsageError(
            f"{value!r} is no number of words or characters: write 8w, 60c or sentence", "--context"
        )


@dataclass(frozen=True, slots=True)
class KwicSettings:
    """Which lines are shown, how much of them, and in what order."""

    sort: Annotated[
        str,
        Option(
            "By the words around it as in 1R,2R,1L; the first to its right, then the second, then "
            "the first to its left, 0 is itself; or position, document, all that is left or right.",
            metavar="ORDER",
            check=check_order,
        ),
    ] = "position"
    context: Annotated[
        str,
        Option(
            "What to show on each side: words, characters or the sentence. A Chinese word is "
            "taken as two characters.",
            ("--context", "-C"),
            metavar="8w|60c|sentence",
            check=_check_context,
        ),
    ] = "8w"
    unit: Annotated[
        str, Option("What a bare number of --context counts.", choices=UNITS, hidden=True)
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
    sample: Annotated[
        int | None, Option("Draw so many lines at random.", minimum=1, default_text="all")
    ] = None
    seed: Annotated[int, Option("Another number is another draw.", minimum=0)] = 0
    exact: Annotated[
        bool, Option("The text as typed, whatever its signs: no concept, no query.")
    ] = False
    tokens: Annotated[
        bool, Option("The word alone, and only where splitting makes it a word.", hidden=True)
    ] = False

    def measure(self) -> tuple[int, Context]:
        """How much context, and in what. Raises ``UsageError`` where it is no number.

        >>> KwicSettings(context="60c").measure(), KwicSettings(context="sentence").measure()
        ((60, 'characters'), (0, 'sentence'))
        """
        _check_context(self.context)
        if not (found := _CONTEXT.fullmatch(self.context)):
            return 0, "sentence"
        characters = (found[2] or self.unit[0]) == "c"
        return int(found[1]), "characters" if characters else "words"


@question
def kwic(query: str, *named: Named, settings: KwicSettings, session: Session) -> Report:
    """Every line in which a word or concept stands: table ``lines``, and ``totals`` by document.

    There are as many lines as ``freq`` and ``compare`` count. Raises ``AiplansError`` for what is
    no word and for a source of which only counts are at hand.

    >>> kwic("governance", "cn-2025-digest", limit=1).rows()[0]["document"]
    'cn-2025-digest'
    """
    from aiplans_cli.evidence.query import query as read

    check_word(query, session, bool(named))
    # what is wrong with it is told before anything is read
    read(query, session.concept_list, exact=settings.exact, tokens=settings.tokens)
    settings.measure()
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
    if wanted.kind:
        return [query_note(wanted, forms_of(lines))]
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
    from aiplans_cli.analyses.concordance_order import sort_lines
    from aiplans_cli.evidence.concordance import kwic as concordance
    from aiplans_cli.evidence.lines import lines_table
    from aiplans_cli.evidence.query import query

    context, unit = settings.measure()
    wanted = query(word, concepts, exact=settings.exact, tokens=settings.tokens)
    read = partial(concordance, context=context, unit=unit, all_kinds=all_kinds, settings=words)
    found = [read([document], wanted, concepts) for document in documents]
    lines = [line for some in found for line in some]
    kept, drawn = _sample(found, settings)
    shown = sort_lines(documents, kept, settings.sort, words)[: settings.limit or None]
    totals = tuple((d.id, len(some)) for d, some in zip(documents, found, strict=True))
    notes = _taken_for(wanted, concepts, lines)
    told = tuple(notes) if wanted.kind else ()
    if len(shown) < len(lines):
        notes.append(f"{len(shown)} of {len(lines)} lines are shown{drawn}.")
        told += (notes[-1],) if drawn else ()
    columns = (Column("document"), Column("lines", "integer"))
    where = lines_in(documents, found)
    draw = {"sample": settings.sample, "seed": settings.seed} if settings.sample else {}
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
            **draw,
            "all": all_kinds,
        },
        notes=tuple(notes),
        told=told,
        summary=lines_sentences(where, wanted, forms_of(lines), len(shown), drawn),
        screen=lines_tables(where, shown),
    )


def _sample(
    found: list[list[ConcordanceLine]], settings: KwicSettings
) -> tuple[list[list[ConcordanceLine]], str]:
    """The lines of each document that are drawn, in their order, and how that is told."""
    every = [(at, line) for at, some in enumerate(found) for line in some]
    if settings.sample is None or settings.sample >= len(every):
        return found, ""
    places = sorted(Random(settings.seed).sample(range(len(every)), settings.sample))
    kept: list[list[ConcordanceLine]] = [[] for _ in found]
    for at, line in (every[place] for place in places):
        kept[at].append(line)
    return kept, f", drawn at random with seed {settings.seed}"
