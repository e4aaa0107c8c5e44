"""What was typed, and how it is spoken of: counts, sides of scores, and queries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from aiplans_cli.errors import UsageError
from aiplans_cli.settings import word_or_concept
from aiplans_cli.statistics.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.sources.session import Session

_LETTER_FIRST = re.compile(r"\W*[^\W\d]")
_WORDS_FOR_NUMBERS = ("nan", "inf", "infinity")


def is_count(text: str) -> bool:
    """Whether a cell is a whole number of 0 or more.

    >>> is_count("12"), is_count("1.5"), is_count("-1"), is_count("9" * 15), is_count("9" * 25)
    (True, False, False, True, False)
    """
    # Python refuses to read integers of thousands of digits, and no count has twenty
    return text.isascii() and text.isdigit() and len(text) < 20


def names_a_column(text: str) -> bool:
    """Whether a cell where a count should stand can only be the name of its column.

    >>> names_a_column("freq"), names_a_column("5.5"), names_a_column("-5"), names_a_column("")
    (True, False, False, False)
    """
    in_words = text.lower().lstrip("+-") in _WORDS_FOR_NUMBERS
    return _LETTER_FIRST.match(text) is not None and not in_words


def how_sides_are_read(measures: Sequence[str]) -> str:
    """Which values of these measures mean more in A.

    >>> how_sides_are_read(["g2", "risk_ratio"])
    'positive scores mean more in A; risk_ratio does where it is above 1'
    """
    signed = [name for name in measures if MEASURES[name].equal == 0]
    ratios = [name for name in measures if MEASURES[name].equal == 1]
    bare = [name for name in measures if MEASURES[name].equal is None]
    parts = []
    if signed:
        parts.append("positive scores mean more in A")
    if ratios:
        one = len(ratios) == 1
        means = ("does" if one else "do") if signed else f"mean{'s' * one} more in A"
        parts.append(f"{listed(ratios)} {means} where {'it is' if one else 'they are'} above 1")
    if bare:
        have = "has no side of its own" if len(bare) == 1 else "have no side of their own"
        parts.append(f"{listed(bare)} {have}, the rates say which has more")
    return "; ".join(parts)


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if not names:
        return ""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def query_note(wanted: Query, forms: Mapping[str, int]) -> str:
    """How a query was taken, and what it matched: ``forms`` with how often each stands.

    >>> from aiplans_cli.evidence.query import query
    >>> query_note(query("law*", None), {"law": 3, "laws": 5})
    "'law*' is taken for a wildcard pattern, which matches 2 different words (laws 5, law 3)."
    """
    ranked = sorted(forms, key=lambda form: (-forms[form], form))
    shown = ", ".join(f"{form} {forms[form]}" for form in ranked[:5])
    kind = "phrase" if any(" " in form for form in forms or (wanted.word,)) else "word"
    matched = f"{len(ranked)} different {kind}{'s' * (len(ranked) > 1)} ({shown}"
    matched += ", ...)" if len(ranked) > 5 else ")"
    found = matched if ranked else f"no {kind}; --exact finds it as typed"
    counted = [f"{word!r} counts the concept {id_}" for word, id_ in dict(wanted.concepts).items()]
    told = f"; in it {listed(counted)}" if counted else ""
    return f"{wanted.word!r} is taken for a {wanted.kind}, which matches {found}{told}."


def check_word(word: str, session: Session, sources_named: bool) -> None:
    """Tell of a word that is a source, its word forgotten; nobody would find it in a text.

    Raises ``UsageError`` for an empty word, and where no source was named, since then the wrong
    texts would be looked in; there also for what only reads as the name of a file.
    """
    from aiplans_cli.concepts.lookup import find
    from aiplans_cli.sources.library.resolution import SUFFIXES

    word_or_concept(word)
    if find(word, session.concept_list) is not None:
        return
    if word in session.library:
        what = "a text of the library"
    elif Path(word).is_file():
        what = "a file"
    elif not sources_named and word.lower().endswith(SUFFIXES):
        what = "the name of a file, which is not there"
    else:
        return
    text = f"{word!r} is {what}, and here taken for a word: name the word before it"
    if not sources_named:
        raise UsageError(text, "WORD")
    session.journal.note(text)
