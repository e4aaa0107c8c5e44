"""Plain text too large to be laid out as a document: counted as a stream of lines."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.errors import AnalysisError, SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from aiplans_cli.cli.loading import Loader
    from aiplans_cli.model import Counts

LARGE = 16_000_000
"""Bytes from which a text is a corpus and no longer a document."""


class _Hashed:
    """A stream that remembers the digest of what was read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._digest = stream, sha256()

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def is_large(path: Path, own: Loader) -> bool:
    """Whether a file is plain text of such a size."""
    from aiplans_cli.reading.registry import sniff

    try:
        if path.stat().st_size < LARGE:
            return False
        with path.open("rb") as stream:
            head = stream.read(1024)
    except OSError:
        return False  # whoever reads it will say what is wrong
    return own.options.from_ == "text" or (
        own.options.from_ == "auto" and sniff(head, path.name) == "text"
    )


def count_large(path: Path, own: Loader, jobs: int) -> Counts:
    """The counts of a large text, as one section. ``jobs`` processes count, 0 for all cores.

    Raises ``AiplansError`` where it cannot be read or has no words of a known language.
    """
    from aiplans_cli.concepts.spotting import spotter
    from aiplans_cli.counting.bulk import count_blocks, counts_of
    from aiplans_cli.language import detect
    from aiplans_cli.reading.blocks import text_blocks

    name = path.stem
    try:
        with path.open("rb") as raw:
            stream = _Hashed(raw)
            blocks = text_blocks(stream, str(path), own.options.encoding)
            first = next(blocks, "")
            language = own.options.lang if own.options.lang != "auto" else detect(first).language
            if not language:
                raise AnalysisError(
                    str(path), "its language is neither English nor Chinese", "choose a --lang"
                )
            make = partial(spotter, own.concept_list, own.stops)
            found = chain([first], blocks)
            tally = count_blocks(found, language, own.settings, own.stops, make, jobs)
    except OSError as error:
        fact = f"cannot be read ({error.strerror})"
        raise SourceError(str(path), fact, "check its permissions") from error
    counts = counts_of(tally, name, language, stream.hexdigest(), own.stops)
    return replace(counts, settings=own.settings_of())
