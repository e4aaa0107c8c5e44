"""Putting a file into one of the user's own folders, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from aiplans_cli.errors import AiplansError, DataError


def keep(path: Path, data: bytes) -> None:
    """Write a file whole, making its folder. Raises ``DataError`` where that cannot be done."""
    from aiplans_cli.output import write_atomically

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(str(path), data)
    except OSError as error:
        fact = f"its folder cannot be made ({error.strerror})"
    except AiplansError as error:
        fact = error.fact
    else:
        return
    raise DataError(str(path), fact, "set AIPLANS_DATA to a folder you may write to")
