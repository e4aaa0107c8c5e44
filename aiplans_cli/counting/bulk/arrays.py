"""Words, sentences and concepts of a block by arithmetic over arrays of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.counting.bulk.runs import each
from aiplans_cli.counting.bulk.tally import Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiplans_cli.counting.bulk.english import English
    from aiplans_cli.counting.bulk.runs import Found, Runs

    _Ints = NDArray[np.int64]

_BREAK, _OPENING, _OTHER = 1, 3, 2


def tally_pieces(known: English, ids: NDArray[np.int32]) -> Tally:
    """The tally of a block from its pieces' numbers."""
    import numpy as np

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
    words = np.array(pieces.word_ids, dtype=np.int64)[each(starts, lengths)]
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
    import numpy as np

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


def inside(begins: _Ints, points: _Ints) -> _Ints:
    """The number of the stretch in which each point stands, by where the stretches begin.

    Both ascend. What stands before the first belongs to it.

    >>> import numpy as np
    >>> inside(np.array([2, 5]), np.array([0, 2, 4, 5, 9])).tolist()
    [0, 0, 0, 1, 1]
    """
    import numpy as np

    first = np.searchsorted(points, begins)  # stretches are few, and looking up each point is slow
    found: _Ints = np.cumsum(np.bincount(first, minlength=len(points) + 1)[:-1]) - 1
    return np.maximum(found, 0)


def _sentences(known: English, own: NDArray[np.int32], lines: _Ints) -> _Ints:
    """The number of the sentence in which each piece stands."""
    import numpy as np

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


def _add_concepts(
    tally: Tally,
    known: English,
    own: NDArray[np.int32],
    sentence: _Ints,
    before: _Ints,
    words: _Ints,
) -> None:
    import numpy as np

    pieces = known.pieces
    counts = np.array(pieces.code_counts)[own].astype(np.int64)
    piece_of = np.repeat(np.arange(len(own)), counts)
    of_piece = each(np.array(pieces.code_starts, dtype=np.int64)[own], counts)
    found = known.runs.search(np.array(pieces.codes, dtype=np.uint32)[of_piece].tobytes())
    word_base = before[piece_of]
    last = found.ends - 1
    from_words = word_base[found.starts] + np.array(pieces.code_first_words)[of_piece[found.starts]]
    to_words = word_base[last] + np.array(pieces.code_last_words)[of_piece[last]]
    content = np.array(known.content, dtype=bool)[words]
    add_found(
        tally, found, known.runs, (from_words, to_words), sentence[piece_of[found.starts]], content
    )


def add_found(
    tally: Tally,
    found: Found,
    runs: Runs,
    touched: tuple[_Ints, _Ints],
    places: _Ints,
    content: NDArray[np.bool_],
) -> None:
    """Add matches to a tally: their concepts by sentence, and the content words they touch.

    ``touched`` are the first word that each match touches and the one after the last.
    """
    import numpy as np

    depth = np.bincount(touched[0], minlength=len(content) + 1)
    depth -= np.bincount(touched[1], minlength=len(content) + 1)
    tally.covered = int(np.count_nonzero(content & (np.cumsum(depth[:-1]) > 0)))
    sentences = np.repeat(places, found.owner_counts)
    tally.concepts = item_counts(found.owners, sentences, list(runs.concepts))
