"""Where the user's texts and caches are kept."""

from __future__ import annotations

import os
from pathlib import Path

from aiplans_cli.errors import DataError


def data_dir() -> Path | None:
    """Folder of fetched and added texts: ``AIPLANS_DATA``, or the user's data directory.

    ``None`` for a user without a home. The folder is not made here.
    """
    return _chosen("AIPLANS_DATA", "user_data_dir")


def needed_data_dir() -> Path:
    """The same where a text is to be kept. Raises ``DataError`` for a user without a home."""
    folder = data_dir()
    if folder is None:
        fact = "you have no home folder in which to keep texts"
        raise DataError("texts", fact, "set AIPLANS_DATA to a folder you may write to")
    return folder


def unreadable(folder: Path, error: OSError) -> DataError:
    """The error for a folder of texts that cannot be looked into.

    >>> print(unreadable(Path("texts"), PermissionError(13, "Permission denied")).fact)
    the folder of your texts cannot be looked into (Permission denied)
    """
    fact = f"the folder of your texts cannot be looked into ({error.strerror})"
    return DataError(str(folder), fact, "mend its permissions, or set AIPLANS_DATA to another")


def cache_dir() -> Path | None:
    """Folder of the cache: ``AIPLANS_CACHE``, or the user's cache directory.

    ``None`` for a user without a home. The folder is not made here.
    """
    return _chosen("AIPLANS_CACHE", "user_cache_dir")


def _chosen(variable: str, usual: str) -> Path | None:
    if chosen := os.environ.get(variable):
        return Path(chosen)
    import platformdirs

    try:
        folder = Path(getattr(platformdirs, usual)("aiplans", appauthor=False))
    except RuntimeError:  # no HOME, and the system does not know the user
        return None
    return None if folder.parts[0] == "~" else folder  # the same, where it is not said
