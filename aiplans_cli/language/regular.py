"""Regular expressions over text, by RE2: a search takes time in proportion to the text.

Python's own engine goes back over what it tried, so that ``(a+)+$`` takes hours on a long word.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aiplans_cli.language.folding import HAN_RUN, simplify, straighten

if TYPE_CHECKING:
    from collections.abc import Iterator

_SURROGATE = re.compile("[\ud800-\udfff]")
"""What comes of bytes that were no UTF-8, and RE2 cannot be given."""


LONGEST = 10_000
"""Characters in which a match is looked for: after each match RE2 may look at all that is left, so
that ``[^b]*b|a`` takes four times as long in a line of twice as many a."""


@lru_cache(maxsize=16)
def compiled(pattern: str) -> Any:
    """The expression in which case does not matter, and ^ and $ are ends of lines.

    Raises ``re2.error`` for what is none, or would be too large.
    """
    import re2

    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    re2.compile(_plain(pattern), options)  # before it has a beginning that could make it whole
    return re2.compile(f"(?im){_plain(pattern)}", options)


def wrong_with(pattern: str) -> str:
    """What makes RE2 refuse a pattern; "" for nothing.

    >>> wrong_with("gov(ern|t)"), wrong_with("gov(ern")
    ('', 'missing ): gov(ern')
    """
    import re2

    try:
        compiled(pattern)
    except re2.error as error:
        told = error.args[0] if error.args else ""
        return " ".join((told.decode() if isinstance(told, bytes) else str(told)).split()) or "?"
    return ""


def regex_spans(text: str, pattern: str) -> list[tuple[int, int]]:
    """Where the expression matches within lines, from the left, none overlapping, none empty.

    Quotation marks, width and Chinese script make no difference, nor case without ``(?-i)``. A line
    of a document is a paragraph; of one beyond ``LONGEST`` each part is searched by itself.

    >>> regex_spans("Gov’t or government", "gov('t|ern)")
    [(0, 5), (9, 15)]
    """
    search, plain = compiled(pattern), _plain(text)
    return [
        (start + match.start(), start + match.end())
        for start, end in _lines(plain)
        for match in search.finditer(plain[start:end])
        if match.start() < match.end()
    ]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where lines begin and end, those that are too long cut at a space or a full stop."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > LONGEST:
            last = start + LONGEST
            end = max(text.rfind(" ", start + 1, last), text.rfind("。", start + 1, last) + 1)
            end = end if end > start else last
        yield start, end
        start = end + (text[end : end + 1] == "\n")


def _plain(text: str) -> str:
    """The text with plain signs and simplified characters, its case kept, of the same length."""
    text = straighten(text)
    return _SURROGATE.sub("\ufffd", simplify(text) if HAN_RUN.search(text) else text)
