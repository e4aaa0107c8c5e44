"""Whether a counts file is as it was written: its digest, its sums, its numbers and its names."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiplans_cli.model import CountedSection, Counts, Occurrences

DIGEST = "# digest\t"
"""With what the second line begins, which has the sha256 of all lines after it."""

_NUMBER = re.compile("[0-9]{1,18}")
UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029]")
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\\\\\ud800-\udfff]")
_NEXT_NUMBER = 0x15
"""What stands before a number of 32 bits that is the next field of a record in Thrift."""

_REMEDY = "make it again with 'aiplans count'"


def digest_of_lines(lines: Sequence[str]) -> str:
    """The sha256 of lines as they are written."""
    return sha256(
        "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")
    ).hexdigest()


def cell_of(name: str) -> str:
    r"""The name of a document as a row has it.

    >>> cell_of("plan of 2025"), cell_of("plan\tof\u2028AI")
    ('plan of 2025', 'plan\\tof\\u2028AI')
    """
    return json.dumps(name)[1:-1] if _ODD.search(name) else name


def has_digest(text: str) -> bool:
    """Whether a counts file tells its own digest; one that was made by hand does not.

    >>> has_digest("# aiplans counts 1\\n# document"), has_digest("# aiplans\\n# digest\\t1f")
    (False, True)
    """
    return text.lstrip("\ufeff").partition("\n")[2].startswith(DIGEST)


def has_checksums(data: bytes) -> bool:
    """Whether the pages of a Parquet file have checksums, as those of our counts files do.

    No library tells: the first page begins with its header in Thrift's compact form, whose fourth
    number is the checksum. Damaged bytes have none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        metadata = pq.read_metadata(pa.BufferReader(data))
        column = metadata.row_group(0).column(0)
        at = column.dictionary_page_offset or column.data_page_offset
        for _ in range(3):  # its type, its size, its size as it is packed
            if data[at] != _NEXT_NUMBER:
                return False
            at += 1
            while data[at] & 0x80:  # more bytes of the number follow
                at += 1
            at += 1
        return bool(data[at] == _NEXT_NUMBER)
    except (pa.ArrowException, OSError, ValueError, LookupError):
        return False


def whole_number(text: str) -> int:
    """A number as a counts file writes it. Raises ``ValueError`` for any other spelling.

    >>> whole_number("10")
    10
    >>> whole_number("1_0")
    Traceback (most recent call last):
    ...
    ValueError: 1_0
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(text[:40])
    return int(text)


def checked_record(record: Any, of: type[Counts | CountedSection]) -> dict[str, Any]:
    """The record of a document or section, as JSON tells it.

    Raises ``TypeError`` for one that is no object, or whose texts, lists or numbers are none.
    """
    if not isinstance(record, dict):
        raise TypeError(str(record)[:40])
    for name, is_such in _checks(of):  # type: ignore[arg-type]  # a class can be a key
        if name in record and not is_such(record[name]):
            raise TypeError(name)
    return record


@cache  # found once for a hundred thousand records
def _checks(of: type[Counts | CountedSection]) -> list[tuple[str, Callable[[Any], bool]]]:
    """What the fields of a class must be."""
    every = [(field.name, _SUCH.get(str(field.type))) for field in fields(of)]
    return [(name, is_such) for name, is_such in every if is_such]


_SUCH: Mapping[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "Kind": lambda value: isinstance(value, str),
    "tuple[str, ...]": lambda value: (
        isinstance(value, list) and all(isinstance(one, str) for one in value)
    ),
    "Mapping[str, str]": lambda value: (
        isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    ),
    "Mapping[str, int]": lambda value: (
        isinstance(value, dict) and all(type(one) is int for one in value.values())
    ),
}
"""Type of a field → whether a value is of it."""


def check_sums(
    terms: Iterable[Sequence[Occurrences]], id_: str, sections: Sequence[CountedSection], name: str
) -> None:
    """Raise ``DataError`` where the words of a section are not as many as it says."""
    found: Counter[int] = Counter()
    for stands in terms:
        for o in stands:
            found[o.section] += o.count
    for number, section in enumerate(sections):
        tokens = section.tokens
        if max(section.content_tokens, section.covered) > tokens or (
            found and found[number] != tokens
        ):
            fact = f"section {number + 1} of {id_} says {tokens:,} tokens, and its terms make"
            raise DataError(name, f"{fact} {found[number]:,}", _REMEDY)
