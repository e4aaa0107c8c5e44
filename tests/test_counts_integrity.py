"""A counts file that is not as it was written is refused: by its digest, its sums, its numbers."""

from __future__ import annotations

import io
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from aiplans_cli.counting.files import parse_counts, render_counts
from aiplans_cli.counting.integrity import has_digest
from aiplans_cli.counting.parquet import parse_parquet, table_of, write_parquet
from aiplans_cli.counting.places import read_places
from aiplans_cli.errors import DataError
from aiplans_cli.model import CountedSection, Counts, Occurrences

SETTINGS = {"concepts": "1f", "rules": "2"}


def _counts(id_: str = "plan") -> Counts:
    sections = tuple(
        CountedSection(f"H{n}", 1, "body", "", (), 10, 5, 3, 4, 60, document=id_) for n in range(3)
    )
    terms = {
        f"w{word}": tuple(Occurrences(n, 2, 1 + word % 2) for n in range(3)) for word in range(5)
    }
    concepts = {"ai": (Occurrences(0, 2, 1), Occurrences(2, 3, 2))}
    return Counts(id_, "A plan", "en", "", "text", sections, terms, concepts, SETTINGS)


def _by_hand(text: str) -> str:
    first, _, *lines = text.split("\n")
    return "\n".join([first, *lines])


def _parquet(counts: Counts) -> bytes:
    stream = io.BytesIO()
    write_parquet([table_of([counts])], stream)
    return stream.getvalue()


def test_each_flipped_bit_and_each_lost_line_is_seen() -> None:
    counts = _counts()
    text = render_counts([counts])
    data, rng = text.encode(), Random(1)
    tried = 0
    for _ in range(2000):
        at = rng.randrange(len(data))
        changed = bytearray(data)
        changed[at] ^= 1 << rng.randrange(7)
        tried += 1
        with pytest.raises(DataError):
            parse_counts(changed.decode(), "x.tsv")
    lines = text.split("\n")
    for at in range(1, len(lines) - 1):
        lost = "\n".join(lines[:at] + lines[at + 1 :])
        if at == 1:  # the digest itself: the file is then one that was made by hand
            assert parse_counts(lost, "x.tsv") == [counts]
            continue
        with pytest.raises(DataError):
            parse_counts(lost, "x.tsv")
    for end in range(0, len(text) - 1, 7):
        with pytest.raises(DataError):
            parse_counts(text[:end], "x.tsv")
    assert tried == 2000


def test_a_file_made_by_hand_is_held_to_its_sums() -> None:
    text = _by_hand(render_counts([_counts()]))
    assert not has_digest(text)
    assert parse_counts(text, "x.tsv") == [_counts()]
    with pytest.raises(DataError, match="section 1 of plan says 10 tokens, and its terms make 8"):
        parse_counts(text.replace("plan\t1\tterm\tw3\t2\t2\n", ""), "x.tsv")
    with pytest.raises(DataError, match="says 9 tokens"):
        parse_counts(text.replace('"tokens": 10', '"tokens": 9', 1), "x.tsv")


@pytest.mark.parametrize("written", ["1_0", "+2", " 2", "٢", "2.0", "9" * 5000, "-2", ""])
def test_numbers_are_digits_and_nothing_else(written: str) -> None:
    text = _by_hand(render_counts([_counts()]))
    with pytest.raises(DataError, match="is no row of counts"):
        parse_counts(
            text.replace("plan\t1\tterm\tw3\t2\t2", f"plan\t1\tterm\tw3\t{written}\t2"), "x"
        )


@pytest.mark.parametrize("text", ["[" * 100_000, '{"tokens": ' + "9" * 5000 + "}"])
def test_what_json_stumbles_over_is_one_line(text: str) -> None:
    with pytest.raises(DataError, match="line 2 is no document or section line"):
        parse_counts(f"# aiplans counts 1\n# document\t{text}\n", "x.tsv")


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("# section", "# section\t1\n# section"),
        ("# document", "# document\t[]\n# document"),
        ('"title": "A plan"', '"title": 5'),
        ('"settings": {"concepts": "1f"', '"settings": {"concepts": 1'),
        ('"parents": []', '"parents": "x"'),
        ('"kind": "body"', '"kind": ["body"]'),
    ],
)
def test_a_record_of_another_type_is_one_line(line: str, changed: str) -> None:
    text = _by_hand(render_counts([_counts()]))
    assert line in text
    with pytest.raises(DataError, match="is no document or section line"):
        parse_counts(text.replace(line, changed, 1), "x.tsv")


@pytest.mark.parametrize(
    "name", ["a\tb", "a\nb", "a\x85b", "a\u2028b", "a\udc80b", "a\\tb", "a\rb"]
)
def test_odd_names_come_back_from_a_file(name: str) -> None:
    counts = _counts(name)
    written = render_counts([counts]).encode("utf-8", "backslashreplace")
    assert not any(0x80 <= ord(char) < 0xA0 for char in written.decode())
    assert parse_counts(written.decode(), "x.tsv") == [counts]


@pytest.mark.parametrize("field", ["document", "section", "unit", "item", "count", "about"])
@pytest.mark.parametrize("type_", [pa.bool_(), pa.float64(), pa.binary(), pa.date32()], ids=str)
def test_a_column_of_another_type_is_refused(field: str, type_: pa.DataType) -> None:
    table = table_of([_counts()])
    at = table.schema.get_field_index(field)
    changed = table.set_column(at, field, pa.nulls(len(table), type_))
    stream = io.BytesIO()
    pq.write_table(changed.replace_schema_metadata(table.schema.metadata), stream)
    for parse in (parse_parquet, lambda data, name: read_places(data, name, "term")):
        with pytest.raises(DataError, match=f"its column {field} holds"):
            parse(stream.getvalue(), "x.parquet")


@pytest.mark.parametrize("text", [pa.string(), pa.large_string()], ids=str)
@pytest.mark.parametrize("number", [pa.int16(), pa.int64(), pa.uint32()], ids=str)
def test_a_column_of_more_or_fewer_bits_is_read(text: pa.DataType, number: pa.DataType) -> None:
    counts = _counts()
    table = table_of([counts])
    for at, field in enumerate(table.schema):
        type_ = text if field.type == pa.string() else number
        table = table.set_column(at, field.name, table.column(at).cast(type_))
    stream = io.BytesIO()
    pq.write_table(table, stream, store_schema=True, use_dictionary=True, write_page_checksum=True)
    assert parse_parquet(stream.getvalue(), "x.parquet") == [counts]
    assert set(read_places(stream.getvalue(), "x.parquet", "term").items) == set(counts.terms)


def test_damaged_parquet_is_refused_or_gives_the_same_numbers() -> None:
    counts = _counts()
    data, rng = _parquet(counts), Random(2)
    refused = 0
    for _ in range(1500):
        changed = bytearray(data)
        changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        try:
            [found] = parse_parquet(bytes(changed), "x.parquet")
        except DataError:
            refused += 1
        else:
            assert found == counts
    assert refused > 500
