"""Where the user's texts and caches are kept."""

from __future__ import annotations

import os
from pathlib import Path


def data_dir() -> Path:
    """Folder of fetched and added texts: ``AIPLANS_DATA``, or the user's data directory."""
    from aiplans_cli.sources.library import default_data_dir

    chosen = os.environ.get("AIPLANS_DATA")
    return Path(chosen) if chosen else default_data_dir()


def cache_dir() -> Path:
    """Folder of the caches: ``AIPLANS_CACHE``, or the user's cache directory."""
    from aiplans_cli.sources.library import default_cache_dir

    chosen = os.environ.get("AIPLANS_CACHE")
    return Path(chosen) if chosen else default_cache_dir()
