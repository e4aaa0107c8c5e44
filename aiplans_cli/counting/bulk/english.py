"""English by the piece: what is known of a run without white space holds wherever it stands.

No word, address or concept's word crosses white space, and a sentence ends at the end of a piece
or nowhere. So each distinct piece is looked at once, and a block of text becomes an array of the
pieces' numbers, on which everything else is arithmetic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.counting.bulk.arrays import add_found, item_counts
from aiplans_cli.counting.bulk.english_pieces import LINE_END, CarefulError, Pieces
from aiplans_cli.counting.bulk.pieces import split
from aiplans_cli.counting.bulk.runs import Runs, each
from aiplans_cli.counting.bulk.tally import Tally, tally_block
from aiplans_cli.language.english_sentences import OPENING, OTHER
from aiplans_cli.reading.blocks import tidy_lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiplans_cli.counting.bulk.tally import BulkMatcher
    from aiplans_cli.language import Settings

    _Numbers = NDArray[np.int32]
    _Ints = NDArray[np.int64]

_MOST_PIECES = 400_000
"""Pieces remembered; then the memory is cleared, so that it stays below about 200 MB."""

_WIDE_SPACES = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
    "\u202f\u205f\u3000"
)
"""White space beyond ASCII; a test compares."""


class English:
    """Counts blocks of English text."""

    def __init__(
        self, settings: Settings, stops: frozenset[str] | None, matcher: BulkMatcher
    ) -> None:
        self._settings, self._stops, self._matcher = settings, stops, matcher
        self._forget()

    def _forget(self) -> None:
        self._pieces = Pieces(self._settings, self._stops, self._matcher)
        self._runs = Runs(self._matcher.in_codes, self._matcher)

    def count(self, text: str) -> Tally:
        """The tally of a block of text, which need not be tidy."""
        if self._settings.tokenizer != "pattern":
            return self._carefully(text)
        try:
            ids = self._ids(text)
        except CarefulError:
            return self._carefully(text)
        tally = self._tally(ids)
        if max(len(self._pieces), len(self._runs.numbers)) > _MOST_PIECES:
            self._forget()
        return tally

    def _carefully(self, text: str) -> Tally:
        return tally_block(tidy_lines(text), "en", self._settings, self._stops, self._matcher)

    def _ids(self, text: str) -> _Numbers:
        text = text.replace("\x0b", "")  # white space to bytes, nothing to ``tidy``
        for space in _WIDE_SPACES:  # each is looked for faster than all of them by a pattern
            if space in text:
                text = text.replace(space, " ")
        data = text.encode("utf-8", "surrogatepass").replace(b"\n", b" %b " % LINE_END)
        pieces, numbers = split(data)
        return self._pieces.numbers(pieces)[numbers]

    def _tally(self, ids: _Numbers) -> Tally:
        import numpy as np

        known = self._pieces.known
        shown = known.characters[ids] > 0
        pieces = ids[shown]
        if not len(pieces):
            return Tally()
        sentence = self._sentences(pieces, np.cumsum(ids == 0)[shown])
        counts = known.word_counts[pieces].astype(np.int64)
        words = known.word_ids[each(_starts(known.word_counts)[pieces], counts)].astype(np.int64)
        tally = Tally(
            tokens=len(words),
            sentences=int(sentence[-1]) + 1,
            characters=int(known.characters[pieces].sum()),
            words=item_counts(words, np.repeat(sentence, counts), self._pieces.words),
        )
        self._add_concepts(tally, pieces, sentence, np.cumsum(counts) - counts, words)
        return tally

    def _sentences(self, pieces: _Numbers, lines: _Ints) -> _Ints:
        """The number of the sentence in which each piece stands."""
        import numpy as np

        known = self._pieces.known
        heads = known.heads[pieces]
        after = np.full(len(pieces) + 1, OTHER, dtype=np.int8)  # what a piece would be followed by
        after[:-1] = known.firsts[pieces]
        following = np.where(heads == OPENING, after[1:], heads)[1:]
        stops = known.ends[pieces[:-1]] >> following & 1
        stops |= lines[1:] != lines[:-1]
        found: _Ints = np.zeros(len(pieces), dtype=np.int64)
        np.cumsum(stops, out=found[1:])
        return found

    def _add_concepts(
        self, tally: Tally, pieces: _Numbers, sentence: _Ints, before: _Ints, words: _Ints
    ) -> None:
        import numpy as np

        known = self._pieces.known
        counts = known.code_counts[pieces].astype(np.int64)
        piece_of = np.repeat(np.arange(len(pieces)), counts)
        of_piece = each(_starts(known.code_counts)[pieces], counts)
        found = self._runs.search(known.codes[of_piece].tobytes())
        word_base = before[piece_of]
        last = found.ends - 1
        touched = (
            word_base[found.starts] + known.code_first_words[of_piece[found.starts]],
            word_base[last] + known.code_last_words[of_piece[last]],
        )
        places = sentence[piece_of[found.starts]]
        add_found(tally, found, self._runs, touched, places, self._pieces.content[words])


def _starts(counts: _Numbers) -> _Ints:
    import numpy as np

    return np.cumsum(counts, dtype=np.int64) - counts
