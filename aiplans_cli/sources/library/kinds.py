"""What the files of a folder are: texts, tables, counts or lists of words."""

from __future__ import annotations

from pathlib import Path

_COUNTS_SUFFIXES = (".tsv", ".parquet")
LISTS = (*_COUNTS_SUFFIXES, ".csv", ".tab")
"""Suffixes under which a folder may hold counts and lists of words, which are no texts."""

_HEAD = 1 << 16


def may_be_counts(path: Path) -> bool:
    """Whether a file is counts, as its suffix and its bytes say."""
    # a pipe gives what it has once
    return path.suffix.lower() in _COUNTS_SUFFIXES and path.is_file() and _is_counts(path)


def _is_counts(path: Path) -> bool:
    """Whether a file is counts, by its bytes."""
    from aiplans_cli.counting.files import is_counts, is_counts_parquet
    from aiplans_cli.counting.parquet import is_parquet

    try:
        with path.open("rb") as stream:
            head = stream.read(64)
            return is_counts(head) or (is_parquet(head) and is_counts_parquet(stream))
    except OSError:
        return True  # whoever reads it will say what is wrong


def is_readable(path: Path) -> bool:
    """Whether a file of a folder is one of texts: no counts, which may be those of its texts."""
    from aiplans_cli.sources.cautions import list_in

    suffix = path.suffix.lower()
    if suffix in readable_suffixes():
        return True
    if suffix not in table_suffixes() or suffix not in LISTS:
        return suffix in table_suffixes()
    if suffix in _COUNTS_SUFFIXES and _is_counts(path):
        return False
    try:
        with path.open("rb") as stream:
            return not list_in(stream.read(_HEAD), path.name)
    except OSError:
        return True  # whoever reads it will say what is wrong


def table_suffixes() -> frozenset[str]:
    """The suffixes of tables."""
    from aiplans_cli.reading.tables import TABLES

    return frozenset(suffix for table in TABLES.values() for suffix in table.suffixes)


def readable_suffixes() -> frozenset[str]:
    """The suffixes of all formats of documents."""
    from aiplans_cli.reading import READERS

    return frozenset(suffix for reader in READERS.values() for suffix in reader.suffixes)
