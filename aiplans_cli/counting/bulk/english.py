"""English by the piece: what is known of a run without white space holds wherever it stands.

No word, address or concept's word crosses white space, and a sentence ends at the end of a piece
or nowhere. So each distinct piece is looked at once, and a block of text becomes an array of the
pieces' numbers, on which everything else is arithmetic.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from aiplans_cli.counting.bulk.pieces import alone, split
from aiplans_cli.counting.bulk.runs import Runs
from aiplans_cli.counting.bulk.tally import Tally, tally_block
from aiplans_cli.language import LANGUAGES, fold, is_content_word, sentences
from aiplans_cli.language.english import ABBREVIATIONS, OPENING_MARKS
from aiplans_cli.learnt import Learnt
from aiplans_cli.reading.blocks import tidy_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.counting.bulk.tally import Spotter
    from aiplans_cli.language import Settings
    from aiplans_cli.language.english import Word

_MOST_PIECES = 400_000
"""Pieces remembered; then the memory is cleared, so that it stays below about 200 MB."""

_LINE_END = b"\0"
"""Stands for the end of a line; no text holds it."""

_WIDE_SPACES = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
    "\u202f\u205f\u3000"
)
"""White space beyond ASCII; a test compares."""

_STOPPED = re.compile("[.!?…][\"'”’)\\]]*$")
_MARKS = b".,;:"
_GAP = "\n"
"""Among the codes: something that no form may cross."""

_CONTENT, _BREAK, _NOTHING = 0, 1, 2
_LOWER, _DIGIT, _OTHER, _OPENING = 0, 1, 2, 3


class _Careful(Exception):  # noqa: N818 - a signal, never an error
    """A piece that cannot be judged by itself."""


@dataclass(slots=True)
class _Pieces:
    """What is known of the pieces met so far; one entry a piece unless said otherwise."""

    kinds: array[int] = field(default_factory=lambda: array("b"))
    characters: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("b"))
    """Bit n: a sentence ends here if what follows begins with a character of class n."""
    heads: array[int] = field(default_factory=lambda: array("b"))
    """Class of the first character after opening marks."""
    firsts: array[int] = field(default_factory=lambda: array("b"))
    """Class of the very first character."""
    word_counts: array[int] = field(default_factory=lambda: array("i"))
    word_starts: array[int] = field(default_factory=lambda: array("i"))
    """Where its words begin in ``word_ids``."""
    word_ids: array[int] = field(default_factory=lambda: array("i"))
    code_counts: array[int] = field(default_factory=lambda: array("i"))
    code_starts: array[int] = field(default_factory=lambda: array("i"))
    """Where its codes begin in the next three."""
    codes: array[int] = field(default_factory=lambda: array("I"))
    """Its words as the concept matcher sees them, a character each, by code point."""
    code_first_words: array[int] = field(default_factory=lambda: array("i"))
    """For each code the first of the piece's words that it touches."""
    code_last_words: array[int] = field(default_factory=lambda: array("i"))
    """And the last, plus one."""


class English:
    """Counts blocks of English text."""

    def __init__(self, settings: Settings, stops: frozenset[str] | None, spotter: Spotter) -> None:
        self._settings, self._stops, self._spotter = settings, stops, spotter
        self._split = LANGUAGES["en"].splitter(settings)
        self._forget()

    def _forget(self) -> None:
        self.pieces = _Pieces()
        self._numbers: Learnt[bytes, int] = Learnt(self._learn)
        self.runs = Runs(self._spotter.in_codes, self._spotter)
        self.words: dict[str, int] = {}
        self.content = array("b")

    def count(self, text: str) -> Tally:
        """The tally of a block of text, which need not be tidy."""
        from aiplans_cli.counting.bulk.arrays import tally_pieces

        if self._settings.tokenizer != "pattern":
            return self._carefully(text)
        try:
            ids = self._ids(text)
        except _Careful:
            return self._carefully(text)
        tally = tally_pieces(self, ids)
        if max(len(self._numbers), len(self.runs.numbers)) > _MOST_PIECES:
            self._forget()
        return tally

    def _carefully(self, text: str) -> Tally:
        return tally_block(tidy_lines(text), "en", self._settings, self._stops, self._spotter)

    def _ids(self, text: str) -> Any:
        import numpy as np

        text = text.replace("\x0b", "")  # white space to bytes, nothing to ``tidy``
        for space in _WIDE_SPACES:  # each is looked for faster than all of them by a pattern
            if space in text:
                text = text.replace(space, " ")
        pieces, numbers = split(text.encode("utf-8", "surrogatepass").replace(b"\n", b" \0 "))
        self._learn_plain([piece for piece in pieces if piece not in self._numbers])
        known = np.fromiter(map(self._numbers.__getitem__, pieces), np.int32, len(pieces))
        return known[numbers]

    def _learn(self, piece: bytes) -> int:
        """The number of a piece that has not been met before."""
        if piece == _LINE_END:
            return self._append(_BREAK, "", (), "", ())
        shown = alone(piece)
        if shown is None:
            raise _Careful
        if not shown:
            return self._append(_NOTHING, "", (), "", ())
        words = self._split(shown)
        codes, touched = self._coded(shown, words)
        ends = _ends(shown) if _STOPPED.search(shown) else 0
        number = self._append(_CONTENT, shown, [word for word, _, _ in words], codes, touched)
        self.pieces.ends[number] = ends
        return number

    def _learn_plain(self, pieces: list[bytes]) -> None:
        """Learn those that are letters and digits with at most one mark: what most pieces are."""
        plain = [(piece, piece.rstrip(_MARKS)) for piece in pieces]
        plain = [(p, core) for p, core in plain if len(p) - len(core) < 2 and core.isalnum()]
        cores = list(dict.fromkeys(core.decode() for _, core in plain))
        if not cores:
            return
        # As they are written, since a concept's form may want capitals.
        codes = self._spotter.encode("\n\n".join(cores))[0].split(_GAP)
        words = [self._word_id(word) for word, _, _ in self._split("\n".join(cores))]
        known = dict(zip(map(str.encode, cores), zip(words, codes, strict=True), strict=True))
        own = self.pieces
        for piece, core in plain:
            word, code = known[core]
            head = _class(chr(core[0]))
            marked = len(piece) > len(core)
            self._numbers[piece] = len(own.kinds)
            own.kinds.append(_CONTENT)
            own.characters.append(len(piece))
            own.ends.append(_ends_at_stop(core.decode().lower()) if piece.endswith(b".") else 0)
            own.heads.append(head)
            own.firsts.append(head)
            own.word_counts.append(1)
            own.word_starts.append(len(own.word_ids))
            own.word_ids.append(word)
            own.codes.extend((ord(code), ord(_GAP)) if marked else (ord(code),))
            own.code_counts.append(1 + marked)
            own.code_starts.append(len(own.code_first_words))
            own.code_first_words.extend((0, 0) if marked else (0,))
            own.code_last_words.extend((1, 0) if marked else (1,))

    def _coded(self, shown: str, words: list[Word]) -> tuple[str, list[tuple[int, int]]]:
        """A piece's words as the matcher sees them, and which of its words each touches."""
        codes, starts, ends = self._spotter.encode(shown)
        touched = [
            (sum(last <= start for _, _, last in words), sum(first < end for _, first, _ in words))
            for start, end in zip(starts, ends, strict=True)
        ]
        if not codes:
            return _GAP, [(0, 0)]
        if starts[0]:
            codes, touched = _GAP + codes, [(0, 0), *touched]
        after = shown[ends[-1] :]
        after = after[2:] if fold(after, "en").startswith("'s") else after
        if not self._spotter.gap(after + " "):
            codes, touched = codes + _GAP, [*touched, (0, 0)]
        return codes, touched

    def _append(
        self,
        kind: int,
        shown: str,
        words: Sequence[str],
        codes: str,
        touched: Sequence[tuple[int, int]],
    ) -> int:
        own = self.pieces
        own.kinds.append(kind)
        own.characters.append(len(shown))
        own.ends.append(0)
        own.heads.append(_class(shown.lstrip(OPENING_MARKS)[:1]) if shown else _OTHER)
        own.firsts.append(_class(shown[:1]))
        own.word_counts.append(len(words))
        own.word_starts.append(len(own.word_ids))
        own.word_ids.extend(map(self._word_id, words))
        own.codes.extend(map(ord, codes))
        own.code_counts.append(len(codes))
        own.code_starts.append(len(own.code_first_words))
        own.code_first_words.extend(first for first, _ in touched)
        own.code_last_words.extend(last for _, last in touched)
        return len(own.kinds) - 1

    def _word_id(self, word: str) -> int:
        number = self.words.setdefault(word, len(self.words))
        if number == len(self.content):
            self.content.append(is_content_word(word, "en", self._stops))
        return number


def _class(character: str) -> int:
    if not character:
        return _OPENING
    return _LOWER if character.islower() else _DIGIT if character.isdigit() else _OTHER


def _ends(shown: str) -> int:
    """Bit n is set if a sentence ends after the piece where a character of class n follows."""
    return sum(
        (len(sentences(f"{shown} {follower}", "en")) == 2) << number
        for number, follower in ((_LOWER, "a"), (_DIGIT, "1"), (_OTHER, "A"))
    )


def _ends_at_stop(word: str) -> int:
    """The same for a full stop after letters and digits; most words are alike in that."""
    return _ends(f"{word}.") if len(word) == 1 or word in ABBREVIATIONS else _ends_at_any_stop()


@cache
def _ends_at_any_stop() -> int:
    return _ends("word.")
