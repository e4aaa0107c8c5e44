"""Counts files: tab-separated text, sorted, fit for ``diff``, ``cut`` and a spreadsheet.

Lines that begin with ``#`` hold the documents and their sections as JSON; then come a header line
and one row for each term or concept in each section where it stands::

    # aiplans counts 1
    # digest<TAB>sha256 of all lines after this one
    # document<TAB>{"id": ..., "language": ..., ...}
    # section<TAB>{"heading": ..., "tokens": ..., ...}
    document<TAB>section<TAB>unit<TAB>item<TAB>count<TAB>sentences
    us-2025<TAB>3<TAB>concept<TAB>governance<TAB>1<TAB>1

``section`` numbers a document's sections from 1 in the order of their lines. A section that holds
much of a document is cut into blocks; then its line lists words, content words and sentences of
each, and a seventh column, ``blocks``, tells ``block:count:sentences`` of a row, blocks from 1.
A name with a tab, a line end or a control character stands in rows as JSON would write it. The
terms of a section add up to its tokens. A file that was made by hand may do without the digest.
"""

from __future__ import annotations

import json
from dataclasses import asdict, astuple, fields
from functools import lru_cache
from os import SEEK_END
from typing import TYPE_CHECKING, Any, BinaryIO

from aiplans_cli.counting.integrity import (
    DIGEST,
    UNSEEN,
    cell_of,
    check_sums,
    checked_record,
    digest_of_lines,
    whole_number,
)
from aiplans_cli.errors import DataError
from aiplans_cli.model import CountedSection, Counts, Occurrences, SectionBlock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAGIC = "# aiplans counts 1"
HEADER = ("document", "section", "unit", "item", "count", "sentences")
BLOCKS = "blocks"
"""The column of rows that are told by block, in files that have such rows."""
DOCUMENT_FIELDS = ("id", "title", "language", "sha256", "kind", "settings")
OPTIONAL = ("ledger", "file")
"""What is told of documents where it is known; earlier versions told none of it."""
_SUMMED = ("tokens", "content_tokens", "covered")
_REMEDY = "make it again with 'aiplans count'"
_CHANGED = f"{_REMEDY}; where you changed it yourself, take out its line '# digest'"


def render_counts(documents: Sequence[Counts]) -> str:
    """The counts file of the documents, in their order; the same counts give the same bytes."""
    lines = [MAGIC]
    for counts in documents:
        about = {name: getattr(counts, name) for name in DOCUMENT_FIELDS}
        about |= {name: kept for name in OPTIONAL if (kept := getattr(counts, name))}
        lines.append("# document\t" + _json(about))
        for section in counts.sections:
            record = asdict(section)
            record["blocks"] = [astuple(block) for block in section.blocks]
            if section.document == counts.id:
                del record["document"]
            if not section.blocks:
                del record["blocks"]
            lines.append("# section\t" + _json(record))
    cut = any(section.blocks for counts in documents for section in counts.sections)
    lines.append("\t".join((*HEADER, *[BLOCKS] * cut)))
    for counts in documents:
        name = cell_of(counts.id)
        for unit, items in (("concept", counts.concepts), ("term", counts.terms)):
            rows = [(o.section, item, o) for item, stands in items.items() for o in stands]
            lines.extend(
                f"{name}\t{index + 1}\t{unit}\t{item}\t{o.count}\t{o.sentences}"
                + (f"\t{blocks_text(o)}" if cut else "")
                for index, item, o in sorted(rows, key=lambda row: row[:2])
            )
    digest = digest_of_lines(lines[1:])
    return "\n".join([MAGIC, f"{DIGEST}{digest}", *lines[1:]]) + "\n"


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
    return parse_blocks(blocks, Occurrences(section, count, sentences), number)


def _json(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, separators=(", ", ": "))
    return UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def is_counts(data: bytes) -> bool:
    """Whether the bytes begin as a counts file does."""
    return data.removeprefix(b"\xef\xbb\xbf").startswith(b"# aiplans counts ")


def is_counts_parquet(stream: BinaryIO) -> bool:
    """Whether a Parquet file says that it is a counts file, or is too damaged to say what it is."""
    try:
        stream.seek(-8, SEEK_END)
        ending = stream.read(8)
        length = int.from_bytes(ending[:4], "little")
        if not ending.endswith(b"PAR1"):
            return True
        stream.seek(-8 - length, SEEK_END)
    except (OSError, ValueError):
        return True
    footer = stream.read(length)
    return b"aiplans" in footer


def parse_counts(text: str, name: str) -> list[Counts]:
    """The documents of a counts file, in its order.

    Raises ``DataError`` naming the file and the line where the file breaks its format.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").removesuffix("\n").split("\n")
    if lines[0].rstrip() != MAGIC:
        found = lines[0][:40]
        raise DataError(name, f"not a counts file of version 1 (it begins {found!r})", _REMEDY)
    abouts: dict[str, dict[str, Any]] = {}
    sections: list[list[CountedSection]] = []
    position = 1
    if lines[1:] and lines[1].startswith(DIGEST):
        if lines[1].removeprefix(DIGEST).strip() != digest_of_lines(lines[2:]):
            raise DataError(name, "its digest shows that it was changed or damaged", _CHANGED)
        position = 2
    while position < len(lines) and lines[position].startswith("# "):
        _read_preamble(lines[position], name, position + 1, abouts, sections)
        position += 1
    header = tuple(lines[position].split("\t")) if position < len(lines) else ()
    if header not in (HEADER, (*HEADER, BLOCKS)):
        raise DataError(name, f"line {position + 1} is not the header {' '.join(HEADER)}", _REMEDY)
    if not abouts:
        raise DataError(name, "it names no document", _REMEDY)
    items = _read_rows(lines, position + 1, name, abouts, sections)
    for about, counted in zip(abouts.values(), sections, strict=True):
        sizes = [{size: getattr(section, size) for size in _SUMMED} for section in counted]
        check_sums(items[about["id"]]["term"].values(), about["id"], sizes, name)
    return [
        Counts(
            **about,
            sections=tuple(counted),
            terms=frozen(items[about["id"]]["term"]),
            concepts=frozen(items[about["id"]]["concept"]),
        )
        for about, counted in zip(abouts.values(), sections, strict=True)
    ]


_Items = dict[str, dict[str, dict[str, list[Occurrences]]]]


def _read_preamble(
    line: str,
    name: str,
    number: int,
    abouts: dict[str, dict[str, Any]],
    sections: list[list[CountedSection]],
) -> None:
    label, _, body = line[2:].partition("\t")
    try:
        record = checked_record(json.loads(body), Counts if label == "document" else CountedSection)
        if label == "document":
            complete = {*record, *OPTIONAL} == {*DOCUMENT_FIELDS, *OPTIONAL}
            texts = (record["id"], record.get("file", ""))
            if not complete or not all(isinstance(text, str) for text in texts):
                raise ValueError
            if record["id"] in abouts:
                raise DataError(name, f"line {number} names {record['id']} a second time", _REMEDY)
            abouts[record["id"]] = record
            sections.append([])
        elif label == "section" and abouts:
            record.setdefault("document", next(reversed(abouts)))
            record["parents"] = tuple(record["parents"])
            sections[-1].append(_section(record))
        else:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(name, f"line {number} is no document or section line", _REMEDY) from error


def blocks_of(records: Sequence[Sequence[int]]) -> tuple[SectionBlock, ...]:
    """The blocks of a section from their sizes. Raises ``TypeError`` or ``ValueError``."""
    blocks = tuple(SectionBlock(*sizes) for sizes in records)
    if not all(type(size) is int and size >= 0 for sizes in records for size in sizes):
        raise ValueError(records)
    return blocks


def blocks_fit(blocks: Sequence[SectionBlock], sizes: Mapping[str, int]) -> bool:
    """Whether the sizes of a section's blocks are those of the section; true without blocks.

    A sentence without words is in no block.

    >>> blocks_fit([SectionBlock(2, 1, 1)], {"tokens": 3, "content_tokens": 1, "sentences": 1})
    False
    """
    words = [(block.tokens, block.content_tokens) for block in blocks]
    exact = [sizes["tokens"], sizes["content_tokens"]]
    fits = sum(block.sentences for block in blocks) <= sizes["sentences"]
    return not blocks or (fits and [sum(size) for size in zip(*words, strict=True)] == exact)


_INTEGERS = frozenset(f.name for f in fields(CountedSection) if f.type == "int")


def _section(record: dict[str, Any]) -> CountedSection:
    blocks = blocks_of(record.pop("blocks", []))
    section = CountedSection(**record, blocks=blocks)
    if not blocks_fit(blocks, record):
        raise ValueError(blocks)
    for field in _INTEGERS:
        value = getattr(section, field)
        if type(value) is not int or not 0 <= value < 10**18:
            raise ValueError(field)
    return section


def _read_rows(
    lines: list[str],
    first: int,
    name: str,
    abouts: Mapping[str, object],
    sections: list[list[CountedSection]],
) -> _Items:
    known = dict(zip(abouts, sections, strict=True))
    names = {cell_of(id_): id_ for id_ in known}
    items: _Items = {id_: {"term": {}, "concept": {}} for id_ in known}
    for number, line in enumerate(lines[first:], first + 1):
        try:
            document, section, unit, item, count, sentences, *blocks = line.split("\t", 6)
            index = whole_number(section) - 1
            document = names[document]
            stands = items[document][unit].setdefault(item, [])
            found, hits = whole_number(count), whole_number(sentences)
            if not (0 <= index < len(known[document]) and 0 < hits <= found):
                raise ValueError
            cut = len(known[document][index].blocks)
            record = place(index, found, hits, "".join(blocks), cut)
        except (ValueError, KeyError) as error:
            raise DataError(
                name, f"line {number} is no row of counts: {line[:60]!r}", _REMEDY
            ) from error
        if stands and stands[-1].section >= index:
            raise DataError(
                name, f"line {number} repeats or goes back before an earlier row", _REMEDY
            )
        stands.append(record)
    return items


def frozen(items: Mapping[str, Sequence[Occurrences]]) -> dict[str, tuple[Occurrences, ...]]:
    """Items that are being read as those of counts, in the order of the alphabet."""
    return {item: tuple(items[item]) for item in sorted(items)}
