"""Where the concept list can grow: words of no concept, and forms that translations propose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import Top
from aiplans_cli.analyses.tables import input_of, read_input
from aiplans_cli.analyses.translations import texts_of_pairs, translation_pairs
from aiplans_cli.errors import UsageError
from aiplans_cli.model import ALL_COUNTED_KINDS, COUNTED_KINDS
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.aligned_forms import AlignedForm
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.concepts.coverage import Suggestion
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source

_Found = TypeVar("_Found", "Suggestion", "AlignedForm")

_ROOM = 160


@dataclass(frozen=True, slots=True)
class SuggestSettings:
    """Which words are listed."""

    top: Top = None
    min_count: Annotated[int, Option("Occurrences outside of every match.", minimum=1)] = 2
    aligned: Annotated[
        bool, Option("The documents are translations, A B A B: propose forms for concepts.")
    ] = False
    semantic: Annotated[
        bool, Option("Name the concept nearest in meaning (aiplans[semantic]).")
    ] = False


@question
def suggest(*named: Named, settings: SuggestSettings, session: Session) -> Report:
    """Frequent words that belong to no concept, with their lines: table ``suggestions``.

    With ``aligned`` the documents are texts and translations, A B A B, and a row is a word that
    stands where a concept of the other side has no counterpart. ``top`` counts the words of each
    language; with ``semantic`` each word has the concept that is ``nearest`` by embedding. Raises
    ``AiplansError`` for what cannot be read, what makes no pairs, and without the encoder.

    >>> len(suggest("us-2025-digest", top=1).rows())
    1
    """
    from aiplans_cli.concepts.coverage import suggest as unmatched
    from aiplans_cli.concepts.nearest import nearest_concepts
    from aiplans_cli.language import tokenize

    if settings.aligned:
        if settings.semantic:
            raise UsageError("--aligned proposes concepts by itself; leave out --semantic")
        couples, top = translation_pairs(named, session), settings.top or 0
        return _aligned_report(couples, session, top=top, least=settings.min_count)
    split = [tokenize(document, session.words) for document in session.documents(named)]
    kinds = ALL_COUNTED_KINDS if session.settings.all_kinds else COUNTED_KINDS
    concept_list, least = session.concept_list, settings.min_count
    stops = session.rules.stops
    found = unmatched(split, concept_list, stops=stops, min_count=least, kinds=kinds)
    top = settings.top or 0
    shown = _first_of_each(found, top)
    near = nearest_concepts([s.term for s in shown], concept_list) if settings.semantic else None
    return Report(
        "lexicon suggest",
        (_suggestions_table(shown, near),),
        tuple(read_input(tokens.document) for tokens in split),
        parameters={**_parameters(concept_list), "min_count": least, "top": top},
        notes=(f"{len(found):,} words stand at least {least} times in no concept's match.",),
    )


def _first_of_each(found: Sequence[_Found], top: int) -> list[_Found]:
    """The first ``top`` of each language in the order of the languages, 0 for all."""
    from aiplans_cli.language import LANGUAGES

    return [
        one
        for language in LANGUAGES
        for one in [f for f in found if f.language == language][: top or None]
    ]


def _suggestions_table(
    found: Sequence[Suggestion], near: Sequence[tuple[str, float]] | None
) -> Table:
    """A word a row; its lines, each with its document, are parted by " | "."""
    nearest = (Column("nearest"), Column("similarity", "number", digits=3)) if near else ()
    columns = (
        *(Column("language"), Column("term")),
        *(Column("count", "integer"), Column("documents", "integer"), *nearest, Column("lines")),
    )
    rows = tuple(
        (
            *(one.language, one.term, one.count, one.documents),
            *(near[place] if near else ()),
            " | ".join(f"{line.document}: {line.text}" for line in one.lines),
        )
        for place, one in enumerate(found)
    )
    return Table("suggestions", columns, rows, "Words of no concept", "count")


def _parameters(concept_list: ConceptList) -> dict[str, Cell]:
    return {"concept_list": concept_list.sha256[:16]}


def _aligned_report(
    couples: Sequence[tuple[Source, Source]], session: Session, *, top: int, least: int
) -> Report:
    """Table ``suggestions``: a concept and a word of the other language a row, by G2.

    ``top`` counts the rows of each language. Raises ``AnalysisError`` for counts without a text.
    """
    from aiplans_cli.concepts.aligned_forms import aligned_forms

    sources = [source for couple in couples for source in couple]
    found = aligned_forms(
        texts_of_pairs(couples),
        session.concept_list,
        session.words,
        stops=session.rules.stops,
        least=least,
        all_kinds=session.settings.all_kinds,
    )
    shown = _first_of_each(found, top)
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
        {**_parameters(session.concept_list), "min_count": least, "top": top},
        (
            "together: places where the word answers a mention of the concept without a "
            "counterpart; alone: all such places; places: those with the word. A row is a missing "
            "form, or it shows that the concept was counted wrongly on the other side.",
        ),
    )
