"""Words alone, without sentences and concepts: what a frequency list needs, by a shorter way.

No more than a bound of them are ever in memory.
"""

from __future__ import annotations

from collections import Counter
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from aiplans_cli.counting.bulk.ways import word_sum
from aiplans_cli.counting.bulk.workers import added_up
from aiplans_cli.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aiplans_cli.language import Settings
    from aiplans_cli.reading.blocks import Block

MOST_WORDS = 1_000_000
"""Distinct words in memory, about 200 bytes each; what is beyond goes to disk."""


class Frequencies:
    """Word → count, added up over any number of texts.

    Beyond ``most`` distinct words, those in memory are written in order to a temporary file that
    nobody else sees, and adding begins anew; reading merges the files.

    >>> found = Frequencies(most=2)
    >>> found.add({"plan": 1, "ai": 2, "law": 1})
    >>> found.add({"ai": 1})
    >>> list(found)
    [('ai', 3), ('law', 1), ('plan', 1)]
    """

    def __init__(self, most: int = MOST_WORDS) -> None:
        self._most = most
        self._counts: Counter[str] = Counter()
        self._spilled: list[IO[bytes]] = []
        self.tokens = 0
        """Words in all."""

    def add(self, counts: Mapping[str, int]) -> None:
        """Add the words of another text. Raises ``DataError`` where the disk is full."""
        self._counts.update(counts)
        self.tokens += sum(counts.values())
        if len(self._counts) > self._most:
            self._spill()

    def add_all(self, other: Frequencies) -> None:
        """Add what was counted elsewhere, however much of it is on disk."""
        pairs = iter(other)
        while some := dict(islice(pairs, 100_000)):
            self.add(some)

    def _spill(self) -> None:
        counts = self._counts
        try:
            stream = TemporaryFile()  # noqa: SIM115 - read at the end, and goes with this object
            stream.writelines(_line(word, counts[word]) for word in sorted(counts))
            stream.flush()
        except OSError as error:
            fact = f"cannot be written ({error.strerror})"
            remedy = "make room, or set TMPDIR to another folder"
            raise DataError("the folder for temporary files", fact, remedy) from error
        self._spilled.append(stream)
        counts.clear()

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Every word once, in order, with its count."""
        held = [(word, self._counts[word]) for word in sorted(self._counts)]
        if not self._spilled:
            yield from held
            return
        runs = [held, *map(_lines, self._spilled)]
        for word, same in groupby(merge(*runs, key=itemgetter(0)), itemgetter(0)):
            yield word, sum(count for _, count in same)


def _line(word: str, count: int) -> bytes:
    return f"{word}\t{count}\n".encode("utf-8", "surrogatepass")


def _lines(stream: IO[bytes]) -> Iterator[tuple[str, int]]:
    stream.seek(0)
    for line in stream:
        word, _, count = line.rpartition(b"\t")
        yield word.decode("utf-8", "surrogatepass"), int(count)


def count_words(
    blocks: Iterable[Block | str], language: str, settings: Settings, jobs: int = 1
) -> Frequencies:
    """How often each word stands in some blocks of text, by as many processes as wanted.

    The words are those of ``count_blocks``. ``jobs`` below 1 is the number of cores at hand.
    """
    total = Frequencies()
    for found in added_up(blocks, word_sum, (language, settings), jobs):
        total.add(found)
    return total
