"""English words alone: bytes that no word holds are dropped, and what is left is told apart.

Most distinct pieces are then words as they stand; only the others go through the pattern.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from aiplans_cli.counting.bulk.pieces import DEPENDS
from aiplans_cli.counting.bulk.tally import MOST_HELD
from aiplans_cli.language import LANGUAGES
from aiplans_cli.reading.blocks import is_tidy, tidy_lines
from aiplans_cli.reading.shape import tidy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiplans_cli.language import Settings

_MOST_PIECES = 400_000
"""Pieces remembered; then they are forgotten and looked at anew."""

_BATCH = 20_000_000
"""Bytes of pieces that are told apart at once; their distinct ones are looked at in Python."""

_PARTING = b'\t\n !"#$%&()*+/:;<=>?@[\\]^_{|}~'
"""What stands in no word but an address or R&D, and says nothing of the words beside it."""

_PART, _PIECE, _PERHAPS = 0, 1, 2

_FIRST_BYTES = (0xC4, 0xCC, 0xCE, *range(0xE2, 0xEA), 0xEF)
"""Of what ``DEPENDS`` finds, and of much else: İ, its dot, Σ, Chinese and its old variants."""

_CLASSES = bytes(
    _PART if byte in _PARTING else _PERHAPS if byte in _FIRST_BYTES else _PIECE
    for byte in range(256)
)
_MARKS = ".,'-‘’“”–—…•\u00a0"
"""What may stand round a word of letters and digits without being part of it."""

_ADDRESS_MARKS = (b"/", b"@", b"&", b"www.")
"""What stands in addresses and in such words as R&D, and seldom elsewhere."""

_SPACES = (b"\t", b"\n", b" ")
_SPACE = re.compile(b"[\t\n ]")
_NO_WORD = ("", sys.maxsize, 0)


class EnglishWords:
    """The sum of the words of blocks of English text."""

    def __init__(self, settings: Settings) -> None:
        self._split = LANGUAGES["en"].splitter(settings)
        self._by_piece = settings.tokenizer == "pattern"
        self._as_it_stands = not settings.stem
        self._known: dict[str, tuple[str, ...]] = {}
        """Piece → its words."""
        self._total: Counter[str] = Counter()
        self._waiting: list[Any] = []
        """Arrow arrays of pieces."""
        self._size = 0

    def add(self, block: str) -> None:
        """Add a block, which need not be tidy."""
        text = block.replace("\x0b", "").replace("\u00a0", " ")
        data, addressed = _without_addresses(text.encode("utf-8", "surrogatepass").lower())
        classes = _classes(data)
        odd = _is_perhaps_odd(data, classes) or any(not piece.isascii() for piece in addressed)
        if not self._by_piece or (odd and DEPENDS.search(block)):
            self._total.update(word for word, _, _ in self._split(tidy_lines(block)))
            return
        self._add([(piece, 1) for piece in _decoded(addressed)])
        self._waiting.append(_pieces(data, classes))
        self._size += len(data)
        if self._size >= _BATCH:
            self._add_waiting()

    def is_large(self) -> bool:
        """Whether many distinct words have been met."""
        return len(self._total) > MOST_HELD

    def take(self) -> Counter[str]:
        """What has been added since it was last taken."""
        self._add_waiting()
        taken, self._total = self._total, Counter()
        return taken

    def _add_waiting(self) -> None:
        """Add the pieces that wait: each distinct one is looked at once."""
        import pyarrow as pa

        if not self._waiting:
            return
        found = pa.chunked_array(self._waiting, pa.binary()).value_counts()
        self._waiting, self._size = [], 0
        pieces = _decoded(found.field(0).to_pylist())
        total, before = self._total, self._total.get
        others: list[tuple[str, int]] = []
        for piece, count in zip(pieces, found.field(1).to_pylist(), strict=True):
            core = piece.strip(_MARKS)
            if self._as_it_stands and core.isascii() and core.isalnum():
                total[core] = before(core, 0) + count
            elif core:
                others.append((piece, count))
        self._add(others)

    def _add(self, pieces: list[tuple[str, int]]) -> None:
        """Add pieces, each with how often it stands, by way of the pattern."""
        known, total = self._known, self._total
        self._remember({piece for piece, _ in pieces}.difference(known))
        for piece, count in pieces:
            for word in known[piece]:
                total[word] += count
        if len(known) > _MOST_PIECES:
            known.clear()

    def _remember(self, unknown: set[str]) -> None:
        """Remember the words of pieces that have not been met before, all found at once."""
        pieces = list(unknown)
        shown = pieces if is_tidy("\n".join(pieces)) else [tidy(piece) for piece in pieces]
        found = iter(self._split("\n".join(shown)))
        word, start, _ = next(found, _NO_WORD)
        end = 0
        for piece, text in zip(pieces, shown, strict=True):
            end += len(text) + 1
            words: list[str] = []
            while start < end:
                words.append(word)
                word, start, _ = next(found, _NO_WORD)
            self._known[piece] = tuple(words)


def _decoded(pieces: list[bytes]) -> list[str]:
    return b"\n".join(pieces).decode("utf-8", "surrogatepass").split("\n") if pieces else []


def _classes(data: bytes) -> NDArray[np.uint8]:
    """The class of each byte of a text, with a parting one before the first and after the last."""
    import numpy as np

    return np.frombuffer(b"".join((b" ", data, b" ")).translate(_CLASSES), np.uint8)


def _without_addresses(data: bytes) -> tuple[bytes, list[bytes]]:
    """The text without the pieces in which an address may stand, and those pieces."""
    addressed: list[bytes] = []
    for mark in _ADDRESS_MARKS:
        kept: list[bytes] = []
        done = 0
        while (at := data.find(mark, done)) >= 0:
            start = max(done, *(data.rfind(space, done, at) + 1 for space in _SPACES))
            end = after.start() if (after := _SPACE.search(data, at)) else len(data)
            kept.append(data[done:start])
            addressed.append(data[start:end])
            done = end
        if kept:
            data = b" ".join([*kept, data[done:]])
    return data, addressed


@cache
def _odd_beginnings() -> NDArray[np.uint16]:
    """The first two bytes, as one number each, of all characters that ``DEPENDS`` finds."""
    import numpy as np

    codes = chain(range(0x80, 0xD800), range(0xE000, 0x10000))
    odd = {chr(code).encode()[:2] for code in codes if DEPENDS.match(chr(code))}
    return np.array([first << 8 | second for first, second in odd], np.uint16)


def _is_perhaps_odd(data: bytes, classes: NDArray[np.uint8]) -> bool:
    """Whether there may be characters whose reading depends on what stands round their piece."""
    import numpy as np

    values = np.frombuffer(data, np.uint8).astype(np.uint16)
    after = np.flatnonzero(classes == _PERHAPS)  # one on, since the classes have one more in front
    return bool(np.isin(values[after - 1] << 8 | values[after], _odd_beginnings()).any())


def _pieces(data: bytes, classes: NDArray[np.uint8]) -> Any:
    """The pieces of a text as an Arrow array, without a copy of each."""
    import numpy as np
    import pyarrow as pa

    inside = classes != _PART
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    offsets = np.zeros(len(edges) // 2 + 1, np.int32)
    np.cumsum(edges[1::2] - edges[0::2], out=offsets[1:])
    kept = data.translate(None, _PARTING)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(kept)]
    return pa.Array.from_buffers(pa.binary(), len(offsets) - 1, buffers)
