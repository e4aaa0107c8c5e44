"""Parts of a query that stand one after the other in a sentence, with gaps counted in words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiplans_cli.evidence.reader import Span


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the words of a section begin and end, and where its sentences begin."""

    starts: Sequence[int]
    ends: Sequence[int]
    sentences: Sequence[int]

    def before(self, start: int) -> int:
        """How many words end before a place."""
        return bisect_right(self.ends, start)

    def after(self, end: int) -> int:
        """Number of the first word that begins at a place or after it."""
        return bisect_left(self.starts, end)

    def sentence(self, place: int) -> int:
        """Number of the sentence of a place."""
        return bisect_right(self.sentences, place)


@dataclass(frozen=True, slots=True)
class Part:
    """Where a part may stand, and how many words may stand between it and the part before."""

    spans: Sequence[Span]
    least: int = 0
    most: int = 0


def in_a_row(parts: Sequence[Part], last: int, layout: Layout) -> list[Span]:
    """Where all parts stand one after the other in one sentence, ``last`` words more at the end.

    From each place of the first part it is the nearest end; the gap of the first part is words
    before it. Time is in proportion to the places, times the words of the gaps.

    >>> layout = Layout([0, 2, 4, 6], [1, 3, 5, 7], [0])
    >>> in_a_row([Part([(0, 1), (2, 3)]), Part([(6, 7)], 0, 1)], 0, layout)
    [(2, 7)]
    """
    ends = {span: _end(span, last, layout) for span in parts[-1].spans}
    for at in range(len(parts) - 2, -1, -1):
        ends = _joined(parts[at].spans, parts[at + 1], ends, layout)
    first = parts[0].least
    found = ((_start(span, first, layout), end) for span, end in ends.items() if end is not None)
    return [(start, end) for start, end in found if start is not None]


def _joined(
    spans: Sequence[Span], part: Part, ends: dict[Span, int | None], layout: Layout
) -> dict[Span, int | None]:
    """Place of a part → the nearest end of what may follow, for those that something follows."""
    following = sorted((span, end) for span, end in ends.items() if end is not None)
    starts = [span[0] for span, _ in following]
    before = [layout.before(start) for start in starts]
    found: dict[Span, int | None] = {}
    for span in spans:
        stop, sentence = layout.after(span[1]), layout.sentence(span[0])
        first = bisect_left(starts, span[1])
        if part.least:
            first = max(first, bisect_left(before, stop + part.least))
        nearest: int | None = None
        for at in range(first, bisect_right(before, stop + part.most)):
            if layout.sentence(starts[at]) != sentence:
                break
            end = following[at][1]
            nearest = end if nearest is None or end < nearest else nearest
        if nearest is not None:
            found[span] = nearest
    return found


def _end(span: Span, words: int, layout: Layout) -> int | None:
    """Where the last of so many words after a place ends, if they stand in its sentence."""
    if not words:
        return span[1]
    at = layout.after(span[1]) + words - 1
    if at >= len(layout.starts) or layout.sentence(layout.starts[at]) != layout.sentence(span[0]):
        return None
    return layout.ends[at]


def _start(span: Span, words: int, layout: Layout) -> int | None:
    if not words:
        return span[0]
    at = layout.before(span[0]) - words
    if at < 0 or layout.sentence(layout.starts[at]) != layout.sentence(span[0]):
        return None
    return layout.starts[at]


def apart(spans: Iterable[Span]) -> list[Span]:
    """The spans that begin first, of those that begin together the longest, none overlapping.

    >>> apart([(0, 2), (0, 5), (3, 8), (5, 6)])
    [(0, 5), (5, 6)]
    """
    found: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found
