"""The counts of pieces put together, a part of the corpus at a time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from aiplans_cli.analyses.counting.work import Done
    from aiplans_cli.counting.corpus import Grouping
    from aiplans_cli.sources.corpus.parts import Parts

ROWS = 1 << 16
"""Rows put in order at once: half a million took 300 MB more, and no less time."""

_OPEN = 8
"""Parts that are held: a document after another is in the same, those of a value are in any."""


def distinct(done: Sequence[Done]) -> list[Done]:
    """The pieces of texts without those whose bytes a text before has."""
    bytes_of: dict[int, dict[int, str]] = {}
    for item in sorted(done, key=lambda item: (item.number, item.begins)):
        bytes_of.setdefault(item.number, {})[item.begins] = item.of_bytes
    parts_of = {number: tuple(parts.values()) for number, parts in bytes_of.items()}
    first = {parts: number for number, parts in sorted(parts_of.items(), reverse=True)}
    kept = set(first.values())
    return [item for item in done if item.number in kept]


def digests_of_files(done: Sequence[Done]) -> dict[str, str]:
    """Path → the digest of all pieces of the file."""
    of_pieces: dict[str, dict[tuple[int, int], str]] = {}
    for item in done:
        pieces = of_pieces.setdefault(item.path, {})
        pieces[item.number, item.begins] = item.of_bytes
    return {path: _digest_of(pieces.values()) for path, pieces in of_pieces.items()}


def _digests_of_documents(done: Sequence[Done]) -> dict[str, str]:
    """Id of a document of several pieces → the digest of all; others know their own.

    A hundred thousand digests, and as many ids, would be more than what is put in order at once.
    """
    from itertools import groupby

    found: dict[str, str] = {}
    for id_, pieces in groupby(done, key=lambda item: item.document):
        digests = [item.sha256 for item in pieces if item.sha256]
        if len(digests) > 1:
            found[id_] = _digest_of(digests)
    return found


def _digest_of(digests: Iterable[str]) -> str:
    from aiplans_cli.counting.corpus import digest_of

    return digest_of(digests)


def tables(done: Sequence[Done], parts: Parts, grouping: Grouping) -> Iterator[Any]:
    """The rows of the counts file, document by document."""
    from aiplans_cli.counting.corpus import finished, head_rows, in_two_languages, merge

    of_documents = _digests_of_documents(done)
    several = in_two_languages((item.document for item in done), grouping)
    ends: dict[str, int] = {}
    for table in _whole_documents(_batches(done, parts, grouping), grouping, merge):
        known = head_rows(table)
        for id_, head in known.items():
            head["sha256"] = of_documents.get(id_, head["sha256"])
        yield finished(table, known, grouping, ends, several)
        if not grouping.field:  # a text is whole in a table
            ends.clear()


def _batches(done: Sequence[Done], parts: Parts, grouping: Grouping) -> Iterator[list[Any]]:
    """The tables of pieces, as many at a time as are put in order at once; a text stays whole."""
    from itertools import groupby

    from aiplans_cli.counting.corpus import of_text
    from aiplans_cli.counting.parquet import read_table

    batch: list[Any] = []
    rows = 0
    opened = lru_cache(_OPEN)(lambda key: read_table(parts.data(key)))
    for (_, number), pieces in groupby(done, key=lambda item: (item.document, item.number)):
        for item in pieces:
            table = opened(item.key).slice(item.start, item.rows)
            batch.append(of_text(table, number, grouping))
            rows += item.rows
        if rows >= ROWS:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _whole_documents(
    batches: Iterable[list[Any]], grouping: Grouping, merge: Callable[[list[Any]], Any]
) -> Iterator[Any]:
    """The batches merged; totals of a document only when all of it has been added up."""
    import pyarrow.compute as pc

    held: list[Any] = []
    for batch in batches:
        table = merge([*held, *batch])
        if not grouping.totals:
            yield table
            continue
        last = pc.max(table["document"])
        yield table.filter(pc.not_equal(table["document"], last))
        held = [table.filter(pc.equal(table["document"], last))]
    yield from held


@dataclass(slots=True)
class Sizes:
    """How much has been written."""

    documents: int = 0
    """Documents."""
    tokens: int = 0
    """Words."""


def totalled(tables: Iterable[Any], sizes: Sizes) -> Iterator[Any]:
    """The same tables; what goes by is added to ``sizes``."""
    import pyarrow.compute as pc

    for table in tables:
        sizes.documents += pc.sum(pc.equal(table["unit"], "document")).as_py() or 0
        tokens = pc.and_(pc.equal(table["unit"], "size"), pc.equal(table["item"], "tokens"))
        sizes.tokens += pc.sum(table.filter(tokens)["count"]).as_py() or 0
        yield table
