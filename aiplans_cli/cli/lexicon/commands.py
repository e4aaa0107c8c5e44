"""``aiplans lexicon``: the concept list itself: show, check, measure and grow it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.lexicon.reports import (
    check_report,
    concept_report,
    coverage_notes,
    coverage_table,
    list_parameters,
    list_report,
    suggestions_table,
)
from aiplans_cli.cli.options import OutputOptions, SourceOptions, takes_options
from aiplans_cli.cli.record import note_list, read_settings
from aiplans_cli.cli.sources import loader
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.cli.tables import input_of, read_input
from aiplans_cli.model import ALL_COUNTED_KINDS, COUNTED_KINDS
from aiplans_cli.output.report import Report

if TYPE_CHECKING:
    from aiplans_cli.concepts import ConceptList

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="The concept list: show, check, coverage, suggest, import.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

CHECK_FAILED = 3
"""Exit code of a check that ran and found a rule broken."""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """Which concept list."""

    concepts: Annotated[
        str | None,
        typer.Option("--concepts", metavar="FILE", help="Concept list to use, or to extend ours."),
    ] = None

    def load(self) -> ConceptList:
        """The list. Raises ``AiplansError`` for a file that is missing or breaks the format."""
        from aiplans_cli.concepts import load_concepts

        own = load_concepts()
        if self.concepts is not None:
            own = load_concepts(read_settings(self.concepts, option="--concepts"), self.concepts)
        note_list("concepts", own.sha256)
        return own


@app.command()
@takes_options
def show(
    concept: Annotated[
        str | None,
        typer.Argument(metavar="[CONCEPT]", help="An id, or a form in either language."),
    ] = None,
    *,
    list_options: ListOptions,
    output: OutputOptions,
) -> None:
    """Show the concepts of the list, or every form of one concept."""
    own = list_options.load()
    emit(list_report(own) if concept is None else concept_report(concept, own), output)


@app.command()
@takes_options
def check(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Documents to try the list on, too."),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Let overlaps and forms without a match fail, too."),
    ] = False,
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Check the list for what breaks its rules; exit code 3 if anything does.

    Broken rules are duplicates, forms of two concepts that are not marked as shared, concepts
    without forms in one language, spellings that are not NFC or not simplified, and forms and
    blocks that can never match. With documents it also lists overlaps and forms without a match,
    which are worth knowing but break no rule, unless --strict says so.
    """
    from aiplans_cli.concepts import check as check_list

    if strict and not sources:
        raise typer.BadParameter("--strict is about documents: name some")
    own = loader(options)
    documents = own.documents(sources or [])
    findings = check_list(own.concept_list, documents)
    if strict:
        findings = [replace(finding, fails=True) for finding in findings]
    emit(check_report(findings, own.concept_list, documents), output)
    if any(finding.fails for finding in findings):
        raise typer.Exit(CHECK_FAILED)


@app.command()
@takes_options
def coverage(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Documents.")],
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Show what share of each document's content words the list covers.

    Content words are those that are neither stop words nor bare numbers nor addresses.
    """
    from aiplans_cli.concepts import measured_coverage

    own = loader(options)
    counts = [item.counts for item in own.counts(sources)]
    covered = [measured_coverage(one) for one in counts]
    inputs = tuple(input_of(one) for one in counts)
    emit(
        Report(
            "lexicon coverage",
            (coverage_table(covered),),
            inputs,
            list_parameters(own.concept_list),
            coverage_notes(covered),
        ),
        output,
    )


@app.command()
@takes_options
def suggest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Documents.")],
    top: Annotated[
        int | None,
        typer.Option(
            "--top", "-n", min=0, help="Rows to show, 0 for all.", show_default="20 in a table"
        ),
    ] = None,
    min_count: Annotated[
        int, typer.Option("--min-count", min=1, help="Occurrences outside of every match.")
    ] = 2,
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """List frequent words that belong to no concept, with the lines in which they stand.

    These are where a list can grow. --top counts the words of each language.
    """
    from aiplans_cli.concepts import suggest as unmatched
    from aiplans_cli.language import tokenize

    own = loader(options)
    documents = [tokenize(document, own.settings) for document in own.documents(sources)]
    kinds = ALL_COUNTED_KINDS if options.all_kinds else COUNTED_KINDS
    found = unmatched(
        documents, own.concept_list, stops=own.stops, min_count=min_count, kinds=kinds
    )
    most = rows_wanted(top, output)
    shown = [
        one
        for language in ("en", "zh")
        for one in [s for s in found if s.language == language][: most or None]
    ]
    report = Report(
        "lexicon suggest",
        (suggestions_table(shown),),
        tuple(read_input(one.document) for one in documents),
        parameters={**list_parameters(own.concept_list), "min_count": min_count, "top": most},
        notes=(f"{len(found):,} words stand at least {min_count} times in no concept's match.",),
    )
    emit(report, output, keep=("term", "count", "lines"))
