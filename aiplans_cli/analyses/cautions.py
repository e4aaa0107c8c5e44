"""What changes how numbers may be used: a line a caution and run, however many documents."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from aiplans_cli.analyses.tables import coverage
from aiplans_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Counts
    from aiplans_cli.output.report import Report
    from aiplans_cli.sources.session import Named, Session

_WIDE_GAP = 0.1
"""Difference of two coverages from which the list may have made the contrast."""

_LOW = 0.7
"""Every text of the library is covered to 87% or more; our README, which is no policy, to 57%."""


def cautioned(
    report: Report, documents: Sequence[Counts], *, concepts: bool = True, compared: bool = True
) -> Report:
    """The report with what must be known of its documents, by ``concepts`` or ``compared``."""
    cautions = same_cautions(documents) if compared else []
    cautions += coverage_cautions(documents) if concepts else []
    notes, told = (*report.notes, *cautions), (*cautions, *report.told)
    return replace(report, notes=notes, told=told)


def coverage_cautions(documents: Sequence[Counts]) -> list[str]:
    """Where the concept list fits a document badly, or one much better than another."""
    known = {counts.id: coverage(counts) or 0.0 for counts in documents}
    if not known:
        return []
    worst, best = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    cautions = []
    if known[worst] < _LOW:
        cautions.append(
            f"The concept list covers only {known[worst]:.0%} of the content words of {worst}: do "
            "not take its concepts for what it is about."
        )
    if known[best] - known[worst] > _WIDE_GAP:
        cautions.append(
            f"The coverages of {best} ({known[best]:.0%}) and {worst} ({known[worst]:.0%}) differ "
            "by more than 10 points: part of a contrast may be the concept list's doing."
        )
    return cautions


def same_cautions(documents: Sequence[Counts]) -> list[str]:
    """Whether any two are one document: the same words in the same sections.

    >>> from aiplans_cli.model import Counts, Occurrences
    >>> one = Counts("d", "", "en", "", "text", (None,), {"ai": (Occurrences(0, 2, 1),)}, {})
    >>> same_cautions([one, one])
    ['d is compared with itself, so that they agree says nothing.']
    """
    alike: dict[tuple[str, int, int], list[Counts]] = defaultdict(list)
    for counts in documents:
        alike[counts.language, len(counts.sections), len(counts.terms)].append(counts)
    pairs = [
        (a.id, b.id)
        for several in alike.values()
        for a, b in combinations(several, 2)
        if a.terms == b.terms
    ]
    if not pairs:
        return []
    a, b = pairs[0]
    what = f"{a} is compared with itself" if a == b else f"{a} and {b} are the same, word for word"
    more = f" (and {len(pairs) - 1} more such pairs)" if len(pairs) > 1 else ""
    return [f"{what}{more}, so that they agree says nothing."]


def list_among(named: tuple[Named, ...], session: Session) -> tuple[tuple[Named, ...], Session]:
    """The documents of what is named, and the session, with the concept list named among them.

    Raises ``UsageError`` for more than one list.
    """
    from aiplans_cli.sources.cautions import list_in
    from aiplans_cli.sources.session import Session

    lists = []
    for item in named if session.settings.format is None else ():
        with suppress(OSError, ValueError, TypeError):  # what is no file is no list
            if Path(item).is_file():  # type: ignore[arg-type]  # a pipe is read but once
                with Path(item).open("rb") as stream:  # type: ignore[arg-type]
                    lists += [item] * (list_in(stream.read(1 << 16)) == "concept list")
    if not lists:
        return named, session
    path = str(lists[0])
    if len(lists) > 1 or session.settings.concepts:
        raise UsageError(f"{path} is a list, and not the only one: check one at a time", "SOURCE")
    session.journal.note(f"{path} is taken for the list to check, as with --concepts {path}")
    changed = Session(replace(session.settings, concepts=path), session.journal)
    return tuple(item for item in named if item is not lists[0]), changed
