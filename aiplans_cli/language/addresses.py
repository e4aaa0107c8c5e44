"""Addresses of pages and of mailboxes: one token each, in text of any language, and no subject."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from aiplans_cli.language.folding import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOP = (
    "com|org|net|gov|edu|mil|int|info|eu|cn|hk|tw|sg|jp|kr|ru|uk|de|fr|nl|ch|se|pl|br|ca|au|nz|za"
)
"""Endings of bare domains. Those that are English words, too (in, is, it, us), are none: where a
space is missing after a full stop, "plan.It" would be one. So is AI, unless a path follows."""

_SIGN = r"[^\s<>\"()\[\]{}\\^|;,]"
_BODY = rf"(?:{_SIGN}|[;,](?!https?://|www\.)|\([^\s<>\"()]*\)|\[[^\s<>\"\[\]]*\])"
_END = r"(?<![.,;:!?'*])"
"""What closes a sentence, a quotation or an emphasis round an address is not its own."""

_LATIN = "0-9A-Za-zÀ-ɏ"
_LETTER = "[0-9A-Za-zÀ-ÖØ-öø-ɏ]"

_ADDRESS = rf"""
      (?:https?|ftp)://{_BODY}+{_END}
    | (?<![{_LATIN}])www\.[^\W_]{_BODY}*{_END}
    | (?<![{_LATIN}_.+%@-])[{_LATIN}_.+%-]++
      @(?:{_LETTER}(?:[\w-]*{_LETTER})?\.)+[a-z]{{2,}}(?![\w@-])
    | (?<![{_LATIN}.@-])(?:{_LETTER}(?:[{_LATIN}-]*{_LETTER})?\.)+
      (?:
        (?:{_TOP})(?![^\W_]|[@-]|\.[^\W_])(?:(?::\d+)?/{_BODY}*{_END})?
      | (?:gov|gob|gouv|com?|org|ac|edu|go|mil|or)\.[a-z]{{2}}
        (?![^\W_]|[@-]|\.[^\W_])(?:/{_BODY}*{_END})?
      | (?:ai|io|us|in|it|me|int)/{_BODY}+{_END}
      )
    """
_HINT = re.compile(r"[.@:](?:(?<=@)|//|(?<=www\.)|(?<=[^\W_]\.)[a-z]{2})", re.IGNORECASE)
"""Where there is none of these, there is no address."""

_RUN = "!-~À-ɏ"
"""What an address is written in, other scripts being what stands beside it."""

_AFTER = re.compile(f"[{_RUN}]*")
_TITLE = rf"(?<=/wiki/)[{HAN}]+|(?<=/item/)[{HAN}]+"
"""The title of an article of Wikipedia or Baidu Baike, the one place where addresses are written
in Chinese characters; anywhere else these are the next words of the sentence."""

_FARTHEST = 2_000
"""Characters before the first sign of an address in which it may have begun."""


@cache
def _address() -> re.Pattern[str]:
    return re.compile(_ADDRESS, re.VERBOSE | re.IGNORECASE)


@cache
def _title() -> re.Pattern[str]:
    return re.compile(_TITLE)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses begin and end in a text whose quotes are straight.

    >>> text = "see www.nist.gov/ai. Or (https://x.org/a_(b)), or ai@oecd.org; gov.cn—not plan.It"
    >>> [text[a:b] for a, b in addresses(text)]
    ['www.nist.gov/ai', 'https://x.org/a_(b)', 'ai@oecd.org', 'gov.cn']
    >>> [(a, b) for a, b in addresses("见https://www.gov.cn/zhengce。")]  # "see"
    [(1, 27)]
    """
    done = 0
    hint = _HINT.search(text)
    while hint:
        first = hint.start()
        while first > done and hint.start() - first < _FARTHEST and _is_sign(text[first - 1]):
            first -= 1
        run = _AFTER.match(text, hint.start())
        done = run.end() if run else hint.end()
        for found in _address().finditer(text, first, done):
            title = _title().match(text, found.end()) if found.end() == done else None
            done = title.end() if title else done
            yield found.start(), title.end() if title else found.end()
        hint = _HINT.search(text, max(done, hint.end()))


def _is_sign(character: str) -> bool:
    return "!" <= character <= "~" or "À" <= character <= "ɏ"


def is_address(word: str) -> bool:
    """Whether a word is an address.

    >>> is_address("www.nist.gov"), is_address("ai@oecd.org"), is_address("u.s.")
    (True, True, False)
    """
    marked = "." in word or "://" in word
    return marked and _address().fullmatch(word) is not None
