"""Where a query with signs stands in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.evidence.reader import stem_test
from aiplans_cli.evidence.sequences import Layout, Part, apart, in_a_row
from aiplans_cli.language import sentences
from aiplans_cli.language.query_nodes import (
    Attribute,
    Either,
    Gap,
    Named,
    Node,
    Pattern,
    Regex,
    Sequence,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aiplans_cli.evidence.reader import Reader, Span, Test


def query_places(reader: Reader, node: Node) -> Callable[[int], Iterator[Span]]:
    """A function from a section's number to the places of a query in it, none overlapping."""
    found = _QueryReader(reader)
    return lambda index: iter(apart(found.spans(node, index)))


class _QueryReader:
    """Finds the parts of a query in the sections that a reader reads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._stems: dict[Attribute, Test] = {}
        self._layouts: dict[int, Layout] = {}

    def spans(self, node: Node, index: int) -> list[Span]:
        """Every place of a node in a section; those of alternatives may overlap."""
        match node:
            case Words(text=text):
                return self._reader.words(text, index)
            case Pattern(text=text):
                return self._reader.split_words(text, index)
            case Attribute(name="word", values=values):
                split = self._reader.split_words
                return sorted({span for value in values for span in split(value, index)})
            case Attribute(values=values):
                read = self._reader
                if node not in self._stems:
                    self._stems[node] = stem_test(values, read.language, read.settings)
                return list(read.in_a_row([self._stems[node]], index))
            case Named(concepts=ids):
                return self._reader.named(ids, index)
            case Regex(text=pattern):
                from aiplans_cli.language.regular import regex_spans

                return regex_spans(self._reader.document.sections[index].text, pattern)
            case Either(options=options):
                return sorted({span for option in options for span in self.spans(option, index)})
            case Sequence(parts=parts):
                return self._sequence(parts, index)

    def _sequence(self, parts: tuple[Node | Gap, ...], index: int) -> list[Span]:
        row: list[Part] = []
        gap = Gap(0, 0)
        for part in parts:
            if isinstance(part, Gap):
                gap = part
            else:
                row.append(Part(self.spans(part, index), gap.least, gap.most))
                if not row[-1].spans:
                    return []
                gap = Gap(0, 0)
        if index not in self._layouts:
            text = self._reader.document.sections[index].text
            words = self._reader.tokens(index)
            begins = [start for start, _ in sentences(text, self._reader.language)]
            self._layouts[index] = Layout(words.starts, words.ends, begins)
        return in_a_row(row, gap.least, self._layouts[index])
