"""Which question a chart asks, with which settings: the analysis side of ``aiplans plot``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from aiplans_cli.analyses.question import question
from aiplans_cli.errors import UsageError
from aiplans_cli.output.pictures.registry import CHARTS, DRAWN, DRAWN_ROWS
from aiplans_cli.output.report import Report
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option, choice_of, word_or_concept

if TYPE_CHECKING:
    from aiplans_cli.sources.session import Named, Session

OF = ("themes", "distance")
"""Words for ``--of``: what a heatmap is of."""

_BY: dict[str, tuple[str, ...]] = {
    "contrast": ("auto", "term", "concept"),
    "scatter": ("auto", "term", "concept"),
    "heatmap": ("part", "section", "document"),
    "heatmap --of distance": ("auto", "term", "concept"),
    "shift": ("auto", "term", "concept"),
}
"""Chart → the words that its ``--by`` takes, the usual one first; other charts take none."""

TREND = "trend"
"""The chart whose ``--by`` is a field of a corpus, as in ``freq --by``."""

OF_WORDS = ("strips", TREND)
"""The charts of words that are named."""


@dataclass(frozen=True, slots=True)
class PlotSettings:
    """What is drawn."""

    words: Annotated[
        tuple[str, ...],
        Option(
            "A word for strips or trend, several times if wanted; every argument is a document "
            "then.",
            ("--word", "-w"),
            metavar="WORD",
            default_text="none",
            check=word_or_concept,
        ),
    ] = ()
    of: Annotated[str, Option("What the heatmap is of.", choices=OF)] = "themes"
    by: Annotated[
        str,
        Option(
            "Compare terms or concepts; what a row of the heatmap is; of trend a FIELD, as year.",
            metavar="[term|concept|part|section|document|FIELD]",
        ),
    ] = "auto"
    top: Annotated[
        int | None,
        Option(
            "Rows, themes or names to draw, 0 for all.",
            ("--top", "-n"),
            minimum=0,
            default_text="20; 15 themes",
        ),
    ] = None
    exact: Annotated[bool, Option("Take a word alone, not its whole concept.")] = False


@question
def plot(chart: str, *named: Named, settings: PlotSettings, session: Session) -> Report:
    """The answer that a chart draws, ready to be written as a picture.

    ``write`` draws it, by the ending of the file: .svg, .png or .pdf. Raises ``UsageError`` for
    what is no chart and for settings that it does not take.

    >>> report = plot("contrast", "us-2025-digest", "cn-2025-digest")
    >>> report.rows()[0]["concept"]
    'governance'
    """
    if chart not in CHARTS:
        raise UsageError(f"{chart!r} is not one of {choice_of(chart, tuple(CHARTS))}", "CHART")
    _check(chart, settings)
    report = _ASKED[settings.of if chart == "heatmap" else chart](
        named, replace(settings, by=_by(chart, settings)), session
    )
    drawn = {} if settings.top is None else {DRAWN_ROWS: settings.top}
    return replace(report, command="plot", parameters={**report.parameters, DRAWN: chart, **drawn})


def _by(chart: str, settings: PlotSettings) -> str:
    """What ``--by`` means for a chart. Raises ``UsageError`` for a word that it does not take."""
    key = f"{chart} --of distance" if settings.of == "distance" else chart
    known = _BY.get(key, ())
    if chart == TREND:
        return "year" if settings.by == "auto" else settings.by
    if settings.by == "auto":
        return known[0] if known else "auto"
    if settings.by not in known:
        wants = f"choose from {', '.join(known)}" if known else "leave it out"
        raise UsageError(f"{settings.by} is nothing that {key} is drawn by: {wants}", "--by")
    return settings.by


def _check(chart: str, settings: PlotSettings) -> None:
    """Raise ``UsageError`` for settings that a chart does not take, or lacks."""
    if chart in OF_WORDS and not settings.words:
        raise UsageError(f"name the word or concept of which the {chart} is drawn", "WORD")
    if chart not in OF_WORDS and settings.words:
        raise UsageError(f"{chart} takes no word: leave --word out", "--word")
    if chart not in OF_WORDS and settings.exact:
        raise UsageError(f"{chart} takes no word: leave --exact out", "--exact")
    if chart != "heatmap" and settings.of != "themes":
        raise UsageError(f"--of is for the heatmap, not for {chart}: leave it out", "--of")


def _compare(
    named: Sequence[Named], settings: PlotSettings, session: Session, **more: Any
) -> Report:
    from aiplans_cli.analyses.comparison.report import compare
    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.analyses.settings import RowSettings

    wanted = CompareSettings(by=settings.by, **more)
    return compare(*named, settings=wanted, rows=RowSettings(top=0), session=session)


def _themes(named: Sequence[Named], settings: PlotSettings, session: Session) -> Report:
    from aiplans_cli.analyses.themes import ThemeSettings, themes

    by = "document" if settings.by == "auto" else settings.by
    return themes(*named, settings=ThemeSettings(by=by, top=0), session=session)


def _distance(named: Sequence[Named], settings: PlotSettings, session: Session) -> Report:
    from aiplans_cli.analyses.distance import distance
    from aiplans_cli.analyses.distance_settings import DistanceSettings

    return distance(*named, settings=DistanceSettings(by=settings.by), session=session)


def _strips(named: Sequence[Named], settings: PlotSettings, session: Session) -> Report:
    from aiplans_cli.analyses.frequency.strips import strips

    return strips(settings.words, named, settings.exact, session)


def _trend(named: Sequence[Named], settings: PlotSettings, session: Session) -> Report:
    from aiplans_cli.analyses.frequency.report import FreqSettings, freq

    wanted = FreqSettings(exact=settings.exact, by=settings.by, top=0)
    return freq(list(settings.words), *named, settings=wanted, session=session)


_ASKED: dict[str, Callable[[Sequence[Named], PlotSettings, Session], Report]] = {
    "contrast": _compare,
    "scatter": _compare,
    "themes": _themes,
    "strips": _strips,
    "distance": _distance,
    TREND: _trend,
    "shift": partial(_compare, measures=("jsd",), explain=True),
}
"""Chart, or what the heatmap is of → how its question is asked."""
