"""A block of English as an array of pieces: words, sentences and concepts by arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aiplans_cli.counting.bulk.english import PAIR_SHIFT
from aiplans_cli.counting.bulk.tally import Tally

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aiplans_cli.counting.bulk.english import English

    _Ints = NDArray[np.int64]

_BREAK, _OPENING, _OTHER = 1, 3, 2
_GAP, _UNKNOWN = "\n", "\ufffd"
"""Codes that no form holds: what stands between two of them is matched by itself."""


def tally_pieces(known: English, ids: NDArray[np.int32]) -> Tally:
    """The tally of a block from its pieces' numbers."""
    pieces = known.pieces
    kinds = np.array(pieces.kinds)[ids]
    content = kinds == 0
    own = ids[content]
    if not len(own):
        return Tally()
    lines = np.cumsum(kinds == _BREAK)[content]
    sentence = _sentences(known, own, lines)
    lengths = np.array(pieces.word_counts)[own].astype(np.int64)
    before = np.cumsum(lengths) - lengths
    total = int(lengths.sum())
    starts = np.array(pieces.word_starts, dtype=np.int64)[own]
    words = np.array(pieces.word_ids, dtype=np.int64)[_each(starts, lengths)]
    names = list(known.words)
    tally = Tally(
        tokens=total,
        sentences=int(sentence[-1]) + 1,
        characters=int(np.array(pieces.characters)[own].sum()),
        words=item_counts(words, np.repeat(sentence, lengths), names),
    )
    _add_concepts(tally, known, own, sentence, before, words)
    return tally


def item_counts(items: _Ints, sentence: _Ints, names: list[str]) -> dict[str, tuple[int, int]]:
    """Name → how often its number stands among ``items``, and in how many sentences."""
    size = len(names)
    times = np.bincount(items, minlength=size)
    pairs = sentence * size + items
    pairs.sort()
    first = np.ones(len(pairs), dtype=bool)
    first[1:] = pairs[1:] != pairs[:-1]
    hits = np.bincount(pairs[first] % size, minlength=size)
    there = np.flatnonzero(times)
    counted = zip(times[there].tolist(), hits[there].tolist(), strict=True)
    return dict(zip(map(names.__getitem__, there.tolist()), counted, strict=True))


def _sentences(known: English, own: NDArray[np.int32], lines: _Ints) -> _Ints:
    """The number of the sentence in which each piece stands."""
    pieces = known.pieces
    heads = np.array(pieces.heads)[own]
    after = np.full(len(own) + 1, _OTHER, dtype=np.int8)  # what a piece would be followed by
    after[:-1] = np.array(pieces.firsts)[own]
    following = np.where(heads == _OPENING, after[1:], heads)[1:]
    stops = np.array(pieces.ends)[own[:-1]] >> following & 1
    stops |= lines[1:] != lines[:-1]
    found: _Ints = np.zeros(len(own), dtype=np.int64)
    np.cumsum(stops, out=found[1:])
    return found


def _each(starts: _Ints, counts: _Ints) -> _Ints:
    """The numbers of all entries of some runs of entries, run by run."""
    before = np.cumsum(counts) - counts
    found: _Ints = np.repeat(starts - before, counts) + np.arange(int(counts.sum()))
    return found


def _runs(codes: str, pairs: _Ints) -> tuple[_Ints, _Ints]:
    """Where runs of codes begin and end that no match can reach out of.

    A match goes from one code to the next only where the two stand so in some form.
    """
    values = np.frombuffer(codes.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    known = (values != ord(_GAP)) & (values != ord(_UNKNOWN))
    joined = np.zeros(len(values) + 1, dtype=bool)
    if len(pairs) and len(values) > 1:
        keys = values[:-1] << PAIR_SHIFT | values[1:]
        where = np.minimum(np.searchsorted(pairs, keys), len(pairs) - 1)
        joined[1:-1] = pairs[where] == keys
    return np.flatnonzero(known & ~joined[:-1]), np.flatnonzero(known & ~joined[1:]) + 1


def _add_concepts(
    tally: Tally,
    known: English,
    own: NDArray[np.int32],
    sentence: _Ints,
    before: _Ints,
    words: _Ints,
) -> None:
    pieces, runs = known.pieces, known.runs
    codes = "".join(map(pieces.codes.__getitem__, own.tolist()))
    begins, stops = _runs(codes, runs.pairs)
    split = [codes[start:stop] for start, stop in zip(begins.tolist(), stops.tolist(), strict=True)]
    numbers = np.fromiter(map(runs.numbers.__getitem__, split), np.int64, len(split))
    counts = np.array(pieces.code_counts)[own].astype(np.int64)
    piece_of = np.repeat(np.arange(len(own)), counts)
    word_base = before[piece_of]
    of_piece = _each(np.array(pieces.code_starts, dtype=np.int64)[own], counts)

    span_counts = np.array(runs.span_counts, dtype=np.int64)[numbers]
    spans = _each(np.array(runs.span_starts, dtype=np.int64)[numbers], span_counts)
    base = np.repeat(begins, span_counts)
    first = base + np.array(runs.firsts, dtype=np.int64)[spans]
    last = base + np.array(runs.lasts, dtype=np.int64)[spans]
    depth = np.zeros(len(words) + 1, dtype=np.int64)
    from_words = word_base[first] + np.array(pieces.code_first_words)[of_piece[first]]
    to_words = word_base[last] + np.array(pieces.code_last_words)[of_piece[last]]
    depth += np.bincount(from_words, minlength=len(depth))
    depth -= np.bincount(to_words, minlength=len(depth))
    touched = np.cumsum(depth[:-1]) > 0
    tally.covered = int(np.count_nonzero(np.array(known.content, dtype=bool)[words] & touched))

    owner_counts = np.array(runs.owner_counts, dtype=np.int64)[spans]
    owners = _each(np.array(runs.owner_starts, dtype=np.int64)[spans], owner_counts)
    concepts = np.array(runs.owners, dtype=np.int64)[owners]
    places = np.repeat(sentence[piece_of[first]], owner_counts)
    tally.concepts = item_counts(concepts, places, list(runs.concepts))
