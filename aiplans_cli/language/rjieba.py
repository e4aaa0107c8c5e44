"""jieba's words without jieba's cost: rjieba, its port to Rust, held to the same result.

rjieba finds the likeliest route through the dictionary, which it does exactly as jieba; three
things it does otherwise are done here as jieba does them:

- what the route leaves as single characters goes through jieba's own model of unknown words,
  since rjieba's copy of it is rounded (about one near-tie in half a million runs differs);
- Latin letters, digits and the symbols ``+#&._%-`` are parted by jieba's rule;
- Chinese characters outside U+4E00-9FD5 stand alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aiplans_cli.language.unknown_words import part

if TYPE_CHECKING:
    from collections.abc import Iterator

_RARE = re.compile(r"[\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\ud800-\udfff\U00010000-\U0010ffff]")
"""Characters that rjieba treats otherwise than jieba, or cannot take, and some that stand alone."""

_SYMBOLS = frozenset("+#&._%-")
"""What belongs to a stretch of Latin letters and digits."""

_HAN_RUN = re.compile(r"([\u4e00-\u9fd5]+)")
_JIEBA_SKIP = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_PAUSE = r"[^\u4e00-\u9fd5a-zA-Z0-9+#&._%\-\r]"
"""What jieba looks at by itself, so that no word crosses it."""

_LARGEST = 4_096
"""Characters given to rjieba at once; more of them only leave the processor's cache."""


def routes(text: str) -> Iterator[list[str]]:
    """The words of a text along the likeliest route through the dictionary, some at a time.

    >>> next(routes("小明用GPT-4.5"))  # "Xiao Ming uses GPT-4.5"
    ['小', '明', '用', 'GPT', '-', '4', '.', '5']
    """
    from rjieba import cut

    start = 0
    for rare in [*_RARE.finditer(text), None]:
        end = rare.start() if rare else len(text)
        while start < end:
            stop = _pause(text, start, end)
            yield cut(text[start:stop], False)
            start = stop
        if rare:
            yield [rare.group()]
            start = rare.end()


def _pause(text: str, start: int, end: int) -> int:
    """Where a part of a text ends that is not much longer than ``_LARGEST``."""
    if end - start <= _LARGEST:
        return end
    pause = re.compile(_PAUSE).search(text, start + _LARGEST, end)
    return pause.end() if pause else end


def is_left_over(word: str) -> bool:
    """Whether a word is no word of the dictionary with several characters.

    Those that stand side by side are ``parted`` together. A symbol such as ``C++`` is one.

    >>> [is_left_over(word) for word in ("治", "治理", "GPT", "C++")]  # "govern", "governance"
    [True, False, True, False]
    """
    if word.isascii():
        return word.isalnum() or word in _SYMBOLS
    return len(word) == 1 and "\u4e00" <= word <= "\u9fd5"


@lru_cache(maxsize=65_536)
def parted(run: str) -> list[str]:
    """The words of what the route has left over, side by side.

    >>> parted("小明"), parted("GPT-4.5")  # "Xiao Ming", a name in no dictionary
    (['小明'], ['GPT', '-', '4.5'])
    """
    from rjieba import has_word

    if len(run) == 1 or has_word(run):
        return list(run)
    words: list[str] = []
    for piece in filter(None, _HAN_RUN.split(run)):
        if _HAN_RUN.match(piece):
            words += part(piece)
        else:
            words += filter(None, _JIEBA_SKIP.split(piece))
    return words
