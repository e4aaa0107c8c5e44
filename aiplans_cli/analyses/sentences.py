"""Pieces of the sentences that stand first: counts, rates and names, never more than they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.wording import listed
from aiplans_cli.output.cells import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.output.report import Input

SENTENCES = 4
"""The most sentences that stand before the tables of a command."""

NAMED = 3
"""Documents, words or sections that a sentence names before it says how many more there are."""

LANGUAGES_APART = "words of different languages are not one unit"
"""Why rates do not compare across languages."""


def digests_sentence(inputs: Sequence[Input]) -> str:
    """Which of the documents are digests, as a sentence; "" where none is.

    >>> from aiplans_cli.output.report import Input
    >>> digests_sentence([Input("plan", "en", "", 0, "digest"), Input("law", "en", "", 0)])
    'plan is a digest in our own words, not the official text.'
    """
    ids = [one.id for one in dict.fromkeys(inputs) if one.kind == "digest"]
    if len(ids) == 1:
        return f"{ids[0]} is a digest in our own words, not the official text."
    return f"{and_more(ids)} are digests in our own words, not the official texts." if ids else ""


def and_more(names: Sequence[str], most: int = NAMED) -> str:
    """The first names, and how many more there are.

    >>> and_more(["a", "b"]), and_more(["a", "b", "c", "d", "e"])
    ('a and b', 'a, b, c and 2 more')
    """
    more = len(names) - most
    return listed([*names[:most], *([f"{more:,} more"] if more > 0 else [])])


def counted(number: int, one: str, several: str = "") -> str:
    """A number with what it is a number of.

    >>> counted(1, "mention"), counted(1200, "mention"), counted(2, "is", "are")
    ('1 mention', '1,200 mentions', '2 are')
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def one_in(count: int, size: int) -> str:
    """How rare something is, in two digits; "" where it stands nowhere or in nothing.

    >>> one_in(5, 8476), one_in(11, 536), one_in(2, 5), one_in(0, 9)
    ('1 in 1,700', '1 in 49', '1 in 2.5', '')
    >>> one_in(5, 42), one_in(5, 62), one_in(1, 84), one_in(1, 124)
    ('1 in 8.4', '1 in 12', '1 in 84', '1 in 120')
    """
    if not count or not size:
        return ""
    ratio = size / count
    if ratio < 9.95:
        return f"1 in {ratio:.1f}".removesuffix(".0")
    step = 1
    while ratio / step >= 99.5:
        step *= 10
    return f"1 in {round(ratio / step) * step:,}"


def as_percent(share: float) -> str:
    """A share in per cent, in two digits, which no line breaks.

    >>> as_percent(0.029), as_percent(0.4567)
    ('2.9%', '46%')
    """
    return percent(share).replace(" ", "")


def quoted(term: str) -> str:
    """A word in quotation marks, so that it is no word of the sentence.

    >>> quoted("data")
    '“data”'
    """
    return f"“{term}”"
