"""How far apart documents are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.comparison.contrast_sides import unit_of
from aiplans_cli.analyses.distance_layout import (
    Found,
    by_distance,
    by_nearest,
    by_pair,
    by_rows,
    check_pairs,
    distance_sentences,
    matrices,
)
from aiplans_cli.analyses.distance_settings import DELTA, DistanceSettings, check_together
from aiplans_cli.analyses.distance_vectors import group_notes, vectors
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.sentences import and_more
from aiplans_cli.analyses.tables import coverage, documents_table, input_of, is_stemmed, row_stops
from aiplans_cli.counting.units import is_group
from aiplans_cli.errors import UsageError
from aiplans_cli.output.report import Cell, Report, Table
from aiplans_cli.sources.paragraphs import counts_by
from aiplans_cli.statistics.delta import (
    FEWEST_DOCUMENTS,
    burrows_delta,
    frequent_words,
)
from aiplans_cli.statistics.distance_measures import DISTANCES, matrix_of
from aiplans_cli.statistics.distance_rows import MANY, nearest
from aiplans_cli.statistics.section_influence import FEWEST_SECTIONS, Ends, interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.statistics.distance import Matrix
    from aiplans_cli.statistics.profiles import Vector

_TOLD = 20
"""Documents whose coverage is told in a note."""


@question
def distance(*named: Named, settings: DistanceSettings, session: Session) -> Report:
    """The distances of every pair of documents: table ``distances``, with intervals for one pair.

    With ``square`` there is a matrix of each, and of two documents a row. Raises ``AiplansError``
    where there are fewer than two documents, and for settings that cannot stand together.

    >>> distance("us-2025-digest", "cn-2025-digest").rows()[0]["a"]
    'us-2025-digest'
    """
    names = settings.chosen
    check_together(settings)
    sources = session.sources(
        named or session.default_sources(text=settings.unit == "paragraph", piped=False)
    )
    documents = counts_by(settings.unit, sources, session)
    if len(documents) < 2:
        raise UsageError(
            f"distance needs two documents or more, and got {len(documents)}", "SOURCE"
        )
    unit = unit_of(documents, settings.by)
    left_out = frozenset[str]()
    if unit == "term":
        left_out = row_stops(documents[0].language, session.row_stops, is_stemmed(documents[0]))
    sides = vectors(documents, unit, left_out, settings)
    every: list[Mapping[str, float]] = []
    if unit == "term" and DELTA in names:
        every = [one.counts for one in vectors(documents, unit, frozenset(), settings)]
    if settings.nearest is None:
        check_pairs(documents)
    found = _found(documents, sides, every, settings, session)
    two = len(documents) == 2
    tables, left = _tables(found, settings, two)
    notes = [
        f"{name}: {DISTANCES[name].description} ({DISTANCES[name].source})."
        for name in names
        if name != left
    ]
    notes += [*_reading(settings, every), *group_notes(documents, settings)]
    told = _without_delta(settings, every)
    # nobody asked for an interval, so that there is none is no caution
    notes += _without_intervals(found, sides, settings) or _interval_notes(
        found, documents, settings
    )
    notes += _unit_notes(documents, unit, bool(left_out) and bool(set(names) - {DELTA}))
    report = Report(
        command="distance",
        tables=(*tables, documents_table(documents, unit == "concept")),
        inputs=tuple(input_of(counts) for counts in documents),
        parameters=_parameters(settings, unit, two, any(map(is_group, documents))),
        notes=(*notes, *told),
        told=tuple(told),
        summary=distance_sentences(found, f"{unit}, mean rates" if settings.mean else unit),
        screen=tables if settings.square and settings.nearest is None else (),
    )
    return cautioned(report, documents, concepts=unit == "concept")


def _tables(found: Found, settings: DistanceSettings, two: bool) -> tuple[tuple[Table, ...], str]:
    """The tables of distances, and the one that has none; "" where all have."""
    if settings.nearest is not None:
        return (by_nearest(found),), ""
    if not settings.square:
        return (by_pair(found),), ""
    # where nobody asked for a distance, the divergence needs no matrix beside its root
    usual = settings.measures == DistanceSettings().measures
    left = settings.chosen[0] if usual and not two else ""
    return (by_distance(found),) if two else matrices(found, left), left


def _unit_notes(documents: Sequence[Counts], unit: Unit, without_stops: bool) -> list[str]:
    """What the distances are over."""
    notes = []
    if without_stops:
        notes.append(
            "Stop words are left out, and rates are of the words that stay; with --no-stop-words "
            "the divergence is the whole one of 'compare', which is over all words."
        )
    if unit == "concept":
        shares = and_more([f"{x.id} {coverage(x) or 0.0:.0%}" for x in documents], _TOLD)
        notes.append(f"By concept; the list covers of the content words: {shares}.")
    return notes


def _parameters(
    settings: DistanceSettings, unit: Unit, two: bool, grouped: bool
) -> dict[str, Cell]:
    names = settings.chosen
    found: dict[str, Cell] = {"by": unit, "measures": ",".join(names), "section": settings.section}
    if grouped:
        found["rates"] = "mean_rate" if settings.mean else "rate"
    if settings.nearest is not None:
        found["nearest"] = settings.nearest
    elif two:
        found["confidence"] = settings.confidence
    if "kullback_leibler" in names:
        found["smoothing"] = settings.smoothing
    if DELTA in names:
        found["most_frequent"] = settings.most_frequent
    return found


def _found(
    documents: Sequence[Counts],
    sides: Sequence[Vector],
    every: Sequence[Mapping[str, float]],
    settings: DistanceSettings,
    session: Session,
) -> Found:
    """``every`` are the counts with stop words, none where Delta is not of any."""
    names, ids = settings.chosen, [counts.id for counts in documents]
    if settings.nearest is not None:
        likeness = DISTANCES[names[0]].likeness
        with session.journal.meter("documents") as step:
            near = nearest(
                [side.counts for side in sides],
                *(names, settings.nearest),
                likeness=likeness,
                step=step,
            )
        return Found(ids, dict.fromkeys(names, ()), {}, [], near)
    nothing = tuple(tuple(None for _ in sides) for _ in sides)
    apart: dict[str, Matrix] = by_rows(sides, names) if len(sides) > MANY else {}
    for name in names:
        if name == DELTA:
            apart[name] = burrows_delta(every, settings.most_frequent) if every else nothing
        elif name not in apart:
            apart[name] = matrix_of(name, sides, settings.smoothing)
    apart = {name: apart[name] for name in names}
    ends: dict[tuple[str, int], Ends] = {}
    bounded = [name for name in names if DISTANCES[name].influence] if len(sides) == 2 else []
    for name in bounded:
        for first in (0, 1) if DISTANCES[name].directed else (0,):
            value = apart[name][first][1 - first]
            made = _ends(name, value, sides[first], sides[1 - first], settings)
            if made is not None:
                ends[name, first] = made
    return Found(ids, apart, ends, bounded)


def _ends(
    name: str, value: float | None, a: Vector, b: Vector, settings: DistanceSettings
) -> Ends | None:
    influence, most = DISTANCES[name].influence, DISTANCES[name].most
    if value is None or influence is None:
        return None
    moved = influence(a, b, settings.smoothing)
    return None if moved is None else interval(value, moved, most, settings.confidence)


def _reading(settings: DistanceSettings, every: Sequence[Mapping[str, float]]) -> list[str]:
    """What was done about zeros, and over which words z-scores were taken."""
    names, notes = settings.chosen, []
    if "kullback_leibler" in names:
        notes.append(
            f"Zeros: {settings.smoothing:g} is added to each count of a term of either side before "
            "kullback_leibler, which a term of A that B lacks would make infinite; its value "
            "depends on that constant (--smoothing)."
        )
    if DELTA in names and not _without_delta(settings, every):
        taken = len(frequent_words(every, settings.most_frequent))
        notes.append(
            f"{DELTA} is over the {taken} most frequent words of all {len(every)} documents, "
            "stop words among them, the same for each pair; it depends on which documents are "
            "named."
        )
    return notes


def _without_delta(settings: DistanceSettings, every: Sequence[Mapping[str, float]]) -> list[str]:
    """Why Burrows's Delta is empty, in a sentence; none where it is not."""
    if DELTA not in settings.chosen:
        return []
    if not every:
        return [f"Empty {DELTA}: it is of words, and these documents are compared by concept."]
    full = sum(any(counts.values()) for counts in every)
    if full >= FEWEST_DOCUMENTS:
        return []
    return [
        f"Empty {DELTA}: its z-scores need {FEWEST_DOCUMENTS} documents with words, and there "
        f"are {full}; name others to measure these by."
    ]


def _without_intervals(
    found: Found, sides: Sequence[Vector], settings: DistanceSettings
) -> list[str]:
    """Why intervals are empty, in a sentence; none where they are not."""
    if not found.bounded:
        return []
    for side, id_ in zip(sides, found.ids, strict=True):
        held = {index for stands in (side.section_counts or {}).values() for index, _ in stands}
        if len(held) < FEWEST_SECTIONS:
            more = " (--unit paragraph makes more)" if settings.section == "section" else ""
            return [
                f"No intervals: {id_} has {len(held)} {settings.section}"
                f"{'s' * (len(held) != 1)} with "
                "words, and an "
                f"interval needs {FEWEST_SECTIONS} on each side{more}."
            ]
    return []


def _interval_notes(
    found: Found, documents: Sequence[Counts], settings: DistanceSettings
) -> list[str]:
    """What the intervals are of."""
    if not found.bounded:
        return []
    notes = [
        f"low and high: the {100 * settings.confidence:.4g}% interval over {settings.section}s, of "
        "the distance that documents of this length from the same two sources have. All but "
        "cosine_corrected depend on that length, so compare distances of documents of like length "
        "(docs/statistics.md)."
    ]
    if "cosine_corrected" in found.bounded:
        notes.append("That of cosine_corrected is of the sources themselves, at any length.")
    if len({counts.language for counts in documents}) > 1:
        notes.append(
            "Between languages an interval holds the chance of sections alone, not what the "
            "concept list finds more readily in one of them."
        )
    return notes
