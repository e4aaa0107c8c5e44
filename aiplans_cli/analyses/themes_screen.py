"""What a person needs of themes first: the heaviest of each document, and all side by side."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aiplans_cli.analyses.sentences import (
    NAMED,
    SENTENCES,
    and_more,
    as_percent,
    counted,
    digests_sentence,
)
from aiplans_cli.analyses.tables import coverage
from aiplans_cli.output.cells import AFTER, BAR, LANGUAGE_NAMES, PERCENT
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Counts
    from aiplans_cli.output.report import Input

USUAL = 20
"""Rows on a terminal unless asked otherwise."""

TITLED = 4
"""Documents whose names stand over their columns; more have numbers, and a key below."""

_SAID = 4
"""Themes that are named of a part; four fit two lines of 80 columns."""

_COLUMNS = 9
"""Documents that have a column each: as many as a screen of 60 holds. More have a row each."""

_MATRIX = 12
"""Rows of a matrix of many documents, which leave room for its key."""

_BESIDE = 16
"""The same of a few documents."""

_THEMES = 6
"""Themes that have a column where documents are rows."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One theme in one document, or in one of its parts."""

    document: str
    """Id of the document."""
    part: str
    """The part, "" for the whole document."""
    theme: str
    """The theme."""
    share: float | None
    """Its weight out of all themes of the same document or part, 0 to 1."""
    mentions: int | None = None
    """Mentions of its concepts; ``None`` for a theme that was found in the documents."""
    concepts: str = ""
    """Its heaviest concepts, in a line."""


Place = tuple[str, str]
"""A document and a part of it."""


def by_place(weighed: Sequence[Weighed]) -> dict[Place, list[Weighed]]:
    """The themes of each document or part, in their order."""
    found: dict[Place, list[Weighed]] = {}
    for one in weighed:
        found.setdefault((one.document, one.part), []).append(one)
    return found


def theme_sentences(weighed: Sequence[Weighed], inputs: Sequence[Input]) -> tuple[str, ...]:
    """The heaviest themes of each document, or of many documents together."""
    digests = digests_sentence(inputs)
    places = by_place(weighed)
    room = SENTENCES - bool(digests) - 1
    meaning = (
        "Per cent are of the weight of all themes (TF-IDF of their concepts, over sections), not "
        "of words; nothing is tested here."
    )
    told = [_sentence(place, rows) for place, rows in list(places.items())[:room]]
    if len(places) > room:
        told = [*told[: room - 1], _first_of_many(places)]
    return tuple(filter(None, (digests, *told, meaning)))


def _sentence(place: Place, rows: Sequence[Weighed]) -> str:
    known = sorted((r for r in rows if r.share), key=lambda row: -(row.share or 0.0))
    named = [f"{row.theme} {as_percent(row.share or 0.0)}" for row in known[:NAMED]]
    where = f"{place[0]}, {place[1]}" if place[1] else place[0]
    return f"Heaviest in {where}: {and_more(named)}." if named else f"{where} has no theme."


def _first_of_many(places: dict[Place, list[Weighed]]) -> str:
    """Which themes are the heaviest of how many documents or parts."""
    first = Counter(
        max(rows, key=lambda row: row.share or 0.0).theme
        for rows in places.values()
        if any(row.share for row in rows)
    )
    what = "parts" if any(part for _, part in places) else "documents"
    ranked = sorted(first.items(), key=lambda item: (-item[1], item[0]))
    if ranked and ranked[0][1] == 1:
        return f"None of the {len(places):,} {what} has the same heaviest theme as another."
    named = [f"{theme} in {number:,}" for theme, number in ranked]
    return f"The heaviest theme of {len(places):,} {what} is {and_more(named)}."


def theme_tables(
    weighed: Sequence[Weighed], documents: Sequence[Counts], top: int
) -> tuple[Table, ...]:
    """One document with its concepts, several side by side, parts with a line each."""
    places = by_place(weighed)
    if any(part for _, part in places):
        return _parts(places)
    if len(places) <= 1:
        return (_alone(weighed, top), _documents(documents))
    shares = {place: {r.theme: r for r in rows} for place, rows in places.items()}
    themes = _ranked(weighed)
    if len(places) <= TITLED:
        names = [document for document, _ in places]
        most = _BESIDE if top == USUAL else top
        matrix = _matrix(shares, themes[: most or None], names, len(themes))
        return (matrix, _documents(documents))
    if len(places) <= _COLUMNS:
        numbers = [str(number) for number in range(1, len(places) + 1)]
        most = _MATRIX if top == USUAL else top
        return (
            _matrix(shares, themes[: most or None], numbers, len(themes)),
            _documents(documents, True),
        )
    return _rows_of_documents(shares, themes, documents, top)


def _ranked(weighed: Sequence[Weighed]) -> list[str]:
    """The themes by their share over all documents, each document alike."""
    total: Counter[str] = Counter()
    for one in weighed:
        total[one.theme] += one.share or 0.0  # type: ignore[assignment]
    return sorted(total, key=lambda theme: (-total[theme], theme))


def _alone(weighed: Sequence[Weighed], top: int) -> Table:
    mentions = any(one.mentions is not None for one in weighed)
    rows: list[tuple[Cell, ...]] = [
        (
            one.theme,
            None if one.share is None else 100 * one.share,
            *([one.mentions] if mentions else []),
            one.concepts,
        )
        for one in weighed[: top or None]
    ]
    columns = (
        Column("theme", title="theme"),
        Column("share", "number", BAR, 1, title="% of weight"),
        *([Column("mentions", "integer", title="mentions")] if mentions else []),
        Column("concepts", unit=AFTER, title="concepts and their part of the theme"),
    )
    return Table("themes", columns, tuple(rows), ranked_by="share")


def _matrix(
    shares: dict[Place, dict[str, Weighed]],
    themes: Sequence[str],
    heads: Sequence[str],
    every: int = 0,
) -> Table:
    """Themes against documents: the share of each in each."""
    titled = len(heads) <= TITLED and heads[0] != "1"
    columns = [Column("theme", title="theme")]
    for number, head in enumerate(heads, 1):
        kind = PERCENT if titled else ""
        columns.append(Column(f"share_{number}", "number", kind, 0, title=head))
        if titled and any(row.mentions is not None for row in next(iter(shares.values())).values()):
            columns.append(Column(f"mentions_{number}", "integer", title="mentions"))
    rows: list[tuple[Cell, ...]] = []
    wants_mentions = len(columns) > len(heads) + 1
    for theme in themes:
        row: list[Cell] = [theme]
        for of_theme in shares.values():
            one = of_theme.get(theme)
            share = one.share if one is not None else 0.0
            row.append(share if titled or share is None else 100 * share)
            if wants_mentions:
                row.append(one.mentions if one is not None else 0)
        rows.append(tuple(row))
    title = "Per cent of the weight of all themes"
    if len(themes) < every:
        title += f" (the first {len(themes)} of {every} themes)"
    return Table("themes", tuple(columns), tuple(rows), title)


def _rows_of_documents(
    shares: dict[Place, dict[str, Weighed]],
    themes: Sequence[str],
    documents: Sequence[Counts],
    top: int,
) -> tuple[Table, ...]:
    """Documents against the first themes, which have numbers and a key below."""
    first = themes[:_THEMES]
    shown = list(shares.items())[: (_MATRIX if top == USUAL else top) or None]
    covered = {counts.id: coverage(counts) for counts in documents}
    rows: list[tuple[Cell, ...]] = []
    for (document, _), of_theme in shown:
        cells = [of_theme[theme].share if theme in of_theme else 0.0 for theme in first]
        rows.append(
            (
                document,
                *(None if share is None else 100 * share for share in cells),
                covered.get(document),
            )
        )
    columns = (
        Column("document", title="document"),
        *(
            Column(f"share_{number}", "number", "", 0, title=str(number))
            for number in range(1, len(first) + 1)
        ),
        Column("coverage", "number", PERCENT, title="list covers"),
    )
    title = "Per cent of the weight of all themes"
    if len(shown) < len(shares):
        title += f" (the first {len(shown):,} of {len(shares):,} documents)"
    key = tuple((number, theme) for number, theme in enumerate(first, 1))
    names = (Column("number", "integer", title=" "), Column("theme", title="theme"))
    return (
        Table("themes", columns, tuple(rows), title),
        Table("key", names, key, f"The heaviest of {len(themes)} themes"),
    )


def _parts(places: dict[Place, list[Weighed]]) -> tuple[Table, ...]:
    """A line for each part, with its heaviest themes."""
    many = len({document for document, _ in places}) > 1
    rows: list[tuple[Cell, ...]] = []
    for (document, part), of_part in list(places.items())[:USUAL]:
        known = [one for one in of_part if one.share][:_SAID]
        said = ", ".join(f"{one.theme} {as_percent(one.share or 0.0)}" for one in known)
        rows.append((*([document] if many else []), part, said))
    columns = (
        *([Column("document", title="document")] if many else []),
        Column("part", unit=AFTER, title="part"),
        Column("heaviest_themes", title="heaviest themes"),
    )
    title = "Per cent of the weight of all themes"
    if len(rows) < len(places):
        title += f" (the first {len(rows)} of {counted(len(places), 'part')})"
    return (Table("themes", columns, tuple(rows), title),)


def _documents(documents: Sequence[Counts], numbered: bool = False) -> Table:
    """The documents, as a key where their columns have numbers."""
    rows: list[tuple[Cell, ...]] = []
    for number, counts in enumerate(documents, 1):
        language = LANGUAGE_NAMES.get(counts.language, counts.language)
        words = sum(section.tokens for section in counts.sections)
        about = (counts.id, language, words, coverage(counts))
        rows.append((*([str(number)] if numbered else []), *about))
    columns = (
        *([Column("number", title=" ")] if numbered else []),
        Column("document", title="document"),
        Column("language", title="language"),
        Column("tokens", "integer", title="words"),
        Column("coverage", "number", PERCENT, title="list covers"),
    )
    return Table("documents", columns, tuple(rows))
