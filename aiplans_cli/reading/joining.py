"""Lines of a paragraph made one: what stands between two of them, and hyphens at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from aiplans_cli.reading.shape import HAN

_WORD = re.compile(r"[^\W_]+(?:[-‐’'][^\W_]+)*")
_PREFIXES = frozenset(
    "all anti co counter cross full half high low macro mega meta micro mid mini multi near non "
    "post quasi self semi ultra well".split()
)
"""First parts that a hyphen mostly sets off."""

_PARTS = frozenset(
    "pre pro ex extra intra over as at by do for in is no of off on or out so the to up per "
    "not".split()
)
"""First parts of compounds ("pre-market", "in-house", "by-product") and of words that are broken
("pre-vent", "in-formation", "by-pass"): what follows must be a word of the document."""

_BOUND = frozenset(
    "de re un sub super tele trans inter under dis mis en em im con com with an be al any some "
    "every there where here".split()
)
"""First parts that are mostly written without a hyphen."""

_HEADS = frozenset(
    "long short large small early fast first second third open new old hard soft deep real best "
    "better ill wide single double dual one two three four five decision policy risk evidence "
    "twenty thirty forty fifty sixty seventy eighty ninety follow privacy human carbon cyber "
    "rights cost life world left right next good government state user end face day energy data "
    "medium middle lower higher built add opt step public private whole".split()
)
_TAILS = frozenset(
    "term based driven making being scale related specific oriented led owned funded free border "
    "source intensive effective efficient sensitive friendly minded performance quality known "
    "ranging reaching powered enabled generated assisted centric centered centred facing looking "
    "party sector risk speed end edge art preserving neutral up ups makers maker standing physical "
    "mitigating saving sharing seeking taking keeping building leading paying breaking changing "
    "enhancing tuning thinking growing emitting aligned informed focused backed run wide sized "
    "income class level purpose generation language mouth readable made trained governmental "
    "compliant ready proof resistant style called round through down ons off date ante rights "
    "era ever dense abiding loving consuming affirming induced prone house person campus "
    "respecting sustaining adjusted affiliated supported established developed range".split()
)
"""First and last words of the compounds that policy papers write with a hyphen ("long-term" and
"well-being" in ``hy.txt``), where the document itself does not tell."""

_SOLID = frozenset("ware wares site sites where thing body".split())
"""Last parts that stand without a hyphen."""

_LINKS = frozenset("to of the and or in by for at on a an end".split())
"""What holds a compound of three words and more together ("up-to-date", "state-of-the-art")."""

_ENDING = re.compile(
    "(?:ing|ed|e?ment|[aeiou]?tion|[aeiou]?sion|[ae]nce|al|ial|ual|ally|ly|i?ty|ities|ness|i?ve|"
    "[ai]ble|ous|ful|i[sz]e[ds]?|i[sz]ing|er|or|est|es|ship|hood|ward|ism|ist|age|ern|ary|ory|ic|"
    "[st]ive|[st]ed|[bdglmnprstv]ing|ers|ors)(?:s|ly)?"
)
"""What ends a word and is none: no compound goes on with it."""

_LEFT = re.compile(r"((?:[^\W_]+-)*)([^\W_]*)-$")

_IN_ADDRESS = re.compile(r"(?:https?:|www\.)(?:(?!https?:|www\.)\S)*(?<=[/_=&?])$")
_FARTHEST = 300
"""Characters before a line's end in which its last word or address begins: a paragraph may have
millions, and be looked at for each of its lines."""

SOFT_HYPHEN = "\u00ad"
"""Shows where a word was broken, and only there."""

HYPHENS = "-\u2010\u2011\u00ac\u2212"
"""What stands for a hyphen at the end of a line: other hyphens, the sign that word processors once
put there, and a minus. Within a line the last two are none."""

_BREAK = re.compile(f"(?<=[^\\W\\d_])[{HYPHENS}{SOFT_HYPHEN}]$")


def unbroken(lines: Iterable[str]) -> Counter[str]:
    """How often each word stands in lines without being broken, hyphenated words whole.

    The first word of such, with its hyphen, stands for all of them ("long-").
    """
    words: Counter[str] = Counter()
    broken = False
    for line in lines:
        found = [word.casefold() for word in _WORD.findall(line)]
        if broken:
            found = found[1:]
        broken = line.endswith("-") or _BREAK.search(line) is not None
        whole = found[:-1] if broken else found
        words.update(whole)
        words.update(word.split("-", 1)[0] + "-" for word in whole if "-" in word)
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
    sign = before[-1:]
    if sign == "-" or (after[:1].isalpha() and _BREAK.search(before)):
        between = glue(f"{before[:-1]}-", after, words)
        if between == "-":
            return before[:-1]
        return f"{before[:-1]}{sign if sign in HYPHENS[:3] else '-'}{between}"
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
        if _IN_ADDRESS.search(before[-_FARTHEST:]):
            return ""
        if HAN.search(before[-2:]) and HAN.search(after[:2]):
            return ""
        return " "
    left, right = _LEFT.search(before[-_FARTHEST:]), _WORD.match(after)
    if not left or not left[2] or not right or before.endswith(" -"):
        return " " if before.endswith(" -") else ""
    if right[0].casefold() in ("and", "or", "to"):
        return " "  # "energy- and carbon-intensive"
    inner, head, tail = left[1].casefold(), left[2].casefold(), right[0].casefold()
    first = tail.split("-", 1)[0]
    closed, hyphenated = words[f"{inner}{head}{tail}"], words[f"{inner}{head}-{tail}"]
    if closed == hyphenated:
        closed, hyphenated = words[head + first], words[f"{head}-{first}"]
    if closed != hyphenated:
        return "-" if closed > hyphenated else ""
    named = not head.isalpha() or left[2].isupper() or right[0][0].isupper() or len(head) == 1
    linked = (inner and head in _LINKS) or (first != tail and first in _LINKS)
    return "" if named or linked or _is_compound(head, first, words) else "-"


def _is_compound(head: str, tail: str, words: Counter[str]) -> bool:
    """Whether two halves look like words of a compound.

    >>> _is_compound("privacy", "preserving", Counter())
    True
    >>> _is_compound("work", "ing", Counter({"work": 3})), _is_compound("re", "lease", Counter())
    (False, False)
    """
    if _ENDING.fullmatch(tail) or tail in _SOLID:
        return False
    elsewhere = words[f"{head}-"] > 0
    if head in _BOUND:
        return elsewhere and words[tail] > 0
    if head in _PREFIXES or tail in _TAILS:
        return True
    if head in _PARTS:
        return words[tail] > 0
    return head in _HEADS or elsewhere or (words[head] > 0 and words[tail] > 0)
