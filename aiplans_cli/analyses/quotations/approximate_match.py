"""The passage of a source that needs fewest changed words to become a quotation.

The search is exhaustive: if k units are changed, at least one of k + 1 parts of the quotation
stands unchanged (Wu & Manber 1992, on matching with k differences by partition), so every place
of every part is tried. What is found must be more than chance would put there: the unchanged
units, by how rare they are in the source, must carry at least 8 bits more than it takes to name
one place in it. Fewer than four words cannot carry so much: of them only a determiner may differ,
and two content words must stand.

Where many changes are allowed, trying each beginning with each length takes too long. So long a
quotation is aligned only where most of its rarer words stand together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import log2

from aiplans_cli.evidence.passages import Stream, Units, has_han
from aiplans_cli.language import is_content_word, language_of

Place = tuple[int, int]
"""First unit of a passage and the unit after its last."""

_BITS_TO_SPARE = 8.0
"""Bits that shared words have beyond those which tell one place of the source from all others, so
that one in 256 runs of words passes by chance: "of the state" is everywhere in the plan of 2025."""

_FEW_WORDS = 4
"""Words below which one that differs is a third of all: "win the contest" is no "win the race"."""

_DETERMINERS = frozenset(
    "a an the this that these those its their our your his her my 的 之 这 此 该".split()
)
"""What may differ in few words, such as "win the race" for "win this race"."""
_LONGEST_WORD = 8
_MANY_CHANGES = 8
"""Up to as many every beginning and length is tried, above it the quotation is aligned."""


def allowed_changes(wanted: Units) -> int:
    """How many units of a quotation may differ for it still to be near its source.

    In words: one below eight, two below twenty-four, then one in twelve; below four only a
    determiner. Two Chinese characters count as one word.

    >>> from aiplans_cli.evidence.passages import to_units
    >>> [allowed_changes(to_units("word " * n)) for n in (3, 4, 8, 24, 36)]
    [1, 1, 2, 2, 3]
    """
    words = _length(wanted.units)
    changes = 1 if words < 8 else max(2, words // 12)
    return 2 * changes if 2 * sum(map(has_han, wanted.units)) > len(wanted.units) else changes


def _length(units: Sequence[str]) -> int:
    han = sum(map(has_han, units))
    return len(units) - han + han // 2


def approximate_match(wanted: Units, stream: Stream, limit: int) -> Place | None:
    """The place with fewest changed, missing or added units, at least 1 and at most ``limit``."""
    from rapidfuzz.distance import Levenshtein

    if limit > _MANY_CHANGES:
        place = nearest(wanted, stream)
        passage = stream.body.units[slice(*place)] if place else ()
        distance = Levenshtein.distance(wanted.units, passage, score_cutoff=limit)
        is_near = distance <= limit and _by_no_chance(wanted.units, passage, stream)
        return place if is_near else None
    units, best, best_distance = wanted.units, None, limit + 1
    seen: set[int] = set()
    # Of equally good passages the one as long as the quotation reads best as a difference.
    shifts = sorted(range(-limit, limit + 1), key=abs)
    for near in _seeds(units, stream, limit + 1):
        for first in (near + shift for shift in shifts):
            if first < 0 or first in seen:
                continue
            seen.add(first)
            for shift in shifts:
                passage = stream.body.units[first : first + len(units) + shift]
                distance = Levenshtein.distance(units, passage, score_cutoff=best_distance - 1)
                if distance < best_distance and _by_no_chance(units, passage, stream):
                    best, best_distance = (first, first + len(passage)), distance
            if best_distance == 1:  # none can be nearer: an unchanged passage is no change
                return best
    return best


def _seeds(units: tuple[str, ...], stream: Stream, parts: int) -> Iterator[int]:
    """Where the passage would begin at each place of one of ``parts`` parts of the quotation."""
    if len(units) < parts:
        return
    edges = [len(units) * part // parts for part in range(parts + 1)]
    for index in range(parts):
        for place in stream.unit_runs(units[edges[index] : edges[index + 1]]):
            yield place - edges[index]


def with_whole_words(place: Place, wanted: Units, stream: Stream) -> Place:
    """The place in whole Chinese words where the quotation's first or last word is changed.

    Fewest changed characters may cut a word of the source in two: of 福祉 (welfare) only 福 is in
    幸福 (happiness), for which it stands. The word is taken or left, by what changes less.
    """
    from rapidfuzz.distance import Levenshtein

    first, stop = place
    quoted = _words(wanted, 0, len(wanted.units)) if has_han(wanted.text) else []
    if not quoted:
        return place
    blocks = Levenshtein.opcodes(wanted.units, stream.body.units[first:stop])
    head, tail = (
        b.src_end - b.src_start if b.tag == "equal" else 0 for b in (blocks[0], blocks[-1])
    )
    around = _words(stream.body, max(0, first - _LONGEST_WORD), stop + _LONGEST_WORD)
    firsts, stops = [first], [stop]
    if head < quoted[0][1]:
        firsts = next(([start, end] for start, end in around if start < first < end), firsts)
    if tail < len(wanted.units) - quoted[-1][0]:
        stops = next(([end, start] for start, end in around if start < stop < end), stops)
    places = [(first, stop) for first in firsts for stop in stops if first < stop]
    return min(
        places, key=lambda p: Levenshtein.distance(wanted.units, stream.body.units[slice(*p)])
    )


def _words(body: Units, first: int, stop: int) -> list[Place]:
    """The Chinese words of a run of units: the first unit of each and the one after its last."""
    from aiplans_cli.language import words

    stop = min(stop, len(body.units))
    offset = body.starts[first]
    split = words(body.text[offset : body.ends[stop - 1]], "zh")
    return [
        (bisect_left(body.starts, offset + start), bisect_left(body.starts, offset + end))
        for _, start, end in split
    ]


def _by_no_chance(units: tuple[str, ...], passage: tuple[str, ...], stream: Stream) -> bool:
    """Whether the shared units are surprising, from how often each stands in the source."""
    from rapidfuzz.distance import Levenshtein

    if _length(units) < _FEW_WORDS:
        bare = [unit for unit in units if unit not in _DETERMINERS]
        same = bare == [unit for unit in passage if unit not in _DETERMINERS]
        return same and _length(_content(bare)) > 1
    shared = (
        unit
        for block in Levenshtein.opcodes(units, passage)
        if block.tag == "equal"
        for unit in units[block.src_start : block.src_end]
    )
    needed = log2(len(stream.body.units)) + _BITS_TO_SPARE
    return sum(_bits(unit, stream) for unit in shared) > needed


def _bits(unit: str, stream: Stream) -> float:
    return log2(len(stream.body.units) / stream.frequency[unit])


def _content(units: Sequence[str]) -> list[str]:
    return [unit for unit in units if is_content_word(unit, language_of(unit))]


def nearest(wanted: Units, stream: Stream) -> Place | None:
    """The passage that shares most with a quotation; none where no content word of it stands.

    Among as many units as are quoted each content word found weighs as much as it is rare.

    >>> from aiplans_cli.evidence.passages import lay_out, to_units
    >>> from aiplans_cli.model import Document, Section
    >>> text = Section("", 0, "body", "", "We shall win this race, and share what it brings.")
    >>> stream = lay_out(Document("d", "d", "en", (text,))).streams[0]
    >>> stream.body.span(*nearest(to_units("win the long race"), stream))
    'win this race'
    """
    import numpy as np

    units, length = stream.body.units, len(wanted.units)
    weights = np.zeros(1 + len(units) + length)
    for unit in set(_content(wanted.units)).intersection(stream.frequency):
        weights[[1 + at for at in stream.unit_runs([unit])]] = _bits(unit, stream)
    if not weights.any():
        return None
    sums = weights.cumsum()
    start = int((sums[length:] - sums[:-length]).argmax())
    first = max(0, start - length)
    _, begins, ends = best_fit(wanted.units, units[first : start + 2 * length])
    return first + begins, first + ends


def best_fit(quoted: Sequence[str], text: Sequence[str]) -> tuple[int, int, int]:
    """The fewest changes that make a run of ``text`` the quotation, and that run.

    The table of edit distances is filled row by row (Sellers 1980), each row at once. Every cell
    also carries where its passage begins, in the low digits of one number, so that the least
    number is the least distance and, of equals, the earliest beginning.

    Returns the number of changed, missing or added units, the first unit and the one after the
    last. Of equally near runs the one whose length is nearest to the quotation's is taken.

    >>> best_fit("we must win this race".split(), "now we must win the race at last".split())
    (1, 1, 6)
    """
    import numpy as np

    codes = {unit: code for code, unit in enumerate(dict.fromkeys(quoted))}
    at = np.array([codes.get(unit, -1) for unit in text], dtype=np.int64)
    change = len(text) + 1
    steps = np.arange(len(text) + 1, dtype=np.int64) * change
    row = np.arange(len(text) + 1, dtype=np.int64)
    for unit in quoted:
        kept = row[:-1] + change * (at != codes[unit])
        row = row + change
        np.minimum(row[1:], kept, out=row[1:])
        row = np.minimum.accumulate(row - steps) + steps
    distances, firsts = np.divmod(row, change)
    stops = np.flatnonzero(distances == distances.min())
    lengths = np.abs(stops - firsts[stops] - len(quoted))
    stop = int(stops[lengths.argmin()])
    return int(distances[stop]), int(firsts[stop]), stop
