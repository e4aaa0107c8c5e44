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
from os import SEEK_END
from typing import TYPE_CHECKING, Any, BinaryIO

from aiplans_cli.counting.integrity import DIGEST, UNSEEN, cell_of, digest_of_lines, whole_number
from aiplans_cli.counting.schema import (
    REMEDY,
    DocumentRows,
    RepeatedError,
    blocks_text,
    document_record,
    read_document,
    read_section,
    section_record,
)
from aiplans_cli.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.model import Counts

MAGIC = "# aiplans counts 1"
HEADER = ("document", "section", "unit", "item", "count", "sentences")
BLOCKS = "blocks"
"""The column of rows that are told by block, in files that have such rows."""
_CHANGED = f"{REMEDY}; where you changed it yourself, take out its line '# digest'"


def render_counts(documents: Sequence[Counts]) -> str:
    """The counts file of the documents, in their order; the same counts give the same bytes."""
    lines = [MAGIC]
    for counts in documents:
        lines.append("# document\t" + _json(document_record(counts)))
        for section in counts.sections:
            record = section_record(section)
            if section.document == counts.id:
                del record["document"]
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
        raise DataError(name, f"not a counts file of version 1 (it begins {found!r})", REMEDY)
    documents: dict[str, DocumentRows] = {}
    position = 1
    if lines[1:] and lines[1].startswith(DIGEST):
        if lines[1].removeprefix(DIGEST).strip() != digest_of_lines(lines[2:]):
            raise DataError(name, "its digest shows that it was changed or damaged", _CHANGED)
        position = 2
    while position < len(lines) and lines[position].startswith("# "):
        _read_preamble(lines[position], name, position + 1, documents)
        position += 1
    header = tuple(lines[position].split("\t")) if position < len(lines) else ()
    if header not in (HEADER, (*HEADER, BLOCKS)):
        raise DataError(name, f"line {position + 1} is not the header {' '.join(HEADER)}", REMEDY)
    if not documents:
        raise DataError(name, "it names no document", REMEDY)
    names = {cell_of(id_): document for id_, document in documents.items()}
    for number, line in enumerate(lines[position + 1 :], position + 2):
        try:
            document, section, unit, item, count, sentences, *blocks = line.split("\t", 6)
            numbers = whole_number(count), whole_number(sentences)
            at = whole_number(section) - 1
            names[document].add(at, unit, item, *numbers, "".join(blocks))
        except RepeatedError as error:
            fact = f"line {number} repeats or goes back before an earlier row"
            raise DataError(name, fact, REMEDY) from error
        except (ValueError, KeyError) as error:
            fact = f"line {number} is no row of counts: {line[:60]!r}"
            raise DataError(name, fact, REMEDY) from error
    return [document.counts(name) for document in documents.values()]


def _read_preamble(line: str, name: str, number: int, documents: dict[str, DocumentRows]) -> None:
    label, _, body = line[2:].partition("\t")
    try:
        record = json.loads(body)
        if label == "document":
            document = DocumentRows(read_document(record))
            id_ = document.record["id"]
            if id_ in documents:
                raise DataError(name, f"line {number} names {id_} a second time", REMEDY)
            documents[id_] = document
        elif label == "section" and documents:
            id_, document = next(reversed(documents.items()))
            document.sections.append(read_section(record, id_))
        else:
            raise ValueError(label)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(name, f"line {number} is no document or section line", REMEDY) from error
