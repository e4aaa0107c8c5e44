"""What stands outside the main part of a Word file: notes, comments, headers, drawings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from aiplans_cli.reading.word.package import Package, local, value
from aiplans_cli.reading.word.styles import Styles
from aiplans_cli.records import dataclass

_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
"""Type of a part → name of the elements in it."""

_TEXT = ("t", "delText")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(slots=True)
class Parts:
    """The parts of a file that hold text."""

    main: Any
    """The element that holds the text itself."""
    styles: Styles
    """Its styles."""
    title: str = ""
    """The title among the file's properties."""
    notes: dict[tuple[str, str], Any] = field(default_factory=dict)
    """Footnotes, endnotes and comments by the name of their element and id."""
    margins: list[Any] = field(default_factory=list)
    """Headers and footers of pages."""
    drawings: dict[str, tuple[str, Any]] = field(default_factory=dict)
    """Charts and diagrams by the id of their relation: what they are, and their root."""
    embedded: int = 0
    """Documents of other formats inside, which Word shows as text."""
    roots: list[Any] = field(default_factory=list)
    """All parts here, each once."""

    def texts(self) -> Iterator[str]:
        """All text nodes of all parts, deleted and hidden ones included."""
        for root in self.roots:
            names = (*_TEXT, "v") if local(root) == "chartSpace" else _TEXT
            for element in root.iter("{*}*"):
                if local(element) in names and element.text:
                    yield element.text

    def drawn(self, key: str) -> tuple[str, list[str]]:
        """What a chart or diagram is and says, once: labels or paragraphs."""
        kind, root = self.drawings.pop(key, ("", None))
        if root is None:
            return kind, []
        if kind == "chart":
            return kind, [one.text for one in root.iter("{*}t", "{*}v") if one.text]
        paragraphs = root.iter("{*}p")
        return kind, ["".join(one.text or "" for one in p.iter("{*}t")) for p in paragraphs]


def load(package: Package) -> Parts:
    """Open the parts of a file.

    Raises:
        ValueError: its main part is no text of Word.
    """
    name = package.document()
    root = package.root(name)
    main = next((one for one in root if local(one) == "body"), None) if root is not None else None
    if main is None:
        raise ValueError(name)
    relations = list(package.relations(name))
    styles = next((one.target for one in relations if one.type == "styles"), "")
    parts = Parts(main, Styles(package.root(styles)), _title(package), roots=[root])
    loaded: set[str] = set()
    for relation in relations:
        if not relation.target or relation.target in loaded:
            continue
        kind = relation.type
        if kind == "aFChunk":
            parts.embedded += 1
        if kind not in (*_NOTES, "header", "footer", "chart", "diagramData"):
            continue
        loaded.add(relation.target)
        part = package.root(relation.target)
        if part is None:
            continue
        parts.roots.append(part)
        if kind in _NOTES:
            for note in part:
                if local(note) == _NOTES[kind] and value(note, "type") not in _SEPARATORS:
                    parts.notes[_NOTES[kind], value(note, "id")] = note
        elif kind in ("header", "footer"):
            parts.margins.append(part)
        else:
            parts.drawings[relation.id] = (kind, part)
    return parts


def _title(package: Package) -> str:
    """The title that the file's properties give."""
    for relation in package.relations(""):
        if relation.type == "core-properties":
            root = package.root(relation.target)
            for element in root if root is not None else ():
                if local(element) == "title":
                    return element.text or ""
    return ""
