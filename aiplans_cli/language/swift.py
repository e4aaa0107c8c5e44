"""jieba's words without jieba's cost: rjieba, its port to Rust, held to the same result.

rjieba finds the likeliest route through the dictionary, which it does exactly as jieba; three
things it does otherwise are done here as jieba does them:

- what the route leaves as single characters goes through jieba's own model of unknown words,
  since rjieba's copy of it is rounded (about one near-tie in half a million runs differs);
- Latin letters, digits and the symbols ``+#&._%-`` are parted by jieba's rule, not joined;
- Chinese characters outside U+4E00-9FD5 stand alone.

A stretch that holds one of the dictionary's few words with Latin letters, such as A股
("A-shares"), is left to jieba itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aiplans_cli.language.unknown_words import part

if TYPE_CHECKING:
    from collections.abc import Callable

LATIN_WORDS = frozenset(
    "1号店 4S店 4s店 AA制 AB型 AT&T A型 A座 A股 A轮 BB机 BP机 B型 B座 B股 B超 B轮 C# C++ "
    "CALL机 CD机 CD盒 C座 C盘 C语言 D座 D版 D盘 E化 E座 E盘 E通 F座 F盘 G盘 H盘 H股 IC卡 "
    "IP卡 IP地址 IP电话 I盘 K党 K歌之王 N年 O型 PC机 PH值 QQ号 Q版 RSS订阅 SIM卡 T台 T型台 "
    "T恤 T恤衫 T盘 U盘 VISA卡 X光 X光线 X射线 Z盘 c# c++ 大S 小S 江南Style 江南style 阿Q".split()
)
"""The words of jieba's dictionary that have Latin letters, digits or symbols; a test compares."""

_LATIN_WORD = re.compile("|".join(map(re.escape, sorted(LATIN_WORDS))))
_BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+")
"""What jieba looks at in one piece; all other characters stand alone."""

_ODD = re.compile(
    r"[a-zA-Z0-9+#&._%\-\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\ud800-\udfff\U00020000-\U0002fa1f"
    r"\U00030000-\U0003ffff]"
)
"""Characters that rjieba treats otherwise than jieba, or cannot take."""

_FOREIGN = re.compile(r"[^\u4e00-\u9fd5]")
_UNKNOWN = "\u9fd5"
"""A Chinese character in no word: it stands for Latin letters, as unknown to the route."""

_HAN_RUN = re.compile(r"([\u4e00-\u9fd5]+)")
_SINGLES = re.compile(rb"\x01{2,}")
_JIEBA_SKIP = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_PAUSE = re.compile(r"[^\u4e00-\u9fd5\r]")
_LARGEST = 16_384
"""Characters given to rjieba at once; more of them only leave the processor's cache."""


def cutter(cut_by_jieba: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """A function that gives the words of ``jieba.lcut``; ``cut_by_jieba`` does the rare rest."""

    @lru_cache(maxsize=65_536)
    def block(text: str) -> list[str]:
        return cut_by_jieba(text) if _LATIN_WORD.search(text) else _mixed(text)

    def cut(text: str) -> list[str]:
        found: list[str] = []
        done = 0
        for odd in _ODD.finditer(text):
            start = odd.start()
            if start < done:
                continue
            here = _BLOCK.match(text, start)
            if here is None:  # a rare character
                _pure(text, done, start, found)
                found.append(odd.group())
                done = start + 1
                continue
            while start > done and "\u4e00" <= text[start - 1] <= "\u9fd5":
                start -= 1
            _pure(text, done, start, found)
            done = here.end()
            found += block(text[start:done])
        _pure(text, done, len(text), found)
        return found

    return cut


class _Single(dict[str, int]):
    """Word → 1 where it is a single Chinese character, else 0; filled as words are met."""

    def __missing__(self, word: str) -> int:
        flag = int(len(word) == 1 and "\u4e00" <= word <= "\u9fd5")
        self[word] = flag
        return flag


_is_single = _Single().__getitem__


def _pure(text: str, start: int, end: int, found: list[str]) -> None:
    """Append the words of a stretch without Latin letters."""
    from rjieba import cut

    while start < end:
        pause = _PAUSE.search(text, start + _LARGEST, end)
        stop = pause.end() if pause else end
        words: list[str] = cut(text[start:stop], False)
        done = 0
        for singles in _SINGLES.finditer(bytes(map(_is_single, words))):
            first, last = singles.span()
            parted = _unless_known("".join(words[first:last]))
            if len(parted) < last - first:
                found += words[done:first]
                found += parted
                done = last
        found += words[done:] if done else words
        start = stop


@lru_cache(maxsize=65_536)
def _unless_known(run: str) -> list[str]:
    """The model's words, but the single characters where together they are a known word."""
    from rjieba import has_word

    return list(run) if has_word(run) else part(run)


def _mixed(text: str) -> list[str]:
    """The words of a block with Latin letters, digits or symbols in it."""
    from rjieba import cut

    words: list[str] = []
    left = done = 0
    for word in [*cut(_FOREIGN.sub(_UNKNOWN, text), False), ""]:
        if len(word) == 1:
            done += 1
            continue
        if done > left:
            words += _left_over(text[left:done])
        if word:
            words.append(word)
        done += len(word)
        left = done
    return words


def _left_over(run: str) -> list[str]:
    """The words of single characters next to one another, Latin letters among them."""
    if len(run) == 1:
        return [run]
    if not _FOREIGN.search(run):
        return _unless_known(run)
    words: list[str] = []
    for piece in _HAN_RUN.split(run):
        if _FOREIGN.match(piece):
            words += filter(None, _JIEBA_SKIP.split(piece))
        elif piece:
            words += part(piece)
    return words
