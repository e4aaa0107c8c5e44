"""Numbered headings of laws, orders and plans, in English and in Chinese."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from aiplans_cli.reading.shape import HAN, Aside, Block, width
from aiplans_cli.records import dataclass

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
    "part": rf"(?:PART|Part|PILLAR|Pillar|TITLE|Title) {_EN}{_STOP}"
    rf"|第 ?{_ZH} ?[编篇編](?=[\s：]|$)",
    "annex": rf"(?:ANNEX|Annex|APPENDIX|Appendix) (?:{_EN}|[A-Z]){_STOP}"
    rf"|附[件录錄](?:{_ZH})?(?=[\s：]|$)",
    "chapter": rf"(?:CHAPTER|Chapter) {_EN}{_STOP}|第 ?{_ZH} ?章(?=[\s：]|$)",
    "section": rf"(?:SECTION|Section|SEC\.|Sec\.) ?{_EN}{_STOP}|第 ?{_ZH} ?[节節](?=[\s：]|$)",
    "subsection": r"\d{1,2}\.\d{1,2}\.?(?= +[A-Z])",
    "article": rf"(?:ARTICLE|Article) {_EN}{_STOP}|第 ?{_ZH} ?[条條](?=[\s：]|$)",
    "point": "[一二三四五六七八九十]{1,3}、",
    "subpoint": "[（(][一二三四五六七八九十]{1,3}[）)]",
}
"""Kinds of heading that plain text shows, outermost first, each with the pattern of its label.

A named heading such as "Preamble" or an annex stands level with the outermost of the others.

第…编 is a part, 附件 an annex, 第…章 a chapter, 第…节 a section, 第…条 an article, 一、 a point
("One,") and （一） a point below it.
"""

STRONG = frozenset(("part", "annex", "chapter", "section", "article"))
"""Ranks that head a part of a document whatever else it shows."""

_ZH_ARTICLE = re.compile(f"第 ?({_ZH}) ?[条條]")
_GLUED = re.compile(f"第({_ZH})[条條](?![的之所规規和与與至、，第款项項])")
_ZH_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000}

_PATTERNS = {rank: re.compile(pattern) for rank, pattern in RANKS.items()}
_FIRST = re.compile("[APTCSIF0-9第序前引结結附一二三四五六七八九十（(]")
_TITLE_EN = re.compile(r"[.:]?\s{0,9}((?:[^.;:]|\.(?=\w)){2,120})\.(?=\s|\(|$)")
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
    if rank in ("point", "subpoint") and not rest:
        return None  # the number of an item, whose text stands apart
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


def number_headings(
    blocks: Iterable[Block],
    asides: list[Aside] | None = None,
    *,
    strong: bool = False,
    run_in: bool = True,
) -> list[Block]:
    """Turn numbered paragraphs into headings below the headings the format itself marks.

    Where a document has articles, its （一） are items inside them, not headings. ``asides`` takes
    the stops between a heading and the text that runs on after it. With ``strong`` only parts,
    chapters, sections and articles are headings; without ``run_in`` a （一） that its text follows
    in the same paragraph is none.

    >>> [(b.kind, b.level) for b in number_headings([Block("body", "第一章 总则"),
    ...     Block("body", "第一条 为了发展，制定本法。")])]  # "Chapter 1 General", "Article 1 ..."
    [('heading', 1), ('heading', 2), ('body', 0)]
    """
    blocks = list(blocks)
    found = _numbered_in_turn(blocks)
    if not run_in:
        found = [None if i and _runs_in(i) else i for i in found]
    present = {item.rank for item in found if item}
    if strong:
        present &= STRONG
    if "article" in present or "section" in present:
        present -= {"point", "subpoint"} if "article" in present else {"subpoint"}
    below = [rank for rank in RANKS if rank in present - {"named", "annex"}]
    levels = {rank: level for level, rank in enumerate(below, start=1)}
    levels["named"] = levels["annex"] = 1
    depths = _depths(blocks, found, levels)
    result = []
    for block, item, level in zip(blocks, found, depths, strict=True):
        if item is None or block.kind == "heading" or item.rank not in levels:
            result.append(block)
            continue
        lines = tuple(mark for mark in block.lines if mark[0] < len(item.heading))
        result.append(Block("heading", item.heading, level, block.page, lines=lines))
        stop = block.text[len(item.heading) : len(block.text) - len(item.rest)].strip()
        if stop and asides is not None:
            asides.append(Aside("stop after a heading", stop, block.page))
        if item.rest:
            result.append(_from(block, len(block.text) - len(item.rest)))
    return result


def _runs_in(item: Numbered) -> bool:
    """Whether it is a （一） or a bare 一、 ("One,") whose text follows in the same paragraph."""
    bare = item.rank == "point" and len(item.heading) < 5
    return bool(item.rest) and (item.rank == "subpoint" or bare)


def _depths(
    blocks: Sequence[Block], found: Sequence[Numbered | None], levels: Mapping[str, int]
) -> list[int]:
    """The level of each block as a heading: its rank's below the heading that the format marks.

    Where the format marks some of a rank, all others stand level with those; chapters and articles
    are otherwise as deep as the deepest of their rank, since sections divide but some chapters.
    """
    marked: dict[str, Counter[int]] = defaultdict(Counter)
    base, depths = 0, []
    for block, item in zip(blocks, found, strict=True):
        rank = levels.get(item.rank, 0) if item else 0
        if block.kind == "heading":
            base = block.level - rank
            if item:
                marked[item.rank][block.level] += 1
        depths.append(base + rank)
    usual = {rank: counts.most_common(1)[0][0] for rank, counts in marked.items()}
    deepest: dict[str, int] = {}
    for item, depth in zip(found, depths, strict=True):
        if item and item.rank in STRONG:
            deepest[item.rank] = max(depth, deepest.get(item.rank, 0))
    return [
        (usual.get(item.rank) or deepest.get(item.rank) or depth) if item else depth
        for item, depth in zip(found, depths, strict=True)
    ]


def _numbered_in_turn(blocks: Sequence[Block]) -> list[Numbered | None]:
    """The numbered ones among headings and paragraphs.

    An article whose text follows its number without a space ("第五条国家", "Article 5: the state")
    is one where the article before it has the number below its own; else it is a reference.
    """
    found: list[Numbered | None] = []
    last = 0
    for block in blocks:
        item = numbered(block.text) if block.kind in ("body", "heading") else None
        glued = _GLUED.match(block.text) if block.kind == "body" and item is None else None
        if glued and last and zh_number(glued[1]) == last + 1:
            item = Numbered("article", glued[0], block.text[glued.end() :])
        if item and item.rank == "article" and (label := _ZH_ARTICLE.match(item.heading)):
            last = zh_number(label[1])
        found.append(item)
    return found


def zh_number(digits: str) -> int:
    """The number that Chinese or Arabic digits spell, 0 for what spells none.

    >>> zh_number("一百零一"), zh_number("二十"), zh_number("1260")  # 101, 20
    (101, 20, 1260)
    """
    if digits.isdecimal():
        return int(digits)
    total = digit = 0
    for char in digits:
        if char in _ZH_DIGITS:
            digit = _ZH_DIGITS[char]
        elif char in _ZH_UNITS:
            total += (digit or 1) * _ZH_UNITS[char]
            digit = 0
        else:
            return 0
    return total + digit


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
