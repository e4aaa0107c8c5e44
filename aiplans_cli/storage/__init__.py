"""What is kept on the disk: files written whole, the user's folders, and the cache."""

from typing import TYPE_CHECKING

from aiplans_cli.lean_imports import on_demand

if TYPE_CHECKING:
    from aiplans_cli.storage.cache import Cache, cache_key
    from aiplans_cli.storage.files import (
        TEMPORARY,
        check_writable,
        encode,
        keep,
        stream_atomically,
        write_atomically,
    )
    from aiplans_cli.storage.folders import cache_dir, data_dir, needed_data_dir
else:
    __getattr__ = on_demand(
        __name__,
        cache="Cache cache_key",
        files="TEMPORARY check_writable encode keep stream_atomically write_atomically",
        folders="cache_dir data_dir needed_data_dir",
    )

__all__ = [
    "TEMPORARY",
    "Cache",
    "cache_dir",
    "cache_key",
    "check_writable",
    "data_dir",
    "encode",
    "keep",
    "needed_data_dir",
    "stream_atomically",
    "write_atomically",
]
