"""How evenly words are spread over documents, by sections and by places in running order."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from aiplans_cli.output.report import Cell, Column
from aiplans_cli.resources import described
from aiplans_cli.statistics.dispersion import DISPERSION, POSITIONAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.frequency.found import Found
    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.model import Document, Tokens
    from aiplans_cli.sources.session import Session

ALL = "all"
"""The word for every measure."""


def chosen(names: Sequence[str]) -> tuple[str, ...]:
    """The measures that are meant, each once."""
    return (*DISPERSION, *POSITIONAL) if ALL in names else tuple(names)


def spread_columns(names: Sequence[str]) -> list[Column]:
    """A column for each measure."""
    return [
        Column(name, "integer" if name == "range" else "number", digits=3, sided=False)
        for name in names
    ]


def spread_notes(names: Sequence[str]) -> list[str]:
    """What each measure says, and out of what."""
    notes = []
    for name in names:
        measure = DISPERSION[name] if name in DISPERSION else POSITIONAL[name]
        about = " ".join((described(measure).__doc__ or "").split("\n\n")[0].split())
        notes.append(f"{name}: {about}")
    if any(name in DISPERSION for name in names):
        notes.append(
            "Measures over sections take the words of each section as its size, of concepts too, "
            "whose spread in 'compare' is out of mentions of concepts."
        )
    return notes


def without_order(names: Sequence[str], found: Sequence[Found]) -> list[str]:
    """Which cells are empty since only counts are at hand, in a sentence; none for none."""
    ordered = [name for name in names if name in POSITIONAL]
    if not ordered:  # of a hundred thousand texts none is looked for then
        return []
    bare = list(dict.fromkeys(one.source.id for one in found if one.source.text is None))
    if not bare:
        return []
    return [
        f"Empty {' and '.join(ordered)}: they need the running order of the words, and only "
        f"counts by section are at hand of {', '.join(bare)}."
    ]


class Spreads:
    """Measures the spread of words over documents, each text split into words once."""

    def __init__(self, session: Session, names: Sequence[str]) -> None:
        self._session = session
        self._names = names
        self._split: dict[int, Tokens] = {}

    def cells(self, one: Found, wanted: Query) -> list[Cell]:
        """The measures of one word in one document; ``None`` where one is not defined."""
        if one.stands is None:
            return [None] * len(self._names)
        sections = one.source.counts.sections
        counts = [0] * len(sections)
        for o in one.stands:
            counts[o.section] += o.count
        sizes = [section.tokens for section in sections]
        places: tuple[list[int], int] | None = None
        if one.source.text is not None and any(name in POSITIONAL for name in self._names):
            places = self.places(one, one.source.text(), wanted)
        found: list[Cell] = []
        for name in self._names:
            if name in DISPERSION:
                found.append(DISPERSION[name](counts, sizes))
            else:
                found.append(POSITIONAL[name](*places) if places else None)
        return found

    def places(self, one: Found, document: Document, wanted: Query) -> tuple[list[int], int]:
        """At which words the occurrences begin, and how many words there are.

        An occurrence inside a word, as strings of Chinese can be, is at that word.
        """
        from aiplans_cli.counting.tally import counted_sections
        from aiplans_cli.evidence.places import places
        from aiplans_cli.language import tokenize

        session, key = self._session, id(one.source)
        if key not in self._split:
            self._split[key] = tokenize(document, session.words)
        words = self._split[key].sections
        number_of = {id(section): number for number, section in enumerate(document.sections)}
        spans_of = places(document, wanted, session.concept_list, session.words)
        found, before = [], 0
        for _, section in counted_sections(document, session.settings.all_kinds):
            number = number_of[id(section)]
            starts = words[number].starts
            for start, _ in spans_of(number):
                found.append(before + max(0, bisect_right(starts, start) - 1))
            before += len(starts)
        return found, before
