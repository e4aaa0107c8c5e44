"""A source whose bytes have been read: a text, or counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiplans_cli.errors import SourceError

if TYPE_CHECKING:
    from aiplans_cli.sources.library.resolution import Resolved


@dataclass(frozen=True, slots=True)
class Opened:
    """A source whose bytes have been read."""

    name: str
    """How errors and records call it."""
    place: Resolved | None
    """Where it is; ``None`` for standard input."""
    data: bytes
    """Its bytes."""

    @property
    def file(self) -> str:
        """The path of its file; "" for a text of the library and standard input."""
        place = self.place
        return "" if place is None or place.entry is not None else str(place.path)


def is_counts_file(data: bytes) -> bool:
    """Whether bytes are counts, not a text: a counts file as TSV, or any Parquet."""
    from aiplans_cli.counting.files import is_counts
    from aiplans_cli.counting.parquet import is_parquet

    return is_counts(data) or is_parquet(data)


def check_parquet(item: Opened) -> None:
    """Raise ``SourceError`` for a file that is called Parquet and is none."""
    from aiplans_cli.counting.parquet import is_parquet

    place = item.place
    if place and place.path.suffix.lower() == ".parquet" and not is_parquet(item.data):
        fact = "is no Parquet file, though its name says so"
        raise SourceError(item.name, fact, "make it again with 'aiplans count', or rename a text")


def bring(place: Resolved | None) -> str:
    """What to do about a source of which only counts are at hand."""
    if place is not None and place.entry is not None:
        return f"run 'aiplans texts fetch {place.id}' first"
    return "name the document itself"
