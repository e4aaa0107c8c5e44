"""Folding: the form of a text in which things are looked for, character for character.

A folded text is always as long as the text itself, so an offset in one is an offset in the
other and evidence can quote the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_QUOTES = dict.fromkeys("’‘‛ʼ＇´｀′`", "'") | dict.fromkeys("“”„", '"')
_HYPHENS = {"\u2010": "-", "\u2011": "-", "\uff0d": "-"}
# Long dashes part words where a hyphen joins them, so they fold to one another, not to a hyphen.
_DASHES = {"–": "—", "―": "—", "\u2012": "—"}
_SPACES = {"\u00a0": " ", "\u3000": " ", "\u2009": " ", "\u202f": " ", "\u2007": " "}
_FULL_WIDTH = {
    chr(code): chr(code - 0xFEE0)
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(first, last + 1)
}
# Not in a folded text, which would be split into other words by it: "25%" is one to jieba.
_SIGNS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(wide): ord(sign) for wide, sign in zip("￠￡￥￦", "¢£¥₩", strict=True)
}
SUPERSCRIPTS = (
    "\u00b2\u00b3\u00b9\u02b0\u02b2\u02b3\u02b7\u02b8\u02e1-\u02e3\u1d2c-\u1d5b\u2070-\u207f"
    "\u2460-\u2473\u2776-\u277f"
)
"""Raised digits, letters and signs, and numbers in circles, as ranges of a pattern: mostly the
marks of notes."""

_LOWERED = {chr(0x2080 + digit): str(digit) for digit in range(10)}
"""Lowered digits, which are part of their word: CO₂."""

_PLAIN = _QUOTES | _HYPHENS | _DASHES | _SPACES | _FULL_WIDTH | _LOWERED
_UNPLAIN = re.compile(f"[{''.join(_PLAIN)}{SUPERSCRIPTS}]")
_RAISED_ENDING = re.compile("[ˢⁿʳᵗ](?:(?<=\\dˢ)ᵗ|(?<=\\dⁿ)ᵈ|(?<=\\dʳ)ᵈ|(?<=\\dᵗ)ʰ)")
"""The end of an ordinal number, such as 20ᵗʰ: letters of the word, and no mark of a note."""

_IN_NUMBERS = re.compile("[．％](?:(?<=[0-9０-９]．)(?=[0-9０-９])|(?<=[0-9０-９]％))")
_OF_THOUSANDS = re.compile("[０-９]，(?=[０-９]{3}(?![０-９]))")
"""A full-width point, percent sign or comma in a number, which part words anywhere else."""

_AS_WRITTEN = re.compile(
    "著(?<![显名专论编译遗拙撰原巨卓昭土合杂知较素所]著)(?![作名书述称者录有文译《])"
)
"""著 that is the 着 of traditional script (隨著, "with"), not the one of 著名 ("famous")."""

_IN_PHRASES = "哩坏沈甦瞭藉衹覆"
"""What OpenCC changes in phrases alone (反覆, "again and again"); a test compares."""

_TABLES = "1.4."
"""The version of OpenCC of which that is known."""

_RARE = "\u2e80-\u2fdf\uf900-\ufaff\U00020000-\U0003ffff"

_LARGE = 1 << 16
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as ranges of a pattern."""

HAN_RUN = re.compile(f"[{HAN}]+")
"""Chinese characters side by side."""


def straighten(text: str) -> str:
    """Quotes, hyphens, spaces, letters and numbers in plain ASCII; the marks of notes as spaces.

    >>> straighten("the nation’s ＡＩ"), straighten("the nation´s plan¹ of ２０２５")
    ("the nation's AI", "the nation's plan  of 2025")
    >>> straighten("治理① of CO₂")  # "governance"
    '治理  of CO2'
    >>> straighten("１，０００ or ２．５％"), straighten("20ᵗʰ")
    ('1,000 or 2.5%', '20th')
    """
    if text.isascii():
        return text.replace("`", "'")
    if "ᵗ" in text or "ᵈ" in text or "ʰ" in text:
        text = _RAISED_ENDING.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    if "．" in text or "％" in text:
        text = _IN_NUMBERS.sub(lambda match: narrow(match[0]), text)
    if "，" in text:
        text = _OF_THOUSANDS.sub(lambda match: narrow(match[0]), text)
    # Most text has few of them, and looking for them is far quicker than translating every one.
    return _UNPLAIN.sub(lambda match: _PLAIN.get(match[0], " "), text)


def narrow(text: str) -> str:
    """Full-width signs, letters and digits as plain ones.

    >>> narrow("２５％ ＄ ￡ *＊")
    '25% $ £ **'
    """
    return text if text.isascii() else text.translate(_SIGNS)


def lower(text: str) -> str:
    """Lower case, but never longer: the few characters that would grow stay as they are.

    >>> lower("İZMİR AI")
    'İzmİr ai'
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def _to_simplified() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def simplify(text: str) -> str:
    """Traditional Chinese characters as simplified ones, by OpenCC's t2s tables.

    Where a phrase table would change the length of a run, the run is converted character by
    character, so that offsets stay true.

    >>> simplify("人工智慧與國際標準")  # "artificial intelligence and international standards"
    '人工智慧与国际标准'
    >>> simplify("隨著著名的計劃")  # "with the famous plan"
    '随着著名的计划'
    """
    if text.isascii():
        return text
    found = _simplify_lines(text) if len(text) > _LARGE else _converted(text)
    return _AS_WRITTEN.sub("着", found) if "著" in found else found


def _converted(text: str) -> str:
    convert = _to_simplified()
    try:
        converted = convert(text)
    except UnicodeEncodeError:  # lone surrogates, from bytes that were no UTF-8
        converted = ""
    if converted == text:
        return text

    def run(match: re.Match[str]) -> str:
        original = match.group()
        converted = convert(original)
        if len(converted) == len(original):
            return converted
        return "".join(c if len(s := convert(c)) != 1 else s for c in original)

    return HAN_RUN.sub(run, text)


def _simplify_lines(text: str) -> str:
    """The same for a large text, of which few lines hold what OpenCC may change."""
    found: list[str] = []
    done = 0
    for place in _changeable().finditer(text):
        if place.start() < done:
            continue
        start = max(text.rfind("\n", done, place.start()) + 1, done)
        end = text.find("\n", place.end())
        end = len(text) if end < 0 else end
        found += (text[done:start], _converted(text[start:end]))
        done = end
    return "".join([*found, text[done:]])


@cache
def _changeable() -> re.Pattern[str]:
    """What OpenCC may change by itself or in a phrase; rare characters without a closer look."""
    from opencc import __version__

    if not __version__.startswith(_TABLES):
        return re.compile(f"[\u3400-\u9fff{_RARE}]")
    common = [chr(code) for code in range(0x3400, 0xA000)]
    converted = _to_simplified()("\n".join(common)).split("\n")
    changed = [old for old, new in zip(common, converted, strict=True) if old != new]
    return re.compile(f"[{''.join(changed)}{_IN_PHRASES}{_RARE}]")
