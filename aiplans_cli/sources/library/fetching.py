"""Downloading an official text from its own address, on request only."""

from __future__ import annotations

import queue
import threading
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from aiplans_cli.errors import FetchError, SourceError
from aiplans_cli.records import dataclass
from aiplans_cli.sources.library.entries import Entry, load_library
from aiplans_cli.sources.library.origin import keep_origin
from aiplans_cli.sources.library.published import PUBLISHED
from aiplans_cli.sources.library.resolution import kept_file
from aiplans_cli.storage.files import keep
from aiplans_cli.storage.folders import needed_data_dir

if TYPE_CHECKING:  # the machinery of https is loaded by the first fetch, not by every command
    from aiplans_cli.sources.library.requests import Answer


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought."""

    entry: Entry
    """The text that was asked for."""
    path: Path
    """Where it is kept."""
    address: str
    """Where it came from, "" where it was here already."""
    size: int
    """Its bytes."""


def fetch(
    id: str,
    *,
    data_dir: Path | None = None,
    timeout: float = 60.0,
    limit_bytes: int = 64 * 2**20,
) -> Fetched:
    """Download an official text into the data directory, unless it is there already.

    Its addresses are tried in order, each for at most ``timeout`` seconds from name look-up to
    last byte. An answer is kept only if it came over https from the address's own host or another
    host of the same entry, is no longer than ``limit_bytes``, complete, of the format and sha256
    recorded, and, where no sha256 is recorded, holds the text's title and all else that the
    library knows of the whole text. The first that is so is kept, and with it a note of where and
    when it came. The proxies of the environment are used.

    Raises ``FetchError`` saying what each address did, ``SourceError`` for an id that is unknown
    or has no address, ``DataError`` where the data directory cannot be written.
    """
    folder = needed_data_dir() if data_dir is None else data_dir
    return fetch_entry(_official(id, folder), folder, timeout, limit_bytes)


def fetch_entry(
    entry: Entry, data_dir: Path, timeout: float, limit_bytes: int, allow_loopback: bool = False
) -> Fetched:
    """``fetch`` for an entry at hand; ``allow_loopback`` admits plain http to this machine."""
    from aiplans_cli.sources.library.requests import RefusalError, host_of
    from aiplans_cli.sources.library.response_checks import (
        check_form,
        check_identity,
        check_whole,
    )

    kept = kept_file(entry, data_dir)
    if kept is not None and _intact(kept, entry):
        return Fetched(entry, kept, "", kept.stat().st_size)
    failures = []
    for address in entry.addresses:
        try:
            answer = _within(timeout, address, entry, limit_bytes, allow_loopback)
            check_form(answer, entry.format)
            check_identity(answer, entry)
            check_whole(answer, entry)
        except RefusalError as refusal:
            failures.append(f"{host_of(address)} {refusal}")
            continue
        path = data_dir / "texts" / (entry.id + PUBLISHED[entry.format].suffix)
        keep_origin(entry.id, address, answer.body, data_dir)  # of other bytes it tells nothing
        keep(path, answer.body)
        return Fetched(entry, path, address, len(answer.body))
    raise FetchError(
        entry.id,
        ", ".join(failures),
        f"try later, or download it in a browser and run `aiplans texts add FILE --id {entry.id}`",
    )


def _official(id: str, data_dir: Path) -> Entry:
    from difflib import get_close_matches

    library = load_library(data_dir)
    entry = library.get(id)
    if entry is None:
        official = [known.id for known in library.values() if known.addresses]
        near = get_close_matches(id.lower(), official, n=1)
        remedy = f"did you mean {near[0]}?" if near else "`aiplans texts list` shows the library"
        raise SourceError(id, "no such library id", remedy)
    if entry.kind in ("digest", "added"):
        raise SourceError(id, f"is {entry.kind} and already here", "nothing needs fetching")
    if not entry.addresses:
        raise SourceError(
            id,
            "no official address is known for certain",
            f"download it and run `aiplans texts add FILE --id {id}`",
        )
    return entry


def _intact(path: Path, entry: Entry) -> bool:
    if not entry.sha256:
        return True
    try:
        return sha256(path.read_bytes()).hexdigest() == entry.sha256
    except OSError:
        return False


def _within(
    timeout: float, address: str, entry: Entry, limit_bytes: int, allow_loopback: bool
) -> Answer:
    """Run the download in a thread that is left behind at the time limit.

    No socket time-out bounds name look-up or an answer that drips byte by byte; this does.
    """
    from aiplans_cli.sources.library.requests import RefusalError, download, host_of

    results: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()
    hosts = frozenset(map(host_of, entry.addresses))
    stop = threading.Event()

    def work() -> None:
        try:
            results.put(download(address, hosts, timeout, limit_bytes, allow_loopback, stop))
        except BaseException as error:  # handed to the waiting thread
            results.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        result = results.get(timeout=timeout)
    except queue.Empty:
        raise RefusalError(f"did not finish within {timeout:g} seconds") from None
    finally:
        stop.set()
    if isinstance(result, BaseException):
        raise result
    return result
