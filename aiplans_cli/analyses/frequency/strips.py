"""Where words stand in documents, in running order: what ``plot strips`` draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.frequency.by_value import needed
from aiplans_cli.analyses.frequency.found import Found, found_in
from aiplans_cli.analyses.frequency.spread import Spreads
from aiplans_cli.analyses.tables import documents_table, input_of, parts
from aiplans_cli.analyses.wording import check_word
from aiplans_cli.output.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.sources.session import Named, Session


def strips(words: Sequence[str], named: Sequence[Named], exact: bool, session: Session) -> Report:
    """Every section of each document with the words and the occurrences in it: table ``sections``.

    Table ``occurrences`` has the number of the word at which each stands, of texts at hand.
    Raises ``AiplansError`` as ``freq`` does.
    """
    from aiplans_cli.evidence.query import query

    for word in words:
        check_word(word, session, bool(named))
    queries = [query(word, session.concept_list, exact=exact) for word in words]
    sources = session.sources(named or session.default_sources(), needed(queries))
    spreads = Spreads(session, ())
    sections: list[tuple[Cell, ...]] = []
    occurrences: list[tuple[Cell, ...]] = []
    for wanted in queries:
        for source in sources:
            one = found_in(session, source, wanted)
            if one.stands is None:
                continue
            sections += _sections(one)
            if source.text is not None:
                at, _ = spreads.places(one, source.text(), wanted)
                occurrences += [(one.word, source.counts.id, place) for place in at]
    names = tuple(map(Column, ("word", "concept", "document", "part", "section")))
    sizes = (Column("tokens", "integer"), Column("count", "integer"))
    return Report(
        command="freq",
        tables=(
            Table("sections", (*names, *sizes), tuple(sections)),
            Table(
                "occurrences", (names[0], names[2], Column("place", "integer")), tuple(occurrences)
            ),
            documents_table([source.counts for source in sources], with_concepts=True),
        ),
        inputs=tuple(input_of(source.counts) for source in sources),
        parameters={"words": ",".join(words), "exact": exact},
    )


def _sections(one: Found) -> list[tuple[Cell, ...]]:
    counts = one.source.counts
    found = [0] * len(counts.sections)
    for stand in one.stands or ():
        found[stand.section] += stand.count
    return [
        (one.word, one.concept, counts.id, part, section.heading, section.tokens, count)
        for section, part, count in zip(counts.sections, parts(counts), found, strict=True)
    ]
