"""Sources without words, and tables without texts: among many they are left out, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from aiplans_cli.errors import SourceError, UnfitTableError, WordlessError
from aiplans_cli.sources.source import Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
Made = TypeVar("Made")

_PAIR = 2
"""Sources that are named one by one, none of which can be left out: a comparison needs both."""


def with_words(
    items: Sequence[Item], make: Callable[[Item], Made], tell: Callable[[str], None]
) -> list[tuple[Item, Made]]:
    """Each item with what is made of it, but those that have no words, which are told.

    A source that was found below a folder or by a pattern is left out, one that was named itself
    where more than two were. Raises what ``make`` raises for any other, and where none is left.

    >>> told = []
    >>> def read(name):
    ...     if name == "empty.txt":
    ...         raise WordlessError(name, "is empty", "give a text")
    ...     return name.upper()
    >>> with_words(["a.txt", "empty.txt", "b.txt"], read, told.append)
    [('a.txt', 'A.TXT'), ('b.txt', 'B.TXT')]
    >>> told
    ['empty.txt: is empty; left out']
    """
    found: list[tuple[Item, Made]] = []
    left_out: list[SourceError] = []
    for item in items:
        among = isinstance(item, Opened) and item.among
        try:
            found.append((item, make(item)))
        except WordlessError as error:
            if not among and len(items) <= _PAIR:
                raise
            left_out.append(error)
        except UnfitTableError as error:
            if not among:
                raise
            left_out.append(error)
    if left_out and not found:
        raise left_out[0]
    for line in left_out:
        tell(f"{line.subject}: {line.fact}; left out")
    return found
