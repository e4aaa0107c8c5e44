"""The counts of many texts put together: a document for each text, or for each value of a field.

What is put together are tables of counts (``counting.parquet``) with one more column, ``text``:
the number of the text in the corpus, which keeps sections apart until they are numbered anew.
Tables add up in any order and by any tree of merges, so one machine and many end in the same rows.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiplans_cli.counting.one_section import OneSection
from aiplans_cli.counting.parquet import json_of, schema
from aiplans_cli.counting.schema import UNITS
from aiplans_cli.model import CountedSection, Counts, Kind, Occurrences
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

KINDS: tuple[Kind, ...] = ("body", "contents", "note", "bibliography", "rotated")
_KEY = ["document", "text", "section", "unit", "item"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """What becomes a document."""

    field: str = ""
    """Each value of this field; "" for each text."""
    totals: bool = False
    """Whether a document is one section of each kind, not one for each text."""


def of_text(table: Any, text: int, grouping: Grouping) -> Any:
    """A table of ``placed`` counts as ``merge`` takes it; ``text`` is its number in the corpus."""
    import pyarrow as pa

    number = 0 if grouping.totals else text
    return table.append_column("text", pa.array([number] * table.num_rows, pa.int32()))


def placed(counts: Counts, name: str, value: str, grouping: Grouping, text: str = "") -> Counts:
    """The counts of a text as a piece of the document it belongs to.

    ``name`` is the text's own, ``value`` that of the field it is grouped by. Values are kept apart
    by language, and a text is one section of each kind that it has, under its name, which tells
    by ``text`` where it was. Totals have no such sections.
    """
    if not grouping.field:
        sections = tuple(replace(section, document=name) for section in counts.sections)
        return replace(counts, id=name, sections=sections)
    kinds = [kind for kind in KINDS if grouping.totals or _has(counts, kind)]
    heading = "" if grouping.totals else name
    told = "" if grouping.totals else text
    made = OneSection(counts, kinds, heading, whole=grouping.totals, text=told)
    return replace(
        counts,
        id=f"{value}\t{counts.language}",
        title=value,
        kind="text",
        sections=made.sections,
        terms=made.items(counts.terms),
        concepts=made.items(counts.concepts),
        settings=_of_value(counts, grouping, value),
        file="",
    )


def _of_value(counts: Counts, grouping: Grouping, value: str) -> dict[str, str]:
    """The settings of a text's counts as those of a value, which has none of a text's fields."""
    kept = {key: told for key, told in counts.settings.items() if key != "fields"}
    return {**kept, "by": grouping.field, "value": value}


def joined(several: Sequence[Counts], grouping: Grouping) -> Counts:
    """The placed counts of several texts of one document, one after another, as one piece of it.

    >>> from aiplans_cli.model import CountedSection
    >>> section = CountedSection("", 0, "body", "", (), 2, 1, 0, 1, 6, document="d")
    >>> one = Counts("d", "", "en", "1", "text", (section,), {"ai": (Occurrences(0, 2, 1),)}, {})
    >>> joined([one, one], Grouping()).terms["ai"]
    (Occurrences(section=0, count=2, sentences=1), Occurrences(section=1, count=2, sentences=1))
    """
    first = several[0]
    if len(several) == 1:
        return first
    items: dict[str, dict[str, list[Occurrences]]] = {"terms": {}, "concepts": {}}
    sections: list[CountedSection] = []
    for counts in several:
        before = len(sections)
        sections += counts.sections
        for name, into in items.items():
            for item, stands in getattr(counts, name).items():
                moved = [replace(o, section=before + o.section) for o in stands]
                into.setdefault(item, []).extend(moved)
    frozen = {
        name: {item: tuple(into[item]) for item in sorted(into)} for name, into in items.items()
    }
    whole = replace(
        first,
        sha256=digest_of(counts.sha256 for counts in several),
        sections=tuple(sections),
        terms=frozen["terms"],
        concepts=frozen["concepts"],
    )
    if not grouping.totals:
        return whole
    return placed(whole, "", first.settings["value"], grouping)


def _has(counts: Counts, kind: Kind) -> bool:
    return any(section.kind == kind for section in counts.sections)


def merge(tables: Sequence[Any]) -> Any:
    """Tables of pieces as one, with equal rows added up. Associative and commutative."""
    import pyarrow as pa
    import pyarrow.compute as pc

    documents = heads_table(heads(head_rows(table) for table in tables))
    every = pa.concat_tables(tables)
    # the few rows with more to tell go by themselves: to compare texts takes room in each group
    telling = pc.and_(pc.is_valid(every["about"]), pc.not_equal(every["unit"], "document"))
    sections = _added(every.filter(telling), ("about", "max"))
    if set(pc.unique(sections["unit"]).to_pylist()) > {"section"}:  # items told by block
        every = every.filter(pc.invert(telling))
    rest = _added(every)
    rest = rest.filter(pc.is_in(rest["unit"], pa.array(["size", "concept", "term"])))
    rest = rest.append_column("about", pa.nulls(rest.num_rows, pa.string()))
    layout = every.schema
    rows = [part.select(layout.names).cast(layout) for part in (sections, rest)]
    return pa.concat_tables([documents, *rows])


def _added(rows: Any, *more: tuple[str, str]) -> Any:
    """Equal rows with their counts added up, and what ``more`` makes of other columns."""
    import pyarrow as pa

    how = [("count", "sum"), ("sentences", "sum"), *more]
    added = rows.group_by(_KEY, use_threads=False).aggregate(how)  # a thread would hold all groups
    columns = {name: added[name] for name in _KEY}
    return pa.table(columns | {name: added[f"{name}_{made}"] for name, made in how})


def finished(
    table: Any, known: Mapping[str, Head], grouping: Grouping, ends: dict[str, int], several: bool
) -> Any:
    """A merged table as it stands in a counts file: in order, sections numbered, documents named.

    ``known`` are its documents; ``ends`` holds for each that has been begun the number of its last
    section, and is moved on. ``several`` tells whether the corpus is in two languages, which the
    names of values then tell. Sections without any character, which only totals have, are left out.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    documents = set(pc.unique(table["document"]).to_pylist())
    new = heads_table({id_: known[id_] for id_ in documents if id_ not in ends})
    ends.update({id_: 0 for id_ in documents if id_ not in ends})
    rows = pa.concat_tables([new, table.filter(pc.greater(table["section"], 0))])
    order = pc.index_in(rows["unit"], pa.array(UNITS))
    keys = [(name, "ascending") for name in ("document", "text", "section", "order", "item")]
    rows = rows.append_column("order", order).combine_chunks()  # many chunks are slow to sort
    rows = rows.sort_by(keys)
    rows = rows.set_column(1, schema().field(1), _numbers(rows, grouping, ends))
    if grouping.field:
        ids = pc.dictionary_encode(rows["document"]).combine_chunks()
        names = [_name(id_, several) for id_ in ids.dictionary.to_pylist()]
        rows = rows.set_column(0, schema().field(0), pa.array(names).take(ids.indices))
    rows = rows.select(schema().names).cast(schema())
    return rows.filter(pc.greater_equal(rows["section"], 0))


def _name(id_: str, several: bool) -> str:
    value, _, language = id_.rpartition("\t")
    return f"{value} {language}" if several else value


def _numbers(rows: Any, grouping: Grouping, ends: dict[str, int]) -> Any:
    """The numbers of the sections in which sorted rows stand; -1 for those that are left out."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    documents = pc.dictionary_encode(rows["document"]).combine_chunks()
    ids = documents.dictionary.to_pylist()
    columns = [documents.indices, rows["text"], rows["section"]]
    code, text, section = (column.to_numpy() for column in columns)
    changes = np.ones(len(code), bool)
    changes[1:] = (np.diff(code) != 0) | (np.diff(text) != 0) | (np.diff(section) != 0)
    run = np.cumsum(changes) - 1
    left_out = set()
    if grouping.totals:
        sizes = pc.and_(pc.equal(rows["unit"], "size"), pc.equal(rows["item"], "characters"))
        empty = pc.and_(sizes, pc.equal(rows["count"], 0))
        left_out = set(run[empty.to_numpy()].tolist())
    numbers = []
    for at, start in enumerate(np.flatnonzero(changes).tolist()):
        if not section[start]:
            numbers.append(0)
        elif at in left_out:
            numbers.append(-1)
        else:
            ends[ids[code[start]]] += 1
            numbers.append(ends[ids[code[start]]])
    return pa.array(np.array(numbers, np.int32)[run])


Head = dict[str, Any]
"""What is known of a document: its title, and the rest as its row tells it."""


def head_rows(table: Any) -> dict[str, Head]:
    """Id → what is known of it, for each document of a table."""
    import pyarrow.compute as pc

    rows = table.filter(pc.equal(table["unit"], "document")).to_pylist()
    return {row["document"]: {"title": row["item"], **json.loads(row["about"])} for row in rows}


def heads(found: Iterable[Mapping[str, Head]]) -> dict[str, Head]:
    """What is known of the documents of several tables together, in order of id.

    The digest of a document of several pieces is the sum of theirs modulo 2**256, so that it does
    not depend on their order.
    """
    together: dict[str, Head] = {}
    for documents in found:
        for id_, head in documents.items():
            before = together.get(id_)
            both = [before["sha256"], head["sha256"]] if before else [head["sha256"]]
            together[id_] = {**head, "sha256": digest_of(both)}
    return {id_: together[id_] for id_ in sorted(together)}


def digest_of(digests: Iterable[str]) -> str:
    """The digest of what has these digests together: their sum modulo 2**256, in any order.

    >>> digest_of(["0f" * 32]) == "0f" * 32
    True
    """
    return f"{sum(int(digest, 16) for digest in digests) % 2**256:064x}"


def in_two_languages(ids: Iterable[str], grouping: Grouping) -> bool:
    """Whether the values of a corpus, by their ids before they are named, are in two languages."""
    return bool(grouping.field) and len({id_.rpartition("\t")[2] for id_ in ids}) > 1


def heads_table(known: Mapping[str, Head]) -> Any:
    """The rows of documents, which are of no text."""
    import pyarrow as pa

    rows = [
        {
            "document": id_,
            "section": 0,
            "unit": "document",
            "item": head["title"],
            "count": 0,
            "sentences": 0,
            "about": json_of({k: v for k, v in head.items() if k != "title"}),
        }
        for id_, head in known.items()
    ]
    table = pa.Table.from_pylist(rows, schema=schema())
    return table.append_column("text", pa.array([-1] * len(rows), pa.int32()))
