"""HTML read as it comes: inside Markdown, and nested more deeply than a tree is built for."""

from __future__ import annotations

from html.parser import HTMLParser

from aiplans_cli.reading.block_writer import measured
from aiplans_cli.reading.elements import UNSEEN, ElementReader

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr basefont frame".split()
)
"""Elements that never have an end."""


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
