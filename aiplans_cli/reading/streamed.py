"""HTML read as it comes: inside Markdown, and nested more deeply than a tree is built for."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from aiplans_cli.reading.block_writer import measured
from aiplans_cli.reading.elements import UNSEEN, ElementReader

if TYPE_CHECKING:
    from collections.abc import Callable

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr basefont frame".split()
)
"""Elements that never have an end: what stands after a hidden ``<img>`` is not inside it."""


class ElementParser(HTMLParser):
    """Tells an ``ElementReader`` the elements of HTML of any depth, well-formed or not.

    >>> reader = ElementReader()
    >>> parser = ElementParser(reader)
    >>> parser.feed("<p>One<br>two</p>"); parser.close()
    >>> [one.block.text for one in reader.writer.written]
    ['One', 'two']
    """

    def __init__(self, reader: ElementReader) -> None:
        super().__init__(convert_charrefs=True)
        self.reader = reader
        self.seen: list[str] = []
        """All characters that are not for the browser alone."""
        self._unseen = 0
        self._held: list[str] = []
        self._size = 0
        self._vain: set[str] = set()

    def feed(self, data: str) -> None:
        """Read more; what begins with a tag that is still open is looked at when it may be closed.

        Else a comment of a thousand lines would be read anew with each.
        """
        self._held.append(data)
        self._size += len(data)
        waits = self.rawdata.startswith("<")
        end = {"<!--": "-->", "<![c": "]]>"}.get(self.rawdata[:4].lower(), ">")
        latest = "".join((self.rawdata[-2:], *self._held[-3:]))
        if waits and end not in latest and self._size <= len(self.rawdata):
            return
        held = "".join(self._held)
        self._held.clear()
        self._size = 0
        super().feed(held)

    def close(self) -> None:
        """Read what is left; a tag that is never closed is text, as it is for Python's own parser.

        That looks from each such tag to the end.
        """
        whole = self.rawdata + "".join(self._held)
        self._held.clear()
        end = whole.rfind(">") + 1
        self.rawdata = whole[:end]
        super().close()
        if not self.cdata_elem and end < len(whole):
            self.handle_data(unescape(whole[end:]))
        self.rawdata = ""

    def goahead(self, end: bool) -> None:
        self._vain.clear()
        super().goahead(end)

    def parse_comment(self, i: int, report: bool = True) -> int:
        return self._sought("-->", i, lambda: super(ElementParser, self).parse_comment(i, report))

    def parse_html_declaration(self, i: int) -> int:
        if self.rawdata[i : i + 9].lower() != "<![cdata[":
            return self.parse_bogus_comment(i)  # as browsers do; Python's has no other "<![...]>"
        found = self._sought("]]>", i, lambda: self.rawdata.find("]]>", i))
        return found + 3 if found >= 0 else -1

    def _sought(self, end: str, start: int, find: Callable[[], int]) -> int:
        """Where something ends, -1 for nowhere: it is not sought again where it was not found."""
        found = -1 if end in self._vain else find()
        if found < 0:
            self._vain.add(end)
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.reader.start(tag, {key: value or "" for key, value in attrs})
        if tag in VOID:
            self.reader.end(tag)
        elif tag in UNSEEN:
            self._unseen += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.reader.end(tag)
        if tag in UNSEEN and tag not in VOID:
            self._unseen = max(0, self._unseen - 1)

    def handle_data(self, data: str) -> None:
        self.reader.data(data)
        if not self._unseen:
            self.seen.append(data)


def read_streamed(text: str) -> tuple[ElementReader, int]:
    """What a page says, and how many characters it has.

    >>> read_streamed("<i>" * 9999 + "Deep.")[1]
    5
    """
    parser = ElementParser(ElementReader())
    parser.feed(text)
    parser.close()
    parser.reader.finish()
    return parser.reader, measured(parser.seen)
