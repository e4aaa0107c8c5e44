"""What a contrast found, in sentences that say no more than its rows do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.trust import fit_sentence, fits_sentence
from aiplans_cli.analyses.wording import listed
from aiplans_cli.output.cells import times
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.analyses.comparison.contrast_sides import Side
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.statistics.rows import Row

ALSO = 2
"""Further terms that are named beside the first of a side."""

CONTRASTS = 4
"""Contrasts that have a sentence where there are several."""

QUESTION = "governance"
"""What is always told of the two plans: the question that the program was made for."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How rows are spoken of."""

    unit: Unit
    """What a row is."""
    counted_in: str
    """What counts are out of: "words", "concept mentions"."""
    measured: bool = True
    """Whether the tests are those of which it is known how often they err across languages."""

    def quoted(self, term: str) -> str:
        """A concept as it is, a word in quotation marks."""
        return term if self.unit == "concept" else f"“{term}”"


def contrast_sentences(done: Sequence[Contrasted], tell: Telling) -> tuple[str, ...]:
    """Two to six sentences: the kinds of text, whether the list fits, what is sure, what is not."""
    if len(done) > 1:
        return _several(done, tell)
    one = done[0]
    return tuple(
        sentence
        for sentence in (
            kinds_sentence([one.a, one.b]),
            fit_sentence(one, tell.measured),
            *(_side_sentence(one, side, tell) for side in _stronger_first(one)),
            _question_sentence(one, tell),
            _rest_sentence(one, tell),
        )
        if sentence
    )


def kinds_sentence(sides: Sequence[Side]) -> str:
    """What kinds of text these are, where they are not all official ones; else ""."""
    digests = [side.id for side in sides if side.source.kind == "digest"]
    if not digests:
        return ""
    if len(digests) == len(sides):
        return f"These are digests in our own words ({listed(digests)}), not the official texts."
    others = [side.id for side in sides if side.source.kind != "digest"]
    are = "are digests" if len(digests) > 1 else "is a digest"
    return f"{listed(digests)} {are} in our own words, {listed(others)} not: they differ in kind."


def _stronger_first(one: Contrasted) -> tuple[int, int]:
    """1 for A and -1 for B, the side of the surest row first."""
    first = next(iter(ranked_rows(one)), None)
    return (1, -1) if first is None or direction(first) >= 0 else (-1, 1)


def ranked_rows(one: Contrasted) -> list[Row]:
    """The rows from the surest down, then by g2."""
    from aiplans_cli.statistics.rows import ranked

    return ranked(one.result.rows, "at_least")


def direction(row: Row) -> int:
    """1 where the rate is higher in A, -1 where it is higher in B, else 0."""
    return (row.g2 > 0) - (row.g2 < 0)


def is_sure(row: Row) -> bool:
    """Whether the row may be quoted as a difference: its q passed."""
    return row.at_least is not None and row.at_least > 1


def _side_sentence(one: Contrasted, side: int, tell: Telling) -> str:
    """The surest of one side, or what is nearest to it as counts."""
    name = one.a.id if side > 0 else one.b.id
    rows = [row for row in ranked_rows(one) if direction(row) == side]
    sure = [row for row in rows if is_sure(row)]
    if sure:
        also = [tell.quoted(row.term) for row in sure[1 : ALSO + 1]]
        more = len(sure) - 1 - len(also)
        further = listed(also + ([f"{more} more"] if more else []))
        return told_as_times(one, sure[0], tell) + (f" Also {further}." if further else "")
    if not rows or one.basis.inference is None:
        return ""
    tested = [row for row in rows if row.q is not None]
    if not tested:
        return f"Nothing that {name} has more of is frequent enough to be tested."
    row = min(tested, key=lambda row: (row.p or 0.0, -abs(row.g2), row.term))
    counts = _against(_sides(one, row)[2], tell)
    return (
        f"Nothing is surely more in {name}; nearest is {tell.quoted(row.term)}, {counts}: too "
        "little text to be sure."
    )


def _question_sentence(one: Contrasted, tell: Telling) -> str:
    """What must be said of governance in the two plans, where no other sentence says it."""
    ids = sorted(side.id[:7] for side in (one.a, one.b))
    row = next((row for row in one.result.rows if row.term == QUESTION), None)
    if tell.unit != "concept" or ids != ["cn-2025", "us-2025"] or row is None:
        return ""
    first = [next((r for r in ranked_rows(one) if direction(r) == side), None) for side in (1, -1)]
    if row in first and (is_sure(row) or not any(map(is_sure, filter(None, first)))):
        return ""
    if is_sure(row):
        return told_as_times(one, row, tell)
    return f"Of {told_as_counts(one, row, tell)}"


def _rest_sentence(one: Contrasted, tell: Telling) -> str:
    result = one.result
    rare = result.number - result.tests
    if one.basis.inference is None:
        return f"Nothing is tested: {one.basis.why_not}, and tests need ten. These are counts."
    if not result.tests:
        return f"No {tell.unit} is frequent enough to be tested."
    untold = result.tests - result.found
    few = f"; {rare:,} are too rare" if rare else ""
    if not untold:
        return f"All {result.tests:,} {tell.unit}s tested are told apart{few}."
    # what is not shown is not ruled out: readers took "not told apart" for "the same"
    return (
        f"For {untold:,} of {result.tests:,} {tell.unit}s no difference is shown or ruled out{few}."
    )


def told_as_times(one: Contrasted, row: Row, tell: Telling) -> str:
    """A row whose q passed: which side says it more, on what counts, and at least how much."""
    more, _, counts = _sides(one, row)
    least = times(row.at_least or 1.0).removeprefix("×")
    verb = "speaks of" if tell.unit == "concept" else "uses"
    how = "as much" if tell.unit == "concept" else "as often"
    what = tell.quoted(row.term)
    return f"{more.id} {verb} {what} more: {_against(counts, tell)}; at least {least} times {how}."


def told_as_counts(one: Contrasted, row: Row, tell: Telling) -> str:
    """A row that cannot be told apart: its counts, and no ratio."""
    more, _, counts = _sides(one, row)
    where = f"{more.id} has " if direction(row) else ""
    few = "too little text to be sure." if row.q is not None else "too rare to be tested."
    return f"{tell.quoted(row.term)}: {where}{_against(counts, tell)}: {few}"


def _sides(one: Contrasted, row: Row) -> tuple[Side, Side, tuple[int, int, int, int]]:
    """The side with the higher rate, the other, and (count, size) of the two in that order."""
    in_a, in_b = (row.count_a, one.a.profile.size), (row.count_b, one.b.profile.size)
    if direction(row) < 0:
        return one.b, one.a, (*in_b, *in_a)
    return one.a, one.b, (*in_a, *in_b)


def _against(counts: tuple[int, int, int, int], tell: Telling) -> str:
    return (
        f"{counts[0]:,} of {counts[1]:,} {tell.counted_in} against {counts[2]:,} of {counts[3]:,}"
    )


def _several(done: Sequence[Contrasted], tell: Telling) -> tuple[str, ...]:
    """A sentence for each of the first contrasts."""
    sides = {side.id: side for one in done for side in (one.a, one.b) if side.id != "rest"}
    sentences = [kinds_sentence(list(sides.values())), fits_sentence(done)]
    for one in done[:CONTRASTS]:
        sure = [row for row in ranked_rows(one) if is_sure(row)]
        which = f"{one.a.id} against {'the rest' if one.b.id == 'rest' else one.b.id}: "
        if sure:
            sentences.append(which + told_as_times(one, sure[0], tell))
        else:
            sentences.append(which + _rest_sentence(one, tell))
    more = len(done) - CONTRASTS
    if more > 0:
        sentences.append(f"{more} more contrasts stand in the table.")
    return tuple(filter(None, sentences))
