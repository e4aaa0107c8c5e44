"""Cells that hold HTML: their text, and whether those of a column do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import unescape

_BLOCKS = (
    "address article aside blockquote br caption dd div dl dt figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
_INLINE = (
    "a abbr b body cite code del em font head html i img ins link mark meta q s small span strike "
    "strong sub sup title tt u video audio source iframe input button label picture"
)


@cache
def _tag() -> re.Pattern[str]:
    names = "|".join(_INLINE.split())
    blocks = "|".join(_BLOCKS.split())
    # each stops where the next may begin: of many that are never closed none looks to the end
    unseen = r"(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|!--(?:(?!<!--).)*?-->|!doctype[^<>]*>"
    named = rf"/?(?:({blocks})|(?:{names}))(?=[\s/>])[^<>]*>"
    return re.compile(f"<(?=[!/a-z])(?:{unseen}|{named})", re.IGNORECASE | re.DOTALL)


def hold_html(cells: Iterable[str]) -> bool:
    """Whether most cells with a < in them hold tags of HTML.

    >>> hold_html(["<p>AI law.</p>", "AI"]), hold_html(["if x < 5", "the <AI> law"])
    (True, False)
    """
    signed = [cell for cell in cells if "<" in cell]
    return 2 * sum(_tag().search(cell) is not None for cell in signed) > len(signed)


def without_tags(cell: str) -> str:
    r"""The text of a cell that holds HTML; its paragraphs and lines stand in lines.

    >>> without_tags("<p>AI <b>law</b>s</p><script>x</script>R&amp;D<br>x < 5")
    '\nAI laws\nR&D\nx < 5'
    """
    return unescape(_tag().sub(lambda match: "\n" if match[2] else "", cell))
