"""Which printed lines look like headings: by type, capitals, numbering and where they stand."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from aiplans_cli.model import Kind
from aiplans_cli.reading.numbering import STRONG, numbered
from aiplans_cli.reading.pdf.lines import Line
from aiplans_cli.reading.shape import HAN, width
from aiplans_cli.records import dataclass

_DECIMAL = re.compile(
    r"(\d{1,2}(?:[.．]\d{1,2}){0,4})(?:[.．、]?\s+|[.．、])(?=\D)|"
    r"(\d{1,2}(?:[.．]\d{1,2}){1,4})(?=[^\W\d])"
)
_DIGITS = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_LETTER = re.compile(r"(?:[a-z]\.|(?P<upper>[A-Z]\.)) ")
_ENDED = re.compile(r"[.,;:。；，：]$")
_OPENING, _CLOSING = '“‘"「『', '”’"」』'
_SAID = re.compile('[.!。！][”’"」』]$')
_ITEM = re.compile(r"\(?[a-z]{1,4}[.)] ")
_SENTENCE = re.compile(r"[.!?;:。！？；：][”\"’)）]*$")
_BARE_ARTICLE = re.compile(r"(?:ARTICLE|Article) \S+|第 ?\S+ ?[条條]")
_LONGEST = 200
"""Characters beyond which display type is a summary or a pull quote, not a heading."""

_WIDE_LEADING = 2.6
"""How many times its size the lines of one title may lie apart; a cover of 2020 has 2.1."""

Style = tuple[str, float, bool]
"""The sort of numbering or face; size as a multiple of the body's, in eighths; whether heavy."""


@dataclass(frozen=True, slots=True)
class Title:
    """A heading that takes up one or more lines of a page."""

    page: int
    """Physical page, from 0."""
    first: int
    """Index of its first line on the page."""
    count: int
    """How many lines it takes up."""
    level: int
    """Depth, 1 outermost; 0 while it is not known."""
    style: Style = ("", 1.0, False)
    """How it is set."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual in a document; lengths in points."""

    size: float
    """Size of its running text."""
    full: float
    """Width of its longest lines but for a few."""
    step: float
    """From one line of running text to the next."""
    bold: bool
    """Whether its running text is heavy, so that weight says nothing."""


def decimal_depth(text: str) -> int:
    """How many numbers a decimal label has, 0 for a text without one.

    >>> decimal_depth("2.1 Governance"), decimal_depth("3. Outlook"), decimal_depth("Scope")
    (2, 1, 0)
    """
    match = _DECIMAL.match(text)
    return len(re.split("[.．]", match[1] or match[2])) if match else 0


def by_type(
    pages: Sequence[Sequence[Line]], kinds: Sequence[Sequence[Kind]], measure: Measure
) -> list[Title]:
    """Take as headings the short lines set larger, heavier or in capitals, or that are numbered."""
    titles: list[Title] = []
    labels = {match[0] for page in pages for x in page if (match := _DIGITS.match(x.text))}
    for number, (lines, of_page) in enumerate(zip(pages, kinds, strict=True)):
        found = [
            title
            for title in _prominent(number, lines, of_page, measure)
            if title.style[1:] != (1.0, False)
            or not title.style[0].startswith("decimal")
            or _in_turn(lines[title.first].text, labels)
        ]
        if sum(title.count for title in found) * 2 <= sum(kind == "body" for kind in of_page):
            titles += found  # otherwise the page is a cover, all of it display type
        else:
            titles += (title for title in found if title.style[0] in STRONG)
    return titles


def _in_turn(text: str, labels: Container[str]) -> bool:
    """Whether a decimal label has a neighbour in the document: 2.2 after 2.1, 2.1.1 after 2.1."""
    match = _DIGITS.match(text)
    if match is None:
        return False
    above, _, last = match[0].rpartition(".")
    number = int(last)
    beside = {f"{above}.{n}" for n in (number - 1, number + 1)}
    return bool(above) and any(x in labels for x in beside | ({above} if number == 1 else set()))


def style_of(line: Line, measure: Measure) -> Style | None:
    """How a line that may be a heading is set; ``None`` where nothing marks it."""
    text = line.text
    relative = round(line.size / measure.size * 8) / 8
    bold = line.bold and not measure.bold
    item = numbered(text)
    bare = item is None or item.rank != "article" or _BARE_ARTICLE.fullmatch(text)
    alone = line.right - line.left < 0.75 * measure.full and bare
    depth = decimal_depth(text)
    if item and not item.rest and (relative >= 1.12 or bold or alone):
        # else it may be a paragraph's first line
        return f"decimal {depth}" if depth else item.rank, max(relative, 1.0), bold
    if depth > 1 and relative >= 1 and alone and not _ENDED.search(text):
        return f"decimal {depth}", max(relative, 1.0), bold
    capitals = text.isupper() and not HAN.search(text) and sum(map(str.isalpha, text)) > 3
    if relative < 1.12 and not (relative >= 1 and (capitals or bold)):
        return None
    if sum(map(str.isalpha, text)) < 2 and not HAN.search(text):
        return None
    lettered = _LETTER.match(text)
    face = f"decimal {depth}" if depth else "capitals" if capitals else ""
    if lettered and not depth:
        face = "upper" if lettered["upper"] else "letter"
    return face, relative if relative >= 1.12 else 1.0, bold


def _prominent(
    number: int, lines: Sequence[Line], kinds: Sequence[Kind], measure: Measure
) -> Iterator[Title]:
    index = 0
    while index < len(lines):
        style = style_of(lines[index], measure) if kinds[index] == "body" else None
        if style is None:
            index += 1
            continue
        count = _lines_of(lines, kinds, index, style, measure)
        run = lines[index : index + count]
        before = lines[index - 1] if index and kinds[index - 1] == "body" else None
        after = lines[index + count] if index + count < len(lines) else None
        if after is not None and kinds[index + count] != "body":
            after = None
        if is_title(run, before, after, style, measure):
            yield Title(number, index, count, 0, style)
        index += count


def _lines_of(
    lines: Sequence[Line], kinds: Sequence[Kind], first: int, style: Style, measure: Measure
) -> int:
    """How many lines the heading that begins at ``first`` takes up."""
    count = 1
    while first + count < len(lines) and kinds[first + count] == "body":
        line, after = lines[first + count - 1], lines[first + count]
        if not _goes_on(line, after, style, measure):
            break
        count += 1
    if count == 1 and first + 1 < len(lines) and kinds[first + 1] == "body":
        count += _titled_below(lines[first], lines[first + 1], style, measure)
    return count


def _goes_on(line: Line, after: Line, style: Style, measure: Measure) -> bool:
    """Whether a heading goes on in the next line."""
    other = style_of(after, measure)
    drop = line.foot - after.foot
    if other is None or other[1:] != style[1:] or line.bold != after.bold or drop <= 0:
        return False
    if numbered(after.text) or decimal_depth(after.text) or _LETTER.match(after.text):
        return False
    wide = style[1] >= 1.25 and not _SENTENCE.search(line.text)
    near = drop < (_WIDE_LEADING if wide else 1.9) * line.size
    return near and (other[0] == style[0] or style[0] not in ("", "capitals"))


def _titled_below(line: Line, after: Line, style: Style, measure: Measure) -> bool:
    """Whether the line below a bare label ("Article 4") is its title: centred as the label is."""
    if style[0] not in STRONG or width(line.text) > 24 or _ENDED.search(after.text):
        return False
    drop = line.foot - after.foot
    middle = abs(line.left + line.right - after.left - after.right) < 8
    inside = after.right - after.left < 0.8 * measure.full and line.left > after.left - measure.full
    indented = min(line.left, after.left) > 0.1 * measure.full
    return (
        0 < drop < 3.5 * line.size and middle and inside and indented and not numbered(after.text)
    )


def is_title(
    run: Sequence[Line], before: Line | None, after: Line | None, style: Style, measure: Measure
) -> bool:
    """Whether lines of one style stand as a heading does, and not inside a paragraph or a row."""
    text = " ".join(line.text for line in run)
    if len(text) > _LONGEST or (_ENDED.search(text) and not style[0].startswith("decimal")):
        return False
    if _ENDED.search(text) and not text.endswith("."):
        return False
    if (len(text) > 1 and text[0] in _OPENING and text[-1] in _CLOSING) or (
        _SAID.search(text) and not style[0].startswith("decimal")
    ):
        return False
    if _beside(run[-1], after) or (before is not None and _beside(before, run[0])):
        return False
    if style[1] >= 1.12:
        return True
    if text[:1].islower() and style[0] != "letter":
        return False
    goes_on = after is not None and after.text[:1].islower() and not _ITEM.match(after.text)
    if goes_on and after is not None and run[-1].foot > after.foot:
        return False  # the sentence goes on: a heavy lead-in
    return before is None or _opens(before, run[0], measure)


def _opens(before: Line, line: Line, measure: Measure) -> bool:
    """Whether a line begins a paragraph, and does not go on with the one before it."""
    drop = before.foot - line.foot
    if drop <= 0 or drop > 1.35 * max(measure.step, line.size):
        return True
    short = before.right - before.left < 0.75 * measure.full
    return bool(_SENTENCE.search(before.text)) or (short and before.bold != line.bold)


def _beside(line: Line, after: Line | None) -> bool:
    """Whether the next line stands in the same row, as in a table's head."""
    return after is not None and abs(line.foot - after.foot) < 2 and after.left > line.right
