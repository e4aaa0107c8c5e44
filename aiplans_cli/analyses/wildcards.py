"""Words typed with wildcards, which no command takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = frozenset("*?[]|\\^$＊？")
"""What elsewhere stands for other letters; the last two are full-width, as Chinese types them."""


def wildcard_notes(unmatched: Sequence[str]) -> list[str]:
    """What to say of each word that stands nowhere and holds a wildcard, so that it would not.

    >>> [note.partition(",")[0] for note in wildcard_notes(["gov*", "law"])]
    ["'gov*' stands nowhere as it is written"]
    """
    return [
        f"{word!r} stands nowhere as it is written, and there are no wildcards: name a concept, "
        "name each form, or count all English words of one stem with --exact --stem."
        for word in unmatched
        if not _MARKS.isdisjoint(word)
    ]
