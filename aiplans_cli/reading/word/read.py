"""From the bytes of a Word file to the blocks of a document."""

from __future__ import annotations

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.block_writer import measured
from aiplans_cli.reading.numbering import number_headings
from aiplans_cli.reading.shape import Aside, Draft, tidy
from aiplans_cli.reading.word.package import Package, PartTooLargeError
from aiplans_cli.reading.word.parts import load
from aiplans_cli.reading.word.walk import Walk


def read_docx(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read a Word document; ``encoding`` does not matter, as the format fixes its own.

    Raises:
        SourceError: the file is encrypted or damaged, or no Word document.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError(
            name,
            "is encrypted or in the old Word format",
            "save it as DOCX without a password and give that",
        )
    try:
        parts = load(Package(data))
        walk = Walk(parts)
        walk.whole()
        visible = measured(parts.texts())
    except PartTooLargeError as error:
        raise SourceError(
            name, f"unpacks to more than a document has ({error})", "save it again as DOCX"
        ) from error
    except Exception as error:  # a damaged package fails in any of a dozen ways
        raise SourceError(
            name, "is damaged or no Word document", "save it again as DOCX"
        ) from error
    writer = walk.writer
    for _ in range(parts.embedded):
        writer.asides.append(Aside("embedded document", "", unread=True))
    blocks = number_headings((one.block for one in writer.written), writer.asides)
    return Draft(
        tuple(blocks),
        tidy(parts.title),
        asides=tuple(writer.asides),
        visible=visible,
        added=writer.added,
    )
