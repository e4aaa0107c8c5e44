"""Lists of works cited: names and journals, not the words of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from aiplans_cli.reading.shape import Block

_TITLE = re.compile(
    r"\W*+(?:(?:[A-Z]|\d{1,2}|[IVX]+|[一二三四五六七八九十]{1,3}|(?:appendix|annex) \w+)"
    r"[.:、\s]*+)?"
    r"(?:(?:list of )?references(?: cited| and notes)?|bibliography|(?:works|literature) cited"
    r"|literatur(?:verzeichnis)?|références|bibliographie|参考文献|参考资料|參考文獻|引用文献)\W*",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"\b(?:19|20)\d\d[a-z]?\b|https?:|www\.|\bdoi\b|arXiv|et al\b|等[.．]|\[[JMCDRZ]"
)
_CITES = re.compile(
    r"https?:|www\.|\bdoi\b|arXiv|et al\b|等[.．]|\[[JMCDRZ]|\bpp?\. ?\d|\d\(\d|\((?:19|20)\d\d"
    r"|^\W{0,2}\d{1,4}\W{1,2}\s|\b[A-Z]\.(?:[ ,]|-[A-Z])|[“‘\"《]"
)
_RULES = re.compile(r"\b(?:shall|must|applies|apply|means)\b|应当|适用")
"""Signs of an entry: a year or an address, with what cites it; rules have years, too, and verbs."""

_SIGNS = 6
"""Signs of entries that make a list; some files run all entries together."""

_ENOUGH = 0.6
"""Share of the paragraphs under such a title that look like entries; lists broken over lines have
0.7, a section on how an act refers to others has 0.2."""


def set_apart_bibliographies(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with the entries under a title such as "References" as ``bibliography``.

    The title stays a heading; the list ends at the next heading that is no deeper.

    >>> title = Block("heading", "References", 1)
    >>> entry = Block("body", "[1] A. Author et al. A title. Journal, 2020.")
    >>> [block.kind for block in set_apart_bibliographies([title, entry, entry, entry])]
    ['heading', 'bibliography', 'bibliography', 'bibliography']
    """
    blocks = list(blocks)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if block.kind != "heading" or not _TITLE.fullmatch(block.text):
            continue
        end = at
        while end < len(blocks) and not _ends(blocks[end], block):
            end += 1
        entries = [i for i in range(at, end) if blocks[i].kind == "body"]
        like = sum(_cites(blocks[i].text) for i in entries)
        signs = sum(len(_SIGN.findall(blocks[i].text)) for i in entries)
        if signs >= _SIGNS and like >= _ENOUGH * len(entries):
            for i in range(at, end):
                if blocks[i].kind in ("body", "heading"):
                    blocks[i] = replace(blocks[i], kind="bibliography", level=0)
        at = end
    return blocks


def _cites(text: str) -> bool:
    return bool(_SIGN.search(text) and _CITES.search(text) and not _RULES.search(text))


def _ends(block: Block, title: Block) -> bool:
    return block.kind == "heading" and block.level <= title.level
