"""The formats in which official texts are published, and how each looks on the way in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aiplans_cli.records import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """How a format looks on the way in."""

    suffix: str
    """Suffix of the file it is kept as."""
    media_types: frozenset[str]
    """Content types with which it may be served."""
    begins: re.Pattern[bytes]
    """What its first bytes must match."""
    ends: bytes
    """What must stand near its end, in lower case: a length that is stated may be false."""


PUBLISHED: Mapping[str, Published] = {
    "pdf": Published(
        ".pdf",
        frozenset({"application/pdf", "application/octet-stream", "binary/octet-stream"}),
        re.compile(rb"%PDF-\d"),
        b"%%eof",
    ),
    "html": Published(
        ".html",
        frozenset({"text/html", "application/xhtml+xml"}),
        # Comments and an XML declaration may come first; one lazy scan finds the tag after them.
        re.compile(
            rb"(?is)(?:\xef\xbb\xbf)?\s*(?=<)[^\x00]{0,4000}?<(?:!doctype\s{1,9}html|html)\b"
        ),
        b"</html",
    ),
    "text": Published(
        ".txt",
        frozenset({"text/plain"}),
        re.compile(rb"[^\x00]{1,512}(?!\x00)"),
        b"",
    ),
}
"""The formats by the key that an entry states."""
