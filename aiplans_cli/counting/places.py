"""The places of words in a Parquet counts file, as columns: for corpora, in a fraction of the time.

``parquet.parse_parquet`` makes a document of each of the file's and a record of each of its rows.
Here the rows of a batch are checked and numbered together.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from aiplans_cli.counting.parquet import read_tables
from aiplans_cli.counting.schema import (
    REMEDY,
    SIZES,
    UNITS,
    parse_blocks,
    read_document,
    read_section,
)
from aiplans_cli.errors import DataError
from aiplans_cli.model import Counts, Occurrences
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import CountedSection

_DOCUMENT, _SECTION, _SIZE = range(3)
_CODED = ("document", "unit", "item")
_COUNTED = {"": (Occurrences(0, 1, 1),)}


@dataclass(frozen=True, slots=True)
class ReadPlaces:
    """What a counts file holds of terms, or of concepts; the four arrays are parallel."""

    documents: tuple[Counts, ...]
    """Its documents with their sections. Which concepts stand there is not told, only that some
    may, by one without a name."""
    items: tuple[str, ...]
    """The terms or concepts, by number."""
    numbers: Any
    """Number of the item of each place."""
    sections: Any
    """Number of its section in the file, from 0."""
    counts: Any
    """Occurrences there."""
    sentences: Any
    """Sentences that hold one."""
    blocks: dict[int, tuple[Occurrences, ...]]
    """Number of a place in a section that is cut → what stands in each block."""


def read_places(data: bytes, name: str, unit: Unit) -> ReadPlaces:
    """The documents of a Parquet counts file, and where each term or concept stands.

    Raises ``DataError`` naming the file and what breaks its format.
    """
    import numpy as np

    reading = _Reading(name, UNITS.index(unit))
    for batch in read_tables(data, name):
        reading.take(batch)
    columns = [np.concatenate(column) for column in zip(*reading.places, strict=True)] or [
        np.zeros(0, dtype=np.int64) for _ in range(4)
    ]
    numbers, sections = columns[0], columns[1]
    rows = np.sort(sections * max(1, len(reading.items)) + numbers)
    if (rows[1:] == rows[:-1]).any():
        raise DataError(name, f"it tells twice where a {unit} stands", REMEDY)
    documents = reading.documents()
    every = [section for one in documents for section in one.sections]
    if unit == "term":
        made = np.bincount(sections, weights=columns[2], minlength=len(every))
        _check_sums(documents, made.astype(np.int64).tolist(), name)
    untold = np.array([bool(section.blocks) for section in every], dtype=bool)[sections]
    untold[list(reading.cut)] = False
    if untold.any():
        item = list(reading.items)[numbers[untold.argmax()]]
        raise DataError(name, f"it does not tell in which blocks {item} stands", REMEDY)
    blocks = {}
    for at, told in reading.cut.items():
        found = Occurrences(int(sections[at]), int(columns[2][at]), int(columns[3][at]))
        try:
            blocks[at] = parse_blocks(told, found, len(every[found.section].blocks)).blocks
        except ValueError as error:
            raise DataError(name, f"no blocks of a section: {told}", REMEDY) from error
    return ReadPlaces(
        documents, tuple(reading.items), numbers, sections, columns[2], columns[3], blocks
    )


def _check_sums(documents: Sequence[Counts], found: Sequence[int], name: str) -> None:
    """Raise ``DataError`` where the words ``found`` in a section are not as many as it says.

    A document that has concepts alone has no terms to add up.
    """
    rest = iter(found)
    for one in documents:
        terms = list(islice(rest, len(one.sections)))
        for number, (section, made) in enumerate(zip(one.sections, terms, strict=True), 1):
            if any(terms) and section.tokens != made:
                fact = f"section {number} of {one.id} says {section.tokens:,} tokens, and its terms"
                raise DataError(name, f"{fact} make {made:,}", REMEDY)


class _Reading:
    """A file whose batches of rows are being read."""

    def __init__(self, name: str, unit: int) -> None:
        self._name, self._unit = name, unit
        self.items: dict[str, int] = {}
        self.places: list[tuple[Any, ...]] = []
        self.cut: dict[int, str] = {}
        """Number of a place → what is told of its blocks."""
        self._number_of_places = 0
        self._abouts: dict[str, tuple[str, str]] = {}
        self._headings: list[tuple[str, str]] = []
        self._firsts: list[int] = []
        self._sizes: list[tuple[Any, ...]] = []

    def take(self, batch: Any) -> None:
        """Take a batch of rows. Raises ``DataError`` for a row that is none of counts."""
        import numpy as np
        import pyarrow as pa

        columns = {field: batch.column(field) for field in batch.schema.names}
        for field, column in columns.items():
            if field != "about" and column.null_count:
                raise self._broken(batch, int(column.is_null().to_numpy(False).argmax()))
        document, unit, item = (columns[field].indices.to_numpy() for field in _CODED)
        words, names = (columns[field].dictionary.to_pylist() for field in ("item", "document"))
        units = columns["unit"].dictionary.to_pylist()
        unit = np.array([UNITS.index(u) if u in UNITS else -1 for u in units])[unit]
        count, sentences = (columns[field].to_numpy() for field in ("count", "sentences"))
        begins, opens = unit == _DOCUMENT, unit == _SECTION
        # before the batch's first document stand rows of the last one of the batch before
        last = next(reversed(self._abouts), None)
        carried = names.index(last) if last in names else -1
        owner = np.concatenate([[carried], document[begins]])[begins.cumsum()]
        section = len(self._headings) + opens.cumsum() - 1
        first = self._firsts[-1] if self._firsts else 0
        firsts = np.concatenate([[first], section[begins] + 1])[begins.cumsum()]
        inside = section - firsts + 1
        wrong = (unit < 0) | (document != owner) | (columns["section"].to_numpy() != inside)
        wrong |= (inside < 1) & (unit > _SECTION)
        wrong |= (unit == _SIZE) & (count < 0)
        wrong |= (unit > _SIZE) & ((sentences < 1) | (sentences > count))
        if wrong.any():
            raise self._broken(batch, int(wrong.argmax()))
        for at in np.flatnonzero(begins | opens).tolist():
            about = columns["about"][at].as_py()
            if opens[at]:
                self._headings.append((words[item[at]], about))
                continue
            if names[document[at]] in self._abouts:
                raise DataError(self._name, f"it names {names[document[at]]} a second time", REMEDY)
            self._abouts[names[document[at]]] = (words[item[at]], about)
            self._firsts.append(int(firsts[at]))
        of_size, wanted = unit == _SIZE, unit == self._unit
        sizes = self._numbered(item[of_size], words, self._size)
        self._sizes.append((section[of_size], sizes, count[of_size]))
        numbers = self._numbered(item[wanted], words, self._number)
        self.places.append((numbers, section[wanted], count[wanted], sentences[wanted]))
        told = columns["about"].filter(pa.array(wanted))
        for at in np.flatnonzero(told.is_valid().to_numpy(False)).tolist():
            self.cut[self._number_of_places + at] = told[at].as_py()
        self._number_of_places += len(numbers)

    def _broken(self, batch: Any, row: int) -> DataError:
        cells = [str(cell.as_py()) for cell in (column[row] for column in batch.columns[:6])]
        return DataError(self._name, f"no row of counts: {' '.join(cells)}", REMEDY)

    def _number(self, item: str) -> int:
        return self.items.setdefault(item, len(self.items))

    def _size(self, item: str) -> int:
        if item not in SIZES:
            raise DataError(self._name, f"{item} is no size of a section", REMEDY)
        return SIZES.index(item)

    @staticmethod
    def _numbered(items: Any, words: Sequence[str], number: Callable[[str], int]) -> Any:
        """The numbers of the items of a batch, of which each is looked up once."""
        import numpy as np

        used = np.unique(items)
        numbers = np.zeros(len(words), dtype=np.int64)
        numbers[used] = [number(words[at]) for at in used.tolist()]
        return numbers[items]

    def documents(self) -> tuple[Counts, ...]:
        """The documents with their sections. Raises ``DataError`` where one lacks its sizes."""
        import numpy as np

        sizes = np.full((len(self._headings), len(SIZES)), -1, dtype=np.int64)
        for section, kind, count in self._sizes:
            sizes[section, kind] = count
        if not self._abouts:
            raise DataError(self._name, "it names no document", REMEDY)
        if (sizes < 0).any():
            raise DataError(self._name, "it has a section without sizes", REMEDY)
        found = []
        ends = [*self._firsts[1:], len(self._headings)]
        for (id_, (title, about)), start, end in zip(
            self._abouts.items(), self._firsts, ends, strict=True
        ):
            try:
                record = read_document({**json.loads(about), "id": id_, "title": title})
                sections = tuple(
                    self._section(at, id_, sizes[at].tolist()) for at in range(start, end)
                )
                found.append(Counts(**record, sections=sections, terms={}, concepts=_COUNTED))
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise DataError(self._name, f"{id_} is no document", REMEDY) from error
        return tuple(found)

    def _section(self, at: int, id_: str, sizes: Sequence[int]) -> CountedSection:
        heading, about = self._headings[at]
        told = dict(zip(SIZES, sizes, strict=True))
        return read_section({**json.loads(about), "heading": heading, **told}, id_)
