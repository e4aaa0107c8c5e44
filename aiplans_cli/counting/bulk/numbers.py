"""Things that are looked at once, when they are first met, and go by a number from then on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)


class Numbers(dict[_Key, int], Generic[_Key]):
    """Thing → its number, learnt when it is first met."""

    def __init__(self, learn: Callable[[_Key], int]) -> None:
        super().__init__()
        self._learn: Callable[[_Key], int] = learn

    def __missing__(self, thing: _Key) -> int:
        number = self._learn(thing)
        self[thing] = number
        return number
