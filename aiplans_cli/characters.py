"""Characters: those that show nothing, and those that only look like another.

One table tidies what is read, what a user types and what stands in a user's lists.
"""

from __future__ import annotations

import re
import unicodedata

_IGNORABLE = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
    *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xFFFE, 0xFFFE)),
    *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
"""Soft hyphens, marks of direction, variation selectors and their like: what Unicode lets a
display leave out (its property Default_Ignorable_Code_Point)."""

_DROPPED = [code for code in range(32) if chr(code) not in "\t\n"]
_DROPPED += [code for first, last in _IGNORABLE for code in range(first, last + 1)]

# Unicode's EquivalentUnifiedIdeograph, in the order of the radicals: see, car, gate, dragon ...
_RADICALS = (
    (
        0x2E80,
        "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗"
        "糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞"
        "食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
    ),
    (0x2F00, "".join(unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6))),
    (0x31C0, "㇀㇁㇂㇃㇄㇅𠃌㇇㇈㇉㇊㇋㇌㇍㇎乀一丨丿丿丶𠃍乛𠃊𠃎𠄌亅𡿨𠃋乀𠃑乚乙𠄎"),
)
"""Radicals and strokes, by the first of each row: PDF fonts, and people who copy from them, put
them for the characters that they look like."""

_REPLACED = {
    **dict.fromkeys((0x2028, 0x2029, 0x85), " "),
    **{0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft"},
    **{0xFB06: "st", 0xF0B7: "•", 0xF0A7: "▪", 0xF02D: "–"},
    **{
        first + place: known
        for first, row in _RADICALS
        for place, known in enumerate(row)
        if ord(known) != first + place
    },
}
_TABLE: dict[int, str | None] = {**dict.fromkeys(_DROPPED), **_REPLACED}


def _ranges(codes: list[int]) -> str:
    """Ranges of a pattern: several thousand characters one by one would be slow to compile."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in found)


INVISIBLE = _ranges(_DROPPED)
"""Characters that show nothing, as ranges of a pattern."""

UNTIDY = re.compile(f"[{_ranges(list(_TABLE))}]")
"""Characters that ``tidied`` drops or replaces, NFC aside."""


def tidied(text: str) -> str:
    """The text in NFC, without what shows nothing, ligatures and radicals as what they stand for.

    >>> tidied("The ﬁrst co\\u00adoperation"), tidied("⻛险") == "风险"  # "risk"
    ('The first cooperation', True)
    """
    if text.isascii() and text.isprintable():
        return text
    if UNTIDY.search(text):  # which little text has, and looking is far quicker than translating
        text = text.translate(_TABLE)
    return unicodedata.normalize("NFC", text)
