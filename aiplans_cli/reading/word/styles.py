"""What the styles of a Word file make of a paragraph or a run, through inheritance."""

from __future__ import annotations

import re
from typing import Any

from aiplans_cli.model import Kind
from aiplans_cli.reading.word.package import child, local, value
from aiplans_cli.records import dataclass

_HEADING = re.compile(
    r"(?:heading|标题|標題|見出し|제목|überschrift|titre|título|titolo|kop|rubrik|overskrift|nagłówek"
    r"|заголовок)\s*([1-9])$",
    re.IGNORECASE,
)
"""Styles of headings as Word calls them; other programs write the name in the user's language."""

LISTS: dict[str, Kind] = {
    **dict.fromkeys(("contents", "Table of Contents", "TOC"), "contents"),
    **dict.fromkeys(("bibliography", "Bibliographies", "BIBLIOGRAPHY"), "bibliography"),
    **dict.fromkeys(("ADDIN ZOTERO_BIBL", "ADDIN EN.REFLIST"), "bibliography"),
}
"""Roles of styles, galleries and fields that make lists apart from the text."""

_TITLES = ("title", "标题", "標題", "titel", "titre", "título")
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*(?:\d|heading|标题|標題)", re.IGNORECASE)
_BIBLIOGRAPHIES = ("bibliography", "endnote bibliography", "书目")  # the last one is "bibliography"
_QUOTING = re.compile(r"(?:intense |block )?quot(?:e|ation)s?$|明显引用$|引用$", re.IGNORECASE)
_LONGEST_CHAIN = 20
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it inherits."""

    role: str = ""
    """"title", "contents", "bibliography" or "quotation"; "" for the rest."""
    level: int = 0
    """Depth as a heading, 0 for none."""
    hidden: bool = False
    """Whether its text is not shown."""
    raised: bool = False
    """Whether its text is superscript."""


class Styles:
    """The styles of a file by id."""

    def __init__(self, root: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._known: dict[str, Style] = {"": Style()}
        self.default = ""
        for element in root if root is not None else ():
            if local(element) == "style":
                key = value(element, "styleId")
                self._elements[key] = element
                if value(element, "type") == "paragraph" and on(value(element, "default") or "0"):
                    self.default = key

    def style(self, key: str) -> Style:
        """The style of that id; a plain one where the file has none.

        >>> Styles(None).style("Heading1")
        Style(role='', level=0, hidden=False, raised=False)
        """
        if key not in self._known:
            self._known[key] = self._resolved(key)
        return self._known[key]

    def _resolved(self, key: str) -> Style:
        role, level = "", None
        hidden: bool | None = None
        raised: bool | None = None
        for _ in range(_LONGEST_CHAIN):
            element = self._elements.get(key)
            if element is None:
                break
            name = value(child(element, "name")).strip()
            role = role or _role(name)
            outline = value(child(element, "pPr", "outlineLvl"))
            if level is None and outline.isdigit():
                level = outline_level(outline)
            if level is None and (heading := _HEADING.match(name)):
                level = int(heading[1])
            properties = child(element, "rPr")
            hidden = switched(properties, "vanish") if hidden is None else hidden
            raised = is_raised(properties) if raised is None else raised
            key = value(child(element, "basedOn"))
        if role == "contents":
            level = 0
        return Style(role, level or 0, bool(hidden), bool(raised))


def _role(name: str) -> str:
    if name.casefold() in _TITLES:
        return "title"
    if _CONTENTS.match(name):
        return "contents"
    if name.casefold() in _BIBLIOGRAPHIES:
        return "bibliography"
    return "quotation" if _QUOTING.match(name) else ""


def outline_level(outline: str) -> int:
    """Depth of a heading by its outline level, of which Word counts nine from 0; 9 is none.

    >>> outline_level("0"), outline_level("8"), outline_level("9")
    (1, 9, 0)
    """
    number = int(outline)
    return number + 1 if number < 9 else 0


def on(switch: str) -> bool:
    """Whether a property with that value holds; an empty one does."""
    return switch.lower() not in _OFF


def switched(properties: Any, name: str) -> bool | None:
    """Whether a property is on, None where nothing is said of it."""
    element = child(properties, name)
    return None if element is None else on(value(element))


def is_raised(properties: Any) -> bool | None:
    """Whether run properties make superscript, None where they say nothing of it."""
    element = child(properties, "vertAlign")
    return None if element is None else value(element) == "superscript"
