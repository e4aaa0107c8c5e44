"""What is looked at once, when it is first met, and remembered from then on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Memo(dict[_Key, _Value], Generic[_Key, _Value]):
    """Thing → what is known of it, found out when it is first asked for.

    >>> lengths = Memo(len)
    >>> lengths["plan"], dict(lengths)
    (4, {'plan': 4})
    """

    def __init__(self, find: Callable[[_Key], _Value]) -> None:
        super().__init__()
        self._find: Callable[[_Key], _Value] = find

    def __missing__(self, thing: _Key) -> _Value:
        found = self._find(thing)
        self[thing] = found
        return found
