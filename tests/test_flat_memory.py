"""The process that puts a corpus together holds no more of a large one than of a small one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from aiplans_cli.analyses.counting import tables as putting
from aiplans_cli.analyses.counting.work import Done
from aiplans_cli.counting import parquet
from aiplans_cli.counting.corpus import Grouping
from aiplans_cli.model import CountedSection, Counts, Occurrences
from aiplans_cli.sources.corpus.parts import Parts

PER_PART = 25
WORDS = 600
ROWS = WORDS + 7


class Kept:
    """Parts that are made when they are asked for, and not held."""

    def __init__(self) -> None:
        words = {f"word{number}": (Occurrences(0, 1, 1),) for number in range(WORDS)}
        section = CountedSection("", 0, "body", "", (), WORDS, WORDS, 0, 9, 900)
        one = Counts("", "", "en", "1f", "text", (section,), words, {})
        self.rows = pa.concat_tables([parquet.table_of([one])] * PER_PART)

    def data(self, key: str) -> bytes:
        first = int(key) * PER_PART
        names = pa.array([f"d{first + at:07}" for at in range(PER_PART)])
        of_row = pa.array([at for at in range(PER_PART) for _ in range(ROWS)])
        stream = BytesIO()
        made = self.rows.set_column(0, parquet.schema().field(0), pc.take(names, of_row))
        parquet.write_parquet([made], stream)
        return stream.getvalue()


def done(parts: int) -> list[Done]:
    """What is known of so many parts before they are put together."""
    return [
        Done(name, 0, str(name // PER_PART), at * ROWS, f"d{name:07}", ROWS, "", "")
        for name in range(parts * PER_PART)
        for at in [name % PER_PART]
    ]


def peak(parts: int) -> tuple[int, int]:
    """The most bytes that Arrow held while so many parts were put together; and rows."""
    every, before, rows = done(parts), pa.default_memory_pool(), 0
    kept = cast("Parts", Kept())
    watched = pa.proxy_memory_pool(before)
    pa.set_memory_pool(watched)

    def counted() -> Any:
        nonlocal rows
        for table in putting.tables(every, kept, Grouping()):
            rows += table.num_rows
            yield table

    try:
        with Path("/dev/null").open("wb") as nowhere:
            parquet.write_parquet(counted(), nowhere)
        return watched.max_memory(), rows
    finally:
        pa.set_memory_pool(before)


def test_a_corpus_of_four_times_as_many_documents_is_written_in_the_same_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(putting, "ROWS", 1 << 14)
    monkeypatch.setattr(parquet, "GROUP_ROWS", 1 << 15)
    few, rows = peak(10)
    many, all_rows = peak(40)
    assert all_rows == 4 * rows == 40 * PER_PART * ROWS
    assert many < 1.2 * few


def test_what_is_put_in_order_at_once_is_small() -> None:
    """With half a million rows at once, and a million written at once, it was four times as much"""
    most, rows = peak(60)
    assert rows > 900_000
    assert most < 75e6, most
