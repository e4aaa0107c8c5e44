"""What the tests of the PDF reader share: reading made pages, and what they look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from pdf_writer import Entry, Placed, Text, pdf

from aiplans_cli.model import Document
from aiplans_cli.reading import read_bytes, read_path

SHARED = Path(__file__).resolve().parents[2] / "shared"

Page = Sequence[Text | Placed]


def read(
    pages: Sequence[Page],
    *,
    entries: Sequence[tuple[str, int] | Entry] = (),
    labels: str = "",
    rotate: int = 0,
) -> Document:
    """The document that the reader makes of pages."""
    data = pdf(pages, entries=entries, labels=labels, rotate=rotate)
    return read_bytes(data, name="x.pdf")


def shared(path: str) -> Document:
    """A document of the shared folder; the test is skipped where it is not there."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"the shared file {path} is not here")
    return read_path(str(file))


def text_of(document: Document, *kinds: str) -> str:
    return "\n".join(s.text for s in document.sections if s.kind in kinds)


def outline(document: Document) -> list[tuple[int, str]]:
    return [(s.level, s.text) for s in document.sections if s.kind == "heading"]


def shown(document: Document) -> list[tuple[str, str]]:
    """Kind and text of each section."""
    return [(s.kind, s.text) for s in document.sections]


def said(lines: Iterable[str]) -> str:
    """Lines of English prose as one paragraph."""
    return " ".join(lines)


def size(*texts: str) -> int:
    """Characters without white space."""
    return sum(len("".join(text.split())) for text in texts)


def typed(left: float, foot: float, words: str, size: float = 11, angle: float = 0) -> Placed:
    """Words in a face of even width: a Latin letter takes half of the size, a Chinese one all."""
    return Placed(left, foot, size, words, angle, means={})


def raised(foot: float, *parts: str, left: float = 72) -> list[Text | Placed]:
    """A line of parts in 11 points; those that begin with "^" are raised and small."""
    row: list[Text | Placed] = []
    for part in parts:
        if part.startswith("^"):
            row.append(typed(left, foot + 4, part[1:], 6))
            left += 3 * len(part[1:])
        else:
            row.append(typed(left, foot, part))
            left += 5.5 * len(part)
    return row
