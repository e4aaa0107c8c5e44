"""What a counts file says, as TSV and as Parquet: documents, sections, where items stand."""

from __future__ import annotations

from dataclasses import asdict, fields
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, Any

from aiplans_cli.counting.integrity import check_sums, checked_record, whole_number
from aiplans_cli.model import CountedSection, Counts, Occurrences, SectionBlock

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS = ("document", "section", "size", "concept", "term")
"""What a row tells of, in their order; sizes have rows in Parquet alone."""
SIZES = ("tokens", "content_tokens", "covered", "sentences", "characters")
REMEDY = "make it again with 'aiplans count'"

_DOCUMENT = ("id", "title", "language", "sha256", "kind", "settings")
_OPTIONAL = ("ledger", "file")
"""What is told of documents where it is known; earlier versions told none of it."""
_INTEGERS = tuple(field.name for field in fields(CountedSection) if field.type == "int")
_SIZES = attrgetter(*(field.name for field in fields(SectionBlock)))
_MOST = 10**18


def document_record(counts: Counts) -> dict[str, Any]:
    """What a file says of a document beside its sections and rows."""
    record: dict[str, Any] = {name: getattr(counts, name) for name in _DOCUMENT}
    return record | {name: told for name in _OPTIONAL if (told := getattr(counts, name))}


def section_record(section: CountedSection) -> dict[str, Any]:
    """What a file says of a section; ``blocks`` only where it is cut into some."""
    record = asdict(section)
    if section.blocks:
        record["blocks"] = [_SIZES(block) for block in section.blocks]
    return {name: told for name, told in record.items() if told or name not in ("blocks", "text")}


def read_document(record: Any) -> dict[str, Any]:
    """A document's record, checked. Raises ``TypeError`` or ``ValueError`` for any other."""
    known = checked_record(record, Counts)
    if {*known, *_OPTIONAL} != {*_DOCUMENT, *_OPTIONAL}:
        raise ValueError(list(known))
    return known


def read_section(record: Any, id_: str) -> CountedSection:
    """The section of document ``id_`` that a record tells.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for a record of anything else.
    """
    record = checked_record(record, CountedSection)
    told = record.get("blocks", [])
    blocks = tuple(SectionBlock(*sizes) for sizes in told)
    if not all(type(size) is int and size >= 0 for sizes in told for size in sizes):
        raise ValueError(told)
    owner = record.get("document", id_)
    # of a hundred thousand sections most have the same few kinds, and the name of their document
    same = {"kind": intern(record["kind"]), "document": id_ if owner == id_ else owner}
    section = CountedSection(
        **{**record, **same, "parents": tuple(record["parents"]), "blocks": blocks, "text": ""}
    )
    for field in _INTEGERS:
        value = getattr(section, field)
        if type(value) is not int or not 0 <= value < _MOST:
            raise ValueError(field)
    if not _blocks_fit(section):
        raise ValueError(told)
    return section


def _blocks_fit(section: CountedSection) -> bool:
    """Whether a section's blocks make the section; a sentence without words is in no block."""
    if not section.blocks:
        return True
    sums = [sum(size) for size in zip(*map(_SIZES, section.blocks), strict=True)]
    exact = sums[:2] == [section.tokens, section.content_tokens]
    return exact and sums[2] <= section.sentences


def blocks_text(stands: Occurrences) -> str:
    """What stands in each block, as a cell.

    >>> blocks_text(Occurrences(0, 3, 2, (Occurrences(0, 2, 1), Occurrences(4, 1, 1))))
    '1:2:1 5:1:1'
    """
    return " ".join(f"{o.section + 1}:{o.count}:{o.sentences}" for o in stands.blocks)


def parse_blocks(text: str, stands: Occurrences, blocks: int) -> Occurrences:
    """The occurrences with what such a cell tells, of a section of so many blocks.

    Raises ``ValueError`` where it does not fit them.
    """
    if not (text or blocks):
        return stands
    found: list[Occurrences] = []
    total, before = 0, -1
    for cell in text.split():
        block, count, sentences = map(whole_number, cell.split(":"))
        if not (before < block - 1 < blocks and 0 < sentences <= count):
            raise ValueError(text)
        before, total = block - 1, total + count
        found.append(Occurrences(before, count, sentences))
    if bool(found) != bool(blocks) or (found and total != stands.count):
        raise ValueError(text)
    return Occurrences(stands.section, stands.count, stands.sentences, tuple(found))


@lru_cache(1 << 16)
def place(section: int, count: int, sentences: int, blocks: str, number: int) -> Occurrences:
    """Where an item stands, as a row tells it; ``blocks`` is its cell of ``number`` blocks.

    Rows that are alike are one record: of short texts almost all are, and a record for each of ten
    thousand texts' words would be half a gigabyte. Raises ``ValueError`` as ``parse_blocks`` does.

    >>> place(0, 2, 1, "", 0) is place(0, 2, 1, "", 0)
    True
    """
    if not 0 < sentences <= count:
        raise ValueError(count)
    return parse_blocks(blocks, Occurrences(section, count, sentences), number)


class RepeatedError(ValueError):
    """A row that stands at or before the one before it of the same item."""


class DocumentRows:
    """A document whose rows are being read."""

    __slots__ = ("_items", "record", "sections")

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.sections: list[CountedSection] = []
        self._items: dict[str, dict[str, list[Occurrences]]] = {"concept": {}, "term": {}}

    def add(
        self, section: int, unit: str, item: str, count: int, sentences: int, blocks: str
    ) -> None:
        """Take a row: where in its section, from 0, an item stands.

        Raises ``RepeatedError``, and ``KeyError`` or ``ValueError`` for a row that is none.
        """
        if not 0 <= section < len(self.sections):
            raise ValueError(section)
        stands = self._items[unit].setdefault(item, [])
        if stands and stands[-1].section >= section:
            raise RepeatedError(item)
        cut = len(self.sections[section].blocks)
        stands.append(place(section, count, sentences, blocks, cut))

    def counts(self, name: str, *, partial: bool = False) -> Counts:
        """The whole document; ``partial`` where only some of its terms were taken.

        Raises ``DataError`` naming the file where its sums do not agree.
        """
        if not partial:
            check_sums(self._items["term"].values(), self.record["id"], self.sections, name)
        terms, concepts = (
            {item: tuple(items[item]) for item in sorted(items)}
            for items in (self._items["term"], self._items["concept"])
        )
        sections = tuple(self.sections)
        return Counts(**self.record, sections=sections, terms=terms, concepts=concepts)
