"""Text → the quotations it contains, whatever marks they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "«": "»", "„": "“", "〝": "〞"}
"""Opening mark → closing mark, for marks that show their direction."""

_CLOSERS = {closer: opener for opener, closer in PAIRS.items() if closer not in PAIRS}
_MARK = re.compile('["“”「」『』《》〈〉«»„〝〞]')
_SINGLE = re.compile("[‘’']")
_BLANK = re.compile(r"\n[ \t\r\u3000]*\n")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+(?:['’.\-‐‑][^\W_]+)*")
_CLIPPED = re.compile(r"(?:\d\ds|tis|twas|til|em|cause|bout|round|n)\b", re.IGNORECASE)
_PLURAL = re.compile(r"s['’] [a-z]")
_BEFORE_OPENING = frozenset("([{<—–-/“\"「『《‘'：:，,。；;、")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that an article puts between quotation marks."""

    text: str
    """What stands between the marks, as printed, white space at the ends removed."""
    start: int
    """Offset of its first character in the text searched."""
    end: int
    """Offset after its last character."""
    line: int
    """Line on which it begins, from 1."""
    words: int
    """Its length in words; two Chinese characters count as one word."""
    mark: str
    """The opening mark."""
    section: str = ""
    """Heading of the article's section it stands under, where the article has headings."""


def length_in_words(text: str) -> int:
    """Words of a quotation, two Chinese characters (rounded up) counting as one.

    >>> length_in_words("the American AI stack"), length_in_words("人工智能")  # "AI"
    (4, 2)
    """
    han = len(_HAN.findall(text))
    return len(_WORD.findall(_HAN.sub(" ", text))) + (han + 1) // 2


def extract_quotations(text: str, *, line_is_paragraph: bool = False) -> list[Quotation]:
    """Every quotation in ``text``, by where it begins, the outer before the inner.

    Recognised are straight and curly double marks, single marks (inside double ones or alone;
    an apostrophe opens nothing), and 「」『』《》〈〉«». A mark left open ends with its paragraph
    and yields nothing, unless the next paragraph opens with the same mark again, which is how a
    quotation of several paragraphs is set. Paragraphs are parted by blank lines, or by every
    line break if ``line_is_paragraph``.

    >>> [q.text for q in extract_quotations("It's “a 'fine' plan”, not \\"the plan\\".")]
    ["a 'fine' plan", 'fine', 'the plan']
    """
    found: list[tuple[int, int]] = []
    waiting: tuple[int, int] | None = None
    for start, end in _paragraphs(text, line_is_paragraph):
        doubles, left_open = _double_spans(text, start, end)
        found += [*doubles, *_single_spans(text, start, end, doubles)]
        if waiting and text[start:end].lstrip().startswith(text[waiting[0] - 1]):
            found.append(waiting)
        waiting = (left_open, end) if left_open else None
    found.sort(key=lambda span: (span[0], -span[1]))
    return [_quotation(text, *span) for span in found if text[slice(*span)].strip()]


def _quotation(text: str, start: int, end: int) -> Quotation:
    mark, inner = text[start - 1], text[start:end]
    start += len(inner) - len(inner.lstrip())
    inner = inner.strip()
    line = text.count("\n", 0, start) + 1
    return Quotation(inner, start, start + len(inner), line, length_in_words(inner), mark)


def _paragraphs(text: str, line_is_paragraph: bool) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in re.finditer("\n", text) if line_is_paragraph else _BLANK.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _around(text: str, at: int) -> tuple[str, str]:
    """The characters before and after ``at``; a space stands for the ends of the text."""
    return text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " "


def _double_spans(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], int]:
    """Spans between double marks, and the offset after a “ that the paragraph never closes."""
    spans: list[tuple[int, int]] = []
    opened: dict[str, list[int]] = {}
    for match in _MARK.finditer(text, start, end):
        mark = match.group()
        if mark == '"':
            closes = _straight_closes(text, match.start(), bool(opened.get(mark)))
            opener = mark
        else:
            closes = mark not in PAIRS or (mark == "“" and bool(opened.get("„")))
            opener = "„" if mark == "“" and closes else _CLOSERS.get(mark, mark)
        if not closes and mark in '"“':
            opened[mark] = [match.end()]  # of two opening marks in a row the first was a slip
        elif not closes:
            opened.setdefault(mark, []).append(match.end())
        elif opened.get(opener):
            spans.append((opened[opener].pop(), match.start()))
    left = opened.get("“")
    return spans, left[-1] if left else 0


def _straight_closes(text: str, at: int, is_open: bool) -> bool:
    """Whether the straight mark at ``at`` closes; a mark that closes nothing is an inch mark."""
    before, after = _around(text, at)
    may_open = not after.isspace() and after not in ".,;:!?)]}，。；："
    may_close = not before.isspace() and before not in "([{（"
    if may_open != may_close:
        return may_close
    return is_open or before.isdigit()


def _single_spans(
    text: str, start: int, end: int, doubles: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    doubles = sorted(doubles)
    around: list[tuple[int, int]] = []
    free, passed = start, 0
    for match in _SINGLE.finditer(text, start, end):
        at = match.start()
        if at < free or not _opens_single(text, at):
            continue
        while passed < len(doubles) and doubles[passed][0] <= at:
            around.append(doubles[passed])
            passed += 1
        around = [span for span in around if span[1] > at]
        limit = min([*(stop for _, stop in around), end])
        close = _single_close(text, at, limit, doubles, passed)
        if close:
            spans.append((at + 1, close))
            free = close + 1
    return spans


def _opens_single(text: str, at: int) -> bool:
    before, after = _around(text, at)
    if text[at] == "’" or after.isspace() or _CLIPPED.match(text, at + 1):
        return False
    return text[at] == "‘" or before.isspace() or before in _BEFORE_OPENING


def _single_close(text: str, at: int, end: int, doubles: list[tuple[int, int]], later: int) -> int:
    """Where the single quotation opened at ``at`` closes; 0 if nowhere.

    ``doubles[later:]`` begin after it; it may hold them whole but end in none of them.
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
        word_goes_on = after.isalnum() and not _HAN.match(after)
        if not (before.isspace() or word_goes_on or here < reach or text[here] == "‘"):
            closers.append(here)
    for here in closers[:-1]:
        # "the states' rights": a plural's apostrophe, if a better closing mark follows.
        if not _PLURAL.match(text, here - 1):
            return here
    return closers[-1] if closers else 0
