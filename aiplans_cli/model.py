"""What flows through the program: frozen records that do no input or output."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from aiplans_cli.records import dataclass

Kind = Literal[
    "body",
    "heading",
    "contents",
    "note",
    "bibliography",
    "rotated",
    "running head",
    "page number",
    "margin line number",
    "watermark",
    "navigation",
    "repeated block",
    "hidden",
    "deleted by tracked changes",
    "comment",
]
"""What sort of text a section is."""

COUNTED_KINDS: tuple[Kind, ...] = ("body", "heading")
"""The kinds that are counted unless the user asks for ``--all``."""

ALL_COUNTED_KINDS: tuple[Kind, ...] = (
    *COUNTED_KINDS,
    *("contents", "note", "bibliography", "rotated"),
)
"""The kinds that ``--all`` counts; the others repeat on every page, or no reader sees them."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What became of some of the characters of a file."""

    name: str
    """A kind of section ("footnote" for notes), or what else was found ("reference mark"); for
    what was not read, the reason."""
    fate: Literal["counted", "set aside", "unread"]
    """Whether the characters are counted by default."""
    characters: int
    """How many: Unicode characters without white space, after NFC; 0 where they cannot be told."""
    pages: tuple[str, ...] = ()
    """Labels of the pages on which they stand, in order; () where the format has none."""
    examples: tuple[str, ...] = ()
    """How the first of them begin."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of each character that a reader of the file could see."""

    entries: tuple[LedgerEntry, ...] = ()
    """What was counted, what was set aside under a name, and what was not read."""
    visible: int | None = None
    """Characters of the file, measured apart from the way that makes the document; ``None`` where
    the reader does not measure them."""
    added: int = 0
    """Characters of the document that the file does not have, such as the bars between cells."""

    @property
    def missing(self) -> int:
        """Characters of the file that are in no entry; below 0, those of no file.

        >>> Ledger((LedgerEntry("body", "counted", 90),), visible=100).missing
        10
        """
        if self.visible is None:
            return 0
        return self.visible + self.added - sum(entry.characters for entry in self.entries)

    def sizes(self) -> dict[str, int]:
        """Characters by name; what is in no entry as "not accounted for".

        >>> Ledger((LedgerEntry("body", "counted", 90),), visible=100).sizes()
        {'body': 90, 'not accounted for': 10}
        """
        sizes = {entry.name: entry.characters for entry in self.entries}
        return sizes | ({"not accounted for": self.missing} if self.missing else {})


@dataclass(frozen=True, slots=True)
class Section:
    """A run of text of one kind under one heading."""

    heading: str
    """The heading it stands under, as printed; "" before the first heading."""
    level: int
    """Depth of that heading, 1 outermost; 0 before the first heading."""
    kind: Kind
    """What sort of text it is; a heading's own words are a section of kind ``heading``."""
    page: str
    """Label of the page its text begins on, as printed where known; "" where there are none."""
    text: str
    """The text as it is displayed, NFC, one paragraph a line, without ligatures or soft hyphens."""
    parents: tuple[str, ...] = ()
    """The headings above its own, outermost first."""
    part: int = 0
    """Number of its heading in the document, from 1; 0 before the first. All kinds share it."""
    breaks: tuple[tuple[int, str], ...] = ()
    """Where later pages begin: (offset in the text, page label), ascending."""
    lines: tuple[tuple[int, int], ...] = ()
    """Where lines of the file begin: (offset in the text, line from 1); () where it has none."""
    quoted: tuple[tuple[int, int], ...] = ()
    """Paragraphs set apart as a quotation: (offset, offset after), ascending."""

    def page_at(self, offset: int) -> str:
        """Label of the page on which the character at ``offset`` stands.

        >>> Section("", 0, "body", "3", "abcdef", breaks=((4, "4"),)).page_at(4)
        '4'
        """
        index = bisect_right(self.breaks, offset, key=lambda item: item[0])
        return self.breaks[index - 1][1] if index else self.page

    def line_at(self, offset: int) -> int:
        """Line of the file on which the character at ``offset`` stands; 0 where it has no lines.

        >>> Section("", 0, "body", "", "one two", lines=((0, 3), (4, 4))).line_at(5)
        4
        """
        index = bisect_right(self.lines, offset, key=lambda item: item[0])
        return self.lines[index - 1][1] if index else 0


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A text as it was read, in sections, in reading order."""

    id: str
    """Short name: the library id, or the file's name without folders and suffix; where files of a
    run share it, the shortest path that tells them apart."""
    title: str
    """Its title where the format or the library knows one, else the id."""
    language: str
    """"en", "zh", or "" while not yet known."""
    sections: tuple[Section, ...]
    """All sections, the uncounted kinds included."""
    sha256: str = ""
    """Hex digest of the bytes it was read from."""
    format: str = "text"
    """Key of the reader that read it."""
    pages: int = 0
    """Number of physical pages; 0 where the format has none."""
    notes: tuple[str, ...] = ()
    """What the reader decided and the user should know (encoding guessed, pages skipped)."""
    kind: str = "text"
    """"text", or "digest" for a summary in this project's own words."""
    front: tuple[str, ...] = ()
    """Titles and front matter that stand outside its sections, and are not counted."""
    ledger: Ledger = Ledger()
    """What became of each character of the file; empty for a document that was made otherwise."""

    def __repr__(self) -> str:
        characters = sum(len(section.text) for section in self.sections)
        size = f"{len(self.sections):,} sections, {characters:,} characters"
        return f"<Document {self.id} ({self.language or 'language not known'}): {size}>"


@dataclass(frozen=True, slots=True)
class SectionTokens:
    """The words of one section in order; the four tuples are parallel."""

    section: int
    """Index of the section in ``Document.sections``."""
    words: tuple[str, ...]
    """Each word in the form in which it is counted."""
    starts: tuple[int, ...]
    """Offset of the word's first character in the section's text."""
    ends: tuple[int, ...]
    """Offset after the word's last character."""
    sentences: tuple[int, ...]
    """Number of the sentence of the section in which the word stands, from 0."""
    sentence_count: int
    """How many sentences the section has."""


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """All words of a document, section by section."""

    document: Document
    """The document they were taken from."""
    sections: tuple[SectionTokens, ...]
    """One entry for each section of the document, in its order, empty ones included."""

    def __repr__(self) -> str:
        size = f"{sum(len(section.words) for section in self.sections):,} words"
        return f"<Tokens of {self.document.id} ({self.document.language}): {size}>"


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """Sizes of a run of paragraphs of a section that holds much of its document."""

    tokens: int
    """Words."""
    content_tokens: int
    """Words that are neither stop words nor bare numbers."""
    sentences: int
    """Sentences that begin in it."""


@dataclass(frozen=True, slots=True)
class CountedSection:
    """Sizes of one part of a document: a heading with its body, or the notes under it."""

    heading: str
    """The heading, "" before the first."""
    level: int
    """Depth of the heading, 1 outermost; 0 before the first."""
    kind: Kind
    """"body" (headings included), or one of the other kinds that ``--all`` counts."""
    page: str
    """Label of the page on which it begins; "" where there are none."""
    parents: tuple[str, ...]
    """The headings above, outermost first."""
    tokens: int
    """Words."""
    content_tokens: int
    """Words that are neither stop words nor bare numbers."""
    covered: int
    """Content words inside a concept's match."""
    sentences: int
    """Sentences."""
    characters: int
    """Characters other than white space."""
    document: str = ""
    """Id of the document it belongs to."""
    last_page: str = ""
    """Label of the page on which it ends; "" where there are none."""
    blocks: tuple[SectionBlock, ...] = ()
    """What it is cut into where it holds much of its document; () for a section that does not."""
    text: str = ""
    """Digest and path of the text that it is of, in a document of several: "" where none is told,
    and of what has been read from a file, in which whoever wants the texts looks for them."""

    @property
    def pages(self) -> str:
        """The pages it stands on, as "10" or "10-11"; "" where there are none."""
        return self.page if self.last_page in ("", self.page) else f"{self.page}-{self.last_page}"


@dataclass(frozen=True, slots=True)
class Occurrences:
    """How often one term stands in one section."""

    section: int
    """Index in ``Counts.sections``."""
    count: int
    """Occurrences."""
    sentences: int
    """Sentences of the section with at least one occurrence."""
    blocks: tuple[Occurrences, ...] = field(default=(), repr=False)
    """In a section that is cut into blocks, the same by block: ``section`` is the block's index."""


@dataclass(frozen=True, slots=True, repr=False)
class Counts:
    """What was counted in one document, or in several added together."""

    id: str
    """Id of the document; joined by "+" where several were added."""
    title: str
    """Title of the document."""
    language: str
    """"en" or "zh"."""
    sha256: str
    """Digest of the bytes counted; joined by "+" where several were added."""
    kind: str
    """"text" or "digest"."""
    sections: tuple[CountedSection, ...]
    """Sizes, section by section."""
    terms: Mapping[str, tuple[Occurrences, ...]]
    """Word → where it stands, sections ascending."""
    concepts: Mapping[str, tuple[Occurrences, ...]]
    """Concept id → where it stands, sections ascending."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Tokenizer, concept list and stop words it was counted with, and words ``left_out`` since."""
    ledger: Mapping[str, int] = field(default_factory=dict)
    """Characters of its file by what became of them, as ``Ledger.sizes`` gives them."""
    file: str = ""
    """Path of its file from the folder of its counts file; "" where that is not recorded."""

    def __repr__(self) -> str:
        tokens = sum(section.tokens for section in self.sections)
        size = f"{tokens:,} words, {len(self.terms):,} terms, {len(self.concepts):,} concepts"
        return f"<Counts of {self.id} ({self.language}): {size}, {len(self.sections):,} sections>"
