"""The query language: what is typed to be looked for, read into a tree.

A query is one or more sequences with ``|`` between them. A sequence is words as they are, words
with wildcards, words in quotation marks, ``[concept=X]`` and its like, groups in parentheses, and
gaps; ``~`` in it lets both of its sides come first. ``/regex/`` stands for a whole sequence.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NoReturn

from aiplans_cli.characters import tidied
from aiplans_cli.language.patterns import (
    QueryError,
    has_signs,
    is_pattern,
    is_spoken,
    is_word_pattern,
    no_words,
    plain_signs,
)
from aiplans_cli.language.query_nodes import (
    ATTRIBUTES,
    LONGEST_GAP,
    Attribute,
    Either,
    Gap,
    Node,
    Pattern,
    Regex,
    Words,
    sequence_of,
    turned,
)
from aiplans_cli.settings import choice_of

_DEEPEST = 20
"""Groups within groups: more are a slip, and Python's stack is not endless."""

_BARE = re.compile(r'(?:[^\s|"()\[\]{}~]|(?<=\w)~(?=\w))+')
_EMPTY = re.compile(r"\[\s*\]")
_NUMBERS = re.compile(r"\{\s*+(\d{0,4})\s*+(,?)\s*+(\d{0,4})\s*+\}")
_ATTRIBUTE = re.compile(r'\[\s*+(\w++)\s*+=(?:\s*+"([^"\]]*+)"\s*+|([^"\]]*+))\]')
_REGEX = re.compile(r"/((?:[^/\\]|\\.)*+)/", re.DOTALL)
"""Possessive, lest spaces be divided among several stars in every way."""

_STRAY = {
    "]": "closes nothing",
    "{": "gives a number of times, and stands after [] only",
    "}": "closes nothing",
}


def parse(typed: str) -> Node:
    """What a query means. Raises ``QueryError``, which tells the place, where it means nothing.

    >>> parse("open source"), parse("law*")
    (Words(text='open source', at=0, alone=False), Pattern(text='law*'))
    >>> parse('"global" []{0,3} [concept=governance]').parts[1:]
    (Gap(least=0, most=3), Attribute(name='concept', values=('governance',), at=26))
    >>> parse("gov(ern|t)")
    Traceback (most recent call last):
    ...
    aiplans_cli.language.patterns.QueryError: 'gov(ern|t)': at character 4 "(" stands in a ...
    """
    return _Parser(tidied(typed)).query()


class _Parser:
    """Reads a query from left to right; no character is looked at more than a few times."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self._text = plain_signs(typed)
        self._at = 0
        self._depth = 0

    def query(self) -> Node:
        if not has_signs(self._text):
            start = len(self._text) - len(self._text.lstrip())
            return self._words(start, len(self._text.rstrip()))
        found = self._either()
        if self._at < len(self._text):
            self._fail(self._at, '")" closes nothing')
        return found

    def _fail(self, at: int, fact: str) -> NoReturn:
        raise QueryError(self._typed, at, fact)

    def _peek(self) -> str:
        """The next character that is no space; "" at the end."""
        text = self._text
        while self._at < len(text) and text[self._at].isspace():
            self._at += 1
        return text[self._at : self._at + 1]

    def _either(self) -> Node:
        options = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Either(tuple(options))

    def _sequence(self) -> Node:
        parts: list[Node | Gap] = []
        turn, turned_at = None, 0
        self._peek()
        start = self._at
        while (sign := self._peek()) not in ("", "|", ")"):
            if sign == "~":
                if turn is not None:
                    self._fail(self._at, "stands a second ~ in one sequence")
                turn, turned_at = len(parts), self._at
                self._at += 1
                parts += [self._times()] if self._text[self._at : self._at + 1] == "{" else []
            elif sign == "/" and not parts:
                return self._regex()
            else:
                parts.append(self._part(sign))
        if not any(not isinstance(part, Gap) for part in parts):
            every = "stands nothing but any word: name one"
            self._fail(start, every if parts else "a word is missing")
        if turn is None:
            return sequence_of(parts)
        if sum(not isinstance(part, Gap) for part in parts) < 2:
            self._fail(turned_at, "~ stands beside less than two words or brackets")
        return turned(parts, turn)

    def _part(self, sign: str) -> Node | Gap:
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._brackets()
        if sign == '"':
            return self._quoted()
        if sign in "]{}":
            self._fail(self._at, f'"{sign}" {_STRAY[sign]}')
        return self._bare()

    def _group(self) -> Node:
        opened = self._at
        self._at += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            self._fail(opened, f"more than {_DEEPEST} groups stand in one another")
        found = self._either()
        if self._peek() != ")":
            self._fail(opened, '"(" is not closed')
        self._at += 1
        self._depth -= 1
        return found

    def _quoted(self) -> Node:
        start = self._at
        end = self._text.find('"', start + 1)
        if end < 0:
            self._fail(start, "a quotation mark is not closed")
        self._at = end + 1
        if not is_spoken(self._text[start:end]):
            self._fail(start, "there is no letter or digit in quotation marks")
        parts: list[Node | Gap] = []
        pieces = list(re.compile(r"\S+").finditer(self._text, start + 1, end))
        for wild, some in groupby(pieces, lambda piece: is_pattern(piece[0])):
            group = list(some)
            if wild:
                parts += [self._wild(piece[0], piece.start()) for piece in group]
            else:
                first, last = group[0].start(), group[-1].end()
                parts.append(Words(self._typed[first:last], first, alone=True))
        return sequence_of(parts)

    def _brackets(self) -> Attribute | Gap:
        start, text = self._at, self._text
        if empty := _EMPTY.match(text, start):
            self._at = empty.end()
            return self._times()
        found = _ATTRIBUTE.match(text, start)
        if not found:
            known = ", ".join(f"[{name}=...]" for name in ATTRIBUTES)
            self._fail(start, f"brackets cannot be read: write {known}, or [] for any word")
        name, (at, end) = found[1].lower(), found.span(3 if found[2] is None else 2)
        if name not in ATTRIBUTES:
            self._fail(found.start(1), f"{found[1]!r} is not one of {choice_of(name, ATTRIBUTES)}")
        values = [v.strip() for v in self._typed[at:end].replace("｜", "|").split("|")]
        if not all(map(is_spoken, values)):
            self._fail(at, "a value is missing")
        for value in values:
            if is_pattern(value) and (name != "word" or not all(map(_fillable, value.split()))):
                self._fail(at, "* and ? stand only beside letters of [word=...]")
        self._at = found.end()
        if text[self._at : self._at + 1] in ("{", "*", "?", "+"):
            self._fail(self._at, "a number of times stands after [] only")
        return Attribute(name, tuple(values), at)

    def _times(self) -> Gap:
        """How many words a gap may hold: what follows it, 1 where nothing does."""
        sign = self._text[self._at : self._at + 1]
        if sign and sign in "*+?":
            self._at += 1
            return Gap(1 if sign == "+" else 0, 1 if sign == "?" else LONGEST_GAP)
        if sign != "{":
            return Gap(1, 1)
        found = _NUMBERS.match(self._text, self._at)
        if not found or not (found[1] or found[3]):
            self._fail(self._at, "no numbers that can be read: write {2} or {0,3}")
        least = int(found[1] or 0)
        most = int(found[3] or LONGEST_GAP) if found[2] else least
        if not least <= most <= LONGEST_GAP:
            what = f"{{{least},{most}}} is no number of words from 0 to {LONGEST_GAP}"
            self._fail(self._at, f"{what}, the smaller first")
        self._at = found.end()
        return Gap(least, most)

    def _regex(self) -> Regex:
        start = self._at
        found = _REGEX.match(self._text, start)
        if not found:
            self._fail(start, 'a regular expression is not closed by "/"')
        pattern = self._typed[found.start(1) : found.end(1)].replace("\\/", "/")
        self._at = found.end()
        if self._peek() not in ("", "|", ")"):
            self._fail(self._at, "more follows a regular expression; in it write \\/ for /")
        if not pattern:
            self._fail(start, "a regular expression is empty")
        from aiplans_cli.language.regular import wrong_with

        if wrong := wrong_with(pattern):
            self._fail(start, f"stands no regular expression that RE2 reads: {wrong}")
        return Regex(pattern)

    def _bare(self) -> Node | Gap:
        """Words up to the next sign, or one with wildcards, or * for any word."""
        start, text = self._at, self._text
        end = start
        while match := _BARE.match(text, self._at):
            piece = match[0]
            after = text[match.end() : match.end() + 1]
            if after == "(":
                self._fail(match.end(), '"(" stands in a word: write * for any letters, or /regex/')
            if is_pattern(piece):
                if end == start:
                    self._at = match.end()
                    return self._wild(piece, start)
                break
            end = self._at = match.end()
            if not after.isspace():
                break
            self._peek()
        self._at = end
        return self._words(start, end)

    def _wild(self, piece: str, start: int) -> Node | Gap:
        if piece == "*":
            return Gap(1, 1)
        if not is_word_pattern(piece):
            why = "signs that part words" if is_spoken(piece) else "no letter"
            self._fail(start, f"{piece!r} is no word with wildcards: * or ? stands beside {why}")
        return Pattern(self._typed[start : start + len(piece)])

    def _words(self, start: int, end: int) -> Words:
        if wrong := no_words(self._text[start:end]):
            self._fail(start + wrong[0], wrong[1])
        return Words(self._typed[start:end], start)


def _fillable(piece: str) -> bool:
    return not is_pattern(piece) or is_word_pattern(piece)
