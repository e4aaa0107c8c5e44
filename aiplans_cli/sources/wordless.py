"""Sources without words, and files that cannot be read: among many they are left out, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from aiplans_cli.errors import SourceError, WordlessError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MOST_TOLD = 10
"""Lines that are told of many."""

Item = TypeVar("Item")
Made = TypeVar("Made")

_PAIR = 2
"""Sources that are named one by one, none of which can be left out: a comparison needs both."""


def each_with_words(
    items: Sequence[Item], make: Callable[[Item], Made], tell: Callable[[str], None]
) -> Iterator[tuple[Item, Made]]:
    """Each item with what is made of it, one by one, but those that have no words, which are told.

    A source that was found below a folder or by a pattern is left out, also where it cannot be
    read; one that was named itself where more than two were and it has no words. Raises what
    ``make`` raises for any other, and where none is left.

    >>> told = []
    >>> def read(name):
    ...     if name == "empty.txt":
    ...         raise WordlessError(name, "is empty", "give a text")
    ...     return name.upper()
    >>> list(each_with_words(["a.txt", "empty.txt", "b.txt"], read, told.append))
    [('a.txt', 'A.TXT'), ('b.txt', 'B.TXT')]
    >>> told
    ['empty.txt: is empty; left out']
    """
    found = False
    left_out: list[SourceError] = []
    for item in items:
        among = bool(getattr(item, "among", False))
        try:
            made = make(item)
        except WordlessError as error:
            if not among and len(items) <= _PAIR:
                raise
            left_out.append(error)
            continue
        except SourceError as error:
            if not among:
                raise
            left_out.append(error)
            continue
        found = True
        yield item, made
    if left_out and not found:
        raise left_out[0]
    for line in left_out[:_MOST_TOLD]:
        tell(f"{line.subject}: {line.fact}; left out")
    if len(left_out) > _MOST_TOLD:
        tell(f"and {len(left_out) - _MOST_TOLD:,} more that are left out")
