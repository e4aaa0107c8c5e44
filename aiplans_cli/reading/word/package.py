"""The parts of a Word file, opened so that no file can take all the memory."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from aiplans_cli.records import dataclass

_LARGEST = 1 << 27
"""Bytes that the parts read may unpack to together; the longest law here has a 30th of it."""

_SMALL = 1 << 23
_RATIO = 100
"""A part above ``_SMALL`` bytes is not packed more tightly than this, unless to do harm: text
with the marks of Word shrinks to a tenth or a thirtieth."""


class PartTooLargeError(Exception):
    """A part that unpacks to more than a document has."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One part that another names."""

    id: str
    """How the other part calls it."""
    type: str
    """What it is to it: the last word of the type's address, such as "footnotes"."""
    target: str
    """The part's name, "" where it lies outside the file."""


class Package:
    """A Word file as parts with names.

    >>> Package(b"PK")
    Traceback (most recent call last):
    ...
    zipfile.BadZipFile: File is not a zip file
    """

    def __init__(self, data: bytes) -> None:
        self._zip = ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._zip.namelist()}
        self._left = _LARGEST

    def root(self, name: str) -> Any:
        """The root element of a part, None where there is no such part.

        Raises:
            PartTooLargeError: it unpacks to more than a document has.
        """
        from lxml import etree

        stored = self._names.get(name.lower())
        if stored is None:
            return None
        info = self._zip.getinfo(stored)
        packed_tightly = info.file_size > max(_SMALL, _RATIO * info.compress_size)
        if packed_tightly or info.file_size > self._left:
            raise PartTooLargeError(name)
        with self._zip.open(info) as stream:
            data = stream.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise PartTooLargeError(name)  # the sizes that a file tells of itself may be wrong
        if not data.strip():
            return None
        parser = etree.XMLParser(
            resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        return etree.fromstring(data, parser)

    def relations(self, name: str) -> Iterator[Relation]:
        """The parts that a part names; "" stands for the whole file."""
        folder, base = posixpath.split(name)
        root = self.root(posixpath.join(folder, "_rels", f"{base}.rels"))
        for item in root if root is not None else ():
            target = item.get("Target", "")
            inside = item.get("TargetMode") != "External"
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = item.get("Type", "").rpartition("/")[2]
            yield Relation(item.get("Id", ""), kind, path if inside else "")

    def document(self) -> str:
        """Name of the part with the text.

        Raises:
            BadZipFile: the file has no such part.
        """
        for relation in self.relations(""):
            if relation.type == "officeDocument" and self._is_word(relation.target):
                return relation.target
        if self._is_word("word/document.xml"):
            return "word/document.xml"
        raise BadZipFile("no document part")

    def _is_word(self, name: str) -> bool:
        return name.lower() in self._names and not name.startswith(("xl/", "ppt/"))


def local(element: Any) -> str:
    """The name of an element or attribute without its namespace, of which Word has two sets."""
    tag = element if isinstance(element, str) else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str = "val") -> str:
    """An attribute in whichever of the two namespaces, "" where there is none, or no element."""
    for key, found in element.items() if element is not None else ():
        if local(key) == name:
            return str(found)
    return ""


def child(element: Any, *names: str) -> Any:
    """The first child of a child and so on, None where there is none, or no element."""
    for name in names:
        if element is None:
            break
        element = next((one for one in element if local(one) == name), None)
    return element


def has_text(element: Any) -> bool:
    """Whether there is any text in an element."""
    return any(one.text for one in element.iter("{*}t", "{*}delText"))
