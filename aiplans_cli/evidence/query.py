"""What is meant by what was typed: a concept, a text as typed, or what a query means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.errors import AnalysisError
from aiplans_cli.evidence.wanted import Query
from aiplans_cli.language.patterns import expect_words, has_signs

if TYPE_CHECKING:
    from aiplans_cli.concepts.concept import ConceptList


def query(
    word: str, concepts: ConceptList | None, *, exact: bool = False, tokens: bool = False
) -> Query:
    """What is meant by what was typed, by the rule of every table.

    A concept's id or one of its forms means the concept, unless ``exact`` or ``tokens`` asks for
    the word alone; so does each alternative of ``a|b``. The word alone is whole words in English,
    of one stem where words are counted by stem; in Chinese it is every place where the string
    stands, or with ``tokens`` those where segmentation makes it a word. ``exact`` takes every sign
    as typed. Raises ``AnalysisError`` for nothing but space, and ``QueryError``, which tells the
    place, for what cannot be read or names no concept of the list.

    >>> query("governance", None), query("AI *", None).kind
    (Query(word='governance', concept='', node=None, kind='', concepts=()), 'query')
    """
    from aiplans_cli.characters import tidied

    word = tidied(word)  # as the text is in which it is looked for
    if not word.strip():
        raise AnalysisError(repr(word), "it is no word", "name a word or a concept")
    if exact and not tokens:
        return Query(word)
    if tokens or has_signs(word):  # most words have no signs, and need not wait for a grammar
        from aiplans_cli.evidence.query_meaning import read, split_words

        return read(word, concepts) if has_signs(word) and not exact else split_words(word)
    expect_words(word)
    if concepts is not None:
        from aiplans_cli.concepts.lookup import find

        if concept := find(word, concepts):
            return Query(word, concept.id)
    return Query(word)
