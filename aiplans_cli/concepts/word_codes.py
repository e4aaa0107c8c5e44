"""English as a string of words: each word one character, so that a string search finds words.

A Chinese form is looked for as it stands. An English form must begin and end with words, may
cross a space, a hyphen or a line break, but no other punctuation, and ignores a possessive 's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiplans_cli.language import LANGUAGES, fold
from aiplans_cli.language.addresses import addresses
from aiplans_cli.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Dotted abbreviations (u.s.) and words with an inner & (r&d) or apostrophe (don't) are one word.
_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?(?![^\W_])|[^\W_]+(?:[&'][^\W_]+)*", re.UNICODE)
# At most one line break and no other punctuation may stand between the words of a form.
_JOINT = re.compile(r"-?[^\S\n]*+(?:\n[^\S\n]*+)?")
_PLAIN_FORM = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
"""A folded form that is its own key."""

CASED = "^"
"""Ends a form whose case matters: US^ is the country and never the pronoun."""

UNKNOWN = "\ufffd"
"""Stands for a word that is in no form."""
BREAK = "\n"
"""Stands for anything that no form may cross."""
_FIRST = 0xF0000  # private characters of plane 15, room for 65,000 words


def masked(folded: str) -> str:
    """The folded text with each address blotted out, character for character.

    >>> masked("see www.nist.gov/ai now")
    'see \\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00 now'
    """
    pieces: list[str] = []
    done = 0
    for first, last in addresses(folded):
        pieces += (folded[done:first], "\0" * (last - first))
        done = last
    return "".join([*pieces, folded[done:]])


def form_words(folded: str) -> list[tuple[str, int, int]]:
    """The words of a folded English text that forms are made of, with their offsets.

    >>> form_words("the nation's open-source r&d")
    [('the', 0, 3), ('nation', 4, 10), ('open', 13, 17), ('source', 18, 24), ('r&d', 25, 28)]
    """
    found = []
    for piece in _WORD.finditer(folded):
        word = piece.group()
        bare = word.removesuffix("'s")
        found.append((bare, piece.start(), piece.start() + len(bare)))
    return found


def form_keys(forms: Sequence[str], language: str) -> list[str]:
    """What the spellings of each form have in common: folded, and in English hyphens as spaces.

    The key of a form whose case matters keeps its capitals, which no folded key has.

    >>> form_keys(["Open-Source", "R&D", "US^"], "en"), form_keys(["開源"], "zh")  # "open source"
    (['open source', 'r&d', 'US'], ['开源'])
    """
    # All at once: folding them one by one would take longer than looking for them does.
    folded = fold("\n".join(forms), language).split("\n") if forms else []
    if not LANGUAGES[language].spaced:
        return [form.strip() for form in folded]
    return [
        form
        if _PLAIN_FORM.fullmatch(form)
        else " ".join(
            word for word, _, _ in form_words(written if written.endswith(CASED) else form)
        )
        for form, written in zip(folded, forms, strict=True)
    ]


def form_key(form: str, language: str) -> str:
    """The key of one form."""
    return " ".join(form_keys([form.replace("\n", " ")], language))


def joins(gap: str) -> bool:
    """Whether the words of a form may stand with ``gap`` between them, which may begin with 's.

    >>> joins("-"), joins(" "), joins("'s "), joins(", ")
    (True, True, True, False)
    """
    return _JOINT.fullmatch(gap.removeprefix("'s")) is not None


def vocabulary(keys: list[str]) -> dict[str, str]:
    """Each word of the forms' keys with the private character that stands for it."""
    words = dict.fromkeys(word for key in keys for word in key.split())
    return {word: chr(_FIRST + number) for number, word in enumerate(words)}


def in_codes(key: str, codes: Mapping[str, str]) -> str:
    """A form's key as one character a word.

    >>> in_codes("ai policy", {"ai": "A", "policy": "P"})
    'AP'
    """
    return "".join(map(codes.__getitem__, key.split()))


def encode(
    folded: str, codes: Mapping[str, str], text: str = ""
) -> tuple[str, list[int], list[int]]:
    """A folded English text as one character a word, and where each character's word stands.

    A word that ``text``, the same before folding, writes as a form whose case matters is that
    form's.

    >>> encode("ai policy; chips", {"ai": "A", "policy": "P", "chips": "C"})
    ('AP\\nC', [0, 3, 9, 11], [2, 9, 9, 16])
    >>> encode("us and us", {"us": "u", "US": "U"}, "US and us")
    ('U�u', [0, 3, 7], [2, 6, 9])
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    known = codes.get
    joined = Memo(joins)
    for word, start, end in form_words(folded):
        if last and not joined[folded[last:start]]:
            characters.append(BREAK)
            starts.append(last)
            ends.append(last)
        characters.append(known(text[start:end]) or known(word, UNKNOWN))
        starts.append(start)
        ends.append(end)
        last = end
    return "".join(characters), starts, ends
