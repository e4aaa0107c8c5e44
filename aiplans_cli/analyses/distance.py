"""How far apart documents are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.comparison.contrast_sides import unit_of
from aiplans_cli.analyses.distance_layout import (
    Found,
    by_distance,
    by_pair,
    distance_sentences,
    matrices,
)
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import UNITS, By, Confidence
from aiplans_cli.analyses.tables import coverage, documents_table, input_of, is_stemmed, row_stops
from aiplans_cli.errors import UsageError
from aiplans_cli.output.report import Cell, Report
from aiplans_cli.settings import STATISTICS, Option, finite
from aiplans_cli.sources.paragraphs import counts_by
from aiplans_cli.statistics.delta import (
    FEWEST_DOCUMENTS,
    MOST_FREQUENT,
    burrows_delta,
    frequent_words,
)
from aiplans_cli.statistics.distance_measures import DISTANCES, SMOOTHING, matrix_of
from aiplans_cli.statistics.section_influence import FEWEST_SECTIONS, Ends, interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.statistics.distance import Matrix
    from aiplans_cli.statistics.profiles import Profile

_DELTA = "burrows_delta"
_OLD = {"jsd": "jensen_shannon_divergence"}
"""What a distance was called when its name was also that of a term's part of it."""


@dataclass(frozen=True, slots=True)
class DistanceSettings:
    """What is compared, by which distances, and how they are laid out."""

    by: By = "auto"
    measures: Annotated[
        tuple[str, ...],
        Option(
            f"A distance to show, or several: {', '.join(DISTANCES)}.",
            ("--measure", "-m"),
            (*DISTANCES, *_OLD),
            "NAME",
            default_text="jensen_shannon_divergence, jensen_shannon_distance, cosine",
            also=("smoothing", "most_frequent"),
        ),
    ] = ("jensen_shannon_divergence", "jensen_shannon_distance", "cosine")
    smoothing: Annotated[
        float,
        Option("What kullback_leibler adds to each count.", minimum=1e-9, check=finite),
    ] = SMOOTHING
    most_frequent: Annotated[
        int, Option("How many of the most frequent words burrows_delta takes.", minimum=1)
    ] = MOST_FREQUENT
    confidence: Confidence = 0.95
    unit: Annotated[
        str, Option("What an interval takes as one section.", choices=UNITS, group=STATISTICS)
    ] = "section"
    square: bool = False
    """Lay the distances out as matrices, which people read more easily than a list of pairs."""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The distances by the names they have now, each once."""
        return tuple(dict.fromkeys(_OLD.get(name, name) for name in self.measures))


@question
def distance(*named: Named, settings: DistanceSettings, session: Session) -> Report:
    """The distances of every pair of documents: table ``distances``, with intervals for one pair.

    With ``square`` there is a matrix of each, and of two documents a row. Raises ``AiplansError``
    where there are fewer than two documents, and for settings that cannot stand together.

    >>> distance("us-2025-digest", "cn-2025-digest").rows()[0]["a"]
    'us-2025-digest'
    """
    from aiplans_cli.counting.tally import profile

    names = settings.chosen
    _check_together(settings)
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
    sides = [profile(counts, unit, lambda term: term not in left_out) for counts in documents]
    every = [profile(counts, unit).counts for counts in documents] if unit == "term" else []
    found = _found(documents, sides, every, settings)
    two = len(documents) == 2
    if settings.square:
        # where nobody asked for a distance, the divergence needs no matrix beside its root
        usual = settings.measures == DistanceSettings().measures
        left = names[0] if usual and not two else ""
        tables = (by_distance(found),) if two else matrices(found, left)
    else:
        left, tables = "", (by_pair(found),)
    notes = [
        f"{name}: {DISTANCES[name].description} ({DISTANCES[name].source})."
        for name in names
        if name != left
    ]
    notes += _reading(settings, every)
    told = _without_delta(settings, every)
    # nobody asked for an interval, so that there is none is no caution
    notes += _without_intervals(found, sides, settings) or _interval_notes(
        found, documents, settings
    )
    notes += _unit_notes(documents, unit, bool(left_out) and bool(set(names) - {_DELTA}))
    report = Report(
        command="distance",
        tables=(*tables, documents_table(documents, unit == "concept")),
        inputs=tuple(input_of(counts) for counts in documents),
        parameters=_parameters(settings, unit, two),
        notes=(*notes, *told),
        told=tuple(told),
        summary=distance_sentences(found, unit),
        screen=tables if settings.square else (),
    )
    return cautioned(report, documents, concepts=unit == "concept")


def _check_together(settings: DistanceSettings) -> None:
    """Raise ``UsageError`` for a setting of a distance that is not shown."""
    usual, names = DistanceSettings(), settings.chosen
    if settings.smoothing != usual.smoothing and "kullback_leibler" not in names:
        raise UsageError("--smoothing is of kullback_leibler: add --measure kullback_leibler")
    if settings.most_frequent != usual.most_frequent and _DELTA not in names:
        raise UsageError(f"--most-frequent is of {_DELTA}: add --measure {_DELTA}")


def _unit_notes(documents: Sequence[Counts], unit: Unit, without_stops: bool) -> list[str]:
    """What the distances are over."""
    notes = []
    if without_stops:
        notes.append(
            "Stop words are left out, and rates are of the words that stay; with --no-stop-words "
            "the divergence is the whole one of 'compare', which is over all words."
        )
    if unit == "concept":
        shares = ", ".join(f"{x.id} {coverage(x) or 0.0:.0%}" for x in documents)
        notes.append(f"By concept; the list covers of the content words: {shares}.")
    return notes


def _parameters(settings: DistanceSettings, unit: Unit, two: bool) -> dict[str, Cell]:
    names = settings.chosen
    found: dict[str, Cell] = {"by": unit, "measures": ",".join(names), "section": settings.unit}
    if two:
        found["confidence"] = settings.confidence
    if "kullback_leibler" in names:
        found["smoothing"] = settings.smoothing
    if _DELTA in names:
        found["most_frequent"] = settings.most_frequent
    return found


def _found(
    documents: Sequence[Counts],
    sides: Sequence[Profile],
    every: Sequence[Mapping[str, int]],
    settings: DistanceSettings,
) -> Found:
    """``every`` are the counts with stop words, none where concepts are compared."""
    names = settings.chosen
    nothing = tuple(tuple(None for _ in sides) for _ in sides)
    apart: dict[str, Matrix] = {}
    for name in names:
        if name == _DELTA:
            apart[name] = burrows_delta(every, settings.most_frequent) if every else nothing
        else:
            apart[name] = matrix_of(name, sides, settings.smoothing)
    ends: dict[tuple[str, int], Ends] = {}
    bounded = [name for name in names if DISTANCES[name].influence] if len(sides) == 2 else []
    for name in bounded:
        for first in (0, 1) if DISTANCES[name].directed else (0,):
            value = apart[name][first][1 - first]
            made = _ends(name, value, sides[first], sides[1 - first], settings)
            if made is not None:
                ends[name, first] = made
    return Found([counts.id for counts in documents], apart, ends, bounded)


def _ends(
    name: str, value: float | None, a: Profile, b: Profile, settings: DistanceSettings
) -> Ends | None:
    influence, most = DISTANCES[name].influence, DISTANCES[name].most
    if value is None or influence is None:
        return None
    moved = influence(a, b, settings.smoothing)
    return None if moved is None else interval(value, moved, most, settings.confidence)


def _reading(settings: DistanceSettings, every: Sequence[Mapping[str, int]]) -> list[str]:
    """What was done about zeros, and over which words z-scores were taken."""
    names, notes = settings.chosen, []
    if "kullback_leibler" in names:
        notes.append(
            f"Zeros: {settings.smoothing:g} is added to each count of a term of either side before "
            "kullback_leibler, which a term of A that B lacks would make infinite; its value "
            "depends on that constant (--smoothing)."
        )
    if _DELTA in names and not _without_delta(settings, every):
        taken = len(frequent_words(every, settings.most_frequent))
        notes.append(
            f"{_DELTA} is over the {taken} most frequent words of all {len(every)} documents, "
            "stop words among them, the same for each pair; it depends on which documents are "
            "named."
        )
    return notes


def _without_delta(settings: DistanceSettings, every: Sequence[Mapping[str, int]]) -> list[str]:
    """Why Burrows's Delta is empty, in a sentence; none where it is not."""
    if _DELTA not in settings.chosen:
        return []
    if not every:
        return [f"Empty {_DELTA}: it is of words, and these documents are compared by concept."]
    full = sum(any(counts.values()) for counts in every)
    if full >= FEWEST_DOCUMENTS:
        return []
    return [
        f"Empty {_DELTA}: its z-scores need {FEWEST_DOCUMENTS} documents with words, and there "
        f"are {full}; name others to measure these by."
    ]


def _without_intervals(
    found: Found, sides: Sequence[Profile], settings: DistanceSettings
) -> list[str]:
    """Why intervals are empty, in a sentence; none where they are not."""
    if not found.bounded:
        return []
    for side, id_ in zip(sides, found.ids, strict=True):
        held = {index for stands in (side.section_counts or {}).values() for index, _ in stands}
        if len(held) < FEWEST_SECTIONS:
            more = "" if settings.unit == "paragraph" else " (--unit paragraph makes more)"
            return [
                f"No intervals: {id_} has {len(held)} {settings.unit}{'s' * (len(held) != 1)} with "
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
        f"low and high: the {100 * settings.confidence:.4g}% interval over {settings.unit}s, of "
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
