"""Counts files: tab-separated text, sorted, fit for ``diff``, ``cut`` and a spreadsheet.

Lines that begin with ``#`` hold the documents and their sections as JSON; then come a header line
and one row for each term or concept in each section where it stands::

    # aiplans counts 1
    # document<TAB>{"id": ..., "language": ..., ...}
    # section<TAB>{"heading": ..., "tokens": ..., ...}
    document<TAB>section<TAB>unit<TAB>item<TAB>count<TAB>sentences
    us-2025<TAB>3<TAB>concept<TAB>governance<TAB>1<TAB>1

``section`` numbers a document's sections from 1 in the order of their lines.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from os import SEEK_END
from typing import TYPE_CHECKING, Any, BinaryIO

from aiplans_cli.errors import DataError
from aiplans_cli.model import CountedSection, Counts, Occurrences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAGIC = "# aiplans counts 1"
HEADER = ("document", "section", "unit", "item", "count", "sentences")
DOCUMENT_FIELDS = ("id", "title", "language", "sha256", "kind", "settings")
_REMEDY = "make it again with 'aiplans count'"


def render_counts(documents: Sequence[Counts]) -> str:
    """The counts file of the documents, in their order; the same counts give the same bytes."""
    lines = [MAGIC]
    for counts in documents:
        about = {name: getattr(counts, name) for name in DOCUMENT_FIELDS}
        if counts.ledger:
            about["ledger"] = dict(counts.ledger)
        lines.append("# document\t" + _json(about))
        for section in counts.sections:
            record = asdict(section)
            if section.document == counts.id:
                del record["document"]
            lines.append("# section\t" + _json(record))
    lines.append("\t".join(HEADER))
    for counts in documents:
        for unit, items in (("concept", counts.concepts), ("term", counts.terms)):
            rows = [(o.section, item, o) for item, stands in items.items() for o in stands]
            lines.extend(
                f"{counts.id}\t{index + 1}\t{unit}\t{item}\t{o.count}\t{o.sentences}"
                for index, item, o in sorted(rows, key=lambda row: row[:2])
            )
    return "\n".join(lines) + "\n"


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))


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
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != MAGIC:
        found = lines[0][:40] if lines else ""
        raise DataError(name, f"not a counts file of version 1 (it begins {found!r})", _REMEDY)
    abouts: list[dict[str, Any]] = []
    sections: list[list[CountedSection]] = []
    position = 1
    while position < len(lines) and lines[position].startswith("# "):
        _read_preamble(lines[position], name, position + 1, abouts, sections)
        position += 1
    if position == len(lines) or tuple(lines[position].split("\t")) != HEADER:
        raise DataError(name, f"line {position + 1} is not the header {' '.join(HEADER)}", _REMEDY)
    if not abouts:
        raise DataError(name, "it names no document", _REMEDY)
    items = _read_rows(lines, position + 1, name, abouts, sections)
    return [
        Counts(
            **about,
            sections=tuple(counted),
            terms=_frozen(items[about["id"]]["term"]),
            concepts=_frozen(items[about["id"]]["concept"]),
        )
        for about, counted in zip(abouts, sections, strict=True)
    ]


_Items = dict[str, dict[str, dict[str, list[Occurrences]]]]


def _read_preamble(
    line: str,
    name: str,
    number: int,
    abouts: list[dict[str, Any]],
    sections: list[list[CountedSection]],
) -> None:
    label, _, body = line[2:].partition("\t")
    try:
        record = json.loads(body)
        if label == "document":
            if {*record, "ledger"} != {*DOCUMENT_FIELDS, "ledger"} or not isinstance(
                record["id"], str
            ):
                raise ValueError
            if any(about["id"] == record["id"] for about in abouts):
                raise DataError(name, f"line {number} names {record['id']} a second time", _REMEDY)
            abouts.append(record)
            sections.append([])
        elif label == "section" and abouts:
            record.setdefault("document", abouts[-1]["id"])
            record["parents"] = tuple(record["parents"])
            sections[-1].append(_section(record))
        else:
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(name, f"line {number} is no document or section line", _REMEDY) from error


_INTEGERS = frozenset(f.name for f in fields(CountedSection) if f.type == "int")


def _section(record: dict[str, Any]) -> CountedSection:
    section = CountedSection(**record)
    for field in _INTEGERS:
        value = getattr(section, field)
        if not isinstance(value, int) or value < 0:
            raise ValueError(field)
    return section


def _read_rows(
    lines: list[str],
    first: int,
    name: str,
    abouts: list[dict[str, Any]],
    sections: list[list[CountedSection]],
) -> _Items:
    known = {about["id"]: len(counted) for about, counted in zip(abouts, sections, strict=True)}
    items: _Items = {id_: {"term": {}, "concept": {}} for id_ in known}
    for number, line in enumerate(lines[first:], first + 1):
        try:
            document, section, unit, item, count, sentences = line.split("\t")
            index = int(section) - 1
            stands = items[document][unit].setdefault(item, [])
            record = Occurrences(index, int(count), int(sentences))
            if not (0 <= index < known[document] and 0 < record.sentences <= record.count):
                raise ValueError
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


def _frozen(items: dict[str, list[Occurrences]]) -> dict[str, tuple[Occurrences, ...]]:
    return {item: tuple(items[item]) for item in sorted(items)}
