"""Each concept between texts and their translations, as a table to mend a list by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.analyses.translations import texts_of_pairs
from aiplans_cli.output.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.alignment import Alone, ConceptBias
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source

_ROOM = {True: 60, False: 24}
"""Characters on either side of a form, of languages with spaces between words and without."""


def concept_bias_report(
    couples: Sequence[tuple[Source, Source]], session: Session, *, top: int, evidence: int
) -> Report:
    """Table ``concepts``: a concept a row, most misplaced mentions first.

    Raises ``AnalysisError`` for counts without a text.
    """
    from aiplans_cli.concepts.alignment import concept_biases

    documents = texts_of_pairs(couples)
    kinds = session.settings.all_kinds
    found = concept_biases(documents, session.concept_list, examples=evidence, all_kinds=kinds)
    themes = session.concept_list.themes
    rows = [_row(one, themes[one.concept]) for one in found]
    columns = (
        *(Column("concept"), Column("theme")),
        *(Column("count_a", "integer"), Column("count_b", "integer")),
        *(Column("log_ratio", "number", "doublings"), Column("spread", "number", "doublings")),
        *(Column("pairs", "integer"), Column("misplaced", "integer")),
        *(Column("alone_a"), Column("alone_b"), Column("lines")),
    )
    table = Table("concepts", columns, tuple(rows[: top or None]), "Concepts between translations")
    sources = [source for couple in couples for source in couple]
    report = Report(
        "calibrate",
        (table,),
        tuple(dict.fromkeys(input_of(source.counts) for source in sources)),
        {"by": "concept", "top": top, "evidence": evidence},
        (
            "misplaced: mentions without a counterpart in the same paragraph, section or document, "
            "whichever the two have alike; alone_a, alone_b: the forms that stand where the other "
            "side has none; log_ratio: bias over all pairs; spread: of the log ratios between "
            "pairs, the noise of counts parted off (DerSimonian & Laird 1986).",
        ),
        summary=_sentences(found, len(couples)),
        screen=(_screen(found, top),),
    )
    return cautioned(report, [source.counts for source in sources], compared=False)


def _row(one: ConceptBias, theme: str) -> tuple[Cell, ...]:
    spread = None if one.spread is None else round(one.spread, 6)
    return (
        *(one.concept, theme, one.count_a, one.count_b, one.log_ratio, spread),
        *(one.pairs, one.misplaced, _forms(one.alone_a), _forms(one.alone_b)),
        " | ".join(map(_near, one.examples)),
    )


def _forms(alone: Sequence[tuple[str, int]], most: int = 8) -> str:
    return ", ".join(f"{form} {count}" for form, count in alone[:most])


def _near(alone: Alone) -> str:
    """The form with its neighbours, and the other text from its beginning."""
    from aiplans_cli.language import LANGUAGES

    room = _ROOM[LANGUAGES[alone.language].spaced]
    text, start, end = alone.text, alone.start, alone.end
    before, after = text[max(0, start - room) : start], text[end : end + room]
    answer = alone.other[: 3 * _ROOM[LANGUAGES[alone.other_language].spaced]]
    return " ".join(f"{alone.side}: {before}[{text[start:end]}]{after} ≠ {answer}".split())


def _screen(found: Sequence[ConceptBias], top: int) -> Table:
    """What a person mends by: the concept, its mentions, and the three forms most alone."""
    columns = (
        *(Column("concept"), Column("count_a", "integer"), Column("count_b", "integer")),
        *(Column("misplaced", "integer"), Column("alone_a"), Column("alone_b")),
    )
    rows: list[tuple[Cell, ...]] = [
        (c.concept, c.count_a, c.count_b, c.misplaced, _forms(c.alone_a, 3), _forms(c.alone_b, 3))
        for c in found[: top or None]
    ]
    return Table("concepts", columns, tuple(rows), "Concepts between translations")


def _sentences(found: Sequence[ConceptBias], pairs: int) -> tuple[str, ...]:
    mentions = sum(one.count_a + one.count_b for one in found)
    misplaced = sum(one.misplaced for one in found)
    worst = ", ".join(f"{one.concept} {one.misplaced:,}" for one in found[:3])
    many = "one pair" if pairs == 1 else f"{pairs} pairs"
    return (
        f"{misplaced:,} of {mentions:,} mentions in {many} have no counterpart in the same place "
        f"of the other language; most of {worst}.",
    )
