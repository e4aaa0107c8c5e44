"""Many documents added to one: its places are columns of numbers, not a record each.

``tally.add`` does the same for a few documents. Of a corpus of thousands, as a reference is, what
costs is a record for each place of each word, so here they are made only when one is asked for,
and a Parquet file goes from its columns to ours without any.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiplans_cli.counting.corpus import digest_of
from aiplans_cli.errors import WordlessError
from aiplans_cli.model import Counts, Occurrences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import CountedSection


class PlaceColumns:
    """Where items stand, a row a place, in the order in which sections were added."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        """Item → its number."""
        self._items, self._sections = array("i"), array("i")
        self._counts, self._sentences = array("q"), array("q")
        self._blocks: dict[int, tuple[Occurrences, ...]] = {}

    def __len__(self) -> int:
        return len(self._counts)

    def number(self, item: str) -> int:
        """The number of an item, a new one where it has none."""
        return self.known.setdefault(item, len(self.known))

    def take(self, item: str, stands: Sequence[Occurrences], shift: int) -> None:
        """Take the places of an item, ``shift`` sections further on."""
        cut = {len(self) + at: o.blocks for at, o in enumerate(stands) if o.blocks}
        self._blocks |= cut
        self._items.extend([self.number(item)] * len(stands))
        self._sections.extend([o.section + shift for o in stands])
        self._counts.extend([o.count for o in stands])
        self._sentences.extend([o.sentences for o in stands])

    def take_columns(
        self,
        items: Any,
        sections: Any,
        counts: Any,
        sentences: Any,
        blocks: Mapping[int, tuple[Occurrences, ...]],
    ) -> None:
        """Take the same as arrays of numpy; ``blocks`` are of some of the rows, by number."""
        self._blocks |= {len(self) + at: cut for at, cut in blocks.items()}
        for column, values, kind in (
            (self._items, items, "int32"),
            (self._sections, sections, "int32"),
            (self._counts, counts, "int64"),
            (self._sentences, sentences, "int64"),
        ):
            column.frombytes(values.astype(kind).tobytes())

    def sorted(self) -> Stands:
        """The places by item, in the order of the alphabet."""
        import numpy as np

        words = sorted(self.known)
        rank = np.empty(len(words), dtype=np.int32)
        rank[[self.known[word] for word in words]] = np.arange(len(words))
        keys = rank[np.frombuffer(self._items, dtype=np.int32)] if words else rank
        order = keys.argsort(kind="stable")
        starts = np.searchsorted(keys[order], np.arange(len(words) + 1))
        columns = (self._sections, self._counts, self._sentences)
        cut = np.isin(order, list(self._blocks)).nonzero()[0].tolist() if self._blocks else []
        blocks = {at: self._blocks[int(order[at])] for at in cut}
        sorted_ = [np.asarray(column)[order] for column in columns]
        return Stands(words, starts.tolist(), sorted_, blocks)


class Stands(Mapping[str, tuple[Occurrences, ...]]):
    """Item → where it stands, sections ascending; its records are made when it is asked for."""

    __slots__ = ("_blocks", "_columns", "_number", "_starts")

    def __init__(
        self,
        words: Sequence[str],
        starts: Sequence[int],
        columns: Sequence[Any],
        blocks: Mapping[int, tuple[Occurrences, ...]],
    ) -> None:
        self._number = {word: number for number, word in enumerate(words)}
        self._starts, self._columns, self._blocks = starts, columns, blocks

    def __getitem__(self, item: str) -> tuple[Occurrences, ...]:
        number = self._number[item]
        first, end = self._starts[number], self._starts[number + 1]
        columns = [column[first:end].tolist() for column in self._columns]
        if self._blocks:
            columns.append([self._blocks.get(at, ()) for at in range(first, end)])
        return tuple(map(Occurrences, *columns))

    def __iter__(self) -> Iterator[str]:
        return iter(self._number)

    def __len__(self) -> int:
        return len(self._number)


class Pool:
    """Documents that are added to one, by terms or by concepts, a file of them at a time.

    ``language`` leaves out the documents of all others; "" takes any. ``without`` are digests of
    documents to leave out. So is a document left out that an earlier file held, since the counts of
    a text may lie beside it.

    >>> from aiplans_cli.model import CountedSection
    >>> section = CountedSection("", 0, "body", "", (), 2, 1, 0, 1, 6, document="d")
    >>> one = Counts("d", "", "en", "1f", "text", (section,), {"ai": (Occurrences(0, 2, 1),)}, {})
    >>> pool = Pool("term")
    >>> pool.take([one, one])
    >>> pool.take([one])
    >>> pool.repeated
    ['d']
    >>> pool.counts("both").terms["ai"]
    (Occurrences(section=0, count=2, sentences=1), Occurrences(section=1, count=2, sentences=1))
    """

    def __init__(
        self, unit: Unit, language: str = "", without: frozenset[str] = frozenset()
    ) -> None:
        self._unit, self._language, self._without = unit, language, without
        self._places = PlaceColumns()
        self._sections: list[CountedSection] = []
        self._ledger: Counter[str] = Counter()
        self._first: Counts | None = None
        self.digests: list[str] = []
        """The digest of each document that was added."""
        self.repeated: list[str] = []
        """The ids of those that were left out because an earlier file held them."""
        self.unwanted: list[str] = []
        """The ids of those that were left out by their digest."""
        self.languages: Counter[str] = Counter()
        """Documents of each language, those that were left out too."""
        self._of_file: list[tuple[str, str]] = []
        self._earlier: set[tuple[str, str]] = set()
        self._is_digest = False

    def _takes(self, counts: Counts) -> bool:
        """Note a document; whether it has sections that are wanted."""
        self.languages[counts.language] += 1
        if self._language not in ("", counts.language) or not counts.sections:
            return False
        if counts.sha256 and counts.sha256 in self._without:
            self.unwanted.append(counts.id)
            return False
        which = (counts.sha256, counts.language)  # the two of a bilingual page have one digest
        if which in self._earlier:
            self.repeated.append(counts.id)
            return False
        self.digests.append(counts.sha256)
        if counts.sha256:
            self._of_file.append(which)
        self._first = self._first or counts
        self._ledger.update(counts.ledger)
        self._is_digest = self._is_digest or counts.kind == "digest"
        return True

    def _end_file(self) -> None:
        self._earlier.update(self._of_file)
        self._of_file.clear()

    def take(self, file: Sequence[Counts]) -> None:
        """Add the documents of a file."""
        for counts in filter(self._takes, file):
            shift = len(self._sections)
            self._sections += counts.sections
            items = counts.terms if self._unit == "term" else counts.concepts
            for item, stands in items.items():
                self._places.take(item, stands, shift)
        self._end_file()

    def take_parquet(
        self,
        data: bytes,
        name: str,
        adapted: Callable[[Counts], Counts],
        keep: Callable[[CountedSection], bool],
    ) -> None:
        """Add the documents of a Parquet counts file, their sections for which ``keep`` is true.

        ``adapted`` gives a document, which has its sections alone, as the settings want it. Raises
        ``DataError`` for a file that breaks its format, and what ``adapted`` raises.
        """
        import numpy as np

        from aiplans_cli.counting.places import read_places

        read = read_places(data, name, self._unit)
        moved = np.full(sum(len(one.sections) for one in read.documents), -1)
        start = 0
        for one in read.documents:
            fitted = adapted(one)
            kept = [at for at, section in enumerate(fitted.sections) if keep(section)]
            shift = len(self._sections)
            sections = [fitted.sections[at] for at in kept]
            if self._takes(replace(fitted, sections=tuple(sections))):
                self._sections += sections
                # the concepts of another list than ours are none of ours
                if self._unit == "term" or fitted.concepts:
                    moved[[start + at for at in kept]] = np.arange(shift, len(self._sections))
            start += len(one.sections)
        self._end_file()
        wanted = moved[read.sections] >= 0
        numbers = np.array([self._places.number(item) for item in read.items] or [0])
        place = wanted.cumsum() - 1
        self._places.take_columns(
            numbers[read.numbers[wanted]],
            moved[read.sections[wanted]],
            read.counts[wanted],
            read.sentences[wanted],
            {int(place[at]): cut for at, cut in read.blocks.items() if wanted[at]},
        )

    def _parts(self) -> Iterator[str]:
        """The digests of the documents, and those of which one that was added up is known by."""
        for digest in self.digests:
            yield from filter(None, digest.split("+"))

    def counts(self, id_: str) -> Counts:
        """All documents as one, under the name ``id_``; a single one keeps its title.

        Raises ``WordlessError`` where there are none.
        """
        first, several = self._first, len(self.digests)
        if first is None:
            raise WordlessError(id_, "it holds no document", "name another")
        stands, single = self._places.sorted(), several == 1
        return Counts(
            id=id_,
            title=first.title if single else f"{several:,} documents together",
            language=first.language if self._language or len(self.languages) == 1 else "",
            sha256=first.sha256 if single else digest_of(self._parts()),
            kind="digest" if self._is_digest else "text",
            sections=tuple(self._sections),
            terms=stands if self._unit == "term" else {},
            concepts=stands if self._unit == "concept" else {},
            settings=first.settings,
            ledger=dict(self._ledger),
        )
