"""Chinese by the segmenter's words: each is looked at once, and the rest is arithmetic."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from aiplans_cli.counting.bulk.pieces import part
from aiplans_cli.counting.bulk.runs import Runs, each
from aiplans_cli.counting.bulk.tally import Tally
from aiplans_cli.language import ENGINES, is_content_word, sentences
from aiplans_cli.language.chinese import plain
from aiplans_cli.language.folding import lower
from aiplans_cli.memo import Memo
from aiplans_cli.reading.blocks import tidy_lines, tidy_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiplans_cli.counting.bulk.tally import BulkMatcher
    from aiplans_cli.language import Settings

    _Ints = NDArray[np.int64]

_MOST_WORDS = 400_000
"""Distinct words remembered; then the memory is cleared."""

_SHIFT = 32
"""Bits that hold the number of a word, where two make one number: 16 hold too few words of a large
text, and 48 leave too few for the other."""

_NO_TERM, _PERHAPS_LONGER = -1, -2
"""What no word has for its number; the first has 0."""


class Words:
    """The words of Chinese text as numbers; each distinct piece is looked at once."""

    def __init__(self, settings: Settings, stops: frozenset[str] | None) -> None:
        self._stops = stops
        self._engine = ENGINES[settings.engine](settings)
        self._terms = settings.dict_terms
        self._prefixes = frozenset(
            term[:end] for term in settings.dict_terms for end in range(1, len(term))
        )
        self._inner = frozenset(
            term[first:end]
            for term in settings.dict_terms
            for first in range(1, len(term))
            for end in range(first + 1, len(term) + 1)
        )
        self.forget()

    def forget(self) -> None:
        """Begin anew, without what was remembered."""
        self._numbers: Memo[bytes, int] = Memo(self._number_of)
        self._parted: Memo[str, list[int]] = Memo(self._part)
        """What a route has left over, joined → the numbers of its pieces."""
        self._left_over = array("b")
        self._lengths, self._counted, self._opens = array("i"), array("b"), array("b")
        self._goes_on = array("b")
        self._word_ids = array("i")
        self._words: dict[str, int] = {}
        self._content = array("b")
        self._pairs: Memo[int, int] = Memo(self._term)
        """Two words, as one number → the term that they are."""
        self.names: list[str] = []
        """The words in lower case, by their number."""

    def __len__(self) -> int:
        return max(len(self._numbers), len(self._pairs), len(self._parted))

    def _number_of(self, code: bytes) -> int:
        piece = code.decode("utf-32-le", "surrogatepass")
        word = lower(piece)
        counted = piece.isalnum() or any(character.isalnum() for character in piece)
        self._left_over.append(self._engine.is_left_over(piece))
        self._lengths.append(len(piece))
        self._counted.append(counted)
        self._opens.append(counted and word in self._prefixes)
        self._goes_on.append(counted and word in self._inner)
        self._word_ids.append(self._word_id(word) if counted else -1)
        return len(self._lengths) - 1

    def _word_id(self, word: str) -> int:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = len(self.names)
            self.names.append(word)
        return known

    def split(self, text: str) -> tuple[_Ints, _Ints, _Ints]:
        """The number of each word of a tidy text, and where each begins and ends."""
        import numpy as np

        ids = self._pieces(plain(text))
        words, firsts, lasts = self._of_pieces(ids)
        offsets = np.zeros(len(ids) + 1, dtype=np.int64)
        np.cumsum(np.array(self._lengths)[ids], out=offsets[1:])
        return words, offsets[firsts], offsets[lasts + 1]

    def numbers(self, text: str) -> _Ints:
        """The number of each word of a tidy text."""
        return self._of_pieces(self._pieces(plain(text)))[0]

    def _of_pieces(self, ids: NDArray[np.int32]) -> tuple[_Ints, _Ints, _Ints]:
        """The number of each word, and by place the first and last piece that it is made of."""
        import numpy as np

        firsts = np.flatnonzero(np.array(self._counted, dtype=bool)[ids])
        ids = ids[firsts]
        words = np.array(self._word_ids, dtype=np.int64)[ids]
        if not self._terms:
            return words, firsts, firsts
        may_begin = np.array(self._opens, dtype=bool)[ids[:-1]]
        may_begin &= np.array(self._goes_on, dtype=bool)[ids[1:]]
        may_begin &= firsts[1:] - firsts[:-1] == 1
        return self._joined(words, firsts, np.flatnonzero(may_begin))

    def _pieces(self, text: str) -> NDArray[np.int32]:
        """The numbers of all pieces that a text is segmented into."""
        import numpy as np

        lengths = [
            np.fromiter(map(len, some), np.int64, len(some)) for some in self._engine.routes(text)
        ]
        offsets = np.cumsum(np.concatenate([np.zeros(1, np.int64), *lengths]))
        pieces, places = part(_encoded(text), offsets[1:] * 4)
        known = map(self._numbers.__getitem__, pieces)
        ids = np.fromiter(known, np.int32, len(pieces))[places]
        left_over = np.zeros(len(ids) + 2, dtype=bool)
        left_over[1:-1] = np.array(self._left_over, dtype=bool)[ids]
        edges = np.flatnonzero(left_over[1:] != left_over[:-1])
        runs = edges.reshape(-1, 2)[edges[1::2] - edges[0::2] > 1]
        texts = [text[start:end] for start, end in offsets[runs].tolist()]
        found = list(map(self._parted.__getitem__, texts))
        counts = np.fromiter(map(len, found), np.int64, len(found))
        ids[each(runs[:, 0], runs[:, 1] - runs[:, 0])] = -1
        ids[each(runs[:, 0], counts)] = list(chain.from_iterable(found))
        return ids[ids >= 0]

    def content(self, words: _Ints) -> NDArray[np.bool_]:
        """Which words, by number, tell of the subject."""
        import numpy as np

        for word in self.names[len(self._content) :]:
            self._content.append(is_content_word(word, "zh", self._stops))
        found: NDArray[np.bool_] = np.array(self._content, dtype=bool)[words]
        return found

    def _joined(self, words: _Ints, firsts: _Ints, openings: _Ints) -> tuple[_Ints, _Ints, _Ints]:
        """The words with those joined that make up a term: the longest from the left.

        ``openings`` are the words with which a term may begin that goes on with the next.
        """
        import numpy as np

        pairs = words[openings] << _SHIFT | words[openings + 1]
        known = map(self._pairs.__getitem__, pairs.tolist())
        terms = np.fromiter(known, np.int64, len(pairs))
        some = terms != _NO_TERM
        lasts, gone = firsts.copy(), np.zeros(len(words), dtype=bool)
        done = -1
        for first, term in zip(openings[some].tolist(), terms[some].tolist(), strict=True):
            if first <= done:
                continue
            last, word = first + 1, term
            if term == _PERHAPS_LONGER:
                last, word = self._longest(first, words, firsts)
            if last > first:
                words[first], lasts[first] = word, firsts[last]
                gone[first + 1 : last + 1] = True
                done = last
        return words[~gone], firsts[~gone], lasts[~gone]

    def _longest(self, first: int, words: _Ints, firsts: _Ints) -> tuple[int, int]:
        """The last word of the longest term that begins with a word, and the term's number."""
        last, found = first, ""
        term = self.names[words[first]]
        for ahead in range(first + 1, len(words)):
            if term not in self._prefixes or firsts[ahead] - firsts[ahead - 1] > 1:
                break
            term += self.names[words[ahead]]
            if term in self._terms:
                last, found = ahead, term
        return last, self._word_id(found) if found else -1

    def _part(self, run: str) -> list[int]:
        return [self._numbers[_encoded(piece)] for piece in self._engine.parted(run)]

    def _term(self, pair: int) -> int:
        """The number of the term that two words make up, where none begins so that is longer."""
        term = self.names[pair >> _SHIFT] + self.names[pair & (1 << _SHIFT) - 1]
        if term in self._prefixes:
            return _PERHAPS_LONGER
        return self._word_id(term) if term in self._terms else _NO_TERM


def _encoded(text: str) -> bytes:
    """Four bytes a character, so that places are counted as in the text."""
    return text.encode("utf-32-le", "surrogatepass")


class ChineseWords:
    """The sum of the words of blocks of Chinese text."""

    def __init__(self, settings: Settings) -> None:
        self._words = Words(settings, None)
        self._times: _Ints | None = None
        """By the number of the word, how often it stands."""

    def add(self, block: str) -> None:
        """Add a block, which need not be tidy."""
        import numpy as np

        words = self._words.numbers(tidy_words(block))
        times = np.bincount(words, minlength=len(self._words.names))
        if self._times is not None:
            times[: len(self._times)] += self._times
        self._times = times

    def is_large(self) -> bool:
        """Whether many distinct words have been met."""
        return len(self._words) > _MOST_WORDS

    def take(self) -> Counter[str]:
        """What has been added since it was last taken."""
        if self._times is None:
            return Counter()
        counted = zip(self._words.names, self._times.tolist(), strict=True)
        taken = Counter({word: count for word, count in counted if count})
        self._times = None
        if self.is_large():
            self._words.forget()
        return taken


class Chinese:
    """Counts blocks of Chinese text."""

    def __init__(
        self, settings: Settings, stops: frozenset[str] | None, matcher: BulkMatcher
    ) -> None:
        self._matcher = matcher
        self._words = Words(settings, stops)
        self._runs = Runs(matcher.in_folded, matcher)

    def count(self, text: str) -> Tally:
        """The tally of a block of text, which need not be tidy."""
        import numpy as np

        from aiplans_cli.counting.bulk.arrays import add_found, inside, item_counts

        text = tidy_lines(text)
        words, starts, ends = self._words.split(text)
        begins = np.array([start for start, _ in sentences(text, "zh")], dtype=np.int64)
        places = inside(begins, starts)
        tally = Tally(
            tokens=len(words),
            sentences=len(begins),
            characters=len("".join(text.split())),
            words=item_counts(words, places, self._words.names),
        )
        found = self._runs.search(_encoded(self._matcher.fold(text)))
        if len(found.starts):
            touched = (
                np.searchsorted(ends, found.starts, "right"),
                np.searchsorted(starts, found.ends, "left"),
            )
            at, content = inside(begins, found.starts), self._words.content(words)
            add_found(tally, found, self._runs, touched, at, content)
        if max(len(self._words), len(self._runs.numbers)) > _MOST_WORDS:
            self._words.forget()
            self._runs = Runs(self._matcher.in_folded, self._matcher)
        return tally
