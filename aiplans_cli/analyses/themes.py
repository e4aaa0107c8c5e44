"""What documents are about, by the list's themes or by themes that they form."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import (
    documents_table,
    general_left_out,
    general_note,
    input_of,
    mean_columns,
    parts,
    section_names,
)
from aiplans_cli.analyses.themes_screen import Weighed, theme_sentences, theme_tables
from aiplans_cli.counting.units import is_group, mean_rates
from aiplans_cli.errors import AnalysisError, UsageError
from aiplans_cli.lean_imports import scikit_learn
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.concepts.themes import ThemeWeight
    from aiplans_cli.model import Counts, Occurrences
    from aiplans_cli.sources.session import Named, Session

BY = ("document", "part", "section")
"""Words for ``--by``: what a weight is the weight in."""

_CARRIERS = 5

_CUT = (
    "A weight falls as a text is cut into more sections, so compare shares; those move a little "
    "with the cut too, since a section's rare concepts weigh more."
)
"""What weights over sections do not say."""


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """In what themes are weighed, or how many are found."""

    by: Annotated[
        str,
        Option(
            "Weigh in whole documents, in their parts (pillars, chapters), or sections.", choices=BY
        ),
    ] = "document"
    discover: Annotated[
        int | None,
        Option("The same as 'topics --by section,concept -k K'.", minimum=1, hidden=True),
    ] = None
    top: Annotated[
        int | None,
        Option(
            "Themes to show for each document, part or section, 0 for all.",
            ("--top", "-n"),
            minimum=0,
            default_text="20 in a table",
        ),
    ] = None
    seed: Annotated[int, Option("Seed of --discover.", minimum=0, hidden=True)] = 0


@question
def themes(*named: Named, settings: ThemeSettings, session: Session) -> Report:
    """The weights of themes in documents, their parts or sections: table ``themes``.

    With ``discover`` it is ``topics`` of concepts, so many of them. Documents without concepts are
    left out and told. Raises ``AiplansError`` for settings that cannot stand together, and where no
    document has a concept.

    >>> themes("us-2025-digest", top=1).rows()[0]["document"]
    'us-2025-digest'
    """
    if settings.discover is not None and settings.by != "document":
        raise UsageError("--discover finds topics of all sections: leave --by out")
    sources = session.sources(named or session.default_sources())
    if settings.discover is not None:
        from aiplans_cli.analyses.topics import TopicSettings, topics

        wanted = TopicSettings(topics=settings.discover, of="concept", seed=settings.seed)
        return topics(*sources, settings=wanted, session=session)
    left_out = general_left_out(session)
    documents = _with_concepts([source.counts for source in sources], left_out, session)
    top = settings.top or 0
    report = _weighed(documents, session.concept_list, left_out, settings.by, top)
    return cautioned(report, documents, compared=False)


def _with_concepts(
    documents: Sequence[Counts], left_out: frozenset[str], session: Session
) -> list[Counts]:
    """The documents that have a concept to weigh; the others are told.

    Raises ``AnalysisError`` where none has.
    """
    without = [counts for counts in documents if not set(counts.concepts) - left_out]
    fact = "no concept that could be weighed stands in it"
    if len(without) == len(documents):
        raise AnalysisError(without[0].id, fact, "check the text")
    if without:
        more = f" (and {len(without) - 1:,} more such documents)" if len(without) > 1 else ""
        session.tell(f"{without[0].id}: {fact}, and it is left out{more}")
    none = {id(counts) for counts in without}
    return [counts for counts in documents if id(counts) not in none]


def _weighed(
    documents: Sequence[Counts],
    concepts: ConceptList,
    left_out: frozenset[str],
    by: str,
    top: int,
) -> Report:
    """The weights of the list's themes in documents, their parts or their sections."""
    from aiplans_cli.concepts.themes import theme_weights

    named = {
        "document": None,
        "part": [[name or counts.title for name in parts(counts)] for counts in documents],
        "section": [section_names(counts) for counts in documents],
    }[by]
    scikit_learn()
    found = theme_weights(documents, concepts.themes, parts=named, left_out=left_out)
    notes = [
        "weight: a theme's part of the squared length of each section's vector of TF-IDF weights "
        "of concepts (scikit-learn, over all the documents' sections together), mean over the "
        "sections; what four of five sections say alike is left out; concepts: with their part "
        f"of the theme's weight. {_CUT}",
        *general_note(documents, left_out, "are not weighed"),
    ]
    weighed = [
        Weighed(f.document, f.part, f.theme, f.weight, f.mentions, _carriers(f.concepts))
        for f in found
    ]
    inputs = tuple(input_of(counts) for counts in documents)
    table = _themes_table(found, by, top, _means(documents, concepts, left_out))
    return Report(
        "themes",
        (
            table,
            documents_table(documents, with_concepts=True),
        ),
        inputs,
        {"by": by, "top": top, "general_concepts": "left out" if left_out else "weighed"},
        tuple(notes),
        summary=theme_sentences(weighed, inputs),
        screen=theme_tables(weighed, documents, top),
    )


def _means(
    documents: Sequence[Counts], concepts: ConceptList, left_out: frozenset[str]
) -> dict[tuple[str, str], float | None]:
    """Group and theme → the mean rate of its mentions over the documents of the group."""

    theme_of, found = concepts.themes, dict[tuple[str, str], float | None]()
    for counts in filter(is_group, documents):
        stands: dict[str, list[Occurrences]] = {}
        for concept, places in counts.concepts.items():
            if concept in theme_of and concept not in left_out:
                stands.setdefault(theme_of[concept], []).extend(places)
        mean = mean_rates(counts)
        found |= {(counts.id, theme): mean(places)[0] for theme, places in stands.items()}
    return found


def _themes_table(
    found: Sequence[ThemeWeight], by: str, top: int, means: Mapping[tuple[str, str], float | None]
) -> Table:
    grouped = bool(means) and by == "document"
    columns = (
        Column("document"),
        *([] if by == "document" else [Column(by)]),
        Column("theme"),
        Column("weight", "number", "bar", 3),
        Column("mentions", "integer"),
        *mean_columns(grouped),
        Column("concepts"),
    )
    rows: list[tuple[Cell, ...]] = []
    shown: Counter[tuple[str, str]] = Counter()
    for one in found:
        shown[one.document, one.part] += 1
        if top and shown[one.document, one.part] > top:
            continue
        place = () if by == "document" else (one.part,)
        of_each = [means.get((one.document, one.theme))] * grouped
        numbers = (one.weight, one.mentions, *of_each)
        rows.append((one.document, *place, one.theme, *numbers, _carriers(one.concepts)))
    return Table("themes", columns, tuple(rows), f"Themes by {by}", "weight")


def _carriers(concepts: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{concept} {share:.0%}" for concept, share in concepts[:_CARRIERS])
