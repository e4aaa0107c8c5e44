"""Encodings in which a byte that they do not know is read as U+FFFD, and is no error."""

from __future__ import annotations

import codecs

SUFFIX = "-replace"
"""What follows the name of an encoding that is read so."""

REPLACED = "\N{REPLACEMENT CHARACTER}"
"""What stands for bytes that are no text."""


def replacing(encoding: str | None) -> str:
    r"""The encoding (UTF-8 where none is named) in which no byte is an error.

    >>> b"AI\xff".decode(replacing("utf-8"))
    'AI\ufffd'
    """
    return (encoding or "utf-8") + SUFFIX


def _search(name: str) -> codecs.CodecInfo | None:
    base, suffix = name[: -len(SUFFIX)], name[-len(SUFFIX) :]
    if suffix != SUFFIX.replace("-", "_") or not base:
        return None
    known = codecs.lookup(base)

    class Decoder(known.incrementaldecoder):  # type: ignore[misc, name-defined]
        def __init__(self, errors: str = "strict") -> None:
            super().__init__("replace")

    return codecs.CodecInfo(
        known.encode,
        lambda data, errors="strict": known.decode(data, "replace"),
        incrementaldecoder=Decoder,
        name=known.name + SUFFIX,
    )


codecs.register(_search)
