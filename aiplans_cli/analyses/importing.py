"""Other programs' dictionaries as concept lists."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.errors import SourceError
from aiplans_cli.output.report import Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option
from aiplans_cli.sources.rules import read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.sources.session import Session

FOREIGN = ("auto", "quanteda", "liwc", "wordstat", "lexicoder", "tsv", "cedict")
"""Words for ``lexicon import --from``; a test holds them to the registry of importers."""

_BY_SUFFIX = {
    ".yml": "quanteda",
    ".yaml": "quanteda",
    ".dic": "liwc",
    ".cat": "wordstat",
    ".lc3": "lexicoder",
    ".lcd": "lexicoder",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".u8": "cedict",
}


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """In what form a dictionary is, and by what words its wildcards are spelled out."""

    from_: Annotated[str, Option("Its form; auto goes by the ending.", ("--from",), FOREIGN)] = (
        "auto"
    )
    vocabulary: Annotated[
        tuple[str, ...] | None,
        Option(
            "A document, English or Chinese, whose words spell out wildcards; may be given "
            "several times.",
            metavar="SOURCE",
        ),
    ] = None


def imported(file: str, settings: ImportSettings, session: Session) -> tuple[int, str] | Report:
    """How many concepts a dictionary makes, and their list; hints of a CC-CEDICT file.

    Raises ``AiplansError`` for a file that is no dictionary of its form.
    """
    from aiplans_cli.concepts.importing import import_concepts, render_concepts

    form = _form_of(file) if settings.from_ == "auto" else settings.from_
    text = read_settings(file, session.journal)
    if form == "cedict":
        return _hints(text, file, session.concept_list)
    try:
        concepts = import_concepts(text, file, form, _words_of(settings.vocabulary or (), session))
    except ModuleNotFoundError as error:  # the YAML reader is no library of ours
        remedy = f"install {error.name}, or save the dictionary as two-column TSV"
        raise SourceError(file, f"reading it needs the library {error.name}", remedy) from error
    return len(concepts), render_concepts(concepts)


def _form_of(file: str) -> str:
    form = _BY_SUFFIX.get(PurePath(file).suffix.lower())
    if form is None:
        raise SourceError(
            file, "its ending does not tell its form", f"add --from {'|'.join(FOREIGN[1:])}"
        )
    return form


def _words_of(sources: Sequence[str], session: Session) -> frozenset[str]:
    """All words of documents, each in its own language."""
    if not sources:
        return frozenset()
    return frozenset(term for source in session.sources(sources) for term in source.counts.terms)


def _hints(text: str, name: str, concept_list: ConceptList) -> Report:
    from aiplans_cli.concepts.importing import cedict_translations

    columns = (Column("concept"), Column("english"), Column("chinese"), Column("line", "integer"))
    rows = tuple(
        (h.concept, h.english, h.chinese, h.line)
        for h in cedict_translations(text, name, concept_list)
    )
    return Report("lexicon import", (Table("hints", columns, rows),))
