"""Errors for bytes that are no text in an encoding, and where the first of them is."""

from __future__ import annotations

from aiplans_cli.errors import SourceError


def unknown_encoding(encoding: str, name: str) -> SourceError:
    """The error for an encoding that nobody knows."""
    fact = f"cannot be read as {encoding}, which is no known encoding"
    return SourceError(name, fact, "see --encoding in --help")


def undecodable(
    encoding: str, name: str, error: UnicodeError | None = None, before: int = 0
) -> SourceError:
    r"""The error for a source with bytes that an encoding does not know.

    It says where the first of them is, which stands so many bytes after those ``before``.

    >>> try:
    ...     _ = b"AI. \xff".decode()
    ... except UnicodeDecodeError as error:
    ...     undecodable("utf-8", "x", error).fact
    'holds bytes that are no UTF-8 (first 0xff, byte 5)'
    """
    fact = f"holds bytes that are no {spoken(encoding)}"
    if isinstance(error, UnicodeDecodeError):
        fact += f" (first 0x{error.object[error.start]:02x}, byte {before + error.start + 1:,})"
    return SourceError(
        name, fact, "name its --encoding, save it as UTF-8, or go on by --errors replace"
    )


def fault(data: bytes, encoding: str) -> UnicodeError | None:
    """What an encoding has against the first byte that it does not know."""
    try:
        data.decode(encoding)
    except UnicodeError as error:
        return error
    except LookupError:
        return None
    return None


def spoken(encoding: str) -> str:
    """An encoding as people call it."""
    return {"cp1252": "Windows-1252", "gb18030": "GB18030", "big5": "Big5"}.get(
        encoding, encoding.upper()
    )
