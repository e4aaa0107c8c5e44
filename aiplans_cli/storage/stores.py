"""Stores far away, such as ``s3://bucket/name``: files there, read and written whole."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from aiplans_cli.errors import AiplansError, SourceError
from aiplans_cli.storage.bounded import MOST_MEGABYTES, too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OBJECTS = frozenset(("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "oci"))
"""Stores in which a file is there when all of it is: others show what has been written so far."""


def is_address(source: str) -> bool:
    """Whether a source names a store, as ``s3://bucket/name`` does, and no path.

    >>> is_address("s3://bucket/**/*.txt"), is_address("texts/plan.txt")
    (True, False)
    """
    return "://" in source


def stores() -> Any:
    """The library that knows stores. Raises ``SourceError`` where it is not installed."""
    try:
        import fsspec
    except ImportError as error:
        raise SourceError(
            "fsspec", "addresses of stores need it", "run pip install 'aiplans[cluster]'"
        ) from error
    return fsspec


@contextmanager
def explained(address: str, failed: str) -> Iterator[None]:
    """Tell in one line what a store has against an address; every store has errors of its own.

    ``failed`` is what could not be done: "read", "listed" or "written".
    """
    try:
        yield
    except AiplansError:
        raise
    except ImportError as error:
        fact = f"a package for such stores is missing ({reason_of(error)})"
        raise SourceError(address, fact, "install it beside aiplans[cluster]") from error
    except Exception as error:
        why = reason_of(error)
        fact, remedy = f"cannot be {failed} ({why})", "check the address and your access to it"
        if isinstance(error, FileNotFoundError):
            fact = f"cannot be {failed}: there is no such bucket, folder or file"
            remedy = "check the address"
        elif isinstance(error, PermissionError) or "credential" in why.lower():
            fact = f"cannot be {failed}: the store refuses it ({why})"
            remedy = "check the keys that your environment gives (docs/corpora.md)"
        raise SourceError(address, fact, remedy) from error


def reason_of(error: Exception) -> str:
    """The first line of what an error says."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def read_address(address: str, megabytes: float = MOST_MEGABYTES) -> bytes:
    """The bytes of a file in a store. Raises ``SourceError`` for none, and for too many."""
    fsspec = stores()
    with explained(address, "read"):
        system, path = fsspec.core.url_to_fs(address)
        if (system.info(path)["size"] or 0) > megabytes * 1e6:
            raise too_large(address, megabytes)
        data: bytes = system.cat_file(path)
    if len(data) > megabytes * 1e6:  # a web server need not tell
        raise too_large(address, megabytes)
    return data


def write_address(address: str, write: Callable[[BinaryIO], object]) -> None:
    """Write what ``write`` writes to a file in a store, whole or not at all.

    It is written here first. Raises ``SourceError`` where the store does not take it.
    """
    from tempfile import NamedTemporaryFile

    fsspec = stores()
    with NamedTemporaryFile() as local:
        write(local)  # type: ignore[arg-type]  # it has what a stream of bytes has
        local.flush()
        with explained(address, "written"):
            system, path = fsspec.core.url_to_fs(address)
            if _holds_objects(system):
                system.put_file(local.name, path)
                return
            name = PurePosixPath(path)
            beside = str(name.with_name(f".aiplans-{os.urandom(8).hex()}.tmp"))
            try:
                system.put_file(local.name, beside)
                system.mv(beside, path)
            except BaseException:
                with suppress(Exception):
                    system.rm(beside)
                raise


def check_address(address: str) -> None:
    """Raise ``SourceError`` where it is plain already that an address cannot be written."""
    fsspec = stores()
    with explained(address, "written"):
        system, path = fsspec.core.url_to_fs(address)
        if _holds_objects(system):
            with suppress(PermissionError):  # who may write need not be allowed to list
                system.ls(path.lstrip("/").partition("/")[0])


def _holds_objects(system: Any) -> bool:
    known = [system.protocol] if isinstance(system.protocol, str) else system.protocol
    return bool(_OBJECTS.intersection(known))
