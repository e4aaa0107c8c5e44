"""``aiplans lexicon import``: other programs' dictionaries as concept lists."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.lexicon.commands import ListOptions, app
from aiplans_cli.cli.options import SourceOptions, choice, takes_options
from aiplans_cli.cli.record import read_settings
from aiplans_cli.cli.sources import loader
from aiplans_cli.cli.streams import note, write_text
from aiplans_cli.errors import SourceError
from aiplans_cli.output.report import Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts import ConceptList

FOREIGN = ("auto", "quanteda", "liwc", "tsv", "cedict")
"""Words for ``lexicon import --from``; a test holds them to the registry of importers."""

_BY_SUFFIX = {
    ".yml": "quanteda",
    ".yaml": "quanteda",
    ".dic": "liwc",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".u8": "cedict",
}


@app.command("import")
@takes_options
def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="quanteda YAML, LIWC .dic, TSV, or CC-CEDICT.")
    ],
    from_: Annotated[
        str,
        typer.Option("--from", help="Its form; auto goes by the ending.", **choice(FOREIGN)),
    ] = "auto",
    vocabulary: Annotated[
        list[str] | None,
        typer.Option(
            "--vocabulary",
            metavar="SOURCE",
            help="A document, English or Chinese, whose words spell out wildcards; may be given "
            "several times.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="File; standard output if left out."),
    ] = None,
    *,
    list_options: ListOptions,
) -> None:
    """Turn another program's dictionary into a concept list, for --concepts.

    A CC-CEDICT file gives no list but hints, as TSV: its Chinese words for the English forms of
    the concepts, for a person to choose from.
    """
    form = _form_of(file) if from_ == "auto" else from_
    text = read_settings(file)
    if form == "cedict":
        write_text(_hints(text, file, list_options.load()), output)
        return
    from aiplans_cli.concepts import import_concepts, render_concepts

    try:
        concepts = import_concepts(text, file, form, _words_of(vocabulary or []))
    except ModuleNotFoundError as error:  # the YAML reader is no library of ours
        remedy = f"install {error.name}, or save the dictionary as two-column TSV"
        raise SourceError(file, f"reading it needs the library {error.name}", remedy) from error
    write_text(render_concepts(concepts), output)
    if output is not None:
        note(f"{output}: {len(concepts)} concepts; 'aiplans lexicon check' says what they lack")


def _form_of(file: str) -> str:
    form = _BY_SUFFIX.get(PurePath(file).suffix.lower())
    if form is None:
        raise SourceError(
            file, "its ending does not tell its form", f"add --from {'|'.join(FOREIGN[1:])}"
        )
    return form


def _words_of(sources: Sequence[str]) -> frozenset[str]:
    """All words of documents, each in its own language."""
    if not sources:
        return frozenset()
    loaded = loader(SourceOptions()).counts(sources)
    return frozenset(term for item in loaded for term in item.counts.terms)


def _hints(text: str, name: str, own: ConceptList) -> str:
    from aiplans_cli.concepts import cedict_translations
    from aiplans_cli.output import FORMATS, Style

    columns = (Column("concept"), Column("english"), Column("chinese"), Column("line", "integer"))
    rows = tuple(
        (h.concept, h.english, h.chinese, h.line) for h in cedict_translations(text, name, own)
    )
    report = Report("lexicon import", (Table("hints", columns, rows),))
    return FORMATS["tsv"].render(report, Style())
