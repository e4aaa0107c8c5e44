"""``aiplans lexicon``: the concept list itself: show, check, measure and grow it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aiplans_cli.analyses.lexicon import CheckSettings
from aiplans_cli.analyses.suggestions import SuggestSettings
from aiplans_cli.cli.completion import concepts, texts
from aiplans_cli.cli.options import CHECK_FAILED, OutputOptions, takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.sources.settings import ListSettings, SourceSettings

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="The concept list: show, check, coverage, tally, suggest, import.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

Documents = Annotated[
    list[str], typer.Argument(metavar="SOURCE...", help="Documents.", autocompletion=texts)
]


@app.command(cls=Command)
@takes_options
def show(
    concept: Annotated[
        str | None,
        typer.Argument(
            metavar="[CONCEPT]",
            help="An id, or a form in either language.",
            autocompletion=concepts,
        ),
    ] = None,
    *,
    reading: ListSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Show the concepts of the list, or every form of one concept."""
    from aiplans_cli.analyses.lexicon import lexicon

    session = run.session(SourceSettings(concepts=reading.concepts))
    emit(run, lexicon(*([] if concept is None else [concept]), session=session), output)


@app.command(cls=Command)
@takes_options
def check(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...", help="Documents to try the list on, too.", autocompletion=texts
        ),
    ] = None,
    *,
    settings: CheckSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """Check the list for what breaks its rules; exit code 3 if anything does.

    Broken rules are duplicates, forms of two concepts that are not marked as shared, concepts
    without forms in one language, spellings that are not NFC or not simplified, and forms and
    blocks that can never match. With documents it also lists overlaps and forms without a match,
    which are worth knowing but break no rule, unless --strict says so.
    """
    from aiplans_cli.analyses.lexicon import check_concepts

    report = check_concepts(*(sources or ()), settings=settings, session=run.session(reading))
    emit(run, report, output)
    if any(row["fails"] for row in report.rows()):
        raise typer.Exit(CHECK_FAILED)


@app.command(cls=Command)
@takes_options
def coverage(
    sources: Documents, *, reading: SourceSettings, output: OutputOptions, run: Run
) -> None:
    """Show what share of each document's content words the list covers.

    Content words are those that are neither stop words nor bare numbers nor addresses.
    """
    from aiplans_cli.analyses.lexicon import coverage as ask

    emit(run, ask(*sources, session=run.session(reading)), output)


@app.command(cls=Command)
@takes_options
def suggest(
    sources: Documents,
    *,
    settings: SuggestSettings,
    reading: SourceSettings,
    output: OutputOptions,
    run: Run,
) -> None:
    """List frequent words that belong to no concept, with the lines in which they stand.

    These are where a list can grow. --top counts the words of each language. With --aligned the
    documents are translations, A B A B, and each row is a word that stands where a concept of the
    other language has no counterpart.
    """
    from aiplans_cli.analyses.suggestions import suggest as ask

    settings = replace(settings, top=rows_wanted(settings.top, run, output))
    report = ask(*sources, settings=settings, session=run.session(reading))
    emit(run, report, output, ("term", "count", "lines"))
