"""Missing forms that texts and their translations propose, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.tables import input_of
from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.report import Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source

_ROOM = 160


def aligned_report(
    couples: Sequence[tuple[Source, Source]], session: Session, *, top: int, least: int
) -> Report:
    """Table ``suggestions``: a concept and a word of the other language a row, by G2.

    ``top`` counts the rows of each language. Raises ``AnalysisError`` for counts without a text.
    """
    from aiplans_cli.concepts.aligned_forms import aligned_forms
    from aiplans_cli.language import LANGUAGES

    sources = [source for couple in couples for source in couple]
    for source in sources:
        if source.text is None:
            fact = "its counts do not tell which places answer each other"
            raise AnalysisError(source.counts.id, fact, "name the text itself")
    found = aligned_forms(
        [(a.text(), b.text()) for a, b in couples if a.text and b.text],
        session.concept_list,
        session.words,
        stops=session.rules.stops,
        least=least,
        all_kinds=session.settings.all_kinds,
    )
    shown = [
        form
        for language in LANGUAGES
        for form in [f for f in found if f.language == language][: top or None]
    ]
    columns = (
        *(Column("language"), Column("term"), Column("concept")),
        *(Column("together", "integer"), Column("alone", "integer"), Column("places", "integer")),
        *(Column("g2", "number"), Column("lines")),
    )
    rows = tuple(
        (
            *(form.language, form.term, form.concept),
            *(form.together, form.alone, form.places, round(form.g2, 6)),
            " ≠ ".join(" ".join(text.split())[:_ROOM] for text in form.example),
        )
        for form in shown
    )
    return Report(
        "lexicon suggest",
        (Table("suggestions", columns, rows, "Words where a concept has no counterpart", "g2"),),
        tuple(dict.fromkeys(input_of(source.counts) for source in sources)),
        {"concept_list": session.concept_list.sha256[:16], "min_count": least, "top": top},
        (
            "together: places where the word answers a mention of the concept without a "
            "counterpart; alone: all such places; places: those with the word. A row is a missing "
            "form, or it shows that the concept was counted wrongly on the other side.",
        ),
    )
