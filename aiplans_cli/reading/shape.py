"""From a run of blocks, the form every reader produces, to the sections of a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from aiplans_cli.characters import tidied
from aiplans_cli.model import Kind, Section
from aiplans_cli.records import dataclass

_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE = _HAN + r"\u3001\u3002\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff20“”‘’—…"
HAN = re.compile(f"[{_HAN}]")

# Few texts need the next two, which take longer to compile than all others here together.
_BETWEEN_CHINESE = (
    f"(第 ?(?:[零〇一二三四五六七八九十百千] ?)+[编篇章节条編節條](?= [{_CHINESE}]))|"
    f"(?<=[{_CHINESE}]) +(?=[{_CHINESE}])"
)
"""A space between Chinese characters; of a label such as 第一百零一条 (Article 101) group 1 takes
hold, and one space after it stays."""

_BETWEEN_SINGLES = f"(?:(?<= )|(?<=^)|(?<=[、：]))([{_HAN}])((?: +[{_HAN}])+)(?= |$)"
"""Characters that were set apart for looks."""

_SPACES = re.compile(r"[^\S\n]+")
_FIRST: tuple[Kind, ...] = ("heading", "contents", "body")
"""The kinds of a part that come before its others, which follow by name."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a line that is not running text, in reading order."""

    kind: Kind
    """What sort of text it is."""
    text: str
    """Its words, tidied."""
    level: int = 0
    """Depth of a heading, 1 outermost; 0 for everything else."""
    page: str = ""
    """Label of the page on which it begins."""
    breaks: tuple[tuple[int, str], ...] = ()
    """Where later pages begin: (offset in the text, page label)."""
    lines: tuple[tuple[int, int], ...] = ()
    """Where lines of the file begin: (offset in the text, line from 1); () where it has none."""
    quoted: bool = False
    """Whether it is set apart as a quotation."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Characters of a file that are in no block, for the ledger."""

    name: str
    """What they are ("reference mark"), or why they were not read."""
    text: str
    """The characters themselves, "" where they cannot be told."""
    page: str = ""
    """Label of the page on which they stand."""
    unread: bool = False
    """Whether they could not be read, rather than being set aside."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader of one format makes of a file."""

    blocks: tuple[Block, ...]
    """Headings, paragraphs and what stands apart from them, in reading order."""
    title: str = ""
    """Title as the format marks it, "" where it does not."""
    pages: int = 0
    """Number of physical pages, 0 where the format has none."""
    notes: tuple[str, ...] = ()
    """What was decided, in sentences."""
    front: tuple[str, ...] = ()
    """What the front matter says, value by value."""
    asides: tuple[Aside, ...] = ()
    """What of the file is in no block."""
    visible: int | None = None
    """Characters of the file without white space, measured apart from the blocks; ``None`` for a
    reader that does not measure them."""
    added: int = 0
    """Characters of the blocks that the file does not have."""


@dataclass(slots=True)
class _Part:
    """What has been gathered under one heading."""

    heading: str
    level: int
    parents: tuple[str, ...]
    blocks: dict[Kind, list[Block]]


def tidy(text: str, *, tight: bool = False) -> str:
    """Return the text as it is to be shown: NFC, no ligatures, no stray spaces.

    Spaces inside a word spread for looks are closed; ``tight`` closes every space between two
    Chinese characters, for formats in which such spaces come from the page layout.

    >>> tidy("The ﬁrst  ﬂow, co\\u00adoperation")
    'The first flow, cooperation'
    >>> tidy("第一章 总  则")  # "Chapter One  General Provisions"
    '第一章 总则'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())  # most lines, and many times as fast
    text = _SPACES.sub(" ", tidied(text)).strip()
    if " " not in text or not HAN.search(text):
        return text
    if tight or _spread(text):
        return re.sub(_BETWEEN_CHINESE, _closed, text)
    return re.sub(_BETWEEN_SINGLES, lambda match: match[0].replace(" ", ""), text)


def _closed(match: re.Match[str]) -> str:
    return match[1].replace(" ", "") + " " if match[1] else ""


def _spread(text: str) -> bool:
    """Whether the characters of a Chinese text are set apart one by one."""
    pieces = [piece for piece in text.split() if HAN.search(piece)]
    single = sum(len(HAN.findall(piece)) == 1 for piece in pieces)
    return len(pieces) > 5 and single * 2 >= len(pieces)


def width(text: str) -> int:
    """Columns the text takes on a terminal: a Chinese character takes two.

    >>> width("AI 治理")  # "AI governance"
    7
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def assemble(blocks: Iterable[Block]) -> tuple[Section, ...]:
    """Gather blocks into sections: for each heading its own words, its text and its notes.

    A contents page is a part of its own; what follows it belongs to the heading before it.

    >>> [s.kind for s in assemble([Block("heading", "Aims", 1), Block("body", "One.")])]
    ['heading', 'body']
    """
    parts = [_Part("", 0, (), {})]
    current = parts[0]
    above: list[tuple[int, str]] = []
    for block in blocks:
        if not block.text:
            continue
        target = current
        if block.kind == "heading":
            level = max(block.level, 1)
            above = [item for item in above if item[0] < level]
            parents = tuple(heading for _, heading in above)
            above.append((level, block.text))
            target = current = _Part(block.text, level, parents, {})
            parts.append(current)
        elif block.kind == "contents" and "contents" not in parts[-1].blocks:
            target = _Part(block.text.split("\n", 1)[0], 1, (), {})
            parts.append(target)
        elif block.kind == "contents":
            target = parts[-1]
        target.blocks.setdefault(block.kind, []).append(block)
    return tuple(
        _section(part, number, kind)
        for number, part in enumerate(parts)
        for kind in (*_FIRST, *sorted(part.blocks.keys() - set(_FIRST)))
        if kind in part.blocks
    )


def _section(part: _Part, number: int, kind: Kind) -> Section:
    blocks = part.blocks[kind]
    page = blocks[0].page
    breaks: list[tuple[int, str]] = []
    lines: list[tuple[int, int]] = []
    quoted: list[tuple[int, int]] = []
    offset, last = 0, page
    for block in blocks:
        for start, label in ((0, block.page), *block.breaks):
            if label != last:
                breaks.append((offset + start, label))
                last = label
        lines += ((offset + start, number) for start, number in block.lines)
        if block.quoted:
            quoted.append((offset, offset + len(block.text)))
        offset += len(block.text) + 1
    text = "\n".join(block.text for block in blocks)
    place = (part.heading, part.level, kind, page, text, part.parents, number)
    return Section(*place, tuple(breaks), tuple(lines), tuple(quoted))
