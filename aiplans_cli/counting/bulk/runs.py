"""Matches by the run: a stretch of text that no match can reach out of is searched once.

A match goes from one character to the next only where the two stand so in some form. Between two
that do not, the text falls into runs, most of which come again and again.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from aiplans_cli.counting.bulk.tally import BulkMatcher, Span

    _Codes = NDArray[np.uint32]
    _Ints = NDArray[np.int64]

_LARGEST_TABLE = 1 << 24
"""Bytes of a table with an entry for each pair of letters; where it would be larger, they are
looked up among the pairs that there are."""

_FEW = 1 << 20

_APART = "\n".encode("utf-32-le")
"""Stands between runs that are searched together: no form holds it."""


class Found(NamedTuple):
    """The matches in a text, by place."""

    starts: _Ints
    """First character of each."""
    ends: _Ints
    """Character after its last."""
    owner_counts: _Ints
    """How many concepts each stands for."""
    owners: _Ints
    """Their numbers, match by match."""


class Runs:
    """Runs with their matches; the arrays have one entry a run unless said otherwise."""

    def __init__(self, find: Callable[[str], list[Span]], matcher: BulkMatcher) -> None:
        import numpy as np

        self._find = find
        self.numbers: dict[bytes, int] = {}
        alphabet = np.array(sorted(map(ord, matcher.alphabet)), dtype=np.int64)
        self._letters = np.zeros(0x110000, dtype=np.int32)
        """Character → its number in the alphabet, from 1; 0 where it is in no form."""
        self._letters[alphabet] = np.arange(1, len(alphabet) + 1)
        self._size = len(alphabet) + 1
        firsts, seconds = ([ord(pair[place]) for pair in matcher.pairs] for place in (0, 1))
        pairs = self._letters[firsts].astype(np.int64) * self._size + self._letters[seconds]
        self._are_pairs = _membership(np.sort(pairs), self._size**2)
        self._alnum = np.zeros(0x110000, dtype=bool)
        if matcher.latin:
            self._alnum[[code for code in range(128) if chr(code).isalnum()]] = True
        self._dull = np.zeros(0x110000, dtype=bool)
        """Characters found to be no form by themselves: much of what stands between forms."""
        self._short = np.full(0x110000, -1, dtype=np.int32)
        """The numbers of runs of one character, by character; -1 for those not met."""
        self._span_counts, self._span_starts = array("q"), array("q")
        self._firsts, self._ends = array("q"), array("q")
        """Where each match begins and ends in its run."""
        self._owner_counts, self._owner_starts = array("q"), array("q")
        """For each match, where its concepts stand in ``_owners``."""
        self._owners = array("q")
        self.concepts: dict[str, int] = {}
        """Concept → its number."""

    def _learn(self, new: list[bytes]) -> None:
        """Look for matches in runs that have not been met before, in all of them at once."""
        import numpy as np

        lengths = np.fromiter(map(len, new), np.int64, len(new)) // 4
        begins = np.cumsum(lengths + 1) - lengths - 1
        spans = self._find(_APART.join(new).decode("utf-32-le", "surrogatepass"))
        starts, ends, owners = zip(*spans, strict=True) if spans else ((), (), ())
        firsts = np.fromiter(starts, np.int64, len(spans))
        places = np.searchsorted(begins, firsts, "right") - 1
        counts = np.bincount(places, minlength=len(new))
        self._span_starts.extend((len(self._firsts) + np.cumsum(counts) - counts).tolist())
        self._span_counts.extend(counts.tolist())
        self._firsts.extend((firsts - begins[places]).tolist())
        self._ends.extend((np.fromiter(ends, np.int64, len(spans)) - begins[places]).tolist())
        for some in owners:
            self._owner_counts.append(len(some))
            self._owner_starts.append(len(self._owners))
            self._owners.extend(self.concepts.setdefault(o, len(self.concepts)) for o in some)
        known = len(self.numbers)
        short = np.flatnonzero(lengths == 1)
        codes = np.frombuffer(b"".join(new[place] for place in short.tolist()), np.uint32)
        self._short[codes] = known + short
        self._dull[codes] = counts[short] == 0
        self.numbers.update(zip(new, range(known, known + len(new)), strict=True))

    def search(self, data: bytes) -> Found:
        """All matches in a text of four bytes a character."""
        import numpy as np

        codes = np.frombuffer(data, dtype=np.uint32)
        begins, stops, longer = self._split(codes)
        numbers = self._numbered(codes[begins], stops - begins, codes[longer])
        counts = np.array(self._span_counts)[numbers]
        spans = each(np.array(self._span_starts)[numbers], counts)
        base = np.repeat(begins, counts)
        owner_counts = np.array(self._owner_counts)[spans]
        owners = each(np.array(self._owner_starts)[spans], owner_counts)
        return Found(
            base + np.array(self._firsts)[spans],
            base + np.array(self._ends)[spans],
            owner_counts,
            np.array(self._owners)[owners],
        )

    def _split(self, codes: _Codes) -> tuple[_Ints, _Ints, NDArray[np.bool_]]:
        """Where the runs of a text begin and end that may hold a match, and which of its
        characters are in those of two and more."""
        import numpy as np

        letters, latin = self._letters[codes], self._alnum[codes]
        known = (letters > 0) | latin
        joined = np.zeros(len(codes) + 1, dtype=bool)
        joined[1:-1] = self._are_pairs(letters[:-1].astype(np.int64) * self._size + letters[1:])
        joined[1:-1] |= latin[1:] & latin[:-1]
        longer = known & (joined[:-1] | joined[1:])
        wanted = longer | (known & ~self._dull[codes])
        begins = np.flatnonzero(wanted & ~joined[:-1])
        return begins, np.flatnonzero(wanted & ~joined[1:]) + 1, longer

    def _numbered(self, heads: _Codes, lengths: _Ints, longer: _Codes) -> _Ints:
        """The number of each run, by its first character and length.

        ``longer`` are the characters of those of two and more, one after another.
        """
        import numpy as np

        from aiplans_cli.counting.bulk.pieces import part

        alone = lengths == 1
        runs, places = part(longer.tobytes(), np.cumsum(lengths[~alone]) * 4)
        short = heads[alone]
        new = [code.tobytes() for code in np.unique(short[self._short[short] < 0])]
        new += [run for run in runs if run not in self.numbers]
        if new:
            self._learn(new)
        numbers = np.empty(len(lengths), dtype=np.int64)
        numbers[alone] = self._short[short]
        known = map(self.numbers.__getitem__, runs)
        numbers[~alone] = np.fromiter(known, np.int64, len(runs))[places]
        return numbers


def _membership(members: _Ints, size: int) -> Callable[[_Ints], NDArray[np.bool_]]:
    """A function that tells which of some numbers below ``size`` are among the members, sorted."""
    import numpy as np

    if size <= _LARGEST_TABLE:
        table = np.zeros(size, dtype=bool)
        table[members] = True
        return table.__getitem__

    table = np.zeros(_FEW, dtype=bool)
    table[members & _FEW - 1] = True  # what most numbers fail, so that few are searched for

    def search(numbers: _Ints) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = table[numbers & _FEW - 1]
        some = np.flatnonzero(found)
        places = np.minimum(np.searchsorted(members, numbers[some]), len(members) - 1)
        found[some] = members[places] == numbers[some]
        return found

    return search


def each(starts: _Ints, counts: _Ints) -> _Ints:
    """The numbers of all entries of some stretches of entries, one after another."""
    import numpy as np

    before = np.cumsum(counts) - counts
    found: _Ints = np.repeat(starts - before, counts) + np.arange(int(counts.sum()))
    return found
