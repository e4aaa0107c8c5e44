"""Translations, which must come out equal: how far the concept list and its tests are from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.cautions import cautioned, same_cautions
from aiplans_cli.analyses.comparison.trust import calibration_of, list_notes
from aiplans_cli.analyses.concept_bias import concept_bias_report
from aiplans_cli.analyses.deviations import deviations_table
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import SHIPPED, Calibration, Seed
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.analyses.translations import translation_pairs
from aiplans_cli.concepts.themes import general_concepts
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.analyses.between_languages import Outcome
    from aiplans_cli.concepts.calibration import Agreement
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source

FIRST = ("pair", "count", "concept", "spread", "deviation", "exchange")
"""Words for ``--by``: which table comes first, the one that TSV and CSV write."""

ALL_PAIRS = "all"
"""What the row of all pairs together is called."""


@dataclass(frozen=True, slots=True)
class CalibrationSettings:
    """What is shown of pairs of translations, and how they are tested."""

    by: Annotated[str, Option("What a row of TSV and CSV is.", choices=FIRST)] = "pair"
    top: Annotated[
        int | None,
        Option(
            "Log ratios of each pair, 0 for all.", ("--top", "-n"), minimum=0, default_text="20"
        ),
    ] = None
    calibration: Calibration = SHIPPED
    trials: Annotated[
        int,
        Option(
            "Concepts of each side that are removed from the other, and planted, to see whether "
            "tests find it.",
            minimum=0,
            maximum=10_000,
        ),
    ] = 20
    seed: Seed = 0
    evidence: Annotated[
        int, Option("With --by concept: places of forms that stand alone.", minimum=0, maximum=50)
    ] = 1


@dataclass(frozen=True, slots=True)
class _Pair:
    """A text and its translation, and what was found between them."""

    a: Source
    b: Source
    agreement: Agreement
    outcome: Outcome


@question
def calibrate(*named: Named, settings: CalibrationSettings, session: Session) -> Report:
    """How far texts and their translations, A B A B, differ: several tables, first ``pairs``.

    ``pairs`` and ``counts``: how many concepts the tests of ``compare`` call different, where none
    is, and how many they find that were removed or planted. ``spreads``: the table that
    ``calibration`` takes. With ``by="concept"`` one table ``concepts``: where the list itself parts
    the two. Raises ``AiplansError`` where they are no pairs of documents.

    >>> calibrate("us-2025-digest", "us-2025-digest").rows()[0]["flagged"]
    0.0
    """
    from random import Random

    from aiplans_cli.analyses.between_languages import outcome
    from aiplans_cli.concepts.calibration import agreement

    couples = translation_pairs(named, session)
    top = settings.top or 0
    if settings.by == "concept":
        return concept_bias_report(couples, session, top=top, evidence=settings.evidence)
    known = calibration_of(settings.calibration, session)
    shown = session.row_stops != frozenset()
    left_out = general_concepts(session.concept_list) if shown else frozenset[str]()
    rng = Random(settings.seed)
    found = []
    for a, b in couples:
        agreed = agreement(a.counts, b.counts)
        sides = (a.counts, b.counts, known, left_out)
        tested = outcome(*sides, most=settings.trials, rng=rng)
        found.append(_Pair(a, b, agreed, tested))
    sources = [source for couple in couples for source in couple]
    told = [line for one in found for line in same_cautions([one.a.counts, one.b.counts])][:1]
    if not all(one.outcome.tested for one in found):
        told.append("Pairs with fewer than ten sections or blocks of paragraphs are not tested.")
    if known is not None:
        told += list_notes(known, session.concept_list)
    tables = {
        "pair": pairs_table(found),
        "count": counts_table([one.outcome for one in found]),
        "spread": spreads_table([(one.a.counts, one.b.counts) for one in found], session),
        "deviation": deviations_table(session, [(one.a, one.b, one.outcome) for one in found], top),
        "exchange": exchange_table(found),
    }
    first = tables[settings.by]
    report = Report(
        "calibrate",
        (first, *(table for table in tables.values() if table is not first)),
        tuple(dict.fromkeys(input_of(source.counts) for source in sources)),
        {
            **{"by": settings.by, "top": top, "trials": settings.trials, "seed": settings.seed},
            **{"calibration": settings.calibration},
        },
        (*calibration_notes(), *told),
        tuple(told),
        summary=_sentences(found),
        screen=_screen(tables, settings.by),
    )
    return cautioned(report, [source.counts for source in sources], compared=False)


_FIGURES = (
    *(Column("rows", "integer"), Column("intervals", "number", digits=3)),
    *(Column("excluded", "number", digits=3), Column("flagged", "number", digits=3)),
    *(Column("removed", "integer"), Column("recovered", "number", digits=3)),
    *(Column("recovered_flagged", "number", digits=3), Column("first_ten", "number", digits=3)),
)


_SHOWN = {
    "pair": ("a", "b", "cosine", "fit", "rows", "excluded", "flagged", "removed", "recovered"),
    "count": ("mentions", "rows", "excluded", "flagged", "removed", "recovered"),
    "deviation": ("a", "b", "concept", "count_a", "count_b", "log_ratio", "p", "q"),
}
"""Columns for a person, by what a row is."""


def _screen(tables: Mapping[str, Table], by: str) -> tuple[Table, ...]:
    """What was asked for; of the pairs the verdict, the figures and the largest deviations."""
    if by != "pair":
        return (tables[by],)
    shown = []
    for name, wanted in _SHOWN.items():
        table = tables[name]
        columns = tuple(column for column in table.columns if column.name in wanted)
        rows = tuple(tuple(row[name] for name in wanted) for row in table.records())
        shown.append(replace(table, columns=columns, rows=rows))
    return tuple(shown)


def pairs_table(found: Sequence[_Pair]) -> Table:
    """A pair a row, and a last row for all of them where there are several."""
    from aiplans_cli.analyses.between_languages import figures

    columns = (
        *(Column("a"), Column("b")),
        *(Column(name, "number", digits=3) for name in ("cosine", "pearson", "spearman")),
        *(Column("concepts", "integer"), Column("fit")),
        *(Column(f"coverage_{side}", "number", digits=3) for side in "ab"),
        *_FIGURES,
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.a.id, one.b.id),
            *(one.agreement.cosine, one.agreement.pearson, one.agreement.spearman),
            *(one.agreement.concepts, one.outcome.fit.verdict, *one.outcome.fit.coverage),
            *figures([one.outcome]),
        )
        for one in found
    ]
    if len(found) > 1:
        whole = figures([one.outcome for one in found])
        rows.append((ALL_PAIRS, "", None, None, None, None, "", None, None, *whole))
    return Table("pairs", columns, tuple(rows), title="Translations, by concept")


def counts_table(outcomes: Sequence[Outcome]) -> Table:
    """The same figures over all pairs, by how often concepts are mentioned."""
    from aiplans_cli.analyses.between_languages import CLASSES, figures

    rows: list[tuple[Cell, ...]] = []
    for low, high in CLASSES:
        rows.append((f"{low}-{high or ''}", *figures(outcomes, low, high)))
    return Table("counts", (Column("mentions"), *_FIGURES), tuple(rows), "By mentions")


def spreads_table(pairs: Sequence[tuple[Counts, Counts]], session: Session) -> Table:
    """What ``--calibration`` takes: the spread of each concept and theme over the pairs."""
    from aiplans_cli.concepts.calibration import spread_rows
    from aiplans_cli.concepts.spreads import OWN

    columns = (
        *(Column("learnt_from"), Column("unit"), Column("item")),
        *(Column("spread", "number", "doublings", digits=3), Column("pairs", "integer")),
        *(Column("mix", "number", digits=4), Column("concept_list")),
    )
    rows = spread_rows(OWN, pairs, session.concept_list, [side for pair in pairs for side in pair])
    return Table("spreads", columns, tuple(rows), "Spreads, for --calibration")


def exchange_table(found: Sequence[_Pair]) -> Table:
    """What a mention of a concept takes in each document, and how the two sides compare."""
    names = ("tokens", "content_tokens", "characters", "sentences")
    columns = (
        *(Column("document"), Column("language")),
        *(Column(name, "number", "per mention") for name in names),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        sides = ((one.a.counts, one.agreement.exchange_a), (one.b.counts, one.agreement.exchange_b))
        rows += [
            (counts.id, counts.language, *(getattr(exchange, n) for n in names))
            for counts, exchange in sides
        ]
        a, b = (exchange for _, exchange in sides)
        ratios = [getattr(a, n) / getattr(b, n) if getattr(b, n) else None for n in names]
        rows.append((f"{one.a.id} : {one.b.id}", "ratio", *ratios))
    return Table("exchange", columns, tuple(rows), title="What one mention of a concept takes")


def calibration_notes() -> tuple[str, ...]:
    """How to read the tables."""
    from aiplans_cli.analyses.between_languages import FIRST, TRIED
    from aiplans_cli.statistics.inference import FAMILY_ACROSS

    return (
        "A and B are the same text in two languages: cosine, pearson and spearman of their shares "
        "of concept mentions should be 1, log ratios 0.",
        f"rows: concepts with {FAMILY_ACROSS} mentions and more on both sides together; of those, "
        "intervals: the share that has one; excluded: whose 95% interval leaves out equality; "
        "flagged: whose q is below 0.05 (Benjamini-Hochberg). Both are false, since translations "
        "differ in nothing.",
        f"removed: trials in which a concept with {TRIED} mentions and more was wholly removed "
        "from one side; recovered: the share whose interval then leaves out equality; "
        "recovered_flagged: with q below 0.05; first_ten: how often one that was planted on one "
        f"side is among the first {FIRST} rows.",
        "spread: scale of Student's t with 2 degrees of freedom by which the log ratio of an item "
        "scatters between pairs, moderated towards that of all (docs/concepts.md). Spreads learnt "
        "from pairs flatter the same pairs: judge them on others.",
    )


def _sentences(found: Sequence[_Pair]) -> tuple[str, ...]:
    """How often tests are wrong, and how often they find what was put there."""
    tested = [one.outcome for one in found if one.outcome.tested]
    if not tested:
        return ("Nothing is tested: tests need ten sections or blocks of paragraphs on each side.",)
    rows = sum(len(one.rows) for one in tested)
    excluded, flagged = (sum(getattr(o, n) for o in tested) for n in ("excluded", "flagged"))
    many = "one pair" if len(tested) == 1 else f"{len(tested)} pairs"
    sentences = [
        f"Of {rows:,} concepts in {many}, {excluded:,} have an interval that leaves out equality "
        f"and {flagged:,} a q below 0.05: all of these are false."
    ]
    if removed := [trial for one in tested for trial in one.trials if trial.kind == "removed"]:
        seen = sum(trial.found for trial in removed)
        sure = sum(trial.flagged for trial in removed)
        sentences.append(
            f"Of {len(removed):,} concepts wholly removed from one side, {seen:,} are found by "
            f"their interval and {sure:,} by q."
        )
    return tuple(sentences)
