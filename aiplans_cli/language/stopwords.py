"""Stop words: those that say nothing about the subject of a text."""

from __future__ import annotations

from functools import cache

from aiplans_cli.language.folding import simplify, straighten
from aiplans_cli.resources import resource_text


@cache
def stop_words(language: str) -> frozenset[str]:
    """The project's own list of words that say nothing about a text's subject; () for none."""
    try:
        return _listed(resource_text("stopwords", f"{language}.txt"))
    except FileNotFoundError:
        return frozenset()


def parse_stop_words(text: str) -> frozenset[str]:
    """Stop words from a user's file: words parted by white space; ``#`` begins a comment.

    They are tidied and folded as the words of a text are, so that they are the same words.

    >>> sorted(parse_stop_words("the of don’t  # articles and more"))
    ["don't", 'of', 'the']
    >>> parse_stop_words("這") == parse_stop_words("这")  # "this" in both scripts
    True
    """
    from aiplans_cli.characters import tidied

    return _listed(simplify(straighten("\n".join(map(tidied, text.splitlines())))))


def _listed(text: str) -> frozenset[str]:
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word.lower() for line in lines for word in line.split())
