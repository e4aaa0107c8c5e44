"""Where a text came from that was fetched: its address, the day, and the bytes it was then."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from aiplans_cli.records import dataclass
from aiplans_cli.storage.files import keep

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Origin:
    """One download that was kept."""

    address: str
    """Where it came from."""
    date: str
    """The day on which it did, as YYYY-MM-DD in universal time."""
    sha256: str
    """Of the bytes that came."""


def keep_origin(id_: str, address: str, data: bytes, data_dir: Path) -> Origin:
    """Note where the text of an entry came from.

    Raises ``DataError`` where the data directory cannot be written.
    """
    origin = Origin(address, datetime.now(UTC).date().isoformat(), sha256(data).hexdigest())
    told = json.dumps(asdict(origin), indent=2)
    keep(_path(id_, data_dir), f"{told}\n".encode())
    return origin


def origin_of(id_: str, data: bytes, data_dir: Path) -> Origin | None:
    """Where the bytes of a text came from; ``None`` where that is not known of these bytes.

    A note that is damaged, or of bytes that have since been replaced, tells nothing.

    >>> from pathlib import Path
    >>> origin_of("us-2025", b"", Path("/nonexistent")) is None
    True
    """
    try:
        origin = Origin(**json.loads(_path(id_, data_dir).read_bytes()))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return origin if origin.sha256 == sha256(data).hexdigest() else None


def _path(id_: str, data_dir: Path) -> Path:
    return data_dir / "fetched" / f"{id_}.json"
