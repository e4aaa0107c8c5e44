"""Key word in context: every place where a word or a concept was counted, with what stands by."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from aiplans_cli.evidence.passages import has_han
from aiplans_cli.evidence.places import places
from aiplans_cli.language import Settings, sentences, tokenize
from aiplans_cli.model import ALL_COUNTED_KINDS, COUNTED_KINDS, Document
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.evidence.wanted import Query

Context = Literal["words", "characters", "sentence"]
CONTEXTS: tuple[Context, ...] = ("words", "characters", "sentence")
"""Units in which context is measured; a Chinese word is taken as two characters."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One occurrence and what stands round it."""

    document: str
    """Id of the document."""
    language: str
    """"en" or "zh"."""
    part: str
    """The outermost heading it stands under, such as a pillar; "" where it stands under none."""
    section: str
    """The innermost."""
    page: str
    """Label of the page on which it stands; "" where there are none."""
    left: str
    """What stands before, white space collapsed."""
    match: str
    """The occurrence as printed."""
    right: str
    """What stands after."""
    sentence: str
    """The whole sentence."""
    index: int
    """Number of the section in ``Document.sections``, from 0."""
    start: int
    """Offset of the occurrence in the section's text."""
    end: int
    """Offset after it."""


def kwic(
    documents: Sequence[Document],
    wanted: Query,
    concepts: ConceptList | None = None,
    *,
    context: int = 8,
    unit: Context = "words",
    all_kinds: bool = False,
    settings: Settings | None = None,
) -> list[ConcordanceLine]:
    """One line for each occurrence, in the order in which they stand.

    There are as many lines as the tables count. ``context`` is how many words or characters
    stand on each side. ``settings`` are those the tables were counted with.

    >>> from aiplans_cli.evidence.query import query
    >>> from aiplans_cli.model import Section
    >>> document = Document("d", "d", "en", (Section("", 0, "body", "3", "Open models win. So."),))
    >>> [line] = kwic([document], query("models", None))
    >>> line.left, line.match, line.right, line.page, line.sentence
    ('Open', 'models', 'win. So.', '3', 'Open models win.')
    """
    lines: list[ConcordanceLine] = []
    kinds = ALL_COUNTED_KINDS if all_kinds else COUNTED_KINDS
    for document in documents:
        finder = places(document, wanted, concepts, settings or Settings())
        for index, section in enumerate(document.sections):
            if section.kind in kinds:
                spans = sentences(section.text, document.language)
                lines.extend(
                    _line(document, index, span, spans, context, unit) for span in finder(index)
                )
    return lines


def row_lines(
    document: Document,
    items: Collection[str],
    concepts: ConceptList | None,
    *,
    limit: int = 0,
    context: int = 8,
    unit: Context = "words",
    all_kinds: bool = False,
    settings: Settings | None = None,
) -> dict[str, list[ConcordanceLine]]:
    """The first ``limit`` lines (0 = all) behind each of many rows of a table, in one pass.

    ``items`` are ids of ``concepts``, or terms where ``concepts`` is ``None``. Each gets a list.
    """
    kinds = ALL_COUNTED_KINDS if all_kinds else COUNTED_KINDS
    found: dict[str, list[ConcordanceLine]] = {item: [] for item in items}
    hits = _all_hits(document, concepts, settings or Settings())
    for index, section in enumerate(document.sections):
        if section.kind not in kinds:
            continue
        spans = sentences(section.text, document.language)
        for item, start, end in hits(index):
            lines = found.get(item)
            if lines is not None and (limit == 0 or len(lines) < limit):
                lines.append(_line(document, index, (start, end), spans, context, unit))
    return found


def _all_hits(
    document: Document, concepts: ConceptList | None, settings: Settings
) -> Callable[[int], Iterable[tuple[str, int, int]]]:
    """A function from a section's number to every concept or word in it, with its span."""
    if concepts is not None:
        from aiplans_cli.concepts.matching import match

        return lambda index: (
            (m.concept, m.start, m.end)
            for m in match(document.sections[index].text, document.language, concepts)
        )
    tokens = tokenize(document, settings).sections
    return lambda index: zip(
        tokens[index].words, tokens[index].starts, tokens[index].ends, strict=True
    )


def line_at(
    document: Document, index: int, start: int, end: int, context: int = 8
) -> ConcordanceLine:
    """The line of a place that was found otherwise: a span of the section with number ``index``.

    >>> from aiplans_cli.model import Section
    >>> document = Document("d", "d", "en", (Section("", 0, "body", "3", "Open models win."),))
    >>> line_at(document, 0, 5, 11).right
    'win.'
    """
    spans = sentences(document.sections[index].text, document.language)
    return _line(document, index, (start, end), spans, context, "words")


def _line(
    document: Document,
    index: int,
    span: tuple[int, int],
    spans: list[tuple[int, int]],
    context: int,
    unit: Context,
) -> ConcordanceLine:
    section = document.sections[index]
    text, (start, end) = section.text, span
    number = max(0, bisect_right(spans, start, key=lambda s: s[0]) - 1)
    first, last = spans[number] if spans else (0, len(text))
    last = max(last, end)
    if unit == "sentence":
        left, right = text[first:start], text[end:last]
    else:
        left = _nearest(text[max(0, start - 80 * context) : start], context, unit, before=True)
        right = _nearest(text[end : end + 80 * context], context, unit, before=False)
    return ConcordanceLine(
        document=document.id,
        language=document.language,
        part=section.parents[0] if section.parents else section.heading,
        section=section.heading,
        page=section.page_at(start),
        left=_tidy(left),
        match=_tidy(text[start:end]),
        right=_tidy(right),
        sentence=_tidy(text[first:last]),
        index=index,
        start=start,
        end=end,
    )


def _nearest(text: str, context: int, unit: Context, *, before: bool) -> str:
    """The words or characters of ``text`` nearest to its end, or to its beginning."""
    if unit == "words" and not has_han(text):
        words = list(_WORD.finditer(text))
        if len(words) <= context:
            return text
        if context == 0:
            return ""
        return text[words[-context].start() :] if before else text[: words[context - 1].end()]
    text = _tidy(text)
    size = 2 * context if unit == "words" else context
    return text[max(0, len(text) - size) :] if before else text[:size]


def _tidy(text: str) -> str:
    return " ".join(text.split())
