"""Cells that hold HTML: their text, and whether those of a column do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import unescape

_BLOCKS = (
    "address article aside blockquote br caption center dd details dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol "
    "option p pre section summary table tbody td tfoot th thead tr ul"
)
_INLINE = (
    "a abbr acronym applet area b basefont bdo big body button cite code del dfn em embed font "
    "head html i iframe img input ins kbd label link map mark meta object param picture q rp rt "
    "ruby s samp small source span strike strong sub sup time title tt u var video audio wbr"
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
