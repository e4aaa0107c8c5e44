"""Lines of a paragraph made one: what stands between two of them, and hyphens at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from aiplans_cli.reading.shape import HAN

_WORD = re.compile(r"[^\W_]+(?:[-‐’'][^\W_]+)*")
_PREFIXES = frozenset(
    "all anti co counter cross de ex extra full half high intra low macro mega meta micro mid "
    "mini multi near non post pre pro quasi re self semi sub super tele trans ultra un under "
    "well".split()
)
_HEADS = frozenset(
    "long short large small early fast first second third open new old hard soft deep real best "
    "better ill wide single double dual one two three decision policy risk evidence".split()
)
_TAILS = frozenset(
    "term based driven making being scale related specific oriented led owned funded free border "
    "source intensive effective efficient sensitive friendly minded performance quality known "
    "ranging reaching powered enabled generated assisted centric centered facing looking party "
    "sector risk speed end edge art to of and".split()
)
"""First and last words of the compounds that policy papers write with a hyphen ("long-term" and
"well-being" in ``hy.txt``), where the document itself does not tell."""

SOFT_HYPHEN = "\u00ad"
"""Shows where a word was broken, and only there."""


def unbroken(lines: Iterable[str]) -> Counter[str]:
    """How often each word stands in lines without being broken, hyphenated words whole."""
    words: Counter[str] = Counter()
    broken = False
    for line in lines:
        found = [word.casefold() for word in _WORD.findall(line)]
        if broken:
            found = found[1:]
        broken = line.endswith("-")
        words.update(found[:-1] if broken else found)
    return words


def joined(before: str, after: str, words: Counter[str]) -> str:
    """The text before a line as the line goes on with it: a space more, or a hyphen less.

    >>> joined("the system of govern-", "ance", Counter()), joined("a long-", "term", Counter())
    ('the system of govern', 'a long-')
    >>> joined("AI", "plans", Counter())
    'AI '
    """
    if before.endswith(SOFT_HYPHEN):
        return before[:-1]
    if before.endswith("-"):
        between = glue(before, after, words)
        return before[:-1] if between == "-" else before + between
    close = HAN.search(before[-1:] + after[:1])
    return before if close or not before else before + " "


def glue(before: str, after: str, words: Counter[str]) -> str:
    """What stands between two lines of a paragraph once they are joined; "-" drops the hyphen.

    A hyphen at the line's end stays where the hyphenated word stands elsewhere in the document or
    both halves look like words of a compound; it goes where the word stands elsewhere unbroken.

    >>> glue("self-", "driving cars", Counter())
    ''
    >>> glue("gover-", "nance of AI", Counter({"governance": 2}))
    '-'
    """
    if HAN.match(before[-1:]) and HAN.match(after[:1]):
        return ""
    if not before.endswith("-"):
        if before.endswith("—") or after.startswith("—"):
            return ""
        if re.search(r"(?:https?:|www\.)\S*[/_=&?]$", before):
            return ""
        if HAN.search(before[-2:]) and HAN.search(after[:2]):
            return ""
        return " "
    left, right = re.search(r"([^\W_]*)-$", before), _WORD.match(after)
    if not left or not left[1] or not right or before.endswith(" -"):
        return " " if before.endswith(" -") else ""
    head, tail = left[1].casefold(), right[0].casefold()
    if tail in ("and", "or", "to"):
        return " "  # "energy- and carbon-intensive"
    joined, hyphenated = words[head + tail], words[f"{head}-{tail}"]
    if joined != hyphenated:
        return "-" if joined > hyphenated else ""
    compound = (
        head in _PREFIXES
        or not head.isalpha()
        or left[1].isupper()
        or right[0][0].isupper()
        or words[head] > 0
        or head in _HEADS
        or tail in _TAILS
        or any(word.startswith(f"{head}-") for word in words)
    )
    return "" if compound else "-"
