"""What is at hand of the sources of a command that shows or checks texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.errors import SourceError
from aiplans_cli.sources.source import named_apart
from aiplans_cli.storage import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.evidence.claims.sources import Lookup
    from aiplans_cli.evidence.loaded import Loaded as AtHand
    from aiplans_cli.model import Counts, Document
    from aiplans_cli.sources.session import Loader
    from aiplans_cli.sources.source import Loaded


def texts(loaded: Sequence[Loaded]) -> list[Document]:
    """The texts of sources. Raises ``SourceError`` for one of which only counts are at hand."""
    return [_text(item) for item in loaded]


def _text(item: Loaded) -> Document:
    if item.text is None:
        needed = f"its lines need {bringing(item.counts.id) or 'the document itself'}"
        raise SourceError(item.counts.id, "only its counts are at hand", needed)
    return item.text()


def bringing(source: str) -> str:
    """The command that brings the text behind counts; "" where the library does not know it."""
    from aiplans_cli.sources.library import load_library

    entry = load_library(data_dir()).get(source)
    if entry is None:
        return ""
    fetched = f"`aiplans texts fetch {source}`"
    return fetched if entry.url else f"`aiplans texts add FILE --id {source}`"


def with_reason(item: Loaded) -> AtHand:
    """A loaded source as the evidence room takes it, with what to do where its text is missing."""
    from aiplans_cli.evidence.loaded import Loaded as AtHand

    command = bringing(item.counts.id)
    reason = f"{command} brings the text" if command else "name the document itself"
    return AtHand(item.counts.id, item.counts, item.text, "" if item.text else reason)


def lookup(own: Loader, used: list[Counts]) -> Lookup:
    """Finds the sources that claims name; ``used`` gathers what was counted of them.

    A text of the library that is not on this machine is no error, but a reason. Any other name
    that cannot be read raises ``SourceError``.
    """
    from aiplans_cli.evidence.loaded import Loaded as AtHand
    from aiplans_cli.sources.library import load_library

    library = load_library(data_dir())
    seen: list[Loaded] = []

    def look(name: str) -> AtHand:
        try:
            found = own.counts([name])
        except SourceError as error:
            if name not in library:
                raise
            return AtHand(name, reason=str(error))
        if len(found) > 1:
            raise SourceError(name, "a claim takes one document at a time", "name one of them")
        seen.extend(found)
        item = named_apart(seen)[-1]
        used.append(item.counts)
        return with_reason(item)

    return look
