"""Categories of a dictionary in documents: mentions, weights, and two lists against each other."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import read_input
from aiplans_cli.errors import SourceError
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import FIRST, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.model import Document
    from aiplans_cli.sources.session import Named, Session


@dataclass(frozen=True, slots=True)
class CategorySettings:
    """What the list is crossed with."""

    across: Annotated[
        str | None,
        Option(
            "Count the sentences that hold a concept of the list and one of this other list.",
            metavar="FILE",
            group=FIRST,
        ),
    ] = None


@dataclass(slots=True)
class _Held:
    """What a list finds in one document."""

    mentions: Counter[str]
    weights: dict[str, float]
    sentences: dict[str, set[int]]


@question
def categories(*named: Named, settings: CategorySettings, session: Session) -> Report:
    """How often each concept of a list stands in documents, and with what weight: ``categories``.

    With ``across`` each concept of the list against each of another list, by sentence: table
    ``crossed``. Raises ``AiplansError`` for what cannot be read and where only counts are at hand.

    >>> categories("us-2025-digest").rows()[0]["concept"]
    'artificial-intelligence'
    """
    documents = session.documents(named)
    every = session.settings.all_kinds
    first = session.concept_list
    parameters: dict[str, Cell] = {"concept_list": first.sha256[:16], "across": settings.across}
    if settings.across is None:
        table = _categories(documents, first, every)
        notes = (
            "weighted: mentions, each times the weight of its form in the list, 1 where the list "
            "has none; sentences: those with at least one mention.",
        )
    else:
        second = _other_list(settings.across, session)
        parameters["across"] = second.sha256[:16]
        table = _crossed(documents, first, second, every)
        notes = (
            "sentences: those with a mention of both; expected: what chance would bring, "
            "first_sentences x second_sentences / of_sentences. Sentences of one document are "
            "no independent draws, so nothing is tested.",
        )
    sizes = tuple(map(read_input, documents))
    return Report("lexicon tally", (table,), sizes, parameters, notes)


def _other_list(path: str, session: Session) -> ConceptList:
    """The list in a file, read as the session's own is. Raises ``AiplansError`` for none."""
    from aiplans_cli.sources.session import Session as Other

    try:
        return Other(replace(session.settings, concepts=path), session.journal).concept_list
    except SourceError as error:
        raise SourceError(f"--across {path}", error.fact, error.remedy) from error


def _held(document: Document, listed: ConceptList, every: bool) -> tuple[_Held, int]:
    """What a list finds in a document, its sentences numbered, and how many of these there are."""
    from aiplans_cli.concepts.matching import matcher
    from aiplans_cli.concepts.word_codes import form_key
    from aiplans_cli.counting.tally import counted_sections
    from aiplans_cli.language import sentences

    language = document.language
    weights = {
        (concept.id, form_key(form, language)): weight
        for concept in listed.concepts
        for form, weight in concept.weights.items()
    }
    forms = matcher(listed, language)
    held, before = _Held(Counter(), {}, {}), 0
    for _, section in counted_sections(document, every):
        begins = [start for start, _ in sentences(section.text, language)]
        for hit in forms.match(section.text):
            sentence = before + max(0, bisect_right(begins, hit.start) - 1)
            weight = weights.get((hit.concept, form_key(hit.form, language)), 1.0)
            held.mentions[hit.concept] += 1
            held.weights[hit.concept] = held.weights.get(hit.concept, 0.0) + weight
            held.sentences.setdefault(hit.concept, set()).add(sentence)
        before += len(begins)
    return held, before


def _categories(documents: Sequence[Document], listed: ConceptList, every: bool) -> Table:
    themes = listed.themes
    rows: list[tuple[Cell, ...]] = []
    for document in documents:
        held, size = _held(document, listed, every)
        for name in sorted(held.mentions, key=lambda one: (-held.mentions[one], one)):
            cells = (held.mentions[name], held.weights[name], len(held.sentences[name]), size)
            rows.append((document.id, name, themes[name], *cells))
    columns = (
        *map(Column, ("document", "concept", "theme")),
        *(Column("count", "integer"), Column("weighted", "number")),
        *(Column("sentences", "integer"), Column("of_sentences", "integer")),
    )
    return Table("categories", columns, tuple(rows), "Concepts of the list", "count")


def _crossed(
    documents: Sequence[Document], first: ConceptList, second: ConceptList, every: bool
) -> Table:
    """Every concept of one list against every one of the other that stand in a document."""
    rows: list[tuple[Cell, ...]] = []
    for document in documents:
        (own, size), (other, _) = (_held(document, one, every) for one in (first, second))
        pairs = [
            (name, across, len(own.sentences[name] & other.sentences[across]))
            for name in own.sentences
            for across in other.sentences
        ]
        for name, across, both in sorted(pairs, key=lambda pair: (-pair[2], *pair[:2])):
            a, b = len(own.sentences[name]), len(other.sentences[across])
            rows.append((document.id, name, across, both, a * b / size, a, b, size))
    columns = (
        *map(Column, ("document", "concept", "across")),
        *(Column("sentences", "integer"), Column("expected", "number")),
        *(Column(f"{side}_sentences", "integer") for side in ("first", "second")),
        Column("of_sentences", "integer"),
    )
    return Table("crossed", columns, tuple(rows), "Sentences with concepts of both", "sentences")
