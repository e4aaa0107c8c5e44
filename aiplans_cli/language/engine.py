"""What segments Chinese, in the two steps in which large texts want it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from aiplans_cli.language.unparted import parted
from aiplans_cli.memo import Memo
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.language.settings import Settings

_SEVERAL = re.compile(rb"\x01{2,}")


def _nothing(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Engine:
    """What segments Chinese: first the whole text, then what that has left over."""

    routes: Callable[[str], Iterable[list[str]]]
    """Text → its words, some at a time; together they are the text."""
    is_left_over: Callable[[str], bool] = _nothing
    """Whether such a word is not final where another that is not stands beside it."""
    parted: Callable[[str], list[str]] = list
    """Such words, joined → the words that they are, never more of them."""
    _flags: Memo[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_flags", Memo(self._flag))

    def _flag(self, word: str) -> int:
        return int(self.is_left_over(word))

    def cut(self, text: str) -> list[str]:
        """The words of a text; together they are the text."""
        words: list[str] = []
        for some in self.routes(text):
            words += some
        if self.is_left_over is _nothing:
            return words
        found: list[str] = []
        done = 0
        for run in _SEVERAL.finditer(bytes(map(self._flags.__getitem__, words))):
            first, last = run.span()
            parts = self.parted("".join(words[first:last]))
            if len(parts) < last - first:
                found += words[done:first]
                found += parts
                done = last
        return found + words[done:] if done else words


def _rjieba(settings: Settings) -> Engine:
    if settings.user_words:  # jieba weighs a new word by rules that its port does not have
        return _jieba(settings)
    from aiplans_cli.language import rjieba

    routes = partial(parted, routes=rjieba.routes)
    return Engine(routes, rjieba.is_left_over, rjieba.parted)


def _jieba(settings: Settings) -> Engine:
    from aiplans_cli.language.segmenter import cutter

    cut = cutter(settings.user_words, settings.cache_dir)
    whole = frozenset(entry.word for entry in settings.user_words)
    return Engine(partial(parted, routes=lambda text: [cut(text)], words=whole))


ENGINES: dict[str, Callable[[Settings], Engine]] = {"rjieba": _rjieba, "jieba": _jieba}
"""What segments Chinese, to the same words: the port of jieba to Rust, or jieba itself."""
