"""One answer about documents, from many questions: what ``aiplans report`` writes as a page."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import field, replace
from os import PathLike
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.publication.about import ledger_table, sources_table
from aiplans_cli.analyses.publication.chosen import by_year, most_frequent, standing_out
from aiplans_cli.analyses.publication.typed import typed
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import By, RowSettings
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.errors import AiplansError, UsageError
from aiplans_cli.output.publication.figures import drawn_rows
from aiplans_cli.output.report import Cell, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import FIRST, Option, word_or_concept

if TYPE_CHECKING:
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source

_ROWS = 200
"""Rows of the table: with three lines of either document each, two plans stay under 1 MB."""

_MOST_STRIPS, _MOST_DISTANCES, _MOST_LINES = 12, 30, 6
"""Strips that fill a screen; documents, and words of either language, that a chart has room for."""

_TAKEN_OUT = ("documents", "sections", "occurrences")
"""Tables of the single answers that the report has in a form of its own, or only draws."""


@dataclass(frozen=True, slots=True)
class PublicationSettings:
    """What the report follows, and how much it shows."""

    words: Annotated[
        tuple[str, ...],
        Option(
            "A word or concept whose places are drawn, several times if wanted.",
            ("--word", "-w"),
            metavar="WORD",
            default_text="what stands out",
            check=word_or_concept,
            group=FIRST,
        ),
    ] = ()
    by: By = "auto"
    top: Annotated[
        int,
        Option("Rows of the table, 0 for all.", ("--top", "-n"), minimum=0, group=FIRST),
    ] = _ROWS
    evidence: Annotated[
        int, Option("Lines of each document under a row, 0 for all.", minimum=0, group=FIRST)
    ] = 3


@dataclass(slots=True)
class _Making:
    """A report while it is made."""

    sources: list[Source]
    session: Session
    settings: PublicationSettings
    tables: list[Table] = field(default_factory=list)
    parts: dict[str, Report] = field(default_factory=dict)
    summary: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    parameters: dict[str, Cell] = field(default_factory=dict)

    def take(self, part: str, found: Report, *names: str) -> None:
        """Take an answer in: its tables, under other names if ``names`` say so, and its notes."""
        self.parts[part] = found
        for at, table in enumerate(found.tables):
            if table.name not in _TAKEN_OUT:
                name = names[at] if at < len(names) else table.name
                self.tables.append(replace(table, name=name))
        self.notes += [note for note in found.notes if note not in self.notes]

    def ask(self, part: str, question: Callable[[], Report], *names: str) -> None:
        """Take an answer in where there is one; else a note says why not."""
        try:
            self.take(part, question(), *names)
        except AiplansError as error:
            self.notes.append(f"No {part} here: {error}.")


@question
def report(*named: Named, settings: PublicationSettings, session: Session) -> Report:
    """What a reader wants to know of documents, in one answer that ``write`` makes a page of.

    Of two documents it is what stands out in one against the other (table ``contrast``) with its
    lines, their themes, and which section answers which; of one its key words (``keywords``) and
    itself in figures (``profile``); of more each against the rest, the distances between them, and
    concepts by year. Every answer also has tables ``sources`` and ``ledger``. Raises
    ``AiplansError`` for what cannot be read or compared, and for settings that cannot be.

    >>> made = report("us-2025-digest", "cn-2025-digest", top=5, evidence=1)
    >>> made.rows()[0]["concept"], made.rows("answers")[0]["section_a"]
    ('governance', "America's AI Action Plan: a digest")
    """
    sources = session.sources(named or session.default_sources(piped=False))
    ids = {source.counts.sha256 + source.id for source in sources}
    if not sources or len(ids) < len(sources):
        raise UsageError("name each document once", "SOURCE")
    making = _Making(sources, _after_choice(session), settings)
    {1: _single, 2: _pair}.get(len(sources), _many)(making)
    _common(making)
    words = [one for one in named if isinstance(one, str | PathLike)]
    if len(words) < len(named) or not words:
        words = [source.file or source.id for source in sources]
    return Report(
        command="report",
        tables=(
            *making.tables,
            sources_table(sources, session),
            ledger_table(sources, all_kinds=session.settings.all_kinds),
        ),
        inputs=tuple(input_of(source.counts) for source in sources),
        parameters={"command": typed(words, settings, session.settings), **making.parameters},
        notes=tuple(making.notes),
        told=tuple(making.told),
        summary=tuple(making.summary),
        parts=making.parts,
    )


def _after_choice(session: Session) -> Session:
    """The same session for sources that are chosen and put together, which is done once."""
    again = copy(session)
    again.settings = session.settings.unselected
    return again


def _cut(made: Report, top: int, drawn: frozenset[str]) -> Report:
    """A report with the first rows of its first table, and those further down that are drawn."""
    first, *further = made.tables
    rows = tuple(
        row
        for at, row in enumerate(first.rows)
        if not top or at < top or not drawn.isdisjoint(map(str, row[1:3]))
    )
    return replace(made, tables=(replace(first, rows=rows), *further))


def _with_lines(making: _Making, made: Report, drawn: frozenset[str] = frozenset()) -> Report:
    from aiplans_cli.analyses.comparison.evidence_lines import with_evidence

    shown = _cut(made, making.settings.top, drawn)
    return with_evidence(shown, making.session, making.sources, making.settings.evidence)


def _pair(making: _Making) -> None:
    """Two documents: what stands out on either side, and which section answers which."""
    from aiplans_cli.analyses.comparison.report import compare
    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.analyses.similar import SimilarSettings, similar

    session, sources = making.session, making.sources
    wanted = CompareSettings(by=making.settings.by)
    compared = compare(*sources, settings=wanted, rows=RowSettings(top=0), session=session)
    shown = _with_lines(making, compared, frozenset(drawn_rows(compared)))
    making.take("contrast", shown)
    making.parts["contrast"] = compared
    making.summary += compared.summary
    making.told += [line for line in shown.told if line not in making.told]
    making.parameters |= compared.parameters
    answers = SimilarSettings(nearest=1, text=True)
    making.ask("similar", lambda: similar(*sources, settings=answers, session=session), "answers")


def _single(making: _Making) -> None:
    """One document: its key words with their lines, and itself in figures."""
    from aiplans_cli.analyses.keywords import KeywordSettings, keywords
    from aiplans_cli.analyses.profile import profile

    found = keywords(
        *making.sources,
        settings=KeywordSettings(),
        rows=RowSettings(top=0),
        session=making.session,
    )
    making.take("keywords", _with_lines(making, found))
    making.summary += found.summary
    making.parameters |= found.parameters
    making.take("profile", profile(*making.sources, session=making.session))


def _many(making: _Making) -> None:
    """Several documents: each against the rest, how far apart they are, and concepts by year."""
    from aiplans_cli.analyses.comparison.report import compare
    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.analyses.distance import distance
    from aiplans_cli.analyses.distance_settings import DistanceSettings

    session, sources, settings = making.session, making.sources, making.settings
    wanted, each = CompareSettings(by=settings.by), -(-settings.top // len(sources))
    compared = compare(*sources, settings=wanted, rows=RowSettings(top=each), session=session)
    making.take("contrasts", compared)
    making.summary += compared.summary
    making.told += compared.told
    making.parameters |= compared.parameters
    if len(sources) <= _MOST_DISTANCES:
        measured = DistanceSettings(by=settings.by)
        making.ask("distance", lambda: distance(*sources, settings=measured, session=session))
    else:
        making.notes.append(
            f"Distances between {len(sources)} documents are in no picture, which has room for "
            f"{_MOST_DISTANCES}: aiplans distance has them all."
        )
    words = settings.words or standing_out(compared.tables[0])
    languages = len({source.language for source in sources})
    if years := by_year(words[: _MOST_LINES // languages], sources, session):
        making.take("trend", years)


def _common(making: _Making) -> None:
    """What every report has: themes by document and by part, and where words stand."""
    from aiplans_cli.analyses.frequency.strips import strips
    from aiplans_cli.analyses.themes import ThemeSettings, themes

    session, sources = making.session, making.sources

    def weighed(by: str) -> Callable[[], Report]:
        return lambda: themes(*sources, settings=ThemeSettings(by=by, top=0), session=session)

    making.ask("themes", weighed("document"), "theme_weights")
    if len(sources) <= 2:
        making.ask("themes by part", weighed("part"), "theme_parts")
    words = list(making.settings.words)
    if not words and len(sources) > 1:
        words = standing_out(making.tables[0])
    words = (words or most_frequent(sources, session))[: _MOST_STRIPS // len(sources)]
    if words:
        making.ask("strips", lambda: strips(words, sources, False, session))
