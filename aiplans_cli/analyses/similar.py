"""Which section of one document answers which of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.sentences import counted
from aiplans_cli.analyses.similar_screen import screen_table, similar_sentences
from aiplans_cli.analyses.tables import documents_table, input_of, section_names
from aiplans_cli.errors import UsageError
from aiplans_cli.lean_imports import scikit_learn
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import FIRST, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.similarity import Answer, Comparison
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source
    from aiplans_cli.statistics.factors import Floats

_SHOWN = 6
"""Shared concepts that a row names."""

_NAMED = 4
"""Sections without a partner that a note names."""

_RIGHT = {False: (98, 94), True: (98, 85)}
"""Per cent of counterparts that are right where all are there, and where a fifth is, on held-back
laws (``benchmarks/similar.py``): by concepts of 200 laws; with embeddings of 70 and the list of
626 concepts."""

Texts = tuple[list[str] | None, list[str] | None]
"""The texts of the sections of A and of B; ``None`` where only counts are at hand."""


@dataclass(frozen=True, slots=True)
class SimilarSettings:
    """Which sections are listed, by what they are compared, and what is shown of them."""

    nearest: Annotated[int, Option("Sections of B for each of A, 0 for all.", minimum=0)] = 3
    min_mentions: Annotated[
        int, Option("Mentions of concepts that a section needs.", minimum=1)
    ] = 1
    assign: Annotated[
        bool, Option("One section of B for each of A, and no other has it.", group=FIRST)
    ] = False
    text: Annotated[bool, Option("Show both texts side by side.", group=FIRST)] = False
    semantic: Annotated[
        bool,
        Option("Compare embeddings of the sentences too (aiplans[semantic]).", group=FIRST),
    ] = False


@question
def similar(*named: Named, settings: SimilarSettings, session: Session) -> Report:
    """For every section of A the nearest sections of B, across languages: table ``similar``.

    All concepts of the list are compared, so ``stop_words`` changes nothing here. Raises
    ``AiplansError`` where there are not two documents, or no section has a concept; with
    ``semantic`` also where a text is not at hand or the encoder not installed.

    >>> rows = similar("us-2025-digest", "cn-2025-digest", nearest=1).rows()
    >>> [row["section_b"] for row in rows if row["section_a"] == "Scientific data"]
    ['六、数据供给']

    That is "6. Supply of data". With ``assign`` no section of B is given twice:

    >>> rows = similar("us-2025-digest", "cn-2025-digest", assign=True).rows()
    >>> given = [row["section_b"] for row in rows if row["section_b"]]
    >>> len(given) == len(set(given))
    True
    """
    from aiplans_cli.concepts.similarity import Comparison

    sources = session.sources(named or session.default_sources(piped=False))
    if len(sources) != 2:
        raise UsageError(f"similar needs two documents, and got {len(sources)}", "A B")
    a, b = (source.counts for source in sources)
    embedded = _embedded(sources, session) if settings.semantic else None
    scikit_learn()
    compared = Comparison(a, b, least=settings.min_mentions, embedded=embedded)
    found = compared.assigned() if settings.assign else compared.nearest(settings.nearest)
    texts = _texts(sources, session) if settings.text else None
    answers = _answers_table(a, b, found, settings, texts)
    left = _unassigned(a, b, found) if settings.assign else None
    absent = _absent_texts(sources, session, texts)
    report = Report(
        "similar",
        (answers, *([left] if left else []), documents_table([a, b], with_concepts=True)),
        (input_of(a), input_of(b)),
        {
            "nearest": settings.nearest,
            "min_mentions": settings.min_mentions,
            "assign": settings.assign,
            "semantic": settings.semantic,
        },
        (*absent, *_notes(a, b, compared, settings, session), *_left_notes(left)),
        tuple(absent),
        summary=similar_sentences(a, b, found, left),
        screen=(screen_table(a.id, b.id, answers, assigned=settings.assign),),
    )
    return cautioned(report, [a, b])


def _answers_table(
    a: Counts, b: Counts, found: Sequence[Answer], settings: SimilarSettings, texts: Texts | None
) -> Table:
    """A pair of sections a row; ``shared`` are the concepts of both, most telling first.

    Of an assignment every section of A has its row.
    """
    names_a, names_b = section_names(a), section_names(b)
    pairs: list[tuple[int, Answer | None]] = [(one.section_a, one) for one in found]
    if settings.assign:
        partners = {one.section_a: one for one in found}
        pairs = [(index, partners.get(index)) for index in range(len(a.sections))]
    rows: list[tuple[Cell, ...]] = []
    for index, one in pairs:
        at = None if one is None else one.section_b
        row: list[Cell] = [names_a[index] or a.title, a.sections[index].pages]
        row.append(None if one is None else one.rank)
        row += (None, None) if at is None else (names_b[at] or b.title, b.sections[at].pages)
        row += _numbers(one, settings.semantic)
        for side, place in zip(texts or (), (index, at), strict=texts is not None):
            row.append(None if side is None or place is None else side[place])
        rows.append(tuple(row))
    title = f"Sections of {a.id} (A) and {'their' if settings.assign else 'the nearest'} of {b.id}"
    return Table("similar", _columns(settings), tuple(rows), f"{title} (B)", "csls")


def _columns(settings: SimilarSettings) -> tuple[Column, ...]:
    return (
        *(Column("section_a"), Column("pages_a"), Column("rank", "integer")),
        *(Column("section_b"), Column("pages_b")),
        *(Column("similarity", "number", "bar"), Column("csls", "number", sided=False)),
        *([Column("semantic", "number")] if settings.semantic else []),
        Column("counterpart"),
        *(Column("mentions_a", "integer"), Column("mentions_b", "integer")),
        Column("shared"),
        *((Column("text_a"), Column("text_b")) if settings.text else ()),
    )


def _numbers(one: Answer | None, semantic: bool) -> list[Cell]:
    if one is None:
        return [None] * (6 + semantic)
    shared = ", ".join(f"{concept} {share:.0%}" for concept, share in one.shared[:_SHOWN])
    measured: list[Cell] = [one.similarity, one.csls, *([one.semantic] if semantic else [])]
    return [*measured, one.counterpart, one.mentions_a, one.mentions_b, shared]


def _unassigned(a: Counts, b: Counts, found: Sequence[Answer]) -> Table:
    """The sections of either document that an assignment leaves without a partner."""
    rows: list[tuple[Cell, ...]] = []
    taken = ({one.section_a for one in found}, {one.section_b for one in found})
    for counts, given in zip((a, b), taken, strict=True):
        names = section_names(counts)
        rows += [
            (counts.id, names[index] or counts.title, counts.sections[index].pages)
            for index in range(len(counts.sections))
            if index not in given
        ]
    columns = (Column("document"), Column("section"), Column("pages"))
    return Table("unassigned", columns, tuple(rows), "Sections without a partner")


def section_texts(source: Source, session: Session) -> list[str] | None:
    """The text of each counted section without its heading; ``None`` where it is not at hand."""
    from aiplans_cli.counting.tally import counted_sections

    if source.text is None:
        return None
    texts: list[list[str]] = [[] for _ in source.counts.sections]
    for index, section in counted_sections(source.text(), session.settings.all_kinds):
        if section.kind != "heading":
            texts[index].append(section.text)
    return ["\n".join(parts) for parts in texts]


def _texts(sources: Sequence[Source], session: Session) -> Texts:
    a, b = (section_texts(source, session) for source in sources)
    return a, b


def _absent_texts(
    sources: Sequence[Source], session: Session, texts: Texts | None
) -> tuple[str, ...]:
    """Whose text was asked for and is not at hand, with what brings it."""
    found = zip(sources, texts, strict=True) if texts else ()
    return tuple(
        f"The text of {source.id} is not at hand, only its counts: --text needs "
        f"{session.bringing(source.id) or source.needed}."
        for source, text in found
        if text is None
    )


def _embedded(sources: Sequence[Source], session: Session) -> Floats:
    """Cosine of the embeddings of all sections, headings included."""
    from aiplans_cli.language.embedding import embedding_cosines

    sides = []
    for source in sources:
        session.text_of(source)  # which tells what to do where only counts are at hand
        texts = section_texts(source, session) or []
        headings = (section.heading for section in source.counts.sections)
        sides.append([f"{heading}\n{text}" for heading, text in zip(headings, texts, strict=True)])
    a, b = sources
    return embedding_cosines((sides[0], a.language), (sides[1], b.language))


def _notes(
    a: Counts, b: Counts, compared: Comparison, settings: SimilarSettings, session: Session
) -> list[str]:
    """How to read the rows, and which sections have none."""
    from aiplans_cli.concepts.similarity import front_matter

    all_there, a_fifth = _RIGHT[settings.semantic]
    notes = [
        "similarity: cosine of the sections' weights of all concepts, (1 + ln mentions) * idf over "
        "the sections of each document (scikit-learn), 0 to 1; csls: that, corrected for sections "
        "that are near to everything, by which rows rank; shared: concepts of both with their part "
        "of the similarity.",
        "counterpart: each is the other's nearest, and csls is above 0. Of laws and their official "
        f"translations {all_there} % of such pairs were right, and {a_fifth} % where four in five "
        "sections had no translation; two documents that do not translate each other have no right "
        "pairs, only near ones.",
    ]
    if settings.semantic:
        notes.append(
            "semantic: cosine of the mean embeddings of the sections' sentences; csls is of the "
            "mean of similarity and semantic."
        )
    silent = len(a.sections) - int(compared.possible.any(axis=1).sum())
    if silent:
        notes.append(
            f"{counted(silent, 'section')} of A {'has' if silent == 1 else 'have'} no row: "
            f"fewer than {counted(settings.min_mentions, 'mention')} of concepts, or nothing in "
            "common with a section of B."
        )
    fronts = [counts.id for counts in (a, b) if front_matter(counts)]
    if fronts:
        notes.append(
            f"What stands before the first section of {' and '.join(fronts)} is short, a title "
            "with its dates: it is compared with nothing but another such."
        )
    if session.settings.stop_words != "on":
        notes.append("Stop words change nothing here: all concepts of the list are compared.")
    return notes


def _left_notes(left: Table | None) -> list[str]:
    """Which sections have no partner, by document."""
    notes = []
    rows = left.rows if left else ()
    for document in dict.fromkeys(str(row[0]) for row in rows):
        names = [f"“{row[1]}”" for row in rows if row[0] == document]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        notes.append(f"Without a partner in {document}: {', '.join(names[:_NAMED])}{more}.")
    return notes
