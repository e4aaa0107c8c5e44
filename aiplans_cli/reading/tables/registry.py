"""Which files are tables, by suffix, then by the first bytes, and how their rows are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.reading.tables.lines import Rows


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How tables of one format are recognised and read."""

    name: str
    """What people call the format."""
    suffixes: tuple[str, ...]
    """Suffixes of its files, lower-case, with the dot."""
    matches: Callable[[bytes], bool]
    """Whether the first bytes of a file, whatever its name, are of this format."""
    rows: Callable[[BinaryIO, str, str | None, int, Callable[[str], None]], Rows]
    """From a stream, a name for messages, an encoding or ``None``, a mark, and where notes go."""
    in_place: bool = True
    """Whether reading can begin at a mark without reading what is before it."""


def _delimited(
    stream: BinaryIO, name: str, encoding: str | None, mark: int, note: Callable[[str], None]
) -> Rows:
    from aiplans_cli.reading.tables.delimited import delimited_rows

    return delimited_rows(stream, name, encoding, mark, note)


def _jsonl(
    stream: BinaryIO, name: str, encoding: str | None, mark: int, note: Callable[[str], None]
) -> Rows:
    from aiplans_cli.reading.tables.objects import line_rows

    return line_rows(stream, name, encoding, mark, note)


def _json(
    stream: BinaryIO, name: str, encoding: str | None, mark: int, note: Callable[[str], None]
) -> Rows:
    from aiplans_cli.reading.tables.objects import json_rows

    return json_rows(stream, name, encoding, mark, note)


def _parquet(
    stream: BinaryIO, name: str, encoding: str | None, mark: int, note: Callable[[str], None]
) -> Rows:
    from aiplans_cli.reading.tables.columnar import parquet_rows

    return parquet_rows(stream, name, mark)


def _excel(
    stream: BinaryIO, name: str, encoding: str | None, mark: int, note: Callable[[str], None]
) -> Rows:
    from aiplans_cli.reading.tables.columnar import excel_rows

    return excel_rows(stream, name, mark, note)


_HEADER = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?=[^\n]*[,;\t|])[\w \"',;|.\t\x80-\xff-]{1,400}\r?\n", re.ASCII
)
_TEXT_CELL = re.compile(
    "(?:^|[,;\t|])[\"']?(?:full_?)?(?:text|body|正文|内容)[\"']?(?:$|[,;\t|\r])", re.IGNORECASE
)


def _is_delimited(head: bytes) -> bool:
    """Whether the first line is a header that names a column of texts: prose never is."""
    found = _HEADER.match(head)
    line = found[0].decode("utf-8", "replace").strip("\ufeff\r\n") if found else ""
    return bool(_TEXT_CELL.search(line))


def _is_lines(head: bytes) -> bool:
    """Whether several first lines are JSON objects."""
    lines = head.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    whole = [line for line in lines[: len(lines) - 1 or 1] if line.strip()]
    return bool(whole) and all(map(_is_object, whole))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_json(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(re.match(rb'\{\s*"[^"\n]*"\s*:|\[\s*(\{\s*"[^"\n]*"\s*:|"[^"\n]*"\s*[,\]])', start))


TABLES: dict[str, TableFormat] = {
    "parquet": TableFormat(
        "Parquet", (".parquet", ".pq"), lambda head: head.startswith(b"PAR1"), _parquet
    ),
    "excel": TableFormat(
        "Excel",
        (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
        lambda head: head.startswith(b"PK\x03\x04") and b"xl/" in head,
        _excel,
        in_place=False,
    ),
    "jsonl": TableFormat("JSON lines", (".jsonl", ".ndjson"), _is_lines, _jsonl),
    "json": TableFormat("JSON", (".json",), _is_json, _json, in_place=False),
    "tsv": TableFormat("TSV", (".tsv", ".tab"), lambda head: False, _delimited),
    "csv": TableFormat("CSV", (".csv",), _is_delimited, _delimited),
}
"""Formats of tables in the order in which first bytes are tried."""


def table_format(head: bytes, name: str) -> str:
    r"""Key in ``TABLES`` of the format of a table; "" for a file that is none.

    The suffix decides, unless the bytes are those of a document, and where it is not that of a
    table they do.

    >>> table_format(b'{"text": "AI."}\n', "x.jsonl"), table_format(b"AI, law.\n", "x")
    ('jsonl', '')
    >>> table_format(b"id,text\n1,AI.\n", "-"), table_format(b"AI, the text.\n", "-")
    ('csv', '')
    >>> table_format(b'{"data": [{"text": "AI."}]}\n', "-")  # a line by itself is a document
    'json'
    """
    suffix = Path(name).suffix.lower()
    if head.startswith(b"%PDF-"):
        return ""
    for key, table in TABLES.items():
        if suffix in table.suffixes:
            if TABLES["parquet"].matches(head):
                return "parquet"
            return "jsonl" if key == "json" and _two_lines(head) else key
    found = (key for key, table in TABLES.items() if table.matches(head))
    key = next(found, "")
    return "json" if key == "jsonl" and not _two_lines(head) else key


def _two_lines(head: bytes) -> bool:
    """Whether a file is JSON lines, not a JSON document in one line."""
    return head.strip().count(b"\n") > 0 and _is_lines(head)
