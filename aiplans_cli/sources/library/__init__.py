"""The library of documents: what it knows, what a typed source means, adding, fetching."""

from typing import TYPE_CHECKING

from aiplans_cli.lean_imports import on_demand

if TYPE_CHECKING:
    from aiplans_cli.sources.library.adding import add
    from aiplans_cli.sources.library.documents import document_of, read
    from aiplans_cli.sources.library.entries import Entry, load_library
    from aiplans_cli.sources.library.fetching import Fetched, fetch
    from aiplans_cli.sources.library.resolution import (
        Resolved,
        read_resolved,
        read_small_text,
        resolve,
    )
else:
    __getattr__ = on_demand(
        __name__,
        adding="add",
        documents="document_of read",
        entries="Entry load_library",
        fetching="Fetched fetch",
        resolution="Resolved read_resolved read_small_text resolve",
    )

__all__ = [
    "Entry",
    "Fetched",
    "Resolved",
    "add",
    "document_of",
    "fetch",
    "load_library",
    "read",
    "read_resolved",
    "read_small_text",
    "resolve",
]
