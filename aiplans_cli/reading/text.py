"""Plain text: hard-wrapped lines back to paragraphs, numbered lines to headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from aiplans_cli.reading.block_writer import measured
from aiplans_cli.reading.blocks import LARGE
from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.joining import HYPHENS, SOFT_HYPHEN, joined, unbroken
from aiplans_cli.reading.numbering import number_headings, numbered
from aiplans_cli.reading.shape import HAN, Aside, Block, Draft, tidy, width

_ITEM = re.compile(r"(?:[-*•·–—●▪]|——|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]|\d{1,3}[、．]) ?\S")
_SENTENCE_END = re.compile("[.!?。！？;；:：,，][”’\"')）]*$")
_BROKEN = re.compile(f"[^\\W\\d_][{HYPHENS}{SOFT_HYPHEN}]$")
_RULE = re.compile(r"[-=_*~—–]{3,}")
_LONGEST_WRAP = 120
"""Columns beyond which a line is a whole paragraph, not a piece of a wrapped one."""

_SHORTEST_WRAP = 50
"""Columns below which lines are as short as people leave them: titles, verses, lists."""

_LONG = 1000
"""Lines of a paragraph beyond which it is taken as exact where each of them begins."""

_TITLE_WIDTH = 80
"""Columns beyond which a first line is a sentence of the text, not its title."""

_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"))


def read_text(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read plain text in any encoding that can be recognised; a large one line by line.

    Raises:
        SourceError: see ``decode``.
    """
    text, notes = decode(data, name, encoding)
    if len(data) >= LARGE:
        lines = map(tidy, text.replace("\f", "\n").split("\n"))
        whole = (Block("body", line, lines=((0, at),)) for at, line in enumerate(lines, 1) if line)
        return Draft(tuple(whole), notes=notes)
    blocks = unwrap(text.split("\n"))
    title = _title([block.text for block in blocks[:3]])
    if title:
        blocks[0] = replace(blocks[0], kind="heading", level=1)
    asides = left_out(text.split("\n"), blocks)
    headed = number_headings(blocks, asides)
    visible = measured(text.split("\n"))
    return Draft(tuple(headed), title, notes=notes, asides=tuple(asides), visible=visible)


def left_out(lines: Sequence[str], blocks: Iterable[Block]) -> list[Aside]:
    """What of the lines is in none of the paragraphs made of them: rules, hyphens at line ends.

    >>> left_out(["One", "-----"], unwrap(["One", "-----"]))
    [Aside(name='rule', text='-----', page='', unread=False)]
    """
    asides = [Aside("rule", shown) for line in lines if _RULE.fullmatch(shown := line.strip())]
    lost = Counter[str]()
    for line in lines:
        lost.update({hyphen: line.count(hyphen) for hyphen in HYPHENS})
    for text in (*(aside.text for aside in asides), *(block.text for block in blocks)):
        lost.subtract({hyphen: text.count(hyphen) for hyphen in HYPHENS})
    shown = "".join(hyphen * count for hyphen, count in lost.items())
    if gone := shown[: max(lost.total(), 0)]:  # a few were only replaced
        asides.append(Aside("line-end hyphen", gone))
    return asides


def unwrap(lines: Sequence[str]) -> list[Block]:
    """Join the pieces of hard-wrapped paragraphs; a line of any other text is a paragraph.

    >>> line = "By the authority vested in me as President by the Constitution and"
    >>> unwrap([line, "the laws of the United States.", "", "It is so ordered."])[1]
    Block(kind='body', text='It is so ordered.', level=0, page='', breaks=(), lines=((0, 4),),
          quoted=False)
    """
    shown = [_shown(line) for line in lines]
    wrap = _wrap_width(shown)
    words = unbroken(shown)
    paragraphs: list[tuple[list[str], list[int]]] = []
    before = ""
    for number, line in enumerate(shown, 1):
        if not line or _RULE.fullmatch(line):
            before = ""
            continue
        if before and _wrapped(before, line, wrap):
            pieces, numbers = paragraphs[-1]
            pieces[-1] = joined(pieces[-1], line, words)
            pieces.append(line)
            numbers.append(number)
        else:
            paragraphs.append(([line], [number]))
        before = line
    return [_paragraph(pieces, numbers) for pieces, numbers in paragraphs]


def _shown(line: str) -> str:
    """A line as it is shown, but for a soft hyphen at its end, which tells how it goes on."""
    return tidy(line) + SOFT_HYPHEN * line.rstrip().endswith(SOFT_HYPHEN)


def _paragraph(pieces: Sequence[str], numbers: Sequence[int]) -> Block:
    """A paragraph tidied as a whole, which may close spaces, with where its lines begin then."""
    whole = "".join(pieces)
    text = tidy(whole)
    starts = [0, *accumulate(map(len, pieces))]
    if len(text) != len(whole) and len(pieces) < _LONG:
        starts = [len(tidy(whole[:start])) for start in starts]
    begins = ((min(start, len(text)), n) for start, n in zip(starts, numbers, strict=False))
    return Block("body", text, lines=tuple(begins))


def _wrap_width(lines: Sequence[str]) -> int:
    """The column at which the text is wrapped, 0 where it is not."""
    inner = sorted(width(line) for line, after in pairwise(lines) if line and after)
    if not inner:
        return 0
    wrap = inner[len(inner) * 19 // 20]
    full = sum(size > 0.8 * wrap for size in inner)
    wrapped = _SHORTEST_WRAP <= wrap <= _LONGEST_WRAP and 2 * full >= len(inner)
    return wrap if wrapped else 0


def _wrapped(before: str, after: str, wrap: int) -> bool:
    """Whether a line is full, so that the one after it goes on with its paragraph."""
    if not wrap or _ITEM.match(after):
        return False
    if _BROKEN.search(before) and after[0].islower():
        return True
    item = numbered(after)
    if item and not re.search(r"[^\W\d_]$", before):
        return False
    word = after[0] if HAN.match(after) else after.split(" ", 1)[0]
    return width(before) + 1 + width(word) > 0.93 * wrap


def _title(paragraphs: Sequence[str]) -> str:
    """The first line, where it is short and at most one more such line stands before the text."""
    head = 0
    for text in paragraphs[:3]:
        if numbered(text) or width(text) > _TITLE_WIDTH or _SENTENCE_END.search(text):
            break
        open_marks = text.count('"') % 2 or any(text.count(a) != text.count(b) for a, b in _PAIRS)
        if open_marks:
            break  # a quotation goes on in the next line
        head += 1
    return paragraphs[0] if 0 < head < len(paragraphs) else ""
