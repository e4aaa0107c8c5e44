"""Pieces of English text, and what is known of each: looked at once, many at a time."""

from __future__ import annotations

import re
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from aiplans_cli.counting.bulk.arrays import inside
from aiplans_cli.counting.bulk.pieces import DEPENDS
from aiplans_cli.counting.bulk.runs import each
from aiplans_cli.language import LANGUAGES, fold, is_content_word, sentences
from aiplans_cli.language.english_sentences import (
    ABBREVIATIONS,
    CLOSING_MARKS,
    LOWER,
    OPENING_MARKS,
    follower,
)
from aiplans_cli.language.folding import SUPERSCRIPTS
from aiplans_cli.memo import Memo
from aiplans_cli.reading.shape import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from aiplans_cli.counting.bulk.tally import BulkMatcher
    from aiplans_cli.language import Settings

    _Few = NDArray[np.int8]
    _Numbers = NDArray[np.int32]
    _Ints = NDArray[np.int64]

LINE_END = b"\0"
"""Stands for the end of a line; no text holds it. Its number is 0."""

_APART = "\n\n"
"""Stands between pieces that are looked at together: no word and no form reaches across it."""

_FOLLOWERS = ("a", "1", "X", "The")
"""By class, what a sentence may go on with."""

_STOPS = frozenset(".!?…")

_GAP = ord("\n")
"""Among the codes: something that no form may cross."""


class CarefulError(Exception):
    """A piece cannot be judged by itself."""


class Columns(NamedTuple):
    """What is known of the pieces, in the order of their numbers."""

    characters: _Numbers
    """How many are shown: none of some pieces, nor of the end of a line."""
    ends: _Few
    """Bit n: a sentence ends here if what follows begins with a character of class n."""
    heads: _Few
    """Class of the first character after opening marks."""
    firsts: _Few
    """Class of the very first character."""
    word_counts: _Numbers
    code_counts: _Numbers
    word_ids: _Numbers
    """For each of their words its number."""
    codes: NDArray[np.uint32]
    """Their words as the concept matcher sees them, a character each, by code point."""
    code_first_words: _Numbers
    """For each code the first of the piece's words that it touches."""
    code_last_words: _Numbers
    """And the last, plus one."""


class Pieces:
    """The pieces of text met so far, by number, and the words in them."""

    def __init__(
        self, settings: Settings, stops: frozenset[str] | None, matcher: BulkMatcher
    ) -> None:
        import numpy as np

        self._stops, self._matcher = stops, matcher
        self._split = LANGUAGES["en"].splitter(settings)
        self._numbers = {LINE_END: 0}
        self._parts: Memo[str, bool] = Memo(self._parting)
        self._word_ids: Memo[str, int] = Memo(lambda _: len(self._word_ids))
        self._content = np.zeros(0, dtype=bool)
        self.known = Columns(
            *(np.zeros(1, kind) for kind in (np.int32, *[np.int8] * 3, np.int32, np.int32)),
            *(np.zeros(0, kind) for kind in (np.int32, np.uint32, np.int32, np.int32)),
        )

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def words(self) -> list[str]:
        """The words, by number."""
        return list(self._word_ids)

    @property
    def content(self) -> NDArray[np.bool_]:
        """Which words, by number, tell of the subject."""
        import numpy as np

        new = self.words[len(self._content) :]
        told = np.array([is_content_word(word, "en", self._stops) for word in new], dtype=bool)
        self._content = np.concatenate([self._content, told])
        return self._content

    def numbers(self, pieces: list[bytes]) -> _Numbers:
        """The number of each piece.

        Raises ``CarefulError`` where one cannot be judged by itself.
        """
        import numpy as np

        found = np.fromiter(map(self._numbers.get, pieces, repeat(-1)), np.int32, len(pieces))
        new = np.flatnonzero(found < 0)
        if len(new):
            found[new] = np.arange(len(new)) + len(self._numbers)
            self._remember([pieces[place] for place in new.tolist()])
        return found

    def _remember(self, new: list[bytes]) -> None:
        import numpy as np

        shown = _shown(new)
        text = _APART.join(shown)
        lengths = _numbers(map(len, shown))
        begins = np.cumsum(lengths + len(_APART), dtype=np.int64) - lengths - len(_APART)
        words = self._split(text)
        spelled, *offsets = zip(*words, strict=True) if words else ((), (), ())
        starts, ends = map(_numbers, offsets)
        counts = _numbers(np.bincount(inside(begins, starts), minlength=len(new)))
        coded = self._coded(text, begins, lengths, (starts, ends, counts))
        found = Columns(
            characters=lengths,
            ends=_ends(shown),
            heads=_classed([text.lstrip(OPENING_MARKS) for text in shown]),
            firsts=_classed(shown),
            word_counts=counts,
            word_ids=_numbers(map(self._word_ids.__getitem__, spelled)),
            code_counts=coded[0],
            codes=coded[1],
            code_first_words=coded[2],
            code_last_words=coded[3],
        )
        both: Iterable[tuple[Any, Any]] = zip(self.known, found, strict=True)
        self.known = Columns(*(np.concatenate(columns) for columns in both))
        first = len(self._numbers)
        self._numbers.update(zip(new, range(first, first + len(new)), strict=True))

    def _coded(
        self,
        text: str,
        begins: _Ints,
        lengths: _Numbers,
        words: tuple[_Numbers, _Numbers, _Numbers],
    ) -> tuple[_Numbers, NDArray[np.uint32], _Numbers, _Numbers]:
        """The last four columns, of pieces by place in a text that holds them apart.

        ``words`` are the starts and ends of the words, and how many each piece has.
        """
        import numpy as np

        characters, firsts, lasts = self._matcher.encode(text)
        inner = np.frombuffer(characters.encode("utf-32-le"), np.uint32)
        starts, ends = _numbers(firsts), _numbers(lasts)
        places = inside(begins, starts)
        kept = np.ones(len(inner), dtype=bool)
        kept[:-1] = (inner[:-1] != _GAP) | (places[1:] == places[:-1])  # not those between pieces
        inner, starts, ends, places = inner[kept], starts[kept], ends[kept], places[kept]

        inner_counts = np.bincount(places, minlength=len(begins))
        after = np.cumsum(inner_counts)
        some = np.flatnonzero(inner_counts)
        # a piece without a word of a form still parts what stands round it
        stops = begins + lengths
        stops[some] = starts[(after - inner_counts)[some]]
        leading = stops > begins
        fronts = zip(begins[leading].tolist(), stops[leading].tolist(), strict=True)
        leading[leading] = [self._parts[" " + text[start:end]] for start, end in fronts]
        trailing = np.zeros(len(begins), dtype=bool)
        rests = zip(ends[after[some] - 1].tolist(), (begins + lengths)[some].tolist(), strict=True)
        trailing[some] = [self._parts[text[start:end] + " "] for start, end in rests]
        counts = leading + inner_counts + trailing
        codes = np.full(int(counts.sum()), _GAP, dtype=np.uint32)
        touched = np.zeros((2, len(codes)), dtype=np.int32)
        at = each(np.cumsum(counts) - counts + leading, inner_counts)
        codes[at] = inner
        before = (np.cumsum(words[2]) - words[2])[places]
        touched[0, at] = np.searchsorted(words[1], starts, "right") - before
        touched[1, at] = np.searchsorted(words[0], ends, "left") - before
        return counts.astype(np.int32), codes, touched[0], touched[1]

    def _parting(self, gap: str) -> bool:
        """Whether no form may go on beyond what stands between two words."""
        return not self._matcher.gap(fold(gap, "en"))


def _numbers(values: Iterable[int]) -> _Numbers:
    import numpy as np

    return np.fromiter(values, np.int32)


def _shown(new: list[bytes]) -> list[str]:
    """What pieces of English text show, each by itself.

    Raises ``CarefulError`` where what one shows depends on what stands round it.
    """
    shown = list(map(tidy, b"\n".join(new).decode("utf-8", "surrogatepass").split("\n")))
    odd = [text for text in shown if not text.isascii()]
    if DEPENDS.search("\n".join(odd)) or any(map(_is_blank, odd)):
        raise CarefulError
    return shown


def _classed(texts: list[str]) -> _Few:
    """Class of what each begins with; most begin with a small letter, which says it all."""
    import numpy as np

    classes = (LOWER if "a" <= text[:1] <= "z" else follower(text) for text in texts)
    return np.fromiter(classes, np.int8, len(texts))


@cache
def _raised() -> frozenset[str]:
    """The marks of notes."""
    return frozenset(filter(re.compile(f"[{SUPERSCRIPTS}]").match, map(chr, range(0x2800))))


def _is_blank(shown: str) -> bool:
    """Whether a piece is white space once it is folded, which a form may cross on some lines."""
    return shown[:1] in _raised() and not fold(shown, "en").strip()


def _ends(shown: list[str]) -> _Few:
    """For each piece the classes of what follows it where a sentence ends between the two."""
    import numpy as np

    found = np.zeros(len(shown), dtype=np.int8)
    lasts = _raised().union(_STOPS, CLOSING_MARKS)
    last = [number for number, text in enumerate(shown) if text[-1:] in lasts]
    like: Memo[str, int] = Memo(lambda _: len(like))
    kinds = [like[_alike(shown[number])] for number in last]
    lines = [f"{text} {follower}" for text in like for follower in _FOLLOWERS]
    lengths = _numbers(map(len, lines)) + 1
    spans = sentences("\n".join(lines), "en")
    lines_of = inside(np.cumsum(lengths) - lengths, _numbers(start for start, _ in spans))
    parted = np.bincount(lines_of, minlength=len(lines)).reshape(-1, len(_FOLLOWERS)) == 2
    found[last] = (parted << np.arange(len(_FOLLOWERS))).sum(axis=1)[kinds]
    return found


def _alike(shown: str) -> str:
    """One piece for the many after which a sentence ends alike: a full stop after a word."""
    if not _STOPS.intersection(shown):
        return "word"
    bare = shown.lstrip(OPENING_MARKS).rstrip(CLOSING_MARKS)
    word = bare[:-1]
    plain = bare.endswith(".") and len(word) > 1 and word.isalnum()
    return "word." if plain and word.lower() not in ABBREVIATIONS else shown
