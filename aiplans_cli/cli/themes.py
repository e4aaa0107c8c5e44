"""``aiplans themes``: what documents are about, by the list's themes or by themes they form."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.options import OutputOptions, SourceOptions, Sources, choice, takes_options
from aiplans_cli.cli.sources import default_sources, loader
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.cli.tables import documents_table, input_of, parts
from aiplans_cli.errors import AnalysisError
from aiplans_cli.lean_imports import scikit_learn
from aiplans_cli.model import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts import ConceptList
    from aiplans_cli.concepts.themes import FoundTheme, ThemeWeight
    from aiplans_cli.model import Counts

app = typer.Typer(add_completion=False, rich_markup_mode=None)

BY = ("document", "part", "section")
"""Words for ``--by``: what a weight is the weight in."""

_CARRIERS = 5
_LEADING_SECTIONS = 3


@app.command()
@takes_options
def themes(
    sources: Sources = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="Weigh in whole documents, in their parts (pillars, chapters), or sections.",
            **choice(BY),
        ),
    ] = "document",
    discover: Annotated[
        int | None,
        typer.Option(
            "--discover", metavar="K", min=1, help="Find K themes in the documents themselves."
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            "--top",
            "-n",
            min=0,
            help="Themes to show for each document, part or section, 0 for all.",
            show_default="20 in a table",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of --discover.")] = 0,
    *,
    options: SourceOptions,
    output: OutputOptions,
) -> None:
    """Weigh the themes of documents, across languages.

    A theme's weight is the TF-IDF weight of its concepts, summed in each section and averaged over
    the sections. With --discover the themes are those that the sections' concepts form.
    """
    if discover is not None and by != "document":
        raise typer.BadParameter("--discover finds themes of whole documents: leave --by out")
    own = loader(options)
    documents = [item.counts for item in own.counts(sources or default_sources(options))]
    left_out = general_left_out(own.concept_list, options)
    for counts in documents:
        if not set(counts.concepts) - left_out:
            raise AnalysisError(
                counts.id, "no concept that could be weighed stands in it", "check the text"
            )
    most = rows_wanted(top, output)
    if discover is None:
        report = themes_report(documents, own.concept_list, left_out, by, most)
    else:
        report = discovery_report(documents, left_out, discover, seed, most)
    emit(report, output, keep=("theme", "weight", "document", "part", "section"))


def general_left_out(concepts: ConceptList, options: SourceOptions) -> frozenset[str]:
    """The concepts of general policy language, unless ``--no-stop-words`` keeps them."""
    from aiplans_cli.concepts.themes import general_concepts

    return frozenset() if options.stop_words == "off" else general_concepts(concepts)


def general_note(documents: Sequence[Counts], left_out: frozenset[str], what: str) -> list[str]:
    """How much of the documents the concepts left out are, in one sentence; none without any."""
    found = {c: stands for d in documents for c, stands in d.concepts.items() if c in left_out}
    mentions = sum(o.count for d in documents for c in found for o in d.concepts.get(c, ()))
    if not mentions:
        return []
    return [
        f"{mentions:,} mentions of {len(found)} concepts of general policy language, such as "
        f"'promote' or 'new', {what}; --no-stop-words shows them."
    ]


def themes_report(
    documents: Sequence[Counts],
    concepts: ConceptList,
    left_out: frozenset[str],
    by: str,
    top: int,
) -> Report:
    """The weights of the list's themes in documents, their parts or their sections."""
    from aiplans_cli.concepts.themes import theme_weights, themes_of

    named = {
        "document": None,
        "part": [[name or counts.title for name in parts(counts)] for counts in documents],
        "section": [section_names(counts) for counts in documents],
    }[by]
    scikit_learn()
    found = theme_weights(documents, themes_of(concepts), parts=named, left_out=left_out)
    notes = [
        "weight: TF-IDF weights of a theme's concepts summed in each section (vectors of length 1, "
        "scikit-learn, over all the documents' sections together), mean over the sections; share: "
        "of all themes; concepts: with their part of the theme's weight.",
        *general_note(documents, left_out, "are not weighed"),
    ]
    return Report(
        "themes",
        (_themes_table(found, by, top), documents_table(documents, with_concepts=True)),
        tuple(input_of(counts) for counts in documents),
        {"by": by, "top": top, "general_concepts": "left out" if left_out else "weighed"},
        tuple(notes),
    )


def section_names(counts: Counts) -> list[str]:
    """Each section's heading, with those above it where the heading alone is not unique."""
    times = Counter(section.heading for section in counts.sections)
    return [
        section.heading
        if times[section.heading] == 1
        else " / ".join((*section.parents[-1:], section.heading))
        for section in counts.sections
    ]


def _themes_table(found: Sequence[ThemeWeight], by: str, top: int) -> Table:
    columns = (
        Column("document"),
        *([] if by == "document" else [Column(by)]),
        Column("theme"),
        Column("weight", "number", "bar", 3),
        Column("share", "number", "", 3),
        Column("mentions", "integer"),
        Column("concepts"),
    )
    rows: list[tuple[Cell, ...]] = []
    shown: Counter[tuple[str, str]] = Counter()
    for one in found:
        shown[one.document, one.part] += 1
        if top and shown[one.document, one.part] > top:
            continue
        place = () if by == "document" else (one.part,)
        numbers = (one.weight, one.share, one.mentions)
        rows.append((one.document, *place, one.theme, *numbers, _carriers(one.concepts)))
    return Table("themes", columns, tuple(rows), title=f"Themes by {by}")


def _carriers(concepts: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{concept} {share:.0%}" for concept, share in concepts[:_CARRIERS])


def discovery_report(
    documents: Sequence[Counts], left_out: frozenset[str], number: int, seed: int, top: int
) -> Report:
    """Themes that the documents' sections form, and the sections that hold most of each."""
    from aiplans_cli.concepts.themes import discover

    scikit_learn()
    found = discover(documents, number, left_out=left_out, seed=seed)
    shown = found[:top] if top else found
    columns = (
        Column("theme"),
        Column("document"),
        Column("weight", "number", "bar", 3),
        Column("concepts"),
        Column("sections"),
    )
    rows: list[tuple[Cell, ...]] = []
    for theme in shown:
        for index, counts in enumerate(documents):
            cells = (theme.weights[index], _carriers(theme.concepts))
            rows.append((theme.name, counts.id, *cells, _leading(theme, index, counts)))
    table = Table("discovered", columns, tuple(rows), title="Themes found in the documents")
    notes = [
        f"{number} themes by non-negative matrix factorization (Lee & Seung 1999; scikit-learn, "
        "started from the singular vectors) of the sections' TF-IDF weights of concepts, all "
        "documents together. weight: how much of a theme is in a section, mean over the sections; "
        "a theme is named by its leading concepts.",
        *general_note(documents, left_out, "are not weighed"),
    ]
    return Report(
        "themes",
        (table, documents_table(documents, with_concepts=True)),
        tuple(input_of(counts) for counts in documents),
        {"discover": number, "seed": seed, "top": top},
        tuple(notes),
    )


def _leading(theme: FoundTheme, document: int, counts: Counts) -> str:
    names = section_names(counts)
    own = [names[s] or counts.title for d, s, _ in theme.sections if d == document]
    return " | ".join(own[:_LEADING_SECTIONS])
