"""Numbered headings of laws, orders and plans, in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from aiplans_cli.reading.shape import HAN, Aside, Block, width

Mark = TypeVar("Mark")

_ZH = "[零〇一二三四五六七八九十百千0-9０-９]+"
_EN = r"(?:\d+(?:\.\d+)*|[IVXLC]+|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)"
_STOP = r"(?=[.:：—–-]|\s*$|\s+[A-Z“\"(])"

_NAMED = (
    "PREAMBLE|Preamble|INTRODUCTION|Introduction|FOREWORD|Foreword|CONCLUSION|Conclusion"
    "|序 ?言|前 ?言|引 ?言|结 ?语|結 ?語|附 ?录|附 ?錄"  # preamble, foreword, introduction, …
)

RANKS: dict[str, str] = {
    "named": rf"(?:{_NAMED})(?=\s*$)",
    "part": rf"(?:PART|Part|PILLAR|Pillar|TITLE|Title) {_EN}{_STOP}|第{_ZH}[编篇編](?=[\s：]|$)",
    "chapter": rf"(?:CHAPTER|Chapter) {_EN}{_STOP}|第{_ZH}章(?=[\s：]|$)",
    "section": rf"(?:SECTION|Section|SEC\.|Sec\.) ?{_EN}{_STOP}|第{_ZH}[节節](?=[\s：]|$)",
    "subsection": r"\d{1,2}\.\d{1,2}\.?(?= +[A-Z])",
    "article": rf"(?:ARTICLE|Article) {_EN}{_STOP}|第{_ZH}[条條](?=[\s：]|$)",
    "point": "[一二三四五六七八九十]{1,3}、",
    "subpoint": "[（(][一二三四五六七八九十]{1,3}[）)]",
}
"""Kinds of heading that plain text shows, outermost first, each with the pattern of its label.

A named heading such as "Preamble" stands level with the outermost of the others.

第…编 is a part, 第…章 a chapter, 第…节 a section, 第…条 an article, 一、 a point ("One,") and
（一） a point below it.
"""

_PATTERNS = {rank: re.compile(pattern) for rank, pattern in RANKS.items()}
_FIRST = re.compile("[PTCSAIF0-9第序前引结結附一二三四五六七八九十（(]")
_TITLE_EN = re.compile(r"[.:]?\s*((?:[^.;:]|\.(?=\w)){2,120})\.(?=\s|\(|$)")
_TITLE_ZH = re.compile("[ ：]?([^。；：]{2,40})。(?=.)")
_MAX_WIDTH = 76
_SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"}
_SMALL |= {"with", "into", "its", "within"}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph that begins with the label of a heading."""

    rank: str
    """Key of ``RANKS``."""
    heading: str
    """The label, with the title where it has one."""
    rest: str
    """What runs on after the heading in the same paragraph."""


def numbered(text: str) -> Numbered | None:
    """Split a paragraph that begins with a numbered heading; None for any other paragraph.

    >>> numbered("Sec. 2. Policy and Principles. It is the policy of the United States.")
    Numbered(rank='section', heading='Sec. 2. Policy and Principles',
             rest='It is the policy of the United States.')
    >>> numbered("第二条 本规定适用。")  # "Article 2  These rules apply."
    Numbered(rank='article', heading='第二条', rest='本规定适用。')
    >>> numbered("Section 4 of this memorandum applies.")
    """
    if not _FIRST.match(text) or "\n" in text:
        return None
    for rank, pattern in _PATTERNS.items():
        match = pattern.match(text)
        if match:
            return _split(rank, match[0], text)
    return None


def _split(rank: str, label: str, text: str) -> Numbered | None:
    rest = text[len(label) :]
    chinese = bool(HAN.search(text))
    title = (_TITLE_ZH if chinese else _TITLE_EN).match(rest)
    if title and rank != "article" and (chinese or _titled(title[1])):
        heading = label + title[0].rstrip(".。")
        return Numbered(rank, heading, rest[title.end() :].strip())
    if width(text) <= _MAX_WIDTH and not re.search(r"[。；;！？，,.：:]$", rest):
        return Numbered(rank, text, "") if rank != "subsection" or _titled(rest) else None
    if rank == "subsection" or (rank == "subpoint" and text.endswith(("；", ";"))):
        return None  # a reference, or an item of a list in the middle of a sentence
    return Numbered(rank, label, rest.lstrip(" .:：—–-"))


def _titled(text: str) -> bool:
    """Whether every word that is not a small one is capitalised, as in an English title."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if word not in _SMALL]
    return bool(words) and not any(word[0].islower() for word in words)


def number_headings(blocks: Iterable[Block], asides: list[Aside] | None = None) -> list[Block]:
    """Turn numbered paragraphs into headings below the headings the format itself marks.

    Where a document has articles, its （一） are items inside them, not headings. ``asides`` takes
    the stops between a heading and the text that runs on after it.

    >>> [(b.kind, b.level) for b in number_headings([Block("body", "第一章 总则"),
    ...     Block("body", "第一条 为了发展，制定本法。")])]  # "Chapter 1 General", "Article 1 ..."
    [('heading', 1), ('heading', 2), ('body', 0)]
    """
    blocks = list(blocks)
    found = [numbered(block.text) if block.kind == "body" else None for block in blocks]
    present = {item.rank for item in found if item}
    if "article" in present or "section" in present:
        present -= {"point", "subpoint"} if "article" in present else {"subpoint"}
    levels = {r: i for i, r in enumerate((r for r in RANKS if r in present - {"named"}), start=1)}
    levels["named"] = 1
    base, result = 0, []
    for block, item in zip(blocks, found, strict=True):
        if block.kind == "heading":
            base = block.level
        if item is None or item.rank not in levels:
            result.append(block)
            continue
        level = base + levels[item.rank]
        lines = tuple(mark for mark in block.lines if mark[0] < len(item.heading))
        result.append(Block("heading", item.heading, level, block.page, lines=lines))
        stop = block.text[len(item.heading) : len(block.text) - len(item.rest)].strip()
        if stop and asides is not None:
            asides.append(Aside("stop after a heading", stop, block.page))
        if item.rest:
            result.append(_from(block, len(block.text) - len(item.rest)))
    return result


def _from(block: Block, cut: int) -> Block:
    """What of a block follows the character at ``cut``, with its pages and lines."""
    (_, page), *breaks = _marks_from(((0, block.page), *block.breaks), cut)
    lines = tuple(_marks_from(block.lines, cut))
    return replace(block, text=block.text[cut:], page=page, breaks=tuple(breaks), lines=lines)


def _marks_from(marks: Sequence[tuple[int, Mark]], cut: int) -> list[tuple[int, Mark]]:
    """Marks at offsets, seen from ``cut``: the one in force there stands at 0."""
    before = [mark for offset, mark in marks if offset <= cut]
    after = [(offset - cut, mark) for offset, mark in marks if offset > cut]
    return [(0, before[-1]), *after] if before else after
