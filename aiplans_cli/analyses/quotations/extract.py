"""Text → the quotations it contains, whatever marks they stand in."""

from __future__ import annotations

import re
from dataclasses import replace

from aiplans_cli.evidence.marks import (
    Lines,
    double_spans,
    line_at,
    own_lines,
    paragraphs,
    single_spans,
)
from aiplans_cli.language.folding import HAN_RUN
from aiplans_cli.model import Document, Section
from aiplans_cli.records import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’.\-‐‑\u00ad][^\W_]+)*")
_ATTRIBUTION = re.compile(r"\s*(?:[—–―]|--)")
_BESIDE = 32


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that an article puts between quotation marks, or sets apart as a quotation."""

    text: str
    """What stands between the marks, as printed, white space at the ends removed."""
    start: int
    """Offset of its first character in the text searched."""
    end: int
    """Offset after its last character."""
    line: int
    """Line of the file on which it begins, from 1; 0 where the format has no lines."""
    words: int
    """Its length in words; two Chinese characters count as one word."""
    mark: str
    """The opening mark; "" for a block quotation, which has none."""
    section: str = ""
    """Heading of the article's section it stands under, where the article has headings."""


@dataclass(frozen=True, slots=True)
class LoneMark:
    """A quotation mark that gives no quotation: it is never closed, or closes nothing."""

    mark: str
    """The mark."""
    line: int
    """Line of the file on which it stands, from 1; 0 where the format has no lines."""
    beside: str
    """What stands next to it: the words it opens, or those before it."""
    opens: bool
    """Whether it opens a quotation that is never closed."""


def length_in_words(text: str) -> int:
    """Words of a quotation, two Chinese characters (rounded up) counting as one.

    >>> length_in_words("the American AI stack"), length_in_words("人工智能")  # "AI"
    (4, 2)
    """
    han = sum(map(len, HAN_RUN.findall(text)))
    return len(_WORD.findall(HAN_RUN.sub(" ", text))) + (han + 1) // 2


def extract_quotations(text: str, lines: Lines | None = None) -> list[Quotation]:
    """Every quotation in ``text``, by where it begins, the outer before the inner.

    Recognised are straight and curly double marks, single marks (inside double ones or alone;
    an apostrophe opens nothing), 「」『』《》〈〉«»‹› in any width, and the grave accents of
    LaTeX. A mark left open at the end of a line looks on to the end of its paragraph, though
    not without end. One left open by its paragraph yields nothing, unless the next paragraph opens
    with the same mark again, which is how a quotation of several paragraphs is set. Blank lines
    part paragraphs.

    ``lines`` tells where lines of the file begin, if ``text`` is not the whole of it: a line of
    the file that is missing was blank. An empty one means that no lines are known.

    >>> [q.text for q in extract_quotations("It's “a 'fine' plan”, not \\"the plan\\".")]
    ["a 'fine' plan", 'fine', 'the plan']
    """
    lines = own_lines(text) if lines is None else lines
    parts = paragraphs(text, lines)
    doubles, _ = double_spans(text, parts)
    found = sorted(
        [*doubles, *single_spans(text, parts, doubles)], key=lambda span: (span[0], -span[1])
    )
    return [_quotation(text, *span, lines) for span in found if text[slice(*span)].strip()]


def lone_marks(text: str, lines: Lines | None = None) -> list[LoneMark]:
    """Double marks that give no quotation, in their order; see ``extract_quotations``.

    Inch marks are none of them.

    >>> [(m.mark, m.opens, m.beside) for m in lone_marks("It says “AI for all.\\n\\nA 5\\" pipe.")]
    [('“', True, 'AI for all.')]
    """
    lines = own_lines(text) if lines is None else lines
    _, alone = double_spans(text, paragraphs(text, lines))
    return [
        LoneMark(text[at:end], line_at(lines, at), _beside(text, at, end, opens), opens)
        for at, end, opens in ((at, at + len(mark), opens) for at, mark, opens in alone)
    ]


def _beside(text: str, at: int, end: int, opens: bool) -> str:
    """The few words that a mark at ``at`` opens, or those that stand before it."""
    if opens:
        return text[end : end + _BESIDE].split("\n", 1)[0].strip()
    return text[max(0, at - _BESIDE) : at].rpartition("\n")[2].strip()


def _quotation(text: str, start: int, end: int, lines: Lines) -> Quotation:
    mark = "``" if text[max(0, start - 2) : start] == "``" else text[start - 1]
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    inner = inner.strip()
    words = length_in_words(inner)
    return Quotation(inner, start, start + len(inner), line_at(lines, start), words, mark)


def document_quotations(article: Document) -> list[Quotation]:
    """Every quotation of an article's body and headings, with offsets in their section's text."""
    found = []
    for section in _own_text(article):
        between = extract_quotations(section.text, section.lines)
        apart = _set_apart(section, {quotation.start for quotation in between})
        both = sorted([*between, *apart], key=lambda q: (q.start, -q.end))
        found += [replace(quotation, section=section.heading) for quotation in both]
    return found


def document_lone_marks(article: Document) -> list[LoneMark]:
    """The marks in an article's body and headings that give no quotation."""
    return [m for s in _own_text(article) for m in lone_marks(s.text, s.lines)]


def _own_text(article: Document) -> list[Section]:
    return [section for section in article.sections if section.kind in ("body", "heading")]


def _set_apart(section: Section, starts: set[int]) -> list[Quotation]:
    """Block quotations, but for the line that says whose they are.

    One that begins with marks of its own quotes by those: what follows them is not quoted.
    """
    quotations = []
    for start, end in section.quoted:
        text = section.text[start:end]
        if (
            text.strip()
            and not _ATTRIBUTION.match(text)
            and starts.isdisjoint({start + 1, start + 2})
        ):
            line = section.line_at(start)
            quotations.append(Quotation(text, start, end, line, length_in_words(text), ""))
    return quotations
