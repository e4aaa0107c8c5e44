"""The library of documents: what it knows, what a typed source means, adding, fetching, caching."""

from typing import TYPE_CHECKING

from aiplans_cli.lean_imports import on_demand

if TYPE_CHECKING:
    from aiplans_cli.sources.library.adding import add
    from aiplans_cli.sources.library.cache import Cache, cache_key, default_cache_dir
    from aiplans_cli.sources.library.documents import document_of, read
    from aiplans_cli.sources.library.entries import Entry, default_data_dir, load_library
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
        cache="Cache cache_key default_cache_dir",
        documents="document_of read",
        entries="Entry default_data_dir load_library",
        fetching="Fetched fetch",
        resolution="Resolved read_resolved read_small_text resolve",
    )

__all__ = [
    "Cache",
    "Entry",
    "Fetched",
    "Resolved",
    "add",
    "cache_key",
    "default_cache_dir",
    "default_data_dir",
    "document_of",
    "fetch",
    "load_library",
    "read",
    "read_resolved",
    "read_small_text",
    "resolve",
]
