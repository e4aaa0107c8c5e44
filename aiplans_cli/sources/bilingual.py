"""Documents in two languages, paragraph by paragraph, as one document for each."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from aiplans_cli.language import LANGUAGES
from aiplans_cli.model import ALL_COUNTED_KINDS
from aiplans_cli.reading.ledger import part_ledger
from aiplans_cli.reading.shape import Block, assemble
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiplans_cli.model import Document, Section

_LATIN = re.compile("[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


PURE = 0.8
"""Share of a paragraph's words from which it is in one language: a glossary, a term and its
translation a line, has no such paragraphs, and is one document."""

_MOSTLY = 0.5
"""Share of the words that stand in such paragraphs, from which a text can be parted."""

INTERLEAVED = 0.15
"""Share of the lesser language from which a text that changes all along is in both: of a Chinese
manual that leaves commands and names in English (off-debian-faq) 0.06 are in English paragraphs."""

_TENTHS = 0.6
"""Share of the parts of a text that are in both, from which it changes all along: in a Chinese
survey of which the bibliography is in English (zh-llm-survey) it is 0.1, of a web page in English
and Chinese of both scripts (bi-clreq) 1."""

_TRANSLATED = (0.7, 1.9)
"""English words to Chinese ones where each stands in one block, the whole text and its translation:
between 0.95 and 1.65 in the pairs of translations, 0.8 of a page with both Chinese scripts in part,
and 0.6 in the survey."""

_CHARACTERS_PER_WORD = 1.7
_AROUND = " /|·:：—–-()（）"
_ACRONYM = re.compile("[A-Z0-9]{1,5}s?")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, or the run of one that is in one language."""

    section: int
    start: int
    end: int
    language: str
    words: float
    pure: bool


def in_two_languages(document: Document) -> dict[str, Document]:
    """Language → the document in it; {} for a document in one, with names of the other perhaps.

    >>> from aiplans_cli.model import Document, Section
    >>> text = "We govern AI.\\n我们治理人工智能。\\nWe share data.\\n我们共享数据。"  # the same
    >>> both = in_two_languages(Document("d", "", "", (Section("", 0, "body", "", text),)))
    >>> both["en"].id, both["en"].sections[0].text.splitlines()
    ('d::en', ['We govern AI.', 'We share data.'])
    """
    pieces = [
        piece
        for number, section in enumerate(document.sections)
        for piece in _pieces(number, section)
    ]
    kinds = [section.kind for section in document.sections]
    known = [p for p in pieces if p.language and kinds[p.section] in ALL_COUNTED_KINDS]
    if not _both(known):
        return {}
    return {
        language: replace(
            document,
            id=f"{document.id}::{language}",
            title=_in_language(document.title, language),
            language=language,
            sections=(sections := assemble(_blocks(document.sections, pieces, language))),
            ledger=part_ledger(document.ledger, sections),
        )
        for language in LANGUAGES
    }


def share_of(documents: dict[str, Document], language: str) -> float:
    """Share of the words that is in a language."""
    words = {
        key: sum(sum(_words(section.text)) for section in document.sections)
        for key, document in documents.items()
    }
    return words[language] / (sum(words.values()) or 1)


def _both(pieces: Sequence[_Piece]) -> bool:
    """Whether the pieces, in order, are those of a text in two languages."""
    whole = sum(piece.words for piece in pieces)
    pieces = [piece for piece in pieces if piece.pure]
    words = {code: sum(p.words for p in pieces if p.language == code) for code in LANGUAGES}
    count = {code: sum(p.language == code for p in pieces) for code in LANGUAGES}
    if min(count.values()) < 2 or sum(words.values()) < _MOSTLY * whole:
        return False
    least, total = min(words.values()), sum(words.values())
    low, high = _TRANSLATED
    if low <= words["en"] / words["zh"] <= high:
        return True
    return least / total >= INTERLEAVED and _parts_with_both(pieces, total) >= _TENTHS


def _parts_with_both(pieces: Sequence[_Piece], total: float) -> float:
    """Share of the tenths of a text, fewer of a short one, that are in both languages."""
    fewest = min(sum(p.language == code for p in pieces) for code in LANGUAGES)
    parts = min(10, fewest)
    held = [dict.fromkeys(LANGUAGES, 0.0) for _ in range(parts)]
    before = 0.0
    for piece in pieces:
        middle = before + piece.words / 2
        held[min(int(parts * middle / total), parts - 1)][piece.language] += piece.words
        before += piece.words
    both = (min(words.values()) >= INTERLEAVED * sum(words.values()) > 0 for words in held)
    return sum(both) / parts


def _words(text: str) -> tuple[float, float]:
    """Words of a text in English, and about as many in Chinese."""
    return len(_LATIN.findall(text)), len(_HAN.findall(text)) / _CHARACTERS_PER_WORD


def _pieces(number: int, section: Section) -> Iterator[_Piece]:
    start = 0
    for paragraph in section.text.split("\n"):
        for first, last in _runs(paragraph, section.kind == "heading"):
            run = paragraph[first:last]
            english, chinese = _words(run)
            words = english + chinese
            language = "" if not words else "en" if english > chinese else "zh"
            pure = max(english, chinese) >= PURE * words
            yield _Piece(number, start + first, start + last, language, words, pure)
        start += len(paragraph) + 1


def _runs(paragraph: str, heading: bool) -> list[tuple[int, int]]:
    """Where a paragraph changes its language for good: two runs, or the whole as one.

    >>> _runs("1 Aims of the plan 计划目标", True)  # the same twice
    [(0, 18), (19, 23)]
    """
    whole = [(0, len(paragraph))]
    english, chinese = _words(paragraph)
    if not english or not chinese or max(english, chinese) / (english + chinese) > 0.9:
        return whole
    # what is in a language may name things of the other, so each side need not be pure
    best = _cut(paragraph)
    if best is None:
        return whole
    left, right = paragraph[:best], paragraph[best:]
    sides = [_words(left), _words(right)]
    least = 1 if heading else 4
    if any(max(side) < least or max(side) / sum(side) < 0.9 for side in sides):
        return whole
    latin = left if sides[0][0] > sides[0][1] else right
    if _ACRONYM.fullmatch(latin.strip(" ()（）:：0123456789.、")):
        return whole  # "AI 治理" (AI governance) is one heading
    gap = len(left.rstrip())
    return [(0, gap), (best, len(paragraph))]


def _cut(paragraph: str) -> int | None:
    """The place after which a paragraph is in the other language, as far as it is."""
    tokens = [(m.start(), m.end(), 0) for m in _LATIN.finditer(paragraph)]
    tokens += [(m.start(), m.end(), 1) for m in _HAN.finditer(paragraph)]
    tokens.sort()
    weight = (1.0, 1 / _CHARACTERS_PER_WORD)
    first = tokens[0][2]
    # words of the first language before a place, less those of the other: the more the better
    gain, best, place = 0.0, 0.0, None
    for (_, end, script), (start, _, following) in pairwise(tokens):
        gain += weight[script] if script == first else -weight[script]
        if script == first != following and gain > best:
            best, place = gain, (end, start)
    if place is None:
        return None
    end, start = place
    closing = re.match(r"[\s.,;:!?。，；：！？)）\]】”’\"'》]*", paragraph[end:start])
    return end + (closing.end() if closing else 0)


def _in_language(text: str, language: str) -> str:
    """The run of a title that is in a language, else all of it."""
    for first, last in _runs(text, True) if text else ():
        english, chinese = _words(text[first:last])
        if ("en" if english > chinese else "zh") == language and first + last < 2 * len(text):
            return (
                text[first:last].strip(" /|·:：-—–()（）")
                if (first, last) != (0, len(text))
                else text
            )
    return text


def _blocks(
    sections: Sequence[Section], pieces: Sequence[_Piece], language: str
) -> Iterator[Block]:
    """The paragraphs in a language; what has no words goes with those before, a heading to both."""
    current = next((piece.language for piece in pieces if piece.language), language)
    for piece in pieces:
        section = sections[piece.section]
        heading = section.kind == "heading"
        if not heading:
            current = piece.language or current
        if (piece.language or (language if heading else current)) == language:
            yield _block(section, piece)


def _block(section: Section, piece: _Piece) -> Block:
    start, end = piece.start, piece.end
    if start or end < len(section.text):  # what parted it from the other language is of neither
        run = section.text[start:end]
        alone = run[:1] in "(（" and run[-1:] in ")）"
        around = _AROUND if alone else " /|·—–-"
        start += len(run) - len(run.lstrip(around))
        end -= len(run) - len(run.rstrip(_AROUND)) if alone else 0
    lines = [(at - start, line) for at, line in section.lines if start < at < end]
    if first := section.line_at(start):
        lines.insert(0, (0, first))
    return Block(
        section.kind,
        section.text[start:end],
        section.level if section.kind == "heading" else 0,
        section.page_at(start),
        tuple((at - start, label) for at, label in section.breaks if start < at < end),
        tuple(lines),
        any(first <= piece.start < last for first, last in section.quoted),
    )
