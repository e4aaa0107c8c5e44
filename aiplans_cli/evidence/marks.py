"""Where the quotation marks of a text open and close."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from aiplans_cli.language.folding import HAN_RUN

PAIRS = {
    **{"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "«": "»", "‹": "›"},
    **{"„": "“", "〝": "〞"},
    "``": "''",  # LaTeX
}
"""Opening mark → closing mark, for marks that show their direction."""

_SAME = str.maketrans("＂❝❞‟｢｣﹁﹂﹃﹄〟＇❛❜", "\"“”“「」「」『』〞'‘’")
"""Marks of another width, direction or font → those they are read as."""

REACH = 2000
"""Characters after which a mark that its own line leaves open no longer waits to be closed."""

Span = tuple[int, int]
Alone = tuple[int, str, bool]
"""A mark that gives no span: its offset, the mark, and whether it opens what is never closed."""

Lines = Sequence[tuple[int, int]]
"""Where lines of a file begin in a text: (offset, line from 1)."""

_CLOSERS = {closer: opener for opener, closer in PAIRS.items() if closer not in PAIRS}
_MARK = re.compile("[\"“”「」『』《》〈〉«»‹›„〝〞]|(?<!`)``(?!`)|''")
_AGAIN = ("“", '"', "``")
"""Marks that open every paragraph of a quotation of several; two in a row are a slip."""

_SINGLE = re.compile("[‘’']")
_CLIPPED = re.compile(r"(?:\d\ds|tis|twas|til|em|cause|bout|round|n)\b", re.IGNORECASE)
_PLURAL = re.compile(r"s['’] [a-z]")
_BEFORE_OPENING = frozenset("([{<—–-/“„\"«‹「『《‘'：:，,。；;、")


def own_lines(text: str) -> Lines:
    """Where the lines of a text begin that is the whole of its file."""
    breaks = [match.end() for match in re.finditer("\n", text)]
    return [(offset, number) for number, offset in enumerate([0, *breaks], 1)]


def line_at(lines: Lines, offset: int) -> int:
    """The line on which an offset stands; 0 where no line is known."""
    index = bisect_right(lines, offset, key=lambda item: item[0])
    return lines[index - 1][1] if index else 0


def paragraphs(text: str, lines: Lines) -> list[list[Span]]:
    """The lines of each paragraph: a blank line, or one that was left out, ends it."""
    found: list[list[Span]] = [[]]
    start = 0
    for line in text.split("\n"):
        leap = start and line_at(lines, start) > line_at(lines, start - 1) + 1
        if found[-1] and (leap or not line.strip()):
            found.append([])
        if line.strip():
            found[-1].append((start, start + len(line)))
        start += len(line) + 1
    return found if found[-1] else found[:-1]


class _Doubles:
    """Double marks read from left to right: what is open, what was closed, what stands alone."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(_SAME)
        self.spans: list[Span] = []
        self.alone: list[Alone] = []
        self.opened: defaultdict[str, list[int]] = defaultdict(list)
        self.end = 0

    def begin(self, start: int) -> None:
        """Begin a line: one that opens with the mark left open goes on with that quotation."""
        while self.text[start].isspace():
            start += 1
        match = _MARK.match(self.text, start)
        mark = match.group() if match else ""
        again = mark in _AGAIN and not (mark == '"' and _straight_closes(self.text, start, False))
        if again and self.opened[mark]:
            self.spans.append((self.opened[mark].pop(), self.end))
        self.drop(start - REACH)

    def read(self, start: int, end: int) -> None:
        """Read the marks of a line."""
        # A line whose marks are in pairs is none that closes what an earlier one opened.
        in_pairs = self.text.count('"', start, end) % 2 == 0
        for match in _MARK.finditer(self.text, start, end):
            mark, at = match.group(), match.start()
            opened = self.opened[mark]
            if mark == '"':
                waits = bool(opened) and (opened[-1] > start or not in_pairs)
                closes, opener = _straight_closes(self.text, at, waits), mark
            else:
                low = self.opened["„"]
                closes = mark not in PAIRS or (mark == "“" and bool(low))
                opener = _CLOSERS.get(mark, mark)
                if closes and mark in "“”" and low[-1:] > self.opened["“"][-1:]:
                    opener = "„"  # closed as in German or as in Polish
            if not closes:
                if opened and mark in _AGAIN:
                    self.alone.append((opened.pop() - len(mark), mark, True))
                opened.append(match.end())
            elif self.opened[opener]:
                self.spans.append((self.opened[opener].pop(), at))
            elif mark != "''" and not (mark == '"' and self.text[at - 1 : at].isdigit()):
                self.alone.append((at, mark, False))
        self.end = end

    def drop(self, before: int, marks: Iterable[str] = (*PAIRS, '"')) -> None:
        """Give up on marks that were opened before an offset."""
        for mark in marks:
            starts = self.opened[mark]
            self.alone += ((at - len(mark), mark, True) for at in starts if at < before)
            self.opened[mark] = [at for at in starts if at >= before]


def double_spans(text: str, parts: Sequence[Sequence[Span]]) -> tuple[list[Span], list[Alone]]:
    """Spans between double marks, and the marks that give none.

    A mark that its line leaves open looks on to the end of the paragraph. One that its paragraph
    leaves open spans the rest of it where the next paragraph opens with the same mark.
    """
    doubles = _Doubles(text)
    for lines in parts:
        for number, (start, end) in enumerate(lines):
            doubles.begin(start)
            if number == 0:
                doubles.drop(start)
            doubles.read(start, end)
        doubles.drop(len(text) + 1, [mark for mark in PAIRS if mark not in _AGAIN])
    doubles.drop(len(text) + 1)
    return sorted(doubles.spans), sorted(doubles.alone)


def _around(text: str, at: int) -> tuple[str, str]:
    """The characters before and after ``at``; a space stands for the ends of the text."""
    return text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " "


def _straight_closes(text: str, at: int, is_open: bool) -> bool:
    """Whether the straight mark at ``at`` closes; a mark that closes nothing is an inch mark."""
    before, after = _around(text, at)
    may_open = not after.isspace() and after not in ".,;:!?)]}，。；："
    may_close = not before.isspace() and before not in "([{（"
    if may_open != may_close:
        return may_close
    return is_open or before.isdigit()


def single_spans(text: str, parts: Sequence[Sequence[Span]], doubles: Sequence[Span]) -> list[Span]:
    """Spans between single marks; ``doubles`` are the sorted spans between double ones."""
    text = text.translate(_SAME)
    spans: list[Span] = []
    around: list[Span] = []
    free = passed = 0
    for lines in parts:
        for start, end in lines:
            for match in _SINGLE.finditer(text, start, end):
                at = match.start()
                if at < free or not _opens_single(text, at):
                    continue
                while passed < len(doubles) and doubles[passed][0] <= at:
                    around.append(doubles[passed])
                    passed += 1
                around = [span for span in around if span[1] > at]
                stops = [stop for _, stop in around]
                close = _single_close(text, at, min([*stops, end]), doubles, passed)
                if not close and end < lines[-1][1]:
                    reach = min([*stops, at + REACH, lines[-1][1]])
                    close = _single_close(text, at, reach, doubles, passed, plural=False)
                if close:
                    spans.append((at + 1, close))
                    free = close + 1
    return spans


def _opens_single(text: str, at: int) -> bool:
    before, after = _around(text, at)
    if text[at] == "’" or after.isspace() or _CLIPPED.match(text, at + 1):
        return False
    return text[at] == "‘" or before.isspace() or before in _BEFORE_OPENING


def _single_close(
    text: str, at: int, end: int, doubles: Sequence[Span], later: int, *, plural: bool = True
) -> int:
    """Where the single quotation opened at ``at`` closes; 0 if nowhere.

    ``doubles[later:]`` begin after it; it may hold them whole but end in none of them. With
    ``plural`` the apostrophe of a plural will do where there is nothing better.
    """
    closers: list[int] = []
    reach = 0
    for match in _SINGLE.finditer(text, at + 1, end):
        here = match.start()
        if _opens_single(text, here):
            break
        while later < len(doubles) and doubles[later][0] <= here:
            reach = max(reach, doubles[later][1])
            later += 1
        before, after = _around(text, here)
        word_goes_on = after.isalnum() and not HAN_RUN.match(after)
        if not (before.isspace() or word_goes_on or here < reach or text[here] == "‘"):
            closers.append(here)
    for here in closers[:-1] if plural else closers:
        # "the states' rights": a plural's apostrophe, if a better closing mark follows.
        if not _PLURAL.match(text, here - 1):
            return here
    return closers[-1] if closers and plural else 0
