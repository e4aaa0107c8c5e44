"""The order in which lines of a concordance are shown."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from aiplans_cli.errors import UsageError
from aiplans_cli.settings import choice_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiplans_cli.evidence.concordance import ConcordanceLine
    from aiplans_cli.language import Settings
    from aiplans_cli.model import Document, Tokens

WHOLE = ("position", "document", "left", "right")
"""Orders by one thing alone."""

_LEVEL = re.compile(r"0|[1-9][0-9]?[LR]", re.IGNORECASE)
_KEY = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|\w+")


def check_order(order: str) -> None:
    """Raise ``UsageError`` for what is no order of lines."""
    if order in WHOLE or all(_LEVEL.fullmatch(part.strip()) for part in order.split(",")):
        return
    known = choice_of(order, WHOLE)
    raise UsageError(f"{order!r} is no order: write words such as 1R,2R,1L, or one of {known}")


def sort_lines(
    documents: Sequence[Document],
    found: Sequence[Sequence[ConcordanceLine]],
    order: str,
    settings: Settings | None = None,
) -> list[ConcordanceLine]:
    """The lines of several documents in an order; equal ones stay as they stand.

    ``1R,2R,1L`` is by the first word to the right of the match, then the second, then the first
    to its left; ``0`` is the match itself. Words are those that are counted, Chinese ones too.

    >>> from aiplans_cli.evidence.concordance import kwic
    >>> from aiplans_cli.evidence.query import query
    >>> from aiplans_cli.model import Document, Section
    >>> document = Document("d", "d", "en", (Section("", 0, "body", "", "big AI; bad AI; a AI"),))
    >>> found = [kwic([document], query("ai", None), context=1)]
    >>> [line.left for line in sort_lines([document], found, "1L")]
    ['a', 'bad', 'big']
    """
    check_order(order)
    pairs = [
        (document, line) for document, some in zip(documents, found, strict=True) for line in some
    ]
    if order == "document":
        pairs.sort(key=lambda pair: pair[0].id)
    elif order in ("left", "right"):
        return sorted((line for _, line in pairs), key=_beside(order))
    elif order != "position":
        keys = _Levels(order.upper().replace(" ", "").split(","), settings)
        pairs.sort(key=lambda pair: keys.of(*pair))
    return [line for _, line in pairs]


def _beside(side: str) -> Callable[[ConcordanceLine], list[str]]:
    from aiplans_cli.language import fold

    if side == "left":
        return lambda line: _KEY.findall(fold(line.left, line.language))[::-1]
    return lambda line: _KEY.findall(fold(line.right, line.language))


class _Levels:
    """The words round a match, each document split into words once."""

    def __init__(self, levels: Sequence[str], settings: Settings | None) -> None:
        self._levels = [(level[-1] == "L", int(level.rstrip("LR"))) for level in levels]
        self._settings = settings
        self._split: dict[int, Tokens] = {}

    def of(self, document: Document, line: ConcordanceLine) -> list[str]:
        """The words at the places that count, "" where the section has none there."""
        from aiplans_cli.language import fold, tokenize

        if id(document) not in self._split:
            self._split[id(document)] = tokenize(document, self._settings)
        tokens = self._split[id(document)].sections[line.index]
        after = bisect_left(tokens.starts, line.end)
        before = bisect_right(tokens.ends, line.start) - 1
        key = []
        for left, distance in self._levels:
            at = before - distance + 1 if left else after + distance - 1
            word = tokens.words[at] if 0 <= at < len(tokens.words) else ""
            key.append(word if distance else fold(line.match, line.language))
        return key
