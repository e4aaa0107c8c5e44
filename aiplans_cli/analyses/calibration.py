"""Translations, which must come out equal: how far the concept list is from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.cautions import cautioned, same_cautions
from aiplans_cli.analyses.concept_bias import concept_bias_report
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import Seed
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.analyses.translations import translation_pairs
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.calibration import Agreement, Deviation
    from aiplans_cli.concepts.listing import ConceptList
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source
    from aiplans_cli.statistics.spread import Spread

FIRST = ("pair", "concept", "deviation", "exchange")
"""Words for ``--by``: which table comes first, the one that TSV and CSV write."""


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
    resamples: Annotated[
        int, Option("Permutations of sections.", minimum=1, maximum=10_000_000)
    ] = 10_000
    seed: Seed = 0
    evidence: Annotated[
        int, Option("With --by concept: places of forms that stand alone.", minimum=0, maximum=50)
    ] = 1


@question
def calibrate(*named: Named, settings: CalibrationSettings, session: Session) -> Report:
    """How far texts and their translations, A B A B, differ: three tables, first ``pairs``.

    With ``by="concept"`` one table ``concepts``: where the list itself parts the two.
    Raises ``AiplansError`` where they are no pairs of documents.

    >>> calibrate("us-2025-digest", "us-2025-digest", resamples=9).rows()[0]["flagged"]
    0
    """
    from aiplans_cli.concepts.calibration import agreement

    couples = translation_pairs(named, session)
    top = settings.top or 0
    if settings.by == "concept":
        return concept_bias_report(couples, session, top=top, evidence=settings.evidence)
    sources = [source for couple in couples for source in couple]
    found = [
        agreement(a.counts, b.counts, resamples=settings.resamples, seed=settings.seed)
        for a, b in couples
    ]
    told = [line for one in found for line in same_cautions([one.a, one.b])][:1]
    if any(one.test == "g2" for one in found):
        told.append(
            "Where test is g2, sections were too few, and each mention counts as an independent "
            "draw: do not read flagged as a number of real differences."
        )
    tables = {
        "pair": pairs_table(found, session.concept_list),
        "deviation": deviations_table(session, couples, found, top),
        "exchange": exchange_table(found),
    }
    report = Report(
        "calibrate",
        (tables.pop(settings.by), *tables.values()),
        tuple(dict.fromkeys(input_of(source.counts) for source in sources)),
        {
            **{"by": settings.by, "top": top},
            **{"resamples": settings.resamples, "seed": settings.seed},
        },
        (*calibration_notes(found), *told),
        tuple(told),
    )
    return cautioned(report, [source.counts for source in sources], compared=False)


def pairs_table(found: Sequence[Agreement], concept_list: ConceptList) -> Table:
    """A pair a row, and a last row for the scatter over all of them where there are several."""
    from aiplans_cli.concepts.calibration import ALL_PAIRS, pooled_spread

    columns = (
        *(Column("a"), Column("b")),
        *(Column(name, "number", digits=3) for name in ("cosine", "pearson", "spearman")),
        *(Column(name, "integer") for name in ("concepts", "tested", "flagged")),
        *(Column("test"), Column("flagged_g2", "integer")),
        *(Column("spread", "number", "doublings"), Column("frequent", "integer")),
        *(Column(name, "number", "doublings") for name in ("bias", "bias_high")),
        *(Column("noise", "number"), Column("concept_list")),
    )
    digest = concept_list.sha256[:16]
    rows: list[tuple[Cell, ...]] = [
        (*_pair_row(one), *_spread(one.spread), digest) for one in found
    ]
    if len(found) > 1:
        whole = pooled_spread(found)
        sums = [sum(getattr(one, name) for one in found) for name in ("tested", "flagged")]
        g2 = sum(map(_flagged_g2, found))
        start = (ALL_PAIRS, "", None, None, None, None, *sums, "", g2)
        rows.append((*start, *_spread(whole), digest))
    return Table("pairs", columns, tuple(rows), title="Translations, by concept")


def _pair_row(one: Agreement) -> tuple[Cell, ...]:
    return (
        *(one.a.id, one.b.id, one.cosine, one.pearson, one.spearman),
        *(len(one.deviations), one.tested, one.flagged, one.test, _flagged_g2(one)),
    )


def _flagged_g2(one: Agreement) -> int:
    from aiplans_cli.concepts.calibration import FALSE_DISCOVERY

    return sum(d.g2_q is not None and d.g2_q <= FALSE_DISCOVERY for d in one.deviations)


def _spread(spread: Spread) -> tuple[Cell, ...]:
    """The numbers of the scatter, to as many digits as are the same on every machine."""
    numbers = (spread.bias, spread.bias_high, spread.noise)
    wide = None if spread.spread is None else round(spread.spread, 6)
    return (wide, spread.frequent, *(round(number, 3) for number in numbers))


def deviations_table(
    session: Session, couples: Sequence[tuple[Source, Source]], found: Sequence[Agreement], top: int
) -> Table:
    """The tested concepts of each pair, largest log ratio first, with a line of each side."""
    columns = (
        *(Column("a"), Column("b"), Column("concept")),
        *(Column("count_a", "integer"), Column("count_b", "integer")),
        *(Column("share_a", "number", digits=4), Column("share_b", "number", digits=4)),
        Column("log_ratio", "number", "doublings"),
        *(Column("p", "number"), Column("q", "number"), Column("flagged")),
        *(Column("line_a"), Column("line_b")),
    )
    rows: list[tuple[Cell, ...]] = []
    for (a, b), one in zip(couples, found, strict=True):
        tested = [d for d in one.deviations if d.q is not None]
        shown = tested[:top] if top else tested
        lines_a, lines_b = _lines(session, a, b, shown)
        for d in shown:
            numbers = (d.count_a, d.count_b, d.share_a, d.share_b, d.log_ratio, d.p, d.q, d.flagged)
            lines = (lines_a.get(d.concept, ""), lines_b.get(d.concept, ""))
            rows.append((one.a.id, one.b.id, d.concept, *numbers, *lines))
    title = "Largest log ratios, with a line each"
    return Table("deviations", columns, tuple(rows), title, "log_ratio")


def _lines(
    session: Session, a: Source, b: Source, shown: Sequence[Deviation]
) -> tuple[dict[str, str], dict[str, str]]:
    """A sentence of each side for each concept, from where the two differ most."""
    from aiplans_cli.concepts.mentions import mention_lines

    wanted = {d.concept: _widest(a.counts, b.counts, d.concept) for d in shown}
    found = [
        {}
        if source.text is None
        else mention_lines(
            source.text(),
            session.concept_list,
            wanted,
            all_kinds=session.settings.all_kinds,
        )
        for source in (a, b)
    ]
    return found[0], found[1]


def _widest(a: Counts, b: Counts, concept: str) -> int | None:
    """The section whose two counts are farthest apart; ``None`` where sections do not answer."""
    if len(a.sections) != len(b.sections):
        return None
    apart = [0] * len(a.sections)
    for counts, sign in ((a, 1), (b, -1)):
        for o in counts.concepts.get(concept, ()):
            apart[o.section] += sign * o.count
    return max(range(len(apart)), key=lambda index: abs(apart[index]))


def exchange_table(found: Sequence[Agreement]) -> Table:
    """What a mention of a concept takes in each document, and how the two sides compare."""
    names = ("tokens", "content_tokens", "characters", "sentences")
    columns = (
        *(Column("document"), Column("language")),
        *(Column(name, "number", "per mention") for name in names),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        sides = ((one.a, one.exchange_a), (one.b, one.exchange_b))
        rows += [
            (counts.id, counts.language, *(getattr(exchange, n) for n in names))
            for counts, exchange in sides
        ]
        ratios = [
            getattr(one.exchange_a, n) / getattr(one.exchange_b, n)
            if getattr(one.exchange_b, n)
            else None
            for n in names
        ]
        rows.append((f"{one.a.id} : {one.b.id}", "ratio", *ratios))
    return Table("exchange", columns, tuple(rows), title="What one mention of a concept takes")


def calibration_notes(found: Sequence[Agreement]) -> tuple[str, ...]:
    """How to read the tables."""
    from aiplans_cli.concepts.calibration import LEAST
    from aiplans_cli.statistics.spread import FREQUENT

    notes = [
        "A and B are the same text in two languages: cosine, pearson and spearman of their shares "
        "of concept mentions should be 1, log ratios 0.",
        f"tested: concepts with at least {LEAST} mentions on both sides together; flagged: those "
        "with q at most 0.05 (Benjamini-Hochberg); flagged_g2: the same by G2 over mentions.",
    ]
    for one in found:
        how = "whole sections permuted"
        if one.test == "g2":
            how = "G2 over mentions, since a side has fewer than ten sections"
        share = one.flagged / one.tested if one.tested else 0.0
        notes.append(
            f"{one.a.id} and {one.b.id}: {one.flagged} of {one.tested} tested concepts differ "
            f"({share:.1%}); test: {how}."
        )
    notes.append(
        f"spread: 1.4826 times the median distance of the log ratios from 0, over concepts with at "
        f"least {FREQUENT} mentions; bias: the part of the scatter that does not fade with more "
        "mentions, at most bias_high (95%); noise: the share of the counts' Poisson variance met "
        "beside it."
    )
    return tuple(notes)
